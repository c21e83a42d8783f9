"""Outings over their time and seasons of them, made by hand: for charts and pages."""

from __future__ import annotations

from datetime import date

import numpy as np

from evenstride.core.activity import Lap, Pause
from evenstride.core.estimate import Missing
from evenstride.core.outing_trace import OutingTrace, Track
from evenstride.core.outing_values import FastStretch
from evenstride.core.season_values import SEASON_UNITS, Span, SpanCurves, SpeedCurve

_USUAL = {
    "force": 1.5,
    "swing_time": 0.47,
    "contact_time": 0.24,
    "contact_length": 0.8,
    "step_length": 1.2,
    "step_frequency": 2.8,
}


def trace(*names: str, windows: int = 60, hole: bool = False, level: float = 1.0) -> OutingTrace:
    """An outing of windows of 20 s; with a hole and a pause where asked for."""
    usual = {"speed": (3.4, "m/s"), "step_frequency": (2.8, "Hz"), "contact_time": (0.24, "s")}
    tracks: dict[str, Track] = {}
    for name in names or tuple(usual):
        middle, unit = usual[name]
        value = level * middle * (1.0 + 0.05 * np.sin(np.arange(windows) / 5.0))
        if hole:
            value[windows // 2 : windows // 2 + 3] = np.nan
            value[-2] = np.nan
        tracks[name] = Track(value, 0.95 * value, 1.05 * value, unit, "watch")
    pauses = (Pause(10.0 * windows, 10.0 * windows + 60.0),) if hole else ()
    return OutingTrace((np.arange(windows) + 0.5) * 20.0, 20.0, tracks, (Lap(0.0, 300.0, 1000.0),), pauses)


def stretches(*begins: float) -> tuple[FastStretch, ...]:
    """Fast runs of eight seconds, of a device that tells no top speed."""
    return tuple(FastStretch(begin, 8.0, 50.0, 7.1, Missing("the device writes a sample in 5 s")) for begin in begins)


def span(year: int = 2026, month: int = 5, *, contacts: bool = True, speeds: int = 5, shift: float = 0.0) -> SpanCurves:
    """A month of curves; without contact times three of the values are missing."""
    at = 2.875 + 0.25 * np.arange(speeds)
    curves: dict[str, SpeedCurve | Missing] = {}
    for name, middle in _USUAL.items():
        if not contacts and name not in ("step_length", "step_frequency"):
            curves[name] = Missing("no outing of this span holds contact times", "Wear a strap")
            continue
        value = middle * (1.0 + shift + 0.1 * (at - 3.0))
        ends = (0.99 * value, 1.01 * value, 0.95 * value, 1.05 * value)
        curves[name] = SpeedCurve(at, value, *ends, SEASON_UNITS[name])
    return SpanCurves(Span(date(year, month, 1), date(year, month, 28)), 9, curves)
