"""The stand-in for the physics: its cited figures, lines that are of equal speed, and when a direction may be named."""

import csv
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenstride.core.estimate import Estimate, Missing
from evenstride.core.iso_speed import CheapestDirection
from evenstride.core.roles import Role, Weight
from evenstride.science.diagnosis.potential import ELASTICITY, ELASTICITY_SPREAD
from evenstride.science.diagnosis.surrogate import (
    ENSEMBLE,
    FITTED,
    FULL,
    LEVELS,
    MOST_ERROR,
    RATIOS,
    REDUCED,
    Surrogate,
    predict_cheapest_direction,
    predict_iso_speed,
)

BOTH = {Role.PUSH: Weight.EVIDENCE, Role.SWING: Weight.EVIDENCE}
AGREED = (Surrogate(0.40, 0.20), Surrogate(0.36, 0.20))
BASE_SPEED = float(np.exp(2.2955))
PUSH_ONLY = {0.7: 9.09, 0.8: 9.42, 0.9: 9.70, 1.0: 9.92, 1.1: 10.12, 1.2: 10.29, 1.3: 10.42}
SWING_ONLY = {0.7: 9.21, 0.8: 9.48, 0.9: 9.71, 1.0: 9.92, 1.1: 10.11, 1.2: 10.28, 1.3: 10.45}
TOGETHER = {0.7: 8.28, 0.8: 8.94, 0.9: 9.48, 1.0: 9.92, 1.1: 10.30, 1.2: 10.64, 1.3: 10.93}


def grown(value, half=0.01):
    return Estimate(value, value - half, value + half, "1")


def test_the_printed_table_of_the_study_is_met_within_the_stated_error():
    for push, swing, table in ((1.0, 0.0, PUSH_ONLY), (0.0, 1.0, SWING_ONLY), (1.0, 1.0, TOGETHER)):
        for strength, speed in table.items():
            expected = FULL.log_speed(np.array(push * np.log(strength)), np.array(swing * np.log(strength)))
            # The table is printed to 0.01 m/s, half of which is 0.06 %.
            assert np.log(speed / BASE_SPEED) == pytest.approx(float(expected), abs=MOST_ERROR + 0.0006)


def test_all_97_points_are_met_within_the_stated_error(shared_data):
    table = shared_data.parent / "prototype_simulation" / "grid.csv"
    if not table.is_file():
        pytest.skip("the grid of the study is not here")
    rows = list(csv.DictReader(table.read_text(encoding="utf-8").splitlines()))
    push, swing, speed = (np.array([float(row[name]) for row in rows]) for name in ("push", "swing", "v_m_s"))
    error = np.abs(FULL.log_speed(np.log(push), np.log(swing)) + 2.2955 - np.log(speed))
    assert len(rows) == 97
    assert error.max() == pytest.approx(MOST_ERROR, abs=0.00005)
    assert (np.log(push.min()), np.log(push.max())) == pytest.approx(FITTED)
    assert (np.log(swing.min()), np.log(swing.max())) == pytest.approx(FITTED)


@given(st.floats(*FITTED), st.floats(*FITTED))
def test_elasticities_are_the_slopes_and_more_of_either_is_never_slower(push, swing):
    step = 1e-6
    for model in ENSEMBLE:
        here = model.elasticities(push, swing)
        for index, (dp, ds) in enumerate(((step, 0.0), (0.0, step))):
            ahead, behind = (
                float(model.log_speed(np.array(push + sign * dp), np.array(swing + sign * ds))) for sign in (1, -1)
            )
            assert (ahead - behind) / (2 * step) == pytest.approx(here[index], abs=1e-6)
        assert min(here) > 0.0


@given(st.floats(-0.15, 0.09))
def test_lines_are_of_equal_speed_and_end_where_the_models_were_fitted(change):
    for line in predict_iso_speed([change]):
        assert line.change == change
        models = [FULL, ENSEMBLE[0], ENSEMBLE[-1]]
        for model, (push, swing) in zip(models, [(line.push, line.swing), *line.ends], strict=True):
            np.testing.assert_allclose(model.log_speed(push, swing), np.log1p(change), atol=1e-12)
            assert np.all(np.diff(push) > 0.0)
            assert np.all(np.diff(swing) < 0.0)
            for values in (push, swing):
                assert values.min() >= FITTED[0] - 1e-12
                assert values.max() <= FITTED[1] + 1e-12
            # It goes on until the edge of the fitted square, at both ends.
            edges = [min(abs(end - edge) for end in ends for edge in FITTED)
                     for ends in ((push[0], swing[0]), (push[-1], swing[-1]))]  # fmt: skip
            assert max(edges) < 1e-9


