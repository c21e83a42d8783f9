"""Use case: what limits this runner, and what to measure next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from evenstride.app.blocks.sealed import open_recordings
from evenstride.app.care.stop import find_stop
from evenstride.app.care.waiting import tests_that_wait
from evenstride.app.field.bike_power import for_running_only
from evenstride.app.observe import Measured, measure_stored, observe, set_up_notes
from evenstride.app.people import choose_athlete
from evenstride.app.results import corrected, made_by
from evenstride.app.wiring import local_day
from evenstride.core.athlete import Athlete
from evenstride.core.diagnosis import Diagnosis, Finding, Situation
from evenstride.core.log import LogEntry
from evenstride.core.overview import Voices
from evenstride.core.progress import Progress, no_progress
from evenstride.core.roles import Weight
from evenstride.core.stop import Stop
from evenstride.science.diagnosis.diagnose import diagnose
from evenstride.store import Store
from evenstride.words import (
    halt,
    role_word,
    say_account,
    say_diagnosis,
    say_limit,
    say_next_tests,
    say_parent,
    say_role,
    say_stop,
    say_unseen,
)

TOLD_LATELY = timedelta(days=14)
"""How far back a parent is told of pain, tiredness and fun."""


@dataclass(frozen=True, slots=True)
class Said:
    """A diagnosis as it may be shown, in three voices; while something stops training, without any suggestion."""

    diagnosis: Diagnosis
    voices: Voices
    stopped: bool = False
    beside: str = ""
    """What is said before it: that it speaks of running, to a cyclist."""


def diagnose_athlete(store: Store, name: str | None, *, at: datetime, progress: Progress = no_progress) -> Diagnosis:
    """Diagnose from everything stored up to a moment and keep the answer."""
    athlete = choose_athlete(store, name)
    measured = measure_stored(open_recordings(store, athlete, local_day(at)), until=local_day(at), progress=progress)
    return diagnose_measured(store, athlete, measured, at=at)


def diagnose_measured(store: Store, athlete: Athlete, measured: Measured, *, at: datetime, seed: int = 0) -> Diagnosis:
    """Diagnose from what was measured already and keep the answer."""
    on = local_day(at)
    waiting = frozenset(tests_that_wait(store, athlete, on))
    observed = replace(observe(athlete, measured, on=on, seed=seed), waiting=waiting)
    answer = diagnose(observed, seed=seed)
    making = made_by(
        "diagnosis",
        "elasticity × reachable gain",
        [item.id for item in measured.stored],
        {
            "athlete": athlete.key,
            "on": on.isoformat(),
            "age": athlete.age_on(on),
            "kit": sorted(athlete.intake.kit) if athlete.intake is not None else [],
            **({"waiting": sorted(waiting)} if waiting else {}),
            **corrected(item.noun for item in measured.stored),
        },
        seed=seed,
    )
    answer = replace(answer, id=making.id, notes=(*answer.notes, *set_up_notes(measured, observed.since)))
    store.save_result(making, answer, athlete=athlete.name, saved_at=at)
    return answer


def describe_diagnosis(store: Store, diagnosis: Diagnosis) -> Said:
    """Say a diagnosis on its day; what stops training comes first."""
    athlete = store.athlete(diagnosis.athlete)
    log = store.log(athlete.name, since=diagnosis.on - TOLD_LATELY, until=diagnosis.on + timedelta(days=1))
    said = describe_stopped(diagnosis, athlete, find_stop(store, athlete, diagnosis.on), log)
    return said if said.stopped else replace(said, beside=for_running_only(store, athlete))


def describe_stopped(diagnosis: Diagnosis, athlete: Athlete, stop: Stop, log: Sequence[LogEntry] = ()) -> Said:
    """Say a diagnosis where it is known what stops training: then no voice and no list suggests any.

    `log` is that of the last two weeks, for a parent.
    """
    voices = say_stop(stop) or say_diagnosis(diagnosis, athlete=athlete, today=diagnosis.on, halt=halt(stop))
    if diagnosis.situation is Situation.YOUTH and not stop.holds:
        voices = replace(voices, parent=say_parent(diagnosis, log))
    shown = replace(diagnosis, next_tests=(), named=None, emphasis={}) if stop.holds else diagnosis
    return Said(shown, voices, stopped=stop.holds)


def next_lines(said: Said) -> tuple[str, ...]:
    """Return what to measure next, a line each, and what none of it would look at; nothing where no test is named."""
    looked_at = {test.role for test in said.diagnosis.next_tests}
    unseen = [one for one in said.diagnosis.findings if _is_unseen(one) and one.role not in looked_at]
    return (*_tests(said), *(f"{say_unseen(one)}." for one in unseen if _names_tests(said)))


def coach_lines(said: Said) -> tuple[str, ...]:
    """Return what is known of each role, what to measure next, and what to know about the answer."""
    diagnosis = said.diagnosis
    known = ("", "Good to know:", *diagnosis.notes) if diagnosis.notes else ()
    return ("", *(_role(said, finding) for finding in diagnosis.findings), *_tests(said), *known)


def _role(said: Said, finding: Finding) -> str:
    if _is_unseen(finding) and _names_tests(said):
        return say_unseen(finding)
    return f"{role_word(finding.role).capitalize()}: {say_role(finding, today=said.diagnosis.on)}"


def _is_unseen(finding: Finding) -> bool:
    return finding.weight is Weight.NONE and not finding.begun


def _tests(said: Said) -> tuple[str, ...]:
    return ("", "Measure next:", *say_next_tests(said.diagnosis.next_tests)) if _names_tests(said) else ()


def _names_tests(said: Said) -> bool:
    """Under sixteen games come before tests, and in a stop nothing is suggested."""
    return not said.stopped and said.diagnosis.situation is not Situation.YOUTH


def scientist_lines(said: Said) -> tuple[str, ...]:
    """Return what a coach reads, the chances, and how the steps changed."""
    lines, diagnosis = list(coach_lines(said)), said.diagnosis
    if diagnosis.situation is not Situation.YOUTH and not said.stopped:
        lines += ["", say_limit(diagnosis.limit)]
    if diagnosis.account is not None:
        lines += ["", say_account(diagnosis.account)]
    return tuple(lines)
