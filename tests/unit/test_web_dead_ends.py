"""Addresses typed by hand, and pages without an athlete: each says what it is and leads on."""

from pathlib import Path

import pytest

from evenstride.core.athlete import Athlete
from evenstride.doors.pages.addresses import page_path
from evenstride.store import open_store
from tests.sites import AT, Site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    with open_store(tmp_path / "test.db"):
        pass
    return Site(tmp_path / "test.db")


@pytest.mark.parametrize("path", ["/squad/new", "/squad?page=many", "/squad?kept=-1"])
def test_an_address_cut_short_is_answered_by_a_page(site: Site, path: str) -> None:
    answer = site.get(path)
    assert answer.status_code == 422
    assert "This address is cut short or mistyped." in answer.text
    assert "<h1" in answer.text


@pytest.mark.parametrize("page", ["runs", "data", "plan", "log", "athlete"])
def test_nobody_is_not_called_by_an_empty_name(site: Site, page: str) -> None:
    answer = site.get(f"/{page}/")
    assert answer.status_code == 404
    assert "called" not in answer.text


@pytest.mark.parametrize("path", ["/", "/import", "/start", "/archives", "/language", "/nothing"])
def test_the_squad_and_the_language_are_reached_from_every_page(site: Site, path: str) -> None:
    page = site.get(path).text
    assert '<a href="/squad">' in page
    assert '<a href="/language">' in page


def test_somebody_from_a_sheet_is_led_to_the_health_questions(tmp_path: Path) -> None:
    with open_store(tmp_path / "test.db") as store:
        store.save_athlete(Athlete('Kim "K" & Co'), saved_at=AT)
    site = Site(tmp_path / "test.db")
    key = Athlete('Kim "K" & Co').key
    asked = "/start?name=Kim%20%22K%22%20%26%20Co"
    for page in ("plan", "data"):
        assert f'href="{asked}"' in site.get(page_path(key, page)).text
    form = site.get(asked).text
    assert 'value="Kim &#34;K&#34; &amp; Co"' in form
    assert "New answers stand in place of earlier ones." in form
    assert "New answers" not in site.get("/start").text


def test_an_empty_database_names_no_command_where_a_page_does_it(site: Site) -> None:
    page = site.get("/").text
    assert "evenstride import" not in page
    assert '<a href="/squad/sheet">' in page
    assert "Look here first" not in site.get("/squad").text
