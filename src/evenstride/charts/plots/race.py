"""A race with slowing down: section speeds, the curve with its interval, top speed where it is, residuals below."""

from __future__ import annotations

from dataclasses import replace

from evenstride.charts.figure import round_axis, without_ticks
from evenstride.charts.plots import speed_curve
from evenstride.charts.plots.sprint_fit import ABOVE, MARGINS, with_residuals
from evenstride.charts.residuals import Residuals, residual_panel, residual_words
from evenstride.core.chart import Mark, Spec
from evenstride.core.curve import Curve
from evenstride.core.estimate import Estimate
from evenstride.core.recording import Splits
from evenstride.core.show import interval_text, number, value_text

CHART = "race"

LATE = 0.75
"""Share of the race from which the label of top speed ends with the plot, to stay inside."""

ROOM, OFF = 1.6, 0.7
"""Room over the curve for top speed and its place, and how far above it they stand, m/s."""


def draw(
    splits: Splits,
    curve: Curve,
    residuals: Residuals,
    *,
    top_speed: Estimate,
    top_place: Estimate,
    time_correction: float = 0.0,
) -> Spec:
    """Draw a race beyond top speed.

    Parameters
    ----------
    splits : Splits
        The race.
    curve : Curve
        Speed in m/s against distance in m.
    residuals : Residuals
        Of the fit, in s at the gates.
    top_speed, top_place : Estimate
        Top speed in m/s, and where it is reached in m.
    time_correction : float
        Fitted TC in s, taken off the first section.
    """
    above = speed_curve.draw(splits, curve, time_correction=time_correction)
    last = float(curve.value[-1])
    loss = 100.0 * (1.0 - last / top_speed.value)
    marks = tuple(mark for mark in above.marks if mark.kind != "label")
    top = f"{value_text(top_speed)} m/s at {value_text(top_place)} m"
    words = (
        f"Speed is highest with {value_text(top_speed)} metres a second, 90 % interval {interval_text(top_speed)}, "
        f"after {value_text(top_place)} metres, 90 % interval {interval_text(top_place)}, and has fallen by "
        f"{number(loss)} % at {number(float(curve.x[-1]), 0)} metres. Drawn: the mean speed of each section between "
        f"{splits.distances.size} timed gates, and the fitted curve."
    )
    return replace(
        above,
        name=CHART,
        title="Speed along the race, with what the curve misses",
        description=f"{words} {residual_words(residuals)}",
        marks=(*marks, *_top(top_speed, top_place, top, far=float(curve.x[-1]))),
        x=without_ticks(above.x),
        y=round_axis(above.y.title, [0.0, above.y.high, top_speed.high + ROOM], at_most=8),
        table=with_residuals(above.table, residuals),
        height=ABOVE,
        margins=MARGINS,
        below=(residual_panel(residuals, above.x),),
    )


def _top(speed: Estimate, place: Estimate, text: str, *, far: float) -> tuple[Mark, ...]:
    """Where speed is highest, and between where it may be, just above the curve."""
    over = speed.value + OFF
    late = place.value > LATE * far
    return (
        Mark("rule", (place.low,), (over,), (place.high,), (over,)),
        Mark("points", (place.value,), (over,), tone=("solid",)),
        Mark(
            "label",
            (far if late else place.value,),
            (over,),
            text=text,
            tone=("bold", "halo"),
            anchor="end" if late else "middle",
            shift=(0, -9),
        ),
    )
