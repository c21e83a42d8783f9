"""The report, whose cards the pages show too: every card, every state, and colours that can be read."""

import re
from dataclasses import replace
from datetime import timedelta
from importlib import resources
from typing import Any

import pytest

from evenstride.core.check import Verdict
from evenstride.core.diagnosis import Situation
from evenstride.core.estimate import Estimate
from evenstride.core.log import LogEntry, Pain
from evenstride.core.overview import Overview
from evenstride.core.plan import Kind, Plan, Session
from evenstride.doors.pages.format import check_state, metric_name
from evenstride.doors.report import render_report
from tests import examples_overview as some
from tests.sites import Outline


def _report(*overviews: Overview, **more: Any) -> str:
    return render_report(overviews, title="Evenstride demo", **more)


def test_the_report_holds_every_card_and_asks_for_nothing() -> None:
    page = _report(some.overview(), some.empty_overview(), some.overview("Ann", simulated=False), lead="Three people.")
    outline = Outline(page)
    assert outline.open == []
    assert outline.headings[0] == 1
    assert all(after <= before + 1 for before, after in zip(outline.headings, outline.headings[1:], strict=False))
    assert all(name in page for name in ("Noa Keller", "Kim Alder", "Ann", "Three people."))
    assert page.count('<span class="tag">simulated</span>') == 1
    assert "<script" not in page
    assert "@import" not in page
    links = [value for _, name, value in outline.attributes if name in ("src", "href")]
    assert all(value.startswith(("#", "data:")) for value in links if value)
    assert re.findall(r"url\((?!#)", page) == []
    assert set(re.findall(r"https?://[^\s\"<]+", page)) == {"http://www.w3.org/2000/svg"}


def test_the_report_escapes_what_people_wrote() -> None:
    page = _report(some.hostile_overview(), lead=some.HOSTILE)
    assert "<script" not in page


def _tokens() -> dict[str, tuple[str, str]]:
    css = (resources.files("evenstride.doors.pages") / "static" / "tokens.css").read_text(encoding="utf-8")
    found = re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", css)
    return {name: (light, dark) for name, light, dark in found}


def _contrast(one: str, other: str) -> float:
    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["bg", "surface", "sunk"])
def test_every_text_colour_is_legible_on_every_ground(ground: str, theme: int) -> None:
    tokens = _tokens()
    texts = ("ink", "ink2", "left", "right", "push", "swing", "support", "timing", "up", "flat", "down", "unsure")
    assert {name: c for name in texts if (c := _contrast(tokens[name][theme], tokens[ground][theme])) < 4.5} == {}
    assert _contrast(tokens["line2"][theme], tokens[ground][theme]) >= 3.0


def test_a_long_plan_opens_on_this_week_and_keeps_the_rest_behind_a_tap() -> None:
    full = some.overview()
    assert isinstance(full.plan, Plan)
    sessions = full.plan.sessions
    shifted = tuple(replace(one, on=one.on + timedelta(weeks=1), title=f"Later {one.title}") for one in sessions)
    page = _report(replace(full, plan=replace(full.plan, weeks=2, sessions=(*sessions, *shifted))))
    assert page.index("Tag and relay") < page.index("The weeks after") < page.index("Later Fast starts")
    assert "The weeks after" not in _report(full)


def test_a_stopped_plan_suggests_nothing() -> None:
    full = some.overview()
    assert isinstance(full.plan, Plan)
    page = _report(replace(full, plan=replace(full.plan, stopped=True)))
    assert page.count("72 hours stand between the two fast sessions.") == 1
    assert page.index("72 hours stand between") < page.index('class="verdict"')
    assert "No training is suggested now." in page
    assert "Next: a little more for swing" not in page
    assert "Measure next" not in page
    assert "Flying 20s" not in page.replace(full.figures["week"].svg, "")


def _card(**changes: object) -> str:
    return _report(replace(some.overview(), **changes))  # type: ignore[arg-type]


def test_times_alone_make_a_short_card() -> None:
    full = some.overview()
    page = _card(
        diagnosis=some.diagnosis(situation=Situation.SPLITS_ONLY), plan=None, week_line="", steps=(), checks=()
    )
    for text in ("How you build speed", "Every value", "Measure next", full.verdict.coach.split(".")[0]):
        assert text in page
    for text in ("not looked at yet", "What each part of your stride", "How sure?", "The chances as numbers"):
        assert text not in page


def test_under_sixteen_nothing_is_weighed_and_nothing_is_left_empty() -> None:
    full = some.overview()
    child = replace(full.athlete, birth_year=some.TODAY.year - 12)
    shown = {name: figure for name, figure in full.figures.items() if name != "limit"}
    young = some.diagnosis(situation=Situation.YOUTH, next_tests=(), named=None)
    page = _card(athlete=child, diagnosis=young, figures=shown)
    for text in ("How sure", "Chances", "The chances as numbers", "Measure next", 'class="state', "Worth having from"):
        assert text not in page
    assert 'class="state' in _card()


def test_a_test_to_do_next_says_how() -> None:
    page = _card()
    assert page.count("How to do it") == 1, "V1 has no protocol"
    assert "Stand with your back to a wall" in page
    assert "3 trials a side, 6 min, with wall, strap, luggage scale, tape. Not with pain above 1 of 10" in page
    assert "two learning days" in page
    test = replace(some.diagnosis().next_tests[0], doubt_now=0.503, doubt_after=0.498)
    assert "50 → 50" not in _card(diagnosis=some.diagnosis(next_tests=(test,)))


def test_a_rest_day_has_no_minutes_and_nothing_to_do() -> None:
    rest = Session(some.TODAY, Kind.REST, "Rest", 0, reason="You have no time on this day.")
    page = _card(plan=Plan(some.TODAY, 1, (rest,)))
    assert "You have no time on this day." in page
    assert "0 min</span></div>" not in page.split("Log</h3>")[0]
    assert "What to do, and why here" not in page


def test_red_flags_stand_in_the_log() -> None:
    pain = Pain("hamstring", 5, "left", sharp=True, worse_next_morning=True)
    page = _card(log=(LogEntry(some.TODAY, "play", pains=(pain,), red_flags=("limping",)),))
    for text in ("Stop sign: limping", "Stop sign: sudden or sharp hamstring pain", "5 of 10, worse next morning"):
        assert text in page


@pytest.mark.parametrize(
    ("change", "swc", "state"),
    [
        (Estimate(0.1, 0.02, 0.2, "1"), None, ("up", "Up")),
        (Estimate(-0.1, -0.2, -0.02, "1"), None, ("down", "Down")),
        (Estimate(0.0, -0.1, 0.1, "1"), None, ("unsure", "No change seen")),
        (Estimate(-0.02, -0.03, -0.01, "1"), 0.008, ("down", "Down")),
        (Estimate(0.0, -0.004, 0.004, "1"), 0.008, ("down", "Not working")),
    ],
)
def test_a_verdict_is_for_speed_that_did_not_fall(change: Estimate, swc: float | None, state: tuple[str, str]) -> None:
    check, _ = some.checks()[0]
    assert check_state(replace(check, change=change, swc=swc, verdict=Verdict.NOT_WORKING)) == state


def test_names_of_values_are_for_people() -> None:
    names = ("drf", "rf_max", "contact_length.left", "time_correction", "Springy hops (P1)")
    assert [metric_name(name) for name in names] == [
        "DRF", "RFmax", "Contact length, left", "Start correction", "Springy hops (P1)"
    ]  # fmt: skip
