"""Plots that stand alone, in a real browser as wide as a phone: every text inside, none over another, on a ground."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from evenstride.charts.standalone import render_standalone
from tests.browser.test_web_browser import OVERLAPS, QUIET, SMALL
from tests.contract.test_charts_contract import CASES

pytestmark = pytest.mark.browser

ALONE = [
    pytest.param(make, id=f"{name}-{case}")
    for name in ("sprint-fit", "race", "force-velocity", "motion", "in-situ", "push-swing", "paired-steps")
    for case, make in CASES[name].items()
]
OUTSIDE = """() => { const ground = document.querySelector("svg.chart").getBoundingClientRect();
  return [...document.querySelectorAll("svg.chart text")].filter(t => {
    const box = t.getBoundingClientRect();
    return box.left < ground.left || box.right > ground.right || box.top < ground.top || box.bottom > ground.bottom;
  }).map(t => t.textContent); }"""


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(QUIET))
        yield browser
        browser.close()


@pytest.mark.parametrize("make", ALONE)
def test_a_plot_is_readable_on_a_phone(browser: Browser, make) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.set_content(f'<body style="margin: 0">{render_standalone(make())}')
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert page.evaluate(OVERLAPS) == []
    assert page.evaluate(OUTSIDE) == []
    assert page.evaluate(SMALL) == []
    page.close()


@pytest.mark.parametrize(
    ("scheme", "ground", "ink"), [("light", "255, 255, 255", "12, 23, 25"), ("dark", "19, 27, 30", "238, 244, 242")]
)
def test_a_plot_brings_its_ground_for_light_and_for_dark(browser: Browser, scheme: str, ground: str, ink: str) -> None:
    context = browser.new_context(color_scheme=scheme)  # pyright: ignore[reportArgumentType]
    page = context.new_page()
    page.set_content(f"<p class='b'>beside</p>{render_standalone(CASES['race']['full']())}")
    colour = "name => getComputedStyle(document.querySelector(name)).fill"
    assert page.evaluate(colour, "svg.chart > rect") == f"rgb({ground})"
    assert page.evaluate(colour, "svg.chart text.b") == f"rgb({ink})"
    assert page.evaluate("getComputedStyle(document.querySelector('p')).fontWeight") == "400", "the page keeps its look"
    context.close()
