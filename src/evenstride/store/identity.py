"""Who is who: ids of recordings, shortened ids, names with typing slips, and times in UTC."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time
from difflib import get_close_matches
from typing import Any

from evenstride.core.athlete import Athlete, athlete_key
from evenstride.core.deleted_run import DeletedRun
from evenstride.core.errors import InputError, NotFoundError, StoreError
from evenstride.core.filed import Filed, FiledActivity, FiledDays, FiledFile, Held
from evenstride.core.log import LogEntry
from evenstride.core.plan import Plan
from evenstride.core.provenance import ID_LENGTH, content_id
from evenstride.core.recording import Reading
from evenstride.store.codec import to_json
from evenstride.store.nouns import Link, Stored

SHORTEST_PREFIX = 4


def hash_id(*makings: object) -> str:
    """Return a short id, equal for equal makings.

    Examples
    --------
    >>> hash_id("noa", None) == hash_id("noa", None) != hash_id("noa", "None")
    True
    """
    return content_id(json.dumps(makings).encode())[:ID_LENGTH]


def identified(reading: Reading | FiledFile, data: bytes) -> tuple[tuple[str, Held], ...]:
    """Return the recordings of a file with their ids.

    The id hashes raw bytes, athlete, day, label, place in the file and noun, not the values: a reader that
    understands a file better does not make a second run of it. Recordings alike in all of these are counted.

    Raises
    ------
    InputError
        If the file holds no recordings.
    StoreError
        If the reading was not made from these bytes. Of activity files, of which there are thousands, whoever hands
        them in has just hashed them; `raw` tells a wrong one.
    """
    if isinstance(reading, Reading) and content_id(data) != reading.content_id:
        raise StoreError(
            "the raw bytes are not the ones that were read",
            place=reading.file_name,
            remedy="Read the file again and import what was read",
        )
    if not reading.recordings:
        raise InputError(
            "there is nothing in this file to store", place=reading.file_name, remedy="Choose a file with runs"
        )
    seen: Counter[str] = Counter()
    found: list[tuple[str, Held]] = []
    for read in reading.recordings:
        recording = replace(read, origin=replace(read.origin, content_id=reading.content_id))
        known = alike(recording)
        found.append((hash_id(known, seen[known]), recording))
        seen[known] += 1
    return tuple(found)


def alike(recording: Held) -> str:
    """Return what recordings share that nothing but their number in a file tells apart.

    Of what an activity file holds the day and the name do not count: a better reader may find others.
    """
    if isinstance(recording, FiledActivity | FiledDays):
        return hash_id(recording.origin.content_id, athlete_key(recording.athlete), _part(recording))
    day = recording.on.isoformat() if recording.on else None
    place, kind = recording.origin.place, type(recording).__name__
    return hash_id(recording.origin.content_id, athlete_key(recording.athlete), day, recording.label, place, kind)


def filed_id(filed: Filed) -> str:
    """Return the id under which something of an activity file is kept; its origin names the file."""
    return hash_id(alike(filed), 0)


def in_order(found: Iterable[Stored[Any]]) -> tuple[Stored[Any], ...]:
    """Return what is filed by day, then by when it began."""
    return tuple(sorted(found, key=lambda one: (one.noun.on, str(getattr(one.noun, "started", "")), one.id)))


def not_held(noun: Held, id: str, wanted: str) -> NotFoundError:
    """Return the error for an id under which something of another sort is kept."""
    if isinstance(noun, FiledActivity):
        remedy = "Look at it with: evenstride outing ID"
    elif isinstance(noun, FiledDays):
        remedy = "Its days are in: evenstride outings"
    else:
        remedy = "Look at it with: evenstride data run ID"
    return NotFoundError(f"'{id}' is no {wanted}", remedy=remedy)


def _part(filed: Filed) -> str:
    return f"activity {filed.part}" if isinstance(filed, FiledActivity) else "days"


def unknown_columns(id: str) -> NotFoundError:
    """Return the error for headings of which nothing was said."""
    return NotFoundError(f"nothing was said of headings '{id}'", remedy="Look at the list of what is remembered")


def with_id(entry: LogEntry, key: str) -> LogEntry:
    """Return a log entry that has an id: its own, or one made from the athlete and all it says."""
    return entry if entry.id else replace(entry, id=hash_id(key, to_json(entry, LogEntry)))


def same_entry(old: LogEntry, new: LogEntry) -> LogEntry:
    """Return the entry already stored under an id, or refuse other words under it.

    When it was written down does not count: the same words sent later are the same entry.
    """
    if old != replace(new, logged_at=old.logged_at):
        raise InputError(
            f"there is another log entry with the id '{new.id}'",
            why="Log entries are only ever added, never changed",
            remedy="Send the correction as a new entry with an id of its own",
        )
    return old


def same_bytes(content: str, data: bytes) -> bytes:
    """Return raw bytes that are the ones of a content id, or refuse them."""
    if content_id(data) != content:
        raise InputError(
            "this archive is damaged",
            place=f"raw file {content[:16]}",
            why="Its bytes do not match the hash they are kept under",
            remedy="Make the archive again where it came from; nothing was changed here",
        )
    return data


def resolve(prefix: str, candidates: Collection[str], *, what: str) -> str:
    """Return the one id that a shortened id means.

    Parameters
    ----------
    prefix : str
        An id, or its beginning of at least four characters.
    candidates : collection of str
        Known ids, at least all that begin like this.
    what : str
        What is looked for, in the words of the message.

    Raises
    ------
    NotFoundError
        If it is too short, begins no id, or begins several.

    Examples
    --------
    >>> resolve("abcd", ["abcd01", "ffff02"], what="result")
    'abcd01'
    """
    text = prefix.strip().lower()
    if prefix.strip() in candidates:
        return prefix.strip()
    if len(text) < SHORTEST_PREFIX:
        raise NotFoundError(
            f"'{prefix}' is too short for an id", remedy=f"Give its first {SHORTEST_PREFIX} characters or more"
        )
    found = sorted({id for id in candidates if id.startswith(text)})
    if text in found or len(found) == 1:
        return found[0]
    if not found:
        raise NotFoundError(
            f"there is no {what} with the id '{prefix}'", remedy="Check the id, or look in another database (--db)"
        )
    shown = ", ".join(found[:8]) + (f" and {len(found) - 8} more" if len(found) > 8 else "")
    raise NotFoundError(f"'{prefix}' could be: {shown}", remedy="Give more characters of the id")


def unknown_athlete(name: str, athletes: Collection[Athlete]) -> NotFoundError:
    """Return the error for a name that is not stored, with names that look like it."""
    names = {athlete.key: athlete.name for athlete in athletes}
    near = [names[key] for key in get_close_matches(athlete_key(name), names, n=3)]
    if near:
        remedy = f"Did you mean {' or '.join(near)}?"
    elif names:
        remedy = f"Known are: {', '.join(sorted(names.values())[:8])}"
    else:
        remedy = "No athlete is stored yet; import a file first"
    what = f"there is no athlete called '{name}'" if name else "no athlete is named"
    return NotFoundError(what, remedy=remedy)


def unknown_parent(parent: str) -> StoreError:
    """Return the error for a result whose chain would end nowhere."""
    return StoreError(
        f"the parent '{parent}' of this result is not stored",
        why="Parents are results, recordings or raw files, so that every number leads back to a file",
        remedy="Store the parent first; what is not stored belongs into the parameters",
    )


def in_utc(moment: datetime) -> datetime:
    """Return a time in UTC.

    Raises
    ------
    StoreError
        If the time does not say its zone.

    Examples
    --------
    >>> in_utc(datetime.fromisoformat("2026-05-01T12:00+02:00")).hour
    10
    """
    if moment.tzinfo is None:
        raise StoreError(f"the time {moment} does not say its zone", remedy="Give times in UTC")
    return moment.astimezone(UTC)


def trace(start: str, look: Callable[[str], Link]) -> tuple[Link, ...]:
    """Return a link and all links it leads back to, nearest first, each once."""
    waiting, found = [start], dict[str, Link]()
    for id in waiting:
        if id not in found:
            found[id] = look(id)
            waiting.extend(found[id].parents)
    return tuple(found.values())


def log_link(entries: Sequence[tuple[str, LogEntry]], *, answers: bool) -> Link:
    """Return a log entry as a link; `answers` says whether the session it names is stored.

    Raises
    ------
    NotFoundError
        If several athletes gave an entry this id of their own.
    """
    if len(entries) > 1:
        raise NotFoundError(
            f"several athletes have a log entry '{entries[0][1].id}': {', '.join(key for key, _ in entries)}",
            remedy="Give log entries ids of their own",
        )
    (key, entry), *_ = entries
    at = entry.logged_at or datetime.combine(entry.on, time.min, UTC)
    return Link(entry.id, "log entry", at, (entry.session,) if answers else (), key, entry.on, told=entry)


def session_link(id: str, plans: Sequence[Stored[Plan]]) -> Link:
    """Return a planned session as a link whose parents are the newest plan of each athlete that holds it.

    Parameters
    ----------
    id : str
        Of the session.
    plans : sequence of Stored
        All that hold it, at least one, oldest first.
    """
    newest = {kept.athlete: kept for kept in plans}
    last = plans[-1]
    session = next(one for one in last.noun.sessions if one.id == id)
    parents = tuple(kept.id for kept in reversed(newest.values()))
    return Link(id, "planned session", last.at, parents, ", ".join(newest), session.on, told=session)


def deleted_link(id: str, stored: Stored[DeletedRun]) -> Link:
    """Return an id nothing stands under any more as a link: the chain of what was made from it ends here."""
    noun = stored.noun
    return Link(id, "deleted", stored.at, (), stored.athlete, noun.on, file_name=noun.file_name)


def recording_link(stored: Stored[Held]) -> Link:
    """Return a recording as a link whose parent is its raw file."""
    origin = stored.noun.origin
    return Link(
        stored.id,
        type(stored.noun).__name__,
        stored.at,
        (origin.content_id,),
        stored.athlete,
        stored.noun.on,
        file_name=origin.file_name,
        place=origin.place,
    )
