"""Outings in words: one in short, steps over the seasons, push or swing since an earlier span, the load of a week."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite

from evenstride.core.estimate import Estimate, Missing
from evenstride.core.outing_values import BIN_WIDTH, FAST_SHARE, DeviceNote, OutingSummary, SpeedBins
from evenstride.core.overview import Voices
from evenstride.core.season_values import (
    SEASON_VALUES,
    BalanceTrend,
    SeasonCurves,
    SeasonShift,
    Shifted,
    Span,
    SpeedCurve,
)
from evenstride.core.show import number, signed
from evenstride.words.format import capital, count, day, listed, log_percent, logs, quantity

HOW_NOT_WHY = "This is how the steps were, not why; it is never evidence for a limit."
ALSO = "New shoes, other ground or an update of the device can look the same."
NO_RATIO = "Loads are shown as they are: no ratio of weeks, which foretells nothing."
NOT_FOR_SPRINTS = "Contact times of outings stop at 7 m/s: nothing here speaks of sprinting."
GROWING = "Legs that grow change every step, so push and swing are not told apart before sixteen."

_NAMES: Mapping[str, str] = {
    "force": "force",
    "swing_time": "swing time",
    "contact_time": "contact time",
    "contact_length": "contact length",
    "step_length": "step length",
    "step_frequency": "step frequency",
}
_SYMBOLS: Mapping[str, str] = {"force": "F", "swing_time": "t_sw", "contact_length": "Lc"}
_UNITS: Mapping[str, str] = {"BW": "body weights", "Hz": "steps/s"}


def say_outing(outing: OutingSummary, *, own_best: float | None = None) -> tuple[str, ...]:
    """Return one activity in sentences: how long, load, fastest, steps, and what is known against the device."""
    return (
        _length(outing),
        _load(outing),
        *_fast(outing, own_best),
        _steps(outing.steps),
        *(say_note(one) for one in outing.notes),
    )


def say_note(note: DeviceNote) -> str:
    """Return a warning on an instrument.

    Examples
    --------
    >>> say_note(DeviceNote("Stryd", "contact times 15 % short in one study", "a study"))
    'Stryd: contact times 15 % short in one study (a study).'
    """
    source = f" ({note.reference})" if note.reference else ""
    return f"{note.source or 'The device'}: {note.sentence}{source}."


def say_curves(found: SeasonCurves | Missing) -> tuple[str, ...]:
    """Return what curves over speed rest on and what they leave open."""
    if isinstance(found, Missing):
        return (f"Steps against speed: cannot tell yet. {_why(found)}",)
    lines = [f"Step frequency from {_named(found.frequency_source)}, contact time from {_named(found.contact_source)}."]
    if found.left_out:
        many = capital(count(found.left_out, "outing"))
        lines.append(f"{many} with other instruments, or indoors, left out: two are never mixed.")
    if found.adjusted:
        lines.append(f"Adjusted for {listed(found.adjusted)}.")
    lines += found.not_adjusted
    lines += [say_note(one) for one in found.notes]
    lines.append(
        "Months can be compared with each other; how far all of them may be off together is the wider interval."
    )
    return (*lines, NOT_FOR_SPRINTS, HOW_NOT_WHY)


def say_curve(name: str, curve: SpeedCurve | Missing, *, speed: float) -> str:
    """Return one value at one speed, at the nearest speed the span holds.

    Examples
    --------
    >>> import numpy as np
    >>> at = np.array([3.375])
    >>> one = SpeedCurve(at, *(np.array([x]) for x in (1.48, 1.46, 1.5, 1.2, 1.8)), "BW")
    >>> say_curve("force", one, speed=3.4)
    'force at 3.4 m/s: 1.48 body weights (1.46–1.50); with the error of the device 1.2 to 1.8'
    """
    if isinstance(curve, Missing):
        return f"{_NAMES[name]}: cannot tell ({curve.reason})"
    at = min(range(curve.speeds.size), key=lambda index: abs(float(curve.speeds[index]) - speed))
    told = Estimate(float(curve.value[at]), float(curve.low[at]), float(curve.high[at]), curve.unit)
    text = quantity(told).replace(curve.unit, _UNITS.get(curve.unit, curve.unit))
    wide = ""
    if curve.wide_high[at] - curve.wide_low[at] > 1.1 * (told.high - told.low):
        ends = [number(float(end), 2).rstrip("0").rstrip(".") for end in (curve.wide_low[at], curve.wide_high[at])]
        wide = f"; with the error of the device {ends[0]} to {ends[1]}"
    return f"{_NAMES[name]} at {number(float(curve.speeds[at]), 1)} m/s: {text}{wide}"


def say_shift(found: SeasonShift | Missing, *, growing: bool = False) -> Voices:
    """Return what shifted between two spans, for athlete, coach and scientist.

    Parameters
    ----------
    found : SeasonShift or Missing
        Two spans at equal speed.
    growing : bool
        Whether the athlete is under sixteen: no role is named then.
    """
    if isinstance(found, Missing):
        why = _why(found)
        athlete = f"Your outings cannot tell yet whether push or swing changed. Next: {_next(found)}."
        return Voices(athlete, f"Push and swing at equal speed: cannot tell yet. {why}", f"Shift: missing. {why}")
    if growing:
        return Voices(f"Your runs are noted. {GROWING} Next: keep running.", GROWING, f"{GROWING} {_scientist(found)}")
    return Voices(_athlete(found), _coach(found), _scientist(found))


def say_balance(found: BalanceTrend | Missing) -> str:
    """Return how the balance of left and right went, in one paragraph."""
    if isinstance(found, Missing):
        return f"Left and right: cannot tell yet. {_why(found)}"
    low, high = signed(100.0 * found.change.low, 1), signed(100.0 * found.change.high, 1)
    value = signed(100.0 * found.change.value, 1)
    verdict = "beyond error" if found.beyond_error else "within error"
    share = quantity(Estimate(100.0 * found.share.value, 100.0 * found.share.low, 100.0 * found.share.high, "%"))
    return (
        f"Left foot's share of contact time, {found.outings} outings from {day(found.first)} {found.first.year} to "
        f"{day(found.last)} {found.last.year}: {share}; change {value} points ({low} to {high}), {verdict}. "
        "Whether the device reads half for legs that are alike is not known; the change is what counts."
    )


def span_text(span: Span) -> str:
    """Return days as people say them, with the year.

    Examples
    --------
    >>> from datetime import date
    >>> span_text(Span(date(2026, 4, 1), date(2026, 5, 31)))
    '1 April to 31 May 2026'
    """
    first = day(span.first, today=span.last)
    return f"{first} to {day(span.last)} {span.last.year}"


def _length(outing: OutingSummary) -> str:
    what = f"{capital(outing.sport.value)} on {day(outing.on)} {outing.on.year}: {minutes(outing.timed)}"
    if outing.distance is None:
        return f"{what}; distance not known ({outing.distance_from.value})."
    return f"{what}, {kilometres(outing.distance)} ({outing.distance_from.value})."


def _load(outing: OutingSummary) -> str:
    if outing.load is None or outing.effort is None:
        return "Load: not known (no effort told). Log the effort, 0 to 10."
    return f"Load {number(outing.load, 0)}: effort {number(outing.effort, 1)} × {minutes(outing.timed)}."


def _fast(outing: OutingSummary, own_best: float | None) -> tuple[str, ...]:
    if isinstance(outing.top_speed, Missing):
        return (f"Top speed: not told ({outing.top_speed.reason}).",)
    top = f"Top speed {quantity(outing.top_speed)}; {outing.top_speed.method}."
    if own_best is None:
        return (top, "Fast metres: not known (own best speed is not known).")
    metres = outing.fast_metres(own_best)
    if isinstance(metres, Missing):
        return (top, f"Fast metres: not known ({metres.reason}).")
    many = len(outing.fast_stretches(own_best))
    where = f" in {count(many, 'run')}" if many else ""
    return (
        top,
        f"Fast metres: {number(metres, 0)} m at {FAST_SHARE * 100:.0f} % of own best, {number(own_best, 1)} m/s, "
        f"or faster{where}.",
    )


def _steps(steps: SpeedBins | Missing) -> str:
    if isinstance(steps, Missing):
        return f"Steps against speed: none ({steps.reason})."
    low, high = float(steps.bins.min()) * BIN_WIDTH, float(steps.bins.max() + 1.0) * BIN_WIDTH
    many = int(steps.counts.sum())
    held = f"{many} steady {'stretch' if many == 1 else 'stretches'} of {steps.stretch:.0f} s"
    contact = f", contact time from {_named(steps.contact_source)}" if any(map(isfinite, steps.contact_times)) else ""
    left = f"; {steps.steep} left out for their grade" if steps.steep else ""
    return (
        f"Steps: {held} between {number(low, 1)} and {number(high, 1)} m/s, step frequency from "
        f"{_named(steps.frequency_source)}{contact}{left}."
    )


def _athlete(found: SeasonShift) -> str:
    ends = "Next: run on as you do."
    if found.shifted is Shifted.NEITHER:
        return (
            f"At the same speeds as before, your push and your swing are where they were, as far as we can see. {ends}"
        )
    parts = []
    if found.shifted in (Shifted.PUSH, Shifted.BOTH):
        parts.append("push more" if found.changes["force"].value > 0.0 else "push less")
    if found.shifted in (Shifted.SWING, Shifted.BOTH):
        parts.append("swing your legs quicker" if found.changes["swing_time"].value < 0.0 else "take longer to swing")
    return f"At the same speeds as before, you {listed(parts)}. Shoes, ground or device can look the same. {ends}"


def _coach(found: SeasonShift) -> str:
    told = [f"{_NAMES[name]} {log_percent(found.changes[name])}" for name in ("force", "contact_length", "swing_time")]
    verdict = {
        Shifted.PUSH: "Push shifted, swing not beyond error",
        Shifted.SWING: "Swing shifted, push not beyond error",
        Shifted.BOTH: "Push and swing both shifted",
        Shifted.NEITHER: "Neither push nor swing shifted beyond error",
    }[found.shifted]
    return (
        f"{span_text(found.now)} against {span_text(found.before)}, {number(found.slowest, 2)} to "
        f"{number(found.fastest, 2)} m/s: {'; '.join(told)}. {verdict}. {ALSO} {HOW_NOT_WHY}"
    )


def _scientist(found: SeasonShift) -> str:
    told = ", ".join(
        f"Δln {_SYMBOLS.get(name, _NAMES[name])} {logs(found.changes[name])}"
        for name in SEASON_VALUES
        if name in found.changes
    )
    level = 100.0 * found.changes["force"].level
    return (
        f"{found.outings[0]} and {found.outings[1]} outings, {found.source or 'one unnamed instrument'}; {told} "
        f"({level:.0f} %, F and t_sw judged together). At one speed two of F, Lc and t_sw are free. {HOW_NOT_WHY}"
    )


def _why(missing: Missing) -> str:
    remedy = f" {missing.remedy.rstrip('.')}." if missing.remedy else ""
    return f"{capital(missing.reason)}.{remedy}"


def _next(missing: Missing) -> str:
    text = missing.remedy.rstrip(".") or "record more runs"
    return text[:1].lower() + text[1:]


def _named(source: str) -> str:
    return source or "a device the file does not name"


def minutes(seconds: float) -> str:
    """Return a time as people say it.

    Examples
    --------
    >>> minutes(42.0), minutes(2700.0), minutes(3600.0), minutes(4500.0)
    ('42 s', '45 min', '1 h', '1 h 15 min')
    """
    if seconds < 60.0:
        return f"{seconds:.0f} s"
    whole = round(seconds / 60.0)
    if whole < 60:
        return f"{whole} min"
    return f"{whole // 60} h {whole % 60} min" if whole % 60 else f"{whole // 60} h"


def kilometres(metres: float) -> str:
    """Return a distance in kilometres."""
    return f"{number(metres / 1000.0, 2)} km"
