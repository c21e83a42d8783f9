"""One outing over its time: speed, step frequency and contact time, pauses and the fastest stretches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from evenstride.charts.figure import round_axis, without_ticks
from evenstride.core.chart import Axis, Mark, Panel, Spec, Table
from evenstride.core.outing_trace import OutingTrace, Track
from evenstride.core.outing_values import FastStretch
from evenstride.core.show import number

CHART = "outing-trace"

_SHOWN = {
    "speed": ("speed, m/s", 1.0, 1),
    "step_frequency": ("steps/s", 1.0, 2),
    "contact_time": ("contact time, ms", 1000.0, 0),
}
"""What is drawn, from the top: its axis, the factor from SI, and the digits of its table."""

_LISTED = 12
"""Rows of the table at most."""


def draw(trace: OutingTrace, fast: Sequence[FastStretch] = ()) -> Spec:
    """Draw an outing that holds at least one quantity.

    Parameters
    ----------
    trace : OutingTrace
        Window by window.
    fast : sequence of FastStretch
        Marked over the speed.
    """
    known = {name: trace.tracks[name] for name in _SHOWN if name in trace.tracks}
    if not known:
        raise ValueError("a chart of an outing needs a quantity")
    x = round_axis("minutes", [0.0, trace.end / 60.0], at_most=6)
    bare, last = without_ticks(x), list(known)[-1]
    panels = [_panel(name, track, trace, x if name == last else bare, fast) for name, track in known.items()]
    head = panels[0]
    return Spec(
        name=CHART,
        title="The outing over its time",
        description=_describe(known, trace, fast),
        x=head.x,
        y=head.y,
        marks=head.marks,
        table=_table(known, trace),
        height=head.height,
        margins=head.margins,
        below=tuple(panels[1:]),
    )


def _panel(name: str, track: Track, trace: OutingTrace, x: Axis, fast: Sequence[FastStretch]) -> Panel:
    title, factor, _ = _SHOWN[name]
    low, high = (factor * ends[np.isfinite(ends)] for ends in (track.low, track.high))
    peaks = [one.peak for one in fast] if name == "speed" else []
    y = round_axis(title, [float(low.min()), float(high.max()), *peaks], at_most=4)
    marks: list[Mark] = []
    if trace.pauses:
        begins, ends = (tuple(at / 60.0 for at in side) for side in zip(*_pauses(trace), strict=True))
        many = len(begins)
        marks.append(Mark("span", begins, (y.low,) * many, ends, (y.high,) * many, meaning="unsure"))
    marks += _pieces(track, trace, factor)
    if name == "speed" and fast:
        middles = tuple((one.begin + one.duration / 2.0) / 60.0 for one in fast)
        marks.append(Mark("points", middles, tuple(one.peak for one in fast), meaning="timing"))
    low_one = bool(x.ticks)
    return Panel(
        x, y, tuple(marks), height=160 if low_one else 126, margins=(38.0, 12.0, 44.0 if low_one else 10.0, 38.0)
    )


def _pauses(trace: OutingTrace) -> list[tuple[float, float]]:
    return [(max(0.0, one.begin), min(trace.end, one.end)) for one in trace.pauses]


def _pieces(track: Track, trace: OutingTrace, factor: float) -> Iterator[Mark]:
    """Draw band and line, broken where windows are not told."""
    told = np.flatnonzero(np.isfinite(track.value))
    edges = [0, *(int(at) + 1 for at in np.flatnonzero(np.diff(told) > 1)), told.size]
    pieces = [told[begin:end] for begin, end in pairwise(edges)]
    for piece in pieces:
        xs = tuple(trace.times[piece] / 60.0)
        if len(xs) > 1:
            low, high = (tuple(factor * ends[piece]) for ends in (track.low, track.high))
            yield Mark("band", xs, low, y2=high, meaning="ink")
    for piece in pieces:
        xs, ys = tuple(trace.times[piece] / 60.0), tuple(factor * track.value[piece])
        if len(xs) > 1:
            yield Mark("line", xs, ys, tone=("thin",))
        else:
            yield Mark("points", xs, ys, tone=("solid", "small"))


def _describe(known: dict[str, Track], trace: OutingTrace, fast: Sequence[FastStretch]) -> str:
    parts: list[str] = []
    for name, track in known.items():
        title, factor, digits = _SHOWN[name]
        low, high = (number(factor * float(ends), digits) for ends in (np.nanmin(track.low), np.nanmax(track.high)))
        middle = number(factor * float(np.nanmedian(track.value)), digits)
        parts.append(f"{title.split(',')[0].capitalize()} lies between {low} and {high}, in the middle {middle}.")
    each = f"each {number(trace.window, 0)} s"
    shown = f"The line is the mean of {each}, the band reaches from the lowest sample in them to the highest."
    marked = [f"Circles mark the peaks of {len(fast)} fast stretches."] if fast else []
    paused = ["Pauses are hatched."] if trace.pauses else []
    return " ".join([*parts, shown, *marked, *paused])


def _table(known: dict[str, Track], trace: OutingTrace) -> Table:
    header = ["Minute"]
    for name in known:
        header += [_SHOWN[name][0].capitalize(), "lowest to highest"]
    listed = np.unique(np.linspace(0, trace.times.size - 1, min(_LISTED, trace.times.size)).astype(np.intp))
    rows = [
        (
            number(float(trace.times[i]) / 60.0, 1),
            *(cell for name, track in known.items() for cell in _cells(name, track, i)),
        )
        for i in listed
    ]
    return Table(tuple(header), tuple(rows))


def _cells(name: str, track: Track, i: np.intp) -> tuple[str, str]:
    _, factor, digits = _SHOWN[name]
    if not np.isfinite(track.value[i]):
        return "not known", ""
    low, high = (number(factor * float(ends[i]), digits) for ends in (track.low, track.high))
    return number(factor * float(track.value[i]), digits), f"{low} to {high}"
