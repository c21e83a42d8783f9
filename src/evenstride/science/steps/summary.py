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
from evenstride.core.run import Run, StepAccount, StepSummary, told_by
from evenstride.science.steps.doubt import USUAL_SPREAD, Doubt, draw_deviates, draw_doubt, mean_speed, mean_time

ONE_MEASUREMENT = (
    "Contact, flight, step and swing time, step frequency, duty factor and force F all come from the same two "
    "timings: they are one measurement, not several."
)
"""Said wherever step values are shown (science.md fact 2)."""

NEEDS = ("StepEvents",)
"""What a metric names in `needs` to be computed here."""

FEWEST_STEPS = 2
"""A step of each foot: one alone tells nothing of the noise of the next."""

NO_SPEED = Missing(
    "no speed was recorded with these steps", "Record speed with the contacts, or time a marked distance"
)
"""Why a metric that needs a speed has no value."""

NO_SWING = Missing("no swing was seen from start to end", "Record two contacts of each foot and more")
"""Why a foot has no swing time."""


@dataclass(frozen=True, slots=True)
class StepTiming:
    """The measured means a step metric is computed from: step, contact, flight and swing time in s, speed in m/s.

    Contact, flight and swing are missing, with the reason, where no toe_off is known.
    """

    step: Draws
    contact: Draws | Missing
    flight: Draws | Missing
    swing: Draws | Missing
    speed: Draws | None


def measure_steps(
    run: Run, *, seed: int = 0, draws: int = 2000, usual: Mapping[str, float] = USUAL_SPREAD
) -> StepSummary:
    """Measure contact, flight, swing, frequency, lengths and force of a run, for both feet together and for each.

    Parameters
    ----------
    run : Run
        Steps from `prepare_steps`.
    seed, draws : int
        Seed and number of draws; sample i of every value belongs to the same drawn clock and steps.
    usual : mapping of str to float
        How steps vary, as `doubt.USUAL_SPREAD`, used as far as too few of them show it; empty leaves them the clock's
        error alone.

    Raises
    ------
    FitError
        If no step is left, or the timing error is as large as the times.

    Notes
    -----
    EVENT times are drawn with the device's error, not durations: contact and flight share the toe_off, and
    neighbouring steps share the touchdown, so frame noise alone correlates F with swing time (science.md §9.1).
    Step-to-step variation beyond that error is added with one Student t deviate per step, shared by all values; where
    fewer than five steps show it, how steps usually vary counts for the rest: without, 90 % intervals of two steps at
    240 frames a second held the true contact in 0.41 to 0.58 of simulated runs (contacts that vary by 5 and 3 ms), of
    four in 0.82; with it in 0.92 and 0.89 and more. Of six steps they hold it in 0.87 to 0.91, of one side in 0.81 to
    0.86.
    Values are ratios of means over steps, sides weighing alike. For `both`, steady running is assumed:
    t_sw = 2·t_step − tc, so that v = Lc(2F−1)/t_sw holds exactly in every draw (science.md §2.1). A side's swing
    time is the one seen, toe_off to its own next touchdown. Of untimed contacts steps, speed and length alone are
    measured, from touchdown to touchdown. A bias of the method (video reads contact 5 to 10 ms
    long, `trackstat`) is not in the interval; it cancels between runs measured alike.

    Examples
    --------
    >>> from evenstride.core.recording import Contact, Device, StepEvents
    >>> from evenstride.science.steps.prepare import prepare_steps
    >>> feet = (Side.LEFT, Side.RIGHT) * 3
    >>> contacts = tuple(Contact(s, 0.231 * i, 0.231 * i + 0.086) for i, s in enumerate(feet))
    >>> events = StepEvents("Bolt, Zagreb", contacts, device=Device("video", timing_sd=0.001))
    >>> summary = measure_steps(prepare_steps(events))
    >>> round(summary.both["force"].point, 2)
    2.69
    """
    if len(run.steps) < FEWEST_STEPS:
        raise FitError(
            "no step is left to measure" if not run.steps else "only one step is left to measure",
            why=told_by(run.flags) if run.flags else "one step does not tell a run",
            remedy="Check the contacts named and record the run again",
        )
    doubt = draw_doubt(run, np.random.default_rng([seed, 1]), draws, usual)
    # In order of first appearance, so that a mirrored run gets mirrored draws.
    timed = _side_timing if run.recording.untimed is None else _side_rhythm
    sides = {side: timed(run, side, doubt) for side in dict.fromkeys(step.side for step in run.steps)}
    both = {name: module.compute(_both(list(sides.values()))) for name, module in step_metrics().items()}
    missing = {name: value for name, value in both.items() if isinstance(value, Missing)}
    of_sides = {side: _metrics(timing) for side, timing in sides.items()}
    return StepSummary(run, {name: one for name, one in both.items() if isinstance(one, Draws)}, of_sides, missing)


