"""What physics expects of push and swing: a fitted stand-in for a simulation of top speed, with its range over models.

Source: the house's own simulation study of maximal-speed running (no product code, constants from memory, one base
runner of 80 kg and 9.9 m/s). Its full model, 13 degrees of freedom with muscle-like torques and optimal control, was
solved at 97 strengths of push and swing between 0.7 and 1.3 of the base; a quadratic in logs fits them to 0.29 %:

    ln v = 2.2955 + .2117 p + .2061 s − .1037 p² − .0252 s² − .1026 p s,   p = ln push, s = ln swing

Assumptions: strengths scale all torques of push, or of swing, alike; steady top speed; technique adapts fully; the
athlete's percentages act as those of that runner do. How much push counts beside swing depends on the model: 1.03 to 1
here, 0.87 to 1.11 over modelling choices (contact, tendons, activation), 2.2 to 1 in a reduced model of one runner and
2.6 to 1 in that of a slower one. So it is told as 0.9 to 2.2, nothing is concluded from one model, and one is called
cheaper only where all agree and the athlete's own tests speak for both (diagnosis_logic.md §2). The elasticities a
diagnosis starts from are those of `potential`, whose spread holds all these models.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import log, sqrt

import numpy as np

from evenstride.core.athlete import LIMIT_VERDICT_AGE
from evenstride.core.estimate import Array, Estimate, Missing
from evenstride.core.iso_speed import CheapestDirection, IsoSpeed
from evenstride.core.roles import Role, Weight

FITTED = (log(0.7), log(1.3))
"""Natural logs of push and of swing between which the surrogate was fitted; nothing is said beyond."""

MOST_ERROR = 0.0029
"""Largest error of ln v over the 97 fitted points."""

RATIOS = (0.9, 2.2)
"""Range over models of (elasticity of push) : (elasticity of swing) at the start."""

LEVELS = (-0.08, -0.04, -0.02, -0.01, 0.0, 0.01, 0.02, 0.04, 0.08)
"""Changes of speed lines are drawn for, as shares."""

_POINTS = 121


@dataclass(frozen=True, slots=True)
class Surrogate:
    """ln v/v₀ = push·p + swing·s + push_bend·p² + swing_bend·s² + both·p·s, p and s natural logs since the start."""

    push: float
    swing: float
    push_bend: float = -0.1037
    swing_bend: float = -0.0252
    both: float = -0.1026

    def log_speed(self, push: Array, swing: Array) -> Array:
        """Return ln of speed over speed at the start; whoever asks keeps within `FITTED`.

        Examples
        --------
        >>> speed = FULL.log_speed(np.log([1.0, 1.1]), np.log([1.0, 1.1]))
        >>> [round(9.92 * float(np.exp(one)), 1) for one in speed]
        [9.9, 10.3]
        """
        return (
            self.push * push
            + self.swing * swing
            + self.push_bend * push**2
            + self.swing_bend * swing**2
            + self.both * push * swing
        )

    def elasticities(self, push: float, swing: float) -> tuple[float, float]:
        """Return ∂ln v/∂ln push and ∂ln v/∂ln swing at a place on the map."""
        return (
            self.push + 2.0 * self.push_bend * push + self.both * swing,
            self.swing + 2.0 * self.swing_bend * swing + self.both * push,
        )


FULL = Surrogate(0.2117, 0.2061)
"""The full model at its base runner."""

REDUCED = Surrogate(0.423, 0.190)
"""The reduced model of a fast runner, 2.2 to 1. Its bends were not kept; the full model's stand in (judgement)."""

ENSEMBLE: Sequence[Surrogate] = (
    Surrogate(*(share * (FULL.push + FULL.swing) / (1.0 + RATIOS[0]) for share in (RATIOS[0], 1.0))),
    FULL,
    REDUCED,
)
"""Both ends of the range and the model between them. At the lower end only the ratio is known; the sum is the full
model's."""


def predict_iso_speed(changes: Sequence[float] = LEVELS) -> tuple[IsoSpeed, ...]:
    """Predict lines of equal speed over push and swing since the own start, with their range over models.

    Parameters
    ----------
    changes : sequence of float
        Changes of speed as shares: 0.02 is the line of 2 % more speed. One that not every model reaches within the
        fitted range has no line.

    Notes
    -----
    Along a line the quadratic in swing is solved for its rising branch. Lines end where push or swing leaves `FITTED`.

    Examples
    --------
    >>> (line,) = predict_iso_speed([0.02])
    >>> bool(np.allclose(FULL.log_speed(line.push, line.swing), np.log(1.02)))
    True
    >>> predict_iso_speed([0.5])
    ()
    """
    drawn = [(change, [_line(model, change) for model in ENSEMBLE]) for change in changes]
    return tuple(
        IsoSpeed(change, *lines[ENSEMBLE.index(FULL)], (lines[0], lines[-1]))
        for change, lines in drawn
        if all(push.size for push, _ in lines)
    )


