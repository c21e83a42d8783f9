"""What one device wrote about one athlete, in SI, with the way it was understood.

A file read by `readers` becomes one `Reading`: a tuple of recordings. Arrays are float64 and read-only.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from evenstride.core.athlete import Anthropometrics
from evenstride.core.estimate import Array, Missing
from evenstride.core.frozen import freeze
from evenstride.core.raw import FrameCodes, GyroTrace
from evenstride.core.roles import Side
from evenstride.core.trial_told import TrialTold

LEFT_OUT = "Left out"
"""How a sentence begins that says what of a file was left out."""


class Start(StrEnum):
    """How a run began; times from different starts are never compared (science.md §1.7)."""

    STANDING = "standing"
    BLOCK = "block"
    FLYING = "flying"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Device:
    """The instrument and the error its maker or a study states.

    Attributes
    ----------
    kind : str
        `gates`, `radar`, `laser`, `contact mat`, `optical`, `video`, `stopwatch`, `published`, `simulated`,
        `tape`, `scale`, `gps` (satellite positioning), `lps` (local positioning), `motion capture`, `keypoints` or
        `unknown`.
    timing_sd : float or None
        Standard deviation of one timed event in s; None when not stated.
    source : str
        Where that figure comes from.
    shared_sd : (float, float) or None
        Standard deviations in s of what all touchdowns, and all toe_offs, of one foot are wrong by together in a run:
        markers and shoes stay where they are. More steps do not average it away. None where nothing is known of it.
    speed_error : float or None
        Standard deviation of the speeds of a run as a share of them, all together; None where not stated.
    """

    kind: str = "unknown"
    name: str = ""
    timing_sd: float | None = None
    source: str = ""
    shared_sd: tuple[float, float] | None = None
    speed_error: float | None = None


@dataclass(frozen=True, slots=True)
class Conditions:
    """Circumstances of a run. Wind in m/s (tailwind positive), temperature in °C, pressure in Torr."""

    start: Start = Start.STANDING
    wind: float = 0.0
    temperature_c: float = 25.0
    pressure_torr: float = 760.0
    surface: str = ""
    reaction_time: float | None = None
    """Reaction time in s already removed from the times; None when the times never held one."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Which bytes a recording came from and how they were understood."""

    content_id: str = ""
    file_name: str = ""
    reader: str = ""
    place: str = ""
    """Where in the file, for example `row 3`."""
    interpretation: tuple[str, ...] = ()
    """Sentences for people: separator, decimal mark, units, names of columns."""
    columns: tuple[tuple[str, str], ...] = ()
    """Headings that somebody named, each with what it was read as; empty where the headings speak for themselves."""
    told: TrialTold | None = None
    """What somebody said of a trial of instruments where the file is silent; None where nobody had to."""


@dataclass(frozen=True, slots=True, eq=False)
class Splits:
    """Times at known distances of one run.

    Attributes
    ----------
    distances : ndarray, shape (n,)
        Gate positions from the start line in m, increasing.
    times : ndarray, shape (n,)
        Cumulative times in s, increasing.
    """

    athlete: str
    distances: Array
    times: Array
    on: date | None = None
    label: str = ""
    body: Anthropometrics = field(default_factory=Anthropometrics)
    device: Device = field(default_factory=lambda: Device("gates"))
    conditions: Conditions = field(default_factory=Conditions)
    origin: Origin = field(default_factory=Origin)

    def __post_init__(self) -> None:
        freeze(self, "distances", "times")


@dataclass(frozen=True, slots=True, eq=False)
class SpeedTrace:
    """Speed over time of one run.

    Attributes
    ----------
    times, speeds : ndarray, shape (n,)
        Time in s, increasing, and speed in m/s.
    distances : ndarray of shape (n,) or None
        Distance in m where the device wrote one.
    """

    athlete: str
    times: Array
    speeds: Array
    distances: Array | None = None
    on: date | None = None
    label: str = ""
    body: Anthropometrics = field(default_factory=Anthropometrics)
    device: Device = field(default_factory=lambda: Device("radar"))
    conditions: Conditions = field(default_factory=Conditions)
    origin: Origin = field(default_factory=Origin)

    def __post_init__(self) -> None:
        freeze(self, "times", "speeds", "distances")


@dataclass(frozen=True, slots=True)
class Contact:
    """One ground contact: side, touchdown and toe_off in s, None where it is not known; speed in m/s where known."""

    side: Side
    touchdown: float
    toe_off: float | None
    speed: float | None = None


