"""Films become keypoints: written as they are found, gone on with, kept, deleted; the estimator here only counts."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("av", reason="films need PyAV, of the extra 'video'")

from evenstride.app.runs.delete import delete_run
from evenstride.app.video import posing
from evenstride.app.video.film_import import import_film
from evenstride.app.video.film_source import keypoints_of_film
from evenstride.app.video.posing import ahead, pose_film
from evenstride.app.video.videos import drop_films, films_of, keep_video, video_path
from evenstride.core.errors import InputError, StoppedError, StoreError
from evenstride.core.estimate import Missing
from evenstride.core.pose_lines import read_frames, read_head
from evenstride.core.trial_told import ClipTold
from evenstride.core.video import Frame
from evenstride.poses.blazepose import NAMES
from evenstride.readers.keypoint_names import MODELS
from evenstride.readers.signals.keypoints import read
from evenstride.readers.told import Told
from evenstride.store import open_store
from tests.film_files import Scene, write_film

AT, DAY = datetime(2026, 5, 2, 12, tzinfo=UTC), date(2026, 5, 1)
RATE = 240.0
SCENE = Scene(width=1600, height=720, rate=RATE, seconds=4.0, scale=300.0)
FOUND = SCENE.points()


class Counting:
    """An estimator that knows where the runner is by the film's clock, beside somebody who stands."""

    name, model, names = "counting", "0" * 64, NAMES

    def __init__(self, stop_at: int = -1) -> None:
        self.seen: list[float] = []
        self.stop_at = stop_at

    def people(self, picture: np.ndarray, time: float) -> tuple[np.ndarray, np.ndarray]:
        assert picture.dtype == np.uint8
        if len(self.seen) == self.stop_at:
            raise KeyboardInterrupt
        self.seen.append(time)
        frame = round(time * 30.0)
        runner, standing = placed(frame, 2.0), 0.5 * placed(0, 0.0)
        seen = runner[:, 0] != 0.0
        return np.stack([standing, runner]), np.stack([0.9 * seen, 0.9 * seen])


def placed(frame: int, noise: float) -> np.ndarray:
    """Return the 33 points of the runner in a frame, px; 0, 0 where the stick figure has none."""
    rng = np.random.default_rng(frame)
    points = np.zeros((len(NAMES), 2))
    for body, places in FOUND.items():
        part = body.part.title() if body.part != "ball" else "BigToe"
        if body.side is not None and (name := f"{body.side.value[0].upper()}{part}") in NAMES:
            points[NAMES.index(name)] = places[frame] + noise * rng.standard_normal(2)
    return points


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """A film in slow motion: nothing is in its pictures, the estimator knows its clock."""
    blank = (np.full((36, 64, 3), index % 200, dtype=np.uint8) for index in range(SCENE.count))
    return write_film(tmp_path / "run.mp4", SCENE, plays_at=30.0, pictures=blank)


