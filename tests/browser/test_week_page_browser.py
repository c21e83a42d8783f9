"""The printed week in a real browser: each week on one sheet of A4, and on a phone nothing beside it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.sync_api import Browser

from evenstride.app.planning.export import week_pages
from evenstride.core.athlete import Level
from evenstride.core.outgoing import Outgoing
from evenstride.core.plan import Plan, Request
from evenstride.doors.week_page import render_plan
from evenstride.plan import solve_plan
from evenstride.words import say_on_the_way
from tests.browser.looks import OVERLAPS, sheets
from tests.plans import KIT, MONDAY, outgoing, rich_week

pytestmark = pytest.mark.browser

OUTSIDE = """() => [...document.querySelectorAll("main *")].filter(one => {
    const box = one.getBoundingClientRect();
    return box.width > 0 && (box.right > document.documentElement.clientWidth + 1 || box.left < -1);
  }).map(one => one.className || one.tagName)"""


def page_of(told: Outgoing) -> str:
    return render_plan(replace(told, care=say_on_the_way()), week_pages(told.plan))


def usual(weeks: int, level: Level) -> Plan:
    free = {MONDAY + timedelta(days=day): 90.0 for day in range(7 * weeks)}
    plan = solve_plan(Request(MONDAY, weeks, level, free, kit=KIT))
    assert isinstance(plan, Plan)
    return plan


@pytest.mark.parametrize("size", ["A4", "Letter"])
def test_the_richest_week_prints_on_one_sheet(browser: Browser, size: str) -> None:
    page = browser.new_page()
    page.set_content(page_of(outgoing(rich_week())))
    assert sheets(page.pdf(format=size, prefer_css_page_size=size == "A4")) == 1
    page.close()


@pytest.mark.parametrize("level", Level)
def test_each_week_of_a_plan_is_one_sheet(browser: Browser, level: Level) -> None:
    page = browser.new_page()
    page.set_content(page_of(outgoing(usual(2, level))))
    assert page.locator("main").count() == 2
    assert sheets(page.pdf(format="A4", prefer_css_page_size=True)) == 2
    page.close()


@pytest.mark.parametrize("width", [320, 390, 900])
def test_it_reads_on_a_phone_and_fetches_nothing(browser: Browser, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 844})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_content(page_of(outgoing(rich_week())))
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.evaluate(OUTSIDE) == []
    assert page.evaluate(OVERLAPS) == []
    assert asked == []
    assert page.locator("script").count() == 0
    page.close()


def test_there_is_room_for_what_was_felt_and_a_box_for_each_set(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(page_of(outgoing(rich_week())))
    assert page.locator(".day").count() == 7
    assert page.locator(".feels").count() == 6
    monday = page.locator(".day").first
    assert monday.locator(".work li").count() == 13
    assert monday.locator(".work .tick").count() == (1 + 6 + 1 + 1) + (1 + 4 + 6 + 2 + 2 + 2 + 3 + 4 + 2)
    assert "5 min rest" in monday.inner_text()
    assert "no longer crisp" in page.locator("footer").inner_text()
    page.close()
