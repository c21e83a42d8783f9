"""Keypoints: the runner found, legs put right, contacts, angles, and what is refused with which sentence."""

from dataclasses import replace

import numpy as np
import pytest

from evenstride.core.errors import FitError, InputError
from evenstride.core.estimate import Array, Missing
from evenstride.core.motion import Course
from evenstride.core.pose import CameraMotion, ClipFacts, Keypoints, ScaleKind, parse_clip, parse_scale
from evenstride.core.roles import Side
from evenstride.core.signal import Markers, Signal
from evenstride.science.motion.build import prepare_motion
from evenstride.science.pose.clip import find_noise, prepare_clip
from evenstride.science.pose.contacts import find_clip_contacts
from evenstride.science.pose.events import CONSTANTS, find_pose_contacts
from evenstride.science.pose.legs import put_legs_right
from evenstride.science.pose.people import find_runner, follow_people
from evenstride.science.simulate.foot import simulate_foot
from tests.keypoint_files import CONTACT, SPEED, clip_of, pixels_of, stick_figure


def keypoints_of(signal: Signal) -> Keypoints:
    assert signal.keypoints is not None
    return signal.keypoints


def with_pixels(signal: Signal, pixels: Array) -> Signal:
    seen = np.isfinite(pixels).all(axis=-1).astype(np.float64)
    return replace(signal, keypoints=replace(keypoints_of(signal), positions=pixels, confidence=seen))


def test_every_contact_is_found_at_its_time() -> None:
    signal, mapping = clip_of()
    found = find_clip_contacts(prepare_clip(signal, mapping), mapping)
    _, downs, offs = stick_figure()
    contacts = found.events.contacts
    assert [one.side for one in contacts[:4]] == [Side.LEFT, Side.RIGHT, Side.LEFT, Side.RIGHT]
    assert len(contacts) >= len(downs) - 1
    for one in contacts:
        assert np.abs(downs - one.touchdown).min() < 0.015
        assert np.abs(offs - one.toe_off).min() < 0.015
    assert np.mean([one.toe_off - one.touchdown for one in contacts]) == pytest.approx(CONTACT, abs=0.012)
    assert contacts[0].speed == pytest.approx(SPEED, rel=0.02)
    assert found.events.untimed is None


def test_direction_does_not_matter() -> None:
    signal, mapping = clip_of(leftwards=True)
    contacts = find_clip_contacts(prepare_clip(signal, mapping), mapping).events.contacts
    assert contacts[0].speed == pytest.approx(SPEED, rel=0.02)


@pytest.mark.parametrize("noise", [2.0, 5.0])
def test_noise_is_read_from_the_keypoints(noise: float) -> None:
    signal, mapping = clip_of(noise=noise)
    assert prepare_clip(signal, mapping).noise == pytest.approx(noise / 300.0, rel=0.15)


def test_more_noise_makes_larger_stated_errors() -> None:
    signals = [clip_of(noise=noise) for noise in (1.0, 6.0)]
    small, large = (find_clip_contacts(prepare_clip(*one), one[1]).events.device.timing_sd for one in signals)
    assert small is not None
    assert large is not None
    assert large > 1.3 * small


def test_below_120_frames_contacts_have_no_toe_off_and_the_rest_stands() -> None:
    signal, mapping = clip_of(60.0)
    found = find_clip_contacts(prepare_clip(signal, mapping), mapping)
    assert found.events.untimed is not None
    assert "below 120 frames a second a contact is known only to ± one frame" in found.events.untimed.reason
    assert all(one.toe_off is None for one in found.events.contacts)
    assert len(found.events.contacts) > 8
    assert found.events.contacts[0].speed == pytest.approx(SPEED, rel=0.03)