def predict_cheapest_direction(
    push: Estimate | Missing,
    swing: Estimate | Missing,
    weights: Mapping[Role, Weight],
    *,
    age: int | None,
    ensemble: Sequence[Surrogate] = ENSEMBLE,
) -> CheapestDirection | Missing:
    """Predict in which direction growth would bring most speed, where anything may be said of it.

    Parameters
    ----------
    push, swing : Estimate or Missing
        Changes since the own start, natural logs.
    weights : mapping of Role to Weight
        How much is known of each role from tests off the run.
    age : int or None
        Under sixteen nothing is said.
    ensemble : sequence of Surrogate
        Models that must agree.

    Returns
    -------
    CheapestDirection, or Missing
        Missing without evidence for both roles, outside the fitted range, or where models disagree, anywhere within the
        intervals of both changes, about which role brings more speed for one per cent of growth.

    Notes
    -----
    The direction is that of the gradient (∂ln v/∂p, ∂ln v/∂s): one per cent of push is taken to cost as much as one of
    swing (judgement). What a per cent costs an athlete is not known to physics.

    Examples
    --------
    >>> grown = Estimate(0.07, 0.05, 0.09, "1")
    >>> both = {Role.PUSH: Weight.EVIDENCE, Role.SWING: Weight.EVIDENCE}
    >>> predict_cheapest_direction(grown, grown, both, age=25).reason
    'models disagree on which of the two brings more speed for the same growth (push:swing 0.9 to 2.2)'
    """
    if age is not None and age < LIMIT_VERDICT_AGE:
        return Missing("no direction is advised under sixteen: growing changes push and swing by itself")
    unseen = [role for role in (Role.PUSH, Role.SWING) if weights.get(role) is not Weight.EVIDENCE]
    if unseen or isinstance(push, Missing) or isinstance(swing, Missing):
        names = " and ".join(role.value for role in unseen) or "push and swing"
        return Missing(
            f"own tests off the run do not yet make evidence for {names}", "Do two kinds of test for each, on two days"
        )
    corners = list(product((push.low, push.value, push.high), (swing.low, swing.value, swing.high)))
    if any(not FITTED[0] <= one <= FITTED[1] for corner in corners for one in corner):
        return Missing("the changes reach beyond what the physics was fitted to (−30 to +30 %)")
    ahead = {one > other for model in ensemble for one, other in [model.elasticities(*corner) for corner in corners]}
    if len(ahead) != 1:
        return Missing(
            "models disagree on which of the two brings more speed for the same growth (push:swing "
            f"{RATIOS[0]:g} to {RATIOS[1]:g})"
        )
    here = [_unit(one.elasticities(push.value, swing.value)) for one in ensemble]
    here.sort(key=lambda pair: pair[0] / pair[1])
    middle = _unit((sum(pair[0] for pair in here), sum(pair[1] for pair in here)))
    return CheapestDirection(Role.PUSH if ahead.pop() else Role.SWING, *middle, here[0], here[-1])


def _line(model: Surrogate, change: float) -> tuple[Array, Array]:
    """Return the line of one model as (push, swing), empty where the fitted range holds none of it."""
    low, high = FITTED
    target = log(1.0 + change)
    # Where the line enters and leaves the fitted square: at its sides of push, or where swing is at an end of its own.
    ends = [_push_at(model, swing, target) for swing in (high, low)]
    first, last = max(low, ends[0]), min(high, ends[1])
    if not first < last:
        return np.empty(0), np.empty(0)
    push = np.linspace(first, last, _POINTS)
    return push, np.clip(
        _rising(model.swing_bend, model.swing + model.both * push, _rest(model, push) - target), low, high
    )


def _push_at(model: Surrogate, swing: float, target: float) -> float:
    rest = model.swing * swing + model.swing_bend * swing**2 - target
    return float(_rising(model.push_bend, np.array(model.push + model.both * swing), np.array(rest)))


def _rest(model: Surrogate, push: Array) -> Array:
    return model.push * push + model.push_bend * push**2


def _rising(bend: float, slope: Array, rest: Array) -> Array:
    """Solve bend·x² + slope·x + rest = 0 on the branch that rises; infinite where the parabola never gets there."""
    inside = slope**2 - 4.0 * bend * rest
    root = np.sqrt(np.maximum(inside, 0.0))
    # The stable form: no difference of nearly equal numbers, and no division by a bend near zero.
    return np.where(inside >= 0.0, -2.0 * rest / (slope + root), np.inf)


def _unit(slopes: tuple[float, float]) -> tuple[float, float]:
    length = sqrt(slopes[0] ** 2 + slopes[1] ** 2)
    return slopes[0] / length, slopes[1] / length
