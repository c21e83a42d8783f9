"""What every store promises of headings that were named."""

from datetime import date

import pytest

from evenstride.core.athlete import Athlete
from evenstride.core.column_mapping import ColumnMapping, headings_id
from evenstride.core.errors import NotFoundError
from evenstride.store import MemoryStore
from tests.stores import LATER, NOW, store

__all__ = ["store"]

GATES, STEPS = headings_id(["Name", "Zeit 20"]), headings_id(["Fuß", "Boden"])
FIRST = ColumnMapping((("Zeit 20", "20 m"),), date(2026, 5, 1))
SECOND = ColumnMapping((("Zeit 20", "20 yd"), ("Name", "")), date(2026, 5, 2))


@pytest.fixture
def people(store):
    for name in ("Noa", "Ada"):
        store.save_athlete(Athlete(name), saved_at=NOW)
    return store


def test_what_was_said_of_headings_is_found_by_their_id_the_latest_last(people):
    assert people.columns() == {}
    people.save_columns(GATES, FIRST, athletes=["noa "], saved_at=LATER)
    people.save_columns(STEPS, SECOND, athletes=["Ada", "Noa"], saved_at=NOW)
    assert list(people.columns().items()) == [(STEPS, SECOND), (GATES, FIRST)]


def test_what_is_said_last_counts_for_everybody(people):
    people.save_columns(GATES, FIRST, athletes=["Noa"], saved_at=NOW)
    people.save_columns(GATES, SECOND, athletes=["Ada"], saved_at=LATER)
    assert people.columns() == {GATES: SECOND}
    people.save_columns(GATES, FIRST, athletes=["Ada"], saved_at=LATER)
    assert people.columns() == {GATES: FIRST}
    assert [len(people.dump(name).columns) for name in ("Noa", "Ada")] == [1, 1]


def test_forgotten_is_forgotten_for_everybody_and_only_these_headings(people):
    people.save_columns(GATES, FIRST, athletes=["Noa", "Ada"], saved_at=NOW)
    people.save_columns(STEPS, FIRST, athletes=["Ada"], saved_at=NOW)
    people.forget_columns(GATES)
    assert list(people.columns()) == [STEPS]
    with pytest.raises(NotFoundError, match=f"nothing was said of headings '{GATES}'"):
        people.forget_columns(GATES)


def test_it_is_deleted_with_the_last_whose_files_came_in_by_it(people):
    people.save_columns(GATES, FIRST, athletes=["Noa", "Ada"], saved_at=NOW)
    assert people.delete("Noa").counts["columns"] == 1
    assert people.columns() == {GATES: FIRST}
    people.delete("Ada")
    assert people.columns() == {}


def test_nobody_unknown_has_columns_and_nothing_is_kept_then(people):
    with pytest.raises(NotFoundError):
        people.save_columns(GATES, FIRST, athletes=["Noa", "Kim"], saved_at=NOW)
    assert people.columns() == {}


def test_what_is_here_stays_when_an_archive_says_otherwise(people):
    people.save_columns(GATES, SECOND, athletes=["Noa"], saved_at=LATER)
    with MemoryStore() as other:
        other.save_athlete(Athlete("Noa"), saved_at=NOW)
        other.save_columns(GATES, FIRST, athletes=["Noa"], saved_at=NOW)
        other.save_columns(STEPS, FIRST, athletes=["Noa"], saved_at=NOW)
        loaded = people.load([other.dump("Noa")], other.raw)
    assert loaded[0].added["columns"] == 1
    assert people.columns() == {GATES: SECOND, STEPS: FIRST}


def test_it_changes_nothing_of_what_is_known_of_an_athlete(people):
    before = people.state("Noa")
    people.save_columns(GATES, FIRST, athletes=["Noa"], saved_at=NOW)
    assert people.state("Noa") == before
