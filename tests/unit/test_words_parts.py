"""Small sentences: roles, tests, plans, profiles, steps; and the figures in them."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from evenstride.core.athlete import Readiness
from evenstride.core.check import Verdict
from evenstride.core.diagnosis import Finding, NextTest, Situation
from evenstride.core.estimate import Draws, Estimate, Missing
from evenstride.core.log import LogEntry, Pain
from evenstride.core.metric import Analysis
from evenstride.core.plan import Clash, Kind, Plan, Session
from evenstride.core.roles import Evidence, Role, Weight
from evenstride.core.show import number, shares_of, signed
from evenstride.words import (
    day,
    quantity,
    role_word,
    say_log,
    say_next_tests,
    say_plan,
    say_profile,
    say_readiness,
    say_role,
    say_steps,
    week_line,
)
from evenstride.words.check import VERDICTS
from evenstride.words.diagnosis.situations import SITUATIONS
from evenstride.words.format import adding_up, log_percent, logs

GAIN = Estimate(0.01, 0.0, 0.02, "1")
START = date(2026, 3, 2)


def test_every_situation_verdict_and_role_has_its_words():
    assert set(SITUATIONS) == set(Situation)
    assert set(VERDICTS) == set(Verdict)
    assert len({role_word(role) for role in Role}) == len(Role)
    assert len(set(SITUATIONS.values())) == len(Situation)


@pytest.mark.parametrize(
    ("value", "decimals", "plain", "with_sign"),
    [(-2.14, 1, "−2.1", "−2.1"), (0.0, 1, "0.0", "0.0"), (-0.04, 1, "0.0", "0.0"), (7, 0, "7", "+7"), (0, 0, "0", "0")],
)
def test_numbers_carry_a_true_minus_and_zero_no_sign(value, decimals, plain, with_sign):
    assert (number(value, decimals), signed(value, decimals)) == (plain, with_sign)


@pytest.mark.parametrize(
    ("estimate", "text"),
    [
        (Estimate(8.591, 8.44, 8.75, "m/s"), "8.59 m/s (8.44–8.75)"),
        (Estimate(635.2, 601.0, 668.9, "N"), "635 N (601–669)"),
        (Estimate(-0.236, -0.30, -0.17, "s"), "−0.24 s (−0.30 to −0.17)"),
        (Estimate(0.0, 0.0, 0.0, "m"), "0 m (0–0)"),
        (Estimate(2.0, 1.9, 2.1, "1"), "2.00 (1.90–2.10)"),
    ],
)
def test_an_estimate_shows_the_digits_its_interval_supports(estimate, text):
    assert quantity(estimate) == text


def test_log_changes_become_percentages_by_the_exponential():
    assert log_percent(Estimate(np.log(1.5), np.log(1.2), np.log(2.0), "1")) == "+50 % (+20 to +100)"
    assert logs(Estimate(-0.07, -0.12, -0.02, "1")) == "−0.07 [−0.12, −0.02]"


def test_the_year_is_written_only_when_it_is_another():
    assert day(date(2026, 3, 3), today=date(2026, 12, 31)) == "3 March"
    assert day(date(2025, 12, 31), today=date(2026, 1, 1)) == "31 December 2025"


def test_largest_remainders_refuse_nothing_to_share():
    assert shares_of(100, {"a": 0.006, "b": 0.994}) == {"a": 1, "b": 99}
    with pytest.raises(ValueError, match="positive sum, got 0"):
        shares_of(100, {"a": 0.0})


def test_parts_printed_to_one_decimal_add_up():
    total, parts = adding_up(0.9, [0.35, 0.35, 0.2], decimals=1)
    assert (total, sorted(parts)) == ("+0.9", ["+0.2", "+0.3", "+0.4"])


def evidence(family: str) -> Evidence:
    draws = Draws(0.068, np.array([0.049, 0.068, 0.086]), "1")
    return Evidence(Role.PUSH, family, "P1", draws, 0.02, date(2025, 3, 3), START, 4, 2)


def test_a_role_is_said_with_its_date_interval_and_kinds_of_test():
    change = Estimate(0.068, 0.0487, 0.0853, "1")
    found = tuple(evidence(family) for family in ("hops", "jump"))
    finding = Finding(Role.PUSH, Weight.EVIDENCE, change, GAIN, ("hops", "jump"), found)
    assert say_role(finding, today=date(2025, 6, 1)) == (
        "+7.0 % since 3 March, between +5.0 and +8.9 (two kinds of test)"
    )
    assert "since 3 March 2025," in say_role(finding, today=START)


def test_a_hint_is_called_a_hint_and_a_missing_change_gives_its_reason():
    hint = Finding(Role.SWING, Weight.HINT, Missing("one session since the baseline."), GAIN, ("hold",))
    assert say_role(hint) == "looked at, no change to show yet: one session since the baseline"
    known = replace(hint, change=Estimate(-0.05, -0.2, 0.1, "1"))
    assert say_role(known) == "a hint only: −5 %, between −18 and +11 (one kind of test)"


def test_next_tests_name_minutes_kit_role_and_doubt():
    tests = (
        NextTest("S3", "Wall thigh switch", 5.0, ("phone", "wall", "band"), Role.SWING, 0.45, 0.38),
        NextTest("T0", "Flying 20 m", 1.0, (), None, 0.45, 0.40),
        NextTest("T0", "Flying 20 m", 1.0, (), None, 0.453, 0.449),
    )
    assert say_next_tests(tests) == (
        "Wall thigh switch: 5 min, phone, wall and band; speaks for swing; "
        "the chance of “cannot tell” may fall from 45 to 38 in 100.",
        "Flying 20 m: 1 min, no kit; the chance of “cannot tell” may fall from 45 to 40 in 100.",
        "Flying 20 m: 1 min, no kit.",
    )


def session(at: int, kind: Kind, *, playful: bool = False) -> Session:
    return Session(START + timedelta(days=at), kind, "title", 45, playful=playful)


FULL = (
    session(0, Kind.MAX_VELOCITY),
    session(0, Kind.STRENGTH),
    session(2, Kind.PLAY, playful=True),
    session(3, Kind.ACCELERATION),
    session(3, Kind.STRENGTH),
    session(4, Kind.EASY),
    session(5, Kind.TECHNIQUE),
    session(6, Kind.REST),
)


def test_a_week_in_one_line():
    assert week_line(Plan(START, 1, FULL), 0) == "2 fast · 2 strong · 1 technique · 1 easy · 1 play · 2 full rest"


def test_weeks_are_half_open_and_a_week_outside_is_refused():
    plan = Plan(START, 2, (session(6, Kind.EASY), session(7, Kind.ACCELERATION)))
    assert week_line(plan, 0) == "1 easy · 6 full rest"
    assert week_line(plan, 1) == "1 fast · 6 full rest"
    with pytest.raises(ValueError, match="from 0 to 1, got 2"):
        week_line(plan, 2)


def test_a_plan_says_its_weeks_its_notes_and_whether_it_is_the_best():
    lines = say_plan(Plan(START, 1, FULL, notes=("Swing starts at half dose.",), proven=True))
    assert lines[0].startswith("Week of 2 March: 2 fast")
    assert "Swing starts at half dose." in lines
    assert not any("better plan" in line for line in lines)
    assert lines.count("No clinician has read these rules yet.") == 1
    assert "A better plan may exist under these rules." in say_plan(Plan(START, 1, FULL))
    assert lines[-1] == "No clinician has read these rules yet."


def test_a_stopped_plan_suggests_no_training():
    text = " ".join(say_plan(Plan(START, 2, (), stopped=True)))
    assert "let a professional look" in text
    assert "fast" not in text
    assert "rest" not in text
    assert week_line(Plan(START, 2, (), stopped=True), 1) == "nothing planned"


def test_a_clash_says_what_holds_and_what_makes_room():
    lines = say_plan(Clash(("rest day", "three sessions"), "No week holds both.", ("offer a day", "ask for two")))
    assert lines[:2] == ("No week holds both.", "To make room: offer a day; or ask for two.")
    assert "None of these can be loosened." in say_plan(Clash(("a",), "No.", ()))


def test_readiness_asks_for_a_doctor_only_after_a_yes_and_promises_nothing_after_none():
    assert "ask a doctor first" in say_readiness(Readiness(chest_pain=True))
    assert "doctor" not in say_readiness(Readiness())
    assert "no medical check" in say_readiness(Readiness())
    assert "please answer" in say_readiness(None)
    every = (say_readiness(None), say_readiness(Readiness()), say_readiness(Readiness(heart=True)))
    assert not any("clinician" in text for text in every), "the plan beside it says so already"


def logged(*pains: Pain, red_flags: tuple[str, ...] = ()) -> tuple[str, ...]:
    return say_log(LogEntry(START, "strength", pains=pains, red_flags=red_flags))[1:]


CARE = "No clinician has read these rules yet."


def test_pain_is_thanked_for_once_and_every_place_is_answered():
    assert logged(Pain("calf", 1)) == ()
    assert logged(Pain("hamstring", 4, "left"), Pain("calf", 2)) == (
        "Thank you for saying so.",
        "Nothing that loads your left hamstring is planned now. If it was sudden, or you limp, stop and let a "
        "professional look.",
        "The next plan swaps what is hard on your calf and leaves all-out runs out.",
        "A plan made before is put away: make a new one around this.",
        CARE,
    )


def test_little_pain_that_is_worse_next_morning_counts_like_strong_pain():
    assert "Nothing that loads your calf is planned now." in logged(Pain("calf", 1, worse_next_morning=True))[1]
    assert logged(Pain("calf", 0, worse_next_morning=True)) == ()


def test_a_red_flag_stops_everything_before_any_pain_is_answered():
    for lines in (logged(Pain("calf", 5, sharp=True)), logged(red_flags=("limping",))):
        assert len(lines) == 2
        assert "let a professional look before you train again" in lines[0]
        assert lines[1] == CARE


PROFILE = Analysis(
    "Noa",
    START,
    "sprint",
    {
        "mss": Estimate(8.975, 8.7, 9.3, "m/s"),
        "mac": Estimate(7.268, 6.6, 7.9, "m/s2"),
        "time_correction": Estimate(-0.236, -0.30, -0.17, "s"),
        "f0_rel": Estimate(7.9, 7.4, 8.4, "N/kg"),
        "v0": Missing("no body mass is known", "Give --mass and --height."),
    },
    notes=("Six gates carry an estimated time correction",),
)


def test_a_profile_says_what_it_is_and_what_it_is_not():
    lines = say_profile(PROFILE)
    assert lines[:3] == (
        "Top speed 9.0 m/s (8.7–9.3).",
        "Initial acceleration 7.3 m/s² (6.6–7.9).",
        "Start correction −0.24 s (−0.30 to −0.17): the clock seems to start after the first movement.",
    )
    assert "Force at standstill per kg 7.9 N/kg (7.4–8.4)." in lines
    assert "Speed where force runs out not known (no body mass is known). Give --mass and --height." in lines
    assert "The force–velocity line describes this run. It does not prescribe training." in lines
    assert "Six gates carry an estimated time correction." in lines
    assert lines[-1].endswith("it cannot show why.")


def test_without_a_line_nothing_is_said_about_it_and_zero_corrections_stay_silent():
    zero = Estimate(0.0, 0.0, 0.0, "s")
    values = {
        "mss": PROFILE.values["mss"],
        "v0": Missing("no mass"),
        "time_correction": zero,
        "flying_distance": zero,
    }
    lines = say_profile(replace(PROFILE, values=values, notes=()))
    assert not any("prescribe" in line or "Start" in line or "Flying" in line for line in lines)


def test_a_flying_start_is_said_in_metres():
    values = {"flying_distance": Estimate(0.302, 0.25, 0.36, "m")}
    lines = say_profile(replace(PROFILE, values=values, notes=()))
    assert lines[0] == "Start correction 0.30 m (0.25–0.36): the run seems to begin 0.30 m before the line."


@pytest.mark.parametrize("name", ["time_correction", "flying_distance"])
def test_a_start_correction_that_may_be_nothing_is_no_late_clock(name: str):
    values = {name: Estimate(-0.02, -0.06, 0.02, "s")}
    lines = say_profile(replace(PROFILE, values=values, notes=()))
    assert lines[0] == "Start correction −0.02 s (−0.06 to 0.02): no start offset can be seen."


def test_steps_are_said_in_milliseconds_by_side_with_their_notes():
    values = {
        "contact_time": Estimate(0.104, 0.101, 0.107, "s"),
        "contact_time.left": Estimate(0.103, 0.099, 0.107, "s"),
        "contact_time.right": Estimate(0.105, 0.101, 0.109, "s"),
        "force": Estimate(2.25, 2.1, 2.4, "BW"),
        "speed": Missing("no speed was recorded", "Time a marked distance"),
    }
    lines = say_steps(Analysis("Noa", START, "steps", values, ("They are one measurement.",)))
    assert lines == (
        "Contact time 104 ms (101–107); left 103 ms (99–107); right 105 ms (101–109).",
        "Mean force on the ground 2.25 body weights (2.10–2.40).",
        "Speed not known (no speed was recorded). Time a marked distance.",
        "They are one measurement.",
    )
