"""Wall switches of the thighs (S3) from a phone on one of them: times, peak rates, ranges, and the trials they make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from zlib import crc32

import numpy as np
from scipy.interpolate import PchipInterpolator

from evenstride.core.errors import FitError, InputError
from evenstride.core.estimate import Array, Draws, Missing
from evenstride.core.raw import GyroTrace
from evenstride.core.recording import Device, ExtraValues, FieldTest, RawTest
from evenstride.core.run import Flag
from evenstride.core.trials import Quantity, RawTrials
from evenstride.science.turning import Turning, find_turning

SWITCHES = 6
"""Switches of one trial (pocket laboratory, S3)."""

FEWEST = 4
"""A set with fewer switches is no trial (judgement)."""

ARRIVED = 0.1
"""A swing begins and ends where its rate is a tenth of its peak: a bounce and a pause are cut alike (judgement)."""

FAST = 0.4
"""A swing slower at its peak than this share of the usual one is getting into place, not a switch (judgement)."""

CROSSING, VERTEX, AREA = 10.0, 0.006, 0.2
"""What few samples a swing cost without any noise, found by simulating bounces and pauses at 25 to 400 samples a
second (`validation/pocketlab_raw.py`). With x the time between samples over that of a swing, the SD of a crossing is
10·x² of that time and at most a tenth of it, of a peak 0.006·(π·n·x)⁴ of it with a parabola over ± n samples, of an
angle 0.2·x² of it."""

LONGEST_PAUSE = 0.6
"""Swings further apart than this many seconds belong to two sets (judgement)."""

# Whole or not at all: the swings that the sensor could follow are the slow ones.
SATURATED = Missing("the sensor reached the end of its range", "Use a phone whose gyroscope reaches 2000 °/s")


@dataclass(frozen=True, slots=True)
class _Swing:
    """One swing between two turning points: first and last sample, sign, and when it began, peaked and ended (s)."""

    first: int
    last: int
    sign: float
    begun: float
    ended: float
    peak: float
    angle: float
    timing_sd: float
    limited: bool


def measure_switches(recording: RawTest, *, seed: int = 0, draws: int = 2000) -> RawTrials:
    """Measure every set of wall switches in one recording of one thigh.

    Parameters
    ----------
    recording : RawTest
        A `GyroTrace` of one side. The protocol begins with the knee of the strapped thigh UP, so the first fast
        movement is down; that tells the sign of an axis nobody knows.
    seed, draws : int
        Seed and number of draws.

    Returns
    -------
    RawTrials
        One trial for each set: the mean time of a switch up to this knee, from the end of a swing down to the end
        of the next swing up, in s. Quantities of each trial: `switch_time` (s), `switch_time_down` (s), `peak_rate`
        and `peak_rate_down` (rad/s), `range` (rad).

    Raises
    ------
    InputError
        If the recording holds no gyroscope or no side.
    FitError
        If it holds no set of switches, or samples are too far apart.

    Notes
    -----
    Ends of a swing: linear interpolation where the rate falls to a tenth of the swing's peak, so that the time of a
    switch holds any pause before it, as it does on film. Peak: the vertex of a parabola over ± 20 ms. Range: a cubic
    spline integrated from turning point to turning point, the constant error at rest taken off. Draws are normal:
    timing from noise over slope and the scatter of the clock; peak from noise; range from noise, and from the sway seen
    at rest, which also runs on while the thigh swings. Unknown and not in them: the scale of the phone's gyroscope
    and how the strap gives. One thigh is measured; the other one is not inferred from it.

    Sources
    -------
    pocket laboratory protocol (S3).

    Examples
    --------
    >>> from evenstride.science.simulate_raw import simulate_switch
    >>> simulated = simulate_switch(seed=1)
    >>> found = measure_switches(simulated.raw)
    >>> abs(found.tests[0].trials[0] / simulated.truth[0].switch_time - 1) < 0.02
    True
    """
    if not isinstance(recording.raw, GyroTrace) or recording.side is None:
        raise InputError(
            "this is no recording of a gyroscope on one thigh", place=recording.test, remedy="Give one with its side"
        )
    where = f"{recording.test} {recording.side}"
    turning = find_turning(recording.raw, where=where)
    sets = _sets(turning)
    if not sets:
        raise FitError(
            f"no {FEWEST} fast swings in turn were found",
            place=where,
            why=f"A trial is {SWITCHES} switches without a break",
            remedy="Record again, the phone strapped to the front of the thigh",
        )
    firsts = [one[0].sign for one in sets]
    down = 1.0 if sum(firsts) >= 0.0 else -1.0
    flags = [*turning.flags, *_set_flags(sets, firsts, where)]
    rng = np.random.default_rng([seed, crc32(where.encode())])
    quantities: list[Quantity] = []
    for number, swings in enumerate(sets, start=1):
        quantities += _trial(turning, swings, down, number, recording, rng, draws)
    measured = RawTrials((), tuple(quantities), tuple(flags))
    times = measured.of("switch_time", recording.side)
    if not times:
        raise FitError("no swing up follows a swing down", place=where, remedy="Begin with the strapped knee up")
    test = _test(recording, times, measured)
    return RawTrials((test,), measured.quantities, measured.flags)


def _test(recording: RawTest, times: Sequence[Draws], measured: RawTrials) -> FieldTest:
    # The error of a time is that of its two ends; the house states the error of one of them.
    event = float(np.mean([one.standard_error for one in times])) / 2.0**0.5
    source = "noise, clock and sway of the phone"
    extras = [
        ExtraValues(name, unit, tuple(one.point for one in measured.of(quantity, recording.side)))
        for name, unit, quantity in (("peak angular velocity", "rad/s", "peak_rate"), ("range", "rad", "range"))
    ]
    return FieldTest(
        recording.athlete,
        recording.test,
        tuple(one.point for one in times),
        "s",
        recording.side,
        on=recording.on,
        label=recording.label,
        body=recording.body,
        device=Device(recording.device.kind, recording.device.name or "phone on the thigh", event, source),
        conditions=recording.conditions,
        origin=recording.origin,
        version=recording.version,
        extras=tuple(one for one in extras if one.values),
    )


def _sets(turning: Turning) -> list[list[_Swing]]:
    """Return the sets of fast swings in turn, each at least `FEWEST` long."""
    rates = turning.rates
    width = 2 * round(0.015 / turning.step) + 1
    smooth = np.convolve(rates, np.full(width, 1.0 / width), mode="same")
    turns = np.flatnonzero(np.diff(np.signbit(smooth))) + 1
    edges = [0, *turns.tolist(), rates.size]
    parts = [(begin, end) for begin, end in pairwise(edges) if end - begin >= 3]
    heights = [float(np.max(np.abs(smooth[begin:end]))) for begin, end in parts]
    usual = float(np.median(sorted(heights)[-SWITCHES:])) if heights else 0.0
    fast = [part for part, height in zip(parts, heights, strict=True) if height > FAST * usual and height > 1.0]
    sets: list[list[_Swing]] = []
    for begin, end in fast:
        swing = _swing(turning, begin, end)
        last = sets[-1][-1] if sets else None
        if last is None or last.sign == swing.sign or swing.begun - last.ended > LONGEST_PAUSE:
            sets.append([])
        sets[-1].append(swing)
    return [one for one in sets if len(one) >= FEWEST]


def _swing(turning: Turning, begin: int, end: int) -> _Swing:
    times, rates = turning.times, turning.rates
    sign = 1.0 if rates[begin:end].sum() > 0.0 else -1.0
    top = begin + int(np.argmax(sign * rates[begin:end]))
    peak = _peak(turning, sign, top, begin, end)
    level = ARRIVED * peak
    begun, rise = _crossing(times, sign * rates, top, -1, level)
    ended, fall = _crossing(times, sign * rates, top, 1, level)
    slope = min(rise, fall)
    # Two neighbouring samples carry a crossing between them: 0.82 of the noise of one, on the mean.
    blur = float(np.hypot(0.82 * turning.noise, turning.sway)) / slope if slope > 0.0 else 0.0
    between = turning.step * min(0.1, CROSSING * (turning.step / max(ended - begun, turning.step)) ** 2)
    timing = float(np.linalg.norm([blur, turning.jitter, between]))
    first, last = _turning_point(sign * rates, top, -1), _turning_point(sign * rates, top, 1)
    limited = bool(np.any(turning.limited[max(first, 0) : last + 1]))
    return _Swing(begin, end, sign, begun, ended, peak, _angle(times, sign * rates, first, last), timing, limited)


def _peak(turning: Turning, sign: float, top: int, begin: int, end: int) -> float:
    """Return the vertex of a parabola over ± 20 ms, at least ± 2 samples, around the highest sample."""
    half = _half(turning)
    low, high = max(begin, top - half), min(end, top + half + 1)
    if high - low < 4:
        return float(sign * turning.rates[top])
    around = turning.times[low:high] - turning.times[top]
    fitted = np.linalg.lstsq(np.vander(around, 3), sign * turning.rates[low:high])[0]
    curve, slope, height = (float(one) for one in fitted)
    if curve >= 0.0:
        return float(sign * turning.rates[top])
    vertex = float(np.clip(-slope / (2.0 * curve), around[0], around[-1]))
    return float(height + slope * vertex + curve * vertex**2)


def _crossing(times: Array, rates: Array, top: int, way: int, level: float) -> tuple[float, float]:
    """Return when the rate first falls to a level on one side of its top, and how steeply, in rad/s²."""
    at = top
    while 0 <= at + way < rates.size and rates[at + way] > level:
        at += way
    after = at + way
    if not 0 <= after < rates.size:
        return float(times[at]), 0.0
    drop, gap = float(rates[at] - rates[after]), float(abs(times[after] - times[at]))
    share = float(rates[at] - level) / drop if drop > 0.0 else 0.0
    return float(times[at] + way * share * gap), drop / gap


def _turning_point(rates: Array, top: int, way: int) -> int:
    """Return the last sample on one side of the top that still turns the same way."""
    at = top
    while 0 <= at + way < rates.size and rates[at + way] > 0.0:
        at += way
    return at


def _angle(times: Array, rates: Array, first: int, last: int) -> float:
    """Integrate a spline through the samples from turning point to turning point, rad."""
    low, high = max(first - 2, 0), min(last + 3, times.size)
    curve = PchipInterpolator(times[low:high], rates[low:high])
    return float(curve.integrate(_zero(times, rates, first, -1), _zero(times, rates, last, 1)))


def _zero(times: Array, rates: Array, at: int, way: int) -> float:
    after = at + way
    if not 0 <= after < times.size:
        return float(times[at])
    drop = float(rates[at] - rates[after])
    share = float(rates[at]) / drop if drop > 0.0 else 0.0
    return float(times[at] + way * min(share, 1.0) * abs(times[after] - times[at]))


def _set_flags(sets: list[list[_Swing]], firsts: list[float], where: str) -> list[Flag]:
    flags: list[Flag] = []
    for number, swings in enumerate(sets, start=1):
        if len(swings) != SWITCHES:
            text = f"{len(swings)} switches were found, {SWITCHES} are one trial; check that all of them were full"
            flags.append(Flag("switches", f"{where}, set {number}", text))
    if len(set(firsts)) > 1:
        text = "the sets begin in opposite directions: begin each with the knee of the strapped thigh up"
        flags.append(Flag("directions", where, text))
    return flags


def _trial(
    turning: Turning,
    swings: list[_Swing],
    down: float,
    number: int,
    recording: RawTest,
    rng: np.random.Generator,
    draws: int,
) -> list[Quantity]:
    ups = [one for one in swings if one.sign != down]
    downs = [one for one in swings if one.sign == down]

    def quantity(name: str, value: Draws | Missing) -> Quantity:
        return Quantity(name, value, number, recording.side)

    return [
        quantity("switch_time", _times(swings, -down, rng, draws)),
        quantity("switch_time_down", _times(swings, down, rng, draws)),
        quantity("peak_rate", _rates(turning, ups, rng, draws)),
        quantity("peak_rate_down", _rates(turning, downs, rng, draws)),
        quantity("range", _range(turning, swings, rng, draws)),
    ]


def _times(swings: list[_Swing], sign: float, rng: np.random.Generator, draws: int) -> Draws | Missing:
    """Return the mean time of the switches of one direction, each from the end of the swing before it."""
    pairs = [(one, other) for one, other in pairwise(swings) if other.sign == sign]
    if not pairs:
        return Missing("no switch of this direction follows another one", f"Do {SWITCHES} switches")
    value = float(np.mean([other.ended - one.ended for one, other in pairs]))
    sd = float(np.sqrt(sum(one.timing_sd**2 + other.timing_sd**2 for one, other in pairs))) / len(pairs)
    return _normal(value, sd, "s", f"mean of {len(pairs)} switches; noise and clock of the phone", rng, draws)


def _rates(turning: Turning, swings: list[_Swing], rng: np.random.Generator, draws: int) -> Draws | Missing:
    if any(one.limited for one in swings) or not swings:
        return SATURATED
    half = _half(turning)
    value = float(np.mean([one.peak for one in swings]))
    noise = turning.noise * 1.5 / (2 * half + 1) ** 0.5
    coarse = VERTEX * (np.pi * half * turning.step / _lasting(swings)) ** 4 * value
    sd = float(np.hypot(np.hypot(noise, turning.sway) / len(swings) ** 0.5, coarse))
    return _normal(value, sd, "rad/s", f"mean of {len(swings)} swings; noise and sway of the thigh", rng, draws)


def _range(turning: Turning, swings: list[_Swing], rng: np.random.Generator, draws: int) -> Draws | Missing:
    if any(one.limited for one in swings) or not swings:
        return SATURATED
    lasting = _lasting(swings)
    value = float(np.mean([one.angle for one in swings]))
    noise = turning.noise * float(np.sqrt(turning.step * lasting))
    coarse = AREA * (turning.step / lasting) ** 2 * value
    sd = float(np.hypot(np.hypot(noise, turning.sway * lasting) / len(swings) ** 0.5, coarse))
    return _normal(value, sd, "rad", f"mean of {len(swings)} swings; noise and sway of the thigh", rng, draws)


def _half(turning: Turning) -> int:
    """Return how many samples on either side of the highest one make its parabola."""
    return max(2, round(0.02 / turning.step))


def _lasting(swings: list[_Swing]) -> float:
    return float(np.mean([one.ended - one.begun for one in swings]))


def _normal(value: float, sd: float, unit: str, method: str, rng: np.random.Generator, draws: int) -> Draws:
    return Draws(value, value + sd * rng.standard_normal(draws), unit, method)
