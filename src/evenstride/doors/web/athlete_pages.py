"""The pages that show one athlete: stride, sides, plan, progress; and the list of everybody."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from evenstride.doors.pages.addresses import athlete_path, page_path
from evenstride.doors.pages.render import render_page
from evenstride.doors.web.forms import number_of, read_form, text_of
from evenstride.doors.web.views import Site

SHOWN = {
    "athlete": "stride.html", "sides": "sides.html", "plan": "plan.html", "progress": "progress.html",
    "claims": "claims.html",
}  # fmt: skip
"""First part of an address → the template that lays the athlete's overview out."""


def routes(site: Site) -> APIRouter:
    """Return the pages of a site."""
    router, desk = APIRouter(), site.desk

    @router.get("/")
    def index() -> Response:
        athletes = desk.athletes()
        if len(athletes) == 1:
            return RedirectResponse(athlete_path(athletes[0].key), status_code=HTTPStatus.SEE_OTHER)
        return HTMLResponse(render_page("athletes.html", athletes=athletes))

    for page, template in SHOWN.items():
        _add_page(router, site, page, template)

    @router.post("/done/{key:path}")
    async def done(key: str, request: Request) -> Response:
        form = await read_form(request)
        effort, joy = number_of(form, "effort"), number_of(form, "joy")
        await run_in_threadpool(desk.log_done, key, text_of(form, "session"), rpe=effort, joy=joy)
        return RedirectResponse(page_path(key, "plan"), status_code=HTTPStatus.SEE_OTHER)

    return router


def _add_page(router: APIRouter, site: Site, page: str, template: str) -> None:
    @router.get(f"/{page}/{{key:path}}")
    def show(key: str) -> Response:
        shown = site.views.of(key, then=page_path(key, page))
        return HTMLResponse(render_page(template, o=shown, here=page))
