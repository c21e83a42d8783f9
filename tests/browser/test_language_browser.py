"""Another language from the keyboard: chosen, logged in, kept for the track, and changed back."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from evenstride.core.log import Feel
from tests.browser.looks import SMALL
from tests.desks import desk_of_kim
from tests.unit.test_web_plan import AT
from tools.serve import Server

pytestmark = pytest.mark.browser

ACTIVE = "document.activeElement"
KEPT = (
    "caches.open('evenstride-pages-2').then((kept) => kept.match('/log/kim')).then((page) => page ? page.text() : '')"
)


def _press_until(page: Page, found: str, key: str = "Tab") -> None:
    """Press a key until the focus is where a test of the focused element holds."""
    for _ in range(80):
        if page.evaluate(f"(() => {{ const at = {ACTIVE}; return Boolean({found}); }})()"):
            return
        page.keyboard.press(key)
    raise AssertionError(f"the keyboard does not reach {found}")


def _choose(page: Page, code: str) -> None:
    _press_until(page, "at.matches('.menu summary')")
    page.keyboard.press("Enter")
    _press_until(page, "at.getAttribute('href') === '/language'")
    page.keyboard.press("Enter")
    page.wait_for_url("**/language")
    _press_until(page, "at.name === 'language'")
    _press_until(page, f"at.value === '{code}'", "ArrowDown")
    _press_until(page, "at.type === 'submit'")
    page.keyboard.press("Enter")
    page.wait_for_url("**/log/kim")


def test_german_by_keyboard_a_session_logged_in_it_offline_and_back(browser: Browser, tmp_path: Path) -> None:
    desk = desk_of_kim(tmp_path / "test.db", AT)
    server = Server(desk)
    server.up()
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.clock.set_fixed_time(AT)
    problems: list[str] = []
    page.on("pageerror", lambda problem: problems.append(str(problem)))
    page.on("console", lambda line: problems.append(line.text) if "Content Security" in line.text else None)
    log = f"{server.address}/log/kim"
    page.goto(log)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    _choose(page, "de")
    assert page.locator("html").get_attribute("lang") == "de"
    page.get_by_role("heading", name="Eine Einheit in zehn Sekunden eintragen").wait_for()
    assert page.evaluate(SMALL) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    page.locator("[name=kind]").fill("Kraft")
    page.get_by_label("Wade links").first.press("Enter")
    _press_until(page, "at.type === 'submit' && at.textContent === 'Sichern'")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Zurück zu deinem Lauf").wait_for()
    assert page.get_by_role("heading", level=1).text_content().startswith("Eingetragen:")  # type: ignore[union-attr]
    assert page.get_by_text("Danke, dass du es sagst.").get_attribute("lang") == "de"

    page.goto(log)
    server.down()
    page.goto(log)
    page.get_by_text("Wie fühlten sich die schnellen Läufe an?").wait_for()
    page.locator("[name=kind]").fill("Fangen")
    page.locator("[name=feel][value=smooth]").check(force=True)
    page.get_by_role("button", name="Sichern").click()
    page.get_by_text("Auf diesem Handy gesichert.").wait_for()
    server.up()
    page.goto(log)
    page.get_by_text("1 gesendet. Nichts wartet mehr.").wait_for()

    assert "Was hast du gemacht?" in page.evaluate(KEPT)
    _choose(page, "en")
    assert page.locator("html").get_attribute("lang") == "en"
    page.wait_for_function(f"{KEPT}.then((text) => text.includes('What did you do?'))")
    server.down()
    page.goto(log)
    page.get_by_text("What did you do?").wait_for()
    page.close()
    assert problems == []
    told = desk.overview("kim").log
    assert {(one.kind, one.feel) for one in told} == {("strength", None), ("Fangen", Feel.SMOOTH)}
    [pain] = [pain for one in told for pain in one.pains]
    assert (pain.place, pain.side, pain.level) == ("calf", "left", 2)
