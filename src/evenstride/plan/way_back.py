"""The way back from an injury: what each step allows, and a physio's limits, the strictest of several."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from evenstride.core.errors import InputError
from evenstride.core.exercise import Exercise, Impact, Pattern, Quality
from evenstride.core.log import Pain
from evenstride.core.plan import Kind, Prescription, Request
from evenstride.core.training import ComeBack, PhysioLimits, Stage
from evenstride.plan.body import tissues_of, told_pains
from evenstride.plan.limits import EASY_SHARE, JOG_SPEED, RETURN_RUN_TOP
from evenstride.plan.movements import banned_codes, is_run, is_spring, near_movements, unknown_movements

_SOFT = (Kind.EASY, Kind.TECHNIQUE, Kind.PLAY)
_NO_LOAD = (Quality.MOBILITY, Quality.ENERGY)
"""Easy movement is no load that pain in the place of the injury takes away before the pain ladder does."""


@dataclass(frozen=True, slots=True)
class Step:
    """What one step of the way back allows.

    Attributes
    ----------
    kinds : tuple of Kind
        Session kinds.
    springs : Impact
        Hardest landing of a jump; none where nothing jumps.
    top : float
        Fastest run, share of best speed; 0 where nothing runs.
    """

    kinds: tuple[Kind, ...]
    springs: Impact
    top: float


STEPS: Mapping[Stage, Step] = {
    Stage.RELEARN: Step(_SOFT, Impact.NONE, 0.0),
    Stage.LOAD: Step((*_SOFT, Kind.STRENGTH), Impact.NONE, 0.0),
    Stage.SPRING: Step((*_SOFT, Kind.STRENGTH), Impact.LOW, 0.0),
    Stage.RUN: Step((*_SOFT, Kind.STRENGTH, Kind.RETURN_RUNS), Impact.LOW, RETURN_RUN_TOP[Stage.RUN]),
    Stage.SPRINT: Step((*_SOFT, Kind.STRENGTH, Kind.RETURN_RUNS), Impact.MODERATE, RETURN_RUN_TOP[Stage.SPRINT]),
    Stage.PERFORM: Step(tuple(Kind), Impact.HIGH, math.inf),
}


def pains_there(back: ComeBack, pains: Sequence[Pain]) -> tuple[Pain, ...]:
    """Return those of some pains that are felt in the place of the injury, none of level 0."""
    there = set(tissues_of(back.place))
    return tuple(pain for pain in pains if pain.level > 0 and not there.isdisjoint(tissues_of(pain.place)))


def stage_today(request: Request) -> Stage | None:
    """Return the step a plan may use; None without an injury to come back from.

    A step without its tick leaves the step before. Any pain in the place keeps jumps and runs away; one that was worse
    next morning takes one step back besides.

    Examples
    --------
    >>> from evenstride.core.athlete import Level
    >>> back = ComeBack("hamstring", Stage.SPRINT, date(2026, 1, 1))
    >>> stage_today(Request(date(2026, 1, 5), 1, Level.TRAINED, {}, come_back=back))
    <Stage.RUN: 'run'>
    """
    back = request.come_back
    if back is None:
        return None
    reached, felt = back.open_stage, pains_there(back, told_pains(request))
    if any(pain.worse_next_morning for pain in felt):
        reached = reached.before or reached
    return min(reached, Stage.LOAD, key=lambda one: one.number) if felt else reached


def is_spared(exercise: Exercise, request: Request) -> bool:
    """Whether an exercise waits because its tissue hurts: strength and drills that load the place of the injury."""
    back = request.come_back
    if back is None or exercise.quality in _NO_LOAD or not pains_there(back, told_pains(request)):
        return False
    return not set(tissues_of(back.place)).isdisjoint(exercise.loads)


def suits(exercise: Exercise, stage: Stage) -> bool:
    """Whether an exercise belongs to a step, in the session kinds that step allows."""
    step = STEPS[stage]
    if stage is Stage.PERFORM:
        return True
    if is_run(exercise):
        return exercise.pattern is Pattern.RUN and step.top > 0.0
    if is_spring(exercise):
        return Impact.NONE.step < exercise.impact.step <= step.springs.step
    return exercise.impact.step <= Impact.LOW.step


def way_back_opens(request: Request) -> Callable[[Exercise], bool]:
    """Return the test whether step, pain and a physio's bans of any day leave an exercise open."""
    stage, back = stage_today(request), request.come_back
    if stage is None or back is None:
        return lambda _: True
    banned, tolerated = banned_codes(_banned(back.limits)), back.ticked is not None
    hurting = bool(pains_there(back, told_pains(request))) and not tolerated

    def opens(exercise: Exercise) -> bool:
        spared = hurting and is_spared(exercise, request)
        return suits(exercise, stage) and not spared and exercise.code not in banned

    return opens


