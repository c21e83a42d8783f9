"""Whatever a person corrects in a clip: no stated error grows, and an event that is moved moves its contact alone."""

from datetime import UTC, datetime
from functools import cache
from math import hypot

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from evenstride.app.video.clips import find_corrected
from evenstride.core.clip_corrections import (
    ClipChange,
    Correction,
    EventMoved,
    LegsSwapped,
    MovedKind,
    PointDragged,
    corrections_id,
)
from evenstride.core.errors import FitError, InputError
from evenstride.core.signal import Signal
from evenstride.core.signal_mapping import MarkerMapping
from evenstride.science.pose.clip import prepare_clip
from evenstride.science.pose.contacts import ClipContacts
from tests.keypoint_files import clip_of
from tests.unit.test_pose_science import keypoints_of

AT, LATER = datetime(2026, 5, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)
RATE = 240.0
FEW = settings(max_examples=12)
"""A clip is measured twice for each."""


@cache
def clip() -> tuple[Signal, MarkerMapping]:
    return clip_of(RATE, noise=3.0)


@cache
def before() -> ClipContacts:
    return find_corrected(*clip(), prepare_clip(*clip()))


def after(corrections: tuple[Correction, ...]) -> ClipContacts:
    return find_corrected(*clip(), prepare_clip(*clip(), corrections))


def frames() -> st.SearchStrategy[int]:
    return st.integers(1, len(keypoints_of(clip()[0]).times) - 1)


@st.composite
def moves(draw: st.DrawFn) -> EventMoved:
    contact = draw(st.sampled_from(before().events.contacts))
    kind = draw(st.sampled_from(MovedKind))
    time = contact.touchdown if kind is MovedKind.TOUCHDOWN else contact.toe_off
    assert time is not None
    return EventMoved(contact.side, kind, time, round(time * RATE) + draw(st.integers(-8, 8)))


@st.composite
def changes(draw: st.DrawFn) -> ClipChange:
    kind = draw(st.sampled_from(["swap", "drag", "move"]))
    if kind == "move":
        return draw(moves())
    first = draw(frames())
    if kind == "swap":
        return LegsSwapped(first, min(first + draw(st.integers(0, 60)), len(keypoints_of(clip()[0]).times) - 1))
    name = draw(st.sampled_from(["LHeel", "RBigToe", "LKnee", "RHip"]))
    place = keypoints_of(clip()[0]).positions[first, 0, keypoints_of(clip()[0]).names.index(name)]
    right, down = draw(st.floats(-40.0, 40.0)), draw(st.floats(-40.0, 40.0))
    return PointDragged(first, name, float(place[0]) + right, float(place[1]) + down)


@FEW
@given(what=st.lists(changes(), min_size=1, max_size=5), film=st.booleans())
def test_no_correction_widens_a_stated_error(what: list[ClipChange], film: bool) -> None:
    try:
        found = after(tuple(Correction(one, "", AT, film) for one in what))
    except (InputError, FitError):
        # Refused in one sentence: nothing is stated at all.
        assume(False)
        return
    device, stated = found.events.device, before().events.device
    assert device.timing_sd is not None
    assert stated.timing_sd is not None
    assert device.timing_sd <= stated.timing_sd
    assert device.shared_sd == pytest.approx(stated.shared_sd)
    assert device.speed_error == stated.speed_error
    known = [one for foot in before().feet.values() for one in foot.contacts]
    for foot in found.feet.values():
        for one in foot.contacts:
            near = min(known, key=lambda other: abs(other.touchdown - one.touchdown))
            if abs(near.touchdown - one.touchdown) > 0.02:
                continue  # a contact that was not there before
            assert one.touchdown_error <= near.touchdown_error + 1e-12
            assert one.toe_off_error <= near.toe_off_error + 1e-12
            assert hypot(one.touchdown_error, one.toe_off_error) <= hypot(near.touchdown_error, near.toe_off_error)


@FEW
@given(moved=moves(), film=st.booleans())
def test_a_moved_event_changes_the_time_of_its_own_contact_alone(moved: EventMoved, film: bool) -> None:
    try:
        found = after((Correction(moved, "", AT, film),))
    except InputError:
        assume(False)
        return
    pairs = zip(before().events.contacts, found.events.contacts, strict=True)
    changed = [(one, other) for one, other in pairs if one != other]
    assert len(changed) <= 1
    for one, other in changed:
        assert (one.side, one.speed) == (other.side, other.speed)
        kept = "toe_off" if moved.kind is MovedKind.TOUCHDOWN else "touchdown"
        assert getattr(one, kept) == getattr(other, kept)
        put = other.touchdown if moved.kind is MovedKind.TOUCHDOWN else other.toe_off
        assert put == pytest.approx((moved.frame - 0.5) / RATE)


@FEW
@given(what=st.lists(changes(), max_size=4), by=st.text(max_size=5))
def test_the_id_of_corrections_is_of_what_was_done_and_not_of_who_did_it(what: list[ClipChange], by: str) -> None:
    mine = tuple(Correction(one, by, AT) for one in what)
    assert corrections_id(mine) == corrections_id([Correction(one, "Ada", LATER) for one in what])
    assert (corrections_id(mine) == "") is (not what)
    assert corrections_id((*mine, Correction(LegsSwapped(1, 2), by, AT))) != corrections_id(mine)
