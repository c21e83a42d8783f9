"""From the log of some weeks to an audit: where rest, quality, variety, play, joy and balance fall short."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

from evenstride.core.audit import Audit, Stands, Topic
from evenstride.core.log import LogEntry
from evenstride.core.plan import Kind, Session
from evenstride.core.roles import Role
from evenstride.plan.find import find_exercise
from evenstride.plan.history import is_training, kind_of
from evenstride.plan.ledger import count_ledger
from evenstride.plan.limits import DAYS_BETWEEN
from evenstride.plan.rests import was_hurried

HARD_EFFORT, LITTLE_JOY = 8.0, 3.0
"""Session effort from which, and joy up to which, a session was a grind (judgement)."""
GRIND_SHARE = 0.25
JOYFUL = 5.0
LEANING = 0.75
"""Share of grinds, mean joy and share of push or swing in their minutes from which it is spoken of (judgement)."""
HURRIED_DAYS, HURRIED_SHARE = 2, 0.5
"""Days with short rests, and their share of the days with rests told, from which they are spoken of (judgement)."""
ENOUGH_SPEED = 3
"""Speed sessions from which their variety is judged (judgement)."""

Facts = dict[str, float]


def audit_log(log: Sequence[LogEntry], sessions: Mapping[str, Session], *, since: date, until: date) -> Audit:
    """Look at the entries from `since` to `until`, both included; `sessions` are the planned ones by id.

    A day nobody told of counts as rest: rest is never missed training.

    Examples
    --------
    >>> day = date(2026, 3, 2)
    >>> runs = [LogEntry(day + timedelta(days=number), "acceleration", 40.0) for number in range(7)]
    >>> found = audit_log(runs, {}, since=day, until=day + timedelta(days=6))
    >>> found.stands[Topic.REST].value, found.stands[Topic.JOY].value
    ('falls short', 'not told')
    """
    held = sorted((one for one in log if since <= one.on <= until and is_training(one)), key=lambda one: one.on)
    facts: Facts = {}
    if not held:
        return Audit(since, until, 0)
    looks: Mapping[Topic, Callable[[], bool | None]] = {
        Topic.REST: lambda: _rest(held, since, until, facts),
        Topic.QUALITY: lambda: _quality(held, facts),
        Topic.RESTS: lambda: _rests(held, sessions, facts),
        Topic.JOY: lambda: _joy(held, facts),
        Topic.PLAY: lambda: _play(held, sessions, since, until, facts),
        Topic.VARIETY: lambda: _variety(held, facts),
        Topic.BALANCE: lambda: _balance(held, sessions, since, until, facts),
    }
    stands = {topic: _stands(look()) for topic, look in looks.items()}
    _monotony(held, until, facts)
    return Audit(since, until, len(held), stands, facts)


def _stands(short: bool | None) -> Stands:
    return Stands.NOT_TOLD if short is None else Stands.SHORT if short else Stands.FINE


def _rest(held: Sequence[LogEntry], since: date, until: date, facts: Facts) -> bool:
    days = {one.on for one in held}
    speed = sorted({one.on for one in held if (kind := kind_of(one)) is not None and kind.is_speed})
    weeks = range(((until - since).days + 1) // 7)
    starts = [until - timedelta(days=7 * number + 6) for number in weeks]
    facts["weeks without rest"] = float(sum(all(s + timedelta(days=n) in days for n in range(7)) for s in starts))
    facts["full rest days"] = float((until - since).days + 1 - len(days))
    facts["speed too close"] = float(sum((after - before).days < DAYS_BETWEEN for before, after in pairwise(speed)))
    return facts["weeks without rest"] + facts["speed too close"] > 0.0


def _quality(held: Sequence[LogEntry], facts: Facts) -> bool | None:
    speed = [one for one in held if (kind := kind_of(one)) is not None and kind.is_speed]
    facts["speed sessions"] = float(len(speed))
    facts["ended in time"] = float(sum(one.stopped_early for one in speed))
    facts["work told"] = float(sum(bool(one.work) for one in held))
    told = [ground for one in held if (ground := was_grind(one)) is not None]
    if not told:
        return None
    facts["grinds"], facts["effort and joy told"] = float(sum(told)), float(len(told))
    return sum(told) >= GRIND_SHARE * len(told)


def was_grind(entry: LogEntry) -> bool | None:
    """Whether a session took much and gave little joy; None where effort or joy was not told.

    Examples
    --------
    >>> from datetime import date
    >>> was_grind(LogEntry(date(2026, 3, 2), "strength", rpe=9.0, joy=0.0))
    True
    >>> was_grind(LogEntry(date(2026, 3, 2), "strength", rpe=9.0))
    """
    if entry.rpe is None or entry.joy is None:
        return None
    return entry.rpe >= HARD_EFFORT and entry.joy <= LITTLE_JOY


def _rests(held: Sequence[LogEntry], sessions: Mapping[str, Session], facts: Facts) -> bool | None:
    days: dict[date, bool] = {}
    for one in held:
        hurried = was_hurried(one, sessions.get(one.session))
        if hurried is not None:
            days[one.on] = hurried or days.get(one.on, False)
    facts["rests told"], facts["rests short"] = float(len(days)), float(sum(days.values()))
    if not days:
        return None
    return sum(days.values()) >= max(HURRIED_DAYS, HURRIED_SHARE * len(days))


def _joy(held: Sequence[LogEntry], facts: Facts) -> bool | None:
    told = [one.joy for one in held if one.joy is not None]
    facts["joy told"] = float(len(told))
    if not told:
        return None
    facts["mean joy"] = statistics.fmean(told)
    return facts["mean joy"] < JOYFUL


def _play(held: Sequence[LogEntry], sessions: Mapping[str, Session], since: date, until: date, facts: Facts) -> bool:
    def played(entry: LogEntry) -> bool:
        found = [find_exercise(work.exercise) for work in entry.work]
        planned = sessions.get(entry.session)
        as_planned = planned is not None and planned.playful and not entry.work
        return kind_of(entry) is Kind.PLAY or as_planned or any(one is not None and one.playful for one in found)

    facts["play"] = float(sum(map(played, held)))
    return facts["play"] < ((until - since).days + 1) // 7


def _variety(held: Sequence[LogEntry], facts: Facts) -> bool | None:
    stimuli = [kind.stimulus for one in held if (kind := kind_of(one)) is not None and kind.is_speed]
    facts["stimuli"] = float(len(set(stimuli)))
    return len(set(stimuli)) < 2 if len(stimuli) >= ENOUGH_SPEED else None


def _balance(
    held: Sequence[LogEntry], sessions: Mapping[str, Session], since: date, until: date, facts: Facts
) -> bool | None:
    ledger = count_ledger("", held, sessions, since=since, until=until)
    push, swing = ledger.of(Role.PUSH).minutes, ledger.of(Role.SWING).minutes
    if push + swing <= 0.0:
        return None
    facts["push share"] = push / (push + swing)
    return max(push, swing) > LEANING * (push + swing)


def _monotony(held: Sequence[LogEntry], until: date, facts: Facts) -> None:
    """Mean daily load over its standard deviation in the last seven days, where every session told its load."""
    week = [one for one in held if one.on > until - timedelta(days=7)]
    if not week or any(one.minutes is None or one.rpe is None for one in week):
        return
    daily = [sum((one.minutes or 0.0) * (one.rpe or 0.0) for one in week if one.on == until - timedelta(days=number))
             for number in range(7)]  # fmt: skip
    if (spread := statistics.stdev(daily)) > 0.0:
        facts["monotony"] = statistics.fmean(daily) / spread
