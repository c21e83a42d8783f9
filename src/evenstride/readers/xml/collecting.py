"""Elements in the order of a file → outlines of activities: what TCX and GPX share."""

from __future__ import annotations

from collections.abc import Mapping

from evenstride.core.errors import InputError
from evenstride.readers.xml.outline import Outline
from evenstride.readers.xml.streaming import EXPORT_AGAIN

MOST_ACTIVITIES = 10_000
"""Activities read of one file (judgement: a track is one, and a file of thirty years of tracks has fewer)."""

MOST_OF_A_SAMPLE = 200
"""Values taken of one sample (judgement)."""


class Collector:
    """Takes elements and keeps what outlines need; each format says what its elements mean in `begins` and `ends`.

    Parameters
    ----------
    sample, time, container : str
        Names of the element that is one sample, of its time in it, and of the one that only holds extensions.
    """

    def __init__(self, sample: str, time: str, container: str) -> None:
        self.outlines: list[Outline] = []
        self._sample, self._time, self._container = sample, time, container
        self._path: list[str] = []
        self._values: dict[str, str] | None = None
        self._at = 0

    def begins(self, name: str, attributes: Mapping[str, str]) -> dict[str, str] | None:
        """An element outside samples begins; for one that is a sample, the values its attributes hold."""
        raise NotImplementedError

    def ends(self, name: str, above: str, text: str) -> None:
        """An element outside samples ends, inside the one called `above`."""
        raise NotImplementedError

    def add(self, outline: Outline) -> None:
        """Begin another activity."""
        if len(self.outlines) >= MOST_ACTIVITIES:
            raise InputError(f"it holds more than {MOST_ACTIVITIES} activities", remedy=f"{EXPORT_AGAIN} in parts")
        self.outlines.append(outline)

    def opened(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take the beginning of an element."""
        self._path.append(name)
        if self._values is None:
            self._values = self.begins(name, attributes)
            self._at = len(self._path)

    def closed(self, name: str, text: str) -> None:
        """Take the end of an element."""
        self._path.pop()
        values = self._values
        if values is None:
            self.ends(name, self._path[-1] if self._path else "", text)
        elif name == self._sample and len(self._path) == self._at - 1:
            self.outlines[-1].samples.add(values.pop(self._time, ""), values)
            self._values = None
        elif text and len(values) < MOST_OF_A_SAMPLE:
            inner = [part for part in self._path[self._at :] if part != self._container]
            values.setdefault("/".join((*inner, name)), text)
