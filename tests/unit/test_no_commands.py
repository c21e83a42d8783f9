"""A page names no command where a page does it, in what it shows and in what it refuses."""

# ruff: noqa: F811 - fixtures of another module are used by their names

from __future__ import annotations

import html
import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest

from evenstride.core.errors import InputError, NotFoundError
from evenstride.core.log import LogEntry, Pain
from evenstride.core.training import Stage
from evenstride.doors.web.refusals import ON_PAGES, for_page
from evenstride.plan.criteria import _strength
from evenstride.science.field.bike_power import track_power
from evenstride.science.outings.equal_effort import judge_equal_effort
from evenstride.words import say_equal_effort, say_power
from tests.unit.test_web_plan import AT, Site, site  # noqa: F401 - a fixture

COMMAND = re.compile(rf"evenstride ({'|'.join(ON_PAGES)})\b|\s--[a-z]+")


def text_of(page: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", page))


def test_the_pages_of_an_athlete_on_the_way_back_name_no_command(site: Site) -> None:
    site.post("/physio/kim", urlencode({"do": "begin", "side": "left", "place": "hamstring", "stage": Stage.RUN}))
    for page in ("athlete", "plan", "log", "progress", "physio", "parent", "runs", "data", "times"):
        assert COMMAND.findall(text_of(site.get(f"/{page}/kim").text)) == [], page
    assert _strength(None).found == "not tested yet"


def test_a_plan_put_away_does_not_leave_and_names_no_command(site: Site) -> None:
    site.finish(site.post("/plan/kim", "weeks=1"))
    site.at = AT + timedelta(hours=1)
    site.desk.log("kim", LogEntry(AT.date(), "easy", 30, pains=(Pain("calf", 5, "left"),)))
    answer = site.get("/take/ics/kim")
    assert answer.status_code == 422
    assert "it is put away" in answer.text
    assert COMMAND.findall(text_of(answer.text)) == []


def test_a_test_that_pain_ended_leads_to_the_log_without_a_command(site: Site) -> None:
    rows = "athlete,date,test,side,unit,trial 1,trial 2,pain\nKim,2026-03-01,P2,both,m,2.1,2.2,6\n"
    shown = text_of(site.post("/squad/sheet", urlencode({"rows": rows})).text)
    assert "Log where it was, with its side." in shown
    assert COMMAND.findall(shown) == []


def test_how_to_tell_of_easy_runs_and_the_bike_is_for_pages_too() -> None:
    lines = (*say_equal_effort(judge_equal_effort([])), *say_power(track_power([])))
    assert COMMAND.findall(" ".join(lines)) == []


@pytest.mark.parametrize(
    ("remedy", "stays"),
    [
        ("Plan again: evenstride plan", False), ("Give --since YYYY-MM-DD", False), ("Give a day", True),
        ("Open it: evenstride block unseal", True), ("A 20--30 m run", True), ("", False),
    ],
)  # fmt: skip
def test_only_what_asks_for_a_terminal_is_left_out(remedy: str, stays: bool) -> None:
    for kind in (InputError, NotFoundError):
        told = for_page(kind("what", why="why", remedy=remedy, place="--metric"))
        assert (type(told), told.what, told.why, told.place) == (kind, "what", "why", "")
        assert bool(told.remedy) is stays
