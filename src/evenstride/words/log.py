"""What is said when a session has been logged: thanks first, pain answered at once, nothing about more."""

from __future__ import annotations

from evenstride.core.log import LogEntry, Pain
from evenstride.words.format import day, listed
from evenstride.words.plan import CARE_NOTE, say_stopped

PAIN_SWAPS = 2
PAIN_STOPS = 4
"""The pain ladder of care.md [coaching practice]: 2–3 swaps, 4 and more stops that load."""


def say_log(entry: LogEntry) -> tuple[str, ...]:
    """Return the lines after a log entry.

    Examples
    --------
    >>> from datetime import date
    >>> say_log(LogEntry(date(2026, 3, 3), "strength", minutes=40, rpe=6))
    ('Logged: strength, 3 March, 40 min, effort 6/10.',)
    """
    lines = [f"Logged: {', '.join(_facts(entry))}."]
    flags = entry.red_flags + tuple(f"sudden or sharp {pain.place} pain" for pain in entry.pains if pain.sharp)
    if flags:
        return (*lines, say_stopped(flags).athlete)
    return (*lines, *(_said_pain(pain) for pain in entry.pains if pain.level >= PAIN_SWAPS))


def _facts(entry: LogEntry) -> list[str]:
    facts = [entry.kind, day(entry.on)]
    if entry.minutes is not None:
        facts.append(f"{entry.minutes:g} min")
    if entry.rpe is not None:
        facts.append(f"effort {entry.rpe:g}/10")
    if entry.joy is not None:
        facts.append(f"joy {entry.joy:g}/10")
    if entry.feel is not None:
        facts.append(f"it felt {_FELT.get(entry.feel.value, entry.feel.value)}")
    if entry.pains:
        facts.append(listed(f"{_place(pain)} {pain.level}/10" for pain in entry.pains))
    return facts


_FELT = {"gear shift": "like a gear shift"}


def _said_pain(pain: Pain) -> str:
    place = _place(pain)
    if pain.level >= PAIN_STOPS or pain.worse_next_morning:
        return (
            f"Thank you for saying so. Nothing that loads your {place} is planned now. If it was sudden, or you limp, "
            f"stop and let a professional look. {CARE_NOTE}"
        )
    return (
        f"Thank you for saying so. The next plan swaps what is hard on your {place} and leaves all-out runs out. "
        f"{CARE_NOTE}"
    )


def _place(pain: Pain) -> str:
    return pain.place if pain.side is None else f"{pain.side} {pain.place}"
