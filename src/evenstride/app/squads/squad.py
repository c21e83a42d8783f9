"""Use case: the squad page of the tests themselves, without any name."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from evenstride.app.blocks.sealed import open_recordings
from evenstride.app.observe import FLYING_TEST, measure_tests
from evenstride.app.wiring import local_day
from evenstride.charts.plots import squad_tests
from evenstride.charts.svg import draw_figure
from evenstride.core.athlete import LIMIT_VERDICT_AGE, Athlete
from evenstride.core.estimate import Missing
from evenstride.core.protocol import FieldProtocol, Speaks, protocols
from evenstride.core.recording import Recording
from evenstride.core.run import Capacity
from evenstride.core.squad import Said, SquadPage, SquadTest, SquadTests
from evenstride.science.field.reliability import measure_reliability
from evenstride.science.field.speed_relation import measure_relation
from evenstride.store import Store
from evenstride.words import say_squad, say_squad_test

Days = Mapping[str, tuple[Capacity, ...]]


def measure_squad(store: Store, *, at: datetime, without: Collection[str] = (), seed: int = 0) -> SquadTests:
    """Measure every test over everybody in the store.

    Parameters
    ----------
    store : Store
        Where the athletes are.
    at : datetime
        Now; later days are not counted.
    without : collection of str
        Names of athletes who asked not to be counted.
    seed : int
        Seed of the draws.

    Raises
    ------
    NotFoundError
        If a name to leave out is not there: a slip of the pen must not count somebody who said no.

    Notes
    -----
    Simulated athletes are counted only where nobody is real, and are called so. Growth moves tests and speed together,
    so athletes who may be under sixteen are left out of the relation to speed.
    """
    on = local_day(at)
    asked = {store.athlete(name).key for name in without}
    counted, simulated = squad_people(store, on=on, without=without)
    days = {one.key: measure_tests(recorded) for one, recorded in counted}
    days = {key: tests for key, tests in days.items() if tests}
    grown = {one.key for one, _ in counted if not may_grow(one, on)}
    tests = [_over(protocol, days, grown, seed) for protocol in protocols().values()]
    return SquadTests(
        on=on,
        athletes=len(days),
        simulated=len(days) if simulated else 0,
        left_out=len(asked),
        tests=tuple(sorted((one for one in tests if one is not None), key=_order)),
    )


def squad_page(found: SquadTests) -> SquadPage:
    """Put the page together: who is counted, a chart where there is something to draw, and each test in words."""
    known = [one for one in found.tests if not isinstance(one.reliability, Missing)]
    return SquadPage(
        on=found.on,
        head=say_squad(found),
        tests=tuple(Said(f"{one.title} ({one.test})", say_squad_test(one)) for one in found.tests),
        figure=draw_figure(squad_tests.draw(found)) if known else None,
    )


def squad_people(
    store: Store, *, on: date, without: Collection[str] = ()
) -> tuple[list[tuple[Athlete, list[Recording]]], bool]:
    """Return everybody who counts with what was recorded up to a day, and whether they are simulated.

    Raises
    ------
    NotFoundError
        If a name to leave out is not there.
    """
    asked = {store.athlete(name).key for name in without}
    people = [(one, _recorded(store, one, on)) for one in store.athletes() if one.key not in asked]
    real = [(one, recorded) for one, recorded in people if not one.simulated and not _is_simulated(recorded)]
    return real or people, not real


def _recorded(store: Store, athlete: Athlete, on: date) -> list[Recording]:
    recordings = [item.noun for item in open_recordings(store, athlete, on)]
    return [item for item in recordings if item.on is not None and item.on <= on]


def _is_simulated(recordings: Sequence[Recording]) -> bool:
    """Whether all that is known of somebody was simulated, whatever they are called."""
    return bool(recordings) and all(item.device.kind == "simulated" for item in recordings)


def may_grow(athlete: Athlete, on: date) -> bool:
    """Return whether somebody may be too young for their change to be told from growth."""
    age = athlete.least_age_on(on)
    return age is not None and age < LIMIT_VERDICT_AGE


def _over(protocol: FieldProtocol, days: Mapping[str, Days], grown: Collection[str], seed: int) -> SquadTest | None:
    did = {key: tests[protocol.id] for key, tests in days.items() if protocol.id in tests}
    if not did:
        return None
    both = {key: (one, days[key].get(FLYING_TEST, ())) for key, one in did.items() if key in grown}
    relation = (
        Missing("it is speed itself")
        if protocol.speaks is Speaks.OUTCOME
        else measure_relation(both, protocol, protocols()[FLYING_TEST], seed=seed)
    )
    return SquadTest(
        protocol.id,
        protocol.plain_title,
        protocol.unit,
        len(did),
        measure_reliability(did, protocol, seed=seed),
        relation,
    )


def _order(one: SquadTest) -> tuple[bool, str]:
    return one.test != FLYING_TEST, one.test
