"""A journey in a real browser: headings nobody knows are refused, named and kept, and the next file is understood."""

import pytest
from playwright.sync_api import Browser, Page

from evenstride.store import open_store
from tests.browser.looks import SIZES, bring, hindrances, must_fit
from tests.unit.test_web_columns import GATES, NEXT

pytestmark = pytest.mark.browser


def test_a_german_gate_file_is_named_once_and_the_next_one_is_understood(visitor: Page, empty: str, tmp_path) -> None:
    bring(visitor, empty, **{"gates.csv": GATES})
    visitor.get_by_role("heading", name="What do its columns hold?").wait_for()
    assert visitor.get_by_role("combobox", name="Holds Zeit 20", exact=True).input_value() == "gate"
    assert visitor.get_by_role("textbox", name="Distance or unit Zeit 20", exact=True).input_value() == "20"
    visitor.get_by_role("combobox", name="Holds Vorname", exact=True).select_option("athlete")
    visitor.get_by_role("combobox", name="Holds Messtag", exact=True).select_option("date")
    visitor.get_by_role("button", name="Read it like this").click()
    visitor.get_by_role("heading", name="1 file is in").wait_for(timeout=30_000)
    visitor.get_by_text("How it was understood").click()
    assert visitor.get_by_text("Columns as you named them on 2 Mar 2026: 'Vorname' is athlete").is_visible()
    bring(visitor, empty, **{"next.csv": NEXT})
    visitor.get_by_role("heading", name="1 file is in").wait_for(timeout=30_000)
    with open_store(tmp_path / "test.db") as store:
        assert [len(one.noun.times) for one in store.recordings("Ada")] == [3, 3]
    visitor.goto(f"{empty}/import")
    visitor.get_by_role("button", name="Forget what Vorname and the others are").click()
    visitor.wait_for_url("**/import")
    assert visitor.get_by_role("heading", name="Columns you named").count() == 0


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_questions_fit(browser: Browser, empty: str, size: str, theme: str) -> None:
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme)
    page = context.new_page()
    page.set_default_timeout(8_000)
    wide = b"Vorname,%s,Zeit 20\nAda,%s,3.3\n" % (b"Messung" * 20, b"x" * 90)
    bring(page, empty, **{"gates.csv": GATES, "wide.csv": wide})
    must_fit(page, page.url)
    assert hindrances(page) == ""
    page.locator(".columnsform").first.get_by_role("combobox", name="Holds Vorname", exact=True).select_option(
        "athlete"
    )
    page.locator(".columnsform").first.get_by_role("combobox", name="Holds Messtag", exact=True).select_option("date")
    page.get_by_role("button", name="Read it like this").first.click()
    page.get_by_role("heading", name="1 file is in").wait_for(timeout=30_000)
    must_fit(page, f"{empty}/import")
    assert hindrances(page) == ""
    context.close()
