"""The acceleration–speed cloud of a session with the line of the athlete's best and its interval."""

from __future__ import annotations

import numpy as np

from evenstride.charts.figure import round_axis
from evenstride.core.chart import Mark, Spec, Table
from evenstride.core.curve import Curve
from evenstride.core.fit import InSituProfile
from evenstride.core.show import number

CHART = "in-situ"

_DRAWN, _LISTED = 300, 10
"""Most samples of the cloud drawn, and rows listed of the line."""

_LABEL = 2.0
"""Room for the label beyond S0, m/s."""


def draw(profile: InSituProfile, envelope: Curve) -> Spec:
    """Draw the cloud of a session, its highest accelerations, and the line with its interval.

    Parameters
    ----------
    profile : InSituProfile
        The session: all samples that speed up, and the highest of each bin.
    envelope : Curve
        Acceleration in m/s² against speed in m/s.
    """
    some = np.unique(np.linspace(0, profile.speeds.size - 1, min(profile.speeds.size, _DRAWN)).astype(np.intp))
    kept = profile.kept
    s0 = profile.parameters["s0"].estimate()
    x = round_axis("speed, m/s", [0.0, *profile.speeds, s0.high, s0.value + _LABEL])
    y = round_axis("acceleration, m/s²", [0.0, *profile.top_accelerations, *envelope.high], at_most=7)
    xs = tuple(map(float, envelope.x))
    low = tuple(max(0.0, float(value)) for value in envelope.low)
    high = tuple(max(0.0, float(value)) for value in envelope.high)
    cloud = Mark(
        "points",
        tuple(profile.speeds[some]),
        tuple(profile.accelerations[some]),
        meaning="ink2",
        tone=("solid", "small"),
    )
    marks = (
        cloud,
        Mark("band", xs, low, y2=high, meaning="ink"),
        Mark("line", xs, tuple(map(float, envelope.value))),
        Mark("points", tuple(profile.top_speeds[kept]), tuple(profile.top_accelerations[kept])),
        Mark(
            "label",
            (s0.value,),
            (0.0,),
            text=f"S0 {number(s0.value)} m/s",
            tone=("bold", "halo"),
            anchor="start",
            shift=(4, -12),
        ),
    )
    level = f"{100 * envelope.level:.0f} % interval"
    return Spec(
        name=CHART,
        title="Acceleration against speed, whole session",
        description=(
            f"The line of the hardest accelerations meets zero at {number(s0.value, 2)} metres a second, "
            f"90 % interval {number(s0.low, 2)} to {number(s0.high, 2)}. "
            f"It rests on {int(kept.sum())} of {kept.size} highest accelerations "
            f"among {profile.speeds.size} samples."
        ),
        x=x,
        y=y,
        marks=marks,
        table=Table(("Speed, m/s", "Line, m/s²", level), _rows(envelope)),
    )


def _rows(envelope: Curve) -> tuple[tuple[str, str, str], ...]:
    listed = np.linspace(0, envelope.x.size - 1, _LISTED).astype(np.intp)
    return tuple(
        (
            number(float(envelope.x[i]), 2),
            number(float(envelope.value[i]), 2),
            f"{number(float(envelope.low[i]), 2)} to {number(float(envelope.high[i]), 2)}",
        )
        for i in listed
    )