def test_a_foot_that_comes_down_twice_within_a_stride_is_told_and_neither_is_used() -> None:
    foot = simulate_foot(speed=1.3, contact_time=0.6, stride_time=1.05, rate=240.0, strides=6)
    usual = find_pose_contacts(foot.heel, foot.forefoot, 240.0, noise=0.003)
    heel, ball = foot.heel.copy(), foot.forefoot.copy()
    third = usual.contacts[2]
    begin = round((third.touchdown + 0.17) * 240.0)
    lifted = 0.15 * np.sin(np.linspace(0.0, np.pi, 20))
    for places in (heel, ball):
        places[begin : begin + 20, 2] += lifted
    found = find_pose_contacts(heel, ball, 240.0, noise=0.003)
    downs = [one.touchdown for one in found.contacts]
    assert [flag.code for flag in found.flags if flag.code == "doubled"] == ["doubled"]
    assert np.diff(downs).min() > 0.3
    assert len(downs) == len(usual.contacts) - 1
    assert np.abs(np.array(downs) - third.touchdown).min() > 0.3


def test_walking_is_named_below_120_frames_too() -> None:
    running, mapping = clip_of(rate=60.0)
    assert "walking" not in {flag.code for flag in find_clip_contacts(prepare_clip(running, mapping), mapping).flags}
    walking, mapping = clip_of(rate=60.0, speed=1.4, contact=0.68, stride=1.1)
    found = find_clip_contacts(prepare_clip(walking, mapping), mapping)
    assert next(flag.text for flag in found.flags if flag.code == "walking").endswith("needs a flight is not shown")


def test_a_told_bias_is_taken_off_and_said() -> None:
    signal, mapping = clip_of()
    held = keypoints_of(signal)
    biased = replace(held, facts=parse_clip({"fps": 240, "scale": "300px/m", "contact_bias": "7ms"}, place=""))
    plain, told = (
        find_clip_contacts(prepare_clip(replace(signal, keypoints=one), mapping), mapping) for one in (held, biased)
    )
    one, other = plain.events.contacts[0], told.events.contacts[0]
    assert one.toe_off - other.toe_off == pytest.approx(0.007)
    assert any("+7 ms long" in note for note in told.notes)
    assert not any("as told" in note for note in plain.notes)


def test_a_panning_camera_has_no_speed_and_says_so() -> None:
    signal, mapping = clip_of()
    facts = replace(keypoints_of(signal).facts, camera=CameraMotion.PANNING)
    panned = replace(signal, keypoints=replace(keypoints_of(signal), facts=facts))
    found = find_clip_contacts(prepare_clip(panned, mapping), mapping)
    assert found.events.contacts[0].speed is None
    assert any("The camera pans" in note for note in found.notes)


def test_a_belt_shows_speed_only_where_it_is_told() -> None:
    signal, mapping = clip_of(belt=SPEED)
    found = find_clip_contacts(prepare_clip(signal, mapping), mapping)
    assert found.events.contacts[0].speed is None
    assert any("a treadmill?" in note for note in found.notes)
    facts = replace(keypoints_of(signal).facts, camera=CameraMotion.TREADMILL)
    told = replace(signal, keypoints=replace(keypoints_of(signal), facts=facts))
    contact = find_clip_contacts(prepare_clip(told, mapping), mapping).events.contacts[0]
    assert contact.speed == pytest.approx(SPEED, rel=0.03)


def test_without_a_scale_there_are_times_and_no_speed() -> None:
    signal, mapping = clip_of(scale="none")
    clip = prepare_clip(signal, mapping)
    contacts = find_clip_contacts(clip, mapping).events.contacts
    assert not clip.scale.known
    assert contacts[0].speed is None
    # A leg guessed shorter than it is makes the levels higher, which the stated error holds.
    assert np.mean([one.toe_off - one.touchdown for one in contacts]) == pytest.approx(CONTACT, abs=0.03)
    guessed, told = (
        find_clip_contacts(one, mapping).events.device.shared_sd for one in (clip, prepare_clip(*clip_of()))
    )
    assert guessed is not None
    assert told is not None
    assert guessed[0] > 1.1 * told[0]
    assert guessed[1] > 1.1 * told[1]


def test_scales_from_the_runner_carry_their_error() -> None:
    for scale, error in (("leg=1.0m", 0.03), ("height=1.8m", 0.05)):
        signal, mapping = clip_of(scale=scale)
        clip = prepare_clip(signal, mapping)
        assert clip.scale.pixels_per_metre == pytest.approx(300.0, rel=0.25)
        assert find_clip_contacts(clip, mapping).events.device.speed_error == error


