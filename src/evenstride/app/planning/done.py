"""What the last weeks held, from the log, for the rules that compare a plan with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

from evenstride.core.ledger import Amount, sum_amounts
from evenstride.core.log import LogEntry
from evenstride.core.plan import Kind
from evenstride.core.training import WeekDone
from evenstride.plan.find import find_exercise
from evenstride.plan.history import is_training, kind_of
from evenstride.plan.ledger import FAST, JUMPS, count_ledger, fast_metres
from evenstride.plan.limits import LOOK_BACK_WEEKS

NO_FAST_RUNS = (
    None, Kind.STRENGTH, Kind.BIKE_SPRINTS, Kind.TECHNIQUE, Kind.RETURN_RUNS, Kind.TEMPO, Kind.EASY, Kind.PLAY,
    Kind.SPORT,
)  # fmt: skip
"""Kinds whose sessions hold no fast metres where nobody tells of any; None stands for the athlete's own words. Sport of
one's own is no part of the plan's metres either, so leaving it out on both sides compares like with like."""

NO_JUMPS = (
    Kind.ACCELERATION, Kind.MAX_VELOCITY, Kind.CHANGE_OF_DIRECTION, Kind.RESISTED, Kind.SPRINT_ENDURANCE,
    Kind.BIKE_SPRINTS, Kind.INTERVALS, Kind.RETURN_RUNS, Kind.TEMPO, Kind.EASY, Kind.PLAY, Kind.SPORT,
)  # fmt: skip
"""Kinds whose sessions hold neither jumps nor strength sets where nobody tells of any."""


def weeks_done(log: Sequence[LogEntry], start: date) -> tuple[WeekDone, ...]:
    """Return what the four weeks before a plan held, oldest first, each of seven days up to the eve of its start.

    A week tells an amount only if every session that may hold such work told its work: one session left open would make
    the week look small, and the limits that rise from it with it. A week with no session holds 0. Weeks that began
    before the first entry of all are left out, since nobody knows what was done then.

    Examples
    --------
    >>> monday = date(2026, 3, 2)
    >>> from evenstride.core.work import Work
    >>> run = Work("fly_run", 1, 4, distance=20.0, intensity=0.98)
    >>> fly = LogEntry(date(2026, 2, 3), "maximal velocity", work=(run,))
    >>> older = LogEntry(date(2026, 1, 5), "easy", minutes=30.0)
    >>> [week.fast_metres for week in weeks_done([older, fly], monday)]
    [80.0, 0.0, 0.0, 0.0]
    """
    first = min((entry.on for entry in log), default=start)
    weeks = (start - timedelta(weeks=number) for number in range(LOOK_BACK_WEEKS, 0, -1))
    return tuple(_week(log, monday) for monday in weeks if first <= monday)


def _week(log: Sequence[LogEntry], start: date) -> WeekDone:
    held = [one for one in log if start <= one.on < start + timedelta(weeks=1) and is_training(one)]
    amounts = [(entry, _amount(entry)) for entry in held]
    return WeekDone(
        start,
        fast_metres=_sum(amount.fast_metres if _tells_runs(entry) else None for entry, amount in amounts),
        intensity=_top(held),
        contacts=_sum(amount.contacts if _tells_sets(entry, _counts_jumps) else None for entry, amount in amounts),
        hard_sets=_sum(amount.hard_sets if _tells_sets(entry, _counts_sets) else None for entry, amount in amounts),
    )


def _amount(entry: LogEntry) -> Amount:
    counted = count_ledger("", [entry], {}, since=entry.on, until=entry.on)
    return sum_amounts(week.total for week in counted.weeks)


def _sum(amounts: Iterable[float | None]) -> float | None:
    told = list(amounts)
    # Shares of roles are fractions; whole metres and contacts stay whole.
    return None if None in told else round(sum((amount for amount in told if amount is not None), 0.0), 6)


def _tells_runs(entry: LogEntry) -> bool:
    """Whether the fast metres of a session are known: told, or of a kind that holds none."""
    if not entry.work:
        return kind_of(entry) in NO_FAST_RUNS
    speedy = kind_of(entry) not in NO_FAST_RUNS
    runs = [work for work in entry.work if work.distance is not None]
    # Run by run: the ledger leaves out what it cannot call fast, and a week must not look small for that.
    alone = [fast_metres(LogEntry(entry.on, entry.kind, work=(run,)), at_least=FAST) for run in runs]
    return not speedy or None not in alone


def _top(held: Sequence[LogEntry]) -> float | None:
    """Fastest run as a share of best speed; None without any, and where one fast run does not tell how fast."""
    runs = [(entry, work) for entry in held for work in entry.work if work.distance is not None]
    unsaid = any(work.intensity is None and kind_of(entry) not in NO_FAST_RUNS for entry, work in runs)
    unsaid = unsaid or not all(_tells_runs(entry) for entry in held)
    return None if unsaid else max((work.intensity for _, work in runs if work.intensity is not None), default=None)


_Counts = Callable[[LogEntry], bool]


def _tells_sets(entry: LogEntry, counts: _Counts) -> bool:
    return counts(entry) if entry.work else kind_of(entry) in NO_JUMPS


def _counts_jumps(entry: LogEntry) -> bool:
    """Whether every jump told says how often."""
    found = [(work, find_exercise(work.exercise)) for work in entry.work if work.contacts is None]
    jumps = [work for work, exercise in found if exercise is not None and exercise.pattern in JUMPS]
    return all(None not in (work.sets, work.reps) for work in jumps)


def _counts_sets(entry: LogEntry) -> bool:
    return all(work.sets is not None for work in entry.work if work.distance is None)