def limit_on(request: Request, on: date) -> PhysioLimits:
    """Return what all limits together allow on a day: the lowest speed, the fewest metres, every ban.

    Examples
    --------
    >>> from evenstride.core.athlete import Level
    >>> limits = (PhysioLimits(0.8), PhysioLimits(metres=300.0, banned=("jump",), until=date(2026, 1, 5)))
    >>> back = ComeBack("calf", Stage.SPRINT, date(2026, 1, 1), limits=limits)
    >>> asks = Request(date(2026, 1, 5), 1, Level.TRAINED, {}, come_back=back)
    >>> limit_on(asks, date(2026, 1, 5)).metres, limit_on(asks, date(2026, 1, 6)).metres
    (300.0, None)
    """
    told = () if request.come_back is None else request.come_back.limits
    holding = [one for one in told if one.holds_on(on)]
    return PhysioLimits(
        min((one.speed_share for one in holding if one.speed_share is not None), default=None),
        min((one.metres for one in holding if one.metres is not None), default=None),
        _banned(holding),
    )


def limits_by_day(request: Request) -> Mapping[PhysioLimits, list[int]]:
    """Return the days of a plan, counted from 0, by what a physio allows on them; free days are left out."""
    found: dict[PhysioLimits, list[int]] = {}
    for day in range(7 * request.weeks):
        limit = limit_on(request, request.start + timedelta(days=day))
        if limit != PhysioLimits():
            found.setdefault(limit, []).append(day)
    return found


def speed_of(item: Prescription) -> float:
    """Return how fast a prescription runs at most, share of best speed; 0 without running.

    A jog counts as `EASY_SHARE`; runs and chases that do not say how fast count as 1.
    """
    if item.dose.distance is None and not is_run(item.exercise):
        return 0.0
    if item.dose.intensity is not None:
        return item.dose.intensity
    return EASY_SHARE if _is_jog(item) else 1.0


def metres_of(item: Prescription) -> float:
    """Return how many metres a prescription runs, run-in included; infinite where they cannot be counted."""
    dose, times = item.dose, item.dose.sets * item.dose.reps
    if dose.distance is not None:
        return times * (dose.distance + (0.0 if dose.run_in is None else dose.run_in))
    if not is_run(item.exercise):
        return 0.0
    return times * dose.duration * JOG_SPEED if dose.duration is not None and _is_jog(item) else math.inf


def oversteps(prescriptions: Sequence[Prescription], limit: PhysioLimits) -> bool:
    """Whether a session does what a physio's limit forbids."""
    if limit.speed_share is not None and any(speed_of(item) > limit.speed_share + 1e-9 for item in prescriptions):
        return True
    if limit.metres is not None and sum(metres_of(item) for item in prescriptions) > limit.metres + 1e-9:
        return True
    banned = banned_codes(limit.banned)
    return any(item.exercise.code in banned for item in prescriptions)


def check_limits(limits: Sequence[PhysioLimits]) -> None:
    """Refuse limits that could not be kept as they were meant.

    Raises
    ------
    InputError
        For a word that names no movement, with near ones, and for figures outside their range.
    """
    for limit in limits:
        if limit.speed_share is not None and not 0.0 < limit.speed_share <= 1.0:
            raise InputError(
                f"a limit of {100.0 * limit.speed_share:g} % speed", remedy="Give more than 0, up to 100 %"
            )
        if limit.metres is not None and not (math.isfinite(limit.metres) and limit.metres >= 0.0):
            raise InputError(f"a limit of {limit.metres:g} metres", remedy="Give 0 or more metres a session")
        for word in unknown_movements(limit.banned):
            near = near_movements(word)
            raise InputError(
                f"'{word}' names no movement the planner knows",
                why="A limit that is not understood could not be kept",
                remedy=f"Did you mean {', '.join(near)}?"
                if near
                else f"Name an exercise, or one of: {', '.join(Pattern)}",
            )


def _is_jog(item: Prescription) -> bool:
    return item.exercise.pattern in (Pattern.AEROBIC, Pattern.MOBILITY) and not item.exercise.playful


def _banned(limits: Sequence[PhysioLimits]) -> tuple[str, ...]:
    return tuple(sorted({word for limit in limits for word in limit.banned}))
