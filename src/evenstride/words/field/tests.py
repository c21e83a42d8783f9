"""Words for field tests: why one is worth doing today, when the own error took over, what left and right say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from evenstride.core.athlete import LIMIT_VERDICT_AGE
from evenstride.core.diagnosis import NextTest
from evenstride.core.estimate import Estimate, Missing
from evenstride.core.field_course import ErrorInUse, FieldCourse, SideDifference
from evenstride.core.overview import Voices
from evenstride.core.protocol import FieldProtocol, Speaks
from evenstride.words.diagnosis.findings import CANNOT_TELL, role_word
from evenstride.words.diagnosis.situations import PLAY
from evenstride.words.format import (
    capital,
    count,
    day,
    listed,
    log_percent,
    logs,
    lowered,
    number,
    percent_parts,
    unlog,
)

NOTHING_MORE_TODAY = (
    "Nothing more is worth measuring now: no test you can do would cut “cannot tell” by two in a hundred."
)


def say_course(course: FieldCourse, protocol: FieldProtocol, *, today: date, age: int | None = None) -> Voices:
    """Return all days of one test for athlete, coach and scientist.

    Parameters
    ----------
    course : FieldCourse
        The days.
    protocol : FieldProtocol
        Of the test.
    today : date
        Years other than this one's are written out.
    age : int or None
        Under sixteen a change is growing as much as anything else, and no verdict is given.

    Notes
    -----
    Change, left and right, and error only: there are no norms and no pass marks.
    """
    error, sides = say_error(course.error, today=today), say_sides(course.sides, today=today)
    circumstances = [
        f"{capital(one.what)} changed on {day(one.on, today=today)} ({one.before} → {one.after}): part of a change may "
        "come from that"
        for one in course.circumstances
    ]
    older = course.before_version
    versions = (f"{count(older, 'day')} done in an earlier version of this test, a baseline apart",) if older else ()
    behind = [error, *([sides] if protocol.sided else []), *circumstances, *versions]
    learnt = count(len(course.learning), "session")
    coach = [f"{protocol.title}: {_change(course)}, {learnt} kept apart for learning", *behind]
    scientist = [
        f"{protocol.id} v{course.version}: {_logs(course)}; n = {len(course.used)} + {len(course.learning)}",
        *behind,
    ]
    return Voices(_for_athlete(course, protocol, age), *(". ".join(lines) + "." for lines in (coach, scientist)))


def say_error(error: ErrorInUse, *, today: date) -> str:
    """Return the error in use, and the day the athlete's own replaced an unknown one.

    Examples
    --------
    >>> own = Estimate(0.034, 0.02, 0.09, "1")
    >>> say_error(ErrorInUse(0.034, 0.08, False, own, date(2026, 3, 16), 4), today=date(2026, 4, 1))
    'Own error since 16 March: 3.4 % from session to session (2.0–9.0, four sessions); before that 8 % was assumed'
    >>> say_error(ErrorInUse(0.08, 0.08, False, sessions=1), today=date(2026, 4, 1))
    'Error unknown: 8 % is assumed until three sessions count (one so far)'
    """
    if error.known:
        own = "" if error.sessions < 3 else f", {_share(error.value, 1)} with this athlete's scatter"
        return f"Error {_share(error.assumed)} by its source{own}"
    if error.own is None or error.since is None:
        so_far = ("none", "one", "two")[error.sessions]
        return f"Error unknown: {_share(error.assumed)} is assumed until three sessions count ({so_far} so far)"
    low, high = (number(100.0 * one, 1) for one in (error.own.low, error.own.high))
    sessions = count(error.sessions, "session")
    return (
        f"Own error since {day(error.since, today=today)}: {_share(error.value, 1)} from session to session "
        f"({low}–{high}, {sessions}); before that {_share(error.assumed)} was assumed"
    )


def say_sides(sides: SideDifference | Missing, *, today: date) -> str:
    """Return what left and right say: nothing unless beyond error, one way, in three sessions running.

    Examples
    --------
    >>> from evenstride.core.roles import Side
    >>> apart = SideDifference(Estimate(-0.09, -0.12, -0.06, "1"), Side.RIGHT, 6, 0.05, date(2026, 3, 2))
    >>> say_sides(apart, today=date(2026, 4, 1))
    'Right is ahead by 9 % (6 to 13), beyond error in every session since 2 March: information, nothing to repair'
    """
    if isinstance(sides, Missing):
        return f"Left and right: cannot tell yet ({sides.reason})"
    if sides.ahead is None or sides.since is None:
        return "Left and right: no difference beyond error in three sessions running"
    size = Estimate(*sorted_by_size(sides.difference), "1")
    value, low, high = (part.lstrip("+") for part in percent_parts(unlog(size)))
    return (
        f"{capital(sides.ahead.value)} is ahead by {value} % ({low} to {high}), beyond error in every session since "
        f"{day(sides.since, today=today)}: information, nothing to repair"
    )


def sorted_by_size(difference: Estimate) -> tuple[float, float, float]:
    """Return value, low and high of a signed difference as a size: the same numbers whichever side is ahead."""
    if difference.value >= 0.0:
        return difference.value, difference.low, difference.high
    return -difference.value, -difference.high, -difference.low


def say_planned(test: NextTest | None, protocol: FieldProtocol, *, done: int) -> str:
    """Return why a test is done today, and whether the day is still for learning it.

    Examples
    --------
    >>> from evenstride.core.protocol import protocols
    >>> say_planned(None, protocols()["S2"], done=5)
    'You asked for it. Push and swing both move it, so it never decides between them.'
    """
    return " ".join(part for part in (_reason(test, protocol), _learning(protocol, done)) if part)


def say_field_day(tests: Sequence[NextTest], *, needed: float, minutes: float, many: int) -> str:
    """Return a test day in a sentence: how many tests, what they take, and what they are expected to tell together.

    Examples
    --------
    >>> from evenstride.core.roles import Role
    >>> test = NextTest("S1", "Thigh-drive hold", 6.0, ("strap",), Role.SWING, 0.5, 0.46, 4)
    >>> say_field_day([test], needed=6, minutes=30, many=1)
    'One test, 6 of 30 minutes, warm-up not counted; the chance of “cannot tell” may fall from 50 to 46 in 100.'
    """
    head = f"{capital(count(many, 'test'))}, {needed:g} of {minutes:g} minutes, warm-up not counted"
    doubts = [(test.doubt_now, test.doubt_after) for test in tests if test.role is not None]
    if not doubts:
        return f"{head}."
    now, after = max(before for before, _ in doubts), min(later for _, later in doubts)
    return f"{head}; the chance of “{CANNOT_TELL}” may fall from {100 * now:.0f} to {100 * after:.0f} in 100."


def _reason(test: NextTest | None, protocol: FieldProtocol) -> str:
    if test is None:
        return f"You asked for it. {_speaks(protocol)}"
    if test.role is None:
        return "Speed first: without it no test can say what limits it."
    days = "" if test.days == 1 else f", after {count(test.days, 'day')} of it"
    return f"Speaks for {role_word(test.role)}{days}."


def _speaks(protocol: FieldProtocol) -> str:
    roles = [role_word(role) for role in sorted(protocol.role_shares)]
    return {
        Speaks.OUTCOME: "It is speed itself.",
        Speaks.EASE: "It is shown beside speed and speaks for no role.",
        Speaks.ROLE: f"It speaks for {listed(roles)}.",
        Speaks.SHARED: f"{capital(listed(roles))} both move it, so it never decides between them.",
    }[protocol.speaks]


def _learning(protocol: FieldProtocol, done: int) -> str:
    if protocol.speaks is Speaks.OUTCOME or done >= protocol.familiarisation:
        return ""
    return f"Learning day {done + 1} of {protocol.familiarisation}."


def _for_athlete(course: FieldCourse, protocol: FieldProtocol, age: int | None) -> str:
    name = lowered(protocol.plain_title)
    if age is not None and age < LIMIT_VERDICT_AGE:
        return f"You are growing, and your {name} will change with you. Next: {PLAY}"
    if isinstance(course.change, Missing):
        return f"{capital(name)}: {course.change.reason.rstrip(' .')}. The first days are for learning it."
    other = next((one.what for one in course.circumstances if one.on > course.used[0]), None)
    if other is not None and (course.change.low > 0 or course.change.high < 0):
        return (
            f"Your numbers in the {name} have changed, and so has your {other}: nobody can tell how much of it is you."
        )
    if course.change.low > 0:
        return f"{capital(name)}: up since your first days, more than measuring can blur."
    if course.change.high < 0:
        return f"{capital(name)}: down, more than measuring can blur. A fresh day shows whether it stays."
    return f"{capital(name)}: held, as far as measuring can tell."


def _change(course: FieldCourse) -> str:
    if isinstance(course.change, Missing):
        return course.change.reason.rstrip(" .")
    return f"{log_percent(course.change)} over {count(len(course.used), 'session')}"


def _logs(course: FieldCourse) -> str:
    return course.change.reason.rstrip(" .") if isinstance(course.change, Missing) else f"Δln {logs(course.change)}"


def _share(value: float, decimals: int | None = None) -> str:
    shown = 100.0 * value
    return f"{number(shown, (0 if round(shown, 1) == round(shown) else 1) if decimals is None else decimals)} %"
