"""The situations of the house's wording, written by hand: content and rules, not every letter."""

import re
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from evenstride.core.athlete import Athlete
from evenstride.core.check import Check, Verdict
from evenstride.core.diagnosis import Diagnosis, Finding, Limit, NextTest, Situation
from evenstride.core.estimate import Draws, Estimate, Missing
from evenstride.core.roles import Evidence, Role, Weight
from evenstride.words import say_check, say_diagnosis

TODAY = date(2026, 5, 12)
SINCE = date(2026, 3, 3)
NOA = Athlete("Noa Keller", birth_year=2001)
GAIN = Estimate(0.01, 0.0, 0.02, "1")
FLAT = Estimate(0.0, -0.02, 0.02, "1")
HOLD = NextTest("S9", "Thigh-drive hold", 12.0, ("strap", "luggage scale"), Role.SWING, 0.30, 0.21)
FAMILIES = {Role.PUSH: ("spring hops", "horizontal jump"), Role.SWING: ("hip flexion", "wall switch")}


def evidence(role: Role, family: str, change: Estimate) -> Evidence:
    draws = Draws(change.value, np.linspace(change.low, change.high, 9), "1")
    return Evidence(role, family, family, draws, 0.03, SINCE, TODAY, sessions=4, familiarisation=2)


def finding(role: Role, change: Estimate | None) -> Finding:
    if change is None:
        return Finding(role, Weight.NONE, Missing("not looked at yet"), GAIN)
    families = FAMILIES[role]
    found = tuple(evidence(role, family, change) for family in families)
    return Finding(role, Weight.EVIDENCE, change, GAIN, families, found)


def diagnosis(situation: Situation, **given: object) -> Diagnosis:
    changes = {role: given.pop(role.value, None) for role in Role}
    whole = Diagnosis(
        athlete="Noa Keller",
        on=TODAY,
        situation=situation,
        findings=tuple(finding(role, change) for role, change in changes.items()),  # type: ignore[arg-type]
        limit=Limit(
            {Role.PUSH: 0.19, Role.SWING: 0.17, Role.SUPPORT: 0.08, Role.TIMING: 0.10},
            balanced=0.16,
            cannot_tell=0.30,
        ),
        named=None,
        lead=None,
        lag=None,
        since=SINCE,
        speed_change=Missing("one date only"),
        speed_now=Estimate(8.6, 8.4, 8.9, "m/s"),
        difference=Missing("push and swing have not both been looked at"),
        emphasis={Role.PUSH: 0.4, Role.SWING: 0.4, Role.SUPPORT: 0.1, Role.TIMING: 0.1},
        next_tests=(HOLD,),
        seed=7,
    )
    return replace(whole, **given)  # type: ignore[arg-type]


def say(one: Diagnosis):
    return say_diagnosis(one, athlete=NOA, today=TODAY)


def test_situation_1_splits_say_how_fast_and_never_why():
    voices = say(diagnosis(Situation.SPLITS_ONLY, since=None))
    assert voices.athlete == (
        "Your times show how fast you are and how you build it. They cannot show why. "
        "Next: thigh-drive hold, 12 minutes with strap and luggage scale."
    )
    assert voices.coach.startswith("Top speed 8.6 m/s (8.4–8.9). Splits carry no information on push and swing.")
    assert "Next: thigh-drive hold, 12 min, strap and luggage scale." in voices.coach
    assert "role posterior = prior, no independent families" in voices.scientist


def test_situation_2_cannot_tell_is_an_answer():
    voices = say(
        diagnosis(
            Situation.CANNOT_TELL,
            push=Estimate(0.01, -0.04, 0.06, "1"),
            swing=Estimate(0.0, -0.05, 0.05, "1"),
            speed_change=Estimate(0.002, -0.02, 0.024, "1"),
        )
    )
    assert voices.athlete.startswith("We looked, and your data do not point one way.")
    assert "train both, a good plan, not second best" in voices.athlete
    assert "No role stands out" in voices.coach
    assert "Balanced block" in voices.coach
    assert "check 7 July" in voices.coach
    assert (
        "P(limit): cannot tell 0.30, push 0.19, swing 0.17, balanced 0.16, timing 0.10, arms and torso 0.08 "
        "(calibrated on simulated athletes only)." in voices.scientist
    )
    assert "S9, 12 min, cannot tell 0.30 → 0.21" in voices.scientist


