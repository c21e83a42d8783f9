"""Use case: the one timed fly of a session in a block goes in at the track; nobody sees it before the check date."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from evenstride.app.blocks.sealed import Seal, find_seal, running_block
from evenstride.app.field.entry import enter_tests, question_lines
from evenstride.app.observe import FLYING_SPEEDS
from evenstride.app.wiring import local_day
from evenstride.core.athlete import Athlete
from evenstride.core.errors import InputError
from evenstride.core.log import LogEntry
from evenstride.core.protocol import find_protocol
from evenstride.store import Store


@dataclass(frozen=True, slots=True)
class SealedFly:
    """What a session page offers while times are sealed.

    Attributes
    ----------
    until : date
        The check date, from which the times are seen.
    test : str or None
        The flying test it is a trial of; None where the block is judged by another speed, which is not typed in.
    device : str
        What the block's baseline was timed with.
    """

    until: date
    test: str | None
    device: str

    @property
    def course(self) -> float | None:
        """Length of the fly, m; None where nothing is typed in."""
        return None if self.test is None else find_protocol(self.test).course


def sealed_fly(store: Store, athlete: Athlete, on: date) -> SealedFly | None:
    """Return what may be typed in while times are sealed, None where none are."""
    seal, kept = find_seal(store, athlete, on), running_block(store, athlete, on)
    if seal is None or kept is None or on < seal.since:
        return None
    test = next((one for one, name in FLYING_SPEEDS.items() if name == kept.noun.outcome), None)
    return SealedFly(seal.until, test, kept.noun.set_up.device)


def keep_sealed_fly(store: Store, athlete: Athlete, seconds: float, *, at: datetime) -> SealedFly:
    """Keep the time of today's fly.

    Raises
    ------
    InputError
        If no such time is sealed today, or it cannot be one.
    """
    on = local_day(at)
    offered = sealed_fly(store, athlete, on)
    if offered is None or offered.test is None or offered.course is None:
        raise InputError("no timed fly is sealed today", remedy="Keep the time with: evenstride import, or log it")
    slowest, fastest = find_protocol(offered.test).plausible
    if not offered.course / fastest <= seconds <= offered.course / slowest:
        raise InputError(
            f"{seconds:g} s is no time of a fly over {offered.course:g} m", remedy="Type it in seconds, like 2.41"
        )
    sheet = io.StringIO()
    rows = csv.writer(sheet, lineterminator="\n")
    rows.writerow(("athlete", "date", "test", "trial 1", "unit", "device"))
    rows.writerow((athlete.name, on.isoformat(), offered.test, f"{seconds:g}", "s", offered.device))
    # One trial is all that is asked for: no second one, and no comparison with another day, which would tell the time.
    entered = enter_tests(store, sheet.getvalue().encode(), name="sealed fly", at=at, checked=True)
    if entered.result is None:
        raise InputError("this time was not kept", why=" ".join(question_lines(entered.questions, most=1)))
    return offered


def veiled(log: Iterable[LogEntry], seal: Seal | None) -> tuple[LogEntry, ...]:
    """Return what was logged, without the times of reps while they are sealed."""
    return tuple(entry if seal is None or not _hides(seal, entry) else _without_times(entry) for entry in log)


def _hides(seal: Seal, entry: LogEntry) -> bool:
    return entry.on >= seal.since and (entry.logged_at is None or entry.logged_at >= seal.registered_at)


def _without_times(entry: LogEntry) -> LogEntry:
    return replace(entry, work=tuple(replace(one, times=()) for one in entry.work))
