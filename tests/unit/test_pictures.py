"""Pictures and films as files: what is drawn is there, what cannot be written is said, nothing half-done is left."""

import base64
import io
from pathlib import Path

import numpy as np
import pytest

from evenstride.charts.figure import canvas
from evenstride.charts.look import COLOURS
from evenstride.charts.plots import kinogram
from evenstride.core.chart import Mark, Spec, Table
from evenstride.core.errors import InputError
from evenstride.writers.pictures import write_jpeg, write_mp4, write_png
from evenstride.writers.raster import paint
from tests import examples_motion as moving

Image = pytest.importorskip("PIL.Image", reason="Pillow is not installed (extra video)")
LIGHT = {name: pair[0] for name, pair in COLOURS.items()}
DARK = {name: pair[1] for name, pair in COLOURS.items()}


def spec(*marks: Mark, width: int = 40, height: int = 30) -> Spec:
    x, y = canvas(width, height)
    return Spec("kinogram", "A picture", "It says.", x, y, marks, Table((), ()), width, height, (0.0, 0.0, 0.0, 0.0))


def rgb(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def test_marks_land_where_they_are_put_in_their_colours() -> None:
    found = paint(spec(Mark("bar", (10.0,), (5.0,), (30.0,), (25.0,), meaning="left")), LIGHT, scale=2.0)
    assert found.shape == (60, 80, 3)
    assert found.dtype == np.uint8
    assert found[30, 40].tolist() == rgb(LIGHT["left"])
    assert found[2, 2].tolist() == rgb(LIGHT["surface"])
    assert found[30, 18].tolist() == rgb(LIGHT["surface"])


@pytest.mark.parametrize(
    "mark",
    [
        Mark("line", (5.0, 35.0), (15.0, 15.0), meaning="right"),
        Mark("line", (5.0, 35.0), (15.0, 15.0), meaning="right", tone=("dash",)),
        Mark("rule", (5.0,), (15.0,), (35.0,), (15.0,), meaning="right"),
        Mark("points", (20.0,), (15.0,), meaning="right"),
        Mark("shape", (10.0, 30.0, 20.0), (5.0, 5.0, 25.0), meaning="right"),
        Mark("label", (20.0,), (20.0,), text="−12° ü", meaning="right", anchor="middle"),
        Mark("label", (20.0,), (20.0,), text="M", meaning="right", tone=("big", "halo"), anchor="middle"),
    ],
)
def test_each_kind_of_mark_leaves_its_colour(mark: Mark) -> None:
    found = paint(spec(mark), LIGHT)
    assert (found == rgb(LIGHT["right"])).all(axis=2).sum() > 10


def test_a_picture_lies_under_the_marks_and_inside_them() -> None:
    red = np.zeros((60, 80, 3), np.uint8)
    red[..., 0] = 255
    assert paint(spec(), LIGHT, under=red)[10, 10].tolist() == [255, 0, 0]
    data = "data:image/jpeg;base64," + base64.b64encode(write_jpeg(red)).decode()
    inside = paint(spec(Mark("image", (10.0,), (5.0,), (30.0,), (25.0,), text=data)), LIGHT)
    assert inside[30, 40, 0] > 240
    assert inside[2, 2].tolist() == rgb(LIGHT["surface"])


def test_a_chart_with_other_marks_is_no_picture() -> None:
    with pytest.raises(ValueError, match="no marks of the kind glyph"):
        paint(spec(Mark("glyph", (1.0,), (1.0,), text="rings")), LIGHT)


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_a_kinogram_is_a_picture_in_the_colours_of_the_sides(colours: dict[str, str]) -> None:
    drawn = kinogram.draw(moving.kinogram())
    found = paint(drawn, colours)
    assert found.shape == (2 * drawn.height, 2 * drawn.width, 3)
    half = len(found) // 2
    for rows, side, other in ((found[:half], "left", "right"), (found[half:], "right", "left")):
        assert (rows == rgb(colours[side])).all(axis=2).sum() > 2000
        assert not (rows == rgb(colours[other])).all(axis=2).any()


def test_png_is_exact_and_jpeg_nearly_so() -> None:
    picture = np.random.default_rng(1).integers(0, 255, (20, 30, 3), dtype=np.uint8)
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(write_png(picture)))), picture)
    smooth = np.full((20, 30, 3), 90, np.uint8)
    assert np.abs(np.asarray(Image.open(io.BytesIO(write_jpeg(smooth)))).astype(int) - 90).max() <= 2


def frames(count: int = 12, height: int = 61, width: int = 81):
    for number in range(count):
        picture = np.full((height, width, 3), 20, np.uint8)
        picture[20:40, 4 * number : 4 * number + 20] = (250, 150, 70)
        yield picture


def test_a_film_holds_every_picture_at_its_rate(tmp_path: Path) -> None:
    av = pytest.importorskip("av", reason="PyAV is not installed (extra video)")
    target = tmp_path / "a.mp4"
    assert write_mp4(target, frames(), 25.0) in ("H.264", "MPEG-4")
    with av.open(str(target)) as container:
        stream = container.streams.video[0]
        pictures = [frame.to_ndarray(format="rgb24") for frame in container.decode(stream)]
        assert float(stream.average_rate) == pytest.approx(25.0)
    assert len(pictures) == 12
    assert pictures[0].shape == (60, 80, 3)
    for number in (0, 11):
        bright = np.flatnonzero(pictures[number][30, :, 0] > 140)
        assert abs(bright[0] - 4 * number) <= 2


def test_a_film_that_is_there_stays_and_half_a_film_does_not(tmp_path: Path) -> None:
    pytest.importorskip("av", reason="PyAV is not installed (extra video)")
    target = tmp_path / "a.mp4"
    target.write_bytes(b"mine")
    with pytest.raises(InputError, match="there is such a file already"):
        write_mp4(target, frames(), 25.0)
    assert target.read_bytes() == b"mine"

    def broken():
        yield from frames(3)
        raise KeyboardInterrupt

    for pictures, error in ((broken(), KeyboardInterrupt), (iter(()), InputError)):
        with pytest.raises(error):
            write_mp4(tmp_path / "b.mp4", pictures, 25.0)
        assert not (tmp_path / "b.mp4").exists()
    with pytest.raises(InputError, match="the film cannot be written"):
        write_mp4(tmp_path / "none" / "c.mp4", frames(), 25.0)
