"""Months as a constraint problem: where light weeks, the taper and an aggressive block stand, what each week is for.

Levels of the objective, strict in this order: the event (its taper and the speed before it), light weeks where they
fall best, load near the usual, themes in turn, and a tie-break. The next four weeks are then planned in detail from
it, and the outline is made again as weeks go by.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from evenstride.core.errors import InputError
from evenstride.core.outline import Outline, OutlineRequest, OutlineWeek
from evenstride.core.plan import Kind
from evenstride.core.provenance import Provenance
from evenstride.core.training import Phase
from evenstride.plan.search import Settings, prepare_solver, solve_model

LONGEST_OUTLINE = 26
DELOAD_GAPS = (4, 6)
"""A light week comes every four to six weeks (bell2022, rogerson2024)."""
TAPER_WEEKS = 2
"""Weeks of taper up to the event, the event's own week included (coaching practice)."""
PEAK_WEEKS = 2
"""Weeks of maximal velocity before the taper (coaching practice)."""
AGGRESSIVE_WEEKS = (4, 8)
"""Length of an aggressive block (care.md)."""
THEMES = (Kind.ACCELERATION, Kind.MAX_VELOCITY, Kind.CHANGE_OF_DIRECTION)
LOADS = (60, 80, 90, 100, 110)
"""Fast metres in per cent of a usual week."""
INTENSITIES = (90, 95, 98)
LIGHT_LOAD = 60
MOST_RISE = 20
THEME_WEEKS = (2, 4)
"""A theme lasts two to four weeks, so that something can be learned from it (coaching practice)."""
AWAY_DAYS = 3
LEVELS = ("event", "light weeks", "load", "themes", "tie-break")


@dataclass(frozen=True)
class _Weeks:
    """Literals of every week: phase, theme, load step and intensity step."""

    model: Any
    phase: list[dict[Phase, Any]]
    theme: list[dict[Kind, Any]]
    load: list[dict[int, Any]]
    intensity: list[dict[int, Any]]

    def load_of(self, week: int) -> Any:
        return sum(step * literal for step, literal in self.load[week].items())

    def intensity_of(self, week: int) -> Any:
        return sum(step * literal for step, literal in self.intensity[week].items())


def solve_outline(request: OutlineRequest) -> Outline:
    """Return the best outline of the coming weeks, with the gap of every level stated.

    Raises
    ------
    InputError
        If the weeks, the event or the aggressive block are outside what an outline can hold.

    Examples
    --------
    >>> from datetime import date
    >>> from evenstride.core.athlete import Level
    >>> outline = solve_outline(OutlineRequest(date(2026, 1, 5), 12, Level.RECREATIONAL))
    >>> len(outline.weeks), outline.proven
    (12, True)
    """
    check_outline(request)
    weeks = _prepare(request)
    for apply in (_light_weeks, _taper, _aggressive, _rise, _themes):
        apply(weeks, request)
    gaps, solver = _solve(weeks.model, _objectives(weeks, request))
    found = tuple(_week(weeks, request, number, solver) for number in range(request.weeks))
    content = {"weeks": [(one.start, one.phase, one.theme, one.load, one.intensity) for one in found]}
    name = Provenance(kind="outline", method="evenstride.plan.solve_outline", parameters={"content": str(content)}).id
    return Outline(request.start, found, gaps, request.event, name)


def check_outline(request: OutlineRequest) -> None:
    """Refuse what no outline can be made from.

    Raises
    ------
    InputError
        Naming the value, why, and what to change.
    """
    if not 1 <= request.weeks <= LONGEST_OUTLINE:
        raise InputError(
            f"an outline of {request.weeks} weeks", remedy=f"Ask for 1 to {LONGEST_OUTLINE} weeks"
        )  # fmt: skip
    if request.event is not None and request.event < request.start:
        raise InputError(f"the event of {request.event} is past", remedy="Give a day to come")
    if request.aggressive is None:
        return
    first, last = request.aggressive
    least, most = AGGRESSIVE_WEEKS
    if not (0 <= first <= last and least <= last - first + 1 <= most):
        raise InputError(
            f"an aggressive block of {last - first + 1} weeks",
            why=f"It lasts {least} to {most} weeks, and a light week follows",
            remedy=f"Ask for {least} to {most} weeks",
        )
    if last + 1 >= request.weeks:
        raise InputError(
            "the aggressive block fills the outline",
            why="A light week has to follow it",
            remedy=f"Outline at least {last + 2} weeks",
        )


