"""What a person corrects in a clip: points, legs, events, the runner; and what is refused with which sentence."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from evenstride.app.video.clips import find_corrected, measure_clip
from evenstride.core.clip_corrections import (
    ClipChange,
    Correction,
    EventMoved,
    LegsSwapped,
    MovedKind,
    PointDragged,
    RunnerChosen,
)
from evenstride.core.errors import InputError
from evenstride.core.metric import Analysis
from evenstride.core.pose import parse_clip
from evenstride.core.recording import Contact
from evenstride.core.roles import Side
from evenstride.core.signal import Signal
from evenstride.core.signal_mapping import MarkerMapping
from evenstride.science.pose.clip import PosedClip, prepare_clip
from evenstride.science.pose.contacts import ClipContacts
from tests.keypoint_files import clip_of, pixels_of
from tests.unit.test_pose_science import keypoints_of, with_pixels

AT = datetime(2026, 5, 1, tzinfo=UTC)
LEGS = ("Hip", "Knee", "Ankle", "Heel", "BigToe", "SmallToe")


def by_hand(*what: ClipChange, film: bool = False) -> tuple[Correction, ...]:
    return tuple(Correction(one, "Ada", AT, film) for one in what)


def found_in(
    clip: tuple[Signal, MarkerMapping], corrections: tuple[Correction, ...] = ()
) -> tuple[PosedClip, ClipContacts]:
    posed = prepare_clip(*clip, corrections)
    return posed, find_corrected(*clip, posed)


def to_frame(contact: Contact, by: int, kind: MovedKind = MovedKind.TOUCHDOWN) -> EventMoved:
    """Move an event by some frames from the first that shows it."""
    time = contact.touchdown if kind is MovedKind.TOUCHDOWN else contact.toe_off
    assert time is not None
    return EventMoved(contact.side, kind, time, int(np.ceil(240.0 * time)) + by)


@pytest.mark.parametrize("film", [True, False])
def test_a_moved_event_changes_its_own_contact_alone_and_has_the_error_of_a_frame_only_by_the_film(film: bool) -> None:
    clip = clip_of()
    _, before = found_in(clip)
    chosen = before.events.contacts[3]
    moved = to_frame(chosen, 2)
    posed, after = found_in(clip, by_hand(moved, film=film))
    assert after.events.contacts[3].touchdown == pytest.approx((moved.frame - 0.5) / 240.0)
    assert after.events.contacts[3] == replace(chosen, touchdown=after.events.contacts[3].touchdown)
    others = [(one, other) for one, other in zip(before.events.contacts, after.events.contacts, strict=True)]
    assert [one for one, other in others if one != other] == [chosen]
    error = next(
        one.touchdown_error
        for one in after.feet[chosen.side].contacts
        if one.touchdown == after.events.contacts[3].touchdown
    )
    stated = next(one for one in before.feet[chosen.side].contacts if one.touchdown == chosen.touchdown)
    assert error == pytest.approx(1.0 / 240.0 / 12.0**0.5 if film else stated.touchdown_error)
    narrower = (after.events.device.timing_sd or 0.0) < (before.events.device.timing_sd or 0.0)
    assert narrower is film
    assert any("without the film" in note for note in posed.notes) is not film
    assert any(note.startswith("Corrected by a person: 1 event moved") for note in posed.notes)


def test_a_bias_that_was_told_is_not_taken_off_what_a_person_read() -> None:
    signal, mapping = clip_of()
    facts = parse_clip({"fps": 240, "scale": "300px/m", "contact_bias": "7ms"}, place="")
    biased = replace(signal, keypoints=replace(keypoints_of(signal), facts=facts)), mapping
    _, before = found_in(biased)
    moved = to_frame(before.events.contacts[2], 3, MovedKind.TOE_OFF)
    _, after = found_in(biased, by_hand(moved))
    assert after.events.contacts[2].toe_off == pytest.approx((moved.frame - 0.5) / 240.0)
    assert after.events.contacts[3] == before.events.contacts[3]


def test_an_event_moved_twice_stands_where_it_was_put_last() -> None:
    clip = clip_of()
    first = to_frame(found_in(clip)[1].events.contacts[3], 2)
    once = found_in(clip, by_hand(first))[1].events.contacts[3]
    again = replace(first, found=once.touchdown, frame=first.frame - 1)
    twice = found_in(clip, by_hand(first, again))[1].events.contacts[3]
    assert twice.touchdown == pytest.approx((first.frame - 1.5) / 240.0)


def test_legs_swapped_by_hand_are_swapped_and_twice_not_at_all() -> None:
    clip = clip_of()
    before, _ = found_in(clip)
    once, _ = found_in(clip, by_hand(LegsSwapped(100, 139)))
    names = keypoints_of(clip[0]).names
    for part in LEGS:
        left, right = names.index(f"L{part}"), names.index(f"R{part}")
        assert np.array_equal(once.pixels[100:140, left], before.pixels[100:140, right])
        assert np.array_equal(once.pixels[:100, left], before.pixels[:100, left])
    twice, contacts = found_in(clip, by_hand(LegsSwapped(100, 139), LegsSwapped(100, 139)))
    assert np.array_equal(twice.pixels, before.pixels)
    assert contacts.events.contacts == found_in(clip)[1].events.contacts


def test_a_repair_that_was_wrong_is_taken_back_by_swapping() -> None:
    names, pixels = pixels_of(noise=3.0)
    swapped = np.array(pixels)
    for part in LEGS:
        left, right = names.index(f"L{part}"), names.index(f"R{part}")
        swapped[200:240, left], swapped[200:240, right] = pixels[200:240, right], pixels[200:240, left]
    clip = clip_of(pixels=swapped)
    repaired, _ = found_in(clip)
    assert repaired.swapped[205:235].all()
    first, last = (int(one) for one in np.flatnonzero(repaired.swapped)[[0, -1]])
    back, _ = found_in(clip, by_hand(LegsSwapped(first, last)))
    assert np.array_equal(back.pixels, swapped)


def test_all_frames_swapped_are_the_same_contacts_of_the_other_feet() -> None:
    clip = clip_of()
    frames = len(keypoints_of(clip[0]).times)
    _, before = found_in(clip)
    _, after = found_in(clip, by_hand(LegsSwapped(0, frames - 1)))
    assert [(one.side, round(one.touchdown, 2)) for one in after.events.contacts] == [
        (one.side.other, round(one.touchdown, 2)) for one in before.events.contacts
    ]


def test_an_event_moved_before_the_legs_were_swapped_goes_with_its_leg() -> None:
    clip = clip_of()
    frames = len(keypoints_of(clip[0]).times)
    chosen = found_in(clip)[1].events.contacts[3]
    moved = to_frame(chosen, 2)
    _, after = found_in(clip, by_hand(moved, LegsSwapped(0, frames - 1)))
    put = after.events.contacts[3]
    assert (put.side, put.touchdown) == (chosen.side.other, pytest.approx((moved.frame - 0.5) / 240.0))


def test_a_point_is_put_where_it_was_dragged_and_near_frames_follow_as_a_gap_does() -> None:
    clip = clip_of()
    heel = keypoints_of(clip[0]).names.index("LHeel")
    before, _ = found_in(clip)
    drags = [PointDragged(frame, "LHeel", *(before.pixels[frame, heel] + [0.0, 30.0])) for frame in (300, 305)]
    alone, _ = found_in(clip, by_hand(drags[0]))
    assert alone.pixels[300, heel] == pytest.approx([drags[0].x, drags[0].y])
    assert np.array_equal(np.delete(alone.pixels, 300, axis=0), np.delete(before.pixels, 300, axis=0))
    both, _ = found_in(clip, by_hand(*drags))
    between = both.pixels[301:305, heel, 1] - before.pixels[301:305, heel, 1]
    assert (between > 15.0).all()
    outside = np.r_[0:300, 306 : len(both.pixels)]
    assert np.array_equal(both.pixels[outside], before.pixels[outside])
    far = [drags[0], replace(drags[1], frame=330)]
    apart, _ = found_in(clip, by_hand(*far))
    assert np.array_equal(apart.pixels[301:330], before.pixels[301:330])


def test_a_point_that_was_not_seen_is_there_after_a_drag() -> None:
    names, pixels = pixels_of()
    toe = names.index("LBigToe")
    x, y = map(float, pixels[301, toe])
    pixels[300:303, toe] = np.nan
    clip = clip_of(pixels=pixels)
    posed, _ = found_in(clip, by_hand(PointDragged(301, "LBigToe", x, y)))
    assert np.isfinite(posed.pixels[301, toe]).all()
    assert np.isnan(posed.pixels[300, toe]).all()


def test_the_runner_is_whoever_was_clicked_and_earlier_corrections_were_of_somebody_else() -> None:
    signal, mapping = clip_of()
    _, pixels = pixels_of()
    standing = np.broadcast_to(pixels[600] + [0.0, 40.0], pixels.shape) + np.random.default_rng(2).normal(
        0.0, 2.0, pixels.shape
    )
    two = with_pixels(signal, np.stack([pixels, standing], axis=1)), mapping
    running = prepare_clip(*two)
    x, y = standing[5, 0]
    choice = RunnerChosen(5, float(x) + 3.0, float(y))
    chosen = prepare_clip(*two, by_hand(LegsSwapped(0, 50), choice))
    assert np.nanstd(chosen.pixels[:, 0, 0]) < 5.0 < np.nanstd(running.pixels[:, 0, 0])
    assert any("who was chosen" in note for note in chosen.notes)
    assert [type(one.what) for one in chosen.corrections] == [RunnerChosen]


def test_below_120_frames_touchdowns_move_and_toe_offs_do_not() -> None:
    clip = clip_of(60.0)
    _, before = found_in(clip)
    chosen = before.events.contacts[4]
    moved = EventMoved(chosen.side, MovedKind.TOUCHDOWN, chosen.touchdown, int(np.ceil(60.0 * chosen.touchdown)) + 1)
    _, after = found_in(clip, by_hand(moved, film=True))
    assert after.events.contacts[4].touchdown == pytest.approx((moved.frame - 0.5) / 60.0)
    assert (after.events.device.timing_sd or 0.0) <= (before.events.device.timing_sd or 0.0)
    with pytest.raises(InputError, match="a toe-off cannot be moved in this clip"):
        found_in(clip, by_hand(replace(moved, kind=MovedKind.TOE_OFF)))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (LegsSwapped(3, 100_000), "frame 100000 is not in this clip"),
        (LegsSwapped(9, 3), "frames 9 to 3 run backwards"),
        (PointDragged(-1, "LHeel", 1.0, 1.0), "frame -1 is not in this clip"),
        (PointDragged(3, "Tail", 1.0, 1.0), "'Tail' is no point of this clip"),
        (PointDragged(3, "LHeel", float("nan"), 1.0), "LHeel was put nowhere"),
        (PointDragged(3, "LHeel", 50_000.0, 1.0), "LHeel was put at 50000, 1, far from everybody"),
        (PointDragged(3, "LHeel", 1.0, -50_000.0), "LHeel was put at 1, -50000, far from everybody"),
        (RunnerChosen(3, -50_000.0, 1.0), "nobody is seen in frame 3 near -50000, 1"),
        (EventMoved(Side.LEFT, MovedKind.TOUCHDOWN, 0.5, 0), "the first frame does not show since when"),
        (EventMoved(Side.LEFT, MovedKind.TOUCHDOWN, 90.0, 30), "there is no touchdown of the left foot at 90.000 s"),
        (RunnerChosen(5_000, 1.0, 1.0), "nobody is seen in frame 5000"),
    ],
)
def test_what_does_not_fit_the_clip_is_refused(change: ClipChange, said: str) -> None:
    with pytest.raises(InputError, match=said):
        found_in(clip_of(), by_hand(change))


def test_an_event_cannot_leave_its_contact() -> None:
    clip = clip_of()
    chosen = found_in(clip)[1].events.contacts[3]
    with pytest.raises(InputError, match="cannot be there") as refused:
        found_in(clip, by_hand(to_frame(chosen, 60)))
    assert "The contact would last" in str(refused.value)
    with pytest.raises(InputError, match="reach into the next contact"):
        found_in(clip, by_hand(to_frame(chosen, 200, MovedKind.TOE_OFF)))


def test_steps_and_movement_follow_the_corrections() -> None:
    clip = clip_of()
    before = measure_clip(*clip)
    contacts = found_in(clip)[1].events.contacts
    later = [to_frame(one, 3) for one in contacts[1:-1]]
    after = measure_clip(*clip, corrections=by_hand(*later))
    assert isinstance(before.steps, Analysis)
    assert isinstance(after.steps, Analysis)
    shorter = before.steps.values["contact_time"].value - after.steps.values["contact_time"].value  # type: ignore[union-attr]
    assert shorter == pytest.approx(2.5 / 240.0, abs=0.004)
    assert isinstance(after.movement, Analysis)
    assert after.movement.values != before.movement.values  # type: ignore[union-attr]
    assert "Corrected by a person: 10 events moved." in after.notes
