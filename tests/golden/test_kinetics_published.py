"""Forces, loads and the 100 m to the printed digit."""

import numpy as np
import pytest

import evenstride as es
from validation.acceleration_profile import rows

GATES = [5, 10, 15, 20, 30, 40]
TIMES = [1.158, 1.893, 2.541, 3.149, 4.313, 5.444]
BERLIN = [1.89, 2.88, 3.78, 4.64, 5.47, 6.29, 7.10, 7.92, 8.75, 9.58]


def test_rows_keep_their_targets():
    from tools.rows import judge

    assert [row["name"] for row in rows() if not judge(row)] == []


def test_kimberley_as_printed_by_the_reference():
    # README of shorts 3.3.0: 635 N, 8.85 m/s, 1405 W; peak power 1384 W at 1.42 m
    sprint = es.fit_sprint(GATES, TIMES, mass=60, height=1.70, correction="none")
    values, peak = sprint.values, sprint.peak_power()
    assert [round(values[name].value) for name in ("f0", "pmax")] == [635, 1405]
    assert round(values["v0"].value, 2) == 8.85
    assert (round(peak["power"].value), round(peak["distance"].value, 2)) == (1384, 1.42)


def test_bolt_in_berlin():
    race = es.fit_race(
        np.arange(10, 101, 10), BERLIN, reaction_time=0.146, wind=0.9, mass=94, height=1.95, athlete="Bolt"
    )
    values = race.values
    assert np.abs(race.fit.residuals).max() < 0.01
    # The three fastest 10 m of the splits are 0.81 and 0.82 s long, from 50 to 80 m
    assert 10 / 0.83 < values["top_speed"].value < 10 / 0.81
    assert 50.0 < values["top_speed_distance"].value < 80.0
    assert values["top_speed"].high - values["top_speed"].low < 0.2
    assert race.race_time(wind=0.9).value == pytest.approx(9.58, abs=0.01)
    assert race.race_time(wind=-2.0).value > race.race_time(wind=0.0).value > race.race_time(wind=2.0).value
