"""What can be done with a plan: make one, leave a session out, swap a grind for play; and how far long work is."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from evenstride.core.errors import InputError
from evenstride.doors.pages.addresses import page_path
from evenstride.doors.pages.render import render_page
from evenstride.doors.web.forms import Form, read_form, text_of
from evenstride.doors.web.jobs import Job
from evenstride.doors.web.views import Site

MOST_WEEKS = 4


def routes(site: Site) -> APIRouter:
    """Return the pages of a site."""
    router, desk, jobs = APIRouter(), site.desk, site.jobs

    @router.post("/plan/{key:path}")
    async def make(key: str, request: Request) -> Response:
        start, weeks = read_wish(await read_form(request), desk.today)
        await run_in_threadpool(desk.require, key)
        work = jobs.start(
            "Planning", lambda progress: desk.plan(key, start, weeks, progress=progress), then=page_path(key, "plan"),
            wish=(start, weeks),
        )  # fmt: skip
        return _follow(work)

    @router.post("/swap/{key:path}")
    async def swap(key: str, request: Request) -> Response:
        await read_form(request)
        await run_in_threadpool(desk.require, key)
        work = jobs.start(
            "Looking for play", lambda progress: desk.swap(key, progress=progress), then=page_path(key, "plan"),
            wish=None,
        )  # fmt: skip
        return _follow(work)

    @router.post("/not-today/{key:path}")
    async def not_today(key: str, request: Request) -> Response:
        session = text_of(await read_form(request), "session")
        await run_in_threadpool(desk.not_today, key, session)
        return RedirectResponse(page_path(key, "plan"), status_code=HTTPStatus.SEE_OTHER)

    @router.get("/job/{id}")
    def job(id: str) -> Response:
        found = jobs.find(id)
        if found.finished and found.problem is not None:
            raise found.problem
        if found.finished:
            return RedirectResponse(found.then, status_code=HTTPStatus.SEE_OTHER)
        return HTMLResponse(render_page("job.html", job=found))

    @router.post("/job/{id}/stop")
    async def stop(id: str, request: Request) -> Response:
        await read_form(request)
        found = jobs.find(id)
        found.stop()
        return RedirectResponse(f"/job/{id}", status_code=HTTPStatus.SEE_OTHER)

    return router


def read_wish(form: Form, today: date) -> tuple[date, int]:
    """Read the first day of a plan and its number of weeks.

    Raises
    ------
    InputError
        If the day is over, or the number is no number of weeks that can be planned.

    Examples
    --------
    >>> read_wish({"weeks": ["2"]}, date(2026, 5, 14))
    (datetime.date(2026, 5, 14), 2)
    """
    weeks, start = text_of(form, "weeks") or "1", text_of(form, "start")
    if not weeks.isdecimal() or not 1 <= int(weeks) <= MOST_WEEKS:
        raise InputError(f"'{weeks}' is no number of weeks", remedy=f"Plan 1 to {MOST_WEEKS} weeks")
    try:
        first = date.fromisoformat(start) if start else today
    except ValueError:
        raise InputError(f"'{start}' is no day", remedy="Write it like 2026-05-14") from None
    if first < today:
        raise InputError(f"{first} is over", remedy="Plan from today on")
    return first, int(weeks)


def _follow(job: Job) -> Response:
    return RedirectResponse(f"/job/{job.id}", status_code=HTTPStatus.SEE_OTHER)
