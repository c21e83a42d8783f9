"""The log page: what it takes and what it refuses, on a real database."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from evenstride.app.record import start_athlete
from evenstride.core.athlete import Intake, Readiness
from evenstride.store import open_store
from tests.sites import AT, Site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    answers = Intake(on=AT.date(), days=(0, 1, 3, 5), minutes=60, kit=("gym",), readiness=Readiness())
    with open_store(tmp_path / "test.db") as store:
        start_athlete(store, "Kim", answers, at=AT, level="trained", birth_year=1998)
    return Site(tmp_path / "test.db")


def test_what_cannot_be_read_is_named_by_its_field_and_by_no_option_of_the_command_line(site: Site) -> None:
    answer = site.post("/log/kim", "kind=strength&did=back+squat+3x5+80stone&id=12345678")
    assert answer.status_code == 422
    assert "What exactly" in answer.text
    assert "--" not in answer.text.partition("<main")[2]


def test_a_page_that_is_kept_says_no_day_that_will_be_wrong_tomorrow(site: Site) -> None:
    site.finish(site.post("/plan/kim", "weeks=1"))
    page = site.get("/log/kim").text
    [field] = re.findall(r'<input name="on"[^>]*>', page)
    assert not re.search(r"max=|value=", field)
    assert "as planned" in page
    assert not re.search(r">today", page.partition("<form")[2])


def test_no_day_is_the_day_it_comes_in_and_a_day_to_come_is_refused(site: Site) -> None:
    told = "kind=easy&id=12345678"
    assert site.post("/log/kim", told + "&on=2026-03-03").status_code == 422
    site.at += timedelta(days=1)
    assert site.post("/log/kim", told + "&on=").status_code == 200
    assert [one.on for one in site.desk.glance("kim").log] == [AT.date() + timedelta(days=1)]
