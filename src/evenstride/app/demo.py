"""The demo: published runners through the model, simulated runners through the whole loop.

Nothing is prepared: files are written, read, stored, fitted, diagnosed, planned, logged and checked by the same
functions every other command uses. The simulated athletes are made by the package's own seeded simulator.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from evenstride.app.check import check_athlete, describe_check, describe_curve
from evenstride.app.demo_log import simulate_log
from evenstride.app.diagnose import describe_diagnosis, diagnose_athlete, scientist_lines
from evenstride.app.overview import build_overview, draw_diagnosis, draw_profile
from evenstride.app.planning.plan import PlanWish, describe_plan, plan_athlete
from evenstride.app.profile import profile_lines
from evenstride.app.published import CITATION, FINALS, PUBLISHED_ERROR, PublishedRun
from evenstride.app.reading.analyse import Asked, Profile, profile_sprint
from evenstride.app.reading.ingest import import_files
from evenstride.app.reading.sheets import write_field_tests, write_splits, write_steps
from evenstride.app.record import log_session, start_athlete
from evenstride.core.athlete import Athlete, Intake, Lacking, Level, Readiness
from evenstride.core.diagnosis import Observations
from evenstride.core.estimate import Missing
from evenstride.core.log import Feel, LogEntry
from evenstride.core.overview import Overview
from evenstride.core.progress import Progress, counted, no_progress
from evenstride.core.recording import FieldTest, Splits, StepEvents
from evenstride.core.work import Work
from evenstride.science.diagnosis.diagnose import diagnose
from evenstride.science.simulate.athlete import SimulatedAthlete, demo_scenarios, simulate_athlete
from evenstride.store import Store, open_store
from evenstride.words import say_diagnosis, say_disputed

FIRST_DAY = date(2026, 2, 2)
DATABASE = "evenstride.db"
KINDS = ("splits", "steps", "field-tests")
"""The files written of each simulated athlete."""
SEED = 7
"""One season of each scenario. How often such a season ends in this answer is measured in the accuracy page."""
LEAD = (
    "Two champions from published splits, and three simulated club sprinters with twelve weeks each. Everybody "
    "marked simulated does not exist: each was made by a seeded simulator, so that the "
    "truth behind the numbers is known."
)


@dataclass(frozen=True, slots=True)
class Demo:
    """What the demo leaves behind: lines to read, cards for the report, and the database."""

    lines: tuple[str, ...]
    overviews: tuple[Overview, ...]
    database: Path
    title: str = "Evenstride: the whole loop"
    lead: str = LEAD


def run_demo(folder: Path, *, progress: Progress = no_progress) -> Demo:
    """Run the demo in a folder; what an earlier demo left there is replaced, and a demo cut short leaves nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    _clear(folder)
    try:
        return _run(folder, progress)
    except BaseException:
        _clear(folder)
        raise


def _run(folder: Path, progress: Progress) -> Demo:
    lines, finals = _published()
    cards: list[Overview] = []
    with open_store(folder / DATABASE) as store:
        for number, scenario in enumerate(counted(demo_scenarios(), progress)):
            _measure(store, folder, scenario)
            lines += _loop(store, scenario) if number == 0 else _card(store, scenario)
            cards.append(build_overview(store, store.athlete(scenario.label), at=_last_day(scenario)))
    return Demo(tuple(lines), (*cards, *finals), folder / DATABASE)


def _clear(folder: Path) -> None:
    """Take away the database and the files of a demo, and nothing else of that folder."""
    sheets = [_sheet(folder, scenario, kind) for scenario in demo_scenarios() for kind in KINDS]
    for leftover in (*folder.glob(f"{DATABASE}*"), *sheets):
        leftover.unlink(missing_ok=True)
    with suppress(OSError):
        (folder / "data").rmdir()


def _sheet(folder: Path, scenario: SimulatedAthlete, kind: str) -> Path:
    return folder / "data" / f"{scenario.name.lower()}-{kind}.csv"


def _published() -> tuple[list[str], list[Overview]]:
    lines = [
        "PUBLISHED RUNNERS: the 100 m finals of the 2009 world championship",
        f"{CITATION}. Reaction time removed, printed times ± {PUBLISHED_ERROR:g} s,",
        "fitted to 80 m only: after that they slow down, which this model does not describe.",
        "",
    ]
    cards: list[Overview] = []
    for final in FINALS:
        profile = profile_sprint(final.recording, asked=Asked((final.correction,)), seed=SEED)
        lines += [*profile_lines(profile), f"Start correction: {final.correction.value} ({final.why}).", ""]
        cards.append(_published_card(final, profile))
    return lines, cards


