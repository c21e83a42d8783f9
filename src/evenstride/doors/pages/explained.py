"""Words a reader may not know, explained on every page that uses them: one tap away, and readable without scripts."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from html import unescape
from importlib import resources

from markupsafe import Markup, escape

from evenstride.doors.pages.speech import Language, say, spoken

_UNREAD = re.compile(r"<(script|style|svg|code|template)\b.*?</\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the glossary.

    Attributes
    ----------
    name : str
        What it is listed as.
    spellings : tuple of str
        How pages write it.
    says : str
        What it means for the reader.
    """

    name: str
    spellings: tuple[str, ...]
    says: str


def glossary() -> tuple[Word, ...]:
    """Return every word that is explained, in the language of the page; its English spellings are found too."""
    language = spoken()
    return tuple(_in(language, one) for one in _english())


def _in(language: Language, word: Word) -> Word:
    told = language.words.get(word.name)
    return word if told is None else Word(told["name"], (*told["as"], *word.spellings), told["says"])


@cache
def _english() -> tuple[Word, ...]:
    text = resources.files("evenstride.doors.pages").joinpath("glossary.toml").read_text(encoding="utf-8")
    return tuple(Word(one["name"], tuple(one["as"]), one["says"]) for one in tomllib.loads(text)["word"])


def words_of(page: str) -> tuple[Word, ...]:
    """Return the words of the glossary a page uses, in the glossary's order.

    Examples
    --------
    >>> [one.name for one in words_of("<p>Speed −1 %, 90 % interval −3 to +1 %</p><code>RPE</code>")]
    ['90 % interval']
    """
    text = " ".join(unescape(_TAG.sub(" ", _UNREAD.sub(" ", page))).split())
    words = glossary()
    used = set(_pattern(words).findall(text))
    return tuple(word for word in words if used.intersection(word.spellings))


def with_words(page: str) -> Markup:
    """Return what a page says, followed by what its words mean."""
    used = words_of(page)
    if not used:
        return Markup(page)
    listed = "".join(
        f'<dt data-as="{escape("|".join(one.spellings))}">{escape(one.name)}</dt><dd>{escape(one.says)}</dd>'
        for one in used
    )
    title = escape(say("Words on this page"))
    return Markup(
        f'{page}<aside class="narrow" aria-label="{title}"><details class="panel words">'
        f"<summary>{title}</summary><dl data-words>{listed}</dl></details></aside>"
    )


@cache
def _pattern(words: tuple[Word, ...]) -> re.Pattern[str]:
    spellings = sorted({one for word in words for one in word.spellings}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, spellings))})(?!\w)")
