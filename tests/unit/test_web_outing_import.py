"""Activities come in by the page: alone, in a zip, beside other files; whose they are is asked; it can be stopped."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from evenstride.app.crew import Outcome
from evenstride.app.outings import importing as outing_import
from evenstride.core.athlete import Athlete
from evenstride.core.errors import StoppedError
from evenstride.doors.web.jobs import Jobs
from evenstride.store import open_store
from tests.outing_files import tcx
from tests.sites import AT, Site
from tests.unit.test_outing_import import here
from tests.unit.test_web_import import ADA, report, send, site

__all__ = ["here", "site"]


@pytest.fixture(autouse=True)
def alone(here: list[str]) -> list[str]:
    """Files are read in this process."""
    return here


@pytest.fixture
def noa(site: Site) -> Site:
    with open_store(site.desk.path) as store:
        store.save_athlete(Athlete("Noa"), saved_at=AT)
    return site


def packed(**files: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


def kept(site: Site, name: str = "Noa") -> int:
    with open_store(site.desk.path) as store:
        return len(store.activities(name))


def test_an_activity_comes_in_alone_and_twice_changes_nothing(noa: Site) -> None:
    page = report(noa, send(noa, ("run.tcx", tcx())))
    assert "1 file is in" in page
    assert "1 new file with 1 activity for Noa." in page
    assert "/outings/noa" in page
    assert "1 file was here already; nothing changed." in report(noa, send(noa, ("again.tcx", tcx())))
    assert kept(noa) == 1


def test_a_zip_is_read_file_by_file_and_what_could_not_be_is_listed_with_its_reason(noa: Site) -> None:
    export = packed(
        **{"a.tcx": tcx(0), "deep/b.tcx": tcx(1), "cut.tcx": tcx(2)[:4000], "no.gpx": b"<gpx/>", "me.jpg": b"x"}
    )
    page = report(noa, send(noa, ("export.zip", export)))
    assert "3 files are in" in page
    assert page.index("Could not be read") < page.index("no.gpx") < page.index("holds no track")
    assert page.index("Read in part") < page.index("cut.tcx")
    assert "1 × a picture" in page
    assert "cut.tcx" in page[page.index("Read in part") :]
    assert kept(noa) == 3


def test_activities_and_other_files_come_in_together(noa: Site) -> None:
    answer = send(noa, ("ada.csv", ADA), ("a/run.tcx", tcx(0)), ("b/run.tcx", tcx(1)), athlete="Noa")
    page = report(noa, answer)
    assert "2 new files with 2 activities for Noa." in page
    assert "ada.csv" in page
    assert kept(noa) == 2


def test_whose_they_are_is_asked_where_it_is_not_clear(
    noa: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with open_store(noa.desk.path) as store:
        store.save_athlete(Athlete("Kim"), saved_at=AT)
    answer = send(noa, ("run.tcx", tcx()))
    place = answer.headers["location"]
    assert "Whose outings are these?" in report(noa, answer)
    assert (kept(noa), kept(noa, "Kim")) == (0, 0)
    assert noa.post(f"{place}/whose", "athlete=").status_code == 422
    assert "1 new file with 1 activity for Robin Alder." in report(
        noa, noa.post(f"{place}/whose", "athlete=Robin++Alder")
    )
    assert kept(noa, "Robin Alder") == 1
    assert noa.post(f"{place}/whose", "athlete=Kim").status_code == 422
    assert list(tmp_path.glob("evenstride-*")) == []


def test_files_of_activities_leave_the_disk_when_they_are_read(
    noa: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    report(noa, send(noa, ("run.tcx", tcx()), ("ada.csv", ADA)))
    assert (
        noa.ask("POST", "/import", headers={"origin": "http://localhost"}, files=[("files", ("", b""))]).status_code
        == 422
    )
    report(noa, send(noa, ("ada.csv", ADA)))
    assert list(tmp_path.glob("evenstride-*")) == []


def test_a_packed_file_of_keypoints_is_no_outing(noa: Site) -> None:
    frame = b'{"version": 1.3, "people": [{"pose_keypoints_2d": [' + b", ".join([b"1.0"] * 75) + b"]}]}"
    clip = packed(**{f"clip_{number:012d}_keypoints.json": frame for number in range(3)})
    page = report(noa, send(noa, ("clip.zip", clip)))
    assert "Outings of" not in page
    assert "clip.zip" in page


def test_an_import_that_is_stopped_keeps_what_was_read_and_goes_on_when_it_is_sent_again(
    noa: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, go_on, real = Event(), Event(), outing_import.work_apart

    def slowly(work, pieces, **more) -> Iterator[Outcome]:
        for number, outcome in enumerate(real(work, pieces, **more)):
            yield outcome
            if number == 0:
                read.set()
                assert go_on.wait(30.0)

    monkeypatch.setattr(outing_import, "work_apart", slowly)
    export = packed(**{f"{number}.tcx": tcx(number) for number in range(6)})
    answer = send(noa, ("export.zip", export))
    assert read.wait(30.0)
    waiting = noa.get(answer.headers["location"]).text
    assert "Stop, and keep what is done" in waiting
    stop = waiting.split('action="')[1].split('"')[0]
    assert noa.ask("POST", stop, headers={"origin": "http://evil.example"}).status_code == 403
    assert noa.post(stop, "").headers["location"] == answer.headers["location"]
    assert "Stopping" in noa.get(answer.headers["location"]).text
    go_on.set()
    page = report(noa, answer)
    assert "You stopped it" in page
    assert 1 <= kept(noa) < 6
    monkeypatch.setattr(outing_import, "work_apart", real)
    assert "6 files are in" in report(noa, send(noa, ("export.zip", export)))
    assert kept(noa) == 6


def test_work_that_may_not_be_stopped_goes_on() -> None:
    jobs, told = Jobs(), []

    def work(progress) -> None:
        job.stopping = True
        progress(1, 2)
        told.append("done")

    gate = Event()
    jobs.start("wait", lambda _: gate.wait(10.0), then="/", wish=0)
    job = jobs.start("work", work, then="/a", wish=1)
    gate.set()
    assert job.wait(10.0)
    assert told == ["done"]
    assert job.problem is None
    gate.clear()
    jobs.start("wait", lambda _: gate.wait(10.0), then="/", wish=2)
    job = jobs.start("work", work, then="/b", wish=3, may_stop=True)
    gate.set()
    assert job.wait(10.0)
    assert isinstance(job.problem, StoppedError)
