"""BlazePose around its nets, and with them where they are set up."""

import os
from collections.abc import Sequence
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest

from evenstride.app.video.video_setup import are_set_up
from evenstride.core.estimate import Array
from evenstride.poses import blazepose, detector, nets
from evenstride.poses.blazepose import LANDMARKS, BlazePose, Body, Landmarks, apart, refined
from evenstride.poses.detector import Detector, Found, anchors, groups, one_each
from evenstride.poses.open import open_backend
from evenstride.poses.regions import Region, body_region, cut_out


def test_a_body_that_leans_is_stood_upright_in_its_square() -> None:
    region = body_region(np.array([100.0, 100.0]), np.array([160.0, 100.0]))
    assert (region.size, region.turn) == (pytest.approx(150.0), pytest.approx(np.pi / 2.0))
    # What lies to the right of the hips in the picture lies above them in the square.
    assert region.laid_back(np.array([0.5, 0.1])).round(6).tolist() == [160.0, 100.0]


def grid(side: int) -> Array:
    """Return the middles of the places of a square, 0 to 1."""
    steps = (np.arange(side, dtype=np.float64) + 0.5) / side
    return np.stack(np.meshgrid(steps, steps), axis=-1)


def test_what_is_cut_out_is_found_where_it_is_laid_back() -> None:
    rows, columns = np.mgrid[:200, :300].astype(np.uint8)
    picture = np.stack([columns, rows, np.zeros_like(rows)], axis=2)
    region = Region(120.0, 80.0, 90.0, turn=0.4)
    cut = cut_out(picture, region, 30)
    places = region.laid_back(grid(30))
    assert np.abs(cut[..., 0] - (places[..., 0] - 0.5)).max() < 0.01
    assert np.abs(cut[..., 1] - (places[..., 1] - 0.5)).max() < 0.01


def plain_cut(picture: np.ndarray, region: Region, side: int) -> np.ndarray:
    """Cut out as the formula has it, every place and all its neighbours at once."""
    steps = (np.arange(side, dtype=np.float32) + 0.5) / side - 0.5
    cosine, sine = (np.float32(region.size * turned(region.turn)) for turned in (np.cos, np.sin))
    x = np.float32(region.x - 0.5) + cosine * steps[np.newaxis, :] - sine * steps[:, np.newaxis]
    y = np.float32(region.y - 0.5) + sine * steps[np.newaxis, :] + cosine * steps[:, np.newaxis]
    height, width = picture.shape[:2]
    left, top = np.floor(x).astype(int), np.floor(y).astype(int)
    across, down = ((one - whole).astype(np.float32)[..., np.newaxis] for one, whole in ((x, left), (y, top)))
    rows, columns = (
        [np.clip(one + more, 0, size - 1) for more in (0, 1)] for one, size in ((top, height), (left, width))
    )
    upper, lower = (picture[one, columns[0]] * (1 - across) + picture[one, columns[1]] * across for one in rows)
    found = upper * (1 - down) + lower * down
    found[(x < -0.5) | (y < -0.5) | (x > width - 0.5) | (y > height - 0.5)] = 0.0
    return found


@pytest.mark.parametrize("size", [(240, 320), (1, 1), (1, 90), (90, 1), (2, 2)])
@pytest.mark.parametrize(
    "region",
    [
        Region(120.3, 80.7, 90.0, 0.4),
        Region(0.5, 0.5, 60.0, -2.5),
        Region(300.0, 200.0, 400.0),
        Region(-500.0, 0.0, 9.0),
    ],
)
def test_a_cut_is_what_the_formula_says_to_the_last_bit(size: tuple[int, int], region: Region) -> None:
    picture = np.random.default_rng(4).integers(0, 256, (*size, 3), dtype=np.uint8)
    assert np.array_equal(cut_out(picture, region, 150), plain_cut(picture, region, 150))


def test_rows_may_have_room_behind_them_and_run_backwards() -> None:
    wide = np.random.default_rng(6).integers(0, 256, (80, 128, 3), dtype=np.uint8)
    region = Region(60.0, 40.0, 95.0, 0.2)
    for view in (wide[:, :101], wide[::-1], wide[:, ::-1], np.rot90(wide)):
        assert np.array_equal(cut_out(view, region, 70), plain_cut(view, region, 70))


class Doubling:
    """A net that doubles; it knows how many threads it was opened with."""

    opened: ClassVar[list[int]] = []

    def __init__(self, path: Path, *, threads: int) -> None:
        self.side, self.threads = 64, threads
        self.opened.append(threads)

    def __call__(self, picture: np.ndarray) -> nets.Tensors:
        return {(1,): 2.0 * picture}


@pytest.mark.parametrize(
    ("threads", "many", "opened"), [(1, 3, [1]), (2, 1, [2]), (2, 3, [2, 1, 1]), (4, 2, [4, 2, 2])]
)
def test_pictures_looked_at_side_by_side_stay_in_their_order(
    threads: int, many: int, opened: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nets, "Net", Doubling)
    monkeypatch.setattr(Doubling, "opened", [])
    pair = nets.Pair(Path("heavy.tflite"), threads=threads)
    for _ in range(2):
        seen = pair.look([partial(np.full, 1, float(at)) for at in range(many)])
        assert [float(one[(1,)][0]) for one in seen] == [2.0 * at for at in range(many)]
    assert pair.look([]) == []
    assert Doubling.opened == opened


