"""Choosing a language: kept in a cookie, from a page of ours only, and nobody is sent elsewhere by it."""

import asyncio
import json
from html import unescape
from typing import Any

import httpx
import pytest

from evenstride.doors.pages.speech import languages, plain_sentence, speaking
from evenstride.doors.web.language_pages import COOKIE, asked_for
from tests.sites import Outline
from tests.visitors import HOME, LOG_ID, Client


@pytest.fixture(scope="module")
def client() -> Client:
    return Client()


def choose(client: Client, body: str, **more: Any) -> httpx.Response:
    return client.ask("POST", "/language", headers={**HOME, **more}, content=body)


def test_a_choice_is_kept_for_a_year_and_out_of_reach_of_scripts(client: Client) -> None:
    answer = choose(client, "language=de&back=/log/noa%20keller%3Fsession%3Da")
    assert (answer.status_code, answer.headers["location"]) == (303, "/log/noa%20keller?session=a")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=de;")
    for part in ("HttpOnly", "SameSite=lax", "Path=/", "Max-Age=31536000"):
        assert part in cookie
    assert "Secure" not in cookie, "plain HTTP on this machine"


def test_over_https_the_choice_is_sent_nowhere_else(client: Client) -> None:
    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(client.app)
        async with httpx.AsyncClient(transport=transport, base_url="https://localhost:8000") as browser:
            head = {**HOME, "origin": "https://localhost:8000"}
            return await browser.post("/language", headers=head, content="language=de")

    assert "Secure" in asyncio.run(send()).headers["set-cookie"]


@pytest.mark.parametrize(
    "back", ["", "//evil.example", "https://evil.example/x", "/%5Cevil.example", "evil", "/language", "/a%0Ab"]
)
def test_nobody_is_sent_elsewhere(client: Client, back: str) -> None:
    assert choose(client, f"language=de&back={back}").headers["location"] == "/"


@pytest.mark.parametrize("body", ["", "language=xx", "language=../de", "language=%3Cscript%3E"])
def test_what_is_no_language_changes_nothing(client: Client, body: str) -> None:
    answer = choose(client, body)
    assert answer.status_code == 422
    assert "set-cookie" not in answer.headers


def test_another_site_cannot_choose(client: Client) -> None:
    answer = choose(client, "language=de", origin="http://evil.example")
    assert (answer.status_code, answer.headers.get("set-cookie")) == (403, None)


def test_the_choice_goes_before_what_the_browser_asks_for(client: Client) -> None:
    asks = {"accept-language": "de", "cookie": f"{COOKIE}=en"}
    assert '<html lang="en">' in client.get("/", headers=asks).text
    asks = {"accept-language": "en", "cookie": f"{COOKIE}=de"}
    assert '<html lang="de">' in client.get("/", headers=asks).text
    asks = {"accept-language": "de", "cookie": f"{COOKIE}=xx"}
    assert '<html lang="de">' in client.get("/", headers=asks).text


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("", "en"), ("fr", "en"), ("de", "de"), ("de-AT", "de"), ("en-GB,de;q=0.9", "en"),
        ("fr,de;q=0.2,en;q=0.1", "de"), ("de;q=0", "en"),
        ("de;q=x", "en"), ("de;q=nan,en;q=0.1", "en"), ("*", "en"),
        (";;,,=;q", "en"), ("DE", "de"),
    ],
)  # fmt: skip
def test_what_a_browser_asks_for(header: str, code: str) -> None:
    assert asked_for(header).code == code


@pytest.mark.parametrize("code", list(languages()))
def test_the_page_offers_every_language_in_its_own_words(client: Client, code: str) -> None:
    page = client.get("/language", headers={"accept-language": code, "referer": "http://localhost:8000/plan/noa"}).text
    outline = Outline(page)
    assert outline.open == []
    assert outline.headings == [1, 2]
    assert all(f'<span lang="{one.code}"><b>{one.name}</b>' in page for one in languages().values())
    assert f'value="{code}" checked' in page
    assert 'name="back" value="/plan/noa"' in page
    foreign = client.get("/language", headers={"referer": "http://evil.example/plan/noa"}).text
    assert 'name="back" value="/"' in foreign


def test_every_menu_leads_to_the_choice(client: Client) -> None:
    assert '<li><a href="/language">Language and units</a></li>' in client.get("/plan/noa%20keller").text


def test_scripts_get_their_texts_as_data_and_in_english_none(client: Client) -> None:
    german = client.get("/log/noa%20keller", headers={"accept-language": "de"}).text
    _, _, rest = german.partition(' data-texts="')
    texts = json.loads(unescape(rest.partition('"')[0]))
    assert texts == dict(languages()["de"].scripts["log"])
    assert "data-texts" not in client.get("/log/noa%20keller").text


def test_what_is_said_to_a_log_names_its_language() -> None:
    client = Client()
    head = {**HOME, "accept": "application/json", "accept-language": "de"}
    told = client.ask("POST", "/log/noa%20keller", headers=head, content=f"id={LOG_ID}&kind=Kraft").json()
    assert told == {"lines": ["Eingetragen.", "Danke, dass du es sagst."], "spoken": ["de", "de"]}
    with speaking(languages()["de"]):
        assert plain_sentence("The moon was full.") == ("The moon was full.", "en")
    assert client.desk.logged[0][1].kind == "strength"
    refused = client.ask("POST", "/log/noa%20keller", headers=head, content="id=x").json()
    assert refused == {
        "refused": "dieses Formular hat seine Nummer verloren. Lade die Seite neu und füll sie noch einmal aus."
    }
    page = client.ask("POST", "/log/noa%20keller", headers={**HOME, "accept-language": "de"}, content="id=x").text
    assert "dieses Formular hat seine Nummer verloren" in page
