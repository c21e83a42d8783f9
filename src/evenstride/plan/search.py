"""The search itself: rules found and applied, and CP-SAT asked level by level."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from evenstride.core.discover import modules
from evenstride.core.errors import EvenstrideError
from evenstride.core.plan import Request
from evenstride.plan.problem import Aim, Problem
from evenstride.plan.templates import Template

INFEASIBLE = "INFEASIBLE"
_STRICT = 10_000
"""Weight between levels, and a bound on each, so that a lower one never pays for a higher."""
STEPS = ((Aim.KEEP, Aim.WEEK), (Aim.EMPHASIS,), (Aim.VARIETY,), (Aim.DOSE, Aim.JOY, Aim.TIE))
"""Levels solved together, in their order: one at a time is proven several times faster than several in one sum."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How hard to search.

    `first_feasible` stops at the first plan that keeps the hard rules; `effort` bounds each of the four steps in
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


def build_problem(request: Request, among: Sequence[ModuleType], also: Sequence[Template] = ()) -> Problem:
    """Return the model with the constraints of these rules only."""
    problem = Problem(request, also)
    for rule in among:
        rule.constrain(problem)
    return problem


def build_switched(request: Request, among: Sequence[ModuleType]) -> tuple[Problem, list[Any]]:
    """Return the model with one literal a rule that switches its constraints on, and these literals."""
    problem, switches = Problem(request), []
    for rule in among:
        problem.switch = problem.model.new_bool_var(rule.RULE.code)
        switches.append(problem.switch)
        rule.constrain(problem)
    return problem, switches


def is_satisfiable(request: Request, among: Sequence[ModuleType]) -> bool:
    """Whether any plan keeps the hard ones of these rules."""
    problem = build_problem(request, tuple(rule for rule in among if rule.RULE.hard))
    return search_plan(problem, Settings(first_feasible=True))[0] is not None


def search_plan(problem: Problem, settings: Settings) -> tuple[frozenset[tuple[int, int]] | None, bool]:
    """Return the chosen (day, template) pairs, None when there are none, and whether every level is proven.

    First the best week is found, then the best emphasis for a week as good, then the best variety; rest, speed and
    strength keep the days they then have, and for that placing follow the usual dose, joy and a tie-break. Levels
    inside a step are strict, and what a step has reached the next ones keep.
    """
    solver = prepare_solver(settings)
    if settings.first_feasible:
        return (_chosen(problem, solver) if solve_model(solver, problem.model) != INFEASIBLE else None), False
    _break_ties(problem)
    answer, proven = None, True
    for aims in STEPS:
        levels = [sum(problem.aims[aim]) for aim in aims if problem.aims[aim]]
        for level in levels:
            problem.model.add(level < _STRICT)
        problem.model.minimize(sum(level * _STRICT**power for power, level in enumerate(reversed(levels))))
        status = solve_model(solver, problem.model)
        if status == INFEASIBLE:
            return None, True
        proven = proven and status == "OPTIMAL"
        answer = _chosen(problem, solver)
        problem.keep(levels, solver, placing=aims[-1] >= Aim.VARIETY)
        _hint(problem, answer)
    return answer, proven


def prepare_solver(settings: Settings) -> Any:
    """Return a solver that gives the same answer on every machine: one worker, one seed, no wall clock."""
    from ortools.sat.python import cp_model

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    solver.parameters.linearization_level = 2
    solver.parameters.max_deterministic_time = settings.effort
    solver.parameters.stop_after_first_solution = settings.first_feasible
    return solver


def solve_model(solver: Any, model: Any) -> str:
    """Solve and return the status: `OPTIMAL`, `FEASIBLE` or `INFEASIBLE`.

    Raises
    ------
    EvenstrideError
        If the effort was used up before either an answer or its absence was found.
    """
    status = solver.status_name(_solve_in_sight(solver, model))
    if status not in ("OPTIMAL", "FEASIBLE", INFEASIBLE):
        raise EvenstrideError(
            f"the planner ended without an answer ({status.lower()})",
            why="The effort allowed was used up",
            remedy="Plan fewer weeks, or allow more effort",
        )
    return status


def _solve_in_sight(solver: Any, model: Any) -> Any:
    """Solve beside this thread, so that an interrupt ends the search and not only the waiting for it.

    Left alone, the solver would take an interrupt for "that will do" and answer with the best plan so far.
    """
    solver.parameters.catch_sigint_signal = False
    with ThreadPoolExecutor(max_workers=1) as beside:
        answer = beside.submit(solver.solve, model)
        try:
            return answer.result()
        except BaseException:
            solver.stop_search()
            raise


def _break_ties(problem: Problem) -> None:
    """Give every choice its own small cost, so that equally good doses fall in a fixed order."""
    count = len(problem.templates)
    for (day, number), literal in problem.x.items():
        problem.penalise(Aim.TIE, literal, (number + day) % count)


def _hint(problem: Problem, answer: frozenset[tuple[int, int]]) -> None:
    problem.model.clear_hints()
    for key, literal in problem.x.items():
        problem.model.add_hint(literal, key in answer)


def _chosen(problem: Problem, solver: Any) -> frozenset[tuple[int, int]]:
    return frozenset(key for key, literal in problem.x.items() if solver.boolean_value(literal))
