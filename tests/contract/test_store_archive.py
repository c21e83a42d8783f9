"""What every store promises of an athlete taken out whole, brought back, merged and deleted."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from evenstride.core.athlete import Anthropometrics, Athlete, Intake, Level
from evenstride.core.column_mapping import ColumnMapping, headings_id
from evenstride.core.errors import InputError, NotFoundError
from evenstride.core.provenance import Provenance
from evenstride.core.roles import Side
from evenstride.store import Dump, MemoryStore, Store, open_store
from tests.stores import DAY, LATER, NOW, analysis, entry, field_test, reading, splits, store

__all__ = ["store"]

HEADINGS = headings_id(["Name", "Zeit 20"])
COLUMNS = ColumnMapping((("Zeit 20", "20 m"),), DAY)
NOA = Athlete("Noa Keller", 2001, Level.TRAINED, intake=Intake(DAY, goal="run free"))


@pytest.fixture(params=["sql", "memory"])
def other(request: pytest.FixtureRequest, tmp_path: Path):
    with open_store(tmp_path / "other.db") if request.param == "sql" else MemoryStore() as opened:
        yield opened


def fill(store: Store, athlete: Athlete = NOA) -> None:
    """Everything one athlete may have, and a sheet they share with somebody else."""
    store.save_athlete(replace(athlete, intake=Intake(date(2026, 3, 1), goal="earlier")), saved_at=NOW)
    store.save_athlete(athlete, saved_at=LATER)
    store.save_body(athlete.name, Anthropometrics(DAY, 71.5, 1.80), saved_at=NOW)
    shared = store.save_import(*reading(splits(athlete.name), splits("Ada Mok", place="row 3")), imported_at=NOW)
    mine = store.save_import(*reading(*both_legs(athlete), data=b"own"), imported_at=LATER)
    first = Provenance("sprint", "speed curve", (shared.ids[0],), {"n": 3.5}, "0.1", 7)
    store.save_result(first, analysis(), athlete=athlete.name, saved_at=NOW)
    store.save_result(
        Provenance("diagnosis", "m", (first.id, mine.content_id)),
        analysis(value=9.0),
        athlete=athlete.name,
        saved_at=NOW,
    )
    store.save_log(athlete.name, entry("monday", note="sun, and 'quotes' – ünïcode"))
    store.save_log(athlete.name, entry("tuesday"))
    store.save_columns(HEADINGS, COLUMNS, athletes=[athlete.name], saved_at=NOW)


def both_legs(athlete: Athlete):
    return [replace(field_test(side), athlete=athlete.name) for side in (Side.LEFT, Side.RIGHT)]


def everything(store: Store, name: str = "noa keller") -> dict[str, object]:
    """What the store answers about an athlete, in words that can be compared."""
    kinds = ("sprint", "diagnosis")
    return {
        "athlete": store.athlete(name),
        "said": (store.intakes(name), store.bodies(name)),
        "recordings": [(one.id, one.at, repr(one.noun)) for one in store.recordings(name)],
        "results": [(one.id, one.at, repr(one.noun)) for kind in kinds for one in store.results(kind, athlete=name)],
        "log": store.log(name),
        "columns": store.columns(),
        "state": store.state(name),
        "raw": [store.raw(one.noun.origin.content_id) for one in store.recordings(name)],
        "chains": [store.chain(one.id) for kind in kinds for one in store.results(kind, athlete=name)],
    }


def raw_of(store: Store) -> Callable[[str], bytes]:
    return store.raw


def test_what_comes_back_into_an_empty_store_is_the_same(store, tmp_path):
    fill(store)
    same = open_store(tmp_path / "back.db") if not isinstance(store, MemoryStore) else MemoryStore()
    with same as back:
        loaded = back.load([store.dump("NOA keller")], raw_of(store))
        assert everything(back) == everything(store)
        assert [one.name for one in back.athletes()] == ["Noa Keller"]
        assert loaded[0].athlete == store.athlete("noa keller")
        assert loaded[0].added == loaded[0].held
        assert loaded[0].held == {
            "athletes": 1,
            "files": 2,
            "facts": 3,
            "recordings": 3,
            "results": 2,
            "log": 2,
            "columns": 1,
            "reviews": 0,
        }


def test_every_store_takes_the_same_out_and_reads_what_another_wrote(store, other):
    fill(store)
    other.load([store.dump("Noa Keller")], raw_of(store))
    assert other.dump("Noa Keller") == store.dump("Noa Keller")


def test_loaded_twice_changes_nothing(store):
    fill(store)
    before = everything(store), store.dump("Noa Keller")
    loaded = store.load([store.dump("Noa Keller")], raw_of(store))
    assert set(loaded[0].added.values()) == {0}
    assert (everything(store), store.dump("Noa Keller")) == before


def test_two_histories_of_one_person_become_one(store, other):
    fill(store)
    other.save_athlete(Athlete("noa keller", 2001), saved_at=NOW)
    other.save_import(*reading(splits("Noa Keller", on=date(2026, 5, 9)), data=b"later"), imported_at=LATER)
    other.save_log("noa keller", entry("wednesday"))
    before = other.dump("noa keller")
    other.load([store.dump("Noa Keller")], raw_of(store))
    assert len(other.recordings("noa keller")) == 4
    assert [one.id for one in other.log("noa keller")] == ["monday", "tuesday", "wednesday"]
    assert other.athlete("noa keller") == replace(NOA, name="noa keller"), "the answers given later count"
    after = other.dump("noa keller")
    for part in ("facts", "files", "recordings", "results", "log", "columns"):
        ids = {row["id"] for row in getattr(after, part)}
        assert ids >= {row["id"] for row in (*getattr(before, part), *getattr(store.dump("noa keller"), part))}


@pytest.mark.parametrize(
    ("here", "why"),
    [
        (Athlete("Noa Keller", 1999), "One was born in 1999, the other in 2001"),
        (Athlete("Noa Keller", 2001, simulated=True), "One of them is simulated"),
    ],
)
def test_two_people_of_one_name_are_not_made_one(store, other, here, why):
    fill(store)
    other.save_athlete(here, saved_at=NOW)
    before = other.dump("Noa Keller")
    with pytest.raises(InputError, match=f"there is another Noa Keller here. {why}. Open the archive"):
        other.load([store.dump("Noa Keller")], raw_of(store))
    assert other.dump("Noa Keller") == before


def test_levels_that_differ_count_by_the_later_answers_and_else_are_asked_about(other):
    with MemoryStore() as store:
        store.save_athlete(Athlete("Noa", level=Level.TRAINED), saved_at=NOW)
        other.save_athlete(Athlete("Noa", level=Level.BEGINNER), saved_at=NOW)
        with pytest.raises(InputError, match="neither says since when"):
            other.load([store.dump("Noa")], raw_of(store))
        other.save_athlete(Athlete("Noa", level=Level.BEGINNER, intake=Intake(DAY)), saved_at=NOW)
        other.load([store.dump("Noa")], raw_of(store))
        assert other.athlete("Noa").level is Level.BEGINNER


def test_other_words_under_one_id_of_the_log_are_refused_and_nothing_comes_in(store, other):
    fill(store)
    other.save_athlete(NOA, saved_at=LATER)
    other.save_log("Noa Keller", entry("tuesday", note="other words"))
    before = other.dump("Noa Keller")
    with pytest.raises(InputError, match="another log entry with the id 'tuesday'"):
        other.load([store.dump("Noa Keller")], raw_of(store))
    assert other.dump("Noa Keller") == before


def _changed(dump: Dump, part: str, **columns: object) -> Dump:
    first, *rest = getattr(dump, part)
    return replace(dump, **{part: ({**first, **columns}, *rest)})


@pytest.mark.parametrize(
    ("part", "columns"),
    [
        ("recordings", {"id": "0" * 16}),
        ("recordings", {"athlete": "ada mok"}),
        ("recordings", {"on_day": "2020-01-01"}),
        ("recordings", {"content_id": "0" * 64}),
        ("recordings", {"position": "2; DROP TABLE log"}),
        ("recordings", {"document": "{}"}),
        ("recordings", {"document": "["}),
        ("recordings", {"at": "yesterday"}),
        ("recordings", {"at": "2026-05-01T12:00:00"}),
        ("results", {"id": "0" * 16}),
        ("results", {"kind": "plan"}),
        ("results", {"athlete": "ada mok"}),
        ("results", {"document": '{"noun":"Horoscope"}'}),
        ("facts", {"id": "0" * 16}),
        ("facts", {"kind": "secret"}),
        ("facts", {"document": '{"on":"2026-04-30","stars":3}'}),
        ("log", {"id": ""}),
        ("log", {"on_day": None}),
        ("log", {"more": 1}),
        ("files", {"id": "0" * 64}),
        ("columns", {"id": "a heading"}),
        ("columns", {"athlete": "ada mok"}),
        ("columns", {"document": '{"names":[],"on":null}'}),
        ("columns", {"at": "yesterday"}),
    ],
)
def test_rows_that_contradict_themselves_are_refused_and_nothing_comes_in(store, other, part, columns):
    fill(store)
    with pytest.raises(InputError) as refusal:
        other.load([_changed(store.dump("Noa Keller"), part, **columns)], raw_of(store))
    assert refusal.value.remedy
    assert other.athletes() == ()


def test_bytes_that_are_not_those_of_the_hash_are_refused(store, other):
    fill(store)
    with pytest.raises(InputError, match="do not match the hash"):
        other.load([store.dump("Noa Keller")], lambda id: store.raw(id) + b" ")
    assert other.athletes() == ()


def test_a_result_that_leads_nowhere_is_refused(store, other):
    fill(store)
    dump = store.dump("Noa Keller")
    with pytest.raises(InputError, match="results: this archive is damaged"):
        other.load(
            [replace(dump, results=tuple(one for one in dump.results if one["kind"] == "diagnosis"))], raw_of(store)
        )
    assert other.athletes() == ()


def test_what_is_kept_is_listed_by_day_without_reading_it(store):
    fill(store)
    kept = store.kept("NOA keller")
    assert [one.part for one in kept] == ["log"] * 2 + ["recordings"] * 3 + ["results"] * 2
    assert [one.id for one in kept if one.part == "log"] == ["monday", "tuesday"]
    recordings = {one.id: one for one in store.recordings("Noa Keller")}
    for one in kept:
        if one.part == "recordings":
            noun = recordings[one.id].noun
            told = (one.kind, one.on, one.at, one.file)
            assert told == (type(noun).__name__, noun.on, recordings[one.id].at, noun.origin.content_id)
    assert {one.kind for one in kept if one.part == "results"} == {"sprint", "diagnosis"}
    assert all(store.chain(one.id)[0].on == one.on for one in kept)


def test_an_athlete_is_deleted_with_all_that_is_theirs_alone(store):
    fill(store)
    store.save_log("Ada Mok", entry("monday"))
    mine = store.recordings("Noa Keller")
    gone = store.delete("noa KELLER")
    assert gone.athlete == NOA
    assert gone.shared == ("may.csv",)
    assert gone.counts == {
        "pages": 0,
        "files": 1,
        "facts": 3,
        "recordings": 3,
        "results": 2,
        "log": 2,
        "columns": 1,
        "reviews": 0,
    }
    assert [one.name for one in store.athletes()] == ["Ada Mok"]
    assert [one.athlete for one in store.recordings()] == ["ada mok"]
    assert [one.id for one in store.log("Ada Mok")] == ["monday"]
    for what in (store.athlete, store.state, store.dump, store.log, store.delete):
        with pytest.raises(NotFoundError):
            what("Noa Keller")
    for one in mine:
        with pytest.raises(NotFoundError):
            store.recording(one.id)
    with pytest.raises(NotFoundError):
        store.raw(
            next(one.noun.origin.content_id for one in mine if one.noun.on == DAY and one.noun.origin.place == "")
        )
    assert store.scrub()


def test_deleted_and_brought_back_is_as_before(store):
    fill(store)
    before, dump = everything(store), store.dump("Noa Keller")
    kept = {row["id"]: store.raw(row["id"]) for row in dump.files}
    store.delete("Noa Keller")
    store.load([dump], kept.__getitem__)
    assert everything(store) == before


def test_what_others_results_were_made_from_is_neither_deleted_nor_taken_along_alone(store):
    fill(store)
    parent = store.recordings("Noa Keller")[0].id
    store.save_result(
        Provenance("sprint", "together", (parent,)), analysis(), athlete="Ada Mok", saved_at=NOW + timedelta(1)
    )
    before = everything(store)
    with pytest.raises(InputError, match="a result of ada mok was made from data of Noa Keller"):
        store.delete("Noa Keller")
    with pytest.raises(InputError, match="Take everybody along together"):
        store.dump("Ada Mok")
    assert everything(store) == before
