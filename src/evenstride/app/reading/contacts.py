"""Use cases: the contacts of one run, listed, drawn, and taken along as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from evenstride.app.reading.instruments import MeasuredTrial
from evenstride.app.runs.detail import find_run
from evenstride.app.runs.role_values import keep_values
from evenstride.core.contact_table import ContactTable, ShownContacts
from evenstride.core.errors import NotFoundError
from evenstride.core.estimate import Missing
from evenstride.store import Store
from evenstride.words import show_contacts
from evenstride.writers.contacts_csv import write_contacts


@dataclass(frozen=True, slots=True)
class Contacts:
    """The contacts of one run: as a noun and as people read them."""

    table: ContactTable
    shown: ShownContacts


def contacts_of(store: Store, id: str, *, at: datetime) -> Contacts:
    """Return the contacts of a run, whoever's.

    Raises
    ------
    NotFoundError, InputError
        If there is no such run, its times are sealed, or no instruments saw contacts in it.
    """
    stored = store.recording(id)
    found = find_run(store, store.athlete(stored.athlete), stored.id, at=at)
    kept = keep_values(store, found, at=at)
    if kept is None or kept.table is None:
        raise NotFoundError(
            "no instruments saw single contacts in this run",
            remedy="Open one of force plates, motion capture or worn sensors",
        )
    return Contacts(kept.table, show_contacts(kept.table))


def contacts_of_trial(trial: MeasuredTrial) -> Contacts:
    """Return the contacts of a trial that was measured and not kept.

    Raises
    ------
    NotFoundError
        If no instrument saw single contacts in it.
    """
    if isinstance(trial.table, Missing):
        raise NotFoundError(trial.table.reason, remedy=trial.table.remedy)
    return Contacts(trial.table, show_contacts(trial.table))


def contacts_csv(contacts: Contacts) -> bytes:
    """Return the contacts of a run as a CSV table in SI."""
    from evenstride.science.capacity.role_values import instrument_metrics

    return write_contacts(contacts.table, {name: metric.unit for name, metric in instrument_metrics().items()})


def remark_lines(shown: ShownContacts) -> Sequence[str]:
    """Return what is said below the rows."""
    roles = [one.title.lower() for one in shown.roles]
    more = f"Every value of {', '.join(roles)} of each contact is in the table that --csv FILE writes."
    return (*shown.remarks, *((more,) if roles else ()))
