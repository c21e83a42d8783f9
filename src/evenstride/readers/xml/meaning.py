"""Names of an XML file → quantities in SI: what is known, how cadence is counted, and what keeps the file's name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from evenstride.core.activity import UNITS, Channel, Quantity, Sport
from evenstride.core.estimate import Array

CADENCE = "cadence"
"""Stands for a quantity that depends on the sport: steps on foot, turns of the crank on a bicycle."""

FASTEST_STRIDES = 130.0
"""Strides a minute: a median above is a count of steps (260 steps a minute, as Runalyze's issue 1367 proposes)."""

STRAVA_RUN = "9"
"""What older GPX files of Strava write for a run (cpfair/tapiriik, issue 574 shows one)."""

ON_FOOT = (Sport.RUNNING, Sport.WALKING)

_SPORTS: Mapping[Sport, frozenset[str]] = {
    Sport.RUNNING: frozenset(("running", "run", "jogging", "treadmill", "laufen", "hardlopen", STRAVA_RUN)),
    Sport.WALKING: frozenset(("walking", "walk", "hiking", "hike", "trekking")),
    Sport.CYCLING: frozenset(("biking", "cycling", "bike", "ride", "bicycle", "bmx", "mtb", "ebikeride")),
    Sport.SWIMMING: frozenset(("swimming", "swim")),
    Sport.TEAM: frozenset(("soccer", "football", "rugby", "basketball", "handball", "hockey", "lacrosse", "futsal")),
    Sport.STRENGTH: frozenset(("strength", "weighttraining", "weightlifting", "crossfit")),
}  # fmt: skip


def sport_of(words: str) -> Sport:
    """Return the sport that the words of a file name, `OTHER` where they name none that is known.

    Examples
    --------
    >>> sport_of("Trail_Running").value, sport_of("Biking").value, sport_of("VirtualRun").value, sport_of("Yoga").value
    ('running', 'cycling', 'running', 'other')
    """
    plain = words[:100].lower().replace("virtual", " ").replace("trailrun", "run")
    named = set("".join(mark if mark.isalnum() else " " for mark in plain).split())
    return next((sport for sport, known in _SPORTS.items() if named & known), Sport.OTHER)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Names of one format.

    Attributes
    ----------
    whole : mapping
        Path within a sample, containers of extensions left out → quantity, or `CADENCE`.
    last : mapping
        Last name of the path → quantity, where no path fits.
    units : mapping
        Last name → unit, of what keeps its own name.
    """

    whole: Mapping[str, str]
    last: Mapping[str, str]
    units: Mapping[str, str]

    def quantity(self, path: str) -> str | None:
        """Return the quantity a path stands for, None where it keeps its own name."""
        return self.whole.get(path) or self.last.get(path.rpartition("/")[2])


def channels_of(
    columns: Mapping[str, Array], sport: Sport, words: Vocabulary
) -> tuple[tuple[Channel, ...], tuple[str, ...]]:
    """Return a channel for every column of a file, and sentences on how they were understood."""
    channels: list[Channel] = []
    notes: list[str] = []
    for path, values in columns.items():
        name = path.rpartition("/")[2]
        quantity = words.quantity(path)
        if quantity == CADENCE:
            channel, note = _cadence(path, values, sport)
            channels.append(channel)
            notes.append(note)
        elif quantity is not None:
            channels.append(Channel(Quantity(quantity), UNITS[Quantity(quantity)], values, name=path))
        else:
            own = name if not any(one.quantity == name for one in channels) else path
            channels.append(Channel(own, words.units.get(name, ""), values, name=path))
    return tuple(channels), tuple(notes)


def _cadence(path: str, values: Array, sport: Sport) -> tuple[Channel, str]:
    if sport is Sport.CYCLING:
        turns = Channel(Quantity.CRANK_RATE, UNITS[Quantity.CRANK_RATE], values / 60.0, name=path)
        return turns, f"{path} is turns of the crank a minute."
    steps = sport in ON_FOOT or path.endswith("RunCadence")
    if not steps:
        own = Channel(path.rpartition("/")[2], "1/min", values, name=path)
        return own, f"{path} keeps its name: in this sport it does not say of what it is a cadence."
    moving = values[values > 0.0]
    median = float(np.median(moving)) if moving.size else 0.0
    already = median > FASTEST_STRIDES
    what = "steps" if already else "strides"
    channel = Channel(
        Quantity.STEP_FREQUENCY,
        UNITS[Quantity.STEP_FREQUENCY],
        values / 60.0 * (1.0 if already else 2.0),
        name=path,
    )
    return channel, f"{path} counts {what} a minute: its median while moving is {median:.0f}."
