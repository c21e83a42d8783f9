"""The wording page runs, and names everything the words know."""

import doctest
from pathlib import Path

import pytest

from evenstride.core.check import Verdict
from evenstride.core.diagnosis import Situation

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "wording.md"


def test_the_examples_of_the_wording_page_are_true():
    failed, tried = doctest.testfile(str(PAGE), module_relative=False)
    assert tried > 0
    assert failed == 0


@pytest.mark.parametrize("name", [*(f"| {item.value} |" for item in Situation), *Verdict])
def test_the_wording_page_names_every_situation_and_verdict(name):
    assert name in PAGE.read_text(encoding="utf-8")
