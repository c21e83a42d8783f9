"""Numbers as people read them: a true minus, signs printed, as many digits as the interval deserves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from math import ceil, expm1, floor, log10
from typing import TypeVar

from evenstride.core.capacity_trend import HeldChange
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
    >>> decimals_for(0.5), decimals_for(0.31), decimals_for(120.0), decimals_for(0.0), decimals_for(5e-324)
    (1, 2, 0, 2, 3)
    """
    if width == 0.0:
        return 2
    # The smallest numbers have no quarter left.
    quarter = max(abs(width) / 4.0, 10.0 ** -(MOST_DECIMALS + 1))
    return min(max(-floor(log10(quarter)), 0), MOST_DECIMALS)


def value_text(estimate: Estimate) -> str:
    """Write the best value without its unit, with the digits its interval deserves.

    Examples
    --------
    >>> value_text(Estimate(8.591, 8.42, 8.83, "m/s"))
    '8.6'
    """
    return number(estimate.value, decimals_for(estimate.high - estimate.low))


def spread_text(estimate: Estimate) -> str:
    """Write how much single steps vary, with the digits its interval deserves; only zero reads as zero.

    Examples
    --------
    >>> spread_text(Estimate(5.5, 3.1, 14.0, "ms")), spread_text(Estimate(0.42, 0.2, 2.9, "cm"))
    ('6', '0.4')
    """
    return end_text(estimate.value, decimals_for(estimate.high - estimate.low))


def interval_text(estimate: Estimate) -> str:
    """Write the interval without its unit.

    Examples
    --------
    >>> interval_text(Estimate(8.591, 8.42, 8.83, "m/s"))
    '8.4 to 8.8'
    """
    digits = decimals_for(estimate.high - estimate.low)
    return f"{end_text(estimate.low, digits)} to {end_text(estimate.high, digits)}"


def end_text(value: float, decimals: int, write: Callable[[float, int], str] = number) -> str:
    """Write an end of an interval: on which side of zero it lies decides what is said, so only zero reads as zero.

    Examples
    --------
    >>> end_text(0.2, 0, signed), end_text(-0.004, 1), end_text(0.0, 1), end_text(1e-9, 0)
    ('+0.2', '−0.004', '0.0', 'just above 0')
    """
    for digits in range(decimals, max(decimals, MOST_DECIMALS) + 1):
        text = write(value, digits)
        if value == 0.0 or any(digit in text for digit in "123456789"):
            return text
    return "just above 0" if value > 0.0 else "just below 0"


def signed_text(estimate: Estimate) -> tuple[str, str]:
    """Write a difference in its own unit, without it: value and interval, with their signs.

    Examples
    --------
    >>> signed_text(Estimate(3.14, -1.2, 7.4, "°"))
    ('+3', '−1 to +7')
    """
    digits = decimals_for(estimate.high - estimate.low)
    ends = (end_text(end, digits, signed) for end in (estimate.low, estimate.high))
    return signed(estimate.value, digits), " to ".join(ends)


def error_text(held: HeldChange) -> str:
    """Say whether a change is beyond error; with how much that would be where its interval alone would say otherwise.

    Examples
    --------
    >>> error_text(HeldChange(Estimate(0.03, -0.01, 0.07, "1"), 0.034))
    'inside error'
    >>> error_text(HeldChange(Estimate(0.03, 0.005, 0.07, "1"), 0.034))
    'inside error, which reaches to 4 %'
    """
    if held.beyond_error:
        return "beyond error"
    if held.change.low <= 0.0 <= held.change.high:
        return "inside error"
    parts = (percent_of_log(part) for part in (held.change.low, held.change.high, held.mdc))
    return f"inside error, which reaches to {_threshold_text(*parts, above=True)} %"


def detectable_text(change: Estimate, detectable: float) -> str:
    """Write the relative change from which it is more than error, so that it reads as the change beside it lies.

    Examples
    --------
    >>> detectable_text(Estimate(0.036, -0.01, 0.08, "1"), 0.038), detectable_text(Estimate(0.036, 0, 0.08, "1"), 0.035)
    ('4 %', '3 %')
    """
    parts = (100.0 * part for part in (change.low, change.high, detectable))
    return f"{_threshold_text(*parts, above=abs(change.value) < detectable)} %"


def _threshold_text(low: float, high: float, threshold: float, *, above: bool) -> str:
    """With the digits of a change in per cent, rounded away from it: up where the change is smaller."""
    digits = _percent_digits(low, high)
    steps = round(threshold * 10**digits, 9)
    return number((ceil(steps) if above else floor(steps)) / 10**digits, digits)


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
    digits = _percent_digits(low, high)
    return f"{signed(value, digits)} %", f"{end_text(low, digits, signed)} to {end_text(high, digits, signed)} %"


def _percent_digits(low: float, high: float) -> int:
    """The digits the interval deserves, at most one."""
    return min(decimals_for(high - low), 1)


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


def series(trials: Iterable[float]) -> str:
    """Write trials of one test with the same decimals, four figures at most.

    Examples
    --------
    >>> series((2.05, 2.0)), series((212.0, 9.5))
    ('2.05, 2.00', '212.0, 9.5')
    """
    shown = [f"{trial:.4g}" for trial in trials]
    if any("e" in one for one in shown):
        return ", ".join(shown)
    places = max((len(one.partition(".")[2]) for one in shown), default=0)
    return ", ".join(f"{float(one):.{places}f}" for one in shown)