@pytest.mark.parametrize(("lead", "lag"), [(Role.PUSH, Role.SWING), (Role.SWING, Role.PUSH)])
def test_situation_3_one_role_has_grown_more(lead: Role, lag: Role):
    sign = 1.0 if lead is Role.PUSH else -1.0
    ends = sorted([sign * 0.02, sign * 0.12])
    changes = {lead.value: Estimate(0.068, 0.049, 0.086, "1"), lag.value: Estimate(0.0, -0.04, 0.04, "1")}
    rest = {role: 0.06 for role in Role if role not in (lead, lag)}
    one = diagnosis(
        Situation.APART,
        **changes,
        lead=lead,
        lag=lag,
        named=lag,
        limit=Limit({lead: 0.09, lag: 0.56, **rest}, balanced=0.1, cannot_tell=0.13),
        speed_change=Estimate(0.0, -0.015, 0.015, "1"),
        difference=Estimate(sign * 0.07, ends[0], ends[1], "1"),
        emphasis={lead: 0.3, lag: 0.5, Role.SUPPORT: 0.1, Role.TIMING: 0.1},
    )
    voices = say(one)
    assert voices.athlete == (
        f"Since 3 March your {lead} has grown more than your {lag}; your speed is level. "
        f"Likely limit: {lag}, not proof. Next: a little more for {lag}, {lead} kept."
    )
    assert f"Since 3 March: {lead} +7.0 % (+5.0 to +9.0); {lag} 0 % (−4 to +4)" in voices.coach
    assert "Fits 'apart'; not proof." in voices.coach
    assert (
        f"Likeliest limit: {lag}, 56 chances in 100 (balanced 10, cannot tell 13; calibrated on simulated"
        in voices.coach
    )
    assert f"8-week {lag} emphasis, {lead} kept; check 7 July" in voices.coach
    assert f"Δln {lead} − Δln {lag} 0.07 [0.02, 0.12]" in voices.scientist
    assert "2 families" in voices.scientist
    assert "The first two days of each test are kept apart as learning." in voices.scientist
    assert "90 % intervals" in voices.scientist
    assert "never evidence for a limit" in voices.scientist


@pytest.mark.parametrize(("lead", "lag"), [(Role.PUSH, Role.SWING), (Role.SWING, Role.PUSH)])
@pytest.mark.parametrize("today", [TODAY, date(2027, 1, 1)])
def test_one_side_ahead_with_speed_unclear_asks_for_timing(lead: Role, lag: Role, today: date):
    changes = {lead.value: Estimate(0.068, 0.049, 0.086, "1"), lag.value: Estimate(0.0, -0.04, 0.04, "1")}
    speed = Estimate(0.0, -0.04, 0.04, "1")
    one = diagnosis(Situation.APART_UNCLEAR, **changes, lead=lead, lag=lag, speed_change=speed)
    voices = say_diagnosis(one, athlete=NOA, today=today)
    day, fly = ("3 March", "flying 20") if today is TODAY else ("3 March 2026", "flying run")
    assert voices.athlete == (
        f"Since {day} your {lead} has grown more than your {lag}. Whether your speed moved, we cannot tell yet. "
        f"Next: time a {fly} in every fast session, train both."
    )
    assert "whether speed moved cannot be told" in voices.coach
    assert "No limit named" in voices.coach
    assert "time a flying 20 m in every speed session" in voices.coach


def test_situation_4_both_flat_is_no_fault():
    level = Estimate(0.0, -0.03, 0.03, "1")
    voices = say(diagnosis(Situation.BOTH_FLAT, push=level, swing=level, speed_change=level))
    assert "have held steady since 3 March. Nothing is wrong" in voices.athlete
    assert voices.athlete.endswith("Next: change one thing.")
    assert "No role moved" in voices.coach
    assert "Next: fast exposure first, then load." in voices.coach


def test_situation_5_both_up_speed_flat_asks_for_patience():
    up = Estimate(0.06, 0.02, 0.10, "1")
    voices = say(
        diagnosis(Situation.BOTH_UP_SPEED_FLAT, push=up, swing=up, speed_change=Estimate(0.0, -0.015, 0.015, "1"))
    )
    assert voices.athlete.startswith("You have built something")
    assert voices.athlete.endswith("Next: stay fast, fresh and playful.")
    order = ["test learning", "body mass", "time lag", "fatigue", "fast exposure", "then timing"]
    places = [voices.coach.index(word) for word in order]
    assert places == sorted(places)
    assert "lag not excluded" in voices.scientist


def test_situation_6_falling_blames_nobody():
    voices = say(diagnosis(Situation.FALLING, speed_change=Estimate(-0.0212, -0.0346, -0.008, "1")))
    assert "It is not lack of will." in voices.athlete
    assert voices.athlete.endswith("Next: a few lighter days; resting is training.")
    assert "Since 3 March: speed −2.1 % (−3.4 to −0.8)." in voices.coach
    assert "illness" in voices.coach
    assert "hold" not in voices.coach
    assert "not separable" in voices.scientist


