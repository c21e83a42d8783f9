"""Athletes of whom it is known what is true: what they are, what they logged, and all of it kept in a store."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from evenstride.app.care.come_back import begin_come_back, record_strength, set_limit
from evenstride.app.reading.ingest import import_files
from evenstride.app.reading.sheets import write_field_tests, write_splits, write_steps
from evenstride.app.record import log_session, start_athlete
from evenstride.core.athlete import Intake, Level, Readiness
from evenstride.core.log import Feel, LogEntry, Pain
from evenstride.core.recording import FieldTest, Splits, StepEvents
from evenstride.core.roles import Role
from evenstride.core.training import PhysioLimits, Stage
from evenstride.core.work import Work
from evenstride.science.simulate.athlete import SimulatedAthlete, simulate_athlete
from evenstride.store import Store

FIRST = date(2026, 2, 2)
"""The day on which every planted athlete begins."""

QUIET = {"T0": 0.003, "P1": 0.008, "P2": 0.008, "S1": 0.008, "S3": 0.008}
"""Tests with little noise: the situation is what was planted, whatever the seed."""


@dataclass(frozen=True)
class Planted:
    """What is true of an athlete and what they logged; days are counted back from the last.

    `told` is what else was told of them, at a moment.
    """

    scenario: SimulatedAthlete
    log: Callable[[date], list[LogEntry]] = lambda _: []
    told: Callable[[Store, str, datetime], None] = lambda _store, _name, _at: None
    kinds: tuple[type, ...] = (Splits, StepEvents, FieldTest)
    seed: int = 3


def athlete(**truth: object) -> SimulatedAthlete:
    usual: dict[str, object] = {"mss": 8.6, "test_errors": QUIET, "birth_year": 1998, "level": Level.RECREATIONAL}
    return SimulatedAthlete("Noa", **(usual | truth))  # type: ignore[arg-type]


def steady_log(
    last: date, *, weeks: int = 8, fast: int = 2, minutes: float = 50, rising: float = 1.0
) -> list[LogEntry]:
    """Three sessions a week, as many of them fast as said; minutes of the last four weeks times `rising`."""
    found: list[LogEntry] = []
    for week in range(weeks):
        longer = rising if week < 4 else 1.0
        for number, back in enumerate((1, 3, 5)):
            kind = "maximal velocity" if number < fast else "strength"
            on = last - timedelta(days=7 * week + back)
            found.append(LogEntry(on, kind, minutes * longer, 6, 6, Feel.SMOOTH))
    return found


def grows(push: float, swing: float, speed: float, **truth: object) -> SimulatedAthlete:
    """Capacities and speed that move by so much, each on its own: speed hangs on a role that nobody tests."""
    return athlete(
        gains={Role.PUSH: push, Role.SWING: swing, Role.SUPPORT: speed}, elasticities={Role.SUPPORT: 1.0}, **truth
    )


ONE_DAY = {"test_errors": {}, "sprint_weeks": (0,), "run_weeks": ()}
NOISY = {"T0": 0.02, "P1": 0.07, "P2": 0.07, "S1": 0.07, "S3": 0.07}
RARELY_FAST = {"weeks": 24, "test_weeks": (*range(20), 24), "sprint_weeks": (0, 8, 16, 24), "run_weeks": (2, 24)}
YEARS = {"weeks": 60, "test_weeks": tuple(range(0, 61, 3)), "sprint_weeks": (0, 20, 40, 60), "run_weeks": (0, 60)}
HURT = Pain("hamstring", 4, "left")

RETURN_RUN = Work("return_run", sets=1, reps=4, distance=40.0, intensity=0.7)


def returning(last: date) -> list[LogEntry]:
    """Two runs of the step, two days apart, and what was felt the mornings after."""
    days = [last - timedelta(days=back) for back in (4, 2)]
    runs = [LogEntry(day, "return runs", 25, 3, 7, work=(RETURN_RUN,)) for day in days]
    return [*runs, *(LogEntry(day + timedelta(days=1), "rest") for day in days)]


def on_the_way_back(store: Store, name: str, at: datetime) -> None:
    begin_come_back(store, name, "left hamstring", stage=Stage.RUN, on=at.date() - timedelta(days=9), at=at)
    set_limit(store, name, PhysioLimits(0.8), by="physio Ada", note="", at=at)
    record_strength(store, name, left=(230.0, 228.0), right=(250.0, 248.0), error=0.05, by="physio Ada", at=at)


PLANTED: Mapping[str, Planted] = {
    "1 splits only": Planted(athlete(**ONE_DAY), kinds=(Splits,)),
    "2 cannot tell": Planted(grows(0.0, 0.0, 0.0, test_errors=NOISY, test_weeks=(0, 2, 4, 7, 9, 12))),
    "3 push has grown more": Planted(grows(0.12, 0.0, 0.0), steady_log),
    "3 mirrored": Planted(grows(0.0, 0.12, 0.0), steady_log),
    "4 both flat": Planted(grows(0.0, 0.0, 0.0, **RARELY_FAST), lambda last: steady_log(last, fast=0), seed=5),
    "5 both up, speed flat": Planted(grows(0.12, 0.12, 0.0), steady_log),
    "6 falling while load rises": Planted(grows(0.0, 0.0, -0.04), lambda last: steady_log(last, rising=1.6)),
    "7 worked": Planted(grows(0.0, 0.0, 0.04), steady_log),
    "8 did not work": Planted(grows(0.0, 0.0, -0.002), steady_log),
    "9 pain": Planted(grows(0.12, 0.0, 0.0),
                      lambda last: [*steady_log(last), LogEntry(last, "easy", 30, 3, 4, pains=(HURT,))]),
    "10 return": Planted(athlete(**ONE_DAY), returning, on_the_way_back, kinds=(Splits,)),
    "11 masters": Planted(grows(0.0, 0.0, 0.0, birth_year=1966, **YEARS), lambda last: steady_log(last, weeks=52)),
    "12 child": Planted(grows(0.12, 0.0, 0.04, birth_year=2013), lambda last: steady_log(last, fast=1)),
}  # fmt: skip


def keep_planted(store: Store, planted: Planted, folder: Path, at: datetime, last: date) -> None:
    """Bring into a store what an athlete would have by their last day: answers, files of every kind, the log."""
    scenario = planted.scenario
    store.save_athlete(replace(scenario.athlete, intake=None), saved_at=at)
    recordings = simulate_athlete(scenario, start=FIRST, seed=planted.seed)
    writers = ((Splits, write_splits), (StepEvents, write_steps), (FieldTest, write_field_tests))
    files: list[Path] = []
    for kind, write in writers:
        chosen = [item for item in recordings if isinstance(item, kind) and isinstance(item, planted.kinds)]
        if chosen:
            files.append(folder / f"{kind.__name__}.csv")
            files[-1].write_text(write(chosen), encoding="utf-8")  # type: ignore[operator]
    import_files(store, files, imported_at=at)
    start_athlete(store, scenario.label, _answers(), at=at)
    for entry in planted.log(last):
        log_session(store, scenario.label, replace(entry, logged_at=at), at=at)
    planted.told(store, scenario.label, at)


def _answers() -> Intake:
    return Intake(
        FIRST, goal="run fast", days=(0, 1, 3, 5), minutes=60, readiness=Readiness(), enjoys="the wind",
        kit=("phone", "tape", "poles", "wall", "strap", "luggage scale", "gym"),
    )  # fmt: skip