def _published_card(final: PublishedRun, profile: Profile) -> Overview:
    athlete = Athlete(final.athlete, level=Level.TRAINED)
    nothing = Missing("one race is one day", "Times of another day")
    seen = Observations(
        final.athlete, final.on, None, (), frozenset({"splits"}), frozenset(), nothing,
        profile[1].parameters["mss"].estimate(),
    )  # fmt: skip
    diagnosis = diagnose(seen, seed=SEED)
    return Overview(
        athlete=athlete,
        on=final.on,
        verdict=say_diagnosis(diagnosis, athlete=athlete, today=final.on),
        diagnosis=diagnosis,
        profiles=(profile[2],),
        disputed=say_disputed([profile[2]]),
        figures=draw_diagnosis(diagnosis) | {"speed-curve": draw_profile(profile)},
        notes=(f"{CITATION}; reaction time {final.reaction_time:g} s removed; fitted to 80 m only.",),
    )


def _measure(store: Store, folder: Path, scenario: SimulatedAthlete) -> None:
    """Write what was measured of a simulated athlete as files and import those."""
    recordings = simulate_athlete(scenario, start=FIRST_DAY, seed=SEED)
    sheets = {
        "splits": write_splits([item for item in recordings if isinstance(item, Splits)]),
        "steps": write_steps([item for item in recordings if isinstance(item, StepEvents)]),
        "field-tests": write_field_tests([item for item in recordings if isinstance(item, FieldTest)]),
    }
    (folder / "data").mkdir(exist_ok=True)
    for kind, text in sheets.items():
        _sheet(folder, scenario, kind).write_text(text, encoding="utf-8")
    at = _last_day(scenario)
    store.save_athlete(scenario.athlete, saved_at=at)
    import_files(store, [_sheet(folder, scenario, kind) for kind in KINDS], imported_at=at)
    start_athlete(store, scenario.label, _answers(), at=at)
    for entry in simulate_log(scenario, start=FIRST_DAY):
        log_session(store, scenario.label, entry, at=_noon(entry.on))


def _answers() -> Intake:
    return Intake(
        on=FIRST_DAY,
        lacking=(Lacking.TOP, Lacking.STUCK),
        goal="100 m in summer",
        days=(0, 1, 2, 3, 4, 5),
        minutes=75,
        kit=("phone", "tape", "poles", "wall", "strap", "luggage scale", "band", "gym"),
        readiness=Readiness(),
        enjoys="the moment it starts to feel like flying",
    )


def _loop(store: Store, scenario: SimulatedAthlete) -> Iterator[str]:
    """Yield the six stations of one athlete."""
    name, at = scenario.label, _last_day(scenario)
    stored = store.recordings(name)
    files = sorted({item.noun.origin.file_name for item in stored})
    yield from ("", f"THE WHOLE LOOP: {name}, twelve weeks", "")
    yield from ("1 MEASURE", f"{len(stored)} recordings from {', '.join(files)}", "")
    newest = [item.noun for item in stored if isinstance(item.noun, Splits)][-1]
    yield from ("2 MODEL", *profile_lines(profile_sprint(newest, seed=SEED)), "")
    diagnosis = diagnose_athlete(store, name, at=at)
    said = describe_diagnosis(store, diagnosis)
    yield from ("3 DIAGNOSE", said.voices.athlete, *scientist_lines(said), "")
    _, logged = log_session(store, name, _last_session(at), at=at)
    wish = PlanWish(start=(at + timedelta(days=1)).date())
    plan = describe_plan(plan_athlete(store, name, wish, at=at))
    yield from ("4 PLAN", *plan, "")
    yield from ("5 LOG", *logged, "")
    checked = check_athlete(store, name, at=at)
    change = describe_check(checked.checks[0], scenario.athlete, checked.stop)
    yield from ("6 CHECK", change.athlete, change.coach, *describe_curve(checked.curve), "")


def _card(store: Store, scenario: SimulatedAthlete) -> Iterator[str]:
    """Yield the verdict of one athlete."""
    diagnosis = diagnose_athlete(store, scenario.label, at=_last_day(scenario))
    voices = describe_diagnosis(store, diagnosis).voices
    yield from (scenario.label.upper(), voices.athlete, voices.coach, "")


def _last_session(at: datetime) -> LogEntry:
    return LogEntry(
        on=at.date(),
        kind="maximal velocity",
        minutes=55,
        rpe=6,
        joy=8,
        feel=Feel.SMOOTH,
        work=(Work("fly_run", 1, 3, distance=20.0, run_in=30.0, intensity=1.0),),
        note="test day, warm and dry",
    )


def _last_day(scenario: SimulatedAthlete) -> datetime:
    return _noon(FIRST_DAY + timedelta(weeks=scenario.weeks))


def _noon(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
