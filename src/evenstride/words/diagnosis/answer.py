"""A diagnosis in three voices: what was seen, how sure, what next."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from evenstride.core.athlete import LIMIT_VERDICT_AGE, Athlete
from evenstride.core.diagnosis import Diagnosis, Finding, Situation
from evenstride.core.estimate import Estimate, Missing
from evenstride.core.overview import Voices
from evenstride.core.roles import Role, Weight
from evenstride.words.diagnosis.findings import (
    CANNOT_TELL,
    chances,
    role_word,
    say_expected_gain,
    say_probabilities,
    scientist_name,
)
from evenstride.words.diagnosis.situations import HOLDING_WEEKS, SITUATIONS, Message, holding
from evenstride.words.format import count, logs, said

ATHLETE_WORDS = 35
ATHLETE_NUMBERS = 2
"""Most words and most numbers of an athlete's message (words.md)."""

LIKELY = 0.5
"""Chance from which the named role is called likely rather than a best guess (judgement; wording only)."""

IDENTITY_NOTE = (
    "Contact and flight times are one measurement and an identity of the run: they describe the steps and are "
    "never evidence for a limit."
)

_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


def say_diagnosis(diagnosis: Diagnosis, *, athlete: Athlete, today: date, halt: str = "") -> Voices:
    """Return a diagnosis for athlete, coach and scientist.

    Parameters
    ----------
    diagnosis : Diagnosis
        Its situation chooses the sentences; every value in them is its own.
    athlete : Athlete
        Under sixteen the youth wording is used, whatever the diagnosis holds.
    today : date
        Day of reading: dates of other years are written out, check dates count from here.
    halt : str
        What follows instead of any training, where something stops it (`stop.halt`); all voices then say only that.

    Notes
    -----
    Order: what we saw, how sure, what next. The athlete's message has at most 35 words and two numbers.

    Examples
    --------
    >>> from evenstride.core.diagnosis import Limit
    >>> nothing = Missing("no runs yet")
    >>> gain = Estimate(0.01, 0.0, 0.02, "1")
    >>> empty = Diagnosis(
    ...     "Noa", date(2026, 5, 1), Situation.NOTHING_MEASURED,
    ...     tuple(Finding(role, Weight.NONE, nothing, gain) for role in Role),
    ...     Limit(dict.fromkeys(Role, 0.1), balanced=0.1, cannot_tell=0.5), named=None, lead=None, lag=None,
    ...     since=None, speed_change=nothing, speed_now=nothing, difference=nothing,
    ...     emphasis={Role.PUSH: 0.5, Role.SWING: 0.5}, next_tests=())
    >>> say_diagnosis(empty, athlete=Athlete("Noa"), today=date(2026, 5, 1)).athlete
    'Nothing is measured yet, so there is nothing to say about your speed. Next: train push and swing alike.'
    """
    situation = _situation(diagnosis, athlete, today)
    say = holding if _holds_against_age(diagnosis, athlete, today, situation) else SITUATIONS[situation]
    message = say(diagnosis, today)
    if halt:
        message = replace(message, next_athlete=(halt,), next_coach=f"{halt}.")
    whose = ("Simulated athlete.",) if athlete.simulated else ()
    coach = (
        message.coach,
        _sure_coach(diagnosis, halt) if message.limit else "",
        f"Next: {message.next_coach}",
        *whose,
    )
    scientist = (message.scientist, *_scientist(diagnosis, halt, suppressed=situation is Situation.YOUTH), *whose)
    return Voices(
        athlete=_for_athlete(message, _sure_athlete(diagnosis) if message.limit else ""),
        coach=" ".join(part for part in coach if part),
        scientist=" ".join(part for part in scientist if part),
    )


def within_athlete_limits(text: str) -> bool:
    """Whether a text has at most 35 words and two numbers.

    Examples
    --------
    >>> within_athlete_limits("Next: one fly"), within_athlete_limits("1 and 2 and 3")
    (True, False)
    """
    return len(text.split()) <= ATHLETE_WORDS and len(_NUMBER.findall(text)) <= ATHLETE_NUMBERS


def _situation(diagnosis: Diagnosis, athlete: Athlete, today: date) -> Situation:
    age = athlete.age_on(today)
    return Situation.YOUTH if age is not None and age < LIMIT_VERDICT_AGE else diagnosis.situation


