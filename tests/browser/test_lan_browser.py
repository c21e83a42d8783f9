"""A phone in the same network: paired by the code on the screen, it logs at the track over a certificate it trusts."""

import base64
import socket
import threading
import time
from hashlib import sha256
from pathlib import Path

import pytest
import uvicorn
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from playwright.sync_api import sync_playwright

from evenstride.app.desk import Desk
from evenstride.app.record import start_athlete
from evenstride.app.wiring import now
from evenstride.core.athlete import Intake, Readiness
from evenstride.doors.certificate import Certificate, ensure_certificate
from evenstride.doors.web import Network, create_app
from evenstride.store import open_store
from tests.browser.test_web_browser import QUIET
from tests.unit.test_web_plan import AT

pytestmark = pytest.mark.browser


class LanServer:
    """The app over HTTPS on this machine's loopback, under the name it would have in a local network."""

    def __init__(self, desk: Desk, made: Certificate) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.desk, self.made = desk, made

    def up(self) -> None:
        network = Network(self.desk.access, ("kim.local",), self.made.authority.read_bytes(), self.made.fingerprint)
        config = uvicorn.Config(
            create_app(self.desk, network=network), host="127.0.0.1", port=self.port, log_level="error",
            ssl_certfile=str(self.made.chain), ssl_keyfile=str(self.made.key), timeout_graceful_shutdown=2,
        )  # fmt: skip
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, daemon=True)
        self.thread.start()
        while not self.server.started:
            assert self.thread.is_alive(), "the server did not start"
            time.sleep(0.02)

    def down(self) -> None:
        self.server.should_exit = True
        self.thread.join(10)


def _trusted(made: Certificate) -> str:
    """Return the argument with which a browser trusts the authority, as a phone does that has it installed."""
    key = x509.load_pem_x509_certificate(made.authority.read_bytes()).public_key()
    told = sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).digest()
    return f"--ignore-certificate-errors-spki-list={base64.b64encode(told).decode()}"


def test_a_paired_phone_logs_at_the_track_and_sends_it_later(chromium: str, tmp_path: Path) -> None:
    path = tmp_path / "test.db"
    with open_store(path) as store:
        answers = Intake(on=AT.date(), days=(0, 2), minutes=60, readiness=Readiness())
        start_athlete(store, "Kim", answers, at=AT, level="trained", birth_year=1998)
    desk = Desk(path, lambda: AT)
    made = ensure_certificate(tmp_path / "certificate", ["kim.local", "localhost"], ["127.0.0.1"], at=now())
    server = LanServer(desk, made)
    server.up()
    base = f"https://kim.local:{server.port}"
    profile = tmp_path / "profile"
    arguments = [*QUIET, "--host-resolver-rules=MAP kim.local 127.0.0.1", _trusted(made)]
    with sync_playwright() as playwright:
        phone = playwright.chromium.launch_persistent_context(
            str(profile), executable_path=chromium, args=arguments, viewport={"width": 390, "height": 844}
        )
        page = phone.new_page()
        page.clock.set_fixed_time(AT)
        page.goto(f"{base}/log/kim")
        page.get_by_role("heading", name="Pair this device").wait_for()
        # the picture code carries the digits behind the #
        page.goto("about:blank")
        page.goto(f"{base}/pair#{desk.access.code}")
        assert page.locator("[name=code]").input_value() == desk.access.code
        assert "#" not in page.url
        page.get_by_role("button", name="Pair").click()
        page.get_by_text("Kim", exact=True).first.wait_for()
        page.goto(f"{base}/log/kim")
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        page.reload()
        server.down()
        page.goto(f"{base}/log/kim")
        page.locator("[name=kind]").fill("chasing")
        page.get_by_role("button", name="Save").click()
        page.get_by_text("Saved on this phone.").wait_for()
        server.up()
        page.goto(f"{base}/log/kim")
        page.get_by_text("1 sent. Nothing is waiting.").wait_for()
        phone.close()
    server.down()
    assert [one.kind for one in desk.glance("kim").log] == ["chasing"]
