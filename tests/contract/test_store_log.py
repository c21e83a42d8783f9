"""What every store promises of the log and of the zone its days are told in."""

from datetime import datetime, timedelta

import pytest

from evenstride.core.athlete import Athlete
from evenstride.core.errors import InputError, NotFoundError, StoreError
from evenstride.core.log import Feel, Pain
from tests.stores import DAY, LATER, NOW, entry, store

__all__ = ["store"]


def test_log_entries_come_back_as_told_zero_included(store):
    store.save_athlete(Athlete("Noa"), saved_at=NOW)
    told = entry("x", minutes=0, rpe=0, joy=10, feel=Feel.STUCK, pains=(Pain("calf", 0, "left", True),), note="ü")
    assert store.save_log("NOA", told) == told
    assert store.log("noa") == (told,)


def test_the_same_entry_sent_again_changes_nothing(store):
    store.save_athlete(Athlete("Noa"), saved_at=NOW)
    first = store.save_log("noa", entry("x", rpe=3))
    assert store.save_log("noa", entry("x", rpe=3.0)) == first
    nameless = store.save_log("noa", entry(rpe=3))
    assert nameless.id
    assert store.save_log("noa", entry(rpe=3)) == nameless
    assert len(store.log("noa")) == 2


def test_an_entry_is_never_changed(store):
    store.save_athlete(Athlete("Noa"), saved_at=NOW)
    store.save_log("noa", entry("x", rpe=3))
    with pytest.raises(InputError, match=r"another log entry with the id 'x'\. .*only ever added.*new entry"):
        store.save_log("noa", entry("x", rpe=4))
    correction = store.save_log("noa", entry("y", at=LATER, rpe=4))
    assert [one.rpe for one in store.log("noa")] == [3, 4]
    assert store.log("noa")[-1] == correction


def test_two_athletes_may_use_the_same_entry_id(store):
    for name in ("Noa", "Ada"):
        store.save_athlete(Athlete(name), saved_at=NOW)
        store.save_log(name, entry("1", note=name))
    assert [one.note for one in store.log("ada")] == ["Ada"]


def test_the_log_is_ordered_by_day_then_by_when_it_was_written(store):
    store.save_athlete(Athlete("Noa"), saved_at=NOW)
    days = [DAY + timedelta(days=n) for n in range(3)]
    for id, on, at in [("d", days[2], NOW), ("c", days[1], LATER), ("b", days[1], NOW), ("a", days[1], None)]:
        store.save_log("noa", entry(id, on, at))
    assert [one.id for one in store.log("noa")] == ["a", "b", "c", "d"]
    assert [one.id for one in store.log("noa", since=days[1], until=days[2])] == ["a", "b", "c"]
    assert [one.id for one in store.log("noa", since=days[2])] == ["d"]


def test_the_log_of_nobody_is_refused(store):
    with pytest.raises(NotFoundError):
        store.save_log("noa", entry("x"))


def test_the_zone_chosen_last_counts_for_everybody_and_an_empty_one_is_none(store):
    assert store.zone() == ""
    for name in ("Europe/Zurich", "Pacific/Kiritimati", "Pacific/Kiritimati"):
        store.save_zone(name, saved_at=NOW)
        assert store.zone() == name
    mark, _ = store.changed()
    store.save_zone("", saved_at=LATER)
    assert store.zone() == ""
    assert store.changed(mark)[1] == frozenset(), "it says nothing of anybody"
    with pytest.raises(StoreError, match="does not say its zone"):
        store.save_zone("Asia/Tokyo", saved_at=datetime(2026, 5, 1))
    assert store.zone() == ""


def test_a_zone_is_part_of_a_turn(store):
    def interrupted() -> None:
        with store.turn():
            store.save_zone("Asia/Tokyo", saved_at=NOW)
            raise KeyError

    with pytest.raises(KeyError):
        interrupted()
    assert store.zone() == ""
