"""What went in, what came out: sets, metres, contacts and load a week by role, over speed and capacities with bands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from evenstride.charts.figure import ROLE_NAMES, canvas, round_axis, text_width, without_ticks
from evenstride.core.capacity_trend import CapacityTrend
from evenstride.core.chart import Axis, Mark, Panel, Spec, Table
from evenstride.core.ledger import Ledger, LedgerWeek
from evenstride.core.roles import Role
from evenstride.core.show import day_text, log_change_text, number, percent_of_log

CHART = "in-and-out"

DOSES: Mapping[str, str] = {"hard_sets": "hard sets", "fast_metres": "fast metres", "contacts": "jump contacts"}
"""Amounts that get a panel where there are any, and their names."""

_BAR = 5.0
"""Days of a week a bar covers."""

_WIDTH, _KEY_HEIGHT = 358, 26

_HEIGHT, _MARGINS = 104, (26.0, 22.0, 10.0, 46.0)
_LAST = (26.0, 22.0, 28.0, 46.0)


def draw(ledger: Ledger, speed: CapacityTrend | None = None, sides: Mapping[Role, CapacityTrend] | None = None) -> Spec:
    """Draw the weeks of a ledger over what was measured in them.

    Parameters
    ----------
    ledger : Ledger
        At least one week.
    speed : CapacityTrend or None
        Of speed; drawn where it has two days in these weeks.
    sides : mapping of Role to CapacityTrend or None
        Of push and swing, likewise.
    """
    if not ledger.weeks:
        raise ValueError("a chart of what went in needs a week")
    first, after = ledger.weeks[0].start, ledger.weeks[-1].start + timedelta(weeks=1)
    low, high = float(first.toordinal()), float(after.toordinal())
    x = Axis("", low, high, ((low, day_text(first)), (high, day_text(after - timedelta(days=1)))))
    panels = [_dose_panel(ledger, name, x) for name in DOSES if getattr(ledger.total, name) > 0.0]
    panels.append(_load_panel(ledger, x))
    outs = {"speed": {"ink": speed} if speed is not None else {}, "capacity": _by_meaning(sides or {})}
    for name, trends in outs.items():
        inside = {meaning: found for meaning, trend in trends.items() if len(found := _inside(trend, x)) > 1}
        panels += [_trend_panel(name, inside, x)] if inside else []
    placed = [_placed(panel, last=place == len(panels) - 1) for place, panel in enumerate(panels)]
    top, *below = [_key(), *placed]
    return Spec(
        name=CHART,
        title=f"What went in and what came out since {day_text(first)}",
        description=_describe(ledger, speed, sides or {}),
        x=top.x,
        y=top.y,
        marks=top.marks,
        table=_table(ledger),
        height=top.height,
        margins=top.margins,
        below=tuple(below),
    )


def _key() -> Panel:
    """Name the roles beside their textures, above everything else."""
    x, y = canvas(_WIDTH, _KEY_HEIGHT)
    marks: list[Mark] = []
    at = 0.0
    for role, name in ROLE_NAMES.items():
        marks.append(Mark("bar", (at,), (4.0,), (at + 14.0,), (18.0,), meaning=role.value))
        marks.append(Mark("label", (at + 19.0,), (16.0,), text=name))
        at += 19.0 + text_width(name) + 12.0
    return Panel(x, y, tuple(marks), _KEY_HEIGHT, (0.0, 0.0, 0.0, 0.0))


def _placed(panel: Panel, *, last: bool) -> Panel:
    x = panel.x if last else without_ticks(panel.x)
    margins = _LAST if last else _MARGINS
    return Panel(x, panel.y, panel.marks, int(_HEIGHT + margins[2] - _MARGINS[2]), margins)


def _dose_panel(ledger: Ledger, name: str, x: Axis) -> Panel:
    totals = [getattr(week.total, name) for week in ledger.weeks]
    y = round_axis(f"{DOSES[name]} a week", [0.0, 1.15 * max(totals)], at_most=3)
    marks = [mark for role in Role for mark in _stack(ledger.weeks, name, role)]
    for week, total in zip(ledger.weeks, totals, strict=True):
        unknown = getattr(week.unknown, name)
        marks += [_bar(week, total - unknown, total, "unsure")] if unknown > 0.0 else []
        marks += [_asked(week, total)] if week.unknown.minutes > 0.0 else []
    return Panel(x, y, tuple(marks))


def _stack(weeks: Sequence[LedgerWeek], name: str, role: Role) -> Iterator[Mark]:
    """Bars of one role, each on top of the roles before it."""
    before = list(Role)[: list(Role).index(role)]
    for week in weeks:
        bottom = sum(getattr(week.roles[one], name) for one in before)
        amount = getattr(week.roles[role], name)
        if amount > 0.0:
            yield _bar(week, bottom, bottom + amount, role.value)


def _bar(week: LedgerWeek, bottom: float, top: float, meaning: str) -> Mark:
    start = week.start.toordinal() + (7.0 - _BAR) / 2.0
    return Mark("bar", (start,), (bottom,), (start + _BAR,), (top,), meaning=meaning)


def _asked(week: LedgerWeek, top: float) -> Mark:
    """A question mark over a week of which something was not told, so that a low bar is not read as little."""
    middle = week.start.toordinal() + 3.5
    return Mark("label", (middle,), (top,), text="?", tone=("bold",), anchor="middle", shift=(0, -3))


def _load_panel(ledger: Ledger, x: Axis) -> Panel:
    """Load in grey, with a question mark over weeks in which a session did not tell it."""
    y = round_axis("effort × minutes a week", [0.0, 1.0, *(1.15 * week.load for week in ledger.weeks)], at_most=3)
    marks = [_bar(week, 0.0, week.load, "ink2") for week in ledger.weeks if week.load > 0.0]
    for week in ledger.weeks:
        marks += [_asked(week, week.load)] if week.load_not_told else []
    return Panel(x, y, tuple(marks))


def _by_meaning(sides: Mapping[Role, CapacityTrend]) -> dict[str, CapacityTrend]:
    return {role.value: sides[role] for role in Role if role in sides}


def _inside(trend: CapacityTrend, x: Axis) -> list[tuple[float, float, float, float]]:
    """Day, best value and ends of the interval in per cent, for the days of a trend that the weeks hold."""
    found: list[tuple[float, float, float, float]] = []
    for on, point in zip(trend.days, trend.points, strict=True):
        if x.low <= on.toordinal() <= x.high:
            interval = trend.level(on).estimate()
            low, high = percent_of_log(interval.low), percent_of_log(interval.high)
            found.append((float(on.toordinal()), percent_of_log(float(point)), low, high))
    return found


def _trend_panel(name: str, trends: Mapping[str, list[tuple[float, float, float, float]]], x: Axis) -> Panel:
    reach = [value for days in trends.values() for day in days for value in day[1:]]
    title = "speed, % since own baseline" if name == "speed" else "push, swing: % since own baseline"
    y = round_axis(title, [-1.0, 1.0, *reach], signs=True, at_most=4)
    marks = [Mark("rule", (x.low,), (0.0,), (x.high,), (0.0,), meaning="ink2", tone=("thin",))]
    for meaning, days in trends.items():
        on, _, low, high = zip(*days, strict=True)
        marks.append(Mark("band", on, low, y2=high, meaning=meaning))
    for meaning, days in trends.items():
        on, best, *_ = zip(*days, strict=True)
        marks.append(Mark("line", on, best, meaning=meaning, tone=("thick",)))
    return Panel(x, y, tuple(marks))


def _describe(ledger: Ledger, speed: CapacityTrend | None, sides: Mapping[Role, CapacityTrend]) -> str:
    parts = [f"{len(ledger.weeks)} {'week' if len(ledger.weeks) == 1 else 'weeks'}, {ledger.sessions} sessions told."]
    for name, said in DOSES.items():
        shares = [(ROLE_NAMES[role], ledger.share(role, name)) for role in Role]
        told = ", ".join(f"{role} {number(100 * share, 0)} %" for role, share in shares if share is not None)
        parts += [f"Of the {said}: {told}."] if told else []
    parts.append("Load is effort × minutes of the sessions that told both.")
    if ledger.load_not_told:
        parts.append(f"{ledger.load_not_told} did not; their weeks carry a question mark.")
    if ledger.unknown.minutes > 0.0:
        parts.append(
            f"A question mark above a dose: {number(ledger.unknown.minutes, 0)} minutes in all held work not told."
        )
    trends = {"Speed": speed} | {ROLE_NAMES[role]: sides.get(role) for role in Role}
    for name, trend in trends.items():
        if trend is not None:
            value, interval = log_change_text(trend.change(trend.since, trend.until).estimate())
            parts.append(f"{name} {value} since {day_text(trend.since)}, 90 % interval {interval}.")
    return " ".join(parts) + " What lies under each other happened in the same weeks; that proves no cause."


def _table(ledger: Ledger) -> Table:
    header = (
        "Week from",
        "Sessions",
        "Load",
        *(f"{ROLE_NAMES[role]} {short}" for short in ("sets", "m") for role in Role),
    )
    return Table(header, tuple(_row(week) for week in ledger.weeks))


def _row(week: LedgerWeek) -> tuple[str, ...]:
    load = number(week.load, 0) + (f" + {week.load_not_told} not told" if week.load_not_told else "")
    doses = (number(getattr(week.roles[role], name), 0) for name in ("hard_sets", "fast_metres") for role in Role)
    return (day_text(week.start), str(week.sessions), load, *doses)
