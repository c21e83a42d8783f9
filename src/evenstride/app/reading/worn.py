"""Recordings of worn sensors: where each sat, and the steps they show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from evenstride.core.errors import InputError
from evenstride.core.estimate import Draws, Missing
from evenstride.core.metric import Analysis
from evenstride.core.recording import StepEvents
from evenstride.core.roles import Side
from evenstride.core.signal import Inertial, Signal
from evenstride.core.worn import NO_PLACE, PLACES, Worn, parse_worn, worn_at
from evenstride.science.sensors.worn import measure_worn
from evenstride.science.steps.prepare import prepare_steps
from evenstride.science.steps.summary import measure_steps, measure_steps_analysis


@dataclass(frozen=True, slots=True)
class WornTrial:
    """The steps of a recording of worn sensors, and how they were found."""

    steps: Analysis
    events: StepEvents | Missing
    notes: tuple[str, ...]


def measure_worn_signal(
    signal: Signal, worn: Sequence[str] = (), *, first: Side | None = None, seed: int = 0
) -> WornTrial:
    """Measure the steps that the sensors of a recording show, each by its place.

    Parameters
    ----------
    signal : Signal
        With sensors.
    worn : sequence of str
        `left-shank` for the one sensor of a file, `NAME=left-shank` for one of several; else names of the file tell.
    first : Side, optional
        The foot that came first, for a sensor at the sacrum alone.
    seed : int
        Seed of the draws.

    Raises
    ------
    InputError, FitError
        If nobody says where a sensor sat, or none shows a step.
    """
    placed, strangers = place_sensors(signal, worn)
    found = measure_worn(placed, athlete=signal.athlete, first=first, seed=seed)
    told = tuple(f"{flag.where}: {flag.text}" for flag in found.flags)
    left_out = tuple(f"'{name}' is no place that is known and was left out" for name in strangers)
    notes = (*found.notes, *told, *left_out)
    if isinstance(found.events, Missing):
        values = {name: one.estimate() if isinstance(one, Draws) else one for name, one in found.values.items()}
        return WornTrial(Analysis(signal.athlete, signal.on, "steps", values, notes), found.events, notes)
    events = replace(found.events, on=signal.on)
    steps = measure_steps_analysis(measure_steps(prepare_steps(events), seed=seed))
    return WornTrial(replace(steps, notes=(*steps.notes, *notes)), events, notes)


def place_sensors(signal: Signal, worn: Sequence[str]) -> tuple[list[tuple[Worn, Inertial]], list[str]]:
    """Return each sensor with its place, and the names of those whose place nobody knows.

    Raises
    ------
    InputError
        If a place is said of a sensor that is not there, or no sensor has a place.
    """
    names = [one.place for one in signal.sensors]
    said: dict[str, Worn] = {}
    for text in worn:
        name, equals, place = text.rpartition("=")
        if not equals and len(names) > 1:
            raise InputError(
                f"'{text}' does not say which of {len(names)} sensors it is of",
                place="--worn",
                remedy=f"Write {names[0] or 'NAME'}={text}; the file names {', '.join(names)}",
            )
        key = names[0] if not equals else next((one for one in names if one.casefold() == name.casefold()), None)
        if key is None:
            raise InputError(
                f"there is no sensor '{name}'", place="--worn", remedy=f"The file names {', '.join(names)}"
            )
        said[key] = parse_worn(place)
    known = [(said.get(one.place) or worn_at(one.place), one) for one in signal.sensors]
    placed = [(place, one) for place, one in known if place is not None]
    if not placed:
        raise InputError(
            NO_PLACE,
            place=signal.origin.file_name,
            why=f"This file names {', '.join(repr(name) for name in names if name) or 'no place'}",
            remedy="Name it in the headings, such as 'left shank acc_x (g)', or measure with --worn sacrum; known are"
            f" {PLACES}",
        )
    return placed, [one.place for place, one in known if place is None]
