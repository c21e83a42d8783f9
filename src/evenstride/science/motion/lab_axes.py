"""Turning a laboratory so that +x is the way the athlete runs, +y to the left and +z up."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from evenstride.core.errors import FitError
from evenstride.core.estimate import Array
from evenstride.core.signal import Markers, Plate, Signal
from evenstride.science.stretches import stretches

LEAST_TRAVEL = 0.5
"""m that markers must move to show which way the athlete runs (judgement: more than anybody sways on a treadmill)."""

LEAST_SPEED = 0.3
"""m/s; markers that travel slower may belong to somebody who drifts on a treadmill (judgement)."""

LONGER_THAN_A_BELT = 3.0
"""m; who travelled further was on no treadmill, however long the file waits for the run (judgement)."""

LEAST_LOAD = 100.0
"""N of vertical force from which a plate counts as loaded here (judgement)."""

DRIVES_THROUGHOUT = 0.2
"""Weight of the whole horizontal impulse against the difference of its halves: it decides only for a runner who does
not brake at all (judgement)."""

SHORTEST_LOAD = 0.05
"""s; what is shorter shows no direction (judgement)."""


@dataclass(frozen=True, slots=True, eq=False)
class Faced:
    """A signal in running axes.

    Attributes
    ----------
    turn : ndarray, shape (3, 3)
        Rows are forward, left and up in the laboratory's axes.
    how : str
        What showed the running direction, as a sentence.
    by_markers : bool
        Whether that were markers that travelled.
    """

    signal: Signal
    turn: Array
    how: str
    by_markers: bool = False


def face_forward(signal: Signal) -> Faced:
    """Turn a signal into running axes, with the direction found in the data.

    Parameters
    ----------
    signal : Signal
        In the laboratory's axes.

    Raises
    ------
    FitError
        If nothing in it shows a direction.

    Notes
    -----
    Overground the direction is that in which the markers travelled; less than 3 m at less than 0.3 m/s may be drift on
    a belt and shows none. On the spot (a treadmill) it is the horizontal
    direction in which the force first brakes and then drives: the impulse of the second halves of all loads minus that
    of the first halves. A runner who only ever accelerates on plates without markers drives throughout; then the sum of
    both halves decides.

    Examples
    --------
    >>> ahead = np.zeros((100, 1, 3))
    >>> ahead[:, 0, 1] = -np.linspace(0.0, 4.0, 100)
    >>> faced = face_forward(Signal("Noa", Markers(("c7",), 100.0, ahead)))
    >>> float(faced.signal.markers.positions[-1, 0, 0])
    4.0
    """
    up = np.eye(3)[signal.up]
    forward, how = _by_markers(signal.markers, up)
    by_markers = forward is not None
    if forward is None:
        forward, how = _by_force(signal.plates, up)
    if forward is None and signal.markers is None and all(_vertical_alone(plate, up) for plate in signal.plates):
        forward, how = np.roll(up, 1), "No direction is needed: the force is vertical alone."
    if forward is None:
        raise FitError(
            "nothing shows which way the athlete runs",
            why="No marker travels half a metre, and no plate has a horizontal force",
            remedy="Export markers of the body with the trial, or the horizontal components of the force",
        )
    turn = np.array([forward, np.cross(up, forward), up], dtype=np.float64)
    return Faced(_turned(signal, turn), turn, how, by_markers)


def _by_markers(markers: Markers | None, up: Array) -> tuple[Array | None, str]:
    if markers is None or markers.positions.shape[0] < 2:
        return None, ""
    position = markers.positions
    seen = np.asarray(np.isfinite(position).all(axis=2), dtype=np.bool_)
    both = seen[1:] & seen[:-1]
    moved = np.where(both[:, :, np.newaxis], np.diff(position, axis=0), 0.0).sum(axis=1)
    # Mean of what is seen in two frames after each other: a marker that vanishes does not look like a step.
    travel = (moved / np.maximum(both.sum(axis=1), 1)[:, np.newaxis]).sum(axis=0)
    travel -= up * float(travel @ up)
    long = float(np.linalg.norm(travel))
    if long < LEAST_TRAVEL or (long < LONGER_THAN_A_BELT and long * markers.rate < LEAST_SPEED * len(position)):
        return None, ""
    return travel / long, f"Forward is where the markers travelled {long:.1f} m."


def _by_force(plates: tuple[Plate, ...], up: Array) -> tuple[Array | None, str]:
    push = np.zeros(3)
    for plate in plates:
        force = np.nan_to_num(plate.force)
        vertical = force @ up
        if not vertical.size:
            continue
        # What a plate that was not tared reads sideways would turn the direction.
        force = force - np.median(force[vertical <= np.quantile(vertical, 0.2)], axis=0)
        for begin, end in _loads(vertical, plate.rate):
            middle = (begin + end) // 2
            push += force[middle:end].sum(axis=0) - force[begin:middle].sum(axis=0)
            push += DRIVES_THROUGHOUT * force[begin:end].sum(axis=0)
    push -= up * float(push @ up)
    size = float(np.linalg.norm(push))
    return (push / size, "Forward is where the force drives after it has braked.") if size > 1e-6 else (None, "")


def _vertical_alone(plate: Plate, up: Array) -> bool:
    return bool(np.isnan(plate.force[:, up == 0.0]).all())


def _loads(vertical: Array, rate: float) -> list[tuple[int, int]]:
    unloaded = np.median(np.sort(vertical)[: max(1, len(vertical) // 5)])
    return [one for one in stretches(vertical - unloaded > LEAST_LOAD) if one[1] - one[0] > SHORTEST_LOAD * rate]


def _turned(signal: Signal, turn: Array) -> Signal:
    markers = signal.markers
    return replace(
        signal,
        up=2,
        markers=None if markers is None else replace(markers, positions=markers.positions @ turn.T),
        plates=tuple(_plate(plate, turn) for plate in signal.plates),
    )


def _plate(plate: Plate, turn: Array) -> Plate:
    # A plate that wrote its vertical force alone has it along one axis; the others stay unknown.
    known = np.isfinite(plate.force).all(axis=0)
    force = plate.force @ turn.T if known.all() else _known_only(plate.force, turn)
    return replace(
        plate,
        force=force,
        moment=None if plate.moment is None else plate.moment @ turn.T,
        corners=None if plate.corners is None else plate.corners @ turn.T,
    )


def _known_only(force: Array, turn: Array) -> Array:
    turned = np.full_like(force, np.nan)
    for row, direction in enumerate(turn):
        needed = np.abs(direction) > 1e-9
        if np.isfinite(force[:, needed]).all():
            turned[:, row] = force[:, needed] @ direction[needed]
    return turned
