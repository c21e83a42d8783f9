"""The body map with a keyboard: two stops, every place reached by arrows, nothing dead without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from evenstride.doors.pages.body_map import regions
from tests.desks import ExampleDesk

pytestmark = pytest.mark.browser

LABEL = "document.activeElement.getAttribute('aria-label')"
IN_MAP = "document.activeElement.closest('[data-bodymap]') !== null"


def _tab_into_the_map(page: Page) -> None:
    page.locator("[name=feel]").first.focus()
    page.keyboard.press("Tab")
    assert page.evaluate(IN_MAP)


def test_a_keyboard_passes_the_map_in_two_stops(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}/log/noa%20keller")
    _tab_into_the_map(page)
    stops = 0
    while page.evaluate(IN_MAP):
        stops += 1
        assert stops < 5
        page.keyboard.press("Tab")
    assert stops == 2
    page.close()


def test_arrows_reach_every_place_and_choose_it(browser: Browser, example: tuple[ExampleDesk, str]) -> None:
    desk, address = example
    page = browser.new_page()
    page.goto(f"{address}/log/noa%20keller")
    _tab_into_the_map(page)
    reached = set[str]()
    for view in ("front", "back"):
        places = [one.label for one in regions() if one.view == view]
        first = page.evaluate(LABEL)
        seen: list[str] = []
        for _ in places:
            seen.append(page.evaluate(LABEL))
            page.keyboard.press("ArrowDown")
        assert sorted(seen) == sorted(places)
        assert page.evaluate(LABEL) == first
        page.keyboard.press("End")
        last = page.evaluate(LABEL)
        page.keyboard.press("ArrowDown")
        assert page.evaluate(LABEL) == first
        page.keyboard.press("ArrowUp")
        assert page.evaluate(LABEL) == last
        page.keyboard.press("Home")
        reached |= set(seen)
        if view == "front":
            page.keyboard.press("Tab")
    assert reached == {one.label for one in regions()}
    while page.evaluate(LABEL) != "Left calf":
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    assert page.evaluate("document.activeElement.getAttribute('aria-pressed')") == "true"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert page.evaluate(LABEL) == "Left calf"
    page.locator("[name=kind]").fill("easy")
    page.get_by_role("button", name="Save").press("Enter")
    page.locator(".logged").wait_for()
    [pain] = desk.logged[-1][1].pains
    assert (pain.place, pain.side, pain.level) == ("calf", "left", 2)
    page.close()


def test_without_scripts_the_map_is_no_dead_picture(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/log/noa%20keller")
    assert not page.locator("[data-bodymap]").is_visible()
    page.locator("[name=pain-0-place]").select_option("calf")
    assert page.locator("[data-bodymap] [tabindex='0']").count() == 2
    context.close()
