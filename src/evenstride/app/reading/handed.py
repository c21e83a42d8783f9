"""Use case: a file of instruments handed over with what it does not say: foot, mass, standing, mapping, places."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from math import hypot

from evenstride.core.athlete import plausible_body
from evenstride.core.errors import EvenstrideError, FitError, InputError
from evenstride.core.provenance import content_id
from evenstride.core.raw import GyroTrace
from evenstride.core.recording import Origin, RawTest, Reading, StepEvents
from evenstride.core.roles import Side
from evenstride.core.signal import Inertial, Signal
from evenstride.core.signal_mapping import MarkerMapping, SignalMapping
from evenstride.core.trial_told import ClipTold, Standing, TrialTold
from evenstride.core.units import GRAVITY
from evenstride.core.worn import parse_worn
from evenstride.readers import read
from evenstride.readers.instruments import is_signal, read_signal
from evenstride.readers.keypoint_clips import with_facts
from evenstride.readers.sampled import gridded, renamed
from evenstride.readers.signal_mapping import read_mapping
from evenstride.store import ImportResult, Store

NOTHING = TrialTold()

SAID_OTHERWISE = "the file is here already, and something else was said of it then"
"""What is said of a file that was handed over in another way before."""

GivenBytes = tuple[str, bytes]
"""Name and content of a file."""


def told_of_trial(
    *,
    first: Side | None = None,
    mass: float | None = None,
    standing: GivenBytes | None = None,
    mapping: GivenBytes | None = None,
    worn: Sequence[str] = (),
    clip: ClipTold | None = None,
    mark: str = "--",
) -> TrialTold:
    """Return what was said of a trial, once all of it can be understood.

    Parameters
    ----------
    first : Side, optional
        The foot that came first.
    mass : float, optional
        kg.
    standing : (str, bytes), optional
        A file of the same runner standing still on one or two plates.
    mapping : (str, bytes), optional
        A mapping file.
    worn : sequence of str
        Where sensors sat.
    clip : ClipTold, optional
        How keypoints were filmed.
    mark : str
        What stands before the name of the mass in messages.

    Raises
    ------
    InputError, FitError
        If a mass is not a person's, nobody stands still, a mapping is none, or a place of a sensor is unknown.
    """
    text = "" if mapping is None else mapping_text(*mapping)
    if mapping is not None:
        read_mapping(text, name=mapping[0])
    for one in worn:
        parse_worn(one.rpartition("=")[2])
    told = plausible_body(mass, None, mark=mark).mass
    still = None if standing is None else _standing(*standing)
    filmed = None if clip is None or not clip.words else clip
    return TrialTold(first, told, still, text, tuple(worn), filmed)


def mapping_told(told: TrialTold) -> SignalMapping | None:
    """Return the mapping that was given; None where there was none."""
    return read_mapping(told.mapping, name="mapping") if told.mapping else None


def points_told(told: TrialTold) -> MarkerMapping | None:
    """Return which markers or keypoints are which point of the body, as a mapping that was given says; else None."""
    said = mapping_told(told)
    return None if said is None else said.markers


def mapping_text(name: str, data: bytes) -> str:
    """Return what a mapping file says as it was written; `InputError` if it is no text."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError("it is no text in UTF-8", place=name, remedy="Save the mapping as UTF-8") from None


def is_trial(data: bytes, side: Side | None = None, told: TrialTold = NOTHING, *, name: str = "") -> bool:
    """Return whether bytes are a trial of instruments, seen with what was said of it.

    With a leg said a phone's table is that of a phone on a thigh; with a place of a sensor said it is a worn sensor;
    with a camera said a table is one of keypoints, by the ending of its `name`.
    """
    if told.clip is not None:
        with suppress(InputError):
            return is_signal(with_facts(data, told.clip.words, name=name))
        return False
    leg = None if told.worn else side
    if is_signal(data, leg):
        return True
    mapping = mapping_told(told)
    if mapping is not None and mapping.columns:
        with suppress(InputError):
            return is_signal(renamed(data, mapping.columns)[0], leg)
    if told.worn:
        with suppress(InputError):
            return bool(_read_worn(data, told.worn, name="").sensors)
    return False


