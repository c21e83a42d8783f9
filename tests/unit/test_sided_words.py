"""Values of both sides in words: left stands first, columns stand under each other, units are said once."""

import numpy as np
import pytest

from evenstride.core.estimate import Draws, Missing
from evenstride.core.roles import Side
from evenstride.core.stance import StanceSummary, Trial
from evenstride.words.runs.instruments import say_instruments
from evenstride.words.runs.sided import ONE_TRIAL, sided_lines

AROUND = np.linspace(-1.0, 1.0, 201)
LABELS = {"stance_force": ("mean force", "body weights", 1.0), "effective_contact_time": ("time", "ms", 1000.0)}


def draws(point: float, half: float, unit: str) -> Draws:
    return Draws(point, point + half * AROUND, unit)


def summary(difference: float = 0.3) -> StanceSummary:
    right = {"stance_force": draws(2.0, 0.1, "BW"), "effective_contact_time": draws(0.1, 0.01, "s")}
    left = {"stance_force": draws(2.0 + difference, 0.1, "BW"), "effective_contact_time": draws(0.1, 0.01, "s")}
    return StanceSummary(
        Trial("Noa", (), None),
        {"stance_force": draws(2.0, 0.1, "BW"), "effective_contact_time": draws(0.1, 0.01, "s")},
        {Side.RIGHT: right, Side.LEFT: left},
        {"stance_force": draws(difference, 0.2, "BW")},
        {"stance_force": 0.04, "effective_contact_time": 0.125},
    )


def test_left_stands_first_whichever_foot_came_first():
    lines = sided_lines(summary(), LABELS, between="step")
    sides = [line for line in lines if line.startswith("      ")]
    assert len(sides) == len(LABELS)
    assert all(line.index("left") < line.index("right") for line in sides)
    assert len({line.index("right") for line in sides}) == 1


def test_the_difference_is_shown_with_its_interval_and_called_only_beyond_error():
    beyond, inside = (sided_lines(summary(one), LABELS, between="step")[1] for one in (0.3, 0.1))
    assert "difference 0.30 (0.12–0.48), beyond error" in beyond
    assert "difference 0.10 (−0.08 to 0.28)" in inside
    assert "beyond error" not in inside
    assert ONE_TRIAL in say_instruments(summary(0.3))
    assert ONE_TRIAL not in say_instruments(summary(0.1))


@pytest.mark.parametrize(("spread", "said"), [(0.125, "± 125 from"), (0.0, "± 0 from"), (0.0087, "± 8.7 from")])
def test_a_spread_is_in_the_unit_of_its_line_and_no_power_of_ten(spread, said):
    found = summary()
    found.spread["effective_contact_time"] = spread
    assert said in sided_lines(found, LABELS, between="step")[2]


def test_one_foot_alone_has_no_line_of_sides():
    found = StanceSummary(
        Trial("Noa", (), None),
        {"stance_force": draws(2.0, 0.1, "BW"), "effective_contact_time": Missing("too short", "Record more")},
        {Side.LEFT: {"stance_force": draws(2.0, 0.1, "BW")}},
    )
    lines = say_instruments(found)
    assert lines[:3] == ("0 whole contacts.", "Push:", "  Mean vertical force 2.00 body weights (1.91–2.09)")
    assert "Not shown: time with more than body weight. Too short. Record more." in lines
