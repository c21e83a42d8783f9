"""Use case: copy a plan to a group; everybody gets the same days as far as their own rules allow, and own doses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from evenstride.app.care.stop import newest_plan
from evenstride.app.people import choose_athlete
from evenstride.app.planning.plan import PlanAnswer, PlanWish, plan_athlete
from evenstride.app.wiring import local_day
from evenstride.core.diagnosis import Diagnosis
from evenstride.core.errors import InputError, NotFoundError
from evenstride.core.group import Difference, GroupMember, GroupPlan, differing_days, kinds_by_day
from evenstride.core.plan import Clash, Kind, Plan
from evenstride.core.progress import Progress, no_progress
from evenstride.plan import why_not
from evenstride.store import Store
from evenstride.words import group_rows, say_group, say_member


@dataclass(frozen=True, slots=True)
class GroupWish:
    """Who follows whom; `with_emphasis` asks for the leader's share of push and swing work too."""

    leader: str
    members: tuple[str, ...]
    with_emphasis: bool = False


def copy_plan(store: Store, wish: GroupWish, *, at: datetime, progress: Progress = no_progress) -> GroupPlan:
    """Plan every member like the leader's newest plan, each by their own level, age, pains, kit, answers and log.

    Only days and kinds of session are copied, as a wish that gives way to every hard rule. Each plan is kept as the
    member's own newest plan, as if it had been asked for by `plan_athlete`.

    Raises
    ------
    NotFoundError
        If a name is not there, or the leader has no plan.
    InputError
        If the leader's plan was stopped or has begun already, or nobody is to follow.
    """
    leader = store.athlete(wish.leader)
    names = tuple(dict.fromkeys(store.athlete(name).name for name in wish.members))
    names = tuple(name for name in names if name != leader.name)
    if not names:
        raise InputError("nobody is to follow this plan", remedy=f"Name others than {leader.name} with --to")
    plan = _plan_to_follow(store, leader.name, on=local_day(at))
    emphasis = None
    if wish.with_emphasis:
        found = store.result(plan.diagnosis).noun
        emphasis = found.emphasis if isinstance(found, Diagnosis) else None
    asked = PlanWish(plan.start, plan.weeks, keep=False, wished_kinds=kinds_by_day(plan), emphasis=emphasis)
    members: list[GroupMember] = []
    for done, name in enumerate(names):
        progress(done, len(names))
        members.append(_member(name, plan, plan_athlete(store, name, asked, at=at)))
    return GroupPlan(leader.name, plan, tuple(members))


def describe_group(found: GroupPlan) -> tuple[str, ...]:
    """Return the coach view: a table of days and people, then what differs for whom and why."""
    return say_group(found)


def describe_members(found: GroupPlan) -> tuple[list[tuple[str, ...]], tuple[tuple[str, tuple[str, ...]], ...]]:
    """Return the table of days and people, names in its first row, and the lines on each member under their name."""
    rows = group_rows(found)
    return rows, tuple((one.athlete, tuple(say_member(one, len(rows) - 1))) for one in found.members)


def _plan_to_follow(store: Store, name: str, *, on: date) -> Plan:
    kept = newest_plan(store, choose_athlete(store, name))
    again = f"Plan again first: evenstride plan --athlete '{name}'"
    if kept is None:
        raise NotFoundError(f"{name} has no plan yet", remedy=again)
    if kept.noun.stopped:
        raise InputError(f"nothing is planned for {name} now", remedy="Copy the plan of somebody who trains")
    if kept.noun.start < on:
        raise InputError(f"the plan of {name} began on {kept.noun.start}", why="Days gone by are no plan", remedy=again)
    return kept.noun


def _member(name: str, group: Plan, answer: PlanAnswer) -> GroupMember:
    if isinstance(answer.plan, Clash) or answer.plan.stopped:
        return GroupMember(name, answer.plan, notes=answer.notes)
    return GroupMember(name, answer.plan, tuple(_differences(group, answer.plan, answer)), answer.plan.notes)


def _differences(group: Plan, own: Plan, answer: PlanAnswer) -> Iterator[Difference]:
    for on, wished, has in differing_days(group, own):
        yield Difference(on, wished, has, tuple(dict.fromkeys(_reasons(answer, on, wished, has))))


def _reasons(answer: PlanAnswer, on: date, wished: Sequence[Kind], has: Sequence[Kind]) -> Iterator[str]:
    for kind in wished:
        if kind not in has and kind is not Kind.REST and answer.request is not None and isinstance(answer.plan, Plan):
            yield why_not(answer.plan, answer.request, on, kind).text
