"""The weeks of an outline as variables, and what binds them: light weeks, taper, aggressive block, rise and themes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from evenstride.core.outline import OutlineRequest
from evenstride.core.plan import SPEED_KINDS, Kind
from evenstride.core.training import Phase

DELOAD_GAPS = (4, 6)
"""A light week comes every four to six weeks (bell2022, rogerson2024)."""
TAPER_WEEKS = 2
"""Weeks of taper up to the event, the event's own week included (coaching practice)."""
THEMES = (Kind.ACCELERATION, Kind.MAX_VELOCITY, Kind.CHANGE_OF_DIRECTION)
NOTHING = 0
LOADS = (NOTHING, 50, 60, 70, 80, 90, 100, 110)
"""Work in per cent of a usual week; nothing belongs to weeks away."""
INTENSITIES = (90, 95, 98)
LIGHT_LOAD = 60
MOST_RISE = 20
THEME_WEEKS = (2, 4)
"""A theme lasts two to four weeks, so that something can be learned from it (coaching practice)."""
AWAY_DAYS = 3
GAP_WEEKS = 2
"""Weeks away in a row after which training begins smaller and slower (care.md: back after a gap)."""
AFTER_GAP = (80, 95)
BUILDING_TOP = 95
"""Fastest run of the weeks that build up after a way back, per cent (care.md: back after a gap)."""


@dataclass(frozen=True)
class Weeks:
    """Literals of every week: phase, theme (None where no speed session is open), load step and intensity step."""

    model: Any
    phase: list[dict[Phase, Any]]
    theme: list[dict[Kind | None, Any]]
    load: list[dict[int, Any]]
    intensity: list[dict[int, Any]]

    def load_of(self, week: int) -> Any:
        """Return the load of a week, per cent."""
        return sum(step * literal for step, literal in self.load[week].items())

    def intensity_of(self, week: int) -> Any:
        """Return the fastest run of a week, per cent."""
        return sum(step * literal for step, literal in self.intensity[week].items())


def prepare_weeks(request: OutlineRequest) -> Weeks:
    """Return the weeks with everything that binds them."""
    from ortools.sat.python import cp_model

    model: Any = cp_model.CpModel()

    def steps(values: Sequence[Any]) -> list[dict[Any, Any]]:
        found = [{value: model.new_bool_var("") for value in values} for _ in range(request.weeks)]
        for one in found:
            model.add_exactly_one(one.values())
        return found

    weeks = Weeks(model, steps(tuple(Phase)), steps((*themes_of(request), None)), steps(LOADS), steps(INTENSITIES))
    for apply in (_away, _build_up, _light_weeks, _taper, _aggressive, _rise, _themes):
        apply(weeks, request)
    return weeks


def themes_of(request: OutlineRequest) -> tuple[Kind, ...]:
    """Return the stimuli that may lead a week: those of running, or sprints on a bike where nothing else is open."""
    running = tuple(one for one in THEMES if any(is_open(request, week, one) for week in range(request.weeks)))
    return running or (Kind.BIKE_SPRINTS,)


def is_open(request: OutlineRequest, week: int, theme: Kind) -> bool:
    """Whether a week may hold a speed session of a stimulus."""
    alike = {kind for kind in SPEED_KINDS if kind.stimulus is theme}
    return not request.is_away(week) and not alike.isdisjoint(request.kinds_in(week))


def taper_weeks(request: OutlineRequest) -> tuple[int, ...]:
    """Return the weeks of taper; none on the way back from an injury, where no day is promised."""
    if request.event is None or request.stage is not None:
        return ()
    week = _number(request, request.event)
    weeks = range(max(0, week - TAPER_WEEKS + 1), min(week + 1, request.weeks))
    return tuple(number for number in weeks if not request.is_away(number) and request.most_in(number) is None)


def after_events(request: OutlineRequest) -> tuple[int, ...]:
    """Return the weeks after an event, or after the last of a run of matches: they are easy ones (coaching practice).

    Matches less than four weeks apart are one run, so that these weeks keep the distance of light weeks.
    """
    days = (*request.matches, *(() if request.event is None else (request.event,)))
    held = {_number(request, day) for day in days}
    ends = [week for week in held if held.isdisjoint(range(week + 1, week + DELOAD_GAPS[0]))]
    return tuple(sorted(week + 1 for week in ends if 0 <= week + 1 < request.weeks and not request.is_away(week + 1)))


def is_partly_away(request: OutlineRequest, week: int) -> bool:
    """Whether a week lacks so many days that it is best a light one."""
    return not request.is_away(week) and sum(_number(request, day) == week for day in request.away) >= AWAY_DAYS


def _number(request: OutlineRequest, day: date) -> int:
    return (day - request.start).days // 7


def _away(weeks: Weeks, request: OutlineRequest) -> None:
    """Leave weeks away empty, and begin smaller and slower after two of them."""
    for number, one in enumerate(weeks.phase):
        weeks.model.add(one[Phase.AWAY] == int(request.is_away(number)))
        weeks.model.add(weeks.load[number][NOTHING] == one[Phase.AWAY])
        if request.is_away(number):
            weeks.model.add(weeks.intensity_of(number) == AFTER_GAP[1])
        elif number >= GAP_WEEKS and all(request.is_away(number - 1 - back) for back in range(GAP_WEEKS)):
            weeks.model.add(weeks.load_of(number) <= AFTER_GAP[0])
            if number not in taper_weeks(request):
                weeks.model.add(weeks.intensity_of(number) <= AFTER_GAP[1])


