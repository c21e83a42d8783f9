"""Phrases that the situations share: dates, changes, the work that follows, the test to do next."""

from __future__ import annotations

from datetime import date, timedelta

from evenstride.core.diagnosis import Diagnosis
from evenstride.core.estimate import Estimate, Missing
from evenstride.core.roles import Role, Weight
from evenstride.words.findings import BOTH, athlete_names, coach_name, role_word
from evenstride.words.format import capital, day, log_percent, quantity, said

BLOCK_WEEKS = 8
"""Weeks after which a reachable gain is judged (diagnosis_logic.md §2)."""

REPEAT_WEEKS = 4
"""Weeks between two sessions of the minimum set of field tests (pocket_lab.md)."""

_RIVAL = {Role.PUSH: Role.SWING, Role.SWING: Role.PUSH}


def direction(change: Estimate | Missing) -> int | None:
    """+1 or −1 when the interval excludes zero, 0 when it does not, None when there is no value."""
    if isinstance(change, Missing):
        return None
    return int(change.low > 0) - int(change.high < 0)


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
    return role_word(_RIVAL[role]) if role in _RIVAL else BOTH
