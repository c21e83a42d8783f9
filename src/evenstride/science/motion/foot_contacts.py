"""What is known of one foot's contacts without a force plate, and how wrong it may be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

import numpy as np

from evenstride.core.estimate import Array
from evenstride.core.run import Flag
from evenstride.science.motion.foot_motion import MOST_FILLED


class Forefoot(StrEnum):
    """What the forefoot's point is."""

    BALL = "ball"
    TOE = "toe"


@dataclass(frozen=True, slots=True)
class EventConstants:
    """What is between the two events and what the points of the foot show.

    Attributes
    ----------
    lag : float
        s from touchdown to the first peak of upward acceleration.
    rise : float
        m that the point has risen at toe_off above its lowest in the second half of contact.
    shared_touchdown, shared_toe_off : float
        s, standard deviation of what all events of a trial are wrong by together: runner, shoe and markers.
    own_touchdown, own_toe_off : float
        s, standard deviation from contact to contact.
    """

    lag: float
    rise: float
    shared_touchdown: float
    shared_toe_off: float
    own_touchdown: float = 0.003
    own_toe_off: float = 0.0045


CONSTANTS: Mapping[Forefoot, EventConstants] = MappingProxyType(
    {
        Forefoot.BALL: EventConstants(0.0087, 0.0285, 0.005, 0.0087),
        Forefoot.TOE: EventConstants(0.0114, 0.007, 0.0075, 0.013),
    }
)
"""By point. `ball` (between the first and fifth metatarsal heads): halfway, in ms, between what each of the sets
`footnet_contact_events` and `dorn2012_jog_c3d` gives on its own. With the constants of the other set contact times are
3 and 8 ms off (validation/instruments_kinematic_events.py); the errors that all events share make 10 ms of contact time
together, no less until more runners are there. `toe` rests on one runner: 15 ms (judgement)."""


@dataclass(frozen=True, slots=True)
class KinematicContact:
    """One contact of one foot.

    Attributes
    ----------
    touchdown, toe_off : float
        s from the first frame.
    filled : bool
        Whether one of the two events lies in or beside a gap that was filled.
    """

    touchdown: float
    toe_off: float
    filled: bool = False

    @property
    def contact_time(self) -> float:
        """Touchdown to toe_off, s."""
        return self.toe_off - self.touchdown


@dataclass(frozen=True, slots=True, eq=False)
class KinematicContacts:
    """The contacts of one foot over a trial.

    Attributes
    ----------
    contacts : tuple of KinematicContact
        In time order.
    constants : EventConstants
        With the errors that `draw_events` draws from.
    walking : bool or None
        Whether contact takes more than half of the stride; None without one whole stride.
    speed : float
        m/s over the surface.
    """

    contacts: tuple[KinematicContact, ...]
    constants: EventConstants
    rate: float
    cut_off: float
    speed: float
    treadmill: bool
    walking: bool | None
    flags: tuple[Flag, ...] = ()


def draw_events(found: KinematicContacts, count: int, *, seed: int) -> tuple[Array, Array]:
    """Draw what the touchdowns and toe_offs could have been.

    Parameters
    ----------
    found : KinematicContacts
        Of one foot.
    count : int
        How many draws.
    seed : int
        Of the draws. Give each foot its own: markers do not sit alike on the two, so a difference between the sides
        must hold what each foot is wrong by.

    Returns
    -------
    tuple of two ndarrays, shape (contacts, count)
        s. One draw holds one error that all touchdowns share, one that all toe_offs share, and each event's own.

    Examples
    --------
    >>> contacts = tuple(KinematicContact(moment, moment + 0.2) for moment in (0.1, 0.8, 1.5))
    >>> found = KinematicContacts(contacts, CONSTANTS[Forefoot.BALL], 250.0, 30.0, 4.0, False, False)
    >>> down, off = draw_events(found, 4000, seed=1)
    >>> round(float(np.std((off - down).mean(axis=0))), 3), round(float(np.std(down[1] - down[0])), 3)
    (0.01, 0.005)
    """
    rng = np.random.default_rng(seed)
    used = found.constants
    gap = np.array([0.5 * MOST_FILLED if one.filled else 0.0 for one in found.contacts])
    frame = 1.0 / (found.rate * np.sqrt(12.0))
    drawn: list[Array] = []
    for times, shared, own in (
        ([one.touchdown for one in found.contacts], used.shared_touchdown, used.own_touchdown),
        ([one.toe_off for one in found.contacts], used.shared_toe_off, used.own_toe_off),
    ):
        each = np.sqrt(own**2 + frame**2 + gap**2)[:, None] * rng.standard_normal((len(times), count))
        drawn.append(np.array(times)[:, None] + shared * rng.standard_normal(count) + each)
    return drawn[0], drawn[1]
