"""Back from an injury, step by step.

What
On the way back a plan holds what its step allows. Relearn: drills without running, easy movement without landing hard,
quiet play. Load: strength too. Spring: low jumps too. Run: return runs at 70 % or less, never on days in a row, the
first at 50 % or less and each at most ten points faster than any before it. Sprint: return runs up to 90 %. Perform:
speed sessions again, the first two with half the usual metres at 95 % or less. Sprint and perform need a clinician's
tick; without it the step before goes on. Any pain in the place keeps jumps and runs away and the load off it; one that
was worse next morning takes a step back.

Why
A tissue learns load in steps; speed comes last, and running again is pain-free.

Limits
The run stages are those of a summary of a hamstring talk, the rest is coaching practice. Steps are moved by athlete and
clinician; software tracks them and never says that somebody may play. With the tick strength goes on at a pain of 1 to
3; from 4 the pain ladder holds, and strength with it belongs to the clinician's own session.

Sources
hickey_yt, hickey2020
"""

from __future__ import annotations

from datetime import date

from evenstride.core.plan import Kind, Plan, Request, Rule
from evenstride.core.training import Stage
from evenstride.plan.history import speed_since
from evenstride.plan.limits import (
    FIRST_SPEED_SESSIONS,
    RETURN_RUN_FIRST,
    RETURN_RUN_RISE,
    RETURN_RUN_TOP,
)
from evenstride.plan.movements import is_run
from evenstride.plan.problem import Aim, Problem
from evenstride.plan.small_first import follow_small_ones
from evenstride.plan.templates import Template
from evenstride.plan.way_back import STEPS, is_spared, pains_there, speed_of, stage_today, suits

RULE = Rule("come-back", "Back from an injury, step by step", hard=True, sources=("hickey_yt", "hickey2020"))


def constrain(problem: Problem) -> None:
    """Keep to the step: kinds, exercises and speed; days between return runs; small sessions first."""
    stage, back = stage_today(problem.request), problem.request.come_back
    if stage is None or back is None:
        return
    problem.forbid(lambda template: not _belongs(template, stage, problem.request))
    _keep_days_between(problem)
    if stage in RETURN_RUN_FIRST:
        _rise_slowly(problem, stage)
    _prefer_the_top(problem, RETURN_RUN_TOP.get(stage, RETURN_RUN_TOP[Stage.SPRINT]))
    if stage is Stage.PERFORM:
        _start_small(problem, back.since)


def forbids(template: Template, request: Request) -> bool:
    """Whether a session is above the step of today."""
    stage = stage_today(request)
    return stage is not None and not _belongs(template, stage, request)


def _belongs(template: Template, stage: Stage, request: Request) -> bool:
    step = STEPS[stage]
    if template.kind not in step.kinds:
        return False
    supervised = request.come_back is not None and request.come_back.ticked is not None
    tolerated = supervised and template.kind is Kind.STRENGTH
    for item in template.prescriptions:
        runs = item.dose.distance is not None or is_run(item.exercise)
        if not suits(item.exercise, stage) or (not tolerated and is_spared(item.exercise, request)):
            return False
        if stage is not Stage.PERFORM and runs and (template.kind is not Kind.RETURN_RUNS or speed_of(item) > step.top):
            return False
    return True


def _keep_days_between(problem: Problem) -> None:
    for day in problem.days:
        returns, before = problem.is_kind(day, Kind.RETURN_RUNS), problem.is_kind(day - 1, Kind.RETURN_RUNS)
        problem.add(returns + before <= 1)
        problem.add(returns + problem.speed(day - 1) <= 1)
        problem.add(before + problem.speed(day) <= 1)


def _rise_slowly(problem: Problem, stage: Stage) -> None:
    """Let a faster run follow only after one a rise below it, planned or logged in this step."""
    begins = _begins(problem.request, stage)

    def returns(item: Template, least: float) -> bool:
        return item.kind is Kind.RETURN_RUNS and item.intensity >= least - 1e-9

    for number, item in enumerate(problem.templates):
        if returns(item, begins) and item.intensity > begins + 1e-9:
            for day in problem.days:
                least = item.intensity - RETURN_RUN_RISE
                slower = [one for past in problem.days if past < day for one in problem.chosen(
                    past, lambda other, least=least: returns(other, least))]  # fmt: skip
                problem.add(problem.x[day, number] <= sum(slower))


def _prefer_the_top(problem: Problem, top: float) -> None:
    """Prefer runs near the fastest of the step: the emphasis must not choose their speed by the minutes they take.

    Two steps of ten points weigh most, which is less than a session that is lacking.
    """

    def slow(item: Template) -> int:
        return min(round(10.0 * max(top - item.intensity, 0.0)), 2) if item.kind is Kind.RETURN_RUNS else 0

    problem.penalise(Aim.WEEK, problem.total(problem.days, slow))


def _begins(request: Request, stage: Stage) -> float:
    """Return the fastest run that may stand on the first day: a rise above what this step has held without pain."""
    back = request.come_back
    if back is None or back.stage is not stage:
        return RETURN_RUN_TOP[stage]
    told = [one for one in request.log if back.since <= one.on <= request.start and not pains_there(back, one.pains)]
    done = [work.intensity for one in told for work in one.work if work.distance and work.intensity is not None]
    return max((RETURN_RUN_FIRST[stage], *(one + RETURN_RUN_RISE for one in done)))


def _start_small(problem: Problem, since: date) -> None:
    """Let an ordinary speed session follow only after the small ones of this step, planned or logged."""
    lacking = FIRST_SPEED_SESSIONS - len(speed_since(problem.request, since))
    if lacking > 0:
        follow_small_ones(problem, lacking, lambda item: item.kind is not Kind.BIKE_SPRINTS)


def explain(plan: Plan, request: Request) -> str:
    """Say how the plan keeps this rule."""
    stage = stage_today(request)
    if stage is None:
        return "No way back is being followed."
    top = max((speed_of(item) for session in plan.sessions for item in session.prescriptions), default=0.0)
    runs = f"the fastest run is at {100 * top:.0f} %" if top > 0.0 else "nothing here runs"
    return f"Step {stage.number} of {len(Stage)}, {stage}: {runs}."
