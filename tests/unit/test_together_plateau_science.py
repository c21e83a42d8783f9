"""Together, apart, cannot tell; and the table of plateaus: what each kind needs, and what may never be said."""

from dataclasses import replace

import numpy as np
import pytest

from evenstride.core.estimate import Draws, Missing
from evenstride.core.plateau import PlateauSigns, PlateauType
from evenstride.core.roles import Role
from evenstride.core.together import Pattern
from evenstride.science.capacity.together import compare_sides, measure_trends
from evenstride.science.diagnosis.plateau import TABLE, judge_plateau
from evenstride.words import say_plateau, say_together
from evenstride.words.diagnosis.answer import within_athlete_limits
from tests.unit.test_capacity_trend_science import readings

NEVER = ("weak", "deficit", "failed", "should have", "score", "asymmetric", "injury", "cleared")


def sides(push: float, swing: float, *, error: float = 0.008, families: int = 2, speed: float | None = 0.0):
    rows = [*readings(gain=push, error=error, seed=1), *readings(gain=swing, error=error, seed=2, role=Role.SWING)]
    if families == 1:
        rows = [row for row in rows if row.test == "P1"]
    runs = [] if speed is None else readings(gain=speed, error=0.003, seed=3, role=None)
    return compare_sides(measure_trends(rows, [replace(run, test="T0", family="speed") for run in runs[::2]]))


def draws(value: float, error: float = 0.004, seed: int = 0) -> Draws:
    return Draws(value, value + error * np.random.default_rng(seed).standard_normal(2000), "1")


ALL_KNOWN = PlateauSigns(
    speed=draws(0.0), push=draws(0.0, 0.008, 1), swing=draws(0.0, 0.008, 2), weeks=12.0, fast_days=8, load=0.0,
    on_purpose=False, pain=False, unwell=False, low_readiness=False, growing=False, conditions=(), age=25, mass=0.0,
)  # fmt: skip


def test_both_up_alike_is_together():
    found = sides(0.15, 0.15)
    assert found.pattern is Pattern.TOGETHER
    assert not found.not_together
    assert found.chance_together > found.chance_apart


@pytest.mark.parametrize(("push", "swing", "lead"), [(0.15, 0.0, Role.PUSH), (0.0, 0.15, Role.SWING)])
def test_one_up_is_apart_and_mirrors(push, swing, lead):
    found = sides(push, swing)
    assert (found.pattern, found.lead, found.not_together) == (Pattern.APART, lead, True)


def test_apart_with_rising_speed_is_not_the_pattern_coaching_warns_of():
    found = sides(0.15, 0.0, speed=0.05)
    assert found.pattern is Pattern.APART
    assert not found.not_together


def test_apart_without_speed_is_never_called_not_together():
    found = sides(0.15, 0.0, speed=None)
    assert found.speed is None
    assert not found.not_together


def test_one_family_is_only_a_hint():
    assert sides(0.15, 0.0, families=1).pattern is Pattern.CANNOT_TELL


def test_one_side_alone_cannot_be_compared():
    assert isinstance(compare_sides(measure_trends(readings())), Missing)


def test_the_chances_of_the_patterns_sum_to_one():
    found = sides(0.04, 0.02)
    assert found.chance_together + found.chance_apart + found.chance_neither == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"speed": draws(0.03)}, PlateauType.IMPROVING),
        ({"conditions": ("surface",)}, PlateauType.CONDITIONS),
        ({"growing": True}, PlateauType.GROWING),
        ({"low_readiness": True}, PlateauType.LIFE),
        ({"on_purpose": True}, PlateauType.ON_PURPOSE),
        ({"speed": draws(-0.03), "load": 0.3}, PlateauType.TOO_MUCH),
        ({"speed": draws(-0.03), "load": -0.3}, PlateauType.DETRAINED),
        ({"age": 50, "weeks": 60.0}, PlateauType.AGE),
        ({"fast_days": 0}, PlateauType.NOT_EXPOSED),
        ({"push": draws(0.09, 0.01, 1)}, PlateauType.NOT_TOGETHER),
        ({"push": draws(0.09, 0.003, 1), "swing": draws(0.09, 0.003, 2)}, PlateauType.NOT_TRANSFERRING),
        ({}, PlateauType.NOT_ENOUGH),
        ({"speed": draws(-0.03)}, PlateauType.CANNOT_TELL),
    ],
)
def test_every_kind_is_found(changes, kind):
    found = judge_plateau(replace(ALL_KNOWN, **changes))
    assert found.named is kind
    assert sum(found.chances.values()) == pytest.approx(1.0)


def test_every_kind_but_cannot_tell_is_one_row():
    assert sorted(row.type for row in TABLE) == sorted(
        kind for kind in PlateauType if kind is not PlateauType.CANNOT_TELL
    )


@pytest.mark.parametrize("sign", ["pain", "low_readiness", "unwell", "growing"])
@pytest.mark.parametrize("told", [True, None])
def test_not_enough_is_never_said_with_or_without_knowing_of(sign, told):
    assert judge_plateau(replace(ALL_KNOWN, **{sign: told})).chances[PlateauType.NOT_ENOUGH] == 0.0


def test_what_is_not_known_claims_nothing_and_is_listed():
    found = judge_plateau(PlateauSigns(draws(0.0)))
    assert found.named is PlateauType.CANNOT_TELL
    assert found.chances[PlateauType.CANNOT_TELL] + found.chances[PlateauType.IMPROVING] == pytest.approx(1.0)
    assert {"fast_days", "load", "push"} <= set(found.unknown)


def test_timing_is_a_check_only_when_timing_itself_changed():
    up = replace(ALL_KNOWN, push=draws(0.09, 0.003, 1), swing=draws(0.09, 0.003, 2))
    assert "timing" not in judge_plateau(up).checks
    assert "timing" not in judge_plateau(replace(up, timing=draws(0.0))).checks
    assert judge_plateau(replace(up, timing=draws(0.05))).checks[-1] == "timing"


def test_exchanging_push_and_swing_mirrors_the_plateau():
    one = replace(ALL_KNOWN, push=draws(0.05, 0.02, 1), swing=draws(0.01, 0.02, 2))
    other = replace(one, push=one.swing, swing=one.push)
    assert judge_plateau(one).chances == judge_plateau(other).chances


@pytest.mark.parametrize("kind", list(PlateauType))
def test_words_of_every_plateau_keep_the_rules(kind):
    voices = say_plateau(replace(judge_plateau(ALL_KNOWN), named=kind))
    assert within_athlete_limits(voices.athlete)
    assert not [word for word in NEVER if word in voices.athlete.lower() + voices.coach.lower()]
    assert kind.value in voices.coach
    assert "calibrated on simulated athletes only" in voices.scientist


@pytest.mark.parametrize(("push", "swing"), [(0.15, 0.0), (0.0, 0.15), (0.15, 0.15), (0.0, 0.0)])
def test_words_of_together_keep_the_rules_and_mirror(push, swing):
    voices = say_together(sides(push, swing))
    assert within_athlete_limits(voices.athlete)
    assert not [word for word in NEVER if word in voices.athlete.lower() + voices.coach.lower()]
    assert "MDC90" in voices.scientist
    if push != swing:
        lead, lag = ("push", "swing") if push > swing else ("swing", "push")
        assert f"your {lead} has grown more than your {lag}; your speed is level" in voices.athlete
        assert "not proof" in voices.coach
