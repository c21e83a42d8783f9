"""The acceleration–speed line of a session from GPS or LPS: the hardest accelerations at each speed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from evenstride.core.athlete import Anthropometrics
from evenstride.core.curve import Curve
from evenstride.core.errors import FitError, InputError
from evenstride.core.estimate import HOUSE_LEVEL, Array, Draws, Estimate, Missing, combine, tails
from evenstride.core.fit import Fit, InSituProfile
from evenstride.core.metric import Analysis
from evenstride.core.recording import SpeedTrace
from evenstride.science.in_situ.lines import Lines, bin_samples, fit_lines
from evenstride.science.in_situ.samples import Samples, prepare_samples
from evenstride.science.sprint.force import measure_force_line

KIND = "in-situ"
"""What the analysis is called."""

THRESHOLD, WIDTH, TOP = 3.0, 0.2, 2
"""Lowest speed and width of a bin in m/s, and accelerations kept of each: the published convention (Morin 2021, by way
of the README of InSituASProfile and peers.md §4)."""

FEWEST_BINS = 8
"""Bins with samples below which there is no line: 1.6 m/s of speed (judgement)."""

BLOCK = 10.0
"""Length in s of the blocks drawn again: longer than a burst, so that its samples stay together (judgement)."""

NOISES = 40
"""Sets of added noise."""

CHUNK = 50
"""Draws worked on together."""

METHOD = "block bootstrap and added noise, reversed"

REFUSED = {
    "gps": "GPS of any rate follows an acceleration too late: TAU, Fmax and Pmax are off by +25, −17 and −16 % in a "
    "course criterion (hoppe2018)",
    "unknown": "The device is not stated, and from GPS this value would be wrong by a fifth (hoppe2018)",
}
UNCHECKED = "Only sessions from LPS were checked for this, and from GPS it would be wrong by a fifth (hoppe2018)"
CHECKED = ("lps",)
"""Devices whose sessions may tell more than top speed."""

REMEDY = "Time a sprint with gates, radar or laser; from GPS use top speed alone"
KNOWN_BIAS = {
    "gps": "Top speed from GPS against a course criterion: no bias, typical error 0.3–0.4 m/s (hoppe2018)",
    "lps": "LPS at 20 Hz against a course criterion: Vmax +2.1 %, TAU −10 %, Fmax +15 %, Pmax +18 %; the values here "
    "are not corrected for it (hoppe2018)",
}


def fit_in_situ(
    trace: SpeedTrace,
    *,
    threshold: float = THRESHOLD,
    width: float = WIDTH,
    top: int = TOP,
    seed: int = 0,
    draws: int = 1000,
) -> InSituProfile:
    """Fit the acceleration–speed line of a whole session.

    Parameters
    ----------
    trace : SpeedTrace
        Speed over a session, 4 Hz or more; gaps, duplicates and samples out of order are sorted out.
    threshold, width : float
        Lowest speed and width of a bin in m/s.
    top : int
        Highest accelerations kept of each bin.
    seed, draws : int
        Seed and number of the draws.

    Raises
    ------
    FitError
        If the session is sampled too slowly, never fast enough, or shows no acceleration that falls with speed.
    InputError
        If an option is not above 0.

    Notes
    -----
    Speeds are smoothed and differentiated by a local parabola of 0.5 s. Of all samples that speed up at or above the
    threshold, the `top` accelerations of each bin are regressed on speed, residuals beyond 1.96 SD are left out, and
    the line is fitted again: S0 is where it meets zero acceleration, A0 where it meets zero speed.
    The highest of noisy samples is too high. By how much shows when more of the session's own noise is added: that
    lift is taken off, and so is what the parabola overstates, (window/TAU)²/10. Intervals hold two doubts: which
    efforts the session happens to hold (drawn again in blocks of 10 s) and what this noise happened to lift. Only
    noise that changes from sample to sample is seen, not what the device smoothed away.
    Assumes that some bursts were all out. Sources: `hoppe2018`, `shorts`; the convention is of Morin 2021 (peers.md
    §4).

    Examples
    --------
    >>> from evenstride.science.simulate.devices import simulate_session
    >>> profile = fit_in_situ(simulate_session(8.5, 7.0, minutes=30, sprints=30, seed=4))
    >>> bool(abs(profile.parameters["s0"].point - 8.5) < 0.2)
    True
    """
    _require_above_zero(threshold, width, top, draws)
    samples = prepare_samples(trace, block=BLOCK)
    fast = (samples.speeds >= threshold) & (samples.accelerations > 0.0)
    place = trace.origin.place or trace.athlete
    if not np.any(fast):
        raise _no_line(place, f"No sample speeds up at or above {threshold:g} m/s")
    best = _best(samples, threshold, width, top, place)
    plain = np.log([best.s0[0], best.a0[0]])
    lift, spread = _lift(samples, plain, threshold, width, top, seed)
    again = _draw_again(samples, threshold, width, top, seed, draws)
    falling = np.isfinite(again).all(axis=0)
    if np.mean(falling) < 0.99 or spread.shape[1] < NOISES:
        raise _no_line(place, "Left out a few efforts, and acceleration no longer falls with speed")
    centre = plain - lift - np.array([0.0, np.log1p(_bend(samples.window, float(np.exp(plain[0] - plain[1]))))])
    efforts = again[:, falling] - again[:, falling].mean(axis=1, keepdims=True)
    # Both doubts in turn, reversed: what a session drawn again or noised falls short by, the true line exceeds.
    turn = np.arange(efforts.shape[1], dtype=np.intp) % spread.shape[1]
    around = centre[:, np.newaxis] - efforts - spread[:, turn]
    shown = best.weights[0] > 0.0
    kept = best.used[0][shown] > 0.0
    return InSituProfile(
        parameters=_name(centre, np.exp(around)),
        conventional=(float(best.s0[0]), float(best.a0[0])),
        speeds=samples.speeds[fast],
        accelerations=samples.accelerations[fast],
        top_speeds=best.speeds[0][shown],
        top_accelerations=best.accelerations[0][shown],
        kept=kept,
        notes=(*samples.notes, *_notes(best, samples, kept)),
        seed=seed,
    )


def _require_above_zero(threshold: float, width: float, top: int, draws: int) -> None:
    if not (threshold > 0.0 and width > 0.0 and top > 0 and draws > 0):
        raise InputError(
            f"a threshold of {threshold} m/s, bins of {width} m/s, {top} of each and {draws} draws make no profile",
            remedy="Give values above 0",
        )


def _best(samples: Samples, threshold: float, width: float, top: int, place: str) -> Lines:
    """Return the line of the session as it is."""
    once = np.append(np.ones(samples.count), 0.0)[np.newaxis]
    best = fit_lines(bin_samples(samples, threshold, width), once, top)
    bins = int(best.weights[0].reshape(top, -1).any(axis=0).sum())
    if bins < FEWEST_BINS or not (np.isfinite(best.s0[0]) and best.s0[0] > threshold and best.a0[0] > 0.0):
        raise _no_line(place, f"{bins} bins of {width:g} m/s hold samples, and the best line meets S0 {best.s0[0]:.3g}")
    return best


def measure_in_situ(trace: SpeedTrace, profile: InSituProfile, *, body: Anthropometrics | None = None) -> Analysis:
    """Measure what the line of a session may tell, which depends on the device.

    Parameters
    ----------
    trace : SpeedTrace
        The session that was fitted.
    profile : InSituProfile
        Its line.
    body : Anthropometrics or None
        Mass in kg and height in m; those of the recording when None.

    Notes
    -----
    From GPS of any rate, and from any device but LPS, only S0 is given: science.md §1.6, `hoppe2018`. From LPS all is
    given, with a note of its known bias. F0 = m·A0, Pmax = F0·v0/4 with air drag (`samozino2016`).

    Examples
    --------
    >>> from evenstride.science.simulate.devices import simulate_session
    >>> session = simulate_session(8.5, 7.0, minutes=30, sprints=30, kind="gps")
    >>> values = measure_in_situ(session, fit_in_situ(session)).values
    >>> values["s0_in_situ"].unit, values["a0_in_situ"].reason[:16]
    ('m/s', 'GPS of any rate ')
    """
    known = trace if body is None else replace(trace, body=body)
    line_of = profile.parameters
    found: dict[str, Draws | Missing] = {f"{name}_in_situ": one for name, one in line_of.items()}
    fit = Fit({"mss": line_of["s0"], "mac": line_of["a0"]}, (), np.zeros(0), 0.0, 0.0)
    line = measure_force_line(known, fit)
    found["f0_in_situ"] = line if isinstance(line, Missing) else line.f0
    found["pmax_in_situ"] = line if isinstance(line, Missing) else combine(_power, line.f0, line.v0, unit="W")
    if trace.device.kind not in CHECKED:
        reason = REFUSED.get(trace.device.kind, UNCHECKED)
        found = {name: one if name == "s0_in_situ" else Missing(reason, REMEDY) for name, one in found.items()}
    values: dict[str, Estimate | Missing] = {
        name: one.estimate() if isinstance(one, Draws) else one for name, one in found.items()
    }
    bias = KNOWN_BIAS.get(trace.device.kind)
    return Analysis(trace.athlete, trace.on, KIND, values, profile.notes if bias is None else (*profile.notes, bias))


def predict_envelope(profile: InSituProfile, *, level: float = HOUSE_LEVEL) -> Curve:
    """Predict acceleration over speed with its pointwise interval, from the slowest sample used to S0.

    Parameters
    ----------
    profile : InSituProfile
        The line of a session.
    level : float
        Probability that the interval holds the line at one speed.
    """
    s0, a0 = profile.parameters["s0"], profile.parameters["a0"]
    x = np.linspace(float(profile.top_speeds.min()), s0.point, 40)
    every = a0.samples * (1.0 - x[:, np.newaxis] / s0.samples)
    low, high = np.quantile(every, tails(level), axis=1)
    return Curve(x, a0.point * (1.0 - x / s0.point), low, high, "m/s²", "m/s", level)


def _lift(samples: Samples, plain: Array, threshold: float, width: float, top: int, seed: int) -> tuple[Array, Array]:
    """Return by how much more noise lifts ln S0 and ln A0, shape (2,), and how differently it does, (2, noises)."""
    rng = np.random.default_rng((seed, 1))
    once = np.append(np.ones(samples.count), 0.0)[np.newaxis]
    lines = [fit_lines(bin_samples(samples.add_noise(rng), threshold, width), once, top) for _ in range(NOISES)]
    noisy = _logs(np.array([one.s0[0] for one in lines]), np.array([one.a0[0] for one in lines]))
    noisy = noisy[:, np.isfinite(noisy).all(axis=0)]
    middle = noisy.mean(axis=1, keepdims=True) if noisy.size else np.zeros((2, 1))
    return middle[:, 0] - plain, (noisy - middle) * np.sqrt(NOISES / (NOISES - 1.0))


def _draw_again(samples: Samples, threshold: float, width: float, top: int, seed: int, draws: int) -> Array:
    """Return ln S0 and ln A0 of sessions drawn again block by block, shape (2, draws)."""
    rng = np.random.default_rng(seed)
    bins = bin_samples(samples, threshold, width)
    parts: list[Array] = []
    for size in [CHUNK] * (draws // CHUNK) + [draws % CHUNK] * (draws % CHUNK > 0):
        counts = rng.multinomial(samples.count, np.full(samples.count, 1.0 / samples.count), size=size)
        lines = fit_lines(bins, np.hstack([counts, np.zeros((size, 1), dtype=counts.dtype)]), top)
        parts.append(_logs(lines.s0, lines.a0))
    return np.concatenate(parts, axis=1)


def _logs(s0: Array, a0: Array) -> Array:
    both = np.stack([s0, a0])
    return np.log(np.where(both > 0.0, both, np.nan))


def _bend(window: float, tau: float) -> float:
    """Return by which part the parabola overstates acceleration on an exponential curve."""
    return (window / tau) ** 2 / 10.0


def _name(centre: Array, around: Array) -> dict[str, Draws]:
    s0, a0 = around
    points = np.exp(centre)
    return {
        "s0": Draws(points[0], s0, "m/s", METHOD),
        "a0": Draws(points[1], a0, "m/s²", METHOD),
        "tau": Draws(points[0] / points[1], s0 / a0, "s", METHOD),
    }


def _notes(best: Lines, samples: Samples, kept: NDArray[np.bool_]) -> tuple[str, ...]:
    fastest = float(samples.speeds.max())
    out = int(np.sum(~kept))
    return (
        f"{out} of {kept.size} highest accelerations left out, more than 1.96 SD from the first line",
        f"The published procedure alone gives S0 {best.s0[0]:.2f} m/s and A0 {best.a0[0]:.2f} m/s²; what noise "
        "and the smoothing lift is taken off here",
        f"Fastest smoothed speed {fastest:.2f} m/s: S0 is an extrapolation from there",
    )


def _no_line(place: str, why: str) -> FitError:
    return FitError(
        "this session shows no acceleration that falls with speed",
        place=place,
        why=why,
        remedy="Give a session with all-out bursts from slow to fast, or a lower threshold",
    )


def _power(force: Array, speed: Array) -> Array:
    return force * speed / 4.0
