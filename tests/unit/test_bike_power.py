"""Own best power on the bike: the series, its scatter, its coverage, and what a cyclist is told."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from evenstride.app.field.bike_power import power_days
from evenstride.core.bike_power import BikePower, PowerDay
from evenstride.core.estimate import Estimate, Missing
from evenstride.core.log import LogEntry
from evenstride.core.work import Work
from evenstride.doors.cli import app
from evenstride.science.field.bike_power import track_power
from evenstride.words import say_power

DAY = date(2026, 3, 2)


def days(*powers: float, meter: str = "") -> list[PowerDay]:
    return [PowerDay(DAY + timedelta(days=7 * number), power, meter) for number, power in enumerate(powers)]


def change(found: BikePower) -> Estimate:
    assert isinstance(found.change, Estimate)
    return found.change


@pytest.mark.parametrize("count", [0, 1, 2])
def test_too_few_sessions_cannot_tell(count: int) -> None:
    found = track_power(days(*[800.0] * count))
    assert isinstance(found.best, Missing)
    assert isinstance(found.change, Missing)
    assert ("cannot tell yet" in " ".join(say_power(found))) is (count > 0)


def test_by_hand() -> None:
    found = track_power(days(800.0, 810.0, 790.0, 820.0))
    assert found.scatter == pytest.approx(((10.0**2 + 20.0**2) / 4.0) ** 0.5)
    assert change(found).value == pytest.approx(20.0)
    assert isinstance(found.best, Estimate)
    assert (found.best.value, found.best.unit) == (820.0, "W")
    assert "within that scatter" in say_power(found)[1]


@pytest.mark.parametrize("step", [-40.0, 40.0])
def test_a_change_beyond_the_scatter_is_named_with_its_sign(step: float) -> None:
    found = track_power(days(800.0, 803.0, 799.0, 802.0, 801.0, 800.0, 803.0, 799.0, 802.0, 800.0, 800.0 + step))
    assert np.sign(change(found).value) == np.sign(step)
    told = say_power(found)[1]
    assert ("above" if step > 0 else "below") in told


@given(st.lists(st.integers(300, 1500).map(float), min_size=3, max_size=12), st.randoms())
def test_order_does_not_matter_and_a_shift_moves_only_the_best(powers: list[float], chance) -> None:
    told = days(*powers)
    mixed = chance.sample(told, len(told))
    found, again = track_power(told), track_power(mixed)
    assert found == again
    moved = track_power(days(*(power + 50.0 for power in powers)))
    assert change(moved).value == pytest.approx(change(found).value)
    assert change(moved).low == pytest.approx(change(found).low)
    assert isinstance(found.best, Estimate)
    assert found.best.low < found.best.value < found.best.high


@pytest.mark.parametrize("count", [3, 5, 10])
def test_without_a_change_the_interval_holds_zero_about_as_often_as_it_says(count: int) -> None:
    rng = np.random.default_rng(6)
    held = 0
    for _ in range(400):
        low_high = change(track_power(days(*(800.0 + 20.0 * rng.standard_normal(count)))))
        held += low_high.low <= 0.0 <= low_high.high
    assert 0.85 <= held / 400 <= 0.97


def test_one_bike_is_compared_with_itself_and_days_count_once() -> None:
    told = [*days(700.0, 710.0), PowerDay(DAY + timedelta(days=30), 800.0, "wattbike")]
    told += [
        PowerDay(DAY + timedelta(days=30), 780.0, "wattbike"),
        PowerDay(DAY + timedelta(days=31), 805.0, "wattbike"),
    ]
    found = track_power(told)
    assert [one.power for one in found.days] == [800.0, 805.0]
    assert found.other == 2
    assert "left out" in say_power(found)[0]


def test_only_six_seconds_on_the_bike_count() -> None:
    works = (
        Work("bike sprint", 6, 1, duration=6.0, power=812.0), Work("bike sprints", power=790.0),
        Work("bike sprint", 2, 1, duration=30.0, power=600.0), Work("easy bike", duration=6.0, power=150.0),
        Work("bike sprint", 6, 1, duration=6.0),
    )  # fmt: skip
    assert [one.power for one in power_days([LogEntry(DAY, "bike sprints", work=works)])] == [812.0, 790.0]


def test_a_cyclist_is_told_at_the_door(tmp_path: Path) -> None:
    def run(*words: str) -> str:
        done = CliRunner().invoke(app, [*words, "--db", str(tmp_path / "bike.sqlite")])
        assert done.exception is None, done.output
        return done.output

    run("start", "Eli", "--lacking", "top", "--goal", "ride", "--days", "all", "--kit", "bike", "--readiness", "no",
        "--enjoys", "wind", "--birth-year", "1995")  # fmt: skip
    assert "running only" not in run("diagnose")
    run("training", "--practice", "cycling")
    assert "diagnosed from running only" in run("diagnose")
    today = date.today()
    for number, power in enumerate((812, 805, 820)):
        on = str(today - timedelta(days=3 * number))
        said = run("log", "bike sprints", "--did", f"bike sprint 6x6s best {power} W on wattbike", "--date", on)
        assert "Logged" in said
        assert ("cannot tell yet" in run("ledger")) is (number < 2)
    told = run("ledger")
    assert "Own best on the bike: 820 W" in told
    assert "820 W (best)" in told
    assert "wattbike" in told
