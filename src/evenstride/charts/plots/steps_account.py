"""How the steps changed: the exact account of a change of speed in log-per-cent, so that the parts add up."""

from __future__ import annotations

from evenstride.charts.figure import round_axis
from evenstride.core.chart import Axis, Mark, Spec, Table
from evenstride.core.estimate import Estimate
from evenstride.core.run import StepAccount
from evenstride.core.show import signed

CHART = "steps-account"

_LANE, _TOP, _LEFT, _RIGHT = 52.0, 8.0, 126.0, 106.0
HOW_TO_READ = "Each bar starts where the one above ended; the last one is their sum."
ONE_MEASUREMENT = "All parts rest on the same step timings: one measurement, and it says how, never why."


def draw(account: StepAccount) -> Spec:
    """Draw the parts one after the other, each starting where the one before ended, and their sum.

    Parameters
    ----------
    account : StepAccount
        Parts of Δln v between two runs; total = push + swing + geometry for every draw.
    """
    parts = (
        ("Push", "force per step", "push", account.push.estimate()),
        ("Swing", "swing time", "swing", account.swing.estimate()),
        ("Geometry", "contact length", "ink2", account.geometry.estimate()),
    )
    total = account.total.estimate()
    starts = [0.0]
    for *_, part in parts:
        starts.append(starts[-1] + part.value)
    rows = [(*part, start) for part, start in zip(parts, starts, strict=False)]
    rows.append(("Together", "speed", "ink", total, 0.0))
    ends = [100 * (start + edge) for *_, part, start in rows for edge in (part.low, part.high, 0.0)]
    scale = round_axis("", [0.0, *ends], signs=True, at_most=3)
    bottom = _LANE * len(rows)
    marks = [Mark("rule", (0.0,), (0.0,), (0.0,), (bottom,), meaning="ink2", tone=("thin",))]
    for row, (name, what, meaning, part, start) in enumerate(rows):
        marks += _row(row, name, what, meaning, part, start, scale)
    marks.append(_rule_across(scale, _LANE * 3))
    return Spec(
        name=CHART,
        title="How your steps changed",
        description=_describe(rows),
        x=Axis("log-% of speed", scale.low, scale.high, scale.ticks),
        y=Axis("", bottom, 0.0),
        marks=tuple(marks),
        table=Table(
            ("Part", "Measured as", "Change, log-%", "90 % interval"),
            tuple((name, what, *_said(part)) for name, what, _, part, _ in rows),
        ),
        height=int(_TOP + bottom + 44),
        margins=(_TOP, _RIGHT, 44.0, _LEFT),
    )


def _row(row: int, name: str, what: str, meaning: str, part: Estimate, start: float, scale: Axis) -> list[Mark]:
    top = row * _LANE
    value, interval = _said(part)
    begin, end, low, high = (100 * at for at in (start, start + part.value, start + part.low, start + part.high))
    sign = () if meaning == "ink2" else (
        Mark("glyph", (scale.low,), (top + 17,), text=meaning, shift=(8 - _LEFT, 0)),
    )  # fmt: skip
    return [
        *sign,
        Mark("label", (scale.low,), (top + 21.5,), text=name, tone=("bold",), shift=(22 - _LEFT, 0)),
        Mark("label", (scale.low,), (top + 38.5,), text=what, tone=("quiet",), shift=(22 - _LEFT, 0)),
        Mark("bar", (begin,), (top + 10,), (end,), (top + 26,), meaning=meaning),
        *_interval(low, high, top + 34),
        Mark("label", (scale.high,), (top + 21.5,), text=value, tone=("bold",), anchor="end", shift=(_RIGHT, 0)),
        Mark("label", (scale.high,), (top + 38.5,), text=interval, tone=("quiet",), anchor="end", shift=(_RIGHT, 0)),
    ]


def _interval(low: float, high: float, y: float) -> tuple[Mark, ...]:
    xs, ends = (low, low, high), (high, low, high)
    return (Mark("rule", xs, (y, y - 4, y - 4), ends, (y, y + 4, y + 4), tone=("thin",)),)


def _rule_across(scale: Axis, y: float) -> Mark:
    return Mark("rule", (scale.low,), (y,), (scale.high,), (y,), meaning="ink2", tone=("quiet",))


def _said(part: Estimate) -> tuple[str, str]:
    return signed(100 * part.value), f"{signed(100 * part.low)} to {signed(100 * part.high)}"


def _describe(rows: list[tuple[str, str, str, Estimate, float]]) -> str:
    said = [
        f"{name.lower()} {value} ({interval})" for name, _, _, part, _ in rows for value, interval in (_said(part),)
    ]
    return f"Change of speed in log-per-cent with 90 % intervals: {'; '.join(said)}. {HOW_TO_READ} {ONE_MEASUREMENT}"
