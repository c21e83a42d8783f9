"""The coach's, the parent's and the physio's pages in a real browser: two journeys, sizes, targets, axe."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from evenstride.app.care.come_back import begin_come_back, set_limit
from evenstride.app.desk import Desk
from evenstride.app.reading.sheets import write_field_tests
from evenstride.core.athlete import Athlete
from evenstride.core.log import LogEntry, Pain
from evenstride.core.recording import FieldTest
from evenstride.core.training import PhysioLimits, Stage
from evenstride.readers import read
from evenstride.store import open_store
from tests.browser.looks import SIZES, SMALL, hindrances
from tools.serve import served

pytestmark = pytest.mark.browser

AT = datetime(2026, 5, 4, 12, tzinfo=UTC)
TODAY = AT.date()
NAMES = [f"Runner {number:02d}" for number in range(30)]
BETTER, HURT = NAMES[:6], NAMES[26:]

NARROW = """() => ["a", "button:not(.term)", "select", "input:not([type=hidden])", "summary"]
  .flatMap(kind => [...document.querySelectorAll("main " + kind)])
  .filter(one => one.getClientRects().length && !one.closest("p, .note, .groups") && !one.classList.contains("skip"))
  .map(one => [(one.closest("label") || one).getBoundingClientRect().height, one.outerHTML.slice(0, 90)])
  .filter(([height]) => height < 43.5)"""


def jumps(name: str) -> list[FieldTest]:
    """Two learning days, then three, a week apart: alike, or each longer than the one before."""
    lengths = (2.0, 2.0, 2.0, 2.13, 2.27) if name in BETTER else (2.0,) * 5
    return [
        FieldTest(name, "P2", (length, length + 0.01, length - 0.01), "m", on=TODAY - timedelta(weeks=5 - week))
        for week, length in enumerate(lengths)
    ]


def make_squad(path: Path) -> None:
    data = write_field_tests([test for name in NAMES for test in jumps(name)]).encode()
    with open_store(path) as store:
        for name in NAMES:
            store.save_athlete(Athlete(name, birth_year=1998), saved_at=AT)
        store.save_import(read(data, name="before.csv"), data, imported_at=AT)
        for name in HURT:
            store.save_log(name, LogEntry(TODAY, "easy", pains=(Pain("hamstring", 4, "left"),), logged_at=AT))
        begin_come_back(store, HURT[0], "left hamstring", at=AT, stage=Stage.RUN)
        set_limit(store, HURT[0], PhysioLimits(0.8, 600.0, ("jump",)), by="physio Ada", note="", at=AT)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path = tmp_path_factory.mktemp("squad") / "squad.db"
    make_squad(path)
    with served(Desk(path, lambda: AT)) as address:
        yield address


def open_page(browser: Browser, size: str) -> Page:
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    page.set_default_timeout(20_000)
    return page


@pytest.fixture(scope="module")
def looked_at(browser: Browser, address: str) -> str:
    """The address, after whatever the squad page looks at first was looked at."""
    page = open_page(browser, "phone")
    page.goto(address + "/squad")
    page.wait_for_url("**/squad")
    page.locator("#everyone").wait_for()
    page.context.close()
    return address


def press(page: Page, name: str) -> None:
    """Press a button that sends a form, and wait for what comes."""
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


SHOWN = ("/squad", "/squad/sheet", "/squad/day?test=P2&test=S1", "/squad/enter/runner%2001?test=P2&test=S1",
         "/squad/enter/runner%2027?test=P2", "/squad/group", "/parent/runner%2027", "/physio/runner%2026",
         "/physio/runner%2001")  # fmt: skip


@pytest.mark.parametrize("path", SHOWN)
def test_a_page_fits_is_large_enough_to_hit_and_axe_finds_nothing(page: Page, looked_at: str, path: str) -> None:
    page.goto(looked_at + path)
    for opened in (False, True):
        if opened:
            page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        assert page.evaluate(SMALL) == []
        assert page.evaluate(NARROW) == []
        assert hindrances(page) == ""


def test_a_coach_runs_a_test_day_for_thirty_and_reads_the_squad(browser: Browser, address: str) -> None:
    page = open_page(browser, "phone")
    page.goto(address + "/squad/day")
    page.get_by_label("Long jump from standing (P2)").check()
    press(page, "Begin")
    with page.expect_navigation():
        page.get_by_role("link", name=NAMES[0]).click()
    for name in NAMES[:26]:
        assert page.locator("h1").inner_text() == name, "after one athlete comes the next, those who hurt left out"
        for number, extra in enumerate((0, 1, -1)):
            page.locator(f"[name=P2-both-{number}]").fill(str((240 if name in BETTER else 200) + extra))
        press(page, "Save, next athlete")
    assert page.locator("h1").inner_text() == "26 of 30 done"
    page.get_by_role("link", name=HURT[0]).click()
    page.get_by_role("heading", name="Not today").wait_for()
    page.go_back()
    page.get_by_role("link", name="See what changed beyond error").click()
    page.get_by_role("heading", name="4 of 30 need a talk today.").wait_for()
    page.get_by_text("6 changed beyond error, 4 need a talk, 20: noise.").wait_for()
    first = page.locator("#first li h3").all_inner_texts()
    assert first[:4] == HURT
    page.context.close()


def tab_to(page: Page, selector: str) -> None:
    """Go on with the tab key until what is meant has the focus."""
    for _ in range(90):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} is not reached by keyboard")


def test_a_physio_walks_the_ladder_by_keyboard_alone(browser: Browser, address: str) -> None:
    page = open_page(browser, "desktop")
    page.goto(address + "/physio/runner%2005")
    tab_to(page, "select[name=place]")
    page.keyboard.type("calf")
    tab_to(page, "select[name=side]")
    page.keyboard.type("left")
    tab_to(page, "select[name=stage]")
    page.keyboard.type("4")
    tab_to(page, "button[value=begin]")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Calf: step 4 of 6, run").wait_for()
    tab_to(page, "form:has(button[value=tick]) [name=by]")
    page.keyboard.type("physio Ada")
    page.keyboard.press("Enter")
    page.get_by_text("Ticked: sprint.").wait_for()
    tab_to(page, "button[value=move]")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Calf: step 5 of 6, sprint").wait_for()
    tab_to(page, "[name=speed]")
    page.keyboard.type("85")
    tab_to(page, "form:has(button[value=limit]) [name=by]")
    page.keyboard.type("physio Ada")
    page.keyboard.press("Enter")
    page.get_by_text("1: at most 85 % speed").wait_for()
    tab_to(page, "details summary")
    for _ in range(12):
        if "Lift limit" in page.evaluate("document.activeElement.textContent"):
            break
        tab_to(page, "details summary")
    page.keyboard.press("Enter")
    tab_to(page, "form:has(button[value=lift]) [name=by]")
    page.keyboard.type("coach Bo")
    page.keyboard.press("Enter")
    page.get_by_role("alert").wait_for()
    assert "Nobody else can override it" in page.get_by_role("alert").inner_text()
    assert page.get_by_text("1: at most 85 % speed").is_visible()
    page.context.close()


def test_a_sheet_is_pasted_read_and_stored(browser: Browser, address: str) -> None:
    page = open_page(browser, "desktop")
    page.goto(address + "/squad/sheet")
    day = date(2026, 5, 3)
    page.locator("textarea[name=rows]").fill(
        f"athlete\tdate\ttest\tside\tunit\ttrial 1\ttrial 2\nZoe Neu\t{day}\tP2\tboth\tcm\t210\t212"
    )
    press(page, "Read, store nothing")
    page.get_by_text("New here:").wait_for()
    press(page, "Store 1 row")
    page.locator("#everyone").get_by_role("link", name="Zoe Neu").wait_for()
    page.context.close()
