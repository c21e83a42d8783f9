"""One outing for a page: its line in a list, its facts, its two sides by speed, its fast stretches and laps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from math import isfinite

from evenstride.core.activity import Lap
from evenstride.core.estimate import Missing
from evenstride.core.outing_values import FastStretch, OutingSummary, SpeedBins, StepsAtSpeed
from evenstride.core.show import number
from evenstride.words.format import capital, day, quantity
from evenstride.words.outings.summary import kilometres, minutes

Row = tuple[str, ...]

STRETCH_HEADER = ("begins", "s", "m", "highest, m/s", "with the error of the device")
LAP_HEADER = ("lap", "time", "m", "m/s")
SIDES_HEADER = ("m/s", "held", "force, BW", "contact, m", "swing, ms", "step, m", "steps/s", "left, %")
UNKNOWN = "–"

MEANS = "Means over steady stretches, without intervals: stretches of one outing hang together. Months tell more."


def clock(seconds: float) -> str:
    """Return a time as a watch shows it.

    Examples
    --------
    >>> clock(65.4), clock(3725.0), clock(59.6)
    ('1:05', '1:02:05', '1:00')
    """
    whole = round(seconds)
    hours, rest = divmod(whole, 3600)
    return f"{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{rest // 60}:{rest % 60:02d}"


def short_time(seconds: float) -> str:
    """Return a time in as few letters as a cell of a calendar has room for on a phone.

    Examples
    --------
    >>> short_time(2700.0), short_time(6000.0)
    ('45 min', '1 h 40')
    """
    whole = round(seconds / 60.0)
    return f"{whole} min" if whole < 100 else f"{whole // 60} h {whole % 60:02d}"


def short_distance(metres: float) -> str:
    """Return a distance in as few letters; from 10 km on without decimals.

    Examples
    --------
    >>> short_distance(8140.0), short_distance(13_400.0)
    ('8.1 km', '13 km')
    """
    return f"{number(metres / 1000.0, 1 if metres < 9950.0 else 0)} km"


def outing_title(outing: OutingSummary) -> str:
    """Return what was done and how long."""
    return f"{capital(outing.sport.value)}, {minutes(outing.timed)}"


def outing_details(outing: OutingSummary, *, until: date | None = None) -> str:
    """Return how far, how hard and how fast, those that are known; of a sealed outing how hard."""
    told: list[str] = []
    if until is None and outing.distance is not None:
        told.append(kilometres(outing.distance))
    if outing.effort is not None:
        told.append(f"effort {number(outing.effort, 1).removesuffix('.0')}")
    if until is not None:
        told.append(f"sealed until {day(until)}")
    elif not isinstance(outing.top_speed, Missing):
        told.append(f"top speed {quantity(outing.top_speed)}")
    return " · ".join(told) or "nothing else is known"


def outing_facts(outing: OutingSummary, *, own_best: float | None = None) -> Iterator[tuple[str, str]]:
    """Yield name and words of what an open outing tells as a whole."""
    yield "Time", minutes(outing.timed)
    if round(outing.moving / 60.0) != round(outing.timed / 60.0):
        yield "Moving", minutes(outing.moving)
    if outing.distance is None:
        yield "Distance", f"not known: {outing.distance_from.value}"
    else:
        yield "Distance", f"{kilometres(outing.distance)}, {outing.distance_from.value}"
    yield from load_facts(outing)
    top = outing.top_speed
    yield "Top speed", f"not told: {top.reason}" if isinstance(top, Missing) else f"{quantity(top)}; {top.method}"
    fast = Missing("own best speed is not known") if own_best is None else outing.fast_metres(own_best)
    if isinstance(fast, Missing):
        yield "Fast metres", f"not known: {fast.reason}"
    elif own_best is not None:
        yield "Fast metres", f"{number(fast, 0)} m at nine tenths of own best, {number(own_best, 1)} m/s, or faster"


def load_facts(outing: OutingSummary) -> Iterator[tuple[str, str]]:
    """Yield effort and load; they are told of sealed outings too."""
    if outing.effort is None or outing.load is None:
        yield "Effort", "not told"
    else:
        yield "Effort", f"{number(outing.effort, 1).removesuffix('.0')} of 10"
        yield "Load", f"{number(outing.load, 0)}, effort × minutes"


def side_rows(steps: SpeedBins) -> tuple[Row, ...]:
    """Return steps by speed as rows of `SIDES_HEADER`, both halves of the outing together, the slowest first."""
    return tuple(map(_side_row, steps.by_speed()))


def balance_text(steps: SpeedBins) -> str:
    """Return the left foot's share of contact time over the whole outing; empty where the device does not tell."""
    if not isfinite(steps.balance):
        return ""
    return (
        f"Left foot's share of contact time: {number(100.0 * steps.balance, 1)} %. Whether the device reads half for "
        "legs that are alike is not known; what counts is how it moves over months."
    )


def stretch_rows(stretches: Iterable[FastStretch]) -> tuple[Row, ...]:
    """Return fast stretches as rows of `STRETCH_HEADER`."""
    return tuple(
        (
            clock(one.begin),
            number(one.duration, 0),
            number(one.length, 0),
            number(one.peak, 1),
            one.top_speed.reason if isinstance(one.top_speed, Missing) else quantity(one.top_speed).replace(" m/s", ""),
        )
        for one in stretches
    )


def lap_rows(laps: Sequence[Lap]) -> tuple[Row, ...]:
    """Return laps as rows of `LAP_HEADER`.

    Examples
    --------
    >>> lap_rows([Lap(0.0, 300.0, 1000.0), Lap(300.0, 330.0)])
    (('1', '5:00', '1000', '3.33'), ('2', '0:30', '–', '–'))
    """
    return tuple(
        (
            str(number_),
            clock(lap.end - lap.begin),
            UNKNOWN if lap.distance is None else number(lap.distance, 0),
            UNKNOWN
            if lap.distance is None or lap.end <= lap.begin
            else number(lap.distance / (lap.end - lap.begin), 2),
        )
        for number_, lap in enumerate(laps, start=1)
    )


def _side_row(one: StepsAtSpeed) -> Row:
    return (
        number(one.speed, 2),
        f"{number(one.held / 60.0, 1)} min",
        _told(one.force, 2),
        _told(one.contact_length, 2),
        _told(1000.0 * one.swing_time, 0),
        _told(one.step_length, 2),
        _told(one.step_frequency, 2),
        _told(100.0 * one.balance, 1),
    )


def _told(value: float, decimals: int) -> str:
    return number(value, decimals) if isfinite(value) else UNKNOWN
