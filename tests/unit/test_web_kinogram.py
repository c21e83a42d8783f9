"""Kinograms on the pages: well built, with numbers, definitions and pictures to take along, and where they lead."""

import re
from datetime import date
from pathlib import Path

import pytest

from evenstride.app.reading.ingest import import_files
from evenstride.core.athlete import Athlete
from evenstride.core.trial_told import ClipTold, TrialTold
from evenstride.store import open_store
from tests.belts import belt
from tests.keypoint_files import write_frames
from tests.sites import AT, Site
from tests.unit.test_language import ENGLISH_WORDS, Unmarked
from tests.unit.test_web_instruments import bring, plain
from tests.unit.test_web_runs import DAY, site, well_built

__all__ = ["site"]


def film(site: Site, folder: Path, on=DAY, **filmed: float) -> str:
    write_frames(folder, **filmed)  # type: ignore[arg-type]
    with open_store(site.desk.path) as store:
        store.save_athlete(Athlete("Noa"), saved_at=AT)
        [result] = import_files(
            store, [folder], imported_at=AT, athlete="Noa", on=on, told=TrialTold(clip=ClipTold(240.0, "300px/m"))
        )
    return result.ids[0]


def test_a_kinogram_has_a_page(site: Site, tmp_path: Path) -> None:
    id = film(site, tmp_path / "clip")
    assert f'href="/kinogram/noa?id={id}"' in site.get(f"/run/noa?id={id}").text
    page = site.get(f"/kinogram/noa?id={id}").text
    well_built(page)
    said = plain(page)
    for word in ("Touchdown", "Mid-stance", "Toe-off", "Thighs pass", "Maximal swing"):
        assert word in said
    assert "Left, touchdown 0.000 s" in said
    assert "this thigh, swinging forward, passes the other one" in said
    svg = site.get(f"/take-kinogram/svg/noa?id={id}")
    assert svg.headers["content-type"].startswith("image/svg+xml")
    assert "Noa · 1 February 2026" in svg.text


def test_a_kinogram_leaves_as_png(site: Site, tmp_path: Path) -> None:
    pytest.importorskip("PIL", reason="Pillow is not installed (extra video)")
    id = film(site, tmp_path / "clip")
    answer = site.get(f"/take-kinogram/png/noa?id={id}&dark=1")
    assert answer.content.startswith(b"\x89PNG")
    assert answer.headers["content-disposition"] == 'attachment; filename="kinogram.png"'


def test_a_run_without_points_has_none_and_says_so(site: Site, tmp_path: Path) -> None:
    path = tmp_path / "belt.csv"
    path.write_bytes(belt(1.1, 0.9))
    id = bring(site, path)
    assert "/kinogram/" not in site.get(f"/run/noa?id={id}").text
    answer = site.get(f"/kinogram/noa?id={id}")
    assert answer.status_code == 404
    assert "no points of the body were seen in this run" in plain(answer.text).lower()
    assert site.get(f"/take-kinogram/gif/noa?id={id}").status_code == 422
    assert site.get("/kinogram/noa?id=none").status_code == 404


def test_pictures_speak_german(site: Site, tmp_path: Path) -> None:
    first, second = film(site, tmp_path / "one"), film(site, tmp_path / "two", date(2026, 3, 1), contact=0.2)
    german = {"accept-language": "de"}
    for address in (f"/kinogram/noa?id={first}", f"/kinograms/noa?a={first}&b={second}"):
        page = site.ask("GET", address, headers=german).text
        assert '<html lang="de">' in page
        assert '<main id="main">' in page
        said = {word for text in Unmarked(page).said for word in re.findall(r"[a-zäöüß]+", text.lower())}
        assert said & (ENGLISH_WORDS | {"legs", "runs", "frames", "stride", "touchdown"}) == set(), address


def test_another_run_is_named_by_what_it_holds(site: Site, tmp_path: Path) -> None:
    first, _ = film(site, tmp_path / "one"), film(site, tmp_path / "two", date(2026, 3, 1), contact=0.2)
    page = site.get(f"/kinogram/noa?id={first}").text
    assert re.findall(r"<option[^>]*>([^<]*)</option>", page) == ["Sun 1 Mar 2026 · 12 contacts"]
