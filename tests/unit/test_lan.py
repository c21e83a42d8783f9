"""Reaching the pages from a phone: who gets in, what a certificate may stand for, what a calendar is told."""

from __future__ import annotations

import asyncio
import json
import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography import x509
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from evenstride.app.access import Access
from evenstride.app.data_desk import DataDesk
from evenstride.app.desk import Desk
from evenstride.app.record import start_athlete
from evenstride.app.wrong_codes import MOST, TRIES, WrongCodes
from evenstride.core.athlete import Intake, Readiness
from evenstride.core.errors import InputError, StoreError
from evenstride.core.log import LogEntry
from evenstride.core.progress import no_progress
from evenstride.doors.certificate import DAYS, PRIVATE, ensure_certificate, is_local
from evenstride.doors.web import Network, create_app
from evenstride.doors.web.network import COOKIE
from evenstride.store import open_store

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOST = "192.168.1.5"


class Clock:
    def __init__(self) -> None:
        self.at = AT

    def __call__(self) -> datetime:
        return self.at


class Lan:
    """The app in a local network, asked by a device that keeps its cookies."""

    def __init__(self, path: Path) -> None:
        answers = Intake(on=AT.date(), days=(0, 1, 3, 5), minutes=60, kit=("gym",), readiness=Readiness())
        with open_store(path) as store:
            start_athlete(store, "Kim", answers, at=AT, level="trained", birth_year=1998)
        self.clock = Clock()
        self.desk = Desk(path, self.clock)
        self.announced: list[str] = []
        network = Network(self.desk.access, (HOST,), b"a certificate", "AA:BB", self.announced.append)
        self.app = create_app(self.desk, network=network)
        self.cookies: dict[str, str] = {}
        self.address = "192.168.1.20"

    def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, client=(self.address, 4321))
            base = f"https://{HOST}:8642"
            async with httpx.AsyncClient(transport=transport, base_url=base, cookies=self.cookies) as client:
                return await client.request(method, path, **more)

        return asyncio.run(send())

    def pair(self, code: str) -> httpx.Response:
        head = {"origin": f"https://{HOST}:8642", "content-type": "application/x-www-form-urlencoded"}
        answer = self.ask("POST", "/pair", headers=head, content=f"code={code}")
        self.cookies.update(answer.cookies)
        return answer


@pytest.fixture
def lan(tmp_path: Path) -> Lan:
    return Lan(tmp_path / "some.db")


PAGES = ("/", "/athlete/kim", "/log/kim", "/plan/kim", "/phone/kim", "/take/json/kim", "/job/x", "/sw.js")


@pytest.mark.parametrize("page", PAGES)
def test_no_page_opens_before_the_device_is_paired(lan: Lan, page: str) -> None:
    answer = lan.ask("GET", page)
    assert (answer.status_code, answer.headers["location"], "Kim" in answer.text) == (303, "/pair", False)


def test_nothing_is_changed_before_the_device_is_paired_and_a_kept_entry_is_sent_again(lan: Lan) -> None:
    head = {"origin": f"https://{HOST}:8642", "accept": "application/json"}
    answer = lan.ask("POST", "/log/kim", headers=head, content="kind=x&id=12345678")
    # 422 would tell the phone that the entry is refused for good.
    assert answer.status_code == 401
    assert lan.ask("POST", "/log/kim", content="kind=x&id=12345678").status_code == 401
    assert lan.desk.glance("kim").log == ()


