"""Films: what the file says, frames by number, and a sentence for each file that is none."""

from pathlib import Path

import numpy as np
import pytest

from evenstride.core.errors import InputError
from evenstride.core.video import in_life
from evenstride.readers.video.clock import Clock
from tests.film_files import Scene, write_film, write_sound

pytest.importorskip("av", reason="films need PyAV: pip install 'evenstride[video]'")

from evenstride.readers.video import open_video

SHORT = Scene(width=160, height=96, scale=40.0, seconds=0.4, start=1.0)


def refused(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        open_video(path)
    assert caught.value.place == path.name
    return str(caught.value)


def test_a_film_says_what_it_is(tmp_path: Path) -> None:
    film = write_film(tmp_path / "a.mp4", SHORT)
    with open_video(film) as video:
        facts = video.facts
        frames = list(video.frames())
    assert (facts.name, facts.width, facts.height, facts.frames, facts.codec) == ("a.mp4", 160, 96, 24, "h264")
    assert facts.tagged_rate == pytest.approx(60.0)
    assert facts.duration == pytest.approx(0.4)
    assert facts.times_steady
    assert facts.capture_rate is None
    assert facts.rotation == 0.0
    assert not facts.notes
    assert [frame.index for frame in frames] == list(range(24))
    assert frames[6].time == pytest.approx(0.1)
    assert all(
        np.abs(one.picture - np.float64(made)).mean() < 4 for one, made in zip(frames, SHORT.pictures(), strict=True)
    )


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_turned_phone_gives_an_upright_picture(tmp_path: Path, rotation: int, mirrored: bool) -> None:
    film = write_film(tmp_path / "a.mov", SHORT, rotation=rotation, mirrored=mirrored)
    video = open_video(film)
    assert (video.facts.width, video.facts.height, video.facts.rotation) == (160, 96, rotation)
    upright = list(SHORT.pictures())[5]
    assert np.abs(video.frame(5).picture - upright.astype(float)).mean() < 4
    assert video.frame(5, height=48).picture.shape == (48, 80, 3)


def test_pixels_that_are_not_square_are_made_so(tmp_path: Path) -> None:
    from evenstride.readers.video.upright import Turn

    assert Turn(aspect=4.0 / 3.0).size(1440, 1080) == (1920, 1080)
    assert Turn(1, aspect=4.0 / 3.0).size(1440, 1080) == (1080, 1920)


@pytest.mark.parametrize(
    ("suffix", "codec"),
    [(".mp4", "libx264"), (".mov", "libx265"), (".avi", "mpeg4"), (".mkv", "libx264"), (".ts", "libx264")],
)
def test_any_frame_can_be_had_by_its_number(tmp_path: Path, suffix: str, codec: str) -> None:
    video = open_video(write_film(tmp_path / f"a{suffix}", SHORT, codec=codec))
    walked = list(video.frames())
    assert video.facts.tagged_rate == pytest.approx(60.0)
    assert len(walked) == 24
    for index in (0, 5, 12, 23):
        assert np.array_equal(video.frame(index).picture, walked[index].picture)
    assert [frame.index for frame in video.frames(11, 15)] == [11, 12, 13, 14]
    assert not list(video.frames(24))
    with pytest.raises(InputError, match=r"there is no frame 24. The frames are 0 to 23"):
        video.frame(24)


def test_several_walks_at_once_do_not_disturb_each_other(tmp_path: Path) -> None:
    video = open_video(write_film(tmp_path / "a.mp4", SHORT))
    pairs = zip(video.frames(0, 8), video.frames(8, 16), strict=True)
    assert [(one.index, other.index) for one, other in pairs] == [(index, index + 8) for index in range(8)]


def test_times_are_those_of_the_file(tmp_path: Path) -> None:
    times = np.cumsum(np.r_[0.0, np.where(np.arange(23) % 10 == 4, 2.0, 1.0) / 60.0])
    video = open_video(write_film(tmp_path / "a.mp4", SHORT, times=times))
    assert not video.facts.times_steady
    assert video.facts.tagged_rate == pytest.approx(60.0, rel=1e-3)
    assert np.allclose(video.times, times, atol=1e-4)
    assert [frame.time for frame in video.frames()] == pytest.approx(times, abs=1e-4)


@pytest.mark.parametrize("count", [10, 60, 1000])
def test_rounded_stamps_are_even_and_a_frame_left_out_is_not(count: int) -> None:
    even = np.arange(count + 1) / 240.0
    for tick, times, steady in (
        (1 / 90_000, np.round(even * 600) / 600, True),
        (1 / 600, even, True),
        (1 / 1000, even, True),
        (1 / 90_000, np.delete(even, count // 2), False),
        # Ten stamps this coarse cannot tell.
        (1 / 600, np.delete(even, count // 2), count == 10),
    ):
        clock = Clock(tuple(round(one / tick) for one in times), (0,), tick, True, float("nan"))
        assert clock.steady is steady
        if len(times) > 10:
            assert clock.rate == pytest.approx(240.0, rel=0.4 / count)


def test_the_rate_that_android_writes_is_read_and_its_slow_motion_becomes_life(tmp_path: Path) -> None:
    film = write_film(tmp_path / "a.mp4", SHORT, plays_at=30.0, told={"com.android.capture.fps": "240.0"})
    facts = open_video(film).facts
    assert (facts.capture_rate, round(facts.tagged_rate, 3)) == (240.0, 30.0)
    assert in_life(np.array([0.0, 0.1]), facts, 240.0)[1] == pytest.approx(0.0125)


def test_8k_is_read_scaled_down(tmp_path: Path) -> None:
    big = (np.full((4320, 7680, 3), grey, dtype=np.uint8) for grey in (90, 160))
    video = open_video(write_film(tmp_path / "a.mov", pictures=big, codec="mjpeg"))
    assert (video.facts.width, video.facts.height) == (7680, 4320)
    assert video.frame(1, height=360).picture.shape == (360, 640, 3)
    assert np.abs(video.frame(1, height=360).picture.astype(float) - 160).max() < 4


def test_a_text_is_no_film(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    path.write_text("time,distance\n1,2\n" * 50, encoding="utf-8")
    assert refused(path).startswith("a.mp4: this is no film. Give what the camera wrote: .mp4")


@pytest.mark.parametrize(
    "text", ["#EXTM3U\n#EXTINF:10,\nwhole.mp4\n#EXT-X-ENDLIST\n", "ffconcat version 1.0\nfile whole.mp4\n"]
)
def test_a_list_of_other_files_is_never_followed(tmp_path: Path, text: str) -> None:
    write_film(tmp_path / "whole.mp4", SHORT)
    path = tmp_path / "a.mp4"
    path.write_text(text, encoding="utf-8")
    assert "this is no film" in refused(path)


def test_an_empty_file_a_folder_and_nothing_at_all(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(b"")
    assert "the file is empty" in refused(tmp_path / "a.mp4")
    assert "this is a folder" in refused(tmp_path)
    assert "there is no such file" in refused(tmp_path / "b.mp4")


def test_a_film_whose_end_is_missing_is_refused(tmp_path: Path) -> None:
    path = write_film(tmp_path / "a.mp4", SHORT)
    path.write_bytes(path.read_bytes()[:-3000])
    assert "the film is cut off or damaged. The table that says where its frames stand is missing" in refused(path)


def test_a_film_with_its_table_in_front_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    path = write_film(tmp_path / "a.mp4", SHORT, movflags="faststart")
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) * 3 // 4])
    video = open_video(path)
    read = len(list(video.frames()))
    assert 8 <= read < 24
    assert video.facts.notes == (f"The film is cut off or damaged: {video.facts.frames} of 24 frames are there.",)
    path.write_bytes(whole[:1200])
    assert "no frame of this film can be shown" in refused(path)


def test_damaged_frames_are_left_out_and_the_others_keep_their_numbers(tmp_path: Path) -> None:
    path = write_film(tmp_path / "a.mp4", SHORT, keys_every=1)
    good = list(open_video(path).frames())
    content = bytearray(path.read_bytes())
    place = content.index(b"mdat") + len(content) // 3
    content[place : place + 4000] = bytes(4000)
    path.write_bytes(content)
    kept = list(open_video(path).frames())
    assert 10 < len(kept) < 24
    assert np.array_equal(kept[-1].picture, good[kept[-1].index].picture)


def test_a_film_without_a_frame(tmp_path: Path) -> None:
    path = write_film(tmp_path / "a.mp4", pictures=iter(()))
    assert "there is no picture in this file" in refused(path)
    path = write_film(tmp_path / "b.mp4", pictures=iter(()), movflags="frag_keyframe+empty_moov")
    assert "the film holds no frame" in refused(path)


def test_sound_alone(tmp_path: Path) -> None:
    assert "there is sound alone in this file" in refused(write_sound(tmp_path / "a.m4a"))


def test_a_coding_that_nothing_here_knows(tmp_path: Path) -> None:
    path = write_film(tmp_path / "a.mp4", SHORT)
    path.write_bytes(path.read_bytes().replace(b"avc1", b"zzzz"))
    assert "its kind of coding is not known here. FFmpeg has no decoder for it. Export it" in refused(path)


def test_without_pyav_the_remedy_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.mp4").write_bytes(b"any")
    monkeypatch.setitem(__import__("sys").modules, "av", None)
    with pytest.raises(InputError, match=r"PyAV is missing. Install it: pip install 'evenstride\[video\]'"):
        open_video(tmp_path / "a.mp4")
