"""The page of a run of instruments: four roles, left and right, pairs over sessions, and what is missing and why."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from evenstride.app.reading.ingest import import_files
from evenstride.core.athlete import Anthropometrics, Athlete
from evenstride.core.roles import Side
from evenstride.doors.web.language_pages import UNITS_COOKIE
from evenstride.store import open_store
from tests.belts import belt
from tests.sites import AT, Site
from tests.unit.test_role_values import JOG
from tests.unit.test_web_import import ORIGIN, report
from tests.unit.test_web_runs import DAY, site, well_built

__all__ = ["site"]


def bring(site: Site, path: Path, on: date = DAY, side: Side | None = Side.LEFT) -> str:
    with open_store(site.desk.path) as store:
        store.save_athlete(Athlete("Noa"), saved_at=AT)
        [result] = import_files(store, [path], imported_at=AT, athlete="Noa", on=on, side=side)
    return result.ids[0]


def plain(page: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def test_a_belt_shows_its_push_and_says_why_nothing_else(site: Site, tmp_path: Path) -> None:
    for number in range(3):
        path = tmp_path / f"belt{number}.csv"
        path.write_bytes(belt(1.1, 0.9, seed=number))
        id = bring(site, path, DAY + timedelta(days=7 * number))
    page = site.get(f"/run/noa?id={id}").text
    well_built(page)
    said = plain(page)
    assert "Left and right differ beyond error in 5 of 5 values of this run." in said
    shown = re.search(r"Mean vertical force body weights · moderate evidence 1\.61 .*? (\S+) beyond error", said)
    assert shown is not None
    assert shown[1].startswith("+0.3")
    assert "All 14 values: there are no markers in this trial." in said
    assert "Different in the same way in each of the last 3 sessions: mean vertical force" in said
    assert "body weights · beyond error, in the same way, in each of the last 3 sessions" in said
    assert "<b>forces</b>" in page
    assert "<b>movement</b>" in page


def test_without_a_mass_the_page_asks_for_it_and_then_shows_forces(site: Site, tmp_path: Path) -> None:
    path = tmp_path / "belt.csv"
    path.write_bytes(belt(steps=2))
    id = bring(site, path)
    page = site.get(f"/run/noa?id={id}").text
    well_built(page)
    assert "the runner&#39;s mass is not known" in page
    assert f'href="/body/noa?run={id}">Tell the mass</a>' in page
    with open_store(site.desk.path) as store:
        store.save_body("Noa", Anthropometrics(DAY, mass=70.0), saved_at=AT)
    page = site.get(f"/run/noa?id={id}").text
    assert "Tell the mass" not in page
    assert "one contact a foot does not show how contacts vary" in page


def test_a_jog_shows_all_four_roles(site: Site, shared_data: Path) -> None:
    pytest.importorskip("ezc3d", reason="the library that reads C3D is not installed")
    id = bring(site, shared_data / JOG, side=None)
    page = site.get(f"/run/noa?id={id}").text
    well_built(page)
    assert re.findall(r'<section class="panel" id="(\w+)">', page) == [
        "push", "swing", "pairs", "contacts", "support", "timing", "how",
    ]  # fmt: skip
    said = plain(page)
    assert "Trunk leans forward ° · weak evidence" in said
    assert "of the whole body" in said
    assert "cannot tell yet, 1 of 3 sessions" in said.lower()
    assert "Swing knee ahead of the stance knee at touchdown cm · weak evidence −26" in said
    imperial = site.ask("GET", f"/run/noa?id={id}", headers={"cookie": f"{UNITS_COOKIE}=yd-lb"}).text
    assert "Swing knee ahead of the stance knee at touchdown in · weak evidence −10" in plain(imperial)


def test_a_file_that_was_sent_is_measured_with_it(site: Site) -> None:
    fields = {"athlete": "Noa", "on": "2026-02-01", "side": "left"}
    answer = site.ask("POST", "/import", headers=ORIGIN, data=fields, files=[("files", ("belt.csv", belt()))])
    assert "1 file is in" in report(site, answer)
    with open_store(site.desk.path) as store:
        assert sorted(one.kind for one in store.kept("noa") if one.kind in ("forces", "movement")) == [
            "forces", "movement",
        ]  # fmt: skip


def test_a_run_of_no_instruments_has_no_such_panels(site: Site, tmp_path: Path) -> None:
    path = tmp_path / "steps.csv"
    rows = "".join(f"Noa,2026-02-01,{('left', 'right')[i % 2]},{0.25 * i:.3f},{0.25 * i + 0.1:.3f}\n" for i in range(9))
    path.write_text("athlete,date,side,touchdown,toe_off\n" + rows)
    page = site.get(f"/run/noa?id={bring(site, path, side=None)}").text
    assert 'id="push"' not in page
