"""What the log up to the plan's first day says about spacing, rest and order."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import pairwise

from evenstride.core.log import LogEntry
from evenstride.core.plan import SPEED_KINDS, Kind, Request
from evenstride.plan.limits import GAP_DAYS

_SPOKEN: Mapping[str, Kind] = {
    **dict.fromkeys(("max velocity", "maximum velocity", "max speed", "top speed", "flys", "flies", "fly",
                     "flying runs", "sprint", "sprints", "sprinting", "speed", "race", "track",
                     "flying", "intervals"), Kind.MAX_VELOCITY),
    **dict.fromkeys(("starts", "start", "accelerations", "blocks", "block starts"), Kind.ACCELERATION),
    **dict.fromkeys(("agility", "cod", "turns", "change of directions", "match", "game"), Kind.CHANGE_OF_DIRECTION),
    **dict.fromkeys(("sled", "sled runs", "hill sprints", "hills"), Kind.RESISTED),
    **dict.fromkeys(("speed endurance", "long sprints"), Kind.SPRINT_ENDURANCE),
    **dict.fromkeys(("sprints on the bike", "bike sprint"), Kind.BIKE_SPRINTS),
    **dict.fromkeys(("hiit", "interval"), Kind.INTERVALS),
    **dict.fromkeys(("gym", "lifting", "weights", "strength training"), Kind.STRENGTH),
    **dict.fromkeys(("jog", "easy run", "walk", "bike", "ride", "swim", "recovery"), Kind.EASY),
    **dict.fromkeys(("off", "day off", "rest day"), Kind.REST),
}  # fmt: skip
"""What people call their sessions. A word for fast running in general counts as the hardest kind, to be careful."""
_LETTERS = re.compile(r"[^\W\d_]+")
NOT_TODAY = frozenset({"not today", "skipped", "swapped"})
"""What people log of a planned session they left out."""


def kind_of(entry: LogEntry) -> Kind | None:
    """Return the planner's kind of an entry, None for the athlete's own words (training, no speed).

    A longer sentence counts as the hardest session it speaks of, and as none where it speaks of no hard one: what it
    says of easy work or rest may belong to another part of the day.

    Examples
    --------
    >>> [kind_of(LogEntry(date(2026, 1, 4), word)) for word in (" Rest ", "yoga", "rest, no yoga")]
    [<Kind.REST: 'rest'>, None, None]
    >>> kind_of(LogEntry(date(2026, 1, 4), "easy run, then flying 20s 4x"))
    <Kind.MAX_VELOCITY: 'maximal velocity'>
    """
    whole = named_kind(entry.kind)
    return _hardest_inside(entry.kind) if whole is None else whole


def named_kind(text: str) -> Kind | None:
    """Return the kind of session that somebody's word means, None where the word is their own.

    Examples
    --------
    >>> named_kind(" Flying  runs "), named_kind("yoga")
    (<Kind.MAX_VELOCITY: 'maximal velocity'>, None)
    """
    word = " ".join(text.split()).casefold()
    return Kind(word) if word in set(Kind) else _SPOKEN.get(word)


def _hardest_inside(text: str) -> Kind | None:
    said = f" {' '.join(_LETTERS.findall(text.casefold()))} "
    inside = {kind for phrase, kind in _SPOKEN.items() if kind.is_hard and f" {phrase} " in said}
    inside |= {kind for kind in Kind if kind.is_hard and f" {kind} " in said}
    return next((kind for kind in (Kind.MAX_VELOCITY, *Kind) if kind in inside), None)


def is_put_aside(entry: LogEntry) -> bool:
    """Whether an entry says that a planned session was left out: it is excused, and no training either."""
    return " ".join(entry.kind.split()).casefold() in NOT_TODAY


def is_training(entry: LogEntry) -> bool:
    """Whether an entry is training and not rest; minutes not told count as training.

    Examples
    --------
    >>> [is_training(LogEntry(date(2026, 1, 4), word)) for word in ("yoga", "rest", "Not today")]
    [True, False, False]
    """
    return kind_of(entry) is not Kind.REST and entry.minutes != 0 and not is_put_aside(entry)


def past_kinds(request: Request) -> Mapping[date, frozenset[Kind | None]]:
    """Return the kinds trained on each logged day up to the plan's first, oldest first."""
    days: dict[date, set[Kind | None]] = {}
    for entry in sorted(request.log, key=lambda entry: entry.on):
        if entry.on <= request.start and is_training(entry):
            days.setdefault(entry.on, set()).add(kind_of(entry))
    return {day: frozenset(kinds) for day, kinds in days.items()}


def is_back_after_gap(request: Request) -> bool:
    """Whether the plan's first speed session is the first one after two weeks or more without training.

    Examples
    --------
    >>> from evenstride.core.athlete import Level
    >>> log = (LogEntry(date(2026, 1, 1), "acceleration"),)
    >>> is_back_after_gap(Request(date(2026, 1, 15), 1, Level.TRAINED, {}, log=log))
    True
    """
    days = past_kinds(request)
    stops = sorted({*days, request.start})
    for before, after in reversed(list(pairwise(stops))):
        if any(kind is not None and kind.is_speed for kind in days.get(after, ())):
            return False
        if after - before >= timedelta(days=GAP_DAYS):
            return True
    return False


def speed_since(request: Request, since: date) -> list[date]:
    """Return the logged days from a day on with a speed session called by its name: looser words may mean less.

    Sprints on a bike are left out.
    """
    named = {kind.value for kind in SPEED_KINDS if kind is not Kind.BIKE_SPRINTS}
    told = [one for one in request.log if since <= one.on <= request.start and is_training(one)]
    return sorted({one.on for one in told if " ".join(one.kind.split()).casefold() in named})


def trained_since(request: Request) -> date:
    """Return the first day of the unbroken stretch of training that leads up to the plan."""
    since = request.start
    for day in sorted(past_kinds(request), reverse=True):
        if since - day >= timedelta(days=GAP_DAYS):
            break
        since = day
    return since
