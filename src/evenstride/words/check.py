"""Is it working, in three voices: speed by its verdict, a field test by its change alone, a child by growing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from evenstride.core.athlete import LIMIT_VERDICT_AGE
from evenstride.core.check import BLOCK_WEEKS, Check, SoFar, Verdict
from evenstride.core.overview import Voices
from evenstride.words.diagnosis.phrases import direction
from evenstride.words.diagnosis.situations import AGE_TAKES, GAMES, GROWING, MASTERS_WORK, PLAY
from evenstride.words.format import capital, count, day, lowered, number, percent, quantity, signed

FEW_DAYS = 4
"""Days up to which more timing is the thing to do next (judgement; wording only)."""

TWO_DATES = "Two dates of the same measurement are needed before a change can be told from noise."

_TEST_ID = re.compile(r" \([A-Z]+\d+\w*\)")


@dataclass(frozen=True, slots=True)
class Answer:
    """What one check says: the athlete's sentence and next step, the coach's finding and next step."""

    athlete: str
    following: str
    coach: str
    coach_next: str


def say_too_early(
    so_far: Sequence[SoFar], *, step_days: int = 0, undated: int = 0, sealed: bool = False, halt: str = ""
) -> str:
    """Return why nothing can be compared yet, by what is there already; beside a stop nothing is asked for.

    Parameters
    ----------
    so_far : sequence of SoFar
        Of every quantity that was measured at all; that with the fewest days to go is named.
    step_days : int
        Days with step timings, where these are all there is.
    undated : int
        Recordings without a day.
    sealed : bool
        Whether times are kept from view that might answer it.
    halt : str
        What follows instead of any training, where something stops it.

    Examples
    --------
    >>> say_too_early([SoFar("top speed", 0, 1, 1)])
    'Too early to ask: top speed was measured on one day. One more day of it opens this.'
    >>> say_too_early([SoFar("springy hops (P1)", 2, 0, 2)])
    'Too early to ask: springy hops (P1) has two days for learning, which do not count. Two more days of it open this.'
    >>> say_too_early([])
    'Too early to ask. Two dates of the same measurement are needed before a change can be told from noise.'
    """
    if so_far:
        one = min(so_far, key=lambda one: one.lacking)
        text = f"Too early to ask: {_days_so_far(one)}."
        many, _ = count(one.lacking, "day").split(" ")
        more = "One more day of it opens this." if one.lacking == 1 else f"{capital(many)} more days of it open this."
        text += "" if halt else f" {more}"
    elif step_days:
        text = f"Too early to ask: steps of {count(step_days, 'day')} say how you run, not how fast."
        text += "" if halt else " Timed runs on two days would."
    else:
        text = f"Too early to ask. {TWO_DATES}"
    if sealed:
        text += " Sealed times count once they are opened."
    if undated:
        text += (
            f" {capital(count(undated, 'recording'))} without a day {'counts' if undated == 1 else 'count'} for none."
        )
    return text


def _days_so_far(one: SoFar) -> str:
    name = lowered(one.name)
    if not one.learning:
        return f"{name} was measured on {count(one.counted, 'day')}"
    learning = f"{name} has {count(one.learning, 'day')} for learning"
    return f"{learning}, which do not count" if not one.counted else f"{learning} and {_counting(one.counted)}"


def _counting(days: int) -> str:
    return f"{count(days, 'day')} that count{'s' if days == 1 else ''}"


def say_check(check: Check, *, age: int | None = None, halt: str = "") -> Voices:
    """Return a comparison of two dates for athlete, coach and scientist.

    Parameters
    ----------
    check : Check
        Without a smallest worthwhile change it is a field test: its change is told, and no verdict.
    age : int or None
        In years; under sixteen nothing is called working, because growing explains much of any change.
    halt : str
        What follows instead of any training, where something stops it (`stop.halt`); all voices then say only that.

    Notes
    -----
    It says what happened *during* the weeks, never what caused it.

    Examples
    --------
    >>> from datetime import date
    >>> from evenstride.core.estimate import Estimate
    >>> check = Check("top speed", date(2026, 2, 3), date(2026, 4, 1), Estimate(8.0, 7.9, 8.1, "m/s"),
    ...     Estimate(8.15, 8.05, 8.25, "m/s"), Estimate(0.019, 0.006, 0.031, "1"), 0.012, Verdict.WORKING,
    ...     "beyond error", swc=0.008)
    >>> say_check(check).athlete.split(". ")[0]
    'During these weeks your top speed got better, more than the measuring can blur'
    >>> say_check(check, age=12).athlete
    'You are growing, and you run faster than before. Next: play, jump and run; what was the most fun today?'
    """
    answer = _answer(check, age)
    ways = tuple(sentence for sentence in (check.assumed, check.left_out) if sentence)
    if halt:
        answer = replace(answer, following=halt, coach_next=halt)
    young = age is not None and age < LIMIT_VERDICT_AGE
    held = f"Detectable from {_share(check.mdc)}." if young else f"{_thresholds(check)}{_notice(check)}"
    again = (
        ""
        if halt or young
        else f"; check again by {day(check.until + timedelta(weeks=BLOCK_WEEKS), today=check.until)}"
    )
    when = f"from {day(check.since, today=check.until)} to {day(check.until, today=check.until)}"
    coach = (
        f"{capital(check_name(check))} {percent(check.change)} {when}, {_rests_on(check)}; better is plus.",
        f"{held} {answer.coach}.",
        *ways,
        f"Next: {answer.coach_next}{again}.",
    )
    scientist = (
        f"{capital(check_name(check))}: {quantity(check.before)} → {quantity(check.after)}.",
        f"Δ {percent(check.change)}, {100 * check.change.level:.0f} % interval, {_rests_on(check)};{_source(check)}",
        f"{held} {answer.coach}.",
        _aged(check),
        *ways,
        "n = 1, uncontrolled: a change during these weeks, not because of them.",
        *((f"Next: {halt}.",) if halt else ()),
    )
    return Voices(_for_athlete(answer), " ".join(coach), " ".join(part for part in scientist if part))


def check_name(check: Check) -> str:
    """Return the metric as it stands inside a sentence, with the id of its test."""
    return lowered(check.metric.replace("_", " "))


def _for_athlete(answer: Answer) -> str:
    return f"{answer.athlete} Next: {answer.following}" + ("" if answer.following.endswith("?") else ".")


def _answer(check: Check, age: int | None) -> Answer:
    name = _TEST_ID.sub("", check_name(check))
    if age is not None and age < LIMIT_VERDICT_AGE:
        return _youth(name, check)
    if not check.comparable:
        return _not_comparable(name)
    if check.swc is None:
        return _field_test(name, check)
    if check.age_trend is not None:
        return _holding(name, check)
    if check.change.high < 0:
        return _falling(name, check)
    return VERDICTS[check.verdict](name, check)


def _youth(name: str, check: Check) -> Answer:
    seen = (
        GROWING[direction(check.change)]
        if check.swc is not None
        else f"You are growing, and your {name} will change with you."
    )
    return Answer(seen, PLAY, "Under 16: growing explains much of that, so no verdict", GAMES)


def _not_comparable(name: str) -> Answer:
    return Answer(
        f"We cannot tell: your {name} was measured in different ways, and nobody knows how far apart they are.",
        "measure again in one of these ways",
        "Cannot tell: its days were measured in different ways",
        "measure again with one of these set-ups, then compare within it",
    )


def _field_test(name: str, check: Check) -> Answer:
    if check.change.low > 0:
        said, seen = (
            f"During these weeks your {name} got better, more than measuring can blur.",
            "Beyond its error, for the better",
        )
    elif check.change.high < 0:
        said, seen = (
            f"During these weeks your {name} fell back, more than measuring can blur.",
            "Beyond its error, for the worse",
        )
    else:
        said, seen = (
            f"During these weeks your {name} held, as far as measuring can tell.",
            "No change beyond its error",
        )
    return Answer(
        said,
        "the same test again, rested, in the same way",
        f"{seen}; a change of this test alone says nothing on speed",
        "repeat this test, rested, in the same way",
    )


def _holding(name: str, check: Check) -> Answer:
    assert check.age_trend is not None, "asked for"
    return Answer(
        f"You are holding your {name}. {AGE_TAKES}",
        "stay fast and rest well",
        f"Holding, against an age trend of {signed(100 * check.age_trend, 1)} % in that time",
        MASTERS_WORK,
    )


def _falling(name: str, _: Check) -> Answer:
    return Answer(
        f"Your {name} has gone down during these weeks. That is usually tiredness, not lack of will.",
        "a few lighter days; resting is training",
        "Down beyond its error; tiredness is the usual reason, and illness, food, heat and life are not separable here",
        "lighten now; ask about sleep, illness and life, then time one fresh run",
    )


def _working(name: str, _: Check) -> Answer:
    return Answer(
        f"During these weeks your {name} got better, more than the measuring can blur. Enjoy it.",
        "keep what made it fun",
        "Working: the change is beyond its error and large enough to be worth having",
        "keep the block as it is; consistent with it, not proof",
    )


def _not_yet(name: str, check: Check) -> Answer:
    timing = "one timed fly in each speed session" if check.days <= FEW_DAYS else "and the timing as it is"
    return Answer(
        f"Your {name} leans the right way, but still within what the measuring can blur. Not yet is normal.",
        "carry on, stay fresh, and look again",
        f"Not yet: {_reason(check)}",
        f"keep the block, {timing}",
    )


def _not_working(name: str, check: Check) -> Answer:
    return Answer(
        f"A change worth having did not show in your {name}. That speaks of these weeks, not of you.",
        "change one thing, and go on timing",
        f"Not working: {_reason(check)}",
        "change one thing, as the diagnosis points",
    )


def _cannot_tell(name: str, check: Check) -> Answer:
    few = check.days <= FEW_DAYS
    return Answer(
        f"We cannot tell: your {name} moved less than the measuring can blur. That is an answer too.",
        "time one fly in every speed session" if few else "carry on, stay fresh, and look again",
        f"Cannot tell: {_reason(check)}",
        "more sealed timed flys, same device and conditions, before changing anything"
        if few
        else "go on timing in the same way before changing anything",
    )


VERDICTS: Mapping[Verdict, Callable[[str, Check], Answer]] = {
    Verdict.WORKING: _working,
    Verdict.NOT_YET: _not_yet,
    Verdict.NOT_WORKING: _not_working,
    Verdict.CANNOT_TELL: _cannot_tell,
}


def _reason(check: Check) -> str:
    return check.reason.rstrip(" .")


def _rests_on(check: Check) -> str:
    return "from two days" if check.days <= 2 else f"the trend through all {check.days} days"


def _share(value: float) -> str:
    return f"{number(100 * value, 1)} %"


def _thresholds(check: Check) -> str:
    worth = "no verified figure for worthwhile" if check.swc is None else f"worthwhile from {_share(check.swc)}"
    return f"Detectable from {_share(check.mdc)}, {worth}."


def _notice(check: Check) -> str:
    if check.chance_to_notice is None:
        return ""
    return f" A true worthwhile change would show in {100 * check.chance_to_notice:.0f} of 100 such comparisons."


def _aged(check: Check) -> str:
    if check.age_adjusted is None:
        return ""
    return f"Age-adjusted Δ {percent(check.age_adjusted)}; a group's trend (`korhonen2003`), wide individual spread."


def _source(check: Check) -> str:
    return f" SWC from {check.swc_source}." if check.swc_source else " no SWC source."