def read_trial(data: bytes, *, name: str, athlete: str = "", told: TrialTold = NOTHING) -> Signal:
    """Read a trial with what was said of it: named by its mapping, its plates levelled by standing still.

    Raises
    ------
    InputError
        If it cannot be understood.
    """
    whole = data if told.clip is None else with_facts(data, told.clip.words, name=name)
    signal = _read_worn(whole, told.worn, name=name, athlete=athlete, mapping=mapping_told(told))
    signal = replace(signal, origin=replace(signal.origin, content_id=content_id(data)))
    standing = told.standing
    if standing is None:
        return signal
    # Weighing and levelling need signal processing; who looks at a table does not wait for it.
    from evenstride.science.plates.level import level_plates
    from evenstride.science.plates.stances import mass_differs

    notes = [f"{flag.text}." for flag in mass_differs(told.mass, standing.mass, "standing still weighs")]
    plates = signal.plates
    if plates:
        sideways = 100.0 * hypot(*standing.lean)
        notes.append(
            f"Standing still the plates read {sideways:.1f} % of the weight sideways; that share is taken off all of"
            " them."
        )
        plates = level_plates(plates, standing.lean, signal.up)
    origin = replace(signal.origin, interpretation=(*signal.origin.interpretation, *notes))
    return replace(signal, plates=plates, origin=origin)


def require_used(files: Sequence[GivenBytes], side: Side | None, told: TrialTold) -> None:
    """Refuse what was said of instruments where no file is one of them.

    Raises
    ------
    InputError
        With what to do; where a mapping was given, with what the file lacks for it.
    """
    if told.beside_sides.empty or any(is_trial(data, side, told, name=name) for name, data in files):
        return
    if told.mapping or told.clip is not None:
        read_trial(files[0][1], name=files[0][0], told=told)
    said = {
        "--mapping": told.mapping, "--mass": told.mass, "--standing": told.standing, "--worn": told.worn,
    }  # fmt: skip
    options = [option for option, value in said.items() if value not in (None, "", ())]
    raise InputError(
        "this says how to read laboratory instruments, and no file here is one",
        place=", ".join(options),
        remedy="Leave it out; a mass for sprints is told with evenstride data body --mass",
    )


def require_same_told(store: Store, reading: Reading, result: ImportResult) -> None:
    """Refuse a trial that is here already and was handed over otherwise: what is kept is not read anew.

    Raises
    ------
    InputError
        With the way out.
    """
    for id, again in zip(result.ids, reading.recordings, strict=True):
        told, kept = again.origin.told, store.recording(id).noun
        before = (kept.origin.told or NOTHING).as_handed
        if told is None or told == before:
            continue
        alike = isinstance(again, StepEvents) and isinstance(kept, StepEvents) and again.contacts == kept.contacts
        if not alike or told.beside_sides != before.beside_sides:
            raise InputError(
                SAID_OTHERWISE,
                place=reading.file_name,
                why="What is kept is not read anew",
                remedy="If that was wrong, delete what came of it, on the page of the run or with evenstride data "
                "delete-run, and import it again",
            )


def _read_worn(
    data: bytes, worn: Sequence[str], *, name: str, athlete: str | None = None, mapping: SignalMapping | None = None
) -> Signal:
    """Read a file of instruments; with a place said, a phone's gyroscope is a sensor worn there."""
    if mapping is not None or is_signal(data) or (trace := _gyroscope(data, name)) is None:
        return read_signal(data, name=name, athlete=athlete or "", mapping=mapping)
    place = parse_worn(worn[0].rpartition("=")[2]) if worn else None
    rate, turning, lost = gridded(trace.times, trace.rates, place="column of time")
    gone = f"; {lost} samples the clock left out stay empty" if lost else ""
    notes = (f"Turning of a phone: {len(turning)} samples at {rate:g} a second{gone}.",)
    origin = Origin(content_id(data), name, "phone gyroscope", interpretation=notes)
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


def _standing(name: str, data: bytes) -> Standing:
    from evenstride.science.plates.level import standing_lean
    from evenstride.science.plates.standing import weigh

    still = read_signal(data, name=name)
    try:
        weight, lean = weigh(still.plates, still.up), standing_lean(still.plates, still.up)
    except FitError as refused:
        raise _of(refused, name) from None
    along, across, up = (float(share) for share in lean)
    return Standing(content_id(data), name, weight / GRAVITY, (along, across, up))


def _of(refused: EvenstrideError, name: str) -> EvenstrideError:
    """Say of which file a refusal speaks."""
    refused.place = refused.place or name
    return refused
