"""One bout as steps and the account of what they did; one day of a field test as a capacity."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from evenstride.core.estimate import Draws, Missing
from evenstride.core.recording import StepEvents
from evenstride.core.roles import Side
from evenstride.core.set_up import SetUp


@dataclass(frozen=True, slots=True)
class Flag:
    """Something about the data a person should know; nothing is silently repaired.

    Attributes
    ----------
    at : float or None
        Touchdown in s of the one contact it speaks of; None where it speaks of more.
    """

    code: str
    where: str
    text: str
    at: float | None = None


def told_by(flags: Iterable[Flag]) -> str:
    """Return what flags say as sentences, each once, the last without its full stop.

    Examples
    --------
    >>> told_by([Flag("gap", "1.2 s", "a gap is open"), Flag("edge", "plate 2", "the edge was met")])
    'A gap is open. The edge was met'
    """
    said = dict.fromkeys(flag.text[:1].upper() + flag.text[1:] for flag in flags)
    return ". ".join(said)


@dataclass(frozen=True, slots=True)
class Step:
    """Touchdown of one foot to touchdown of the other; times in s.

    `toe_off` is None where only touchdowns are known, and so are contact and flight time. `swing_time` runs from this
    foot's toe_off to its own next touchdown, None when that was not seen.
    """

    side: Side
    touchdown: float
    toe_off: float | None
    next_touchdown: float
    swing_time: float | None = None
    speed: float | None = None

    @property
    def contact_time(self) -> float | None:
        """Touchdown to toe_off, s."""
        return None if self.toe_off is None else self.toe_off - self.touchdown

    @property
    def flight_time(self) -> float | None:
        """toe_off to the other foot's touchdown, s."""
        return None if self.toe_off is None else self.next_touchdown - self.toe_off

    @property
    def step_time(self) -> float:
        """Touchdown to the other foot's touchdown, s."""
        return self.next_touchdown - self.touchdown


@dataclass(frozen=True, slots=True)
class Run:
    """One bout made of steps, with flags for what was seen and left out."""

    recording: StepEvents
    steps: tuple[Step, ...]
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class StepSummary:
    """How the steps of one run were, as draws that share one index.

    `both` and `sides` map `contact_time`, `flight_time`, `step_time`, `swing_time` (s), `step_frequency` (1/s),
    `duty_factor` (1), `force` (stance-averaged vertical force in body weights, unit `BW`) and, where speed is
    known, `speed` (m/s), `step_length` and `contact_length` (m). All but speed come from the same two timings:
    they are ONE measurement, not several (science.md fact 2). What needs a toe_off is in `missing`, with the reason,
    where none is known.
    """

    run: Run
    both: Mapping[str, Draws]
    sides: Mapping[Side, Mapping[str, Draws]] = field(default_factory=dict[Side, Mapping[str, Draws]])
    missing: Mapping[str, Missing] = field(default_factory=dict[str, Missing])

    FAMILY = "step timing"


@dataclass(frozen=True, slots=True)
class StepAccount:
    """The exact account of a change of speed between two runs, in natural logs.

    total = push + swing + geometry, for every draw:
    Δln v = Δln(2F−1) − Δln t_sw + Δln Lc (science.md §2.1). It says how the steps changed, never why.
    """

    total: Draws
    push: Draws
    swing: Draws
    geometry: Draws


@dataclass(frozen=True, slots=True)
class Circumstances:
    """How a field test was set up that day: what must stay the same for days to be comparable."""

    device: str = ""
    shoes: str = ""
    kit: tuple[str, ...] = ()
    lever: float | None = None
    mass: float | None = None
    height: float | None = None


@dataclass(frozen=True, slots=True)
class Detail:
    """A reading beside the value of a field test, mean of the trials of a side, SI; never evidence of its own."""

    name: str
    side: Side | None
    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class Capacity:
    """What one field test showed on one day.

    Attributes
    ----------
    value : Draws
        Best value and doubt, in the unit of the protocol; the mean of the sides where both were tested.
    sides : mapping of Side to Draws
        Left and right, empty for a test of both legs together.
    set_up : SetUp
        What it was measured with.
    version : int
        Version of the protocol; days of another version are another baseline.
    details : tuple of Detail
        For example contact time and jump height of hops.
    """

    athlete: str
    test: str
    on: date
    value: Draws
    sides: Mapping[Side, Draws] = field(default_factory=dict[Side, Draws])
    flags: tuple[Flag, ...] = ()
    set_up: SetUp = field(default_factory=SetUp)
    version: int = 1
    details: tuple[Detail, ...] = ()
    circumstances: Circumstances = field(default_factory=Circumstances)

    IMPLAUSIBLE = "implausible"

    @property
    def usable(self) -> bool:
        """Whether the value may enter a trend; an implausible one is shown and asked about, never used."""
        return all(flag.code != self.IMPLAUSIBLE for flag in self.flags)
