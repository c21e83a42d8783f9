"""Push and swing against speed, month by month, from the steady stretches of outings.

Only step frequency and contact time are measured; every other value follows from them draw by draw, so that
v = Lc·(2F − 1)/t_sw holds in each (science.md §2.1). They are one measurement, and no evidence for a role.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from evenstride.core.estimate import HOUSE_LEVEL, Array, Missing, tails
from evenstride.core.outing_values import BIN_WIDTH, OutingSummary, SpeedBins
from evenstride.core.season_values import SEASON_UNITS, SEASON_VALUES, SeasonCurves, Span, SpanCurves, SpeedCurve
from evenstride.science.outings.devices import contact_error, note_contact
from evenstride.science.seasons.cells import (
    Adjustment,
    Cells,
    adjust,
    choose_instrument,
    contact_source,
    frequency_source,
    gather_cells,
    of_one_speed,
)
from evenstride.science.seasons.fit import LEAST_FREEDOM, WEAK, OutingFit, fit_outings, freedom_of

LEAST_OUTINGS = 3
"""Outings of a span that is told, and of the instrument as a whole (judgement)."""

LEAST_AT_SPEED = 2
"""Outings that hold a speed at which a span is told (judgement)."""

TOGETHER = 12
"""Spans that share one fit, and with it curvature and errors: a year of months (judgement)."""

MIDDLE = 3.5
"""m/s at which the levels of the spans stand; any value gives the same curves."""

SLOPE_PRECISION = 0.1
"""Prior precision of the slope of one span around the common slope, in units of the variance of one stretch: an SD of
some 0.06 of a log per log of speed (judgement)."""

NO_CONTACTS = Missing("no outing of this span holds contact times", "Wear a strap or pod that measures contact time")


@dataclass(frozen=True, slots=True, eq=False)
class SpansFit:
    """A regression over spans: which cells, which span each belongs to, and the coefficients."""

    cells: Cells
    spans: Array
    many: int
    adjustment: Adjustment
    fit: OutingFit

    def at(self, span: int, bins: Array) -> Array:
        """Return the logs at the middle of bins of speed in one span, shape (draws, bins, q): level, mid-outing."""
        speeds = (bins + 0.5) * BIN_WIDTH
        design = _design(speeds, np.full(bins.size, span), self.many)
        return self.fit.at(np.hstack([design, np.zeros((bins.size, self.adjustment.columns.shape[1]))]))


def measure_seasons(
    outings: Sequence[OutingSummary],
    *,
    spans: Sequence[Span] = (),
    sources: Sequence[str] = (),
    seed: int = 0,
    draws: int = 1000,
) -> SeasonCurves | Missing:
    """Measure how steps go with speed, span by span.

    Parameters
    ----------
    outings : sequence of OutingSummary
        Of one athlete.
    spans : sequence of Span
        That do not overlap; the months of the outings where none is given.
    sources : sequence of str
        Instruments in order of preference; one instrument makes all the curves, and speed comes from one way of
        measuring it.
    seed, draws : int
        Of the draws.

    Notes
    -----
    The log of step frequency and the log of contact time are regressed on the log of speed: a level and a slope of
    each span, one curvature for each twelve spans, grade, half of the outing; an error shared within each outing
    (`fit_outings`). Contact time is not used from 7 m/s.
    """
    alike = of_one_speed(outings)
    frequency = choose_instrument(alike, name=frequency_source, sources=sources)
    contact = choose_instrument(alike, name=contact_source, sources=sources)
    timed = gather_cells(alike, name=frequency_source, source=frequency)
    felt = gather_cells(alike, name=contact_source, source=contact)
    spans = tuple(sorted(spans)) or months_of(timed.days)
    parts = [spans[begin : begin + TOGETHER] for begin in range(0, len(spans), TOGETHER)] or [()]
    steps = [fit_spans(timed, part, contacts=False, seed=seed, draws=draws) for part in parts]
    if all(isinstance(one, Missing) for one in steps):
        return steps[0] if isinstance(steps[0], Missing) else Missing("no outing holds steps")
    both = [fit_spans(felt, part, contacts=True, seed=seed, draws=draws) for part in parts]
    bias = np.random.default_rng([seed, 2]).normal(0.0, contact_error(contact or ""), draws)
    found = [
        _span(index, span, one, other, bias)
        for part, one, other in zip(parts, steps, both, strict=True)
        if not isinstance(one, Missing)
        for index, span in enumerate(part)
    ]
    used = [one for one in both if not isinstance(one, Missing)]
    used = [one.adjustment for one in used or steps if not isinstance(one, Missing)]
    return SeasonCurves(
        spans=tuple(one for one in found if one is not None),
        frequency_source=frequency or "",
        contact_source=contact or "",
        left_out=_count(outings) - _count(one for one in alike if _of(one, frequency, contact)),
        adjusted=tuple(name for name in used[0].adjusted if all(name in one.adjusted for one in used)),
        not_adjusted=tuple(dict.fromkeys(text for one in used for text in one.not_adjusted)),
        notes=() if contact is None else (note_contact(contact),),
    )


def months_of(days: Sequence[date]) -> tuple[Span, ...]:
    """Return the calendar months that hold any of the days, oldest first.

    Examples
    --------
    >>> [str(span.last) for span in months_of([date(2026, 2, 3), date(2025, 12, 31)])]
    ['2025-12-31', '2026-02-28']
    """
    months = sorted({(day.year, day.month) for day in days})
    return tuple(Span(date(year, month, 1), _end_of_month(year, month)) for year, month in months)


def values_of(logs: Array, speeds: Array) -> Mapping[str, Array]:
    """Return every value of `SEASON_VALUES` from logs of step frequency and contact time, same shape as one of them.

    Parameters
    ----------
    logs : ndarray, shape (..., n, 1 or 2)
        Natural log of step frequency in Hz and, where known, of contact time in s.
    speeds : ndarray, shape (n,)
        m/s.

    Examples
    --------
    >>> found = values_of(np.log([[2.8, 0.24]]), np.array([3.5]))
    >>> lengths, forces, swings = (found[name][0] for name in ("contact_length", "force", "swing_time"))
    >>> round(float(lengths * (2.0 * forces - 1.0) / swings), 12)
    3.5
    """
    frequency = np.exp(logs[..., 0])
    found = {"step_length": speeds / frequency, "step_frequency": frequency}
    if logs.shape[-1] == 1:
        return found
    contact = np.exp(logs[..., 1])
    return {
        "force": 1.0 / (frequency * contact),
        "swing_time": 2.0 / frequency - contact,
        "contact_time": contact,
        "contact_length": speeds * contact,
        **found,
    }


def fit_spans(cells: Cells, spans: Sequence[Span], *, contacts: bool, seed: int, draws: int) -> SpansFit | Missing:
    """Fit step frequency, and contact time with it where asked for, over spans."""
    number = {day: index for day in cells.days for index, span in enumerate(spans) if day in span}
    rows = cells.of_days(lambda day: day in number)
    if contacts:
        rows = rows & np.isfinite(cells.contacts)
    cells = cells.where(rows)
    if len(cells.days) < LEAST_OUTINGS:
        what = "contact time" if contacts else "step frequency"
        return Missing(
            f"{len(cells.days)} of {LEAST_OUTINGS} outings hold {what} at a steady speed",
            f"Record runs with {what} from one instrument",
        )
    of = np.array([number[day] for day in cells.days], dtype=np.float64)[cells.outings]
    adjustment = adjust(cells)
    design = np.hstack([_design(cells.speeds, of, len(spans)), adjustment.columns])
    measured = [cells.frequencies, cells.contacts] if contacts else [cells.frequencies]
    precision = np.full((design.shape[1],), WEAK)
    precision[len(spans) : 2 * len(spans)] = SLOPE_PRECISION
    if freedom_of(design, precision) < LEAST_FREEDOM:
        return Missing("the outings hold too few speeds for what differs between them", "Record more runs")
    fit = fit_outings(
        design, np.log(np.stack(measured, axis=1)), cells.counts, cells.outings,
        precision=precision, seed=seed, draws=draws,
    )  # fmt: skip
    return SpansFit(cells, of, len(spans), adjustment, fit)


def _design(speeds: Array, spans: Array, many: int) -> Array:
    """Level and slope of each span, common slope and curvature, against the log of speed."""
    apart = np.log(speeds / MIDDLE)
    own = (spans[:, None] == np.arange(many)).astype(np.float64)
    return np.hstack([own, own * apart[:, None], apart[:, None], apart[:, None] ** 2])


def _span(index: int, span: Span, steps: SpansFit, both: SpansFit | Missing, bias: Array) -> SpanCurves | None:
    inside = steps.spans == index
    outings = len(np.unique(steps.cells.outings[inside]))
    if outings < LEAST_OUTINGS:
        return None
    curves: dict[str, SpeedCurve | Missing] = dict.fromkeys(SEASON_VALUES, NO_CONTACTS)
    curves.update(_curves(index, steps, None))
    if isinstance(both, Missing):
        curves.update({name: both for name in SEASON_VALUES if curves[name] is NO_CONTACTS})
    elif len(np.unique(both.cells.outings[both.spans == index])) >= LEAST_OUTINGS:
        curves.update({name: one for name, one in _curves(index, both, bias).items() if curves[name] is NO_CONTACTS})
    return SpanCurves(span, outings, curves)


def _curves(index: int, fitted: SpansFit, bias: Array | None) -> dict[str, SpeedCurve]:
    bins = fitted.cells.held_in(fitted.spans == index, least=LEAST_AT_SPEED)
    if not bins.size:
        return {}
    speeds = (bins + 0.5) * BIN_WIDTH
    logs = fitted.at(index, bins)
    narrow = values_of(logs, speeds)
    # What the instrument reads short or long in all spans alike goes into the contact times of every draw.
    wide = narrow if bias is None else values_of(logs + bias[:, None, None] * np.array([0.0, 1.0]), speeds)
    return {name: _curve(speeds, samples, wide[name], SEASON_UNITS[name]) for name, samples in narrow.items()}


def _curve(speeds: Array, samples: Array, wide: Array, unit: str) -> SpeedCurve:
    low, high = np.quantile(samples, tails(HOUSE_LEVEL), axis=0)
    wide_low, wide_high = np.quantile(wide, tails(HOUSE_LEVEL), axis=0)
    return SpeedCurve(speeds, np.median(samples, axis=0), low, high, wide_low, wide_high, unit)


def _of(outing: OutingSummary, frequency: str | None, contact: str | None) -> bool:
    """Whether the steps of an outing come from the instruments chosen."""
    steps = outing.steps
    if isinstance(steps, Missing):
        return False
    return frequency_source(steps) == frequency and contact_source(steps) in (None, contact)


def _count(outings: Iterable[OutingSummary]) -> int:
    return sum(isinstance(one.steps, SpeedBins) for one in outings)


def _end_of_month(year: int, month: int) -> date:
    following = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)
