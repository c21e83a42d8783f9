"""Use case: plan the coming weeks from diagnosis, answers, calendar and log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from evenstride.app.blocks.sealed import running_block
from evenstride.app.care.stop import newest_plan
from evenstride.app.care.way_back import come_back_of, way_ended
from evenstride.app.diagnose import diagnose_athlete
from evenstride.app.people import choose_athlete
from evenstride.app.planning.done import weeks_done
from evenstride.app.planning.training import is_low_on, is_low_week, outline_of, sport_days, training_of
from evenstride.app.results import made_by
from evenstride.core.athlete import Athlete, Intake
from evenstride.core.diagnosis import Diagnosis, Situation
from evenstride.core.estimate import Estimate
from evenstride.core.log import LogEntry, Pain
from evenstride.core.outline import OutlineWeek
from evenstride.core.plan import Clash, Kind, Plan, Request, Session
from evenstride.core.progress import Progress, no_progress
from evenstride.core.roles import Role
from evenstride.core.training import Phase
from evenstride.plan import solve_plan
from evenstride.plan.way_back import stage_today
from evenstride.store import Store
from evenstride.store.base import Stored
from evenstride.words import day, say_changes, say_logging, say_plan, say_readiness

STANDING_STILL = (Situation.APART, Situation.BOTH_UP_SPEED_FLAT, Situation.BOTH_FLAT)
"""What a diagnosis says of a plateau: speed level, whatever the sides do."""

MAKES_ANOTHER = ("level", "ready", "asked", "practice", "masters")
"""What a plan was made for that leaves nothing of it worth keeping once it is told otherwise; so does another step of
the way back."""


@dataclass(frozen=True, slots=True)
class PlanWish:
    """What is wished for this plan; None means as answered at the first start."""

    start: date
    weeks: int = 1
    days: tuple[int, ...] | None = None
    minutes: int | None = None
    kit: tuple[str, ...] | None = None
    speed_sessions: int | None = None
    pains: tuple[Pain, ...] = ()
    keep: bool = True
    """Whether sessions of the plan before stay where that is possible."""
    wished_kinds: Mapping[date, tuple[Kind, ...]] = field(default_factory=dict[date, tuple[Kind, ...]])
    emphasis: Mapping[Role, float] | None = None
    """Shares of role work to aim at instead of those the athlete's own diagnosis asks for."""


@dataclass(frozen=True, slots=True)
class PlanAnswer:
    """A plan, or the clash that forbids one, with what had to be assumed, and the plan before it."""

    plan: Plan | Clash
    notes: tuple[str, ...] = ()
    before: Plan | None = None
    request: Request | None = None
    """What was asked of the planner."""


def plan_athlete(
    store: Store, name: str | None, wish: PlanWish, *, at: datetime, progress: Progress = no_progress
) -> PlanAnswer:
    """Solve the plan and keep it; progress counts what is measured before, the search itself has no end to count to."""
    athlete = choose_athlete(store, name)
    diagnosis = diagnose_athlete(store, athlete.name, at=at, progress=progress)
    progress(0, 0)
    request = request_of(store, athlete, diagnosis, wish)
    before = newest_plan(store, athlete)
    made = solve_plan(request)
    notes = (say_readiness(athlete.intake.readiness if athlete.intake is not None else None),)
    if isinstance(made, Clash):
        return PlanAnswer(made, notes, request=request)
    making = made_by("plan", "constraint solver", [diagnosis.id], _parameters(request))
    plan = replace(made, diagnosis=diagnosis.id, id=making.id)
    store.save_result(making, plan, athlete=athlete.name, saved_at=at)
    if plan.stopped:
        return PlanAnswer(plan, request=request)  # Nothing stands beside it: no readiness, nothing that was planned.
    return PlanAnswer(plan, notes, before.noun if before is not None and request.keep else None, request)


