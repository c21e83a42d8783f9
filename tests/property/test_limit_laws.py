"""Laws of the limit: shares sum to one, ignorance is never rewarded, exchanged roles mirror."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenstride.core.diagnosis import Observations
from evenstride.core.estimate import Draws, Missing
from evenstride.core.roles import Evidence, Role, Weight
from evenstride.science.diagnosis.diagnose import diagnose
from evenstride.science.diagnosis.limit import Knowledge, predict_doubt, predict_limit
from evenstride.science.diagnosis.potential import Change, predict_potentials

GAINS = st.floats(0.001, 0.08)
ERRORS = st.floats(0.0, 0.2)
CHANGES = st.floats(-0.15, 0.15)
WEIGHTS = st.sampled_from([Weight.HINT, Weight.EVIDENCE])
MEDIANS = st.fixed_dictionaries(dict.fromkeys(Role, GAINS))


@given(MEDIANS, st.floats(0.0, 1.0))
def test_chances_sum_to_one(medians: dict[Role, float], doubt: float):
    limit = predict_limit(medians, doubt=doubt, draws=500)
    assert sum(limit.roles.values()) + limit.balanced + limit.cannot_tell == pytest.approx(1.0)


@given(MEDIANS, st.dictionaries(st.sampled_from(list(Role)), st.tuples(WEIGHTS, ERRORS), min_size=1), ERRORS, ERRORS)
def test_widening_one_interval_never_raises_a_chance(
    medians: dict[Role, float], seen: dict[Role, tuple[Weight, float]], speed_error: float, wider: float
):
    role = next(iter(seen))
    known = {one: Knowledge(*item) for one, item in seen.items()}
    blurred = known | {role: Knowledge(known[role].weight, known[role].error + wider)}
    before = predict_limit(medians, doubt=predict_doubt(known, speed_error), draws=500)
    after = predict_limit(medians, doubt=predict_doubt(blurred, speed_error), draws=500)
    assert after.roles[role] <= before.roles[role] + 1e-12
    assert after.cannot_tell >= before.cannot_tell - 1e-12


@given(CHANGES, CHANGES, st.floats(0.005, 0.05), st.floats(-0.05, 0.05))
def test_exchanging_push_and_swing_mirrors_the_potentials(push: float, swing: float, error: float, speed: float):
    def medians(one: float, other: float) -> list[float]:
        changes = {Role.PUSH: Change(one, error), Role.SWING: Change(other, error)}
        potentials = predict_potentials(changes, Change(speed, 0.008), draws=500)
        return [potentials.median(role) for role in (Role.PUSH, Role.SWING)]

    assert medians(push, swing) == pytest.approx(medians(swing, push)[::-1], rel=1e-6)


def test_four_equal_roles_are_equally_likely_whatever_is_known_of_them():
    """The trap of "lowest ceiling wins": one role four times less certain would win 42 % of the time."""
    even = predict_limit(dict.fromkeys(Role, 0.02), doubt=0.0, draws=20000)
    decided = sum(even.roles.values())
    assert all(value / decided == pytest.approx(0.25, abs=0.01) for value in even.roles.values())


@given(st.floats(0.0, 0.3))
def test_growth_that_speed_did_not_follow_lowers_the_role(growth: float):
    def push(change: float) -> float:
        return predict_potentials({Role.PUSH: Change(change, 0.02)}, Change(0.0, 0.008), draws=1000).median(Role.PUSH)

    assert push(growth + 0.05) <= push(growth) * 1.02


def test_draws_are_positive_and_finite():
    potentials = predict_potentials({Role.SWING: Change(-0.3, 0.0)}, Change(0.2, 1e-4), draws=500)
    for role in Role:
        assert np.isfinite(potentials.draws(role).samples).all()
        assert (potentials.draws(role).samples > 0).all()


@settings(max_examples=25)
@given(CHANGES, CHANGES, st.floats(0.005, 0.05), st.floats(0.01, 0.2), st.sampled_from([Role.PUSH, Role.SWING]))
def test_blurring_a_test_never_raises_the_chance_of_its_role(push, swing, error, wider, role):
    """Through the whole diagnosis: the same values, one role's tests measured worse."""

    def answer(blur: float) -> float:
        noise = np.random.default_rng(3).standard_normal(400)
        items = tuple(
            Evidence(one, test, test, Draws(value, value + (error + blur * (one is role)) * noise, "1"), error,
                     date(2026, 2, 2), date(2026, 5, 1), 6, 2)
            for one, tests, value in ((Role.PUSH, ("P1", "P2"), push), (Role.SWING, ("S1", "S3"), swing))
            for test in tests
        )  # fmt: skip
        speed = Draws(0.004, 0.004 + 0.006 * noise, "1")
        seen = Observations("Noa", date(2026, 5, 1), 24, items, frozenset({"field test"}), frozenset(), speed,
                            Missing("none"))  # fmt: skip
        return diagnose(seen).limit.roles[role]

    assert answer(wider) <= answer(0.0) + 1e-9
