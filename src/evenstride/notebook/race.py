"""A race elsewhere: its clock time in other wind and air, by the model and by the published closed form."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from evenstride.core.errors import InputError
from evenstride.core.estimate import Estimate, Missing, combine
from evenstride.core.fit import Fit
from evenstride.core.recording import Conditions, SpeedTrace, Splits
from evenstride.science.race.altitude import predict_altitude, predict_pressure
from evenstride.science.race.deceleration import predict_race_time
from evenstride.science.race.published import DISTANCE, predict_published_time
from evenstride.science.sprint.force import Air, measure_air


def predict_clock_time(
    race: Splits | SpeedTrace,
    fit: Fit,
    distance: float,
    wind: float,
    *,
    altitude: float | None,
    temperature: float | None,
    pressure: float | None,
) -> Estimate:
    """Return the clock time (s) of a race in other wind and air; see `Sprint.race_time`."""
    was = race.conditions
    pressure = pressure_of(altitude, pressure)
    conditions = replace(
        was,
        wind=wind,
        pressure_torr=was.pressure_torr if pressure is None else pressure,
        temperature_c=was.temperature_c if temperature is None else temperature,
    )
    here, there = (_air(race, one) for one in (was, conditions))
    reaction = was.reaction_time or 0.0
    run = predict_race_time(fit, distance, here, there)
    return combine(lambda t, start: t + start + reaction, run, fit.parameters["time_correction"], unit="s").estimate()


def convert_published(race: Splits | SpeedTrace, *, wind: float, altitude: float) -> float:
    """Return the official time (s) of a race over 100 m elsewhere; see `Sprint.published_time`."""
    line = np.array([]) if race.distances is None else race.times[race.distances == DISTANCE]
    if line.size != 1:
        raise InputError("the published formula is for races over 100 m", remedy="Give the time at 100 m to fit_race")
    was = race.conditions
    return predict_published_time(
        float(line[0]) + (was.reaction_time or 0.0),
        wind=was.wind,
        altitude=predict_altitude(was.pressure_torr),
        to_wind=wind,
        to_altitude=altitude,
    )


def pressure_of(altitude: float | None, pressure: float | None) -> float | None:
    """Return the pressure (Torr) that altitude (m) or pressure say, None where neither does."""
    if altitude is not None and pressure is not None:
        raise InputError("altitude and pressure say the same thing", remedy="Give one of them")
    return pressure if altitude is None else predict_pressure(altitude)


def _air(race: Splits | SpeedTrace, conditions: Conditions) -> Air:
    air = measure_air(race.body, conditions)
    if isinstance(air, Missing):
        raise InputError(air.reason, remedy="Give mass (kg) and height (m) to the fit")
    return air
