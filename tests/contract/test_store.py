"""What every store promises of imports and their recordings, run over each of them alike."""

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest

from evenstride.core.athlete import Athlete, Level
from evenstride.core.errors import InputError, StoreError
from evenstride.core.recording import FieldTest, Origin, Splits, StepEvents
from evenstride.core.roles import Side
from tests.stores import DAY, LATER, NOW, field_test, reading, splits, store

__all__ = ["store"]


# --- imports -----------------------------------------------------------------------------------------------------


def test_an_import_brings_recordings_raw_bytes_and_athletes(store):
    made = store.save_import(*reading(splits(), splits("Ada Mok", place="row 3")), imported_at=NOW)
    assert not made.already
    assert made.added == made.ids
    assert made.imported_at == NOW
    assert [one.name for one in store.athletes()] == ["Ada Mok", "Noa Keller"]
    stored = store.recording(made.ids[0])
    assert (stored.id, stored.athlete, stored.at) == (made.ids[0], "noa keller", NOW)
    assert stored.noun.times.tolist() == [1.2, 1.9, 2.9]
    assert stored.noun.origin.content_id == made.content_id
    assert store.raw(made.content_id) == b"5;10;20\n"


def test_the_same_file_again_changes_nothing_and_says_since_when(store):
    first = store.save_import(*reading(splits()), imported_at=NOW)
    before = store.recordings()[0].id, store.recordings()[0].at
    again = store.save_import(*reading(splits()), imported_at=LATER)
    assert again.already
    assert (again.ids, again.added, again.imported_at) == (first.ids, (), NOW)
    assert [(one.id, one.at) for one in store.recordings()] == [before]


def test_another_file_name_and_better_values_are_still_the_same_run(store):
    store.save_import(*reading(splits()), imported_at=NOW)
    renamed = replace(reading(splits(last=3.0))[0], file_name="copy.csv")
    assert store.save_import(renamed, b"5;10;20\n", imported_at=LATER).already


@pytest.mark.parametrize(
    "other",
    [
        splits("Ada Mok"),
        splits(on=date(2026, 5, 7)),
        splits(on=None),
        splits(place="row 3"),
        splits(label="second run"),
        replace(field_test(Side.LEFT), origin=Origin(place="row 2")),
    ],
    ids=["athlete", "day", "no day", "place", "label", "kind"],
)
def test_the_same_bytes_for_something_else_are_another_recording(store, other):
    first = store.save_import(*reading(splits()), imported_at=NOW)
    second = store.save_import(*reading(other), imported_at=LATER)
    assert not second.already
    assert second.imported_at == LATER
    assert {one.id for one in store.recordings()} == {*first.ids, *second.ids}


def test_athlete_spelling_does_not_make_another_recording(store):
    store.save_import(*reading(splits("Noa Keller")), imported_at=NOW)
    assert store.save_import(*reading(splits(" NOA  keller ")), imported_at=LATER).already


def test_a_file_of_which_a_part_is_new_adds_that_part(store):
    store.save_import(*reading(splits()), imported_at=NOW)
    made = store.save_import(*reading(splits(), splits(place="row 3")), imported_at=LATER)
    assert made.added == made.ids[1:]
    assert [one.at for one in store.recordings()] == [NOW, LATER]


def test_recordings_alike_in_everything_but_values_are_all_kept(store):
    made = store.save_import(*reading(field_test(Side.LEFT), field_test(Side.RIGHT)), imported_at=NOW)
    assert len(set(made.ids)) == 2
    assert [one.noun.side for one in store.recordings()] == [Side.LEFT, Side.RIGHT]


def test_an_import_keeps_what_is_known_of_an_athlete(store):
    store.save_athlete(Athlete("Noa Keller", 2001, Level.TRAINED, simulated=True), saved_at=NOW)
    store.save_import(*reading(splits("noa keller")), imported_at=NOW)
    assert store.athletes() == (Athlete("Noa Keller", 2001, Level.TRAINED, simulated=True),)


def test_bytes_that_were_not_read_are_refused(store):
    with pytest.raises(StoreError, match=r"may\.csv: the raw bytes are not the ones that were read\. Read"):
        store.save_import(reading(splits())[0], b"other", imported_at=NOW)
    assert store.recordings() == ()


def test_an_empty_reading_is_refused(store):
    with pytest.raises(InputError, match=r"nothing in this file to store\. Choose"):
        store.save_import(*reading(), imported_at=NOW)
    assert store.athletes() == ()


