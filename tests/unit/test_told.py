"""What an athlete feels is lacking stands beside the verdict with what was measured of it, and never moves it."""

# ruff: noqa: F811 - fixtures of another module are used by their names

from __future__ import annotations

import html
from dataclasses import replace

import pytest

from evenstride.app.record import start_athlete
from evenstride.core.athlete import Intake, Lacking
from evenstride.core.diagnosis import Situation
from evenstride.core.estimate import Estimate, Missing
from evenstride.core.log import LogEntry, Pain
from evenstride.store import open_store
from evenstride.words import say_told
from tests import examples_overview as some
from tests.sites import AT, Site
from tests.unit.test_web_runs import Keep, keep, site, sprint  # noqa: F401 - fixtures

TOLD = Intake(AT.date(), (Lacking.TOP, Lacking.STUCK), "my legs feel slow <i>")


def tell(site: Site, intake: Intake, birth_year: int = 1998) -> None:
    with open_store(site.desk.path) as store:
        start_athlete(store, "Noa", intake, at=AT, birth_year=birth_year)


def test_home_takes_up_what_was_told(site: Site, keep: Keep) -> None:
    keep(sprint())
    tell(site, TOLD)
    page = html.unescape(site.get("/athlete/noa").text)
    assert (
        "You told on 2 March: speed is lacking at the top, your speed stays the same and “my legs feel slow <i>”."
        in page
    )
    assert "Measured: top speed 8." in page
    assert "no change of speed can be told yet." in page
    assert "&lt;i&gt;" in site.get("/athlete/noa").text


def test_it_is_no_evidence(site: Site, keep: Keep) -> None:
    keep(sprint())
    without = site.desk.overview("noa")
    tell(site, replace(TOLD, lacking=tuple(Lacking)))
    told = site.desk.overview("noa")
    assert (without.told, told.told != "") == ("", True)
    assert without.diagnosis is not None
    assert told.diagnosis is not None
    for name in ("findings", "limit", "named", "situation", "emphasis", "next_tests"):
        assert getattr(told.diagnosis, name) == getattr(without.diagnosis, name)
    assert told.verdict == without.verdict


def test_nothing_told_and_a_stop_say_nothing_of_it(site: Site, keep: Keep) -> None:
    tell(site, Intake(AT.date()))
    assert "You told on" not in site.get("/athlete/noa").text
    tell(site, TOLD)
    site.desk.log("noa", LogEntry(AT.date(), "easy", 30, pains=(Pain("calf", 6, "left"),)))
    assert "You told on" not in site.get("/athlete/noa").text


def test_under_sixteen_nothing_measured_is_held_against_it(site: Site, keep: Keep) -> None:
    keep(sprint())
    tell(site, TOLD, birth_year=2013)
    assert site.desk.overview("noa").told.endswith("“my legs feel slow <i>”.")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (Estimate(0.03, 0.01, 0.05, "1"), "your speed rose"), (Estimate(-0.03, -0.05, -0.01, "1"), "your speed fell"),
        (Estimate(0.0, 0.0, 0.0, "1"), "no change of speed beyond error"),
        (Missing("one day"), "no change of speed can be told yet"),
    ],
)  # fmt: skip
def test_standing_still_is_answered_by_the_change_of_speed(change: Estimate | Missing, said: str) -> None:
    found = some.diagnosis(speed_change=change, situation=Situation.CANNOT_TELL)
    assert said in say_told(replace(TOLD, lacking=(Lacking.STUCK,)), found, (), has_curve=True)


def test_zero_joy_and_zero_pain_are_values() -> None:
    told = replace(TOLD, lacking=(Lacking.NOT_FUN, Lacking.HURTS))
    log = [LogEntry(some.TODAY, "easy", joy=0.0, pains=(Pain("calf", 0),))]
    said = say_told(told, some.diagnosis(), log, has_curve=True)
    assert "joy 0 of 10" in said
    assert "no pain is in your log" in said
    assert "no joy is in your log of two weeks" in say_told(told, some.diagnosis(), (), has_curve=True)


@pytest.mark.parametrize("one", list(Lacking))
@pytest.mark.parametrize("has_curve", [True, False])
def test_every_place_has_its_answer_in_few_words(one: Lacking, has_curve: bool) -> None:
    said = say_told(Intake(AT.date(), (one,)), some.diagnosis(), (), has_curve=has_curve)
    assert "Measured: " in said
    assert len(said.split()) <= 35
    assert not {"weak", "deficit", "failed", "score"} & set(said.casefold().split())