def test_falling_needs_no_field_test_and_no_date():
    one = diagnosis(Situation.FALLING, since=None, next_tests=(), speed_change=Estimate(-0.04, -0.06, -0.02, "1"))
    voices = say(one)
    assert voices.athlete == (
        "Your speed has gone down. First question: tiredness. It is not lack of will. "
        "Next: a few lighter days; resting is training."
    )
    assert "So far: speed −3.9 % (−5.8 to −2.0)." in voices.coach
    assert "No role looked at" in voices.scientist


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (Estimate(0.0, -0.08, 0.08, "1"), "it is too early to tell"),
        (Missing("one date only"), "it is too early to tell"),
        (Estimate(0.0, -0.02, 0.02, "1"), "your speed is steady"),
        (Estimate(-0.04, -0.06, -0.01, "1"), "running may feel odd"),
    ],
)
def test_a_child_is_steady_only_when_that_was_seen(change: Estimate | Missing, said: str):
    one = diagnosis(Situation.YOUTH, speed_change=change, next_tests=())
    assert said in say_diagnosis(one, athlete=Athlete("Mia", birth_year=2014), today=TODAY).athlete


def test_the_rival_of_the_coaching_story_is_said_plainly():
    voices = say(
        diagnosis(
            Situation.ONE_SIDE_CARRIES,
            push=Estimate(0.07, 0.04, 0.10, "1"),
            swing=Estimate(0.0, -0.03, 0.03, "1"),
            lead=Role.PUSH,
            lag=Role.SWING,
            speed_change=Estimate(0.025, 0.01, 0.04, "1"),
        )
    )
    assert "your push has grown more than your swing, and your speed came with it" in voices.athlete
    assert "speaks against 'both must grow together'" in voices.coach
    assert "not proof" in voices.coach


def test_situation_12_a_child_gets_no_limit_whatever_the_diagnosis_holds():
    up = Estimate(0.06, 0.02, 0.10, "1")
    one = diagnosis(
        Situation.APART,
        push=up,
        swing=Estimate(0.0, -0.02, 0.02, "1"),
        lead=Role.PUSH,
        lag=Role.SWING,
        named=Role.SWING,
        speed_change=Estimate(0.039, 0.02, 0.058, "1"),
    )
    voices = say_diagnosis(one, athlete=Athlete("Mia", birth_year=2014), today=TODAY)
    assert voices.athlete.startswith("You are growing, and you run faster than before.")
    assert voices.athlete.endswith("what was the most fun today?")
    assert "no limit verdict" in voices.coach
    assert "growing explains much of any change" in voices.coach
    assert "limit suppressed (< 16 y)" in voices.scientist
    assert "P(limit)" not in voices.scientist
    assert not any("likeliest" in text.lower() or "limit:" in text.lower() for text in (voices.athlete, voices.coach))


def test_a_balanced_answer_is_said_as_balanced():
    limit = Limit(dict.fromkeys(Role, 0.1), balanced=0.4, cannot_tell=0.2)
    assert "your parts look balanced" in say(diagnosis(Situation.CANNOT_TELL, limit=limit)).athlete


def test_simulated_athletes_are_labelled():
    voices = say_diagnosis(diagnosis(Situation.SPLITS_ONLY), athlete=replace(NOA, simulated=True), today=TODAY)
    assert voices.coach.endswith("Simulated athlete.")
    assert voices.scientist.endswith("Simulated athlete.")


def test_what_is_missing_is_said_with_its_reason():
    voices = say(diagnosis(Situation.SPLITS_ONLY, speed_now=Missing("three gates carry no top speed")))
    assert "Top speed not known (three gates carry no top speed)." in voices.coach


def check(verdict: Verdict, change: Estimate, **given: object) -> Check:
    whole = Check(
        metric="top speed",
        since=date(2026, 2, 3),
        until=date(2026, 3, 31),
        before=Estimate(8.60, 8.52, 8.68, "m/s"),
        after=Estimate(8.76, 8.68, 8.84, "m/s"),
        change=change,
        mdc=0.012,
        verdict=verdict,
        reason="the reason of the noun",
        swc=0.008,
        swc_source="swinton2022",
        chance_to_notice=0.23,
    )
    return replace(whole, **given)  # type: ignore[arg-type]


def test_situation_7_a_block_that_worked_is_during_and_never_because():
    voices = say_check(check(Verdict.WORKING, Estimate(0.019, 0.006, 0.031, "1")))
    assert voices.athlete.startswith("During these weeks your top speed got better, more than the measuring can blur")
    assert voices.athlete.endswith("Next: keep what made it fun.")
    assert "+1.9 % (+0.6 to +3.1) from 3 February to 31 March" in voices.coach
    assert "not proof" in voices.coach
    assert "check again by 26 May" in voices.coach
    assert "n = 1, uncontrolled" in voices.scientist
    assert "8.60 m/s (8.52–8.68) → 8.76 m/s (8.68–8.84)" in voices.scientist


