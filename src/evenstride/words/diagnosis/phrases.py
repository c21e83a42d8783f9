"""Phrases that the situations share: dates, changes, the work that follows, the test to do next."""

from __future__ import annotations

from datetime import date, timedelta
from enum import Enum

from evenstride.core.check import BLOCK_WEEKS
from evenstride.core.diagnosis import Diagnosis
from evenstride.core.estimate import Estimate, Missing
from evenstride.core.roles import RIVAL, Role, Weight
from evenstride.words.diagnosis.findings import BOTH, athlete_names, coach_name, role_word
from evenstride.words.format import capital, day, log_percent, quantity, said

REPEAT_WEEKS = 4
"""Weeks between two sessions of the minimum set of field tests (pocket_lab.md)."""


STEADY_HALF_WIDTH = 0.02
"""Half-width of an interval around zero up to which a change is called steady (judgement; wording only)."""


class Direction(Enum):
    """What may be said of a change; an interval that merely holds zero shows nothing."""

    UP = "up"
    STEADY = "steady"
    DOWN = "down"
    UNCLEAR = "too early to tell"


def direction(change: Estimate | Missing) -> Direction:
    """Return where a change went: steady only when a narrow interval holds zero.

    Examples
    --------
    >>> direction(Estimate(0.0, -0.01, 0.01, "1")), direction(Estimate(0.0, -0.1, 0.1, "1"))
    (<Direction.STEADY: 'steady'>, <Direction.UNCLEAR: 'too early to tell'>)
    """
    if isinstance(change, Missing):
        return Direction.UNCLEAR
    if change.low > 0:
        return Direction.UP
    if change.high < 0:
        return Direction.DOWN
    return Direction.STEADY if change.high - change.low <= 2 * STEADY_HALF_WIDTH else Direction.UNCLEAR


def since(diagnosis: Diagnosis, today: date) -> str:
    """From when the changes count: "since 3 March", or "so far" when no date is known."""
    return "so far" if diagnosis.since is None else f"since {day(diagnosis.since, today=today)}"


def speed_now(diagnosis: Diagnosis) -> str:
    """Top speed with its interval, or why it is not known."""
    return said(diagnosis.speed_now, quantity)


def lead_and_lag(diagnosis: Diagnosis) -> tuple[str, str]:
    """The words of the leading and the lagging role.

    Raises
    ------
    ValueError
        If the diagnosis names none: a situation in which roles came apart must say which.
    """
    if diagnosis.lead is None or diagnosis.lag is None:
        raise ValueError(f"a diagnosis '{diagnosis.situation}' must say which role leads and which lags")
    return role_word(diagnosis.lead), role_word(diagnosis.lag)


def changes(diagnosis: Diagnosis) -> str:
    """Every role that was looked at, largest change first, then speed, each with its interval."""
    seen = [item for item in diagnosis.findings if item.weight is not Weight.NONE]
    known = [(item, item.change) for item in seen if isinstance(item.change, Estimate)]
    known.sort(key=lambda pair: -pair[1].value)
    parts = [
        f"{role_word(item.role)} {log_percent(change)}{', a hint' if item.weight is Weight.HINT else ''}"
        for item, change in known
    ]
    return "; ".join([*parts, f"speed {said(diagnosis.speed_change, log_percent)}"])


def athlete_work(diagnosis: Diagnosis, *, balanced: str = f"train {BOTH} alike") -> tuple[str, ...]:
    """What the plan does next, to an athlete; `balanced` is said when no role gets more than the others."""
    role = _emphasised(diagnosis)
    return (balanced if role is None else f"a little more for {role_word(role)}, {_kept(role)} kept",)


def coach_work(diagnosis: Diagnosis, today: date) -> str:
    """What the plan does next and when to check it, to a coach."""
    role = _emphasised(diagnosis)
    check = day(today + timedelta(weeks=BLOCK_WEEKS), today=today)
    if role is None:
        return f"balanced block, {BOTH} alike; check {check}."
    return f"{BLOCK_WEEKS}-week {role_word(role)} emphasis, {_kept(role)} kept; check {check}."


def first_test(diagnosis: Diagnosis) -> tuple[str, ...]:
    """Ways to name the test most worth its minutes to an athlete; empty when there is none."""
    return athlete_names(diagnosis.next_tests[0]) if diagnosis.next_tests else ()


def coach_test(diagnosis: Diagnosis) -> str:
    """The test most worth its minutes in one sentence, to a coach."""
    if not diagnosis.next_tests:
        return "No further test is worth its minutes now."
    return f"Test to do next: {coach_name(diagnosis.next_tests[0])}."


def test_or_work(diagnosis: Diagnosis) -> tuple[str, ...]:
    """The next test to an athlete, the work when there is none."""
    return first_test(diagnosis) or athlete_work(diagnosis)


def test_then_work(diagnosis: Diagnosis, today: date) -> str:
    """Both to a coach, the test first where there is one."""
    if not diagnosis.next_tests:
        return work_then_test(diagnosis, today)
    return f"{coach_name(diagnosis.next_tests[0])}. {capital(coach_work(diagnosis, today))}"


def work_then_test(diagnosis: Diagnosis, today: date) -> str:
    """Both to a coach, the work first."""
    return f"{coach_work(diagnosis, today)} {coach_test(diagnosis)}"


def _emphasised(diagnosis: Diagnosis) -> Role | None:
    """The one role the plan gives most to, None when the first place is shared."""
    most = max(diagnosis.emphasis.values(), default=0.0)
    first = [role for role, share in diagnosis.emphasis.items() if share == most]
    return first[0] if len(first) == 1 else None


def _kept(role: Role) -> str:
    return role_word(RIVAL[role]) if role in RIVAL else BOTH
