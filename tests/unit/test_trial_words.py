"""What to know of a trial: the gravest first, and the phrases it is known by are those that notes hold."""

from pathlib import Path

import pytest

import evenstride
from evenstride.words.runs.trial import GRAVE, TO_KNOW, Told, say_trial

PACKAGE = Path(evenstride.__file__).parent


@pytest.mark.parametrize("phrase", GRAVE)
def test_a_phrase_that_makes_a_note_grave_is_still_said(phrase: str) -> None:
    notes = [path for room in ("science", "core") for path in (PACKAGE / room).rglob("*.py")]
    assert any(phrase in path.read_text(encoding="utf-8") for path in notes)


def test_a_note_nothing_is_known_of_does_not_stand_before_a_grave_one() -> None:
    told = Told(("Speed 5 m/s.",), ("something odd", "both feet are down together: this is walking"))
    lines = say_trial("Noa", [], [told], [])
    at = lines.index(TO_KNOW)
    assert [line.strip() for line in lines[at + 1 : at + 3]] == [
        "Both feet are down together: this is walking",
        "Something odd",
    ]
