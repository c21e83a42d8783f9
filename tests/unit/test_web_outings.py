"""Outings as pages: list, one outing, calendar, seasons and devices; of a sealed day nothing of how fast it was."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from evenstride.app.blocks.block import BLOCK
from evenstride.app.outings.work import measure_outing_file
from evenstride.core.athlete import Athlete
from evenstride.core.errors import InputError
from evenstride.core.log import LogEntry
from evenstride.core.provenance import Provenance
from evenstride.core.season_values import Span
from evenstride.doors.web.outing_pages import day_of, spans_of
from evenstride.science.simulate.outings import PlantedRunner, simulate_outing
from evenstride.store import open_store
from tests.blocks import block
from tests.outing_files import tcx
from tests.sites import AT, Outline, Site
from tools.fit_writer import write_fit
from tools.simulate_archive import PRODUCTS, fit_of

TODAY = AT.date()
PAGES = ("outings", "done", "seasons", "sources")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path / "test.db")
    with open_store(site.desk.path) as store:
        store.save_athlete(Athlete("Noa"), saved_at=AT)
        store.save_athlete(Athlete("Kim"), saved_at=AT)
    return site


def keep(site: Site, name: str, data: bytes, at: datetime = AT) -> str:
    """Keep one activity file of Noa's, read in this process; return the id of its first activity."""
    made = measure_outing_file(name, data, athlete="Noa")
    with open_store(site.desk.path) as store:
        store.save_ready([(made.kept, data)], saved_at=at)
        return store.recordings_of(made.kept.content_id)[0].id


def ran(site: Site, day: date, *, hour: int = 8, seconds: int = 600, speed: float = 3.5, sport: str = "Running") -> str:
    start = datetime.combine(day, time(hour), UTC)
    return keep(site, f"{day}-{hour}.tcx", tcx(seconds=seconds, speed=speed, sport=sport, start=start))


def watch(day: date, seed: int, *, swing: float = 0.0, minutes: float = 12.0) -> bytes:
    run = simulate_outing(PlantedRunner(), day, minutes=minutes, pace=3.0 + 0.2 * (seed % 4), swing=swing, seed=seed)
    return write_fit(fit_of(run, PRODUCTS[0]))


@pytest.mark.parametrize("page", PAGES)
def test_without_outings_every_page_says_so_and_is_whole(site: Site, page: str) -> None:
    found = site.get(f"/{page}/noa")
    assert found.status_code == 200
    assert Outline(found.text).open == []
    assert site.get(f"/{page}/nobody").status_code == 404
    if page == "outings":
        assert "/import/noa" in found.text
    if page == "seasons":
        assert "Cannot tell yet" in found.text


def test_the_list_is_by_month_and_by_days_and_each_outing_is_in_it_once(site: Site) -> None:
    for number in (0, 2, 40):
        ran(site, TODAY - timedelta(days=number))
    keep(site, "other export.tcx", tcx(seconds=590, start=datetime.combine(TODAY, time(8), UTC)))
    text = site.get("/outings/noa").text
    assert len(re.findall(r"/outing/noa\?id=", text)) == 3
    assert text.index("March 2026") < text.index("January 2026")
    assert "3 of 3 outings" in text
    few = site.get(f"/outings/noa?since={TODAY - timedelta(days=3)}&until={TODAY - timedelta(days=1)}").text
    assert len(re.findall(r"/outing/noa\?id=", few)) == 1
    assert "1 of 3 outings" in few
    assert "No outing on these days" in site.get("/outings/noa?since=2020-01-01&until=2020-01-02").text
    assert site.get("/outings/noa?page=2").status_code == 422
    assert site.get("/outings/noa?since=soon").status_code == 422


