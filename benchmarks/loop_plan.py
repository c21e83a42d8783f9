"""How long the planner thinks: one week and four weeks, to the best plan it can prove."""

from __future__ import annotations

import math
from datetime import date, timedelta
from time import perf_counter, process_time
from typing import Any

from evenstride.core.athlete import Level
from evenstride.core.plan import Plan, Request
from evenstride.plan import solve_plan
from validation.plan_random import SEED, random_calendars

MONDAY = date(2026, 1, 5)
TURNS = 3
CALENDARS = 60
TARGETS = {1: 3.0, 4: 20.0}
"""Weeks → seconds: a pause while typing, and a pause with a spinner (judgement)."""


def _seconds(weeks: int) -> float:
    """Best time on the clock to plan so many weeks of an hour on five days."""
    days = {MONDAY + timedelta(days=day): 60.0 for day in range(7 * weeks) if day % 7 not in (2, 5)}
    request = Request(MONDAY, weeks, Level.RECREATIONAL, days, kit=("tape", "poles"))
    best = float("inf")
    for _ in range(TURNS):
        begin = perf_counter()
        plan = solve_plan(request)
        best = min(best, perf_counter() - begin)
        if not isinstance(plan, Plan):
            raise RuntimeError(f"an ordinary request of {weeks} weeks found no plan: {plan}")
    return best


def _random_seconds() -> list[float]:
    """Processor time of the best plan of four weeks for random athletes, calendars and logs; all must be proven."""
    found: list[float] = []
    for request in random_calendars(CALENDARS):
        begin = process_time()
        plan = solve_plan(request)
        found.append(process_time() - begin if isinstance(plan, Plan) and (plan.proven or plan.stopped) else math.inf)
    return found


def rows() -> list[dict[str, Any]]:
    """Return the planning times."""
    random_row = {
        "name": "loop.plan_four_weeks_p95_seconds",
        "value": sorted(_random_seconds())[math.ceil(0.95 * CALENDARS) - 1],
        "unit": "s",
        "op": "<=",
        "target": 3.0,
        "against": "the limit asked for: 95 % of random calendars proven optimal, processor time of one core",
        "n": CALENDARS,
        "seed": SEED,
    }
    return [
        random_row,
        *(
            {
                "name": f"loop.plan_{weeks}_week_seconds",
                "value": _seconds(weeks),
                "unit": "s",
                "op": "<=",
                "target": target,
                "against": "a patience limit (judgement); an hour on five days a week, no pain",
                "n": TURNS,
                "seed": None,
            }
            for weeks, target in TARGETS.items()
        ),
    ]
