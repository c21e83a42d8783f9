"""Times at distances as people type them on a phone: one run a line, "Ben 10m 1.90 20m 3.10 30m 4.21"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from evenstride.core.errors import InputError
from evenstride.core.units import si_unit, to_si
from evenstride.readers.values import shorten

LONGEST_LINE = 1000
MOST_RUNS = 200
"""Letters of one line and lines of one entry: more is a file, and the page of files takes it."""

_PIECE = re.compile(r"(\d+(?:\.\d+)?)\s*([^\W\d_]*)")
_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d)")
_BETWEEN = re.compile(r"[\s,;:/=|·–-]*")
_LITTLE_WORDS = re.compile(r"\b(?:in|at)\b")
_DISTANCE_BEFORE = re.compile(r"(?:^|\s)\d+(?:[.,]\d+)?\s*(?:m|yd|ft)?\s*$")
_SECONDS = frozenset({"", "s", "sec", "secs", "seconds"})
_EXAMPLE = "Write a distance and its time in turn, like 10 1.90 20 3.10"


@dataclass(frozen=True, slots=True)
class TypedRun:
    """One run as it was typed: who, empty where nobody is named, and each gate's distance in m and time in s."""

    name: str
    gates: tuple[tuple[float, float], ...]


def parse_typed_runs(text: str) -> tuple[TypedRun, ...]:
    """Return the runs of a text, one a line; empty lines are passed over.

    Raises
    ------
    InputError
        If there is none, or a line is not a name and pairs of distance and time; the place is the line.

    Notes
    -----
    A comma between two digits is a decimal comma, unless the line also has points: then it separates. Distances may
    carry a unit; a bare one is in m. What stands before the first number is the name, or what stands before a colon.

    Examples
    --------
    >>> parse_typed_runs("Ben 10m 1.90 20m 3.10")
    (TypedRun(name='Ben', gates=((10.0, 1.9), (20.0, 3.1))),)
    >>> parse_typed_runs("20 3,10; 10 1,90")[0].gates
    ((10.0, 1.9), (20.0, 3.1))
    """
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if not lines:
        raise InputError("no time was typed", remedy=_EXAMPLE)
    if len(lines) > MOST_RUNS:
        raise InputError(f"{len(lines)} runs are more than can be typed at once", remedy=f"Give at most {MOST_RUNS}")
    return tuple(_run(line, f"line {number}" if len(lines) > 1 else "") for number, line in lines)


def _run(line: str, where: str) -> TypedRun:
    if len(line) > LONGEST_LINE:
        raise InputError("this line is too long for one run", place=where, remedy="Write one run a line")
    name, told = _name_and_times(line)
    told = _LITTLE_WORDS.sub(" ", told.replace(",", " ") if "." in told else _DECIMAL_COMMA.sub(".", told))
    pieces = list(_PIECE.finditer(told))
    rest = _PIECE.sub(" ", told)
    if _BETWEEN.fullmatch(rest) is None:
        raise InputError(f"'{shorten(rest.strip())}' is neither a distance nor a time", place=where, remedy=_EXAMPLE)
    if not pieces or len(pieces) % 2:
        said = "distances and times do not come in pairs" if pieces else "there is no time"
        raise InputError(said, place=where, remedy=_EXAMPLE)
    pairs = zip(pieces[::2], pieces[1::2], strict=True)
    gates = sorted((_distance(at, where), _time(after, where)) for at, after in pairs)
    places = [at for at, _ in gates]
    twice = next((at for at, again in pairwise(places) if at == again), None)
    if twice is not None:
        raise InputError(f"two times are at {twice:g} m", place=where, remedy="Write a second run on a second line")
    return TypedRun(" ".join(name.split()), tuple(gates))


def _name_and_times(line: str) -> tuple[str, str]:
    before, colon, after = line.partition(":")
    if colon and any(char.isalpha() for char in before) and _DISTANCE_BEFORE.search(before) is None:
        return before, after
    start = next((index for index, char in enumerate(line) if char.isdigit()), len(line))
    return line[:start].strip(" \t,;:-–=|"), line[start:]


def _distance(piece: re.Match[str], where: str) -> float:
    value, unit = float(piece[1]), piece[2] or "m"
    try:
        if si_unit(unit) == "m":
            return to_si(value, unit)
    except InputError:
        pass
    raise InputError(f"'{shorten(piece[0])}' stands where a distance is expected", place=where, remedy=_EXAMPLE)


def _time(piece: re.Match[str], where: str) -> float:
    if piece[2].casefold() in _SECONDS:
        return float(piece[1])
    raise InputError(f"'{shorten(piece[0])}' stands where a time is expected", place=where, remedy=_EXAMPLE)
