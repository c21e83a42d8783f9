"""One's own data as pages, on a real database: what is known, why, archives out and in, deleting."""

import io
import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from evenstride.core.athlete import Athlete, Intake
from evenstride.core.log import LogEntry
from evenstride.core.plan import Kind, Plan, Session
from evenstride.core.provenance import Provenance
from evenstride.doors.pages.addresses import page_path
from evenstride.doors.web import data_pages
from evenstride.doors.web.uploads import BESIDE
from evenstride.store import open_store
from tests.contract.test_store_archive import NOA, everything, fill
from tests.sites import HOME, Outline, Site
from tests.stores import DAY, NOW, reading, splits

HOSTILE = '<script>alert("x")</script> & Co/.. %'
FROM = {"origin": "http://localhost"}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    with open_store(tmp_path / "test.db") as store:
        fill(store)
        store.save_athlete(Athlete(HOSTILE, intake=Intake(DAY, goal=HOSTILE)), saved_at=NOW)
        store.save_log(HOSTILE, LogEntry(DAY, HOSTILE, note=HOSTILE))
        store.save_import(
            *reading(splits(HOSTILE, place=HOSTILE, label=HOSTILE), data=HOSTILE.encode()), imported_at=NOW
        )
    return Site(tmp_path / "test.db")


def state(site: Site, name: str = "Noa Keller") -> dict[str, object]:
    with open_store(site.desk.path) as store:
        return everything(store, name)


def send(site: Site, data: bytes, **headers: str) -> httpx.Response:
    return site.ask("POST", "/archives", headers={**FROM, **headers}, files={"archive": ("a.zip", data)})


def links(page: str, start: str) -> list[str]:
    return [link.replace("&amp;", "&") for link in re.findall(rf'href="({start}[^"]*)"', page)]


def test_the_page_shows_all_that_is_known_and_leads_back_to_the_file(site: Site) -> None:
    page = site.get("/data/noa%20keller").text
    for text in ("2001", "run free", "earlier", "mass 71.5 kg, height 1.8 m", "may.csv", "test S1, left", "Diagnosis"):
        assert text.casefold() in page.casefold()
    assert f'href="{links(page, "/archive/")[0]}"' in page
    chain = site.get(links(page, "/why/")[-1]).text
    assert "speed curve" in chain
    for link in links(page, "/raw/"):
        answer = site.get(link)
        assert answer.content in (b"5;10;20\n", b"own")
        assert answer.headers["content-disposition"] in (
            f"attachment; filename*=UTF-8''{n}" for n in ("may.csv", "file")
        )
        assert answer.headers["x-content-type-options"] == "nosniff"
    files = {link for id in links(page, "/why/") for link in links(site.get(id).text, "/raw/")}
    assert {site.get(link).content for link in files} == {b"5;10;20\n", b"own"}
    assert "Data</a>" in site.get("/log/noa%20keller").text


def test_every_day_is_said_as_people_say_it(site: Site) -> None:
    for path in ("/data/noa%20keller", "/data/noa%20keller?of=results", page_path(Athlete(HOSTILE).key, "data")):
        words = re.sub(r"<[^>]*>", " ", site.get(path).text)
        assert re.findall(r"\b20\d\d-\d\d-\d\d\b", words) == []


@pytest.mark.parametrize("of", ["", "files", "recordings", "log", "results"])
def test_pages_are_well_built_whatever_people_wrote(site: Site, of: str) -> None:
    for path in (page_path(Athlete(HOSTILE).key, "data"), "/data/noa%20keller"):
        page = site.get(path + (f"?of={of}" if of else "")).text
        outline = Outline(page)
        assert outline.open == []
        assert outline.headings[0] == 1
        assert outline.headings.count(1) == 1
        assert "<script>" not in page
        assert len(page) < 100_000
        for link in (*links(page, "/why/"), *links(page, "/raw/")):
            answer = site.get(link)
            assert answer.status_code == 200
            assert link.startswith("/raw/") or "<script>" not in answer.text


def test_long_lists_come_in_pages(site: Site) -> None:
    with open_store(site.desk.path) as store:
        for number in range(230):
            store.save_log("Noa Keller", LogEntry(DAY, f"run {number}", id=f"n{number:03}"))
    assert len(links(site.get("/data/noa%20keller").text, "/why/")) < 20
    seen: list[str] = []
    path = "/data/noa%20keller?of=log"
    while path:
        page = site.get(path).text
        assert len(page) < 100_000
        seen += links(page, "/why/")
        path = next((link for link in links(page, "/data/") if f"from={len(seen)}" in link and len(seen) < 232), "")
    assert len(seen) == len(set(seen)) == 232


@pytest.mark.parametrize(
    "path",
    [
        "/data/nobody", "/data/noa%20keller?of=secrets", "/why/noa%20keller?id=ffff0000", "/why/noa%20keller",
        "/why/nobody?id=ffff", "/raw/noa%20keller?id=", "/raw/noa%20keller?id=" + "0" * 64, "/archive/nobody",
        "/archives/told/x",
    ],
)  # fmt: skip
def test_what_is_not_there_is_said(site: Site, path: str) -> None:
    assert site.get(path).status_code == 404


