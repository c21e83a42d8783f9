"""Use case: whether both sides grew together, and why speed may stand still."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from math import log

from evenstride.app.observe import Measured
from evenstride.app.planning.training import check_ins
from evenstride.app.trends import SpeedDays, growing_lengths, role_changes
from evenstride.core.athlete import LIMIT_VERDICT_AGE, Athlete
from evenstride.core.estimate import Draws, Missing
from evenstride.core.log import PAIN_SWAP, Feel, LogEntry
from evenstride.core.overview import Voices
from evenstride.core.plateau import Plateau, PlateauSigns
from evenstride.core.recording import Recording
from evenstride.core.roles import Role
from evenstride.core.training import CheckIn
from evenstride.plan.audit import was_grind
from evenstride.plan.history import is_training, kind_of
from evenstride.plan.ledger import fast_metres
from evenstride.science.capacity.together import Trends, compare_sides
from evenstride.science.change.progress import measure_outcome_change
from evenstride.science.diagnosis.plateau import judge_plateau
from evenstride.store import Store
from evenstride.words import say_plateau, say_together

LOG_WINDOW = timedelta(weeks=8)
FAST_SHARE = 0.95
FAST_WINDOW = timedelta(days=28)
TOLD_WINDOW = timedelta(days=14)
_HEAVY_SHARE = 0.5
_FELT_TOLD = 3


def describe_together(trends: Trends) -> Voices | None:
    """Say whether push and swing grew together; None before both have a baseline."""
    found = compare_sides(trends)
    return None if isinstance(found, Missing) else say_together(found)


def describe_plateau(store: Store, athlete: Athlete, measured: Measured, trends: Trends, *, on: date) -> Voices | None:
    """Say what kind of plateau this is; None before speed was seen on two days in one way."""
    found = find_plateau(store, athlete, measured, trends, on=on)
    return None if found is None else say_plateau(found)


def find_plateau(store: Store, athlete: Athlete, measured: Measured, trends: Trends, *, on: date) -> Plateau | None:
    """Judge what kind of plateau this is; None before speed was seen on two days in one way."""
    period = trends.period
    found = measured.speed(None if period is None else period[0])
    if found is None or found[1].days < 2 or found[1].assumed:
        return None
    speed, within = found
    signs = plateau_signs(
        trends,
        measure_outcome_change(within.dated, day_noise=speed.day_noise),
        [item.noun for item in measured.stored],
        store.log(athlete.name, since=on - LOG_WINDOW),
        within.dated,
        on=on,
        age=athlete.least_age_on(on),
        mornings=check_ins(store, athlete, since=on - TOLD_WINDOW + timedelta(days=1), until=on),
    )
    return judge_plateau(signs)


def plateau_signs(
    trends: Trends,
    speed_change: Draws | Missing,
    recordings: Sequence[Recording],
    log_entries: Sequence[LogEntry],
    speeds: SpeedDays,
    *,
    on: date,
    age: int | None,
    mornings: Sequence[CheckIn] = (),
) -> PlateauSigns:
    """Put together what the store knows of a standstill; what nobody told stays unknown."""
    since, changes = role_changes(trends)
    recent = [entry for entry in log_entries if on - TOLD_WINDOW < entry.on <= on]
    bodies = sorted((item.on, item.body.mass) for item in recordings if item.on and item.body.mass is not None)
    begin = since or min((day for day, _ in speeds), default=on)
    return PlateauSigns(
        speed=None if isinstance(speed_change, Missing) else speed_change,
        push=changes.get(Role.PUSH),
        swing=changes.get(Role.SWING),
        timing=changes.get(Role.TIMING),
        weeks=(on - begin).days / 7.0,
        fast_days=_fast_days(speeds, log_entries, on),
        load=load_change(log_entries, on),
        pain=any(pain.level >= PAIN_SWAP for entry in recent for pain in entry.pains) if recent else None,
        unwell=any(entry.all_red_flags for entry in recent) if recent else None,
        low_readiness=_felt_heavy(recent, mornings),
        growing=None if age is None else age < LIMIT_VERDICT_AGE or growing_lengths(recordings, age) is not None,
        conditions=_changed_conditions(recordings, begin, {day for day, _ in speeds}),
        age=age,
        mass=log(bodies[-1][1] / bodies[0][1]) if len({day for day, _ in bodies}) > 1 else None,
    )


def _fast_days(speeds: SpeedDays, entries: Sequence[LogEntry], on: date) -> int | None:
    """Days of the last four weeks with a run near own best, timed or logged; None where neither was kept."""
    window = on - FAST_WINDOW
    best = max((draws.point for day, draws in speeds if day <= on), default=0.0)
    timed = {day for day, draws in speeds if window < day <= on and draws.point >= FAST_SHARE * best}
    logged = [entry for entry in entries if window < entry.on <= on]
    if not logged:
        # Timed runs alone do not say what was not timed: no log means that exposure is not known.
        return None
    fast = {entry.on for entry in logged if _was_fast(entry)}
    return len(timed | fast)


def _was_fast(entry: LogEntry) -> bool:
    """Whether a session held a run near own best: by the metres told, else by its kind."""
    metres = fast_metres(entry, at_least=FAST_SHARE)
    kind = kind_of(entry)
    return metres > 0.0 if metres is not None else kind is not None and kind.is_speed


def load_change(entries: Sequence[LogEntry], on: date) -> float | None:
    """Natural log of minutes × effort of the last four weeks over the four before."""
    loads: list[float] = []
    for back in (0, 1):
        last = on - back * FAST_WINDOW
        told = [one for one in entries if last - FAST_WINDOW < one.on <= last and is_training(one)]
        known = [one.minutes * one.rpe for one in told if one.minutes is not None and one.rpe is not None]
        if not known or len(known) < len(told):
            return None
        loads.append(sum(known))
    return log(loads[0] / loads[1]) if min(loads) > 0.0 else None


def _felt_heavy(recent: Sequence[LogEntry], mornings: Sequence[CheckIn]) -> bool | None:
    """Whether half of what was told of runs, sessions and mornings was heavy; None before three were told."""
    told = [heavy for entry in recent if (heavy := _was_heavy(entry)) is not None]
    told += [morning.is_low for morning in mornings]
    return sum(told) >= _HEAVY_SHARE * len(told) if len(told) >= _FELT_TOLD else None


def _was_heavy(entry: LogEntry) -> bool | None:
    """By how the run felt, else by whether much effort came with little joy; None where neither was told."""
    return was_grind(entry) if entry.feel is None else entry.feel in (Feel.HEAVY, Feel.STUCK)


def _changed_conditions(recordings: Sequence[Recording], since: date, days: set[date]) -> tuple[str, ...] | None:
    """Name what differed between the timed runs of the period; None without two of them."""
    runs = [item for item in recordings if item.on is not None and item.on >= since and item.on in days]
    if len({item.on for item in runs}) < 2:
        return None
    kinds = {type(item) for item in runs}
    found: dict[str, None] = {}
    for kind in kinds:
        alike = [item for item in runs if type(item) is kind]
        for name, told in (
            ("start", {item.conditions.start for item in alike}),
            ("surface", {item.conditions.surface for item in alike} - {""}),
        ):
            if len(told) > 1:
                found[name] = None
    return tuple(sorted(found))
