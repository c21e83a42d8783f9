"""The published closed form for wind and altitude in the 100 m, to hold beside the model's own answer."""

from __future__ import annotations

from math import exp

from scipy.optimize import brentq

from evenstride.core.errors import InputError
from evenstride.science.race.altitude import predict_pressure

DISTANCE = 100.0
"""The only distance it is made for, m."""

SHARE, DECAY = 0.03, 0.000125
"""Share of the time that is owed to still air at sea level, and how fast the air thins, per m (`mureika2000`, the
figures from memory)."""

FASTEST, SLOWEST = 8.0, 30.0
"""Times in s between which it is asked."""

STRONGEST = 5.0
"""Wind in m/s up to which it is used here (judgement): twice what the rules allow."""


def predict_published_time(
    time: float, *, wind: float = 0.0, altitude: float = 0.0, to_wind: float = 0.0, to_altitude: float = 0.0
) -> float:
    """Predict what a time over 100 m would be elsewhere, after the published closed form.

    Parameters
    ----------
    time : float
        Official time in s.
    wind, altitude : float
        Where it was run: m/s, tailwind positive, and m above sea level.
    to_wind, to_altitude : float
        Where to: still air at sea level by default.

    Returns
    -------
    float
        s. It is a comparison with the literature and carries no interval of its own.

    Raises
    ------
    InputError
        If time, wind or altitude are not those of a 100 m.

    Notes
    -----
    t₀ = t·[1.03 − 0.03·e^(−0.000125·H)·(1 − w·t/100)²] is the time in still air at sea level; solved for t at the
    other place. Source: `mureika2000`, whose abstract was read and whose formula is from memory; it gives 0.106 s for
    9.90 s with 2 m/s, in line with 0.10 ± 0.01 s of `linthorne1994` (science.md §1.7).

    Examples
    --------
    >>> round(predict_published_time(9.90, wind=2.0) - 9.90, 3)
    0.106
    >>> round(predict_published_time(10.0, altitude=2250) - 10.0, 3)
    0.074
    """
    if not FASTEST <= time <= SLOWEST:
        raise InputError(f"{time:g} s is no time over 100 m", remedy=f"Give seconds from {FASTEST:g} to {SLOWEST:g}")
    for one in (wind, to_wind):
        if not abs(one) <= STRONGEST:
            raise InputError(f"a wind of {one:g} m/s is beyond this formula", remedy=f"Give at most {STRONGEST:g} m/s")
    for place in (altitude, to_altitude):
        predict_pressure(place)
    still = _still(time, wind, altitude)
    return float(brentq(lambda there: _still(there, to_wind, to_altitude) - still, FASTEST / 2.0, SLOWEST * 2.0))


def _still(time: float, wind: float, altitude: float) -> float:
    return time * (1.0 + SHARE - SHARE * exp(-DECAY * altitude) * (1.0 - wind * time / DISTANCE) ** 2)
