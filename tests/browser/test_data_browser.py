"""The journey of one's own data in a real browser: take along, delete, bring back, and the stride page is the same."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from evenstride.app.demo import run_demo
from evenstride.app.desk import Desk
from tests.browser.looks import SIZES, SMALL
from tools.serve import served

pytestmark = pytest.mark.browser

AT = datetime(2026, 4, 28, 12, tzinfo=UTC)
MIKA = "mika%20(simulated)"
PAGES = (f"/data/{MIKA}", f"/data/{MIKA}?of=recordings", "/archives")
CONTROLS = """() => [...document.querySelectorAll(
  "main a, main button:not(.term), main summary, main input:not([type=hidden])")]
  .filter(n => n.checkVisibility() && n.getBoundingClientRect().height < 43.5).map(n => n.outerHTML)"""


@pytest.fixture(scope="module")
def season(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return run_demo(tmp_path_factory.mktemp("demo")).database


@pytest.fixture
def address(season: Path, tmp_path: Path) -> Iterator[str]:
    path = tmp_path / "copy.db"
    shutil.copy(season, path)
    with served(Desk(path, lambda: AT)) as address:
        yield address


def _main(page: Page) -> str:
    return page.locator("main").inner_html()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_taken_along_deleted_and_brought_back(browser: Browser, address: str, tmp_path: Path, scripts: bool) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=scripts)
    page = context.new_page()
    page.goto(f"{address}/athlete/{MIKA}")
    before = _main(page)
    page.get_by_label("More").click()
    page.get_by_role("link", name="Data", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the archive").click()
    archive = tmp_path / download.value.suggested_filename
    download.value.save_as(archive)
    assert archive.name == "mika (simulated).zip"

    page.get_by_text("Delete everything of Mika (simulated)").click()
    page.get_by_label("Type the whole name").fill("mika (Simulated)")
    page.get_by_role("button", name="Delete for good").click()
    expect(page.get_by_role("heading", name="Mika (simulated) is deleted")).to_be_visible(timeout=30_000)
    assert page.goto(f"{address}/athlete/{MIKA}").status == 404

    page.goto(f"{address}/archives")
    page.get_by_label("An archive").set_input_files(archive)
    page.get_by_role("button", name="Bring it back").click()
    expect(page.get_by_role("heading", name="Mika (simulated) is here now")).to_be_visible(timeout=30_000)
    page.goto(f"{address}/athlete/{MIKA}")
    assert _main(page) == before
    context.close()


def test_a_number_leads_back_to_the_file_it_came_from(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{address}/data/{MIKA}?of=results")
    page.get_by_role("link", name="Sprint").first.click()
    with page.expect_download() as download:
        page.get_by_role("link", name="file").first.click()
    assert Path(download.value.path()).read_text(encoding="utf-8").startswith("athlete")
    assert download.value.suggested_filename == "mika-splits.csv"
    page.close()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_pages_fit_and_can_be_hit_by_a_thumb(browser: Browser, address: str, size: str, theme: str) -> None:
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    for path in PAGES:
        page.goto(address + path)
        page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        assert page.evaluate(SMALL) == []
        assert page.evaluate(CONTROLS) == []
    context.close()
    assert complaints == []
