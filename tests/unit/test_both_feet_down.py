"""An event moved in review so that both feet are down at once: refused or told in running, taken in walking."""

from pathlib import Path

import numpy as np
import pytest

from evenstride.app.video.clip_review import correct_clip, doubt_lines, show_clip
from evenstride.core.clip_corrections import ClipChange, EventMoved, MovedKind
from evenstride.core.clip_view import ShownEvent
from evenstride.core.errors import InputError
from evenstride.core.roles import Side
from evenstride.core.trial_told import ClipTold
from evenstride.store import Store
from tests.contract.test_store import LATER, store
from tests.keypoint_files import write_frames
from tests.unit.test_cli import Terminal, run
from tests.unit.test_clips_kept import bring

__all__ = ["run", "store"]

TOLD = ClipTold(240.0, "300px/m")
WALK = {"speed": 1.4, "contact": 0.62, "stride": 1.0, "strides": 4}


def events(store: Store, id: str) -> tuple[ShownEvent, ...]:
    return show_clip(store, id, at=LATER).view.events


def one_of(store: Store, id: str, side: Side, kind: MovedKind, number: int = 2) -> ShownEvent:
    return [one for one in events(store, id) if (one.side, one.kind) == (side, kind)][number]


def next_landing(store: Store, id: str, after: ShownEvent) -> ShownEvent:
    """Return the touchdown of the other foot that follows an event."""
    return next(
        one for one in events(store, id)
        if one.time > after.time and one.side is not after.side and one.kind is MovedKind.TOUCHDOWN
    )  # fmt: skip


def moved(event: ShownEvent, frame: int) -> EventMoved:
    return EventMoved(event.side, event.kind, event.time, frame)


def test_in_running_an_event_that_puts_both_feet_down_is_refused_and_nothing_is_kept(
    store: Store, tmp_path: Path
) -> None:
    id = bring(store, write_frames(tmp_path / "run", strides=4), TOLD)
    off = one_of(store, id, Side.LEFT, MovedKind.TOE_OFF)
    landing = next_landing(store, id, off)
    with pytest.raises(InputError, match=r"both feet would be down together for 0\.0\d\d s") as refused:
        correct_clip(store, id, [moved(off, landing.frame + 12)], at=LATER)
    assert f"from frame {landing.frame} to {landing.frame + 12}" in str(refused.value)
    assert "somebody runs" in str(refused.value)
    assert "Look at these frames again" in str(refused.value)
    with pytest.raises(InputError, match="both feet would be down together"):
        correct_clip(store, id, [moved(landing, off.frame - 12)], at=LATER)
    assert store.reviews(id) == ()


def test_both_events_moved_in_one_go_are_judged_together(store: Store, tmp_path: Path) -> None:
    id = bring(store, write_frames(tmp_path / "run", strides=4), TOLD)
    off = one_of(store, id, Side.LEFT, MovedKind.TOE_OFF)
    landing = next_landing(store, id, off)
    both: list[ClipChange] = [moved(off, landing.frame + 12), moved(landing, landing.frame + 16)]
    assert not any("Both feet" in line for line in correct_clip(store, id, both, at=LATER))
    assert doubt_lines(show_clip(store, id, at=LATER).view) == ()


def test_an_overlap_as_short_as_an_event_may_be_wrong_by_is_taken_told_and_marked(store: Store, tmp_path: Path) -> None:
    id = bring(store, write_frames(tmp_path / "run", strides=4), TOLD)
    off = one_of(store, id, Side.LEFT, MovedKind.TOE_OFF)
    landing = next_landing(store, id, off)
    told = correct_clip(store, id, [moved(off, landing.frame + 4)], at=LATER)
    assert any("Both feet are now down together for 0.01" in line for line in told), told
    [doubt] = doubt_lines(show_clip(store, id, at=LATER).view)
    assert doubt == f"Frames {landing.frame} to {landing.frame + 3}: both feet down, which running does not have."
    # What was there before is not told again of another event.
    other = one_of(store, id, Side.RIGHT, MovedKind.TOUCHDOWN, 0)
    told = correct_clip(store, id, [moved(other, other.frame + 1)], at=LATER)
    assert not any("Both feet" in line for line in told)


def test_in_walking_both_feet_are_down_and_events_move_freely_up_to_half_a_contact(
    store: Store, tmp_path: Path
) -> None:
    id = bring(store, write_frames(tmp_path / "walk", **WALK), TOLD)
    assert doubt_lines(show_clip(store, id, at=LATER).view) == ()
    off = one_of(store, id, Side.LEFT, MovedKind.TOE_OFF, 1)
    told = correct_clip(store, id, [moved(off, off.frame + 10)], at=LATER)
    assert not any("Both feet" in line for line in told)
    off = one_of(store, id, Side.LEFT, MovedKind.TOE_OFF, 1)
    with pytest.raises(InputError, match="both feet would be down together") as refused:
        correct_clip(store, id, [moved(off, off.frame + 70)], at=LATER)
    assert "In walking" in str(refused.value)


def test_below_120_frames_a_touchdown_does_not_pass_the_contact_of_the_other_foot(store: Store, tmp_path: Path) -> None:
    id = bring(store, write_frames(tmp_path / "run", 60.0, strides=4), ClipTold(60.0, "300px/m"))
    landing = one_of(store, id, Side.RIGHT, MovedKind.TOUCHDOWN)
    assert correct_clip(store, id, [moved(landing, landing.frame - 2)], at=LATER)
    landing = one_of(store, id, Side.RIGHT, MovedKind.TOUCHDOWN)
    with pytest.raises(InputError, match="both feet would be down together"):
        correct_clip(store, id, [moved(landing, landing.frame - 15)], at=LATER)


def test_the_command_says_it(run: Terminal, tmp_path: Path) -> None:
    filmed = ("--athlete", "Noa", "--date", "2026-02-01", "--fps", "240", "--scale", "300px/m")
    [told] = run.json("import", str(write_frames(tmp_path / "run", strides=4)), *filmed)
    shown = run.json("clip", "show", told["ids"][0])["events"]
    number = next(at for at, one in enumerate(shown) if one["kind"] == "toe_off" and at > 4)
    frame = next(one["frame"] for one in shown[number:] if one["kind"] == "touchdown")
    code, _, err = run("clip", "move", told["ids"][0], str(number + 1), "--to", str(frame + 20))
    assert (code, "both feet would be down together" in err) == (2, True), err
    code, out, _ = run("clip", "move", told["ids"][0], str(number + 1), "--to", str(frame + 3))
    assert (code, "Both feet are now down together" in out) == (0, True), out
    assert np.isfinite(run.json("clip", "show", told["ids"][0])["now"]["values"]["contact_time"]["value"])
