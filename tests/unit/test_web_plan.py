"""A plan made, changed and taken along from its page, on a real database."""

import io
import re
import time
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from evenstride.app.record import start_athlete
from evenstride.core.athlete import Intake, Readiness
from evenstride.core.errors import InputError
from evenstride.core.log import LogEntry
from evenstride.doors.web.jobs import Jobs
from evenstride.store import open_store
from tests.sites import AT, HOME, Site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    path = tmp_path / "test.db"
    answers = Intake(on=AT.date(), goal="run free", days=(0, 1, 3, 5), minutes=60, kit=("gym",), readiness=Readiness())
    with open_store(path) as store:
        start_athlete(store, "Kim", answers, at=AT, level="trained", birth_year=1998)
    return Site(path)


def test_a_plan_is_made_beside_the_pages_and_shown_when_it_is_there(site: Site) -> None:
    done = site.finish(site.post("/plan/kim", "start=2026-03-02&weeks=2"))
    assert (done.status_code, done.headers["location"]) == (303, "/plan/kim")
    plan = site.planned()
    assert (plan.start, plan.weeks) == (date(2026, 3, 2), 2)
    page = site.get("/plan/kim").text
    assert all(f"id={one.id}" in page for one in plan.sessions if one.minutes)
    session = next(one for one in plan.sessions if one.kind.is_speed)
    assert session.goal in site.get(f"/session/kim?id={session.id}").text


@pytest.mark.parametrize("body", ["weeks=0", "weeks=5", "weeks=two", "start=2026-03-01", "start=soon"])
def test_what_cannot_be_planned_is_said_at_once(site: Site, body: str) -> None:
    assert site.post("/plan/kim", body).status_code == 422
    assert site.desk.overview("kim").plan is None


