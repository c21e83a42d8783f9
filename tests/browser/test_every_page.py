"""Every kind of page of the demo, as `tools.make_screens` photographs it: axe, size, weight, one heading."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from starlette.routing import Match, Route

from evenstride.app.demo import Demo
from evenstride.app.desk import Desk
from evenstride.doors.web import create_app
from tests.browser.looks import SIZES, hindrances
from tools.serve import served
from tools.show_site import AT, every_page, tell

pytestmark = pytest.mark.browser

HEAVIEST = 100_000
"""Bytes of HTML a page may have (the issue's own limit)."""
JUMPS = """window.jumps = 0;
new PerformanceObserver(list => list.getEntries().forEach(one => { window.jumps += one.value; }))
  .observe({ type: "layout-shift", buffered: true });"""
MOST_JUMPS = 0.01
"""Layout shift of a page while it opens: a tenth of what counts as good on the web (judgement)."""
NO_PAGE = {
    "/clip-frames/{key:path}", "/clip-picture/{key:path}",
    "/healthz", "/sw.js", "/static", "/calendar/{secret}.ics", "/take/{form}/{key:path}", "/raw/{key:path}",
    "/archive/{key:path}", "/archives/all", "/squad/empty.csv", "/take-kinogram/{form}/{key:path}",
    "/take-kinograms/{form}/{key:path}", "/film-file/{token}",
}  # fmt: skip
"""Addresses that answer with a file."""
ELSEWHERE = {
    "/review/{key:path}", "/job/{id}", "/imported/{id}", "/archives/told/{token}", "/squad/group/{id}", "/squad/new",
    "/import", "/kinogram/{key:path}", "/kinograms/{key:path}", "/film-made/{token}",
}  # fmt: skip
"""Pages that exist only after something was done; their own journeys check them."""


@pytest.fixture(scope="module")
def desk(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    path = tmp_path_factory.mktemp("site") / demo.database.name
    shutil.copy(demo.database, path)
    return tell(Desk(path, lambda: AT))


@pytest.fixture(scope="module")
def site(desk: Desk) -> Iterator[tuple[str, dict[str, str]]]:
    with served(desk) as address:
        yield address, every_page(desk)


@pytest.mark.parametrize(("size", "scheme"), [("phone", "dark"), ("desktop", "light")])
def test_every_page_fits_weighs_little_and_axe_finds_nothing(
    browser: Browser, site: tuple[str, dict[str, str]], size: str, scheme: str
) -> None:
    """Layout follows the size and contrast the scheme: two pairs show both. Single pages are seen in all four."""
    address, pages = site
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
    context.add_init_script(JUMPS)
    page = context.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(f"{page.url}: {message.text}"))
    page.on("pageerror", lambda error: told.append(f"{page.url}: {error}"))
    faults: list[str] = []
    for name, path in pages.items():
        answer = page.goto(address + path)
        if "/job/" in page.url:
            page.wait_for_url(address + path)
            answer = page.reload()
        assert answer is not None
        if answer.status != (404 if name == "message" else 200) or page.locator("h1").count() != 1:
            faults.append(f"{name}: {answer.status}, {page.locator('h1').count()} headings of the first level")
        if len(answer.body()) >= HEAVIEST:
            faults.append(f"{name}: {len(answer.body())} bytes")
        if (jumps := page.evaluate("window.jumps")) > MOST_JUMPS:
            faults.append(f"{name} jumps by {jumps:.3f} while it opens")
        faults += [f"{name}: {one}" for opened in (False, True) for one in _look(page, opened)]
    context.close()
    assert not faults, "\n".join(faults)
    assert [line for line in told if "/nowhere" not in line] == []


def _look(page: Page, opened: bool) -> list[str]:
    """Return what is wrong with a page, with its details closed or opened; axe sees all of it in the latter only."""
    if opened:
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    faults = [f"{wide} px too wide"] * (wide > 0)
    if opened and (found := hindrances(page)):
        faults.append(found)
    return faults


def test_no_kind_of_page_is_left_out(desk: Desk, site: tuple[str, dict[str, str]]) -> None:
    app = create_app(desk)
    kinds = {one.path: one for one in app.routes if isinstance(one, Route) and "GET" in (one.methods or ())}
    shown = [path.split("?")[0].replace("%20", " ") for path in site[1].values()]

    def is_shown(route: Route) -> bool:
        return any(route.matches({"type": "http", "method": "GET", "path": one})[0] is Match.FULL for one in shown)

    missing = {path for path, route in kinds.items() if not is_shown(route)}
    assert missing - NO_PAGE - ELSEWHERE == set()
