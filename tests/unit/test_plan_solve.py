"""Plans for named situations: what must and must not appear, and what is said when nothing can be planned."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from evenstride.core.athlete import Level
from evenstride.core.errors import InputError
from evenstride.core.log import LogEntry, Pain
from evenstride.core.plan import Clash, Kind, Plan, Request, Session
from evenstride.core.roles import Role
from evenstride.core.training import Practice, SportDay, SportLoad
from evenstride.plan import check_plan, exercises, explain_plan, solve_plan
from evenstride.plan.limits import USUAL_METRES
from evenstride.plan.search import active_rules, is_satisfiable, rules
from evenstride.plan.templates import prepare_templates

MONDAY = date(2026, 3, 2)


def request(weeks: int = 1, *, minutes: float = 60.0, days: tuple[int, ...] = tuple(range(7))) -> Request:
    free = {MONDAY + timedelta(days=day): minutes for day in range(7 * weeks) if day % 7 in days}
    return Request(MONDAY, weeks, Level.RECREATIONAL, free)


def planned(asks: Request) -> Plan:
    plan = solve_plan(asks)
    assert isinstance(plan, Plan)
    assert plan.proven or plan.stopped
    assert check_plan(plan, asks) == ()
    return plan


def clashing(asks: Request) -> Clash:
    clash = solve_plan(asks)
    assert isinstance(clash, Clash)
    return clash


def kinds(plan: Plan) -> Counter[Kind]:
    return Counter(session.kind for session in plan.sessions)


def minutes(plan: Plan, role: Role) -> float:
    return sum(session.roles.get(role, 0.0) for session in plan.sessions)


def test_an_ordinary_week_is_complete() -> None:
    plan = planned(request())
    counts = kinds(plan)
    assert sum(counts[kind] for kind in Kind if kind.is_speed) == 2
    assert counts[Kind.STRENGTH] == 2
    assert counts[Kind.REST] == 1
    stimuli = [session.kind for session in plan.sessions if session.kind.is_speed]
    assert len(set(stimuli)) == 2
    for session in plan.sessions:
        assert session.reason
        assert session.serves
        assert session.kind is Kind.REST or session.goal
    assert len({session.id for session in plan.sessions}) == len(plan.sessions)


def test_four_weeks_are_proven_and_alternate_the_stimulus() -> None:
    plan = planned(request(4))
    stimuli = [session.kind for session in plan.sessions if session.kind.is_speed]
    assert len(stimuli) == 8
    assert all(before is not after for before, after in pairwise(stimuli))


@pytest.mark.parametrize(("more", "less"), [(Role.PUSH, Role.SWING), (Role.SWING, Role.PUSH)])
def test_the_emphasis_follows_the_diagnosis(more: Role, less: Role) -> None:
    even = planned(request())
    tilted = planned(replace(request(), emphasis={more: 0.65, less: 0.35}, named=more, swing_weeks=3))
    share = {plan.id: minutes(plan, more) / (minutes(plan, more) + minutes(plan, less)) for plan in (even, tilted)}
    assert share[tilted.id] > share[even.id]
    assert any(session.serves.startswith(f"{more}, named") for session in tilted.sessions)


def test_without_a_finding_push_and_swing_are_level() -> None:
    plan = planned(request())
    rounded = 0.5 * len(plan.sessions)  # the rule reckons in steps of ten minutes, from whole minutes a session
    assert abs(minutes(plan, Role.PUSH) - minutes(plan, Role.SWING)) <= 10.0 + rounded
    assert any("name no limit" in session.serves for session in plan.sessions)
    unmeasured = planned(replace(request(), situation="nothing measured"))
    assert any("nothing has been measured" in session.serves for session in unmeasured.sessions)


def test_red_flags_leave_only_where_to_turn() -> None:
    plan = planned(replace(request(), red_flags=("chest pain",)))
    assert plan.stopped
    assert plan.sessions == ()
    assert len(plan.notes) == 1
    assert "doctor" in plan.notes[0]


def test_not_ready_means_easy_and_a_doctor_first() -> None:
    plan = planned(replace(request(), ready=False))
    assert set(kinds(plan)) == {Kind.EASY, Kind.REST}
    assert plan.notes[0].startswith("Please ask a doctor first")


def test_health_questions_not_asked_are_no_yes() -> None:
    plan = planned(replace(request(), ready=False, asked=False))
    assert set(kinds(plan)) == {Kind.EASY, Kind.REST}
    assert "not answered yet" in plan.notes[0]
    assert not any("doctor" in note for note in plan.notes)


@pytest.mark.parametrize("kit", [(), ("football", "skipping rope", "team")])
def test_children_play_something_else_each_day(kit: tuple[str, ...]) -> None:
    plan = planned(replace(request(2), age=10, kit=kit))
    assert set(kinds(plan)) == {Kind.PLAY, Kind.REST}
    cards = {session.on: done(session) for session in plan.sessions if session.kind is Kind.PLAY}
    assert len(set(cards.values())) >= 4
    assert not any(cards.get(day + timedelta(days=1)) == card for day, card in cards.items())
    assert {session.serves for session in plan.sessions if session.kind is Kind.PLAY} == {
        "fun, and many ways of moving"
    }


def done(session: Session) -> tuple[str, ...]:
    return tuple(item.exercise.code for item in session.prescriptions)


def test_the_young_get_technique_and_games() -> None:
    plan = planned(replace(request(), age=13))
    assert kinds(plan)[Kind.TECHNIQUE] == 2
    assert kinds(plan)[Kind.PLAY] >= 1
    assert not any(session.kind.is_speed for session in plan.sessions)


def test_the_young_keep_technique_and_play_where_days_are_few() -> None:
    plan = planned(replace(request(days=(1, 3, 5)), age=13))
    assert kinds(plan)[Kind.STRENGTH] == 1
    assert kinds(plan)[Kind.TECHNIQUE] == 1
    assert kinds(plan)[Kind.PLAY] == 1


def test_nobody_catches_a_stick_for_twenty_minutes() -> None:
    for age in (10, 13, 30):
        asks = replace(request(), age=age, pains=(Pain("left knee", 5),))
        for template in prepare_templates(asks):
            if any(item.exercise.code == "stick_catch" for item in template.prescriptions):
                assert template.minutes <= 12


def test_strength_far_from_speed_names_no_count_of_days() -> None:
    far = planned(replace(request(2), log=(), sport={MONDAY + timedelta(days=day): SportDay("match", SportLoad.MATCH)
                                                     for day in (2, 5)}, practice=Practice.TEAM))  # fmt: skip
    reasons = [one.reason for one in far.sessions if one.kind is Kind.STRENGTH]
    assert reasons
    counts = [int(reason.split()[0]) for reason in reasons if "days before" in reason]
    assert all(count <= 4 for count in counts)


def test_walks_are_no_play() -> None:
    assert not any(item.playful for code, item in exercises().items() if "walk" in code)
    assert any(session.playful for session in planned(request()).sessions)


def test_masters_prepare_calf_and_achilles() -> None:
    strength = [item for item in planned(replace(request(), age=45)).sessions if item.kind is Kind.STRENGTH]
    assert strength
    assert all(any("calf_raise" in code for code in done(session)) for session in strength)


def test_speed_sessions_are_never_a_token() -> None:
    asks = replace(request(), level=Level.TRAINED, emphasis={Role.SWING: 0.8, Role.PUSH: 0.2}, named=Role.SWING)
    speed = [session for session in planned(asks).sessions if session.kind.is_speed]
    assert all(session.fast_metres >= 0.8 * USUAL_METRES[session.kind][Level.TRAINED] for session in speed)


def test_substitutes_have_doses_of_their_own() -> None:
    doses = {
        item.exercise.code: item.dose
        for session in planned(request()).sessions
        if session.kind is Kind.STRENGTH
        for item in session.prescriptions
    }
    assert doses["split_squat"].reps == 8
    assert doses["wall_thigh_switch"].duration is None


def test_a_sore_achilles_takes_starts_hops_and_skips_and_says_so() -> None:
    plan = planned(replace(request(), pains=(Pain("Achilles", 3, side="left"),)))
    codes = {code for session in plan.sessions for code in done(session)}
    assert codes.isdisjoint({"standing_start", "jog_and_skip", "fly_run", "pogo", "hop_and_shuffle", "a_skip"})
    [note] = plan.notes
    assert note.startswith("Left Achilles 3/10: skips, starts, fast runs")
    assert "clinician" not in note


def test_a_place_that_is_not_understood_is_told() -> None:
    [note] = planned(replace(request(), pains=(Pain("my tendon", 3),))).notes
    assert note.startswith("“my tendon” 3/10: we are not sure where that is")
    assert "achilles" in note


def test_under_a_pain_that_stops_own_sport_is_named_too() -> None:
    hurt = replace(request(), pains=(Pain("left knee", 5),))
    football = {MONDAY: SportDay("football", SportLoad.HARD)}
    (note,) = (one for one in planned(replace(hurt, sport=football)).notes if "knee" in one)
    assert "leave your own sport out too" in note
    assert not any("sport" in one for one in planned(hurt).notes)


@pytest.mark.parametrize(
    ("level", "said"), [(3, "go easy, stop if it grows"), (5, "Leave it out"), (0, "stands around it.")]
)
def test_a_day_of_own_sport_speaks_of_what_hurts(level: int, said: str) -> None:
    football = {MONDAY: SportDay("football", SportLoad.HARD)}
    made = planned(replace(request(), pains=(Pain("left heel", level),), sport=football))
    [day] = [one for one in made.sessions if one.kind is Kind.SPORT]
    assert said in day.reason
    assert [("own sport" in note) for note in made.notes if "heel" in note] == ([True] if level else [])


def test_owning_nothing_is_understood() -> None:
    assert planned(replace(request(), kit=("none",))).notes == planned(request()).notes


def test_words_for_kit_are_understood_or_told() -> None:
    said = planned(replace(request(), kit=("Barbell", "elastic band", "skis", "tape")))
    assert said.sessions == planned(replace(request(), kit=("gym", "band"))).sessions
    assert [note.split(" means")[0] for note in said.notes] == ["“skis”"]


@pytest.mark.parametrize("kind", ["maximal velocity", "strength", "yoga"])
def test_training_on_the_first_day_uses_it_up_and_counts(kind: str) -> None:
    log = (LogEntry(MONDAY, kind, minutes=40.0, pains=(Pain("left hamstring", 3),)),)
    plan = planned(replace(request(), log=log))
    assert plan.sessions[0].kind is Kind.REST
    assert "already" in plan.sessions[0].reason
    assert Kind.MAX_VELOCITY not in kinds(plan)
    assert plan.notes[0].startswith("Left hamstring 3/10")


def test_speed_on_the_first_day_counts_for_the_week_and_for_spacing() -> None:
    asks = replace(request(), log=(LogEntry(MONDAY, "maximal velocity", minutes=40.0),))
    speed = [session for session in planned(asks).sessions if session.kind.is_speed]
    assert [session.kind is Kind.MAX_VELOCITY for session in speed] == [False]
    assert speed[0].on >= MONDAY + timedelta(days=2)


def test_seven_logged_days_up_to_the_first_still_leave_a_plan() -> None:
    asks = replace(request(), log=tuple(LogEntry(MONDAY - timedelta(days=age), "acceleration") for age in range(7)))
    assert planned(asks).sessions[1].kind is Kind.REST


def test_a_red_flag_on_the_first_day_stops_the_plan() -> None:
    assert planned(replace(request(), log=(LogEntry(MONDAY, "rest", red_flags=("fever",)),))).stopped


def test_sore_hamstring_swaps_and_a_painful_one_rests() -> None:
    sore = planned(replace(request(), pains=(Pain("left hamstring", 3),)))
    assert Kind.MAX_VELOCITY not in kinds(sore)
    assert Kind.STRENGTH in kinds(sore)
    painful = planned(replace(request(), pains=(Pain("left hamstring", 5),)))
    used = [item.exercise for session in painful.sessions for item in session.prescriptions]
    assert not any("hamstring" in exercise.loads for exercise in used)
    assert any("take a look" in note for note in painful.notes)


def test_back_after_a_gap_starts_small() -> None:
    asks = replace(request(), log=(LogEntry(MONDAY - timedelta(days=20), "maximal velocity", minutes=40.0),))
    first, second = (session for session in planned(asks).sessions if session.kind.is_speed)
    assert first.fast_metres <= 60.0
    assert max(item.dose.intensity or 0.0 for item in first.prescriptions) <= 0.95
    assert second.fast_metres >= first.fast_metres


def test_masters_build_up_before_a_maximal_fly() -> None:
    asks = replace(request(), masters=True, themes=(Kind.MAX_VELOCITY,))
    log = tuple(LogEntry(MONDAY - timedelta(days=7 * n), "easy") for n in range(1, 6))
    early, late = planned(asks), planned(replace(asks, log=log))
    fastest = [_fastest_fly(plan) for plan in (early, late)]
    assert fastest[0] <= 0.95 < fastest[1]


def _fastest_fly(plan: Plan) -> float:
    flys = [session for session in plan.sessions if session.kind is Kind.MAX_VELOCITY]
    return max((item.dose.intensity or 0.0 for session in flys for item in session.prescriptions), default=0.0)


def test_the_log_counts_for_spacing_and_order() -> None:
    asks = replace(request(), log=(LogEntry(MONDAY - timedelta(days=1), "acceleration", minutes=30.0),))
    plan = planned(asks)
    first = next(session for session in plan.sessions if session.kind.is_speed)
    assert first.on >= MONDAY + timedelta(days=1)
    assert first.kind is not Kind.ACCELERATION
    assert "acceleration on Sunday" in first.reason


def test_three_speed_sessions_only_when_a_trained_athlete_asks() -> None:
    asks = replace(request(minutes=90.0), level=Level.TRAINED)
    assert sum(session.kind.is_speed for session in planned(asks).sessions) == 2
    assert sum(session.kind.is_speed for session in planned(replace(asks, min_speed_sessions=3)).sessions) == 3


def test_nothing_is_planned_where_there_is_no_time() -> None:
    plan = planned(request(days=()))
    assert set(kinds(plan)) == {Kind.REST}
    assert "no time" in plan.sessions[0].reason


def test_a_soft_rule_can_be_switched_off_and_a_hard_one_cannot() -> None:
    off = replace(request(), switched_off=("usual-week", "spacing"))
    codes = {rule.RULE.code for rule in active_rules(off)}
    assert "usual-week" not in codes
    assert "spacing" in codes


@pytest.mark.parametrize(
    ("asks", "members", "loosen"),
    [
        (
            replace(request(), min_speed_sessions=3),
            {"weekly-speed", "wish-least-speed"},
            "Ask for 2 speed sessions a week",
        ),
        (
            replace(request(days=(0, 1)), min_speed_sessions=2),
            {"availability", "spacing", "wish-least-speed"},
            "Keep 20 minutes free on Wednesdays",
        ),
        (
            replace(request(minutes=10.0), min_speed_sessions=2),
            {"availability", "wish-least-speed"},
            "Keep 20 minutes free on Mondays and Wednesdays",
        ),
        (
            replace(request(), min_speed_sessions=2, max_speed_sessions=1),
            {"wish-most-speed", "wish-least-speed"},
            "Allow 2 speed sessions a week",
        ),
        (replace(request(), min_speed_sessions=1, ready=False), {"readiness", "wish-least-speed"}, "Leave the number"),
        (replace(request(), min_speed_sessions=1, age=10), {"youth", "wish-least-speed"}, "Leave the number"),
    ],
    ids=["too many", "two days", "ten minutes", "two wishes", "not ready", "child"],
)
def test_a_clash_names_the_smallest_set_and_what_helps(asks: Request, members: set[str], loosen: str) -> None:
    clash = clashing(asks)
    assert set(clash.rules) == members
    assert any(way.startswith(loosen) for way in clash.loosen)
    assert not any(way in clash.text for way in clash.loosen)
    assert not any(code in clash.text for code in members)
    stays = [rule for rule in rules() if rule.RULE.code in members and not rule.RULE.loosen]
    assert clash.text.count("it stays:") == len(stays)
    among = [rule for rule in rules() if rule.RULE.code in members]
    assert not is_satisfiable(asks, among)
    assert all(is_satisfiable(asks, [item for item in among if item is not rule]) for rule in among)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"weeks": 5}, r"weeks is 5. A plan covers 1 to 4 weeks"),
        ({"weeks": 0}, r"weeks is 0"),
        ({"available": {MONDAY: float("nan")}}, r"nan minutes on 2026-03-02"),
        ({"available": {MONDAY: -5.0}}, r"-5.0 minutes"),
        ({"min_speed_sessions": 8}, r"min_speed_sessions is 8"),
        ({"pains": (Pain("calf", 11),)}, r"pain in calf is 11"),
        ({"best_speed": 0.0}, r"best speed is 0.0 m/s"),
    ],
)
def test_impossible_requests_are_refused(fields: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        solve_plan(replace(request(), **fields))  # type: ignore[arg-type]


def test_the_explanation_gives_each_day_and_each_rule() -> None:
    asks = replace(request(), enjoys="the wind in my face")
    plan = planned(asks)
    text = explain_plan(plan, asks)
    assert all(session.title in text and session.reason in text for session in plan.sessions)
    assert all(rule.RULE.title in text for rule in rules())
    assert "the wind in my face" in text
    assert "No clinician has read these rules yet" in text


def test_importing_the_planner_leaves_the_solver_alone() -> None:
    code = "import sys, evenstride.plan; sys.exit('ortools' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
