"""The first start: five questions, as `evenstride start` asks them, then the first file."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from evenstride.app.import_desk import ImportDesk
from evenstride.core.athlete import Intake, Lacking, Level, Readiness
from evenstride.core.errors import InputError
from evenstride.doors.cli.answers import parse_year, words_of
from evenstride.doors.pages.addresses import page_path
from evenstride.doors.pages.render import render_page
from evenstride.doors.web.forms import Form, number_of, read_form, text_of
from evenstride.doors.web.views import Site

PLACES = {
    Lacking.START: "at the start", Lacking.TOP: "at top speed", Lacking.END: "at the end",
    Lacking.STUCK: "it stays the same", Lacking.HURTS: "something hurts", Lacking.NOT_FUN: "it is not fun",
}  # fmt: skip
HEALTH = {
    "heart": "a heart condition", "chest_pain": "chest pain", "fainting": "fainting",
    "joint": "a joint that gets worse with sport", "medication": "medication for heart or blood pressure",
    "pregnancy": "pregnancy", "inactive_three_months": "no sport for three months",
}  # fmt: skip
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
SHORTEST, LONGEST = 10, 240
LONGEST_WORDS, LONGEST_NAME = 500, 80


def routes(site: Site) -> APIRouter:
    """Return the pages of a site."""
    router, people = APIRouter(), ImportDesk(site.desk.path, lambda: site.desk.clock())

    @router.get("/start")
    def form(name: str = "") -> Response:
        nouns = {"places": PLACES, "health": HEALTH, "days": DAYS, "levels": tuple(Level), "year": people.today.year}
        known = people.known(name[:LONGEST_NAME])
        nouns |= {"name": name[:LONGEST_NAME], "known": known, "told": known.intake if known else None}
        return HTMLResponse(render_page("start.html", **nouns))

    @router.post("/start")
    async def start(request: Request) -> Response:
        told = await read_form(request)
        intake, level, born = read_intake(told, people.today), text_of(told, "level"), text_of(told, "birth_year")
        saved = await run_in_threadpool(
            people.start, text_of(told, "name")[:LONGEST_NAME], intake, level=level or None, birth_year=parse_year(born)
        )
        return RedirectResponse(f"{page_path(saved.key, 'import')}?hello=1", status_code=HTTPStatus.SEE_OTHER)

    return router


def read_intake(form: Form, on: date) -> Intake:
    """Read the answers of the first start.

    Raises
    ------
    InputError
        If the health questions are not answered, or something is not what the page offers.

    Examples
    --------
    >>> read_intake({"ready": ["no"], "days": ["0", "3"], "kit": ["tape, phone"]}, date(2026, 5, 14)).days
    (0, 3)
    """
    places = [one for one in form.get("lacking", []) if one in tuple(Lacking)]
    days = sorted({int(one) for one in form.get("days", []) if one in tuple("0123456")})
    minutes = number_of(form, "minutes", most=LONGEST)
    if minutes is not None and minutes < SHORTEST:
        raise InputError(f"{minutes:g} minutes are too few", remedy=f"Give {SHORTEST} to {LONGEST}")
    return Intake(
        on=on,
        lacking=tuple(Lacking(one) for one in places),
        lacking_words=text_of(form, "words")[:LONGEST_WORDS],
        goal=text_of(form, "goal")[:LONGEST_WORDS],
        days=tuple(days) or tuple(range(7)),
        minutes=60 if minutes is None else round(minutes),
        kit=words_of(text_of(form, "kit")[:LONGEST_WORDS]),
        readiness=_readiness(form),
        enjoys=text_of(form, "enjoys")[:LONGEST_WORDS],
    )


def _readiness(form: Form) -> Readiness:
    """Read the health answers; silence is none of them, because an all-out run waits for a clear word."""
    yes = [item.name for item in fields(Readiness) if item.name in form.get("health", [])]
    if not yes and text_of(form, "ready") != "no":
        raise InputError(
            "the health questions are not answered",
            why="They come before the first all-out run",
            remedy="Go back: tick those that hold, or say that none of them does",
        )
    return Readiness(**dict.fromkeys(yes, True))
