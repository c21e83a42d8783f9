"""A clip reviewed on its film in a real browser: the frame lies where the points are, and counts as seen when shown."""

import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("av", reason="films need PyAV, of the extra 'video'")
pytest.importorskip("PIL", reason="pictures need Pillow, of the extra 'video'")

from PIL import Image
from playwright.sync_api import Browser, Page

from evenstride.app.desk import Desk
from evenstride.app.reading.ingest import import_files
from evenstride.core.clip_review import corrections_of
from evenstride.core.trial_told import ClipTold, TrialTold
from evenstride.store import open_store
from tests.browser.looks import SIZES, SMALL, hindrances
from tests.filmed_runs import AT, COLOURS, DAY, keep_filmed
from tests.keypoint_files import write_frames
from tools.serve import served

pytestmark = pytest.mark.browser

SHOWN = "one => one.getAttribute('href') && one.style.visibility !== 'hidden'"


@pytest.fixture(scope="module")
def filmed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path, str]]:
    folder = tmp_path_factory.mktemp("filmed")
    database = folder / "test.db"
    with pytest.MonkeyPatch.context() as patched:
        id = keep_filmed(database, folder, "Noa", patched)
    with served(Desk(database, lambda: AT)) as address:
        yield address, database, id


def opened(page: Page, address: str, id: str) -> Page:
    page.set_default_timeout(60_000)
    page.goto(f"{address}/review/noa?id={id}")
    page.locator("[data-ready]").wait_for()
    return page


def shown(page: Page, frame: int) -> None:
    page.locator(f"[data-drawing] image[data-shows='{frame}']").wait_for()
    page.wait_for_function(f"() => [document.querySelector('[data-drawing] image')].every({SHOWN})")


def go(page: Page, frame: int) -> None:
    page.evaluate(f"document.querySelector('[data-review]').review.go({frame})")


def test_the_frame_lies_where_its_points_are(browser: Browser, filmed: tuple[str, Path, str]) -> None:
    address, _, id = filmed
    page = opened(browser.new_page(viewport={"width": 1280, "height": 1000}), address, id)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    assert page.get_by_text("No film is kept").count() == 0
    page.get_by_role("button", name="Hide the points").click()
    for frame in (90, 300):
        go(page, frame)
        shown(page, frame)
        picture = np.asarray(Image.open(io.BytesIO(page.screenshot())).convert("RGB"), dtype=float)
        for side, other in (("left", "right"), ("right", "left")):
            box = page.get_by_role("button", name=f"{side} knee, drag it or use the arrow keys").bounding_box()
            assert box is not None
            x, y = round(box["x"] + box["width"] / 2), round(box["y"] + box["height"] / 2)
            seen = picture[y - 1 : y + 2, x - 1 : x + 2].mean(axis=(0, 1))
            off, off_other = (np.abs(seen - COLOURS[one]).max() for one in (side, other))
            assert off < 40.0 or (side == "right" and off_other < 40.0), (frame, side, seen)
    assert complaints == []
    page.close()


def test_what_was_seen_on_the_film_counts_as_seen(browser: Browser, filmed: tuple[str, Path, str]) -> None:
    address, database, id = filmed
    page = opened(browser.new_page(viewport={"width": 1280, "height": 1000}), address, id)
    for blind in (False, True):
        page.get_by_role("combobox", name="Event").select_option(index=2 + blind)
        if blind:
            page.route("**/clip-picture/**", lambda route: route.abort())
            page.evaluate("document.querySelector('[data-review]').review.film.kept.clear()")
            page.evaluate("document.querySelector('[data-review]').review.film.seen.clear()")
            page.evaluate("document.querySelector('[data-review]').review.film.shown = null")
        page.get_by_role("button", name="Later").click()
        if not blind:
            shown(page, int(page.get_by_role("slider").input_value()))
        page.get_by_label("Who corrects it").fill("Ada")
        with page.expect_navigation():
            page.get_by_role("button", name="Save and measure anew").click()
        page.locator("[data-ready]").wait_for()
    with open_store(database) as store:
        assert [one.film for one in corrections_of(store.recording(id).noun)] == [True, False]
    page.close()


@pytest.mark.parametrize("size", SIZES)
def test_the_review_on_a_film_fits_and_axe_finds_nothing(
    browser: Browser, filmed: tuple[str, Path, str], size: str
) -> None:
    address, _, id = filmed
    width, height = SIZES[size]
    page = opened(browser.new_page(viewport={"width": width, "height": height}), address, id)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    assert page.evaluate(SMALL) == []
    assert hindrances(page) == ""
    page.close()


def test_a_kinogram_leads_to_two_runs_and_to_a_film(
    browser: Browser, filmed: tuple[str, Path, str], tmp_path: Path
) -> None:
    address, database, id = filmed
    clip = write_frames(tmp_path / "other", seed=3)
    with open_store(database) as store:
        told = TrialTold(clip=ClipTold(240.0, "300px/m"))
        import_files(store, [clip], imported_at=AT, athlete="Noa", on=DAY + timedelta(days=2), told=told)
    for width, height in SIZES.values():
        page = browser.new_page(viewport={"width": width, "height": height})
        page.set_default_timeout(60_000)
        page.goto(f"{address}/kinogram/noa?id={id}")
        page.get_by_label("The other run").select_option(index=0)
        page.get_by_role("button", name="Lay them over each other").click()
        page.get_by_role("heading", name="Two runs in pictures").wait_for()
        for word in ("Over each other", "One below the other"):
            with page.expect_navigation():
                page.get_by_role("link", name=word).click()
            assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
            assert page.evaluate(SMALL) == []
            assert hindrances(page) == ""
        assert page.evaluate("document.querySelector('.kinogram img').naturalWidth") > 0
        page.close()
    page = browser.new_page()
    page.set_default_timeout(60_000)
    page.goto(f"{address}/kinogram/noa?id={id}")
    page.get_by_role("button", name="Draw the film (MP4)").click()
    with page.expect_download() as fetched:
        page.get_by_role("link", name="Take it along (MP4)").click()
    assert fetched.value.path().read_bytes()[4:8] == b"ftyp"
    assert page.get_by_text("No film is kept").count() == 0
    page.close()
