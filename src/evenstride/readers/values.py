"""Cells → values: numbers with either decimal mark, dates that are never guessed, sides, devices."""

from __future__ import annotations

import re
from collections.abc import Sequence
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


def parse_date(text: str) -> date:
    """Return a day written year first, or day and month first where only one reading is possible.

    Raises
    ------
    InputError
        For no date, no such day, and for `03/04/2024`, which is two days of the year.

    Examples
    --------
    >>> parse_date("25.3.2024"), parse_date("2024-03-25")
    (datetime.date(2024, 3, 25), datetime.date(2024, 3, 25))
    """
    remedy = "Write the date as YEAR-MONTH-DAY, for example 2024-03-25"
    iso, other = _ISO.fullmatch(text), _DAY_OR_MONTH_FIRST.fullmatch(text)
    if iso is not None:
        year, month, day = int(iso[1]), int(iso[2]), int(iso[3])
    elif other is not None:
        year, day, month = int(other[4]), int(other[1]), int(other[3])
        if other[2] != "." and day != month and day <= 12 and month <= 12:
            why = f"It is {day} of month {month} or {month} of month {day}, and nothing in the file says which"
            raise InputError(f"the date '{text}' can be read in two ways", why=why, remedy=remedy)
        if other[2] != "." and month > 12:
            day, month = month, day
    else:
        raise InputError(f"'{shorten(text)}' is not a date", remedy=remedy)
    try:
        if year < _FIRST_YEAR:
            raise ValueError(year)
        return date(year, month, day)
    except ValueError:
        raise InputError(f"there is no day '{shorten(text)}'", remedy=remedy) from None


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