def request_of(store: Store, athlete: Athlete, diagnosis: Diagnosis, wish: PlanWish) -> Request:
    """Put together everything a plan depends on, as it is known now."""
    # The day the plan begins counts too: what was done, felt or hurt this morning must shape it.
    log = store.log(athlete.name, until=wish.start + timedelta(days=1))
    swing_weeks = _swing_weeks(store, athlete, wish.start)
    request = prepare_request(athlete, diagnosis, wish, log=log, swing_weeks=swing_weeks)
    back, ended = come_back_of(store, athlete), way_ended(store, athlete, wish.start)
    request = replace(request, come_back=back, returned=ended if back is None else None)
    request = _as_trained(store, athlete, request, wish)
    running = running_block(store, athlete, wish.start)
    if running is None:
        return request
    # What was registered is what is trained: a diagnosis that moves meanwhile must not move the block.
    return replace(request, emphasis=running.noun.emphasis, named=running.noun.role)


def _as_trained(store: Store, athlete: Athlete, request: Request, wish: PlanWish) -> Request:
    """Add what was told of training, sport, recovery and the coming months, and what there is to keep."""
    training = training_of(store, athlete)
    outline = outline_of(store, athlete)
    weeks = () if outline is None else outline.following(wish.start, wish.weeks)
    # An outline made for another step of the way back speaks of speed this one does not: only its light weeks hold.
    alike = [None if outline is None or outline.stage is not stage_today(request) else week for week in weeks]
    away = () if outline is None else outline.away
    low = is_low_on(store, athlete, wish.start)
    before = newest_plan(store, athlete)
    request = replace(
        request,
        sport=sport_days(training, wish.start, wish.weeks),
        phases=_phases(weeks, tired=request.stuck and is_low_week(store, athlete, wish.start)),
        themes=tuple(None if week is None else week.theme for week in alike),
        shares=tuple(None if week is None else week.share for week in alike),
        tops=tuple(None if week is None else week.top for week in alike),
        available={on: minutes for on, minutes in request.available.items() if on not in away},
        low_recovery=low,
        done=weeks_done(request.log, wish.start),
    )
    if training is not None:
        request = replace(request, practice=training.practice, racing=training.racing, long_races=training.long_races)
    kept = () if before is None or not wish.keep else _holding(store, before, request)
    last = wish.start + timedelta(weeks=wish.weeks)
    # Return runs follow the step and what was felt at it, so each plan chooses them anew.
    stay = tuple(one for one in kept if wish.start <= one.on < last and one.kind is not Kind.RETURN_RUNS)
    return replace(request, keep=stay)


def _holding(store: Store, before: Stored[Plan], request: Request) -> tuple[Session, ...]:
    """Return the sessions of the plan before, none where it was made for somebody who may do less or other things."""
    made = store.chain(before.id)[0].provenance
    if made is None or _made_for(made.parameters) != _made_for(_parameters(request)):
        return ()
    return before.noun.sessions


def _made_for(told: Mapping[str, Any]) -> tuple[object, ...]:
    back = told.get("come_back")
    return (*(told.get(name) for name in MAKES_ANOTHER), back and back["stage"])


def _phases(weeks: Sequence[OutlineWeek | None], *, tired: bool) -> tuple[Phase, ...]:
    """Return what each week is for; a first week is light when recovery is low and progress has stopped (care.md)."""
    phases = [Phase.BUILD if week is None else week.phase for week in weeks]
    if tired and (not phases or phases[0] in (Phase.BUILD, Phase.AGGRESSIVE)):
        return (Phase.DELOAD, *phases[1:])
    return tuple(phases)