def test_what_was_read_in_part_is_told(site: Site) -> None:
    data = watch(TODAY, 1)
    id = keep(site, "broken.fit", data[: len(data) // 2])
    text = site.get("/outings/noa").text
    assert "Read in part" in text
    assert "cut off" in text
    assert "cut off" in site.get(f"/outing/noa?id={id}").text


def test_one_outing_tells_times_sides_and_its_course(site: Site) -> None:
    id = keep(site, "run.fit", watch(TODAY, 3, minutes=20.0))
    text = site.get(f"/outing/noa?id={id}").text
    outline = Outline(text)
    assert outline.open == []
    assert outline.captions == outline.tables
    for said in ("Running, 20 min", "Push and swing by speed", "Top speed", "Along the way", "contact time, ms",
                 "Left foot&#39;s share", "run.fit", "Garmin"):  # fmt: skip
        assert said in text, said
    assert site.get("/outing/noa?id=none").status_code == 404
    assert site.get(f"/outing/kim?id={id}").status_code == 404


def test_a_ride_has_no_steps_and_says_why(site: Site) -> None:
    id = ran(site, TODAY, sport="Biking", speed=9.0)
    assert "steps are not read from cycling" in site.get(f"/outing/noa?id={id}").text


def test_fast_stretches_laps_and_deleting(site: Site) -> None:
    run = simulate_outing(PlantedRunner(), TODAY, minutes=12.0, strides=(7.0, 7.4), seed=5)
    id = keep(site, "run.fit", write_fit(fit_of(run, PRODUCTS[0])))
    text = site.get(f"/outing/noa?id={id}").text
    assert "Fast stretches" in text
    assert "with the error of the device" in text
    assert site.post("/run/noa", f"id={id}&sure=1").status_code == 200
    assert "No outing is here yet" in site.get("/outings/noa").text


def test_the_calendar_holds_days_and_weeks(site: Site) -> None:
    day = date(2026, 2, 11)
    ran(site, day, seconds=3600)
    ran(site, day, hour=17, sport="Biking")
    other = ran(site, date(2026, 2, 20), seconds=1800)
    with open_store(site.desk.path) as store:
        store.save_log("Noa", LogEntry(date(2026, 2, 20), "easy", 30.0, rpe=4.0))
    text = site.get("/done/noa?month=2026-02").text
    assert f"/outings/noa?since={day}&amp;until={day}" in text
    assert f"/outing/noa?id={other}" in text
    assert "70 min" in text
    assert "120" in re.findall(r"<tr><th scope=\"row\">2026-02-16</th>(.*?)</tr>", text)[0]
    assert "2026-01" not in re.findall(r'href="(/done[^"]*)"', text)
    assert "/done/noa?month=2026-03" in text
    assert site.get("/done/noa?month=soon").status_code == 422
    assert "February 2026" in site.get("/done/noa").text


def test_of_a_sealed_day_no_page_tells_how_fast_it_was(site: Site) -> None:
    registered = datetime.combine(TODAY, time(9), UTC)
    told = block(athlete="Noa", start=TODAY, registered_at=registered)
    with open_store(site.desk.path) as store:
        making = Provenance(BLOCK, "test", (), {})
        store.save_result(making, told, athlete="Noa", saved_at=registered)
    site.at = datetime.combine(TODAY + timedelta(days=9), time(18), UTC)
    start = datetime.combine(TODAY + timedelta(days=9), time(8), UTC)
    id = keep(site, "run.tcx", tcx(seconds=1200, speed=6.13, start=start), at=site.at)
    texts = [site.get(path).text for path in ("/outings/noa", f"/outing/noa?id={id}", "/done/noa", "/seasons/noa",
             "/sources/noa", "/data/noa", f"/why/noa?id={id}")]  # fmt: skip
    for text in texts:
        assert not re.search(r"6\.1\d|7\.3\d|7\.4 km|735\d|7349", text)
    assert "sealed until" in texts[0]
    assert "sealed until" in texts[1]
    assert "<figure>" not in texts[1]
    assert "20 min" in texts[2]
    site.at = datetime.combine(told.check + timedelta(days=1), time(18), UTC)
    assert "7.35 km" in site.get("/outings/noa").text


def test_seasons_show_months_and_two_of_them_over_speed(site: Site) -> None:
    days = [date(2025, month, 1 + 4 * number) for month in (3, 4) for number in range(4)]
    days += [date(2026, 2, 1 + 3 * number) for number in range(8)]
    for seed, day in enumerate(days):
        keep(site, f"{day}.fit", watch(day, seed, swing=0.0 if day.year == 2025 else -0.08))
    text = site.get("/seasons/noa").text
    assert Outline(text).open == []
    assert len(re.findall(r'class="chart c-season-', text)) == 2
    assert '<option value="2026-02" selected>' in text
    assert '<option value="2025-03" selected>' in text
    told = "before-first=2025-03-01&before-last=2025-04-30&now-first=2026-02-01&now-last=2026-02-28"
    compared = site.get(f"/seasons/noa?{told}&month=2025-04&against=2025-03&speed=3.1")
    assert "swing your legs quicker" in compared.text, re.findall("<h1.*?</h1>", compared.text)
    assert '<option value="2025-04" selected>' in compared.text
    assert '<option value="3.125" selected>' in compared.text
    assert site.get("/seasons/noa?" + told.replace("2026-02", "2025-04")).status_code == 422
    assert "2.875" not in site.get("/seasons/noa?speed=nan&month=soon").text.split("selected")[0][-9:]


def test_a_history_is_read_once_until_something_is_new(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    from evenstride.app.outings import desk as outing_desk

    read: list[str] = []
    real = outing_desk.open_history

    def noting(store, name, **more):
        read.append(name)
        return real(store, name, **more)

    monkeypatch.setattr(outing_desk, "open_history", noting)
    ran(site, TODAY)
    for page in ("outings", "done", "outings"):
        site.get(f"/{page}/noa")
    assert read == ["Noa"]
    ran(site, TODAY - timedelta(days=1))
    assert "2 of 2 outings" in site.get("/outings/noa").text
    assert read == ["Noa", "Noa"]
    with open_store(site.desk.path) as store:
        store.save_log("Noa", LogEntry(TODAY, "easy", 10.0, rpe=4.0))
    assert "effort 4" in site.get("/outings/noa").text
    site.get("/outings/kim")
    site.get("/outings/noa")
    assert read == ["Noa", "Noa", "Noa", "Kim"]


def test_the_device_that_is_believed_can_be_changed(site: Site) -> None:
    keep(site, "run.fit", watch(TODAY, 1))
    text = site.get("/sources/noa").text
    devices = re.findall(r'name="device" value="([^"]+)"', text)
    assert len(devices) == 2
    assert "The one a file names first" in text
    done = site.finish(site.post("/sources/noa", f"device={devices[1].replace(' ', '+')}"))
    assert done.headers["location"] == "/sources/noa"
    text = site.get("/sources/noa").text
    assert "believed first" in text
    assert re.findall(r'name="device" value="([^"]+)"', text) == [devices[0]]
    refused = site.finish(site.post("/sources/noa", "device=nothing"))
    assert refused.status_code == 422
    assert site.ask("POST", "/sources/noa", headers={"origin": "http://evil.example"}).status_code == 403


def test_days_of_an_address() -> None:
    found = spans_of({"before-first": "2026-01-01", "before-last": "2026-01-31", "now-first": "2026-02-01"})
    assert found == (Span(date(2026, 1, 1), date(2026, 1, 31)), None)
    with pytest.raises(InputError, match="before they begin"):
        spans_of({"now-first": "2026-02-02", "now-last": "2026-02-01"})
    with pytest.raises(InputError, match="'2026-13-01' is no day"):
        day_of("2026-13-01")
