"""A runner under a camera that pans: laid over the ground, speed is as if it had stood."""

from dataclasses import replace

import numpy as np
import pytest

from evenstride.core.pose import CameraMotion
from evenstride.core.signal import Signal
from evenstride.core.signal_mapping import MarkerMapping
from evenstride.science.pose.clip import prepare_clip
from evenstride.science.pose.contacts import find_clip_contacts
from tests.keypoint_files import SPEED, clip_of, pixels_of


def panned(*, followed: bool = True, lost: slice = slice(0, 0), error: float = 0.5) -> tuple[Signal, MarkerMapping]:
    """Return the stick figure under a camera that follows it at a third of its speed."""
    _, pixels = pixels_of()
    camera = np.stack([400.0 * np.arange(len(pixels)) / 240.0, np.zeros(len(pixels))], axis=1)
    signal, mapping = clip_of(pixels=pixels - camera[:, np.newaxis])
    assert signal.keypoints is not None
    path = np.column_stack([camera, np.full(len(pixels), error)])
    path[lost] = np.nan
    facts = replace(signal.keypoints.facts, camera=CameraMotion.PANNING)
    keypoints = replace(signal.keypoints, facts=facts, ground=path if followed else None)
    return replace(signal, keypoints=keypoints), mapping


def test_speed_is_that_over_the_ground() -> None:
    signal, mapping = panned()
    clip = prepare_clip(signal, mapping)
    found = find_clip_contacts(clip, mapping)
    assert found.events.contacts[0].speed == pytest.approx(SPEED, rel=0.02)
    assert any("The camera panned by" in note for note in clip.notes)
    standing = find_clip_contacts(prepare_clip(*clip_of()), mapping)
    times = [[one.touchdown for one in each.events.contacts] for each in (found, standing)]
    assert times[0] == pytest.approx(times[1], abs=1e-6)


def test_without_the_path_speed_is_not_shown() -> None:
    signal, mapping = panned(followed=False)
    found = find_clip_contacts(prepare_clip(signal, mapping), mapping)
    assert found.events.contacts[0].speed is None
    assert any("The camera pans" in note for note in found.notes)


def test_the_error_of_the_path_goes_into_the_scale() -> None:
    (sure, mapping), (unsure, _) = panned(error=0.5), panned(error=200.0)
    one, other = (prepare_clip(signal, mapping).scale.error for signal in (sure, unsure))
    assert one == pytest.approx(0.01, abs=0.001)
    assert other > 0.03


def test_frames_without_ground_stay_gaps() -> None:
    signal, mapping = panned(lost=slice(300, 320))
    clip = prepare_clip(signal, mapping)
    assert clip.signal.markers is not None
    assert np.isnan(clip.signal.markers.positions[300:320]).all()
    assert any("In 20 frames the ground could not be seen" in note for note in clip.notes)


def test_a_camera_that_stands_leaves_all_as_it_is() -> None:
    signal, mapping = clip_of()
    assert signal.keypoints is not None
    path = np.full((len(signal.keypoints.times), 3), 50.0)
    told = replace(signal, keypoints=replace(signal.keypoints, ground=path))
    one, other = (prepare_clip(each, mapping).signal.markers for each in (signal, told))
    assert one is not None
    assert other is not None
    assert np.array_equal(one.positions, other.positions, equal_nan=True)