def prepare_request(
    athlete: Athlete, diagnosis: Diagnosis, wish: PlanWish, *, log: tuple[LogEntry, ...] = (), swing_weeks: int = 0
) -> Request:
    """Turn a person and a wish into what the planner needs.

    Health questions nobody has answered count as a yes: no all-out running before they are asked (care.md).
    """
    answers = Intake(on=wish.start) if athlete.intake is None else athlete.intake
    weekdays = answers.days if wish.days is None else wish.days
    minutes = answers.minutes if wish.minutes is None else wish.minutes
    days = [wish.start + timedelta(days=count) for count in range(7 * wish.weeks)]
    speed = diagnosis.speed_now
    return Request(
        start=wish.start,
        weeks=wish.weeks,
        level=athlete.level,
        available={on: float(minutes) for on in days if on.weekday() in weekdays},
        masters=athlete.is_masters(wish.start),
        age=athlete.least_age_on(wish.start),
        kit=answers.kit if wish.kit is None else wish.kit,
        emphasis=diagnosis.emphasis if wish.emphasis is None else wish.emphasis,
        named=diagnosis.named,
        pains=wish.pains,
        ready=answers.readiness is not None and not answers.readiness.any_yes,
        asked=answers.readiness is not None,
        situation=diagnosis.situation.value,
        stuck=diagnosis.situation in STANDING_STILL,
        log=log,
        min_speed_sessions=wish.speed_sessions,
        max_speed_sessions=wish.speed_sessions,
        swing_weeks=swing_weeks,
        best_speed=speed.value if isinstance(speed, Estimate) else None,
        enjoys=answers.enjoys,
        wished_kinds=wish.wished_kinds,
    )


def describe_plan(answer: PlanAnswer) -> tuple[str, ...]:
    """Return the plan as lines: a summary, then each day with its doses, goal and reasons."""
    lines = [*say_plan(answer.plan), *answer.notes]
    if answer.before is not None and not isinstance(answer.plan, Clash):
        lines += say_changes(answer.before, answer.plan)
    if isinstance(answer.plan, Clash) or answer.plan.stopped:
        return tuple(lines)
    for session in answer.plan.sessions:
        head = f"{session.on:%a} {day(session.on)}  {session.title}"
        lines += ["", f"{head} · {session.minutes:.0f} min" if session.minutes > 0.0 else head]
        for item in session.prescriptions:
            lines += [f"    {item.exercise.name}: {item.dose.text}", *([f"      {item.step}"] if item.step else [])]
        lines += [f"    {label}: {text}" for label, text in _why(session.goal, session.serves, session.reason) if text]
    command = say_logging(answer.plan.sessions)
    return (*lines, "", command) if command else tuple(lines)


def _swing_weeks(store: Store, athlete: Athlete, start: date) -> int:
    """Whole weeks of earlier plans that put swing first: swing work starts small and rises from there (care.md)."""
    days: set[date] = set()
    for kept in store.results("plan", athlete=athlete.name):
        plan = kept.noun
        if isinstance(plan, Plan) and plan.diagnosis and plan.start < start:
            served = store.result(plan.diagnosis).noun
            if isinstance(served, Diagnosis) and served.named is Role.SWING:
                covered = (plan.start + timedelta(days=count) for count in range(7 * plan.weeks))
                days.update(day for day in covered if day < start)
    return len(days) // 7


def _why(goal: str, serves: str, reason: str) -> tuple[tuple[str, str], ...]:
    return ("goal", goal), ("for", serves), ("why today", reason)


def _parameters(request: Request) -> dict[str, object]:
    """Everything the plan depends on, so that another request is another plan; of the log only its ids."""
    told = asdict(replace(request, log=(), available={}, sport={}, keep=(), wished_kinds={}))
    told["sport"] = {on.isoformat(): f"{one.name} {one.load}" for on, one in sorted(request.sport.items())}
    told["keep"] = [one.id for one in request.keep]
    days = {on.isoformat(): minutes for on, minutes in sorted(request.available.items())}
    wished = {on.isoformat(): list(kinds) for on, kinds in sorted(request.wished_kinds.items())}
    return {**told, "available": days, "wished_kinds": wished, "log": [entry.id for entry in request.log]}
