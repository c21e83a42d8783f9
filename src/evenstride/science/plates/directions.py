"""Whether horizontal forces point the way the athlete runs: plates turned or wired the wrong way round."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from evenstride.core.estimate import Array
from evenstride.core.run import Flag
from evenstride.science.plates.events import PlateContact, PlateContacts

CLEAR = 0.02
"""Share of the vertical impulse that the later half of contacts must drive more than the earlier one, or less, to show
a direction (judgement: joggers and sprinters at constant speed have 0.07 to 0.15)."""

ASIDE = 0.7
"""Cosine of the angle between the running direction and that of the forces below which they disagree (judgement: 45°;
it is within a few degrees on plates that are wired right)."""


def check_directions(found: PlateContacts, names: Sequence[str]) -> tuple[PlateContacts, tuple[Flag, ...]]:
    """Take the horizontal forces from plates on which a runner would drive first and brake later, and tell of it.

    Parameters
    ----------
    found : PlateContacts
        In running axes that markers showed, +x forward.
    names : sequence of str
        Names of the plates.

    Notes
    -----
    A foot first brakes, then drives: the horizontal impulse of the second halves of contacts less that of the first
    halves points forward, whether a runner gains speed, keeps it or loses it. Where it points back or across, axes are
    turned or a sign is wrong, and nothing in the file says which.
    """
    zeroed = list(found.zeroed)
    flags: list[Flag] = []
    for index, one in enumerate(zeroed):
        if one is None or np.isnan(one.whole[:, :2]).any():
            continue
        mine = [contact for contact in found.contacts if contact.plates == (index,) and contact.whole]
        if not mine:
            continue
        turned = np.sum([_drive_after_braking(one.whole, one.rate, contact) for contact in mine], axis=0)
        size, across = float(np.hypot(*turned[:2])), float(turned[0])
        if size < CLEAR * turned[2] or across >= ASIDE * size:
            continue
        text = (
            "on it the athlete would drive before braking"
            if across < -ASIDE * size
            else "on it the athlete would brake and drive sideways"
        )
        text += (
            ", by the way the markers travel: its axes are turned or a sign is wrong; its horizontal force is left out"
        )
        flags.append(Flag("horizontal_force", names[index], text))
        unknown = np.array(one.whole)
        unknown[:, :2] = np.nan
        zeroed[index] = replace(one, whole=unknown)
    return replace(found, zeroed=tuple(zeroed)), tuple(flags)


def _drive_after_braking(force: Array, rate: float, contact: PlateContact) -> Array:
    """Return the horizontal impulse of the second half less that of the first, and the vertical impulse, N·s."""
    begin, end = round(contact.touchdown * rate), round(contact.toe_off * rate) + 1
    middle = (begin + end) // 2
    later = force[middle:end].sum(axis=0) - force[begin:middle].sum(axis=0)
    return np.array([later[0], later[1], force[begin:end, 2].sum()]) / rate
