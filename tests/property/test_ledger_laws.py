"""Laws of the role ledger: nothing is lost, nothing is guessed, and order, units and repetition change nothing."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenstride.core.ledger import AMOUNTS, Ledger
from evenstride.core.log import LogEntry
from evenstride.core.roles import Role
from evenstride.core.work import Work
from evenstride.plan.exercises import exercises
from evenstride.plan.ledger import FAST, count_ledger

MONDAY = date(2026, 3, 2)
KNOWN = sorted(exercises())

works = st.builds(
    Work,
    st.sampled_from([*KNOWN, "garden hill"]),
    sets=st.none() | st.integers(0, 6),
    reps=st.none() | st.integers(0, 12),
    load=st.none() | st.just(60.0),
    rir=st.none() | st.integers(0, 10).map(float),
    distance=st.none() | st.sampled_from([0.0, 20.0, 60.0]),
    duration=st.none() | st.sampled_from([10.0, 600.0]),
    intensity=st.none() | st.sampled_from([0.7, 0.9, 1.0]),
    contacts=st.none() | st.integers(0, 60),
)
entries = st.builds(
    LogEntry,
    st.integers(0, 27).map(lambda days: MONDAY + timedelta(days=days)),
    st.sampled_from(["strength", "maximal velocity", "yoga", "rest"]),
    minutes=st.none() | st.sampled_from([0.0, 30.0, 55.0]),
    rpe=st.none() | st.sampled_from([0.0, 6.0]),
    work=st.lists(works, max_size=4).map(tuple),
)
logs = st.lists(entries, max_size=8)


def count(log: list[LogEntry], *, weeks: int = 4) -> Ledger:
    return count_ledger("Noa", log, {}, since=MONDAY, until=MONDAY + timedelta(days=7 * weeks - 1))


def trained(log: list[LogEntry]) -> list[LogEntry]:
    return [entry for entry in log if entry.kind != "rest" and entry.minutes != 0]


@given(logs)
def test_minutes_told_are_all_there_and_no_more(log: list[LogEntry]) -> None:
    told = sum(entry.minutes or 0.0 for entry in trained(log))
    assert count(log).total.minutes == pytest.approx(told)
    assert count(log).sessions == len(trained(log))


@given(logs, st.randoms())
def test_the_order_of_the_log_changes_nothing(log: list[LogEntry], chance) -> None:
    mixed = list(log)
    chance.shuffle(mixed)
    for one, other in zip(count(log).weeks, count(mixed).weeks, strict=True):
        for name in AMOUNTS:
            assert getattr(one.total, name) == pytest.approx(getattr(other.total, name))
        assert one.load == pytest.approx(other.load)


@given(logs)
def test_a_kind_alone_is_nobodys(log: list[LogEntry]) -> None:
    bare = [LogEntry(entry.on, entry.kind, entry.minutes, entry.rpe) for entry in log]
    found = count(bare)
    assert found.unknown.minutes == pytest.approx(found.total.minutes)
    assert all(getattr(found.of(role), name) == 0.0 for role in Role for name in AMOUNTS)


@given(logs)
def test_unsure_is_a_part_and_nothing_is_negative(log: list[LogEntry]) -> None:
    for week in count(log).weeks:
        for amount in (*week.roles.values(), week.other, week.unknown):
            assert all(getattr(amount, name) >= 0.0 for name in AMOUNTS)
            assert amount.unsure_sets <= amount.hard_sets + 1e-9
            assert amount.unsure_metres <= amount.fast_metres + 1e-9


@given(logs)
def test_load_is_effort_times_minutes_of_those_who_told_both(log: list[LogEntry]) -> None:
    found = count(log)
    told = [one for one in trained(log) if one.minutes is not None and one.rpe is not None]
    assert sum(week.load for week in found.weeks) == pytest.approx(sum(one.minutes * one.rpe for one in told))
    assert found.load_not_told == len(trained(log)) - len(told)


@given(logs)
def test_weeks_follow_each_other_and_add_up(log: list[LogEntry]) -> None:
    found = count(log)
    assert all(after.start - before.start == timedelta(weeks=1) for before, after in pairwise(found.weeks))
    parts = [count(log, weeks=weeks) for weeks in (1, 4)]
    assert parts[0].weeks[0] == parts[1].weeks[0]
    for role in Role:
        assert found.of(role).contacts == pytest.approx(sum(week.roles[role].contacts for week in found.weeks))


@given(works.filter(lambda work: work.intensity is not None and work.intensity < FAST))
def test_slow_metres_are_never_fast(work: Work) -> None:
    assert count([LogEntry(MONDAY, "easy", 30.0, work=(work,))]).total.fast_metres == 0.0


@given(works)
def test_more_in_reserve_is_never_a_harder_set(work: Work) -> None:
    def hard(rir: float) -> float:
        told = Work(work.exercise, work.sets, work.reps, work.load, rir, work.distance)
        return count([LogEntry(MONDAY, "strength", 30.0, work=(told,))]).total.hard_sets

    found = [hard(float(rir)) for rir in range(11)]
    assert found == sorted(found, reverse=True)
