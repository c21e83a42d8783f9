"""Blocks in science: forecasts mirror, the chance to notice is the share noticed, the answer keeps its rule."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenstride.core.block import Bet, BlockState, Lever, ScorecardRow
from evenstride.core.check import Verdict
from evenstride.core.errors import InputError
from evenstride.core.estimate import Draws, Estimate, Missing
from evenstride.core.roles import Role
from evenstride.science.block.change import (
    baseline_scatter,
    measure_block_change,
    predict_levers,
    predict_notice,
    spread,
)
from evenstride.science.block.check import ENOUGH_BLOCKS, answer_block, measure_scorecard, require_baseline
from evenstride.science.block.forecast import forecast_block
from evenstride.science.change.check import SPEED_SWC
from evenstride.science.diagnosis.potential import Change, predict_potentials
from tests.blocks import START, answer, baseline, block, speed, timed

FREE = predict_potentials({}, None)
SURE = Draws(0.03, np.full(50, 0.03), "1")
NOTHING = Draws(0.0, np.zeros(50), "1")
CHECK = START + timedelta(weeks=8)


def answered(gain: float, *, noise: float = 0.0, seed: int = 0, **changed: object):
    return answer_block(block(**changed), "ab12", timed(gain, noise=noise, seed=seed), on=CHECK)


def test_train_both_is_the_block_without_a_role_and_expects_the_mean_of_both_sides():
    bets = forecast_block(FREE, None, weeks=8)
    assert bets[Bet.BLOCK] is bets[Bet.BOTH]
    push, swing = (forecast_block(FREE, role, weeks=8)[Bet.BLOCK].samples for role in (Role.PUSH, Role.SWING))
    np.testing.assert_allclose(np.log1p(bets[Bet.BOTH].samples), (np.log1p(push) + np.log1p(swing)) / 2, atol=1e-12)


def test_what_push_has_lost_by_not_moving_speed_its_block_expects_less_than_train_both():
    stuck = predict_potentials({Role.PUSH: Change(0.09, 0.01)}, Change(0.0, 0.005))
    push, swing = forecast_block(stuck, Role.PUSH, weeks=8), forecast_block(stuck, Role.SWING, weeks=8)
    assert push[Bet.BLOCK].point < push[Bet.BOTH].point < swing[Bet.BLOCK].point


@given(st.floats(2.0, 8.0))
def test_a_shorter_block_expects_its_share_and_a_longer_one_no_more(weeks):
    whole = forecast_block(FREE, Role.PUSH, weeks=8)[Bet.BLOCK].point
    part = forecast_block(FREE, Role.PUSH, weeks=weeks)[Bet.BLOCK].point
    assert np.log1p(part) == pytest.approx(np.log1p(whole) * weeks / 8)
    assert forecast_block(FREE, Role.PUSH, weeks=8 + weeks)[Bet.BLOCK].point == pytest.approx(whole)


@given(st.floats(-0.05, 0.05), st.floats(0.1, 100.0))
def test_a_planted_even_gain_comes_back_in_any_unit(gain, factor):
    days = [(day, value.map(lambda x: factor * x, unit="m/s")) for day, value in timed(gain)]
    scaled = tuple(
        replace(one, value=replace(one.value, value=8.0 * factor, low=7.9 * factor, high=8.1 * factor))
        for one in block().baseline
    )
    found = measure_block_change(block(baseline=scaled), days)
    assert found.point == pytest.approx(np.log1p(gain), abs=1e-9)


def test_an_exchanged_sign_gives_the_exchanged_change():
    even = baseline(8.0, 8.0, 8.0)
    up, down = (measure_block_change(block(baseline=even), timed(gain)) for gain in (0.02, 1 / 1.02 - 1))
    assert up.point == pytest.approx(-down.point)
    assert up.error == pytest.approx(down.error, rel=1e-6)


def test_a_block_without_a_day_after_its_first_cannot_be_measured():
    with pytest.raises(ValueError, match="after its first day"):
        measure_block_change(block(), [(START, speed(8.0))])


def test_more_sessions_and_steadier_timing_raise_the_chance():
    days = baseline(7.9, 8.0, 8.1)
    few, many = (predict_notice(days, SURE, spread(n), day_noise=0.0, swc=SPEED_SWC) for n in (6, 24))
    assert few < many
    levers = predict_levers(days, SURE, 12, day_noise=0.0, swc=SPEED_SWC)
    now = predict_notice(days, SURE, spread(12), day_noise=0.0, swc=SPEED_SWC)
    assert set(levers) == set(Lever)
    assert min(levers.values()) > now


def test_nothing_is_noticed_as_something_in_at_most_one_of_ten_and_a_clear_gain_nearly_always():
    days = baseline(7.97, 8.0, 8.03)
    assert predict_notice(days, NOTHING, spread(16), day_noise=0.0, swc=SPEED_SWC) <= 0.06
    large = Draws(0.06, np.full(50, 0.06), "1")
    assert predict_notice(days, large, spread(16), day_noise=0.0, swc=SPEED_SWC) >= 0.95


def test_the_chance_printed_is_the_share_noticed():
    """600 blocks of one athlete whose timing scatters as stated: the share called working is the chance printed."""
    rng = np.random.default_rng(5)
    even = Draws(0.014, np.full(50, 0.014), "1")
    seen, chances = [], []
    for seed in range(600):
        days = baseline(*(8.0 * np.exp(0.01 * rng.standard_normal(4))))
        chances.append(predict_notice(days, even, spread(16), day_noise=0.0, swc=SPEED_SWC, seed=seed))
        found = answered(0.014, noise=0.01, seed=seed, baseline=days)
        seen.append(found.verdict is Verdict.WORKING)
    # The printed chance does not know that the stated error is true: 0.05, and twice the sampling error of 600 blocks.
    assert np.mean(seen) == pytest.approx(np.mean(chances), abs=0.05 + 2 * 0.02)


def test_scatter_pools_the_stated_error_with_the_own_one():
    calm, wild = baseline(8.0, 8.0, 8.0), baseline(7.6, 8.0, 8.4)
    assert 0.005 < baseline_scatter(calm, day_noise=0.0) < 0.01 < baseline_scatter(wild, day_noise=0.0)
    assert baseline_scatter(calm, day_noise=0.02) > 0.01


@pytest.mark.parametrize(
    ("gain", "verdict"), [(0.05, Verdict.WORKING), (0.0, Verdict.CANNOT_TELL), (-0.03, Verdict.NOT_WORKING)]
)
def test_the_verdict_follows_the_rule_of_every_check(gain, verdict):
    assert answered(gain, noise=0.01, seed=3).verdict is verdict


def test_a_precise_nothing_is_not_working():
    exact = tuple((day, speed(value.point, 0.001)) for day, value in timed(0.0, noise=0.001))
    found = answer_block(block(baseline=baseline(8.0, 8.0, 8.0, error=0.001)), "ab12", exact, on=CHECK)
    assert found.verdict is Verdict.NOT_WORKING
    assert found.scores[Bet.NOTHING] < 0


def test_before_the_check_date_even_a_large_gain_is_not_yet_and_nothing_is_counted():
    found = answer_block(block(), "ab12", timed(0.08), on=CHECK - timedelta(days=1))
    assert found.verdict is Verdict.NOT_YET
    assert found.scores == {}


def test_a_short_block_that_leans_upwards_is_not_yet_and_a_whole_one_cannot_tell():
    short = block(check=START + timedelta(weeks=4))
    days = [one for one in timed(0.014, noise=0.008, seed=1) if one[0] <= short.check]
    assert answer_block(short, "ab12", days, on=short.check).verdict is Verdict.NOT_YET
    whole = answered(0.007, noise=0.008, seed=1)
    assert whole.change.low < 0 < whole.change.value
    assert whole.verdict is Verdict.CANNOT_TELL


def test_days_before_the_block_after_it_and_of_its_baseline_do_not_count():
    made = block(baseline=(*block().baseline[:2], replace(block().baseline[2], on=START)))
    outside = [(START - timedelta(days=1), speed(9.9)), (CHECK + timedelta(days=1), speed(9.9)), (START, speed(9.9))]
    assert answer_block(made, "x", [*timed(0.02), *outside], on=CHECK) == answer_block(made, "x", timed(0.02), on=CHECK)


def test_without_timed_days_the_answer_is_cannot_tell_with_a_remedy():
    found = answer_block(block(), "ab12", [], on=CHECK)
    assert isinstance(found.change, Missing)
    assert found.change.remedy
    assert (found.verdict, found.mdc, found.scores) == (Verdict.CANNOT_TELL, None, {})


def test_an_ended_block_is_held_against_the_share_of_its_forecast():
    until = START + timedelta(days=28)
    found = answer_block(block(), "ab12", timed(0.02), on=CHECK, until=until)
    assert found.until == until
    assert found.share == pytest.approx(0.5, abs=0.05)
    assert found.change.value == pytest.approx(0.01, abs=0.004)


def test_a_forecast_that_was_right_scores_better_and_train_both_is_no_rival_of_itself():
    bold = dict(block().forecasts) | {Bet.BLOCK: SURE}
    assert answered(0.03, noise=0.003, forecasts=bold).scores[Bet.NOTHING] > 1
    assert answered(0.0, noise=0.003, forecasts=bold).scores[Bet.NOTHING] < -1
    assert set(answered(0.02, role=None).scores) == {Bet.NOTHING}


def test_equal_forecasts_score_equal():
    same = block().forecasts[Bet.BOTH]
    assert answered(0.02, noise=0.01, forecasts=dict.fromkeys(Bet, same)).scores == {Bet.BOTH: 0.0, Bet.NOTHING: 0.0}


@pytest.mark.parametrize("days", [0, 1, 2])
def test_a_baseline_of_fewer_than_three_days_is_refused_with_what_is_missing(days):
    with pytest.raises(InputError, match=f"on {3 - days} more day"):
        require_baseline(days, what="flying speed", until=START)


def row(number: int, verdict: Verdict = Verdict.NOT_WORKING, **given: object) -> ScorecardRow:
    made = block(prospective=bool(given.pop("prospective", True)))
    said = answer(verdict, Estimate(0.0, -0.01, 0.01, "1"), **given)
    return ScorecardRow(f"{number:04d}", made, BlockState.DUE, said)


def test_a_scorecard_keeps_every_row_and_counts_those_registered_before_their_data():
    rows = [row(1), row(2, prospective=False), ScorecardRow("0003", block(), BlockState.RUNNING), row(4, mdc=None)]
    card = measure_scorecard(rows)
    assert [one.id for one in card.rows] == ["0001", "0002", "0003", "0004"]
    assert card.counted == 1
    assert card.noticed_expected == pytest.approx(0.42)
    assert isinstance(card.covered, Missing)


def test_few_blocks_decide_nothing_however_large_their_sum():
    assert not measure_scorecard([row(1, scores={Bet.BOTH: 50.0, Bet.NOTHING: 50.0})]).against[Bet.BOTH].decided
    split = [row(number, scores={Bet.BOTH: 9.0 if number else -3.0, Bet.NOTHING: 0.0}) for number in range(2)]
    assert not measure_scorecard(split).against[Bet.BOTH].decided


def test_many_alike_decide_in_either_direction_and_the_intervals_are_judged():
    for sign in (1, -1):
        rows = [row(number, inside=number > 0, scores={Bet.BOTH: sign * (0.5 + 0.01 * number), Bet.NOTHING: 0.0})
                for number in range(ENOUGH_BLOCKS)]  # fmt: skip
        card = measure_scorecard(rows)
        assert card.against[Bet.BOTH].decided
        assert np.sign(card.against[Bet.BOTH].total) == sign
        assert not card.against[Bet.NOTHING].decided
        assert isinstance(card.covered, Estimate)
        assert card.covered.low < 0.9 == card.covered.value < card.covered.high
