"""Lists of outings, weeks and curves as rows of words."""

from __future__ import annotations

from datetime import date
from math import isnan

from evenstride.core.days_done import DayDone, WeekLoad
from evenstride.core.estimate import Missing
from evenstride.core.outing_values import OutingSummary
from evenstride.core.season_values import SpanCurves, at_speed
from evenstride.core.show import number
from evenstride.words.format import day, quantity

OUTING_HEADER = ("day", "id", "what", "min", "km", "effort", "top speed, m/s")
WEEK_HEADER = ("week from", "h", "km", "load", "monotony", "strain", "fast m", "sleep, h", "rest, 1/min")
DAY_HEADER = ("day", "what", "min", "km", "load", "fast m", "sleep, h", "rest, 1/min")
CURVE_HEADER = ("month", "outings", "force, BW", "swing time, ms", "contact, m", "step, m", "steps/s")
UNKNOWN, SEALED = "–", "sealed"

_COLUMNS = (
    ("force", ""),
    ("swing_time", "ms"),
    ("contact_length", ""),
    ("step_length", ""),
    ("step_frequency", ""),
)


def outing_row(id: str, outing: OutingSummary, *, sealed: bool = False) -> tuple[str, ...]:
    """Return one outing as a row of `OUTING_HEADER`; of a sealed one how long it was and how hard.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from evenstride.core.activity import Sport
    >>> from evenstride.core.outing_values import DistanceFrom
    >>> start = datetime(2026, 5, 1, 16, 0, tzinfo=UTC)
    >>> outing = OutingSummary("Noa", start.date(), start, Sport.RUNNING, "run", 1800, 1800, 1800, 6000.0,
    ...     DistanceFrom.TOTAL, 4.0, [], Missing("no speed"), (), Missing("no steps"))
    >>> outing_row("0123456789ab", outing)
    ('2026-05-01', '01234567', 'running', '30', '6.0', '4', '–')
    >>> outing_row("0123456789ab", outing, sealed=True)[4]
    'sealed'
    """
    top = SEALED if sealed else UNKNOWN if isinstance(outing.top_speed, Missing) else quantity(outing.top_speed)
    return (
        outing.on.isoformat(),
        id[:8],
        outing.sport.value,
        number(outing.timed / 60.0, 0),
        SEALED if sealed else _known(outing.distance, 1000.0, 1),
        UNKNOWN if outing.effort is None else number(outing.effort, 1).removesuffix(".0"),
        top.replace(" m/s", ""),
    )


def week_row(week: WeekLoad) -> tuple[str, ...]:
    """Return one week as a row of `WEEK_HEADER`."""
    return (
        week.first.isoformat(),
        number(week.timed / 3600.0, 1),
        _kilometres(week.distance),
        _amount(week.load, 1.0, 0),
        _amount(week.monotony, 1.0, 1),
        _amount(week.strain, 1.0, 0),
        _amount(week.fast_metres, 1.0, 0),
        _known(week.sleep, 3600.0, 1),
        _known(week.resting_heart_rate, 1.0, 0),
    )


def day_row(done: DayDone) -> tuple[str, ...]:
    """Return one day as a row of `DAY_HEADER`."""
    rested = not done.outings
    return (
        f"{done.on:%a} {done.on.isoformat()}",
        ", ".join(sport.value for sport in done.sports) or UNKNOWN,
        "" if rested else number(done.timed / 60.0, 0),
        "" if rested else _kilometres(done.distance),
        "" if rested else _amount(done.load, 1.0, 0),
        "" if rested else _amount(done.fast_metres, 1.0, 0),
        _known(done.sleep, 3600.0, 1),
        _known(done.resting_heart_rate, 1.0, 0),
    )


def curve_row(curves: SpanCurves, *, speed: float) -> tuple[str, ...]:
    """Return one span as a row of `CURVE_HEADER`, at the bin of speed that holds a speed."""
    span = curves.span
    title = f"{span.first:%Y-%m}" if _is_month(span.first, span.last) else f"{day(span.first)} to {day(span.last)}"
    values = (_at(curves, name, speed, shown) for name, shown in _COLUMNS)
    return (title, str(curves.outings), *values)


def _at(curves: SpanCurves, name: str, speed: float, shown: str) -> str:
    told = at_speed(curves, name, speed)
    return UNKNOWN if isinstance(told, Missing) else quantity(told, unit=shown).replace(f" {shown or told.unit}", "")


def _is_month(first: date, last: date) -> bool:
    return first.day == 1 and (first.year, first.month) == (last.year, last.month)


def _amount(value: float | Missing, unit: float, decimals: int) -> str:
    return UNKNOWN if isinstance(value, Missing) else number(value / unit, decimals)


def _kilometres(metres: float) -> str:
    return SEALED if isnan(metres) else number(metres / 1000.0, 1)


def _known(value: float | None, unit: float, decimals: int) -> str:
    return UNKNOWN if value is None else number(value / unit, decimals)
