"""What was done, typed in one line: `back squat 3x5 80kg rir2`, `fly run 4x20m run-in 30m 98% in 2.31/2.28`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from evenstride.core.errors import InputError
from evenstride.core.units import si_unit, to_si
from evenstride.core.work import Work

EXAMPLES = (
    'e.g. "back squat 3x5 80kg rir2", "fly run 4x20m 98% rest 4min", "calf hold 3x30s", "pogo 3x10 30 contacts", '
    '"bike sprint 6x6s best 812W on wattbike"'
)

_NUMBER = r"\d+(?:[.,]\d+)?"
_TIME = rf"(?:\d{{1,3}}:[0-5]\d(?:[.,]\d+)?|{_NUMBER})"
_WHOLE = r"\d{1,6}"
_COUNT = rf"(?:{_WHOLE}\s*[x×*]\s*)"
_UNIT = {"m": "m", "km": "km", "s": "s", "sec": "s", "min": "min", "kg": "kg", "lb": "lb", "lbs": "lb",
         "yd": "yd", "yds": "yd", "yards": "yd", "ft": "ft"}  # fmt: skip
_END = r"(?![\w.,/])"

_STRANGE = re.compile(
    r"[^a-z]*\d(?!.*-[a-z]).*|x\d+|[-+−=±]+|kg|lbs?|yd|yds|yards|ft|%|"
    r"[-+−=±]+infinity|[-+−=±]*(?:rir|run-?in|x)?(?:nan|inf)(?:x.*|%|kg|lbs?|km|m|yds?|ft|s|sec|min)?"
)
"""Words no exercise is called by: numbers, what computers call no number, units and signs that belong to a number."""

_MOST: Mapping[str, float] = {
    "sets": 100, "reps": 1000, "load": 600, "rir": 10, "distance": 100_000, "run_in": 1000, "duration": 86_400,
    "intensity": 1.2, "contacts": 10_000, "rest": 3600, "power": 5000,
}  # fmt: skip
"""Largest values that are taken for told and not for mistyped; intensity beyond 1 is a run with assistance."""


_BARE_LOAD = re.compile(rf"(?<![\dx×*])({_WHOLE}\s*[x×*]\s*{_WHOLE})\s+@?({_NUMBER})(?=\s+(?:$|rir|rest\b))")
"""A number alone behind sets and reps: what else it could be has a unit or a word of its own."""


def parse_work(text: str, *, place: str = "", bare_load: str = "") -> Work:
    """Read one exercise as it was done; the order of its parts is free and a comma may stand for the decimal point.

    Parameters
    ----------
    text : str
        One line.
    place : str
        Where it was typed, in the words of whoever typed it: an option of a command, a field of a page.
    bare_load : str
        The unit, kg or lb, in which a number alone behind sets and reps is a load; where empty it is refused.

    Raises
    ------
    InputError
        Where something with a number in it cannot be read, is told twice or is out of range.

    Examples
    --------
    >>> parse_work("back squat 3x5 82,5kg rir2").text
    'back squat 3x5 82.5kg rir2'
    >>> parse_work("fly run 4 x 20 m, run-in 30 m, in 2.31/2.28/2.30/2.29").times
    (2.31, 2.28, 2.3, 2.29)
    >>> parse_work("easy jog 5km in 27:30").times
    (1650.0,)
    >>> parse_work("back squat 3x5 200 rir2", bare_load="lb") == parse_work("back squat 3x5 200lb rir2")
    True
    """
    unread = partial(_unread, text, place)
    told: dict[str, Any] = {}
    rest = " " + re.sub(r",(?=\s|$)", " ", text.strip().lower()) + " "
    rest = _BARE_LOAD.sub(rf"\1 \2{bare_load}", rest) if bare_load else rest
    for pattern, read in _PARTS:
        rest = re.sub(rf"(?<=\s)@?{pattern}{_END}", _taker(read, told, unread), rest)
    if ("distance" in told or "duration" in told) and told.keys().isdisjoint({"sets", "reps"}):
        told |= {"sets": 1, "reps": 1}
    name = " ".join(rest.replace("@", " ").split())
    strange = [word for word in name.split() if _STRANGE.fullmatch(word)]
    if strange:
        raise unread(f"'{strange[0]}' is not understood")
    if not name:
        raise unread("the exercise is missing")
    for field, most in _MOST.items():
        if told.get(field) is not None and not 0 <= told[field] <= most:
            raise unread(f"{field.replace('_', '-')} {told[field]:g} is out of range")
    if any(not 0 < time <= _MOST["duration"] for time in told.get("times", ())):
        raise unread("a time is out of range")
    return Work(exercise=name, **told)


def _taker(
    read: Callable[[re.Match[str]], dict[str, Any]], told: dict[str, Any], unread: Callable[[str], InputError]
) -> Callable[[re.Match[str]], str]:
    def take(found: re.Match[str]) -> str:
        try:
            values = read(found)
        except ValueError as problem:
            raise unread(str(problem)) from problem
        twice = sorted(told.keys() & values.keys())
        if twice:
            raise unread(f"{twice[0].replace('_', '-')} is told twice")
        told.update(values)
        return " "

    return take


def _unread(text: str, place: str, why: str) -> InputError:
    return InputError(f"'{text}' cannot be read as work done", place=place, why=why, remedy=f"Write it {EXAMPLES}")


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _si(value: str, unit: str) -> float:
    return to_si(_number(value), _UNIT[unit])


def _times(found: re.Match[str]) -> dict[str, Any]:
    return {"times": tuple(map(_seconds, found["times"].split("/")))}


def _seconds(text: str) -> float:
    """Read a time in seconds, or in minutes and seconds with a colon."""
    minutes, colon, seconds = text.rpartition(":")
    return 60.0 * _number(minutes) + _number(seconds) if colon else _number(text)


def _rest(found: re.Match[str]) -> dict[str, Any]:
    return {"rest": _si(found["value"], found["unit"])}


def _run_in(found: re.Match[str]) -> dict[str, Any]:
    return {"run_in": _si(found["value"], found["unit"])}


def _power(found: re.Match[str]) -> dict[str, Any]:
    return {"power": _number(found["value"])} | ({"meter": found["meter"]} if found["meter"] else {})


def _lengths(found: re.Match[str]) -> dict[str, Any]:
    """Sets, reps and the length of one; of runs a single count is that of the reps, of holds that of the sets."""
    counts = [int(count) for count in re.findall(r"\d+", found["counts"])]
    unit = _UNIT[found["unit"]]
    if unit in ("kg", "lb") and re.fullmatch(r"\d+,\d{3}", found["value"]):
        raise ValueError(f"{found['value']} could be one or a thousand: write it without a comma")
    value = _si(found["value"], found["unit"])
    if si_unit(unit) == "m":
        sets, reps = [1, 1, *counts][-2:]
        return _counted(counts, sets, reps) | {"distance": value}
    sets, reps = (*counts, 1, 1)[:2]
    if unit in ("s", "min"):
        return _counted(counts, sets, reps) | {"duration": value}
    if len(counts) == 1:
        raise ValueError("one number before the load could mean sets or reps: write both, e.g. 3x5 80kg")
    return _counted(counts, sets, reps) | {"load": value}


def _counted(counts: list[int], sets: int, reps: int) -> dict[str, Any]:
    return {"sets": sets, "reps": reps} if counts else {}


def _sets(found: re.Match[str]) -> dict[str, Any]:
    return {"sets": int(found["sets"]), "reps": int(found["reps"])}


def _only(field: str, kind: Callable[[str], float], scale: float = 1.0) -> Callable[[re.Match[str]], dict[str, Any]]:
    def read(found: re.Match[str]) -> dict[str, Any]:
        value = kind(found["value"])
        return {field: value if scale == 1.0 else value * scale}

    return read


_VALUE = rf"(?P<value>{_NUMBER})"
_PARTS: tuple[tuple[str, Callable[[re.Match[str]], dict[str, Any]]], ...] = (
    (rf"run-?\s?in\s*{_VALUE}\s*(?P<unit>yds?|yards|ft|m)", _run_in),
    (rf"in\s+(?P<times>{_TIME}(?:/{_TIME})*)\s*s?", _times),
    (rf"rest\s*=?\s*{_VALUE}\s*(?P<unit>min|sec|s)", _rest),
    (rf"{_VALUE}\s*(?P<unit>min|sec|s)\s+rest", _rest),
    (rf"(?:best\s+)?{_VALUE}\s*w(?:atts?)?(?:\s+on\s+(?P<meter>[^\W\d_][\w-]*))?", _power),
    (rf"rir\s*=?\s*{_VALUE}", _only("rir", _number)),
    (rf"{_VALUE}\s*%", _only("intensity", lambda text: _number(text) / 100.0)),
    (rf"(?P<value>{_WHOLE})\s*contacts?", _only("contacts", int)),
    (rf"(?P<counts>{_COUNT}{{0,2}}){_VALUE}\s*(?P<unit>km|min|sec|lbs?|kg|yds?|yards|ft|m|s)", _lengths),
    (rf"(?P<sets>{_WHOLE})\s*[x×*]\s*(?P<reps>{_WHOLE})", _sets),
    (rf"(?P<value>{_WHOLE})\s*sets?", _only("sets", int)),
    (rf"(?P<value>{_WHOLE})\s*reps?", _only("reps", int)),
)
"""What is looked for, in this order: the longer forms first."""
