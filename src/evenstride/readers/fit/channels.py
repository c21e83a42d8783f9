"""The samples of a FIT file as channels in SI."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evenstride.core.activity import UNITS, Channel, Quantity, Sport
from evenstride.core.estimate import Array
from evenstride.readers.fit.tables import MOST_VALUES, Table

SEMICIRCLE = 180.0 / 2**31
"""Degrees: FIT writes angles on the globe as shares of half a circle in 31 bits."""
ON_FOOT = (Sport.RUNNING, Sport.WALKING, Sport.TEAM)


@dataclass(frozen=True, slots=True)
class Rule:
    """Which fields of `record` are a quantity, the better first, and what one of their units is in SI."""

    quantity: Quantity
    names: tuple[str, ...]
    factor: float = 1.0


RULES = (
    Rule(Quantity.LATITUDE, ("position_lat",), SEMICIRCLE),
    Rule(Quantity.LONGITUDE, ("position_long",), SEMICIRCLE),
    Rule(Quantity.ALTITUDE, ("enhanced_altitude", "altitude")),
    Rule(Quantity.DISTANCE, ("distance",)),
    Rule(Quantity.SPEED, ("enhanced_speed", "speed")),
    Rule(Quantity.HEART_RATE, ("heart_rate",)),
    Rule(Quantity.CONTACT_TIME, ("stance_time",), 1e-3),
    Rule(Quantity.CONTACT_SHARE, ("stance_time_percent",), 1e-2),
    Rule(Quantity.CONTACT_BALANCE, ("stance_time_balance",), 1e-2),
    Rule(Quantity.STEP_LENGTH, ("step_length",), 1e-3),
    Rule(Quantity.VERTICAL_OSCILLATION, ("vertical_oscillation",), 1e-3),
    Rule(Quantity.VERTICAL_RATIO, ("vertical_ratio",), 1e-2),
    Rule(Quantity.POWER, ("power",)),
    Rule(Quantity.GRADE, ("grade",), 1e-2),
    Rule(Quantity.TEMPERATURE, ("temperature",)),
)
"""`stance_time_balance` is the share of the left foot: that is how Garmin's pages show it ("L 50.1 % / R 49.9 %")."""
_CADENCE = ("cadence", "fractional_cadence", "cadence256")
_PACKED = ("timestamp", "compressed_speed_distance", "event_timestamp_12")


def record_channels(table: Table, sport: Sport, *, creator: str, sensors: dict[Quantity, str]) -> list[Channel]:
    """Return the fields of the profile as channels over all rows of a table; those never written are left out.

    Parameters
    ----------
    table : Table
        The messages `record`.
    sport : Sport
        On foot, cadence counts strides and becomes steps; on a bicycle it is the crank's; else it stays as it is.
    creator : str
        The device that wrote the file.
    sensors : dict of Quantity to str
        Devices of their own for some quantities.
    """
    channels: list[Channel] = []
    used = set[str](_PACKED)
    for rule in RULES:
        used.update(rule.names)
        values, name = _first(table, rule.names)
        source = sensors.get(rule.quantity) or creator
        channels += written(rule.quantity, UNITS[rule.quantity], rule.factor * values, source, name)
    channels += _cadence(table, sport, creator)
    used.update(_CADENCE)
    units = {one.spec.name: one.spec.unit for one in table.columns if one.developer is None}
    own = [name for name in table.names() if name not in used]
    for name in own[: most_columns(table)]:
        channels += own_channels(name, units[name], table.matrix(name), creator)
    return channels


def most_columns(table: Table) -> int:
    """Return how many fields without a meaning are kept: all, but of a file made to fill the memory."""
    return max(MOST_VALUES // max(len(table), 1), 8)


def own_channels(name: str, unit: str, values: Array, source: str) -> list[Channel]:
    """Return a field the product has no meaning for under its own name; one channel for each of its values."""
    if values.shape[1] == 1:
        return written(name, unit, values[:, 0], source, name)
    return [
        channel
        for place in range(values.shape[1])
        for channel in written(f"{name} {place + 1}", unit, values[:, place], source, name)
    ]


def written(quantity: str, unit: str, values: Array, source: str, name: str) -> list[Channel]:
    """Return a channel, or nothing where no value of it was ever written."""
    if np.isnan(values).all():
        return []
    return [Channel(quantity, unit, values, source, name)]


def _first(table: Table, names: tuple[str, ...]) -> tuple[Array, str]:
    """Return the values of the first name, filled up from the others; and the name that was used first."""
    values, used = np.full(len(table), np.nan), names[0]
    for name in reversed(names):
        better = table.numbers(name)
        known = ~np.isnan(better)
        values[known] = better[known]
        used = name if known.any() else used
    return values, used


def _cadence(table: Table, sport: Sport, creator: str) -> list[Channel]:
    """Return cadence: rounds of a crank, or strides, a minute, with their fractions where written."""
    whole, part, fine = (table.numbers(name) for name in _CADENCE)
    rounds = whole + np.where(np.isnan(part), 0.0, part)
    rounds = np.where(np.isnan(rounds), fine, rounds)
    name = "cadence256" if np.isnan(whole).all() else "cadence"
    if sport in ON_FOOT:
        return written(Quantity.STEP_FREQUENCY, UNITS[Quantity.STEP_FREQUENCY], 2.0 * rounds / 60.0, creator, name)
    if sport is Sport.CYCLING:
        return written(Quantity.CRANK_RATE, UNITS[Quantity.CRANK_RATE], rounds / 60.0, creator, name)
    return written("cadence", "1/min", rounds, creator, name)
