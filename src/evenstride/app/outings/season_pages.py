"""Use case: seasons as their page shows them: two months over speed, all months at one speed, what shifted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from evenstride.app.outings.pages import Sheet
from evenstride.app.outings.seasons import Seasons, season_lines, season_voices
from evenstride.charts.plots import season_curves, season_months
from evenstride.charts.svg import draw_figure
from evenstride.core.athlete import Athlete
from evenstride.core.chart import Figure
from evenstride.core.estimate import Estimate, Missing
from evenstride.core.overview import Voices
from evenstride.core.season_values import SEASON_VALUES, SpanCurves, SpeedCurve, at_speed
from evenstride.words.outings.summary import span_text
from evenstride.words.outings.tables import CURVE_HEADER, curve_row

MOST_MONTHS = 36
"""Months that are drawn and listed, the newest: more would not be told apart on a phone (judgement)."""


@dataclass(frozen=True, slots=True)
class SeasonsShown:
    """What the page of seasons shows.

    Attributes
    ----------
    told : Voices
        What shifted, for three readers.
    compared : str
        The two spans of it.
    lines : tuple of str
        What the curves rest on, and how left and right went.
    figures : tuple of Figure
        Months at one speed, then two months over speed; empty where nothing can be told, and `lines` say why.
    table : Sheet or None
        Months at one speed.
    months : tuple of (str, str)
        All months that may be drawn over speed: for an address, and for people.
    month, against : str
        Those that are; `against` is empty where there is no other.
    speeds : tuple of (str, str)
        Speeds that may be asked for.
    speed : str
        The one that is.
    left_out : int
        Older months that are neither drawn nor listed.
    """

    athlete: Athlete
    on: date
    told: Voices
    compared: str
    lines: tuple[str, ...]
    figures: tuple[Figure, ...]
    table: Sheet | None
    months: tuple[tuple[str, str], ...]
    month: str
    against: str
    speeds: tuple[tuple[str, str], ...]
    speed: str
    left_out: int


def show_seasons(
    athlete: Athlete, on: date, found: Seasons, *, month: str = "", against: str = "", speed: float | None = None
) -> SeasonsShown:
    """Return seasons with their charts.

    Parameters
    ----------
    athlete, on : Athlete and date
        Whose, and the day the page is of.
    found : Seasons
        As measured.
    month, against : str
        Months that are drawn over speed, as `2026-05`; the newest and the same a year before where they are none that
        can be drawn.
    speed : float, optional
        m/s; the usual one where none is given.
    """
    spans = () if isinstance(found.curves, Missing) else found.curves.spans
    known = {f"{one.span.first:%Y-%m}": one for one in spans}
    speeds = _speeds(spans)
    at = min(speeds, key=lambda one: abs(one - (found.speed if speed is None else speed)), default=found.speed)
    now = month if month in known else next(reversed(known), "")
    before = against if against in known and against != now else _year_before(now, known)
    newest = spans[-MOST_MONTHS:]
    return SeasonsShown(
        athlete=athlete,
        on=on,
        told=season_voices(found),
        compared=f"{span_text(found.now)}, against {span_text(found.before)}",
        lines=tuple(season_lines(found)),
        figures=tuple(_figures(newest, at, known, now, before)),
        table=Sheet(CURVE_HEADER, tuple(curve_row(one, speed=at) for one in reversed(newest))) if newest else None,
        months=tuple((one, _called(known[one])) for one in reversed(known)),
        month=now,
        against=before,
        speeds=tuple((f"{one:.3f}", f"{one:.2f} m/s") for one in speeds),
        speed=f"{at:.3f}",
        left_out=max(0, len(spans) - MOST_MONTHS),
    )


def _figures(
    newest: Sequence[SpanCurves], speed: float, known: Mapping[str, SpanCurves], now: str, before: str
) -> list[Figure]:
    figures: list[Figure] = []
    held = [name for name in SEASON_VALUES for one in newest if isinstance(at_speed(one, name, speed), Estimate)]
    if set(held) & set(season_curves.SHOWN):
        figures.append(draw_figure(season_months.draw(newest, speed)))
    if now and any(isinstance(known[now].curves.get(name), SpeedCurve) for name in season_curves.SHOWN):
        beside = (_called(known[before]), known[before]) if before else None
        figures.append(draw_figure(season_curves.draw((_called(known[now]), known[now]), beside)))
    return figures


def _speeds(spans: Sequence[SpanCurves]) -> list[float]:
    curves = (one.curves.get("step_frequency") for one in spans)
    return sorted({float(speed) for one in curves if isinstance(one, SpeedCurve) for speed in one.speeds})


def _year_before(now: str, known: Mapping[str, SpanCurves]) -> str:
    """Return the same month a year before, else the month closest to it that is not `now`; empty without any."""
    if not now:
        return ""
    wished = _number(now) - 12
    return min((one for one in known if one != now), key=lambda one: abs(_number(one) - wished), default="")


def _number(month: str) -> int:
    year, _, which = month.partition("-")
    return 12 * int(year) + int(which)


def _called(span: SpanCurves) -> str:
    return f"{span.span.first:%B} {span.span.first.year}"
