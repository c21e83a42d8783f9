"""Recordings of worn sensors: where each sat, and the steps they show."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from evenstride.app.clip_files import ClipTold, bytes_of_source
from evenstride.core.errors import InputError
from evenstride.core.estimate import Draws, Missing
from evenstride.core.metric import Analysis
from evenstride.core.provenance import content_id
from evenstride.core.raw import GyroTrace
from evenstride.core.recording import Origin, RawTest, StepEvents
from evenstride.core.roles import Side
from evenstride.core.signal import Inertial, Signal
from evenstride.core.signal_mapping import SignalMapping
from evenstride.core.worn import PLACES, Worn, parse_worn, worn_at
from evenstride.readers import read
from evenstride.readers.instruments import is_signal, read_signal
from evenstride.readers.sampled import gridded
from evenstride.science.prepare import prepare_steps
from evenstride.science.steps import measure_steps, measure_steps_analysis
from evenstride.science.worn_sensors import measure_worn


@dataclass(frozen=True, slots=True)
class WornTrial:
    """The steps of a recording of worn sensors, and how they were found."""

    steps: Analysis
    events: StepEvents | Missing
    notes: tuple[str, ...]


def read_worn(
    source: Path,
    worn: Sequence[str],
    *,
    athlete: str | None = None,
    mapping: SignalMapping | None = None,
    clip: ClipTold | None = None,
) -> Signal:
    """Read a file of instruments; with a place said, a phone's gyroscope is a sensor worn there.

    Raises
    ------
    InputError
        If it cannot be understood.
    """
    data = bytes_of_source(source, clip)
    if mapping is not None or is_signal(data) or (trace := _gyroscope(data, source.name)) is None:
        return read_signal(data, name=source.name, athlete=athlete or "", mapping=mapping)
    place = parse_worn(worn[0].rpartition("=")[2]) if worn else None
    rate, turning, lost = gridded(trace.times, trace.rates, place="column of time")
    gone = f"; {lost} samples the clock left out stay empty" if lost else ""
    notes = (f"Turning of a phone: {len(turning)} samples at {rate:g} a second{gone}.",)
    origin = Origin(content_id(data), source.name, "phone gyroscope", interpretation=notes)
    sensors = (Inertial("" if place is None else str(place), rate, turning=turning),)
    return Signal(athlete or "", sensors=sensors, origin=origin)


def _gyroscope(data: bytes, name: str) -> GyroTrace | None:
    """Return what a phone's gyroscope wrote, None where the file is another."""
    with suppress(InputError):
        # The side is asked for by the test of the thigh, which this recording need not be.
        found = read(data, name=name, side=Side.LEFT, unnamed="unnamed")
        if len(found.recordings) == 1 and isinstance(one := found.recordings[0], RawTest):
            return one.raw if isinstance(one.raw, GyroTrace) else None
    return None


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
            "it is not said where the sensor was worn",
            place=signal.origin.file_name,
            why=f"This file names {', '.join(repr(name) for name in names if name) or 'no place'}",
            remedy="Name it in the headings, such as 'left shank acc_x (g)', or measure with --worn sacrum; known are"
            f" {PLACES}",
        )
    return placed, [one.place for place, one in known if place is None]
