"""The role ledger: what counts as what, what came out, its words, its command and its page."""

import csv
from datetime import date, timedelta

import pytest

from evenstride.app.demo import FIRST_DAY
from evenstride.app.demo_log import simulate_log
from evenstride.app.planning.ledger import ledger_sheet, show_ledger
from evenstride.app.standstill import plateau_signs
from evenstride.core.estimate import Missing
from evenstride.core.ledger import AMOUNTS, Amount, Ledger, LedgerWeek, Response
from evenstride.core.log import Feel, LogEntry
from evenstride.core.plan import Dose, Kind, Prescription, Session
from evenstride.core.roles import Role
from evenstride.core.training import CheckIn
from evenstride.core.work import Work
from evenstride.plan.exercises import exercises
from evenstride.plan.ledger import count_ledger
from evenstride.science.capacity.role_response import judge_response, weekly_dose
from evenstride.science.capacity.together import Trends
from evenstride.science.capacity.trend import measure_capacity_trend
from evenstride.science.simulate.athlete import demo_scenarios
from evenstride.store import open_store
from evenstride.words import say_ledger
from evenstride.words.diagnosis.answer import within_athlete_limits
from tests.terminals import START, run
from tests.unit.test_capacity_trend_science import readings
from tests.unit.test_together_plateau_science import NEVER

__all__ = ["run"]

MONDAY = date(2026, 3, 2)


def week_of(*works: Work, minutes: float = 40.0, **more) -> LedgerWeek:
    (week,) = count_ledger(
        "Noa", [LogEntry(MONDAY, "strength", minutes, work=works, **more)], {}, since=MONDAY, until=MONDAY
    ).weeks
    return week


@pytest.mark.parametrize(
    ("work", "hard", "unsure"),
    [
        (Work("back_squat", 3, 5, 80.0, 2.0), 3, 0),
        (Work("back_squat", 3, 5, 80.0, 4.0), 3, 0),
        (Work("back_squat", 3, 5, 80.0, 5.0), 0, 0),
        (Work("back_squat", 3, 5, rir=0.0), 3, 0),
        (Work("back_squat", 3, 5), 3, 3),
        (Work("back_squat", None, 5), 0, 0),
        (Work("thigh_drive_hold", 2, 4, duration=10.0), 2, 2),
        (Work("my own lift", 3, 5, 40.0), 3, 3),
        (Work("my own thing", 3, 5), 0, 0),
        (Work("mobility_flow", 3, 5), 0, 0),
        (Work("tag_game", 3, 1), 0, 0),
        (Work("pogo", 3, 10), 0, 0),
    ],
)
def test_which_sets_are_hard(work, hard, unsure):
    week = week_of(work)
    assert (week.total.hard_sets, week.total.unsure_sets) == pytest.approx((hard, unsure))


@pytest.mark.parametrize(
    ("work", "fast", "unsure", "open_"),
    [
        (Work("fly_run", 1, 4, distance=20.0, run_in=30.0, intensity=0.98), 80, 0, 0),
        (Work("fly_run", 1, 4, distance=20.0, intensity=0.9), 80, 0, 0),
        (Work("fly_run", 1, 4, distance=20.0, intensity=0.89), 0, 0, 0),
        (Work("fly_run", 1, 4, distance=20.0), 80, 80, 0),
        (Work("build_up_run", 1, 4, distance=40.0), 0, 0, 160),
        (Work("garden hill", 1, 4, distance=30.0), 0, 0, 120),
        (Work("fly_run", distance=20.0, intensity=1.0), 0, 0, 0),
    ],
)
def test_which_metres_are_fast(work, fast, unsure, open_):
    week = week_of(work)
    assert (week.total.fast_metres, week.total.unsure_metres, week.open_metres) == pytest.approx((fast, unsure, open_))


@pytest.mark.parametrize(
    ("work", "contacts"),
    [(Work("pogo", 3, 10), 30), (Work("pogo", 3, 10, contacts=0), 0), (Work("drop_jump_30", 3, 5, contacts=20), 20),
     (Work("rope_skipping", 1, 1, duration=60.0), 0), (Work("back_squat", 3, 5), 0)],
)  # fmt: skip
def test_contacts_are_told_or_counted_from_jumps(work, contacts):
    assert week_of(work).total.contacts == pytest.approx(contacts)


def test_work_goes_to_roles_by_the_shares_of_the_exercise():
    week = week_of(Work("back_squat", 3, 5, rir=1.0), minutes=20.0)
    shares = exercises()["back_squat"].role_shares
    assert {role: amount.hard_sets for role, amount in week.roles.items()} == pytest.approx(
        {role: 3.0 * shares.get(role, 0.0) for role in Role}
    )
    assert week.roles[Role.PUSH].minutes == pytest.approx(20.0 * shares[Role.PUSH])


def test_a_warm_up_is_no_roles_and_an_own_word_is_unknown():
    week = week_of(Work("jog_and_skip", 1, 1, duration=600.0), Work("garden hill", 1, 4, distance=30.0))
    assert week.other.minutes > 0.0
    assert week.unknown.minutes > 0.0
    assert week.other.minutes + week.unknown.minutes == pytest.approx(40.0)


