"""What every page is asked in a browser: does it fit, can it be read, does it print on one sheet."""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SIZES = {"phone": (390, 844), "desktop": (1280, 900)}

OVERLAPS = """() => [...document.querySelectorAll("svg.chart")].flatMap(svg => {
  const texts = [...svg.querySelectorAll("text")].filter(t => t.textContent.trim());
  const boxes = texts.map(t => t.getBoundingClientRect());
  return texts.flatMap((t, i) => texts.slice(i + 1).flatMap((u, j) => {
    const a = boxes[i], b = boxes[i + 1 + j];
    const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    return wide > 1 && high > 5 ? [t.textContent + " / " + u.textContent] : [];
  }));
})"""
OUTSIDE = """() => [...document.querySelectorAll("svg.chart text")].filter(t => {
  const box = t.getBoundingClientRect();
  return box.left < 0 || box.right > document.documentElement.clientWidth;
}).map(t => t.textContent)"""
SMALL = """() => [...document.querySelectorAll("body *")].filter(n => n.childNodes.length
  && [...n.childNodes].some(c => c.nodeType === 3 && c.textContent.trim())
  && parseFloat(getComputedStyle(n).fontSize) < 13).map(n => n.textContent)"""
SMALL_TARGETS = """() => [...document.querySelectorAll(
  "main :is(a.btn, button:not(.term), select, .run, .tick, input:not([type=hidden], [type=checkbox]))")]
  .filter(n => n.offsetParent && n.getBoundingClientRect().height < 44).map(n => n.outerHTML.slice(0, 80))"""


def bring(page: Page, address: str, **files: bytes) -> None:
    """Import files on the page for them and wait for the report."""
    page.goto(f"{address}/import")
    given = [{"name": name, "mimeType": "text/csv", "buffer": data} for name, data in files.items()]
    page.get_by_label("One or several files").set_input_files(given)
    page.get_by_role("button", name="Import").click()
    page.wait_for_url("**/imported/**")
    page.get_by_role("link", name="Import more").wait_for(timeout=30_000)


def must_fit(page: Page, address: str) -> None:
    """Open a page with everything unfolded: it fits, can be read, and a thumb hits what it offers."""
    page.goto(address)
    page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), address
    for question in (OUTSIDE, OVERLAPS, SMALL, SMALL_TARGETS):
        assert page.evaluate(question) == [], address


def hindrances(page: Page) -> str:
    """Return what keeps people from using a page that has arrived whole, in the words of axe: nothing if it is well."""
    page.wait_for_load_state()
    found = Axe().run(page)
    return found.generate_report() if found.violations_count else ""


def sheets(pdf: bytes) -> int:
    """Count the pages of a printed document."""
    return len(re.findall(rb"/Type\s*/Page\b", pdf))
