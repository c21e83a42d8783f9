"""Use case: ask a squad's data which law joins push and swing to speed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from evenstride.app.observe import FLYING_TEST, measure_tests
from evenstride.app.squads.squad import may_grow, squad_people
from evenstride.app.wiring import local_day
from evenstride.core.athlete import Athlete
from evenstride.core.capacity_trend import CapacityReading
from evenstride.core.law import LawAnswer
from evenstride.core.progress import Progress, no_progress
from evenstride.core.protocol import protocols
from evenstride.core.recording import Recording
from evenstride.core.set_up import DatedValue
from evenstride.science.capacity.readings import read_capacity, read_speed
from evenstride.science.change.comparable import separate_set_ups
from evenstride.science.law.compare import compare_laws
from evenstride.science.law.engines import need_extra
from evenstride.science.law.model import Sampling
from evenstride.science.law.series import squad_series
from evenstride.store import Store
from evenstride.words import say_law, say_law_checks


def measure_law(
    store: Store,
    *,
    at: datetime,
    push: str | None = None,
    swing: str | None = None,
    without: Collection[str] = (),
    sampling: Sampling | None = None,
    seed: int = 0,
    progress: Progress = no_progress,
) -> LawAnswer:
    """Compare the laws over everybody in the store who has a test of push, one of swing, and flying speed.

    Parameters
    ----------
    store : Store
        Where the athletes are.
    at : datetime
        Now; later days are not counted.
    push, swing : str or None
        Field tests to use; None takes those with most weeks.
    without : collection of str
        Names of athletes who asked not to be counted.
    sampling : Sampling or None
        How much is sampled.
    seed : int
        Seed.
    progress : Progress
        Told after every law.

    Raises
    ------
    InputError
        If the extra is not installed, a test asked for is the run itself or of another role, or the squad too small.
    NotFoundError
        If a name to leave out is not there.

    Notes
    -----
    Simulated athletes are counted only where nobody is real. Who may be under sixteen is left out: growth moves tests
    and speed together. Speed is flying speed of one set-up; fitted top speeds are never mixed in.
    """
    need_extra()
    on = local_day(at)
    people, simulated = squad_people(store, on=on, without=without)
    squad = squad_series(*_read_squad(people, on, seed), push=push, swing=swing)
    comparison, fits = compare_laws(squad, seed=seed, sampling=sampling, progress=progress)
    first = min(one.weeks[0] for one in squad.athletes)
    last = max(one.weeks[-1] for one in squad.athletes)
    return LawAnswer(
        on=on,
        push_test=squad.push_test,
        swing_test=squad.swing_test,
        simulated=simulated,
        athletes=len(squad.athletes),
        speeds=squad.weeks,
        weeks=int(last - first) + 1,
        comparison=comparison,
        fits=fits,
    )


def _read_squad(
    people: Iterable[tuple[Athlete, Sequence[Recording]]], on: date, seed: int
) -> tuple[dict[str, list[CapacityReading]], dict[str, tuple[CapacityReading, ...]]]:
    """Return the tests and the flying speeds of everybody who is full-grown, by athlete."""
    capacities: dict[str, list[CapacityReading]] = {}
    speeds: dict[str, tuple[CapacityReading, ...]] = {}
    known = protocols()
    for athlete, recordings in people:
        if may_grow(athlete, on):
            continue
        days = measure_tests(recordings, seed)
        flying = [one for one in days.get(FLYING_TEST, ()) if one.usable]
        alike = separate_set_ups([DatedValue(one.on, one.value, one.set_up) for one in flying])
        if alike and len(alike[0].set_ups) == 1:
            speeds[athlete.key] = read_speed(alike[0].dated, day_noise=0.0)
        capacities[athlete.key] = [row for test, own in days.items() for row in read_capacity(own, known[test])]
    return capacities, speeds


def law_lines(answer: LawAnswer) -> tuple[str, ...]:
    """Return the answer in three sentences, then what may not be trusted."""
    return (*say_law(answer), *say_law_checks(answer))
