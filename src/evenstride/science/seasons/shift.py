"""What shifted between two spans at equal speed: push or swing; and how the balance of left and right went."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from evenstride.core.estimate import Array, Draws, Estimate, Missing
from evenstride.core.outing_values import BIN_WIDTH, OutingSummary
from evenstride.core.season_values import BalanceTrend, SeasonShift, Shifted, Span
from evenstride.science.seasons.cells import (
    adjust,
    balance_source,
    choose_instrument,
    contact_source,
    gather_cells,
    of_one_speed,
)
from evenstride.science.seasons.curves import SpansFit, fit_spans, values_of
from evenstride.science.seasons.fit import LEAST_FREEDOM, WEAK, fit_outings, freedom_of

LEAST_OUTINGS = 5
"""Outings of each span before a shift is told (judgement)."""

LEAST_AT_SPEED = 3
"""Outings of each span that hold a speed at which both are compared (judgement)."""

SHIFT_LEVEL = 0.95
"""Push and swing are judged together: at this level both of them are left alone in nine of ten runners in whom nothing
shifted (Bonferroni)."""

TO_RECORD = "Record steady runs with contact time from one instrument, some at the speeds of before"


def measure_shift(
    outings: Sequence[OutingSummary],
    before: Span,
    now: Span,
    *,
    sources: Sequence[str] = (),
    seed: int = 0,
    draws: int = 2000,
) -> SeasonShift | Missing:
    """Measure what changed between two spans at the speeds both hold.

    Parameters
    ----------
    outings : sequence of OutingSummary
        Of one athlete.
    before, now : Span
        That do not overlap; see `a_year_earlier`.
    sources : sequence of str
        Instruments in order of preference; both spans are read from one.
    seed, draws : int
        Of the draws.

    Notes
    -----
    At one speed ln Lc + ln(2F − 1) − ln t_sw is the same before and now, so that two of the three are free: F and
    swing time are judged, contact length follows. A share that an instrument reads short in all outings alike cancels
    in F, and all but cancels in swing time; a new strap, new firmware, other shoes or other ground do not, and look
    like a shift.
    """
    inside = [one for one in outings if one.on in before or one.on in now]
    chosen = of_one_speed(inside, [lambda one: one.on in before, lambda one: one.on in now])
    source = _common_instrument(chosen, before, now, sources)
    if source is None:
        return Missing("the two spans do not hold contact times and speed of one instrument", TO_RECORD)
    cells = gather_cells(chosen, name=contact_source, source=source)
    fitted = fit_spans(cells, (before, now), contacts=True, seed=seed, draws=draws)
    if isinstance(fitted, Missing):
        return fitted
    many = [sum(day in span for day in fitted.cells.days) for span in (before, now)]
    if min(many) < LEAST_OUTINGS:
        short = "the earlier" if many[0] < many[1] else "the later"
        return Missing(f"{short} span holds {min(many)} of {LEAST_OUTINGS} outings with contact times", TO_RECORD)
    then, later = (fitted.cells.held_in(fitted.spans == index, least=LEAST_AT_SPEED) for index in (0, 1))
    bins = then[np.isin(then, later)]
    if not bins.size:
        return Missing(f"no speed is held by {LEAST_AT_SPEED} outings of both spans", TO_RECORD)
    changes = _changes(fitted, bins, sum(many))
    return SeasonShift(
        before, now, (many[0], many[1]), float(bins[0]) * BIN_WIDTH, float(bins[-1] + 1.0) * BIN_WIDTH,
        changes, _name(changes["force"], changes["swing_time"]), source,
    )  # fmt: skip


def a_year_earlier(span: Span) -> Span:
    """Return the same days a year before; 29 February becomes 28 February.

    Examples
    --------
    >>> a_year_earlier(Span(date(2024, 2, 1), date(2024, 2, 29))).last
    datetime.date(2023, 2, 28)
    """
    return Span(_year_before(span.first), _year_before(span.last))


def measure_balance(
    outings: Sequence[OutingSummary], *, sources: Sequence[str] = (), seed: int = 0, draws: int = 2000
) -> BalanceTrend | Missing:
    """Measure how the left foot's share of contact time went over the outings of one instrument.

    Notes
    -----
    A straight line over days, with an error shared within each outing. Whether the instrument reads one half for a
    runner whose legs are alike is not known, so only the change is judged.
    """
    source = choose_instrument(outings, name=balance_source, sources=sources)
    cells = gather_cells(outings, name=balance_source, source=source)
    cells = cells.where(np.isfinite(cells.balances))
    days = np.array([day.toordinal() for day in cells.days], dtype=np.float64)
    if days.size < LEAST_OUTINGS or np.unique(days).size < 2:
        return Missing(
            f"{days.size} of {LEAST_OUTINGS} outings hold the balance of left and right",
            "Record runs with an instrument that tells left from right",
        )
    along: Array = ((days - days.mean()) / np.ptp(days))[cells.outings]
    columns = adjust(cells).columns
    design: Array = np.hstack([np.ones((cells.size, 1)), along[:, None], columns])
    precision = np.full((len(design[0]),), WEAK)
    if freedom_of(design, precision) < LEAST_FREEDOM:
        return Missing("the outings hold too few speeds to tell a trend", "Record more runs")
    fit = fit_outings(
        design, cells.balances[:, None], cells.counts, cells.outings,
        precision=precision, seed=seed, draws=draws,
    )  # fmt: skip
    method = f"{days.size} outings, one instrument, errors shared within an outing"
    share = _drawn(fit.samples[:, 0, 0] + fit.middle[0], method).estimate()
    change = _drawn(fit.samples[:, 1, 0], method).estimate()
    return BalanceTrend(
        min(cells.days), max(cells.days), days.size, share, change, not change.low <= 0.0 <= change.high, source or ""
    )


def _common_instrument(outings: Sequence[OutingSummary], before: Span, now: Span, sources: Sequence[str]) -> str | None:
    """The instrument that both spans have: the first preferred one, else that of most outings."""
    both = [
        {one for each in outings if each.on in span and (one := _contact_name(each)) is not None}
        for span in (before, now)
    ]
    shared = [one for one in outings if _contact_name(one) in both[0] & both[1]]
    return choose_instrument(shared, name=contact_source, sources=sources)


def _contact_name(outing: OutingSummary) -> str | None:
    return None if isinstance(outing.steps, Missing) else contact_source(outing.steps)


def _changes(fitted: SpansFit, bins: Array, outings: int) -> dict[str, Estimate]:
    speeds = (bins + 0.5) * BIN_WIDTH
    then, now = (values_of(fitted.at(index, bins), speeds) for index in (0, 1))
    method = f"{outings} outings, mean over {bins.size} bins of speed, errors shared within an outing"
    return {
        name: _drawn(np.mean(np.log(now[name] / then[name]), axis=1), method).estimate(level=SHIFT_LEVEL)
        for name in now
    }


def _name(force: Estimate, swing: Estimate) -> Shifted:
    pushed, swung = (not one.low <= 0.0 <= one.high for one in (force, swing))
    if pushed and swung:
        return Shifted.BOTH
    if pushed:
        return Shifted.PUSH
    return Shifted.SWING if swung else Shifted.NEITHER


def _drawn(samples: Array, method: str) -> Draws:
    return Draws(float(np.median(samples)), samples, "1", method)


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