def test_a_scale_no_runner_fits_is_refused() -> None:
    signal, mapping = clip_of(scale="30px/m")
    with pytest.raises(FitError, match=r"at 30 px a metre thigh and shank are .* m long\. No runner's are"):
        prepare_clip(signal, mapping)


def test_exchanged_legs_are_put_right_and_told() -> None:
    names, pixels = pixels_of(noise=3.0)
    swapped = np.array(pixels)
    for part in ("Hip", "Knee", "Ankle", "Heel", "BigToe", "SmallToe"):
        left, right = names.index(f"L{part}"), names.index(f"R{part}")
        swapped[200:240, left], swapped[200:240, right] = pixels[200:240, right], pixels[200:240, left]
    signal, mapping = clip_of(pixels=swapped)
    clip = prepare_clip(signal, mapping)
    assert np.flatnonzero(clip.swapped).tolist() == list(range(200, 240))
    assert "left and right leg were taken for each other in 40 frames; put right" in [flag.text for flag in clip.flags]
    assert not prepare_clip(*clip_of(noise=3.0)).swapped.any()


def test_legs_exchanged_most_of_the_time_keep_the_names_the_estimator_gives_them() -> None:
    along = np.linspace(0.0, 20.0, 100)
    one = np.stack([100.0 * np.sin(along), np.zeros(100)], axis=1)[:, np.newaxis]
    found = put_legs_right(one, -one, np.arange(100) / 120.0, noise=2.0, pixels_per_metre=300.0)
    assert not found.swapped.any()


def test_the_runner_is_taken_and_not_who_stands_there() -> None:
    signal, mapping = clip_of()
    own = keypoints_of(signal).positions
    other = np.broadcast_to(own[:1] + np.array([300.0, 5.0]), own.shape) + np.random.default_rng(2).normal(
        0, 1, own.shape
    )
    both = np.concatenate([own, other], axis=1)
    both[::2] = both[::2, ::-1]  # the order of people means nothing
    clip = prepare_clip(with_pixels(signal, both), mapping)
    assert len(follow_people(replace(keypoints_of(signal), positions=both, confidence=np.ones(both.shape[:3])))) == 2
    assert any(note.startswith("Of 2 people") for note in clip.notes)
    assert find_clip_contacts(clip, mapping).events.contacts[0].speed == pytest.approx(SPEED, rel=0.02)