def test_times_must_say_their_zone(store):
    naive = datetime(2026, 5, 1)
    with pytest.raises(StoreError, match="does not say its zone"):
        store.save_import(*reading(splits()), imported_at=naive)
    assert store.athletes() == ()


def test_times_come_back_in_utc(store):
    berlin = datetime(2026, 5, 1, 14, tzinfo=timezone(timedelta(hours=2)))
    made = store.save_import(*reading(splits()), imported_at=berlin)
    assert made.imported_at == NOW
    assert store.recordings()[0].at.utcoffset() == timedelta(0)


# --- listing -----------------------------------------------------------------------------------------------------


def test_recordings_come_in_date_order_undated_first(store):
    days = [date(2026, 3, 2), None, date(2025, 12, 31), date(2026, 3, 1)]
    for number, day in enumerate(days):
        store.save_import(*reading(splits(on=day), data=b"%d" % number), imported_at=NOW)
    listed = [one.noun.on for one in store.recordings("noa keller")]
    assert listed == [None, date(2025, 12, 31), date(2026, 3, 1), date(2026, 3, 2)]


def test_within_a_file_the_order_is_the_file_s(store):
    rows = [splits(place=f"row {n}") for n in range(2, 14)]
    store.save_import(*reading(*rows), imported_at=NOW)
    assert [one.noun.origin.place for one in store.recordings()] == [f"row {n}" for n in range(2, 14)]


def test_listing_by_athlete_kind_and_half_open_days(store):
    days = [date(2026, 5, n) for n in (1, 2, 3)]
    rows = [splits(on=day) for day in [*days, None]]
    store.save_import(*reading(*rows, splits("Ada Mok"), field_test(Side.LEFT)), imported_at=NOW)
    assert len(store.recordings()) == 6
    assert len(store.recordings("ADA MOK")) == 1
    assert [type(one.noun) for one in store.recordings("Noa Keller", kind=FieldTest)] == [FieldTest]
    listed = store.recordings("Noa Keller", kind=Splits, since=days[0], until=days[2])
    assert [one.noun.on for one in listed] == days[:2]
    assert [one.noun.on for one in store.recordings("Noa Keller", since=days[2])] == [days[2]]
    assert store.recordings("Noa Keller", until=date(2026, 1, 1)) == ()


def test_a_file_s_recordings_are_found_whoever_s_they_are_in_its_order(store):
    made = store.save_import(*reading(splits(), splits("Ada Mok", place="row 3")), imported_at=NOW)
    store.save_import(*reading(splits(), data=b"other"), imported_at=NOW)
    assert [one.id for one in store.recordings_of(made.content_id)] == list(made.ids)
    assert [one.athlete for one in store.recordings_of(made.content_id)] == ["noa keller", "ada mok"]
    assert store.recordings_of(made.content_id[:12]) == store.recordings_of("") == ()


def test_a_page_of_the_newest_recordings_is_a_cut_of_the_whole_list_from_its_end(store):
    undated, runs = (
        splits(on=None, place="row 9"),
        [splits(on=DAY + timedelta(days=n), place=f"row {n}") for n in range(5)],
    )
    store.save_import(*reading(*runs, undated, field_test(Side.LEFT, DAY + timedelta(days=9))), imported_at=NOW)
    store.save_import(*reading(splits("Kim", place="row 1"), data=b"kim"), imported_at=NOW)
    days = [one.noun.on for one in store.newest("noa keller")]
    assert days == [DAY + timedelta(days=9), *(DAY + timedelta(days=n) for n in (4, 3, 2, 1, 0)), None]
    pages = [store.newest("noa keller", skip=skip, most=3) for skip in (0, 3, 6, 9)]
    assert [one.id for page in pages for one in page] == [one.id for one in store.newest("noa keller")]
    assert [len(page) for page in pages] == [3, 3, 1, 0]
    assert {type(one.noun) for one in store.newest("noa keller", kinds=(FieldTest,))} == {FieldTest}
    assert len(store.newest("noa keller", kinds=(Splits, StepEvents))) == 6


def test_the_order_within_a_day_is_that_of_the_file_on_a_page_too(store):
    store.save_import(*reading(*(splits(place=f"row {n}", label=str(n)) for n in range(4))), imported_at=NOW)
    assert [one.noun.label for one in store.newest("noa keller")] == ["0", "1", "2", "3"]
