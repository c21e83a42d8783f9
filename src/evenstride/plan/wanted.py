"""How many sessions of each sort a week is wanted to hold, by case: wishes, never limits."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from evenstride.core.plan import Request
from evenstride.core.training import Phase, Practice, Stage
from evenstride.plan.cases import is_child, is_young
from evenstride.plan.limits import is_swing_emphasised
from evenstride.plan.problem import Aim
from evenstride.plan.way_back import stage_today


@dataclass(frozen=True, slots=True)
class WantedWeek:
    """Sessions a week aims at (coaching practice: the template week of training_system.md C and its cases)."""

    speed: int = 2
    strength: int = 2
    easy: int = 2
    technique: int = 0
    play: int = 0
    endurance: int = 0
    """Tempo and intervals."""
    return_runs: int = 0
    rest: int = 1


_ENDURANCE_BASE = WantedWeek(speed=1, strength=1, easy=2, technique=1, endurance=1)
_ENDURANCE_RACE = WantedWeek(speed=2, strength=1, easy=1, endurance=1)
_IN_SEASON = WantedWeek(speed=1, strength=1, easy=1)
_YOUNG = WantedWeek(speed=0, strength=2, easy=1, technique=2, play=1)
FEW_DAYS = 4
"""Up to so many days a week the young get one strength session, so that technique and play keep their days
(coaching practice)."""
_CHILD = WantedWeek(speed=0, strength=0, easy=0, play=4)
_BACK = {
    Stage.RELEARN: WantedWeek(speed=0, strength=0, easy=2, technique=3),
    Stage.LOAD: WantedWeek(speed=0, strength=2, easy=2, technique=2),
    Stage.SPRING: WantedWeek(speed=0, strength=2, easy=2, technique=2),
    Stage.RUN: WantedWeek(speed=0, strength=2, easy=1, return_runs=2),
    Stage.SPRINT: WantedWeek(speed=0, strength=2, easy=1, return_runs=2),
    Stage.PERFORM: WantedWeek(speed=1, strength=2, easy=2, return_runs=1),
}


def wanted_week(request: Request, week: int) -> WantedWeek:
    """Return what a week of the plan, counted from 0, is wanted to hold.

    Examples
    --------
    >>> from datetime import date
    >>> from evenstride.core.athlete import Level
    >>> asks = Request(date(2026, 1, 5), 1, Level.TRAINED, {}, practice=Practice.ENDURANCE)
    >>> wanted_week(asks, 0).speed, wanted_week(replace(asks, racing=True), 0).speed
    (1, 2)
    """
    wanted = _by_case(request)
    if wanted is _YOUNG and _free_days(request, week) <= FEW_DAYS:
        wanted = replace(wanted, strength=1)
    if request.stuck and request.come_back is None:
        wanted = replace(wanted, rest=2, easy=min(wanted.easy, 1))
    if request.phase(week) is Phase.AGGRESSIVE:
        wanted = replace(wanted, speed=wanted.speed + 1)
    most, least = request.max_speed_sessions, request.min_speed_sessions
    speed = wanted.speed if most is None else min(wanted.speed, most)
    return replace(wanted, speed=max(speed, least or 0))


def aim_of_strength_wishes(request: Request) -> Aim:
    """Return the level on which jumps and another main lift are wished for.

    They are part of a usual week. Both bring push work, so that an emphasis on the swing goes before them (judgement).
    """
    return Aim.VARIETY if is_swing_emphasised(request) else Aim.WEEK


def _free_days(request: Request, week: int) -> int:
    first = request.start + timedelta(weeks=week)
    return sum(minutes > 0.0 and 0 <= (on - first).days < 7 for on, minutes in request.available.items())


def _by_case(request: Request) -> WantedWeek:
    if is_child(request):
        return _CHILD
    if (stage := stage_today(request)) is not None:
        return _BACK[stage]
    if is_young(request):
        return _YOUNG
    if request.practice is Practice.ENDURANCE:
        return _ENDURANCE_RACE if request.racing else _ENDURANCE_BASE
    if request.practice is Practice.TEAM:
        return _IN_SEASON
    return WantedWeek()