@pytest.mark.parametrize("gone", [40, 100])
def test_the_same_pictures_give_the_same_runner_whatever_rate_is_told(gone: int) -> None:
    signal, _ = clip_of()
    keypoints = keypoints_of(signal)
    own = np.array(keypoints.positions)
    # Behind a tree at once, so that both parts by themselves move less than somebody who trots in place.
    middle = len(own) // 2
    hidden = slice(middle - gone // 2, middle + gone // 2)
    other = 0.9 * (own - own.mean(axis=2, keepdims=True)) + own[:1].mean(axis=2, keepdims=True) + [0.0, 900.0]
    own[hidden] = np.nan
    both = np.concatenate([own, other], axis=1)
    seen = np.isfinite(both).all(axis=-1).astype(np.float64)
    found = []
    for rate in (30.0, 60.0, 240.0, 1000.0):
        told = replace(keypoints, times=np.arange(len(own)) / rate, positions=both, confidence=seen,
                       facts=replace(keypoints.facts, rate=rate))  # fmt: skip
        runner, how = find_runner(told)
        assert how.startswith("Of 2 people")
        found.append(runner.positions)
    for one in found[1:]:
        np.testing.assert_array_equal(one, found[0])


def test_what_is_told_of_a_foot_names_it_and_is_told_once() -> None:
    signal, mapping = clip_of()
    pixels = np.array(keypoints_of(signal).positions)
    for begin, end in ((150, 190), (400, 440), (620, 660)):
        pixels[begin:end] = np.nan
    flags = find_clip_contacts(prepare_clip(with_pixels(signal, pixels), mapping), mapping).flags
    of_feet = [flag for flag in flags if flag.code in ("gap", "half_seen", "filled")]
    assert of_feet
    assert all("foot" in flag.where or "feet" in flag.where for flag in of_feet)
    assert len({(flag.code, flag.text) for flag in of_feet}) == len(of_feet)


def test_nobody_in_view_is_refused() -> None:
    signal, mapping = clip_of()
    empty = np.full(keypoints_of(signal).positions.shape, np.nan)
    with pytest.raises(FitError, match="nobody is seen"):
        prepare_clip(with_pixels(signal, empty), mapping)


def test_a_front_view_is_refused_with_the_reason() -> None:
    names, pixels = pixels_of()
    for column, name in enumerate(names):
        pixels[:, column, 0] += 60.0 if name[0] == "L" else -60.0
    signal, mapping = clip_of(pixels=pixels)
    with pytest.raises(InputError, match="from the front or from behind, where no angle of running can be seen"):
        prepare_clip(signal, mapping)


def test_points_of_little_confidence_are_not_used_and_told() -> None:
    signal, mapping = clip_of()
    held = keypoints_of(signal)
    confidence = np.array(held.confidence)
    confidence[50:60, 0, held.names.index("LKnee")] = 0.1
    clip = prepare_clip(replace(signal, keypoints=replace(held, confidence=confidence)), mapping)
    assert clip.signal.markers is not None
    knee = clip.signal.markers.positions[:, held.names.index("LKnee")]
    assert np.flatnonzero(np.isnan(knee).any(axis=1)).tolist() == list(range(50, 60))
    assert "low_confidence" in [flag.code for flag in clip.flags]


def test_a_contact_in_a_long_gap_is_left_out() -> None:
    signal, mapping = clip_of()
    held = keypoints_of(signal)
    pixels = np.array(held.positions)
    pixels[205:230] = np.nan
    whole, gone = (
        find_clip_contacts(prepare_clip(one, mapping), mapping) for one in (signal, with_pixels(signal, pixels))
    )
    assert len(gone.events.contacts) < len(whole.events.contacts)
    assert "gap" in [flag.code for flag in gone.flags]


def test_uneven_frames_are_put_on_an_even_grid() -> None:
    signal, mapping = clip_of()
    held = keypoints_of(signal)
    kept = np.delete(np.arange(len(held.times)), np.arange(7, len(held.times), 10))
    uneven = replace(held, times=held.times[kept], positions=held.positions[kept], confidence=held.confidence[kept])
    contacts = find_clip_contacts(prepare_clip(replace(signal, keypoints=uneven), mapping), mapping).events.contacts
    _, downs, _ = stick_figure()
    assert max(np.abs(downs - one.touchdown).min() for one in contacts) < 0.015


def test_what_lies_across_the_run_is_missing_and_the_thigh_is_not() -> None:
    signal, mapping = clip_of()
    clip = prepare_clip(signal, mapping)
    contacts = find_clip_contacts(clip, mapping).events.contacts
    motion = prepare_motion(clip.signal, mapping, contacts, noise=clip.noise)
    pelvis, thigh = motion.courses[None, Course.PELVIS], motion.courses[Side.LEFT, Course.THIGH]
    assert isinstance(pelvis, Missing)
    assert "one camera from the side" in pelvis.reason
    assert isinstance(thigh, np.ndarray)
    assert np.isfinite(thigh).mean() > 0.95


def test_noise_that_lasts_counts_where_the_foot_stands() -> None:
    foot = simulate_foot(speed=5.0, contact_time=0.2, stride_time=0.68, rate=240.0, strides=8)
    plane = np.array([1.0, 0.0, 1.0])
    rng = np.random.default_rng(3)
    fresh = rng.standard_normal(foot.heel.shape)
    lasting = np.array(fresh)
    for frame in range(1, len(lasting)):
        lasting[frame] = 0.8 * lasting[frame - 1] + 0.6 * fresh[frame]
    jitter = find_noise(lasting[:, np.newaxis, ::2] * 0.01 * 300.0) / 300.0
    assert jitter < 0.008
    errors: list[float] = []
    for drift in (jitter * fresh, 0.01 * lasting):
        shown = [(points + drift) * plane for points in (foot.heel, foot.forefoot)]
        contacts = find_pose_contacts(shown[0], shown[1], 240.0, noise=jitter).contacts
        errors.append(float(np.mean([one.touchdown_error for one in contacts])))
    assert errors[1] > 1.2 * errors[0]


def test_a_landing_on_the_heel_is_the_heels() -> None:
    foot = simulate_foot(speed=4.0, contact_time=0.24, stride_time=0.72, heel_first=0.08, rate=240.0, strides=8)
    plane = np.array([1.0, 0.0, 1.0])
    found = find_pose_contacts(foot.heel * plane, foot.forefoot * plane, 240.0, noise=0.002)
    late = [one.touchdown - foot.touchdowns[np.abs(foot.touchdowns - one.touchdown).argmin()] for one in found.contacts]
    assert abs(float(np.mean(late))) < 0.02


def test_constants_are_those_of_markers_where_two_runners_cannot_tell() -> None:
    assert np.hypot(CONSTANTS.shared_touchdown, CONSTANTS.shared_toe_off) == pytest.approx(0.010, abs=0.0005)


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("300px/m", ScaleKind.PIXELS, 300.0),
        ("300", ScaleKind.PIXELS, 300.0),
        ("287,5px/m", ScaleKind.PIXELS, 287.5),
        ("leg=92cm", ScaleKind.LEG, 0.92),
        ("height=5ft11in", ScaleKind.HEIGHT, 1.8034),
        ("cones=0,0:300,400:5m", ScaleKind.CONES, 100.0),
    ],
)
def test_scales_are_understood(text: str, kind: ScaleKind, value: float) -> None:
    scale = parse_scale(text)
    assert (scale.kind, scale.value) == (kind, pytest.approx(value))


