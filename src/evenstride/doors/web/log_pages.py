"""Logging a session in ten seconds, at the track too: what was kept on a phone is sent later and counts once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from uuid import uuid4

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse
from starlette.concurrency import run_in_threadpool

from evenstride.app.desk import Desk
from evenstride.core.errors import EvenstrideError, InputError
from evenstride.core.log import Feel, LogEntry, Pain
from evenstride.core.training import CheckIn
from evenstride.core.work import Work
from evenstride.doors.pages.body_map import PLACES, SIDES
from evenstride.doors.pages.format import kinds
from evenstride.doors.pages.render import render_page
from evenstride.doors.pages.speech import plain_sentence, unspoken
from evenstride.doors.pages.units import MASSES
from evenstride.doors.web.forms import Form, number_of, read_form, text_of
from evenstride.doors.web.refusals import for_page
from evenstride.doors.web.views import Site
from evenstride.doors.work_text import parse_work

MOST_PAINS = 20
LONGEST_NOTE = 2000
STOP_SIGNS = (
    "a pop or a sudden stab", "limping", "pain at night or at rest", "chest pain", "fainting or dizziness",
    "fever", "numbness or weakness", "a joint that locks or is swollen",
)  # fmt: skip
"""Red flags of care.md in an athlete's words: each empties the plan and says where to turn."""


def routes(site: Site) -> APIRouter:
    """Return the pages of a site."""
    router, desk = APIRouter(), site.desk

    @router.get("/log/{key:path}")
    def form(key: str, session: str = "") -> Response:
        shown = desk.glance(key)
        nouns = {"planned": desk.to_log(key), "chosen": session, "signs": STOP_SIGNS, "fresh": str(uuid4())}
        return HTMLResponse(render_page("log.html", o=shown, here="log", **nouns))

    @router.post("/log/{key:path}")
    async def log(key: str, request: Request) -> Response:
        told = await read_form(request)
        quietly = request.headers.get("accept") == "application/json"
        try:
            lines = await run_in_threadpool(_log, desk, key, told)
        except EvenstrideError as error:
            if quietly and error.user_fault:
                return JSONResponse({"refused": _refusal(error)}, status_code=422)
            raise
        if quietly:
            said = [plain_sentence(line) for line in lines]
            return JSONResponse({"lines": [text for text, _ in said], "spoken": [code for _, code in said]})
        site.views.prepare(key)
        shown = await run_in_threadpool(desk.glance, key)
        return HTMLResponse(render_page("logged.html", o=shown, here="log", lines=lines))

    return router


def _refusal(error: EvenstrideError) -> str:
    said = for_page(error)
    what, why, remedy = (plain_sentence(part)[0] for part in (said.what, said.why, said.remedy))
    return str(EvenstrideError(what, place=said.place, why=why, remedy=remedy))


def _log(desk: Desk, key: str, form: Form) -> tuple[str, ...]:
    entry, as_planned = read_entry(form, desk.today)
    readiness, sleep = number_of(form, "readiness"), number_of(form, "sleep", most=24.0)
    lines = desk.log(key, entry, as_planned=as_planned)
    if readiness is not None or sleep is not None:
        desk.check_in(key, CheckIn(entry.on, readiness, sleep))
    return lines


def read_entry(form: Form, today: date) -> tuple[LogEntry, bool]:
    """Read a log entry from a form, and whether the session was done as planned.

    Raises
    ------
    InputError
        If something is not what the page offers: a day, a number, a place.
    """
    session, stopped = text_of(form, "session"), bool(text_of(form, "stopped"))
    entry = LogEntry(
        on=_day(form, today), kind=unspoken(text_of(form, "kind")[:80], kinds()),
        minutes=number_of(form, "minutes", most=1440.0),
        rpe=number_of(form, "rpe"), joy=number_of(form, "joy"), feel=_feel(form), pains=tuple(_pains(form)),
        red_flags=tuple(form.get("sign", [])), note=text_of(form, "note")[:LONGEST_NOTE], session=session,
        id=_id(form), work=_work(form),
        stopped_early=stopped,
    )  # fmt: skip
    return entry, bool(session) and not stopped


def _day(form: Form, today: date) -> date:
    text = text_of(form, "on")
    if not text:
        return today
    try:
        on = date.fromisoformat(text)
    except ValueError:
        raise InputError(f"'{text}' is no day", remedy="Write it like 2026-05-14") from None
    if on > today:
        raise InputError(f"{on} is still to come", remedy="Log the session when it is done")
    return on


def _work(form: Form) -> tuple[Work, ...]:
    """Read what was done; a load without a unit in that of the form, which may be sent after another was chosen."""
    unit = text_of(form, "load-unit")
    bare = unit if unit in MASSES else ""
    lines = (line for line in form.get("did", []) if line.strip())
    return tuple(parse_work(line, place="What exactly", bare_load=bare) for line in lines)


def _id(form: Form) -> str:
    """Return the id the page or the phone made: with it, sending twice logs once."""
    text = text_of(form, "id")
    if not re.fullmatch(r"[0-9a-f-]{8,64}", text):
        raise InputError("this form has lost its number", remedy="Load the page again and fill it in once more")
    return text


def _feel(form: Form) -> Feel | None:
    text = text_of(form, "feel")
    if text and text not in tuple(Feel):
        raise InputError(f"'{text}' is no feel of a run", remedy=f"Use one of: {', '.join(Feel)}")
    return Feel(text) if text else None


def _pains(form: Form) -> Iterator[Pain]:
    for number in range(MOST_PAINS):
        place, level = text_of(form, f"pain-{number}-place"), number_of(form, f"pain-{number}-level")
        if not place or level is None:
            continue
        side = text_of(form, f"pain-{number}-side")
        if place not in PLACES or (side and side not in SIDES) or level != int(level):
            raise InputError(f"'{place} {side}' is no place of the body map", remedy="Tap the place on the map")
        sharp, morning = (bool(text_of(form, f"pain-{number}-{mark}")) for mark in ("sharp", "morning"))
        yield Pain(place, int(level), side or None, sharp, morning)
