"""Feet that drag: on plates by long low ends of a contact, in markers by a forefoot that stays near the ground."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from evenstride.core.body_points import BodyPoint, body_point
from evenstride.core.estimate import Array
from evenstride.core.recording import Contact
from evenstride.core.roles import Side
from evenstride.core.run import Flag
from evenstride.science.plates.events import PlateContact, PlateContacts
from evenstride.science.plates.zero import Zeroed

LOW = 0.1
"""Share of a contact's peak below which its force is low: a foot that lands passes it in some 10 ms, one that leaves
in 15 to 30 ms, a toe that drags stays there (judgement)."""

SPREADS = 5.0
"""Standard deviations of the runner's other contacts, by their median deviation, that one must lie beyond."""

LEAST_LOW = 0.02
"""s by which a low end is longer than the others at least (judgement: they vary by 1 to 3 ms on a real belt)."""

LEAST_LESS = 0.25
"""Share by which a contact is shorter or weaker than the others at least (judgement: steps of one runner at one speed
vary by some 5 %)."""

FEWEST = 4
"""Contacts from which the others say what is usual (judgement)."""

CLEAR = 0.03
"""m over its lowest in contact that a forefoot in mid-swing must rise (judgement: in running it is 15 cm and more; ten
times what a marker trembles)."""

LOWER = 0.05
"""m by which a swing is lower than the others of its foot at least (judgement)."""

TO_NORMAL = 1.4826
"""Standard deviation of a normal over its median deviation."""


def plate_drags(found: PlateContacts) -> list[Flag]:
    """Tell of contacts whose ends are low for long, or that are much shorter or weaker than the others.

    Notes
    -----
    The ends: from touchdown to a tenth of the peak, and from a tenth of the peak to toe_off. One is told where it is
    longer than the median of all contacts by five of their standard deviations, five errors of the event and 20 ms.
    A whole contact is told where its time or its peak is less than the median by five of them and a quarter.
    Both feet are taken together: a foot that always drags would else be its own measure. Fewer than four say nothing.
    A drag of less than a twentieth of the peak may be taken for a zero that wandered, and is told as a drift.
    """
    whole = [one for one in found.contacts if one.whole]
    if len(whole) < FEWEST:
        return []
    ends = np.array([_low_ends(found, one) for one in whole])
    peaks = np.array([_peak(found, one) for one in whole])
    times = np.array([one.contact_time for one in whole])
    flags: list[Flag] = []
    for column, what in enumerate(("lands with", "leaves with")):
        usual, spread = _usual(ends[:, column])
        for one, low in zip(whole, ends[:, column], strict=True):
            limit = usual + max(SPREADS * spread, SPREADS * one.error, LEAST_LOW)
            if low > limit:
                text = (
                    f"it {what} {1000.0 * low:.0f} ms of low force, beside the others "
                    f"{1000.0 * limit:.0f} ms is the most: a foot that drags makes its contact too long"
                )
                flags.append(Flag("toe_drag", f"contact at {one.touchdown:.2f} s", text, one.touchdown))
    for values, what, unit, factor in ((times, "short", "ms", 1000.0), (peaks, "weak", "N", 1.0)):
        usual, spread = _usual(values)
        limit = usual - max(SPREADS * spread, LEAST_LESS * usual)
        for one, value in zip(whole, values, strict=True):
            if value < limit:
                text = (
                    f"it is {what}: {factor * value:.0f} {unit}, the others have {factor * usual:.0f}; a drag, "
                    "a half step or a foot partly beside"
                )
                flags.append(Flag("odd_contact", f"contact at {one.touchdown:.2f} s", text, one.touchdown))
    return flags


def marker_drags(points: Mapping[BodyPoint, Array], contacts: Sequence[Contact], rate: float) -> list[Flag]:
    """Tell of swings in which the forefoot stays near the ground.

    Parameters
    ----------
    points : mapping of BodyPoint to ndarray, shape (n, 3)
        m in running axes.
    contacts : sequence of Contact
        In time order.
    rate : float
        Frames a second, Hz.

    Notes
    -----
    In the middle half of a swing the lowest height of toe or ball over its lowest in the contact before is compared: it
    is told below 3 cm, or where it is less than the median of the foot's swings by five of their standard deviations
    and 5 cm.
    """
    flags: list[Flag] = []
    for side in Side:
        part = next((one for name in ("toe", "ball") if (one := body_point(side, name)) in points), None)
        if part is None:
            continue
        swings = [
            (first, last)
            for first, middle, last in zip(contacts, contacts[1:], contacts[2:], strict=False)
            if first.side is side and middle.side is not side and last.side is side
        ]
        rises = [_rise(points[part][:, 2], first, last, rate) for first, last in swings]
        known = np.array([one for one in rises if np.isfinite(one)])
        if not known.size:
            continue
        usual, spread = _usual(known)
        beside = usual - max(SPREADS * spread, LOWER) if known.size >= FEWEST else -np.inf
        limit = max(CLEAR, beside)
        for (first, _), rise in zip(swings, rises, strict=True):
            if rise < limit:
                least = f"{100.0 * rise:.0f} cm in mid-swing, less than {100.0 * limit:.0f}"
                text = f"the {part.part} rises {least}: it may drag"
                flags.append(Flag("toe_drag", f"{side} swing at {first.toe_off:.2f} s", text, first.touchdown))
    return flags


def _usual(values: Array) -> tuple[float, float]:
    """Return the median, and the standard deviation by the median deviation from it."""
    middle = float(np.median(values))
    return middle, TO_NORMAL * float(np.median(np.abs(values - middle)))


def _force(found: PlateContacts, contact: PlateContact) -> tuple[Array, Array]:
    """Return times and filtered force of a contact over all its plates."""
    used: list[Zeroed] = [one for index in contact.plates if (one := found.zeroed[index]) is not None]
    force = np.sum([one.force for one in used], axis=0)
    times = np.arange(len(force)) / used[0].rate
    inner = (times >= contact.touchdown) & (times <= contact.toe_off)
    return times[inner], force[inner]


def _peak(found: PlateContacts, contact: PlateContact) -> float:
    return float(_force(found, contact)[1].max())


def _low_ends(found: PlateContacts, contact: PlateContact) -> tuple[float, float]:
    times, force = _force(found, contact)
    loaded = times[force > LOW * force.max()]
    return float(loaded[0] - contact.touchdown), float(contact.toe_off - loaded[-1])


def _rise(height: Array, first: Contact, last: Contact, rate: float) -> float:
    """Return how far a point stays over its lowest in a contact in the middle half of the swing after it, m."""
    if first.toe_off is None:
        return float("nan")
    quarter = 0.25 * (last.touchdown - first.toe_off)
    swing = _between(height, first.toe_off + quarter, last.touchdown - quarter, rate)
    ground = _between(height, first.touchdown, first.toe_off, rate)
    if not swing.size or not ground.size or np.isnan(swing).any() or np.isnan(ground).all():
        return float("nan")
    return float(swing.min() - np.nanmin(ground))


def _between(values: Array, first: float, last: float, rate: float) -> Array:
    return values[max(0, round(first * rate)) : max(0, round(last * rate))]
