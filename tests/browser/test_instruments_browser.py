"""The page of a run of instruments in a real browser: it fits, is readable, and axe finds nothing, folded or not."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from evenstride.app.desk import Desk
from evenstride.app.reading.ingest import import_files
from evenstride.core.roles import Side
from evenstride.store import open_store
from tests.belts import belt
from tests.browser.looks import OUTSIDE, OVERLAPS, SIZES, SMALL, hindrances
from tests.sites import AT
from tests.unit.test_role_values import JOG
from tests.unit.test_web_runs import DAY
from tools.serve import served

pytestmark = pytest.mark.browser

CUT = """() => [...document.querySelectorAll(".sided td > *, .sided th")]
  .filter(n => n.offsetParent && n.scrollWidth > n.clientWidth + 1 && getComputedStyle(n).display !== "inline")
  .map(n => n.textContent)"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    folder = tmp_path_factory.mktemp("instruments")
    desk = Desk(folder / "test.db", lambda: AT)
    with served(desk) as address:
        yield address, folder


def bring(folder: Path, kind: str, jog: Path) -> str:
    """Import three sessions of a belt, or a jog over plates with markers; returns the newest run."""
    files = [jog] if kind == "jog" else [folder / f"belt{number}.csv" for number in range(3)]
    with open_store(folder / "test.db") as store:
        for number, path in enumerate(files):
            if kind == "belt":
                path.write_bytes(belt(1.1, 0.9, seed=number))
            on, side = DAY + timedelta(days=7 * number), Side.LEFT if kind == "belt" else None
            [result] = import_files(store, [path], imported_at=AT, athlete=kind, on=on, side=side)
    return result.ids[0]


@pytest.mark.parametrize(("size", "scheme"), [("phone", "dark"), ("desktop", "light")])
@pytest.mark.parametrize("kind", ["belt", "jog"])
def test_a_run_of_instruments_fits_and_is_readable(
    browser: Browser, address: tuple[str, Path], request: pytest.FixtureRequest, kind: str, size: str, scheme: str
) -> None:
    jog = Path()
    if kind == "jog":
        pytest.importorskip("ezc3d", reason="the library that reads C3D is not installed")
        jog = request.getfixturevalue("shared_data") / JOG
    id = bring(address[1], kind, jog)
    width, height = SIZES[size]
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(f"{address[0]}/run/{kind}?id={id}")
    roles = ("Push", "Swing", "Support", "Timing")
    assert all(page.get_by_role("heading", name=role, exact=True).is_visible() for role in roles)
    assert page.get_by_role("table", name="Push: both legs").is_visible()
    for _ in ("folded", "open"):
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
        assert page.evaluate(OUTSIDE) == []
        assert page.evaluate(SMALL) == []
        assert page.evaluate(OVERLAPS) == []
        assert page.evaluate(CUT) == []
        assert hindrances(page) == ""
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert page.get_by_role("table", name="Both pairs of this run").is_visible()
    page.close()
