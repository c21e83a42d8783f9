"""One planned session on one phone screen, with its rests and its stop rule; and the plan to take along."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from http import HTTPStatus
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from evenstride.core.errors import InputError, NotFoundError
from evenstride.core.outgoing import OutFile
from evenstride.core.plan import Plan, Session
from evenstride.doors.pages.addresses import page_path
from evenstride.doors.pages.render import render_page
from evenstride.doors.web.forms import number_of, read_form, text_of
from evenstride.doors.web.views import Site
from evenstride.doors.week_page import render_plan

TYPES = {
    "ics": "text/calendar",
    "fit": "application/zip",
    "page": "text/html",
    "csv": "text/csv",
    "json": "application/json",
}
"""Forms a plan can be taken along in, with what a browser is told of each."""


def routes(site: Site) -> APIRouter:
    """Return the pages of a site."""
    router, desk = APIRouter(), site.desk

    @router.get("/session/{key:path}")
    def session(key: str, id: str = "", kept: str = "") -> Response:
        shown = desk.glance(key)
        found = _session(shown.plan, id)
        nouns = {"timings": desk.rep_timings(), "sealed": desk.sealed_fly(key), "kept": bool(kept)}
        return HTMLResponse(render_page("session.html", o=shown, session=found, here="plan", **nouns))

    @router.post("/sealed/{key:path}")
    async def keep(key: str, request: Request) -> Response:
        form = await read_form(request)
        seconds = number_of(form, "seconds", most=60.0)
        if seconds is None:
            raise InputError("there is no time", remedy="Type it in seconds, like 2.41")
        await run_in_threadpool(desk.keep_sealed_fly, key, seconds)
        back = f"{page_path(key, 'session')}?{urlencode({'id': text_of(form, 'session'), 'kept': 1})}"
        return RedirectResponse(back, status_code=HTTPStatus.SEE_OTHER)

    @router.get("/take/{form}/{key:path}")
    def take(form: str, key: str) -> Response:
        if form not in TYPES:
            raise NotFoundError(f"there is no form '{form}'", remedy=f"One of: {', '.join(TYPES)}")
        outgoing = desk.outgoing(key)
        if form == "page":
            return _download(OutFile("week.html", render_plan(outgoing, desk.weeks(outgoing.plan)).encode()), form)
        files = desk.written(outgoing, form).files
        return _download(_packed(files) if form == "fit" else files[0], form)

    return router


def _session(plan: object, id: str) -> Session:
    sessions = plan.sessions if isinstance(plan, Plan) else ()
    found = [one for one in sessions if one.id == id and id]
    if not found:
        raise NotFoundError("that session is not in the plan any more", remedy="Open the plan and choose it there")
    return found[0]


def _packed(files: Sequence[OutFile]) -> OutFile:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            archive.writestr(file.name, file.data)
    return OutFile("workouts.zip", packed.getvalue())


def _download(file: OutFile, form: str) -> Response:
    head = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name)}"}
    return Response(file.data, media_type=TYPES[form], headers=head)
