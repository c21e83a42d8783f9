"""What was done of a block's planned work: rest, pain and "not today" are never missing."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenstride.core.adherence import Adherence
from evenstride.core.log import LogEntry, Pain
from evenstride.core.plan import Kind, Session
from evenstride.core.roles import Role
from evenstride.plan.adherence import count_adherence

MONDAY = date(2026, 3, 2)
DAYS = [MONDAY + timedelta(days=2 * number) for number in range(10)]


def session(on: date, kind: Kind = Kind.STRENGTH, **roles: float) -> Session:
    shares = {Role(name): minutes for name, minutes in roles.items()} or {Role.PUSH: 20.0}
    return Session(on, kind, "", 40.0, roles=shares, id=f"id{on.toordinal()}")


PLANNED = {on: (session(on),) for on in DAYS}


def counted(*log: LogEntry, role: Role | None = Role.PUSH) -> Adherence | None:
    return count_adherence(role, PLANNED, log, until=DAYS[-1])


@pytest.mark.parametrize(
    ("entry", "done", "excused"),
    [
        (LogEntry(DAYS[0], "strength"), 1, 0),
        (LogEntry(DAYS[0], "gym", stopped_early=True), 1, 0),
        (LogEntry(DAYS[0] + timedelta(days=1), "strength", session=f"id{DAYS[0].toordinal()}"), 1, 0),
        (LogEntry(DAYS[0], "easy"), 0, 0),
        (LogEntry(DAYS[0], "rest"), 0, 1),
        (LogEntry(DAYS[0], "Not  Today"), 0, 1),
        (LogEntry(DAYS[0], "easy", pains=(Pain("calf", 3),)), 0, 4),
        (LogEntry(DAYS[0], "easy", pains=(Pain("calf", 1),)), 0, 0),
        (LogEntry(DAYS[0], "easy", pains=(Pain("calf", 1, worse_next_morning=True),)), 0, 4),
        (LogEntry(DAYS[0], "easy", red_flags=("fever",)), 0, 4),
        (LogEntry(DAYS[0] + timedelta(days=1), "strength"), 0, 0),
    ],
)
def test_what_a_day_of_the_log_counts_as(entry, done, excused):
    assert counted(entry) == Adherence(len(DAYS), done, excused)


def test_nothing_planned_or_nothing_logged_is_not_known():
    assert counted() is None
    assert counted(LogEntry(MONDAY - timedelta(days=3), "strength")) is None
    assert counted(LogEntry(MONDAY, "strength"), role=Role.SWING) is None
    assert count_adherence(Role.PUSH, {}, [LogEntry(MONDAY, "strength")], until=MONDAY) is None


def test_train_both_asks_for_push_and_swing_and_a_role_for_a_quarter_of_the_work():
    days = {
        DAYS[0]: (session(DAYS[0], swing=5.0, support=20.0),),
        DAYS[1]: (session(DAYS[1], swing=5.0, push=15.0),),
        DAYS[2]: (session(DAYS[2], Kind.REST),),
    }
    log = [LogEntry(DAYS[0], "strength")]
    assert count_adherence(Role.SWING, days, log, until=DAYS[-1]) == Adherence(1, 0, 0)
    assert count_adherence(None, days, log, until=DAYS[-1]) == Adherence(1, 0, 0)
    assert count_adherence(Role.SUPPORT, days, log, until=DAYS[-1]) == Adherence(1, 1, 0)


@pytest.mark.parametrize(("done", "excused", "tested"), [(5, 0, True), (4, 0, False), (4, 6, False), (5, 5, True)])
def test_half_of_what_was_planned_tests_a_hypothesis(done, excused, tested):
    assert Adherence(10, done, excused).tested is tested


@given(
    st.lists(st.tuples(st.sampled_from(DAYS), st.sampled_from(["strength", "rest", "easy", "not today"])), max_size=30)
)
def test_no_session_counts_twice_and_more_told_never_counts_less(told):
    log = [LogEntry(on, kind) for on, kind in told]
    found = counted(*log, LogEntry(MONDAY, "yoga"))
    assert found.done + found.excused <= found.planned == len(DAYS)
    more = counted(*log, LogEntry(MONDAY, "yoga"), LogEntry(DAYS[-1], "strength"))
    assert more.done >= found.done
    assert more.share is None or 0.0 <= more.share <= 1.0
