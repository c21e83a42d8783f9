"""Years of activities as pages: the list, one outing, what was done, seasons, and which device is believed."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from evenstride.app.outings.desk import OutingDesk, Spans
from evenstride.core.errors import InputError
from evenstride.core.progress import Progress
from evenstride.core.season_values import Span
from evenstride.doors.pages.addresses import page_path
from evenstride.doors.pages.render import render_page
from evenstride.doors.web.forms import read_form, text_of
from evenstride.doors.web.views import Site, StillWorking

TITLE = "Reading your outings"
FITTING = "Putting your seasons together"
BELIEVING = "Measuring your outings anew"


def routes(site: Site) -> APIRouter:
    """Return the pages of a site."""
    router, outings = APIRouter(), OutingDesk(site.desk.path, lambda: site.desk.clock())
    pages = _Pages(site, outings)

    @router.get("/outings/{key:path}")
    def show_list(key: str, request: Request, since: str = "", until: str = "", page: str = "1") -> Response:
        pages.wait(key, request)
        number = int(page) if page.isdecimal() and len(page) < 6 else 0
        found = outings.outings(key, since=day_of(since), until=day_of(until), page=number)
        return _page("outings.html", "outings", o=found)

    @router.get("/outing/{key:path}")
    def show_one(key: str, request: Request, id: str = "") -> Response:
        pages.wait(key, request)
        return _page("outing.html", "outings", o=outings.outing(key, id))

    @router.get("/done/{key:path}")
    def show_month(key: str, request: Request, month: str = "") -> Response:
        pages.wait(key, request)
        first = day_of(f"{month}-01") if month else None
        return _page("done.html", "done", o=outings.month(key, first))

    @router.get("/seasons/{key:path}")
    def show_seasons(key: str, request: Request, month: str = "", against: str = "", speed: str = "") -> Response:
        spans = spans_of(request.query_params)
        pages.wait(key, request, spans)
        found = outings.seasons(key, spans, month=month, against=against, speed=speed_of(speed))
        told = {name: request.query_params.get(name, "") for name in SPAN_FIELDS}
        return _page("seasons.html", "seasons", o=found, told=told)

    @router.get("/sources/{key:path}")
    def show_sources(key: str) -> Response:
        athlete, devices, chosen = outings.sources(key)
        shown = {"athlete": athlete, "on": site.desk.today}
        return _page("sources.html", "sources", o=shown, devices=devices, chosen=chosen)

    @router.post("/sources/{key:path}")
    async def believe(key: str, request: Request) -> Response:
        device = text_of(await read_form(request), "device")
        await run_in_threadpool(site.desk.require, key)

        def work(progress: Progress) -> None:
            outings.believe(key, device, progress=progress)

        job = site.jobs.start(BELIEVING, work, then=page_path(key, "sources"), wish=device)
        return RedirectResponse(f"/job/{job.id}", status_code=303)

    return router


SPAN_FIELDS = ("before-first", "before-last", "now-first", "now-last")


class _Pages:
    """Shows a page when it is ready, and where it is not sends its reader to the work that makes it so."""

    def __init__(self, site: Site, outings: OutingDesk) -> None:
        self._site, self._outings = site, outings

    def wait(self, key: str, request: Request, spans: Spans | None = None) -> None:
        if self._outings.is_ready(key, spans=spans):
            return
        query = f"?{request.url.query}" if request.url.query else ""
        wish: Hashable = (key, spans)
        job = self._site.jobs.start(
            TITLE if spans is None else FITTING,
            lambda progress: self._outings.prepare(key, spans=spans, progress=progress),
            then=f"{request.url.path}{query}",
            wish=wish,
        )
        if not job.wait(self._site.views.patience):
            raise StillWorking(job)
        if job.problem is not None:
            raise job.problem


def day_of(text: str) -> date | None:
    """Read a day of an address, None where none is told; raises InputError where it is none.

    Examples
    --------
    >>> day_of("2026-05-14"), day_of("")
    (datetime.date(2026, 5, 14), None)
    """
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise InputError(f"'{text}' is no day", remedy="Write it like 2026-05-14") from None


def spans_of(told: Any) -> Spans:
    """Read two spans of days: before, and now; one of which not both days are told is what is usual.

    Raises
    ------
    InputError
        If a day is none, or a span ends before it begins.

    Examples
    --------
    >>> spans_of({"now-first": "2026-03-01", "now-last": "2026-05-31"})[0] is None
    True
    """
    days = [day_of(told.get(name, "")) for name in SPAN_FIELDS]
    spans: list[Span | None] = []
    for first, last in (days[:2], days[2:]):
        if first is not None and last is not None and last < first:
            raise InputError(f"the days end on {last}, before they begin", remedy="Exchange first and last day")
        spans.append(None if first is None or last is None else Span(first, last))
    return spans[0], spans[1]


def speed_of(text: str) -> float | None:
    """Read a speed of an address, None where it is none a person runs.

    Examples
    --------
    >>> speed_of("3.125"), speed_of("fast"), speed_of("nan")
    (3.125, None, None)
    """
    try:
        speed = float(text)
    except ValueError:
        return None
    return speed if 0.5 <= speed <= 13.0 else None


def _page(template: str, here: str, **nouns: Any) -> Response:
    return HTMLResponse(render_page(template, here="outings", part=here, **nouns))