def _build_up(weeks: Weeks, request: OutlineRequest) -> None:
    """Keep the weeks after a way back below what they may hold, and below full speed."""
    for number in range(request.weeks):
        most = request.most_in(number)
        if most is not None:
            weeks.model.add(weeks.load_of(number) <= int(100 * most + 1e-9))
            weeks.model.add(weeks.intensity_of(number) <= BUILDING_TOP)


def _light_weeks(weeks: Weeks, request: OutlineRequest) -> None:
    """Keep light weeks four to six apart, those after an event where they fall, volume and intensity low together."""
    least, most = DELOAD_GAPS
    light = [one[Phase.DELOAD] + one[Phase.TAPER] + one[Phase.AWAY] for one in weeks.phase]
    fixed = after_events(request)
    for number, one in enumerate(weeks.phase):
        weeks.model.add(weeks.load_of(number) <= LIGHT_LOAD).only_enforce_if(one[Phase.DELOAD])
        weeks.model.add(weeks.intensity_of(number) <= 95).only_enforce_if(one[Phase.DELOAD])
        if request.most_in(number) is None:
            weeks.model.add(weeks.load_of(number) > LIGHT_LOAD).only_enforce_if(one[Phase.BUILD])
        if number in fixed:
            weeks.model.add(one[Phase.DELOAD] == 1)
        for other in range(max(0, number - least + 1), number):
            if number not in fixed and other not in fixed:
                weeks.model.add(weeks.phase[other][Phase.DELOAD] + one[Phase.DELOAD] <= 1)
        run = range(number - most, number + 1)
        if run.start >= 0:
            weeks.model.add(sum(light[other] for other in run) >= 1)
    first = max(0, most - request.since_deload)
    if first < request.weeks and (request.aggressive is None or request.aggressive[0] > first):
        weeks.model.add(sum(light[: first + 1]) >= 1)


def _taper(weeks: Weeks, request: OutlineRequest) -> None:
    """Put the taper before the event and nowhere else: light, and fast."""
    tapering = taper_weeks(request)
    for number, one in enumerate(weeks.phase):
        weeks.model.add(one[Phase.TAPER] == int(number in tapering))
        if number in tapering:
            weeks.model.add(weeks.load_of(number) <= LIGHT_LOAD)
            weeks.model.add(weeks.intensity_of(number) == INTENSITIES[-1])


def _aggressive(weeks: Weeks, request: OutlineRequest) -> None:
    """Keep aggressive weeks to those asked for, and make the week after them light."""
    asked = range(0) if request.aggressive is None else range(request.aggressive[0], request.aggressive[1] + 1)
    others = taper_weeks(request)
    asked = [number for number in asked if number not in others and not request.is_away(number)]
    for number, one in enumerate(weeks.phase):
        weeks.model.add(one[Phase.AGGRESSIVE] == int(number in asked))
    if asked and asked[-1] + 1 not in others and not request.is_away(asked[-1] + 1):
        weeks.model.add(weeks.phase[asked[-1] + 1][Phase.DELOAD] == 1)


def _rise(weeks: Weeks, request: OutlineRequest) -> None:
    """Let load rise by a fifth at most over the most of four weeks, and never together with intensity."""
    for number in range(1, request.weeks):
        last = range(max(0, number - 4), number)
        if all(request.is_away(other) for other in last):
            continue  # Nothing was held that a share could rise from; what follows a gap is bounded above.
        before = weeks.model.new_int_var(0, 200, "")
        weeks.model.add_max_equality(before, [weeks.load_of(other) for other in last])
        weeks.model.add(weeks.load_of(number) <= before + MOST_RISE)
        top = weeks.model.new_int_var(0, 100, "")
        weeks.model.add_max_equality(top, [weeks.intensity_of(other) for other in last])
        more = weeks.model.new_bool_var("")
        weeks.model.add(weeks.load_of(number) <= before + 200 * more)
        weeks.model.add(weeks.intensity_of(number) <= top + 100 * (1 - more))


def _themes(weeks: Weeks, request: OutlineRequest) -> None:
    """Let a theme last two to four weeks; an outline's end, weeks away and closed weeks may cut it short."""
    least, most = THEME_WEEKS
    themes = themes_of(request)
    opened = [[theme for theme in themes if is_open(request, week, theme)] for week in range(request.weeks)]
    for number, literals in enumerate(weeks.theme):
        weeks.model.add(literals[None] == int(not opened[number]))
        for theme in themes:
            if theme not in opened[number]:
                weeks.model.add(literals[theme] == 0)
    for theme in themes:
        literals = [one[theme] for one in weeks.theme]
        for number in range(request.weeks - most):
            if all(len(one) > 1 for one in opened[number : number + most + 1]):
                weeks.model.add(sum(literals[number : number + most + 1]) <= most)
        for number in range(request.weeks - 1):
            before = literals[number - 1] if number else 0
            if theme in opened[number + least - 1]:
                weeks.model.add(literals[number] - before <= literals[number + least - 1])
