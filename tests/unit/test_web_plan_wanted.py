"""Where no plan stands one thing is said, and the button to make one is there; beside a stop sign it is not."""

from datetime import timedelta
from pathlib import Path

import pytest

from evenstride.app.record import start_athlete
from evenstride.core.athlete import Athlete, Intake, Readiness
from evenstride.core.log import LogEntry, Pain
from evenstride.core.overview import PlanState
from evenstride.store import open_store
from tests.sites import AT, Site

FORM = '<form method="post" action="/plan/kim"'


@pytest.fixture
def site(tmp_path: Path) -> Site:
    answers = Intake(on=AT.date(), days=(0, 1, 3, 5), minutes=60, kit=("gym",), readiness=Readiness())
    with open_store(tmp_path / "test.db") as store:
        start_athlete(store, "Kim", answers, at=AT, level="trained", birth_year=1998)
    return Site(tmp_path / "test.db")


@pytest.mark.parametrize("page", ["athlete", "plan"])
def test_without_a_plan_both_pages_offer_one(site: Site, page: str) -> None:
    assert site.get(f"/{page}/kim").text.count(FORM) == 1
    site.finish(site.post("/plan/kim", "weeks=1"))
    assert site.get("/athlete/kim").text.count(FORM) == 0


@pytest.mark.parametrize("page", ["athlete", "plan"])
def test_a_plan_put_away_is_said_once_and_made_anew_with_one_tap(site: Site, page: str) -> None:
    site.finish(site.post("/plan/kim", "weeks=2"))
    site.at = AT + timedelta(hours=1)
    site.desk.log("kim", LogEntry(AT.date(), "easy", 30, pains=(Pain("calf", 5, "left"),)))
    shown = site.get(f"/{page}/kim").text
    assert site.desk.overview("kim").plan_state is PlanState.PUT_AWAY
    assert shown.count("Pain was logged after this plan was made, so it is put away.") == 1
    assert "No training is suggested now" not in shown
    assert "No plan yet" not in shown
    assert shown.count(FORM) == 1
    assert 'name="weeks" value="2"' in shown or "<option selected>2</option>" in shown
    site.at = AT + timedelta(hours=2)
    site.finish(site.post("/plan/kim", "weeks=2"))
    assert site.desk.overview("kim").plan_state is PlanState.STANDS
    assert "put away" not in site.get(f"/{page}/kim").text


def test_beside_a_stop_sign_home_offers_no_plan_and_later_it_does(site: Site) -> None:
    site.desk.log("kim", LogEntry(AT.date(), "easy", 30, red_flags=("chest pain",)))
    site.finish(site.post("/plan/kim", "weeks=1"))
    page = site.get("/athlete/kim").text
    assert "No training is suggested now." in page
    assert FORM not in page
    site.at = AT + timedelta(days=30)
    assert site.desk.overview("kim").plan_state is PlanState.NONE
    assert FORM in site.get("/athlete/kim").text


@pytest.mark.parametrize("page", ["athlete", "plan"])
def test_a_plan_that_is_over_says_when_it_ended(site: Site, page: str) -> None:
    site.finish(site.post("/plan/kim", "weeks=1"))
    site.at = AT + timedelta(days=6)
    assert "This plan ended" not in site.get(f"/{page}/kim").text
    site.at = AT + timedelta(days=7)
    shown = site.get(f"/{page}/kim").text
    assert "This plan ended on 8 March." in shown
    assert shown.count(FORM) == 1
    assert "Nothing is planned today." not in shown


def test_who_was_never_asked_is_led_to_the_questions(tmp_path: Path) -> None:
    with open_store(tmp_path / "test.db") as store:
        store.save_athlete(Athlete("Ida"), saved_at=AT)
    assert (
        '<a class="btn" href="/start?name=Ida">Five questions first</a>'
        in Site(tmp_path / "test.db").get("/athlete/ida").text
    )
