"""A squad's morning in sentences: counts and what was told, never a score and never a norm."""

from __future__ import annotations

from collections.abc import Sequence

from evenstride.core.check import Check
from evenstride.core.log import LogEntry, Pain
from evenstride.core.roles import Role
from evenstride.core.show import number
from evenstride.core.squad_day import Limiting, Need, Reason, SquadDay
from evenstride.core.stop import Stop
from evenstride.words.diagnosis.findings import role_word
from evenstride.words.format import capital, day, listed, percent
from evenstride.words.planning.log import place_of

CHANCE = 0.1
"""Share of the comparisons in which nothing changed and which still lie beyond a 90 % interval."""


def say_squad_day(found: SquadDay) -> tuple[str, ...]:
    """Return the headline, then what was counted and how much of it chance alone would make.

    Examples
    --------
    >>> from datetime import date
    >>> say_squad_day(SquadDay(date(2026, 5, 4), ()))
    ('Nobody here yet.',)
    """
    people = len(found.members)
    if not people:
        return ("Nobody here yet.",)
    talks = len(found.talks)
    head = f"{talks} of {people} need a talk today." if talks else f"Nobody of {people} needs a talk today."
    if talks == 1:
        head = f"1 of {people} needs a talk today."
    return (head, *_counted(found))


def _counted(found: SquadDay) -> list[str]:
    changed, noise = len(found.changed), len(found.noise)
    if not changed and not noise:
        return [
            "No test was done on two comparable days yet, so nothing can be said about change. "
            "The first days of a test are for learning it and do not count."
        ]
    talks = f", {len(found.talks)} need a talk" if len(found.talks) > 1 else ""
    talks = ", 1 needs a talk" if len(found.talks) == 1 else talks
    lines = [f"{changed} changed beyond error{talks}, {noise}: noise."]
    by_chance = CHANCE * found.comparisons
    lines.append(
        f"Of {found.comparisons} comparisons about {number(by_chance, 0 if by_chance >= 1.0 else 1)} would look "
        "changed by chance alone: read one change by itself with that in mind."
    )
    left = [(len(found.young), "may be under sixteen, where growing moves tests too"),
            (len(found.unmeasured), "without two comparable days")]  # fmt: skip
    lines += (
        [f"Not counted: {listed([f'{many} {what}' for many, what in left if many])}."]
        if any(many for many, _ in left)
        else []
    )
    return lines


def limit_word(limit: Role | Limiting) -> str:
    """Return the word for a limit, or for having none to name."""
    if isinstance(limit, Role):
        return capital(role_word(limit))
    return {Limiting.CANNOT_TELL: "Cannot tell", Limiting.NOT_ASKED: "Not asked"}[limit]


def say_reasons(
    stop: Stop, sore: Sequence[Pain], *, low: int, entries: Sequence[LogEntry], quiet: int | None
) -> tuple[Reason, ...]:
    """Return why to look at somebody first, from what they told.

    Parameters
    ----------
    stop : Stop
        What stops training.
    sore : sequence of Pain
        What hurts and stops nothing yet.
    low : int
        Low check-ins of the last week where they are many, else 0.
    entries : sequence of LogEntry
        The latest sessions where many of them ended early, else none.
    quiet : int or None
        Days without a log entry where a plan asked for some; None where nothing is missing.

    Examples
    --------
    >>> [str(one.text) for one in say_reasons(Stop(), (Pain("knee", 2, "left"),), low=0, entries=(), quiet=None)]
    ['Left knee 2 of 10. What loads it hard is swapped.']
    """
    found: list[Reason] = []
    if stop.red_flags:
        flags = capital(listed(stop.red_flags))
        found.append(Reason(Need.RED_FLAG, f"{flags}: everything stops until a professional has looked."))
    if stop.pains:
        text = f"{_pains(stop.pains)}. What loads it stops, and a professional looks at it."
        found.append(Reason(Need.PAIN, text))
    if stop.put_away:
        found.append(
            Reason(Need.PUT_AWAY, "Pain was told after the plan was made: the plan is put away until a new one.")
        )
    if sore and not stop.pains:
        found.append(Reason(Need.SORE, f"{_pains(sore)}. What loads it hard is swapped."))
    if low:
        found.append(Reason(Need.LOW, f"Woke up low on {low} of the last seven days."))
    if entries:
        early = sum(one.stopped_early for one in entries)
        text = f"Ended {early} of the last {len(entries)} sessions early. Each was done well; ask how the legs are."
        found.append(Reason(Need.STOPPED_EARLY, text))
    if quiet is not None:
        found.append(Reason(Need.QUIET, f"Nothing logged for {quiet} days. Ask how it goes."))
    return tuple(found)


def say_today(titles: Sequence[str], *, stopped: bool, back: str) -> str:
    """Return what today holds for somebody, in a few words."""
    if stopped:
        return "nothing is planned"
    told = listed(titles) if titles else ""
    return "; ".join(part for part in (told, f"way back: {back}" if back else "") if part)


def say_limits(found: SquadDay) -> str:
    """Return how to read the limits across a squad."""
    asked = [one.asked for one in found.members if one.asked is not None]
    if not asked:
        return "Nobody was asked about yet: open an athlete, or look at everybody again."
    since = day(min(asked), today=found.on)
    why = "Not asked: who may be under sixteen, and while something stops training."
    return f"Likeliest limit where the evidence allows to name one, from answers of {since} or later. {why}"


def _pains(pains: Sequence[Pain]) -> str:
    return capital(listed(dict.fromkeys(f"{place_of(pain)} {pain.level} of 10" for pain in pains)))


def say_beyond(checks: Sequence[Check], *, most: int = 3) -> str:
    """Return the changes beyond their error in one line, the first of them by name.

    Examples
    --------
    >>> say_beyond(())
    ''
    """
    told = [f"{one.metric} {percent(one.change)}" for one in checks[:most]]
    rest = len(checks) - len(told)
    return "; ".join([*told, f"and {rest} more"] if rest else told)
