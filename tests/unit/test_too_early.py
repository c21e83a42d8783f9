"""While nothing can be compared the pages say what is there already, and how far it is to an answer."""

# ruff: noqa: F811 - fixtures of another module are used by their names

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from evenstride.core.check import SoFar
from evenstride.core.log import LogEntry, Pain
from evenstride.words import say_too_early
from tests.sites import AT, Site
from tests.unit.test_web_runs import DAY, Keep, _seal, jump, keep, site, sprint, steps  # noqa: F401 - fixtures

UNKNOWN = "Two dates of the same measurement are needed"


def asked(site: Site, page: str = "athlete") -> str:
    [said] = re.findall(r"Too early to ask[^<]*", site.get(f"/{page}/noa").text)
    return said


@pytest.mark.parametrize("page", ["athlete", "progress"])
def test_with_nothing_two_dates_are_asked_for(site: Site, page: str) -> None:
    assert UNKNOWN in asked(site, page)


@pytest.mark.parametrize("page", ["athlete", "progress"])
def test_one_sprint_is_one_day_of_top_speed(site: Site, keep: Keep, page: str) -> None:
    keep(sprint(), sprint(DAY, 1.01))
    assert asked(site, page) == "Too early to ask: top speed was measured on one day. One more day of it opens this."


def test_a_measured_curve_and_speed_not_looked_at_never_share_a_page(site: Site, keep: Keep) -> None:
    keep(sprint(), jump(DAY, 2.1, 2.2))
    shown = site.desk.overview("noa")
    lanes = shown.figures["lanes"].spec
    assert "speed-curve" in shown.figures
    assert lanes.table.rows[0][1].endswith("m/s so far")
    push = next(row for row in lanes.table.rows if row[0] == "Push")
    assert push[1] == "first days only"


def test_learning_days_are_named(site: Site, keep: Keep) -> None:
    keep(jump(DAY, 2.1, 2.2), jump(DAY + timedelta(days=7), 2.11, 2.2))
    said = asked(site)
    assert "long jump from standing (P2) has two days for learning, which do not count." in said
    assert UNKNOWN not in said
    keep(jump(DAY + timedelta(days=9), 2.13, 2.2), jump(DAY + timedelta(days=11), 2.12, 2.2))
    assert "Too early to ask" not in site.get("/athlete/noa").text


def test_the_day_that_opens_it_is_counted_right(site: Site, keep: Keep) -> None:
    """As many more days as are told open the comparison, and one fewer does not."""
    on = DAY
    keep(jump(on, 2.1, 2.2))
    for many in range(8):
        page = site.get("/progress/noa").text
        if "Too early to ask" not in page:
            break
        told = re.search(r"(One|Two|Three|Four) more days? of it opens? this", asked(site))
        assert told is not None
        on += timedelta(days=2)
        keep(jump(on, 2.1, 2.2 + 0.01 * many))
        after = "Too early to ask" not in site.get("/progress/noa").text
        assert after is (told[1] == "One")
    else:
        raise AssertionError("it never opened")


def test_steps_alone_say_what_they_are(site: Site, keep: Keep) -> None:
    keep(steps(speed=None), replace(steps(DAY + timedelta(days=3), speed=None), label="other"))
    assert asked(site) == (
        "Too early to ask: steps of two days say how you run, not how fast. Timed runs on two days would."
    )


def test_runs_without_a_day_and_sealed_ones_are_not_forgotten(site: Site, keep: Keep) -> None:
    keep(sprint(None))
    assert "One recording without a day counts for none." in asked(site)
    keep(sprint(AT.date(), 0.99))
    _seal(site)
    assert "Sealed times count once they are opened." in asked(site)


def test_beside_pain_no_further_day_is_asked_for(site: Site, keep: Keep) -> None:
    keep(sprint())
    site.desk.log("noa", LogEntry(AT.date(), "easy", 30, pains=(Pain("calf", 6, "left"),)))
    assert asked(site) == "Too early to ask: top speed was measured on one day."
    assert "more day" not in say_too_early([SoFar("x", 0, 1, 1)], halt="stop")
