"""Files come in: chosen or dropped, read beside the pages, and told of one by one."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from http import HTTPStatus
from threading import Lock
from uuid import uuid4

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from evenstride.app.columns import AskedColumn
from evenstride.app.film_desk import FilmDesk
from evenstride.app.import_desk import GivenFile, ImportDesk, ImportReport, ImportWish
from evenstride.app.video_setup import seem_set_up
from evenstride.core.athlete import Athlete
from evenstride.core.errors import InputError, NotFoundError
from evenstride.core.progress import Progress
from evenstride.core.roles import Side
from evenstride.core.units import parse_quantity
from evenstride.doors.pages.render import render_page
from evenstride.doors.pages.units import MASSES, units
from evenstride.doors.web.forms import Form, read_form, text_of
from evenstride.doors.web.jobs import Job, Jobs
from evenstride.doors.web.uploads import LARGEST_FILE, LARGEST_UPLOAD, MOST_FILES, read_uploads
from evenstride.doors.web.views import Site

KEPT = 20
"""Imports whose report can still be opened; the oldest is forgotten first."""

BESIDE = ("mapping", "standing")
"""Fields of files that say something of the others and are no runs themselves."""

WORN = ("sacrum", "left foot", "right foot", "left shank", "right shank", "left thigh", "right thigh")
"""Where the one sensor of a file may have sat."""

LIMITS = {"files": MOST_FILES, "one": LARGEST_FILE // 1024**2, "all": LARGEST_UPLOAD // 1024**2}


@dataclass(slots=True)
class Ticket:
    """One import: its files until they are read, then its report and the files that wait for an answer."""

    wish: ImportWish
    job: Job | None = None
    report: ImportReport | None = None
    waiting: tuple[GivenFile, ...] = ()

    def asked(self, name: str) -> tuple[tuple[AskedColumn, ...], tuple[GivenFile, ...]]:
        """Return the columns a file was asked about, and the file; raises InputError where it waits for no answer."""
        named = tuple(one for one in self.waiting if one.name == name)
        if not named or self.report is None:
            raise InputError("that file does not wait for an answer", remedy="Send it again from the import page")
        columns = next(one.columns for one in self.report.refused if one.name == name)
        return columns, named


class Imports:
    """The imports of one application, each a job."""

    def __init__(self, desk: ImportDesk, jobs: Jobs) -> None:
        self._desk = desk
        self._jobs = jobs
        self._tickets: OrderedDict[str, Ticket] = OrderedDict()
        self._lock = Lock()

    def begin(self, files: Sequence[GivenFile], wish: ImportWish) -> str:
        """Start an import and return the address of its report."""
        return self.begin_work("Reading your files", partial(self._desk.bring, files, wish), wish, files)

    def begin_work(
        self,
        title: str,
        bring: Callable[..., ImportReport],
        wish: ImportWish,
        files: Sequence[GivenFile] = (),
        *,
        stoppable: bool = False,
    ) -> str:
        """Start what brings a report, called with its `progress`, and return the address of that report."""
        id, ticket = uuid4().hex, Ticket(wish)

        def work(progress: Progress) -> None:
            report = bring(progress=progress)
            asked = {one.name for one in report.refused if one.asks or one.columns}
            ticket.waiting = tuple(one for one in files if one.name in asked)
            ticket.report = report

        with self._lock:
            self._tickets[id] = ticket
            while len(self._tickets) > KEPT:
                self._tickets.popitem(last=False)
        ticket.job = self._jobs.start(title, work, then=f"/imported/{id}", wish=id, stoppable=stoppable)
        return ticket.job.then

    def find(self, id: str) -> Ticket:
        """Return an import; raises NotFoundError where it is not known any more."""
        ticket = self._tickets.get(id)
        if ticket is None:
            raise NotFoundError("that import is not known any more", remedy="What it kept is in the list of runs")
        return ticket


def routes(site: Site) -> APIRouter:
    """Return the pages of a site."""
    from evenstride.doors.web.film_pages import add_film

    router, files = APIRouter(), ImportDesk(site.desk.path, lambda: site.desk.clock())
    imports = Imports(files, site.jobs)
    add_film(router, FilmDesk(site.desk.path, lambda: site.desk.clock()), imports)

    @router.get("/import")
    def form() -> Response:
        return _page(files, None, "")

    @router.get("/import/{key:path}")
    def form_of(key: str, hello: str = "") -> Response:
        return _page(files, files.athlete(key), hello)

    @router.post("/import")
    async def take(request: Request) -> Response:
        sent = await read_uploads(request)
        given = [GivenFile(one.name, one.data) for one in sent.files if one.field not in BESIDE]
        if not given:
            raise InputError("no file was chosen", remedy="Go back and choose one or several files, or a folder")
        beside = {one.field: GivenFile(one.name, one.data) for one in sent.files if one.field in BESIDE}
        return follow(imports.begin(given, replace(read_wish(sent.fields, files.today), **beside)))

    @router.get("/imported/{id}")
    def report(id: str) -> Response:
        ticket = imports.find(id)
        job, found = ticket.job, ticket.report
        if job is not None and job.finished and job.problem is not None:
            raise job.problem
        if job is None or found is None:
            return HTMLResponse(render_page("job.html", job=job or Job("Reading your files", "")))
        shown = {"report": found, "id": id, "today": files.today, "choices": files.choices(), "worn_places": WORN}
        return HTMLResponse(render_page("imported.html", **shown))

    @router.post("/imported/{id}")
    async def again(id: str, request: Request) -> Response:
        told = await read_form(request)
        ticket = await run_in_threadpool(imports.find, id)
        _, named = ticket.asked(text_of(told, "file"))
        wish = read_wish(told, files.today, ticket.wish)
        return follow(imports.begin(named, wish))

    @router.post("/imported/{id}/columns")
    async def name_columns(id: str, request: Request) -> Response:
        told = await read_form(request)
        ticket = await run_in_threadpool(imports.find, id)
        asked, named = ticket.asked(text_of(told, "file"))
        answers = [(text_of(told, f"as.{number}"), text_of(told, f"at.{number}")) for number in range(len(asked))]
        return follow(imports.begin(named, replace(ticket.wish, columns=files.mapping(asked, answers))))

    @router.post("/columns/forget")
    async def forget(request: Request) -> Response:
        told = await read_form(request)
        await run_in_threadpool(files.forget_columns, text_of(told, "id"))
        return follow("/import")

    return router


def read_wish(form: Form, today: date, before: ImportWish | None = None) -> ImportWish:
    """Read what was said of files, on top of what had been said of them before.

    Raises
    ------
    InputError
        If the day is none or still to come, the side is none, or the mass is no number with a fitting unit.

    Examples
    --------
    >>> read_wish({"athlete": [" Noa  Keller"], "side": ["left"]}, date(2026, 5, 14)).athlete
    'Noa Keller'
    """
    before = before or ImportWish()
    day, side = text_of(form, "on"), text_of(form, "side")
    if side and side not in tuple(Side):
        raise InputError(f"'{side}' is no side", remedy="Choose left or right")
    try:
        on = date.fromisoformat(day) if day else before.on
    except ValueError:
        raise InputError(f"'{day}' is no day", remedy="Write it like 2026-05-14") from None
    if on is not None and on > today:
        raise InputError(f"{on} is still to come", remedy="Give the day of the runs")
    mass, worn = text_of(form, "mass"), text_of(form, "worn")
    return replace(
        before,
        athlete=" ".join(text_of(form, "athlete").split()) or before.athlete,
        on=on,
        side=Side(side) if side else before.side,
        checked=bool(text_of(form, "checked")) or before.checked,
        mass=_mass(form) if mass else before.mass,
        worn=worn or before.worn,
    )


def _mass(form: Form) -> float:
    unit = text_of(form, "mass-unit")
    return parse_quantity(text_of(form, "mass"), unit if unit in MASSES else MASSES[0])


def _page(files: ImportDesk, athlete: Athlete | None, hello: str) -> Response:
    return HTMLResponse(
        render_page(
            "import.html", athlete=athlete, known=files.athletes(), today=files.today, formats=files.formats(),
            limits=LIMITS, hello=bool(hello), remembered=files.remembered(), worn_places=WORN, mass_unit=units().mass,
            film_ready=seem_set_up(),
        )
    )  # fmt: skip


def follow(address: str) -> Response:
    """Send the reader on."""
    return RedirectResponse(address, status_code=HTTPStatus.SEE_OTHER)
