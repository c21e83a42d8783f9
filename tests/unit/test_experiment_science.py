"""Load series and cue experiments: who, how many, in which order, and what they say."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from evenstride.core.errors import InputError
from evenstride.core.estimate import Estimate, Missing
from evenstride.core.experiment import (
    LOADED,
    TESTED_ROLES,
    CueVerdict,
    EnteredRun,
    Entries,
    Experiment,
    Outcome,
    OutOfReach,
    Suitability,
    Wear,
)
from evenstride.core.roles import Role
from evenstride.science.experiment.analysis import analyse_loads
from evenstride.science.experiment.cue import analyse_cues, plan_cues
from evenstride.science.experiment.design import order_runs, plan_loads, usual_loads
from evenstride.science.experiment.rules import Noise, first_slow, own_noise, refusals, stop_share
from evenstride.science.experiment.segment_inertia import leg_rise, measure_doses
from evenstride.science.simulate.experiment import cue_effects, load_effects, simulate_entries

DAY = date(2026, 5, 1)
ADULT = Suitability(30)
LOADS = usual_loads(75.0, 1.78)
CUES = ("push the ground away", "snap the thigh")


def plan(noise: float = 0.005, **more) -> Experiment:
    made = plan_loads("Noa", ADULT, LOADS, Noise(noise, "stated"), on=DAY, seed=3, **more)
    assert isinstance(made, Experiment)
    return made


def series(largest: Role, *, noise: float = 1e-4, larger: float = 1.0, **more) -> tuple[Experiment, Entries]:
    made = plan(**more)
    doses = {role: draws.point for role, draws in measure_doses(LOADS).items()}
    effects = load_effects({role: larger if role is largest else 0.5 for role in TESTED_ROLES}, doses)
    return made, simulate_entries(made, effects, noise=noise, seed=5)


@pytest.mark.parametrize(
    ("who", "says"),
    [
        (Suitability(17), "adults only"),
        (Suitability(None), "how old"),
        (Suitability(30, pain=True), "hurts now"),
        (Suitability(30, injury=True), "last twelve weeks"),
        (Suitability(30, new_to_speed=True), "four weeks of regular fast running"),
        (Suitability(30, pregnancy=True), "pregnancy"),
        (Suitability(30, alone=True), "Nobody else"),
        (Suitability(30, health=True), "doctor"),
    ],
)
def test_every_reason_alone_refuses_the_series(who, says):
    assert len(refusals(who)) == 1
    with pytest.raises(InputError, match=says):
        plan_loads("Noa", who, LOADS, Noise(0.003, "stated"), on=DAY)


def test_pain_is_not_sent_on_to_another_experiment():
    with pytest.raises(InputError) as told:
        plan_loads("Noa", Suitability(30, pain=True), LOADS, Noise(0.003, "stated"), on=DAY)
    assert "cue" not in str(told.value)


def test_the_load_is_two_per_cent_everywhere():
    assert LOADS.mass == 1.5
    assert 0.3 < LOADS.from_hip < 0.4
    with pytest.raises(InputError, match="body mass and height"):
        usual_loads(0.0, 1.8)


def test_a_load_beyond_its_segment_is_refused():
    with pytest.raises(InputError, match="60 cm along a thigh of about 43 cm"):
        measure_doses(usual_loads(75.0, 1.78, from_hip=0.6))


def test_the_place_of_the_load_is_data():
    near, far = (measure_doses(usual_loads(75.0, 1.78, from_hip=hip)) for hip in (0.20, 0.35))
    assert far[Role.SWING].point / near[Role.SWING].point == pytest.approx((0.35 / 0.20) ** 2, rel=0.05)
    assert far[Role.PUSH].point == near[Role.PUSH].point


@pytest.mark.parametrize("extra", [1, 2])
@pytest.mark.parametrize("days", [4, 8])
def test_the_order_is_balanced_and_each_day_begins_normal(days, extra):
    runs = order_runs(days, extra, seed=9)
    counts = {wear: sum(run.arm == wear for run in runs) for wear in Wear}
    assert counts[Wear.TRUNK] == 2 * counts[Wear.THIGHS] == 2 * counts[Wear.FOREARMS] == days * extra / 2
    for day in range(1, days + 1):
        of_day = [run for run in runs if run.day == day]
        assert of_day[0].arm == Wear.EMPTY
        assert sum(run.extra for run in of_day) == extra
        assert all(run.extra == (run.arm in LOADED) for run in of_day)
    assert runs == order_runs(days, extra, seed=9)
    assert runs != order_runs(days, extra, seed=10)


def test_tiring_weighs_on_trunk_and_limbs_alike():
    places: dict[str, list[int]] = {}
    for seed in range(40):
        runs = order_runs(4, 2, seed=seed)
        for run in runs:
            of_day = [one.number for one in runs if one.day == run.day]
            places.setdefault(run.arm, []).append(of_day.index(run.number))
    assert np.mean(places["trunk"]) == pytest.approx(2.5)
    assert np.mean(places["thighs"]) == pytest.approx(2.5, abs=0.4)


def test_better_timing_needs_fewer_days():
    few, many = plan(0.003), plan(0.007)
    assert 2 <= few.days < many.days <= 8
    assert few.chance > 0.8
    assert few.chance_if_half is not None
    assert few.chance_if_half < few.chance


def test_beyond_eight_days_the_timing_cannot_settle_it():
    answer = plan_loads("Noa", ADULT, LOADS, Noise(0.02, "stated"), on=DAY)
    assert isinstance(answer, OutOfReach)
    assert answer.days == 8
    assert answer.chance < answer.chance_if_double < 0.8
    assert answer.needed_days is None


@pytest.mark.parametrize("share", [0.0, -0.01, 0.3, float("nan")])
def test_a_noise_that_cannot_be_is_refused(share):
    with pytest.raises(InputError, match="cannot be reckoned with"):
        plan_loads("Noa", ADULT, LOADS, Noise(share, "stated"), on=DAY)


def test_own_noise_comes_from_runs_of_the_same_day_only():
    rng = np.random.default_rng(1)
    days = {DAY + timedelta(n): 2.4 * (1 + 0.1 * n) * np.exp(rng.normal(0, 0.01, 10)) for n in range(8)}
    found = own_noise(days)
    assert found is not None
    assert found.share == pytest.approx(0.01, rel=0.25)
    assert found.source == "your own 80 flying times on 8 days"
    assert own_noise({DAY: [2.4, 2.41, 2.42]}) is None


def test_the_stop_rule_compares_normal_runs_only():
    assert stop_share(0.01) == 0.03
    assert stop_share(0.03) == 0.06
    assert first_slow([2.0, 2.5, 2.05], ["empty", "trunk", "empty"], method_error=0.0) is None
    assert first_slow([2.0, 2.5, 2.07], ["empty", "trunk", "empty"], method_error=0.0) == 2
    assert first_slow([2.0, 2.5, 2.07], ["empty", "trunk", "empty"], method_error=0.03) is None


def test_runs_after_a_day_ended_are_left_out_and_said():
    made, entries = series(Role.PUSH)
    first = [run for run in entries.runs if run.on == entries.runs[0].on]
    slow = next(run for run in first[1:] if run.arm == Wear.EMPTY)
    runs = tuple(replace(run, value=run.value * 1.05) if run == slow else run for run in entries.runs)
    answer = analyse_loads(made, replace(entries, runs=runs))
    assert answer.used == len(runs) - sum(run.number > slow.number for run in first)
    assert all("which ended the day" in reason for reason in answer.left_out)


@pytest.mark.parametrize("largest", TESTED_ROLES)
def test_what_was_planted_is_recovered(largest):
    made, entries = series(largest)
    answer = analyse_loads(made, entries, seed=1)
    assert answer.named is largest
    assert sum(answer.largest.values()) == pytest.approx(1.0)
    for role in TESTED_ROLES:
        found = answer.elasticities[role]
        assert isinstance(found, Estimate)
        assert found.low < (1.0 if role is largest else 0.5) < found.high


def test_roles_alike_are_not_told_apart():
    made, entries = series(Role.PUSH, larger=0.5, noise=0.01)
    assert analyse_loads(made, entries).named is None


def test_a_condition_not_run_yet_is_missing_and_nothing_is_named():
    made, entries = series(Role.PUSH)
    runs = tuple(run for run in entries.runs if run.arm != Wear.FOREARMS)
    answer = analyse_loads(made, replace(entries, runs=runs))
    assert answer.effects[Role.SUPPORT] == Missing("no runs yet with the load on the forearms", "Go on with the sheet")
    assert isinstance(answer.effects[Role.SWING], Estimate)
    assert (answer.largest, answer.named) == ({}, None)


def test_two_runs_say_nothing():
    made, entries = series(Role.PUSH)
    answer = analyse_loads(made, replace(entries, runs=entries.runs[:2]))
    assert all(isinstance(effect, Missing) for effect in answer.effects.values())
    assert answer.noise is None


def test_a_place_measured_on_the_day_goes_above_the_planned_one():
    made, entries = series(Role.SWING)
    runs = tuple(replace(run, position=0.2) if run.arm == Wear.THIGHS else run for run in entries.runs)
    near, far = (analyse_loads(made, one) for one in (replace(entries, runs=runs), entries))
    assert near.doses[Role.SWING].value < far.doses[Role.SWING].value
    low, high = leg_rise(share=0.01, from_hip=0.2, height=1.78)
    assert np.log1p(low) < near.doses[Role.SWING].low < near.doses[Role.SWING].high < np.log1p(high)


def cue_plan(outcome: Outcome = Outcome.FEEL, noise: float = 1.0, **more) -> Experiment:
    made = plan_cues("Noa", CUES, outcome, Noise(noise, "stated"), on=DAY, **more)
    assert isinstance(made, Experiment)
    return made


def test_cues_come_in_balanced_pairs():
    made = cue_plan()
    pairs = [[run.arm for run in made.runs if run.pair == pair] for pair in range(1, made.count("A") + 1)]
    assert all(sorted(pair) == ["A", "B"] for pair in pairs)
    assert abs(sum(pair[0] == "A" for pair in pairs) - len(pairs) / 2) <= 0.5
    assert not any(run.extra for run in made.runs)
    assert made.chance >= 0.8


def test_cues_that_need_more_than_eight_days_are_out_of_reach():
    answer = plan_cues("Noa", CUES, Outcome.TIME, Noise(0.02, "stated"), on=DAY)
    assert isinstance(answer, OutOfReach)
    assert answer.needed_days == 26


@pytest.mark.parametrize(
    ("cues", "more", "says"),
    [
        (("snap", " Snap "), {}, "two different cues"),
        (("", "snap"), {}, "two different cues"),
        (CUES, {"pain": True}, "something hurts now"),
        (CUES, {"age": 11}, "below 12 there is play"),
    ],
)
def test_cues_that_are_not_planned(cues, more, says):
    with pytest.raises(InputError, match=says):
        plan_cues("Noa", cues, Outcome.FEEL, Noise(1.0, "stated"), on=DAY, **more)


@pytest.mark.parametrize(
    ("outcome", "noise", "true", "verdict"),
    [
        (Outcome.FEEL, 0.2, 1.5, CueVerdict.FIRST),
        (Outcome.FEEL, 0.2, -1.5, CueVerdict.SECOND),
        (Outcome.FEEL, 0.2, 0.0, CueVerdict.SAME),
        (Outcome.TIME, 0.002, 0.02, CueVerdict.FIRST),
        (Outcome.TIME, 0.002, -0.02, CueVerdict.SECOND),
    ],
)
def test_a_cue_that_was_planted_is_found(outcome, noise, true, verdict):
    made = cue_plan(outcome, 1.0 if outcome is Outcome.FEEL else 0.008)
    entries = simulate_entries(
        made, cue_effects(true), noise=noise, day_noise=noise, usual=5.0 if outcome is Outcome.FEEL else 2.4
    )
    answer = analyse_cues(made, entries)
    assert answer.verdict is verdict
    assert answer.more is None
    assert (answer.pairs, answer.planned) == (made.count("A"), made.count("A"))


def test_before_the_planned_pairs_are_done_nothing_is_called():
    made = cue_plan()
    entries = simulate_entries(made, cue_effects(3.0), noise=0.1, day_noise=0.0, usual=5.0)
    half = replace(entries, runs=entries.runs[:12])
    answer = analyse_cues(made, half)
    assert answer.verdict is CueVerdict.CANNOT_TELL
    assert answer.more == answer.planned - 6
    assert isinstance(analyse_cues(made, replace(entries, runs=entries.runs[:4])).difference, Missing)


def test_half_a_pair_is_left_out():
    made = cue_plan()
    entries = simulate_entries(made, cue_effects(1.0), noise=0.1, day_noise=0.0, usual=5.0)
    answer = analyse_cues(made, replace(entries, runs=entries.runs[1:]))
    assert answer.pairs == answer.planned - 1
    assert answer.left_out == ("run 2: without its other half on the same day",)


def test_more_pairs_are_named_when_they_would_settle_it():
    made = cue_plan(noise=0.6)
    values = np.array([1.0, -0.6, 1.2, -0.4, 1.1])
    runs = [
        EnteredRun(
            run.number, DAY + timedelta(run.pair), run.arm, 5.0 + (values[run.pair - 1] if run.arm == "A" else 0)
        )
        for run in made.runs
        if run.pair <= 5
    ]
    answer = analyse_cues(made, Entries("x", "Noa", DAY, tuple(runs)))
    assert answer.planned == 5
    assert answer.verdict is CueVerdict.CANNOT_TELL
    assert answer.more is not None
    assert 1 <= answer.more <= 60


def test_each_analysis_knows_its_own_kind():
    made, entries = series(Role.PUSH)
    with pytest.raises(InputError, match="compares loads"):
        analyse_cues(made, entries)
    with pytest.raises(InputError, match="has no loads"):
        analyse_loads(cue_plan(), entries)
