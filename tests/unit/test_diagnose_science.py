"""What a diagnosis may and may not say."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from evenstride.core.athlete import Level
from evenstride.core.diagnosis import Observations, Situation
from evenstride.core.errors import InputError
from evenstride.core.estimate import Draws, Missing
from evenstride.core.roles import Evidence, Role, Weight
from evenstride.core.run import StepSummary
from evenstride.science.diagnosis.diagnose import diagnose
from evenstride.science.diagnosis.limit import MOST_DOUBT

TODAY = date(2026, 5, 1)
SINCE = date(2026, 2, 16)
FAMILIES = {
    Role.PUSH: (("P1", "spring hops"), ("P2", "horizontal jump")),
    Role.SWING: (("S1", "thigh-drive hold"), ("S3", "wall switch")),
}


def draws(value: float, error: float, seed: int = 0) -> Draws:
    return Draws(value, value + error * np.random.default_rng(seed).standard_normal(4000), "1")


def evidence(role: Role, value: float, error: float = 0.01, families: int = 2) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(role, family, test, draws(value, error, number), error, SINCE, TODAY, 6, 2)
        for number, (test, family) in enumerate(FAMILIES[role][:families])
    )


def observed(push: float | None, swing: float | None, speed: float | None, **changes: object) -> Observations:
    items = (() if push is None else evidence(Role.PUSH, push)) + (() if swing is None else evidence(Role.SWING, swing))
    change = Missing("one day only") if speed is None else draws(speed, 0.006, 9)
    base = Observations(
        "Noa", TODAY, 24, items, frozenset({"splits", "field test"}), frozenset(item.test for item in items),
        change, Missing("none"), SINCE,
    )  # fmt: skip
    return replace(base, **changes)


def test_push_up_speed_level_names_swing():
    answer = diagnose(observed(0.09, 0.0, 0.0))
    assert answer.situation is Situation.APART
    assert (answer.named, answer.lead, answer.lag) == (Role.SWING, Role.PUSH, Role.SWING)
    assert answer.emphasis[Role.SWING] > answer.emphasis[Role.PUSH]


def test_exchanging_the_roles_mirrors_every_number():
    one, other = diagnose(observed(0.09, 0.01, 0.0)), diagnose(observed(0.01, 0.09, 0.0))
    assert other.named is Role.PUSH
    assert one.limit.roles[Role.SWING] == pytest.approx(other.limit.roles[Role.PUSH], abs=0.002)
    assert one.limit.cannot_tell == pytest.approx(other.limit.cannot_tell, abs=0.01)


def test_speed_that_follows_contradicts_the_coaching_story():
    answer = diagnose(observed(0.09, 0.0, 0.035))
    assert answer.situation is Situation.ONE_SIDE_CARRIES
    assert answer.limit.roles[Role.PUSH] > answer.limit.roles[Role.SWING]
    assert answer.named is not Role.SWING


@pytest.mark.parametrize(
    ("push", "swing", "speed", "situation"),
    [
        (0.08, 0.08, 0.03, Situation.TOGETHER),
        (0.08, 0.08, 0.0, Situation.BOTH_UP_SPEED_FLAT),
        (0.0, 0.0, 0.0, Situation.BOTH_FLAT),
        (0.05, 0.0, -0.03, Situation.FALLING),
        (0.08, 0.0, None, Situation.APART_UNCLEAR),
    ],
)
def test_situations(push: float, swing: float, speed: float | None, situation: Situation):
    assert diagnose(observed(push, swing, speed)).situation is situation


def test_splits_only_knows_nothing_of_roles():
    answer = diagnose(observed(None, None, 0.02, seen=frozenset({"splits"})))
    assert answer.situation is Situation.SPLITS_ONLY
    assert answer.named is None
    assert answer.limit.cannot_tell == MOST_DOUBT
    assert all(finding.weight is Weight.NONE for finding in answer.findings)
    assert answer.next_tests, "there must be something to measure next"


def test_steps_only_never_names_a_role():
    answer = diagnose(observed(None, None, 0.05, seen=frozenset({"steps"})))
    assert (answer.situation, answer.named) == (Situation.STEPS_ONLY, None)


def test_step_timings_are_refused_as_evidence():
    timing = replace(evidence(Role.PUSH, 0.1)[0], family=StepSummary.FAMILY)
    with pytest.raises(InputError, match="contact and flight times"):
        diagnose(observed(None, None, 0.0, evidence=(timing,)))


def test_one_family_is_a_hint_and_names_nobody():
    items = evidence(Role.PUSH, 0.12, families=1) + evidence(Role.SWING, 0.0)
    answer = diagnose(observed(None, None, 0.0, evidence=items))
    assert answer.finding(Role.PUSH).weight is Weight.HINT
    assert answer.named is None


def test_two_tests_of_one_family_count_once():
    first, second = evidence(Role.PUSH, 0.1)
    items = (first, replace(second, family=first.family))
    assert diagnose(observed(None, None, 0.0, evidence=items)).finding(Role.PUSH).weight is Weight.HINT


def test_no_limit_verdict_under_sixteen():
    answer = diagnose(observed(0.09, 0.0, 0.0, age=14))
    assert (answer.situation, answer.named) == (Situation.YOUTH, None)
    assert answer.emphasis[Role.PUSH] == answer.emphasis[Role.SWING]


def test_under_sixteen_no_gain_puts_the_roles_in_an_order():
    answer, nothing = (diagnose(observed(*seen, age=14)) for seen in ((0.09, 0.0, 0.0), (None, None, None)))
    assert [one.expected_gain for one in answer.findings] == [one.expected_gain for one in nothing.findings]
    push, swing = (answer.finding(role).expected_gain.value for role in (Role.PUSH, Role.SWING))
    assert push == pytest.approx(swing, rel=0.05)
    assert not any("robabilit" in note for note in answer.notes)


def test_a_role_nobody_looked_at_keeps_its_prior_gain():
    before, after = diagnose(observed(None, None, 0.0)), diagnose(observed(0.09, 0.0, 0.0))
    for role in (Role.SUPPORT, Role.TIMING):
        assert after.finding(role).weight is Weight.NONE
        assert after.finding(role).expected_gain.value == pytest.approx(
            before.finding(role).expected_gain.value, rel=0.1
        )


def test_what_to_measure_next_stops_when_nothing_is_worth_it():
    assert diagnose(observed(0.09, 0.0, 0.0)).next_tests == ()


def test_next_test_respects_the_kit():
    answer = diagnose(observed(None, None, 0.0, kit=frozenset({"tape"})))
    assert {test.test for test in answer.next_tests} == {"P2"}


def test_same_input_same_answer_in_any_order():
    one = observed(0.06, 0.02, 0.01)
    assert diagnose(one).limit == diagnose(replace(one, evidence=one.evidence[::-1])).limit


def test_slower_times_alone_are_said_to_be_falling():
    assert diagnose(observed(None, None, -0.05, seen=frozenset({"splits"}))).situation is Situation.FALLING


def test_apart_with_a_blurred_speed_names_nobody_and_times_speed_first():
    blurred = draws(0.01, 0.03, 4)
    answer = diagnose(observed(0.12, 0.0, 0.0, speed_change=blurred))
    assert (answer.situation, answer.named, answer.lead) == (Situation.APART_UNCLEAR, None, Role.PUSH)
    assert answer.next_tests[0].test == "T0"


@pytest.mark.parametrize("kit", [{"phone", "poles"}, {"strap", "luggage scale", "wall", "tape"}, {"tape"}])
def test_there_is_always_something_to_begin_with(kit: set[str]):
    answer = diagnose(observed(None, None, None, seen=frozenset(), kit=frozenset(kit)))
    assert answer.next_tests


def test_under_sixteen_nothing_is_measured_for_a_limit():
    assert diagnose(observed(0.09, 0.0, 0.0, age=12)).next_tests == ()


def test_trained_athletes_can_expect_less():
    answers = {level: diagnose(observed(None, None, 0.0, level=level)) for level in Level}
    gains = {level: answer.finding(Role.PUSH).expected_gain.value for level, answer in answers.items()}
    assert gains[Level.BEGINNER] > gains[Level.RECREATIONAL] > gains[Level.TRAINED]
    assert gains[Level.TRAINED] == pytest.approx(0.003, abs=0.001)