@pytest.fixture
def estimator(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Counting:
    held = Counting()
    monkeypatch.setattr(posing, "open_backend", lambda *_, **__: held)
    monkeypatch.setenv("EVENSTRIDE_CACHE", str(tmp_path / "cache"))
    return held


def test_names_of_landmarks_are_those_that_are_read() -> None:
    assert MODELS[33][1] == NAMES


def test_every_frame_is_written_with_its_time_and_everybody_in_it(film: Path, estimator: Counting) -> None:
    told: list[tuple[int, int]] = []
    found = pose_film(film, progress=lambda done, total: told.append((done, total)))
    assert (found.frames, found.people, found.already) == (SCENE.count, 2, 0)
    assert told[0] == (0, SCENE.count)
    assert told[-1] == (SCENE.count, SCENE.count)
    lines = found.poses.read_text().splitlines()
    head = read_head(lines[0])
    assert (head.film_name, head.estimator, head.tagged_rate, head.frames) == ("run.mp4", "counting", 30.0, SCENE.count)
    frames = list(read_frames(lines[1:], head.points))
    assert [one.index for one in frames] == list(range(SCENE.count))
    assert frames[30].time == pytest.approx(1.0, abs=1e-4)
    assert frames[30].points.shape == (2, 33, 2)


def test_a_film_that_is_known_costs_nothing(film: Path, estimator: Counting) -> None:
    pose_film(film)
    looked = len(estimator.seen)
    again = pose_film(film)
    assert (len(estimator.seen), again.already) == (looked, SCENE.count)


def test_what_was_stopped_goes_on_with_the_next_frame(film: Path, estimator: Counting) -> None:
    estimator.stop_at = 100
    with pytest.raises(StoppedError, match=r"run\.mp4: stopped by you at frame 100 of 960\..*goes on from there"):
        pose_film(film)
    [part] = (Path(film.parent) / "cache/poses").glob("*.part")
    with part.open("a") as file:
        file.write('{"frame":100,"ti')  # a line that was being written when the machine went off
    estimator.stop_at = -1
    found = pose_film(film)
    assert (found.frames, found.already) == (SCENE.count, 100)
    assert len(estimator.seen) == SCENE.count
    whole = found.poses.read_text()
    found.poses.unlink()
    assert pose_film(film).poses.read_text() == whole


def test_a_beginning_of_another_model_is_begun_anew(film: Path, estimator: Counting) -> None:
    estimator.stop_at = 10
    with pytest.raises(StoppedError):
        pose_film(film)
    estimator.stop_at, estimator.model = -1, "1" * 64  # type: ignore[misc]
    assert pose_film(film).already == 0


def test_what_decoding_raises_is_raised_where_frames_are_taken() -> None:
    def broken() -> Iterator[Frame]:
        yield Frame(0, 0.0, np.zeros((2, 2, 3), dtype=np.uint8))
        raise InputError("the film ends here")

    with pytest.raises(InputError, match="the film ends here"):
        list(ahead(broken()))


def test_the_keypoints_are_read_with_what_is_told(film: Path, estimator: Counting) -> None:
    source, clip = keypoints_of_film(film, ClipTold(fps=240.0, scale="300px/m"))
    assert clip is not None
    assert clip.film == pose_film(film).head.film
    from evenstride.readers.keypoint_clips import with_facts

    signal, notes = read(with_facts(source.read_bytes(), clip.words, name=source.name), Told("Noa"))
    assert signal.keypoints is not None
    assert signal.keypoints.people == 2
    assert signal.keypoints.times[240] == pytest.approx(1.0, abs=1e-3)
    assert "(counting)" in notes[0]


def test_without_a_capture_rate_nothing_is_looked_at(film: Path, estimator: Counting) -> None:
    with pytest.raises(InputError, match=r"run\.mp4: how many frames .* plays at 30 a second.*--fps 240"):
        keypoints_of_film(film, None)
    with pytest.raises(InputError, match=r"3\.0 frames a second is no capture rate"):
        keypoints_of_film(film, ClipTold(fps=3.0))
    assert not estimator.seen


def test_a_film_that_tells_its_capture_rate_is_believed(tmp_path: Path, estimator: Counting) -> None:
    blank = iter([np.zeros((36, 64, 3), dtype=np.uint8)] * 60)
    film = write_film(
        tmp_path / "slow.mp4", SCENE, plays_at=30.0, pictures=blank, told={"com.android.capture.fps": "240"}
    )
    clip = keypoints_of_film(film, None)[1]
    assert clip is not None
    assert clip.fps == 240.0


def test_a_film_is_kept_with_its_run_and_goes_with_it(film: Path, estimator: Counting, tmp_path: Path) -> None:
    database = tmp_path / "held/a.db"
    told = ClipTold(fps=240.0, scale="300px/m")
    with open_store(database) as store:
        result = import_film(store, database, film, told, imported_at=AT, athlete="Noa", on=DAY).result
        [id] = films_of(store)
        kept = video_path(database, id)
        assert isinstance(kept, Path)
        assert kept.read_bytes() == film.read_bytes()
        again = import_film(store, database, film, told, imported_at=AT, athlete="Noa", on=DAY).result
        assert again.already
        before = films_of(store)
        assert drop_films(store, database, before) == 0
        own, other = kept.with_name("my own film.mp4"), kept.with_name(f"{'0' * 64}.mp4")
        for one in (own, other):
            one.write_bytes(b"not of this database")
        delete_run(store, store.athlete("Noa"), result.ids[0], at=AT)
        assert drop_films(store, database, before) == 1
    assert own.exists(), "what the folder holds of somebody else is not ours to delete"
    assert other.exists()
    assert not kept.exists()
    assert not list((tmp_path / "cache/poses").iterdir())
    assert isinstance(video_path(database, id), Missing)


def test_a_film_that_is_refused_is_not_kept(film: Path, estimator: Counting, tmp_path: Path) -> None:
    database = tmp_path / "held/a.db"
    with open_store(database) as store, pytest.raises(InputError, match="date"):
        import_film(store, database, film, ClipTold(fps=240.0), imported_at=AT, athlete="Noa")
    assert not list((tmp_path / "held/clips").glob("*"))


def test_a_kept_film_is_found_by_its_id_alone(tmp_path: Path) -> None:
    source = tmp_path / "a.MOV"
    source.write_bytes(b"film")
    id = keep_video(tmp_path / "a.db", source)
    assert video_path(tmp_path / "a.db", id) == tmp_path / f"clips/{id}.mov"
    assert isinstance(video_path(tmp_path / "a.db", ""), Missing)


def test_two_at_once_do_not_write_into_each_other(film: Path, estimator: Counting, tmp_path: Path) -> None:
    folder = tmp_path / "poses"

    def again(done: int, total: int) -> None:
        if done == 1:
            with pytest.raises(InputError, match="already"):
                pose_film(film, folder=folder)

    found = pose_film(film, folder=folder, progress=again)
    assert list(folder.iterdir()) == [found.poses], "nothing else stays where the points were asked for"
    whole = found.poses.read_bytes()
    found.poses.write_bytes(whole + b"no frame of poses\n")
    assert pose_film(film, folder=folder).poses.read_bytes() == whole, "what was spoiled is found anew"


def test_a_film_that_cannot_be_kept_leaves_no_run(film: Path, estimator: Counting, tmp_path: Path) -> None:
    database = tmp_path / "held/a.db"
    with open_store(database) as store:
        (tmp_path / "held/clips").touch()
        told = ClipTold(fps=240.0, scale="300px/m")
        with pytest.raises(StoreError, match="cannot be kept"):
            import_film(store, database, film, told, imported_at=AT, athlete="Noa", on=DAY)
        assert not store.recordings()
