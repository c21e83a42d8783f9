"""The pages on a phone: how to reach them there, and the plan in the phone's own calendar."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from evenstride.core.errors import NotFoundError
from evenstride.doors.pages.addresses import page_path
from evenstride.doors.pages.render import render_page
from evenstride.doors.web.forms import read_form
from evenstride.doors.web.views import Site


def routes(site: Site) -> APIRouter:
    """Return the pages of a site."""
    router, desk = APIRouter(), site.desk

    @router.get("/phone/{key:path}")
    def phone(key: str, request: Request) -> Response:
        shown, secret = desk.glance(key), desk.access.calendar(key)
        address = f"{request.url.scheme}://{request.url.netloc}/calendar/{secret}.ics"
        is_safe = request.url.scheme == "https"
        return HTMLResponse(render_page("phone.html", o=shown, here="phone", address=address, is_safe=is_safe))

    @router.post("/phone/{key:path}")
    async def renew(key: str, request: Request) -> Response:
        await read_form(request)
        await run_in_threadpool(desk.require, key)
        await run_in_threadpool(desk.access.renew_calendar, key)
        return RedirectResponse(page_path(key, "phone"), status_code=HTTPStatus.SEE_OTHER)

    @router.get("/calendar/{secret}.ics")
    def calendar(secret: str) -> Response:
        key = desk.access.athlete_of(secret)
        if key is None:
            raise NotFoundError("no calendar has this address", remedy="Copy the address again from the page")
        return Response(desk.calendar(key), media_type="text/calendar; charset=utf-8")

    return router