@dataclass(frozen=True, slots=True)
class StepEvents:
    """Foot contacts of one run in time order.

    `untimed` says why no toe_off is known: then touchdowns make steps, and no contact has a length. None where all are.
    """

    athlete: str
    contacts: tuple[Contact, ...]
    on: date | None = None
    label: str = ""
    body: Anthropometrics = field(default_factory=Anthropometrics)
    device: Device = field(default_factory=lambda: Device("video"))
    conditions: Conditions = field(default_factory=lambda: Conditions(start=Start.FLYING))
    origin: Origin = field(default_factory=Origin)
    untimed: Missing | None = None


@dataclass(frozen=True, slots=True)
class ExtraValues:
    """A further quantity of a field test, one value a trial, in SI: shown and kept, never evidence of its own."""

    name: str
    unit: str
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class FieldTest:
    """Raw trials of one field test, one side, one day.

    Attributes
    ----------
    test : str
        Id of the field protocol, for example `S1`.
    trials : tuple of float
        Raw values in `unit` (SI): a torque test with a lever gives N, its metric turns that into N·m/kg.
    side : Side or None
        None for a test of both legs together.
    lever : float or None
        Distance from joint to strap in m.
    body : Anthropometrics
        Mass that day, and height and leg length where growth matters.
    version : int
        Version of the protocol it was done by; documents older than this field were made with version 1.
    pairs : tuple
        For each trial pairs of times in s, where the trial is made of times: contact and flight of every hop, or
        the all-out and the loose run. `trials` is empty then.
    kit : tuple of str
        What it was done with.
    scale_capacity : float or None
        Where the scale ends, N.
    shoes : str
        In the athlete's own words; empty when not told.
    pain : int or None
        0 to 10 during the test; None when not told.
    extras : tuple of ExtraValues
        What else was read from the same trials.
    confirmed : bool
        A person looked again and said that it is right as it stands.
    """

    athlete: str
    test: str
    trials: tuple[float, ...]
    unit: str
    side: Side | None = None
    lever: float | None = None
    on: date | None = None
    label: str = ""
    body: Anthropometrics = field(default_factory=Anthropometrics)
    device: Device = field(default_factory=Device)
    conditions: Conditions = field(default_factory=Conditions)
    origin: Origin = field(default_factory=Origin)
    version: int = 1
    pairs: tuple[tuple[tuple[float, float], ...], ...] = ()
    kit: tuple[str, ...] = ()
    scale_capacity: float | None = None
    shoes: str = ""
    pain: int | None = None
    extras: tuple[ExtraValues, ...] = ()
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class RawTest:
    """Raw input of one field test before it is turned into trials; kept as it is, so that it can be read anew.

    Attributes
    ----------
    test : str
        Id of the field protocol.
    raw : GyroTrace or FrameCodes
        What the phone wrote, or what was coded in its clip.
    side : Side or None
        The thigh that carried the phone, or the leg that hopped; None for both legs.
    version : int
        Version of the protocol it was done by.
    """

    athlete: str
    test: str
    raw: GyroTrace | FrameCodes
    side: Side | None = None
    on: date | None = None
    label: str = ""
    body: Anthropometrics = field(default_factory=Anthropometrics)
    device: Device = field(default_factory=lambda: Device("phone"))
    conditions: Conditions = field(default_factory=lambda: Conditions(start=Start.UNKNOWN))
    origin: Origin = field(default_factory=Origin)
    version: int = 1


Recording = Splits | SpeedTrace | StepEvents | FieldTest | RawTest


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything one file held: the format found, how it was understood, and the recordings.

    `born` says who of its runners was born in which year; it belongs to the person and stands in no recording.
    """

    format: str
    content_id: str
    file_name: str
    recordings: tuple[Recording, ...]
    interpretation: tuple[str, ...] = ()
    born: tuple[tuple[str, int], ...] = ()

    @property
    def left_out(self) -> tuple[str, ...]:
        """The sentences that say what of the file was left out."""
        return told_left_out(self.interpretation)


def told_left_out(interpretation: Iterable[str]) -> tuple[str, ...]:
    """Return the sentences that say what of a file was left out.

    Examples
    --------
    >>> told_left_out(("The text is UTF-8.", "Left out: row 6, it holds no time."))
    ('Left out: row 6, it holds no time.',)
    """
    return tuple(sentence for sentence in interpretation if sentence.startswith(LEFT_OUT))
