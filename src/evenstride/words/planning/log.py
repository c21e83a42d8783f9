"""What is said when a session has been logged: thanks first, pain answered at once, nothing about more."""

from __future__ import annotations

from evenstride.core.log import PAIN_STOP, PAIN_SWAP, LogEntry, Pain
from evenstride.words.format import day, listed
from evenstride.words.planning.plan import CARE_NOTE, say_stopped

THANKS = "Thank you for saying so."

STOPPED_WELL = "Stopping when it is enough is a session done well; nothing has to be made up."

PUT_AWAY = "A plan made before is put away: make a new one around this."


def say_log(entry: LogEntry) -> tuple[str, ...]:
    """Return the lines after a log entry.

    Examples
    --------
    >>> from datetime import date
    >>> say_log(LogEntry(date(2026, 3, 3), "strength", minutes=40, rpe=6))
    ('Logged: strength, 3 March, 40 min, effort 6/10.',)
    """
    lines = [f"Logged: {entry_text(entry)}."]
    if entry.stopped_early and not entry.pains and not entry.all_red_flags:
        lines.append(STOPPED_WELL)
    if entry.all_red_flags:
        return (*lines, say_stopped(entry.all_red_flags).athlete, CARE_NOTE)
    pains = [pain for pain in entry.pains if pain.level >= PAIN_SWAP or _stops(pain)]
    if not pains:
        return tuple(lines)
    return (*lines, THANKS, *map(_said_pain, pains), PUT_AWAY, CARE_NOTE)


def entry_text(entry: LogEntry) -> str:
    """Return what an entry tells, in one line.

    Examples
    --------
    >>> from datetime import date
    >>> entry_text(LogEntry(date(2026, 3, 3), "strength", minutes=40))
    'strength, 3 March, 40 min'
    """
    return ", ".join(_facts(entry))


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
    if entry.stopped_early:
        facts.append("stopped early")
    facts += [work.text for work in entry.work]
    if entry.pains:
        facts.append(listed(f"{place_of(pain)} {pain.level}/10" for pain in entry.pains))
    return facts


_FELT = {"gear shift": "like a gear shift"}


def _stops(pain: Pain) -> bool:
    return pain.level >= PAIN_STOP or (pain.worse_next_morning and pain.level > 0)


def _said_pain(pain: Pain) -> str:
    place = place_of(pain)
    if _stops(pain):
        return (
            f"Nothing that loads your {place} is planned now. If it was sudden, or you limp, stop and let a "
            "professional look."
        )
    return f"The next plan swaps what is hard on your {place} and leaves all-out runs out."


def place_of(pain: Pain) -> str:
    """Return where it hurts, with its side."""
    return pain.place if pain.side is None else f"{pain.side} {pain.place}"
