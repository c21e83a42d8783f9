"""A visitor of the web app over people made in memory, and what the visitor sends."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from evenstride.core.errors import InputError, NotFoundError
from evenstride.core.overview import Overview
from evenstride.doors.web import create_app
from tests import examples_overview as some
from tests.desks import ExampleDesk
from tests.sites import ask

OF_ATHLETE = ("athlete", "sides", "plan", "log", "progress")
"""The pages of one athlete, by the beginning of their address."""

HOME = {"origin": "http://localhost:8000", "content-type": "application/x-www-form-urlencoded"}
LOG_ID = "0b5d4a3e-5b1c-4a4e-9d55-0123456789ab"

SLASHED = "a/b & c?"
PEOPLE: dict[str, Callable[[], Overview]] = {
    "noa keller": some.overview,
    "kim alder": some.empty_overview,
    "hostile": some.hostile_overview,
    SLASHED: lambda: some.empty_overview(SLASHED),
}


def _load(key: str) -> Overview:
    if key == "broken":
        raise RuntimeError("secret detail")
    if key == "bad":
        raise InputError("the plan needs a day", why="none is free", remedy="Free one")
    if key not in PEOPLE:
        raise NotFoundError(f"nobody called '{key}' is stored", remedy="Pick a name from the list")
    return PEOPLE[key]()


class TestDesk(ExampleDesk):
    """Some people who are there, one who is not, and two pages that fail."""

    __test__ = False

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.shown: dict[str, Overview] = {}

    def overview(self, key: str) -> Overview:
        return self.shown.get(key) or _load(key)


class Client:
    """Asks the application without a network."""

    def __init__(self, names: tuple[str, ...] = tuple(PEOPLE)) -> None:
        self.desk = TestDesk(PEOPLE, names)
        self.app = create_app(self.desk)

    def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        return ask(self.app, method, path, port=":8000", **more)

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self.ask("GET", path, **more)


@pytest.fixture(scope="module")
def client() -> Client:
    return Client()
