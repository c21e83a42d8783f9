"""Use case: read a file of laboratory instruments without keeping it, and say which marker is which point."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evenstride.app.reading.files import bytes_of_file
from evenstride.app.reading.handed import is_trial, mapping_text
from evenstride.app.video.clip_files import bytes_of_source
from evenstride.core.body_points import BodyPoint
from evenstride.core.errors import InputError
from evenstride.core.pose import Keypoints
from evenstride.core.roles import Side
from evenstride.core.signal import Inertial, Plate, Signal
from evenstride.core.signal_mapping import MarkerMapping, SignalMapping
from evenstride.core.trial_told import ClipTold, TrialTold
from evenstride.readers.instruments import read_signal
from evenstride.readers.keypoint_clips import with_facts
from evenstride.readers.marker_sets import lacking_points, propose_mapping, propose_points
from evenstride.readers.signal_mapping import read_mapping, write_mapping
from evenstride.science.motion.side_check import require_body

AXES = "XYZ"


@dataclass(frozen=True, slots=True)
class Understood:
    """A trial, which markers are which point of the body, and what lacks.

    Attributes
    ----------
    mapping : MarkerMapping
        As somebody said, else as proposed; empty where no set of markers is known.
    proposed : bool
        Whether it is a proposal.
    lacking : tuple of (BodyPoint, str)
        Points nobody found, each with what it is needed for; empty for a file without markers.
    """

    signal: Signal
    mapping: MarkerMapping
    proposed: bool
    lacking: tuple[tuple[BodyPoint, str], ...] = ()


def is_instrument_file(source: Path, side: Side | None = None, clip: ClipTold | None = None) -> bool:
    """Return whether a file is one of instruments or keypoints; with a leg said, a phone's table is none.

    Raises
    ------
    InputError
        If the file cannot be opened.
    """
    return is_trial(bytes_of_source(source), side, TrialTold(clip=clip), name=source.name)


def understand_file(
    source: Path, *, athlete: str | None = None, mapping: Path | None = None, clip: ClipTold | None = None
) -> Understood:
    """Read a file and name its points.

    Parameters
    ----------
    source : Path
        C3D, TRC, MOT, STO, MATLAB, or a table of forces or inertial sensors.
    athlete : str or None
        Whose trial it is, where the file does not say.
    mapping : Path or None
        A mapping file; None proposes one.
    clip : ClipTold or None
        How keypoints were filmed.

    Raises
    ------
    InputError
        If the file or mapping cannot be understood, names markers that are not there, or sides are swapped.
    """
    said = None if mapping is None else load_mapping(mapping)
    data = bytes_of_source(source)
    data = data if clip is None else with_facts(data, clip.words, name=source.name)
    signal = read_signal(data, name=source.name, athlete=athlete or "", mapping=said)
    if signal.keypoints is not None:
        given = said is not None and bool(said.markers.points)
        points = said.markers if said is not None and given else propose_points(signal.keypoints.names)[0]
        return Understood(signal, points, proposed=not given, lacking=lacking_points(points))
    if signal.markers is None:
        return Understood(signal, MarkerMapping({}), proposed=False)
    if said is not None and said.markers.points:
        require_body(said.markers.of(signal.markers), signal.up)
        return Understood(signal, said.markers, proposed=False, lacking=lacking_points(said.markers))
    proposed, lacking = propose_mapping(signal.markers)
    require_body(proposed.of(signal.markers), signal.up)
    return Understood(signal, proposed, proposed=True, lacking=lacking)


def load_mapping(source: Path) -> SignalMapping:
    """Read a mapping file; `InputError` if it is none."""
    return read_mapping(mapping_text(source.name, bytes_of_file(source)), name=source.name)


def save_mapping(understood: Understood, target: Path) -> None:
    """Write the mapping, with the points that lack as comments; a file that is there is not written over.

    Raises
    ------
    InputError
        If the trial has no markers, or the file is there already or cannot be written.
    """
    if understood.signal.markers is None and understood.signal.keypoints is None:
        raise InputError("this file holds no markers, so there is nothing to map", place=str(target))
    text = write_mapping(understood.mapping, understood.lacking)
    try:
        with target.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise InputError("there is such a file already", place=str(target), remedy="Give another name") from None
    except OSError as error:
        raise InputError(f"the file cannot be written ({error.strerror})", place=str(target)) from error


def instrument_lines(understood: Understood) -> tuple[str, ...]:
    """Return what a trial holds and how its points are named, as lines."""
    signal = understood.signal
    lines = [f"{signal.origin.file_name}: {signal.origin.reader}{f', {signal.athlete}' if signal.athlete else ''}"]
    if signal.markers is not None:
        frames = len(signal.markers.positions)
        lines.append(
            f"{len(signal.markers.names)} markers, {frames} frames at {signal.markers.rate:g} Hz,"
            f" {frames / signal.markers.rate:.2f} s, {AXES[signal.up]} up"
        )
    if signal.keypoints is not None:
        lines.append(_keypoint_line(signal.keypoints))
    if signal.angles is not None:
        lines.append(
            f"{len(signal.angles.names)} angles at {signal.angles.rate:g} Hz: {', '.join(signal.angles.names)}"
        )
    lines += [_plate_line(plate, signal.up) for plate in signal.plates]
    lines += [_sensor_line(sensor) for sensor in signal.sensors]
    for event in signal.events:
        side = f" {event.side}" if event.side is not None else ""
        lines.append(f"{event.time:8.3f} s  {event.kind.value.replace('_', '-')}{side}, as marked in the file")
    return (*lines, *_mapping_lines(understood))


def instrument_document(understood: Understood) -> Mapping[str, Any]:
    """Return the same as a document, without the samples."""
    signal = understood.signal
    return {
        "file": signal.origin.file_name,
        "format": signal.origin.reader,
        "athlete": signal.athlete,
        "interpretation": signal.origin.interpretation,
        "up": AXES[signal.up],
        "start": signal.start,
        "markers": None
        if signal.markers is None
        else {"names": signal.markers.names, "rate": signal.markers.rate, "frames": len(signal.markers.positions)},
        "keypoints": None
        if signal.keypoints is None
        else {
            "names": signal.keypoints.names,
            "rate": signal.keypoints.facts.rate,
            "frames": len(signal.keypoints.times),
            "people": signal.keypoints.people,
            "camera": signal.keypoints.facts.camera,
            "scale": signal.keypoints.facts.scale.kind,
        },
        "angles": None if signal.angles is None else {"names": signal.angles.names, "rate": signal.angles.rate},
        "plates": [
            {"name": one.name, "rate": one.rate, "samples": len(one.force), "peak": one.peak(signal.up)}
            for one in signal.plates
        ],
        "sensors": [
            {"place": one.place, "rate": one.rate, "samples": _samples(one), "clipped": one.clipped}
            for one in signal.sensors
        ],
        "events": signal.events,
        "points": {point.value: names for point, names in understood.mapping.points.items()},
        "set": understood.mapping.name,
        "proposed": understood.proposed,
        "lacking": {point.value: why for point, why in understood.lacking},
    }


def _keypoint_line(keypoints: Keypoints) -> str:
    facts = keypoints.facts
    return (
        f"{len(keypoints.names)} keypoints, {len(keypoints.times)} frames at {facts.rate:g} Hz of life, "
        f"{keypoints.times[-1]:.2f} s, {facts.camera} camera, scale: {facts.scale.kind}"
    )


def _plate_line(plate: Plate, up: int) -> str:
    peak = plate.peak(up)
    force = "no vertical force" if peak is None else f"vertical force up to {peak:.0f} N"
    return f"{plate.name}, {len(plate.force)} samples at {plate.rate:g} Hz, {force}"


def _sensor_line(sensor: Inertial) -> str:
    held = [
        name
        for name, there in (("acceleration", sensor.acceleration), ("turning", sensor.turning))
        if there is not None
    ]
    cut = f", {sensor.clipped} samples at the end of its range" if sensor.clipped else ""
    return f"{sensor.place or 'sensor'}, {' and '.join(held)}, {_samples(sensor)} samples at {sensor.rate:g} Hz{cut}"


def _samples(sensor: Inertial) -> int:
    held = sensor.acceleration if sensor.acceleration is not None else sensor.turning
    return 0 if held is None else len(held)


def _mapping_lines(understood: Understood) -> list[str]:
    signal = understood.signal
    if signal.markers is None and signal.keypoints is None:
        return []
    names = () if signal.markers is None else signal.markers.names
    points = understood.mapping.points
    if not points:
        return [
            "No set of markers that is known fits these names. Write with --write-mapping FILE a mapping to fill in.",
            f"Markers: {', '.join(names)}",
        ]
    whose = f" of {understood.mapping.name}" if understood.mapping.name else ""
    head = f"Points, proposed by the names{whose}:" if understood.proposed else f"Points, as the mapping{whose} says:"
    width = max(len(point.value) for point in points)
    lines = [head, *(f"  {point.value:<{width}}  {' + '.join(names)}" for point, names in points.items())]
    if understood.lacking:
        lines.append("Missing:")
        lines += [f"  {point.value}, for {why}" for point, why in understood.lacking]
    return lines
