"""How long pages take with 200 athletes, 100,000 timed runs and three years of logs in one database.

Server time is the time from asking the application to its whole answer, in one process and without a network. Every
page is asked of athletes drawn at random: ready ones (what a page shows was put together since something was told), and
again right after a new entry in the log, when the answer is the page of the job that puts it together.
"""

from __future__ import annotations

import asyncio
import math
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import numpy as np
from fastapi import FastAPI

from benchmarks._club import build_club
from evenstride.app.desk import Desk
from evenstride.app.runs.desk import RunDesk
from evenstride.core.log import LogEntry
from evenstride.doors.cli.server import PATIENCE, settle
from evenstride.doors.web import create_app

FULL = True
ATHLETES, RUNS, ASKED = 200, 500, 12
AT = datetime(2026, 4, 28, 12, tzinfo=UTC)
PAGES = ("athlete", "sides", "plan", "log", "progress", "claims", "runs", "data", "phone", "parent", "physio", "import")
LIMIT, HEAVIEST = 0.1, 100.0


class Visitor:
    """Asks the application for pages and keeps how long each took, in s, and how much it weighed, in kB."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app
        self.took: list[float] = []
        self.weighed: list[float] = []

    def get(self, path: str) -> httpx.Response:
        """Ask for a page."""
        return asyncio.run(self._send(path))

    def measure(self, path: str) -> None:
        """Ask for a page and keep how long it took."""
        began = time.perf_counter()
        answer = self.get(path)
        self.took.append(time.perf_counter() - began)
        self.weighed.append(len(answer.content) / 1e3)
        if answer.status_code not in (200, 303):
            raise RuntimeError(f"{path} answered {answer.status_code}")

    def wait(self, path: str) -> None:
        """Ask for a page until no job stands before it."""
        while (answer := self.get(path)).status_code == 303 and "/job/" in answer.headers["location"]:
            time.sleep(0.05)

    async def _send(self, path: str) -> httpx.Response:
        transport = httpx.ASGITransport(self.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.get(path)


def rows() -> list[dict[str, Any]]:
    """Return the 95th percentiles of server time over pages and athletes, and the heaviest page."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "club.db")
        keys = build_club(path, athletes=ATHLETES, runs=RUNS)
        desk = Desk(path, lambda: AT)
        visitor = Visitor(create_app(desk, patience=PATIENCE))
        chosen = np.random.default_rng(1).choice(len(keys), ASKED, replace=False)
        asked = [keys[number] for number in chosen]
        settle()
        visitor.wait("/squad")
        for key in asked:
            visitor.wait(f"/athlete/{quote(key)}")
            list(map(visitor.get, _addresses(desk, key)))
        for key in asked:
            for address in ("/", "/squad", *_addresses(desk, key)):
                visitor.measure(address)
        ready, weighed = list(visitor.took), max(visitor.weighed)
        visitor.took.clear()
        for key in asked:
            desk.log(key, LogEntry(AT.date(), "easy", 30.0, rpe=3.0, note="new"))
            for address in (f"/athlete/{quote(key)}", f"/plan/{quote(key)}", "/squad", f"/log/{quote(key)}"):
                visitor.measure(address)
        changed = list(visitor.took)
    about = f"{ATHLETES} athletes, {ATHLETES * RUNS:,} runs, three years of logs"
    return [
        _row("web.club_page_p95", np.quantile(ready, 0.95), "s", LIMIT, f"all pages of {ASKED} of {about}", len(ready)),
        _row("web.club_news_p95", np.quantile(changed, 0.95), "s", LIMIT, f"after a new entry, {about}", len(changed)),
        _row("web.club_heaviest_page", weighed, "kB", HEAVIEST, about, len(ready)),
    ]


def _addresses(desk: Desk, key: str) -> Iterator[str]:
    yield from (f"/{page}/{quote(key, safe='')}" for page in PAGES)
    found = RunDesk(desk.path, lambda: AT).runs(key, page=1, only="sprints")
    runs = [line.id for _, lines in found.days for line in lines]
    yield f"/run/{quote(key, safe='')}?id={runs[0]}"
    yield f"/compare/{quote(key, safe='')}?a={runs[1]}&b={runs[0]}"


def _row(name: str, value: float, unit: str, target: float, against: str, n: int) -> dict[str, Any]:
    if not math.isfinite(value):
        raise RuntimeError(f"{name} is {value}")
    return {
        "name": name, "value": float(value), "unit": unit, "op": "<=", "target": target, "against": against, "n": n,
        "seed": 1,
    }  # fmt: skip
