"""A club of 200: three years of runs, tests and logs, made to see whether pages stay quick."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from evenstride.app.demo_log import simulate_log
from evenstride.core.provenance import content_id
from evenstride.core.recording import Origin, Reading, Recording, Splits
from evenstride.science.simulate.athlete import SimulatedAthlete, demo_scenarios, simulate_athlete
from evenstride.science.simulate.sprint import simulate_splits
from evenstride.store import Store, open_store

FIRST_DAY = date(2023, 5, 1)
WEEKS = 156
SEED = 7
GATES = (5.0, 10.0, 20.0, 30.0)


def build_club(path: Path, *, athletes: int, runs: int) -> tuple[str, ...]:
    """Fill a database with so many athletes and so many timed runs of each; returns their keys."""
    with open_store(path) as store:
        return tuple(_join(store, number, runs) for number in range(athletes))


def _join(store: Store, number: int, runs: int) -> str:
    scenarios = demo_scenarios()
    scenario = replace(scenarios[number % len(scenarios)], name=f"Member {number:03d}", weeks=WEEKS)
    athlete, at = scenario.athlete, _noon(FIRST_DAY + timedelta(weeks=WEEKS))
    with store.turn():
        store.save_athlete(athlete, saved_at=at)
        store.save_imports([_file(number, one) for one in _recordings(scenario, number, runs)], imported_at=at)
        for entry in simulate_log(scenario, start=FIRST_DAY):
            store.save_log(athlete.name, replace(entry, logged_at=_noon(entry.on)))
    return athlete.key


def _recordings(scenario: SimulatedAthlete, number: int, runs: int) -> Iterator[tuple[int, Recording]]:
    tested = simulate_athlete(scenario, start=FIRST_DAY, seed=SEED)
    timed = (_run(scenario, run / runs, seed=number * runs + run) for run in range(runs))
    yield from enumerate((*tested, *timed))


def _run(scenario: SimulatedAthlete, along: float, *, seed: int) -> Splits:
    """Return a run over gates at a share of the three years; the runner gets 3 % faster."""
    on = FIRST_DAY + timedelta(days=int(along * 7 * WEEKS))
    speed, athlete = scenario.mss * (1.0 + 0.03 * along), scenario.athlete.name
    run = simulate_splits(GATES, speed, scenario.tau, timing_sd=0.01, seed=seed, athlete=athlete)
    return replace(run, on=on)


def _file(number: int, numbered: tuple[int, Recording]) -> tuple[Reading, bytes]:
    place, run = numbered
    data = f"member {number}, run {place}".encode()
    found = replace(run, origin=Origin(content_id(data), "season.csv", "made up"))
    return Reading("made up", content_id(data), "season.csv", (found,)), data


def _noon(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
