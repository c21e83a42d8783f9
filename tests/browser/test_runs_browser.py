"""Journeys in a real browser: first start to verdict with an own file, a mixed folder, two runs side by side."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from evenstride.store import open_store
from tests.browser.looks import SIZES, bring, must_fit
from tests.unit.test_web_import import ADA, BAD, NAMELESS

pytestmark = pytest.mark.browser

STEPS = b"athlete,date,side,touchdown,toe_off,speed\n" + b"".join(
    b"Ada,%s,%s,%.3f,%.3f,%.1f\n" % (day, (b"left", b"right")[i % 2], 0.22 * i, 0.22 * i + contact, speed)
    for day, contact, speed in ((b"2026-02-01", 0.11, 9.0), (b"2026-02-21", 0.10, 9.3))
    for i in range(12)
)


def test_from_the_first_start_to_a_verdict_with_an_own_file(visitor: Page, empty: str) -> None:
    visitor.goto(empty)
    visitor.get_by_role("link", name="Five questions first").click()
    visitor.get_by_label("Your name").fill("Kim")
    visitor.get_by_label("at top speed").check()
    visitor.get_by_label("Mon", exact=True).check()
    visitor.get_by_label("none of these").check()
    visitor.get_by_label("One thing you enjoy").fill("the wind")
    visitor.get_by_role("button", name="Begin").click()
    visitor.get_by_role("heading", name="Thank you, Kim").wait_for()
    assert visitor.get_by_label("Whose runs").input_value() == "Kim"
    visitor.get_by_label("One or several files").set_input_files(
        [{"name": "mine.csv", "mimeType": "text/csv", "buffer": NAMELESS}]
    )
    visitor.get_by_role("button", name="Import").click()
    visitor.get_by_role("heading", name="1 file is in").wait_for(timeout=30_000)
    visitor.locator("a[href='/athlete/kim']").click()
    visitor.get_by_text("the wind").wait_for()
    said = visitor.locator("h1").inner_text()
    assert said.startswith("Your times show how fast you are")
    assert visitor.get_by_role("img", name="Speed against distance").first.is_visible()


def test_a_mixed_folder_with_bad_files_keeps_the_good_ones(browser: Browser, empty: str, tmp_path: Path) -> None:
    folder = tmp_path / "season"
    (folder / "march").mkdir(parents=True)
    files = {"ada.csv": ADA, "march/steps.csv": STEPS, "notes.csv": BAD, "film.mp4": b"\0\1\2" * 99, ".hidden": b"x",
             "mine.csv": NAMELESS}  # fmt: skip
    for name, data in files.items():
        (folder / name).write_bytes(data)
    page = browser.new_page()
    page.goto(f"{empty}/import")
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


def test_files_can_be_dropped_and_too_many_are_refused_before_they_are_sent(browser: Browser, empty: str) -> None:
    page = browser.new_page()
    page.goto(f"{empty}/import")
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


def test_two_runs_are_ticked_and_compared(visitor: Page, empty: str) -> None:
    bring(visitor, empty, **{"steps.csv": STEPS})
    visitor.get_by_role("link", name="Runs of Ada").click()
    visitor.get_by_role("heading", name="Runs", exact=True).wait_for()
    for box in visitor.locator("[name=run]").all():
        box.check()
    visitor.get_by_role("button", name="Compare two").click()
    visitor.get_by_role("heading", name="Two runs", exact=True).wait_for()
    assert visitor.get_by_role("img", name="How your steps changed").is_visible()
    assert visitor.get_by_text("They say how, never why.").is_visible()
    visitor.get_by_role("link", name="Step events").first.click()
    visitor.get_by_role("heading", name="Left and right").wait_for()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_fits(browser: Browser, empty: str, tmp_path: Path, size: str, theme: str) -> None:
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme)
    page = context.new_page()
    must_fit(page, f"{empty}/start")
    must_fit(page, f"{empty}/import")
    bring(page, empty, **{"ada.csv": ADA, "steps.csv": STEPS, "bad" * 40 + ".csv": BAD, "mine.csv": NAMELESS})
    must_fit(page, page.url)
    with open_store(tmp_path / "test.db") as store:
        ids = [one.id for one in store.recordings("Ada")]
    for path in ("/runs/ada", *(f"/run/ada?id={id}" for id in ids), f"/compare/ada?a={ids[0]}&b={ids[1]}",
                 f"/compare/ada?a={ids[0]}&b={ids[2]}"):  # fmt: skip
        must_fit(page, empty + path)
    context.close()
