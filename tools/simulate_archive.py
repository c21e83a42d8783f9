"""Years of simulated FIT files in a folder: for benchmarks of imports, never to hand to anybody.

python -m tools.simulate_archive FOLDER 3000
"""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evenstride.core.activity import Activity, Quantity
from evenstride.science.simulate.outings import PlantedRunner, simulate_outing
from tools.fit_writer import DeveloperChannel, FitActivity, write_fit

FIRST = date(2018, 1, 1)
KINDS = 60
"""Runs that are simulated; the others are the same under another product number, so that every file is another."""

PRODUCTS = (1551, 60_000)


def write_archive(folder: Path, count: int, *, minutes: float = 60.0) -> None:
    """Write runs of a watch with running dynamics and a foot pod, a sample a second, into folders by year.

    Parameters
    ----------
    folder : Path
        Made if absent.
    count : int
        Files.
    minutes : float
        Length of each run.
    """
    kinds = [_run(number, minutes) for number in range(min(KINDS, count))]
    for number in range(count):
        which, again = number % len(kinds), number // len(kinds)
        data, place = kinds[which]
        made = bytearray(data)
        if again:
            made[place : place + 2] = (PRODUCTS[0] + again).to_bytes(2, "little")
        path = folder / f"{2018 + again % 9}" / f"{number:05d}.fit"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_summed(made) if again else data)


def _run(number: int, minutes: float) -> tuple[bytes, int]:
    """Return a file and the place of the product number in it."""
    run = simulate_outing(
        PlantedRunner(), FIRST + timedelta(days=number), minutes=minutes, hills=0.02, effort=4.0, seed=number
    )
    one, other = (write_fit(fit_of(run, product)) for product in PRODUCTS)
    differs = np.flatnonzero(np.frombuffer(one, np.uint8)[:-2] != np.frombuffer(other, np.uint8)[:-2])
    return one, int(differs[0])


def fit_of(run: Activity, product: int) -> FitActivity:
    """Return a simulated run as a watch with running dynamics and a pod would write it, for `write_fit`."""

    def of(quantity: Quantity, factor: float = 1.0) -> list[float | None]:
        channel = run.channel(quantity)
        if channel is None:
            raise ValueError(f"the simulated run has no {quantity}")
        return _told(factor * channel.values)

    count = run.times.size
    beat = np.arange(count) % 30
    step = _told(1000.0 * 60.0 / 170.0 * np.linspace(3.0, 3.4, count))
    channels = {
        "position_lat": _told(5.6e8 + 100.0 * np.arange(count)),
        "position_long": _told(1.0e8 + 120.0 * np.arange(count)),
        "enhanced_altitude": of(Quantity.ALTITUDE),
        "distance": of(Quantity.DISTANCE),
        "enhanced_speed": of(Quantity.SPEED),
        "heart_rate": _told(130.0 + beat),
        "cadence": of(Quantity.STEP_FREQUENCY, 30.0),
        "fractional_cadence": _told(0.5 * (beat % 2)),
        "temperature": _told(18.0 + 0.0 * beat),
        "power": _told(240.0 + beat),
        "vertical_oscillation": _told(80.0 + 0.1 * beat),
        "vertical_ratio": _told(7.5 + 0.01 * beat),
        "stance_time": of(Quantity.CONTACT_TIME, 1000.0),
        "stance_time_percent": _told(34.0 + 0.01 * beat),
        "stance_time_balance": of(Quantity.CONTACT_BALANCE, 100.0),
        "step_length": step,
    }
    pod = (
        DeveloperChannel("Power", "Watts", _told(238.0 + beat)),
        DeveloperChannel("Form Power", "Watts", _told(60.0 + 0.1 * beat)),
        DeveloperChannel("Air Power", "Watts", _told(4.0 + 0.01 * beat)),
        DeveloperChannel("Leg Spring Stiffness", "kN/m", _told(10.5 + 0.01 * beat)),
        DeveloperChannel("Ground Time", "Milliseconds", of(Quantity.CONTACT_TIME, 960.0)),
        DeveloperChannel("Vertical Oscillation", "Centimeters", _told(6.0 + 0.01 * beat)),
    )
    return FitActivity(run.started, channels, pod, said=(40, 75), product=product)


def _told(values: NDArray[np.floating[Any]]) -> list[float | None]:
    return [None if np.isnan(value) else float(value) for value in values]


def _summed(data: bytearray) -> bytes:
    from evenstride.readers.fit.crc import check_sum

    return bytes(data[:-2]) + check_sum(bytes(data[:-2])).to_bytes(2, "little")


if __name__ == "__main__":
    write_archive(Path(sys.argv[1]), int(sys.argv[2]))
