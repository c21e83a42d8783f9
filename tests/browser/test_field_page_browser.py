"""The page of a test day in a real browser: on paper five tests on one sheet of A4, on a phone nothing beside it."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request

from evenstride.app.field.day import FieldDayWish, plan_field_day
from evenstride.core.athlete import Athlete, Intake, Level, Readiness
from evenstride.core.protocol import protocols
from evenstride.doors.field_page import render_test_day
from evenstride.store import open_store
from tests.browser.looks import OVERLAPS, sheets

pytestmark = pytest.mark.browser

DAY = date(2026, 5, 4)
IDS = sorted(protocols())
FIVES = [tuple(IDS[first : first + 5]) for first in range(0, len(IDS), 5)]
BESIDE = """() => [...document.querySelectorAll("svg text")].filter(t => {
    const ground = t.closest("svg").getBoundingClientRect(), box = t.getBoundingClientRect();
    return box.left < ground.left - 1 || box.right > ground.right + 1 || box.top < ground.top - 1
        || box.bottom > ground.bottom + 1;
  }).map(t => t.textContent)"""


def page_of(tests: tuple[str, ...], folder: Path) -> str:
    with open_store(folder / "a.db") as store:
        intake = Intake(on=DAY, kit=("phone",), readiness=Readiness())
        athlete = Athlete("Noa", 1998, Level.TRAINED, intake=intake)
        store.save_athlete(athlete, saved_at=datetime(2026, 5, 4, tzinfo=UTC))
        return render_test_day(plan_field_day(store, None, FieldDayWish(DAY, 60.0, None, tests)))


@pytest.mark.parametrize("test", IDS)
def test_every_protocol_prints_on_one_sheet_and_fits_a_phone(window: Page, tmp_path: Path, test: str) -> None:
    asked: list[str] = []

    def hear(request: Request) -> None:
        asked.append(request.url)

    window.on("request", hear)
    window.set_content(page_of((test,), tmp_path))
    assert window.evaluate("document.documentElement.scrollWidth") == 390
    assert window.evaluate(OVERLAPS) == []
    assert window.evaluate(BESIDE) == []
    assert asked == [], "nothing is fetched from anywhere"
    assert sheets(window.pdf(format="A4")) == 1
    window.remove_listener("request", hear)


@pytest.mark.parametrize("tests", FIVES, ids=" ".join)
def test_five_tests_stand_on_one_sheet(window: Page, tmp_path: Path, tests: tuple[str, ...]) -> None:
    window.set_content(page_of(tests, tmp_path))
    assert window.locator("h2").count() == len(tests)
    assert sheets(window.pdf(format="A4")) == 1
