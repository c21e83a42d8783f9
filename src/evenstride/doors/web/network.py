"""The pages in the local network: only devices that were paired by the code on the screen get past this door."""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from evenstride.app.access import Access
from evenstride.doors.pages.render import render_page
from evenstride.doors.web.forms import read_form, text_of
from evenstride.doors.web.guard import message

COOKIE = "__Host-evenstride"
"""A name browsers accept over HTTPS only and never share with another host."""
YEAR = 365 * 24 * 3600
OPEN = ("/pair", "/trust.crt", "/healthz", "/static/", "/calendar/")
"""What an unpaired device may ask for; a calendar's address is its own secret."""


@dataclass(frozen=True, slots=True)
class Network:
    """How the pages are reached from other devices.

    Attributes
    ----------
    hosts : tuple of str
        Names and addresses the pages answer to.
    authority : bytes
        The certificate a device is asked to trust; empty where the user brought one that is trusted already.
    fingerprint : str
        Its SHA-256.
    announce : callable
        Shows a new pairing code on the screen of this machine.
    """

    access: Access
    hosts: tuple[str, ...]
    authority: bytes = b""
    fingerprint: str = ""
    announce: Callable[[str], object] = print


def add_pairing(app: FastAPI, network: Network) -> None:
    """Put the door of a network before every page of an application."""
    app.include_router(_routes(network))

    async def paired_only(request: Request, proceed: Callable[[Request], Awaitable[Response]]) -> Response:
        # As the routes see it: an address put together from the Host header may say otherwise.
        path: str = request.scope["path"]
        known = await run_in_threadpool(network.access.is_paired, request.cookies.get(COOKIE, ""))
        if known or any(path == one or (one.endswith("/") and path.startswith(one)) for one in OPEN):
            return await proceed(request)
        if request.method == "GET":
            return RedirectResponse("/pair", status_code=HTTPStatus.SEE_OTHER)
        # What a phone has kept at the track must not count as refused for good: it is sent again once it is paired.
        if request.headers.get("accept") == "application/json":
            return JSONResponse({"pair": "/pair"}, status_code=HTTPStatus.UNAUTHORIZED)
        return message(HTTPStatus.UNAUTHORIZED, "This device is not paired.", "Open /pair and type the code.")

    app.middleware("http")(paired_only)


def _routes(network: Network) -> APIRouter:
    router, access = APIRouter(), network.access

    def page(problem: str = "", status: int = HTTPStatus.OK) -> Response:
        shown = render_page("pair.html", problem=problem, fingerprint=network.fingerprint)
        return HTMLResponse(shown, status_code=status)

    @router.get("/pair")
    def ask() -> Response:
        return page()

    @router.post("/pair")
    async def pair(request: Request) -> Response:
        code = "".join(text_of(await read_form(request), "code").split())
        before = access.code
        address = "" if request.client is None else request.client.host
        token = await run_in_threadpool(access.pair, code, address)
        if access.code != before:
            network.announce(access.code)
        if token is None:
            return page(_refusal(access.wait(address)), HTTPStatus.FORBIDDEN)
        answer = RedirectResponse("/", status_code=HTTPStatus.SEE_OTHER)
        answer.set_cookie(COOKIE, token, max_age=YEAR, path="/", secure=True, httponly=True, samesite="lax")
        return answer

    @router.get("/trust.crt")
    def trust() -> Response:
        if not network.authority:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        head = {"Content-Disposition": "attachment; filename=evenstride.crt"}
        return Response(network.authority, media_type="application/x-x509-ca-cert", headers=head)

    return router


def _refusal(wait: float) -> str:
    if not wait:
        return "That is not the code on the screen of the other machine."
    if math.isinf(wait):
        return "Too many wrong codes came from this network. Start Evenstride again on the other machine."
    return (
        f"Too many wrong codes from this device. Wait {math.ceil(wait)} min, then type the code on the screen of the "
        "other machine."
    )
