"""Files come in: chosen or dropped, read beside the pages, and told of one by one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from evenstride.app.import_desk import GivenFile, ImportDesk, ImportWish
from evenstride.app.outings.sent import OutingSentDesk, may_be_outings
from evenstride.app.video.film_desk import FilmDesk
from evenstride.app.video.video_setup import seem_set_up
from evenstride.core.athlete import Athlete
from evenstride.core.errors import InputError
from evenstride.core.roles import Side
from evenstride.core.units import parse_quantity
from evenstride.doors.pages.render import render_page
from evenstride.doors.pages.units import MASSES, units
from evenstride.doors.web.forms import Form, read_form, text_of
from evenstride.doors.web.imports import Imports
from evenstride.doors.web.jobs import Job
from evenstride.doors.web.uploads import LARGEST_FILE, LARGEST_UPLOAD, MOST_FILES, Apart, Uploads, read_uploads
from evenstride.doors.web.views import Site

BESIDE = ("mapping", "standing")
"""Fields of files that say something of the others and are no runs themselves."""

WORN = ("sacrum", "left foot", "right foot", "left shank", "right shank", "left thigh", "right thigh")
"""Where the one sensor of a file may have sat."""

LIMITS = {"files": MOST_FILES, "one": LARGEST_FILE // 1024**2, "all": LARGEST_UPLOAD // 1024**2}


def routes(site: Site) -> APIRouter:
    """Return the pages of a site."""
    from evenstride.doors.web.film_pages import add_film

    router, files = APIRouter(), ImportDesk(site.desk.path, lambda: site.desk.clock())
    outings = OutingSentDesk(site.desk.path, lambda: site.desk.clock())
    imports = Imports(files, outings, site.jobs)
    _add_sending(router, files, outings, imports)
    _add_report(router, files, imports)
    _add_answers(router, files, imports)
    add_film(router, FilmDesk(site.desk.path, lambda: site.desk.clock()), imports)
    return router


def _add_sending(router: APIRouter, files: ImportDesk, outings: OutingSentDesk, imports: Imports) -> None:
    @router.get("/import")
    def form() -> Response:
        return _page(files, None, "")

    @router.get("/import/{key:path}")
    def form_of(key: str, hello: str = "") -> Response:
        return _page(files, files.athlete(key), hello)

    @router.post("/import")
    async def take(request: Request) -> Response:
        folder = TemporaryDirectory(prefix="evenstride-")
        try:
            sent = await read_uploads(request, apart=Apart(may_be_outings, Path(folder.name)))
            return follow(await run_in_threadpool(_begin, sent, folder))
        except BaseException:
            folder.cleanup()
            raise

    def _begin(sent: Uploads, folder: TemporaryDirectory[str]) -> str:
        apart = [one.path for one in sent.files if one.path is not None and outings.hold(one.path)]
        given = [
            GivenFile(one.name, one.data if one.path is None else _small(one.path))
            for one in sent.files
            if one.field not in BESIDE and one.path not in apart
        ]
        if not given and not apart:
            raise InputError("no file was chosen", remedy="Go back and choose one or several files, or a folder")
        beside = {one.field: GivenFile(one.name, one.data) for one in sent.files if one.field in BESIDE}
        return imports.begin(given, replace(read_wish(sent.fields, files.today), **beside), apart, folder)


def _add_report(router: APIRouter, files: ImportDesk, imports: Imports) -> None:
    @router.get("/imported/{id}")
    def report(id: str) -> Response:
        ticket = imports.find(id)
        job, found = ticket.job, ticket.report
        if job is not None and job.finished and job.problem is not None:
            raise job.problem
        if job is None or found is None:
            return HTMLResponse(render_page("job.html", job=job or Job("Reading your files", "")))
        shown = {
            "report": found,
            "sent": ticket.sent,
            "asks_whose": ticket.asks_whose,
            "id": id,
            "today": files.today,
            "choices": files.choices(),
            "worn_places": WORN,
        }
        return HTMLResponse(render_page("imported.html", **shown))


def _add_answers(router: APIRouter, files: ImportDesk, imports: Imports) -> None:
    @router.post("/imported/{id}")
    async def again(id: str, request: Request) -> Response:
        told = await read_form(request)
        ticket = await run_in_threadpool(imports.find, id)
        _, named = ticket.asked(text_of(told, "file"))
        wish = read_wish(told, files.today, ticket.wish)
        return follow(imports.begin(named, wish))

    @router.post("/imported/{id}/whose")
    async def name_owner(id: str, request: Request) -> Response:
        name = " ".join(text_of(await read_form(request), "athlete").split())
        ticket = await run_in_threadpool(imports.find, id)
        if not name:
            raise InputError("nobody was named", remedy="Go back and say whose outings these are")
        if not ticket.asks_whose:
            raise InputError("these files are not kept any more", remedy="Send them again from the import page")
        folder, ticket.folder = ticket.folder, None
        wish = replace(ticket.wish, athlete=name)
        return follow(await run_in_threadpool(imports.begin, (), wish, ticket.outings, folder))

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


def _small(path: Path) -> bytes | None:
    """Read a file that was set apart and holds no activities, None where it is too large to hold."""
    return path.read_bytes() if path.stat().st_size <= LARGEST_FILE else None


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
