"""Journeys in a real browser: first start to verdict with an own file, a mixed folder, two runs side by side."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from evenstride.app.desk import Desk
from evenstride.doors.web import create_app
from evenstride.store import open_store
from tests.browser.test_web_browser import OUTSIDE, OVERLAPS, QUIET, SIZES, SMALL
from tests.unit.test_web_import import ADA, BAD, NAMELESS
from tests.unit.test_web_plan import AT

pytestmark = pytest.mark.browser

STEPS = b"athlete,date,side,touchdown,toe_off,speed\n" + b"".join(
    b"Ada,%s,%s,%.3f,%.3f,%.1f\n" % (day, (b"left", b"right")[i % 2], 0.22 * i, 0.22 * i + contact, speed)
    for day, contact, speed in ((b"2026-02-01", 0.11, 9.0), (b"2026-02-21", 0.10, 9.3))
    for i in range(12)
)
SMALL_TARGETS = """() => [...document.querySelectorAll(
  "main :is(a.btn, button:not(.term), select, .run, .tick, input:not([type=hidden], [type=checkbox]))")]
  .filter(n => n.offsetParent && n.getBoundingClientRect().height < 44).map(n => n.outerHTML.slice(0, 80))"""


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    desk = Desk(tmp_path / "test.db", lambda: AT)
    server = uvicorn.Server(uvicorn.Config(create_app(desk), host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture(params=["scripts", "no scripts"])
def page(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    # Asked for first, so that the server outlives a page that fetches itself anew.
    assert address
    scripts = request.param == "scripts"
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=scripts)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


def _import(page: Page, address: str, **files: bytes) -> None:
    page.goto(f"{address}/import")
    given = [{"name": name, "mimeType": "text/csv", "buffer": data} for name, data in files.items()]
    page.get_by_label("One or several files").set_input_files(given)
    page.get_by_role("button", name="Import").click()
    page.wait_for_url("**/imported/**")
    page.get_by_role("link", name="Import more").wait_for(timeout=30_000)


def test_from_the_first_start_to_a_verdict_with_an_own_file(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("link", name="Five questions first").click()
    page.get_by_label("Your name").fill("Kim")
    page.get_by_label("at top speed").check()
    page.get_by_label("Mon", exact=True).check()
    page.get_by_label("none of these").check()
    page.get_by_label("One thing you enjoy").fill("the wind")
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("heading", name="Thank you, Kim").wait_for()
    assert page.get_by_label("Whose runs").input_value() == "Kim"
    page.get_by_label("One or several files").set_input_files(
        [{"name": "mine.csv", "mimeType": "text/csv", "buffer": NAMELESS}]
    )
    page.get_by_role("button", name="Import").click()
    page.get_by_role("heading", name="1 file is in").wait_for(timeout=30_000)
    page.locator("a[href='/athlete/kim']").click()
    page.get_by_text("the wind").wait_for()
    said = page.locator("h1").inner_text()
    assert said.startswith("Your times show how fast you are")
    assert page.get_by_role("img", name="Speed against distance").first.is_visible()


def test_a_mixed_folder_with_bad_files_keeps_the_good_ones(browser: Browser, address: str, tmp_path: Path) -> None:
    folder = tmp_path / "season"
    (folder / "march").mkdir(parents=True)
    files = {"ada.csv": ADA, "march/steps.csv": STEPS, "notes.csv": BAD, "film.mp4": b"\0\1\2" * 99, ".hidden": b"x",
             "mine.csv": NAMELESS}  # fmt: skip
    for name, data in files.items():
        (folder / name).write_bytes(data)
    page = browser.new_page()
    page.goto(f"{address}/import")
    page.get_by_label("Or a whole folder").set_input_files(folder)
    assert page.get_by_text("6 files chosen.").is_visible()
    page.get_by_role("button", name="Import").click()
    page.get_by_role("heading", name="2 of 5 files are in").wait_for(timeout=30_000)
    assert page.get_by_text("1 hidden file was left out.").is_visible()
    assert page.get_by_text("season/notes.csv").is_visible()
    page.get_by_label("Whose runs are these?").fill("Kim")
    page.get_by_role("button", name="Keep it").click()
    page.get_by_role("heading", name="1 file is in").wait_for(timeout=30_000)
    with open_store(tmp_path / "test.db") as store:
        assert [one.name for one in store.athletes()] == ["Ada", "Kim"]
        assert len(store.recordings("Ada")) == 3
    page.close()


def test_files_can_be_dropped_and_too_many_are_refused_before_they_are_sent(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}/import")
    drop = """([count]) => { const all = new DataTransfer();
      for (let n = 0; n < count; n++) all.items.add(new File(["a,b"], `${n}.csv`));
      document.querySelector("[data-drop]").dispatchEvent(
        new DragEvent("drop", { dataTransfer: all, bubbles: true, cancelable: true })); }"""
    page.evaluate(drop, [501])
    page.get_by_text("501 files are too many: at most 500 at once.").wait_for()
    assert page.get_by_role("button", name="Import").is_disabled()
    page.evaluate(drop, [3])
    page.get_by_text("3 files chosen.").wait_for()
    page.get_by_role("button", name="Import").click()
    page.get_by_role("heading", name="Nothing was kept").wait_for(timeout=30_000)
    page.close()


def test_two_runs_are_ticked_and_compared(page: Page, address: str) -> None:
    _import(page, address, **{"steps.csv": STEPS})
    page.get_by_role("link", name="Runs of Ada").click()
    page.get_by_role("heading", name="Runs", exact=True).wait_for()
    for box in page.locator("[name=run]").all():
        box.check()
    page.get_by_role("button", name="Compare two").click()
    page.get_by_role("heading", name="Two runs", exact=True).wait_for()
    assert page.get_by_role("img", name="How your steps changed").is_visible()
    assert page.get_by_text("They say how, never why.").is_visible()
    page.get_by_role("link", name="Step events").first.click()
    page.get_by_role("heading", name="Left and right").wait_for()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_fits(browser: Browser, address: str, tmp_path: Path, size: str, theme: str) -> None:
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme)
    page = context.new_page()
    _fits(page, f"{address}/start")
    _fits(page, f"{address}/import")
    _import(page, address, **{"ada.csv": ADA, "steps.csv": STEPS, "bad" * 40 + ".csv": BAD, "mine.csv": NAMELESS})
    _fits(page, page.url)
    with open_store(tmp_path / "test.db") as store:
        ids = [one.id for one in store.recordings("Ada")]
    for path in ("/runs/ada", *(f"/run/ada?id={id}" for id in ids), f"/compare/ada?a={ids[0]}&b={ids[1]}",
                 f"/compare/ada?a={ids[0]}&b={ids[2]}"):  # fmt: skip
        _fits(page, address + path)
    context.close()


def _fits(page: Page, address: str) -> None:
    page.goto(address)
    page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), address
    for question in (OUTSIDE, OVERLAPS, SMALL, SMALL_TARGETS):
        assert page.evaluate(question) == [], address
