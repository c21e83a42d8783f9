"""Touchdown and toe_off from vertical force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evenstride.core.errors import FitError
from evenstride.core.estimate import Array
from evenstride.core.run import Flag
from evenstride.core.signal import Plate
from evenstride.core.units import GRAVITY
from evenstride.science.plates.zero import CUT_OFF, Zeroed, zero_plate
from evenstride.science.stretches import stretches

LEAST_THRESHOLD = 20.0
"""N at which a foot counts as down; the criterion the literature's contact times mostly use (science.md §9.1)."""

NOISES = 5.0
"""Standard deviations of the unloaded plate that a threshold lies above zero at least."""

MOST_THRESHOLD = 0.10
"""Share of body weight a threshold may reach; beyond it contacts would come out tens of ms short (measured: 5 % of body
weight already shifts them by 5 to 10 ms)."""

SHORTEST_CONTACT = 0.04
"""s; what is shorter is a knock (judgement: the shortest contacts of sprinters are 80 ms, science.md §2.5)."""

SHORTEST_FLIGHT = 0.012
"""s; a shorter moment below the threshold inside a contact is noise (judgement)."""

LEAST_PEAK = 0.5
"""Share of body weight a foot that carries a runner reaches (judgement: stance means are 1.3 and more, peaks twice)."""

ASSUMED_WEIGHT = 600.0
"""N, where the mass is not told; it decides only what is too light to be a step (judgement)."""


@dataclass(frozen=True, slots=True)
class PlateContact:
    """One foot on one plate, or on two that it straddled.

    Attributes
    ----------
    touchdown, toe_off : float
        s from the first sample.
    plates : tuple of int
        Index of the plates it loaded.
    error : float
        s, how far the two events move when the threshold is halved or doubled, as a standard deviation of one.
    whole : bool
        False where the file begins or ends inside it.
    """

    touchdown: float
    toe_off: float
    plates: tuple[int, ...]
    error: float
    whole: bool = True

    @property
    def contact_time(self) -> float:
        """Touchdown to toe_off, s."""
        return self.toe_off - self.touchdown


@dataclass(frozen=True, slots=True, eq=False)
class PlateContacts:
    """Contacts found on the plates of a trial.

    Attributes
    ----------
    contacts : tuple of PlateContact
        In time order.
    zeroed : tuple
        Every plate with its zero found, None for one that could not be used.
    thresholds : tuple of float
        N, by plate; nan for one that could not be used.
    """

    contacts: tuple[PlateContact, ...]
    zeroed: tuple[Zeroed | None, ...]
    thresholds: tuple[float, ...]
    flags: tuple[Flag, ...] = ()


def find_contacts(
    plates: Sequence[Plate], *, mass: float | None = None, cut_off: float = CUT_OFF, threshold: float | None = None
) -> PlateContacts:
    """Find every foot contact on a trial's plates.

    Parameters
    ----------
    plates : sequence of Plate
        At one rate.
    mass : float, optional
        kg; without it a step counts from 300 N on, and the threshold has no upper limit but 60 N.
    cut_off : float
        Hz of the low pass the events are read in.
    threshold : float, optional
        N; without it the larger of 20 N and five standard deviations of the unloaded plate, at most a tenth of body
        weight.

    Raises
    ------
    FitError
        If not one plate can be used.

    Notes
    -----
    Offset and drift are taken off first (`zero_plate`). Times are read between samples, on the straight line from the
    last sample below the threshold to the first above it. Loads on two plates at one time are one foot that straddles
    them where the loads overlap by more than half of the shorter; else they are two feet.

    Examples
    --------
    >>> force = np.zeros((2000, 3))
    >>> force[800:1000, 2] = 1500 * np.sin(np.pi * np.arange(200) / 200)
    >>> found = find_contacts([Plate("plate 1", 1000.0, force)], mass=70.0)
    >>> [(round(one.touchdown, 2), round(one.toe_off, 2)) for one in found.contacts]
    [(0.8, 1.0)]
    """
    weight = ASSUMED_WEIGHT if mass is None else mass * GRAVITY
    zeroed, flags = _zero_all(plates, cut_off)
    loads: list[tuple[float, float, int, float, bool]] = []
    thresholds: list[float] = []
    for index, one in enumerate(zeroed):
        if one is None:
            thresholds.append(float("nan"))
            continue
        level = (
            min(max(LEAST_THRESHOLD, NOISES * one.noise), MOST_THRESHOLD * weight) if threshold is None else threshold
        )
        thresholds.append(level)
        if one.noise * NOISES > level:
            text = f"its noise of {one.noise:.0f} N would ask for {NOISES * one.noise:.0f} N; read at {level:.0f} N"
            flags.append(Flag("noisy_plate", plates[index].name, text))
        found, told = _loads(one, level, weight, plates[index].name)
        loads += [(begin, end, index, error, whole) for begin, end, error, whole in found]
        flags += told
    return PlateContacts(_feet(sorted(loads)), tuple(zeroed), tuple(thresholds), tuple(flags))


