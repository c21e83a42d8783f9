"""Use case: which field tests are worth doing today, and everything one page needs to do them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from evenstride.app.observe import Measured, measure_stored, observe
from evenstride.app.people import choose_athlete
from evenstride.app.sheets import write_test_sheet
from evenstride.app.stop import find_stop
from evenstride.charts.plots import field_test
from evenstride.charts.svg import draw_figure
from evenstride.core.athlete import LIMIT_VERDICT_AGE, Athlete
from evenstride.core.diagnosis import NextTest
from evenstride.core.field_day import FieldDay, PlannedTest
from evenstride.core.plan import SPEED_KINDS
from evenstride.core.protocol import GAMES_BELOW_AGE, PAIN_ENDS, FieldProtocol, find_protocol, owned_test_kit, protocols
from evenstride.science.next_test import predict_next_tests
from evenstride.store import Store
from evenstride.words import NOTHING_MORE_TODAY, say_field_day, say_planned, say_stopped

COMMON_RULES = (
    "Same shoes, floor, time of day and device as last time; warm up first.",
    "Alternate left and right. Three trials, more only until two agree within 5 %, five at most.",
    "Pain above 1 of 10 ends the test. With a yes to a health question there are no tests.",
    "Not the day after fast running.",
)
"""What holds for every test (pocket laboratory, common rules)."""

HEALTH_FIRST = (
    "Before the first all-out effort: a heart condition, chest pain, fainting, a joint that gets worse with sport, "
    "medication for heart or blood pressure, pregnancy, or no sport for three months? Then please ask a doctor first."
)


@dataclass(frozen=True, slots=True)
class FieldDayWish:
    """What is wished for a test day; None means as answered at the first start, no tests means: propose."""

    on: date
    minutes: float
    kit: tuple[str, ...] | None = None
    tests: tuple[str, ...] = ()


def plan_field_day(store: Store, name: str | None, wish: FieldDayWish, *, seed: int = 0) -> FieldDay:
    """Choose the tests worth doing, or take those that are asked for, and say what to heed.

    Raises
    ------
    NotFoundError, InputError
        If the athlete or a test is not known.
    """
    athlete = choose_athlete(store, name)
    asked = tuple(find_test(test) for test in wish.tests)
    flags = find_stop(store, athlete, wish.on).red_flags
    if flags:
        return FieldDay(athlete, wish.on, wish.minutes, say_stopped(flags).athlete)
    readiness = athlete.intake.readiness if athlete.intake is not None else None
    if readiness is not None and readiness.any_yes:
        text = "One of the health questions was answered with yes: please ask a doctor first. No tests until then."
        return FieldDay(athlete, wish.on, wish.minutes, text)
    measured = measure_stored(store.recordings(athlete.name), until=wish.on, seed=seed)
    tests, notes = _choose(athlete, measured, wish, asked, seed)
    return FieldDay(
        athlete,
        wish.on,
        wish.minutes,
        _answer(athlete, wish, tests),
        tests,
        (*((HEALTH_FIRST,) if readiness is None else ()), *COMMON_RULES),
        (*notes, *_cautions(store, athlete, wish.on)),
    )


def find_test(text: str) -> FieldProtocol:
    """Return the protocol of an id written in any case."""
    return find_protocol(next((test for test in protocols() if test.casefold() == text.strip().casefold()), text))


def sheet_for(store: Store, tests: Sequence[str], names: Sequence[str], *, on: date, suffix: str) -> bytes:
    """Write an empty sheet in station order; without names for everybody in the database."""
    known = {athlete.key: athlete for athlete in store.athletes()}
    athletes = list(names) or [athlete.name for athlete in known.values() if not athlete.simulated]
    ages = {athlete.name: athlete.least_age_on(on) for athlete in known.values()}
    allowed = {name: age is None or age >= GAMES_BELOW_AGE for name, age in ages.items()}
    return write_test_sheet([find_test(test) for test in tests], athletes, on=on, suffix=suffix, allowed=allowed)


def _choose(
    athlete: Athlete, measured: Measured, wish: FieldDayWish, asked: Sequence[FieldProtocol], seed: int
) -> tuple[tuple[PlannedTest, ...], tuple[str, ...]]:
    observations = observe(athlete, measured, on=wish.on, seed=seed)
    if wish.kit is not None:
        observations = replace(observations, kit=owned_test_kit(wish.kit))
    age = athlete.least_age_on(wish.on)
    if asked:
        notes = tuple(_notes_on(asked, athlete, observations.kit, age, wish))
        chosen = [(protocol, None) for protocol in asked if _may_do(protocol, athlete, age)]
    else:
        notes = ()
        young = age is not None and age < LIMIT_VERDICT_AGE
        found = () if young else predict_next_tests(observations, minutes=wish.minutes)
        chosen = [(find_protocol(test.test), test) for test in found]
    planned = [
        _planned(protocol, test, observations.kit, observations.sessions.get(protocol.id, 0))
        for protocol, test in chosen
    ]
    return tuple(sorted(planned, key=lambda one: (one.protocol.station, one.protocol.id))), notes


def _planned(protocol: FieldProtocol, test: NextTest | None, owned: frozenset[str] | None, done: int) -> PlannedTest:
    kit = protocol.kit if owned is None else protocol.kit_among(owned) or protocol.kit
    why = say_planned(test, protocol, done=done)
    return PlannedTest(protocol, kit, why, draw_figure(field_test.draw(protocol)), test, done)


def _may_do(protocol: FieldProtocol, athlete: Athlete, age: int | None) -> bool:
    if age is not None and age < GAMES_BELOW_AGE:
        return bool(protocol.game)
    return not protocol.levels or athlete.level in protocol.levels


def _notes_on(
    asked: Sequence[FieldProtocol], athlete: Athlete, owned: frozenset[str] | None, age: int | None, wish: FieldDayWish
) -> Iterator[str]:
    for protocol in asked:
        if not _may_do(protocol, athlete, age):
            yield f"{protocol.id} is left out: not for {protocol.not_for[-1]}."
        elif owned is not None and protocol.kit_among(owned) is None:
            yield f"{protocol.id} needs {', '.join(protocol.kit)}."
    needed = sum(protocol.minutes for protocol in asked)
    if needed > wish.minutes:
        yield f"These tests take {needed:g} minutes, {wish.minutes:g} are there: begin at the top."


def _answer(athlete: Athlete, wish: FieldDayWish, tests: Sequence[PlannedTest]) -> str:
    age = athlete.least_age_on(wish.on)
    if age is not None and age < GAMES_BELOW_AGE:
        return (
            "Games today, nobody is measured against anybody."
            if tests
            else ("Under twelve there are games and no tests: ask for one with --test T0, P2 or E1.")
        )
    if tests:
        worth = [test.worth for test in tests if test.worth is not None]
        needed = sum(test.protocol.minutes for test in tests)
        return say_field_day(worth, needed=needed, minutes=wish.minutes, many=len(tests))
    if age is not None and age < LIMIT_VERDICT_AGE:
        return "Under sixteen nobody is given a limit, so no test is needed for one. Ask for a test with --test."
    return NOTHING_MORE_TODAY


def _cautions(store: Store, athlete: Athlete, on: date) -> Iterator[str]:
    fast = [
        entry for entry in store.log(athlete.name, since=on - timedelta(days=1), until=on) if entry.kind in SPEED_KINDS
    ]
    if fast:
        yield f"Yesterday was {fast[-1].kind}: better one day later, tests are not done the day after fast running."
    log = store.log(athlete.name, since=on - timedelta(days=2), until=on + timedelta(days=1))
    hurting = [pain for entry in log for pain in entry.pains if pain.level > PAIN_ENDS]
    if hurting:
        worst = max(hurting, key=lambda pain: pain.level)
        yield f"{worst.place.capitalize()} was {worst.level} of 10 these days: leave out every test that it feels."
