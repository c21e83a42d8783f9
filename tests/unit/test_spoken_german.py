"""What is said in German: sentences, days, doses and kinds, and what stays as it was told."""

from dataclasses import replace

import pytest

from evenstride.core.log import LogEntry, Pain
from evenstride.core.plan import Kind
from evenstride.doors.pages import body_map, speech
from evenstride.doors.pages.explained import with_words
from evenstride.doors.pages.format import (
    dose_text,
    effort,
    full_day,
    kinds,
    pain_text,
    rpe_words,
)
from evenstride.doors.pages.speech import ENGLISH, languages, sentence, speaking, unspoken
from evenstride.words.planning.log import say_log
from tests import examples_overview as some

OTHERS = [one for one in languages().values() if one is not ENGLISH]
GERMAN = languages()["de"]


def test_what_was_put_into_a_sentence_is_escaped_and_braces_are_only_text() -> None:
    with speaking(GERMAN):
        assert sentence("'<b>{day}</b>' is no day") == '„<span lang="en">&lt;b&gt;{day}&lt;/b&gt;</span>“ ist kein Tag'
        assert (
            sentence("one contact time is 3.4 ms off instead of 1.7")
            == "eine Kontaktzeit liegt 3,4 ms daneben statt 1,7"
        )
        told = say_log(LogEntry(some.TODAY, "x", pains=(Pain("hamstring", 5, "left"),)))
        [answer] = [one for one in told if "loads" in one]
        assert "geplant: Oberschenkel hinten links." in sentence(answer)


def test_sentences_in_a_row_are_german_only_if_each_of_them_is() -> None:
    with speaking(GERMAN):
        verdict = "Since 16 February your push has grown more than your swing; your speed is level."
        assert (
            sentence(f"{verdict} Next: a little more for swing, push kept.")
            == "Seit dem 16. Februar ist dein Druck mehr gewachsen als dein Schwung; dein Tempo ist gleich geblieben. "
            "Als Nächstes: etwas mehr für Schwung, Druck wie bisher."
        )
        half = f"{verdict} The moon was full."
        assert sentence(half) == f'<span lang="en">{half}</span>'


def test_a_long_text_nobody_translated_is_soon_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its parts begin and end alike: trying each anew would take twice as long with every clause."""
    tried: list[str] = []
    whole = speech._composed
    monkeypatch.setattr(speech, "_composed", lambda text, seen: (tried.append(text), whole(text, seen))[1])
    text = ", ".join(f"clause {number}: of (P{number % 9}) and more; on {number} May 2026" for number in range(12))
    with speaking(GERMAN):
        assert sentence(text).startswith('<span lang="en">')
    assert len(tried) < 5000


def test_days_doses_and_pain_in_german() -> None:
    shown = some.overview()
    [entry, *_] = [one for one in shown.log if one.pains]
    [run, *_] = [p for one in shown.plan.sessions for p in one.prescriptions if p.dose.run_in is not None]  # type: ignore[union-attr]
    with speaking(GERMAN):
        assert full_day(some.TODAY) == "Do 14. Mai 2026"
        assert full_day(None) == "Ohne Datum"
        assert dose_text(run.dose) == "4 × 20 m · 25 m Anlauf · 100 % · Pause 4 min"
        assert (
            dose_text(replace(run.dose, distance=None, run_in=None, load=22.5, intensity=None, rest=150))
            == "4 Wdh. · 22,5 kg · Pause 2,5 min"
        )
        assert pain_text(entry.pains[0]).startswith("Schmerz: Oberschenkel hinten links, 2 von 10")
        assert effort(replace(entry, minutes=40, rpe=6.5, joy=0)) == "40 min · Anstrengung 6,5 · Freude 0"
        assert [label for _, label in rpe_words() if label] == ["nichts", "leicht", "hart", "sehr hart", "alles"]
        assert {one.label for one in body_map.regions()} >= {"Wade links", "Kniekehle rechts", "Unterer Rücken"}


def test_a_kind_of_session_is_kept_in_english_however_it_was_typed() -> None:
    assert [unspoken(one, kinds()) for one in ("Kraft", "spiel", "strength", "Hügel")] == [
        "strength",
        "play",
        "strength",
        "Hügel",
    ]
    for language in OTHERS:
        for kind in Kind:
            if kind is not Kind.REST:
                assert unspoken(language.texts[kind], kinds()) == kind


def test_words_are_explained_in_german_under_both_spellings() -> None:
    with speaking(GERMAN):
        page = with_words("<p>Nach der Stoppregel; SWC.</p>")
    assert page.count("<dt ") == 2
    assert "Wörter auf dieser Seite" in page
    assert "Lohnend ab" in page