def measure_steps_analysis(summary: StepSummary) -> Analysis:
    """Make the shown values of a run's steps: bare names for both feet, `NAME.left` and `NAME.right` for each.

    Examples
    --------
    >>> from evenstride.core.recording import Contact, StepEvents
    >>> from evenstride.science.steps.prepare import prepare_steps
    >>> feet = (Side.LEFT, Side.RIGHT) * 3
    >>> contacts = tuple(Contact(s, 0.225 * i, 0.225 * i + 0.1) for i, s in enumerate(feet))
    >>> analysis = measure_steps_analysis(measure_steps(prepare_steps(StepEvents("Noa", contacts))))
    >>> round(analysis.values["force"].value, 2), analysis.values["speed"].reason
    (2.25, 'no speed was recorded with these steps')
    """
    values: dict[str, Estimate | Missing] = {}
    for name in step_metrics():
        draws = summary.both.get(name)
        values[name] = summary.missing.get(name, NO_SPEED) if draws is None else draws.estimate()
    for side, of_side in summary.sides.items():
        values.update({f"{name}.{side}": draws.estimate() for name, draws in of_side.items()})
    recording = summary.run.recording
    flags = tuple(f"{flag.where}: {flag.text}." for flag in summary.run.flags)
    said = (ONE_MEASUREMENT,) if recording.untimed is None else ()
    return Analysis(recording.athlete, recording.on, "steps", values, (*said, *flags))


def account_steps(before: StepSummary, after: StepSummary) -> StepAccount:
    """Account for a change of speed between two runs: push, swing and geometry parts that add up exactly.

    Raises
    ------
    FitError
        If speed was not recorded with the steps of either run, or the contacts of one are not timed.

    Notes
    -----
    Δln v = Δln(2F−1) − Δln t_sw + Δln Lc in every draw (science.md §2.1): how the steps changed, never why.
    The two runs are independent, yet may have been measured with one seed; the later run's draws are therefore
    paired half a turn on, or equal noise would cancel and the change look surer than it is.

    Examples
    --------
    >>> from evenstride.core.recording import Contact, StepEvents
    >>> from evenstride.science.steps.prepare import prepare_steps
    >>> feet = (Side.LEFT, Side.RIGHT) * 3
    >>> def run(speed: float, tc: float):
    ...     contacts = tuple(Contact(s, 0.22 * i, 0.22 * i + tc, speed) for i, s in enumerate(feet))
    ...     return measure_steps(prepare_steps(StepEvents("Noa", contacts)))
    >>> account = account_steps(run(9.0, 0.11), run(9.3, 0.10))
    >>> parts = account.push.point + account.swing.point + account.geometry.point
    >>> abs(parts - account.total.point) < 1e-12
    True
    """
    untimed = before.run.recording.untimed or after.run.recording.untimed
    if untimed is not None:
        raise FitError("contacts of one of the two runs are not timed", why=untimed.reason, remedy=untimed.remedy)
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
    >>> from evenstride.science.steps.prepare import prepare_steps
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


def _side_rhythm(run: Run, side: Side, doubt: Doubt) -> StepTiming:
    """Return what touchdowns alone tell of one side."""
    mine = [step for step in run.steps if step.side is side]
    deviates = draw_deviates(doubt, len(doubt.spread["speed"]))
    step, lacking = mean_time(mine, "step", deviates, doubt), run.recording.untimed
    assert lacking is not None, "measure_steps looks first"
    if step.samples.min() <= 0.0:
        raise _too_coarse(f"the step of the {side} foot of {1000 * step.point:.0f} ms")
    return StepTiming(step, lacking, lacking, lacking, mean_speed(mine, deviates, doubt))


def _side_timing(run: Run, side: Side, doubt: Doubt) -> StepTiming:
    mine = [step for step in run.steps if step.side is side]
    deviates = draw_deviates(doubt, len(doubt.spread["speed"]))
    contact, flight = (mean_time(mine, name, deviates, doubt) for name in ("contact", "flight"))
    swung = [step for step in mine if step.swing_time is not None]
    swing = mean_time(swung, "swing", deviates, doubt) if swung else NO_SWING
    speed = mean_speed(mine, deviates, doubt)
    if min(contact.samples.min(), (contact.samples + 2.0 * flight.samples).min()) <= 0.0:
        raise _too_coarse(f"the {side} contact of {1000 * contact.point:.0f} ms")
    return StepTiming(combine(np.add, contact, flight, unit="s"), contact, flight, swing, speed)


def _too_coarse(what: str) -> FitError:
    return FitError(
        f"{what} cannot be told from zero with this device",
        why="The timing error stated or the variation between steps is as large as the time itself",
        remedy="Film at 240 frames a second or more, or check the timing error given",
    )


def _both(sides: Sequence[StepTiming]) -> StepTiming:
    contact, flight = _known([side.contact for side in sides]), _known([side.flight for side in sides])
    speeds = [side.speed for side in sides if side.speed is not None]
    speed = _average(speeds) if speeds else None
    if isinstance(contact, Missing) or isinstance(flight, Missing):
        lacking = contact if isinstance(contact, Missing) else flight
        return StepTiming(_average([side.step for side in sides]), contact, flight, lacking, speed)
    # Steady running: the swing that closes the identity, not the mean of the swings seen (science.md §2.1).
    swing = combine(_steady_swing, contact, flight, unit="s")
    return StepTiming(combine(np.add, contact, flight, unit="s"), contact, flight, swing, speed)


def _known(values: Sequence[Draws | Missing]) -> Draws | Missing:
    """Return the mean of values, or why one of them is missing."""
    lacking = next((one for one in values if isinstance(one, Missing)), None)
    return lacking or _average([one for one in values if isinstance(one, Draws)])


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
