"""The check of a film: each fault is found in a film that has it, and a good film has none."""

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from evenstride.core.errors import InputError
from evenstride.core.film_check import FilmCheck, Fit, Limits
from evenstride.core.video import VideoFacts
from evenstride.science.film.check import Moment, check_film, measure_film, moments_at
from evenstride.science.film.ground import follow_ground
from evenstride.science.film.pictures import brightness
from evenstride.words.video.film import sentence_of
from tests.film_files import Scene, write_film

FILMED = {"width": 480, "height": 270, "rate": 120.0, "seconds": 0.5, "start": 0.8, "scale": 120.0}


def judged(*, told: float | None = 240.0, facts: VideoFacts | None = None, **scene: object) -> FilmCheck:
    """Judge a scene without a file: three moments of it."""
    made = Scene(**{**FILMED, **scene})  # pyright: ignore[reportArgumentType]
    pictures = [brightness(picture) for picture in made.pictures()]
    moments = [
        Moment(np.array([begin, begin + 1, begin + 4]) / made.rate, tuple(pictures[begin + step] for step in (0, 1, 4)))
        for begin in (0, 20, 40)
    ]
    facts = facts or VideoFacts("a.mp4", made.width, made.height, made.count, 2.0, True, 240.0, None, 0.0, "h264")
    return check_film(facts, measure_film(moments, made.height), told=told)


def kinds(check: FilmCheck) -> dict[str, str]:
    return {one.code: one.kind for one in check.findings}


@pytest.fixture(scope="module")
def good() -> FilmCheck:
    return judged()


def test_a_good_film_has_no_fault(good: FilmCheck) -> None:
    assert kinds(good) == {
        "rate": "known", "size": "seen", "blur": "sharp", "light": "enough", "camera": "stands", "length": "fits",
    }  # fmt: skip
    assert good.fit is Fit.GOOD
    # Heel to the top of the head: 1.68 m at 120 px.
    assert good.measured.runner == pytest.approx(1.72 * 120, rel=0.12)
    assert good.measured.pan == pytest.approx((0.0, 0.0), abs=2.0)


@pytest.mark.parametrize(
    ("scene", "code", "kind"),
    [
        ({"people": 0}, "size", "nothing"),
        ({"pan": 60.0}, "camera", "pans"),
        ({"shake": 1.5}, "camera", "shakes"),
        ({"plain": True}, "camera", "unseen"),
        ({"horizon": True}, "camera", "unseen"),
        ({"light": 0.15}, "light", "dark"),
        ({"light": 2.5}, "light", "white"),
        ({"noise": 25.0}, "noise", "flickers"),
        ({"blur": 4.0}, "blur", "focus"),
    ],
)
def test_each_fault_is_found(scene: dict[str, object], code: str, kind: str) -> None:
    found = judged(**scene)
    assert kinds(found)[code] == kind
    assert found.fit is not Fit.GOOD or kind == "unseen"


def test_a_runner_who_is_too_small(good: FilmCheck) -> None:
    small = judged(scale=50.0)
    assert next(one for one in small.findings if one.code == "size").fit is Fit.NOT_ENOUGH
    assert next(one for one in good.findings if one.code == "size").fit is Fit.CHANGE or good.measured.runner >= 210


def on_a_belt(**scene: object) -> FilmCheck:
    """Judge a runner who stays in place, of whom seven moments of two seconds are seen."""
    made = Scene(**{**FILMED, "stands": True, "seconds": 2.0, "start": 2.0, **scene})  # pyright: ignore[reportArgumentType]
    pictures = [brightness(picture) for picture in made.pictures()]
    moments = [
        Moment(np.array([begin, begin + 1, begin + 4]) / made.rate, tuple(pictures[begin + step] for step in (0, 1, 4)))
        for begin in range(0, 230, 37)
    ]
    facts = VideoFacts("a.mp4", made.width, made.height, made.count, 2.0, True, 240.0, None, 0.0, "h264")
    return check_film(facts, measure_film(moments, made.height), told=240.0)


