"""The role work follows the diagnosis.

What
The minutes of work per role come as near as possible, in each week, to the shares the diagnosis asks for; push
and swing equally when it cannot tell.

Why
What limits most gets most, as far as that is known.

Limits
Whole minutes are reckoned from the shares of each exercise, which are judgement. Days are chosen in steps of six
minutes, so that a minute more or less never costs a good day; doses then in steps of two.

Sources
coaching practice
"""

from __future__ import annotations

from evenstride.core.plan import Plan, Request, Rule
from evenstride.core.roles import Role
from evenstride.plan.cases import is_child
from evenstride.plan.problem import Aim, Problem
from evenstride.plan.swing_share import why_less_swing

STEP, FINE_STEP = 6, 2

RULE = Rule("emphasis", "The role work follows the diagnosis", hard=False, sources=("coaching practice",))


def constrain(problem: Problem) -> None:
    """Count, in steps, how far each role is from its share of the week's role work."""
    if is_child(problem.request):
        return
    shares = wanted_shares(problem.request)
    for week in problem.weeks:
        worked = {
            role: problem.total(week, lambda template, role=role: round(template.roles.get(role, 0.0)))
            for role in shares
        }
        whole = sum(worked.values())
        # Of two roles each lacks what the other has too much: counted once and doubled, that is proven faster.
        mirrored = len(shares) == 2 and sum(round(100 * share) for share in shares.values()) == 100
        counted = dict(list(shares.items())[:1]) if mirrored else shares
        for role, share in counted.items():
            distance = 100 * worked[role] - round(100 * share) * whole
            for aim, step in ((Aim.EMPHASIS, STEP), (Aim.DOSE, FINE_STEP)):
                off = problem.model.new_int_var(0, 1000, "")
                problem.add(100 * step * off >= distance - 100 * step // 2)
                problem.add(100 * step * off >= -distance - 100 * step // 2)
                problem.penalise(aim, off, 2 if mirrored else 1)


def wanted_shares(request: Request) -> dict[Role, float]:
    """Return the shares to aim at for every role asked for; push and swing half each when nothing is asked."""
    whole = sum(request.emphasis.values())
    if whole <= 0.0:
        return {Role.PUSH: 0.5, Role.SWING: 0.5}
    return {role: request.emphasis[role] / whole for role in Role if role in request.emphasis}


def explain(plan: Plan, request: Request) -> str:
    """Say how the plan keeps this rule."""
    shares = wanted_shares(request)
    done = {role: sum(session.roles.get(role, 0.0) for session in plan.sessions) for role in shares}
    whole = sum(done.values())
    if whole == 0.0:
        return "No role work in this plan."
    said = "; ".join(f"{role} {done[role] / whole:.0%} of the work, wanted {shares[role]:.0%}" for role in shares)
    return f"{said}. {why_less_swing(plan.sessions, request, shares)}".rstrip()
