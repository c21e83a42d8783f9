"""The contacts of a measured trial one by one: events, forces, and how the leg moved in the stride they begin."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from types import ModuleType

import numpy as np

from evenstride.core.contact_table import EDGE, HALF_SEEN, ODD, POINTS, TOE_DRAG, ContactRow, ContactTable
from evenstride.core.estimate import Array, Missing
from evenstride.core.motion import LONGEST_STEP, Motion
from evenstride.core.recording import Contact
from evenstride.core.run import Flag
from evenstride.core.stance import Stance, Trial
from evenstride.core.units import GRAVITY
from evenstride.science.motion.metrics import motion_metrics, refused_at
from evenstride.science.plates.stance_metrics import stance_metrics

NAN = float("nan")
OF_WHOLE = (EDGE, TOE_DRAG, ODD)
CLOSE = 0.005
"""s within which an event and a remark speak of one contact: remarks are rounded to 10 ms (judgement)."""


def list_contacts(
    trial: Trial | None, motion: Motion | None, contacts: Sequence[Contact], *, athlete: str, on: date | None
) -> ContactTable:
    """Put the contacts of a trial in rows.

    Parameters
    ----------
    trial : Trial or None
        Where there are plates; its contacts are the rows, and those cut by the file are rows without their event.
    motion : Motion or None
        Where there are points of the body.
    contacts : sequence of Contact
        In time order; the rows where there are no plates.
    athlete, on
        Whose run it is, and its day.

    Examples
    --------
    >>> from evenstride.core.roles import Side
    >>> steps = [Contact(side, 0.3 * i, 0.3 * i + 0.2) for i, side in enumerate((Side.LEFT, Side.RIGHT, Side.LEFT))]
    >>> found = list_contacts(None, None, steps, athlete="Noa", on=None)
    >>> [round(row.flight, 2) for row in found.rows], found.swings
    ([0.1, 0.1, nan], (-1, 0, -1))
    """
    rows = _of_plates(trial) if trial is not None else [_row(one, {}) for one in contacts]
    moved = _of_strides(motion)
    rows = [(_with(row, moved.get(round(row.touchdown, 6))), force) for row, force in rows]
    # What the beginning of the file cuts has no touchdown and comes first.
    rows.sort(key=lambda one: one[0].touchdown if np.isfinite(one[0].touchdown) else -1.0)
    flags = (*(trial.flags if trial is not None else ()), *(motion.flags if motion is not None else ()))
    steps = _steps([row for row, _ in rows])
    after = [following if step else None for (following, _), step in zip(rows[1:], steps, strict=True)]
    done = tuple(_finished(row, following, flags) for (row, _), following in zip(rows, [*after, None], strict=False))
    known = {name for row in done for name, value in row.values.items() if np.isfinite(value)}
    every = (*stance_metrics(), *motion_metrics())
    force = np.array([force for _, force in rows]).reshape(len(rows), POINTS)
    swings = tuple(at - 1 if 0 < at < len(done) - 1 and steps[at - 1] and steps[at] else -1 for at in range(len(done)))
    return ContactTable(athlete, on, done, tuple(name for name in every if name in known), force, swings)


def _of_plates(trial: Trial) -> list[tuple[ContactRow, Array]]:
    rows = [_stance(one) for one in trial.stances]
    # A contact the file cuts has no length; where it begins or ends is all that is known of it.
    for flag in trial.flags:
        if flag.code == HALF_SEEN and flag.at is not None:
            row = ContactRow(None, flag.at if flag.at > 0.0 else NAN, NAN, NAN, NAN, {}, (HALF_SEEN,))
            rows.append((row, np.full(POINTS, NAN)))
    return rows


def _stance(one: Stance) -> tuple[ContactRow, Array]:
    contact_length = NAN if one.speed is None else one.speed * one.contact_time
    values = _values(stance_metrics() if np.isfinite(one.mass) else {}, one)
    times = np.linspace(one.touchdown, one.toe_off, POINTS)
    force = np.interp(times, one.times, one.force[:, 2]) / (one.mass * GRAVITY)
    return ContactRow(one.side, one.touchdown, one.toe_off, NAN, contact_length, values), force


def _row(one: Contact, values: Mapping[str, float]) -> tuple[ContactRow, Array]:
    toe_off = NAN if one.toe_off is None else one.toe_off
    length = NAN if one.speed is None else one.speed * (toe_off - one.touchdown)
    return ContactRow(one.side, one.touchdown, toe_off, NAN, length, values), np.full(POINTS, NAN)


def _of_strides(motion: Motion | None) -> dict[float, dict[str, float]]:
    """Return the values of each stride by its touchdown."""
    if motion is None:
        return {}
    strides = motion.strides()
    if not strides:
        return {}
    usual = float(np.median([stride.stride_time for stride in strides]))
    metrics = {name: one for name, one in motion_metrics().items() if refused_at(motion, usual, one) is None}
    return {round(stride.touchdown, 6): _values(metrics, stride) for stride in strides}


def _values(metrics: Mapping[str, ModuleType], of: object) -> dict[str, float]:
    found: dict[str, float] = {}
    for name, module in metrics.items():
        compute: Callable[[object], float | Missing] = module.compute
        value = compute(of)
        if not isinstance(value, Missing):
            found[name] = float(value)
    return found


def _with(row: ContactRow, more: Mapping[str, float] | None) -> ContactRow:
    values = {**row.values, **(more or {})}
    return ContactRow(row.side, row.touchdown, row.toe_off, row.flight, row.contact_length, values, row.flags)


def _steps(rows: Sequence[ContactRow]) -> list[bool]:
    """Return of every two contacts in a row whether they make a step: two feet, and no contact between missed."""
    times = [other.touchdown - one.touchdown for one, other in pairwise(rows)]
    seen = [time for time in times if np.isfinite(time)]
    longest = LONGEST_STEP * float(np.quantile(seen, 0.25)) if seen else 0.0
    return [
        None not in (one.side, other.side) and one.side is not other.side and time <= longest
        for (one, other), time in zip(pairwise(rows), times, strict=True)
    ]


def _finished(row: ContactRow, following: ContactRow | None, flags: Sequence[Flag]) -> ContactRow:
    flight = NAN if following is None else following.touchdown - row.toe_off
    told = {flag.code for flag in flags if flag.at is not None and flag.code in OF_WHOLE and _same(flag.at, row)}
    codes = (*row.flags, *(code for code in OF_WHOLE if code in told))
    return ContactRow(row.side, row.touchdown, row.toe_off, flight, row.contact_length, row.values, codes)


def _same(at: float, row: ContactRow) -> bool:
    return abs(at - row.touchdown) < CLOSE
