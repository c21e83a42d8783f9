"""The coach's pages: the squad today, rows pasted from a spreadsheet, one plan for a group."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import date
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from evenstride.app.squads.desk import SquadDesk
from evenstride.app.squads.group import GroupWish
from evenstride.core.errors import EvenstrideError, InputError
from evenstride.core.progress import Progress
from evenstride.core.protocol import protocols
from evenstride.core.question import Settled
from evenstride.doors.pages.render import render_page
from evenstride.doors.web.forms import Form, read_form, text_of
from evenstride.doors.web.jobs import Jobs
from evenstride.doors.web.refusals import for_page
from evenstride.doors.web.views import Site

LONGEST_SHEET = 1 << 20
"""Bytes a pasted sheet may have: some ten thousand rows."""

MOST_FIRST = 30
"""Athletes shown in full who are looked at first: a page stays short, whatever the morning."""

EACH_PAGE = 60
"""Athletes on one page of everyone."""

MOST_ROWS = 200
"""Rows of a pasted sheet that are shown; all of them are read and asked about."""


def routes(site: Site) -> APIRouter:
    """Return the pages of a site."""
    router, jobs = APIRouter(), site.jobs
    coach = SquadDesk(site.desk.path, lambda: site.desk.clock())
    _add_today(router, coach, jobs, site.views.patience)
    _add_sheet(router, coach)
    _add_group(router, coach, jobs)
    return router


def _add_today(router: APIRouter, coach: SquadDesk, jobs: Jobs, patience: float) -> None:
    @router.get("/squad")
    def today(page: int = Query(1, ge=1, le=10_000), kept: int = Query(0, ge=0, le=LONGEST_SHEET)) -> Response:
        found = coach.day()
        if found is None:
            then = f"/squad?kept={kept}" if kept else "/squad"
            job = jobs.start(
                "Looking at everybody", lambda progress: coach.look(progress=progress), then=then, wish=None
            )
            found = coach.day() if job.wait(patience) else None
            if found is None:
                return RedirectResponse(f"/job/{job.id}", status_code=HTTPStatus.SEE_OTHER)
        pages = max(1, -(-len(found.members) // EACH_PAGE))
        at = min(page, pages)
        shown = found.members[(at - 1) * EACH_PAGE : at * EACH_PAGE]
        nouns = {"s": coach.shown(found), "shown": shown, "pages_of": pages, "at": at, "most": MOST_FIRST, "kept": kept}
        return _page(coach, "squad_today.html", "/squad", **nouns)

    @router.post("/squad/again")
    async def again(request: Request) -> Response:
        await read_form(request)
        work = lambda progress: coach.ask_again(progress=progress)  # noqa: E731
        return _begin(jobs, "Asking about everybody again", work, then="/squad", wish=None)


def _add_sheet(router: APIRouter, coach: SquadDesk) -> None:
    tests = sorted(protocols().values(), key=lambda one: (one.station, one.id))

    def show(**nouns: Any) -> Response:
        empty = {"found": None, "text": "", "day": "", "problem": "", "fresh": (), "can_settle": False}
        status = HTTPStatus.UNPROCESSABLE_ENTITY if nouns.get("problem") else HTTPStatus.OK
        told = {**empty, **nouns, "tests": tests, "most": MOST_ROWS}
        return _page(coach, "squad_sheet.html", "/squad/sheet", status=status, **told)

    def look(form: Form, work: Callable[[str, date | None, bool], Response]) -> Response:
        text, day = form.get("rows", [""])[0], text_of(form, "on")
        try:
            return work(text, day_of(day), bool(text_of(form, "checked")))
        except EvenstrideError as error:
            if not error.user_fault:
                raise
            return show(text=text, day=day, problem=str(for_page(error)))

    def understood(text: str, on: date | None, checked: bool) -> Response:
        found, fresh = coach.look_at_sheet(text, on=on, checked=checked)
        can_settle = all(one.settled is not Settled.CORRECTING for one in found.questions)
        return show(found=found, fresh=fresh, can_settle=can_settle, text=text, day="" if on is None else on)

    def keep(text: str, on: date | None, checked: bool) -> Response:
        found = coach.keep_sheet(text, on=on, checked=checked)
        if found.questions:
            return understood(text, on, checked)
        return RedirectResponse(f"/squad?kept={len(found.rows)}", status_code=HTTPStatus.SEE_OTHER)

    @router.get("/squad/sheet")
    def paste() -> Response:
        return show()

    @router.post("/squad/sheet")
    async def read(request: Request) -> Response:
        return await run_in_threadpool(look, await read_form(request, LONGEST_SHEET), understood)

    @router.post("/squad/sheet/keep")
    async def store(request: Request) -> Response:
        return await run_in_threadpool(look, await read_form(request, LONGEST_SHEET), keep)

    @router.get("/squad/empty.csv")
    def empty(test: list[str] = Query(default=[])) -> Response:
        name = f"test-day-{coach.today}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(coach.empty_sheet(test), media_type="text/csv; charset=utf-8", headers=headers)


def _add_group(router: APIRouter, coach: SquadDesk, jobs: Jobs) -> None:
    @router.get("/squad/group")
    def choose() -> Response:
        return _page(coach, "squad_group.html", "/squad/group", found=None, people=coach.athletes())

    @router.post("/squad/group")
    async def plan(request: Request) -> Response:
        form = await read_form(request)
        members = tuple(form.get("member", []))
        if not members:
            raise InputError("nobody is to follow", remedy="Tick who follows the plan")
        wish, id = GroupWish(text_of(form, "leader"), members, bool(text_of(form, "emphasis"))), uuid4().hex
        work = lambda progress: coach.plan_group(id, wish, progress=progress)  # noqa: E731
        return _begin(jobs, "Planning the group", work, then=f"/squad/group/{id}", wish=wish)

    @router.get("/squad/group/{id}")
    def show(id: str) -> Response:
        found, rows, told = coach.group(id)
        return _page(coach, "squad_group.html", "/squad/group", found=found, rows=rows, told=told)


def day_of(text: str) -> date | None:
    """Read a day, None where none was told.

    Raises
    ------
    InputError
        If it is no day.
    """
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise InputError(f"'{text}' is no day", remedy="Write it like 2026-05-14") from None


def _begin(jobs: Jobs, title: str, work: Callable[[Progress], object], *, then: str, wish: Hashable) -> Response:
    job = jobs.start(title, work, then=then, wish=wish)
    return RedirectResponse(f"/job/{job.id}", status_code=HTTPStatus.SEE_OTHER)


def _page(coach: SquadDesk, template: str, here: str, *, status: int = HTTPStatus.OK, **nouns: Any) -> Response:
    return HTMLResponse(render_page(template, here=here, on=coach.today, **nouns), status_code=status)
