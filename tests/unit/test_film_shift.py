"""Shifts of the ground between pictures, and its path through a film."""

import numpy as np
import pytest

from evenstride.science.film.shift import find_shift
from tests.film_files import Scene


def grey(scene: Scene) -> list[np.ndarray]:
    return [picture.astype(float).mean(axis=2) for picture in scene.pictures()]


def test_the_ground_is_followed_behind_a_runner() -> None:
    scene = Scene(seconds=0.2, pan=90.0, start=2.0, noise=3.0)
    pictures, camera = grey(scene), scene.camera()
    for index in range(1, len(pictures)):
        found = find_shift(pictures[0], pictures[index])
        # A camera that looks further right moves everything left.
        assert found.right == pytest.approx(-camera[index, 0], abs=max(0.15, 4.0 * found.error))
        assert found.down == pytest.approx(0.0, abs=0.15)


def test_a_shaking_camera() -> None:
    scene = Scene(seconds=0.2, shake=2.0, start=2.0)
    pictures, camera = grey(scene), scene.camera()
    off = [
        np.array([found.right, found.down]) + camera[index]
        for index in range(1, len(pictures))
        if (found := find_shift(pictures[0], pictures[index])).known
    ]
    assert len(off) == len(pictures) - 1
    assert np.abs(off).max() < 0.2


def test_a_picture_without_pattern_says_nothing() -> None:
    pictures = grey(Scene(seconds=0.1, plain=True, people=0))
    assert not find_shift(pictures[0], pictures[1]).known
    noise = np.random.default_rng(1).standard_normal((2, 180, 320))
    assert not find_shift(noise[0], noise[1]).known


def test_a_line_and_a_slope_of_light_say_nothing() -> None:
    # A line tells where it lies across itself and not along; what is plain repeats whatever was supposed.
    scene = Scene(seconds=0.2, horizon=True, pan=60.0, start=2.0)
    pictures = [np.round(picture) for picture in grey(scene)]
    assert not find_shift(pictures[0], pictures[-1]).known
    assert not find_shift(pictures[0], pictures[-1], near=(5.0, 0.0)).known


def test_a_wide_shift_is_found() -> None:
    scene = Scene(width=480, seconds=0.1, pan=1200.0, people=0)
    pictures, camera = grey(scene), scene.camera()
    found = find_shift(pictures[0], pictures[-1])
    assert camera[-1, 0] == pytest.approx(100.0)
    assert found.right == pytest.approx(-100.0, abs=0.2)


def test_tiles_with_somebody_in_them_are_left_out() -> None:
    pictures = grey(Scene(seconds=0.05, people=0))
    everywhere = (0.0, 0.0, 320.0, 180.0)
    assert find_shift(pictures[0], pictures[0]).tiles == 24
    assert not find_shift(pictures[0], pictures[0], without=[everywhere]).known
    assert find_shift(pictures[0], pictures[0], without=[(0.0, 0.0, 100.0, 180.0)]).tiles == 16