def test_what_fails_beside_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> np.ndarray:
        raise MemoryError("no room for the picture")

    monkeypatch.setattr(nets, "Net", Doubling)
    with pytest.raises(MemoryError, match="no room"):
        nets.Pair(Path("heavy.tflite"), threads=2).look([partial(np.zeros, 1), fails])


def test_heat_draws_a_landmark_to_its_middle_and_cold_leaves_it() -> None:
    heat = np.full((64, 64, 2), -50.0, dtype=np.float32)
    heat[20, 33, 0] = 5.0
    found = refined(np.array([[0.5, 0.3], [0.5, 0.3]]), heat)
    assert found[0].tolist() == pytest.approx([33 / 64, 20 / 64])
    assert found[1].tolist() == [0.5, 0.3]


def test_anchors_are_as_many_as_the_net_has() -> None:
    assert anchors(224).shape == (2254, 2)
    assert (anchors(224)[-1]).tolist() == pytest.approx([1 - 1 / 14] * 2)


def test_boxes_that_overlap_are_one_body() -> None:
    boxes = np.array([[0.5, 0.5, 0.2, 0.2], [0.51, 0.5, 0.2, 0.2], [0.9, 0.5, 0.2, 0.2]])
    assert [one.tolist() for one in groups(boxes, np.array([0.6, 0.9, 0.7]))] == [[1, 0], [2]]
    twice = [Found(Region(100, 100, 300), 0.6), Found(Region(110, 100, 310), 0.9), Found(Region(500, 100, 300), 0.7)]
    assert [one.score for one in one_each(twice)] == [0.9, 0.7]


def body(x: float, presence: float = 0.9) -> Body:
    return Body(np.full((LANDMARKS, 2), x), np.ones(LANDMARKS), Region(x, 100.0, 300.0), presence)


def test_two_that_became_one_are_one_and_nobody_is_nobody() -> None:
    assert [one.presence for one in apart([body(100.0, 0.6), body(110.0, 0.8), body(600.0), body(900.0, 0.2)])] == [
        0.9,
        0.8,
    ]


class Walker(Detector, Landmarks):
    """Finds one body that goes on by 10 px a picture, and is away from the sixth picture to the eighth."""

    def __init__(self) -> None:
        self.looks = 0
        self.picture = -1

    def find(self, picture: np.ndarray, region: Region | None = None) -> object:  # type: ignore[override]
        where = float(picture[0, 0, 0])
        gone = 5 <= where / 10 < 8
        if region is None:
            self.looks += 1
            return () if gone else (Found(Region(where, 100.0, 300.0), 0.9),)
        return body(where, 0.1 if gone else 0.9)

    def find_each(self, picture: np.ndarray, regions: Sequence[Region]) -> list[Body]:
        return [self.find(picture, region) for region in regions]  # type: ignore[misc]


def test_a_body_is_followed_without_the_detector_and_found_again() -> None:
    walker = Walker()
    pose = BlazePose("walker", "", walker, walker, most=1)
    seen = [len(pose.people(np.full((2, 2, 3), 10 * frame, dtype=np.uint8), frame / 30)[0]) for frame in range(12)]
    assert seen == [1] * 5 + [0] * 3 + [1] * 4
    assert walker.looks == 1 + 3 + 1


DEMO = Path(os.environ.get("EVENSTRIDE_SHARED") or Path(__file__).resolve().parents[3] / "shared" / "data")


@pytest.fixture
def film() -> Path:
    """The clip of two who walk, where the nets can look at it."""
    clip = DEMO / "video_sports2d_walk_demo/demo.mp4"
    if not clip.is_file():
        pytest.skip("the shared real files are absent")
    if find_spec("ai_edge_litert") is None or find_spec("av") is None:
        pytest.skip("films need the extra 'video'")
    if not are_set_up():
        pytest.skip("the pose model is not set up: evenstride video setup")
    return clip


@pytest.mark.data
def test_the_nets_find_who_stands_on_the_roof(film: Path) -> None:
    from evenstride.app.wiring import models_folder
    from evenstride.readers.video import open_video

    backend = open_backend(models_folder())
    points, confidence = backend.people(open_video(film).frame(0).picture, 0.0)
    assert points.shape == (1, 33, 2)
    hips = points[0, [backend.names.index("LHip"), backend.names.index("RHip")]].mean(axis=0)
    assert np.hypot(*(hips - [622.0, 275.0])) < 30.0, hips
    assert np.median(confidence) > 0.8


@pytest.mark.data
def test_points_are_those_of_the_plain_cut_to_the_last_bit(film: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # A body is followed by its own points: what differs in the last digit would differ by pixels some frames on.
    from evenstride.app.wiring import models_folder
    from evenstride.readers.video import open_video

    pictures = [one.picture for one in open_video(film).frames(20, 25)]
    quick, plain = (open_backend(models_folder()) for _ in range(2))
    found = [quick.people(picture, 0.0) for picture in pictures]
    for module in (blazepose, detector):
        monkeypatch.setattr(module, "cut_out", plain_cut)
    for (points, confidence), picture in zip(found, pictures, strict=True):
        expected, sure = plain.people(picture, 0.0)
        assert len(points)
        assert np.array_equal(points, expected)
        assert np.array_equal(confidence, sure)
