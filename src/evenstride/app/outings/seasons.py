"""Use case: steps against speed over months, and what shifted since an earlier span: push or swing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from evenstride.app.outings.gathered import History
from evenstride.core.athlete import LIMIT_VERDICT_AGE
from evenstride.core.errors import InputError
from evenstride.core.estimate import Missing
from evenstride.core.outing_values import OutingSummary, SpeedBins
from evenstride.core.overview import Voices
from evenstride.core.season_values import BalanceTrend, SeasonCurves, SeasonShift, Span
from evenstride.science.seasons.curves import measure_seasons
from evenstride.science.seasons.shift import a_year_earlier, measure_balance, measure_shift
from evenstride.words import day
from evenstride.words.outings.summary import say_balance, say_curves, say_shift, span_text
from evenstride.words.outings.tables import CURVE_HEADER, curve_row

SEASON_DAYS = 91
"""Days that are compared with the same ones a year earlier, where nobody chose: a quarter of a year."""

SEED = 0


@dataclass(frozen=True, slots=True)
class Seasons:
    """Curves month by month, what shifted, and the balance of left and right.

    Attributes
    ----------
    speed : float
        At which the table tells the values, m/s: where most steady running was.
    before, now : Span
        What is compared.
    sealed : date or None
        Until when some outings are sealed, which are not in any of this.
    """

    curves: SeasonCurves | Missing
    shift: SeasonShift | Missing
    balance: BalanceTrend | Missing
    before: Span
    now: Span
    speed: float
    growing: bool
    sealed: date | None = None


def seasons_of(
    history: History, *, before: Span | None = None, now: Span | None = None, speed: float | None = None
) -> Seasons:
    """Measure steps against speed by month, and compare two spans: the last quarter with the same a year ago.

    Raises
    ------
    InputError
        If the spans overlap.
    """
    outings = history.open
    later = now or Span(history.on - timedelta(days=SEASON_DAYS - 1), history.on)
    earlier = before or a_year_earlier(later)
    if earlier.first <= later.last and later.first <= earlier.last:
        raise InputError(
            "the two spans overlap", place=f"{span_text(earlier)}, {span_text(later)}", remedy="Choose spans apart"
        )
    age = history.athlete.least_age_on(history.on)
    order = history.order
    return Seasons(
        measure_seasons(outings, sources=order, seed=SEED),
        measure_shift(outings, earlier, later, sources=order, seed=SEED),
        measure_balance(outings, sources=order, seed=SEED),
        earlier,
        later,
        _usual_speed(outings) if speed is None else speed,
        age is not None and age < LIMIT_VERDICT_AGE,
        next((one.until for one in history.outings if one.until is not None), None),
    )


def season_table(found: Seasons) -> tuple[tuple[str, ...], list[tuple[str, ...]]] | None:
    """Return months as a table at one speed; None where nothing can be told."""
    if isinstance(found.curves, Missing):
        return None
    return CURVE_HEADER, [curve_row(one, speed=found.speed) for one in found.curves.spans]


def season_voices(found: Seasons) -> Voices:
    """Return what shifted, for three readers."""
    return say_shift(found.shift, growing=found.growing)


def season_lines(found: Seasons) -> Iterator[str]:
    """Return what the curves rest on, and how left and right went."""
    yield from say_curves(found.curves)
    yield say_balance(found.balance)
    if found.sealed is not None:
        yield f"Outings of a running block are not in it; they open on {day(found.sealed)}."


def _usual_speed(outings: tuple[OutingSummary, ...]) -> float:
    """Return the speed of the bin that holds most steady stretches; 3 m/s where there is none."""
    held: dict[float, float] = {}
    for one in outings:
        if isinstance(one.steps, SpeedBins):
            for number, many in zip(one.steps.bins, one.steps.counts, strict=True):
                held[float(number)] = held.get(float(number), 0.0) + float(many)
    most = max(held, key=lambda number: (held[number], -number), default=11.5)
    return (most + 0.5) * 0.25
