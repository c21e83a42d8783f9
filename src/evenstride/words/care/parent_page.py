"""A parent's four questions, each answered with facts and followed by something to ask; nothing is judged."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from evenstride.core.athlete import Anthropometrics
from evenstride.core.log import LogEntry, Pain
from evenstride.core.parent_page import ParentAnswer
from evenstride.core.show import number
from evenstride.core.training import CheckIn
from evenstride.words.format import capital, count, day, listed
from evenstride.words.planning.log import place_of

TAPE = 0.01
"""m: two readings of a tape on one day may differ by so much (judgement); less is no growth to speak of."""


def say_growing(bodies: Sequence[Anthropometrics], on: date) -> ParentAnswer:
    """Answer from heights in date order.

    Examples
    --------
    >>> days = (Anthropometrics(date(2026, 1, 5), height=1.52), Anthropometrics(date(2026, 4, 6), height=1.55))
    >>> say_growing(days, date(2026, 5, 4)).facts
    ('3.0 cm taller since 5 January: 152.0 to 155.0 cm.',)
    """
    heights = [(one.on, one.height) for one in bodies if one.height is not None and one.on is not None]
    again = "Measure once a month, without shoes, at the same time of day."
    if not heights:
        return ParentAnswer("Growing?", ("No height was measured yet.",), again)
    (first, before), (last, after) = heights[0], heights[-1]
    if first == last:
        said = f"{number(100.0 * after)} cm on {day(last, today=on)}; a second day says whether it changes."
        return ParentAnswer("Growing?", (said,), again)
    between = f"{number(100.0 * before)} to {number(100.0 * after)} cm"
    if after - before <= TAPE:
        said = f"No change a tape can show since {day(first, today=on)}: {between}."
        return ParentAnswer("Growing?", (said,), again)
    taller = number(100.0 * (after - before))
    said = f"{taller} cm taller since {day(first, today=on)}: {between}."
    return ParentAnswer("Growing?", (said,), "Rhythm may feel odd for a while. Ask whether heels or knees are sore.")


def say_hurting(log: Sequence[LogEntry], on: date) -> ParentAnswer:
    """Answer from the log of the last two weeks, the newest word on each place.

    Examples
    --------
    >>> say_hurting((), date(2026, 5, 4)).facts
    ('Nothing was logged in the last two weeks.',)
    """
    if not log:
        return ParentAnswer("Hurting?", ("Nothing was logged in the last two weeks.",), "Ask whether anything hurts.")
    places: dict[str, tuple[date, Pain]] = {}
    for entry in log:
        places |= {place_of(pain): (entry.on, pain) for pain in entry.pains}
    told = [
        f"{capital(place)}: {pain.level} of 10 on {day(when, today=on)}, worse next morning."
        if pain.worse_next_morning
        else f"{capital(place)}: {pain.level} of 10 on {day(when, today=on)}."
        for place, (when, pain) in places.items()
    ]
    flags = [flag for entry in log for flag in entry.all_red_flags]
    if flags:
        told.insert(0, f"{capital(listed(dict.fromkeys(flags)))} was told.")
        return ParentAnswer("Hurting?", tuple(told), "Please let a professional look before any training.")
    if not told:
        many = count(len(log), "entry") if len(log) == 1 else f"{len(log)} entries"
        return ParentAnswer("Hurting?", (f"No pain was told in {many} of the last two weeks.",))
    return ParentAnswer("Hurting?", tuple(told), "Ask how it feels this morning. If it stays, let a professional look.")


def say_rested(woken: Sequence[CheckIn], trained: int | None, sport: Sequence[str] = ()) -> ParentAnswer:
    """Answer from the check-ins of the last seven days and the days with training among them, None where not told.

    `sport` names the own sport of each of these days on which nothing was logged: it may have been training too.

    Examples
    --------
    >>> say_rested((), 1, ("football practice", "football practice")).facts
    ('Training is in the log on 1 of the last seven days; football practice on two days is not.',)
    """
    facts: list[str] = []
    slept = [one.sleep for one in woken if one.sleep is not None]
    ready = [one.readiness for one in woken if one.readiness is not None]
    if slept:
        nights = ", ".join(f"{one:g}" for one in slept)
        facts.append(f"Hours slept, {count(len(slept), 'night')} told: {nights}.")
    if ready:
        facts.append(f"Woke up ready, of 10: {', '.join(f'{one:g}' for one in ready)}.")
    if trained is not None and sport:
        usual = f"{listed(dict.fromkeys(sport))} on {count(len(sport), 'day')}"
        facts.append(f"Training is in the log on {trained} of the last seven days; {usual} is not.")
    elif trained is not None:
        facts.append(f"{7 - trained} of the last seven days without training.")
    if not facts:
        return ParentAnswer("Rested?", ("Nothing was told about sleep or rest.",), "Ask how the night was.")
    return ParentAnswer("Rested?", tuple(facts), "" if slept else "Ask how the night was.")


def say_fun(log: Sequence[LogEntry], enjoys: str) -> ParentAnswer:
    """Answer from the joy told in the last two weeks, and from what the runner once said they enjoy."""
    joys = [entry.joy for entry in log if entry.joy is not None]
    facts = [f"Joy in moving, of 10: {', '.join(f'{one:g}' for one in joys)}."] if joys else ["No joy was told lately."]
    facts += [f"What they enjoy about moving fast: {enjoys}"] if enjoys else []
    return ParentAnswer("Still fun?", tuple(facts), "Ask what was the most fun.")


def say_stopping() -> ParentAnswer:
    """Say which signs end the day's training and ask for a professional look, whatever a plan says (care.md)."""
    return ParentAnswer(
        "When to stop?",
        (
            "At once, with a professional look before any more training: a pop or sudden sharp pain, limping, pain at "
            "night or at rest, a bony spot that hurts, a swollen calf, chest pain, fainting or a racing heart, a knock "
            "on the head, fever.",
            "For today: pain of 4 of 10 or more, or pain that grows.",
        ),
        "Put it into the log, so that the plan changes.",
    )
