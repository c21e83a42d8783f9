"""The four verdicts, and the figures behind them."""

from datetime import date, timedelta

import numpy as np
import pytest

from evenstride.core.check import Verdict
from evenstride.core.errors import InputError
from evenstride.core.estimate import Draws
from evenstride.core.metric import Better
from evenstride.science.change.check import SPEED_SWC, check_change

FIRST = date(2026, 2, 2)


def value(weeks: float, speed: float, error: float = 0.001, seed: int = 0) -> tuple[date, Draws]:
    noise = np.random.default_rng(seed).standard_normal(4000)
    return FIRST + timedelta(weeks=weeks), Draws(speed, speed * (1 + error * noise), "m/s")


def verdict(after: float, *, weeks: float = 12, error: float = 0.001, **options: object) -> Verdict:
    days = [value(0, 8.0, error, 1), value(weeks, after, error, 2)]
    return check_change("top speed", days, swc=SPEED_SWC, **options).verdict


def test_four_verdicts():
    assert verdict(8.4) is Verdict.WORKING
    assert verdict(8.0, error=0.0, day_noise=0.001) is Verdict.NOT_WORKING
    assert verdict(8.1, weeks=4, error=0.01) is Verdict.NOT_YET
    assert verdict(8.05, error=0.03) is Verdict.CANNOT_TELL


def test_a_fall_is_not_working():
    assert verdict(7.6) is Verdict.NOT_WORKING


def test_lower_is_better_for_times():
    days = [value(0, 0.30), value(12, 0.27)]
    check = check_change("wall switch", days, better=Better.LOWER, day_noise=0.0)
    assert check.change.value == pytest.approx(0.1)
    assert check.verdict is Verdict.WORKING


def test_without_a_worthwhile_change_only_the_change_is_judged():
    days = [value(0, 2.0), value(12, 2.2)]
    check = check_change("hold", days)
    assert (check.verdict, check.swc, check.chance_to_notice) == (Verdict.WORKING, None, None)
    assert check_change("hold", [value(0, 2.0), value(12, 1.8)]).verdict is Verdict.NOT_WORKING


def test_order_of_values_and_runs_in_between_do_not_matter():
    days = [value(0, 8.0), value(6, 9.9, seed=3), value(12, 8.4, seed=4)]
    forward, backward = (check_change("top speed", list(order), swc=0.008) for order in (days, days[::-1]))
    assert forward == backward
    assert forward.change.value == pytest.approx(0.05, abs=1e-3)
    assert forward.days == 3


def test_mdc_is_1_645_root_2_typical_errors():
    error = 0.01
    check = check_change("top speed", [value(0, 8.0, error, 1), value(12, 8.0, error, 2)], swc=0.008, day_noise=0.0)
    assert check.mdc == pytest.approx(1.645 * 2**0.5 * error, rel=0.05)


def test_no_change_is_called_working_in_at_most_one_of_ten():
    """Calibration: with no true change the verdict "working" comes up no more often than the level allows."""
    rng = np.random.default_rng(5)
    false = 0
    for trial in range(400):
        first, last = 8.0 * (1 + 0.01 * rng.standard_normal(2))
        days = [value(0, first, 0.01, 2 * trial), value(12, last, 0.01, 2 * trial + 1)]
        false += check_change("top speed", days, swc=SPEED_SWC, day_noise=0.0).verdict is Verdict.WORKING
    assert false / 400 <= 0.08


def test_one_day_is_an_error_with_a_remedy():
    with pytest.raises(InputError, match="measured on 1 day in this period") as caught:
        check_change("top speed", [value(0, 8.0)])
    assert "--since" in str(caught.value)


def test_period_ends_are_included():
    days = [value(0, 8.0), value(4, 8.2), value(12, 8.4)]
    check = check_change("top speed", days, since=days[1][0], until=days[2][0])
    assert (check.since, check.until) == (days[1][0], days[2][0])


def test_many_days_say_more_than_the_first_and_the_last():
    """Twenty flys with a steady gain: the ends alone cannot tell, the trend through all of them can."""
    rng = np.random.default_rng(11)
    days = [value(week, 8.0 * (1 + 0.025 * week / 19) * (1 + 0.012 * rng.standard_normal()), 0.012, week)
            for week in range(20)]  # fmt: skip
    ends = check_change("fly", [days[0], days[-1]], swc=SPEED_SWC, day_noise=0.0)
    trend = check_change("fly", days, swc=SPEED_SWC, day_noise=0.0)
    assert trend.mdc < 0.75 * ends.mdc
    assert trend.verdict is Verdict.WORKING
    assert (trend.days, ends.days) == (20, 2)
