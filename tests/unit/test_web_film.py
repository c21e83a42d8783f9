"""A film by the page: sent, posed as a job, kept, told of; stopped when somebody says so."""

import asyncio
from pathlib import Path

import pytest

pytest.importorskip("av", reason="films need PyAV, of the extra 'video'")

from evenstride.app.video.videos import films_of, video_path
from evenstride.doors.web import film_pages, import_pages
from evenstride.store import open_store
from tests.sites import Site
from tests.unit.test_posing import Counting, estimator, film
from tests.unit.test_web_import import ORIGIN, report

__all__ = ["estimator", "film"]

TOLD = {"athlete": "Noa", "on": "2026-03-01", "fps": "240", "scale": "300px/m"}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path / "test.db")


def test_the_page_says_what_lacks_and_else_asks_how_it_was_filmed(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_pages, "seem_set_up", lambda: False)
    assert "evenstride video setup" in site.ask("GET", "/import").text
    monkeypatch.setattr(import_pages, "seem_set_up", lambda: True)
    page = site.ask("GET", "/import").text
    assert all(f'name="{name}"' in page for name in ("film", "fps", "scale", "camera", "runner"))


def test_a_film_is_posed_and_kept(site: Site, film: Path, estimator: Counting) -> None:
    sent = site.ask("POST", "/import/film", headers=ORIGIN, data=TOLD, files=[("film", ("run.mp4", film.read_bytes()))])
    assert sent.status_code == 303
    page = report(site, sent)
    assert "run.mp4" in page
    assert "1 of 1 new" in page
    with open_store(site.desk.path) as store:
        [id] = films_of(store)
    assert isinstance(video_path(site.desk.path, id), Path)


def test_a_film_without_a_rate_is_refused_with_the_reason(site: Site, film: Path, estimator: Counting) -> None:
    told = {**TOLD, "fps": ""}
    sent = site.ask("POST", "/import/film", headers=ORIGIN, data=told, files=[("film", ("run.mp4", film.read_bytes()))])
    assert "how many frames the camera took a second" in report(site, sent).lower()


def test_what_is_no_film_is_refused(site: Site, estimator: Counting) -> None:
    for name, data in (("run.csv", b"a,b"), ("run.mp4", b"no film at all")):
        sent = site.ask("POST", "/import/film", headers=ORIGIN, data=TOLD, files=[("film", (name, data))])
        assert "0 of 1" in (page := report(site, sent)) or "no film" in page.lower(), page
    assert (
        site.ask("POST", "/import/film", headers=ORIGIN, data=TOLD, files=[("other", ("a", b"b"))]).status_code == 422
    )


def test_a_job_can_be_stopped(site: Site, film: Path, estimator: Counting, monkeypatch: pytest.MonkeyPatch) -> None:
    looked = Counting.people

    def slowly(self: Counting, *given: object) -> object:
        asyncio.run(asyncio.sleep(0.02))
        return looked(self, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(Counting, "people", slowly)
    sent = site.ask("POST", "/import/film", headers=ORIGIN, data=TOLD, files=[("film", ("run.mp4", film.read_bytes()))])
    page = site.ask("GET", sent.headers["location"]).text
    stop = page.split('action="')[-1].split('"')[0]
    assert stop.startswith("/job/")
    assert stop.endswith("/stop")
    assert site.ask("POST", stop, headers=ORIGIN).status_code == 303
    for _ in range(200):
        answer = site.ask("GET", sent.headers["location"])
        if answer.status_code != 200:
            break
        asyncio.run(asyncio.sleep(0.02))
    assert "stopped by you" in answer.text.lower()
    assert len(estimator.seen) < 900


def test_how_it_was_filmed_is_read_from_the_form() -> None:
    assert film_pages.read_clip({"fps": ["240"], "runner": ["1,2@3"]}).words == {"fps": 240.0, "runner": "1,2@3"}
