"""What a watch or a phone wrote of one outing: samples over time, laps, pauses, heart beats, what was told of it.

Everything is SI. `Quantity` names what the product understands; whatever else a file holds keeps the file's own name
and unit, so that nothing is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

import numpy as np

from evenstride.core.athlete import Anthropometrics
from evenstride.core.estimate import Array
from evenstride.core.frozen import freeze
from evenstride.core.recording import Conditions, Device, Origin, Start
from evenstride.core.roles import Side


class Sport(StrEnum):
    """What was done. Running dynamics are used of `RUNNING` alone."""

    RUNNING = "running"
    WALKING = "walking"
    CYCLING = "cycling"
    SWIMMING = "swimming"
    TEAM = "team sport"
    STRENGTH = "strength"
    OTHER = "other"


class Quantity(StrEnum):
    """Quantities of samples that have one meaning and one unit here, whichever file they come from.

    `STEP_FREQUENCY` counts touchdowns of both feet; `CRANK_RATE` is cadence on a bicycle and never turned into steps.
    `CONTACT_BALANCE` is the left foot's share of the contact time of both.
    """

    LATITUDE = "latitude"
    LONGITUDE = "longitude"
    ALTITUDE = "altitude"
    DISTANCE = "distance"
    SPEED = "speed"
    HEART_RATE = "heart rate"
    STEP_FREQUENCY = "step frequency"
    CRANK_RATE = "crank rate"
    CONTACT_TIME = "contact time"
    CONTACT_SHARE = "contact share"
    CONTACT_BALANCE = "contact balance"
    STEP_LENGTH = "step length"
    VERTICAL_OSCILLATION = "vertical oscillation"
    VERTICAL_RATIO = "vertical ratio"
    POWER = "power"
    FORM_POWER = "form power"
    LEG_STIFFNESS = "leg stiffness"
    IMPACT = "impact"
    BRAKING = "braking"
    GRADE = "grade"
    TEMPERATURE = "temperature"


UNITS: Mapping[Quantity, str] = {
    Quantity.LATITUDE: "deg",
    Quantity.LONGITUDE: "deg",
    Quantity.ALTITUDE: "m",
    Quantity.DISTANCE: "m",
    Quantity.SPEED: "m/s",
    Quantity.HEART_RATE: "1/min",
    Quantity.STEP_FREQUENCY: "Hz",
    Quantity.CRANK_RATE: "Hz",
    Quantity.CONTACT_TIME: "s",
    Quantity.CONTACT_SHARE: "",
    Quantity.CONTACT_BALANCE: "",
    Quantity.STEP_LENGTH: "m",
    Quantity.VERTICAL_OSCILLATION: "m",
    Quantity.VERTICAL_RATIO: "",
    Quantity.POWER: "W",
    Quantity.FORM_POWER: "W",
    Quantity.LEG_STIFFNESS: "N/m",
    Quantity.IMPACT: "m/s²",
    Quantity.BRAKING: "m/s²",
    Quantity.GRADE: "",
    Quantity.TEMPERATURE: "°C",
}
"""The unit of each quantity; "" for a share (0 to 1, grade as rise over run)."""


@dataclass(frozen=True, slots=True, eq=False)
class Channel:
    """One quantity over the samples of an activity.

    Attributes
    ----------
    quantity : str
        A `Quantity`, or the file's own name where the product has no meaning for it.
    unit : str
        That of `UNITS`, or the file's own word.
    values : ndarray, shape (n,)
        One a sample; nan where none was written.
    source : str
        The device that measured it as the file tells it, for example `Stryd`; "" where it does not tell.
    name : str
        How the file calls it.
    side : Side or None
        The foot it belongs to; None for both together.
    """

    quantity: str
    unit: str
    values: Array
    source: str = ""
    name: str = ""
    side: Side | None = None

    def __post_init__(self) -> None:
        freeze(self, "values")


@dataclass(frozen=True, slots=True)
class Lap:
    """A lap as the file tells it: from `begin` to `end` in s from the start, and its distance in m if written."""

    begin: float
    end: float
    distance: float | None = None


@dataclass(frozen=True, slots=True)
class Pause:
    """The clock was stopped from `begin` to `end`, s from the start."""

    begin: float
    end: float


@dataclass(frozen=True, slots=True)
class Said:
    """What the person answered after the activity.

    Attributes
    ----------
    effort : float or None
        Session RPE on the scale 0 to 10.
    feel : float or None
        0 (very weak) to 1 (very strong).
    """

    effort: float | None = None
    feel: float | None = None


@dataclass(frozen=True, slots=True)
class Totals:
    """Totals that the file itself states, kept apart from what its samples say. m, s; None where not written."""

    distance: float | None = None
    elapsed: float | None = None
    moving: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Activity:
    """One activity of one file.

    Attributes
    ----------
    started : datetime
        Aware, UTC; the first sample or what the file calls its start.
    on : date
        The day where the person was, as far as the file knows it, else the day in UTC.
    sport : Sport
        What was done.
    kind : str
        The file's own words for it, for example `running/track`.
    times : ndarray, shape (n,)
        Time of each sample in s from `started`, never falling. Clock time: pauses are in it.
    channels : tuple of Channel
        Several of one quantity and side are possible (watch and pod); see `channel`.
    beats : ndarray, shape (b,)
        Times between heart beats in s, in the order written; empty where none.
    part : int
        Which activity of its file, from 0: a file may hold several.
    devices : tuple of str
        What the file names as instruments, in its order.
    """

    athlete: str
    started: datetime
    on: date
    sport: Sport
    kind: str
    times: Array
    channels: tuple[Channel, ...]
    laps: tuple[Lap, ...] = ()
    pauses: tuple[Pause, ...] = ()
    beats: Array = field(default_factory=lambda: np.empty(0))
    said: Said = field(default_factory=Said)
    totals: Totals = field(default_factory=Totals)
    devices: tuple[str, ...] = ()
    part: int = 0
    label: str = ""
    body: Anthropometrics = field(default_factory=Anthropometrics)
    device: Device = field(default_factory=lambda: Device("gps"))
    conditions: Conditions = field(default_factory=lambda: Conditions(start=Start.UNKNOWN))
    origin: Origin = field(default_factory=Origin)

    def __post_init__(self) -> None:
        freeze(self, "times", "beats")

    def channel(self, quantity: str, *, side: Side | None = None, sources: Iterable[str] = ()) -> Channel | None:
        """Return the channel of a quantity, None where there is none.

        Parameters
        ----------
        quantity : str
            A `Quantity` or a file's own name.
        side : Side, optional
            The foot; None asks for both together.
        sources : iterable of str
            Devices in order of preference, compared without regard to case; where none of them measured it, the
            channel the file names first.

        Examples
        --------
        >>> from datetime import UTC
        >>> start = datetime(2026, 5, 1, 16, 0, tzinfo=UTC)
        >>> watch = Channel(Quantity.CONTACT_TIME, "s", np.array([0.24]), source="watch")
        >>> pod = Channel(Quantity.CONTACT_TIME, "s", np.array([0.25]), source="Stryd")
        >>> run = Activity("Noa", start, start.date(), Sport.RUNNING, "run", np.zeros(1), (watch, pod))
        >>> run.channel(Quantity.CONTACT_TIME, sources=["stryd"]).source
        'Stryd'
        >>> run.channel(Quantity.CONTACT_TIME).source
        'watch'
        >>> run.channel(Quantity.POWER) is None
        True
        """
        found = [one for one in self.channels if one.quantity == quantity and one.side is side]
        for source in sources:
            for one in found:
                if one.source.casefold() == source.casefold():
                    return one
        return found[0] if found else None


@dataclass(frozen=True, slots=True)
class LifeDay:
    """What a device says of one day outside training; None where it does not say.

    Attributes
    ----------
    sleep : float or None
        Time asleep in the night that ended on this day, s.
    resting_heart_rate : float or None
        1/min.
    """

    on: date
    sleep: float | None = None
    resting_heart_rate: float | None = None
    origin: Origin = field(default_factory=Origin)


@dataclass(frozen=True, slots=True, eq=False)
class ActivityReading:
    """All that one activity file held.

    Attributes
    ----------
    format : str
        What people call it: `FIT`, `TCX` or `GPX`.
    activities : tuple of Activity
        In the order of the file, `part` counted from 0; may be empty where `days` is not.
    days : tuple of LifeDay
        Sleep and resting heart rate, where the file carries them.
    notes : tuple of str
        Sentences for people: what was understood how.
    damage : tuple of str
        Sentences on what could not be read; everything before it is here. Empty for a whole file.
    """

    format: str
    content_id: str
    file_name: str
    activities: tuple[Activity, ...]
    days: tuple[LifeDay, ...] = ()
    notes: tuple[str, ...] = ()
    damage: tuple[str, ...] = ()
