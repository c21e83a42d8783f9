"""The cases of the training system (training_system.md C, care.md): what must and what must not stand in each plan."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from evenstride.core.athlete import Level
from evenstride.core.exercise import Aid, Impact
from evenstride.core.log import LogEntry, Pain
from evenstride.core.plan import Clash, Dose, Kind, Plan, Prescription, Request, Session
from evenstride.core.roles import Role
from evenstride.core.training import Phase, Practice, SportDay, SportLoad, WeekDone
from evenstride.plan import check_plan, exercises, solve_plan

MONDAY = date(2026, 3, 2)
EVEN = {Role.PUSH: 0.5, Role.SWING: 0.5}
GYM = ("gym", "box", "band", "bike", "medicine ball", "sled", "hill", "ball", "partner")


def asks(weeks: int = 1, *, minutes: float = 60.0, days: tuple[int, ...] = tuple(range(7)), **told: object) -> Request:
    free = {MONDAY + timedelta(days=day): minutes for day in range(7 * weeks) if day % 7 in days}
    request = Request(MONDAY, weeks, Level.RECREATIONAL, free, kit=GYM, emphasis=EVEN, best_speed=8.5)
    return replace(request, **told)  # type: ignore[arg-type]


def planned(request: Request) -> Plan:
    """Plan, and hold the plan against the independent checker."""
    plan = solve_plan(request)
    assert not isinstance(plan, Clash)
    assert check_plan(plan, request) == ()
    return plan


def kinds(plan: Plan) -> Counter[Kind]:
    return Counter(session.kind for session in plan.sessions)


def speed(plan: Plan) -> list[Session]:
    return [session for session in plan.sessions if session.kind.is_speed]


def codes(plan: Plan) -> set[str]:
    return {item.exercise.code for session in plan.sessions for item in session.prescriptions}


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def test_back_after_a_gap_begins_small() -> None:
    request = asks(2, log=(LogEntry(day(-20), "acceleration", minutes=40.0),))
    first, *later = speed(planned(request))
    assert first.fast_metres <= 60.0
    assert max(item.dose.intensity or 0.0 for item in first.prescriptions) <= 0.95
    assert any(session.fast_metres > first.fast_metres for session in later)


def test_a_plateau_gets_another_stimulus_and_more_rest_and_never_more() -> None:
    worn = tuple(LogEntry(day(-4 * n - 3), "acceleration", minutes=40.0) for n in range(6))
    done = tuple(WeekDone(day(-7 * n), fast_metres=160.0, intensity=0.98) for n in (4, 3, 2, 1))
    usual = planned(asks(2, log=worn, done=done))
    stuck = planned(asks(2, log=worn, done=done, stuck=True))
    assert kinds(stuck)[Kind.REST] > kinds(usual)[Kind.REST]
    for week in range(2):
        held = [one for one in speed(stuck) if 0 <= (one.on - day(7 * week)).days < 7]
        assert sum(one.fast_metres for one in held) <= 160.0
        assert any(one.kind.stimulus is not Kind.ACCELERATION for one in held)


def test_masters_get_longer_spacing_softer_landings_and_technique_of_their_own() -> None:
    log = tuple(LogEntry(day(-3 * n), "easy", minutes=30.0) for n in range(1, 12))
    plan = planned(asks(2, age=52, level=Level.TRAINED, log=log))
    assert any(session.kind in (Kind.RESISTED, Kind.BIKE_SPRINTS) for session in plan.sessions)
    for before, after in pairwise(speed(plan)):
        assert (after.on - before.on).days >= (3 if before.kind is Kind.MAX_VELOCITY else 2)
    assert all(session.fast_metres <= 180.0 for session in speed(plan))
    assert not any(item.exercise.aid is Aid.ASSISTED for one in plan.sessions for item in one.prescriptions)
    assert any("calf" in code for code in codes(plan))


def test_masters_do_not_fly_all_out_before_four_weeks() -> None:
    for session in speed(planned(asks(2, age=52))):
        if session.kind is Kind.MAX_VELOCITY:
            assert max(item.dose.intensity or 0.0 for item in session.prescriptions) <= 0.95


@pytest.mark.parametrize(("racing", "most"), [(False, 1), (True, 2)])
def test_endurance_runners_get_one_speed_session_and_more_before_a_race(racing: bool, most: int) -> None:
    running = {day(1): SportDay("easy run"), day(3): SportDay("long run", SportLoad.HARD), day(5): SportDay("easy run")}
    plan = planned(asks(practice=Practice.ENDURANCE, racing=racing, sport=running))
    assert len(speed(plan)) == most
    assert 1 <= kinds(plan)[Kind.STRENGTH] <= 2
    hard = [session for session in plan.sessions if session.on == day(3)]
    assert [session.kind for session in hard] == [Kind.SPORT]
    assert kinds(plan)[Kind.SPORT] == 3


def test_intervals_and_tempo_are_for_those_whose_sport_needs_them() -> None:
    sprinter, runner = planned(asks()), planned(asks(practice=Practice.ENDURANCE))
    assert not {Kind.TEMPO, Kind.INTERVALS} & set(kinds(sprinter))
    assert {Kind.TEMPO, Kind.INTERVALS} & set(kinds(runner))


def test_in_season_the_plan_stands_around_the_match() -> None:
    week = {
        day(1): SportDay("practice", SportLoad.HARD),
        day(3): SportDay("practice"),
        day(5): SportDay("match", SportLoad.MATCH),
    }
    plan = planned(asks(practice=Practice.TEAM, sport=week))
    by_day = {session.on: session.kind for session in plan.sessions}
    assert by_day[day(5)] is Kind.SPORT
    assert by_day[day(4)] not in (Kind.STRENGTH, Kind.INTERVALS)
    assert not by_day[day(4)].is_speed
    assert not by_day[day(6)].is_speed
    assert len(speed(plan)) <= 1
    assert kinds(plan)[Kind.REST] >= 1


def test_two_matches_a_week_leave_no_speed_session_but_a_rest_day() -> None:
    week = {day(number): SportDay("match", SportLoad.MATCH) for number in (2, 6)}
    plan = planned(asks(practice=Practice.TEAM, sport=week))
    assert not speed(plan)
    assert kinds(plan)[Kind.REST] >= 1


@pytest.mark.parametrize("age", [9, 11])
def test_under_twelve_there_is_play(age: int) -> None:
    plan = planned(asks(2, age=age))
    assert set(kinds(plan)) == {Kind.PLAY, Kind.REST}


@pytest.mark.parametrize("age", [12, 15])
def test_from_twelve_to_fifteen_technique_play_and_light_strength(age: int) -> None:
    plan = planned(asks(2, age=age, level=Level.TRAINED))
    assert set(kinds(plan)) <= {Kind.TECHNIQUE, Kind.PLAY, Kind.STRENGTH, Kind.EASY, Kind.REST}
    assert {Kind.TECHNIQUE, Kind.PLAY, Kind.STRENGTH} <= set(kinds(plan))
    done = [item.exercise for session in plan.sessions for item in session.prescriptions]
    assert not any(item.aid is not Aid.FREE or item.drop > 0.3 or item.impact is Impact.HIGH for item in done)
    assert not {"back_squat", "deadlift", "clean_and_jerk", "hip_thrust"} & codes(plan)


def test_a_total_beginner_gets_little_and_well_spaced() -> None:
    plan = planned(asks(2, level=Level.BEGINNER, kit=()))
    assert len(speed(plan)) <= 4
    assert all(session.fast_metres <= 180.0 for session in speed(plan))
    assert "clean_and_jerk" not in codes(plan)
    assert kinds(plan)[Kind.REST] >= 2
    assert any(session.playful for session in plan.sessions)


def test_an_aggressive_week_adds_a_session_and_loosens_no_spacing() -> None:
    hurried = asks(minutes=90.0, phases=(Phase.AGGRESSIVE,))
    plan = planned(hurried)
    assert len(speed(plan)) == 3
    assert all((after.on - before.on).days >= 2 for before, after in pairwise(speed(plan)))
    assert kinds(plan)[Kind.REST] >= 1
    careful = planned(replace(hurried, log=(LogEntry(day(-3), "easy", pains=(Pain("calf", 1),)),)))
    assert len(speed(careful)) <= 2


def test_a_light_week_sheds_volume_and_intensity_together() -> None:
    plan = planned(asks(2, phases=(Phase.BUILD, Phase.DELOAD)))
    weeks = [[one for one in plan.sessions if 0 <= (one.on - day(7 * week)).days < 7] for week in range(2)]
    metres = [sum(one.fast_metres for one in week) for week in weeks]
    assert metres[1] <= 0.6 * 200.0 < metres[0]
    assert all((item.dose.intensity or 0.0) <= 0.95 for one in weeks[1] for item in one.prescriptions)
    assert any(one.kind.is_speed for one in weeks[1])


def test_a_taper_keeps_speed_and_keeps_strength_off_the_last_days() -> None:
    race = {day(12): SportDay("100 m", SportLoad.MATCH)}
    plan = planned(asks(2, level=Level.TRAINED, phases=(Phase.TAPER, Phase.TAPER), sport=race))
    assert len(speed(plan)) >= 2
    assert all(max(i.dose.intensity or 0.0 for i in one.prescriptions) > 0.95 for one in speed(plan))
    assert sum(one.fast_metres for one in speed(plan)) <= 2 * 0.6 * 280.0
    assert not any(one.kind is Kind.STRENGTH and 0 < (day(12) - one.on).days <= 3 for one in plan.sessions)


def test_without_a_gym_there_is_strength_all_the_same() -> None:
    plan = planned(asks(2, kit=()))
    assert kinds(plan)[Kind.STRENGTH] >= 2
    assert all(not item.exercise.kit for session in plan.sessions for item in session.prescriptions)
    for session in (one for one in plan.sessions if one.kind is Kind.STRENGTH):
        assert {Role.PUSH, Role.SWING} <= set(session.roles)


@pytest.mark.parametrize("minutes", [20.0, 30.0])
def test_three_short_days_a_week_hold_speed_and_strength(minutes: float) -> None:
    plan = planned(asks(2, minutes=minutes, days=(0, 2, 4)))
    assert all(session.minutes <= minutes for session in plan.sessions)
    assert len(speed(plan)) >= 2
    assert kinds(plan)[Kind.STRENGTH] >= 2


def test_every_kind_of_session_has_a_version_of_twenty_minutes() -> None:
    from evenstride.plan.templates import prepare_templates

    base = asks()
    people = (base, replace(base, practice=Practice.ENDURANCE), replace(base, practice=Practice.CYCLING))
    shortest: dict[Kind, float] = {}
    for one in people:
        for template in prepare_templates(one):
            shortest[template.kind] = min(shortest.get(template.kind, 999.0), float(template.minutes))
    assert all(minutes <= 20.0 for minutes in shortest.values())


def test_cyclists_sprint_on_the_bike() -> None:
    plan = planned(asks(practice=Practice.CYCLING))
    assert kinds(plan)[Kind.BIKE_SPRINTS] >= 1
    assert {session.kind for session in speed(plan)} == {Kind.BIKE_SPRINTS}
    assert not any(item.dose.distance for session in plan.sessions for item in session.prescriptions)


def test_long_sprints_are_for_trained_adults_who_race_them() -> None:
    racer = asks(2, level=Level.TRAINED, long_races=True, minutes=90.0)
    assert any(one.kind is Kind.SPRINT_ENDURANCE for one in planned(racer).sessions)
    for other in (replace(racer, long_races=False), replace(racer, age=17), replace(racer, level=Level.RECREATIONAL)):
        assert not kinds(planned(other))[Kind.SPRINT_ENDURANCE]


def test_assisted_runs_wait_for_quiet_hamstrings() -> None:
    from evenstride.plan.templates import prepare_templates

    trained = asks(level=Level.TRAINED, kit=(*GYM, "bungee", "coach"))
    hurt = replace(trained, log=(LogEntry(day(-50), "easy", pains=(Pain("hamstring", 2),)),))

    def offered(request: Request) -> bool:
        found = prepare_templates(request)
        return any(item.exercise.aid is Aid.ASSISTED for one in found for item in one.prescriptions)

    assert offered(trained)
    assert not offered(hurt)
    assert not offered(replace(trained, age=17))


def contacts(plan: Plan, first: int = 0) -> float:
    week = [one for one in plan.sessions if 0 <= (one.on - day(first)).days < 7]
    done = [item for one in week for item in one.prescriptions if item.exercise.contacts]
    return sum(item.dose.sets * item.dose.reps * item.exercise.contacts for item in done)


def test_strength_brings_jumps_and_the_log_keeps_them_few() -> None:
    trained = asks(2, level=Level.TRAINED)
    assert contacts(planned(trained)) > 0
    few = planned(replace(trained, done=(WeekDone(day(-7), contacts=0.0),)))
    assert contacts(few) <= 1.2 * 60.0
    assert contacts(few, 7) <= 1.2 * 72.0 + 1.0


def test_swing_work_comes_with_hamstring_and_adductors() -> None:
    leaning = asks(2, named=Role.SWING, emphasis={Role.PUSH: 0.35, Role.SWING: 0.65})
    for kit in (GYM, ()):
        plan = planned(replace(leaning, kit=kit))
        for week in range(2):
            done = [i.exercise for one in plan.sessions if 0 <= (one.on - day(7 * week)).days < 7
                    for i in one.prescriptions]  # fmt: skip
            assert any(one.role_shares.get(Role.SWING, 0.0) >= 0.5 for one in done)
            assert {"hamstring", "groin"} <= {tissue for one in done for tissue in one.prepares}


def test_masters_and_the_young_hop_less_in_play() -> None:
    from evenstride.plan.templates import prepare_templates

    skipping = asks(kit=("rope",), minutes=30.0)
    longest = {one.contacts for one in prepare_templates(skipping)}
    assert max(longest) > 60.0
    for who in (replace(skipping, age=14), replace(skipping, age=50)):
        found = (i for one in planned(who).sessions for i in one.prescriptions)
        assert all(i.dose.sets * i.dose.reps * (i.dose.duration or 0.0) * i.exercise.contacts_per_minute / 600.0 <= 60.0
                   for i in found)  # fmt: skip


def do(code: str, **dose: float) -> Prescription:
    return Prescription(exercises()[code], Dose(**dose))  # type: ignore[arg-type]


SAMPLE = (
    do("side_lying_clam", sets=2, reps=10, rest=20.0), do("side_lying_reverse_clam", sets=2, reps=10, rest=20.0),
    do("side_lying_leg_lift", sets=2, reps=10, rest=20.0),
    do("clean_and_jerk", sets=4, reps=3, rest=120.0), do("hip_thrust", sets=3, reps=6, rest=120.0),
    do("drop_jump_30", sets=3, reps=5, rest=90.0), do("push_up", sets=2, reps=10, rest=45.0),
)  # fmt: skip


def in_a_week(items: tuple[Prescription, ...], minutes: float) -> Plan:
    play = Session(day(2), Kind.PLAY, "Play: ball game", 20.0, (do("ball_game", duration=1200.0),), playful=True)
    rest = tuple(Session(day(n), Kind.REST, "Rest", 0.0) for n in (1, 3, 4, 5, 6))
    strong = Session(day(0), Kind.STRENGTH, "Strength", minutes, items)
    return Plan(MONDAY, 1, tuple(sorted((strong, play, *rest), key=lambda one: one.on)))


def test_the_sample_strength_session_is_accepted_with_a_coach_and_its_simpler_one_without() -> None:
    from evenstride.plan.templates import minutes_of

    minutes = sum(minutes_of(item.dose) for item in SAMPLE)
    assert 30.0 <= minutes <= 40.0
    coached = asks(level=Level.TRAINED, kit=(*GYM, "coach"))
    assert check_plan(in_a_week(SAMPLE, minutes), coached) == ()
    alone = asks(level=Level.RECREATIONAL)
    assert check_plan(in_a_week(SAMPLE, minutes), alone)
    simpler = tuple(
        item
        if not item.exercise.simpler
        else do(item.exercise.simpler[0], sets=item.dose.sets, reps=item.dose.reps, rest=90.0)
        for item in SAMPLE
    )
    assert {item.exercise.code for item in simpler} != {item.exercise.code for item in SAMPLE}
    assert check_plan(in_a_week(simpler, minutes), alone) == ()