@pytest.mark.parametrize(
    "text",
    ["0", "-3px/m", "cones=1,2:3", "cones=1,2:1,2:10m", "height=9m", "nan", "tall", "height=5ft11", "leg=", "leg=3kg",
     "cones=1,2:3,4:x"],
)  # fmt: skip
def test_no_scale_is_taken_for_one(text: str) -> None:
    with pytest.raises(InputError, match=r"^--scale: .* is no scale"):
        parse_scale(text)


def test_a_clip_needs_its_capture_rate() -> None:
    with pytest.raises(InputError, match="how many frames the camera took a second is not told"):
        parse_clip({}, place="camera.toml")
    with pytest.raises(InputError, match="no capture rate"):
        parse_clip({"fps": 3}, place="camera.toml")
    with pytest.raises(InputError, match="no fact of a clip"):
        parse_clip({"fps": 240, "lens": 3}, place="camera.toml")
    with pytest.raises(InputError, match="read 70 ms long"):
        parse_clip({"fps": 240, "contact_bias": 0.07}, place="camera.toml")
    with pytest.raises(InputError, match="no way a camera stands"):
        parse_clip({"fps": 240, "camera": "drone"}, place="camera.toml")
    assert parse_clip({"fps": 240, "camera": "treadmill"}, place="") == ClipFacts(240.0, camera=CameraMotion.TREADMILL)


def test_markers_that_never_leave_a_plane_show_nothing_across_the_run() -> None:
    filmed, mapping = clip_of(noise=0.0)
    pixels = keypoints_of(filmed).positions[:, 0]
    # As a program writes metres of one camera: every marker at the same place across.
    laid = np.stack([pixels[..., 0] / 300.0, np.zeros(pixels.shape[:2]), (700.0 - pixels[..., 1]) / 300.0], axis=2)
    markers = Markers(keypoints_of(filmed).names, 240.0, laid)
    motion = prepare_motion(Signal("Noa", markers=markers), mapping, ())
    assert motion.planar
    for course in (Course.PELVIS, Course.SHOULDERS, Course.LEGS_ABOUT_VERTICAL, Course.ABOUT_FORWARD):
        told = motion.courses[None, course]
        assert isinstance(told, Missing), course
        assert told.reason == "one camera from the side shows nothing across the run"
    laid[:, :, 1] = 0.02 * np.sin(np.arange(len(laid)) / 20.0)[:, np.newaxis]
    assert not prepare_motion(Signal("Noa", markers=replace(markers, positions=laid)), mapping, ()).planar
