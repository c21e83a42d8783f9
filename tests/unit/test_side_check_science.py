"""Names of sides that are swapped are found by the way the body faces, whichever way it runs and whatever is up."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenstride.core.body_points import BodyPoint, body_point
from evenstride.core.errors import InputError
from evenstride.core.estimate import Array
from evenstride.core.roles import Side
from evenstride.readers.instruments import read_signal
from evenstride.readers.marker_sets import propose_mapping
from evenstride.science.motion.side_check import require_body, require_sides, require_upright

JOG = Path("dorn2012_jog_c3d")
PLACES = {"toe": (0.2, 0.1, 0.04), "heel": (0.0, 0.1, 0.05), "knee": (0.1, 0.12, 0.5), "asis": (0.15, 0.12, 0.95),
          "shoulder": (0.0, 0.2, 1.4)}  # fmt: skip


def standing(turn: float, *, up: int = 2, pelvis: bool = True) -> dict[BodyPoint, Array]:
    """A body that faces along an angle, in axes of which `up` points up, for 30 frames with some sway."""
    found = {BodyPoint.SACRUM: np.array([-0.05, 0.0, 0.97])} if pelvis else {}
    for part, (ahead, aside, high) in PLACES.items():
        if pelvis or part != "asis":
            found[body_point("left", part)] = np.array([ahead, aside, high])
            found[body_point("right", part)] = np.array([ahead, -aside, high])
    around = np.array([[np.cos(turn), -np.sin(turn), 0.0], [np.sin(turn), np.cos(turn), 0.0], [0.0, 0.0, 1.0]])
    # Cyclic, so that the axes stay right-handed.
    sway = np.random.default_rng(1).normal(scale=0.004, size=(30, 3))
    return {point: np.roll(place @ around.T + sway, up - 2, axis=1) for point, place in found.items()}


@given(st.floats(-3.2, 3.2), st.integers(0, 2), st.booleans())
def test_a_body_passes_and_its_mirror_image_does_not(turn: float, up: int, pelvis: bool) -> None:
    points = standing(turn, up=up, pelvis=pelvis)
    require_sides(points, up)
    with pytest.raises(InputError, match=r"left and right are swapped\. .*Swap the names"):
        require_sides({point.other: place for point, place in points.items()}, up)


@pytest.mark.parametrize("part", ["knee", "shoulder", "heel"])
def test_one_pair_that_is_swapped_is_named(part: str) -> None:
    points = standing(0.7)
    left, right = body_point(Side.LEFT, part), body_point(Side.RIGHT, part)
    points[left], points[right] = points[right], points[left]
    with pytest.raises(InputError, match=f"swapped for {part}. .*asis.* lie on their side"):
        require_sides(points, 2)


@pytest.mark.parametrize(("up", "said"), [(0, "X"), (1, "Y")])
def test_a_body_that_stands_along_another_axis_is_refused_with_both_axes(up: int, said: str) -> None:
    points = standing(0.7, up=2)
    with pytest.raises(InputError, match=f"{said} is said to point up, and the body stands along Z"):
        require_body(points, up)


@given(st.floats(-3.2, 3.2), st.integers(0, 2), st.booleans())
def test_a_body_that_stands_along_its_axis_passes_also_head_down(turn: float, up: int, pelvis: bool) -> None:
    points = standing(turn, up=up, pelvis=pelvis)
    require_upright(points, up)
    require_upright({point: -place for point, place in points.items()}, up)
    require_upright({point: place for point, place in points.items() if point.part in ("toe", "heel")}, (up + 1) % 3)


def test_without_a_way_it_faces_nothing_is_refused() -> None:
    points = standing(0.0)
    require_sides({point.other: place for point, place in points.items() if point.part in ("knee", "shoulder")}, 2)


@pytest.mark.parametrize("name", ["JA1Gait21.c3d", "JA1Static05.c3d"])
def test_the_public_runner_passes_and_is_refused_with_sides_swapped(shared_data: Path, name: str) -> None:
    pytest.importorskip("ezc3d", reason="the library that reads C3D is not installed")
    signal = read_signal((shared_data / JOG / name).read_bytes(), name=name)
    assert signal.markers is not None
    points = propose_mapping(signal.markers)[0].of(signal.markers)
    require_sides(points, signal.up)
    with pytest.raises(InputError, match=r"left and right are swapped\."):
        require_sides({point.other: place for point, place in points.items()}, signal.up)
    feet = {point: place for point, place in points.items() if point.part in ("toe", "heel", "knee", "shoulder")}
    require_sides(feet, signal.up)
