"""Outings that nobody ran, with planted push and swing at each speed, and an instrument with errors of its own.

The athlete is planted by force and swing time; contact time and step frequency follow from them (science.md §2.1).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import numpy as np
from numpy.typing import NDArray

from evenstride.core.activity import Activity, Channel, Pause, Quantity, Said, Sport
from evenstride.core.estimate import Array
from evenstride.core.recording import Device

MIDDLE = 4.0
"""m/s, the speed at which force and swing time are planted."""

_WATCH, _POD = "watch", "pod"


@dataclass(frozen=True, slots=True)
class PlantedRunner:
    """What is true of a runner who does not exist; log units where not said otherwise.

    Attributes
    ----------
    force, force_slope : float
        Stance-averaged vertical force at 4 m/s in body weights, and its rise per m/s (0.105: `weyand_davis2005`).
    swing_time, swing_slope : float
        At 4 m/s in s, and per m/s.
    day : (float, float)
        SD of log force and log swing time from outing to outing.
    within : (float, float)
        The same from minute to minute of one outing.
    fatigue : (float, float)
        Change of both from the first to the last minute.
    uphill : (float, float)
        Change of both per unit of grade.
    balance : float
        Left foot's share of contact time.
    """

    force: float = 1.55
    force_slope: float = 0.105
    swing_time: float = 0.472
    swing_slope: float = -0.008
    day: tuple[float, float] = (0.012, 0.012)
    within: tuple[float, float] = (0.01, 0.01)
    fatigue: tuple[float, float] = (-0.02, 0.0)
    uphill: tuple[float, float] = (-0.3, 0.1)
    balance: float = 0.502

    def steps(self, speed: Array, *, push: Array | float = 0.0, swing: Array | float = 0.0) -> tuple[Array, Array]:
        """Return step frequency in Hz and contact time in s at a speed, with changes of log force and swing time.

        Examples
        --------
        >>> frequency, contact = PlantedRunner().steps(np.array([4.0]))
        >>> round(float(1.0 / (frequency * contact)[0]), 3), round(float((2.0 / frequency - contact)[0]), 3)
        (1.55, 0.472)
        """
        force = (self.force + self.force_slope * (speed - MIDDLE)) * np.exp(push)
        swing_time = (self.swing_time + self.swing_slope * (speed - MIDDLE)) * np.exp(swing)
        contact = swing_time / (2.0 * force - 1.0)
        return 2.0 / (contact + swing_time), contact


@dataclass(frozen=True, slots=True)
class PlantedPod:
    """Errors of the instrument: share by which all contact times are off, and SD of one sample in log units."""

    contact_bias: float = 0.0
    contact_noise: float = 0.03
    frequency_noise: float = 0.01
    speed_noise: float = 0.05


def simulate_outing(
    runner: PlantedRunner,
    on: date,
    *,
    minutes: float = 40.0,
    pace: float = 3.4,
    push: float = 0.0,
    swing: float = 0.0,
    hills: float = 0.0,
    strides: Sequence[float] = (),
    pod: PlantedPod | None = None,
    effort: float | None = None,
    seed: int,
) -> Activity:
    """Simulate one outing, a sample every second, with a pause of a minute in its middle.

    Parameters
    ----------
    runner : PlantedRunner
        Who runs.
    on : date
        Day; the run starts at 16 h UTC.
    minutes, pace : float
        Length, and mean speed in m/s; speed changes every three minutes.
    push, swing : float
        Change of log force and log swing time of this outing.
    hills : float
        Largest grade of a course that goes up and down every half kilometre.
    strides : sequence of float
        Speeds in m/s of fast runs of eight seconds at the end.
    pod : PlantedPod, optional
        The instrument.
    effort : float, optional
        Session RPE that was told.
    seed : int
        Of everything drawn.
    """
    rng = np.random.default_rng(seed)
    count = int(minutes * 60.0)
    speed, fast = _course(rng, count, pace, strides)
    channels = _channels(rng, runner, PlantedPod() if pod is None else pod, speed, fast, (push, swing), hills)
    half = count // 2
    times = np.arange(count, dtype=np.float64)
    times[half:] += 60.0
    return Activity(
        athlete="Noa",
        started=datetime.combine(on, time(16), UTC),
        on=on,
        sport=Sport.RUNNING,
        kind="running/simulated",
        times=times,
        channels=channels,
        pauses=(Pause(float(half), float(half) + 60.0),),
        said=Said(effort),
        devices=(_WATCH, _POD),
        device=Device("simulated", _WATCH),
    )


def _channels(
    rng: np.random.Generator,
    runner: PlantedRunner,
    pod: PlantedPod,
    speed: Array,
    fast: NDArray[np.bool_],
    changes: tuple[float, float],
    hills: float,
) -> tuple[Channel, ...]:
    """What watch and pod write of a course, second by second."""
    count = speed.size
    way = np.cumsum(speed)
    grade = hills * np.sin(2.0 * np.pi * way / 500.0)
    days = rng.normal(0.0, runner.day)
    moments = np.repeat(rng.normal(0.0, runner.within, (count // 60 + 1, 2)), 60, axis=0)[:count]
    gone = np.linspace(0.0, 1.0, count)
    logs = [
        change + days[index] + moments[:, index] + runner.fatigue[index] * gone + runner.uphill[index] * grade
        for index, change in enumerate(changes)
    ]
    frequency, contact = runner.steps(speed, push=logs[0], swing=logs[1])
    contact = contact * (1.0 + pod.contact_bias) * np.exp(rng.normal(0.0, pod.contact_noise, count))
    frequency = frequency * np.exp(rng.normal(0.0, pod.frequency_noise, count))
    balance = runner.balance + rng.normal(0.0, 0.004, count) + rng.normal(0.0, 0.002)
    # Nobody strides steadily while speeding up to a fast run: the pod writes nothing there.
    contact[fast], balance[fast] = np.nan, np.nan
    return (
        Channel(Quantity.SPEED, "m/s", speed + rng.normal(0.0, pod.speed_noise, count), _WATCH),
        Channel(Quantity.DISTANCE, "m", way, _WATCH),
        Channel(Quantity.ALTITUDE, "m", 100.0 + np.cumsum(speed * grade) + rng.normal(0.0, 0.1, count), _WATCH),
        Channel(Quantity.STEP_FREQUENCY, "Hz", frequency, _POD),
        Channel(Quantity.CONTACT_TIME, "s", contact, _POD),
        Channel(Quantity.CONTACT_BALANCE, "", balance, _POD),
    )


def simulate_season(
    runner: PlantedRunner,
    first: date,
    *,
    outings: int,
    days: int,
    push: float = 0.0,
    swing: float = 0.0,
    minutes: float = 40.0,
    hills: float = 0.0,
    pod: PlantedPod | None = None,
    seed: int,
) -> tuple[Activity, ...]:
    """Simulate outings spread evenly over some days, at changing paces, all with the same change of push and swing.

    Examples
    --------
    >>> season = simulate_season(PlantedRunner(), date(2026, 4, 1), outings=3, days=30, minutes=10, seed=1)
    >>> [one.on.day for one in season]
    [1, 11, 21]
    """
    rng = np.random.default_rng([seed, 1])
    paces = rng.uniform(3.0, 3.9, outings)
    return tuple(
        simulate_outing(
            runner,
            first + timedelta(days=number * days // outings),
            minutes=minutes,
            pace=float(pace),
            push=push,
            swing=swing,
            hills=hills,
            pod=pod,
            seed=int(rng.integers(2**31)),
        )
        for number, pace in enumerate(paces)
    )


def _course(
    rng: np.random.Generator, count: int, pace: float, strides: Sequence[float]
) -> tuple[Array, NDArray[np.bool_]]:
    """Speed second by second, and which seconds belong to fast runs."""
    blocks = np.clip(rng.normal(pace, 0.4, count // 180 + 1), 2.3, 6.0)
    speed = np.repeat(blocks, 180)[:count]
    fast = np.zeros(count, dtype=np.bool_)
    for number, top in enumerate(strides):
        begin = count - 60 * (len(strides) - number)
        speed[begin : begin + 8] = top * (1.0 - np.exp(-(np.arange(8) + 1.0) / 1.1))
        fast[begin : begin + 8] = True
    return speed, fast
