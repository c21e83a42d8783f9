"""The search itself: rules found and applied, and CP-SAT asked level by level."""

from __future__ import annotations

from dataclasses import dataclass
from types import ModuleType
from typing import Any

from evenstride.core.discover import modules
from evenstride.core.plan import Request
from evenstride.plan.problem import Aim, Problem


@dataclass(frozen=True, slots=True)
class Settings:
    """How hard to search.

    `first_feasible` stops at the first plan that keeps the hard rules; `effort` bounds each level of the objective in
    the solver's deterministic time units, so that the answer does not depend on the machine.
    """

    first_feasible: bool = False
    effort: float = 4.0


def rules() -> tuple[ModuleType, ...]:
    """Return every rule found in the rules folder and its entry-point group, in name order."""
    return modules("evenstride.plan.rules", needs=("RULE", "constrain", "explain"))


def active_rules(request: Request) -> tuple[ModuleType, ...]:
    """Return the rules that hold for a request: all hard ones, and the soft ones not switched off."""
    return tuple(item for item in rules() if item.RULE.hard or item.RULE.code not in request.switched_off)


def build_problem(request: Request, among: tuple[ModuleType, ...]) -> Problem:
    """Return the model with the constraints of these rules only."""
    problem = Problem(request)
    for rule in among:
        rule.constrain(problem)
    return problem


def is_satisfiable(request: Request, among: tuple[ModuleType, ...]) -> bool:
    """Whether any plan keeps the hard ones of these rules."""
    problem = build_problem(request, tuple(rule for rule in among if rule.RULE.hard))
    return search_plan(problem, Settings(first_feasible=True))[0] is not None


def search_plan(problem: Problem, settings: Settings) -> tuple[frozenset[tuple[int, int]] | None, bool]:
    """Return the chosen (day, template) pairs, None when there are none, and whether every level is proven."""
    from ortools.sat.python import cp_model

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    solver.parameters.linearization_level = 2
    if settings.first_feasible:
        solver.parameters.stop_after_first_solution = True
        status = solver.solve(problem.model)
        found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
        return (_chosen(problem, solver) if found else None), False
    solver.parameters.max_deterministic_time = settings.effort
    answer, proven = None, True
    _break_ties(problem)
    for aim in Aim:
        objective = sum(problem.aims[aim])
        problem.model.minimize(objective)
        status = solver.solve(problem.model)
        if status == cp_model.INFEASIBLE:
            return None, True
        if status != cp_model.OPTIMAL:
            proven = False
        if status == cp_model.UNKNOWN:
            continue
        answer = _chosen(problem, solver)
        problem.model.add(objective <= round(solver.objective_value))
        _hint(problem, answer)
    return answer, proven


def _break_ties(problem: Problem) -> None:
    """Give every choice its own small cost, earlier days and shorter doses first, so that one plan is the best."""
    count = len(problem.templates)
    for (day, number), literal in problem.x.items():
        problem.penalise(Aim.TIE, literal, number + (count * day) % (count + 1))


def _hint(problem: Problem, answer: frozenset[tuple[int, int]]) -> None:
    problem.model.clear_hints()
    for key, literal in problem.x.items():
        problem.model.add_hint(literal, key in answer)


def _chosen(problem: Problem, solver: Any) -> frozenset[tuple[int, int]]:
    return frozenset(key for key, literal in problem.x.items() if solver.boolean_value(literal))
