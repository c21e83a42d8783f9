"""Words pages explain: short, kind, said once, and found wherever a page uses them."""

import re

import pytest

from evenstride.doors.pages.explained import Word, glossary, with_words, words_of
from tests import examples_overview as some
from tests.desks import pages_of

NEVER = ["weak", "deficit", "failed", "should", "score", "asymmetric", "risk", "cleared", "acute", "chronic"]


@pytest.mark.parametrize("word", glossary(), ids=lambda word: word.name)
def test_an_explanation_is_short_and_says_nothing_that_shames(word: Word) -> None:
    assert len(word.says.split()) <= 40
    assert not set(re.findall(r"[a-z]+", word.says.lower())) & set(NEVER)
    assert word.says.endswith(".")


def test_a_spelling_has_one_explanation() -> None:
    spellings = [one for word in glossary() for one in word.spellings]
    assert len(set(spellings)) == len(spellings)


@pytest.mark.parametrize("word", glossary(), ids=lambda word: word.name)
def test_a_word_is_found_by_each_of_its_spellings_and_not_inside_another(word: Word) -> None:
    for one in word.spellings:
        assert word in words_of(f"<p>Here, {one}.</p>")
        assert word not in words_of(f"<code>{one}</code><p>nothing</p>")
        assert word not in words_of(f"<p>x{one}x</p>")


def test_a_page_lists_what_it_uses_and_nothing_where_it_uses_none() -> None:
    assert with_words("<p>Hello.</p>") == "<p>Hello.</p>"
    listed = with_words("<p>SWC &lt; RPE</p>")
    assert listed.count("<dt ") == 2
    assert "Words on this page" in pages_of(some.overview())


def test_what_an_athlete_wrote_stays_escaped() -> None:
    assert "<img" not in with_words("<p>&lt;img src=x&gt; RPE</p>")
