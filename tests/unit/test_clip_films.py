"""Runs as films and two runs in one: what is shown when, over which frame, at which size, and what is refused."""

from pathlib import Path

import numpy as np
import pytest

from evenstride.app.video import clip_films
from evenstride.charts.movie import Lanes, ground_picture, pair_picture
from evenstride.core.body_points import BodyPoint
from evenstride.core.errors import FitError
from evenstride.core.recording import Contact
from evenstride.core.roles import Side
from evenstride.core.stride_pair import resized
from evenstride.core.video import in_life
from evenstride.science.film.pieces import cut_piece
from evenstride.science.motion.kinogram import body_at, ground_of
from evenstride.science.motion.stride_pairing import leg_of, pair_strides
from evenstride.science.pose.picture import find_picture
from evenstride.science.simulate.motion import Gait, simulate_runner
from tests.examples_motion import seen_until
from tests.film_files import Scene, write_film
from tests.keypoint_files import clip_of
from tests.terminals import Terminal, run
from tests.unit.test_kinogram_doors import keep

__all__ = ["run"]

LANES = Lanes((Contact(Side.LEFT, 0.1, 0.2), Contact(Side.RIGHT, 0.4, None)), 0.0, 1.0)


def test_strides_of_the_same_foot_begin_together() -> None:
    slow, quick = (simulate_runner(Gait(stride_frequency=one), seed=2).motion() for one in (1.8, 2.2))
    pair = pair_strides(slow, quick, scaled=True)
    assert pair.duration == pytest.approx(1.0 / 1.8, abs=0.01)
    assert pair.times(0.0, normalised=False) == (pair.first.touchdown, pair.second.touchdown)
    half = pair.times(0.5, normalised=False)
    assert half[0] - pair.first.touchdown == pytest.approx(half[1] - pair.second.touchdown)
    share = pair.times(0.5, normalised=True)
    assert share[0] - pair.first.touchdown == pytest.approx(0.5 / 1.8, abs=0.01)
    assert share[1] - pair.second.touchdown == pytest.approx(0.5 / 2.2, abs=0.01)
    for side in Side:
        assert pair_strides(slow, quick, scaled=True, side=side).side is side


def test_without_a_scale_legs_are_equally_long() -> None:
    one = simulate_runner(seed=2).motion()
    pair = pair_strides(one, one, scaled=False)
    assert pair.by_leg
    body = body_at(one, pair.first.touchdown, ground_of(one))
    drawn = resized(body, pair.factors[0])
    knee, ankle = drawn[BodyPoint.LEFT_KNEE], drawn[BodyPoint.LEFT_ANKLE]
    assert leg_of(one) * pair.factors[0] == pytest.approx(0.85)
    assert np.hypot(knee[0] - ankle[0], knee[1] - ankle[1]) == pytest.approx(0.85 * 0.43 / 0.85, abs=0.02)


def test_runs_without_a_whole_stride_of_one_foot_are_not_compared() -> None:
    one = simulate_runner(seed=2).motion()
    side = one.contacts[0].side
    short = seen_until(one, one.contacts[2].touchdown + 0.02)
    pair = pair_strides(one, short, scaled=True)
    assert pair.side is side
    assert pair.first.whole
    assert pair.second.whole
    with pytest.raises(FitError, match=f"no whole stride of the {side.other} foot was seen in both runs"):
        pair_strides(one, short, scaled=True, side=side.other)
    with pytest.raises(FitError, match="no whole stride of the same foot was seen in both runs"):
        pair_strides(one, seen_until(one, one.contacts[2].touchdown), scaled=True)


@pytest.mark.parametrize("leftwards", [False, True])
def test_points_of_a_motion_are_found_in_their_picture(leftwards: bool) -> None:
    from evenstride.app.video.clips import clip_motion

    signal, mapping = clip_of(leftwards=leftwards)
    clip, motion = clip_motion(signal, mapping)
    plane = find_picture(clip, motion, mapping)
    assert plane.leftwards is leftwards
    for point in (BodyPoint.LEFT_KNEE, BodyPoint.RIGHT_HEEL, BodyPoint.LEFT_SHOULDER):
        seen = signal.keypoints.positions[:, 0, signal.keypoints.names.index(mapping.points[point][0])]
        off = plane.to_picture(motion.points[point]) - seen
        # The points are 2 px off by themselves, and the motion has a low pass.
        assert np.nanmedian(np.abs(off)) < 3.0, point


