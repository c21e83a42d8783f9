"""Which blocks are registered, where they stand, and which times are kept from view until their check date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from evenstride.core.activity import Sport
from evenstride.core.athlete import Athlete
from evenstride.core.block import Block, BlockEvent, BlockState, EventKind
from evenstride.core.filed import FiledActivity, FiledDays, Held
from evenstride.core.protocol import Speaks, protocols
from evenstride.core.recording import FieldTest, RawTest, Recording
from evenstride.store import Store, Stored
from evenstride.words import day

BLOCK = "block"
EVENT = "block event"
ANSWER = "block answer"


@dataclass(frozen=True, slots=True)
class Seal:
    """Times of these days that came in after the block was registered are kept from view until the check date."""

    block: str
    since: date
    until: date
    registered_at: datetime

    def hides(self, item: Stored[Held]) -> bool:
        """Whether a recording, or what an activity tells of speed, is kept from view."""
        on = item.noun.on
        return on is not None and on >= self.since and item.at >= self.registered_at and shows_speed(item.noun)


def blocks_of(store: Store, athlete: Athlete) -> tuple[Stored[Block], ...]:
    """Return every block ever registered for an athlete, in the order they were."""
    found = [
        Stored(item.id, item.athlete, item.at, item.noun)
        for item in store.results(BLOCK, athlete=athlete.name)
        if isinstance(item.noun, Block)
    ]
    return tuple(sorted(found, key=lambda one: (one.noun.registered_at, one.id)))


def events_of(store: Store, athlete: Athlete, block: str) -> tuple[BlockEvent, ...]:
    """Return what was done to a block since it was registered, in order."""
    events = [one.noun for one in store.results(EVENT, athlete=athlete.name) if isinstance(one.noun, BlockEvent)]
    return tuple(sorted((one for one in events if one.block == block), key=lambda one: one.at))


def state_of(block: Block, events: Iterable[BlockEvent], on: date) -> BlockState:
    """Return where a block stands on a day; its check date is no longer part of the running block."""
    if any(event.kind is EventKind.ENDED for event in events):
        return BlockState.ENDED
    if on < block.start:
        return BlockState.WAITING
    return BlockState.RUNNING if on < block.check else BlockState.DUE


def is_open(block: Block, events: Sequence[BlockEvent]) -> bool:
    """Whether the times of a block may be seen before its check date."""
    return not block.sealed or bool(events)


def running_block(store: Store, athlete: Athlete, on: date) -> Stored[Block] | None:
    """Return the block that runs or waits to begin; there is at most one."""
    waiting = (BlockState.WAITING, BlockState.RUNNING)
    states = ((one, state_of(one.noun, events_of(store, athlete, one.id), on)) for one in blocks_of(store, athlete))
    return next((one for one, state in states if state in waiting), None)


def find_seal(store: Store, athlete: Athlete, on: date) -> Seal | None:
    """Return the seal that holds on a day: that of a running block which nobody has opened."""
    kept = running_block(store, athlete, on)
    if kept is None or is_open(kept.noun, events_of(store, athlete, kept.id)):
        return None
    return Seal(kept.id, kept.noun.start, kept.noun.check, kept.noun.registered_at)


def open_recordings(store: Store, athlete: Athlete, on: date) -> tuple[Stored[Recording], ...]:
    """Return the recordings that may be shown on a day. What was felt, and any pain, is in the log and never sealed."""
    seal = find_seal(store, athlete, on)
    return tuple(item for item in store.recordings(athlete.name) if seal is None or not seal.hides(item))


def say_sealed(store: Store, athlete: Athlete, on: date) -> str:
    """Return the sentence on times that are kept from view; empty when there are none."""
    seal = find_seal(store, athlete, on)
    hidden = 0 if seal is None else sum(map(seal.hides, _all_since(store, athlete, seal.since)))
    if seal is None or not hidden:
        return ""
    many = "One recording is" if hidden == 1 else f"{hidden} recordings are"
    return f"{many} kept and sealed until {day(seal.until, today=on)}; evenstride block unseal opens them."


def _all_since(store: Store, athlete: Athlete, since: date) -> tuple[Stored[Held], ...]:
    return (*store.recordings(athlete.name, since=since), *store.activities(athlete.name, since=since))


def say_imported(store: Store, ids: Iterable[str], on: date) -> tuple[str, ...]:
    """Return the sentences on sealed times after an import, one for each athlete of these recordings."""
    athletes = dict.fromkeys(store.recording(id).athlete for id in ids)
    return tuple(line for key in athletes if (line := say_sealed(store, store.athlete(key), on)))


def block_marks(store: Store, athlete: Athlete) -> tuple[str, ...]:
    """Return the ids of blocks and of what was done to them: another one makes another page."""
    return tuple(sorted(item.id for kind in (BLOCK, EVENT) for item in store.results(kind, athlete=athlete.name)))


def shows_speed(recording: Held) -> bool:
    """Whether a recording shows how fast somebody ran; hops and holds do not, nor does a ride."""
    if isinstance(recording, FiledActivity):
        return recording.sport in (Sport.RUNNING, Sport.TEAM, Sport.OTHER)
    if isinstance(recording, FiledDays):
        return False
    if isinstance(recording, FieldTest | RawTest):
        protocol = protocols().get(recording.test)
        return protocol is not None and protocol.speaks is Speaks.OUTCOME
    return True
