"""The language of a page: a text is looked up under its English wording, and one that has no other stays English."""

from __future__ import annotations

import calendar
import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from markupsafe import Markup, escape

Texts = Mapping[str, str]
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_FIGURE = re.compile(r"[−+-]?\d+(\.\d+)?( (%|cm|m|s|ms|m/s|kg|min|N|km))?|[A-Z]\d[a-z]?")
"""A number with its unit, or the short name of a field test."""
_DATE = re.compile(rf"(\d{{1,2}}) ({'|'.join((*calendar.month_name[1:], *calendar.month_abbr[1:]))})( \d{{4}})?")
_ENDS = re.compile(r"(?<=[.?!]) (?=[A-Z])")
"""Where one sentence ends and the next begins."""
_LINKS = (
    (_ENDS, " "), (re.compile("; "), "; "), (re.compile(", "), ", "),
    (re.compile(" and "), " and "),
)  # fmt: skip
"""What stands between two sentences, and between two things of a list."""


@dataclass(frozen=True, slots=True)
class Language:
    """A language pages are written in.

    Attributes
    ----------
    code, name : str
        What a browser calls it (BCP 47), and what it calls itself.
    decimal : str
        The decimal mark.
    texts : mapping
        English text of a page → text. May hold the tags and placeholders of the English one.
    sentences : mapping
        English sentence that is made elsewhere → sentence; a placeholder stands for whatever it is made with.
    scripts : mapping
        Name of a script → its texts.
    words : mapping
        Name of a word of the glossary → its name, spellings and explanation.
    """

    code: str
    name: str
    decimal: str = "."
    texts: Texts = field(default_factory=dict)
    sentences: Texts = field(default_factory=dict)
    scripts: Mapping[str, Texts] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


ENGLISH = Language("en", "English")
LEAST_OF_OURS = 5
"""Letters a sentence has beside what is put into it, so that it is known by them although that is not ours."""
_SPOKEN: ContextVar[Language] = ContextVar("spoken", default=ENGLISH)


@cache
def languages() -> Mapping[str, Language]:
    """Return every language by its code, English first."""
    folder = resources.files("evenstride.doors.pages") / "languages"
    files = sorted((one for one in folder.iterdir() if one.name.endswith(".toml")), key=lambda one: one.name)
    read = (read_language(one.read_text(encoding="utf-8")) for one in files)
    return MappingProxyType({one.code: one for one in (ENGLISH, *read)})


def read_language(text: str) -> Language:
    """Read a catalog.

    Examples
    --------
    >>> lines = ('code = "es"', 'name = "Español"', 'decimal = ","', "[texts]", '"Save" = "Guardar"')
    >>> spanish = read_language(chr(10).join(lines))
    >>> spanish.name, spanish.texts["Save"], dict(spanish.sentences)
    ('Español', 'Guardar', {})
    """
    told = tomllib.loads(text)
    return Language(
        told["code"],
        told["name"],
        told["decimal"],
        told.get("texts", {}),
        told.get("sentences", {}),
        told.get("scripts", {}),
        told.get("words", {}),
    )


