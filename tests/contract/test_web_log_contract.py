"""What a form may log: a tick, a session with all that was told, and nothing from elsewhere."""

import re
from dataclasses import replace

import httpx
import pytest

from evenstride.core.log import Feel, LogEntry, Pain
from evenstride.core.plan import Kind, Plan
from evenstride.core.training import CheckIn
from evenstride.doors.pages.body_map import PLACES
from evenstride.doors.pages.format import this_week
from evenstride.doors.report import render_report
from evenstride.plan.body import known_tissues
from tests import examples_overview as some
from tests.visitors import HOME, LOG_ID, PEOPLE, Client


def test_a_planned_session_can_be_ticked_as_done() -> None:
    client = Client()
    answer = client.ask("POST", "/done/noa%20keller", headers=HOME, content="session=abc&effort=6,5&joy=")
    assert (answer.status_code, answer.headers["location"]) == (303, "/plan/noa%20keller")
    client.ask("POST", "/done/noa%20keller", headers=HOME, content="session=abc&effort=0&joy=10")
    assert client.desk.done == [("noa keller", "abc", 6.5, None), ("noa keller", "abc", 0.0, 10.0)]


@pytest.mark.parametrize("origin", ["http://evil.example", "http://localhost:9", "null", "", None])
def test_a_form_from_elsewhere_logs_nothing(origin: str | None) -> None:
    client = Client()
    headers = {name: text for name, text in {**HOME, "origin": origin}.items() if text is not None}
    answer = client.ask("POST", "/done/noa%20keller", headers=headers, content="session=abc")
    assert (answer.status_code, client.desk.done) == (403, [])


@pytest.mark.parametrize(
    ("body", "status"), [("effort=11", 422), ("joy=much", 422), ("joy=nan", 422), ("a" * 20000, 413)]
)
def test_a_form_that_says_something_odd_logs_nothing(body: str, status: int) -> None:
    client = Client()
    answer = client.ask("POST", "/done/noa%20keller", headers=HOME, content=body)
    assert (answer.status_code, client.desk.done) == (status, [])


def test_only_what_was_planned_up_to_today_and_not_logged_has_a_tick(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = some.overview()
    assert isinstance(shown.plan, Plan)
    named = tuple(replace(one, id=f"s{number}") for number, one in enumerate(shown.plan.sessions))
    week = [one for one in named if one.kind is not Kind.REST]
    first, last = week[0], week[-1]
    shown = replace(
        shown, on=last.on, plan=replace(shown.plan, sessions=named), log=(LogEntry(first.on, "x", session=first.id),)
    )
    monkeypatch.setitem(PEOPLE, "noa keller", lambda: shown)
    ticks = re.findall(r'name="session" value="(s\d+)"', Client().get("/plan/noa%20keller").text)
    now, _ = this_week(shown.plan, shown.on)
    offered = [one.id for one in now if one.kind is not Kind.REST and one.id != first.id]
    assert sorted(ticks) == sorted(2 * offered), "done as planned, or not today"
    assert 'name="session"' not in render_report([shown], title="x")
    monkeypatch.setitem(PEOPLE, "noa keller", lambda: replace(shown, on=first.on))
    assert 'name="session"' not in Client().get("/plan/noa%20keller").text


def _log(client: Client, body: str, **more: str) -> httpx.Response:
    return client.ask("POST", "/log/noa%20keller", headers={**HOME, **more}, content=body)


def test_a_session_is_logged_with_all_that_was_told() -> None:
    client = Client()
    told = (
        f"id={LOG_ID}&session=&kind=chasing&minutes=25&rpe=0&joy=10&feel=smooth&stopped=1&note=sun&sign=fever&readiness=2.5"
        "&sleep=7&on=2026-05-13&did=fly+run+2x20m+in+2.31%2F2.29&pain-0-place=hamstring&pain-0-side=left&pain-0-level=0"
        "&pain-1-place=lower+back&pain-1-side=&pain-1-level=3&pain-1-sharp=1&pain-2-place=&pain-2-level="
    )
    answer = _log(client, told)
    assert answer.status_code == 200
    assert "Thank you for saying so." in answer.text
    [(key, entry, as_planned)] = client.desk.logged
    assert (key, as_planned, entry.id, entry.kind, entry.minutes) == ("noa keller", False, LOG_ID, "chasing", 25.0)
    assert (entry.rpe, entry.joy, entry.feel, entry.stopped_early, entry.note) == (0.0, 10.0, Feel.SMOOTH, True, "sun")
    assert entry.pains == (Pain("hamstring", 0, "left"), Pain("lower back", 3, None, sharp=True))
    assert (entry.red_flags, entry.on.isoformat(), entry.work[0].times) == (("fever",), "2026-05-13", (2.31, 2.29))
    assert client.desk.woken == [("noa keller", CheckIn(entry.on, 2.5, 7.0))]


def test_a_planned_session_is_logged_as_planned_unless_it_was_ended_early() -> None:
    client = Client()
    _log(client, f"id={LOG_ID}&session=abc")
    _log(client, f"id={LOG_ID}&session=abc&stopped=1")
    assert [told[2] for told in client.desk.logged] == [True, False]
    assert client.desk.woken == []


@pytest.mark.parametrize(
    "body",
    [
        "kind=x", "id=../../etc&kind=x", f"id={LOG_ID}&rpe=11", f"id={LOG_ID}&on=2026-13-01",
        f"id={LOG_ID}&on=2999-01-01",
        f"id={LOG_ID}&feel=great", f"id={LOG_ID}&pain-0-place=soul&pain-0-level=3", f"id={LOG_ID}&minutes=-5",
        f"id={LOG_ID}&pain-0-place=knee&pain-0-side=up&pain-0-level=3",
        f"id={LOG_ID}&pain-0-place=knee&pain-0-level=2.5",
    ],
)  # fmt: skip
def test_what_the_log_page_cannot_have_sent_logs_nothing(body: str) -> None:
    client = Client()
    answer = _log(client, body)
    assert (answer.status_code, client.desk.logged) == (422, [])
    quiet = _log(client, body, accept="application/json")
    assert (quiet.status_code, list(quiet.json())) == (422, ["refused"])


@pytest.mark.parametrize("origin", ["http://evil.example", "null"])
def test_nobody_elsewhere_logs_a_session(origin: str) -> None:
    client = Client()
    answer = client.ask("POST", "/log/noa%20keller", headers={**HOME, "origin": origin}, content=f"id={LOG_ID}&kind=x")
    assert (answer.status_code, client.desk.logged) == (403, [])


def test_every_place_of_the_body_is_one_the_planner_knows() -> None:
    assert [place for place in sorted(PLACES) if not known_tissues(place)] == []
