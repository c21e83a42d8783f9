"""What every test may ask for: the shared real files, a browser, and reproducible chance."""

from __future__ import annotations

import gc
import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import typer.testing
from hypothesis import settings
from sqlalchemy import Engine, event
from typer.main import get_command

from tests.long import read_table, unknown_names
from tools.chromium import NO_CHROMIUM, find_chromium

if TYPE_CHECKING:
    from evenstride.app.demo import Demo

ROOT = Path(__file__).resolve().parents[1]
"""The repository's root."""

# The same examples on every machine and every day: a red test must mean that the code changed.
settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("explore", deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

# Building all commands takes a tenth of a second; done once, as `evenstride.doors.cli.main` does.
typer.testing._get_command = cache(get_command)


@event.listens_for(Engine, "connect")
def _without_waiting_for_the_disk(connection: Any, _record: object) -> None:
    """No test cuts the power, so no database of a test waits until the disk has kept it."""
    connection.execute("PRAGMA synchronous = OFF")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what `long.toml` names; a name in it that fits no test any more is an error where all tests are gathered."""
    entries = read_table()
    for item in items:
        if any(entry.takes(item.nodeid) for entry in entries):
            item.add_marker(pytest.mark.long)
    if config.args == config.getini("testpaths") and (lost := unknown_names(entries, (item.nodeid for item in items))):
        raise pytest.UsageError(f"tests/long.toml names tests that there are none of: {', '.join(lost)}")


def pytest_collection_finish() -> None:
    """Take what was collected out of every later search for garbage: it is a lot, and all of it stays."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Folder of the shared real files: `EVENSTRIDE_SHARED`, else `../shared/data` beside the repository."""
    folder = Path(os.environ.get("EVENSTRIDE_SHARED") or ROOT.parent / "shared" / "data")
    if not folder.is_dir():
        pytest.skip(f"the shared real files are absent: no folder {folder} (EVENSTRIDE_SHARED names another)")
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of a real chromium."""
    found = find_chromium()
    if found is None:
        if os.environ.get("EVENSTRIDE_REQUIRE_BROWSER"):
            pytest.fail(NO_CHROMIUM)
        pytest.skip(NO_CHROMIUM)
    return found


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """What one demo left behind, to be read; who changes something takes a copy of its database."""
    from evenstride.app.demo import run_demo

    return run_demo(tmp_path_factory.mktemp("demo"))


@pytest.fixture
def seed() -> int:
    """The house seed, for tests that need one and do not care which."""
    return 20090816