def test_an_answered_session_gives_its_roles_minutes_and_nothing_nobody_told():
    squat = Prescription(exercises()["back_squat"], Dose(3, 5, rest=120.0))
    planned = Session(MONDAY, Kind.STRENGTH, "", 40.0, (squat,), roles={Role.PUSH: 20.0, Role.SWING: 10.0}, id="s")
    told = LogEntry(MONDAY, "strength", 20.0, session="s")
    (week,) = count_ledger("Noa", [told], {"s": planned}, since=MONDAY, until=MONDAY).weeks
    assert (week.roles[Role.PUSH].minutes, week.roles[Role.SWING].minutes, week.other.minutes) == (10.0, 5.0, 5.0)
    assert week.total.hard_sets == 0.0
    (gone,) = count_ledger("Noa", [told], {}, since=MONDAY, until=MONDAY).weeks
    assert gone.unknown.minutes == 20.0


# --- what came out -----------------------------------------------------------------------------------------------


def trend_of(gain: float, *, error: float = 0.008):
    return measure_capacity_trend(readings(gain=gain, error=error, seed=1))


def trained_for(trend, *works: Work, kind: str = "strength") -> Ledger:
    weeks = (trend.until - trend.since).days // 7 + 1
    log = [LogEntry(trend.since + timedelta(weeks=week), kind, 30.0, 6.0, work=works) for week in range(weeks)]
    return count_ledger("Noa", log, {}, since=trend.since, until=trend.until)


SQUATS, HOLDS = Work("back_squat", 4, 5, 80.0, 2.0), Work("thigh_drive_hold", 4, 4, duration=10.0)


@pytest.mark.parametrize(
    ("gain", "works", "response"),
    [
        (0.15, (SQUATS,), Response.GREW),
        (0.0, (SQUATS,), Response.NO_RESPONSE),
        (0.0, (HOLDS,), Response.NOT_TRAINED),
        (0.15, (HOLDS,), Response.GREW_UNTRAINED),
        (0.0, (), Response.CANNOT_TELL),
        (0.15, (), Response.CANNOT_TELL),
        (0.0, (Work("back_squat", 1, 5, 80.0, 2.0),), Response.NOT_TRAINED),
    ],
)
def test_not_trained_and_no_response_are_kept_apart(gain, works, response):
    trend = trend_of(gain)
    assert judge_response(Role.PUSH, trend, trained_for(trend, *works)).response is response


def test_a_change_inside_its_error_is_no_missing_response():
    trend = trend_of(0.0, error=0.08)
    found = judge_response(Role.PUSH, trend, trained_for(trend, SQUATS))
    assert (found.response, found.reason) == (Response.CANNOT_TELL, "its change lies inside its error")


def test_a_log_of_nothing_is_not_a_role_left_out():
    trend = trend_of(0.0)
    empty = count_ledger("Noa", [], {}, since=trend.since, until=trend.until)
    assert judge_response(Role.PUSH, trend, empty).reason == "nothing was logged between its tests"


def test_the_dose_is_per_week_and_adds_its_parts():
    assert weekly_dose(Amount(hard_sets=2.0, fast_metres=40.0, contacts=40.0), 1.0) == pytest.approx(3.0)
    assert weekly_dose(Amount(), 4.0) == 0.0


# --- words -------------------------------------------------------------------------------------------------------


def says(gain: float, *works: Work, **more):
    trend = trend_of(gain)
    ledger = trained_for(trend, *works)
    return say_ledger(ledger, [judge_response(Role.PUSH, trend, ledger)], **more)


@pytest.mark.parametrize(
    ("gain", "works", "said"),
    [
        (0.15, (SQUATS,), "Your push was trained and grew. Next: keep it, and time your runs."),
        (0.0, (SQUATS,), "Your push was trained and has not answered yet. Next: another kind of push work"),
        (0.0, (HOLDS,), "Your push got little work, so it has not been tried. Next: some push and swing every week."),
        (0.15, (HOLDS,), "Your push grew with little work told."),
        (0.0, (), "Your log tells how often you trained, and not yet what was in it."),
    ],
)
def test_the_athlete_hears_what_went_in_and_what_came_out(gain, works, said):
    voices = says(gain, *works)
    assert said in voices.athlete
    assert within_athlete_limits(voices.athlete)
    everything = " ".join((voices.athlete, voices.coach, voices.scientist)).lower()
    assert not [
        word for word in (*NEVER, "acwr", "ratio", "risk", "overload") if word in everything.replace("score", "")
    ]


def test_beside_a_stop_no_training_follows():
    voices = says(0.0, HOLDS, halt="make a new plan around the pain first")
    assert voices.athlete.endswith("Next: make a new plan around the pain first.")
    assert voices.coach.endswith("Next: make a new plan around the pain first.")


