"""The pages for a parent and for a physio: what was told, and the way back with a clinician's ticks and limits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from evenstride.app.care.desk import CareDesk
from evenstride.core.errors import EvenstrideError, InputError, NotFoundError
from evenstride.core.training import PhysioLimits, Stage
from evenstride.doors.pages.addresses import page_path
from evenstride.doors.pages.render import render_page
from evenstride.doors.web.forms import Form, number_of, read_form, text_of
from evenstride.doors.web.views import Site

LONGEST = 400
"""Letters of a name or a note."""

MIDDLE = "middle"
SIDES = ("left", "right", MIDDLE)

MOST_METRES = 20_000.0


def routes(site: Site) -> APIRouter:
    """Return the pages of a site."""
    router, care = APIRouter(), CareDesk(site.desk.path, lambda: site.desk.clock())

    @router.get("/parent/{key:path}")
    def parent(key: str) -> Response:
        return HTMLResponse(render_page("parent.html", o=care.parent(key), here="parent"))

    @router.get("/physio/{key:path}")
    def physio(key: str) -> Response:
        return _show(care, key)

    @router.post("/physio/{key:path}")
    async def change(key: str, request: Request) -> Response:
        return await run_in_threadpool(_change, care, key, await read_form(request))

    return router


def _change(care: CareDesk, key: str, form: Form) -> Response:
    does = CHANGES.get(text_of(form, "do"))
    try:
        if does is None:
            raise InputError("this page cannot do that", remedy="Use one of its buttons")
        does(care, key, form)
    except NotFoundError:
        raise
    except EvenstrideError as error:
        if not error.user_fault:
            raise
        return _show(care, key, form=form, problem=f"{error.what.capitalize()}. {error.why}".strip().rstrip(".") + ".")
    return RedirectResponse(page_path(key, "physio"), status_code=HTTPStatus.SEE_OTHER)


def _show(care: CareDesk, key: str, *, form: Form | None = None, problem: str = "") -> Response:
    page = care.physio(key)
    told = {name: values[0] for name, values in (form or {}).items()}
    nouns = {"o": page, "here": "physio", "problem": problem, "stages": tuple(Stage), "told": told}
    nouns["sides"] = SIDES
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return HTMLResponse(render_page("physio.html", **nouns), status_code=status)


def _begin(care: CareDesk, key: str, form: Form) -> None:
    side, place = text_of(form, "side"), text_of(form, "place")
    if side not in SIDES or not place:
        raise InputError(f"no {'place' if side in SIDES else 'side'} was chosen", why="Choose where it hurts")
    care.begin(key, place if side == MIDDLE else f"{side} {place}", _stage(form))


def _move(care: CareDesk, key: str, form: Form) -> None:
    care.move(key, _stage(form), by=_by(form), note=_note(form))


def _tick(care: CareDesk, key: str, form: Form) -> None:
    care.tick(key, _stage(form), by=_by(form), note=_note(form))


def _limit(care: CareDesk, key: str, form: Form) -> None:
    speed, metres = number_of(form, "speed", most=100.0), number_of(form, "metres", most=MOST_METRES)
    banned = tuple(word.strip() for word in text_of(form, "ban").split(",") if word.strip())
    until = text_of(form, "until")
    try:
        last = date.fromisoformat(until) if until else None
    except ValueError:
        raise InputError(f"'{until}' is no day", why="Write it like 2026-05-14") from None
    if speed is None and metres is None and not banned:
        raise InputError("nothing is limited", why="Give a speed, metres or a movement")
    limit = PhysioLimits(None if speed is None else speed / 100.0, metres, banned, last)
    care.limit(key, limit, by=_by(form), note=_note(form))


def _lift(care: CareDesk, key: str, form: Form) -> None:
    number = text_of(form, "number")
    if not number.isdecimal():
        raise InputError(f"'{number}' is no limit", why="Choose one that is set")
    care.lift(key, int(number), by=_by(form), taken_over=bool(text_of(form, "taken_over")), note=_note(form))


def _strength(care: CareDesk, key: str, form: Form) -> None:
    error = number_of(form, "error", most=50.0)
    care.strength(key, _trials(form, "left"), _trials(form, "right"), (5.0 if error is None else error) / 100.0,
                  by=_by(form))  # fmt: skip


def _end(care: CareDesk, key: str, form: Form) -> None:
    care.end(key, by=_by(form), note=_note(form))


CHANGES: Mapping[str, Callable[[CareDesk, str, Form], None]] = {
    "begin": _begin, "move": _move, "tick": _tick, "limit": _limit, "lift": _lift, "strength": _strength, "end": _end
}  # fmt: skip
"""What the page can do, by the name of its button."""


def _stage(form: Form) -> Stage:
    text = text_of(form, "stage")
    try:
        return Stage(text)
    except ValueError:
        raise InputError(f"'{text}' is no step", why=f"The steps are {', '.join(Stage)}") from None


def _trials(form: Form, side: str) -> tuple[float, ...]:
    words = text_of(form, side).replace(";", " ").split()
    try:
        return tuple(float(word.replace(",", ".")) for word in words)
    except ValueError:
        raise InputError(f"'{text_of(form, side)}' are no trials", why="Write numbers with a space between") from None


def _by(form: Form) -> str:
    return text_of(form, "by")[:LONGEST]


def _note(form: Form) -> str:
    return text_of(form, "note")[:LONGEST]