def _holds_against_age(diagnosis: Diagnosis, athlete: Athlete, today: date, situation: Situation) -> bool:
    long = diagnosis.since is not None and (today - diagnosis.since).days >= 7 * HOLDING_WEEKS
    return situation is Situation.BOTH_FLAT and long and athlete.is_masters(today)


def _for_athlete(message: Message, sure: str) -> str:
    """The fullest text within the limits; how sure is left out only when even the shortest ending is too long."""
    texts = [
        " ".join(part for part in (message.athlete, middle, f"Next: {ending.rstrip('.')}.") if part)
        for middle in dict.fromkeys((sure, ""))
        for ending in message.next_athlete
    ]
    return next((text.replace("?.", "?") for text in texts if within_athlete_limits(text)), texts[-1])


def _sure_athlete(diagnosis: Diagnosis) -> str:
    named = diagnosis.named
    if named is not None:
        if diagnosis.limit.roles[named] >= LIKELY:
            return f"Likely limit: {role_word(named)}, not proof."
        return f"Best guess for the limit: {role_word(named)}, not proof."
    if chances(diagnosis.limit)[0][0] == "balanced":
        return "Nothing stands out: your parts look balanced."
    return "What limits you, we cannot tell yet."


def _sure_coach(diagnosis: Diagnosis, halt: str) -> str:
    share = dict(chances(diagnosis.limit))
    doubt = f"balanced {share['balanced']}, {CANNOT_TELL} {share[CANNOT_TELL]}; {diagnosis.limit.calibrated_on}"
    if diagnosis.named is None:
        return f"No limit named; chances in 100: {doubt}."
    word = role_word(diagnosis.named)
    gain = "" if halt else f" {say_expected_gain(diagnosis)}"
    return f"Likeliest limit: {word}, {share[word]} chances in 100 ({doubt}).{gain}"


def _scientist(diagnosis: Diagnosis, halt: str, *, suppressed: bool) -> tuple[str, ...]:
    tests = "; ".join(scientist_name(test) for test in diagnosis.next_tests) or "none worth its minutes"
    following = halt or tests
    limit = "" if suppressed else f"{say_probabilities(diagnosis.limit)} "
    limit += f"Next: {following}." if halt or not suppressed else ""
    return (_changes(diagnosis), _learning(diagnosis), IDENTITY_NOTE, f"Seed {diagnosis.seed}.", limit)


def _learning(diagnosis: Diagnosis) -> str:
    kept_apart = [item.familiarisation for finding in diagnosis.findings for item in finding.evidence]
    most = max(kept_apart, default=0)
    if most == 0:
        return ""
    if min(kept_apart) < most:
        return f"The first days of each test, at most {most}, are kept apart as learning."
    days = "day of each test is" if most == 1 else f"{count(most, 'day')} of each test are"
    return f"The first {days} kept apart as learning."


def _changes(diagnosis: Diagnosis) -> str:
    looked_at = [item for item in diagnosis.findings if item.weight is not Weight.NONE]
    looked_at.sort(key=lambda item: -item.change.value if isinstance(item.change, Estimate) else float("inf"))
    level = next((100 * item.level for item in _estimates(diagnosis)), None)
    parts = [_role_change(item) for item in looked_at] or ["No role looked at"]
    parts += [_difference(diagnosis.difference), f"Δln v {said(diagnosis.speed_change, logs)}"]
    return "; ".join(parts) + (f" ({level:.0f} % intervals)." if level is not None else ".")


def _estimates(diagnosis: Diagnosis) -> Iterable[Estimate]:
    every = (diagnosis.speed_change, *(item.change for item in diagnosis.findings))
    return (item for item in every if isinstance(item, Estimate))


def _role_change(finding: Finding) -> str:
    families = ", ".join(finding.families)
    kinds = f"{len(finding.families)} {'family' if len(finding.families) == 1 else 'families'}"
    return f"Δln {role_word(finding.role)} {said(finding.change, logs)}, {kinds} ({families}), {finding.weight}"


def _difference(difference: Estimate | Missing) -> str:
    """The larger change first, so that the difference is shown positive."""
    first, second = role_word(Role.PUSH), role_word(Role.SWING)
    if isinstance(difference, Missing):
        return f"difference of their changes {said(difference, logs)}"
    if difference.value < 0:
        first, second = second, first
        difference = Estimate(-difference.value, -difference.high, -difference.low, difference.unit, difference.level)
    return f"Δln {first} − Δln {second} {logs(difference)}"
