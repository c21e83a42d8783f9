"""A film comes in: what whoever brings it must know, and a film that comes twice; the estimator knows the runner."""

from datetime import date
from pathlib import Path

import pytest

pytest.importorskip("av", reason="films need PyAV, of the extra 'video'")

from evenstride.app.data_desk import DataDesk
from evenstride.app.video import posing
from evenstride.app.video.film_import import import_film
from evenstride.core.errors import InputError
from evenstride.core.trial_told import ClipTold
from evenstride.store import open_store
from tests.film_files import write_film
from tests.filmed_runs import AT, DAY, SCENE, Knowing, drawn, film_bytes
from tests.terminals import Terminal, run
from tests.unit.test_web_film import TOLD
from tests.unit.test_web_import import ORIGIN, report
from tests.unit.test_web_plan import Site

__all__ = ["run"]


def said_by(run: Terminal, *words: str, code: int = 0) -> str:
    """Return all that a command said, once it ended as it should."""
    got, out, err = run(*words)
    assert got == code, out + err
    return out + err


CLIP = ClipTold(fps=SCENE.rate, scale=f"{SCENE.scale:g}px/m")
SAID = ("--fps", f"{SCENE.rate:g}", "--scale", f"{SCENE.scale:g}px/m")


@pytest.fixture(autouse=True)
def estimator(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(posing, "open_backend", lambda *_, **__: Knowing())
    monkeypatch.setenv("EVENSTRIDE_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def film(tmp_path: Path) -> Path:
    path = tmp_path / "run.mp4"
    path.write_bytes(film_bytes())
    return path


@pytest.fixture
def cut_off(tmp_path: Path) -> Path:
    path = write_film(tmp_path / "run.mp4", SCENE, plays_at=30.0, pictures=drawn(), movflags="faststart")
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) * 9 // 10])
    return path


def test_whoever_measures_or_keeps_a_film_that_is_cut_off_is_told(cut_off: Path, tmp_path: Path, run: Terminal) -> None:
    measured = said_by(run, "measure", str(cut_off), *SAID)
    assert "The film is cut off or damaged: " in measured
    kept = said_by(
        run, "import", str(cut_off), *SAID, "--athlete", "Noa", "--date", "2026-05-01", "--db", str(tmp_path / "a.db")
    )
    assert "run.mp4: The film is cut off or damaged: " in kept


def test_the_import_page_tells_that_a_film_is_cut_off(cut_off: Path, tmp_path: Path) -> None:
    site = Site(tmp_path / "test.db")
    files = [("film", ("run.mp4", cut_off.read_bytes()))]
    sent = site.ask("POST", "/import/film", headers=ORIGIN, data={**TOLD, "scale": "150px/m"}, files=files)
    assert '<p class="say">The film is cut off or damaged' in report(site, sent)


def test_a_film_that_is_refused_is_called_by_its_own_name(
    film: Path, monkeypatch: pytest.MonkeyPatch, run: Terminal
) -> None:
    class Nobody(Knowing):
        def people(self, picture, time):  # type: ignore[no-untyped-def]
            points, confidence = super().people(picture, time)
            return points[:0], confidence[:0]

    monkeypatch.setattr(posing, "open_backend", lambda *_, **__: Nobody())
    said = said_by(run, "measure", str(film), *SAID, code=2)
    assert said.startswith("run.mp4: nobody was found in any frame.")


def test_what_is_kept_of_a_film_is_called_by_its_own_name(film: Path, tmp_path: Path, run: Terminal) -> None:
    place = ("--db", str(tmp_path / "a.db"))
    said_by(run, "import", str(film), *SAID, "--athlete", "Noa", "--date", "2026-05-01", *place)
    desk = DataDesk(tmp_path / "a.db", lambda: AT)
    with open_store(desk.path) as store:
        [kept] = store.recordings()
    for command in (("data", "show", "--athlete", "Noa"), ("why", kept.id)):
        shown = said_by(run, *command, *place)
        assert "run.mp4" in shown
        assert "zip" not in shown
        assert "poses.jsonl" not in shown
    name, data = desk.raw("noa", kept.noun.origin.content_id)
    assert (name, data[:2]) == ("run.mp4.zip", b"PK")


def test_a_film_counts_once_for_an_athlete(film: Path, tmp_path: Path) -> None:
    database = tmp_path / "held/a.db"
    other = film.with_name("other.mp4")
    other.write_bytes(film.read_bytes())
    with open_store(database) as store:

        def bring(path: Path, on: date, clip: ClipTold = CLIP, athlete: str = "Noa"):  # type: ignore[no-untyped-def]
            return import_film(store, database, path, clip, imported_at=AT, athlete=athlete, on=on)

        first = bring(film, DAY)
        assert first.notes == ()
        with pytest.raises(
            InputError,
            match=r"run\.mp4: this film is here already, as a run of Noa on 2026-05-01\. .*If 2026-06-01 is right, "
            r"delete that run",
        ):
            bring(film, date(2026, 6, 1))
        # Under another name, with nothing known of its keypoints any more, it is the same film.
        for found in (tmp_path / "cache/poses").glob("*.jsonl"):
            found.unlink()
        again = bring(other, DAY)
        assert again.result.already
        assert again.result.ids == first.result.ids
        with pytest.raises(InputError, match=r"something else was said of it then"):
            bring(film, DAY, ClipTold(fps=120.0))
        ada = bring(film, date(2026, 6, 1), athlete="Ada")
        assert len(ada.result.added) == 1
        assert ada.notes == (
            "The same film is here already as a run of Noa on 2026-05-01. If the same person is meant, delete one of "
            "the two.",
        )
        assert len(store.recordings()) == 2


def test_a_film_that_is_here_is_told_on_the_command_line(film: Path, tmp_path: Path, run: Terminal) -> None:
    place = ("--db", str(tmp_path / "a.db"))
    said_by(run, "import", str(film), *SAID, "--athlete", "Noa", "--date", "2026-05-01", *place)
    assert "already here since" in said_by(
        run, "import", str(film), *SAID, "--athlete", "Noa", "--date", "2026-05-01", *place
    )
    said = said_by(run, "import", str(film), *SAID, "--athlete", "Noa", "--date", "2026-05-02", *place, code=2)
    assert "run.mp4: this film is here already, as a run of Noa on 2026-05-01. A film counts once." in said


def test_a_runner_pointed_at_after_the_end_is_refused(film: Path, run: Terminal) -> None:
    said = said_by(run, "measure", str(film), *SAID, "--runner", "640,410@999", code=2)
    assert said.startswith("run.mp4: the runner is pointed at in second 999, and the film is 17.6 s long.")


def test_a_bad_scale_is_refused_with_the_name_of_its_option(film: Path, run: Terminal) -> None:
    said = said_by(run, "measure", str(film), "--fps", "240", "--scale", "height=8m", code=2)
    assert said.startswith("--scale: 'height=8m' is no scale.")


def test_places_left_of_the_picture_are_no_options(run: Terminal) -> None:
    for words in (("drag", "abcd1234", "3", "LHeel", "-5", "-10.5"), ("runner", "abcd1234", "3", "-5", "-10.5")):
        said = said_by(run, "clip", *words, code=2)
        assert "No such option" not in said
        assert "abcd1234" in said
