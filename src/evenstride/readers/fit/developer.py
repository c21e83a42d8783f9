"""Fields that applications and pods add to samples, in SI where name and unit say what they are."""

from __future__ import annotations

from collections.abc import Mapping

from evenstride.core.activity import UNITS, Channel, Quantity, Sport
from evenstride.readers.fit.blocks import DeveloperField
from evenstride.readers.fit.channels import ON_FOOT, most_columns, own_channels, written
from evenstride.readers.fit.columns import Column
from evenstride.readers.fit.feet import plain_name, side_of, without_side
from evenstride.readers.fit.tables import Table, spread

GRAVITY = 9.80665
"""m/s² in one g (exact, by definition)."""

NAMES = {
    "power": Quantity.POWER,
    "formpower": Quantity.FORM_POWER,
    "legspringstiffness": Quantity.LEG_STIFFNESS,
    "groundtime": Quantity.CONTACT_TIME,
    "groundcontacttime": Quantity.CONTACT_TIME,
    "contacttime": Quantity.CONTACT_TIME,
    "stancetime": Quantity.CONTACT_TIME,
    "verticaloscillation": Quantity.VERTICAL_OSCILLATION,
    "verticalratio": Quantity.VERTICAL_RATIO,
    "steplength": Quantity.STEP_LENGTH,
    "cadence": Quantity.STEP_FREQUENCY,
    "heartrate": Quantity.HEART_RATE,
    "speed": Quantity.SPEED,
    "distance": Quantity.DISTANCE,
    "elevation": Quantity.ALTITUDE,
    "altitude": Quantity.ALTITUDE,
    "impactgs": Quantity.IMPACT,
    "brakinggs": Quantity.BRAKING,
}
"""What fields of applications mean, by their plain names (those of Stryd and of RunScribe's open data fields)."""

NATIVE = {
    2: Quantity.ALTITUDE, 3: Quantity.HEART_RATE, 4: Quantity.STEP_FREQUENCY, 5: Quantity.DISTANCE, 6: Quantity.SPEED,
    7: Quantity.POWER, 39: Quantity.VERTICAL_OSCILLATION, 41: Quantity.CONTACT_TIME, 73: Quantity.SPEED,
    78: Quantity.ALTITUDE, 83: Quantity.VERTICAL_RATIO, 84: Quantity.CONTACT_BALANCE, 85: Quantity.STEP_LENGTH,
}  # fmt: skip
"""What they mean by the field of `record` they say they stand for."""

_METRES = {"m": 1.0, "meter": 1.0, "meters": 1.0, "metres": 1.0, "cm": 1e-2, "centimeters": 1e-2, "mm": 1e-3,
           "millimeters": 1e-3, "km": 1e3}  # fmt: skip
_SHARES = {"%": 1e-2, "percent": 1e-2}
FACTORS: Mapping[str, Mapping[str, float]] = {
    "m": _METRES,
    "": _SHARES,
    "W": {"w": 1.0, "watt": 1.0, "watts": 1.0},
    "N/m": {"n/m": 1.0, "kn/m": 1e3},
    "s": {"s": 1.0, "sec": 1.0, "seconds": 1.0, "ms": 1e-3, "milliseconds": 1e-3},
    "m/s": {"m/s": 1.0, "mps": 1.0, "km/h": 1.0 / 3.6, "kph": 1.0 / 3.6},
    "1/min": {"bpm": 1.0, "1/min": 1.0},
    "Hz": {"rpm": 2.0 / 60.0, "strides/min": 2.0 / 60.0, "spm": 1.0 / 60.0, "steps/min": 1.0 / 60.0},
    "m/s²": {"g": GRAVITY, "gs": GRAVITY, "m/s²": 1.0, "m/s^2": 1.0},
}
"""What one of their units is in ours. As in FIT itself, `rpm` on foot counts strides."""


def developer_fields(table: Table) -> tuple[DeveloperField, ...]:
    """Return the fields of applications in a table, each once."""
    return tuple(dict.fromkeys(one.developer for one in table.columns if one.developer is not None))


def developer_channels(table: Table, sport: Sport, sources: Mapping[int, str]) -> list[Channel]:
    """Return the fields of applications as channels over all rows of a table.

    Parameters
    ----------
    table : Table
        The messages `record`.
    sport : Sport
        What cadence means.
    sources : mapping of int to str
        What each application is called, by its index.

    Notes
    -----
    A field whose unit is not understood keeps its own name and unit: a guessed unit would be worse.
    """
    columns: dict[DeveloperField, list[Column]] = {}
    for one in table.columns:
        if one.developer is not None and not one.texts:
            columns.setdefault(one.developer, []).append(one)
    channels: list[Channel] = []
    for field, parts in list(columns.items())[: most_columns(table)]:
        values = spread(parts, len(table))
        name, source = parts[0].spec.name, sources.get(field.developer, "")
        meant = meaning(field, sport) if values.shape[1] == 1 else None
        if meant is None:
            found = own_channels(without_side(name), field.unit, values, source)
        else:
            found = written(meant[0], UNITS[meant[0]], meant[1] * values[:, 0], source, name)
        side = side_of(name)
        channels += [Channel(one.quantity, one.unit, one.values, source, name, side) for one in found]
    return channels


def meaning(field: DeveloperField, sport: Sport) -> tuple[Quantity, float] | None:
    """Return the quantity a field is and what one of its units is in SI; None where that cannot be told.

    Examples
    --------
    >>> meaning(DeveloperField(0, 9, name="Leg Spring Stiffness", unit="KN/m"), Sport.RUNNING)
    (<Quantity.LEG_STIFFNESS: 'leg stiffness'>, 1000.0)
    >>> meaning(DeveloperField(0, 9, name="Power", unit="furlongs"), Sport.RUNNING) is None
    True
    """
    quantity = NAMES.get(plain_name(field.name)) or NATIVE.get(-1 if field.native is None else field.native)
    if quantity is None:
        return None
    unit = field.unit.casefold().strip()
    if quantity is Quantity.STEP_FREQUENCY and sport not in ON_FOOT:
        return (Quantity.CRANK_RATE, 1.0 / 60.0) if sport is Sport.CYCLING and unit == "rpm" else None
    factor = FACTORS.get(UNITS[quantity], {}).get(unit)
    return None if factor is None else (quantity, factor)
