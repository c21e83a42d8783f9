"""Use case: which field tests are worth doing today, and everything one page needs to do them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from evenstride.app.blocks.sealed import open_recordings
from evenstride.app.care.stop import find_stop
from evenstride.app.care.waiting import tests_that_wait
from evenstride.app.observe import Measured, measure_stored, observe
from evenstride.app.people import choose_athlete
from evenstride.app.reading.sheets import write_test_sheet
from evenstride.charts.plots import field_test
from evenstride.charts.svg import draw_figure
from evenstride.core.athlete import LIMIT_VERDICT_AGE, Athlete
from evenstride.core.diagnosis import NextTest
from evenstride.core.field_day import FieldDay, PlannedTest
from evenstride.core.plan import SPEED_KINDS
from evenstride.core.protocol import GAMES_BELOW_AGE, FieldProtocol, Speaks, find_protocol, owned_test_kit, protocols
from evenstride.science.diagnosis.next_test import predict_next_tests
from evenstride.store import Store
from evenstride.words import NOTHING_MORE_TODAY, say_field_day, say_planned, say_stopped

COMMON_RULES = (
    "Same shoes, floor, time of day and device as last time; warm up first.",
    "Alternate left and right. Three trials, more only until two agree within 5 %, five at most.",
    "Pain above 1 of 10 ends the test. With a yes to a health question there are no tests.",
    "Not the day after fast running.",
)
"""What holds for every test (pocket laboratory, common rules)."""

GAME_RULES = (
    "Warm up together; as often as it is fun, with a rest whenever somebody wants one.",
    "Anything that hurts ends the game, and somebody grown-up is told.",
)
"""What holds where tests are played: nothing is timed, weighed or written down unless the child asks (care.md)."""

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
    measured = measure_stored(open_recordings(store, athlete, wish.on), until=wish.on, seed=seed)
    waiting = tests_that_wait(store, athlete, wish.on)
    age = athlete.least_age_on(wish.on)
    rules = GAME_RULES if age is not None and age < GAMES_BELOW_AGE else COMMON_RULES
    tests, notes = _choose(athlete, measured, wish, asked, waiting, seed)
    return FieldDay(
        athlete,
        wish.on,
        wish.minutes,
        _answer(athlete, wish, tests, waiting),
        tests,
        (*((HEALTH_FIRST,) if readiness is None else ()), *rules),
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
    athlete: Athlete,
    measured: Measured,
    wish: FieldDayWish,
    asked: Sequence[FieldProtocol],
    waiting: Mapping[str, str],
    seed: int,
) -> tuple[tuple[PlannedTest, ...], tuple[str, ...]]:
    observations = replace(observe(athlete, measured, on=wish.on, seed=seed), waiting=frozenset(waiting))
    if wish.kit is not None:
        observations = replace(observations, kit=owned_test_kit(wish.kit))
    age = athlete.least_age_on(wish.on)
    if asked:
        left = {protocol.id: _left_out(protocol, athlete, age, waiting) for protocol in asked}
        chosen = [(protocol, None) for protocol in asked if not left[protocol.id]]
        notes = (
            *(f"{test} is left out: {why}." for test, why in left.items() if why),
            *_notes_on([protocol for protocol, _ in chosen], observations.kit, wish),
        )
    else:
        notes = tuple(_waiting_lines({test: why for test, why in waiting.items() if _is_proposed(test, athlete)}))
        young = age is not None and age < LIMIT_VERDICT_AGE
        found = () if young else predict_next_tests(observations, minutes=wish.minutes)
        chosen = [(find_protocol(test.test), test) for test in found]
    planned = [
        _planned(protocol, test, observations.kit, observations.sessions.get(protocol.id, 0))
        for protocol, test in chosen
    ]
    if age is not None and age < GAMES_BELOW_AGE:
        planned = [replace(one, why=one.protocol.game) for one in planned]
    return tuple(sorted(planned, key=lambda one: (one.protocol.station, one.protocol.id))), notes


def _planned(protocol: FieldProtocol, test: NextTest | None, owned: frozenset[str] | None, done: int) -> PlannedTest:
    kit = protocol.kit if owned is None else protocol.kit_among(owned) or protocol.kit
    why = say_planned(test, protocol, done=done)
    return PlannedTest(protocol, kit, why, draw_figure(field_test.draw(protocol)), test, done)


def _left_out(protocol: FieldProtocol, athlete: Athlete, age: int | None, waiting: Mapping[str, str]) -> str:
    """Return why somebody may not do a test today, empty where they may."""
    if age is not None and age < GAMES_BELOW_AGE and not protocol.game:
        return f"not for children under {GAMES_BELOW_AGE}"
    if protocol.levels and athlete.level not in protocol.levels:
        return f"only for {' or '.join(protocol.levels)} athletes"
    return waiting.get(protocol.id, "")


def _is_proposed(test: str, athlete: Athlete) -> bool:
    protocol = find_protocol(test)
    speaks = protocol.speaks is Speaks.ROLE or (protocol.speaks is Speaks.OUTCOME and not protocol.variant_of)
    return speaks and (not protocol.levels or athlete.level in protocol.levels)


def _waiting_lines(waiting: Mapping[str, str]) -> Iterator[str]:
    for why in dict.fromkeys(waiting.values()):
        tests = [test for test, reason in waiting.items() if reason == why]
        yield f"Not now: {', '.join(f'{find_protocol(test).plain_title.lower()} ({test})' for test in tests)} ({why})."


def _notes_on(asked: Sequence[FieldProtocol], owned: frozenset[str] | None, wish: FieldDayWish) -> Iterator[str]:
    for protocol in asked:
        if owned is not None and protocol.kit_among(owned) is None:
            yield f"{protocol.id} needs {', '.join(protocol.kit)}."
    needed = sum(protocol.minutes for protocol in asked)
    if needed > wish.minutes:
        yield f"These tests take {needed:g} minutes, {wish.minutes:g} are there: begin at the top."


def _answer(athlete: Athlete, wish: FieldDayWish, tests: Sequence[PlannedTest], waiting: Mapping[str, str]) -> str:
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
    return (
        "Nothing to measure today: what hurts comes first, and no test is worth it." if waiting else NOTHING_MORE_TODAY
    )


def _cautions(store: Store, athlete: Athlete, on: date) -> Iterator[str]:
    fast = [
        entry for entry in store.log(athlete.name, since=on - timedelta(days=1), until=on) if entry.kind in SPEED_KINDS
    ]
    if fast:
        yield f"Yesterday was {fast[-1].kind}: better one day later, tests are not done the day after fast running."
