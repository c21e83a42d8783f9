"""Bytes become recordings: tables as they stand, instruments by the contacts that are found in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from evenstride.app.reading.handed import NOTHING, is_trial, points_told, read_trial
from evenstride.core.column_mapping import ColumnMapping
from evenstride.core.errors import FitError, InputError
from evenstride.core.estimate import Missing
from evenstride.core.recording import Reading, StepEvents
from evenstride.core.roles import Side
from evenstride.core.run import Flag
from evenstride.core.signal import Signal
from evenstride.core.trial_told import TrialTold
from evenstride.readers import read
from evenstride.words import ARE_A_TEST


def understand(
    data: bytes,
    *,
    name: str,
    athlete: str | None = None,
    on: date | None = None,
    side: Side | None = None,
    unnamed: str | None = None,
    columns: ColumnMapping | None = None,
    told: TrialTold = NOTHING,
) -> Reading:
    """Read one file, whatever wrote it; a trial of plates or markers becomes its contacts.

    Parameters
    ----------
    data, name, athlete, on, unnamed, columns
        As `readers.read` takes them.
    side : Side, optional
        Where the file does not say it: the leg that carried a phone, or the foot that came first on a plate.
    told : TrialTold
        What else was said of a trial of instruments; kept with its recording.

    Raises
    ------
    InputError
        As `readers.read` does, and for a trial in which no contact can be found.
    """
    if not is_trial(data, side, told, name=name):
        return read(data, name=name, athlete=athlete, on=on, side=side, unnamed=unnamed, columns=columns)
    told = replace(told, first=side)
    signal = read_trial(data, name=name, athlete=athlete or "", told=told)
    if not (signal.athlete or unnamed):
        raise InputError("it names no athlete", place=name, remedy="Say whose trial it is: --athlete NAME")
    try:
        events, flags, how = _contacts(replace(signal, on=signal.on or on), told)
    except FitError as problem:
        # Who has said it is not asked again: the remedy of the trial stands then.
        asked = side is None and ("which foot" in problem.what or "left from right" in problem.what)
        remedy = _asking(signal) if asked else problem.remedy
        raise InputError(problem.what, place=name, why=problem.why, remedy=remedy) from None
    except InputError as problem:
        raise problem.within(name) from None
    notes = (*signal.origin.interpretation, *how, *(f"{flag.where}: {flag.text}." for flag in flags))
    origin = replace(signal.origin, interpretation=notes, told=None if told.empty else told)
    body = events.body if told.known_mass is None else replace(events.body, mass=told.known_mass)
    events = replace(events, athlete=athlete or signal.athlete or unnamed or "", body=body, origin=origin)
    return Reading(origin.reader, origin.content_id, name, (events,), notes)


def _asking(signal: Signal) -> str:
    first = "Say which foot came first: --side left, or on the page"
    # Feet that markers show run or do not; a plate alone cannot tell.
    return f"{first}. {ARE_A_TEST}" if signal.plates and signal.markers is None else first


def _contacts(signal: Signal, told: TrialTold) -> tuple[StepEvents, Sequence[Flag], Sequence[str]]:
    """Return the contacts of a trial by what it holds, what is told of them, and how they were found."""
    # Contacts need signal processing; who reads a table does not wait for it.
    from evenstride.app.reading.instruments import marker_mapping
    from evenstride.app.reading.trial_contacts import plate_contacts
    from evenstride.app.video.clips import clip_contacts, clip_mapping
    from evenstride.science.motion.marker_contacts import marker_contacts
    from evenstride.science.plates.stances import step_events

    said = points_told(told)
    if signal.keypoints is not None:
        return clip_contacts(signal, clip_mapping(signal, said))
    mapping = marker_mapping(signal, said)
    if signal.sensors and not signal.plates and signal.markers is None:
        return _worn_contacts(signal, told)
    if isinstance(trial := plate_contacts(signal, mapping, mass=told.known_mass, first=told.first), Missing):
        return marker_contacts(signal, mapping)
    return step_events(trial), trial.flags, trial.notes


def _worn_contacts(signal: Signal, told: TrialTold) -> tuple[StepEvents, tuple[Flag, ...], tuple[str, ...]]:
    """Return the contacts of worn sensors; `FitError` where they do not show both feet."""
    from evenstride.app.reading.worn import measure_worn_signal

    found = measure_worn_signal(signal, told.worn, first=told.first)
    if isinstance(found.events, Missing):
        raise FitError(found.events.reason, remedy=found.events.remedy)
    return found.events, (), tuple(f"{note.rstrip('.')}." for note in found.notes)
