"""How the steps of one run were, with the doubt of clock and stride, and what changed between two runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import ModuleType

import numpy as np

from evenstride.core.capacity_trend import HeldChange, hold_change
from evenstride.core.discover import modules
from evenstride.core.errors import FitError
from evenstride.core.estimate import Array, Draws, Estimate, Missing, combine
from evenstride.core.metric import Analysis
from evenstride.core.roles import Side
from evenstride.core.run import Run, Step, StepAccount, StepSummary, told_by
from evenstride.science.step_doubt import Doubt, draw_deviates, draw_doubt, mean_speed, mean_time

ONE_MEASUREMENT = (
    "Contact, flight, step and swing time, step frequency, duty factor and force F all come from the same two "
    "timings: they are one measurement, not several."
)
"""Said wherever step values are shown (science.md fact 2)."""

NEEDS = ("StepEvents",)
"""What a metric names in `needs` to be computed here."""

_NO_SPEED = Missing(
    "no speed was recorded with these steps", "Record speed with the contacts, or time a marked distance"
)


@dataclass(frozen=True, slots=True)
class StepTiming:
    """The measured means a step metric is computed from: contact, flight and swing time in s, speed in m/s."""

    contact: Draws
    flight: Draws
    swing: Draws | None
    speed: Draws | None


def measure_steps(run: Run, *, seed: int = 0, draws: int = 2000) -> StepSummary:
    """Measure contact, flight, swing, frequency, lengths and force of a run, for both feet together and for each.

    Parameters
    ----------
    run : Run
        Steps from `prepare_steps`.
    seed, draws : int
        Seed and number of draws; sample i of every value belongs to the same drawn clock and steps.

    Raises
    ------
    FitError
        If no step is left, or the timing error is as large as the times.

    Notes
    -----
    EVENT times are drawn with the device's error, not durations: contact and flight share the toe_off, and
    neighbouring steps share the touchdown, so frame noise alone correlates F with swing time (science.md §9.1).
    Step-to-step variation beyond that error is added with one Student t deviate per step, shared by all values.
    Values are ratios of means over steps, sides weighing alike. For `both`, steady running is assumed:
    t_sw = 2·t_step − tc, so that v = Lc(2F−1)/t_sw holds exactly in every draw (science.md §2.1). A side's swing
    time is the one seen, toe_off to its own next touchdown. A bias of the method (video reads contact 5 to 10 ms
    long, `trackstat`) is not in the interval; it cancels between runs measured alike.

    Examples
    --------
    >>> from evenstride.core.recording import Contact, Device, StepEvents
    >>> from evenstride.science.prepare import prepare_steps
    >>> feet = (Side.LEFT, Side.RIGHT) * 3
    >>> contacts = tuple(Contact(s, 0.231 * i, 0.231 * i + 0.086) for i, s in enumerate(feet))
    >>> events = StepEvents("Bolt, Zagreb", contacts, device=Device("video", timing_sd=0.001))
    >>> summary = measure_steps(prepare_steps(events))
    >>> round(summary.both["force"].point, 2)
    2.69
    """
    if not run.steps:
        raise FitError(
            "no step is left to measure",
            why=told_by(run.flags),
            remedy="Check the contacts named and record the run again",
        )
    doubt = draw_doubt(run, np.random.default_rng([seed, 1]), draws)
    # In order of first appearance, so that a mirrored run gets mirrored draws.
    sides = {side: _side_timing(run.steps, side, doubt) for side in dict.fromkeys(step.side for step in run.steps)}
    both = _both(list(sides.values()))
    return StepSummary(run, _metrics(both), {side: _metrics(timing) for side, timing in sides.items()})


def measure_steps_analysis(summary: StepSummary) -> Analysis:
    """Make the shown values of a run's steps: bare names for both feet, `NAME.left` and `NAME.right` for each.

    Examples
    --------
    >>> from evenstride.core.recording import Contact, StepEvents
    >>> from evenstride.science.prepare import prepare_steps
    >>> feet = (Side.LEFT, Side.RIGHT) * 3
    >>> contacts = tuple(Contact(s, 0.225 * i, 0.225 * i + 0.1) for i, s in enumerate(feet))
    >>> analysis = measure_steps_analysis(measure_steps(prepare_steps(StepEvents("Noa", contacts))))
    >>> round(analysis.values["force"].value, 2), analysis.values["speed"].reason
    (2.25, 'no speed was recorded with these steps')
    """
    values: dict[str, Estimate | Missing] = {}
    for name in step_metrics():
        draws = summary.both.get(name)
        values[name] = _NO_SPEED if draws is None else draws.estimate()
    for side, of_side in summary.sides.items():
        values.update({f"{name}.{side}": draws.estimate() for name, draws in of_side.items()})
    recording = summary.run.recording
    flags = tuple(f"{flag.where}: {flag.text}." for flag in summary.run.flags)
    return Analysis(recording.athlete, recording.on, "steps", values, (ONE_MEASUREMENT, *flags))


def account_steps(before: StepSummary, after: StepSummary) -> StepAccount:
    """Account for a change of speed between two runs: push, swing and geometry parts that add up exactly.

    Raises
    ------
    FitError
        If speed was not recorded with the steps of either run.

    Notes
    -----
    Δln v = Δln(2F−1) − Δln t_sw + Δln Lc in every draw (science.md §2.1): how the steps changed, never why.
    The two runs are independent, yet may have been measured with one seed; the later run's draws are therefore
    paired half a turn on, or equal noise would cancel and the change look surer than it is.

    Examples
    --------
    >>> from evenstride.core.recording import Contact, StepEvents
    >>> from evenstride.science.prepare import prepare_steps
    >>> feet = (Side.LEFT, Side.RIGHT) * 3
    >>> def run(speed: float, tc: float):
    ...     contacts = tuple(Contact(s, 0.22 * i, 0.22 * i + tc, speed) for i, s in enumerate(feet))
    ...     return measure_steps(prepare_steps(StepEvents("Noa", contacts)))
    >>> account = account_steps(run(9.0, 0.11), run(9.3, 0.10))
    >>> parts = account.push.point + account.swing.point + account.geometry.point
    >>> abs(parts - account.total.point) < 1e-12
    True
    """
    if "speed" not in before.both or "speed" not in after.both:
        raise FitError(
            "one of the two runs has no speed",
            why="The account splits a change of speed",
            remedy="Record speed with the contacts, or time a marked distance",
        )
    push = _change(before, after, "force", lambda force: np.log(2.0 * force - 1.0))
    swing = _change(before, after, "swing_time", lambda swing: -np.log(swing))
    geometry = _change(before, after, "contact_length", np.log)
    total = _change(before, after, "speed", np.log)
    return StepAccount(total, push, swing, geometry)


def compare_steps(before: StepSummary, after: StepSummary) -> Mapping[str, HeldChange]:
    """Hold the change of every step value between two runs against its error: ln(after / before), by name.

    Both runs must have been measured in one way, or the bias of the method is in the change (see `measure_steps`).

    Examples
    --------
    >>> from evenstride.core.recording import Contact, StepEvents
    >>> from evenstride.science.prepare import prepare_steps
    >>> feet = (Side.LEFT, Side.RIGHT) * 3
    >>> def run(tc: float):
    ...     contacts = tuple(Contact(s, 0.22 * i, 0.22 * i + tc) for i, s in enumerate(feet))
    ...     return measure_steps(prepare_steps(StepEvents("Noa", contacts)))
    >>> found = compare_steps(run(0.11), run(0.10))
    >>> round(found["contact_time"].change.value, 2), found["step_time"].beyond_error, "speed" in found
    (-0.1, False, False)
    """
    return {name: hold_change(_change(before, after, name, np.log)) for name in before.both if name in after.both}


@cache
def step_metrics() -> Mapping[str, ModuleType]:
    """Return the metric files that are computed from step timing, by name."""
    found = modules("evenstride.science.metrics", needs=("METRIC", "compute"))
    return {module.METRIC.name: module for module in found if module.METRIC.needs == NEEDS}


def _side_timing(steps: Sequence[Step], side: Side, doubt: Doubt) -> StepTiming:
    mine = [step for step in steps if step.side is side]
    deviates = draw_deviates(doubt, len(steps))
    contact, flight = (mean_time(mine, name, deviates, doubt) for name in ("contact", "flight"))
    swung = [step for step in mine if step.swing_time is not None]
    swing = mean_time(swung, "swing", deviates, doubt) if swung else None
    speed = mean_speed(mine, deviates, doubt)
    if min(contact.samples.min(), (contact.samples + 2.0 * flight.samples).min()) <= 0.0:
        raise FitError(
            f"the {side} contact of {1000 * contact.point:.0f} ms cannot be told from zero with this device",
            why="The timing error stated or the variation between steps is as large as the time itself",
            remedy="Film at 240 frames a second or more, or check the timing error given",
        )
    return StepTiming(contact, flight, swing, speed)


def _both(sides: Sequence[StepTiming]) -> StepTiming:
    contact = _average([side.contact for side in sides])
    flight = _average([side.flight for side in sides])
    speeds = [side.speed for side in sides if side.speed is not None]
    # Steady running: the swing that closes the identity, not the mean of the swings seen (science.md §2.1).
    swing = combine(_steady_swing, contact, flight, unit="s")
    return StepTiming(contact, flight, swing, _average(speeds) if speeds else None)


def _steady_swing(contact: Array, flight: Array) -> Array:
    return contact + 2.0 * flight


def _average(draws: Sequence[Draws]) -> Draws:
    return combine(_mean, *draws, unit=draws[0].unit)


def _mean(*values: Array) -> Array:
    return np.mean(values, axis=0)


def _metrics(timing: StepTiming) -> Mapping[str, Draws]:
    values = {name: module.compute(timing) for name, module in step_metrics().items()}
    return {name: value for name, value in values.items() if isinstance(value, Draws)}


def _change(before: StepSummary, after: StepSummary, name: str, log: Callable[[Array], Array]) -> Draws:
    then, now = before.both[name], after.both[name]
    return change_between(then.map(log, unit="1"), now.map(log, unit="1"))


def change_between(then: Draws, now: Draws) -> Draws:
    """Return now − then of two independent runs, their draws paired half a turn on (see `account_steps`)."""
    turned = Draws(now.point, np.roll(now.samples, now.samples.size // 2), now.unit, now.method)
    return combine(np.subtract, turned, then, unit=now.unit)


def log_change_between(then: Draws, now: Draws) -> Draws:
    """Return ln now − ln then of two independent runs: changes in it add up, and times 100 they are nearly per cent."""
    return change_between(then.map(np.log, unit="1"), now.map(np.log, unit="1"))
