"""Wall switches of the thighs (S3) from a phone on one of them: times, peak rates, ranges, and the trials they make."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from zlib import crc32

import numpy as np

from evenstride.core.errors import FitError, InputError
from evenstride.core.estimate import Draws, Missing
from evenstride.core.raw import GyroTrace
from evenstride.core.recording import Device, ExtraValues, FieldTest, RawTest
from evenstride.core.run import Flag
from evenstride.core.trials import Quantity, RawTrials
from evenstride.science.field.swings import FEWEST, Swing, find_sets, half_window
from evenstride.science.field.turning import Turning, find_turning

SWITCHES = 6
"""Switches of one trial (pocket laboratory, S3)."""

VERTEX, AREA = 0.006, 0.2
"""What few samples a swing cost without any noise (`validation/pocketlab_raw.py`): with x the time between samples over
that of a swing, 0.006·(π·n·x)⁴ of a peak, its parabola being over ± n samples, and 0.2·x² of an angle (SD)."""

# Whole or not at all: the swings that the sensor could follow are the slow ones.
SATURATED = Missing("the sensor reached the end of its range", "Use a phone whose gyroscope reaches 2000 °/s")


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
    switch holds any pause before it, as it does on film. Peak: the vertex of a parabola over ± 20 ms. Range: a
    monotone cubic through the samples, integrated from turning point to turning point, the constant error at rest
    taken off. Draws are normal: timing from noise over slope and the scatter of the clock; peak from noise; range from
    noise, and from the sway seen at rest, which also runs on while the thigh swings. Unknown and not in them: the scale
    of the phone's gyroscope and how the strap gives. One thigh is measured; the other one is not inferred from it.

    Sources
    -------
    pocket laboratory protocol (S3).

    Examples
    --------
    >>> from evenstride.science.simulate.raw import simulate_switch
    >>> simulated = simulate_switch(seed=1)
    >>> found = measure_switches(simulated.raw)
    >>> abs(found.tests[0].trials[0] / simulated.truth[0].switch_time - 1) < 0.02
    True
    """
    if not isinstance(recording.raw, GyroTrace) or recording.side is None:
        what = "this is no recording of a gyroscope on one thigh"
        raise InputError(what, place=recording.test, remedy="Give one with its side")
    where = f"{recording.test} {recording.side}"
    turning = find_turning(recording.raw, where=where)
    sets = _sets(turning, where)
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


def _sets(turning: Turning, where: str) -> list[list[Swing]]:
    """Return the swings of every set; refused where there is none."""
    sets = find_sets(turning, usual=SWITCHES)
    if not sets:
        raise FitError(
            f"no {FEWEST} fast swings in turn were found",
            place=where,
            why=f"A trial is {SWITCHES} switches without a break",
            remedy="Record again, the phone strapped to the front of the thigh",
        )
    return sets


def _set_flags(sets: list[list[Swing]], firsts: list[float], where: str) -> list[Flag]:
    flags: list[Flag] = []
    for number, swings in enumerate(sets, start=1):
        if len(swings) != SWITCHES:
            text = f"{len(swings)} switches were found, {SWITCHES} are one trial; check that all of them were full"
            text += "" if len(swings) % 2 == 0 else ", and that up and down are not exchanged"
            flags.append(Flag("switches", f"{where}, set {number}", text))
    if len(set(firsts)) > 1:
        text = "the sets begin in opposite directions: begin each with the knee of the strapped thigh up"
        flags.append(Flag("directions", where, text))
    return flags


def _trial(
    turning: Turning,
    swings: list[Swing],
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


def _times(swings: list[Swing], sign: float, rng: np.random.Generator, draws: int) -> Draws | Missing:
    """Return the mean time of the switches of one direction, each from the end of the swing before it."""
    pairs = [(one, other) for one, other in pairwise(swings) if other.sign == sign]
    if not pairs:
        return Missing("no switch of this direction follows another one", f"Do {SWITCHES} switches")
    value = float(np.mean([other.ended - one.ended for one, other in pairs]))
    sd = float(np.sqrt(sum(one.timing_sd**2 + other.timing_sd**2 for one, other in pairs))) / len(pairs)
    return _normal(value, sd, "s", f"mean of {len(pairs)} switches; noise and clock of the phone", rng, draws)


def _rates(turning: Turning, swings: list[Swing], rng: np.random.Generator, draws: int) -> Draws | Missing:
    if any(one.limited for one in swings) or not swings:
        return SATURATED
    half = half_window(turning)
    value = float(np.mean([one.peak for one in swings]))
    noise = turning.noise * 1.5 / (2 * half + 1) ** 0.5
    coarse = VERTEX * (np.pi * half * turning.step / _lasting(swings)) ** 4 * value
    sd = float(np.hypot(np.hypot(noise, turning.sway) / len(swings) ** 0.5, coarse))
    return _normal(value, sd, "rad/s", f"mean of {len(swings)} swings; noise and sway of the thigh", rng, draws)


def _range(turning: Turning, swings: list[Swing], rng: np.random.Generator, draws: int) -> Draws | Missing:
    if any(one.limited for one in swings) or not swings:
        return SATURATED
    lasting = _lasting(swings)
    value = float(np.mean([one.angle for one in swings]))
    noise = turning.noise * float(np.sqrt(turning.step * lasting))
    coarse = AREA * (turning.step / lasting) ** 2 * value
    sd = float(np.hypot(np.hypot(noise, turning.sway * lasting) / len(swings) ** 0.5, coarse))
    return _normal(value, sd, "rad", f"mean of {len(swings)} swings; noise and sway of the thigh", rng, draws)


def _lasting(swings: list[Swing]) -> float:
    return float(np.mean([one.ended - one.begun for one in swings]))


def _normal(value: float, sd: float, unit: str, method: str, rng: np.random.Generator, draws: int) -> Draws:
    return Draws(value, value + sd * rng.standard_normal(draws), unit, method)
