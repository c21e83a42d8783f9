"""A week planned, told of a pain and planned again, by somebody with a mouse and by somebody with a keyboard only."""

from __future__ import annotations

import itertools
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from evenstride.app.desk import Desk
from evenstride.app.record import start_athlete
from evenstride.core.athlete import Intake, Readiness
from evenstride.core.plan import Plan, Session
from evenstride.doors.cli.server import PATIENCE
from evenstride.store import open_store
from tests.unit.test_web_plan import AT
from tools.serve import served

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    path = tmp_path / "test.db"
    answers = Intake(on=AT.date(), goal="run free", days=(0, 1, 3, 5), minutes=60, kit=("gym",), readiness=Readiness())
    with open_store(path) as store:
        start_athlete(store, "Kim", answers, at=AT, level="trained", birth_year=1998)
    # A pain told in the very second a plan was made would not come after it.
    seconds = itertools.count()
    return Desk(path, lambda: AT + timedelta(seconds=next(seconds)))


def loads_tissue(session: Session, tissue: str) -> bool:
    return any(tissue in item.exercise.loads for item in session.prescriptions)


def planned(desk: Desk) -> Plan:
    plan = desk.glance("kim").plan
    assert isinstance(plan, Plan)
    return plan


def test_a_plan_is_changed_by_a_pain_and_keeps_nothing_that_loads_it(browser: Browser, desk: Desk) -> None:
    with served(desk, patience=PATIENCE) as address:
        page = browser.new_page(viewport={"width": 390, "height": 844})
        page.goto(f"{address}/plan/kim")
        page.wait_for_url("**/plan/kim")
        page.get_by_role("button", name="Plan").first.click()
        page.get_by_text("This week").first.wait_for(timeout=60_000)
        before = planned(desk)
        assert any(loads_tissue(one, "hamstring") for one in before.sessions)
        page.goto(f"{address}/log/kim")
        page.locator("svg [data-place='hamstring'][data-side='left']").first.click()
        for _ in range(2):
            page.locator("[data-pains] [data-more]").click()
        page.get_by_role("button", name="Save").click()
        page.get_by_text("Nothing that loads your left hamstring").wait_for()
        page.goto(f"{address}/plan/kim")
        page.wait_for_url("**/plan/kim", timeout=60_000)
        assert desk.glance("kim").plan is not None
        assert not any(one.kind.is_speed for one in planned(desk).sessions), "the old plan is put away at once"
        page.get_by_role("button", name="Plan").first.click()
        page.wait_for_url("**/plan/kim", timeout=60_000)
        page.get_by_text("This week").first.wait_for(timeout=60_000)
        after = planned(desk)
        assert after.sessions
        assert not any(loads_tissue(one, "hamstring") for one in after.sessions)
        page.close()


def tab_to(page: Page, name: str, most: int = 60) -> None:
    """Press the tabulator until something of that name has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        told = page.evaluate("(document.activeElement.innerText || document.activeElement.ariaLabel || '').trim()")
        if told.startswith(name):
            return
    raise AssertionError(f"no way to '{name}' by keyboard")


def test_by_keyboard_alone_a_week_is_planned_and_a_session_logged(browser: Browser, desk: Desk) -> None:
    with served(desk, patience=PATIENCE) as address:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(f"{address}/athlete/kim")
        page.wait_for_url("**/athlete/kim", timeout=60_000)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className").find("skip") >= 0, (
            "the first stop skips to the content"
        )
        tab_to(page, "Plan")
        page.keyboard.press("Enter")
        page.wait_for_url("**/plan/kim")
        page.wait_for_load_state()
        page.locator("h1").first.wait_for()
        page.evaluate("document.querySelector('main').setAttribute('tabindex', '-1')")
        page.evaluate("document.querySelector('main').focus()")
        tab_to(page, "Plan")
        page.keyboard.press("Enter")
        page.get_by_text("This week").first.wait_for(timeout=60_000)
        tab_to(page, "Log")
        page.keyboard.press("Enter")
        page.wait_for_url("**/log/kim")
        page.locator("[name=rpe]").first.wait_for(state="attached")
        for name, times in (("rpe", 4), ("joy", 3)):
            page.locator(f"[name={name}]").first.focus()
            page.keyboard.press("Space")
            for _ in range(times):
                page.keyboard.press("ArrowRight")
        tab_to(page, "Save")
        page.keyboard.press("Enter")
        page.get_by_role("link", name="Back to your stride").wait_for()
        page.close()
    [entry] = desk.glance("kim").log
    assert (entry.rpe, entry.joy) == (4.0, 7.5)