def test_a_week_that_cannot_be_says_what_clashes(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise InputError("No week fits all of this at once", why="Two wishes clash", remedy="Free a day")

    monkeypatch.setattr(site.desk, "plan", refuse)
    answer = site.finish(site.post("/plan/kim", ""))
    assert answer.status_code == 422
    assert "Two wishes clash" in answer.text
    assert "Free a day" in answer.text


def test_nobody_elsewhere_and_for_nobody_there_is_no_plan(site: Site) -> None:
    assert site.ask("POST", "/plan/kim", headers={**HOME, "origin": "http://evil.example"}).status_code == 403
    assert site.post("/plan/nobody", "").status_code == 404
    assert site.get("/job/0").status_code == 404


def test_not_today_is_excused_and_no_training(site: Site) -> None:
    site.finish(site.post("/plan/kim", "weeks=1"))
    first = next(one for one in site.planned().sessions if one.minutes)
    site.at = datetime.combine(first.on, AT.timetz())
    assert first.id in re.findall(r'name="session" value="(\w+)"', site.get("/plan/kim").text)
    for _ in range(2):
        assert site.post("/not-today/kim", f"session={first.id}").status_code == 303
    [entry] = site.desk.overview("kim").log
    assert (entry.kind, entry.session, entry.on) == ("not today", first.id, first.on)
    assert first.id not in re.findall(r'name="session" value="(\w+)"', site.get("/plan/kim").text)
    assert first.id not in [one.id for one in site.desk.to_log("kim")]


def test_what_was_done_is_not_left_out_afterwards(site: Site) -> None:
    site.finish(site.post("/plan/kim", "weeks=1"))
    first = next(one for one in site.planned().sessions if one.minutes)
    site.at = datetime.combine(first.on, AT.timetz())
    site.post("/done/kim", f"session={first.id}&effort=5")
    assert site.post("/not-today/kim", f"session={first.id}").status_code == 422


def test_the_plan_is_taken_along_in_every_form(site: Site) -> None:
    assert site.get("/take/ics/kim").status_code == 404
    site.finish(site.post("/plan/kim", "weeks=1"))
    assert site.get("/take/ics/kim").content.startswith(b"BEGIN:VCALENDAR")
    assert site.get("/take/csv/kim").status_code == 200
    assert site.get("/take/json/kim").json()
    page = site.get("/take/page/kim")
    assert "attachment" in page.headers["content-disposition"]
    assert "Kim" in page.text
    with zipfile.ZipFile(io.BytesIO(site.get("/take/fit/kim").content)) as packed:
        assert [name for name in packed.namelist() if name.endswith(".fit")]
    assert site.get("/take/exe/kim").status_code == 404


def test_a_kind_that_was_never_planned_is_logged_over_the_page(site: Site) -> None:
    body = "id=0b5d4a3e-5b1c-4a4e-9d55-0123456789ab&kind=yoga&minutes=30&joy=8&pain-0-place=knee&pain-0-level=4"
    for _ in range(2):
        answer = site.post("/log/kim", body)
        assert answer.status_code == 200
    assert "Thank you for saying so." in answer.text
    assert [(one.kind, one.joy) for one in site.desk.overview("kim").log] == [("yoga", 8.0)]


def test_a_planned_session_is_offered_to_the_log_for_two_days(site: Site) -> None:
    site.finish(site.post("/plan/kim", "weeks=1"))
    first = next(one for one in site.planned().sessions if one.minutes)
    for days, offered in ((0, True), (2, True), (3, False)):
        site.at = datetime(first.on.year, first.on.month, first.on.day + days, 12, tzinfo=UTC)
        assert (first.id in [one.id for one in site.desk.to_log("kim")]) is offered
    entry = LogEntry(first.on, first.kind.value, session=first.id, id="a1b2c3d4")
    site.desk.log("kim", entry, as_planned=True)
    site.at = datetime.combine(first.on, AT.timetz())
    assert first.id not in [one.id for one in site.desk.to_log("kim")]


def test_the_same_work_asked_for_twice_is_done_once_and_its_progress_told() -> None:
    jobs, calls = Jobs(), []

    def work(progress: Any) -> None:
        calls.append(1)
        progress(1, 4)
        time.sleep(0.2)

    first, second = (jobs.start("Planning", work, then="/plan/kim", wish=1) for _ in range(2))
    assert first is second
    assert first.future is not None
    first.future.result(10)
    assert (len(calls), first.done, first.total, first.finished, first.problem) == (1, 1, 4, True, None)
    assert jobs.start("Planning", work, then="/plan/kim", wish=1) is not first


def test_another_wish_is_done_too_and_the_last_word_counts() -> None:
    jobs, calls, go = Jobs(), [], Event()

    def work(weeks: int) -> Any:
        return lambda _: (go.wait(10), calls.append(weeks))

    asked = [jobs.start("Planning", work(weeks), then="/plan/kim", wish=weeks) for weeks in (1, 2, 2, 1)]
    go.set()
    assert all(job.wait(10) for job in asked)
    assert calls == [1, 2, 1]


def test_a_plan_of_other_weeks_asked_for_while_the_first_is_made_is_made_too(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    go, asked = Event(), []
    monkeypatch.setattr(site.desk, "plan", lambda key, start, weeks, **_: (asked.append(weeks), go.wait(10)))
    first, second = site.post("/plan/kim", "weeks=1"), site.post("/plan/kim", "weeks=2")
    go.set()
    assert [site.finish(one).status_code for one in (first, second)] == [303, 303]
    assert asked == [1, 2]


def test_work_that_breaks_says_so_without_its_details() -> None:
    def work(_: object) -> None:
        raise RuntimeError("secret")

    job = Jobs().start("Planning", work, then="/", wish=None)
    assert job.future is not None
    assert job.future.exception(10) is not None
    assert "secret" not in str(job.problem)


@pytest.mark.parametrize("address", ["/squad?page=x", "/squad?page=0", "/squad/new", f"/squad/new?name={'a' * 100}"])
def test_an_address_that_is_no_such_page_is_answered_with_a_page(site: Site, address: str) -> None:
    answer = site.get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "text/html; charset=utf-8")
    assert "This address is cut short or mistyped." in answer.text
