"""From the solver's choice to sessions in words: title from the doses, goal, finding served, and why this day."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date

from evenstride.core.plan import Dose, Kind, Prescription, Request, Session
from evenstride.core.provenance import ID_LENGTH, content_id
from evenstride.core.training import SportDay
from evenstride.plan.body import painful, sore
from evenstride.plan.history import past_kinds
from evenstride.plan.limits import PLAY_ONLY_BELOW
from evenstride.plan.templates import Template

UNMEASURED = ("nothing measured", "splits only")
"""Situations of a diagnosis that has seen neither push nor swing."""
FRESH_AGAIN_DAYS = 4
"""Days after which a strength session is no reason any more for the day of a speed session (judgement)."""


def prepare_session(template: Template, on: date, number: int) -> Session:
    """Turn a template into a session on a day; `number` turns the wheel of its goals."""
    return Session(
        on=on,
        kind=template.kind,
        title=title_of(template.kind, template.prescriptions),
        minutes=float(template.minutes),
        prescriptions=template.prescriptions,
        goal=template.goals[number % len(template.goals)] if template.goals else "",
        playful=template.playful,
        roles=template.roles,
        id=session_id(on, template.kind, template.prescriptions),
    )


def sport_session(on: date, sport: SportDay) -> Session:
    """Return the athlete's own sport as a session of the plan: its name, and nothing prescribed.

    Examples
    --------
    >>> sport_session(date(2026, 1, 10), SportDay("football match")).title
    'Sport: football match'
    """
    title = f"Sport: {sport.name}"
    return Session(on, Kind.SPORT, title, 0.0, id=session_id(on, Kind.SPORT, ()))


def session_id(on: date, kind: Kind, prescriptions: Sequence[Prescription]) -> str:
    """Return the id of a session: a hash of its day, kind and doses, so that an equal session keeps it.

    Load and reserve are left out: they follow the log from day to day, and a session that only gets another weight is
    still the one somebody has arranged their day around.
    """
    doses = [[item.exercise.code, _hashed(item.dose)] for item in prescriptions]
    text = json.dumps([on.isoformat(), kind.value, doses], sort_keys=True, separators=(",", ":"))
    return content_id(text.encode())[:ID_LENGTH]


def _hashed(dose: Dose) -> dict[str, object]:
    return {name: value for name, value in asdict(dose).items() if name not in ("load", "rir")}


def title_of(kind: Kind, prescriptions: Sequence[Prescription]) -> str:
    """Return a title made from exercises and doses, so that words and content cannot disagree.

    Strength and technique name their exercises only; the doses stand in the list.

    Examples
    --------
    >>> from evenstride.plan.exercises import exercises
    >>> fly = Prescription(exercises()["fly_run"], Dose(reps=5, distance=20.0, run_in=20.0))
    >>> title_of(Kind.MAX_VELOCITY, [fly])
    'Maximal velocity: flying runs 5 × (20 m build + 20 m fast)'
    >>> title_of(Kind.STRENGTH, [Prescription(exercises()["deadlift"], Dose(sets=3, reps=5))])
    'Strength: deadlift'
    """
    name = kind.capitalize()
    telling = [item for item in prescriptions if item.dose.distance is not None] if kind.is_speed else []
    if kind is Kind.STRENGTH:
        telling = [item for item in prescriptions if item.exercise.role_shares][:2]
    if kind is Kind.TECHNIQUE:
        telling = [item for item in prescriptions if item.exercise.role_shares and not item.exercise.playful][:2]
    if kind in (Kind.EASY, Kind.PLAY):
        telling = list(prescriptions)
    if kind in (Kind.STRENGTH, Kind.TECHNIQUE):
        said = [item.exercise.name for item in telling]
    else:
        said = [f"{item.exercise.name} {replace(item.dose, rest=None, intensity=None).text}" for item in telling]
    play = [item.exercise.name for item in prescriptions if item.exercise.playful and item not in telling]
    text = f"{name}: {', '.join(said)}" if said else name
    return f"{text}, then {play[0]}" if play else text


def tell_reasons(sessions: Sequence[Session], request: Request) -> tuple[Session, ...]:
    """Fill in which finding each session serves and why it stands on its day."""
    hard: dict[date, list[Kind]] = {}
    speed: dict[date, Kind] = {}
    for day, kinds in past_kinds(request).items():
        for kind in kinds:
            _note(day, kind, hard, speed)
    for session in sessions:
        _note(session.on, session.kind, hard, speed)
    return tuple(
        replace(session, serves=_serves(session, request), reason=_reason(session, hard, speed, request))
        for session in sessions
    )


def _note(day: date, kind: Kind | None, hard: dict[date, list[Kind]], speed: dict[date, Kind]) -> None:
    if kind is not None and (kind.is_speed or kind is Kind.STRENGTH):
        hard.setdefault(day, []).append(kind)
    if kind is not None and kind.is_speed:
        speed[day] = kind


def _serves(session: Session, request: Request) -> str:
    if session.kind is Kind.SPORT:
        return "your own sport"
    if session.kind is Kind.REST:
        return "all of it: rest is when the body adapts"
    if request.age is not None and request.age < PLAY_ONLY_BELOW:
        return "fun, and many ways of moving"
    if session.kind is Kind.RETURN_RUNS:
        return "running again, a step at a time"
    if session.kind in (Kind.EASY, Kind.PLAY):
        return "fresh legs and joy for the fast days" if request.ready else "easy movement and joy"
    if request.named is None:
        if request.situation in UNMEASURED:
            return "push and swing alike; nothing has been measured of either yet"
        return "push and swing alike; the data name no limit"
    minutes = session.roles.get(request.named, 0.0)
    whole = sum(session.roles.values())
    if whole > 0.0 and minutes >= whole / 4.0:
        return f"{request.named}, named as the likeliest limit: {minutes:.0f} of {session.minutes:.0f} min go there"
    return f"the whole stride, while {request.named} gets its share on other days"


def _reason(session: Session, hard: Mapping[date, Sequence[Kind]], speed: Mapping[date, Kind], request: Request) -> str:
    before = max((day for day in speed if day < session.on), default=None)
    after = min((day for day in speed if day > session.on), default=None)
    yesterday = next(iter(hard.get(date.fromordinal(session.on.toordinal() - 1), ())), None)
    if session.kind is Kind.SPORT:
        return _beside_sport(request)
    if session.kind is Kind.REST:
        if session.on in past_kinds(request):
            return "You have trained on this day already, so nothing more is planned for it."
        if request.available.get(session.on, 0.0) <= 0.0:
            return "You have no time on this day, so it is a full rest day."
        return f"A full rest day after yesterday's {yesterday} session." if yesterday else "A full rest day."
    if session.kind.is_speed:
        fresh = f"after yesterday's {yesterday}" if yesterday else "with no hard session the day before"
        if before is None:
            return f"The first speed session, {fresh}."
        return f"{(session.on - before).days} days after {speed[before]} on {before:%A}, {fresh}."
    if session.kind is Kind.STRENGTH:
        if session.on in speed:
            return f"After {speed[session.on]} on the same day, so that speed comes first and fresh."
        return _before_speed(session, after)
    if yesterday:
        return f"Easier movement on the day after {yesterday}."
    if after is not None and (after - session.on).days == 1:
        return f"Lighter on the day before {speed[after]}."
    return "A day between harder ones." if before or after else "Easy movement on a free day."


def _beside_sport(request: Request) -> str:
    """Say of a day of one's own sport what the plan cannot lighten: it names no exercise there."""
    named = "You have named this day as one of your own sport"
    if painful(request):
        return f"{named}. Leave it out while something hurts this much; tell whoever leads it."
    if sore(request):
        return f"{named}; the plan stands around it. Something hurts: tell whoever leads it, go easy, stop if it grows."
    return f"{named}; the plan stands around it."


def _before_speed(session: Session, after: date | None) -> str:
    if after is None:
        return "No speed session follows in this plan."
    days = (after - session.on).days
    if days > FRESH_AGAIN_DAYS:
        return "No speed session comes in the days after it."
    return f"{days} days before the next speed session, so tired legs have time."
