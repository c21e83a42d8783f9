"""The local pages and the report: every state, every escape, every header."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from importlib import resources
from typing import Any

import httpx
import pytest

from evenstride.core.check import Verdict
from evenstride.core.diagnosis import Situation
from evenstride.core.errors import InputError, NotFoundError
from evenstride.core.estimate import Estimate
from evenstride.core.log import Feel, LogEntry, Pain
from evenstride.core.overview import Overview
from evenstride.core.plan import Kind, Plan, Session
from evenstride.core.training import CheckIn
from evenstride.doors.pages.body_map import PLACES
from evenstride.doors.pages.format import check_state, live_runs, metric_name, this_week
from evenstride.doors.report import render_report
from evenstride.doors.web import create_app
from evenstride.plan.body import known_tissues
from tests import examples_overview as some
from tests.desks import ExampleDesk
from tests.sites import Outline, ask, require_well_built

SLASHED = "a/b & c?"
PEOPLE: dict[str, Callable[[], Overview]] = {
    "noa keller": some.overview,
    "kim alder": some.empty_overview,
    "hostile": some.hostile_overview,
    SLASHED: lambda: some.empty_overview(SLASHED),
}


def _load(key: str) -> Overview:
    if key == "broken":
        raise RuntimeError("secret detail")
    if key == "bad":
        raise InputError("the plan needs a day", why="none is free", remedy="Free one")
    if key not in PEOPLE:
        raise NotFoundError(f"nobody called '{key}' is stored", remedy="Pick a name from the list")
    return PEOPLE[key]()


class TestDesk(ExampleDesk):
    """Some people who are there, one who is not, and two pages that fail."""

    __test__ = False

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.shown: dict[str, Overview] = {}

    def overview(self, key: str) -> Overview:
        return self.shown.get(key) or _load(key)


class Client:
    """Asks the application without a network."""

    def __init__(self, names: tuple[str, ...] = tuple(PEOPLE)) -> None:
        self.desk = TestDesk(PEOPLE, names)
        self.app = create_app(self.desk)

    def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        return ask(self.app, method, path, port=":8000", **more)

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self.ask("GET", path, **more)


@pytest.fixture(scope="module")
def client() -> Client:
    return Client()


OF_ATHLETE = ("athlete", "sides", "plan", "log", "progress")
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


HOME = {"origin": "http://localhost:8000", "content-type": "application/x-www-form-urlencoded"}


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


LOG_ID = "0b5d4a3e-5b1c-4a4e-9d55-0123456789ab"


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


def _report(*overviews: Overview, **more: Any) -> str:
    return render_report(overviews, title="Evenstride demo", **more)


def test_the_report_holds_every_card_and_asks_for_nothing() -> None:
    page = _report(some.overview(), some.empty_overview(), some.overview("Ann", simulated=False), lead="Three people.")
    outline = Outline(page)
    assert outline.open == []
    assert outline.headings[0] == 1
    assert all(after <= before + 1 for before, after in zip(outline.headings, outline.headings[1:], strict=False))
    assert all(name in page for name in ("Noa Keller", "Kim Alder", "Ann", "Three people."))
    assert page.count('<span class="tag">simulated</span>') == 1
    assert "<script" not in page
    assert "@import" not in page
    links = [value for _, name, value in outline.attributes if name in ("src", "href")]
    assert all(value.startswith(("#", "data:")) for value in links if value)
    assert re.findall(r"url\((?!#)", page) == []
    assert set(re.findall(r"https?://[^\s\"<]+", page)) == {"http://www.w3.org/2000/svg"}


def test_the_report_escapes_what_people_wrote() -> None:
    page = _report(some.hostile_overview(), lead=some.HOSTILE)
    assert "<script" not in page


def _tokens() -> dict[str, tuple[str, str]]:
    css = (resources.files("evenstride.doors.pages") / "static" / "tokens.css").read_text(encoding="utf-8")
    found = re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", css)
    return {name: (light, dark) for name, light, dark in found}


def _contrast(one: str, other: str) -> float:
    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["bg", "surface", "sunk"])
def test_every_text_colour_is_legible_on_every_ground(ground: str, theme: int) -> None:
    tokens = _tokens()
    texts = ("ink", "ink2", "left", "right", "push", "swing", "support", "timing", "up", "flat", "down", "unsure")
    assert {name: c for name in texts if (c := _contrast(tokens[name][theme], tokens[ground][theme])) < 4.5} == {}
    assert _contrast(tokens["line2"][theme], tokens[ground][theme]) >= 3.0


def test_a_long_plan_opens_on_this_week_and_keeps_the_rest_behind_a_tap() -> None:
    full = some.overview()
    assert isinstance(full.plan, Plan)
    sessions = full.plan.sessions
    shifted = tuple(replace(one, on=one.on + timedelta(weeks=1), title=f"Later {one.title}") for one in sessions)
    page = _report(replace(full, plan=replace(full.plan, weeks=2, sessions=(*sessions, *shifted))))
    assert page.index("Tag and relay") < page.index("The weeks after") < page.index("Later Fast starts")
    assert "The weeks after" not in _report(full)


def test_a_stopped_plan_suggests_nothing() -> None:
    full = some.overview()
    assert isinstance(full.plan, Plan)
    page = _report(replace(full, plan=replace(full.plan, stopped=True)))
    assert page.count("72 hours stand between the two fast sessions.") == 1
    assert page.index("72 hours stand between") < page.index('class="verdict"')
    assert "No training is suggested now." in page
    assert "Next: a little more for swing" not in page
    assert "Measure next" not in page
    assert "Flying 20s" not in page.replace(full.figures["week"].svg, "")


def _card(**changes: object) -> str:
    return _report(replace(some.overview(), **changes))  # type: ignore[arg-type]


def test_times_alone_make_a_short_card() -> None:
    full = some.overview()
    page = _card(
        diagnosis=some.diagnosis(situation=Situation.SPLITS_ONLY), plan=None, week_line="", steps=(), checks=()
    )
    for text in ("How you build speed", "Every value", "Measure next", full.verdict.coach.split(".")[0]):
        assert text in page
    for text in ("not looked at yet", "What each part of your stride", "How sure?", "The chances as numbers"):
        assert text not in page


def test_under_sixteen_nothing_is_weighed_and_nothing_is_left_empty() -> None:
    full = some.overview()
    child = replace(full.athlete, birth_year=some.TODAY.year - 12)
    shown = {name: figure for name, figure in full.figures.items() if name != "limit"}
    young = some.diagnosis(situation=Situation.YOUTH, next_tests=(), named=None)
    page = _card(athlete=child, diagnosis=young, figures=shown)
    for text in ("How sure", "Chances", "The chances as numbers", "Measure next", 'class="state', "Worth having from"):
        assert text not in page
    assert 'class="state' in _card()


def test_a_test_to_do_next_says_how() -> None:
    page = _card()
    assert page.count("How to do it") == 1, "V1 has no protocol"
    assert "Stand with your back to a wall" in page
    assert "3 trials a side, 6 min, with wall, strap, luggage scale, tape. Not with pain above 1 of 10" in page
    assert "two learning days" in page
    test = replace(some.diagnosis().next_tests[0], doubt_now=0.503, doubt_after=0.498)
    assert "50 → 50" not in _card(diagnosis=some.diagnosis(next_tests=(test,)))


def test_a_rest_day_has_no_minutes_and_nothing_to_do() -> None:
    rest = Session(some.TODAY, Kind.REST, "Rest", 0, reason="You have no time on this day.")
    page = _card(plan=Plan(some.TODAY, 1, (rest,)))
    assert "You have no time on this day." in page
    assert "0 min</span></div>" not in page.split("Log</h3>")[0]
    assert "What to do, and why here" not in page


def test_red_flags_stand_in_the_log() -> None:
    pain = Pain("hamstring", 5, "left", sharp=True, worse_next_morning=True)
    page = _card(log=(LogEntry(some.TODAY, "play", pains=(pain,), red_flags=("limping",)),))
    for text in ("Stop sign: limping", "Stop sign: sudden or sharp hamstring pain", "5 of 10, worse next morning"):
        assert text in page


@pytest.mark.parametrize(
    ("change", "swc", "state"),
    [
        (Estimate(0.1, 0.02, 0.2, "1"), None, ("up", "Up")),
        (Estimate(-0.1, -0.2, -0.02, "1"), None, ("down", "Down")),
        (Estimate(0.0, -0.1, 0.1, "1"), None, ("unsure", "No change seen")),
        (Estimate(-0.02, -0.03, -0.01, "1"), 0.008, ("down", "Down")),
        (Estimate(0.0, -0.004, 0.004, "1"), 0.008, ("down", "Not working")),
    ],
)
def test_a_verdict_is_for_speed_that_did_not_fall(change: Estimate, swc: float | None, state: tuple[str, str]) -> None:
    check, _ = some.checks()[0]
    assert check_state(replace(check, change=change, swc=swc, verdict=Verdict.NOT_WORKING)) == state


def test_names_of_values_are_for_people() -> None:
    names = ("drf", "rf_max", "contact_length.left", "time_correction", "Springy hops (P1)")
    assert [metric_name(name) for name in names] == [
        "DRF", "RFmax", "Contact length, left", "Start correction", "Springy hops (P1)"
    ]  # fmt: skip
