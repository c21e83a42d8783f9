"""The web app asked without a network, and what every page of it must keep."""

import asyncio
import re
import time
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import httpx

from evenstride.app.desk import Desk
from evenstride.core.plan import Plan
from evenstride.doors.web import create_app

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOME = {"origin": "http://localhost", "content-type": "application/x-www-form-urlencoded"}


def ask(app: Any, method: str, path: str, *, port: str = "", **more: Any) -> httpx.Response:
    """Ask an application for an answer, as a browser on this machine does."""

    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url=f"http://localhost{port}") as client:
            return await client.request(method, path, **more)

    return asyncio.run(send())


class Site:
    """The web app over a database, asked without a network."""

    def __init__(self, path: Path) -> None:
        self.at = AT
        self.desk = Desk(path, lambda: self.at)
        self.app = create_app(self.desk)

    def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        return ask(self.app, method, path, **more)

    def get(self, path: str) -> httpx.Response:
        return self.ask("GET", path)

    def post(self, path: str, content: str) -> httpx.Response:
        return self.ask("POST", path, headers=HOME, content=content)

    def finish(self, answer: httpx.Response) -> httpx.Response:
        """Follow a job until it is done."""
        assert answer.status_code == 303
        until = time.monotonic() + 60.0
        while time.monotonic() < until:
            found = self.get(answer.headers["location"])
            if found.status_code != 200:
                return found
            assert 'http-equiv="refresh"' in found.text
            time.sleep(0.05)
        raise AssertionError("the job did not end")

    def planned(self) -> Plan:
        plan = self.desk.overview("kim").plan
        assert isinstance(plan, Plan)
        return plan


class Outline(HTMLParser):
    """Headings in order, ids, attributes and the balance of tags."""

    VOID = frozenset({"meta", "link", "br", "img", "input", "path", "rect", "circle"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        self.captions = self.tables = 0
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value) for name, value in attrs]
        self.ids += [str(value) for name, value in attrs if name == "id"]
        self.captions += tag == "caption"
        self.tables += tag == "table"
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value) for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def require_well_built(page: str) -> None:
    """Headings in order, ids once, no style or script inside, and every address one of this site."""
    outline = Outline(page)
    assert outline.open == []
    assert outline.headings[0] == 1
    assert outline.headings.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(outline.headings, outline.headings[1:], strict=False))
    assert len(outline.ids) == len(set(outline.ids))
    assert outline.captions == outline.tables
    assert [found for found in outline.attributes if found[1] == "style" or found[1].startswith("on")] == []
    assert re.findall(r"<script(?![^>]*src=)", page) == []
    links = [value for _, name, value in outline.attributes if name in ("src", "href", "action")]
    assert all(value.startswith(("/", "#")) and not value.startswith("//") for value in links if value)
