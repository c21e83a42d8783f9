"""What every store promises of one recording that is deleted: nothing computed from it stays, and it stays away."""

from datetime import timedelta

import pytest

from evenstride.core.athlete import Athlete
from evenstride.core.deleted_run import DeletedRun
from evenstride.core.errors import InputError, NotFoundError
from evenstride.core.plan import Plan
from evenstride.core.provenance import Provenance
from evenstride.store import Dump, Store
from tests.contract.test_store_archive import other
from tests.examples_overview import empty_overview
from tests.stores import DAY, LATER, NOW, analysis, reading, splits, store

__all__ = ["other", "store"]

MUCH_LATER = LATER + timedelta(days=1)
WRONG, RIGHT = b"wrongly understood", b"another run"


def fill(store: Store) -> tuple[str, str]:
    """Two runs, what was measured from each and from both, and a plan made from that; the first run is wrong."""
    wrong = store.save_import(*reading(splits(last=29.0), data=WRONG), imported_at=NOW).ids[0]
    right = store.save_import(*reading(splits(), data=RIGHT), imported_at=NOW).ids[0]
    for id in (wrong, right):
        store.save_result(Provenance("sprint", "m", (id,)), analysis(), athlete="Noa Keller", saved_at=NOW)
    store.save_result(diagnosis(wrong, right), analysis(value=3.0), athlete="Noa Keller", saved_at=NOW)
    made = plan(wrong, right)
    store.save_result(made, Plan(DAY, 1, ()), athlete="Noa Keller", saved_at=NOW)
    return wrong, right


def diagnosis(*ids: str) -> Provenance:
    return Provenance("diagnosis", "m", ids)


def plan(*ids: str) -> Provenance:
    return Provenance("plan", "solver", (diagnosis(*ids).id,))


def kinds(store: Store) -> list[str]:
    return sorted(row["kind"] for row in store.dump("Noa Keller").results)


def test_with_a_recording_goes_what_was_computed_from_it_and_what_was_decided_stays(store):
    wrong, right = fill(store)
    gone = store.delete_recording(wrong[:8], deleted_at=LATER)
    assert (gone.file_name, gone.results, gone.resting, gone.with_file) == ("may.csv", 2, ("plan",), True)
    assert [one.id for one in store.recordings("Noa Keller")] == [right]
    assert kinds(store) == ["deleted run", "plan", "sprint"]
    with pytest.raises(NotFoundError):
        store.recording(wrong)
    with pytest.raises(NotFoundError):
        store.raw(reading(splits(), data=WRONG)[0].content_id)
    assert store.chain(store.results("sprint", athlete="Noa Keller")[0].id)[0].parents == (right,)
    chain = store.chain(plan(wrong, right).id)
    assert [link.kind for link in chain] == ["plan", "deleted"]
    assert (chain[1].athlete, chain[1].file_name, chain[1].at) == ("noa keller", "may.csv", LATER)


def test_what_is_said_of_it_names_the_run_and_what_ended_with_it(store):
    wrong, right = fill(store)
    store.delete_recording(wrong, deleted_at=LATER)
    [told] = store.results("deleted run", athlete="Noa Keller")
    assert told.noun == DeletedRun(wrong, "Splits", DAY, "may.csv", (wrong, diagnosis(wrong, right).id))
    assert told.at == LATER


@pytest.mark.parametrize("whose", ["Noa Keller", "Ada Mok"])
def test_a_file_stays_while_anything_else_comes_from_it(store, whose):
    first, second = store.save_import(*reading(splits(), splits(whose, place="row 3")), imported_at=NOW).ids
    content = store.recording(first).noun.origin.content_id
    assert not store.delete_recording(first, deleted_at=LATER).with_file
    assert store.raw(content) == b"5;10;20\n"
    assert store.delete_recording(second, deleted_at=LATER).with_file


def test_the_page_put_together_with_it_goes_too_though_the_same_file_comes_again(store):
    wrong, _ = fill(store)
    before = store.state("Noa Keller")
    store.save_view("Noa Keller", before, empty_overview("Noa Keller"))
    store.delete_recording(wrong, deleted_at=LATER)
    assert store.view("Noa Keller", before) is None
    without = store.state("Noa Keller")
    store.save_import(*reading(splits(last=2.9), data=WRONG), imported_at=MUCH_LATER)
    # The ids are those it had, but what they stand for may not be: a page begun before must not be found again.
    assert len({before, without, store.state("Noa Keller")}) == 3


