"""What a plan asks of this person, checked: kit, level, age, readiness, pain."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from evenstride.core.plan import Kind, Plan, Request, Session
from evenstride.plan.checks.diary import (
    SPEED,
    Found,
    felt_pain,
)
from evenstride.plan.kit import owned_kit


def each_session(excludes: Callable[[Session, Request], list[str]]) -> Callable[[Plan, Request], Found]:
    """Make a check of plans from one of sessions."""

    def check(plan: Plan, request: Request) -> Found:
        for session in plan.sessions:
            for text in excludes(session, request):
                yield text, session.on

    return check


def check_kit(session: Session, request: Request) -> list[str]:
    """Name kit that is not owned."""
    owned = owned_kit(request.kit)
    return [
        f"{item.exercise.name} needs {kit}"
        for item in session.prescriptions
        for kit in item.exercise.kit
        if kit not in owned
    ]


def check_level(session: Session, request: Request) -> list[str]:
    """Name exercises of another level."""
    return [
        f"{i.exercise.name} is not for this level"
        for i in session.prescriptions
        if request.level not in i.exercise.levels
    ]


def check_youth(session: Session, request: Request) -> list[str]:
    """Name what waits for a greater age."""
    if request.age is None:
        return []
    young = [
        f"{i.exercise.name} waits until {i.exercise.min_age}"
        for i in session.prescriptions
        if i.exercise.min_age > request.age
    ]
    if request.age < 12 and session.kind not in (Kind.PLAY, Kind.REST, Kind.SPORT):
        young.append(f"{session.kind} under twelve")
    if request.age < 16 and session.kind.value in SPEED | {"intervals", "tempo"}:
        young.append(f"{session.kind} under sixteen")
    return young


def check_readiness(session: Session, request: Request) -> list[str]:
    """Name what waits for a doctor's word."""
    easy = session.kind in (Kind.EASY, Kind.REST, Kind.SPORT)
    return [] if request.ready or easy else [f"{session.kind} before a doctor's word"]


def check_pain(session: Session, request: Request) -> list[str]:
    """Name what the pain ladder takes away."""
    levels = felt_pain(request)
    stop = {tissue for tissue, level in levels.items() if level >= 4}
    swap = {tissue for tissue, level in levels.items() if level in (2, 3)}
    found: list[str] = []
    for item in session.prescriptions:
        name, loaded = item.exercise.name, set(item.exercise.loads)
        fast = session.kind is Kind.MAX_VELOCITY or (
            item.dose.distance is not None and (item.dose.intensity or 1.0) > 0.9
        )
        found += [f"{name} loads the {tissue}" for tissue in sorted(stop & loaded)]
        found += [f"{name} is hard on the {tissue}" for tissue in sorted(swap & set(item.exercise.hard_on))]
        found += [f"{name} runs fast on the {tissue}" for tissue in sorted(swap & loaded if fast else ())]
    return found


def check_red_flags(plan: Plan, request: Request) -> Found:
    """Look for training in spite of a red flag."""
    recent = [entry for entry in request.log if entry.on > request.start - timedelta(days=14)]
    flags = [*request.red_flags, *(flag for entry in recent for flag in entry.red_flags)]
    pains = [*request.pains, *(pain for entry in recent for pain in entry.pains)]
    flags += [f"sharp pain: {pain.place}" for pain in pains if pain.sharp]
    if flags and (plan.sessions or not plan.stopped):
        yield f"sessions in spite of {flags[0]}", None
