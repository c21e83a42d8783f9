"""Rests between runs as they were told, held against what was planned, or against what fast runs ask for."""

from __future__ import annotations

from evenstride.core.log import LogEntry
from evenstride.core.plan import Session
from evenstride.core.work import Work
from evenstride.plan.history import kind_of
from evenstride.plan.ledger import is_fast_run
from evenstride.plan.limits import TABLE_REST, minimum_rest


def was_hurried(entry: LogEntry, planned: Session | None = None) -> bool | None:
    """Whether a rest of a session was shorter than planned; None where none was told that could be held against one.

    An exercise without a planned rest is held against the hard minimum of the plan's rules (`haugen2019`,
    `bogdanis1995`; science.md §7.4) if it was a fast run of a speed session.

    Examples
    --------
    >>> from datetime import date
    >>> runs = [Work("fly_run", 1, 4, distance=20.0, intensity=0.98, rest=rest) for rest in (60.0, 120.0, None)]
    >>> [was_hurried(LogEntry(date(2026, 3, 3), "maximal velocity", work=(one,))) for one in runs]
    [True, False, None]
    """
    pairs = [(work.rest, _least(work, entry, planned)) for work in entry.work]
    held = [(rest, least) for rest, least in pairs if rest is not None and least is not None]
    return any(rest < least for rest, least in held) if held else None


def _least(work: Work, entry: LogEntry, planned: Session | None) -> float | None:
    items = () if planned is None else planned.prescriptions
    rests = [one.dose.rest for one in items if one.exercise.code == work.exercise and one.dose.rest is not None]
    if rests:
        return min(rests)
    kind = kind_of(entry)
    if kind is None or kind not in TABLE_REST or not is_fast_run(work):
        return None
    return minimum_rest(kind, (work.distance or 0.0) + (work.run_in or 0.0))
