"""Looking and writing in one turn: of two who begin the same thing in the same instant, one is told it was begun."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from evenstride.app.blocks import block as blocks
from evenstride.app.blocks.sealed import blocks_of
from evenstride.app.care import come_back, way_back
from evenstride.core.athlete import Athlete
from evenstride.core.errors import InputError, StoreError
from evenstride.core.log import LogEntry
from evenstride.core.overview import Voices
from evenstride.core.training import PhysioLimits, Stage
from evenstride.store import MemoryStore, in_one_turn, open_store
from tests.blocks import START, block

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
NOA = Athlete("Noa")


def said(word: str) -> LogEntry:
    return LogEntry(START, word)


@pytest.fixture(params=["sql", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path):
    with open_store(tmp_path / "a.db") if request.param == "sql" else MemoryStore() as opened:
        opened.save_athlete(NOA, saved_at=NOW)
        yield opened


def test_what_a_turn_writes_it_sees_and_keeps_in_a_turn_within_it_too(store):
    with store.turn():
        store.save_log("Noa", said("easy"))
        with store.turn():
            store.save_log("Noa", said("hard"))
        assert {one.kind for one in store.log("Noa")} == {"easy", "hard"}
    assert len(store.log("Noa")) == 2


def test_whatever_raises_in_a_turn_leaves_nothing_of_it(store):
    store.save_log("Noa", said("before"))

    @in_one_turn
    def changed_mind(store):
        store.save_athlete(Athlete("Ada"), saved_at=NOW)
        store.save_log("Noa", said("easy"))
        raise InputError("changed my mind")

    with pytest.raises(InputError, match="changed my mind"):
        changed_mind(store)
    assert [one.name for one in store.athletes()] == ["Noa"]
    assert [one.kind for one in store.log("Noa")] == ["before"]
    store.save_log("Noa", said("after"))
    assert len(store.log("Noa")) == 2


def test_a_turn_of_one_thread_is_none_of_another(tmp_path):
    with open_store(tmp_path / "a.db") as store:
        store.save_athlete(NOA, saved_at=NOW)
        seen: list[int] = []
        with store.turn():
            store.save_log("Noa", said("easy"))
            reader = threading.Thread(target=lambda: seen.append(len(store.log("Noa"))))
            reader.start()
            reader.join()
        assert seen == [0]


def limit(store):
    return come_back.set_limit(store, None, PhysioLimits(0.8), by="physio Ada", note="", at=NOW)


def begin(store):
    return come_back.begin_come_back(store, None, "left hamstring", at=NOW, stage=Stage.RUN)


def register(store, at=NOW):
    proposal = blocks.Proposal(replace(block(), registered_at=NOW), Voices("", "", ""), ())
    return blocks.register_block(store, proposal, at=at)


def end_block(store):
    return blocks.end_block(store, None, "flu", at=NOW)


@pytest.mark.parametrize(
    ("first", "then", "room"),
    [
        ([], register, blocks),
        ([register], end_block, blocks),
        ([], begin, come_back),
        ([begin], limit, way_back),
    ],
)
def test_between_the_look_and_the_writing_nobody_else_gets_in(tmp_path, monkeypatch, first, then, room):
    """While one has looked and not yet written, a second who does not wait is turned away instead of let in."""
    with open_store(tmp_path / "a.db") as store, open_store(tmp_path / "a.db", wait=0) as other:
        store.save_athlete(NOA, saved_at=NOW)
        for step in first:
            step(store)
        turned_away: list[StoreError] = []
        made_by = room.made_by

        def meanwhile(*given, **named):
            monkeypatch.setattr(room, "made_by", made_by)
            with pytest.raises(StoreError) as problem:
                then(other)
            turned_away.append(problem.value)
            return made_by(*given, **named)

        monkeypatch.setattr(room, "made_by", meanwhile)
        then(store)
        assert "Another process is writing" in str(turned_away[0])


def test_of_two_blocks_registered_in_the_same_instant_one_is_refused(tmp_path):
    answers: list[str] = []

    def one(number: int):
        with open_store(tmp_path / "a.db") as mine:
            start.wait()
            try:
                answers.append(register(mine, at=NOW + timedelta(microseconds=number)))
            except InputError as problem:
                answers.append(str(problem))

    start = threading.Barrier(4)
    with open_store(tmp_path / "a.db") as store:
        store.save_athlete(NOA, saved_at=NOW)
        threads = [threading.Thread(target=one, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(blocks_of(store, NOA)) == 1
        assert sum("runs until" in answer for answer in answers) == 3
