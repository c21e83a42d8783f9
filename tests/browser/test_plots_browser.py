"""Plots that stand alone, in a real browser as wide as a phone: every text inside, none over another, on a ground."""

import pytest
from playwright.sync_api import Browser, Page

from evenstride.charts.standalone import render_standalone
from tests.browser.looks import OVERLAPS, SMALL
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


@pytest.mark.parametrize("make", ALONE)
def test_a_plot_is_readable_on_a_phone(window: Page, make) -> None:
    window.set_content(f'<body style="margin: 0">{render_standalone(make())}')
    assert window.evaluate("document.documentElement.scrollWidth") == 390
    assert window.evaluate(OVERLAPS) == []
    assert window.evaluate(OUTSIDE) == []
    assert window.evaluate(SMALL) == []


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
