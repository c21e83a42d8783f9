"""What every store promises of log entries, planned sessions and pages, run over each of them alike."""

from dataclasses import replace
from datetime import timedelta

import pytest

from evenstride.core.athlete import Anthropometrics, Athlete, Level
from evenstride.core.errors import NotFoundError
from evenstride.core.plan import Kind, Plan, Session
from evenstride.core.provenance import Provenance
from tests.examples_overview import empty_overview
from tests.stores import DAY, LATER, NOW, analysis, entry, reading, splits, store

__all__ = ["store"]


def planned(*ids: str, start=DAY) -> Plan:
    sessions = tuple(Session(start, Kind.EASY, f"Easy {id}", 30, reason="the day before was fast", id=id) for id in ids)
    return Plan(start, 1, sessions)


def test_a_planned_session_leads_to_the_newest_plan_that_holds_it(store):
    made = store.save_import(*reading(splits()), imported_at=NOW)
    for seed, sessions in enumerate((("aaaa1111", "bbbb2222"), ("bbbb2222", "cccc3333"))):
        making = Provenance("plan", "m", made.ids, seed=seed)
        store.save_result(making, planned(*sessions), athlete="noa keller", saved_at=NOW + timedelta(hours=seed))
    chain = store.chain("bbbb")
    assert [link.kind for link in chain] == ["planned session", "plan", "Splits", "file"]
    assert chain[0].id == "bbbb2222"
    assert chain[1].id == Provenance("plan", "m", made.ids, seed=1).id
    assert (chain[0].athlete, chain[0].on, chain[0].told.title) == ("noa keller", DAY, "Easy bbbb2222")
    assert store.chain("aaaa1111")[1].id == Provenance("plan", "m", made.ids, seed=0).id


def test_a_log_entry_leads_to_the_session_it_answers(store):
    store.save_athlete(Athlete("Noa"), saved_at=NOW)
    store.save_result(Provenance("plan", "m"), planned("aaaa1111"), athlete="Noa", saved_at=NOW)
    answer = store.save_log("Noa", entry("abc", session="aaaa1111"))
    alone = store.save_log("Noa", entry(note="on a whim"))
    assert [link.kind for link in store.chain("abc")] == ["log entry", "planned session", "plan"]
    assert store.chain("abc")[0].told == answer
    assert (store.chain("abc")[0].on, store.chain("abc")[0].at) == (DAY, NOW)
    assert [link.id for link in store.chain(alone.id[:6])] == [alone.id]
    assert store.chain(store.save_log("Noa", entry("def", session="feedfeed")).id)[0].parents == ()


def test_an_id_that_several_athletes_gave_is_not_guessed(store):
    for name in ("Noa", "Ada"):
        store.save_athlete(Athlete(name), saved_at=NOW)
        store.save_log(name, entry("monday"))
    with pytest.raises(NotFoundError, match="several athletes have a log entry 'monday': ada, noa"):
        store.chain("monday")


# --- pages -------------------------------------------------------------------------------------------------------


def test_a_page_is_found_under_the_id_it_was_kept_under_and_only_the_last_one(store):
    store.save_athlete(Athlete("Noa"), saved_at=NOW)
    page = empty_overview("Noa")
    assert store.view("Noa", "one") is None
    store.save_view("Noa", "one", page)
    assert store.view(" NOA ", "one") == page
    store.save_view("Noa", "two", replace(page, week_line="1 fast"))
    assert store.view("Noa", "one") is None
    assert store.view("Noa", "two").week_line == "1 fast"
    store.save_athlete(Athlete("Ada"), saved_at=NOW)
    assert store.view("Ada", "two") is None


def test_the_state_of_an_athlete_changes_with_all_that_is_told_and_measured(store):
    for name in ("Noa Keller", "Ada"):
        store.save_athlete(Athlete(name), saved_at=NOW)
    other, seen = store.state("Ada"), [store.state("noa keller")]

    def changed() -> bool:
        seen.append(store.state("Noa Keller"))
        return seen[-1] not in seen[:-1]

    store.save_import(*reading(splits()), imported_at=NOW)
    assert changed()
    store.save_log("Noa Keller", entry())
    assert changed()
    store.save_body("Noa Keller", Anthropometrics(DAY, 70.0), saved_at=NOW)
    assert changed()
    store.save_athlete(Athlete("Noa Keller", level=Level.TRAINED), saved_at=NOW)
    assert changed()
    store.save_result(Provenance("plan", "m"), Plan(DAY, 1, ()), athlete="Noa Keller", saved_at=NOW)
    assert changed()
    store.save_result(Provenance("plan", "m"), Plan(DAY, 1, ()), athlete="Noa Keller", saved_at=LATER)
    assert changed(), "made again, it is the newest and knows of what was told since"
    store.save_result(Provenance("analysis", "m"), analysis(), athlete="Noa Keller", saved_at=LATER)
    store.save_log("Noa Keller", entry())
    store.save_import(*reading(splits()), imported_at=LATER)
    store.save_view("Noa Keller", "one", empty_overview("Noa Keller"))
    assert store.state("Noa Keller") == seen[-1], "what is computed, and what was there, changes nothing"
    assert store.state("Ada") == other


def test_who_changed_since_a_mark_is_found_and_nobody_else(store):
    assert store.changed()[1] == frozenset()
    for name in ("Noa Keller", "Ada"):
        store.save_athlete(Athlete(name), saved_at=NOW)
    mark, everybody = store.changed()
    assert everybody == {"noa keller", "ada"}

    def changed() -> frozenset[str]:
        nonlocal mark
        mark, found = store.changed(mark)
        return found

    assert changed() == frozenset()
    noa = {"noa keller"}
    store.save_import(*reading(splits()), imported_at=NOW)
    assert changed() == noa
    store.save_log("Noa Keller", entry())
    assert changed() == noa
    store.save_body("Noa Keller", Anthropometrics(DAY, 70.0), saved_at=NOW)
    assert changed() == noa
    store.save_athlete(Athlete("Noa Keller", level=Level.TRAINED), saved_at=NOW)
    assert changed() == noa
    for at in (NOW, LATER):
        store.save_result(Provenance("plan", "m"), Plan(DAY, 1, ()), athlete="Noa Keller", saved_at=at)
        assert changed() == noa, "made again, it is the newest"
    store.save_result(Provenance("analysis", "m"), analysis(), athlete="Noa Keller", saved_at=LATER)
    assert changed() == noa
    store.save_log("Noa Keller", entry())
    store.save_view("Noa Keller", "one", empty_overview("Noa Keller"))
    assert changed() == frozenset()
    store.save_log("Ada", entry())
    assert changed() == {"ada"}