def test_what_is_somebody_else_s_is_not_explained_or_handed_out_on_a_page(site: Site) -> None:
    with open_store(site.desk.path) as store:
        ids = [one.id for one in store.kept("Noa Keller")] + [one.file for one in store.kept("Noa Keller") if one.file]
        shared = next(one.noun.origin.content_id for one in store.recordings("Ada Mok"))
    hostile = page_path(Athlete(HOSTILE).key, "why")
    for id in ids:
        assert site.get(f"/why/noa%20keller?id={id}").status_code == 200
        assert site.get(f"{hostile}?id={id}").status_code == 404
        assert "Noa" not in site.get(f"{hostile}?id={id}").text
        assert site.get(f"/raw/{hostile.removeprefix('/why/')}?id={id}").status_code == 404
        assert site.get(f"/why/ada%20mok?id={id}").status_code == (200 if id == shared else 404)


def test_a_session_planned_for_several_is_explained_to_each_by_their_own_plan(site: Site) -> None:
    session = Session(DAY, Kind.EASY, "an hour in the woods", 60.0, id="5e55101d")
    with open_store(site.desk.path) as store:
        for name in ("Noa Keller", "Ada Mok"):
            made = Provenance("plan", "planner", parameters={"whose": name})
            store.save_result(made, Plan(DAY, 1, (session,)), athlete=name, saved_at=NOW)
    for key, other in (("noa%20keller", "ada mok"), ("ada%20mok", "noa keller")):
        page = site.get(f"/why/{key}?id={session.id}").text
        assert "an hour in the woods" in page
        assert page.count("planner") == 1
        assert other not in page
    assert site.get(f"{page_path(Athlete(HOSTILE).key, 'why')}?id={session.id}").status_code == 404


@pytest.mark.parametrize("start", ["-1", "x", "٣", "9" * 30, "999"])
def test_an_odd_place_in_a_list_breaks_nothing(site: Site, start: str) -> None:
    assert site.get(f"/data/noa%20keller?of=log&from={start}").status_code == 200


def test_deleted_and_brought_back_is_as_before(site: Site) -> None:
    before = state(site)
    archive = site.get("/archive/noa%20keller")
    assert archive.headers["content-type"] == "application/zip"
    assert site.post("/forget/noa%20keller", "name=noa").status_code == 422
    assert state(site) == before
    gone = site.get(site.finish(site.post("/forget/noa%20keller", "name=Noa+Keller")).headers["location"])
    assert "Noa Keller is deleted" in gone.text
    assert "Left over are copies" in gone.text
    assert site.get("/data/noa%20keller").status_code == 404
    back = site.get(site.finish(send(site, archive.content)).headers["location"])
    assert "Noa Keller is here now" in back.text
    assert state(site) == before
    again = site.get(site.finish(send(site, archive.content)).headers["location"])
    assert "all of it was here before" in again.text
    assert state(site) == before


def test_everybody_goes_into_one_archive(site: Site) -> None:
    page = site.get("/archives").text
    assert Outline(page).open == []
    assert len(links(page, "/archive/")) == 3
    with zipfile.ZipFile(io.BytesIO(site.get("/archives/all").content)) as packed:
        assert sum(name.endswith("athlete.jsonl") for name in packed.namelist()) == 3


def test_what_is_no_archive_is_refused_in_a_sentence(site: Site) -> None:
    before = state(site)
    for data in (b"", b"x", site.get("/archives/all").content[:-9]):
        answer = site.finish(send(site, data))
        assert answer.status_code == 422
        text = answer.text
        assert "archive" in text
        assert "Traceback" not in text
    assert state(site) == before


def test_only_a_page_of_ours_can_send_or_delete(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = site.get("/archive/noa%20keller").content
    for origin in ("http://evil.example", "null", ""):
        assert send(site, archive, origin=origin).status_code == 403
        answer = site.ask("POST", "/forget/noa%20keller", headers={**HOME, "origin": origin}, content="name=Noa+Keller")
        assert answer.status_code == 403
    assert site.get("/forget/noa%20keller").status_code == 405
    assert site.post("/archives", "archive=x").status_code == 415
    assert site.ask("POST", "/archives", headers=FROM, files={"other": ("a.zip", b"x")}).status_code == 422
    broken = {**FROM, "content-type": "multipart/form-data"}
    assert site.ask("POST", "/archives", headers=broken, content=b"x").status_code == 400
    monkeypatch.setattr(data_pages, "LARGEST", 100)
    assert send(site, b"x" * (BESIDE + 101)).status_code == 413
    assert state(site)["athlete"] == NOA


def test_days_are_those_of_the_chosen_zone(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.at = datetime(2026, 3, 2, 12, tzinfo=UTC)
    monkeypatch.setenv("EVENSTRIDE_ZONE", "Pacific/Kiritimati")
    page = site.get("/data/noa%20keller").text
    assert "Days are those of <b>Pacific/Kiritimati</b>" in page
    assert "<small>3 March</small>" in page
    monkeypatch.setenv("EVENSTRIDE_ZONE", "Middle/Earth")
    answer = site.get("/data/noa%20keller")
    assert answer.status_code == 422
    assert "Europe/Zurich" in answer.text
