"""A plan copied to a group: the same days where everybody's rules allow it, own doses always, and reasons that hold."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from shutil import copyfile

import pytest

from evenstride.app.diagnose import diagnose_athlete
from evenstride.app.planning.plan import PlanWish, plan_athlete, prepare_request
from evenstride.app.squads import group
from evenstride.app.squads.group import GroupWish, copy_plan, describe_group
from evenstride.core.athlete import Athlete, Intake, Level, Readiness
from evenstride.core.errors import InputError, NotFoundError
from evenstride.core.group import GroupMember, GroupPlan, kinds_by_day
from evenstride.core.log import LogEntry, Pain
from evenstride.core.plan import Kind, Plan, Request
from evenstride.core.roles import Role
from evenstride.doors.cli import main
from evenstride.plan import check_plan, solve_plan
from evenstride.store import Store, open_store

MONDAY = date(2026, 3, 2)
SUNDAY = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
FREE = {MONDAY + timedelta(days=day): 90.0 for day in range(7)}


@pytest.fixture(scope="module")
def with_plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the group and the plan of one of them, solved once; every test works on a copy."""
    path = tmp_path_factory.mktemp("group") / "a.db"
    with open_store(path) as opened:
        for name, year, level, told in (
            ("Noa", 1998, Level.TRAINED, {}),
            ("Ada", 1999, Level.BEGINNER, {}),
            ("Ben", 1999, Level.RECREATIONAL, {"days": (0, 2, 4), "kit": ()}),
            ("Cleo", 2016, Level.RECREATIONAL, {}),
            ("Dan", 1999, Level.RECREATIONAL, {"readiness": Readiness(heart=True)}),
            ("Eve", 1999, Level.TRAINED, {}),
        ):
            intake = Intake(**({"on": MONDAY, "kit": ("gym",), "readiness": Readiness(), "minutes": 90} | told))
            opened.save_athlete(Athlete(name, year, level, intake=intake), saved_at=SUNDAY)
        plan_athlete(opened, "Noa", PlanWish(MONDAY), at=SUNDAY)
    return path


@pytest.fixture
def store(with_plan: Path, tmp_path: Path) -> Iterator[Store]:
    with open_store(copyfile(with_plan, tmp_path / "a.db")) as opened:
        yield opened


def copied(store: Store, *names: str, **told) -> GroupPlan:
    return copy_plan(store, GroupWish("Noa", names, **told), at=SUNDAY)


def member(found: GroupPlan, name: str) -> GroupMember:
    return next(one for one in found.members if one.athlete == name)


def test_who_can_gets_the_same_days_with_own_doses(store: Store) -> None:
    found = copied(store, "Ada", "Eve")
    for name in ("Ada", "Eve"):
        assert kinds_by_day(member(found, name).plan) == kinds_by_day(found.plan)
        assert member(found, name).differences == ()
    beginner, trained = (sum(one.fast_metres for one in member(found, name).plan.sessions) for name in ("Ada", "Eve"))
    assert 0.0 < beginner < trained


def test_the_copy_is_each_ones_own_newest_plan_and_breaks_no_rule_of_theirs(store: Store) -> None:
    store.save_log("Eve", LogEntry(MONDAY, "easy", pains=(Pain("hamstring", 4, "left"),), logged_at=SUNDAY))
    found = copied(store, "Ada", "Ben", "Cleo", "Dan", "Eve")
    for one in found.members:
        kept = store.latest("plan", athlete=one.athlete)
        assert kept is not None
        assert kept.noun == one.plan
        athlete, log = store.athlete(one.athlete), store.log(one.athlete)
        diagnosis = diagnose_athlete(store, one.athlete, at=SUNDAY)
        assert check_plan(one.plan, prepare_request(athlete, diagnosis, PlanWish(MONDAY), log=log)) == ()


def test_every_day_that_differs_has_its_reason(store: Store) -> None:
    found = copied(store, "Ben", "Cleo", "Dan")
    ben = {one.on: one for one in member(found, "Ben").differences}
    for on, kinds in kinds_by_day(found.plan).items():
        if on.weekday() not in (0, 2, 4) and kinds != (Kind.REST,):
            assert ben[on].own == (Kind.REST,)
            assert all("“Only on days and within minutes the athlete has”" in why for why in ben[on].reasons)
            assert ben[on].reasons
    assert all("Under twelve" in one.reasons[0] for one in member(found, "Cleo").differences if one.reasons)
    hard = [one for one in member(found, "Dan").differences if any(kind.is_speed for kind in one.group)]
    assert hard
    assert all("Easy until the health questions" in one.reasons[0] for one in hard)
    said = "\n".join(describe_group(found))
    assert "Ben: " in said
    assert "It would break “Only on days and within minutes the athlete has”" in said
    assert said.count("Under twelve play cards only") == 1, "a reason for every day is read once"
    assert said.count("instead of strength, for the same reason.") >= 2
    assert said.endswith("No clinician has read these rules yet.")
    assert all(len(line) <= 118 for line in said.partition("\n\nBen: ")[0].splitlines())


