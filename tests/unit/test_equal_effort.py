"""Speed at equal effort and effort at equal speed: planted changes come back within their intervals, and are told."""

from datetime import date, timedelta

import numpy as np
import pytest

from evenstride.core.equal_effort import SteadyRun
from evenstride.core.estimate import Estimate, Missing
from evenstride.science.outings.equal_effort import judge_equal_effort
from evenstride.words import say_equal_effort
from tests.terminals import Terminal, run

__all__ = ["run"]

START = date(2026, 3, 2)


def runs(gain: float, rng: np.random.Generator, count: int = 12, noise: float = 0.02) -> list[SteadyRun]:
    """Runs whose speed follows effort (8 % a step) and grows by `gain` from first to last."""
    effort = rng.integers(2, 6, count).astype(float)
    days = np.sort(rng.choice(np.arange(1, 83), count - 2, replace=False))
    days = np.concatenate([[0], days, [83]])
    speed = 3.0 * np.exp(np.log1p(gain) * days / 83 + 0.08 * (effort - 3) + noise * rng.standard_normal(count))
    return [
        SteadyRun(START + timedelta(days=int(day)), float(fast), float(hard))
        for day, fast, hard in zip(days, speed, effort, strict=True)
    ]


@pytest.mark.parametrize("gain", [-0.05, 0.0, 0.06])
def test_intervals_hold_the_planted_gain_nine_times_in_ten(gain: float) -> None:
    rng = np.random.default_rng(20261123)
    held = 0
    for seed in range(400):
        found = judge_equal_effort(runs(gain, rng), seed=seed).speed
        assert isinstance(found, Estimate)
        held += found.low <= gain <= found.high
    assert 0.86 <= held / 400 <= 0.94


def test_without_noise_the_gain_is_exact_and_order_does_not_matter() -> None:
    told = runs(0.04, np.random.default_rng(1), noise=0.0)
    found, turned = judge_equal_effort(told), judge_equal_effort(told[::-1])
    assert isinstance(found.speed, Estimate)
    assert isinstance(found.effort, Estimate)
    assert found.speed.value == pytest.approx(0.04, abs=1e-9)
    assert found.effort.value == pytest.approx(-np.log1p(0.04) / 0.08, abs=1e-6)
    assert found == turned


def test_one_effort_alone_is_equal_effort() -> None:
    told = [SteadyRun(one.on, one.speed, 3.0) for one in runs(0.0, np.random.default_rng(2))]
    assert isinstance(judge_equal_effort(told).speed, Estimate)
    still = [SteadyRun(one.on, 3.0, one.rpe) for one in told]
    found = judge_equal_effort(still).speed
    assert isinstance(found, Estimate)
    assert found.value == pytest.approx(0.0, abs=1e-12)


def test_few_runs_or_few_days_cannot_tell() -> None:
    told = runs(0.0, np.random.default_rng(3))
    assert isinstance(judge_equal_effort(told[:5]).speed, Missing)
    near = [SteadyRun(START + timedelta(days=day), 3.0, 3.0) for day in range(8)]
    assert "span 7 days" in say_equal_effort(judge_equal_effort(near))[0]


START_KIM = ("start", "Kim", "--lacking", "top", "--goal", "x", "--days", "mon", "--kit", "none", "--enjoys", "x")


def test_the_ledger_tells_it_from_the_log_but_not_beside_a_stop_sign(run: Terminal) -> None:
    run(*START_KIM, "--readiness", "no")
    for week in range(7):
        on = (date.today() - timedelta(days=45 - 7 * week)).isoformat()
        work = f"easy jog 5km in 27:{30 - 3 * week:02d}"
        assert run("log", "easy", "--date", on, "--rpe", "3", "--did", work)[0] == 0
    _, out, _ = run("ledger")
    assert "Speed at equal effort, 7 steady runs" in out
    assert "beyond their scatter" in out
    assert run.json("ledger")["equal_effort"]["speed"]["low"] > 0.0
    run("log", "easy", "--red-flag", "chest pain")
    assert "equal effort" not in run("ledger")[1]
