"""What no test has looked at is named by `diagnose`, with the test that would be a first look."""

import pytest

from tests.terminals import KIMBERLEY, START, run

__all__ = ["run"]

ARMS = "Arms and torso: not looked at yet; “stand firm against the twist” (U1, 7 min) would be a first look"
TIMING = "Timing: not looked at yet; “knees meet” (M1, 6 min) would be a first look"


@pytest.mark.parametrize("voice", [(), ("--coach",), ("--scientist",)])
def test_arms_and_timing_are_named_in_every_voice(run, voice):
    run("import", run.file("k.csv", KIMBERLEY), "--athlete", "Kim", "--date", "2026-03-01")
    out = run("diagnose", *voice)[1]
    assert out.count(ARMS) == out.count(TIMING) == 1


@pytest.mark.parametrize("voice", [(), ("--coach",)])
def test_no_test_is_named_to_a_child_or_in_a_stop(run, voice):
    run("import", run.file("k.csv", KIMBERLEY), "--athlete", "Kim", "--date", "2026-03-01")
    run("start", "Kim", *START, "--readiness", "no", "--birth-year", "2015")
    assert "first look" not in run("diagnose", *voice)[1]
    run("start", "Kim", *START, "--readiness", "no", "--birth-year", "1990")
    assert "first look" in run("diagnose", *voice)[1]
    run("log", "easy", "--red-flag", "chest pain")
    assert "first look" not in run("diagnose", *voice)[1]
