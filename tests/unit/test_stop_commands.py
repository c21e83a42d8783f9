"""Under red flags no command speaks as if training went on: plan, outline, explain, comeback, training, experiments."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from evenstride.core.errors import InputError
from evenstride.doors.cli import app

WAITS = "let a professional look before you train again"
GOES_ON = re.compile(
    r"readiness question|evenstride plan\b|→|before the next step|criteria \d|come first|return runs|two runs|play:|"
    r"strength:|why today|% of a usual|builds up|relearn  load",
    re.I,
)
Run = Callable[..., str]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def told(*words: str) -> str:
        done = CliRunner().invoke(app, [*words, "--db", str(tmp_path / "stop.sqlite")])
        if isinstance(done.exception, InputError):
            return str(done.exception)
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done.output

    told("start", "Noa", "--lacking", "top", "--goal", "run fast", "--days", "mon,tue,thu,sat", "--kit", "box",
         "--readiness", "no", "--enjoys", "wind", "--birth-year", "1995")  # fmt: skip
    return told


def injured(run: Run) -> None:
    run("comeback", "begin", "left hamstring", "--stage", "run", "--since", str(date.today() - timedelta(days=9)))
    run("comeback", "tick", "run", "--by", "Ada")


COMMANDS = [
    ("plan",),
    ("explain",),
    ("explain", "mon"),
    ("explain", "tue", "strength"),
    ("outline", "--weeks", "4"),
    ("training",),
    ("checkin", "--readiness", "9"),
    ("experiment", "cues", "push", "snap", "--by", "feel"),
    ("experiment", "loads", "--today", "no", "--mass", "70", "--height", "1.8"),
    ("comeback", "show"),
    ("comeback", "show", "--coach"),
    ("comeback", "show", "--scientist"),
    ("comeback", "stage", "spring"),
    ("comeback", "tick", "sprint", "--by", "Ada"),
    ("comeback", "limit", "--metres", "300", "--by", "Ada"),
    ("comeback", "strength", "--left", "230,228", "--right", "250,248"),
    ("comeback", "end", "--by", "Ada"),
]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_nothing_sounds_as_if_training_went_on(run: Run, words: tuple[str, ...]) -> None:
    injured(run)
    run("plan")
    run("log", "easy", "--red-flag", "chest pain")
    said = run(*words)
    assert WAITS in said
    assert GOES_ON.search(said) is None


def test_a_way_back_begun_under_a_red_flag_points_to_no_plan(run: Run) -> None:
    run("log", "easy", "--red-flag", "limping")
    said = run("comeback", "begin", "calf")
    assert WAITS in said
    assert GOES_ON.search(said) is None


@pytest.mark.parametrize(
    "words", [("plan",), ("comeback", "show"), ("comeback", "stage", "spring"), ("outline",)], ids=" ".join
)
def test_without_a_red_flag_they_do_speak(run: Run, words: tuple[str, ...]) -> None:
    """Otherwise the law above could hold for words nobody uses."""
    injured(run)
    run("plan")
    assert GOES_ON.search(run(*words))


def test_a_plan_that_does_not_know_of_a_pain_is_not_explained(run: Run) -> None:
    run("plan")
    run("log", "easy", "--pain", "left calf 5")
    for words in (("explain",), ("explain", "mon")):
        said = run(*words)
        assert "nothing is explained now" in said
        assert "why today" not in said
    run("plan")
    assert "How the rules are kept" in run("explain")
