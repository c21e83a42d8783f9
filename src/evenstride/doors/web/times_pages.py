"""Times over gates typed in: of one athlete, or of a squad with a name before each run."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from evenstride.app.reading.typed_times import TimesDesk, TimesWish, TypedTimes
from evenstride.core.athlete import Athlete
from evenstride.core.errors import EvenstrideError, InputError
from evenstride.core.recording import Start
from evenstride.doors.pages.addresses import page_path
from evenstride.doors.pages.render import render_page
from evenstride.doors.web.forms import Form, read_form, text_of
from evenstride.doors.web.refusals import for_page
from evenstride.doors.web.views import Site

DEVICES = (
    ("gates", "light gates"), ("stopwatch", "a stopwatch in the hand"), ("video", "a film"), ("radar", "a radar"),
    ("laser", "a laser"), ("gps", "GPS"), ("lps", "a local positioning system"), ("published", "published times"),
)  # fmt: skip
"""What may have timed a run: the word of a sheet, and that of the page."""

STARTS = (
    (Start.STANDING, "standing"), (Start.BLOCK, "from blocks"), (Start.FLYING, "flying"),
    (Start.UNKNOWN, "nobody remembers"),
)  # fmt: skip
LONGEST = 80
SQUAD = "/squad/times"


def routes(site: Site) -> APIRouter:
    """Return the pages of a site."""
    router, times = APIRouter(), TimesDesk(site.desk.path, lambda: site.desk.clock())

    @router.get("/times/{key:path}")
    def form_of(key: str) -> Response:
        return _show(times, times.athlete(key))

    @router.post("/times/{key:path}")
    async def keep_of(key: str, request: Request) -> Response:
        return await run_in_threadpool(_keep, times, await run_in_threadpool(times.athlete, key), await _told(request))

    @router.get(SQUAD)
    def form() -> Response:
        return _show(times, None)

    @router.post(SQUAD)
    async def look(request: Request) -> Response:
        return await run_in_threadpool(_look, times, await _told(request))

    @router.post(f"{SQUAD}/keep")
    async def keep(request: Request) -> Response:
        return await run_in_threadpool(_keep, times, None, await _told(request))

    return router


async def _told(request: Request) -> Form:
    return await read_form(request, longest=1 << 18)


def _look(times: TimesDesk, form: Form) -> Response:
    try:
        found = times.look(text_of(form, "times"), read_wish(form, times.today))
    except InputError as problem:
        return _show(times, None, form=form, problem=problem)
    return _show(times, None, form=form, found=found)


def _keep(times: TimesDesk, athlete: Athlete | None, form: Form) -> Response:
    try:
        many = times.keep(text_of(form, "times"), read_wish(form, times.today), of=athlete)
    except InputError as problem:
        return _show(times, athlete, form=form, problem=problem)
    path = f"/squad?kept={many}" if athlete is None else f"{page_path(athlete.key, 'runs')}?kept={many}"
    return RedirectResponse(path, status_code=HTTPStatus.SEE_OTHER)


def read_wish(form: Form, today: date) -> TimesWish:
    """Read what holds for all runs of an entry.

    Raises
    ------
    InputError
        If the day is none.

    Examples
    --------
    >>> read_wish({"on": ["2026-05-04"], "wind": ["0"], "device": ["stopwatch"]}, date(2026, 5, 14)).wind
    '0'
    """
    day = text_of(form, "on")
    try:
        on = date.fromisoformat(day) if day else today
    except ValueError:
        raise InputError(f"'{day}' is no day", remedy="Write it like 2026-05-14") from None
    told = {name: text_of(form, name)[:LONGEST] for name in ("wind", "reaction_time", "fps", "surface", "label")}
    return TimesWish(on, text_of(form, "device") or "gates", text_of(form, "start") or Start.STANDING, **told)


def _show(
    times: TimesDesk,
    athlete: Athlete | None,
    *,
    form: Form | None = None,
    problem: EvenstrideError | None = None,
    found: TypedTimes | None = None,
) -> Response:
    told = {name: values[0] for name, values in (form or {}).items()}
    nouns: dict[str, Any] = {
        "told": told, "problem": "" if problem is None else str(for_page(problem)), "today": times.today,
        "on": times.today, "devices": DEVICES, "starts": STARTS, "found": found,
    }  # fmt: skip
    status = HTTPStatus.OK if problem is None else HTTPStatus.UNPROCESSABLE_ENTITY
    if athlete is None:
        return HTMLResponse(render_page("squad_times.html", here="/squad/day", **nouns), status_code=status)
    shown = {"athlete": athlete, "on": times.today}
    return HTMLResponse(render_page("times.html", o=shown, here="runs", **nouns), status_code=status)
