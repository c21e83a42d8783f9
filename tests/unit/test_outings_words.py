"""What is said of outings: short to athletes, with intervals to coaches, no role before sixteen, no blame."""

import re
from dataclasses import replace
from datetime import date

import pytest

from evenstride.core.estimate import Estimate, Missing
from evenstride.core.season_values import BalanceTrend, SeasonShift, Shifted, Span
from evenstride.science.outings.summary import summarise_outing
from evenstride.science.seasons.curves import measure_seasons
from evenstride.science.simulate.outings import PlantedRunner, simulate_outing, simulate_season
from evenstride.words.outings.summary import (
    ALSO,
    GROWING,
    HOW_NOT_WHY,
    NOT_FOR_SPRINTS,
    say_balance,
    say_curve,
    say_curves,
    say_outing,
    say_shift,
)
from tests.property.test_words_property import FORBIDDEN, NUMBER

NOW, BEFORE = Span(date(2026, 4, 1), date(2026, 5, 31)), Span(date(2025, 4, 1), date(2025, 5, 31))


def change(value: float) -> Estimate:
    return Estimate(value, value - 0.02, value + 0.02, "1", 0.95)


def shifted(force: float, swing: float, what: Shifted) -> SeasonShift:
    changes = {
        "force": change(force), "swing_time": change(swing), "contact_time": change(swing - force),
        "contact_length": change(swing - force), "step_length": change(0.0), "step_frequency": change(0.0),
    }  # fmt: skip
    return SeasonShift(BEFORE, NOW, (8, 9), 2.5, 4.25, changes, what, "Stryd")


SHIFTS = [
    shifted(0.05, 0.0, Shifted.PUSH),
    shifted(-0.05, 0.0, Shifted.PUSH),
    shifted(0.0, -0.05, Shifted.SWING),
    shifted(0.0, 0.05, Shifted.SWING),
    shifted(0.05, 0.05, Shifted.BOTH),
    shifted(0.0, 0.0, Shifted.NEITHER),
    Missing("the later span holds 3 of 5 outings with contact times", "Record steady runs"),
]


@pytest.mark.parametrize("found", SHIFTS)
@pytest.mark.parametrize("growing", [False, True])
def test_athletes_get_few_words_and_what_is_next(found, growing):
    text = say_shift(found, growing=growing).athlete
    assert len(text.split()) <= 35
    assert len(NUMBER.findall(text)) <= 2
    assert re.search(r"Next: [^.]+\.$", text), text


@pytest.mark.parametrize("found", SHIFTS)
def test_no_voice_says_what_is_never_said(found):
    voices = say_shift(found)
    assert not FORBIDDEN.search(voices.athlete)
    assert not FORBIDDEN.search(voices.coach)


@pytest.mark.parametrize("found", SHIFTS[:6])
def test_before_sixteen_no_role_is_named(found):
    voices = say_shift(found, growing=True)
    for text in (voices.athlete, voices.coach):
        assert GROWING in text
        assert not re.search(r"push (more|less|shifted)|swing (shifted|your)", text, re.I)


def test_each_shift_is_told_as_what_it_is():
    more, less, quicker, slower, both, neither, _ = (say_shift(one).athlete for one in SHIFTS)
    assert "you push more" in more
    assert "you push less" in less
    assert "swing your legs quicker" in quicker
    assert "take longer to swing" in slower
    assert "push more and take longer to swing" in both
    assert "where they were" in neither


def test_the_coach_reads_intervals_and_what_else_it_may_be():
    text = say_shift(SHIFTS[0]).coach
    assert "force +5 % (+3 to +7)" in text
    assert ALSO in text
    assert text.endswith(HOW_NOT_WHY)


def test_the_scientist_reads_every_value_with_its_level():
    text = say_shift(SHIFTS[0]).scientist
    assert "8 and 9 outings, Stryd" in text
    assert "Δln F 0.05 [0.03, 0.07]" in text
    assert "95 %" in text


def test_cannot_tell_says_what_to_record():
    voices = say_shift(SHIFTS[-1])
    assert "cannot tell" in voices.athlete
    assert "Record steady runs." in voices.coach


def test_one_outing_reads_alone():
    made = simulate_outing(
        PlantedRunner(), date(2026, 5, 1), minutes=30, strides=(8.0,), effort=6.0, hills=0.02, seed=1
    )
    lines = say_outing(summarise_outing(made), own_best=8.2)
    assert lines[0].startswith("Running on 1 May 2026: 30 min, ")
    assert lines[1] == "Load 180: effort 6.0 × 30 min."
    assert "in one run" in lines[3]
    assert not [line for line in lines if FORBIDDEN.search(line) or not line.endswith(".")]


def test_an_effort_of_nothing_is_told_and_an_untold_one_is_not():
    rested = summarise_outing(simulate_outing(PlantedRunner(), date(2026, 5, 1), minutes=5, effort=0.0, seed=1))
    assert say_outing(rested)[1] == "Load 0: effort 0.0 × 5 min."
    assert "not known" in say_outing(replace(rested, effort=None))[1]


def test_curves_say_what_they_rest_on_and_where_they_end():
    made = simulate_season(PlantedRunner(), NOW.first, outings=6, days=28, minutes=20, seed=1)
    found = measure_seasons([summarise_outing(one) for one in made], draws=200)
    lines = say_curves(found)
    assert lines[-2:] == (NOT_FOR_SPRINTS, HOW_NOT_WHY)
    assert any("altitude" in line or "Adjusted" in line for line in lines)
    told = say_curve("force", found.spans[0].curves["force"], speed=3.4)
    assert re.match(r"force at 3\.4 m/s: 1\.\d+ body weights \(1\.\d+–1\.\d+\); with the error of the device", told)
    assert say_curves(Missing("nothing", "Record runs")) == (
        "Steps against speed: cannot tell yet. Nothing. Record runs.",
    )


@pytest.mark.parametrize(("beyond", "word"), [(True, "beyond error"), (False, "within error")])
def test_balance_is_a_change_of_points(beyond, word):
    trend = BalanceTrend(
        NOW.first, NOW.last, 12, Estimate(0.503, 0.501, 0.505, "1"), Estimate(0.01, 0.002, 0.018, "1"), beyond, "pod"
    )
    text = say_balance(trend)
    assert "change +1.0 points (+0.2 to +1.8)" in text
    assert word in text
    assert "asymmetr" not in text