def test_the_same_file_imported_again_brings_it_back_as_it_is_understood_then(store):
    wrong, right = fill(store)
    store.delete_recording(wrong, deleted_at=LATER)
    back = store.save_import(*reading(splits(last=2.9), data=WRONG), imported_at=MUCH_LATER)
    assert back.added == (wrong,)
    assert (store.recording(wrong).noun.times[-1], store.recording(wrong).at) == (2.9, MUCH_LATER)
    store.save_result(diagnosis(wrong, right), analysis(value=8.0), athlete="Noa Keller", saved_at=MUCH_LATER)
    latest = store.latest("diagnosis", athlete="Noa Keller")
    assert latest.noun.values["mss"].value == 8.0
    store.delete_recording(wrong, deleted_at=MUCH_LATER)
    assert kinds(store) == ["deleted run", "deleted run", "plan", "sprint"]


def test_an_archive_from_before_does_not_bring_it_back_or_what_was_computed_from_it(store):
    wrong, _ = fill(store)
    content = store.recording(wrong).noun.origin.content_id
    archive, raw = (
        [store.dump("Noa Keller")],
        {row["id"]: store.raw(row["id"]) for row in store.dump("noa keller").files},
    )
    store.delete_recording(wrong, deleted_at=LATER)
    after = store.dump("Noa Keller")
    [loaded] = store.load(archive, raw.__getitem__)
    assert set(loaded.added.values()) == {0}
    assert store.dump("Noa Keller") == after
    assert content not in {row["id"] for row in after.files}


def test_an_archive_from_before_does_not_undo_a_correction(store):
    wrong, _ = fill(store)
    archive = [store.dump("Noa Keller")]
    raw = {row["id"]: store.raw(row["id"]) for row in archive[0].files}
    store.delete_recording(wrong, deleted_at=LATER)
    store.save_import(*reading(splits(last=2.9), data=WRONG), imported_at=MUCH_LATER)
    store.load(archive, raw.__getitem__)
    assert store.recording(wrong).noun.times[-1] == 2.9


def test_what_was_decided_elsewhere_on_a_run_deleted_here_comes_with_a_chain_that_ends(store, other):
    wrong, right = fill(store)
    other.save_import(*reading(splits(last=29.0), data=WRONG), imported_at=NOW)
    other.delete_recording(wrong, deleted_at=LATER)
    for _ in range(2):
        other.load([store.dump("Noa Keller")], store.raw)
        assert kinds(other) == ["deleted run", "deleted run", "plan", "sprint"]
        assert [one.id for one in other.recordings("Noa Keller")] == [right]
        assert [link.kind for link in other.chain(plan(wrong, right).id)] == ["plan", "deleted"]
    assert other.dump("Noa Keller").ids >= other.dump("Noa Keller").parents


def test_an_archive_from_after_is_whole_in_every_store(store, other):
    wrong, right = fill(store)
    store.delete_recording(wrong, deleted_at=LATER)
    dump: Dump = store.dump("Noa Keller")
    other.load([dump], store.raw)
    assert other.dump("Noa Keller") == dump
    assert [link.kind for link in other.chain(plan(wrong, right).id)] == ["plan", "deleted"]


def test_of_two_recordings_alike_the_one_that_is_left_can_be_taken_along(store, other):
    first, second = store.save_import(*reading(splits(), splits(last=3.0)), imported_at=NOW).ids
    store.delete_recording(first, deleted_at=LATER)
    other.load([store.dump("Noa Keller")], store.raw)
    assert [one.id for one in other.recordings("Noa Keller")] == [second]


def test_what_somebody_else_s_result_was_made_from_is_not_deleted(store):
    wrong, _ = fill(store)
    store.save_athlete(Athlete("Ada Mok"), saved_at=NOW)
    store.save_result(Provenance("sprint", "m", (wrong,), {"ada": 1}), analysis(), athlete="Ada Mok", saved_at=NOW)
    before = [one.id for one in store.recordings("Noa Keller")]
    with pytest.raises(InputError, match="was made from data of Noa Keller"):
        store.delete_recording(wrong, deleted_at=LATER)
    assert [one.id for one in store.recordings("Noa Keller")] == before
    assert store.recording(wrong).id == wrong


def test_nothing_of_that_id_is_said(store):
    fill(store)
    with pytest.raises(NotFoundError):
        store.delete_recording("ffff0000ffff", deleted_at=LATER)


def test_who_lost_a_run_has_changed_and_so_has_whose_run_takes_its_number(store):
    store.save_athlete(Athlete("Ada Mok"), saved_at=NOW)
    _, right = fill(store)
    mark, _ = store.changed()
    store.delete_recording(right, deleted_at=LATER)
    assert "noa keller" in store.changed(mark)[1]
    store.save_import(*reading(splits("Ada Mok"), data=b"of Ada"), imported_at=LATER)
    assert store.changed(mark)[1] >= {"noa keller", "ada mok"}


def test_deleting_is_all_or_nothing_within_a_turn(store):
    wrong, _ = fill(store)
    before = store.dump("Noa Keller")

    def break_off() -> None:
        with store.turn():
            store.delete_recording(wrong, deleted_at=LATER)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()
    assert store.dump("Noa Keller") == before