def test_a_picture_shows_contacts_time_and_a_body_that_is_not_seen() -> None:
    spec = ground_picture(None, LANES, 0.25, ahead=1.0, near=Side.RIGHT, heading="Noa", said="8 times slower than life")
    texts = [mark.text for mark in spec.marks if mark.kind == "label"]
    assert {"Noa", "not seen", "0.250 s", "8 times slower than life", "Left", "Right"} <= set(texts)
    bars = {mark.meaning: mark for mark in spec.marks if mark.kind == "bar"}
    now = next(mark for mark in spec.marks if mark.kind == "rule" and mark.meaning == "ink")
    assert bars["left"].x[0] < bars["left"].x2[0] < now.x[0] < bars["right"].x[0]


def test_two_runs_are_told_apart_in_words() -> None:
    for over in (True, False):
        spec = pair_picture(
            (None, None), Side.LEFT, names=("May", "June"), clock="0.100 s", over=over, nears=(Side.LEFT, Side.RIGHT)
        )
        texts = " ".join(mark.text for mark in spec.marks if mark.kind == "label")
        assert "May" in texts
        assert "June" in texts
        assert "0.100 s" in texts


def test_each_time_gets_the_frame_nearest_to_it(tmp_path: Path) -> None:
    pytest.importorskip("av", reason="PyAV is not installed (extra video)")
    from evenstride.app.video.run_film import RunFilm
    from evenstride.readers.video import open_video

    scene = Scene(width=64, height=36, seconds=0.5)
    blank = (np.full((36, 64, 3), 8 * index, dtype=np.uint8) for index in range(scene.count))
    video = open_video(write_film(tmp_path / "a.mp4", scene, plays_at=30.0, pictures=blank))
    film = RunFilm(video, in_life(video.times, video.facts, 60.0))
    assert [film.index(time) for time in (0.0, 0.0083, 0.0084, 0.1, 9.0)] == [0, 0, 1, 6, 29]
    frames = list(film.frames_at([0.0, 0.05, 0.05, 0.4]))
    assert [frame.index for frame in frames] == [0, 3, 3, 24]
    assert abs(int(frames[3].picture[5, 5, 0]) - 192) < 12
    piece = cut_piece(frames[0].picture, (0.0, 36.0), ((-1.0, 0.0), (1.0, 2.0)), 10.0)
    assert piece.shape == (20, 20, 3)
    assert (piece[:, :10] == 128).all()
    assert (piece[:, 10:] < 20).all()


def test_a_run_becomes_a_film(run: Terminal, tmp_path: Path) -> None:
    av = pytest.importorskip("av", reason="PyAV is not installed (extra video)")
    pytest.importorskip("PIL", reason="Pillow is not installed (extra video)")
    id = keep(run, tmp_path)
    target = tmp_path / "run.mp4"
    code, _, err = run("video", "overlay", id, "--slow", "1", "--out", str(target))
    assert code == 0, err
    assert "coded as" in err
    assert "as in life" in err
    with av.open(str(target)) as container:
        assert sum(1 for _ in container.decode(video=0)) == pytest.approx(4.4 * 30, abs=3)
    for wrong, said in ((("--slow", "0.5"), "0.5 times slower cannot be shown"), ((), "there is such a file already")):
        code, _, err = run("video", "overlay", id, "--out", str(target if not wrong else tmp_path / "b.mp4"), *wrong)
        assert code == 2
        assert said in err
    code, _, err = run("video", "overlay", id, "--out", "run.gif")
    assert code == 2
    assert "ends in .mp4" in err


def test_two_runs_become_a_picture_and_a_film(run: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = keep(run, tmp_path, "one")
    second = keep(run, tmp_path, "two", date="2026-06-01", leftwards=True, seed=2)
    code, out, err = run("video", "compare", second, first, "--out", str(tmp_path / "both.svg"))
    assert code == 0, err
    assert len(out.splitlines()) == 21
    assert "may differ as much between two strides of one run" in err
    svg = (tmp_path / "both.svg").read_text(encoding="utf-8")
    assert svg.index("Noa · 1 May 2026: pale body") < svg.index("Noa · 1 June 2026: lines")
    code, _, err = run("video", "compare", first, second, "--beside", "--out", str(tmp_path / "beside.svg"))
    assert code == 0, err
    code, _, err = run("video", "compare", first, first)
    assert code == 2
    assert "cannot be compared with itself" in err
    pytest.importorskip("av", reason="PyAV is not installed (extra video)")
    pytest.importorskip("PIL", reason="Pillow is not installed (extra video)")
    monkeypatch.setattr(clip_films, "PAIR_SLOW", 1.0)
    code, _, err = run("video", "compare", first, second, "--normalised", "--out", str(tmp_path / "both.mp4"))
    assert code == 0, err
    assert "Time is normalised" in err
    assert (tmp_path / "both.mp4").stat().st_size > 5000
