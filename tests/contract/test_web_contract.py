"""The local pages: every state, every escape, every header."""

import re
from dataclasses import replace

import pytest

from evenstride.core.plan import Plan
from evenstride.doors.pages.format import live_runs
from tests import examples_overview as some
from tests.sites import require_well_built
from tests.visitors import OF_ATHLETE, PEOPLE, Client, client

__all__ = ["client"]

KEYS = ("noa%20keller", "kim%20alder", "hostile")
PAGES = ["/", "/language", "/athlete/nobody", "/nowhere", *(f"/{page}/{key}" for page in OF_ATHLETE for key in KEYS)]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_well_built_and_free_of_inline_style_and_script(client: Client, path: str) -> None:
    page = client.get(path).text
    require_well_built(page)
    assert "<style" not in page


@pytest.mark.parametrize("path", [*PAGES, "/healthz", "/static/app.css", "/athlete/broken"])
def test_every_answer_carries_the_strict_headers(client: Client, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http:" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_the_first_thing_said_is_the_verdict_and_then_how_sure(client: Client) -> None:
    page = client.get("/athlete/noa%20keller").text
    order = [
        page.index(text)
        for text in (
            "the wind when a run goes well",
            "Since February your push grew and your swing stayed where it was.",
            "How sure?",
            "What each part of your stride has done",
            "This week",
            "Is it working?",
            "Measure next",
        )
    ]
    assert order == sorted(order)
    assert page.count("For the coach") == 1
    assert "simulated athlete" in page
    assert "calibrated on simulated athletes only" in page


def test_the_pages_show_goal_reason_dose_check_test_and_log(client: Client) -> None:
    page = "".join(client.get(f"/{page}/noa%20keller").text for page in OF_ATHLETE)
    for text in (
        "How you build speed",
        "How your steps changed",
        "Stay light: feet under you, not in front.",
        "two days after strength, so that the legs are fresh",
        "4 × 20 m · 25 m run-in · 100 % · rest 4 min",
        "+7.4 %",
        "61 in 100",
        "24 → 16",
        "Pain: left hamstring, 2 of 10",
        "0 min · effort 0 · joy 0",
        "no body mass and height: add --mass",
    ):
        assert text in page, text


def test_real_athletes_are_not_called_simulated(client: Client) -> None:
    assert "simulated athlete" not in client.get("/athlete/kim%20alder").text


def test_an_empty_athlete_is_told_what_to_do(client: Client) -> None:
    page = "".join(client.get(f"/{page}/kim%20alder").text for page in OF_ATHLETE)
    assert '<a href="/import/kim%20alder">Import files</a>' in page
    assert "No plan yet." in page
    assert "Too early to ask." in page
    assert "<svg xmlns" not in page


def test_hostile_words_stay_words(client: Client) -> None:
    pages = [client.get(f"/{page}/hostile").text for page in OF_ATHLETE]
    assert not [page for page in pages if "<script>alert" in page]
    assert all("&lt;script&gt;alert(1)&lt;/script&gt;" in page for page in pages)


def test_the_list_links_every_athlete_and_the_link_leads_there(client: Client) -> None:
    page = client.get("/").text
    links = re.findall(r'href="(/athlete/[^"]+)"', page)
    assert len(links) == len(PEOPLE)
    assert "/athlete/a%2Fb%20%26%20c%3F" in links
    assert all(client.get(link).status_code == 200 for link in links)


def test_one_athlete_is_shown_at_once() -> None:
    answer = Client(("Noa Keller",)).get("/")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/athlete/noa%20keller"


def test_an_empty_store_says_how_to_begin() -> None:
    assert "Begin with one file" in Client(()).get("/").text


@pytest.mark.parametrize(
    ("path", "status", "text"),
    [
        ("/athlete/nobody", 404, "nobody called &#39;nobody&#39; is stored"),
        ("/athlete/bad", 422, "Free one"),
        ("/athlete/broken", 500, "Something broke on our side."),
        ("/nowhere", 404, "There is no such page."),
        ("/static/../site.py", 404, "There is no such page."),
        ("/static/%2e%2e/site.py", 404, "There is no such page."),
        ("/docs", 404, "There is no such page."),
        ("/openapi.json", 404, "There is no such page."),
    ],
)
def test_errors_are_calm_pages(client: Client, path: str, status: int, text: str) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert text in answer.text
    assert "secret detail" not in answer.text
    assert "Traceback" not in answer.text


def test_only_reading_is_allowed(client: Client) -> None:
    assert client.ask("POST", "/").status_code == 405
    assert client.ask("POST", "/athlete/noa%20keller").status_code == 405


def test_a_session_opens_on_its_own_page_and_one_that_is_gone_says_so() -> None:
    client = Client()
    shown = some.overview()
    assert isinstance(shown.plan, Plan)
    fast = next(one for one in shown.plan.sessions if live_runs(one) is not None)
    named = tuple(replace(one, id=f"s{number}") for number, one in enumerate(shown.plan.sessions))
    client.desk.shown["planned"] = replace(shown, plan=replace(shown.plan, sessions=named))
    page = client.get(f"/session/planned?id=s{shown.plan.sessions.index(fast)}").text
    assert fast.goal in page
    assert "stopwatch in the hand" in page
    for id in ("", "s999", "%00"):
        assert client.get(f"/session/planned?id={id}").status_code == 404


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8000", "[::1]:8000"])
def test_this_machine_is_answered(client: Client, host: str) -> None:
    assert client.get("/healthz", headers={"host": host}).text == "ok"


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "10.0.0.7:8000", "", "127.0.0.1.nip.io"])
def test_a_foreign_host_name_is_refused(client: Client, host: str) -> None:
    assert client.get("/athlete/noa%20keller", headers={"host": host}).status_code == 400
