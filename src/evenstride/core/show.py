"""Numbers as people read them: a true minus, signs printed, as many digits as the interval deserves."""

from __future__ import annotations

from datetime import date
from math import expm1, floor, log10

from evenstride.core.estimate import Estimate

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


def decimals_for(width: float) -> int:
    """Return how many decimals an interval of this full width deserves, 0 to 3.

    Its half-width keeps one digit, two when that digit is 1 or 2; more would only look exact.

    Examples
    --------
    >>> decimals_for(0.4), decimals_for(0.16), decimals_for(120.0), decimals_for(0.0)
    (2, 2, 0, 2)
    """
    half = abs(width) / 2.0
    if half == 0.0:
        return 2
    exponent = floor(log10(half))
    return min(3, max(0, -exponent + (1 if half < 3.0 * 10.0**exponent else 0)))


def value_text(estimate: Estimate) -> str:
    """Write the best value without its unit, with the digits its interval deserves.

    Examples
    --------
    >>> value_text(Estimate(8.591, 8.42, 8.83, "m/s"))
    '8.59'
    """
    return number(estimate.value, decimals_for(estimate.high - estimate.low))


def interval_text(estimate: Estimate) -> str:
    """Write the interval without its unit.

    Examples
    --------
    >>> interval_text(Estimate(8.591, 8.42, 8.83, "m/s"))
    '8.42 to 8.83'
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
    ('+7.3 %', '+2.0 to +12.7 %')
    """
    value, low, high = (signed(percent_of_log(part)) for part in (change.value, change.low, change.high))
    return f"{value} %", f"{low} to {high} %"


def day_text(day: date) -> str:
    """Write a day without its year.

    Examples
    --------
    >>> day_text(date(2026, 4, 6))
    '6 Apr'
    """
    return f"{day.day} {day:%b}"
