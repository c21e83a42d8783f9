"""Make the pictures of the docs from the demo: python -m tools.make_gallery (needs chromium)."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page

from evenstride.app.demo import run_demo
from evenstride.doors.report import render_report
from evenstride.notebook import fit_race, fit_sprint
from tools.chromium import find_chromium, opened
from tools.serve import served
from tools.show_site import every_page, prepare

ROOT = Path(__file__).resolve().parent.parent
GALLERY = ROOT / "docs" / "gallery"
PICTURES = {"demo-report.png": (1180, 1240), "demo-phone.png": (390, 1500)}
ATHLETE = "Mika"
PAGES = {
    "page-stride.png": ("stride", (390, 844)), "page-session.png": ("session-fast", (390, 844)),
    "page-log.png": ("log", (390, 844)), "page-sides.png": ("sides", (1180, 820)),
    "page-squad.png": ("squad", (1180, 820)), "page-outing.png": ("outing", (1180, 820)),
}  # fmt: skip
"""Pictures of served pages: the page by its name in `tools.show_site`, and the size of the window."""


def main() -> int:
    """Run the demo, open its report and photograph the first simulated athlete, wide and on a phone."""
    browser = find_chromium()
    if browser is None:
        print("There is no chromium to take pictures with. Install one, or name it in EVENSTRIDE_CHROMIUM.")
        return 1
    GALLERY.mkdir(parents=True, exist_ok=True)
    _draw_plots()
    with tempfile.TemporaryDirectory() as folder:
        demo = run_demo(Path(folder))
        report = Path(folder, "report.html")
        report.write_text(render_report(demo.overviews, title=demo.title, lead=demo.lead), encoding="utf-8")
        with opened(browser) as window:
            for name, (width, height) in PICTURES.items():
                page = window.new_page(viewport={"width": width, "height": height})
                page.goto(report.as_uri())
                _photograph(page, GALLERY / name, width, height)
            _photograph_pages(window, Path(folder, "site"))
    return 0


def _photograph_pages(window: Browser, folder: Path) -> None:
    """Serve the demo and photograph pages of it as they open, one window each."""
    desk = prepare(folder)
    with served(desk) as address:
        for file, (name, (width, height)) in PAGES.items():
            page = window.new_page(viewport={"width": width, "height": height})
            where = address + every_page(desk)[name]
            page.goto(where)
            page.wait_for_url(where)
            page.screenshot(path=GALLERY / file)
            page.close()
            print(f"wrote {(GALLERY / file).relative_to(ROOT)}")


def _draw_plots() -> None:
    """Write the plots of the notebook page as they are saved there."""
    distance, time = [5, 10, 15, 20, 30, 40], [1.158, 1.893, 2.541, 3.149, 4.313, 5.444]
    sprint = fit_sprint(distance, time, athlete="Kimberley", mass=60, height=1.70)
    splits = [1.89, 2.88, 3.78, 4.64, 5.47, 6.29, 7.10, 7.92, 8.75, 9.58]
    race = fit_race(range(10, 101, 10), splits, reaction_time=0.146, wind=0.9, mass=94, height=1.95, athlete="Bolt")
    for name, plot in {"fit": sprint.plot(), "race": race.plot()}.items():
        print(f"wrote {plot.save(GALLERY / f'notebook-{name}.svg').relative_to(ROOT)}")


def _photograph(page: Page, path: Path, width: int, height: int) -> None:
    card = page.locator("article", has_text=ATHLETE).first
    box = card.bounding_box()
    top = 0.0 if box is None else box["y"]
    clip = {"x": 0, "y": top, "width": width, "height": height}
    page.screenshot(path=path, full_page=True, clip=clip)  # pyright: ignore[reportArgumentType]
    print(f"wrote {path.relative_to(ROOT)}")


if __name__ == "__main__":
    sys.exit(main())
