"""What every test may ask for: the shared real files, a browser, and reproducible chance."""

import gc
import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer.testing
from hypothesis import settings
from sqlalchemy import Engine, event
from typer.main import get_command

from tools.chromium import NO_CHROMIUM, find_chromium

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


@pytest.fixture
def seed() -> int:
    """The house seed, for tests that need one and do not care which."""
    return 20090816