def test_the_code_on_the_screen_pairs_one_device(lan: Lan) -> None:
    code = lan.desk.access.code
    answer = lan.pair(f"{code[:4]} {code[4:]}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    assert all(word in cookie for word in ("HttpOnly", "Secure", "Path=/", "SameSite=lax"))
    assert "Domain" not in cookie
    assert lan.ask("GET", "/athlete/kim").status_code == 200
    assert lan.announced == [lan.desk.access.code]
    lan.cookies.clear()
    assert lan.pair(code).status_code == 403


def test_a_device_stays_paired_until_it_is_forgotten(lan: Lan) -> None:
    lan.pair(lan.desk.access.code)
    again = Desk(lan.desk.path)
    assert again.access.is_paired(lan.cookies[COOKIE])
    assert again.access.forget() == 1
    assert lan.ask("GET", "/athlete/kim").status_code == 303


def test_pairing_from_another_page_and_another_host_is_refused(lan: Lan) -> None:
    code = lan.desk.access.code
    head = {"origin": "https://evil.example", "content-type": "application/x-www-form-urlencoded"}
    assert lan.ask("POST", "/pair", headers=head, content=f"code={code}").status_code == 403
    assert lan.ask("GET", "/pair", headers={"host": "evil.example"}).status_code == 400


def _wrong(lan: Lan) -> str:
    return "0" * 8 if lan.desk.access.code != "0" * 8 else "1" * 8


def test_who_sends_wrong_codes_waits_and_keeps_nobody_else_from_pairing(lan: Lan) -> None:
    code = lan.desk.access.code
    lan.address = "192.168.1.66"
    assert [lan.pair(_wrong(lan)).status_code for _ in range(TRIES)] == [403] * TRIES
    assert "Wait 1 min" in lan.pair(code).text
    lan.address = "192.168.1.20"
    assert lan.announced == []
    assert lan.pair(code).status_code == 303


def test_each_further_wrong_code_doubles_the_wait_and_one_sent_meanwhile_does_not(lan: Lan) -> None:
    for _ in range(TRIES):
        lan.pair(_wrong(lan))
    for minutes in (1, 2, 4, 8):
        assert f"Wait {minutes} min" in lan.pair(lan.desk.access.code).text
        lan.clock.at += timedelta(minutes=minutes)
        lan.pair(_wrong(lan))
    lan.clock.at += timedelta(minutes=16)
    assert lan.pair(lan.desk.access.code).status_code == 303
    # Who was paired begins anew.
    lan.cookies.clear()
    assert "Wait" not in lan.pair(_wrong(lan)).text


def _looked_at(hours: float, addresses: list[str], *, every: int = 1) -> int:
    """How many guesses are looked at of somebody who guesses every so many minutes from every address."""
    clock, count = Clock(), 0
    wrong = WrongCodes(clock)
    for _ in range(int(60 * hours) // every + 1):
        for address in addresses:
            while not wrong.wait(address):
                wrong.count(address)
                count += 1
        clock.at += timedelta(minutes=every)
    return count


def test_guessing_comes_to_what_is_written() -> None:
    assert _looked_at(24, ["192.168.1.66"]) == 15
    assert _looked_at(24 * 40, ["192.168.1.66"], every=10) == pytest.approx(15 + 39, abs=2)
    assert _looked_at(1, [f"10.0.{number // 250}.{number % 250}" for number in range(3000)]) == MOST
    assert _looked_at(24, [f"fe80::{number:x}" for number in range(1, 30)]) == 15
    assert _looked_at(24, ["::ffff:192.168.1.66", "192.168.1.66"]) == 15


def test_after_too_many_wrong_codes_of_the_whole_network_the_page_says_what_to_do(
    lan: Lan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evenstride.app.wrong_codes.MOST", 8)
    for number in range(8):
        lan.address = f"192.168.1.{30 + number}"
        lan.pair(_wrong(lan))
    assert "Start Evenstride again" in lan.pair(lan.desk.access.code).text


def test_one_code_pairs_one_of_twenty_devices_that_send_it_at_once(tmp_path: Path) -> None:
    access = Access(tmp_path / "a.json")
    code = access.code
    with ThreadPoolExecutor(20) as devices:
        tokens = list(devices.map(lambda number: access.pair(code, f"192.168.1.{number}"), range(20)))
    assert sum(token is not None for token in tokens) == 1


@pytest.mark.parametrize("text", ["", "é", "١٢٣٤٥٦٧٨", "12345678" * 1000, "{}", "null"])
def test_no_other_text_is_a_code_or_a_token(tmp_path: Path, text: str) -> None:
    access = Access(tmp_path / "a.json")
    assert access.pair(text) is None
    assert not access.is_paired(text)
    assert access.athlete_of(text) is None


def test_what_is_kept_of_a_device_lets_nobody_in_and_is_its_owners_only(tmp_path: Path) -> None:
    access = Access(tmp_path / "a.json")
    token = access.pair(access.code)
    assert token is not None
    assert token not in (tmp_path / "a.json").read_text()
    assert stat.S_IMODE((tmp_path / "a.json").stat().st_mode) == 0o600
    (tmp_path / "a.json").write_text("not json")
    with pytest.raises(StoreError, match="paired devices"):
        access.is_paired(token)


def test_a_calendar_follows_the_plan_without_pairing_and_loses_it_when_pain_puts_it_away(lan: Lan) -> None:
    lan.desk.plan("kim", AT.date(), 1, progress=no_progress)
    address = f"/calendar/{lan.desk.access.calendar('kim')}.ics"
    full = lan.ask("GET", address)
    assert full.headers["content-type"].startswith("text/calendar")
    assert len(Calendar.from_ical(full.text).events) >= 3
    told = replace(LogEntry(AT.date(), "easy"), red_flags=("chest pain",))
    lan.desk.log("kim", told)
    stopped = lan.ask("GET", address)
    assert (stopped.status_code, len(Calendar.from_ical(stopped.text).events)) == (200, 0)
    assert "chest" not in stopped.text


def test_a_renewed_calendar_address_closes_the_old_one(lan: Lan) -> None:
    old = lan.desk.access.calendar("kim")
    assert lan.desk.access.calendar("kim") == old
    lan.pair(lan.desk.access.code)
    head = {"origin": f"https://{HOST}:8642", "content-type": "application/x-www-form-urlencoded"}
    assert lan.ask("POST", "/phone/kim", headers=head, content="").status_code == 303
    new = lan.desk.access.calendar("kim")
    assert new != old
    assert lan.ask("GET", f"/calendar/{old}.ics").status_code == 404
    assert lan.ask("GET", f"/calendar/{new}.ics").status_code == 200
    assert new in lan.ask("GET", "/phone/kim").text


def test_the_certificate_stands_for_this_machine_and_its_authority_for_local_addresses_only(tmp_path: Path) -> None:
    made = ensure_certificate(tmp_path / "c", ["kim.local"], [HOST], at=AT)
    leaf, authority = x509.load_pem_x509_certificates(made.chain.read_bytes())
    assert x509.load_pem_x509_certificate(made.authority.read_bytes()) == authority
    leaf.verify_directly_issued_by(authority)
    names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["kim.local"]
    assert names.get_values_for_type(x509.IPAddress) == [IPv4Address(HOST)]
    limits = authority.extensions.get_extension_for_class(x509.NameConstraints)
    assert limits.critical
    permitted = limits.value.permitted_subtrees or []
    assert {str(one.value) for one in permitted if isinstance(one, x509.IPAddress)} == set(PRIVATE)
    assert leaf.not_valid_after_utc - AT == timedelta(days=DAYS)
    assert all(stat.S_IMODE(one.stat().st_mode) == 0o600 for one in (tmp_path / "c").iterdir())
    later = ensure_certificate(tmp_path / "c", ["kim.local"], ["10.0.0.7"], at=AT + timedelta(days=300))
    assert later.fingerprint == made.fingerprint


def test_an_authority_that_ends_soon_is_made_anew(tmp_path: Path) -> None:
    first = ensure_certificate(tmp_path, [], [HOST], at=AT)
    assert ensure_certificate(tmp_path, [], [HOST], at=AT + timedelta(days=3600)).fingerprint != first.fingerprint


@pytest.mark.parametrize("name", ["example.org", "8.8.8.8", "local.example.org", "evil-local", "172.32.0.1"])
def test_nothing_of_the_internet_gets_a_certificate(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="local network"):
        ensure_certificate(tmp_path, [name], [], at=AT)
    assert not list(tmp_path.iterdir())


@given(st.ip_addresses(v=4))
def test_no_address_of_the_internet_is_taken_for_a_local_one(address: IPv4Address) -> None:
    assert not (is_local(str(address)) and address.is_global)


def test_two_servers_on_one_database_lose_no_device_no_address_and_no_renewal(tmp_path: Path) -> None:
    def serve(number: int) -> list[str | None]:
        tokens: list[str | None] = []
        for turn in range(20):
            access = Access(tmp_path / "a.json")
            tokens.append(access.pair(access.code))
            access.renew_calendar(f"{number}-{turn}")
        return tokens

    with ThreadPoolExecutor(4) as servers:
        tokens = [token for those in servers.map(serve, range(4)) for token in those]
    access = Access(tmp_path / "a.json")
    assert len(set(tokens)) == 80
    assert all(token is not None and access.is_paired(token) for token in tokens)
    assert access.forget() == 80
    assert len(json.loads((tmp_path / "a.json").read_text())["calendars"]) == 80


def test_with_an_athlete_their_calendar_address_goes_and_a_namesake_gets_another(lan: Lan) -> None:
    data = DataDesk(lan.desk.path, lan.clock)
    old = lan.desk.access.calendar("kim")
    data.forget("kim", "Kim")
    assert "kim" not in (lan.desk.path.parent / "some.db-access.json").read_text()
    answers = Intake(on=AT.date(), days=(0,), minutes=60, kit=(), readiness=Readiness())
    with open_store(lan.desk.path) as store:
        start_athlete(store, "Kim", answers, at=AT, level="trained", birth_year=1998)
    assert lan.ask("GET", f"/calendar/{old}.ics").status_code == 404
    assert lan.desk.access.calendar("kim") != old
