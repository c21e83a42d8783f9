"""From a request to a plan, or to the smallest set of rules and wishes that stand against it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from types import ModuleType

from evenstride.core.errors import InputError
from evenstride.core.plan import Clash, Kind, Plan, Request, Session
from evenstride.core.provenance import Provenance
from evenstride.plan.clash import explain_clash
from evenstride.plan.notes import tell_notes
from evenstride.plan.overload import prepare_loads
from evenstride.plan.problem import Problem
from evenstride.plan.search import Settings, active_rules, build_problem, search_plan
from evenstride.plan.sessions import prepare_session, sport_session, tell_reasons
from evenstride.plan.templates import REST
from evenstride.plan.way_back import check_limits

MOST_WEEKS = 4


def solve_plan(request: Request, *, settings: Settings | None = None) -> Plan | Clash:
    """Plan one to four weeks.

    The same request gives the same plan, whatever the order of its kit, pains and log. Levels of the objective are
    strict: a usual week, then emphasis, variety and spacing, dose, joy, and a tie-break.

    Parameters
    ----------
    request : Request
        Everything the plan depends on.
    settings : Settings, optional
        How hard to search.

    Returns
    -------
    Plan or Clash
        A plan that keeps every hard rule; or the smallest clashing set of rules and wishes.

    Raises
    ------
    InputError
        If weeks, minutes, wishes, pains, limits or speed are outside their range, or a limit is not understood.

    Examples
    --------
    >>> from datetime import date, timedelta
    >>> from evenstride.core.athlete import Level
    >>> monday = date(2026, 1, 5)
    >>> free = {monday + timedelta(days=day): 60.0 for day in range(7)}
    >>> plan = solve_plan(Request(monday, 1, Level.RECREATIONAL, free), settings=Settings(first_feasible=True))
    >>> len({session.on for session in plan.sessions})
    7
    """
    check_request(request)
    chosen = Settings() if settings is None else settings
    problem = build_problem(request, active_rules(request))
    if problem.stopped:
        return _plan(request, (), (problem.stopped,), stopped=True)
    answer, proven = search_plan(problem, chosen)
    if answer is None:
        return explain_clash(request)
    sessions = prepare_loads(_sessions(problem, answer), request)
    return _plan(request, sessions, tell_notes(request, sessions), proven=proven)


def solve_with(request: Request, more: Sequence[ModuleType], *, settings: Settings) -> Plan:
    """Return the best plan that also keeps these rules; they must leave one.

    Raises
    ------
    InputError
        If they leave none.
    """
    problem = build_problem(request, (*active_rules(request), *more))
    answer, proven = search_plan(problem, settings)
    if answer is None:
        raise InputError("no plan keeps all of this", remedy="Ask for less")
    sessions = _sessions(problem, answer)
    return _plan(request, sessions, tell_notes(request, sessions), proven=proven)


def check_request(request: Request) -> None:
    """Refuse what no plan can be made from.

    Raises
    ------
    InputError
        Naming the value, why, and what to change.
    """
    if not 1 <= request.weeks <= MOST_WEEKS:
        raise InputError(f"weeks is {request.weeks}", why="A plan covers 1 to 4 weeks", remedy="Ask for 1, 2, 3 or 4")
    for day, minutes in request.available.items():
        if not 0.0 <= minutes <= 1440.0:
            raise InputError(f"{minutes} minutes on {day}", remedy="Give 0 to 1440 minutes a day")
    for name in ("max_speed_sessions", "min_speed_sessions"):
        wish = getattr(request, name)
        if wish is not None and not 0 <= wish <= 7:
            raise InputError(f"{name} is {wish}", remedy="Give 0 to 7 speed sessions a week")
    for pain in request.pains:
        if not 0 <= pain.level <= 10:
            raise InputError(f"pain in {pain.place} is {pain.level}", remedy="Give 0 (none) to 10 (worst)")
    if request.come_back is not None:
        check_limits(request.come_back.limits)
    if request.best_speed is not None and not (math.isfinite(request.best_speed) and request.best_speed > 0.0):
        raise InputError(f"best speed is {request.best_speed} m/s", remedy="Give a positive speed, or none")


def _sessions(problem: Problem, answer: frozenset[tuple[int, int]]) -> tuple[Session, ...]:
    """Return the chosen sessions in order, speed before strength on the same day."""
    used_up = {(day, problem.templates.index(REST)) for day in range(problem.days.start)}
    pairs = sorted(answer | used_up, key=lambda pair: (pair[0], problem.templates[pair[1]].kind is Kind.STRENGTH))
    counts: dict[Kind, int] = {}
    sessions: list[Session] = []
    for day, number in pairs:
        template = problem.templates[number]
        on = problem.date(day)
        if on in problem.request.sport and template.kind is Kind.REST:
            continue
        turn = counts[template.kind] = counts.get(template.kind, -1) + 1
        sessions.append(prepare_session(template, on, turn))
    sport = {
        on: one for on, one in problem.request.sport.items() if problem.date(0) <= on <= problem.date(problem.days[-1])
    }
    sessions += [sport_session(on, one) for on, one in sport.items()]
    # One's own sport comes after what is trained on its day, or hours apart from it.
    return tell_reasons(sorted(sessions, key=lambda one: (one.on, one.kind is Kind.SPORT)), problem.request)


def _plan(
    request: Request,
    sessions: tuple[Session, ...],
    notes: tuple[str, ...],
    *,
    proven: bool = False,
    stopped: bool = False,
) -> Plan:
    codes = tuple(rule.RULE.code for rule in active_rules(request))
    content = {
        "start": request.start,
        "weeks": request.weeks,
        "sessions": [item.id for item in sessions],
        "steps": [item.step for session in sessions for item in session.prescriptions],
        "notes": notes,
    }
    name = Provenance(kind="plan", method="evenstride.plan.solve_plan", parameters=content).id
    return Plan(request.start, request.weeks, sessions, codes, notes, proven=proven, stopped=stopped, id=name)