def _zero_all(plates: Sequence[Plate], cut_off: float) -> tuple[list[Zeroed | None], list[Flag]]:
    zeroed: list[Zeroed | None] = []
    flags: list[Flag] = []
    refusals: list[FitError] = []
    for plate in plates:
        try:
            one = zero_plate(plate, cut_off=cut_off)
        except FitError as refused:
            refusals.append(refused)
            flags.append(Flag("plate_left_out", plate.name, f"{refused.what}. {refused.why}"))
            zeroed.append(None)
            continue
        zeroed.append(one)
        flags += one.flags
    if refusals and len(refusals) == len(plates):
        raise refusals[0]
    return zeroed, flags


Load = tuple[float, float, float, bool]
"""Begin, end and error in s of one load, and whether the file holds all of it."""


def _loads(one: Zeroed, level: float, weight: float, name: str) -> tuple[list[Load], list[Flag]]:
    """Return begin, end, error and wholeness of every load heavy and long enough to be a step."""
    found: list[Load] = []
    flags: list[Flag] = []
    above = one.force > level
    for begin, end in _joined(above, round(SHORTEST_FLIGHT * one.rate)):
        peak = float(one.force[begin:end].max())
        long = (end - begin) / one.rate
        if peak < LEAST_PEAK * weight or long < SHORTEST_CONTACT:
            if peak > 3.0 * level:
                what = f"{peak:.0f} N for {1000 * long:.0f} ms is no step, maybe a toe that drags"
                text = f"at {begin / one.rate:.3f} s {what}; left out"
                flags.append(Flag("no_step", name, text))
            continue
        whole = begin > 0 and end < len(above)
        if not whole:
            where = "beginning" if begin == 0 else "end"
            text = f"the contact at {begin / one.rate:.3f} s is cut by the {where} of the file"
            flags.append(Flag("half_seen", name, text, begin / one.rate))
        found.append((_crossing(one, begin, level), _crossing(one, end, level), _doubt(one, begin, end, level), whole))
    return found, flags


def _joined(above: np.ndarray, shortest_gap: int) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for begin, end in stretches(above):
        if kept and begin - kept[-1][1] < shortest_gap:
            kept[-1] = (kept[-1][0], end)
        else:
            kept.append((begin, end))
    return kept


def _crossing(one: Zeroed, index: int, level: float) -> float:
    """Return when the force crosses a level between the sample before an index and the one at it, s."""
    if index <= 0 or index >= len(one.force):
        return min(max(index, 0), len(one.force) - 1) / one.rate
    before, after = one.force[index - 1], one.force[index]
    share = 0.0 if after == before else float((level - before) / (after - before))
    return (index - 1 + min(max(share, 0.0), 1.0)) / one.rate


def _doubt(one: Zeroed, begin: int, end: int, level: float) -> float:
    """Return the standard deviation of one event in s: what half and twice the threshold make of it."""
    middle = begin + int(np.argmax(one.force[begin:end]))
    moved: list[float] = []
    for other in (0.5 * level, 2.0 * level):
        first = middle - _first_below(one.force[middle::-1], other) + 1
        last = middle + _first_below(one.force[middle:], other)
        moved += [_crossing(one, first, other) - _crossing(one, begin, level)]
        moved += [_crossing(one, last, other) - _crossing(one, end, level)]
    return float(np.hypot(np.sqrt(np.mean(np.square(moved))), 1.0 / (one.rate * np.sqrt(12.0))))


def _first_below(values: Array, level: float) -> int:
    below = np.flatnonzero(values < level)
    return int(below[0]) if below.size else len(values)


def _feet(loads: list[tuple[float, float, int, float, bool]]) -> tuple[PlateContact, ...]:
    """Join loads of one foot on two plates."""
    feet: list[PlateContact] = []
    for begin, end, index, error, whole in loads:
        last = feet[-1] if feet else None
        shared = 0.0 if last is None else min(end, last.toe_off) - begin
        if last is not None and shared > 0.5 * min(end - begin, last.contact_time):
            feet[-1] = PlateContact(
                last.touchdown,
                max(end, last.toe_off),
                (*last.plates, index),
                max(error, last.error),
                whole and last.whole,
            )
        else:
            feet.append(PlateContact(begin, end, (index,), error, whole))
    return tuple(feet)
