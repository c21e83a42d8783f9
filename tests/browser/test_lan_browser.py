"""A phone in the same network: paired by the code on the screen, it logs at the track over a certificate it trusts."""

import base64
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from playwright.sync_api import sync_playwright

from evenstride.app.wiring import now
from evenstride.doors.certificate import Certificate, ensure_certificate
from evenstride.doors.web import Network
from tests.desks import desk_of_kim
from tests.unit.test_web_plan import AT
from tools.chromium import QUIET
from tools.serve import Server

pytestmark = pytest.mark.browser


def _trusted(made: Certificate) -> str:
    """Return the argument with which a browser trusts the authority, as a phone does that has it installed."""
    key = x509.load_pem_x509_certificate(made.authority.read_bytes()).public_key()
    told = sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).digest()
    return f"--ignore-certificate-errors-spki-list={base64.b64encode(told).decode()}"


def test_a_paired_phone_logs_at_the_track_and_sends_it_later(chromium: str, tmp_path: Path) -> None:
    desk = desk_of_kim(tmp_path / "test.db", AT)
    made = ensure_certificate(tmp_path / "certificate", ["kim.local", "localhost"], ["127.0.0.1"], at=now())
    network = Network(desk.access, ("kim.local",), made.authority.read_bytes(), made.fingerprint)
    server = Server(desk, network=network, certificate=made)
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
