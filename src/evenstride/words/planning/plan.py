"""A plan in short lines, and the texts of care that stand above every plan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from evenstride.core.athlete import Readiness
from evenstride.core.overview import Voices
from evenstride.core.plan import Clash, Kind, Plan, Session
from evenstride.words.format import capital, day, listed

DAYS_OF_A_WEEK = 7

CARE_NOTE = "No clinician has read these rules yet."
"""Said wherever the rules of care are shown (care.md)."""

STOPPED = "Nothing is planned now. Stop, and let a professional look before you train again."

DOCTOR_FIRST = "A readiness question was answered with yes, so the plan stays easy: please ask a doctor first."

_WORDS = {
    Kind.STRENGTH: "strong",
    Kind.INTERVALS: "intervals",
    Kind.TECHNIQUE: "technique",
    Kind.RETURN_RUNS: "return",
    Kind.TEMPO: "tempo",
    Kind.EASY: "easy",
    Kind.PLAY: "play",
    Kind.SPORT: "sport",
}


def week_line(plan: Plan, week: int) -> str:
    """Return one week of a plan in one line.

    Parameters
    ----------
    plan : Plan
        The plan.
    week : int
        Counted from 0.

    Raises
    ------
    ValueError
        If the plan has no such week.

    Examples
    --------
    >>> from datetime import date
    >>> fast = Session(date(2026, 3, 2), Kind.ACCELERATION, "Starts", 45, playful=True)
    >>> strong = Session(date(2026, 3, 2), Kind.STRENGTH, "Lifts", 40)
    >>> week_line(Plan(date(2026, 3, 2), 1, (fast, strong)), 0)
    '1 fast · 1 strong · 6 full rest, with play in 1'
    """
    if not 0 <= week < plan.weeks:
        raise ValueError(f"week must be from 0 to {plan.weeks - 1}, got {week}")
    if plan.stopped:
        return "nothing planned"
    first = plan.start + timedelta(days=DAYS_OF_A_WEEK * week)
    ahead = first + timedelta(days=DAYS_OF_A_WEEK)
    sessions = [item for item in plan.sessions if first <= item.on < ahead and item.kind is not Kind.REST]
    line = " · ".join(f"{many} {word}" for word, many in _counts(sessions).items() if many > 0)
    playful = sum(item.playful for item in sessions)
    own = any(item.kind is Kind.PLAY for item in sessions)
    return line if own or playful == 0 else f"{line}, with play in {playful}"


def say_plan(plan: Plan | Clash) -> tuple[str, ...]:
    """Return a plan as short lines: one a week, its notes, and whether a better one may exist; care ends it.

    A stopped plan says only that: no training suggestion stands beside it. A clash says which rules cannot hold
    together and what would make room.

    Examples
    --------
    >>> say_plan(Clash(("rest day", "two speed sessions"), "No week holds both.", ("offer another day",)))[1]
    'To make room: offer another day.'
    """
    if isinstance(plan, Clash):
        return _clash_lines(plan)
    if plan.stopped:
        return (STOPPED, *plan.notes, CARE_NOTE)
    firsts = [plan.start + timedelta(days=DAYS_OF_A_WEEK * week) for week in range(plan.weeks)]
    weeks = [f"Week of {day(on, today=plan.start)}: {week_line(plan, week)}" for week, on in enumerate(firsts)]
    best = () if plan.proven else ("A better plan may exist under these rules.",)
    return (*weeks, *plan.notes, *best, CARE_NOTE)


def say_logging(sessions: Sequence[Session]) -> str:
    """Return the command that logs the first training session as planned; empty where there is none.

    Examples
    --------
    >>> from datetime import date
    >>> say_logging([Session(date(2026, 3, 2), Kind.MAX_VELOCITY, "Flys", 45)])
    'Done as planned? evenstride log "maximal velocity" --as-planned --date 2026-03-02'
    """
    first = next((one for one in sessions if one.kind is not Kind.REST), None)
    return f'Done as planned? evenstride log "{first.kind}" --as-planned --date {first.on}' if first else ""


def say_changes(before: Plan, now: Plan) -> tuple[str, ...]:
    """Return what differs from the plan before on the days both hold, one line a day; nothing where nothing does.

    Examples
    --------
    >>> from datetime import date
    >>> monday = date(2026, 3, 2)
    >>> old = Plan(monday, 1, (Session(monday, Kind.REST, "Rest", 0.0, id="a"),))
    >>> new = Plan(monday, 1, (Session(monday, Kind.EASY, "Easy: walk 30 min", 30.0, id="b"),))
    >>> say_changes(old, new)[0]
    'Changed on Mon 2 March: Rest → Easy: walk 30 min.'
    """
    first, last = max(before.start, now.start), min(one.start + timedelta(weeks=one.weeks) for one in (before, now))
    lines: list[str] = []
    kept = 0
    for number in range(max((last - first).days, 0)):
        on = first + timedelta(days=number)
        old, new = ([one for one in plan.sessions if one.on == on] for plan in (before, now))
        if [one.id for one in old] == [one.id for one in new]:
            kept += 1
            continue
        was, will = (", ".join(one.title for one in those) or "nothing" for those in (old, new))
        lines.append(f"Changed on {on:%a} {day(on)}: {was} → {will}.")
    if lines and kept:
        others = (
            "day you had planned stays as it was" if kept == 1 else f"{kept} days you had planned stay as they were"
        )
        lines.append(f"The other {others}.")
    return tuple(lines)


def say_stopped(red_flags: tuple[str, ...]) -> Voices:
    """Return what is said when a red flag empties the plan; it suggests no training.

    Examples
    --------
    >>> say_stopped(("limping",)).athlete.split("Next: ")[1]
    'stop, and let a professional look before you train again.'
    """
    flags = listed(red_flags) or "a stop sign"
    return Voices(
        "Thank you for saying so. Nothing is planned now. Next: stop, and let a professional look before you "
        "train again.",
        f"{capital(flags)} reported: the plan is empty and no session is made up for later. Next: a professional "
        f"looks first; planning starts again with their word. {CARE_NOTE}",
        f"Red flag ({flags}): hard gate, plan empty, no inference from sessions around it. {CARE_NOTE}",
    )


def say_readiness(readiness: Readiness | None) -> str:
    """Return what the readiness answers mean for the plan; it stands beside the plan, whose lines end on care.

    Examples
    --------
    >>> say_readiness(Readiness(heart=True)).split(":")[0]
    'A readiness question was answered with yes, so the plan stays easy'
    """
    if readiness is None:
        return "Before the first flat-out run, please answer the short readiness questions."
    if readiness.any_yes:
        return f"{DOCTOR_FIRST} Your answers stay on this computer."
    return "No readiness question was answered with yes. This is no medical check; if in doubt, ask."


def _counts(sessions: list[Session]) -> dict[str, int]:
    """Sessions of each kind, then days of full rest."""
    counted = {"fast": sum(item.kind.is_speed for item in sessions)}
    counted |= {word: sum(item.kind is kind for item in sessions) for kind, word in _WORDS.items()}
    counted["full rest"] = DAYS_OF_A_WEEK - len({item.on for item in sessions})
    return counted


def _clash_lines(clash: Clash) -> tuple[str, ...]:
    loosen = f"To make room: {'; or '.join(clash.loosen)}." if clash.loosen else "None of these can be loosened."
    return (clash.text, loosen, CARE_NOTE)
