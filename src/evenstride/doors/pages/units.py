"""The units of a page: how a reader wants lengths and masses shown, and read where none is typed; inside all is SI."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from itertools import product
from math import floor

from evenstride.core.estimate import Estimate
from evenstride.core.units import Amount, from_si
from evenstride.core.work import Work
from evenstride.doors.pages.speech import figure

LENGTHS = ("m", "yd")
MASSES = ("kg", "lb")
BODY_LENGTHS = ("m", "in")
"""Of a height or a leg length: nobody is measured in yards."""

WHOLE_FROM = 10.0
"""From here on a dose is a whole number of yards or pounds, below it has one decimal (judgement): nobody paces or
loads finer, and what was typed in whole yards and pounds comes back as it was typed."""

_FIGURES = re.compile(r"((?:\d+(?:\.\d+)?, )*\d+(?:\.\d+)?)( ?)(m|kg)(?![\w/·²])")


@dataclass(frozen=True, slots=True)
class Units:
    """What lengths (m or yd) and masses (kg or lb) are shown in."""

    length: str = "m"
    mass: str = "kg"

    @property
    def code(self) -> str:
        """How a browser keeps the choice."""
        return f"{self.length}-{self.mass}"

    @property
    def body_length(self) -> str:
        """The unit of a bare height or leg length."""
        return BODY_LENGTHS[LENGTHS.index(self.length)]


METRIC = Units()
UNITS = {one.code: one for one in (Units(length, mass) for length, mass in product(LENGTHS, MASSES))}
"""Every choice by its code."""

_CHOSEN: ContextVar[Units] = ContextVar("units", default=METRIC)


def units() -> Units:
    """Return the units of the page that is being made; metric where nobody chose."""
    return _CHOSEN.get()


@contextmanager
def measuring(chosen: Units) -> Iterator[None]:
    """Show pages in units, for this request or this block only."""
    before = _CHOSEN.set(chosen)
    try:
        yield
    finally:
        _CHOSEN.reset(before)


def distance(metres: float) -> str:
    """Write a distance of a run or a dose.

    Examples
    --------
    >>> with measuring(Units("yd")):
    ...     distance(30.0), distance(36.576), distance(2.5), distance(0.0)
    ('33 yd', '40 yd', '2.7 yd', '0 yd')
    >>> distance(30.0), distance(36.576)
    ('30 m', '36.58 m')
    """
    return _written(metres, units().length)


def load(kilograms: float) -> str:
    """Write an outer load.

    Examples
    --------
    >>> with measuring(Units(mass="lb")):
    ...     load(90.718474), load(82.5), load(0.0)
    ('200 lb', '182 lb', '0 lb')
    >>> load(82.5)
    '82.5 kg'
    """
    return _written(kilograms, units().mass)


def body_mass(kilograms: float) -> str:
    """Write the mass of a body.

    Examples
    --------
    >>> with measuring(Units(mass="lb")):
    ...     body_mass(71.5)
    '157.6 lb'
    """
    unit = units().mass
    return figure(f"{round(from_si(kilograms, unit), 1):g} {unit}")


def body_length(metres: float) -> str:
    """Write the height of a body or the length of a leg, in feet and inches beside yards.

    Examples
    --------
    >>> with measuring(Units("yd")):
    ...     body_length(1.7018), body_length(0.9), body_length(1.8287)
    ('5 ft 7 in', '2 ft 11.4 in', '6 ft 0 in')
    >>> body_length(1.8)
    '1.8 m'
    """
    if units().length == "m":
        return figure(f"{round(metres, 3):g} m")
    feet, inches = divmod(round(from_si(metres, "in"), 1), 12.0)
    return figure(f"{feet:g} ft {round(inches, 1):g} in")


def fact(value: str | Amount) -> str:
    """Write a fact: an amount in the units of the page, words as they are.

    Examples
    --------
    >>> with measuring(Units("yd", "lb")):
    ...     fact(Amount(71.5, "kg")), fact(Amount(1.8, "m")), fact("30 m.csv")
    ('157.6 lb', '5 ft 10.9 in', '30 m.csv')
    """
    if isinstance(value, str):
        return value
    return {"kg": body_mass, "m": body_length}[value.unit](value.value)


def in_units(estimate: Estimate) -> Estimate:
    """Return an estimate of a length or a mass in the units of the page, any other as it is.

    Examples
    --------
    >>> with measuring(Units("yd")):
    ...     shown = in_units(Estimate(9.144, 8.2296, 10.0584, "m"))
    ...     (f"{shown.value:g}", f"{shown.low:g}", shown.unit), in_units(Estimate(9.0, 8.0, 10.0, "m/s")).unit
    (('10', '9', 'yd'), 'm/s')
    """
    small = "cm" if units().length == METRIC.length else "in"
    unit = {"m": units().length, "kg": units().mass, "cm": small}.get(estimate.unit, estimate.unit)
    if unit == estimate.unit:
        return estimate
    si = 0.01 if estimate.unit == "cm" else 1.0
    value, low, high = (from_si(si * one, unit) for one in (estimate.value, estimate.low, estimate.high))
    return replace(estimate, value=value, low=low, high=high, unit=unit)


def figures_in(text: str) -> str:
    """Write the metres and kilograms of a line that holds nothing but figures and our own words in the page's units.

    Examples
    --------
    >>> with measuring(Units("yd", "lb")):
    ...     figures_in("2 gates to 20 m, 3.200 s"), figures_in("left: 2.24, 2.30 m"), figures_in("9 m/s, 4 ms, 3 min")
    ('2 gates to 22 yd, 3.200 s', 'left: 2.45, 2.52 yd', '9 m/s, 4 ms, 3 min')
    """
    return _FIGURES.sub(_converted, text)


def work_text(work: Work) -> str:
    """Write what was done in the form in which it can be told again; the name of an exercise is nobody's quantity.

    Examples
    --------
    >>> with measuring(Units("yd", "lb")):
    ...     work_text(Work("back squat", 3, 5, 90.718474)), work_text(Work("fly 20m run", 1, 4, distance=36.576))
    ('back squat 3x5 200lb', 'fly 20m run 4x40yd')
    """
    name = work.exercise.replace("_", " ")
    return name + figures_in(work.text.removeprefix(name))


def _converted(found: re.Match[str]) -> str:
    values, space, unit = found.groups()
    chosen = {"m": units().length, "kg": units().mass}[unit]
    if chosen == unit:
        return found[0]
    shown = [_with_decimals(float(one), chosen, len(one.partition(".")[2])) for one in values.split(", ")]
    return f"{', '.join(shown)}{space}{chosen}"


def _with_decimals(value: float, unit: str, decimals: int) -> str:
    """With the decimals of a trial; what has more was converted before, and what has none is a dose."""
    return f"{from_si(value, unit):.{decimals}f}" if decimals == 2 else _rounded(value, unit)


def _written(value: float, unit: str) -> str:
    return figure(f"{_rounded(value, unit)} {unit}")


def _rounded(value: float, unit: str) -> str:
    if unit in (METRIC.length, METRIC.mass):
        return f"{round(value, 2):g}"
    shown = round(from_si(value, unit), 6)
    places = 0 if shown >= WHOLE_FROM else 1
    return f"{floor(shown * 10**places + 0.5) / 10**places:g}"
