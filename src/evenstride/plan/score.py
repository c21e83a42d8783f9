"""What a plan counts on each level of the objective, whoever made it: lower is better, the first level goes first."""

from __future__ import annotations

from collections.abc import Mapping

from evenstride.core.errors import InputError
from evenstride.core.plan import Kind, Plan, Request
from evenstride.plan.problem import Aim
from evenstride.plan.search import INFEASIBLE, Settings, active_rules, build_problem, prepare_solver, solve_model
from evenstride.plan.templates import REST, Template

SCORED = tuple(aim for aim in Aim if aim is not Aim.TIE)


def score_plan(plan: Plan, request: Request) -> Mapping[Aim, int]:
    """Return what a plan counts on each level.

    Raises
    ------
    InputError
        If the plan breaks a hard rule for this request: such a plan has no score.

    Examples
    --------
    >>> from datetime import date, timedelta
    >>> from evenstride.core.athlete import Level
    >>> from evenstride.plan import solve_plan
    >>> monday = date(2026, 1, 5)
    >>> free = {monday + timedelta(days=day): 60.0 for day in range(7)}
    >>> asks = Request(monday, 1, Level.RECREATIONAL, free)
    >>> score_plan(solve_plan(asks), asks)[Aim.KEEP]
    0
    """
    days = {(session.on - request.start).days for session in plan.sessions}
    held = [session for session in plan.sessions if session.kind not in (Kind.REST, Kind.SPORT)]
    given = [Template(f"given-{n}", one.kind, one.prescriptions, (one.goal,)) for n, one in enumerate(held)]
    problem = build_problem(request, active_rules(request), given)
    chosen = {((one.on - request.start).days, len(problem.templates) - len(given) + n) for n, one in enumerate(held)}
    trained = {day for day, _ in chosen}
    rest = problem.templates.index(REST)
    chosen |= {(day, rest) for day in days - trained}
    for key, literal in problem.x.items():
        problem.model.add(literal == (key in chosen))
    levels = {aim: sum(problem.aims[aim]) for aim in SCORED}
    problem.model.minimize(sum(levels.values()))
    solver = prepare_solver(Settings())
    if solve_model(solver, problem.model) == INFEASIBLE:
        raise InputError("this plan breaks a hard rule", remedy="See check_plan for which")
    return {aim: int(solver.value(level)) for aim, level in levels.items()}