def spoken() -> Language:
    """Return the language of the page that is being made; English where nobody chose."""
    return _SPOKEN.get()


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Make pages in a language, for this request or this block only."""
    before = _SPOKEN.set(language)
    try:
        yield
    finally:
        _SPOKEN.reset(before)


def say(text: str, *, of: str = "", **named: object) -> str:
    """Return a text in the language of the page, with its placeholders filled in.

    Parameters
    ----------
    text : str
        The English text.
    of : str
        Where it stands, if the same English text stands for two things: its key is then "of: text".
    **named
        What the placeholders stand for.

    Examples
    --------
    >>> with speaking(Language("x", "X", texts={"Rest {time}": "Pause {time}", "verb: Plan": "Planen"})):
    ...     say("Rest {time}", time="2 min"), say("Plan", of="verb"), say("Plan"), say("Unknown")
    ('Pause 2 min', 'Planen', 'Plan', 'Unknown')
    """
    found = spoken().texts.get(f"{of}: {text}" if of else text, text)
    return found.format(**named) if named else found


def t(text: str, *, of: str = "", **named: object) -> Markup:
    """Return a text of a template, which may hold tags; what its placeholders stand for is escaped."""
    found = Markup(say(text, of=of))  # templates and catalogs are ours
    return found.format(**named) if named else found


def word(text: object) -> str:
    """Return a word from a list of ours; what somebody typed has no other and stays as it is."""
    return spoken().texts.get(str(text), str(text))


def is_spoken(text: str) -> bool:
    """Whether a word from a list of ours has a wording in the language of the page."""
    return spoken().texts.get(text) is not None


def unspoken(text: str, ours: Iterable[str]) -> str:
    """Return the English word of ours that some language writes like this; what is none of them stays as it was typed.

    Whoever typed it may have chosen another language since.

    Examples
    --------
    >>> unspoken("kraft ", ["strength"]), unspoken("hill sprints", ["strength"])
    ('strength', 'hill sprints')
    """
    typed = text.strip().casefold()
    known = (
        one for one in ours for language in languages().values() if language.texts.get(one, one).casefold() == typed
    )
    return next(known, text)


def figure(text: str) -> str:
    """Write a number with the decimal mark of the language.

    Examples
    --------
    >>> with speaking(Language("x", "X", ",")):
    ...     figure("2.5")
    '2,5'
    """
    return text.replace(".", spoken().decimal)


def is_english() -> bool:
    """Whether the page is English, so that nothing on it needs to be marked as such."""
    return spoken().code == ENGLISH.code


def en() -> Markup:
    """Return the mark of English text on a page of another language, an attribute."""
    return Markup("" if is_english() else ' lang="en"')


def sentence(text: str) -> Markup:
    """Return a sentence that was made elsewhere; one without another wording is marked as English.

    Several sentences in a row are said in the language only if all of them can be.

    Examples
    --------
    >>> said = {"Mind your {place}.": "Achte auf: {place}."}
    >>> with speaking(Language("x", "X", texts={"knee": "Knie"}, sentences=said)):
    ...     [str(sentence(one)) for one in ("Mind your knee.", "Mind your <i>.", "Go on.")]
    ['Achte auf: Knie.', 'Achte auf: <span lang="en">&lt;i&gt;</span>.', '<span lang="en">Go on.</span>']
    """
    known = _wording(text, {}) or _partly(text)
    if known is not None:
        return known
    is_text = any(char.isalpha() for char in text)
    return escape(text) if is_english() or not is_text else Markup('<span lang="en">{}</span>').format(text)


def _wording(text: str, tried: dict[str, Markup | None]) -> Markup | None:
    """Return the whole text in the language of the page, None where any of it has no wording.

    What was `tried` before is not tried again: a long text has many parts that begin or end alike.
    """
    if text not in tried:
        tried[text] = None
        tried[text] = _known(text) or (None if is_english() else _composed(text, tried))
    return tried[text]


def _known(text: str) -> Markup | None:
    """Return a word, a sentence, a figure, a day or a place of the body as a whole."""
    language = spoken()
    known = language.texts.get(text) or language.sentences.get(text)
    if known is not None:
        return escape(known)
    if is_english():
        return None
    if _FIGURE.fullmatch(text):
        return escape(figure(text))
    if found := _DATE.fullmatch(text):
        on, month, year = found.groups()
        return escape(say("{day} {month}", day=on, month=word(month)) + (year or ""))
    side, _, place = text.partition(" ")
    if side in ("left", "right") and place in language.texts:
        return escape(say("left {place}" if side == "left" else "right {place}", place=word(place)))
    return None


def _composed(text: str, tried: dict[str, Markup | None]) -> Markup | None:
    """Return a text made of others: a sentence with its values, one that begins with a capital, or several."""
    for begins, pattern, wording in _patterns(tuple(spoken().sentences.items())):
        if text.startswith(begins) and (found := pattern.fullmatch(text)):
            values = found.groupdict()
            told = {name: None if _ENDS.search(one) else _wording(one, tried) for name, one in values.items()}
            if None not in told.values():
                return escape(wording).format(**told)
    if text.endswith(".") and not _ENDS.search(text) and (bare := _wording(text[:-1], tried)):
        return bare + "."  # an error's text stands without its full stop until it is shown
    if text[:1].isupper() and not text[1:2].isupper() and (small := _wording(text[:1].lower() + text[1:], tried)):
        return small[:1].upper() + small[1:]
    return _in_parts(text, tried)


def _in_parts(text: str, tried: dict[str, Markup | None]) -> Markup | None:
    """Return sentences in a row, or what a list names, where every part has its wording."""
    for between, link in _LINKS:
        first, *more = between.split(text)
        if more:
            parts = [_wording(one, tried) for one in (first, *more)]
            if None not in parts:
                return Markup(say(link)).join(one for one in parts if one is not None)
    return None


def _partly(text: str) -> Markup | None:
    """Return a known sentence with something in it that is not ours: that is marked as English."""
    for begins, pattern, wording in _patterns(tuple(spoken().sentences.items())):
        own = sum(map(str.isalpha, _PLACEHOLDER.sub("", wording))) >= LEAST_OF_OURS
        if own and text.startswith(begins) and (found := pattern.fullmatch(text)):
            values = found.groupdict()
            if not any(map(_ENDS.search, values.values())):
                return escape(wording).format(**{name: sentence(value) for name, value in values.items()})
    return None


def plain_sentence(text: str) -> tuple[str, str]:
    """Return a sentence that was made elsewhere as text for a script, and the code of its language."""
    said = sentence(text)
    english = said == Markup('<span lang="en">{}</span>').format(text)
    return said.striptags(), ENGLISH.code if english else spoken().code


def lang() -> str:
    """Return the code of the page's language."""
    return spoken().code


def in_english() -> Markup:
    """Write the rest of this page in English, and return the mark of it: for what is not translated yet."""
    mark = en()
    _SPOKEN.set(ENGLISH)
    return mark


def script_texts(script: str) -> Markup:
    """Return the texts of a script as an attribute; English is in the script itself."""
    texts = spoken().scripts.get(script)
    return Markup(' data-texts="{}"').format(json.dumps(texts, ensure_ascii=False)) if texts else Markup("")


@cache
def _patterns(sentences: tuple[tuple[str, str], ...]) -> tuple[tuple[str, re.Pattern[str], str], ...]:
    """Return the sentences with placeholders, longest first, so that the one that says most is found.

    Each has what it begins with, its pattern and its wording.
    """
    made = [one for one in sentences if _PLACEHOLDER.search(one[0])]
    made.sort(key=lambda one: -len(_PLACEHOLDER.sub("", one[0])))
    return tuple((_PLACEHOLDER.split(text)[0], _pattern(text), wording) for text, wording in made)


def _pattern(text: str) -> re.Pattern[str]:
    parts = _PLACEHOLDER.split(text)
    return re.compile("".join(f"(?P<{one}>.+)" if n % 2 else re.escape(one) for n, one in enumerate(parts)), re.DOTALL)
