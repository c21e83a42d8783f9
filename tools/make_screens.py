"""Pictures of every page, on a phone and on a desk, light and dark: python -m tools.make_screens FOLDER."""

from __future__ import annotations

import sys
import tempfile
from itertools import product
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser

from tools.chromium import find_chromium, opened
from tools.serve import served
from tools.show_site import every_page, prepare

SIZES = {"phone": (390, 844), "desk": (1280, 900)}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def main(folder: Path) -> int:
    """Write the pictures; say what a page complained of."""
    browser = find_chromium()
    if browser is None:
        print("There is no chromium to take pictures with. Install one, or name it in EVENSTRIDE_CHROMIUM.")
        return 1
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        desk = prepare(Path(made))
        with served(desk) as address, opened(browser) as window:
            complaints = _photograph(window, address, every_page(desk), folder)
    for line in complaints:
        print(line)
    return 1 if complaints else 0


def _photograph(window: Browser, address: str, pages: dict[str, str], folder: Path) -> list[str]:
    complaints: list[str] = []
    for size, scheme in product(SIZES, SCHEMES):
        width, height = SIZES[size]
        page = window.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
        page.on("console", lambda told: complaints.append(told.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        for name, path in pages.items():
            page.goto(address + path)
            if "/job/" in page.url:
                page.wait_for_url(address + path)
            page.screenshot(path=folder / f"{name}-{size}-{scheme}.png", full_page=True)
        page.close()
    print(f"wrote {len(SIZES) * len(SCHEMES) * len(pages)} pictures to {folder}")
    return [line for line in complaints if "404" not in line]


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "screens")))
