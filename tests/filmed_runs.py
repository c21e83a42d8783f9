"""A run kept with its film: a stick runner drawn in every frame, and an estimator that knows where it is."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from evenstride.app.video import posing
from evenstride.app.video.film_import import import_film
from evenstride.core.trial_told import ClipTold
from evenstride.poses.blazepose import NAMES
from evenstride.store import open_store
from tests.film_files import BONES, Scene, _line, body_point, write_film

AT, DAY = datetime(2026, 5, 4, 12, tzinfo=UTC), date(2026, 5, 1)
SCENE = Scene(width=1480, height=360, rate=240.0, seconds=2.2, scale=150.0)
COLOURS = {"left": (215, 60, 30), "right": (30, 90, 200)}


class Knowing:
    """An estimator that is told where the runner is by the clock of a film that plays at 30 frames a second."""

    name, model, names = "knowing", "0" * 64, NAMES

    def __init__(self, scene: Scene = SCENE, noise: float = 1.0) -> None:
        self._found = scene.points()
        self._noise = noise

    def people(self, picture: np.ndarray, time: float) -> tuple[np.ndarray, np.ndarray]:
        frame = round(time * 30.0)
        chance = np.random.default_rng(frame)
        points = np.zeros((1, len(NAMES), 2))
        for body, places in self._found.items():
            part = body.part.title() if body.part != "ball" else "BigToe"
            if body.side is not None and (name := f"{body.side.value[0].upper()}{part}") in NAMES:
                points[0, NAMES.index(name)] = places[frame] + self._noise * chance.standard_normal(2)
        return points, 0.9 * (points[..., 0] != 0.0)


def drawn(scene: Scene = SCENE) -> Iterator[np.ndarray]:
    """Yield pictures of the runner before a ground that grows lighter to the right, quickly."""
    points = scene.points()
    ground = np.repeat(np.linspace(90.0, 190.0, scene.width)[np.newaxis, :, np.newaxis], 3, axis=2)
    for index in range(scene.count):
        picture = np.repeat(ground, scene.height, axis=0)
        picture[round(0.9 * scene.height) + 6 :] *= 0.7
        for side in ("right", "left"):
            for first, last in BONES:
                begin, end = (points[body_point(side, part)][index] for part in (first, last))
                _line(picture, begin, end, 0.05 * scene.scale, COLOURS[side])
        yield np.round(picture).astype(np.uint8)


@cache
def film_bytes() -> bytes:
    """Return a film of the runner in slow motion, drawn once."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        return write_film(Path(folder) / "run.mp4", SCENE, plays_at=30.0, pictures=drawn()).read_bytes()


def keep_filmed(
    database: Path, folder: Path, name: str, monkeypatch: pytest.MonkeyPatch, on: date = DAY, file: str = "run.mp4"
) -> str:
    """Keep the runner's film with its run, and return the id of the run."""
    monkeypatch.setattr(posing, "open_backend", lambda *_, **__: Knowing())
    monkeypatch.setenv("EVENSTRIDE_CACHE", str(folder / "cache"))
    film = folder / file
    film.write_bytes(film_bytes())
    with open_store(database) as store:
        told = ClipTold(fps=SCENE.rate, scale=f"{SCENE.scale:g}px/m")
        result = import_film(store, database, film, told, imported_at=AT, athlete=name, on=on).result
    return result.ids[0]
