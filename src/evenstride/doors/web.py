"""The local page: who is here, one athlete at a time, calm errors, and nothing but this machine."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from http import HTTPStatus
from urllib.parse import parse_qs, urlsplit

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse
from fastapi.staticfiles import StaticFiles
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware

from evenstride.core.athlete import Athlete
from evenstride.core.errors import EvenstrideError, InputError, NotFoundError
from evenstride.core.overview import Overview
from evenstride.doors.pages.format import athlete_path
from evenstride.doors.pages.render import render_page

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
"""Names this page answers to; any other Host header is refused, so that no foreign site can reach it."""

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    # With "no-referrer" a browser hides from our own page where a form came from.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}

LONGEST_FORM = 4096
"""Bytes a form may have: the two numbers and the tick of a page need a few dozen."""

LogDone = Callable[[str, str, float | None, float | None], None]
"""Athlete key, id of the planned session, effort and joy 0 to 10 where told → logged as planned."""

_log = logging.getLogger(__name__)


def create_app(
    load_overview: Callable[[str], Overview],
    list_athletes: Callable[[], Sequence[Athlete]],
    log_done: LogDone,
) -> FastAPI:
    """Make the web application.

    Parameters
    ----------
    load_overview : callable
        Athlete key → Overview; raises NotFoundError for a key the store does not hold.
    list_athletes : callable
        Everybody in the store.
    log_done : callable
        Logs a planned session as done; the only thing a page can change.

    Returns
    -------
    FastAPI
        To be served on a loopback address only.
    """
    app = FastAPI(title="Evenstride", docs_url=None, redoc_url=None, openapi_url=None)
    app.mount("/static", StaticFiles(packages=[("evenstride.doors.pages", "static")]), name="static")

    @app.get("/healthz")
    def healthz() -> Response:
        return PlainTextResponse("ok")

    @app.get("/")
    def index() -> Response:
        athletes = list_athletes()
        if len(athletes) == 1:
            return RedirectResponse(athlete_path(athletes[0].key), status_code=HTTPStatus.SEE_OTHER)
        return HTMLResponse(render_page("athletes.html", athletes=athletes))

    @app.post("/done/{key:path}")
    async def done(key: str, request: Request) -> Response:
        told = await _form(request)
        await run_in_threadpool(log_done, key, told.get("session", ""), _told(told, "effort"), _told(told, "joy"))
        return RedirectResponse(athlete_path(key), status_code=HTTPStatus.SEE_OTHER)

    @app.get("/athlete/{key:path}")
    def athlete(key: str) -> Response:
        return HTMLResponse(render_page("athlete.html", o=load_overview(key)))

    _add_errors(app)
    app.middleware("http")(_guard)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(LOOPBACK), www_redirect=False)
    return app


async def _form(request: Request) -> dict[str, str]:
    """Read a form a page of ours sent; a form from anywhere else is refused, whatever it asks for."""
    origin = urlsplit(request.headers.get("origin", "")).netloc
    if origin != request.headers.get("host"):
        raise HTTPException(HTTPStatus.FORBIDDEN, "Only a page of Evenstride itself can log something.")
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > LONGEST_FORM:
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "That is more than this page asks for.")
    return {name: values[0] for name, values in parse_qs(body.decode("utf-8", "replace")).items()}


def _told(form: dict[str, str], name: str) -> float | None:
    """Read a number from 0 to 10, None where the field was left empty."""
    text = form.get(name, "").strip().replace(",", ".")
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0.0 <= value <= 10.0:
        raise InputError(f"'{form[name]}' is no {name}", remedy="Give a number from 0 to 10, or leave it empty")
    return value


def _add_errors(app: FastAPI) -> None:
    @app.exception_handler(EvenstrideError)
    def _(_: Request, error: EvenstrideError) -> Response:
        if isinstance(error, NotFoundError):
            return _message(HTTPStatus.NOT_FOUND, error.what, error.why, error.remedy)
        status = HTTPStatus.UNPROCESSABLE_ENTITY if error.user_fault else HTTPStatus.INTERNAL_SERVER_ERROR
        return _message(status, error.what, error.place, error.why, error.remedy)

    @app.exception_handler(HTTPException)
    def _(_: Request, error: HTTPException) -> Response:
        if error.status_code == HTTPStatus.NOT_FOUND:
            return _message(HTTPStatus.NOT_FOUND, "There is no such page.")
        return _message(error.status_code, "This page cannot do that.", str(error.detail))


async def _guard(request: Request, proceed: Callable[[Request], Awaitable[Response]]) -> Response:
    """Put the security headers on every answer, also on the one that says something broke."""
    try:
        response = await proceed(request)
    except Exception:
        _log.exception("page %s failed", request.url.path)
        response = _message(
            HTTPStatus.INTERNAL_SERVER_ERROR,
            "Something broke on our side.",
            "Your data are as they were. The terminal shows what happened.",
        )
    response.headers.update(HEADERS)
    return response


def _message(status: int, what: str, *more: str) -> HTMLResponse:
    sentences = [sentence for sentence in more if sentence]
    return HTMLResponse(render_page("message.html", what=what, more=sentences), status_code=status)