@pytest.mark.parametrize("bob", [0.0, 0.04])
@pytest.mark.parametrize("scale", [90.0, 130.0])
def test_who_runs_in_place_is_not_called_small_for_a_trunk_that_keeps_still(bob: float, scale: float) -> None:
    found = on_a_belt(bob=bob, scale=scale)
    size = next(one for one in found.findings if one.code == "size")
    assert found.measured.in_place
    assert (0.6 if bob else 0.5) * 1.72 * scale < found.measured.runner <= 1.12 * 1.72 * scale
    assert size.fit is (Fit.GOOD if 2.0 * found.measured.runner >= 210.0 else Fit.CHANGE)
    said = sentence_of(size, found)
    assert ("at least" in said) is (found.measured.runner < 210.0), said
    assert "Film in a higher resolution" not in said or size.fit is not Fit.GOOD


def test_who_is_too_small_even_with_a_trunk_is_told_so_in_place_too() -> None:
    size = next(one for one in on_a_belt(scale=30.0).findings if one.code == "size")
    assert size.fit is Fit.NOT_ENOUGH


def test_who_runs_past_does_not_stay_in_place() -> None:
    assert not on_a_belt(stands=False, start=0.2, width=1200).measured.in_place
    assert not on_a_belt(people=0).measured.in_place


def test_how_fast_a_camera_pans_is_measured() -> None:
    found = judged(pan=60.0).measured
    assert found.pan[0] == pytest.approx(60.0, abs=3.0)
    assert found.pan[1] == pytest.approx(0.0, abs=3.0)


@pytest.mark.parametrize(
    ("sway", "sways", "fit"),
    [(0.6, 2.0, Fit.CHANGE), *((sway, sways, Fit.NOT_ENOUGH) for sway in (5.0, 15.0) for sways in (2.0, 4.0, 8.0))],
)
def test_to_and_fro_is_no_pan(sway: float, sways: float, fit: Fit) -> None:
    found = judged(sway=sway, sways=sways)
    camera = next(one for one in found.findings if one.code == "camera")
    assert (camera.kind, camera.fit) == ("shakes", fit)
    # The root mean square of a sine's speed, of both ways, as far as three moments of 33 ms tell it.
    speed = 2.0 * np.pi * sways * sway * (0.5 * (1.0 + (0.7 * 1.13) ** 2)) ** 0.5
    assert 0.35 * speed < found.measured.shake < 1.6 * speed


def test_moments_that_meet_the_same_turn_of_a_shake_are_no_pan() -> None:
    # Key frames every half second see a shake of 2 Hz always at the same place, going the same way.
    made = Scene(**{**FILMED, "seconds": 1.6}, sway=8.0, sways=2.0)  # pyright: ignore[reportArgumentType]
    pictures = [brightness(picture) for picture in made.pictures()]
    moments = [
        Moment(np.array([begin, begin + 4]) / made.rate, (pictures[begin], pictures[begin + 4]))
        for begin in (0, 60, 120, 180)
    ]
    measured = measure_film(moments, made.height)
    assert abs(measured.pan[0]) < 0.1 * measured.shake
    facts = VideoFacts("a.mp4", made.width, made.height, made.count, 2.0, True, 120.0, None, 0.0, "h264")
    assert kinds(check_film(facts, measured))["camera"] == "shakes"


@pytest.mark.parametrize("pan", [10.0, 20.0, 300.0])
def test_a_pan_is_found_behind_a_shake(pan: float) -> None:
    found = judged(pan=pan, sway=0.2, sways=3.0)
    assert kinds(found)["camera"] == "pans"
    assert found.measured.pan[0] == pytest.approx(pan, abs=max(2.0, 2.0 * found.measured.pan_error))


@pytest.mark.parametrize(("times", "horizon"), [(2, True), (4, False)])
def test_a_larger_film_of_the_same_is_judged_alike(tmp_path: Path, times: int, horizon: bool) -> None:
    from evenstride.app.video.film_check import check_video

    # 4K and 8K, and few frames of them: what is looked at is scaled down, and said in the film's own pixels.
    scene = Scene(width=960, height=540, rate=60.0, seconds=0.12, scale=150.0, start=1.0, horizon=horizon)
    large = (picture.repeat(2 * times, axis=0).repeat(2 * times, axis=1) for picture in scene.pictures())
    found = check_video(write_film(tmp_path / "large.mp4", scene, pictures=large, keys_every=4), told=60.0)
    assert found.facts.height == 1080 * times
    assert kinds(found)["camera"] == ("unseen" if horizon else "stands")
    assert found.measured.runner == pytest.approx(1.72 * 300.0 * times, rel=0.12)


