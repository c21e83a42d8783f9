"""Is it working, in three voices, for the four verdicts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from evenstride.core.check import Check, Verdict
from evenstride.core.overview import Voices
from evenstride.words.format import capital, day, number, percent, quantity
from evenstride.words.phrases import BLOCK_WEEKS

AthleteAndNext = tuple[str, str]


def say_check(check: Check) -> Voices:
    """Return a comparison of two dates for athlete, coach and scientist.

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
    """
    athlete, following = VERDICTS[check.verdict](_metric(check))
    again = day(check.until + timedelta(weeks=BLOCK_WEEKS), today=check.until)
    when = f"from {day(check.since, today=check.until)} to {day(check.until, today=check.until)}"
    coach = (
        f"{capital(_metric(check))} {percent(check.change)} {when}; better is plus.",
        f"{_thresholds(check)}{_notice(check)} {capital(check.verdict.value)}: {check.reason.rstrip(' .')}.",
        f"Next: {_COACH_NEXT[check.verdict]}; check again by {again}.",
    )
    scientist = (
        f"{capital(_metric(check))}: {quantity(check.before)} → {quantity(check.after)}.",
        f"Δ {percent(check.change)}, {100 * check.change.level:.0f} % interval;{_source(check)}",
        f"{_thresholds(check)}{_notice(check)} Verdict '{check.verdict.value}': {check.reason.rstrip(' .')}.",
        "n = 1, uncontrolled: a change during these weeks, not because of them.",
    )
    return Voices(f"{athlete} Next: {following}.", " ".join(coach), " ".join(scientist))


def _working(metric: str) -> AthleteAndNext:
    return (
        f"During these weeks your {metric} got better, more than the measuring can blur. Enjoy it.",
        "keep what made it fun",
    )


def _not_yet(metric: str) -> AthleteAndNext:
    return (
        f"Your {metric} leans the right way, but still within what the measuring can blur. Not yet is normal.",
        "carry on, stay fresh, and look again",
    )


def _not_working(metric: str) -> AthleteAndNext:
    return (
        f"We guessed, and it did not show in your {metric}. The guess was wrong, not you.",
        "we try the other idea",
    )


def _cannot_tell(metric: str) -> AthleteAndNext:
    return (
        f"We cannot tell: your {metric} moved less than the measuring can blur. That is an answer too.",
        "time one fly in every speed session",
    )


VERDICTS: Mapping[Verdict, Callable[[str], AthleteAndNext]] = {
    Verdict.WORKING: _working,
    Verdict.NOT_YET: _not_yet,
    Verdict.NOT_WORKING: _not_working,
    Verdict.CANNOT_TELL: _cannot_tell,
}

_COACH_NEXT = {
    Verdict.WORKING: "keep the block as it is; consistent with it, not proof",
    Verdict.NOT_YET: "keep the block, one timed fly in each speed session",
    Verdict.NOT_WORKING: "weigh this idea down and change the emphasis",
    Verdict.CANNOT_TELL: "more sealed timed flys, same device and conditions, before changing anything",
}


def _metric(check: Check) -> str:
    return check.metric.replace("_", " ")


def _share(value: float) -> str:
    return f"{number(100 * value, 1)} %"


def _thresholds(check: Check) -> str:
    worth = "no verified figure for worthwhile" if check.swc is None else f"worthwhile from {_share(check.swc)}"
    return f"Detectable from {_share(check.mdc)}, {worth}."


def _notice(check: Check) -> str:
    if check.chance_to_notice is None:
        return ""
    return f" A true worthwhile change would show in {100 * check.chance_to_notice:.0f} of 100 such comparisons."


def _source(check: Check) -> str:
    return f" SWC from {check.swc_source}." if check.swc_source else " no SWC source."
