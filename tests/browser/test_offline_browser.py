"""At the track: pages open where nothing can be reached, what is logged waits, and is sent once."""

import socket
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import sync_playwright

from evenstride.app.desk import Desk
from evenstride.app.record import start_athlete
from evenstride.core.athlete import Intake, Readiness
from evenstride.doors.web import create_app
from evenstride.store import open_store
from tests.browser.test_web_browser import QUIET
from tests.unit.test_web_plan import AT

pytestmark = pytest.mark.browser


class Server:
    """The app on a fixed port, which can go away and come back."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]

    def up(self) -> None:
        config = uvicorn.Config(create_app(self.desk), host="127.0.0.1", port=self.port, log_level="error")
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, daemon=True)
        self.thread.start()
        while not self.server.started:
            assert self.thread.is_alive(), "the server did not start"
            time.sleep(0.02)

    def down(self) -> None:
        self.server.should_exit = self.server.force_exit = True
        self.thread.join(10)


def test_a_log_opened_before_works_without_the_server_and_is_sent_once(chromium: str, tmp_path: Path) -> None:
    path = tmp_path / "test.db"
    with open_store(path) as store:
        answers = Intake(on=AT.date(), days=(0, 2), minutes=60, readiness=Readiness())
        start_athlete(store, "Kim", answers, at=AT, level="trained", birth_year=1998)
    desk = Desk(path, lambda: AT)
    server = Server(desk)
    server.up()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(QUIET))
        page = browser.new_page(viewport={"width": 390, "height": 844})
        page.clock.set_fixed_time(AT)
        log = f"http://localhost:{server.port}/log/kim"
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
        browser.close()
    server.down()
    assert [(one.kind, one.joy) for one in desk.overview("kim").log] == [("chasing", 10.0)]


def test_a_page_kept_from_yesterday_logs_today_and_sent_later_it_keeps_its_day(chromium: str, tmp_path: Path) -> None:
    path = tmp_path / "test.db"
    with open_store(path) as store:
        answers = Intake(on=AT.date(), days=(0, 2), minutes=60, readiness=Readiness())
        start_athlete(store, "Kim", answers, at=AT, level="trained", birth_year=1998)
    clock = [AT]
    server = Server(Desk(path, lambda: clock[0]))
    server.up()
    next_day, later = AT + timedelta(days=1), AT + timedelta(days=3)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(QUIET))
        page = browser.new_page(viewport={"width": 390, "height": 844})
        page.clock.set_fixed_time(AT)
        log = f"http://localhost:{server.port}/log/kim"
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
        browser.close()
    server.down()
    told = {one.kind: one.on for one in server.desk.overview("kim").log}
    assert told == {"chasing": next_day.date(), "easy": AT.date(), "hills": next_day.date()}
