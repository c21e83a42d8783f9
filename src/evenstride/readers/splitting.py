"""Distances and times of one run → `Splits`, with the checks both layouts share."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from evenstride.core.errors import InputError
from evenstride.core.recording import Splits
from evenstride.readers.checks import FASTEST, place, require_increasing
from evenstride.readers.columns import Column
from evenstride.readers.sheet import Facts, Sheet
from evenstride.readers.table import Row

FEWEST_GATES = 2
"""Gates of a run: one time says nothing about how speed changes."""

_SLOWEST_RUN = 1.0
_MOST_GATES = 100


def splits(facts: Facts, pairs: Sequence[tuple[float, float]], cells: Sequence[tuple[Row, Column]]) -> Splits:
    """Return the splits of one run.

    Parameters
    ----------
    facts : Facts
        Athlete, day and circumstances; a reaction time among them is subtracted from every time.
    pairs : sequence of (distance in m, time in s)
        In the order of the file.
    cells : sequence of (Row, Column)
        Where each time stands, for messages.

    Raises
    ------
    InputError
        For fewer than two gates, distances or times that do not increase, and speeds no runner has.
    """
    if len(pairs) < FEWEST_GATES:
        raise InputError(
            f"the run of {facts['athlete']} has fewer than two gates",
            place=facts["origin"].place,
            why="One time says nothing about how speed changes",
            remedy="Give at least two gates a run, better four, or delete the run",
        )
    if len(pairs) > _MOST_GATES:
        raise InputError(
            f"the run of {facts['athlete']} has {len(pairs)} gates",
            place=facts["origin"].place,
            why=f"At most {_MOST_GATES} are read as gates",
            remedy="Export positions over time as a speed trace: columns 'time' and 'speed'",
        )

    def where(index: int) -> str:
        return place(*cells[index])

    distances, times = np.array(pairs, dtype=np.float64).T
    require_increasing(distances, where, what="distance")
    require_increasing(times, where, what="time")
    reaction = facts["conditions"].reaction_time
    if reaction is not None:
        times = times - reaction
    _require_running(distances, times, cells)
    return Splits(**facts, distances=distances, times=times)


def _require_running(distances: np.ndarray, times: np.ndarray, cells: Sequence[tuple[Row, Column]]) -> None:
    remedy = "Check the units in the headers, that times count from the start, and that headers are distances"
    if distances[0] <= 0.0 or times[0] <= 0.0:
        raise InputError(
            f"the first gate is at {distances[0]:g} m after {times[0]:g} s",
            place=place(*cells[0]),
            why="Both must be more than zero, after the reaction time is taken off",
            remedy="Leave the start line out and correct the time",
        )
    speeds = distances / times
    speeds[1:] = (distances[1:] - distances[:-1]) / (times[1:] - times[:-1])
    fastest = int(speeds.argmax())
    if speeds[fastest] > FASTEST:
        raise InputError(
            f"{speeds[fastest]:.3g} m/s up to the gate at {distances[fastest]:g} m",
            place=place(*cells[fastest]),
            why=f"No runner reaches {FASTEST:g} m/s",
            remedy=remedy,
        )
    if distances[-1] < _SLOWEST_RUN * times[-1]:
        raise InputError(
            f"{distances[-1]:g} m in {times[-1]:g} s",
            place=place(*cells[-1]),
            why=f"A mean below {_SLOWEST_RUN:g} m/s is no run",
            remedy=remedy,
        )


def reaction_note(sheet: Sheet) -> tuple[str, ...]:
    """Return the sentence about reaction times, none where the file has no such column."""
    if "reaction_time" not in sheet.columns:
        return ()
    return ("Reaction times were subtracted from the times; runs with one count as started from blocks.",)
