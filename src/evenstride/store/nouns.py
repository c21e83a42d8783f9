"""What a store gives back: nouns with their ids, what an import did, and the links of a chain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

from evenstride.core.block import Block, BlockAnswer, BlockEvent
from evenstride.core.check import Check
from evenstride.core.come_back import WayBack, WayBackEvent
from evenstride.core.contact_table import ContactTable
from evenstride.core.deleted_run import DeletedRun
from evenstride.core.diagnosis import Diagnosis
from evenstride.core.experiment import CueAnswer, Entries, Experiment, LoadAnswer
from evenstride.core.log import LogEntry
from evenstride.core.metric import Analysis
from evenstride.core.outing_values import OutingSummary
from evenstride.core.outline import Outline
from evenstride.core.plan import Plan, Session
from evenstride.core.provenance import Provenance
from evenstride.core.training import CheckIn, Training

Result = (
    Analysis
    | Diagnosis
    | Plan
    | Check
    | Experiment
    | Entries
    | LoadAnswer
    | CueAnswer
    | Block
    | BlockEvent
    | BlockAnswer
    | Training
    | CheckIn
    | Outline
    | WayBack
    | WayBackEvent
    | DeletedRun
    | ContactTable
    | OutingSummary
)
RESULT_DAY: Mapping[type, str] = {
    Analysis: "on",
    Diagnosis: "on",
    Plan: "start",
    Check: "until",
    Experiment: "on",
    Entries: "on",
    LoadAnswer: "on",
    CueAnswer: "on",
    Block: "start",
    BlockEvent: "on",
    BlockAnswer: "on",
    Training: "on",
    CheckIn: "on",
    Outline: "start",
    WayBack: "on",
    WayBackEvent: "on",
    DeletedRun: "on",
    ContactTable: "on",
    OutingSummary: "on",
}
"""The field that dates each kind of result."""

NAMED = "result, recording, raw file, log entry or planned session"
"""What has an id, in the words of a message."""

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Stored(Generic[T_co]):
    """A noun with its id, the key of its athlete, and when (UTC) it was imported or last made."""

    id: str
    athlete: str
    at: datetime
    noun: T_co


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did.

    Attributes
    ----------
    content_id : str
        Hash of the raw file.
    ids : tuple of str
        Recordings of the file, in its order.
    added : tuple of str
        Those that were new.
    imported_at : datetime
        When these recordings came in first: now, or the earlier date if nothing was new.
    notes : tuple of str
        What whoever brought the file should know of the people in it; empty where nothing is to be said.
    """

    content_id: str
    ids: tuple[str, ...]
    added: tuple[str, ...]
    imported_at: datetime
    notes: tuple[str, ...] = ()

    @property
    def already(self) -> bool:
        """Whether all of it was there before, so that nothing was changed."""
        return not self.added


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the chain from a result back to raw files.

    Attributes
    ----------
    kind : str
        Kind of the result, name of the recording noun, `file`, `log entry` or `planned session`.
    parents : tuple of str
        Ids of the links this one was made from.
    at : datetime
        When it was made or first imported, UTC.
    provenance : Provenance or None
        How a result was made.
    file_name, place : str
        For recordings: the file they came from and where in it.
    told : LogEntry, Session or None
        For log entries and planned sessions: what they say.
    """

    id: str
    kind: str
    at: datetime
    parents: tuple[str, ...] = ()
    athlete: str = ""
    on: date | None = None
    provenance: Provenance | None = None
    file_name: str = ""
    place: str = ""
    told: LogEntry | Session | None = None
