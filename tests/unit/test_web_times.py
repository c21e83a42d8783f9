"""Splits typed on a page are the runs a sheet would have brought: the same checks, the same store, the same seal."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlencode

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenstride.core.athlete import Athlete
from evenstride.core.errors import InputError
from evenstride.core.recording import Splits, Start
from evenstride.readers import parse_typed_runs, read
from evenstride.store import open_store
from tests.sites import AT, Site
from tests.unit.test_web_runs import _seal

LINE = "10m 1.90 20m 3.10 30m 4.21"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    with open_store(tmp_path / "test.db") as store:
        store.save_athlete(Athlete("Noa"), saved_at=AT)
        store.save_athlete(Athlete("Ben Üst"), saved_at=AT)
    return Site(tmp_path / "test.db")


def runs_of(site: Site, key: str) -> list[Splits]:
    with open_store(site.desk.path) as store:
        return [one.noun for one in store.recordings(key) if isinstance(one.noun, Splits)]


@pytest.mark.parametrize(
    "text",
    [
        LINE, "10 1.90 20 3.10 30 4.21", "10: 1.90, 20: 3.10, 30: 4.21", "10 1,90; 20 3,10; 30 4,21",
        "10m in 1.90s, 20m in 3.10s, 30m in 4.21s", "30m 4.21 10m 1.90 20m 3.10", "10=1.90 | 20=3.10 | 30=4.21",
        "10 m 1.90 s · 20 m 3.10 s · 30 m 4.21 s", "10,1.90,20,3.10,30,4.21",
    ],
)  # fmt: skip
def test_people_write_splits_in_many_ways(text: str) -> None:
    for line, name in (
        (text, ""),
        (f"Ben {text}", "Ben"),
        (f"Ben  Üst: {text}", "Ben Üst"),
        (f"Ada-Lu: {text}", "Ada-Lu"),
    ):
        [run] = parse_typed_runs(f"\n{line}\n")
        assert (run.name, run.gates) == (name, ((10.0, 1.9), (20.0, 3.1), (30.0, 4.21)))


def test_yards_are_metres_and_a_day_of_runs_is_a_line_each() -> None:
    first, second = parse_typed_runs("Ben 20yd 3.0 40yd 4.9\nAda 10 1.9 20 3.2")
    assert first.gates == (pytest.approx((18.288, 3.0)), pytest.approx((36.576, 4.9)))
    assert (second.name, len(second.gates)) == ("Ada", 2)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no time was typed"), ("Ben", "there is no time"), ("Ben 10 1.9 20", "do not come in pairs"),
        ("Ben 1.9s 10m", "where a distance is expected"), ("Ben 10m 20m", "where a time is expected"),
        ("Ben 10 1.9 [20] 3.1", "neither a distance nor a time"), ("10 1.9 10 2.0", "two times are at 10 m"),
        ("Ben 10 1.9 20 3.1\nAda 10", "line 2"),
    ],
)  # fmt: skip
def test_what_is_no_run_is_said_with_its_line(text: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_typed_runs(text)
    assert said in str(caught.value)


@given(st.text(max_size=60))
def test_whatever_is_typed_is_understood_or_refused(text: str) -> None:
    with suppress(InputError):
        assert all(run.gates for run in parse_typed_runs(text))


def test_typed_splits_are_those_of_a_sheet(site: Site) -> None:
    body = {"times": LINE, "on": "2026-02-28", "device": "stopwatch", "start": "block", "wind": "0"}
    for _ in range(2):
        answer = site.post("/times/noa", urlencode(body))
        assert (answer.status_code, answer.headers["location"]) == (303, "/runs/noa?kept=1")
    [run] = runs_of(site, "noa")
    sheet = b"athlete,date,distance,time,device,start,wind\n" + b"".join(
        b"Noa,2026-02-28,%d,%s,stopwatch,block,0\n" % pair for pair in ((10, b"1.90"), (20, b"3.10"), (30, b"4.21"))
    )
    [same] = read(sheet, name="s.csv").recordings
    assert isinstance(same, Splits)
    assert np.array_equal(run.distances, same.distances)
    assert np.array_equal(run.times, same.times)
    assert (run.on, run.device, run.conditions) == (same.on, same.device, same.conditions)
    assert run.conditions.start is Start.BLOCK
    page = site.get("/runs/noa?kept=1").text
    assert "1 run kept." in page
    assert "stopwatch, block start" in page


@pytest.mark.parametrize(("typed", "wind"), [("0", 0.0), ("-1,5", -1.5), ("0.4", 0.4)])
def test_wind_is_kept_as_it_was_told(site: Site, typed: str, wind: float) -> None:
    site.post("/times/noa", urlencode({"times": LINE, "wind": typed, "fps": "240", "device": "video"}))
    [run] = runs_of(site, "noa")
    assert run.conditions.wind == wind
    assert run.device.timing_sd is not None
    with open_store(site.desk.path) as store:
        [kept] = store.recordings("noa")
        assert f",{typed.replace(',', '.')}" in store.raw(kept.noun.origin.content_id).decode()


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"times": "10 3 20 1.9"}, "does not follow"), ({"times": "10 0.9 20 1.2"}, "No runner reaches"),
        ({"times": LINE, "wind": "99"}, "wind 99 m/s is outside"),
        ({"times": LINE, "on": "2026-09-09"}, "still to come"),
        ({"times": LINE, "on": "soon"}, "no day"), ({"times": f"Ada {LINE}"}, "this page is of Noa"),
        ({"times": LINE, "start": "hop"}, "not a start"), ({"times": ""}, "no time was typed"),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_said_and_what_was_typed_stays(site: Site, body: dict[str, str], said: str) -> None:
    answer = site.post("/times/noa", urlencode(body))
    assert answer.status_code == 422
    assert said in answer.text
    assert "row 2" not in answer.text
    assert f">{body['times']}</textarea>" in answer.text
    assert runs_of(site, "noa") == []


def test_the_squad_reads_first_and_stores_then(site: Site) -> None:
    body = urlencode({"times": f"ben üst {LINE}\nMila: {LINE}", "wind": "0", "device": "gates"})
    shown = site.post("/squad/times", body)
    assert "2 runs of" in shown.text
    assert "<b>New here:</b> Mila." in shown.text
    assert 'name="wind" value="0"' in shown.text
    assert runs_of(site, "ben üst") == []
    kept = site.post("/squad/times/keep", body)
    assert (kept.status_code, kept.headers["location"]) == (303, "/squad?kept=2")
    assert [one.athlete for one in runs_of(site, "ben üst")] == ["Ben Üst"]
    assert len(runs_of(site, "mila")) == 1
    refused = site.post("/squad/times", urlencode({"times": f"Mila {LINE}\n{LINE}"}))
    assert "line 2: nobody is named." in refused.text
    both = site.post("/squad/times/keep", urlencode({"times": f"Ada {LINE}\nMila 10 3 20 1"}))
    assert both.status_code == 422
    assert "ada" not in [one.key for one in site.desk.athletes()]


def test_a_typed_time_is_sealed_like_an_imported_one(site: Site) -> None:
    site.post("/times/noa", urlencode({"times": "10 1.95 20 3.15 30 4.26", "on": "2026-02-20"}))
    _seal(site)
    site.at = AT + timedelta(days=1)
    assert site.post("/times/noa", urlencode({"times": "10 1.873 20 3.073 30 4.173"})).status_code == 303
    pages = "".join(site.get(path).text for path in ("/runs/noa?kept=1", "/athlete/noa", "/data/noa", "/times/noa"))
    assert "sealed until" in pages
    assert "4.173" not in pages
    assert "1.873" not in pages


def test_the_page_is_reached_from_the_runs_and_from_the_test_day(site: Site) -> None:
    assert 'href="/times/noa"' in site.get("/runs/noa").text
    assert 'href="/squad/times"' in site.get("/squad/day").text
    assert site.get("/times/nobody").status_code == 404
    assert f'value="{date(2026, 3, 2)}"' in site.get("/times/noa").text
