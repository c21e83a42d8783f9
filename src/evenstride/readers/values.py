"""Cells → values: numbers with either decimal mark, dates that are never guessed, sides, devices."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import TypeVar

import numpy as np

from evenstride.core.errors import InputError
from evenstride.core.recording import Start
from evenstride.core.roles import Side
from evenstride.readers.columns import plain

_T = TypeVar("_T")

_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d{1,2})?", re.ASCII)
_PLAIN = frozenset("0123456789+-.,\n")
"""Marks of a column of ordinary numbers: with no others, `float` understands exactly what `parse_number` does."""

_LONGEST = 40
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})([T ].*)?", re.ASCII)
_DAY_OR_MONTH_FIRST = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})([T ,].*)?", re.ASCII)

_SHORT = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{2})", re.ASCII)

_FIRST_YEAR = 1900
_LARGEST = 1e15

_SIDES = {
    Side.LEFT: ("left", "l", "links", "li", "gauche", "g"),
    Side.RIGHT: ("right", "r", "rechts", "re", "droite", "droit", "d"),
}
_SIDE_OF = {name: side for side, names in _SIDES.items() for name in names}

_YES: tuple[str, ...] = ("yes", "y", "ja", "j", "oui", "o", "x", "1", "true", "ok")
_NO: tuple[str, ...] = ("no", "n", "nein", "non", "0", "false")
_YES_OF = {word: word in _YES for word in (*_YES, *_NO)}

_STARTS = {
    Start.STANDING: ("standing", "stehend", "hochstart", "debout"),
    Start.BLOCK: ("block", "blocks", "startblock", "tiefstart", "starting blocks"),
    Start.FLYING: ("flying", "fliegend", "lance"),
    Start.UNKNOWN: ("unknown", "unbekannt", "inconnu"),
}
_START_OF = {name: start for start, names in _STARTS.items() for name in names}

_DEVICE_KINDS = (  # positioning first: a phone with GPS is no camera
    ("gps", ("gps", "gnss", "catapult", "statsports")),
    ("lps", ("lps", "kinexon")),
    ("gates", ("gate", "freelap", "brower", "witty", "lichtschranke", "cellule")),
    ("radar", ("radar", "stalker")),
    ("laser", ("laser",)),
    ("contact mat", ("mat", "kontaktmatte", "tapis")),
    ("optical", ("optical", "optojump", "optogait", "optisch", "optique")),
    ("video", ("video", "phone", "camera", "kamera", "handy", "fps")),
    ("stopwatch", ("stopwatch", "stoppuhr", "hand", "chronometre")),
    ("tape", ("tape", "massband", "ruban")),
    ("scale", ("scale", "waage", "dynamometer", "peson")),
    ("published", ("published",)),
    ("simulated", ("simulated",)),
)


def parse_number(text: str) -> float:
    """Return a finite number written with a decimal point or a decimal comma.

    Raises
    ------
    InputError
        For anything else, thousands separators, `nan` and infinity among it.

    Examples
    --------
    >>> parse_number("1,158")
    1.158
    """
    if not text:
        raise InputError("the cell is empty", remedy="Fill it in, or delete the row")
    if len(text) > _LONGEST or _NUMBER.fullmatch(text) is None:
        raise InputError(
            f"'{shorten(text)}' is not a number",
            remedy="Write digits with one decimal point or comma, and units only in the header",
        )
    value = float(text.replace(",", "."))
    if abs(value) > _LARGEST:
        raise InputError(f"'{text}' is far too large", remedy="Correct the value or delete the row")
    return value


def parse_numbers(texts: Sequence[str]) -> np.ndarray | None:
    """Return the numbers of many cells at once, None where one of them needs `parse_number` to look at it.

    Examples
    --------
    >>> parse_numbers(["1,158", "1.893"]), parse_numbers(["1.158", "n/a"])
    (array([1.158, 1.893]), None)
    """
    joined = "\n".join(texts)
    if not texts or joined.count("\n") != len(texts) - 1 or not _PLAIN.issuperset(joined):
        return None
    if "," in joined:
        texts = joined.replace(",", ".").split("\n")
    try:
        values = np.array(list(map(float, texts)), dtype=np.float64)
    except ValueError:
        return None
    return values if np.abs(values).max() <= _LARGEST and max(map(len, texts)) <= _LONGEST else None


def parse_date(text: str, *, day_first: bool | None = None, said: date | None = None) -> date:
    """Return a day written year first, or day and month first where only one reading is possible.

    Parameters
    ----------
    text : str
        A cell. Two figures of a year are taken behind points only, `5.9.26`, where the day always comes first.
    day_first : bool, optional
        How the other dates of the column are written.
    said : date, optional
        The day given with the file; it decides where it is one of the two readings.

    Raises
    ------
    InputError
        For no date, no such day, and for `03/04/2024`, which is two days of the year.

    Examples
    --------
    >>> parse_date("25.3.2024"), parse_date("2024-03-25"), parse_date("5.9.26")
    (datetime.date(2024, 3, 25), datetime.date(2024, 3, 25), datetime.date(2026, 9, 5))
    >>> parse_date("03/04/2024", day_first=True), parse_date("03/04/2024", said=date(2024, 3, 4))
    (datetime.date(2024, 4, 3), datetime.date(2024, 3, 4))
    """
    remedy = "Write the date as YEAR-MONTH-DAY, for example 2024-03-25"
    iso, other, short = _ISO.fullmatch(text), _DAY_OR_MONTH_FIRST.fullmatch(text), _SHORT.fullmatch(text)
    if iso is not None:
        year, month, day = int(iso[1]), int(iso[2]), int(iso[3])
    elif short is not None:
        day, month, year = int(short[1]), int(short[2]), 2000 + int(short[3])
    elif other is not None:
        year, first, second = int(other[4]), int(other[1]), int(other[3])
        if other[2] != "." and first != second and first <= 12 and second <= 12:
            day_first = _order_said(year, first, second, said) if day_first is None else day_first
            if day_first is None:
                why = (
                    f"It is {first} of month {second} or {second} of month {first}, and nothing in the file says which"
                )
                raise InputError(
                    f"the date '{text}' can be read in two ways",
                    why=why,
                    remedy=f"{remedy}, or say the day with the file: --date {year}-{second:02}-{first:02}",
                )
        else:
            day_first = other[2] == "." or second <= 12
        day, month = (first, second) if day_first else (second, first)
    else:
        raise InputError(f"'{shorten(text)}' is not a date", remedy=remedy)
    try:
        if year < _FIRST_YEAR:
            raise ValueError(year)
        return date(year, month, day)
    except ValueError:
        raise InputError(f"there is no day '{shorten(text)}'", remedy=remedy) from None


def _order_said(year: int, first: int, second: int, said: date | None) -> bool | None:
    if said is None or said.year != year:
        return None
    readings = {(first, second): True, (second, first): False}
    return readings.get((said.day, said.month))


def day_order(texts: Iterable[str]) -> bool | None:
    """Return whether the days of dates with strokes come first; None where none can be read in one way only, or both.

    Examples
    --------
    >>> day_order(["03/04/2024", "25/04/2024"]), day_order(["03/04/2024"]), day_order(["25/3/2024", "3/25/2024"])
    (True, None, None)
    """
    parts = [found for text in texts if (found := _DAY_OR_MONTH_FIRST.fullmatch(text)) and found[2] != "."]
    orders = {int(found[1]) > 12 for found in parts if (int(found[1]) > 12) != (int(found[3]) > 12)}
    return next(iter(orders)) if len(orders) == 1 else None


@lru_cache(maxsize=1024)
def parse_side(text: str) -> Side:
    """Return the side a cell names in English, German or French."""
    return _word(text, _SIDE_OF, "a side", "left or right")


def parse_yes(text: str) -> bool:
    """Return whether a cell says yes; an empty one says no."""
    if not text:
        return False
    return _word(text, _YES_OF, "yes or no", "yes or no, or leave it empty")


def parse_start(text: str) -> Start:
    """Return the way of starting a cell names."""
    return _word(text, _START_OF, "a start", "standing, block, flying or unknown")


@lru_cache(maxsize=1024)
def device_kind(text: str, *, default: str) -> str:
    """Return the kind of instrument a text speaks of, `default` where it is not recognised.

    Examples
    --------
    >>> device_kind("Stalker ATS II", default="unknown"), device_kind("Leo's box", default="gates")
    ('radar', 'gates')
    """
    words = set(re.split(r"\W+", plain(text)))
    for kind, names in _DEVICE_KINDS:
        if not words.isdisjoint((*names, *(name + "s" for name in names))):
            return kind
    return default


def shorten(text: str) -> str:
    """Return a text short enough for one sentence, without line breaks."""
    text = " ".join(text.split())
    return text if len(text) <= 40 else text[:37] + "..."


def _word(text: str, table: dict[str, _T], what: str, values: str) -> _T:
    found = table.get(plain(text))
    if found is None:
        raise InputError(f"'{shorten(text)}' is not {what}", remedy=f"Write {values}")
    return found
