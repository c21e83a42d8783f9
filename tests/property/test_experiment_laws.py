"""Laws of experiments: units, order of rows, day levels and mirrored conditions."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenstride.core.estimate import Estimate
from evenstride.core.experiment import TESTED_ROLES, Experiment, Outcome, Suitability
from evenstride.core.roles import Role
from evenstride.science.experiment.analysis import analyse_loads
from evenstride.science.experiment.cue import analyse_cues, plan_cues
from evenstride.science.experiment.design import plan_loads, usual_loads
from evenstride.science.experiment.power import chance_largest
from evenstride.science.experiment.rules import Noise
from evenstride.science.experiment.segment_inertia import arm_rise, leg_rise, measure_doses
from evenstride.science.simulate.experiment import cue_effects, load_effects, simulate_entries

DAY = date(2026, 5, 1)
LOADS = usual_loads(70.0, 1.75)
PLAN = plan_loads("Noa", Suitability(25), LOADS, Noise(0.005, "stated"), on=DAY, seed=2)
CUES = plan_cues("Noa", ("one", "two"), Outcome.FEEL, Noise(1.0, "stated"), on=DAY)
assert isinstance(PLAN, Experiment)
assert isinstance(CUES, Experiment)
DOSES = {role: draws.point for role, draws in measure_doses(LOADS).items()}
elasticities = st.fixed_dictionaries({role: st.floats(0.0, 1.0) for role in TESTED_ROLES})


def entries_of(true, seed):
    return simulate_entries(PLAN, load_effects(true, DOSES), noise=0.003, seed=seed)


def points(answer):
    return [answer.effects[role].value for role in TESTED_ROLES]


@given(elasticities, st.integers(0, 50), st.floats(0.5, 3.0))
def test_the_unit_and_the_distance_of_the_times_change_nothing(true, seed, factor):
    entries = entries_of(true, seed)
    scaled = replace(entries, runs=tuple(replace(run, value=run.value * factor) for run in entries.runs))
    first, second = (analyse_loads(PLAN, one, draws=400) for one in (entries, scaled))
    assert points(first) == pytest.approx(points(second), abs=1e-9)
    assert first.largest == pytest.approx(second.largest, abs=0.01)


@given(elasticities, st.integers(0, 50), st.randoms())
def test_the_order_of_the_rows_changes_nothing(true, seed, chance):
    entries = entries_of(true, seed)
    runs = list(entries.runs)
    chance.shuffle(runs)
    shuffled = replace(entries, runs=tuple(runs))
    assert analyse_loads(PLAN, entries, draws=200) == analyse_loads(PLAN, shuffled, draws=200)


@given(elasticities, st.integers(0, 50), st.floats(-0.2, 0.2))
def test_a_good_or_bad_day_changes_nothing(true, seed, level):
    entries = entries_of(true, seed)
    last = entries.runs[-1].on
    runs = tuple(
        replace(run, value=run.value * float(np.exp(level))) if run.on == last else run for run in entries.runs
    )
    first, second = (analyse_loads(PLAN, one, draws=200) for one in (entries, replace(entries, runs=runs)))
    assert points(first) == pytest.approx(points(second), abs=1e-9)


@given(st.sampled_from(TESTED_ROLES), st.floats(0.1, 0.5), st.integers(0, 20))
def test_a_larger_loss_moves_its_own_role_up_and_no_other(role, more, seed):
    true = dict.fromkeys(TESTED_ROLES, 0.5)
    less_, more_ = (analyse_loads(PLAN, entries_of(one, seed), draws=200) for one in (true, true | {role: 0.5 + more}))
    for each in TESTED_ROLES:
        rise = more_.elasticities[each].value - less_.elasticities[each].value
        assert rise == pytest.approx(more if each is role else 0.0, abs=1e-9)
        assert less_.effects[each].value - more_.effects[each].value == pytest.approx(rise * DOSES[each], abs=1e-9)


@given(st.floats(-2.0, 2.0), st.integers(0, 50))
def test_exchanged_cues_mirror_the_answer(true, seed):
    entries = simulate_entries(CUES, cue_effects(true), noise=0.5, day_noise=0.2, usual=5.0, seed=seed)
    other = {"A": "B", "B": "A"}
    mirrored = replace(entries, runs=tuple(replace(run, arm=other[run.arm]) for run in entries.runs))
    first, second = (analyse_cues(CUES, one, seed=seed) for one in (entries, mirrored))
    assert isinstance(first.difference, Estimate)
    assert isinstance(second.difference, Estimate)
    assert first.difference.value == pytest.approx(-second.difference.value)
    width = first.difference.high - first.difference.low
    assert first.difference.low == pytest.approx(-second.difference.high, abs=0.15 * width + 1e-12)


@given(st.floats(0.001, 0.03), st.floats(0.05, 0.45), st.floats(1.5, 2.1))
def test_inertia_rises_with_mass_and_with_the_square_of_the_distance(share, place, height):
    low, high = leg_rise(share=share, from_hip=place, height=height)
    assert 0.0 < low < high
    assert leg_rise(share=2 * share, from_hip=place, height=height) == pytest.approx((2 * low, 2 * high))
    assert leg_rise(share=share, from_hip=2 * place, height=height) == pytest.approx((4 * low, 4 * high))
    arms = arm_rise(share=share, from_elbow=place / 3, height=height)
    assert 0.0 < arms[0] <= arms[1]


@given(st.floats(0.1, 3.0), st.integers(1, 200))
def test_more_runs_never_lower_the_chance(noise, runs):
    chances = [chance_largest((1.0, 0.5, 0.5), noise=noise, runs=many) for many in (runs, runs + 1)]
    assert 1 / 3 - 1e-9 <= chances[0] <= chances[1] + 1e-12 <= 1.0 + 1e-9


def test_the_tested_roles_are_push_swing_and_support():
    assert TESTED_ROLES == (Role.PUSH, Role.SWING, Role.SUPPORT)
