"""Use case: what limits this runner, and what to measure next."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from evenstride.app.observe import Measured, measure_stored, observe, set_up_notes
from evenstride.app.people import choose_athlete
from evenstride.app.results import made_by
from evenstride.app.wiring import local_day
from evenstride.core.athlete import Athlete
from evenstride.core.diagnosis import Diagnosis, Situation
from evenstride.core.overview import Voices
from evenstride.science.diagnose import diagnose
from evenstride.store import Store
from evenstride.words import role_word, say_account, say_diagnosis, say_limit, say_next_tests, say_role


def diagnose_athlete(store: Store, name: str | None, *, at: datetime) -> Diagnosis:
    """Diagnose from everything stored up to a moment and keep the answer."""
    athlete = choose_athlete(store, name)
    measured = measure_stored(store.recordings(athlete.name), until=local_day(at))
    return diagnose_measured(store, athlete, measured, at=at)


def diagnose_measured(store: Store, athlete: Athlete, measured: Measured, *, at: datetime, seed: int = 0) -> Diagnosis:
    """Diagnose from what was measured already and keep the answer."""
    on = local_day(at)
    observed = observe(athlete, measured, on=on, seed=seed)
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
        },
        seed=seed,
    )
    answer = replace(answer, id=making.id, notes=(*answer.notes, *set_up_notes(measured, observed.since)))
    store.save_result(making, answer, athlete=athlete.name, saved_at=at)
    return answer


def describe_diagnosis(store: Store, diagnosis: Diagnosis) -> Voices:
    """Return the verdict in three voices."""
    return say_diagnosis(diagnosis, athlete=store.athlete(diagnosis.athlete), today=diagnosis.on)


def next_lines(diagnosis: Diagnosis) -> tuple[str, ...]:
    """Return what to measure next, a line each; nothing under sixteen, where games come before tests."""
    if diagnosis.situation is Situation.YOUTH:
        return ()
    return ("", "Measure next:", *say_next_tests(diagnosis.next_tests))


def coach_lines(diagnosis: Diagnosis) -> tuple[str, ...]:
    """Return what is known of each role, what to measure next, and what to know about the answer."""
    roles = [
        f"{role_word(finding.role).capitalize()}: {say_role(finding, today=diagnosis.on)}"
        for finding in diagnosis.findings
    ]
    known = ("", "Good to know:", *diagnosis.notes) if diagnosis.notes else ()
    return ("", *roles, *next_lines(diagnosis), *known)


def scientist_lines(diagnosis: Diagnosis) -> tuple[str, ...]:
    """Return what a coach reads, the chances, and how the steps changed."""
    lines = list(coach_lines(diagnosis))
    if diagnosis.situation is not Situation.YOUTH:
        lines += ["", say_limit(diagnosis.limit)]
    if diagnosis.account is not None:
        lines += ["", say_account(diagnosis.account)]
    return tuple(lines)
