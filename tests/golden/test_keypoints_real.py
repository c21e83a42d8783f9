"""Keypoints of real runners: markers seen by a made-up camera, against force plates and the markers themselves."""

from pathlib import Path

import numpy as np
import pytest

from evenstride.core.body_points import BodyPoint
from evenstride.core.motion import Course
from evenstride.core.pose import Keypoints
from evenstride.core.roles import Side
from evenstride.core.signal import Signal
from evenstride.science.motion.build import prepare_motion
from evenstride.science.pose.clip import prepare_clip
from evenstride.science.pose.contacts import find_clip_contacts
from evenstride.science.pose.events import CONSTANTS
from validation._foot_sets import DORN, FOOTNET, footnet
from validation._keypoint_clips import TrueRun, dorn_run, film, film_mapping
from validation.video_keypoints import foot_errors


@pytest.fixture(scope="module")
def run(shared_data: Path) -> TrueRun:
    if not (shared_data / DORN).is_dir():
        pytest.skip(f"{DORN} is absent")
    return dorn_run(shared_data)


@pytest.mark.parametrize(("rate", "noise", "most"), [(240.0, 2.0, 0.006), (240.0, 5.0, 0.010), (120.0, 5.0, 0.018)])
def test_contact_times_of_a_jog_filmed_from_the_side(run: TrueRun, rate: float, noise: float, most: float) -> None:
    errors: list[float] = []
    for seed in range(3):
        clip = film(run, rate=rate, noise=noise, seed=seed, swaps=4)
        mapping = film_mapping(clip.signal)
        posed = prepare_clip(clip.signal, mapping)
        assert (posed.swapped == clip.swapped).all()
        found = find_clip_contacts(posed, mapping)
        assert found.events.contacts[0].speed == pytest.approx(3.53, abs=0.06)
        for side, touchdown, toe_off in run.contacts:
            near = [one for one in found.events.contacts if one.side is side and abs(one.touchdown - touchdown) < 0.1]
            errors += [one.toe_off - one.touchdown - (toe_off - touchdown) for one in near]
    assert len(errors) >= 14
    assert np.mean(np.abs(errors)) < most


def test_steps_of_a_jog_at_thirty_frames_a_second(run: TrueRun) -> None:
    clip = film(run, rate=30.0, noise=3.0, seed=1, swaps=2)
    mapping = film_mapping(clip.signal)
    found = find_clip_contacts(prepare_clip(clip.signal, mapping), mapping)
    assert found.events.untimed is not None
    downs = [touchdown for _, touchdown, _ in run.contacts]
    seen = [min((one.touchdown - down for one in found.events.contacts), key=abs) for down in downs]
    assert np.abs(np.diff(seen)).max() < 0.03
    assert found.events.contacts[0].speed == pytest.approx(3.53, rel=0.03)


def test_thighs_of_a_jog_filmed_from_the_side(run: TrueRun) -> None:
    clip = film(run, rate=240.0, noise=5.0, seed=1, swaps=4)
    mapping = film_mapping(clip.signal)
    posed = prepare_clip(clip.signal, mapping)
    contacts = find_clip_contacts(posed, mapping).events.contacts
    motion = prepare_motion(posed.signal, mapping, contacts, cut_off=12.0, feet_cut_off=12.0, noise=posed.noise)
    for side in Side:
        angle = motion.courses[side, Course.THIGH]
        assert isinstance(angle, np.ndarray)
        off = angle - run.thigh(side, motion.times)
        assert np.degrees(np.sqrt(np.nanmean(off**2))) < 2.0


def test_legs_that_change_names_while_they_cross_are_put_right(run: TrueRun) -> None:
    clip = film(run, rate=240.0, noise=5.0, seed=2, lost=0.0)
    assert clip.signal.keypoints is not None
    names, places = clip.signal.keypoints.names, np.array(clip.signal.keypoints.positions)
    ahead = run.points[BodyPoint.LEFT_ANKLE][:, 0] - run.points[BodyPoint.RIGHT_ANKLE][:, 0]
    apart = np.interp(clip.signal.keypoints.times, np.arange(len(ahead)) / run.rate, ahead)
    begin, end = (np.flatnonzero(np.diff(np.sign(apart)) != 0.0) + 1)[3:5]
    for part in ("Hip", "Knee", "Ankle", "Heel", "BigToe", "SmallToe"):
        left, right = names.index(f"L{part}"), names.index(f"R{part}")
        places[begin:end, 0, [left, right]] = places[begin:end, 0, [right, left]]
    swapped = Keypoints(
        names, clip.signal.keypoints.times, places, clip.signal.keypoints.confidence, clip.signal.keypoints.facts
    )
    posed = prepare_clip(Signal("", keypoints=swapped), film_mapping(clip.signal))
    assert np.flatnonzero(posed.swapped).tolist() == list(range(begin, end))


def test_strides_on_a_treadmill(shared_data: Path) -> None:
    if not (shared_data / FOOTNET).is_dir():
        pytest.skip(f"{FOOTNET} is absent")
    off = foot_errors(footnet(shared_data)[::6], 240.0, 2.0, CONSTANTS, 1)
    assert np.isfinite(off).all()
    assert np.mean(np.abs(off[:, 1] - off[:, 0])) < 0.0075
