"""Small speed sessions before ordinary ones: after a gap, at the last step of a way back, and after its end."""

from __future__ import annotations

from typing import Any

from evenstride.plan.limits import RETURN_INTENSITY, RETURN_SHARE, USUAL_METRES, careful_level
from evenstride.plan.problem import Problem, Where


def follow_small_ones(problem: Problem, lacking: int, counts: Where) -> None:
    """Let an ordinary session of those that count follow only after so many small ones of the plan."""
    level = careful_level(problem.request)
    small: list[Any] = []
    for day in problem.days:
        today: list[Any] = []
        for number, item in enumerate(problem.templates):
            if not item.kind.is_speed or not counts(item):
                continue
            usual = USUAL_METRES[item.kind][level]
            if item.fast_metres <= RETURN_SHARE * usual and item.intensity <= RETURN_INTENSITY:
                today.append(problem.x[day, number])
            else:
                problem.add(lacking * problem.x[day, number] <= sum(small))
        small += today
