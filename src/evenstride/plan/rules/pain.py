"""The pain ladder.

What
At 0 to 1: go. At 2 to 3: exercises that are hard on that tissue are swapped, runs that load it stay at 90 % or
less and there is no maximal velocity. At 4 and more, worse next morning, or the same place three sessions
running: nothing that loads it.

Why
Pain is information about load. Taking the load away early keeps the rest of the training possible.

Limits
Coaching practice; no clinician has read it yet. A place the words do not name counts as every place. Pains of
the newest log entry of two weeks count as today's. This is no medical judgement.

Sources
coaching practice
"""

from __future__ import annotations

from evenstride.core.plan import Kind, Plan, Request, Rule
from evenstride.plan.body import painful, sore
from evenstride.plan.limits import PAIN_INTENSITY
from evenstride.plan.problem import Problem, loads

RULE = Rule("pain", "The pain ladder", hard=True, sources=("coaching practice",))


def constrain(problem: Problem) -> None:
    """Forbid what loads a painful tissue and what is hard on a sore one."""
    stopped, swapped = painful(problem.request), sore(problem.request)
    problem.forbid(lambda template: loads(template, stopped))
    problem.forbid(
        lambda template: any(not swapped.isdisjoint(item.exercise.hard_on) for item in template.prescriptions)
    )
    problem.forbid(lambda template: template.kind is Kind.MAX_VELOCITY and loads(template, swapped))
    problem.forbid(lambda template: template.intensity > PAIN_INTENSITY and loads(template, swapped))


def explain(_plan: Plan, request: Request) -> str:
    """Say how the plan keeps this rule."""
    stopped, swapped = sorted(painful(request)), sorted(sore(request))
    if not stopped and not swapped:
        return "No pain to spare."
    parts = [f"nothing loads: {', '.join(stopped)}"] if stopped else []
    parts += [f"lighter work and no maximal velocity for: {', '.join(swapped)}"] if swapped else []
    return f"{'; '.join(parts)}.".capitalize()
