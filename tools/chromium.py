"""The chromium that takes pictures and checks pages: where it is, and how it is started so that it asks for nothing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
NO_CHROMIUM = f"no browser: none of {', '.join(NAMES)} on the path (EVENSTRIDE_CHROMIUM may name one)"


def find_chromium() -> str | None:
    """Path of a real chromium: `EVENSTRIDE_CHROMIUM`, else the first of the usual names on the path."""
    named = os.environ.get("EVENSTRIDE_CHROMIUM")
    return named if named and Path(named).is_file() else next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def opened(path: str) -> Iterator[Browser]:
    """Start a chromium and end it afterwards."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright, playwright.chromium.launch(executable_path=path, args=list(QUIET)) as browser:
        yield browser
