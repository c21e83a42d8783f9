"""Numbers, dates and lists as people read them: true minus, signed percentages, units at the surface.

An `Estimate` is rounded by its own interval: the step of the last digit is the largest power of ten not above a
quarter of the interval's width, so that no digit is shown that the interval does not support.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from math import expm1, floor, log10

from evenstride.core.estimate import Estimate, Missing
from evenstride.core.run import Flag
from evenstride.core.show import MOST_DECIMALS, decimals_for, end_text, number, signed
from evenstride.core.units import from_si

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_COUNTS = ("no", "one", "two", "three", "four", "five", "six")


def quantity(estimate: Estimate, *, unit: str = "") -> str:
    """Return a value with its interval and unit.

    Parameters
    ----------
    estimate : Estimate
        Value and interval in its own unit.
    unit : str
        Display unit, for example `ms` for an estimate in s; the estimate's own unit when empty.

    Examples
    --------
    >>> quantity(Estimate(8.6, 8.4, 8.9, "m/s"))
    '8.6 m/s (8.4–8.9)'
    >>> quantity(Estimate(0.104, 0.101, 0.107, "s"), unit="ms")
    '104 ms (101–107)'
    >>> quantity(Estimate(0.03, 1e-6, 0.06, "m/s"))
    '0.03 m/s (just above 0 to 0.06)'
    """
    shown = unit or estimate.unit
    value, low, high = (from_si(one, unit) if unit else one for one in (estimate.value, estimate.low, estimate.high))
    decimals = decimals_of(value, low, high)
    begin, end = end_text(low, decimals), end_text(high, decimals)
    ends = f"({begin}{'–' if begin[0].isdigit() else ' to '}{end})"
    return " ".join(part for part in (number(value, decimals), shown if shown != "1" else "", ends) if part)


def label_questions(questions: Iterable[Flag], labels: Mapping[str, str]) -> tuple[Flag, ...]:
    """Return questions about values under the label a person reads instead of the name of the metric.

    Examples
    --------
    >>> asked = Flag("implausible", "trunk_lean left", "115 ° lies outside -17 to 69 °")
    >>> label_questions([asked], {"trunk_lean": "trunk leans forward"})[0].where
    'trunk leans forward, left'
    """
    found: list[Flag] = []
    for one in questions:
        name, _, side = one.where.partition(" ")
        label = labels.get(name, name.replace("_", " "))
        found.append(replace(one, where=f"{label}, {side}" if side else label))
    return tuple(found)


def percent(share: Estimate) -> str:
    """Return a relative change (0.01 is one per cent) as a signed percentage.

    Examples
    --------
    >>> percent(Estimate(0.019, 0.006, 0.031, "1"))
    '+1.9 % (+0.6 to +3.1)'
    """
    value, low, high = percent_parts(share)
    return f"{value} % ({low} to {high})"


def log_percent(change: Estimate) -> str:
    """Return a change in natural logs as a signed percentage, 100·(eˣ − 1).

    Examples
    --------
    >>> log_percent(Estimate(0.068, 0.049, 0.086, "1"))
    '+7.0 % (+5.0 to +9.0)'
    """
    return percent(unlog(change))


def unlog(change: Estimate) -> Estimate:
    """Return a change in natural logs as a relative change, eˣ − 1; quantiles go through it unharmed.

    Examples
    --------
    >>> round(unlog(Estimate(0.1, 0.0, 0.2, "1")).value, 4)
    0.1052
    """
    return Estimate(
        expm1(change.value),
        expm1(change.low),
        expm1(change.high),
        "1",
        change.level,
        change.method,
        change.provenance,
    )


def percent_parts(share: Estimate) -> tuple[str, str, str]:
    """Return value, low and high of a relative change as signed percentages without the sign `%`.

    Examples
    --------
    >>> percent_parts(Estimate(0.0, -0.04, 0.04, "1"))
    ('0', '−4', '+4')
    """
    value, low, high = (100.0 * one for one in (share.value, share.low, share.high))
    decimals = min(decimals_of(value, low, high), 1)
    return signed(value, decimals), end_text(low, decimals, signed), end_text(high, decimals, signed)


def logs(change: Estimate) -> str:
    """Return a change in natural logs as scientists write it.

    Examples
    --------
    >>> logs(Estimate(0.07, 0.02, 0.12, "1"))
    '0.07 [0.02, 0.12]'
    """
    decimals = max(decimals_of(change.value, change.low, change.high), 2)
    return f"{number(change.value, decimals)} [{end_text(change.low, decimals)}, {end_text(change.high, decimals)}]"


def decimals_of(value: float, low: float, high: float) -> int:
    """Return how many decimals an interval supports; three significant digits where it has no width.

    Examples
    --------
    >>> decimals_of(8.6, 8.4, 8.9), decimals_of(635.0, 600.0, 670.0), decimals_of(8.59, 8.44, 8.75)
    (1, 0, 2)
    """
    if high > low:
        return decimals_for(high - low)
    return 0 if value == 0 else min(max(2 - floor(log10(abs(value))), 0), MOST_DECIMALS)


def said(value: Estimate | Missing, say: Callable[[Estimate], str]) -> str:
    """Return an estimate in words, or the reason why there is none.

    Examples
    --------
    >>> said(Missing("one date only."), log_percent)
    'not known (one date only)'
    """
    return f"not known ({value.reason.rstrip(' .')})" if isinstance(value, Missing) else say(value)


def day(on: date, *, today: date | None = None) -> str:
    """Return a date as people say it; the year only where it is not that of `today`.

    Examples
    --------
    >>> day(date(2026, 3, 3), today=date(2026, 5, 1)), day(date(2025, 3, 3), today=date(2026, 5, 1))
    ('3 March', '3 March 2025')
    """
    text = f"{on.day} {_MONTHS[on.month - 1]}"
    return text if today is None or on.year == today.year else f"{text} {on.year}"


def listed(items: Iterable[str]) -> str:
    """Return items as a sentence lists them.

    Examples
    --------
    >>> listed(["wall", "strap", "tape"])
    'wall, strap and tape'
    """
    every = list(items)
    return " and ".join([", ".join(every[:-1]), every[-1]] if len(every) > 1 else every)


def count(many: int, one: str) -> str:
    """Return a small count in words with its noun.

    Examples
    --------
    >>> count(1, "kind of test"), count(2, "kind of test"), count(12, "session")
    ('one kind of test', 'two kinds of test', '12 sessions')
    """
    word = _COUNTS[many] if many < len(_COUNTS) else str(many)
    head, *rest = one.split(" ")
    return " ".join([word, head if many == 1 else head + "s", *rest])


def capital(text: str) -> str:
    """Return text with its first letter in upper case, the rest untouched."""
    return text[:1].upper() + text[1:]


def lowered(text: str) -> str:
    """Return a title as it stands inside a sentence: first letter small, unless an acronym begins it.

    Examples
    --------
    >>> lowered("Springy hops"), lowered("MSS of the day")
    ('springy hops', 'MSS of the day')
    """
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def adding_up(total: float, parts: Sequence[float], *, decimals: int) -> tuple[str, tuple[str, ...]]:
    """Return a total and its parts, signed and rounded so that the printed parts add up to the printed total.

    Each part moves by less than one unit of the last digit.

    Examples
    --------
    >>> adding_up(1.5, [2.61, -1.28, 0.17], decimals=1)
    ('+1.5', ('+2.6', '−1.3', '+0.2'))
    """
    scale = 10**decimals
    whole = round(total * scale)
    rounded = [floor(part * scale) for part in parts]
    order = sorted(range(len(parts)), key=lambda index: rounded[index] - parts[index] * scale)
    for index in order[: whole - sum(rounded)]:
        rounded[index] += 1
    return signed(whole / scale, decimals), tuple(signed(part / scale, decimals) for part in rounded)
