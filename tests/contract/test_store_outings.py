"""What every store promises of what is filed of activity files."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from evenstride.core.activity import LifeDay, Said, Sport
from evenstride.core.athlete import Athlete
from evenstride.core.errors import InputError, NotFoundError, StoreError
from evenstride.core.filed import Filed, FiledActivity, FiledDays, FiledFile, SourceOrder
from evenstride.core.provenance import Provenance, content_id
from evenstride.core.recording import Origin
from evenstride.store import Store, filed_id, ready
from evenstride.store.ready import nouns_of_ready
from tests.contract.test_store_archive import other, raw_of
from tests.stores import LATER, NOW, analysis, reading, splits, store

__all__ = ["other", "store"]

NOA = "Noa Keller"
START = datetime(2026, 4, 30, 23, 30, tzinfo=UTC)


def activity(athlete: str = NOA, *, part: int = 0, days: int = 0, **more: Any) -> FiledActivity:
    start = START + timedelta(days=days)
    made = FiledActivity(athlete, start.date(), start, Sport.RUNNING, "running/track", 1800.0, 5000.5, part=part)
    said = {"devices": ("watch",), "sources": ("", "Stryd"), "said": Said(7.0, None)}
    return replace(made, **{**said, **more})


def nights(athlete: str = NOA) -> FiledDays:
    return FiledDays(athlete, date(2026, 4, 29), (LifeDay(date(2026, 4, 29), 27_000.0, None),))


def filed(*found: Filed, data: bytes = b"watch") -> tuple[FiledFile, bytes]:
    origin = Origin(content_id(data), "run.fit", "FIT")
    return FiledFile(content_id(data), "run.fit", tuple(replace(one, origin=origin) for one in found)), data


def outing(id: str) -> Provenance:
    return Provenance("sprint", "outing 1", (id,))


def fill(store: Store) -> tuple[str, ...]:
    files = [filed(activity(), activity(part=1, days=1), nights()), filed(activity(days=-2), data=b"older")]
    made = store.save_imports(files, imported_at=NOW)
    ids = tuple(id for one in made for id in one.ids)
    store.save_results([(outing(id), analysis()) for id in ids], athlete=NOA, saved_at=NOW)
    store.save_source_order(NOA, SourceOrder(("Stryd",)), saved_at=NOW)
    return ids


def everything(store: Store) -> dict[str, object]:
    return {
        "activities": store.activities(NOA),
        "days": store.life_days(NOA),
        "order": store.source_order(NOA),
        "results": store.results("sprint", athlete=NOA),
        "state": store.state(NOA),
        "raw": [store.raw(one.noun.origin.content_id) for one in store.activities(NOA)],
    }


def test_activities_come_by_day_and_are_no_recordings(store):
    first, second, days, older = fill(store)
    store.save_import(*reading(splits()), imported_at=NOW)
    assert [one.id for one in store.activities(NOA)] == [older, first, second]
    assert [one.id for one in store.activities(NOA, since=date(2026, 4, 30), until=date(2026, 5, 1))] == [first]
    assert [one.id for one in store.life_days(NOA)] == [days]
    assert [type(one.noun).__name__ for one in store.recordings(NOA)] == ["Splits"]
    assert [type(one.noun).__name__ for one in store.newest(NOA)] == ["Splits"]
    assert [one.id for one in store.recordings_of(content_id(b"watch"))] == [first, second, days]
    assert store.activities("noa keller")[1].noun == filed(activity())[0].recordings[0]


def test_ids_are_those_of_what_is_filed_and_say_what_they_are(store):
    first, _, days, _ = fill(store)
    assert filed_id(filed(activity())[0].recordings[0]) == first
    assert store.activity(first[:8]).noun.said == Said(7.0, None)
    assert store.held(days).noun.days[0].sleep == 27_000.0
    with pytest.raises(NotFoundError, match=r"is no recording\. Look at it with: evenstride outing ID"):
        store.recording(first)
    with pytest.raises(NotFoundError, match=r"is no activity"):
        store.activity(days)
    run = store.save_import(*reading(splits()), imported_at=NOW).ids[0]
    with pytest.raises(NotFoundError, match=r"is no activity\. Look at it with: evenstride data run ID"):
        store.activity(run)
    assert store.held(run).id == run


def test_a_file_that_came_before_is_filed_anew_under_its_id(store):
    ids = fill(store)
    before = store.state(NOA)
    better = filed(activity(distance=5100.0, on=date(2026, 5, 1)), activity(part=1, days=1), nights())
    again = store.save_imports([better], imported_at=LATER)[0]
    assert again.already
    assert again.ids == ids[:3]
    kept = store.activity(ids[0])
    assert (kept.noun.distance, kept.noun.on, kept.at) == (5100.0, date(2026, 5, 1), NOW)
    assert [one.id for one in store.activities(NOA, since=date(2026, 5, 1))] == [ids[0], ids[1]]
    assert store.state(NOA) == before


def test_the_same_bytes_of_somebody_else_are_theirs(store):
    fill(store)
    store.save_imports([filed(activity("Ada Mok"))], imported_at=LATER)
    assert len(store.activities("Ada Mok")) == 1
    assert len(store.activities(NOA)) == 3


def test_several_results_are_all_kept_or_none(store):
    (id,) = store.save_imports([filed(activity())], imported_at=NOW)[0].ids
    made = [(outing(id), analysis()), (Provenance("sprint", "m", (outing(id).id,)), analysis(value=9.0))]
    assert store.save_results(made, athlete=NOA, saved_at=NOW) == tuple(one.id for one, _ in made)
    assert store.save_results(made, athlete=NOA, saved_at=LATER) == tuple(one.id for one, _ in made)
    assert [one.at for one in store.results("sprint", athlete=NOA)] == [LATER, LATER]
    assert store.save_results([], athlete=NOA, saved_at=NOW) == ()
    unknown = Provenance("sprint", "m", ("feedfeed",))
    with pytest.raises(Exception, match="feedfeed"):
        store.save_results([(Provenance("sprint", "n", (id,)), analysis()), (unknown, analysis())],
                           athlete=NOA, saved_at=NOW)  # fmt: skip
    assert len(store.results("sprint", athlete=NOA)) == 2


def made_ready(*found: Filed, data: bytes = b"watch", value: float = 9.0):
    file, data = filed(*found, data=data)
    results = [(outing(filed_id(one)), analysis(value=value)) for one in file.recordings]
    return ready(file, results, athlete=found[0].athlete), data


def test_files_made_ready_are_kept_as_files_and_results_are(store, other):
    files = [(activity(), activity(part=1, days=1), nights()), (activity(days=-2),)]
    store.save_ready([made_ready(*files[0]), made_ready(*files[1], data=b"older")], saved_at=NOW)
    made = other.save_imports([filed(*files[0]), filed(*files[1], data=b"older")], imported_at=NOW)
    results = [(outing(id), analysis(value=9.0)) for one in made for id in one.ids]
    other.save_results(results, athlete=NOA, saved_at=NOW)
    assert everything(store) | {"state": ""} == everything(other) | {"state": ""}
    assert store.dump(NOA) == other.dump(NOA)
    assert store.raw(content_id(b"older")) == b"older"


def test_made_ready_again_files_are_filed_anew_and_results_made_again(store):
    store.save_ready([made_ready(activity(), nights()), made_ready(activity(), nights())], saved_at=NOW)
    before = store.state(NOA)
    store.save_ready([made_ready(activity(distance=5100.0), nights())], saved_at=LATER)
    assert [(one.noun.distance, one.at) for one in store.activities(NOA)] == [(5100.0, NOW)]
    assert [one.at for one in store.results("sprint", athlete=NOA)] == [LATER, LATER]
    assert store.state(NOA) == before
    store.save_ready([], saved_at=LATER)
    store.save_ready([made_ready(activity("Ada Mok"))], saved_at=LATER)
    assert len(store.activities("Ada Mok")) == len(store.activities(NOA)) == 1


def test_ready_files_are_all_kept_or_none_and_each_is_one_persons(store):
    file, data = filed(activity())
    unknown = ready(file, [(outing("feedfeed"), analysis())], athlete=NOA)
    with pytest.raises(StoreError, match="feedfeed"):
        store.save_ready([made_ready(activity(days=-2), data=b"older"), (unknown, data)], saved_at=NOW)
    assert store.athletes() == ()
    with pytest.raises(InputError, match=r"run\.fit: an activity file is one person's"):
        ready(file, [], athlete="Ada Mok")


def test_what_is_made_ready_comes_back_as_it_was_given():
    file, _ = filed(activity(), nights())
    results = ((outing(filed_id(file.recordings[0])), analysis()),)
    assert nouns_of_ready(ready(file, results, athlete=NOA)) == (file, results)


def test_which_device_is_believed_is_what_was_said_last(store):
    store.save_athlete(Athlete(NOA), saved_at=NOW)
    assert store.source_order(NOA) == SourceOrder()
    store.save_source_order(NOA, SourceOrder(("Stryd",)), saved_at=NOW)
    store.save_source_order(NOA, SourceOrder(("watch", "Stryd")), saved_at=LATER)
    assert store.source_order(NOA) == SourceOrder(("watch", "Stryd"))
    assert store.intakes(NOA) == store.bodies(NOA) == ()


def test_all_of_it_is_taken_along_and_comes_back(store, other):
    fill(store)
    other.load([store.dump(NOA)], raw_of(store))
    assert everything(other)["activities"] == everything(store)["activities"]
    mine, theirs = everything(store), everything(other)
    for name in ("days", "order", "raw"):
        assert mine[name] == theirs[name], name
    assert [one.id for one in mine["results"]] == [one.id for one in theirs["results"]]
    [again] = other.load([store.dump(NOA)], raw_of(store))
    assert not any(again.added.values())


def test_an_activity_that_is_deleted_takes_along_what_was_computed(store):
    first, second, _, older = fill(store)
    assert store.delete_recording(older, deleted_at=LATER).with_file
    gone = store.delete_recording(first, deleted_at=LATER)
    assert (gone.results, gone.with_file) == (1, False)
    assert [one.id for one in store.activities(NOA)] == [second]
    assert store.save_imports([filed(activity(), activity(part=1, days=1), nights())], imported_at=LATER)[0].added == (
        first,
    )


def test_with_an_athlete_everything_goes(store):
    fill(store)
    gone = store.delete(NOA)
    assert (gone.counts["recordings"], gone.counts["files"], gone.counts["facts"]) == (4, 2, 1)
    with pytest.raises(NotFoundError):
        store.raw(content_id(b"watch"))


def test_a_dump_with_something_wrong_in_it_is_refused(store, other):
    fill(store)
    dump = store.dump(NOA)
    wrong = tuple({**row, "id": "0" * 16} if row["kind"] == "FiledDays" else row for row in dump.recordings)
    with pytest.raises(InputError, match="this archive is damaged"):
        other.load([replace(dump, recordings=wrong, results=())], raw_of(store))


def test_what_is_kept_of_it_is_listed_without_being_read(store):
    ids = fill(store)
    kept = [one for one in store.kept(NOA) if one.part == "recordings"]
    assert {one.id for one in kept} == set(ids)
    assert {one.kind for one in kept} == {"FiledActivity", "FiledDays"}
