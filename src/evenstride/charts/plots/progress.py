"""One metric over the weeks, its doubt shown once: a zone around the start, or a bar on every session."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from evenstride.charts.figure import round_axis
from evenstride.core.chart import Axis, Mark, Spec, Table
from evenstride.core.estimate import Estimate
from evenstride.core.show import day_text, decimals_for, interval_text, number, share_text, signed, value_text

CHART = "progress"

_ROOM = 0.18
"""Share of the drawn spread kept free beside the zone, so that its name stands clear of the axis."""


def draw(
    name: str,
    sessions: Sequence[tuple[date, Estimate]],
    *,
    mdc: float | None = None,
    meaning: str = "ink",
    change: Estimate | None = None,
    note: str = "",
    joined: bool = True,
) -> Spec:
    """Draw the sessions of one metric in time order.

    Parameters
    ----------
    name : str
        What the metric is called, for people.
    sessions : sequence of (date, Estimate)
        One value a session, all in one unit; at least one, the first being the start.
    mdc : float or None
        Minimal detectable change as a share of the start. Given, it is drawn once as the zone within which
        a change may be noise; otherwise every session carries its own interval.
    change : Estimate or None
        Change over all sessions as a share, better being plus, as it is told beside the chart; None takes the last
        session against the first.
    meaning : str
        Role the metric speaks for, or `ink`.
    note : str
        What else to know before comparing these sessions, as a sentence; it ends the description.
    joined : bool
        Whether a line joins the sessions; not where they were measured in different ways.
    """
    start = sessions[0][1]
    reach = 0.0 if mdc is None else abs(mdc * start.value)
    zone = (start.value - reach, start.value + reach)
    seen = [edge for _, one in sessions for edge in ((one.value,) if mdc is not None else (one.low, one.high))]
    unit = "" if start.unit == "1" else f", {start.unit}"
    days = tuple(float(day.toordinal()) for day, _ in sessions)
    values = tuple(one.value for _, one in sessions)
    marks: list[Mark] = []
    below = zone[1] - max(values) < min(values) - zone[0]
    if mdc is None:
        marks += _bars(days, sessions)
    else:
        marks += _zone(days, zone, below=below)
        spread = max(*values, zone[1]) - min(*values, zone[0])
        seen.append(zone[0] - _ROOM * spread if below else zone[1] + _ROOM * spread)
    marks += _course(days, values, meaning, joined=joined)
    marks.append(_last(days[-1], start, sessions[-1][1], change, len(sessions)))
    return Spec(
        name=CHART,
        title=f"{name} since {day_text(sessions[0][0])}",
        description=" ".join(part for part in (_describe(name, sessions, mdc), note) if part),
        x=_dates(sessions[0][0], sessions[-1][0]),
        y=round_axis(f"{name}{unit}", [*seen, *zone], at_most=4),
        marks=tuple(marks),
        table=_table(f"{name}{unit}", sessions),
        height=220,
        margins=(32.0, 64.0, 30.0, 46.0),
    )


def _course(days: tuple[float, ...], values: tuple[float, ...], meaning: str, *, joined: bool) -> list[Mark]:
    """Return the sessions as points, with a line through them where they may be joined."""
    line = [Mark("line", days, values, meaning=meaning, tone=("thick",))] if joined else []
    return [*line, Mark("points", days, values, meaning=meaning)]


def _table(heading: str, sessions: Sequence[tuple[date, Estimate]]) -> Table:
    rows = tuple((day_text(day), value_text(one), interval_text(one)) for day, one in sessions)
    return Table(("Date", heading, "90 % interval"), rows)


def _bars(days: tuple[float, ...], sessions: Sequence[tuple[date, Estimate]]) -> list[Mark]:
    lows, highs = tuple(one.low for _, one in sessions), tuple(one.high for _, one in sessions)
    return [Mark("rule", days, lows, days, highs, meaning="ink2", tone=("thin",))]


def _zone(days: tuple[float, ...], zone: tuple[float, float], *, below: bool) -> list[Mark]:
    """Draw the zone, named outside on the side that the sessions leave free."""
    low, high = zone
    return [
        Mark("span", (days[0],), (low,), (max(days[-1], days[0] + 1),), (high,), meaning="unsure"),
        Mark("label", (days[0],), (low if below else high,), text="may be noise", tone=("quiet", "halo"),
             shift=(4, 15 if below else -6)),
    ]  # fmt: skip


def _last(day: float, start: Estimate, last: Estimate, told: Estimate | None, count: int) -> Mark:
    if count == 1:
        text = value_text(last)
    elif told is not None:
        text, _ = share_text(told)
    elif start.value > 0:
        change = last.value / start.value - 1
        text, _ = share_text(
            replace(last, value=change, low=last.low / start.value - 1, high=last.high / start.value - 1)
        )
    else:
        text = signed(last.value - start.value, decimals_for(last.high - last.low))
    return Mark("label", (day,), (last.value,), text=text, tone=("bold", "halo"), shift=(9, 4.5))


def _until(first: date, last: date) -> float:
    return float(max(last.toordinal(), first.toordinal() + 1))


def _dates(first: date, last: date) -> Axis:
    low, high = float(first.toordinal()), _until(first, last)
    ends = ((low, day_text(first)),) if first == last else ((low, day_text(first)), (high, day_text(last)))
    return Axis("", low, high, ends)


def _describe(name: str, sessions: Sequence[tuple[date, Estimate]], mdc: float | None) -> str:
    (first, start), (last, now) = sessions[0], sessions[-1]
    unit = "" if start.unit == "1" else f" {start.unit}"
    text = f"{name} on {day_text(first)}: {value_text(start)}{unit}, 90 % interval {interval_text(start)}."
    if len(sessions) > 1:
        text += f" On {day_text(last)}: {value_text(now)}{unit}, 90 % interval {interval_text(now)}."
    if mdc is not None:
        text += f" A change of less than {number(100 * mdc)} % may be noise."
    return text