def _prepare(request: OutlineRequest) -> _Weeks:
    from ortools.sat.python import cp_model

    model: Any = cp_model.CpModel()

    def steps(values: Sequence[Any]) -> list[dict[Any, Any]]:
        found = [{value: model.new_bool_var("") for value in values} for _ in range(request.weeks)]
        for one in found:
            model.add_exactly_one(one.values())
        return found

    return _Weeks(model, steps(tuple(Phase)), steps(THEMES), steps(LOADS), steps(INTENSITIES))


def _light_weeks(weeks: _Weeks, request: OutlineRequest) -> None:
    """Keep light weeks four to six apart, and their volume and intensity low together."""
    least, most = DELOAD_GAPS
    light = [one[Phase.DELOAD] + one[Phase.TAPER] for one in weeks.phase]
    for number, one in enumerate(weeks.phase):
        weeks.model.add(weeks.load_of(number) <= LIGHT_LOAD).only_enforce_if(one[Phase.DELOAD])
        weeks.model.add(weeks.intensity_of(number) <= 95).only_enforce_if(one[Phase.DELOAD])
        weeks.model.add(weeks.load_of(number) > LIGHT_LOAD).only_enforce_if(one[Phase.BUILD])
        for other in range(max(0, number - least + 1), number):
            weeks.model.add(weeks.phase[other][Phase.DELOAD] + one[Phase.DELOAD] <= 1)
        run = range(number - most, number + 1)
        if run.start >= 0:
            weeks.model.add(sum(light[other] for other in run) >= 1)
    first = max(0, most - request.since_deload)
    if first < request.weeks and (request.aggressive is None or request.aggressive[0] > first):
        weeks.model.add(sum(light[: first + 1]) >= 1)


def _taper(weeks: _Weeks, request: OutlineRequest) -> None:
    """Put the taper before the event and nowhere else: light, and fast."""
    tapering = _taper_weeks(request)
    for number, one in enumerate(weeks.phase):
        weeks.model.add(one[Phase.TAPER] == int(number in tapering))
        if number in tapering:
            weeks.model.add(weeks.load_of(number) <= LIGHT_LOAD)
            weeks.model.add(weeks.intensity_of(number) == INTENSITIES[-1])


def _taper_weeks(request: OutlineRequest) -> range:
    if request.event is None:
        return range(0)
    week = (request.event - request.start).days // 7
    return range(max(0, week - TAPER_WEEKS + 1), min(week + 1, request.weeks))


def _aggressive(weeks: _Weeks, request: OutlineRequest) -> None:
    """Keep aggressive weeks to those asked for, and make the week after them light."""
    asked = range(0) if request.aggressive is None else range(request.aggressive[0], request.aggressive[1] + 1)
    asked = [number for number in asked if number not in _taper_weeks(request)]
    for number, one in enumerate(weeks.phase):
        weeks.model.add(one[Phase.AGGRESSIVE] == int(number in asked))
    if asked and asked[-1] + 1 not in _taper_weeks(request):
        weeks.model.add(weeks.phase[asked[-1] + 1][Phase.DELOAD] == 1)


def _rise(weeks: _Weeks, request: OutlineRequest) -> None:
    """Let load rise by a fifth at most over the most of four weeks, and never together with intensity."""
    for number in range(1, request.weeks):
        before = weeks.model.new_int_var(0, 200, "")
        last = range(max(0, number - 4), number)
        weeks.model.add_max_equality(before, [weeks.load_of(other) for other in last])
        weeks.model.add(weeks.load_of(number) <= before + MOST_RISE)
        top = weeks.model.new_int_var(0, 100, "")
        weeks.model.add_max_equality(top, [weeks.intensity_of(other) for other in last])
        more = weeks.model.new_bool_var("")
        weeks.model.add(weeks.load_of(number) <= before + 200 * more)
        weeks.model.add(weeks.intensity_of(number) <= top + 100 * (1 - more))


