"""Months as a constraint problem: where light weeks, the taper and an aggressive block stand, what each week is for.

Levels of the objective, strict in this order: the event (its taper and the speed before it), light weeks where they
fall best, load near the usual, themes in turn, and a tie-break. The next four weeks are then planned in detail from
it, and the outline is made again as weeks go by.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from evenstride.core.errors import InputError
from evenstride.core.outline import AFTER_EVENT, Outline, OutlineRequest, OutlineWeek
from evenstride.core.plan import Kind
from evenstride.core.provenance import Provenance
from evenstride.core.training import Phase
from evenstride.plan.limits import RETURN_RUN_TOP
from evenstride.plan.outline_weeks import (
    DELOAD_GAPS,
    THEMES,
    Weeks,
    after_events,
    is_open,
    is_partly_away,
    prepare_weeks,
    taper_weeks,
    themes_of,
)
from evenstride.plan.search import Settings, prepare_solver, solve_model

LONGEST_OUTLINE = 26
PEAK_WEEKS = 2
"""Weeks of maximal velocity before the taper (coaching practice)."""
AGGRESSIVE_WEEKS = (4, 8)
"""Length of an aggressive block (care.md)."""
LEVELS = ("event", "light weeks", "load", "themes", "tie-break")


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
    weeks = prepare_weeks(request)
    gaps, solver = _solve(weeks.model, _objectives(weeks, request))
    found = tuple(_week(weeks, request, number, solver) for number in range(request.weeks))
    content = {"weeks": [(one.start, one.phase, one.theme, one.load, one.intensity, one.kinds) for one in found]}
    name = Provenance(kind="outline", method="evenstride.plan.solve_outline", parameters={"content": str(content)}).id
    return Outline(request.start, found, gaps, request.event, name, request.stage, request.away)


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


def _objectives(weeks: Weeks, request: OutlineRequest) -> list[Any]:
    """Return what each level counts against an outline."""
    taper = taper_weeks(request)
    peak = range(max(0, taper[0] - PEAK_WEEKS), taper[-1] + 1) if taper else range(0)
    every, themes, fixed = range(request.weeks), themes_of(request), after_events(request)
    near = {week + off for week in fixed for off in range(1 - DELOAD_GAPS[0], DELOAD_GAPS[0])} - set(fixed)
    return [
        sum(1 - weeks.theme[week][Kind.MAX_VELOCITY] for week in peak if is_open(request, week, Kind.MAX_VELOCITY)),
        sum(
            (-3 if is_partly_away(request, week) else 2 + (week in near)) * weeks.phase[week][Phase.DELOAD]
            for week in every
        ),
        sum(
            sum(abs(100 - step) // 10 * literal for step, literal in weeks.load[week].items())
            + sum((98 - step) // 3 * literal for step, literal in weeks.intensity[week].items())
            for week in every
        ),
        sum(_shortage(weeks, request, theme) for theme in themes),
        sum((week + turn) % 7 * weeks.theme[week][one] for week in every for turn, one in enumerate(themes)),
    ]


def _shortage(weeks: Weeks, request: OutlineRequest, theme: Kind) -> Any:
    """Return how many weeks a theme is short of its turn."""
    short = weeks.model.new_int_var(0, LONGEST_OUTLINE, "")
    turns = sum(is_open(request, week, theme) for week in range(request.weeks)) // (len(themes_of(request)) + 1)
    weeks.model.add(short >= turns - sum(one[theme] for one in weeks.theme))
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


def _week(weeks: Weeks, request: OutlineRequest, number: int, solver: Any) -> OutlineWeek:
    def chosen(steps: dict[Any, Any]) -> Any:
        return next(value for value, literal in steps.items() if solver.boolean_value(literal))

    phase, theme = chosen(weeks.phase[number]), chosen(weeks.theme[number])
    away, back = phase is Phase.AWAY, request.stage is not None
    return OutlineWeek(
        start=request.start + timedelta(weeks=number),
        phase=phase,
        theme=theme,
        load=None if back and not away else chosen(weeks.load[number]) / 100.0,
        intensity=_top_of_step(request) if back else _top(chosen(weeks.intensity[number]), theme),
        reason=AFTER_EVENT if number in after_events(request) else _REASONS[phase],
        kinds=() if away else request.kinds_in(number),
    )


def _top(percent: int, theme: Kind | None) -> float | None:
    """Return the fastest run of a week; nothing is run fast without a theme of running."""
    return percent / 100.0 if theme in THEMES else None


def _top_of_step(request: OutlineRequest) -> float | None:
    return None if request.stage is None else RETURN_RUN_TOP.get(request.stage)


_REASONS = {
    Phase.BUILD: "A week to build.",
    Phase.DELOAD: "A light week, so that what was trained can show.",
    Phase.AGGRESSIVE: "One speed session more, asked for by name, at a higher risk than usual; a light week follows.",
    Phase.TAPER: "Less of everything but speed, so that it is there on the day.",
    Phase.AWAY: "Days away, and nothing planned on them.",
}
