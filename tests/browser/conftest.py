"""One browser a module, a window that shows one document after the other, and desks to look at."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from evenstride.app.desk import Desk
from evenstride.core.athlete import Athlete
from evenstride.core.overview import Overview
from evenstride.core.plan import Plan
from tests import examples_overview as some
from tests.browser.looks import SIZES
from tests.desks import ExampleDesk
from tests.unit.test_web_plan import AT
from tools.chromium import opened
from tools.serve import served


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """A browser; each module has its own, because what drives it occupies the event loop other tests need."""
    with opened(chromium) as browser:
        yield browser


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[Page]:
    """A window as wide as a phone for documents that bring everything along: opening one costs more than a look."""
    page = browser.new_page(viewport={"width": 390, "height": 844})
    yield page
    page.close()


@pytest.fixture(scope="module", params=[(size, theme) for size in SIZES for theme in ("light", "dark")], ids="-".join)
def size_and_theme(browser: Browser, request: pytest.FixtureRequest) -> Iterator[tuple[Page, list[str]]]:
    """A window of each size and theme, and what its pages complained of."""
    size, theme = request.param
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page, complaints
    context.close()


@pytest.fixture
def page(size_and_theme: tuple[Page, list[str]]) -> Iterator[Page]:
    """A page of each size and theme, which must not complain."""
    page, complaints = size_and_theme
    complaints.clear()
    yield page
    assert complaints == []


def _with_ids(shown: Overview) -> Overview:
    """The same week on its last day, with sessions that can be ticked."""
    assert isinstance(shown.plan, Plan)
    sessions = tuple(replace(one, id=f"s{number}") for number, one in enumerate(shown.plan.sessions))
    return replace(shown, on=sessions[-1].on, plan=replace(shown.plan, sessions=sessions))


@pytest.fixture(scope="module")
def example() -> Iterator[tuple[ExampleDesk, str]]:
    """A desk with examples of people, and its address."""
    people = {
        "noa keller": some.overview(),
        "kim alder": some.empty_overview(),
        "hostile": some.hostile_overview(),
        "ticks": replace(_with_ids(some.overview()), athlete=Athlete("Ticks")),
    }
    desk = ExampleDesk({key: lambda one=one: one for key, one in people.items()})
    with served(desk) as address:
        yield desk, address


@pytest.fixture(scope="module")
def address(example: tuple[ExampleDesk, str]) -> str:
    """The address of the examples."""
    return example[1]


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[str]:
    """The address of a desk that nobody told anything yet."""
    desk = Desk(tmp_path / "test.db", lambda: AT)
    with served(desk) as address:
        yield address


@pytest.fixture(params=["scripts", "no scripts"])
def visitor(browser: Browser, empty: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of the empty desk on a phone, with scripts and without; it must not complain."""
    # Asked for first, so that the server outlives a page that fetches itself anew.
    assert empty
    scripts = request.param == "scripts"
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=scripts)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []
