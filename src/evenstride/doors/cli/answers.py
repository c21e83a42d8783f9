"""Answers typed as text become nouns."""

from __future__ import annotations

from dataclasses import fields

from evenstride.core.athlete import Lacking, Readiness
from evenstride.core.errors import InputError
from evenstride.core.log import Pain

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_THOUSANDS = 3
"""Digits on both sides of a single comma from which it may stand between trials as well as be a decimal one."""

READINESS_QUESTIONS = (
    "Before the first all-out run. Do any of these hold: a heart condition; chest pain; fainting; a joint that "
    "gets worse with sport; medication for heart or blood pressure; pregnancy; no sport for three months? "
    "(no, or those that do: heart, chest_pain, fainting, joint, medication, pregnancy, inactive_three_months)"
)


def words_of(text: str) -> tuple[str, ...]:
    """Return the comma-separated words of an answer, in lower case."""
    return tuple(word.strip().lower() for word in text.split(",") if word.strip())


def parse_lacking(text: str) -> tuple[tuple[Lacking, ...], str]:
    """Return the known places where speed is lacking, and everything else in the athlete's own words.

    Examples
    --------
    >>> parse_lacking("top, my knees")
    ((<Lacking.TOP: 'top'>,), 'my knees')
    """
    known = {item.value: item for item in Lacking}
    words = words_of(text)
    return tuple(known[word] for word in words if word in known), ", ".join(word for word in words if word not in known)


def parse_year(text: str) -> int | None:
    """Read a year of birth, None for an empty answer."""
    if not text.strip():
        return None
    if not text.strip().isdecimal() or not 1900 <= int(text) <= 2100:
        raise InputError(f"'{text}' is no year of birth", remedy="Write it with four digits, e.g. 2008")
    return int(text)


def parse_days(text: str) -> tuple[int, ...]:
    """Read weekdays, Monday 0.

    Examples
    --------
    >>> parse_days("Mon, thursday")
    (0, 3)
    """
    words = words_of(text)
    if not words or words == ("all",):
        return tuple(range(7))
    unknown = [word for word in words if word[:3] not in _DAYS]
    if unknown:
        raise InputError(f"'{unknown[0]}' is no day", place="--days", remedy="Write mon,tue,wed,thu,fri,sat,sun or all")
    return tuple(sorted({_DAYS.index(word[:3]) for word in words}))


def parse_readiness(text: str) -> Readiness:
    """Read the health answers: "no", or the names of those answered yes."""
    words = words_of(text)
    names = [item.name for item in fields(Readiness)]
    if words in (("no",), ("none",)):
        return Readiness()
    unknown = [word for word in words if word not in names]
    if unknown or not words:
        raise InputError(
            f"'{text}' does not answer the health questions",
            place="--readiness",
            remedy=f'Write "no", or those that hold: {", ".join(names)}',
        )
    return Readiness(**dict.fromkeys(words, True))


def parse_share(text: str, option: str) -> float:
    """Read a share written in per cent, with or without the sign.

    Examples
    --------
    >>> parse_share("80 %", "--speed")
    0.8
    """
    try:
        return float(text.strip().removesuffix("%").replace(",", ".")) / 100.0
    except ValueError:
        raise InputError(f"'{text}' is no share", place=option, remedy="Write per cent, e.g. 80") from None


def parse_trials(text: str, option: str) -> tuple[float, ...]:
    """Read trials of one side, as they are read off a device: commas or semicolons between, N or kg may follow.

    With semicolons between, a comma is a decimal one.

    Examples
    --------
    >>> parse_trials("240,236", "--left"), parse_trials("24,5 kg; 23,8 kg", "--left")
    ((240.0, 236.0), (24.5, 23.8))
    """
    parts = text.split(";") if ";" in text else text.split(",")
    words = [part.strip().casefold() for part in parts if part.strip()]
    units = {word.lstrip("0123456789.,").strip() for word in words}
    try:
        if len(units) > 1 or not units <= {"", "n", "kg", "kgf", "lb", "lbf", "nm"}:
            raise ValueError(text)
        return tuple(float(word.rstrip(" abcdefghijklmnopqrstuvwxyz").replace(",", ".")) for word in words)
    except ValueError:
        raise InputError(
            f"'{text}' are no trials of one unit",
            place=option,
            remedy="Write numbers, e.g. 240,236 or 24.5 kg; 23.8 kg",
        ) from None


def split_trials(text: str, option: str) -> tuple[str, ...]:
    """Return the trials of one option, each as it was typed: semicolons between, or commas where points are decimal.

    One comma without a point beside it is a decimal comma; what holds a stroke is one trial of several times.

    Examples
    --------
    >>> split_trials("0.9,0.92,0.88", "--left"), split_trials("24,5 kg; 24 kg", "--left"), split_trials("0,9", "--left")
    (('0.9', '0.92', '0.88'), ('24,5 kg', '24 kg'), ('0,9',))
    """
    if ";" in text or "/" in text:
        parts = text.split(";")
    elif "." in text or text.count(",") > 1:
        parts = text.split(",")
    else:
        before, _, after = text.strip().partition(",")
        if len(before) >= _THOUSANDS and after.isdecimal() and len(after) >= _THOUSANDS:
            raise InputError(
                f"'{text}' may be two trials or one number",
                place=option,
                remedy=f"Write {before};{after} for two trials, {before}.{after} for one",
            )
        parts = [text]
    return tuple(part.strip() for part in parts if part.strip())


def parse_pain(text: str) -> Pain:
    """Read a pain such as `left hamstring 3`.

    Examples
    --------
    >>> parse_pain("left hamstring 3/10")
    Pain(place='hamstring', level=3, side='left', sharp=False, worse_next_morning=False)
    """
    words = text.lower().split()
    levels = [word.removesuffix("/10") for word in words if word.removesuffix("/10").isdecimal()]
    sides = [word for word in words if word in ("left", "right", "both")]
    marks = ("sharp", "morning")
    place = [word for word in words if word.removesuffix("/10") not in levels and word not in (*sides, *marks)]
    if len(levels) != 1 or not 0 <= int(levels[0]) <= 10 or not place or len(sides) > 1:
        raise InputError(
            f"'{text}' is no pain I can place",
            place="--pain",
            remedy='Write side, place and 0 to 10, e.g. "left hamstring 3"; "sharp" or "morning" where it fits',
        )
    return Pain(
        place=" ".join(place),
        level=int(levels[0]),
        side=sides[0] if sides else None,
        sharp="sharp" in words,
        worse_next_morning="morning" in words,
    )
