"""What a physio types at the terminal: limits and trials as they are read off a device, and what to do when lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from evenstride.doors.cli import app, main
from evenstride.plan.exercises import exercises

NOA = (
    *("start", "Noa", "--lacking", "hurts", "--goal", "run", "--days", "mon,thu", "--kit", "box", "--readiness", "no"),
    *("--enjoys", "wind", "--birth-year", "2000"),
)


def tell(folder: Path, *words: str) -> int:
    """Type a command with the database of this folder; returns the exit code."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", ["evenstride", *words, "--db", str(folder / "e.db")])
        with pytest.raises(SystemExit) as end:
            main()
    return int(end.value.code or 0)


def test_nobody_known_yet_is_sent_to_the_five_questions(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert tell(tmp_path, "comeback", "begin", "left hamstring") == 2
    assert "evenstride start NAME" in capsys.readouterr().err


def test_whoever_hurts_is_told_where_to_say_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert tell(tmp_path, *NOA) == 0
    said = capsys.readouterr().err
    assert "evenstride comeback begin" in said
    assert "--pain" in said


def test_limits_and_strength_are_taken_as_they_are_read_off_a_device(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tell(tmp_path, *NOA) == 0
    assert tell(tmp_path, "comeback", "begin", "left hamstring") == 0
    assert tell(tmp_path, "comeback", "limit", "--speed", "80 %", "--by", "Ada") == 0
    assert "at most 80 % speed" in capsys.readouterr().out
    assert tell(tmp_path, "comeback", "limit", "--speed", "fast", "--by", "Ada") == 2
    assert "Write per cent, e.g. 80" in capsys.readouterr().err
    assert tell(tmp_path, "comeback", "strength", "--left", "24,5 kg; 24 kg", "--right", "26.5kg;26,5kg") == 0
    assert tell(tmp_path, "comeback", "show") == 0
    assert "isometric knee flexion, left 24.5 and 24, right 26.5 and 26.5" in capsys.readouterr().out


@pytest.mark.parametrize("trials", ["240 N, 24 kg", "240 stone", "a", "240 238"])
def test_trials_of_no_one_unit_are_refused(trials: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert tell(tmp_path, "comeback", "strength", "--left", trials, "--right", "250") == 2
    assert "are no trials of one unit" in capsys.readouterr().err


def test_a_ratio_is_written_down_as_a_number_without_unit() -> None:
    said = CliRunner().invoke(app, ["how", "P1"])
    assert "Write down: a number without unit." in said.output


@pytest.mark.parametrize("code", ["a_skip", "high_knees_run", "mini_hurdle_step", "skip_for_height", "power_clean"])
def test_skips_and_pulls_from_the_ground_load_the_hamstring(code: str) -> None:
    assert "hamstring" in exercises()[code].loads


def test_the_clinician_reads_what_was_told_that_makes_the_way_back_wait(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tell(tmp_path, *NOA) == 0
    assert tell(tmp_path, "comeback", "begin", "left hamstring") == 0
    assert tell(tmp_path, "log", "rest", "--pain", "left hamstring 4") == 0
    capsys.readouterr()
    assert tell(tmp_path, "comeback", "show", "--coach") == 0
    assert "it waits for now, told was: left hamstring 4/10." in capsys.readouterr().out


def test_while_it_waits_the_terminal_says_why_and_until_when_and_moves_nobody_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tell(tmp_path, *NOA) == 0
    assert tell(tmp_path, "comeback", "begin", "left hamstring") == 0
    assert tell(tmp_path, "log", "rest", "--pain", "left hamstring 4") == 0
    capsys.readouterr()
    for voice in ([], ["--coach"], ["--scientist"]):
        assert tell(tmp_path, "comeback", "show", *voice) == 0
        said = " ".join(capsys.readouterr().out.split())
        assert (
            "Told: left hamstring 4/10. It goes on when the newest day of the log tells left hamstring below 4" in said
        )
    assert tell(tmp_path, "comeback", "stage", "load") == 2
    assert "the way back waits" in capsys.readouterr().err
    assert tell(tmp_path, "comeback", "show") == 0
    assert "first step, relearn" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("left", "right"), [("0.9,0.92,0.88", "1.0;1.1"), ("0,9; 0,92", "1,0;1,1"), ("0.9;0.92", "1.0, 1.1")]
)
def test_trials_of_a_field_test_are_taken_in_one_option(
    left: str, right: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tell(tmp_path, *NOA) == 0
    assert tell(tmp_path, "test", "enter", "--test", "P1", "--left", left, "--right", right, "--checked") == 0
    assert "typed" not in capsys.readouterr().err


def test_a_comma_that_may_mean_two_things_is_asked_about(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert tell(tmp_path, *NOA) == 0
    assert tell(tmp_path, "test", "enter", "--test", "P3", "--left", "240,236", "--right", "250;248") == 2
    assert "Write 240;236 for two trials, 240.236 for one" in capsys.readouterr().err
