"""One planned session on one phone screen, with its rests and its stop rule; and the plan to take along."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from urllib.parse import quote

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from evenstride.core.errors import NotFoundError
from evenstride.core.outgoing import OutFile
from evenstride.core.plan import Plan, Session
from evenstride.doors.pages.render import render_page
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
    def session(key: str, id: str = "") -> Response:
        shown = desk.glance(key)
        found = _session(shown.plan, id)
        return HTMLResponse(
            render_page("session.html", o=shown, session=found, timings=desk.rep_timings(), here="plan")
        )

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
