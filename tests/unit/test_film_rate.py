"""Slow motion is proposed from steps and from falling, and never assumed."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from evenstride.app.video.clips import clip_contacts, measure_clip
from evenstride.core.body_points import BodyPoint, body_point
from evenstride.core.errors import FitError
from evenstride.core.estimate import Missing
from evenstride.core.film_rate import RateProposal
from evenstride.core.pose_lines import PosedFrame, PoseHead, write_frame, write_head
from evenstride.science.film.rate import frames_a_step, propose_rate
from tests.keypoint_files import STRIDE, clip_of, stick_figure


def runner(rate: float, *, steps: float = 3.2, noise: float = 2.0, scale: float = 300.0) -> dict[BodyPoint, np.ndarray]:
    """Return a trunk that falls freely for a third of each step, and legs that swing, in px."""
    time = np.arange(round(2.0 * rate)) / rate
    phase = (time * steps) % 1.0
    flight = 0.35 / steps
    up = np.clip((phase - 0.65) / steps, 0.0, None)
    air = 9.81 * up * (flight - up) / 2.0
    ground = -0.05 * np.sin(np.pi * np.clip(phase / 0.65, 0.0, 1.0))
    height = 0.95 + np.where(phase >= 0.65, air, ground)
    swing = 0.35 * np.sin(np.pi * steps * time)
    chance = np.random.default_rng(3)
    found: dict[BodyPoint, np.ndarray] = {}
    for side, sign in (("left", 1.0), ("right", -1.0)):
        for part, ahead, over in (
            ("hip", 0.0 * swing, 0.0),
            ("shoulder", 0.0 * swing, 0.5),
            ("knee", sign * swing, -0.45),
        ):
            places = scale * np.stack([4.0 * time + ahead, -(height + over)], axis=1)
            found[body_point(side, part)] = places + noise * chance.standard_normal(places.shape)
    return found


@pytest.mark.parametrize("rate", [60.0, 120.0, 240.0, 1000.0])
def test_frames_a_step_are_read_from_the_legs(rate: float) -> None:
    points, _, _ = stick_figure(rate)
    assert frames_a_step(points) == pytest.approx(0.5 * STRIDE * rate, rel=0.03)


@pytest.mark.parametrize("rate", [240.0, 960.0])
def test_a_film_in_slow_motion_is_proposed_its_rate(rate: float) -> None:
    found = propose_rate(runner(rate), 30.0)
    assert found.steps == pytest.approx(3.2 * 30.0 / rate, rel=0.05)
    assert not found.lifelike
    assert rate in found.rates
    assert np.isnan(found.by_gravity)
    refusal = str(found.refusal("run.mp4"))
    assert refusal.startswith("run.mp4: the film plays at 30 frames a second, steps would be 0.")
    assert f"Say --fps {found.rates[0]:g}" in refusal


@pytest.mark.parametrize("rate", [120.0, 240.0, 480.0])
def test_falling_chooses_between_rates_that_steps_allow(rate: float) -> None:
    found = propose_rate(runner(rate, steps=4.4, noise=1.0), 30.0, pixels_per_metre=300.0)
    assert found.by_gravity == pytest.approx(rate, rel=0.25)
    assert found.rates[0] == rate


def test_a_film_that_plays_as_life_went_is_left_alone() -> None:
    assert propose_rate(runner(240.0), 240.0).lifelike
    assert propose_rate(runner(60.0), 60.0).lifelike


def test_a_film_without_steps_proposes_nothing() -> None:
    still = {one: np.tile(places[:1], (100, 1)) for one, places in runner(240.0).items()}
    found = propose_rate(still, 30.0)
    assert found.rates == ()
    assert found.lifelike
    assert propose_rate({}, 30.0).rates == ()


def test_the_sentence() -> None:
    found = RateProposal(30.0, 0.5, float("nan"), (240.0, 120.0))
    assert (
        found.sentence
        == "plays at 30 frames a second, steps would be 0.5 a second: captured at 240 or 120? Say --fps 240"
    )
    assert "at how many was it captured?" in RateProposal(30.0, 0.01, float("nan"), ()).sentence


def test_the_poses_of_a_film_in_slow_motion_say_so(tmp_path: Path) -> None:
    from evenstride.app.video.film_rate import rate_line

    points = runner(240.0)
    named = {f"{point.value[0].upper()}{point.part.capitalize()}": at for point, at in points.items()}
    head = PoseHead("drawn", "0" * 64, "film", "a.mp4", 1920, 1080, 480, 30.0, tuple(named))
    places = 2000.0 + np.stack(list(named.values()), axis=1)
    lines = [
        write_frame(PosedFrame(index, index / 30.0, one[np.newaxis], np.ones((1, len(named)))))
        for index, one in enumerate(places)
    ]
    poses = tmp_path / "a.jsonl"
    poses.write_text(write_head(head) + "".join(lines), encoding="utf-8")
    assert rate_line(poses, 30.0).startswith("It plays at 30 frames a second, steps would be 0.4 a second: captured at")
    assert rate_line(poses, 240.0) == ""


@pytest.mark.parametrize(("real", "told"), [(240.0, 30.0), (30.0, 240.0), (60.0, 240.0), (240.0, 60.0)])
def test_a_rate_that_cannot_be_is_named_also_where_no_step_is_found(real: float, told: float) -> None:
    signal, mapping = clip_of(real)
    keypoints = signal.keypoints
    assert keypoints is not None
    times = np.arange(len(keypoints.times)) / told
    signal = replace(signal, keypoints=replace(keypoints, times=times, facts=replace(keypoints.facts, rate=told)))
    said = rf"^At {told:g} frames a second, as told, steps would be .* captured at .*Then say --fps {real:g}\."
    measured = measure_clip(signal, mapping)
    assert re.search(said, measured.notes[0])
    if isinstance(measured.steps, Missing):
        assert re.search(said, measured.steps.remedy)
        with pytest.raises(FitError, match=said.lstrip("^")):
            clip_contacts(signal, mapping)
    else:
        assert re.search(said, clip_contacts(signal, mapping)[2][0])


@pytest.mark.parametrize("rate", [30.0, 60.0, 120.0, 240.0])
def test_a_rate_that_can_be_is_not_doubted(rate: float) -> None:
    signal, mapping = clip_of(rate)
    assert not any("as told" in note for note in measure_clip(signal, mapping).notes)


def test_a_film_cut_off_before_a_stride_has_no_rate_to_propose() -> None:
    from math import isnan

    course = np.array([[x, 0.0] for x in (0.0, -1.0, -3.0, -9.0, -20.0, -40.0, -60.0, -90.0, -95.0, -99.0)])
    still = np.zeros_like(course)
    gone = np.full_like(course, np.nan)
    for knee in (course, gone):
        points = {
            BodyPoint.LEFT_KNEE: knee,
            BodyPoint.RIGHT_KNEE: still,
            BodyPoint.LEFT_ANKLE: gone,
            BodyPoint.RIGHT_ANKLE: still,
        }
        assert isnan(frames_a_step(points))
