"""A test day on a phone: stations chosen once, then one athlete at a time, each kept before the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from http import HTTPStatus
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from evenstride.app.field.entry import Entered
from evenstride.app.reading.sheets import TypedTest
from evenstride.app.squads.desk import SquadDesk
from evenstride.core.athlete import Athlete
from evenstride.core.errors import EvenstrideError, InputError
from evenstride.core.protocol import MOST_TRIALS, FieldProtocol, protocols
from evenstride.core.roles import Side
from evenstride.doors.pages.render import render_page
from evenstride.doors.pages.units import MASSES
from evenstride.doors.web.forms import Form, read_form, text_of
from evenstride.doors.web.refusals import for_page
from evenstride.doors.web.views import Site

HERE = "/squad/day"
CHOSEN = Query(default=[])
NO_TESTS = (
    "None of these tests is written down for this athlete: under twelve tests are games, and some ask for a level."
)


def routes(site: Site) -> APIRouter:
    """Return the pages of a site."""
    router, coach = APIRouter(), SquadDesk(site.desk.path, lambda: site.desk.clock())

    @router.get(HERE)
    def day(test: list[str] = CHOSEN) -> Response:
        tests, people = coach.test_day(test)
        done = coach.done_today() if tests else {}
        listed = [(one, _state(coach, one, tests, done.get(one.key, frozenset()))) for one in people]
        every = sorted(protocols().values(), key=lambda one: (one.station, one.id))
        nouns = {"tests": tests, "all": every, "people": listed, "query": _query(tests)}
        many = sum(state.startswith("done") for _, state in listed)
        return HTMLResponse(render_page("squad_day.html", here=HERE, on=coach.today, done=many, **nouns))

    @router.get("/squad/new")
    def new(name: str = Query(max_length=80), test: list[str] = CHOSEN) -> Response:
        tests, _ = coach.test_day(test)
        clean = " ".join(name.split())
        if not clean:
            raise InputError("nobody was named", remedy="Write a name")
        return _show(coach, Athlete(clean), tests)

    @router.get("/squad/enter/{key:path}")
    def entry(key: str, test: list[str] = CHOSEN) -> Response:
        tests, _ = coach.test_day(test)
        return _show(coach, coach.known_or_new(key, key), tests)

    @router.post("/squad/enter/{key:path}")
    async def save(key: str, request: Request, test: list[str] = CHOSEN) -> Response:
        form = await read_form(request)
        return await run_in_threadpool(_save, coach, key, test, form)

    return router


def _save(coach: SquadDesk, key: str, chosen: Sequence[str], form: Form) -> Response:
    tests, people = coach.test_day(chosen)
    athlete = coach.known_or_new(key, text_of(form, "name"))
    try:
        typed = list(read_trials(form, athlete.name, _open(coach, athlete, tests)[0], coach))
        if not typed:
            raise InputError("no trial was entered", remedy="Enter what was done, or go back to the list")
        entered = coach.enter(typed, checked=bool(text_of(form, "checked")))
    except EvenstrideError as error:
        if not error.user_fault:
            raise
        return _show(coach, athlete, tests, form=form, problem=str(for_page(error)))
    if entered.questions or entered.left_out:
        return _show(coach, athlete, tests, form=form if entered.questions else {}, entered=entered)
    following = _next(coach, tests, people, athlete)
    path = f"/squad/enter/{quote(following.key, safe='')}" if following else HERE
    return RedirectResponse(f"{path}?{_query(tests)}", status_code=HTTPStatus.SEE_OTHER)


def read_trials(form: Form, name: str, tests: Sequence[FieldProtocol], coach: SquadDesk) -> Iterator[TypedTest]:
    """Yield what was typed at each station where anything was; pain alone is told too."""
    mass_unit = _mass_unit(form)
    mass = _with_unit(text_of(form, "mass"), mass_unit)
    for test in tests:
        sides: tuple[Side | None, ...] = tuple(Side) if test.sided else (None,)
        fields = {side: f"{test.id}-{'both' if side is None else side.value}" for side in sides}
        trials = {
            side: tuple(told for number in range(MOST_TRIALS) if (told := text_of(form, f"{field}-{number}")))
            for side, field in fields.items()
        }
        given = {side: told for side, told in trials.items() if told}
        if not given:
            continue
        pairs = any("/" in one for told in given.values() for one in told)
        yield TypedTest(
            name, coach.today, test.id, given, "" if pairs else text_of(form, f"{test.id}-unit"),
            lever=_with_unit(text_of(form, f"{test.id}-lever"), "cm"), mass=mass,
            shoes=text_of(form, "shoes"), scale_capacity=_with_unit(text_of(form, f"{test.id}-scale"), mass_unit),
            pain=text_of(form, f"{test.id}-pain"),
        )  # fmt: skip


def _mass_unit(form: Form) -> str:
    """Return the unit the form was shown with."""
    unit = text_of(form, "mass-unit")
    return unit if unit in MASSES else MASSES[0]


def _with_unit(text: str, unit: str) -> str:
    return f"{text} {unit}" if text and text.replace(".", "").replace(",", "").isdigit() else text


def _show(
    coach: SquadDesk,
    athlete: Athlete,
    tests: Sequence[FieldProtocol],
    *,
    form: Form | None = None,
    problem: str = "",
    entered: Entered | None = None,
) -> Response:
    stations, waiting = _open(coach, athlete, tests)
    asked, left_out = ((), ()) if entered is None else (entered.questions, entered.left_out)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem or asked else HTTPStatus.OK
    nouns = {
        "name": athlete.name, "key": athlete.key, "stations": stations, "query": _query(tests), "form": form or {},
        "waiting": waiting, "problem": problem, "questions": asked, "left_out": left_out,
        "reason": NO_TESTS if tests else "Choose the stations first.",
    }  # fmt: skip
    return HTMLResponse(render_page("squad_enter.html", here=HERE, on=coach.today, **nouns), status_code=status)


def _open(
    coach: SquadDesk, athlete: Athlete, tests: Sequence[FieldProtocol]
) -> tuple[tuple[FieldProtocol, ...], tuple[tuple[FieldProtocol, str], ...]]:
    """Return the stations an athlete may do today, and those that wait with the reason."""
    allowed = [one for one in tests if coach.may_do(athlete, one)]
    why = coach.waiting(athlete) if allowed else {}
    waiting = tuple((one, why[one.id]) for one in allowed if one.id in why)
    return tuple(one for one in allowed if one.id not in why), waiting


def _state(coach: SquadDesk, athlete: Athlete, tests: Sequence[FieldProtocol], done: frozenset[str]) -> str:
    asked = {one.id for one in tests if coach.may_do(athlete, one)}
    if tests and not asked:
        return "games today"
    left = asked - done
    return "" if not asked & done else "done" if not left else f"open: {', '.join(sorted(left))}"


def _next(
    coach: SquadDesk, tests: Sequence[FieldProtocol], people: Sequence[Athlete], after: Athlete
) -> Athlete | None:
    """The next in the list with a station to do and nothing entered yet, from the one just entered on, if any."""
    done = coach.done_today()
    place = next((number for number, one in enumerate(people) if one.key == after.key), -1)
    turned = (*people[place + 1 :], *people[: max(place, 0)])
    waiting = (one for one in turned if _state(coach, one, tests, done.get(one.key, frozenset())) == "")
    return next((one for one in waiting if _open(coach, one, tests)[0]), None)


def _query(tests: Sequence[FieldProtocol]) -> str:
    return urlencode([("test", one.id) for one in tests])
