"""The pages in a real browser: nothing overflows, nothing overlaps, nothing is fetched from elsewhere."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from datetime import time as time_of_day
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from evenstride.app.blocks.sealed_fly import SealedFly
from evenstride.core.log import Pain
from evenstride.core.plan import Plan
from evenstride.core.roles import Role
from evenstride.doors.pages.format import live_runs
from evenstride.doors.report import render_report
from evenstride.science.change.stop_rule import rep_limit, rep_timings
from tests import examples_overview as some
from tests.browser.looks import OUTSIDE, OVERLAPS, SMALL
from tests.desks import ExampleDesk

pytestmark = pytest.mark.browser


def _fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert page.evaluate(OUTSIDE) == []
    assert page.evaluate(SMALL) == []


OF_ATHLETE = ("athlete", "sides", "plan", "log", "progress")
SHOWN = [f"/{page}/{key}" for page in OF_ATHLETE for key in ("noa%20keller", "kim%20alder", "hostile")]


@pytest.mark.parametrize("path", [*SHOWN, "/", "/session/ticks?id=s0"])
def test_a_page_fits_and_no_texts_of_a_chart_overlap(page: Page, address: str, path: str) -> None:
    page.goto(address + path)
    assert page.locator("h1").is_visible()
    _fits(page)
    assert page.evaluate(OVERLAPS) == []
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    _fits(page)


def test_the_theme_can_be_changed_and_is_kept(browser: Browser, address: str) -> None:
    page = browser.new_context(color_scheme="light").new_page()
    page.goto(address + "/athlete/noa%20keller")
    ground = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(ground) == "rgb(241, 245, 244)"
    page.get_by_role("button", name="Switch between light and dark").click()
    assert page.evaluate(ground) == "rgb(10, 16, 18)"
    page.reload()
    assert page.evaluate(ground) == "rgb(10, 16, 18)"
    page.context.close()


def test_everything_is_there_without_scripts_and_reachable_by_keyboard(browser: Browser, address: str) -> None:
    page = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844}).new_page()
    page.goto(address + "/athlete/noa%20keller")
    assert page.get_by_role("img", name="How sure: which part is the limit").is_visible()
    assert page.get_by_role("button", name="Switch between light and dark").count() == 0
    page.keyboard.press("Tab")
    assert page.get_by_role("link", name="Skip to content").is_visible()
    coach = page.get_by_text("For the coach")
    coach.press("Enter")
    assert page.get_by_text("Fits 'apart'; not proof.").is_visible()
    page.context.close()


def test_textures_tell_the_roles_apart(browser: Browser, address: str) -> None:
    page = browser.new_context().new_page()
    page.goto(address + "/athlete/noa%20keller")
    bars = page.locator("svg.c-limit rect[fill]")
    found = [str(bar.get_attribute("fill")).split("-")[-1] for bar in bars.all()]
    assert found == ["swing)", "unsure)", "balanced)", "timing)", "support)"]
    page.context.close()


def test_the_report_opens_from_a_file_and_asks_for_nothing(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    people = [some.overview(), some.empty_overview(), some.hostile_overview()]
    situations = (some.unseen(), some.zero(), some.half_seen(Role.PUSH), some.half_seen(Role.SWING))
    people += [replace(some.overview(), figures=some.figures(found)) for found in situations]
    file.write_text(render_report(people, title="Evenstride demo", lead="Simulated athletes."), encoding="utf-8")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    assert asked == [file.as_uri()]
    assert page.locator("article").count() == 7
    assert page.evaluate("getComputedStyle(document.querySelector('svg .f-push')).fill") in (
        "rgb(143, 1, 70)",
        "rgb(248, 120, 164)",
    )
    _fits(page)
    assert page.evaluate(OVERLAPS) == []


def test_a_browser_may_tick_a_planned_session(browser: Browser, example: tuple[ExampleDesk, str]) -> None:
    desk, address = example
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{address}/plan/ticks")
    form = page.locator("form.done").first
    planned = form.locator("[name=session]").get_attribute("value")
    form.locator("[name=effort]").fill("6.5")
    desk.done.clear()
    form.locator("button").click()
    page.wait_for_load_state()
    assert page.url == f"{address}/plan/ticks"
    assert [("ticks", planned, 6.5, None)] == desk.done
    page.close()


LIVE = [
    # gates judge a rep by max(3 %, 2 × 0.016 s of the best)
    ("timing gates", ["2.00"], "Go on"),
    ("timing gates", ["2.00", "2.05"], "Last one"),
    ("timing gates", ["2.00", "2.07"], "Stop"),
    ("timing gates", ["2.00", "2.01", "1.99"], "Last one"),
    ("timing gates", ["2.00", "2.01", "1.99", "2.00"], "Done"),
    # half a second is little beside 2 × 0.016 s: the limit is 6.4 %
    ("timing gates", ["0.50", "0.52"], "Go on"),
    # a thumb judges nothing
    ("stopwatch in the hand", ["2.00", "2.40"], "Go on"),
]


@pytest.fixture
def fast_session(browser: Browser, example: tuple[ExampleDesk, str]) -> Iterator[Page]:
    """The page of a session with four timed runs, opened for the first time."""
    desk, address = example
    plan = desk.overview("ticks").plan
    assert isinstance(plan, Plan)
    fast = next(one for one in plan.sessions if live_runs(one) is not None)
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{address}/session/ticks?id={fast.id}")
    yield page
    context.close()


def _run(page: Page, *times: str) -> str:
    for one in times:
        page.locator("#rep-time").fill(one)
        page.locator("[data-typed] button").click()
    return page.locator("[data-rule] strong").inner_text()


@pytest.mark.parametrize(("timing", "times", "word"), LIVE)
def test_the_stop_rule_knows_the_error_of_the_timing(
    fast_session: Page, timing: str, times: list[str], word: str
) -> None:
    fast_session.locator("[data-timing]").select_option(label=timing)
    assert _run(fast_session, *times) == word


def test_the_limit_on_the_page_is_that_of_the_science(fast_session: Page) -> None:
    for timing in rep_timings():
        for best in (0.4, 1.0, 2.0, 5.0) if timing.judges else ():
            limit = rep_limit(best, timing.error)
            said = [
                fast_session.evaluate(f"answer([{best}, {best * (1 + share)}], 9, {timing.error}, true, true)[0]")
                for share in (limit - 1e-6, limit + 1e-6)
            ]
            assert said == ["last", "stop"]


def test_reps_outlive_a_reload_and_go_along_to_the_log(fast_session: Page) -> None:
    _run(fast_session, "2.00", "2.30")
    fast_session.reload()
    assert fast_session.locator("[data-rule] strong").inner_text() == "Stop"
    fast_session.get_by_role("link", name="Log it").click()
    fast_session.wait_for_url("**/log/**", wait_until="load")
    assert fast_session.locator("[name=did]").input_value().endswith("2x20m in 2.00/2.30")
    assert fast_session.locator("[name=stopped]").is_checked()


def test_a_word_is_explained_where_it_is_read(browser: Browser, example: tuple[ExampleDesk, str]) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{example[1]}/progress/noa%20keller")
    words = page.locator("button.term")
    assert words.count() >= 2
    for number in range(words.count()):
        words.nth(number).evaluate(
            "one => { for (let up = one; up; up = up.parentElement) if (up.tagName === 'DETAILS') up.open = true; }"
        )
        words.nth(number).click()
        box = page.locator("#explains")
        assert box.is_visible()
        edges = box.bounding_box()
        assert edges is not None
        assert edges["x"] >= 0
        assert edges["x"] + edges["width"] <= 390
        assert len(box.locator("p").inner_text().split()) > 5
        page.keyboard.press("Escape")
        assert box.is_hidden()
    page.close()


def test_sealed_times_are_judged_without_a_number(fast_session: Page, example: tuple[ExampleDesk, str]) -> None:
    desk, _ = example
    desk.sealed = SealedFly(some.TODAY, "T0", "gates")
    try:
        fast_session.reload()
        assert _run(fast_session, "2.00", "2.01") == "Go on"
        assert _run(fast_session, "2.30") == "Stop"
        text = fast_session.locator("main").inner_text()
        assert "Times are sealed until" in text
        assert not {"2.00", "2.01", "2.30", "15.0 %"} & set(text.split())
        fast_session.get_by_role("link", name="Log it").click()
        fast_session.wait_for_url("**/log/**", wait_until="load")
        assert fast_session.locator("[name=did]").input_value().endswith("3x20m")
    finally:
        desk.sealed = None


def test_by_hand_the_runner_is_asked_and_a_no_ends_it(fast_session: Page) -> None:
    fast_session.locator("[data-timing]").select_option(label="stopwatch in the hand")
    _run(fast_session, "2.0")
    fast_session.get_by_role("button", name="No", exact=True).click()
    assert fast_session.locator("[data-rule] strong").inner_text() == "Stop"
    assert fast_session.locator("#rep-time").is_hidden()


def test_a_session_is_logged_at_the_track_and_sent_once_later(
    browser: Browser, example: tuple[ExampleDesk, str]
) -> None:
    desk, address = example
    desk.logged.clear()
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.clock.set_fixed_time(datetime.combine(desk.today, time_of_day(12), UTC))
    page.goto(f"{address}/log/noa%20keller")
    page.locator("[name=session][value='']").check(force=True)
    page.locator("[name=kind]").fill("chasing")
    page.locator("[name=rpe][value='0']").check(force=True)
    page.get_by_role("button", name="Left back of the thigh").click()
    page.get_by_role("button", name="more").click()
    context.set_offline(True)
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved on this phone.").wait_for()
    assert desk.logged == []
    context.set_offline(False)
    page.get_by_text("1 sent. Nothing is waiting.").wait_for()
    page.reload()
    [(key, entry, _)] = desk.logged
    assert (key, entry.kind, entry.rpe, entry.joy) == ("noa keller", "chasing", 0.0, None)
    assert entry.pains == (Pain("hamstring", 3, "left"),)
    context.close()


def test_what_is_kept_while_the_queue_is_being_sent_is_not_lost(
    browser: Browser, example: tuple[ExampleDesk, str]
) -> None:
    desk, address = example
    desk.logged.clear()
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{address}/log/noa%20keller")
    queue = """([...ids]) => localStorage.setItem("waiting log entries", JSON.stringify([
        ...JSON.parse(localStorage.getItem("waiting log entries") || "[]"),
        ...ids.map((id) => ({ to: location.origin + "/log/noa%20keller", body: [["kind", "easy"], ["id", id]] }))]))"""
    page.evaluate(queue, ["aaaaaaaa-1"])
    # While the first entry is on its way another tab keeps one more.
    waiting: list[Route] = []
    page.route("**/log/*", lambda route: waiting.append(route) if route.request.method == "POST" else route.continue_())
    with page.expect_request(lambda request: request.method == "POST"):
        page.evaluate("dispatchEvent(new Event('online'))")
    page.evaluate(queue, ["bbbbbbbb-2"])
    page.wait_for_timeout(50)
    waiting[0].continue_()
    page.get_by_text("1 kept on this phone.").wait_for()
    page.unroute("**/log/*")
    page.evaluate("dispatchEvent(new Event('online'))")
    page.get_by_text("1 sent. Nothing is waiting.").wait_for()
    assert [entry.id for _, entry, _ in desk.logged] == ["aaaaaaaa-1", "bbbbbbbb-2"]
    context.close()


def test_logging_needs_no_script(browser: Browser, example: tuple[ExampleDesk, str]) -> None:
    desk, address = example
    desk.logged.clear()
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{address}/log/noa%20keller")
    page.locator("[name=session][value='']").check(force=True)
    page.locator("[name=kind]").fill("easy")
    page.locator("[name=pain-0-place]").select_option("knee")
    page.locator("[name=pain-0-level]").fill("1")
    page.get_by_role("button", name="Save").click()
    assert page.get_by_text("Thank you for saying so.").is_visible()
    assert [told[1].pains for told in desk.logged] == [(Pain("knee", 1),)]
    page.context.close()
