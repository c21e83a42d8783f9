"""How pages write what a plan says in few words: the title of a session, and a week in one line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markupsafe import Markup, escape

from evenstride.core.plan import Kind, Session
from evenstride.doors.pages.speech import figure, is_english, is_spoken, say, sentence, word

_RUN_IN = re.compile(r"\(([\d.]+ m) build \+ ([\d.]+ m) fast\)")
_SETS = re.compile(r"(\d+) sets of ")
_PLAY = re.compile(r", then (.+)$")
_DECIMAL = re.compile(r"\d+\.\d+")
_OF_DOSES = re.compile(r"\b(build|fast|sets of|then|min|m|s)\b")


def session_title(session: Session) -> Markup:
    """Write the title of a session; one that holds more than names and doses of its own is marked as English.

    The name of somebody's own sport stays as they told it.

    Examples
    --------
    >>> from datetime import date
    >>> str(session_title(Session(date(2026, 5, 14), Kind.STRENGTH, "Strength: deadlift", 40.0)))
    'Strength: deadlift'
    """
    title, kind = session.title, session.kind.capitalize()
    what = title.removeprefix(kind)
    if is_english() or not title.startswith(kind):
        return sentence(title)
    names = sorted((item.exercise.name for item in session.prescriptions), key=len, reverse=True)
    if session.kind is not Kind.SPORT:
        if any(char.isalpha() for char in _OF_DOSES.sub("", _without(what, names))):
            return sentence(title)
        what = _in_words(what, names)
    said = word(session.kind.value)
    return escape(said[:1].upper() + said[1:] + what)


def _without(text: str, names: Sequence[str]) -> str:
    for name in names:
        text = text.replace(name, "") if is_spoken(name) else text
    return text


def _in_words(text: str, names: Sequence[str]) -> str:
    """Return names and doses of a title in the language of the page."""
    for name in names:
        text = text.replace(name, word(name))
    text = _RUN_IN.sub(lambda run: say("({first} build + {fast} fast)", first=run[1], fast=run[2]), text)
    text = _SETS.sub(lambda found: say("{sets} sets of", sets=found[1]) + " ", text)
    text = _PLAY.sub(lambda found: say(", then {play}", play=found[1]), text)
    return _DECIMAL.sub(lambda found: figure(found[0]), text)


def week_text(line: str) -> str:
    """Write a week in one line: how many sessions of each kind, and how many of them with play.

    Examples
    --------
    >>> week_text("1 fast · 6 full rest, with play in 1")
    '1 fast · 6 full rest, with play in 1'
    """
    sessions, comma, playful = line.partition(", with play in ")
    words = _week_words()
    parts = [one.partition(" ") for one in sessions.split(" · ")]
    told = " · ".join(f"{many}{space}{words.get(kind, kind)}" for many, space, kind in parts)
    return told + (say(", with play in {count}", count=playful) if comma else "")


def _week_words() -> dict[str, str]:
    return {
        "fast": say("fast", of="week"), "strong": say("strong", of="week"), "intervals": word("intervals"),
        "technique": word("technique"), "return": say("return", of="week"), "tempo": word("tempo"),
        "easy": word("easy"), "play": word("play"), "sport": word("sport"), "full rest": say("full rest", of="week"),
        "planned": say("planned", of="week"),
    }  # fmt: skip