def test_what_was_not_told_is_said_with_the_load():
    log = [LogEntry(MONDAY, "strength", 40.0, 6.0, work=(SQUATS, HOLDS)), LogEntry(MONDAY, "strength", 40.0)]
    coach = say_ledger(count_ledger("Noa", log, {}, since=MONDAY, until=MONDAY)).coach
    assert "what 40 of 80 min held and the reserve of 4 sets, counted as hard" in coach
    assert "Load told for 1 of 2 sessions." in coach


# --- doors -------------------------------------------------------------------------------------------------------


def test_the_demos_log_tells_what_its_truth_holds(demo):
    cards = {card.athlete.name.split()[0]: card for card in demo.overviews if card.athlete.simulated}
    assert all("in-and-out" in card.figures for card in cards.values())
    assert "Your swing got little work" in cards["Mika"].ledger.athlete
    assert "Push: trained, and grew" in cards["Mika"].ledger.coach
    assert "cannot tell" in cards["Robin"].ledger.athlete
    with open_store(demo.database) as store:
        at = max(entry.logged_at for entry in store.log("Mika (simulated)"))
        page = show_ledger(store, "Mika (simulated)", at=at, weeks=52)
    assert page.ledger.sessions == 3 * demo_scenarios()[0].weeks + 1
    rows = list(csv.DictReader(ledger_sheet(page).splitlines()))
    assert len(rows) == len(page.ledger.weeks) * (len(Role) + 2)
    for name in AMOUNTS:
        assert sum(float(row[name]) for row in rows) == pytest.approx(getattr(page.ledger.total, name), rel=1e-4)


def test_a_simulated_log_is_what_the_planner_can_read():
    for scenario in demo_scenarios():
        for entry in simulate_log(scenario, start=FIRST_DAY):
            assert entry.kind in set(Kind)
            assert all(work.exercise in exercises() for work in entry.work)


def test_the_command_counts_what_was_logged_today(run):
    run("start", "Kim", *START, "--readiness", "no")
    assert run("ledger")[1].startswith("Nothing is logged since")
    run("log", "strength", "--minutes", "40", "--rpe", "6", "--did", "back squat 8x5 80kg rir2")
    run("log", "yoga", "--minutes", "20")
    found = run.json("ledger", "--weeks", "1")
    (week,) = found["ledger"]["weeks"]
    assert (week["sessions"], week["load"], week["load_not_told"]) == (2, 240, 1)
    assert week["roles"]["push"]["hard_sets"] == pytest.approx(7.2)
    assert week["unknown"]["minutes"] == 20
    out = run("ledger", "--coach", "--out", str(run.folder / "l.csv"))[1]
    assert "push 7 hard sets" in out
    assert "240, 1 not told" in out
    assert (run.folder / "l.csv").read_text().startswith("week,sessions,load,load_not_told,role,minutes")
    assert "90 % of your hard sets" not in run("ledger")[1]
    assert "The hard sets you told" in run("ledger")[1] or "of the hard sets you told" in run("ledger")[1]


# --- exposure of the plateau -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("works", "days"),
    [
        ((), 1),
        ((Work("fly_run", 1, 4, distance=20.0, intensity=0.98),), 1),
        ((Work("fly_run", 1, 4, distance=20.0, intensity=0.8),), 0),
        ((Work("fly_run", 1, 4, distance=20.0),), 1),
        ((Work("mobility_flow", 1, 1, duration=600.0),), 0),
    ],
)
def test_a_day_is_fast_by_the_metres_told_else_by_its_kind(works, days):
    entry = LogEntry(MONDAY, "maximal velocity", 40.0, work=works)
    signs = plateau_signs(Trends({}, None), Missing("none"), [], [entry], [], on=MONDAY, age=25)
    assert signs.fast_days == days


@pytest.mark.parametrize(
    ("told", "mornings", "heavy"),
    [
        (({"feel": Feel.HEAVY},) * 3, (), True),
        (({"feel": Feel.LIGHT},) * 3, (), False),
        (({"rpe": 9.0, "joy": 2.0},) * 3, (), True),
        (({"rpe": 9.0, "joy": 0.0}, {"rpe": 5.0, "joy": 8.0}, {"feel": Feel.SMOOTH}), (), False),
        (({"feel": Feel.LIGHT, "rpe": 9.0, "joy": 1.0},) * 3, (), False),
        ((), ({"readiness": 0.0}, {"sleep": 4.0}, {"readiness": 8.0}), True),
        (({"feel": Feel.HEAVY}, {"rpe": 9.0}), ({"readiness": 2.0},), None),
        (({"rpe": 9.0},) * 5, (), None),
    ],
)
def test_how_it_felt_is_read_from_runs_sessions_and_mornings(told, mornings, heavy):
    entries = [LogEntry(MONDAY, "strength", 40.0, **one) for one in told]
    woke = [CheckIn(MONDAY, **one) for one in mornings]
    signs = plateau_signs(Trends({}, None), Missing("none"), [], entries, [], on=MONDAY, age=25, mornings=woke)
    assert signs.low_readiness is heavy
