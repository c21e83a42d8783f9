"""What every store promises of reviews of clips: the run is as the latest says, and comes and goes with it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from evenstride.core.clip_corrections import Correction, EventMoved, LegsSwapped, MovedKind, PointDragged, RunnerChosen
from evenstride.core.clip_review import ClipReview, corrections_of
from evenstride.core.errors import InputError, NotFoundError
from evenstride.core.recording import Contact, Device, Origin, StepEvents
from evenstride.core.roles import Side
from evenstride.core.trial_told import ClipTold, TrialTold
from evenstride.store import Store
from tests.contract.test_store_archive import other
from tests.stores import DAY, LATER, NOW, reading, splits, store

__all__ = ["other", "store"]

TOLD = TrialTold(clip=ClipTold(240.0, "300px/m"))
CONTACTS = (Contact(Side.LEFT, 0.1, 0.3, 4.0), Contact(Side.RIGHT, 0.46, 0.66, 4.0))
RUN = StepEvents(
    "Noa Keller", CONTACTS, DAY, device=Device("keypoints", "", 0.005),
    origin=Origin(file_name="run.zip", reader="keypoints", told=TOLD),
)  # fmt: skip
WHAT = (
    RunnerChosen(0, 10.5, 20.0), LegsSwapped(3, 9), PointDragged(4, "LHeel", 1.25, -2.0),
    EventMoved(Side.LEFT, MovedKind.TOE_OFF, 0.3, 75),
)  # fmt: skip
MADE = tuple(Correction(one, "Ada", NOW, film=True) for one in WHAT)


def review(id: str, corrections=MADE, off: float = 0.31) -> ClipReview:
    first, second = CONTACTS
    return ClipReview(id, corrections, (replace(first, toe_off=off), second), Device("keypoints", "", 0.004))


def keep(store: Store) -> str:
    return store.save_import(*reading(RUN, splits()), imported_at=NOW).ids[0]


def test_a_run_is_given_back_as_its_latest_review_says(store):
    id = keep(store)
    assert store.reviews(id) == ()
    store.save_review(review(id), saved_at=NOW)
    store.save_review(review(id, MADE[:2], off=0.32), saved_at=LATER)
    ways = (
        store.recording(id), store.held(id), store.recordings("Noa Keller", kind=StepEvents)[0],
        store.recordings_of(store.recording(id).noun.origin.content_id)[0],
        next(one for one in store.newest("Noa Keller") if one.id == id),
    )  # fmt: skip
    for one in ways:
        assert isinstance(one.noun, StepEvents)
        assert one.noun.contacts[0].toe_off == 0.32
        assert one.noun.device.timing_sd == 0.004
        assert corrections_of(one.noun) == MADE[:2]
        assert one.noun.origin.told == replace(TOLD, corrections=MADE[:2])
    assert [one.noun for one in store.reviews(id)] == [review(id), review(id, MADE[:2], off=0.32)]
    assert [one.at for one in store.reviews(id)] == [NOW, LATER]
    assert len(store.recordings("Noa Keller")) == 2


def test_with_all_taken_back_the_run_is_as_it_came_in(store):
    id = keep(store)
    before = store.recording(id)
    store.save_review(review(id), saved_at=NOW)
    store.save_review(review(id, (), off=0.3), saved_at=LATER)
    assert store.recording(id) == before
    assert len(store.reviews(id)) == 2


def test_a_review_saved_twice_is_one_and_changes_what_is_known(store):
    id = keep(store)
    before, mark = store.state("Noa Keller"), store.changed()[0]
    for _ in range(2):
        store.save_review(review(id), saved_at=NOW)
    assert len(store.reviews(id)) == 1
    assert store.state("Noa Keller") != before
    assert store.changed(mark)[1] == {"noa keller"}


def test_nobody_reviews_what_is_not_there(store):
    with pytest.raises(NotFoundError):
        store.save_review(review("abcd1234"), saved_at=NOW)
    with pytest.raises(NotFoundError):
        store.reviews("abcd1234")


def test_reviews_go_with_the_run_into_another_archive_once(store, other):
    id = keep(store)
    store.save_review(review(id), saved_at=NOW)
    dump = store.dump("Noa Keller")
    assert len(dump.reviews) == 1
    [loaded] = other.load([dump], store.raw)
    assert (loaded.added["reviews"], loaded.held["reviews"]) == (1, 1)
    assert other.recording(id) == store.recording(id)
    assert other.dump("Noa Keller") == dump
    [again] = other.load([dump], store.raw)
    assert again.added["reviews"] == 0


def test_of_two_archives_the_later_review_counts(store, other):
    id = keep(store)
    other.load([store.dump("Noa Keller")], store.raw)
    store.save_review(review(id), saved_at=NOW)
    other.save_review(review(id, MADE[:1], off=0.33), saved_at=LATER)
    for one, another in ((store, other), (other, store)):
        one.load([another.dump("Noa Keller")], another.raw)
        run = one.recording(id).noun
        assert isinstance(run, StepEvents)
        assert run.contacts[0].toe_off == 0.33
        assert len(one.reviews(id)) == 2


def test_with_a_run_or_its_athlete_go_its_reviews(store, other):
    id = keep(store)
    store.save_review(review(id), saved_at=NOW)
    dump = store.dump("Noa Keller")
    store.delete_recording(id, deleted_at=LATER)
    assert store.dump("Noa Keller").reviews == ()
    [loaded] = store.load([dump], other.raw)
    assert loaded.held["reviews"] == 0
    assert keep(store) == id
    assert store.recording(id).noun == store.recordings("Noa Keller", kind=StepEvents)[0].noun
    assert corrections_of(store.recording(id).noun) == ()
    store.save_review(review(id), saved_at=LATER + timedelta(hours=1))
    assert store.delete("Noa Keller").counts["reviews"] == 1


@pytest.mark.parametrize("wrong", [{"recording": "ffff0000"}, {"at": "yesterday"}, {"athlete": "ada mok"}])
def test_an_archive_with_a_review_that_contradicts_itself_is_refused(store, other, wrong):
    id = keep(store)
    store.save_review(review(id), saved_at=NOW)
    dump = store.dump("Noa Keller")
    broken = replace(dump, reviews=({**dump.reviews[0], **wrong},))
    with pytest.raises(InputError, match="this archive is damaged"):
        other.load([broken], store.raw)
