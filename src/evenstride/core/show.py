"""Numbers as people read them: a true minus, signs printed, as many digits as the interval deserves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from math import expm1, floor, log10
from typing import TypeVar

from evenstride.core.estimate import Estimate

Key = TypeVar("Key")

MINUS = "−"


def number(value: float, decimals: int = 1) -> str:
    """Write a number with a true minus and never a negative zero.

    Examples
    --------
    >>> number(-0.82), number(-0.01)
    ('−0.8', '0.0')
    """
    text = f"{value:.{decimals}f}"
    if float(text) == 0.0:
        text = text.lstrip("-")
    return text.replace("-", MINUS)


def signed(value: float, decimals: int = 1) -> str:
    """Write a change with its sign; what rounds to zero has none.

    Examples
    --------
    >>> signed(1.12), signed(-0.8), signed(0.0)
    ('+1.1', '−0.8', '0.0')
    """
    text = number(value, decimals)
    return text if text.startswith(MINUS) or float(text) == 0.0 else f"+{text}"


MOST_DECIMALS = 3


def decimals_for(width: float) -> int:
    """Return how many decimals an interval of this full width supports: the place of its quarter, at most 3.

    Examples
    --------
    >>> decimals_for(0.5), decimals_for(0.31), decimals_for(120.0), decimals_for(0.0)
    (1, 2, 0, 2)
    """
    if width == 0.0:
        return 2
    return min(max(-floor(log10(abs(width) / 4.0)), 0), MOST_DECIMALS)


def value_text(estimate: Estimate) -> str:
    """Write the best value without its unit, with the digits its interval deserves.

    Examples
    --------
    >>> value_text(Estimate(8.591, 8.42, 8.83, "m/s"))
    '8.6'
    """
    return number(estimate.value, decimals_for(estimate.high - estimate.low))


def interval_text(estimate: Estimate) -> str:
    """Write the interval without its unit.

    Examples
    --------
    >>> interval_text(Estimate(8.591, 8.42, 8.83, "m/s"))
    '8.4 to 8.8'
    """
    digits = decimals_for(estimate.high - estimate.low)
    return f"{number(estimate.low, digits)} to {number(estimate.high, digits)}"


def percent_of_log(change: float) -> float:
    """Turn a change in natural logs into per cent: 100·(eˣ − 1).

    Examples
    --------
    >>> round(percent_of_log(0.07), 2)
    7.25
    """
    return 100.0 * expm1(change)


def log_change_text(change: Estimate) -> tuple[str, str]:
    """Write a log change and its interval in per cent.

    Examples
    --------
    >>> log_change_text(Estimate(0.07, 0.02, 0.12, "1"))
    ('+7 %', '+2 to +13 %')
    """
    return _percent_text(*(percent_of_log(part) for part in (change.value, change.low, change.high)))


def share_text(change: Estimate) -> tuple[str, str]:
    """Write a relative change and its interval in per cent.

    Examples
    --------
    >>> share_text(Estimate(0.019, 0.006, 0.031, "1"))
    ('+1.9 %', '+0.6 to +3.1 %')
    """
    return _percent_text(*(100.0 * part for part in (change.value, change.low, change.high)))


def _percent_text(value: float, low: float, high: float) -> tuple[str, str]:
    """With the digits the interval deserves, at most one."""
    digits = min(decimals_for(high - low), 1)
    return f"{signed(value, digits)} %", f"{signed(low, digits)} to {signed(high, digits)} %"


def day_text(day: date) -> str:
    """Write a day without its year.

    Examples
    --------
    >>> day_text(date(2026, 4, 6))
    '6 Apr'
    """
    return f"{day.day} {day:%b}"


def shares_of(total: int, parts: Mapping[Key, float]) -> dict[Key, int]:
    """Return whole numbers in proportion to the parts that sum to `total`, by largest remainder.

    Examples
    --------
    >>> shares_of(100, {"a": 1 / 3, "b": 1 / 3, "c": 1 / 3})
    {'a': 34, 'b': 33, 'c': 33}
    """
    whole = sum(parts.values())
    if whole <= 0:
        raise ValueError(f"parts must have a positive sum, got {whole}")
    exact = {key: total * part / whole for key, part in parts.items()}
    rounded = {key: floor(value) for key, value in exact.items()}
    left = total - sum(rounded.values())
    for key in sorted(exact, key=lambda one: (rounded[one] - exact[one], -exact[one]))[:left]:
        rounded[key] += 1
    return rounded
