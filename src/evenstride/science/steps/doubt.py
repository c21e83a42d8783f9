"""What the times of a run's steps could have been: the clock's error by event, and how steps vary beyond it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from evenstride.core.estimate import Array, Draws
from evenstride.core.roles import Side
from evenstride.core.run import Run, Step
from evenstride.science.steps.prepare import ASSUMED_SPEED_ERROR, ASSUMED_TIMING_SD, LEAST_FREEDOM, step_freedom

LARGEST_DEVIATE = 6.0
"""Student t deviates are cut here, far outside every interval shown: no step takes a negative time (judgement)."""

USUAL_SPREAD = {"contact": 0.025, "step": 0.025, "swing": 0.03}
"""By how much the times of one side vary from step to step, standard deviation as a share, where too few steps show it:
half as much again (judgement: a belt is steadier than a track) as 1.6, 1.6 and 2 % of 90 steps of one runner on a
level treadmill with plates, 2.5 to 4.2 m/s (Alcantara's set, contacts by force; root mean squares of six trials)."""

_TIMES = ("contact", "flight", "swing")
_UNTIMED = ("step",)
_METHOD = "mean over steps; event times drawn with the clock's error, steps with their own variation"


@dataclass(frozen=True, slots=True)
class Doubt:
    """What the draws of every side share: clock errors by event, and how steps vary beyond the clock."""

    rng: np.random.Generator
    timing_sd: float
    events: Mapping[float, int]
    clock: Array
    spread: Mapping[str, Array]
    scale: Array
    speed_factor: Array


def draw_doubt(run: Run, rng: np.random.Generator, draws: int, usual: Mapping[str, float] = USUAL_SPREAD) -> Doubt:
    """Draw what the values of a run share: clock errors, the scale of its steps' variation, the error of its speed."""
    stated = run.recording.device.timing_sd
    timing_sd = ASSUMED_TIMING_SD if stated is None else stated
    speed_error = run.recording.device.speed_error
    names = _TIMES if run.recording.untimed is None else _UNTIMED
    spans = [span for step in run.steps for name in names if (span := _span(step, name)) is not None]
    times = sorted({time for span in spans for time in span})
    freedom = max(step_freedom(run.steps), LEAST_FREEDOM)
    lacking = freedom - step_freedom(run.steps)
    events = {time: index for index, time in enumerate(times)}
    clock = rng.normal(0.0, timing_sd, (draws, len(times)))
    if run.recording.device.shared_sd is not None:
        clock += _shared(run.steps, events, run.recording.device.shared_sd, rng, draws)
    return Doubt(
        rng=rng,
        timing_sd=timing_sd,
        events=events,
        clock=clock,
        spread=_filled(
            run.steps,
            {name: step_spread(run.steps, name, 2.0 * timing_sd**2) for name in (*names, "speed")},
            lacking,
            usual,
        ),
        scale=np.sqrt(rng.chisquare(freedom, draws) / freedom),
        speed_factor=1.0 + rng.normal(0.0, ASSUMED_SPEED_ERROR if speed_error is None else speed_error, draws),
    )


def _shared(
    steps: Sequence[Step], events: Mapping[float, int], sds: tuple[float, float], rng: np.random.Generator, draws: int
) -> Array:
    """Draw what all touchdowns and all toe_offs of one foot are wrong by together, shape (draws, events)."""
    error = np.zeros((draws, len(events)))
    # In order of first appearance, so that a mirrored run gets mirrored draws.
    for side in dict.fromkeys(side for step in steps for side in (step.side, step.side.other)):
        down, off = (rng.normal(0.0, sd, draws) for sd in sds)
        for step in steps:
            mine = step.side is side
            touched = [step.touchdown, *_next_own(step)] if mine else [step.next_touchdown]
            for time in touched:
                error[:, events[round(time, 9)]] = down
            if mine and step.toe_off is not None:
                error[:, events[round(step.toe_off, 9)]] = off
    return error


def _next_own(step: Step) -> list[float]:
    return [] if step.swing_time is None or step.toe_off is None else [step.toe_off + step.swing_time]


def step_spread(steps: Sequence[Step], name: str, noise: float) -> Array:
    """Deviations of the steps from their side's mean, such that a unit normal each gives the variance of one step.

    The clock's variance is inside the deviations already and is drawn separately, so it is taken out here.
    """
    values = np.array([_value(step, name) for step in steps])
    deviations = np.zeros(len(steps))
    freedom = 0
    for side in Side:
        mine = np.array([step.side is side for step in steps]) & np.isfinite(values)
        if mine.any():
            deviations[mine] = values[mine] - values[mine].mean()
            freedom += int(mine.sum()) - 1
    variance = float(deviations @ deviations) / max(freedom, 1)
    if variance == 0.0:
        return deviations
    beyond = variance if name == "speed" else max(0.0, variance - noise)
    return deviations * np.sqrt(beyond / variance / freedom)


def _filled(
    steps: Sequence[Step], spread: Mapping[str, Array], lacking: int, usual: Mapping[str, float]
) -> Mapping[str, Array]:
    """Return deviations as `step_spread` gives them, lacking degrees of freedom filled with how steps usually vary.

    What usually varies has entries of its own behind those of the steps: a flight is what a step leaves of a contact.
    Two steps, one of each foot, show no variation at all, and all of it is the usual one.
    """
    if not lacking:
        return spread
    share = lacking / LEAST_FREEDOM
    parts = {
        name: np.sqrt(share) * varies * float(np.mean(known))
        for name, varies in usual.items()
        if (known := [one for step in steps if np.isfinite(one := _value(step, name))])
    }
    contact, step, swing = (parts.get(name, 0.0) for name in ("contact", "step", "swing"))
    entries = {
        "contact": (contact, 0.0, 0.0), "flight": (-contact, step, 0.0), "swing": (0.0, 0.0, swing),
        "step": (0.0, step, 0.0), "speed": (0.0, 0.0, 0.0),
    }  # fmt: skip
    return {
        # Nobody knows how speed usually varies within so short a way.
        name: np.concatenate([seen if name == "speed" else seen * np.sqrt(1.0 - share), entries[name]])
        for name, seen in spread.items()
    }


def draw_deviates(doubt: Doubt, count: int) -> Array:
    """Draw one Student t deviate for each of so many entries of the spread, shape (draws, count)."""
    normal = doubt.rng.standard_normal((doubt.scale.size, count))
    return np.clip(normal / doubt.scale[:, None], -LARGEST_DEVIATE, LARGEST_DEVIATE)


def mean_speed(steps: Sequence[Step], deviates: Array, doubt: Doubt) -> Draws | None:
    """Return the mean speed of some steps in m/s, None where none was recorded; deviates as in `mean_time`."""
    speeds = [step.speed for step in steps if step.speed is not None]
    if not speeds:
        return None
    mean = float(np.mean(speeds))
    samples = doubt.speed_factor * (mean + deviates @ doubt.spread["speed"] / np.sqrt(len(speeds)))
    return Draws(mean, samples, "m/s", _METHOD)


def mean_time(steps: Sequence[Step], name: str, deviates: Array, doubt: Doubt) -> Draws:
    """Return the mean over steps of `contact`, `flight` or `swing` in s, or of `step` where no toe_off is known.

    Deviates have shape (draws, n), one column for each of the n entries of the doubt's spread.
    """
    spans = [span for step in steps if (span := _span(step, name)) is not None]
    first, last = ([doubt.events[span[end]] for span in spans] for end in (0, 1))
    error = (doubt.clock[:, last] - doubt.clock[:, first]).mean(axis=1)
    mean = float(np.mean([end - start for start, end in spans]))
    return Draws(mean, mean + error + deviates @ doubt.spread[name] / np.sqrt(len(spans)), "s", _METHOD)


def _span(step: Step, name: str) -> tuple[float, float] | None:
    """First and last event of a time; rounded to the nanosecond so that a shared event is one event."""
    if name == "step":
        span = (step.touchdown, step.next_touchdown)
    elif step.toe_off is None:
        return None
    elif name == "contact":
        span = (step.touchdown, step.toe_off)
    elif name == "flight":
        span = (step.toe_off, step.next_touchdown)
    elif step.swing_time is None:
        return None
    else:
        span = (step.toe_off, step.toe_off + step.swing_time)
    return round(span[0], 9), round(span[1], 9)


def _value(step: Step, name: str) -> float:
    if name == "speed":
        return np.nan if step.speed is None else step.speed
    span = _span(step, name)
    return np.nan if span is None else span[1] - span[0]
