"""The coach view of a plan that was copied to a group: who does what on which day, and why it differs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from evenstride.core.group import Difference, GroupMember, GroupPlan, sessions_on
from evenstride.core.plan import Clash, Kind, Plan, Session
from evenstride.words.format import day, listed
from evenstride.words.planning.plan import CARE_NOTE

WIDE = 118
"""Letters in a line of a table."""

NOTHING_PLANNED = "nothing is planned. Everything stops until a professional has looked."
"""What a coach reads of a member whose training is stopped."""


def say_group(found: GroupPlan) -> tuple[str, ...]:
    """Return tables of days and people, as wide as a terminal, then a line for every day that differs, with its reason.

    Examples
    --------
    >>> on = date(2026, 3, 2)
    >>> fast = Session(on, Kind.ACCELERATION, "Starts", 40.0)
    >>> easy = Session(on, Kind.EASY, "Walk", 30.0)
    >>> apart = Difference(on, (Kind.ACCELERATION,), (Kind.EASY,), ("It hurts.",))
    >>> ada = GroupMember("Ada", Plan(on, 1, (easy,)), (apart,))
    >>> for line in say_group(GroupPlan("Noa", Plan(on, 1, (fast,)), (ada,)))[:2]:
    ...     print(line)
                Noa                  Ada
    Mon 2 March acceleration, 40 min easy, 30 min *
    """
    rows = group_rows(found)
    told = [line for member in found.members for line in say_member(member, len(rows) - 1)]
    return (*_tables(rows), *told, CARE_NOTE)


def group_rows(found: GroupPlan) -> list[tuple[str, ...]]:
    """Return a table of days and people, names in its first row; a star marks what is not as the group does it."""
    people = [found.leader, *(member.athlete for member in found.members if member.trains)]
    plans = [found.plan, *(member.plan for member in found.members if isinstance(member.plan, Plan) and member.trains)]
    apart = [set[date](), *({one.on for one in member.differences} for member in found.members if member.trains)]
    days = sorted({session.on for session in found.plan.sessions})
    rows = [("", *people)]
    rows += [
        (_day(on), *(_cell(plan, on, star=on in other) for plan, other in zip(plans, apart, strict=True)))
        for on in days
    ]
    return rows


def _cell(plan: Plan, on: date, *, star: bool) -> str:
    sessions = [one for one in sessions_on(plan, on) if one.kind is not Kind.REST]
    return (" + ".join(map(_session, sessions)) or "rest") + (" *" if star else "")


def _session(session: Session) -> str:
    metres = f" {session.fast_metres:.0f} m fast" if session.fast_metres > 0.0 else ""
    return f"{session.kind}{metres}, {session.minutes:.0f} min" if session.minutes > 0.0 else session.title


def say_member(member: GroupMember, days: int) -> Iterator[str]:
    """Yield how a member follows the group over so many days, then a line for each difference and each note."""
    if isinstance(member.plan, Clash):
        yield f"{member.athlete}: no plan. {member.plan.text}"
        return
    if member.plan.stopped:
        yield f"{member.athlete}: {NOTHING_PLANNED}"
        return
    yield f"{member.athlete}: {days - len(member.differences)} of {days} days as the group."
    said = set[tuple[str, ...]]()
    for one in member.differences:
        # A reason that holds on every day is read once.
        yield f"  {_difference(one, again=bool(one.reasons) and one.reasons in said)}"
        said.add(one.reasons)
    yield from (f"  {note}" for note in member.notes)


def _difference(one: Difference, *, again: bool) -> str:
    lacking = [kind.value for kind in one.group if kind not in one.own]
    extra = [kind.value for kind in one.own if kind not in one.group]
    if not lacking:
        return f"{_day(one.on)}: {listed(extra)} too."
    if lacking == [Kind.REST.value]:
        return f"{_day(one.on)}: {listed(extra)} on the group's rest day."
    what = f"{listed(extra) or 'nothing'} instead of {listed(lacking)}" if extra else f"no {listed(lacking)}"
    if again:
        return f"{_day(one.on)}: {what}, for the same reason."
    return f"{_day(one.on)}: {what}. {' '.join(one.reasons)}".strip()


def _day(on: date) -> str:
    return f"{on:%a} {day(on)}"


def _tables(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Lay out rows in columns of equal width; people who find no room stand in a further table below."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    shown: list[int] = []
    for column in range(1, len(widths)):
        if shown and widths[0] + sum(widths[one] + 1 for one in (*shown, column)) > WIDE:
            yield from _table(rows, widths, shown)
            shown = []
        shown.append(column)
    yield from _table(rows, widths, shown)


def _table(rows: Sequence[tuple[str, ...]], widths: Sequence[int], shown: Sequence[int]) -> Iterator[str]:
    for row in rows:
        yield " ".join(row[column].ljust(widths[column]) for column in (0, *shown)).rstrip()
    yield ""
