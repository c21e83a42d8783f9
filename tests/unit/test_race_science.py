"""Altitude, the published formula beside the model, the drawn race, and zones of power."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenstride.core.athlete import Anthropometrics
from evenstride.core.errors import InputError
from evenstride.core.estimate import Draws
from evenstride.core.recording import Conditions, Splits
from evenstride.science.profile.balance import measure_balanced_distance
from evenstride.science.profile.peak_balance import measure_peak_balance
from evenstride.science.profile.points import measure_power_zone, measure_reach
from evenstride.science.race.altitude import predict_altitude, predict_pressure
from evenstride.science.race.curve import predict_race_curve
from evenstride.science.race.deceleration import fit_fading_curve
from evenstride.science.race.deceleration_model import predict_fading_time
from evenstride.science.race.published import predict_published_time
from evenstride.science.sprint.force import measure_air

AIR = measure_air(Anthropometrics(mass=75, height=1.75), Conditions())
CURVE = {"mss": Draws(9.0, np.array([8.9, 9.0, 9.1]), "m/s"), "mac": Draws(7.2, np.array([7.3, 7.2, 7.1]), "m/s²")}
SHUFFLE = {"mss": Draws(3.0, np.array([3.0]), "m/s"), "mac": Draws(30.0, np.array([30.0]), "m/s²")}
GATES = np.arange(10.0, 101.0, 10.0)


@pytest.mark.parametrize(
    ("altitude", "hectopascal"), [(0.0, 1013.25), (1000.0, 898.75), (2000.0, 794.95), (5000.0, 540.20)]
)
def test_pressure_is_that_of_the_printed_standard_atmosphere(altitude, hectopascal):
    # Tables of the ICAO standard atmosphere (Doc 7488)
    assert predict_pressure(altitude) * 1013.25 / 760.0 == pytest.approx(hectopascal, abs=0.05)


@given(st.floats(-400.0, 8000.0), st.floats(1.0, 500.0))
def test_higher_is_thinner_and_back_again(altitude, more):
    assert predict_pressure(altitude + more) < predict_pressure(altitude)
    assert predict_altitude(predict_pressure(altitude)) == pytest.approx(altitude, abs=1e-6)


@given(st.floats(9.5, 13.0), st.floats(-4.0, 4.0), st.floats(0.0, 2500.0), st.floats(-4.0, 4.0), st.floats(0.0, 2500.0))
def test_the_formula_leads_there_and_back(time, wind, altitude, to_wind, to_altitude):
    there = predict_published_time(time, wind=wind, altitude=altitude, to_wind=to_wind, to_altitude=to_altitude)
    back = predict_published_time(there, wind=to_wind, altitude=to_altitude, to_wind=wind, to_altitude=altitude)
    assert back == pytest.approx(time, abs=1e-9)


@given(st.floats(9.5, 13.0), st.floats(0.1, 4.0), st.floats(100.0, 2500.0))
def test_tailwind_and_height_help_and_head_wind_costs_more_than_tailwind_gives(time, wind, altitude):
    tail, head = (predict_published_time(time, to_wind=one) for one in (wind, -wind))
    assert tail < time < head
    assert head - time > time - tail
    assert predict_published_time(time, to_altitude=altitude) < time


@pytest.mark.parametrize(
    ("ask", "sentence"),
    [
        (lambda: predict_pressure(20000.0), "an altitude of 20000 m is no place to run"),
        (lambda: predict_pressure(np.nan), "is no place to run"),
        (lambda: predict_altitude(0.0), "a pressure of 0 Torr is no place to run"),
        (lambda: predict_published_time(3.0), "3 s is no time over 100 m"),
        (lambda: predict_published_time(10.0, wind=9.0), "a wind of 9 m/s is beyond this formula"),
        (lambda: predict_published_time(10.0, altitude=-2000.0), "an altitude of -2000 m"),
        (lambda: measure_power_zone(CURVE, 1.0, AIR), "no stretch of a run has a share of 1 of peak power"),
        (lambda: measure_reach(CURVE, 0.0), "a share of 0 of MSS is never reached"),
        (lambda: measure_peak_balance(CURVE, 0.0, AIR), "a distance of 0 m cannot be run"),
        (
            lambda: measure_balanced_distance(SHUFFLE, air=AIR),
            "no distance makes this balance the fastest",
        ),
    ],
)
def test_impossible_questions_say_what_to_do(ask, sentence):
    with pytest.raises(InputError, match=sentence):
        ask()


def test_where_power_never_falls_so_low_there_is_no_end():
    head = measure_air(Anthropometrics(mass=75, height=1.75), Conditions(wind=-5.0))
    zone = measure_power_zone(CURVE, 0.1, head)
    assert "last_time" not in zone
    assert zone["last_speed"].point == 9.0
    assert zone["first_time"].point > 0.0


def test_the_race_is_drawn_from_rest_over_its_top_to_the_line():
    race = Splits("A", GATES, predict_fading_time(GATES, 9.0, 1.4, 0.08).round(3))
    fit = fit_fading_curve(race, draws=400)
    curve = predict_race_curve(race, fit)
    assert (curve.x[0], curve.x[-1], curve.value[0]) == (0.0, 100.0, 0.0)
    assert curve.value.max() == pytest.approx(fit.parameters["top_speed"].point, abs=0.01)
    assert curve.value[-1] < curve.value.max()
    assert np.all(curve.low[1:] < curve.value[1:])
    assert np.all(curve.value[1:] < curve.high[1:])