def test_the_line_of_no_change_goes_through_the_start_in_every_model():
    (line,) = predict_iso_speed([0.0])
    for push, swing in ((line.push, line.swing), *line.ends):
        assert np.interp(0.0, push, swing) == pytest.approx(0.0, abs=1e-3)


def test_every_level_has_a_line_and_the_unreachable_none():
    assert tuple(line.change for line in predict_iso_speed()) == LEVELS
    assert predict_iso_speed([0.2, -0.5]) == ()


def test_the_ensemble_spans_the_published_range():
    ratios = [one.push / one.swing for one in ENSEMBLE]
    assert ratios == sorted(ratios)
    assert ratios[0] == pytest.approx(RATIOS[0])
    assert ratios[-1] == pytest.approx(RATIOS[1], rel=0.02)
    assert ENSEMBLE[0].push + ENSEMBLE[0].swing == pytest.approx(FULL.push + FULL.swing)


def test_the_prior_of_a_diagnosis_holds_every_model_already():
    reach = np.exp(1.645 * ELASTICITY_SPREAD)
    recreational = Surrogate(0.556, 0.218)
    for model in (*ENSEMBLE, recreational):
        for role, value in ((Role.PUSH, model.push), (Role.SWING, model.swing)):
            assert ELASTICITY[role] / reach < value < ELASTICITY[role] * reach
        # Two independent draws: the log of their ratio has √2 of the spread.
        prior = ELASTICITY[Role.PUSH] / ELASTICITY[Role.SWING]
        assert abs(np.log(model.push / model.swing / prior)) < 1.645 * 2**0.5 * ELASTICITY_SPREAD
    assert ELASTICITY[Role.PUSH] == ELASTICITY[Role.SWING]


@given(st.floats(-0.1, 0.24), st.floats(-0.15, 0.24))
def test_with_the_range_of_today_models_disagree_unless_push_has_lost_a_lot(push, swing):
    found = predict_cheapest_direction(grown(push), grown(swing), BOTH, age=25)
    assert isinstance(found, Missing)
    assert "models disagree" in found.reason
    lost = predict_cheapest_direction(grown(-0.33), grown(0.0), BOTH, age=25)
    assert isinstance(lost, CheapestDirection)
    assert lost.role is Role.PUSH


def test_a_direction_is_named_where_models_agree_and_own_tests_speak_for_both():
    found = predict_cheapest_direction(grown(0.05), grown(0.0), BOTH, age=25, ensemble=AGREED)
    assert isinstance(found, CheapestDirection)
    assert found.role is Role.PUSH
    assert found.push**2 + found.swing**2 == pytest.approx(1.0)
    assert found.least[0] / found.least[1] <= found.push / found.swing <= found.most[0] / found.most[1]
    turned = [Surrogate(one.swing, one.push, one.swing_bend, one.push_bend) for one in AGREED]
    other = predict_cheapest_direction(grown(0.0), grown(0.05), BOTH, age=25, ensemble=turned)
    assert other.role is Role.SWING
    assert (other.push, other.swing) == pytest.approx((found.swing, found.push))


@pytest.mark.parametrize("role", [Role.PUSH, Role.SWING])
@pytest.mark.parametrize("weight", [Weight.NONE, Weight.HINT])
def test_without_own_evidence_for_both_there_is_none(role, weight):
    found = predict_cheapest_direction(grown(0.05), grown(0.0), BOTH | {role: weight}, age=25, ensemble=AGREED)
    assert isinstance(found, Missing)
    assert role.value in found.reason
    assert found.remedy


def test_a_missing_change_under_sixteen_and_outside_the_fit_there_is_none():
    ask = predict_cheapest_direction
    assert isinstance(ask(Missing("no"), grown(0.0), BOTH, age=25, ensemble=AGREED), Missing)
    assert "sixteen" in ask(grown(0.05), grown(0.0), BOTH, age=15, ensemble=AGREED).reason
    assert isinstance(ask(grown(0.05), grown(0.0), BOTH, age=None, ensemble=AGREED), CheapestDirection)
    assert "beyond" in ask(grown(0.25, 0.05), grown(0.0), BOTH, age=25, ensemble=AGREED).reason


def test_models_must_agree_over_the_whole_of_both_intervals():
    # At the start push is ahead; where much of it has grown the same model puts swing ahead.
    model = (replace(FULL, push=0.235),)
    assert isinstance(
        predict_cheapest_direction(grown(0.0), grown(0.0), BOTH, age=25, ensemble=model), CheapestDirection
    )
    wide = predict_cheapest_direction(grown(0.0, 0.26), grown(0.0, 0.2), BOTH, age=25, ensemble=model)
    assert isinstance(wide, Missing)


def test_the_reduced_model_is_the_end_of_the_range():
    assert ENSEMBLE[-1] is REDUCED