def test_who_is_stopped_gets_no_training_and_no_table(store: Store) -> None:
    store.save_log("Eve", LogEntry(MONDAY, "easy", red_flags=("limping",), logged_at=SUNDAY))
    found = copied(store, "Ada", "Eve")
    assert not member(found, "Eve").trains
    said = describe_group(found)
    assert "Eve" not in said[0]
    assert "Eve: nothing is planned. Everything stops until a professional has looked." in said


@pytest.mark.parametrize("along", [False, True])
def test_the_leaders_emphasis_comes_along_only_when_asked_for(store: Store, monkeypatch, along: bool) -> None:
    asked: list[PlanWish] = []

    def noted(store, name, wish, *, at):
        asked.append(wish)
        return plan_athlete(store, name, wish, at=at)

    monkeypatch.setattr(group, "plan_athlete", noted)
    copied(store, "Ada", with_emphasis=along)
    leaders = diagnose_athlete(store, "Noa", at=SUNDAY).emphasis
    assert [wish.emphasis for wish in asked] == [leaders if along else None]


def test_a_wished_emphasis_replaces_the_own_and_names_no_limit(store: Store) -> None:
    athlete, diagnosis = store.athlete("Ada"), diagnose_athlete(store, "Ada", at=SUNDAY)
    wished = {Role.PUSH: 0.8, Role.SWING: 0.2}
    request = prepare_request(athlete, diagnosis, PlanWish(MONDAY, emphasis=wished))
    assert request.emphasis == wished != diagnosis.emphasis
    assert request.named is diagnosis.named


@pytest.mark.parametrize(
    ("leader", "names", "error", "message"),
    [
        ("Noa", (), InputError, "nobody is to follow this plan"),
        ("Noa", ("noa",), InputError, "nobody is to follow this plan"),
        ("Noa", ("Zed",), NotFoundError, "Zed"),
        ("Ada", ("Ben",), NotFoundError, "Ada has no plan yet"),
    ],
)
def test_a_slip_is_refused_before_anybody_is_planned(store: Store, leader, names, error, message: str) -> None:
    with pytest.raises(error, match=message):
        copy_plan(store, GroupWish(leader, names), at=SUNDAY)
    assert store.latest("plan", athlete="Ben") is None


def test_days_gone_by_are_no_plan(store: Store) -> None:
    with pytest.raises(InputError, match=r"began on 2026-03-02\. Days gone by are no plan\. Plan again"):
        copy_plan(store, GroupWish("Noa", ("Ada",)), at=SUNDAY + timedelta(days=3))


def test_a_stopped_plan_is_not_copied(store: Store) -> None:
    store.save_log("Noa", LogEntry(MONDAY, "easy", red_flags=("fever",), logged_at=SUNDAY))
    plan_athlete(store, "Noa", PlanWish(MONDAY), at=SUNDAY + timedelta(minutes=1))
    with pytest.raises(InputError, match="nothing is planned for Noa now"):
        copied(store, "Ada")


def test_the_command_line_copies_and_still_plans(tmp_path, capsys, monkeypatch) -> None:
    monkeypatch.setenv("EVENSTRIDE_DB", str(tmp_path / "a.db"))

    def run(*words: str) -> str:
        monkeypatch.setattr("sys.argv", ["evenstride", *words])
        with pytest.raises(SystemExit) as exit_:
            main()
        told = capsys.readouterr()
        assert not exit_.value.code, told.err
        return told.out

    for name in ("Noa", "Mok, Ada"):
        run("start", name, "--lacking", "top", "--goal", "x", "--days", "all", "--kit", "", "--readiness", "no",
            "--enjoys", "x")  # fmt: skip
    assert "Week of" in run("plan", "--athlete", "Noa")
    said = run("plan", "copy", "Noa", "--to", '"Mok, Ada"')
    assert "Mok, Ada: 7 of 7 days as the group." in said
    assert '"leader": "Noa"' in run("plan", "copy", "Noa", "--to", '"Mok, Ada"', "--json")


def test_a_wish_for_the_group_moves_an_ordinary_week() -> None:
    alone = solve_plan(Request(MONDAY, 1, Level.RECREATIONAL, FREE))
    assert isinstance(alone, Plan)
    days = list(kinds_by_day(alone).items())
    turned = {on: kinds for (on, _), (_, kinds) in zip(days, [*days[3:], *days[:3]], strict=True)}
    wished = Request(MONDAY, 1, Level.RECREATIONAL, FREE, wished_kinds=turned)
    answer = solve_plan(wished)
    assert check_plan(answer, wished) == ()
    assert sum(kinds_by_day(answer)[on] == turned[on] for on in turned) > sum(
        kinds_by_day(alone)[on] == turned[on] for on in turned
    )
    assert solve_plan(wished) == answer


def test_impossible_wishes_leave_a_plan_that_keeps_the_rules() -> None:
    wished = dict.fromkeys(FREE, (Kind.MAX_VELOCITY, Kind.STRENGTH))
    request = Request(MONDAY, 1, Level.BEGINNER, FREE, age=15, wished_kinds=wished)
    answer = solve_plan(request)
    assert isinstance(answer, Plan)
    assert check_plan(answer, request) == ()
