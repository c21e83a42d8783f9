"""Units chosen once hold on every page; nothing that a link, a form or a script carries is ever converted."""

import re
from dataclasses import replace

import httpx
import pytest

from evenstride.core.log import LogEntry
from evenstride.core.work import Work
from evenstride.doors.pages.units import UNITS
from evenstride.doors.web.language_pages import COOKIE, UNITS_COOKIE
from tests import examples_overview as some
from tests.desks import with_ids
from tests.sites import Outline, Site
from tests.unit.test_web_runs import DAY, Keep, jump, keep, site, sprint  # noqa: F401 - two are fixtures
from tests.visitors import HOME, LOG_ID, Client

IMPERIAL = {"cookie": f"{UNITS_COOKIE}=yd-lb"}
PAGES = ("/plan/noa%20keller", "/session/ticks?id=s1", "/session/ticks?id=s2", "/log/ticks", "/plan/ticks")
DOSE = re.compile(r'<small class="num">(.*?)</small>|<p class="say">[^<:]*: (\d[^<]*)</p>')
METRIC = re.compile(r"\d (?:m|kg)(?![\w/])")


@pytest.fixture(scope="module")
def client() -> Client:
    """Somebody has a session to open, and yesterday's is in the log with what was done."""
    client = Client()
    shown = with_ids(some.overview())
    done = LogEntry(some.TODAY, "strength", work=(Work("back squat", 3, 5, load=82.5, rir=2.0),))
    client.desk.shown["ticks"] = replace(shown, log=(*shown.log, done))
    return client


def carried(page: str) -> list[tuple[str, str, str | None]]:
    """What a page hands on: addresses, values, data of scripts; the load's unit says which units were shown."""
    found = Outline(page).attributes
    kept = [(tag, name, value) for tag, name, value in found if name in ("href", "action") or name.startswith("data-")]
    return kept + [one for one in found if one[:2] == ("input", "value") and one[2] not in ("kg", "lb")]


def doses(page: str) -> list[str]:
    """Every dose of a page: those of its exercises, and that of the runs at which the stop rule is kept."""
    return ["".join(found) for found in DOSE.findall(page)]


def test_no_dose_stays_in_metres_or_kilograms(client: Client) -> None:
    metric, shown = ([doses(client.get(page, headers=head).text) for page in PAGES] for head in ({}, IMPERIAL))
    assert [len(found) for found in metric] == [len(found) for found in shown]
    assert sum(bool(METRIC.search(dose)) for found in metric for dose in found) > 3
    assert "Flying 20 m: 4 × 22 yd" in client.get(PAGES[2], headers=IMPERIAL).text
    assert "back squat 3x5 182lb rir2" in client.get(PAGES[3], headers=IMPERIAL).text
    assert [dose for found in shown for dose in found if METRIC.search(dose)] == []
    assert "4 × 22 yd · 27 yd run-in · 100 % · rest 4 min" in shown[0]


@pytest.mark.parametrize("page", PAGES)
def test_only_what_is_read_changes(client: Client, page: str) -> None:
    ids = re.compile(r'name="id" value="[^"]*"')
    metric, shown = (ids.sub("", client.get(page, headers=head).text) for head in ({}, IMPERIAL))
    assert carried(metric) == carried(shown)


def test_half_a_choice_is_one(client: Client) -> None:
    shown = client.get(PAGES[0], headers={"cookie": f"{UNITS_COOKIE}=yd-kg"}).text
    assert "22 yd" in shown
    assert 'name="load-unit" value="kg"' in client.get(PAGES[3], headers={"cookie": f"{UNITS_COOKIE}=yd-kg"}).text


@pytest.mark.parametrize("told", ["", "furlong-stone", "yd", "lb-yd", "<script>"])
def test_what_is_no_choice_is_metric(client: Client, told: str) -> None:
    assert "4 × 20 m · 25 m run-in" in client.get(PAGES[0], headers={"cookie": f"{UNITS_COOKIE}={told}"}).text


def choose(client: Client, body: str, **more: str) -> httpx.Response:
    return client.ask("POST", "/language", headers={**HOME, **more}, content=body)


@pytest.mark.parametrize("code", list(UNITS))
def test_every_choice_is_offered_kept_and_shown_as_chosen(client: Client, code: str) -> None:
    length, mass = code.split("-")
    answer = choose(client, f"language=en&length={length}&mass={mass}")
    kept = [one for one in answer.headers.get_list("set-cookie") if one.startswith(f"{UNITS_COOKIE}={code};")]
    assert len(kept) == 1
    assert "HttpOnly" in kept[0]
    page = client.get("/language", headers={"cookie": f"{UNITS_COOKIE}={code}"}).text
    assert page.count(" checked") == 3
    assert f'name="length" value="{length}" checked' in page
    assert f'name="mass" value="{mass}" checked' in page
    assert "Sentences, reasons, charts, files and reports stay in metres" in page


def test_a_language_alone_leaves_the_units_and_unknown_units_change_nothing(client: Client) -> None:
    cookies = choose(client, "language=de", cookie=f"{UNITS_COOKIE}=yd-lb").headers.get_list("set-cookie")
    assert [one.partition(";")[0] for one in cookies] == [f"{COOKIE}=de", f"{UNITS_COOKIE}=yd-lb"]
    refused = choose(client, "language=de&length=mile")
    assert (refused.status_code, refused.headers.get("set-cookie")) == (422, None)


def test_a_load_is_read_in_the_unit_its_form_was_shown_in() -> None:
    client = Client()
    body = f"id={LOG_ID}&kind=strength&did=back+squat+3x5+200&load-unit=lb"
    assert client.ask("POST", "/log/noa%20keller", headers=HOME, content=body).status_code == 200
    entry: LogEntry = client.desk.logged[0][1]
    assert entry.work[0].load == pytest.approx(90.718474)
    assert client.ask("POST", "/log/noa%20keller", headers=HOME, content=body[:-2]).status_code == 422


def test_a_run_over_yards_is_shown_in_yards_and_times_as_they_were(site: Site, keep: Keep) -> None:  # noqa: F811 - fixtures
    ids = keep(sprint(), jump(DAY, 2.24, 2.30))
    listed = site.ask("GET", "/runs/noa", headers=IMPERIAL).text
    assert "gates to 44 yd, 5.444 s" in listed
    assert "both legs: 2.45, 2.52 yd" in listed
    assert "gates to 40 m, 5.444 s" in site.get("/runs/noa").text
    run = site.ask("GET", f"/run/noa?id={ids[0]}", headers=IMPERIAL).text
    assert "gates to 44 yd" in run
