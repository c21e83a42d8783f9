"""The page of a test day in a real browser: on paper five tests on one sheet of A4, on a phone nothing beside it."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from evenstride.app.field.day import FieldDayWish, plan_field_day
from evenstride.core.athlete import Athlete, Intake, Level, Readiness
from evenstride.core.protocol import protocols
from evenstride.doors.field_page import render_test_day
from evenstride.store import open_store
from tests.browser.test_web_browser import OVERLAPS, QUIET

pytestmark = pytest.mark.browser

DAY = date(2026, 5, 4)
IDS = sorted(protocols())
FIVES = [tuple(IDS[first : first + 5]) for first in range(0, len(IDS), 5)]
BESIDE = """() => [...document.querySelectorAll("svg text")].filter(t => {
    const ground = t.closest("svg").getBoundingClientRect(), box = t.getBoundingClientRect();
    return box.left < ground.left - 1 || box.right > ground.right + 1 || box.top < ground.top - 1
        || box.bottom > ground.bottom + 1;
  }).map(t => t.textContent)"""


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(QUIET))
        yield browser
        browser.close()


def page_of(tests: tuple[str, ...], folder: Path) -> str:
    with open_store(folder / "a.db") as store:
        intake = Intake(on=DAY, kit=("phone",), readiness=Readiness())
        athlete = Athlete("Noa", 1998, Level.TRAINED, intake=intake)
        store.save_athlete(athlete, saved_at=datetime(2026, 5, 4, tzinfo=UTC))
        return render_test_day(plan_field_day(store, None, FieldDayWish(DAY, 60.0, None, tests)))


@pytest.mark.parametrize("test", IDS)
def test_every_protocol_prints_on_one_sheet_and_fits_a_phone(browser: Browser, tmp_path: Path, test: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_content(page_of((test,), tmp_path))
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert page.evaluate(OVERLAPS) == []
    assert page.evaluate(BESIDE) == []
    assert asked == [], "nothing is fetched from anywhere"
    assert _sheets(page.pdf(format="A4")) == 1
    page.close()


@pytest.mark.parametrize("tests", FIVES, ids=" ".join)
def test_five_tests_stand_on_one_sheet(browser: Browser, tmp_path: Path, tests: tuple[str, ...]) -> None:
    page = browser.new_page()
    page.set_content(page_of(tests, tmp_path))
    assert page.locator("h2").count() == len(tests)
    assert _sheets(page.pdf(format="A4")) == 1
    page.close()


def _sheets(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))
