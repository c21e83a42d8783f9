"""A clip reviewed from the command line and by the app: kept with its author, measured anew, taken back, refused."""

from pathlib import Path

import pytest

from evenstride.app.runs.role_values import keep_values
from evenstride.app.video.clip_review import correct_clip, event_of, show_clip, take_back
from evenstride.core.clip_corrections import EventMoved, LegsSwapped
from evenstride.core.clip_review import corrections_of
from evenstride.core.errors import InputError
from evenstride.core.recording import StepEvents
from evenstride.core.trial_told import ClipTold
from evenstride.doors.web.review_pages import parse_changes
from evenstride.store import Store
from tests.keypoint_files import write_frames
from tests.stores import LATER, NOW, store
from tests.terminals import Terminal, run
from tests.unit.test_clips_kept import bring

__all__ = ["run", "store"]

TOLD = ClipTold(240.0, "300px/m")
FILMED = ("--athlete", "Noa", "--date", "2026-02-01", "--fps", "240", "--scale", "300px/m")


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    return write_frames(tmp_path / "run")


def test_a_correction_changes_the_run_and_what_is_measured_from_it_until_it_is_taken_back(
    store: Store, clip: Path
) -> None:
    id = bring(store, clip, TOLD)
    before, kept = store.recording(id), keep_values(store, store.recording(id), at=NOW)
    event = event_of(show_clip(store, id, at=LATER).view, 5)
    told = correct_clip(
        store, id, [EventMoved(event.side, event.kind, event.time, event.frame + 3)], by=" Ada  Mok ", at=LATER
    )
    assert told[0].startswith(f"Left touchdown at {event.time:.3f} s moved to frame {event.frame + 3}")
    run, values = store.recording(id), keep_values(store, store.recording(id), at=LATER)
    assert isinstance(run.noun, StepEvents)
    assert isinstance(before.noun, StepEvents)
    changed = [one for one, other in zip(before.noun.contacts, run.noun.contacts, strict=True) if one != other]
    assert [one.touchdown for one in changed] == [pytest.approx(event.time)]
    assert [(one.by, one.at, one.film) for one in corrections_of(run.noun)] == [("Ada Mok", LATER, False)]
    assert kept is not None
    assert values is not None
    assert set(kept.ids).isdisjoint(values.ids)
    assert any("Corrected by a person: 1 event moved." in note for note in show_clip(store, id, at=LATER).notes)
    # Both at one moment: the later still counts.
    assert take_back(store, id, at=LATER)[0].startswith("Taken back: Left touchdown")
    assert store.recording(id) == before
    assert [len(one.noun.corrections) for one in store.reviews(id)] == [1, 0]
    again = keep_values(store, store.recording(id), at=LATER)
    assert again is not None
    assert again.ids == kept.ids


def test_what_does_not_fit_keeps_nothing(store: Store, clip: Path) -> None:
    id = bring(store, clip, TOLD)
    with pytest.raises(InputError, match="frame 99999 is not in this clip"):
        correct_clip(store, id, [LegsSwapped(3, 4), LegsSwapped(3, 99_999)], at=LATER)
    with pytest.raises(InputError, match="nothing was corrected"):
        correct_clip(store, id, [], at=LATER)
    with pytest.raises(InputError, match="a name of 100 letters"):
        correct_clip(store, id, [LegsSwapped(3, 4)], by="x" * 100, at=LATER)
    with pytest.raises(InputError, match="nothing was corrected in this run"):
        take_back(store, id, at=LATER)
    assert store.reviews(id) == ()


def test_the_same_file_again_is_the_same_run_and_keeps_its_corrections(store: Store, clip: Path) -> None:
    id = bring(store, clip, TOLD)
    correct_clip(store, id, [LegsSwapped(3, 4)], at=LATER)
    assert bring(store, clip, TOLD, at=LATER) == id
    assert len(corrections_of(store.recording(id).noun)) == 1


def test_the_command_line_shows_moves_and_takes_back(run: Terminal, clip: Path) -> None:
    [told] = run.json("import", str(clip), *FILMED)
    id = told["ids"][0]
    code, out, _ = run("clip", "show", id)
    assert code == 0
    assert "1       left  touchdown" in out.replace("        ", "       ")
    assert out.rstrip().endswith("Nobody corrected it.")
    code, out, _ = run("clip", "move", id, "1", "--frames", "-2", "--by", "Ada")
    assert code == 0
    assert "The run is measured anew." in out
    shown = run.json("clip", "show", id)
    assert shown["corrections"][0]["by"] == "Ada"
    assert shown["before"] != shown["now"]
    assert run("clip", "undo", id)[0] == 0
    assert run.json("clip", "show", id)["corrections"] == []
    for words, said in (
        (("move", id, "1"), "where to is not told"),
        (("move", id, "99", "--to", "4"), "there is no event 99"),
        (("drag", id, "3", "Tail", "1", "1"), "'Tail' is no point of this clip"),
        (("undo", id), "nothing was corrected in this run"),
    ):
        code, _, err = run("clip", *words)
        assert (code, said in err) == (2, True), err


@pytest.mark.parametrize(
    "text",
    ["{", "[3]", '[{"what": "fly"}]', '[{"what": "swap", "first": 1.5, "last": 3}]', '[{"what": "swap"}]',
     '[{"what": "move", "side": "both", "kind": "touchdown", "found": 1, "frame": 3}]', "[" * 5000],
)  # fmt: skip
def test_what_no_page_of_ours_sends_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="these corrections cannot be understood"):
        parse_changes(text)
