"""How a value was measured: device, start and timing. Values of one set-up are comparable; others need an assumption.

A radar and two light gates do not show the same top speed, and a start can shift a time by more than years of
training (science.md §1.6, §1.7). So every dated value keeps its set-up, and whoever compares days asks for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from evenstride.core.estimate import Draws
from evenstride.core.fit import Fit
from evenstride.core.recording import Conditions, Device, FieldTest, Recording, Splits, Start, StepEvents

UNSTATED = "unknown"

SHORT_COURSE = 20.0
"""Last gate in m up to which the end of the acceleration is not seen: speed is then understated
(`haugen2020gates`: 15 to 20 m)."""

_DEVICES = {UNSTATED: "device not stated", "gps": "GPS", "lps": "LPS", "published": "published times"}
_STARTS = {Start.UNKNOWN: "start not stated"}


@dataclass(frozen=True, slots=True, order=True)
class SetUp:
    """What was measured with and how the clock started.

    Attributes
    ----------
    device : str
        Kind of the device, several joined by ` and `; `unknown` where nobody said.
    start : str
        Start rule in words; empty where a test has none.
    timing : str
        What else about the timing keeps values apart, in words; mostly empty.
    correction : str
        The start correction of a fitted curve, in words; empty for what was not fitted.

    Examples
    --------
    >>> SetUp("gates", "standing start").text, SetUp().text
    ('gates, standing start', 'device not stated')
    """

    device: str = UNSTATED
    start: str = ""
    timing: str = ""
    correction: str = ""

    @property
    def text(self) -> str:
        """The set-up as people read it."""
        return ", ".join(part for part in self._parts if part)

    def text_among(self, others: Iterable[SetUp]) -> str:
        """Return the parts that tell this set-up from the others, all of them where that leaves nothing.

        Examples
        --------
        >>> SetUp("radar", "standing start").text_among([SetUp("gates", "standing start")])
        'radar'
        """
        known = [set(place) for place in zip(self._parts, *(one._parts for one in others), strict=True)]
        return ", ".join(p for p, all_ in zip(self._parts, known, strict=True) if p and len(all_) > 1) or self.text

    @property
    def _parts(self) -> tuple[str, ...]:
        return _DEVICES.get(self.device, self.device), self.start, self.timing, self.correction


@dataclass(frozen=True, slots=True)
class DatedValue:
    """One value of one day, and how it was measured."""

    on: date
    value: Draws
    set_up: SetUp


def set_up_of(*recordings: Recording, fit: Fit | None = None) -> SetUp:
    """Return the set-up of one recording, or of the rows of a field test that make one value together.

    What a fit tells is of one set-up only with the same start correction, which moves the whole curve.

    Examples
    --------
    >>> set_up_of(Splits("Noa", [5, 10, 15, 20], [1.2, 2.0, 2.7, 3.3])).text
    'gates, standing start, gates to 20 m only'
    """
    first = recordings[0]
    device = _device([recording.device for recording in recordings])
    if isinstance(first, FieldTest):
        return SetUp(device)
    short = isinstance(first, Splits) and first.distances[-1] <= SHORT_COURSE
    timing = f"gates to {SHORT_COURSE:g} m only" if short else ""
    if isinstance(first, StepEvents) and first.untimed is not None:
        timing = "touchdowns only"
    return SetUp(device, _start(first.conditions), timing, "" if fit is None else _correction(fit))


def _device(devices: list[Device]) -> str:
    """The kinds that were stated; a row that leaves its device out was measured with that of the other rows."""
    stated = sorted({device.kind for device in devices} - {UNSTATED})
    return " and ".join(stated) or UNSTATED


def _correction(fit: Fit) -> str:
    held = ", ".join(f"{_words(name)} held at {value:g}" for name, value in sorted(fit.fixed.items()))
    free = " and ".join(f"{_words(one.parameter)} fitted" for one in fit.corrections)
    return ", ".join(part for part in (free, held) if part) or "no start correction"


def _words(name: str) -> str:
    return name.replace("_", " ")


def _start(conditions: Conditions) -> str:
    start = _STARTS.get(conditions.start, f"{conditions.start.value} start")
    return start if conditions.reaction_time is None else f"{start}, reaction time taken off"
