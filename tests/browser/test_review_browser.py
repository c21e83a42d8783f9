"""A clip reviewed in a real browser: events nudged, legs swapped, a joint dragged, the numbers change; by key alone.

The runner of sticks is drawn at 240 frames a second, 300 px a metre.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from evenstride.app.desk import Desk
from evenstride.app.reading.ingest import import_files
from evenstride.core.clip_corrections import EventMoved, LegsSwapped, PointDragged, RunnerChosen
from evenstride.core.clip_review import corrections_of
from evenstride.core.trial_told import ClipTold, TrialTold
from evenstride.store import open_store
from tests.browser.looks import SIZES, SMALL, hindrances
from tests.keypoint_files import write_frames
from tests.unit.test_role_values import DAY
from tools.serve import served

pytestmark = pytest.mark.browser

AT = datetime(2026, 5, 4, 12, tzinfo=UTC)
PATIENCE = 60_000


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_frames(tmp_path_factory.mktemp("clips") / "run")


@pytest.fixture(scope="module")
def two_people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_frames(tmp_path_factory.mktemp("clips") / "two", watched=True)


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    database = tmp_path_factory.mktemp("review") / "test.db"
    with served(Desk(database, lambda: AT)) as address:
        yield address, database


def bring(database: Path, clip: Path, name: str) -> str:
    told = TrialTold(clip=ClipTold(240.0, "300px/m"))
    with open_store(database) as store:
        [result] = import_files(store, [clip], imported_at=AT, athlete=name, on=DAY, told=told)
    return result.ids[0]


def opened(page: Page, address: str, name: str, id: str) -> Page:
    page.set_default_timeout(PATIENCE)
    page.goto(f"{address}/review/{name}?id={id}")
    page.locator("[data-ready]").wait_for()
    return page


def saved(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Save and measure anew").click()
    page.locator("[data-ready]").wait_for()


def made(database: Path, id: str) -> list[object]:
    with open_store(database) as store:
        return [one.what for one in corrections_of(store.recording(id).noun)]


def corrected(page: Page, name: str) -> str:
    return page.get_by_role("row", name=name).get_by_role("cell").last.inner_text()


def test_a_mouse_nudges_swaps_and_drags_and_the_numbers_change(
    browser: Browser, review: tuple[str, Path], clip: Path
) -> None:
    address, database = review
    id = bring(database, clip, "mouse")
    page = opened(browser.new_page(viewport={"width": 1280, "height": 1000}), address, "mouse", id)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    before = corrected(page, "Contact time")
    assert before == page.get_by_role("row", name="Contact time").get_by_role("cell").first.inner_text()
    page.get_by_role("combobox", name="Event").select_option(index=3)
    for _ in range(4):
        page.get_by_role("button", name="Later").click()
    page.get_by_role("button", name="+10").click()
    page.get_by_role("button", name="Swap from this frame").click()
    page.get_by_role("button", name="One frame on").click()
    page.get_by_role("button", name="Swap up to this frame").click()
    page.get_by_role("button", name="+10").click()
    grip = page.get_by_role("button", name="left heel, drag it or use the arrow keys")
    box = grip.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 10, y + 20, steps=4)
    page.mouse.up()
    assert page.locator("[data-made] li").count() == 3
    page.get_by_label("Who corrects it").fill("Ada")
    saved(page)
    moved, swapped, dragged = made(database, id)
    assert isinstance(moved, EventMoved)
    assert isinstance(swapped, LegsSwapped)
    assert (swapped.first, swapped.last) == (moved.frame + 10, moved.frame + 11)
    assert isinstance(dragged, PointDragged)
    assert (dragged.frame, dragged.point) == (moved.frame + 21, "LHeel")
    assert corrected(page, "Contact time") != before
    assert page.locator("#corrections").get_by_text("by Ada, 4 May 2026, on the points alone").count() == 3
    for number in (3, 2, 1):
        with page.expect_navigation():
            page.get_by_role("button", name=f"Take back correction {number}").click()
        page.locator("[data-ready]").wait_for()
    assert made(database, id) == []
    assert corrected(page, "Contact time") == before
    assert complaints == []
    page.close()


def test_the_keyboard_alone_does_it(browser: Browser, review: tuple[str, Path], clip: Path) -> None:
    address, database = review
    id = bring(database, clip, "keys")
    page = opened(browser.new_page(viewport={"width": 390, "height": 844}), address, "keys", id)
    stage, said = page.locator("[data-stage]"), page.locator("[data-said]")
    while not stage.evaluate("one => one === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("n")
    assert "left toe-off" in said.inner_text()
    for key in (".", ".", "Shift+ArrowRight", "s", "ArrowRight", "s", "ArrowRight"):
        page.keyboard.press(key)
    page.keyboard.press("Tab")
    joint = page.evaluate("document.activeElement.getAttribute('aria-label')")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("ArrowRight")
    assert page.locator("[data-made] li").count() == 3
    page.keyboard.press("z")
    assert page.locator("[data-made] li").count() == 2, "a drag by keys is one correction"
    page.keyboard.press("ArrowDown")
    submit = page.get_by_role("button", name="Save and measure anew")
    while not submit.evaluate("one => one === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("#corrections").get_by_text("nobody said by whom").first.wait_for()
    moved, swapped, dragged = made(database, id)
    assert isinstance(moved, EventMoved)
    assert isinstance(swapped, LegsSwapped)
    assert isinstance(dragged, PointDragged)
    assert (swapped.first, swapped.last) == (moved.frame + 10, moved.frame + 11)
    assert dragged.frame == moved.frame + 12
    assert (joint, dragged.point) == ("right shoulder, drag it or use the arrow keys", "RShoulder")
    page.close()


def test_a_finger_swipes_through_the_frames(browser: Browser, review: tuple[str, Path], clip: Path) -> None:
    address, database = review
    id = bring(database, clip, "finger")
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = opened(context.new_page(), address, "finger", id)
    frame = "Number(document.querySelector('[data-frame]').value)"
    before = page.evaluate(frame)
    box = page.locator("[data-stage]").bounding_box()
    assert box is not None
    y = box["y"] + 12
    touch = context.new_cdp_session(page)
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": 300, "y": y}]})
    for x in range(290, 130, -10):
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x, "y": y}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert page.evaluate(frame) == pytest.approx(before + 20, abs=3)
    context.close()


def test_of_two_people_the_runner_is_chosen_by_a_click(
    browser: Browser, review: tuple[str, Path], two_people: Path
) -> None:
    address, database = review
    id = bring(database, two_people, "two")
    page = opened(browser.new_page(viewport={"width": 900, "height": 1000}), address, "two", id)
    page.get_by_role("button", name="Choose the runner in the picture").click()
    page.get_by_role("button", name="person 1 is the runner").click()
    saved(page)
    [chosen] = made(database, id)
    assert isinstance(chosen, RunnerChosen)
    assert page.locator("#events").get_by_text("Of 2 people the one is taken who was chosen").is_visible()
    page.close()


def test_a_change_that_does_not_fit_is_refused_in_a_sentence(
    browser: Browser, review: tuple[str, Path], clip: Path
) -> None:
    address, database = review
    id = bring(database, clip, "refused")
    page = opened(browser.new_page(), address, "refused", id)
    page.evaluate("document.querySelector('[data-review]').review.moveTo(500)")
    page.get_by_role("button", name="Save and measure anew").click()
    page.get_by_text("cannot be there").wait_for()
    assert made(database, id) == []
    # What was sent is not lost: the way back shows it again, and what is put right is saved.
    page.get_by_role("link", name="Back to the page before").click()
    page.locator("[data-ready]").wait_for()
    assert "left touchdown" in page.locator("[data-made]").inner_text()
    assert "to frame 500" in page.locator("[data-made]").inner_text()
    page.evaluate("document.querySelector('[data-review]').review.moveTo(35)")
    saved(page)
    [moved] = made(database, id)
    assert isinstance(moved, EventMoved)
    assert moved.frame == 35
    assert page.locator("[data-made]").inner_text() == "Nothing"
    page.close()


def test_who_chooses_the_runner_by_key_keeps_the_place(
    browser: Browser, review: tuple[str, Path], two_people: Path
) -> None:
    address, database = review
    id = bring(database, two_people, "chooses by key")
    page = opened(browser.new_page(), address, "chooses%20by%20key", id)
    page.get_by_role("button", name="Choose the runner in the picture").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    here = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert here == "person 2 is the runner"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.hasAttribute('data-stage')")
    page.close()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_review_fits_and_axe_finds_nothing(
    browser: Browser, review: tuple[str, Path], clip: Path, size: str, scheme: str
) -> None:
    address, database = review
    id = bring(database, clip, "fits")
    width, height = SIZES[size]
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
    opened(page, address, "fits", id)
    for _ in ("folded", "open"):
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
        assert page.evaluate(SMALL) == []
        assert hindrances(page) == ""
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    page.close()


def test_the_page_of_the_run_leads_to_the_review_and_tells_of_corrections(
    browser: Browser, review: tuple[str, Path], clip: Path
) -> None:
    address, database = review
    id = bring(database, clip, "linked")
    page = browser.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{address}/run/linked?id={id}")
    page.get_by_role("link", name="Review the clip").click()
    page.locator("[data-ready]").wait_for()
    page.get_by_role("button", name="Later").click()
    page.get_by_label("Who corrects it").fill("Ada")
    saved(page)
    page.get_by_role("link", name="The run", exact=True).click()
    page.get_by_text("1 correction, by Ada").wait_for()
    page.close()
