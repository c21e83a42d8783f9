"""A fitted sprint for people who check fits: measured speed, the curve with its interval, and the residuals below."""

from __future__ import annotations

from dataclasses import replace

from evenstride.charts.figure import without_ticks
from evenstride.charts.plots import speed_curve
from evenstride.charts.residuals import Residuals, residual_cells, residual_header, residual_panel, residual_words
from evenstride.core.chart import Mark, Spec, Table
from evenstride.core.curve import Curve
from evenstride.core.recording import SpeedTrace, Splits

CHART = "sprint-fit"

ABOVE, MARGINS = 226, (26.0, 12.0, 10.0, 34.0)
"""Height and margins of a plot whose x axis stands below its residuals."""


def draw(
    recording: Splits | SpeedTrace, curve: Curve, residuals: Residuals, *, time_correction: float = 0.0, doubt: str = ""
) -> Spec:
    """Draw measured speed, the fitted curve, and by how much it misses what was measured.

    Parameters
    ----------
    recording : Splits or SpeedTrace
        What was measured.
    curve : Curve
        Speed in m/s against distance in m or time in s.
    residuals : Residuals
        Of the fit, at distances or times like the curve.
    time_correction : float
        Fitted TC in s, taken off the first section of splits.
    doubt : str
        Why only top speed of this trace is believed; empty where all of it is.
    """
    above = speed_curve.draw(recording, curve, time_correction=time_correction)
    said, marks = _doubted(doubt, curve) if doubt else ((), ())
    return replace(
        above,
        name=CHART,
        title=f"{above.title}, with what the curve misses",
        description=" ".join([above.description, residual_words(residuals), *said]),
        x=without_ticks(above.x),
        marks=(*above.marks, *marks),
        table=with_residuals(above.table, residuals),
        height=ABOVE,
        margins=MARGINS,
        below=(residual_panel(residuals, above.x),),
    )


def _doubted(doubt: str, curve: Curve) -> tuple[tuple[str], tuple[Mark]]:
    """Say in words and in the picture that a curve through all points is still not this run."""
    at = (float(curve.x[-1]),), (float(curve.value[-1]) / 5.0,)
    label = Mark("label", *at, text="only top speed is believed", tone=("bold", "halo"), anchor="end")
    return (f"Only top speed is believed. {doubt}.",), (label,)


def with_residuals(table: Table, residuals: Residuals) -> Table:
    """Return the table with the residuals beside, where it lists every measured value."""
    if len(table.rows) != residuals.values.size:
        return table
    rows = tuple((*row, *residual_cells(residuals, i)) for i, row in enumerate(table.rows))
    return Table((*table.header, *residual_header(residuals)), rows)
