"""Use case: where a number comes from, and what an entry of the log or of a plan is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from evenstride.app.blocks.sealed import find_seal
from evenstride.app.blocks.sealed_fly import veiled
from evenstride.app.wiring import local_day
from evenstride.core.athlete import Athlete
from evenstride.core.errors import NotFoundError
from evenstride.core.log import LogEntry
from evenstride.core.plan import Session
from evenstride.core.provenance import SHORT, Reason
from evenstride.store import Link, Store
from evenstride.words import entry_text


def explain_result(store: Store, result: str, *, at: datetime) -> tuple[Reason, ...]:
    """Return the chain from a result, a log entry or a planned session back to the raw files, nearest first.

    Times of reps that are sealed at that moment are left out.

    Raises
    ------
    NotFoundError
        If nothing stored has this id.
    """
    return tuple(_reason(link, _shown(store, link, local_day(at))) for link in store.chain(result))


def explain_own(store: Store, athlete: Athlete, result: str, *, at: datetime) -> tuple[Reason, ...]:
    """Return the chain as far as it is an athlete's own; see `explain_result`.

    Raises
    ------
    NotFoundError
        If nothing of theirs has this id.
    """
    chain = {link.id: link for link in store.chain(result)}
    own, waiting = dict[str, Link](), [next(iter(chain))]
    for id in waiting:
        link = chain[id]
        if id not in own and _is_of(store, athlete, link, chain):
            own[id] = replace(link, athlete=athlete.key) if isinstance(link.told, Session) else link
            waiting += link.parents
    if not own:
        raise NotFoundError(f"nothing of {athlete.name} has the id '{result}'", remedy="Open it from the list it is in")
    return tuple(_reason(link, _shown(store, link, local_day(at))) for link in own.values())


def _is_of(store: Store, athlete: Athlete, link: Link, chain: Mapping[str, Link]) -> bool:
    if isinstance(link.told, Session):
        return any(chain[plan].athlete == athlete.key for plan in link.parents)
    if link.kind == "file":
        return any(one.athlete == athlete.key for one in store.recordings_of(link.id))
    return link.athlete == athlete.key


def _shown(store: Store, link: Link, on: date) -> LogEntry | Session | None:
    """Return what a link tells, as far as it may be seen on a day."""
    if not isinstance(link.told, LogEntry):
        return link.told
    return veiled((link.told,), find_seal(store, store.athlete(link.athlete), on))[0]


def _reason(link: Link, told: LogEntry | Session | None) -> Reason:
    made = link.provenance
    where = " ".join(part for part in (link.file_name, link.place) if part)
    parameters = "" if made is None else ", ".join(f"{key} {value}" for key, value in made.parameters.items())
    version = "" if made is None else f"evenstride {made.version}, seed {made.seed}"
    said = (link.athlete, str(link.on or ""), where, _told(told), parameters, version)
    details = "; ".join(part for part in said if part)
    return Reason(link.id[:SHORT], link.kind, _method(link), details)


def _method(link: Link) -> str:
    if link.provenance is not None:
        return link.provenance.method
    return {"file": "raw bytes", "deleted": "deleted by hand", "log entry": "told", "planned session": "planned"}.get(
        link.kind, "read from"
    )


def _told(told: LogEntry | Session | None) -> str:
    """What an entry says, or a session and its reasons."""
    match told:
        case LogEntry():
            return entry_text(told) + (f"; {told.note}" if told.note else "")
        case Session():
            reasons = (("goal", told.goal), ("for", told.serves), ("why that day", told.reason))
            what = f"{told.title}, {told.minutes:.0f} min"
            return "; ".join([what, *(f"{label}: {text}" for label, text in reasons if text)])
        case None:
            return ""