@pytest.mark.parametrize(
    ("plays", "capture", "told", "kind", "fit"),
    [
        (240.0, None, None, "known", Fit.GOOD),
        (30.0, 240.0, None, "known", Fit.GOOD),
        (30.0, None, 240.0, "known", Fit.GOOD),
        (30.0, None, None, "unsure", Fit.NOT_ENOUGH),
        (30.0, None, 30.0, "known", Fit.NOT_ENOUGH),
        (119.88, None, None, "unsure", Fit.CHANGE),
        (59.94, 59.94, None, "known", Fit.NOT_ENOUGH),
    ],
)
def test_the_rate_is_never_assumed(
    good: FilmCheck, plays: float, capture: float | None, told: float | None, kind: str, fit: Fit
) -> None:
    facts = VideoFacts("a.mp4", 1920, 1080, 600, 600 / plays, True, plays, capture, 0.0, "h264")
    rate = next(one for one in check_film(facts, good.measured, told=told).findings if one.code == "rate")
    assert (rate.kind, rate.fit) == (kind, fit)


def test_what_the_file_alone_shows(good: FilmCheck) -> None:
    facts = VideoFacts("a.mp4", 1080, 1920, 48, 0.2, False, 240.0, None, 90.0, "h264", ("It is cut off.",))
    found = kinds(check_film(facts, good.measured))
    assert found["way"] == "upright"
    assert found["length"] == "short"
    assert found["times"] == "uneven"
    assert found["file"] == "note"


def test_limits_can_be_told_otherwise(good: FilmCheck) -> None:
    strict = check_film(good.facts, good.measured, limits=Limits(tiny=5000.0))
    assert next(one for one in strict.findings if one.code == "size").fit is Fit.NOT_ENOUGH


def test_moments_are_spread_and_prefer_key_frames() -> None:
    even = np.arange(100) / 120.0
    assert moments_at(even, 120.0, (0,), 3) == ((0, 1, 4), (48, 49, 52), (95, 96, 99))
    assert moments_at(even, 120.0, range(0, 100, 10), 3) == ((0, 1, 4), (50, 51, 54), (90, 91, 94))
    assert moments_at(even[:2], 120.0, (0,)) == ((0, 1),)
    assert moments_at(even[:1], 120.0, (0,)) == ()


def test_the_ground_is_followed_beyond_the_first_picture() -> None:
    scene = Scene(seconds=1.0, pan=260.0, start=2.0, noise=2.0, width=300, height=140, rate=30.0)
    found = follow_ground(brightness(picture) for picture in scene.pictures())
    off = found[:, :2] - scene.camera()
    assert np.abs(off).max() < 0.6
    assert (np.abs(off) <= 4.0 * found[:, 2:] + 0.1).all()


def test_a_ground_without_pattern_is_unknown_not_zero() -> None:
    found = follow_ground(np.full((60, 90), 80.0) for _ in range(3))
    assert np.isnan(found[1:]).all()


def test_the_command_says_it_in_sentences(tmp_path: Path) -> None:
    from evenstride.doors.cli import app

    film = write_film(tmp_path / "run.mp4", Scene(**FILMED), plays_at=30.0)  # pyright: ignore[reportArgumentType]
    done = CliRunner().invoke(app, ["video", "check", str(film)])
    assert done.exit_code == 0, done.output
    assert done.output.startswith("run.mp4: 480 × 270 px, 60 frames, 2.0 s of life, 30 frames a second as it plays.")
    assert "It plays at 30 frames a second. Below 120 frames a second contact times are not shown" in done.output
    assert "such as --fps 240; nothing is assumed." in done.output
    told = CliRunner().invoke(app, ["video", "check", str(film), "--fps", "120"])
    assert "120 frames a second as you say" in told.output
    held = json.loads(CliRunner().invoke(app, ["video", "check", str(film), "--json"]).output)
    assert held["rate_from"] == "clock"
    assert held["measured"]["runner"] > 100


def test_a_film_of_one_picture_and_a_rate_that_is_none(tmp_path: Path) -> None:
    from evenstride.app.video.film_check import check_video

    one = write_film(tmp_path / "one.mp4", pictures=iter([np.full((96, 160, 3), 90, dtype=np.uint8)]))
    with pytest.raises(InputError, match=r"one.mp4: a single picture can be shown of this film"):
        check_video(one)
    with pytest.raises(InputError, match=r"--fps: 5 frames a second is no capture rate"):
        check_video(one, told=5.0)