def test_situation_8_without_a_block_nobody_guessed():
    """The words of a block that missed stand in `test_block_words.py`."""
    voices = say_check(check(Verdict.NOT_WORKING, Estimate(0.0, -0.006, 0.006, "1")))
    assert "guess" not in voices.athlete
    assert "speaks of these weeks, not of you" in voices.athlete
    assert voices.athlete.endswith("Next: change one thing, and go on timing.")
    assert "0.0 % (−0.6 to +0.6)" in voices.coach
    assert "this idea" not in voices.coach


def test_a_check_says_how_likely_it_was_to_notice_and_from_where_it_counts():
    voices = say_check(check(Verdict.CANNOT_TELL, Estimate(0.004, -0.014, 0.022, "1")))
    assert "We cannot tell" in voices.athlete
    assert "Detectable from 1.2 %, worthwhile from 0.8 %." in voices.coach
    assert "would show in 23 of 100 such comparisons" in voices.coach
    assert "SWC from swinton2022" in voices.scientist


def test_a_metric_without_a_worthwhile_figure_says_so():
    voices = say_check(check(Verdict.NOT_YET, Estimate(0.01, -0.01, 0.03, "1"), swc=None, chance_to_notice=None))
    assert "no verified figure for worthwhile" in voices.coach
    assert "of 100 such comparisons" not in voices.coach


@pytest.mark.parametrize(
    ("verdict", "change", "said"),
    [
        (Verdict.WORKING, Estimate(0.12, 0.03, 0.2, "1"), "got better, more than measuring can blur"),
        (Verdict.NOT_WORKING, Estimate(-0.12, -0.2, -0.03, "1"), "fell back, more than measuring can blur"),
        (Verdict.CANNOT_TELL, Estimate(0.02, -0.1, 0.14, "1"), "held, as far as measuring can tell"),
    ],
)
def test_a_field_test_tells_its_change_and_nothing_of_the_block(verdict: Verdict, change: Estimate, said: str):
    reason = "change only: no verified figure says how much would be worth having"
    one = check(verdict, change, metric="Springy hops (P1)", swc=None, chance_to_notice=None, days=9, reason=reason)
    voices = say_check(one)
    assert voices.athlete == (
        f"During these weeks your springy hops {said}. Next: the same test again, rested, in the same way."
    )
    assert voices.coach.startswith("Springy hops (P1) ")
    for text in (voices.athlete, voices.coach, voices.scientist):
        assert not any(word in text.lower() for word in ("block", "working", "fly", "guess", "change only"))


def test_a_trend_is_called_a_trend():
    one = check(Verdict.WORKING, Estimate(0.019, 0.006, 0.031, "1"), days=13)
    assert "to 31 March, the trend through all 13 days; better is plus" in say_check(one).coach
    assert "90 % interval, the trend through all 13 days;" in say_check(one).scientist
    assert "from two days" in say_check(replace(one, days=2)).coach


@pytest.mark.parametrize(("days", "asked"), [(2, True), (13, False)])
def test_more_timing_is_asked_for_only_where_there_was_little(days: int, asked: bool):
    for verdict in (Verdict.CANNOT_TELL, Verdict.NOT_YET):
        voices = say_check(check(verdict, Estimate(0.004, -0.014, 0.022, "1"), days=days))
        assert ("timed fly" in voices.coach) is asked
    assert ("time one fly" in say_check(check(Verdict.CANNOT_TELL, FLAT, days=days)).athlete) is asked


def test_falling_speed_is_tiredness_first_and_no_wrong_guess():
    voices = say_check(check(Verdict.NOT_WORKING, Estimate(-0.021, -0.034, -0.008, "1")))
    assert voices.athlete == (
        "Your top speed has gone down during these weeks. That is usually tiredness, not lack of will. "
        "Next: a few lighter days; resting is training."
    )
    assert "ask about sleep, illness and life" in voices.coach
    assert not any("guess" in text or "load" in text for text in (voices.athlete, voices.coach, voices.scientist))


@pytest.mark.parametrize("verdict", Verdict)
@pytest.mark.parametrize("swc", [None, 0.008])
def test_a_child_is_growing_whatever_the_verdict(verdict: Verdict, swc: float | None):
    voices = say_check(check(verdict, Estimate(0.04, 0.02, 0.06, "1"), swc=swc), age=12)
    assert voices.athlete.startswith("You are growing, and ")
    assert voices.athlete.endswith("what was the most fun today?")
    assert "growing explains much of that" in voices.coach
    for text in (voices.athlete, voices.coach, voices.scientist):
        assert not re.search(r"\b(working|block|not yet:|cannot tell:|emphasis)\b", text, re.I)
    faster = say_check(check(verdict, Estimate(0.04, 0.02, 0.06, "1")), age=12).athlete
    assert faster.startswith("You are growing, and you run faster than before.")
    assert say_check(check(verdict, FLAT), age=16) == say_check(check(verdict, FLAT))
