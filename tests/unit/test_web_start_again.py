"""Answering the five questions again begins with what was told, and sending it unchanged changes nothing."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode

import pytest

from evenstride.app.record import start_athlete
from evenstride.core.athlete import Athlete, Intake, Lacking, Level, Readiness
from evenstride.store import open_store
from tests.sites import AT, Site

TOLD = Intake(
    on=AT.date(), lacking=(Lacking.TOP, Lacking.STUCK), lacking_words='after "30 m" <b>', goal="run free & far",
    days=(0, 2, 5), minutes=45, kit=("strap", "gym"), readiness=Readiness(joint=True), enjoys="the wind",
)  # fmt: skip


class Filled(HTMLParser):
    """What a browser would send of the one form of a page that has a name."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.sent: list[tuple[str, str]] = []
        self.select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "select":
            self.select = told["name"] or ""
        elif tag == "option" and "selected" in told and self.select:
            self.sent.append((self.select, told["value"] or ""))
        elif tag == "input" and told.get("name") and (told.get("type") != "checkbox" or "checked" in told):
            self.sent.append((told["name"] or "", told.get("value") or ""))


@pytest.fixture
def site(tmp_path: Path) -> Site:
    with open_store(tmp_path / "test.db") as store:
        start_athlete(store, "Kim Ä", TOLD, at=AT, level="trained", birth_year=1998)
        store.save_athlete(Athlete("Ida", birth_year=2013), saved_at=AT)
    return Site(tmp_path / "test.db")


def known(site: Site, key: str) -> Athlete:
    return next(one for one in site.desk.athletes() if one.key == key)


def test_unchanged_answers_change_nothing(site: Site) -> None:
    before = known(site, "kim ä")
    page = site.get("/start?name=Kim%20%C3%84").text
    assert "What you told before stands here" in page
    assert "&lt;b&gt;" in page
    assert site.post("/start", urlencode(Filled(page).sent)).status_code == 303
    assert known(site, "kim ä") == before


def test_that_no_health_question_holds_is_never_answered_for_anybody(site: Site) -> None:
    with open_store(site.desk.path) as store:
        start_athlete(store, "Kim Ä", replace(TOLD, readiness=Readiness()), at=AT)
    sent = Filled(site.get("/start?name=Kim%20%C3%84").text).sent
    assert site.post("/start", urlencode(sent)).status_code == 422
    assert site.post("/start", urlencode([*sent, ("ready", "no")])).status_code == 303


def test_who_never_answered_begins_blank_with_the_year_that_is_known(site: Site) -> None:
    sent = dict(Filled(site.get("/start?name=ida").text).sent)
    assert sent["birth_year"] == "2013"
    assert (sent["minutes"], sent["goal"], "level" in sent) == ("60", "", False)
    assert known(site, "ida").level is Level.RECREATIONAL
    assert dict(Filled(site.get("/start").text).sent)["birth_year"] == ""
