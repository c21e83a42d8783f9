"""Bytes become recordings: tables as they stand, instruments by the contacts that are found in them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from evenstride.core.column_mapping import ColumnMapping
from evenstride.core.errors import FitError, InputError
from evenstride.core.estimate import Missing
from evenstride.core.recording import Reading, StepEvents
from evenstride.core.roles import Side
from evenstride.core.run import Flag
from evenstride.core.signal import Signal
from evenstride.readers import read
from evenstride.readers.instruments import is_signal, read_signal


def understand(
    data: bytes,
    *,
    name: str,
    athlete: str | None = None,
    on: date | None = None,
    side: Side | None = None,
    unnamed: str | None = None,
    columns: ColumnMapping | None = None,
) -> Reading:
    """Read one file, whatever wrote it; a trial of plates or markers becomes its contacts.

    Parameters
    ----------
    data, name, athlete, on, unnamed, columns
        As `readers.read` takes them.
    side : Side, optional
        Where the file does not say it: the leg that carried a phone, or the foot that came first on a plate.

    Raises
    ------
    InputError
        As `readers.read` does, and for a trial in which no contact can be found.
    """
    if not is_signal(data, side):
        return read(data, name=name, athlete=athlete, on=on, side=side, unnamed=unnamed, columns=columns)
    # Contacts need signal processing; who reads a table does not wait for it.
    from evenstride.app.clips import clip_contacts
    from evenstride.app.instruments import marker_mapping
    from evenstride.app.trial_contacts import plate_contacts
    from evenstride.science.marker_contacts import marker_contacts
    from evenstride.science.stances import step_events

    signal = read_signal(data, name=name, athlete=athlete or "")
    if not (signal.athlete or unnamed):
        raise InputError("it names no athlete", place=name, remedy="Say whose trial it is: --athlete NAME")
    try:
        dated = replace(signal, on=signal.on or on)
        mapping = marker_mapping(signal)
        if signal.keypoints is not None:
            (events, how), flags = clip_contacts(dated), ()
        elif signal.sensors and not signal.plates and signal.markers is None:
            events, flags, how = _worn_contacts(dated, side)
        elif isinstance(trial := plate_contacts(dated, mapping, first=side), Missing):
            events, flags, how = marker_contacts(dated, mapping)
        else:
            events, flags, how = step_events(trial), trial.flags, trial.notes
    except FitError as problem:
        asked = "which foot" in problem.what or "left from right" in problem.what
        remedy = "Say which foot came first: --side left, or on the page" if asked else problem.remedy
        raise InputError(problem.what, place=name, why=problem.why, remedy=remedy) from None
    except InputError as problem:
        where = ", ".join(part for part in (name, problem.place) if part)
        raise InputError(problem.what, place=where, why=problem.why, remedy=problem.remedy) from None
    notes = (*signal.origin.interpretation, *how, *(f"{flag.where}: {flag.text}." for flag in flags))
    origin = replace(signal.origin, interpretation=notes)
    events = replace(events, athlete=athlete or signal.athlete or unnamed or "", origin=origin)
    return Reading(origin.reader, origin.content_id, name, (events,), notes)


def _worn_contacts(signal: Signal, first: Side | None) -> tuple[StepEvents, tuple[Flag, ...], tuple[str, ...]]:
    """Return the contacts of worn sensors; `FitError` where they do not show both feet."""
    from evenstride.app.worn import measure_worn_signal

    found = measure_worn_signal(signal, first=first)
    if isinstance(found.events, Missing):
        raise FitError(found.events.reason, remedy=found.events.remedy)
    return found.events, (), tuple(f"{note.rstrip('.')}." for note in found.notes)
