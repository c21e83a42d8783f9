"""Air pressure of a place from its altitude."""

from __future__ import annotations

from evenstride.core.errors import InputError

SEA_LEVEL = 760.0
"""Torr, the standard atmosphere."""

LAPSE, POWER = 2.25577e-5, 5.25588
"""Of the troposphere of the ICAO standard atmosphere (Doc 7488): fall of temperature over temperature at sea level, per
m, and g·M/(R·lapse rate)."""

LOWEST, HIGHEST = -500.0, 9000.0
"""Altitudes in m between which people run: below the Dead Sea to above every mountain."""


def predict_pressure(altitude: float) -> float:
    """Predict the air pressure in Torr at an altitude in m above sea level.

    Raises
    ------
    InputError
        If nobody runs there.

    Notes
    -----
    p = 760·(1 − 2.25577·10⁻⁵·H)^5.25588, the ICAO standard atmosphere (Doc 7488). Weather moves the pressure of a
    place by a few per cent; where it was measured, use that. Temperature is a condition of its own.

    Examples
    --------
    >>> round(predict_pressure(2250.0))
    578
    """
    if not LOWEST <= altitude <= HIGHEST:
        raise InputError(
            f"an altitude of {altitude:g} m is no place to run", remedy="Give metres above sea level, such as 2250"
        )
    return SEA_LEVEL * (1.0 - LAPSE * altitude) ** POWER


def predict_altitude(pressure: float) -> float:
    """Predict the altitude in m of the standard atmosphere at which the air has this pressure in Torr.

    Raises
    ------
    InputError
        If nobody runs there.

    Examples
    --------
    >>> round(predict_altitude(760.0)), round(predict_altitude(578.0))
    (0, 2250)
    """
    if not predict_pressure(HIGHEST) <= pressure <= predict_pressure(LOWEST):
        raise InputError(f"a pressure of {pressure:g} Torr is no place to run", remedy="Give Torr, 760 at sea level")
    return (1.0 - (pressure / SEA_LEVEL) ** (1.0 / POWER)) / LAPSE
