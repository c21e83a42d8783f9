"""A registered block is the same in every store: dated, kept word for word, never replaced."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from evenstride.app.blocks.block import find_block
from evenstride.app.blocks.sealed import blocks_of, events_of, find_seal, open_recordings
from evenstride.core.athlete import Athlete
from evenstride.core.block import Block, BlockEvent, EventKind
from evenstride.core.check import Verdict
from evenstride.core.errors import NotFoundError
from evenstride.core.estimate import Estimate
from evenstride.core.provenance import Provenance, content_id
from evenstride.core.recording import FieldTest, Reading
from evenstride.store import MemoryStore, Result, open_store
from evenstride.store.codec import to_json
from tests.blocks import START, answer, block

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
NOA = Athlete("Noa")
DURING = START + timedelta(days=10)


@pytest.fixture(params=["sql", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path):
    with open_store(tmp_path / "a.db") if request.param == "sql" else MemoryStore() as opened:
        opened.save_athlete(NOA, saved_at=NOW)
        yield opened


def keep(store, noun: Result, kind: str = "block", parents=(), at: datetime = NOW, **parameters: str) -> str:
    return store.save_result(Provenance(kind, "test", tuple(parents), parameters), noun, athlete="Noa", saved_at=at)


def bring(store, on: date, *, test: str = "T0", at: datetime) -> str:
    unit, value = ("m/s", 8.0) if test == "T0" else ("m", 2.0)
    data = f"{on} {test}".encode()
    reading = Reading("f", content_id(data), "f.csv", (FieldTest("Noa", test, (value, value), unit, on=on),))
    return store.save_import(reading, data, imported_at=at).ids[0]


def test_a_block_its_events_and_its_answer_come_back_word_for_word(store):
    made = block()
    id = keep(store, made)
    event = BlockEvent(id, "Noa", DURING, EventKind.UNSEALED, "coach asked", NOW + timedelta(days=10))
    said = answer(Verdict.WORKING, Estimate(0.02, 0.01, 0.03, "1"), block=id)
    keep(store, event, "block event", [id])
    keep(store, said, "block answer", [id])
    (found,) = blocks_of(store, NOA)
    assert found.id == id
    assert to_json(found.noun, Block) == to_json(made, Block)
    assert events_of(store, NOA, id) == (event,)
    assert store.latest("block answer", athlete="Noa").noun == said
    assert [link.kind for link in store.chain(store.latest("block answer", athlete="Noa").id)] == [
        "block answer",
        "block",
    ]


def test_other_words_under_the_same_id_never_replace_what_was_registered(store):
    id = keep(store, block())
    assert keep(store, replace(block(), stop_rule="none", swc=0.0), at=NOW + timedelta(days=60)) == id
    (found,) = blocks_of(store, NOA)
    assert (found.noun.stop_rule, found.noun.registered_at) == ("Anything that hurts.", block().registered_at)


def test_times_of_a_sealed_block_are_kept_from_view_until_its_check_date(store):
    keep(store, block())
    before = bring(store, START - timedelta(days=1), at=NOW + timedelta(days=2))
    hidden = bring(store, DURING, at=NOW + timedelta(days=11))
    jump = bring(store, DURING, test="P2", at=NOW + timedelta(days=11))
    shown = {item.id for item in open_recordings(store, NOA, DURING)}
    assert shown == {before, jump}
    assert {item.id for item in store.recordings("Noa")} == {before, hidden, jump}
    assert len(open_recordings(store, NOA, block().check)) == 3


def test_what_was_imported_before_the_block_was_registered_stays_in_view(store):
    first = bring(store, START, at=NOW - timedelta(hours=1))
    keep(store, replace(block(), registered_at=NOW))
    assert [item.id for item in open_recordings(store, NOA, DURING)] == [first]


@pytest.mark.parametrize("kind", EventKind)
def test_opening_or_ending_a_block_opens_its_times(store, kind):
    id = keep(store, block())
    bring(store, DURING, at=NOW + timedelta(days=11))
    assert not open_recordings(store, NOA, DURING)
    keep(store, BlockEvent(id, "Noa", DURING, kind, "why", NOW + timedelta(days=12)), "block event", [id])
    assert len(open_recordings(store, NOA, DURING)) == 1


def test_an_open_block_seals_nothing_and_a_block_of_another_athlete_neither(store):
    keep(store, replace(block(), sealed=False))
    assert find_seal(store, NOA, DURING) is None
    store.save_athlete(Athlete("Ada"), saved_at=NOW)
    assert find_seal(store, Athlete("Ada"), DURING) is None


def test_a_block_is_found_by_the_beginning_of_its_id_and_nothing_else_is_taken_for_one(store):
    id = keep(store, block())
    assert find_block(store, None, id[:8])[1].id == id
    other = keep(store, answer(Verdict.WORKING, Estimate(0.02, 0.01, 0.03, "1")), "block answer")
    with pytest.raises(NotFoundError, match="is no block"):
        find_block(store, None, other)


def test_without_a_block_one_is_told_how_to_begin_one(store):
    with pytest.raises(NotFoundError, match="evenstride block start"):
        find_block(store, "Noa")
