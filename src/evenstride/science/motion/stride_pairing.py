"""Which strides of two runs are laid over each other, and at what size."""

from __future__ import annotations

import numpy as np

from evenstride.core.body_points import body_point
from evenstride.core.errors import FitError
from evenstride.core.kinogram import Instant, StrideInstants
from evenstride.core.motion import Motion
from evenstride.core.roles import Side
from evenstride.core.stride_pair import StridePair
from evenstride.science.motion.instants import choose_stride, find_instants
from evenstride.science.motion.kinogram import NO_STRIDE

LEG = 0.85
"""m from hip joint to ankle that legs are drawn with where no length is known (judgement: a usual one; it decides the
size of a drawing only)."""


def pair_strides(first: Motion, second: Motion, *, scaled: bool, side: Side | None = None) -> StridePair:
    """Return the whole strides of the same foot that two runs are compared in.

    Parameters
    ----------
    first, second : Motion
        With contacts.
    scaled : bool
        Whether lengths are known in both runs: then bodies keep their sizes, else their legs are drawn equally long.
    side : Side, optional
        The foot; else that of which more instants were seen in both.

    Raises
    ------
    FitError
        If no whole stride of one foot was seen in both runs.

    Examples
    --------
    >>> from evenstride.science.simulate.motion import Gait, simulate_runner
    >>> one, other = (simulate_runner(Gait(stride_frequency=f)).motion() for f in (2.2, 2.0))
    >>> found = pair_strides(one, other, scaled=True)
    >>> round(found.duration, 2), [round(float(time), 2) for time in np.subtract(found.times(0.5, normalised=True),
    ...     (found.first.touchdown, found.second.touchdown))]
    (0.5, [0.23, 0.25])
    """
    found = {one: (_chosen(first, one), _chosen(second, one)) for one in (tuple(Side) if side is None else (side,))}
    both = {one: (a, b) for one, (a, b) in found.items() if a is not None and b is not None}
    if not both:
        raise FitError(
            f"no whole stride of the {'same' if side is None else side} foot was seen in both runs",
            remedy=NO_STRIDE.remedy if side is None else "Choose the other foot, or film more strides",
        )
    best = max(both, key=lambda one: min(_seen(stride) for stride in both[one]))
    factors = (1.0, 1.0) if scaled else (LEG / leg_of(first), LEG / leg_of(second))
    return StridePair(best, *both[best], by_leg=not scaled, factors=factors)


def leg_of(motion: Motion) -> float:
    """Return the length in m of a leg as drawn: thigh and shank, the median of both sides and all frames."""
    lengths: list[float] = []
    for side in Side:
        chain = [motion.points.get(body_point(side, part)) for part in ("hip", "knee", "ankle")]
        hip, knee, ankle = chain
        if hip is None or knee is None or ankle is None:
            continue
        # Seen from the side a leg is as long as its projection.
        parts = [
            np.hypot(one[:, 0] - other[:, 0], one[:, 2] - other[:, 2]) for one, other in ((hip, knee), (knee, ankle))
        ]
        whole = parts[0] + parts[1]
        if np.isfinite(whole).any():
            lengths.append(float(np.nanmedian(whole)))
    return float(np.mean(lengths)) if lengths else LEG


def _chosen(motion: Motion, side: Side) -> StrideInstants | None:
    times = [one.touchdown for one in motion.contacts]
    return choose_stride(find_instants(motion), side, 0.5 * (times[0] + times[-1])) if times else None


def _seen(stride: StrideInstants) -> tuple[int, bool]:
    return len(stride.known), Instant.MAXIMAL_SWING in stride.known
