"""At the track: pages open where nothing can be reached, what is logged waits, and is sent once."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.desks import desk_of_kim
from tests.unit.test_web_plan import AT
from tools.serve import Server

pytestmark = pytest.mark.browser


def test_a_log_opened_before_works_without_the_server_and_is_sent_once(browser: Browser, tmp_path: Path) -> None:
    desk = desk_of_kim(tmp_path / "test.db", AT)
    server = Server(desk)
    server.up()
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.clock.set_fixed_time(AT)
    log = f"{server.address}/log/kim"
    page.goto(log)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    server.down()
    page.goto(log)
    page.locator("[name=kind]").fill("chasing")
    page.locator("[name=joy][value='10']").check(force=True)
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved on this phone.").wait_for()
    page.goto(log)
    page.get_by_text("1 kept on this phone.").wait_for()
    server.up()
    page.goto(log)
    page.get_by_text("1 sent. Nothing is waiting.").wait_for()
    page.goto(log)
    page.get_by_role("heading", name="Log", exact=True).wait_for()
    page.close()
    server.down()
    assert [(one.kind, one.joy) for one in desk.overview("kim").log] == [("chasing", 10.0)]


def test_a_page_kept_from_yesterday_logs_today_and_sent_later_it_keeps_its_day(
    browser: Browser, tmp_path: Path
) -> None:
    clock = [AT]
    server = Server(desk_of_kim(tmp_path / "test.db", AT, lambda: clock[0]))
    server.up()
    next_day, later = AT + timedelta(days=1), AT + timedelta(days=3)
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.clock.set_fixed_time(AT)
    log = f"{server.address}/log/kim"
    page.goto(log)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    server.down()
    page.clock.set_fixed_time(next_day)
    for kind, day in (("chasing", ""), ("easy", AT.date().isoformat()), ("hills", next_day.date().isoformat())):
        page.goto(log)
        assert page.locator("[name=on]").get_attribute("max") == next_day.date().isoformat()
        page.locator("[name=session][value='']").check(force=True)
        page.locator("[name=kind]").fill(kind)
        page.locator("details:has([name=on]) summary").click()
        page.locator("[name=on]").fill(day)
        page.get_by_role("button", name="Save").click()
        page.get_by_text("Saved on this phone.").wait_for()
    clock[0] = later
    page.clock.set_fixed_time(later)
    server.up()
    page.goto(log)
    page.get_by_text("3 sent. Nothing is waiting.").wait_for()
    page.close()
    server.down()
    told = {one.kind: one.on for one in server.desk.overview("kim").log}
    assert told == {"chasing": next_day.date(), "easy": AT.date(), "hills": next_day.date()}
