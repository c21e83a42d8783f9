"""Frames of a kept film behind a review: upright, small enough, none of a sealed day; where there is none, said."""

import io
import re
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("av", reason="films need PyAV, of the extra 'video'")
pytest.importorskip("PIL", reason="pictures need Pillow, of the extra 'video'")

from PIL import Image

from evenstride.app.video import clip_pictures
from evenstride.app.video.clip_pictures import FilmPictures
from evenstride.app.video.videos import films_of, keep_video, video_path
from evenstride.core.clip_review import corrections_of
from evenstride.core.errors import NotFoundError
from evenstride.core.estimate import Missing
from evenstride.core.recording import Origin, StepEvents
from evenstride.core.trial_told import ClipTold, TrialTold
from evenstride.store import open_store
from tests.film_files import Scene, write_film
from tests.filmed_runs import SCENE, drawn, keep_filmed
from tests.sites import AT, Site
from tests.unit.test_language import ENGLISH_WORDS, Unmarked
from tests.unit.test_web_instruments import plain
from tests.unit.test_web_runs import _seal

MOVED = '[{"what": "move", "side": "left", "kind": "touchdown", "found": 0.146, "frame": 36}]'


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path / "test.db")


@pytest.fixture
def id(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    return keep_filmed(site.desk.path, tmp_path, "Noa", monkeypatch, on=AT.date())


def clip_of(film: str | None) -> StepEvents:
    told = TrialTold(clip=ClipTold(240.0, film=film))
    return StepEvents(athlete="Noa", contacts=(), origin=Origin("a", "b", "c", told=told))


def test_a_frame_of_the_film_is_shown(site: Site, id: str) -> None:
    answer = site.get(f"/clip-picture/noa?id={id}&frame=200")
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["cache-control"] == "no-store"
    seen = np.asarray(Image.open(io.BytesIO(answer.content)).convert("RGB"), dtype=float)
    wanted = next(one for number, one in enumerate(drawn()) if number == 200)
    assert seen.shape == wanted.shape
    assert np.abs(seen - wanted).mean() < 3.0
    assert site.get(f"/clip-frames/noa?id={id}").json()["film"] == [SCENE.width, SCENE.height]
    page = site.get(f"/review/noa?id={id}").text
    assert "Behind the points lies the film" in page
    assert "No film is kept" not in page


def test_what_is_no_frame_is_not_found(site: Site, id: str) -> None:
    for frame in (str(SCENE.count), "-1", "", "x", "²", "99999999"):
        assert site.get(f"/clip-picture/noa?id={id}&frame={frame}").status_code == 404, frame
    assert site.get("/clip-picture/noa?id=none&frame=1").status_code == 404
    assert site.get(f"/clip-picture/kim?id={id}&frame=1").status_code == 404


def test_a_sealed_day_shows_no_frame(site: Site, id: str) -> None:
    assert site.get(f"/clip-picture/noa?id={id}&frame=1").status_code == 200
    _seal(site)
    answer = site.get(f"/clip-picture/noa?id={id}&frame=1")
    assert answer.status_code == 422
    assert "sealed" in answer.text


def test_where_the_film_is_gone_nothing_counts_as_seen(site: Site, id: str) -> None:
    with open_store(site.desk.path) as store:
        [film] = films_of(store)
    path = video_path(site.desk.path, film)
    assert isinstance(path, Path)
    path.unlink()
    said = plain(site.get(f"/review/noa?id={id}").text)
    assert "No film is kept with this run: the runner is drawn as points on an empty ground." in said
    assert site.get(f"/clip-frames/noa?id={id}").json()["film"] is None
    assert site.get(f"/clip-picture/noa?id={id}&frame=1").status_code == 404
    told = {"id": id, "changes": MOVED, "film": "1", "by": "Ada"}
    assert site.ask("POST", "/review/noa", headers={"origin": "http://localhost"}, data=told).status_code == 303
    with open_store(site.desk.path) as store:
        assert [one.film for one in corrections_of(store.recording(id).noun)] == [False]


def test_a_moved_event_that_was_seen_has_the_error_of_a_frame(site: Site, id: str) -> None:
    told = {"id": id, "changes": MOVED, "film": "1", "by": "Ada"}
    assert site.ask("POST", "/review/noa", headers={"origin": "http://localhost"}, data=told).status_code == 303
    assert "on the film" in site.get(f"/review/noa?id={id}").text


def test_large_pictures_are_made_smaller_and_neighbours_are_decoded_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    grey = (np.full((1440, 320, 3), 8 * number, dtype=np.uint8) for number in range(30))
    scene = Scene(width=320, height=1440, rate=30.0, seconds=1.0)
    film = write_film(tmp_path / "tall.mp4", scene, pictures=grey, rotation=90)
    run = clip_of(keep_video(tmp_path / "a.db", film))
    pictures = FilmPictures(tmp_path / "a.db")
    found = [Image.open(io.BytesIO(pictures.picture(run, frame))) for frame in (5, 17)]
    assert [one.size for one in found] == [(160, 720)] * 2
    assert [round(float(np.asarray(one).mean()) / 8.0) for one in found] == [5, 17]
    monkeypatch.setattr(clip_pictures, "_decoded", lambda *_: pytest.fail("decoded again"))
    pictures.picture(run, 6)


def test_a_film_that_cannot_be_opened_says_so(tmp_path: Path) -> None:
    film = tmp_path / "run.mp4"
    film.write_bytes(b"no film at all")
    run = clip_of(keep_video(tmp_path / "a.db", film))
    pictures = FilmPictures(tmp_path / "a.db")
    found = pictures.film(run)
    assert isinstance(found, Missing)
    assert found.reason == "The film is kept, but cannot be shown here"
    assert found.remedy
    with pytest.raises(NotFoundError, match="cannot be shown here"):
        pictures.picture(run, 0)
    assert pictures.film(clip_of(None)) == clip_pictures.NONE_KEPT


def test_the_review_speaks_german(site: Site, id: str) -> None:
    page = site.ask("GET", f"/review/noa?id={id}", headers={"accept-language": "de"}).text
    assert '<main id="main">' in page
    assert "Kontaktzeit" in page
    said = {word for text in Unmarked(page).said for word in re.findall(r"[a-zäöüß]+", text.lower())}
    assert said & (ENGLISH_WORDS | {"legs", "frames", "event", "touchdown", "contact"}) == set()