def _themes(weeks: _Weeks, request: OutlineRequest) -> None:
    """Let a theme last two to four weeks; the last one of an outline may be cut short."""
    least, most = THEME_WEEKS
    for theme in THEMES:
        literals = [one[theme] for one in weeks.theme]
        for number in range(request.weeks - most):
            weeks.model.add(sum(literals[number : number + most + 1]) <= most)
        for number in range(request.weeks - 1):
            before = literals[number - 1] if number else 0
            weeks.model.add(literals[number] - before <= literals[number + least - 1])


def _objectives(weeks: _Weeks, request: OutlineRequest) -> list[Any]:
    """Return what each level counts against an outline."""
    taper = _taper_weeks(request)
    peak = range(max(0, taper.start - PEAK_WEEKS), taper.stop) if taper else range(0)
    every = range(request.weeks)
    return [
        sum(1 - weeks.theme[number][Kind.MAX_VELOCITY] for number in peak if number in every),
        sum((-3 if _is_away(request, number) else 2) * weeks.phase[number][Phase.DELOAD] for number in every),
        sum(
            sum(abs(100 - step) // 10 * literal for step, literal in weeks.load[number].items())
            + sum((98 - step) // 3 * literal for step, literal in weeks.intensity[number].items())
            for number in every
        ),
        sum(_shortage(weeks, request, theme) for theme in THEMES),
        sum((number + turn) % 7 * weeks.theme[number][one] for number in every for turn, one in enumerate(THEMES)),
    ]


def _is_away(request: OutlineRequest, week: int) -> bool:
    return sum((day - request.start).days // 7 == week for day in request.away) >= AWAY_DAYS


def _shortage(weeks: _Weeks, request: OutlineRequest, theme: Kind) -> Any:
    """Return how many weeks a theme is short of its turn."""
    short = weeks.model.new_int_var(0, LONGEST_OUTLINE, "")
    weeks.model.add(short >= request.weeks // (len(THEMES) + 1) - sum(one[theme] for one in weeks.theme))
    return short


def _solve(model: Any, objectives: Sequence[Any]) -> tuple[dict[str, float], Any]:
    """Solve level by level; the gap of each is what a better answer could still gain."""
    solver = prepare_solver(Settings(effort=2.0))
    gaps: dict[str, float] = {}
    for name, objective in zip(LEVELS, objectives, strict=True):
        if isinstance(objective, int):
            continue
        model.minimize(objective)
        status = solve_model(solver, model)
        if status == "INFEASIBLE":
            raise InputError(
                "no outline holds all of this",
                why="Light weeks, the taper and the aggressive block do not fit together",
                remedy="Leave the aggressive block out, or move its weeks",
            )
        gaps[name] = float(abs(solver.objective_value - solver.best_objective_bound))
        model.add(objective <= round(solver.objective_value))
    return gaps, solver


def _week(weeks: _Weeks, request: OutlineRequest, number: int, solver: Any) -> OutlineWeek:
    def chosen(steps: dict[Any, Any]) -> Any:
        return next(value for value, literal in steps.items() if solver.boolean_value(literal))

    phase = chosen(weeks.phase[number])
    return OutlineWeek(
        start=request.start + timedelta(weeks=number),
        phase=phase,
        theme=chosen(weeks.theme[number]),
        load=chosen(weeks.load[number]) / 100.0,
        intensity=chosen(weeks.intensity[number]) / 100.0,
        reason=_REASONS[phase],
    )


_REASONS = {
    Phase.BUILD: "A week to build.",
    Phase.DELOAD: "A light week, so that what was trained can show.",
    Phase.AGGRESSIVE: "One speed session more, asked for by name, at a higher risk than usual; a light week follows.",
    Phase.TAPER: "Less of everything but speed, so that it is there on the day.",
}
