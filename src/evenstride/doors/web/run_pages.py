"""Everything that was recorded of one athlete: the list, one run, and any two side by side."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from evenstride.app.runs.desk import RunDesk
from evenstride.core.errors import InputError
from evenstride.doors.pages.render import render_page
from evenstride.doors.web.forms import read_form, text_of
from evenstride.doors.web.views import Site

CHOICES = (("", "All"), ("sprints", "Sprints"), ("steps", "Steps"), ("tests", "Field tests"))
"""What the list can be narrowed to: the word of an address, and that of the page."""


def routes(site: Site) -> APIRouter:
    """Return the pages of a site."""
    router, runs = APIRouter(), RunDesk(site.desk.path, lambda: site.desk.clock())

    @router.get("/runs/{key:path}")
    def show_list(key: str, page: str = "1", only: str = "", kept: str = "") -> Response:
        number = int(page) if page.isdecimal() and len(page) < 6 else 0
        many = int(kept) if kept.isdecimal() and len(kept) < 6 else 0
        nouns = {"here": "runs", "choices": CHOICES, "kept": many}
        return HTMLResponse(render_page("runs.html", o=runs.runs(key, page=number, only=only), **nouns))

    @router.get("/run/{key:path}")
    def show_one(key: str, id: str = "") -> Response:
        return HTMLResponse(render_page("run.html", o=runs.run(key, id), here="runs"))

    @router.get("/contacts/{key:path}")
    def contacts(key: str, id: str = "") -> Response:
        return Response(
            runs.contacts_csv(key, id), media_type="text/csv; charset=utf-8",
            headers={"content-disposition": 'attachment; filename="contacts.csv"'},
        )  # fmt: skip

    @router.post("/run/{key:path}")
    async def delete(key: str, request: Request) -> Response:
        told = await read_form(request)
        if not text_of(told, "sure"):
            raise InputError("nothing was deleted", remedy="Go back and tick that you are sure")
        athlete, lines = await run_in_threadpool(runs.delete, key, text_of(told, "id"))
        site.views.prepare(athlete.key)
        shown = {"athlete": athlete, "on": site.desk.today}
        return HTMLResponse(render_page("run_deleted.html", o=shown, here="runs", lines=lines))

    @router.get("/compare/{key:path}")
    def compare(key: str, run: Annotated[list[str] | None, Query()] = None, a: str = "", b: str = "") -> Response:
        chosen = [id for id in (a, b, *(run or [])) if id]
        if len(chosen) != 2:
            raise InputError(
                f"{len(chosen) or 'no'} run{'' if len(chosen) == 1 else 's'} chosen",
                remedy="Go back and tick exactly two runs",
            )
        return HTMLResponse(render_page("compare.html", o=runs.compare(key, *chosen), here="runs"))

    return router
