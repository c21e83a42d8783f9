"""Capacity in time: push and swing in per cent since the own baseline, with their doubt, sessions and gaps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from evenstride.charts.figure import ROLE_NAMES, round_axis, text_width
from evenstride.core.capacity_trend import CapacityTrend
from evenstride.core.chart import Axis, Mark, Spec, Table
from evenstride.core.roles import Role
from evenstride.core.show import day_text, log_change_text, percent_of_log, signed

CHART = "capacity-time"

GAP_DAYS = 35
"""Days without a session from which the line is drawn as a guess: a test is due every four weeks."""

OUTLIER = 0.5
"""Chance from which a session is drawn as one that stands far off."""

_LABEL_ROOM = 16.0


def draw(trends: Mapping[Role, CapacityTrend]) -> Spec:
    """Draw the trends of the roles.

    Parameters
    ----------
    trends : mapping of Role to CapacityTrend
        At least one; in the house only push and swing are drawn together.
    """
    if not trends:
        raise ValueError("a chart of capacity in time needs a trend")
    ordered = {role: trends[role] for role in Role if role in trends}
    first = min(one.reading.on for trend in ordered.values() for one in trend.seen)
    last = max(trend.days[-1] for trend in ordered.values())
    axis = round_axis("% since own baseline", _reach(ordered), signs=True)
    low, high = float(first.toordinal()), float(max(last.toordinal(), first.toordinal() + 1))
    marks: list[Mark] = [Mark("rule", (low,), (0.0,), (high,), (0.0,), meaning="ink2", tone=("thin",))]
    for role, trend in ordered.items():
        marks.append(_band(role, trend))
    for role, trend in ordered.items():
        marks += [*_curve(role, trend), *_dots(role, trend)]
    names = max(text_width(ROLE_NAMES[role]) for role in ordered)
    height, margins = 260, (26.0, names + 14.0, 44.0, 40.0)
    marks += _names(ordered, (axis.high - axis.low) / (height - margins[0] - margins[2]))
    return Spec(
        name=CHART,
        title=f"Capacity in time since {day_text(min(trend.since for trend in ordered.values()))}",
        description=_describe(ordered),
        x=Axis("", low, high, ((low, day_text(first)), (high, day_text(last)))),
        y=axis,
        marks=tuple(marks),
        table=_table(ordered),
        height=height,
        margins=margins,
    )


def _reach(trends: Mapping[Role, CapacityTrend]) -> list[float]:
    found = [-2.0, 2.0]
    for trend in trends.values():
        for day in trend.days:
            interval = trend.level(day).estimate()
            found += [percent_of_log(interval.low), percent_of_log(interval.high)]
        found += [percent_of_log(one.change) for one in trend.seen if one.outlier < OUTLIER]
    return found


def _band(role: Role, trend: CapacityTrend) -> Mark:
    intervals = [trend.level(day).estimate() for day in trend.days]
    return Mark(
        "band",
        tuple(float(day.toordinal()) for day in trend.days),
        tuple(percent_of_log(one.low) for one in intervals),
        y2=tuple(percent_of_log(one.high) for one in intervals),
        meaning=role.value,
    )


def _curve(role: Role, trend: CapacityTrend) -> Iterator[Mark]:
    """Draw the line whole between sessions and dashed through gaps."""
    read = sorted({one.reading.on for one in trend.seen if not one.reading.learning})
    holes = [(a, b) for a, b in pairwise(read) if (b - a).days > GAP_DAYS]
    holes += [(read[-1], trend.days[-1])] if trend.days[-1] > read[-1] else []
    points = [(day, percent_of_log(float(value))) for day, value in zip(trend.days, trend.points, strict=True)]
    edges = [trend.days[0], *(day for hole in holes for day in hole), trend.days[-1]]
    for begin, end in pairwise(edges):
        piece = [(float(day.toordinal()), value) for day, value in points if begin <= day <= end]
        if len(piece) < 2:
            continue
        tone = ("thin", "dash") if (begin, end) in holes else ("thick",)
        yield Mark("line", tuple(x for x, _ in piece), tuple(y for _, y in piece), meaning=role.value, tone=tone)


def _dots(role: Role, trend: CapacityTrend) -> Iterator[Mark]:
    """Sessions that count in the colour of the role, learning sessions and far-off ones small and grey."""
    low, high = min(_reach({role: trend})), max(_reach({role: trend}))
    for aside in (False, True):
        spots = [
            (float(one.reading.on.toordinal()), min(max(percent_of_log(one.change), low), high))
            for one in trend.seen
            if (one.reading.learning or one.outlier >= OUTLIER) is aside
        ]
        if spots:
            xs, ys = tuple(x for x, _ in spots), tuple(y for _, y in spots)
            yield Mark("points", xs, ys, meaning="ink2" if aside else role.value, tone=("solid", "small"))


def _names(trends: Mapping[Role, CapacityTrend], per_unit: float) -> Iterator[Mark]:
    """Name every line at its end, pushed apart where two ends meet."""
    ends = sorted((percent_of_log(float(trend.points[-1])), role) for role, trend in trends.items())
    below = -float("inf")
    for value, role in ends:
        place = max(value, below + _LABEL_ROOM * per_unit)
        below = place
        day = float(trends[role].days[-1].toordinal())
        yield Mark(
            "label", (day,), (place,), text=ROLE_NAMES[role], meaning=role.value, tone=("bold", "halo"), shift=(6, 4.5)
        )


def _describe(trends: Mapping[Role, CapacityTrend]) -> str:
    parts: list[str] = []
    for role, trend in trends.items():
        value, interval = log_change_text(trend.change(trend.since, trend.until).estimate())
        count = sum(not one.reading.learning for one in trend.seen)
        parts.append(
            f"{ROLE_NAMES[role]} {value} since {day_text(trend.since)}, 90 % interval {interval}, "
            f"from {count} sessions."
        )
    far = sum(one.outlier >= OUTLIER for trend in trends.values() for one in trend.seen)
    if far:
        parts.append(f"{far} far-off {'session hardly counts' if far == 1 else 'sessions hardly count'}.")
    return " ".join(parts) + " Small grey dots are learning sessions, which do not count; dashes are gaps."


def _table(trends: Mapping[Role, CapacityTrend]) -> Table:
    rows: list[tuple[str, ...]] = []
    for role, trend in trends.items():
        for one in trend.seen:
            level = trend.level(one.reading.on).estimate() if one.reading.on in trend.days else None
            value, interval = ("", "") if level is None else log_change_text(level)
            used = "learning" if one.reading.learning else "far off" if one.outlier >= OUTLIER else "counts"
            read = f"{signed(percent_of_log(one.change))} %"
            rows.append((day_text(one.reading.on), ROLE_NAMES[role], one.reading.test, read, used, value, interval))
    return Table(("Date", "Role", "Test", "Session", "Use", "Trend", "90 % interval"), tuple(rows))
