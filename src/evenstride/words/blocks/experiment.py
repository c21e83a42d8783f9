"""Experiments in three voices: what to do, what it said, and when nobody can tell."""

from __future__ import annotations

from collections.abc import Mapping

from evenstride.core.estimate import Estimate, Missing
from evenstride.core.experiment import (
    TESTED_ROLES,
    CueAnswer,
    CueVerdict,
    Experiment,
    LoadAnswer,
    Outcome,
    OutOfReach,
    Wear,
)
from evenstride.core.overview import Voices
from evenstride.core.roles import Role
from evenstride.core.show import end_text
from evenstride.words.diagnosis.findings import role_word
from evenstride.words.format import capital, count, listed, number, percent, said

BLIND = "Nobody can be blind to a weight or a thought, so expecting may have its part."

OPTIONAL = (
    "Running once with crossed arms shows how much arms matter. It is a demonstration: it twists the trunk, risks a "
    "fall and is never ranked."
)

PLACE: Mapping[Role, str] = {
    Role.PUSH: "the trunk, which only pushing has to carry",
    Role.SWING: "the thighs",
    Role.SUPPORT: "the forearms",
}


def say_experiment(experiment: Experiment) -> Voices:
    """Return what a protocol asks for and what it can be expected to answer.

    Examples
    --------
    >>> from datetime import date
    >>> from evenstride.core.experiment import PlannedRun
    >>> cue = Experiment("Noa", date(2026, 5, 1), Outcome.FEEL, {"A": "push the ground away", "B": "snap the thigh"},
    ...     (PlannedRun(1, 1, "A", pair=1), PlannedRun(2, 1, "B", pair=1)), 1.0, "stated", 0.8, "one point", 0)
    >>> say_experiment(cue).athlete.split(". ")[0]
    'Two thoughts take turns, inside your ordinary sessions'
    """
    expected = f"{100 * experiment.chance:.0f} in 100"
    noise = _noise(experiment.noise, experiment.outcome, experiment.noise_source)
    if experiment.loads is None:
        return Voices(
            "Two thoughts take turns, inside your ordinary sessions. Write down every run, then we look once, at the "
            "end. No thought is better than the other by default.",
            f"{capital(count(experiment.days, 'session'))}, {len(experiment.runs)} runs in pairs, none of them extra. "
            f"Chance of an answer {expected}. The number is fixed now: looking until it looks good finds what is not "
            f"there. {BLIND}",
            f"Randomised pairs, order balanced, seed {experiment.seed}; {noise}; power {expected} for "
            f"{experiment.reckoned_with}. {BLIND}",
        )
    extra = max(sum(run.extra and run.day == day for run in experiment.runs) for day in range(1, experiment.days + 1))
    half = "" if experiment.chance_if_half is None else f" ({100 * experiment.chance_if_half:.0f} if half as large)"
    counts = ", ".join(f"{wear} {experiment.count(wear)}" for wear in Wear)
    return Voices(
        f"A small weight takes turns on trunk, thighs and forearms, inside {count(experiment.days, 'session')}. "
        "Which place slows you most hints at what carries your speed. Stop whenever it does not feel right.",
        f"{capital(count(experiment.days, 'session'))}, at most {count(extra, 'run')} extra in each: {counts} "
        f"({1000 * experiment.loads.mass:.0f} g). Chance of naming the role that matters most {expected}{half}. "
        f"A normal run clearly slower than the day's best ends the day. {BLIND}",
        f"Runs: {counts}; day blocks, order balanced, seed {experiment.seed}; {noise}. Chance of a name "
        f"{expected}{half}, reckoned with {experiment.reckoned_with}. Thigh load "
        f"{100 * experiment.loads.from_hip:.0f} cm from the hip: measure it, it decides the dose. {BLIND}",
    )


def say_out_of_reach(answer: OutOfReach) -> Voices:
    """Return "your timing cannot settle this" with its figures."""
    noise = _noise(answer.noise, answer.outcome, answer.noise_source)
    needed = "more than forty" if answer.needed_days is None else f"about {answer.needed_days}"
    likely = f"{100 * answer.chance:.0f} in 100"
    double = f"{100 * answer.chance_if_double:.0f} in 100"
    return Voices(
        f"Your timing cannot settle this: {count(answer.days, 'session')} would answer with a chance of "
        f"{100 * answer.chance:.0f} %. That is nothing about you. Steadier timing, gates instead of a thumb, would "
        "help most.",
        f"Your timing cannot settle this in {count(answer.days, 'session')}: chance of an answer {likely}, and it "
        f"would take {needed}. Not planned. Gates, the same run-in and full rests lower the scatter; try again then.",
        f"Out of reach: {noise}; after {answer.days} days P(answer) = {likely}, {double} were the effect twice as "
        f"large; {needed} days needed. Reckoned with {answer.reckoned_with}.",
    )


def say_load_answer(answer: LoadAnswer) -> Voices:
    """Return what a load series said, or that it cannot tell."""
    return Voices(_load_athlete(answer), _load_coach(answer), _load_scientist(answer))


def say_cue_answer(answer: CueAnswer) -> Voices:
    """Return what a cue experiment said, or how many more runs would."""
    first, second = (f"“{cue}”" for cue in answer.cues)
    difference = _cue_difference(answer)
    athlete, coach = {
        CueVerdict.FIRST: (f"{first} works better for you. Keep it while it helps.", f"{first} is better"),
        CueVerdict.SECOND: (f"{second} works better for you. Keep it while it helps.", f"{second} is better"),
        CueVerdict.SAME: (
            "Both thoughts do the same for you. Take the one you like, or none.",
            "No difference that matters: let both go",
        ),
        CueVerdict.CANNOT_TELL: (
            f"We cannot tell yet. {_more(answer)} That is an answer too.",
            f"Cannot tell yet: {_more(answer)}",
        ),
    }[answer.verdict]
    done = f"{answer.pairs} of {answer.planned} pairs"
    return Voices(
        athlete,
        f"{coach.rstrip('.')}. {first} against {second}: {difference}, {done}. {BLIND}",
        f"A − B = {difference}, better being plus; {done}, paired within days, Student t, 90 % interval; worth having "
        f"from {_cue_amount(answer.worth, answer.outcome)}. Unblinded, n = 1.{_left_out(answer.left_out)}",
    )


def _load_athlete(answer: LoadAnswer) -> str:
    if answer.named is not None:
        return (
            f"The weight on {PLACE[answer.named].split(',')[0]} seems to cost you most. That points to "
            f"{role_word(answer.named)}: a hint to test in training, not a verdict. "
            f"{_in_hundred(answer.largest[answer.named])} that it is so."
        )
    if answer.used < answer.planned:
        return "We cannot tell yet; the series is not finished. Carry on when you are fresh, and only if you want to."
    return "We cannot tell: no place stands out beyond what your timing can see. Train both sides; that is a good plan."


def _load_coach(answer: LoadAnswer) -> str:
    chances = listed(
        f"{role_word(role)} {100 * answer.largest[role]:.0f}" for role in TESTED_ROLES if role in answer.largest
    )
    named = "Cannot tell" if answer.named is None else f"{role_word(answer.named).capitalize()} most likely costs most"
    largest = f" Chances in 100 of being the largest: {chances}." if chances else ""
    effects = "; ".join(f"{role_word(role)} {said(answer.effects[role], percent)}" for role in TESTED_ROLES)
    return (
        f"{named}.{largest} Speed for each load: {effects}. {answer.used} of {answer.planned} runs on "
        f"{count(answer.days, 'day')}. A hint for the next block, not proof. {BLIND}{_left_out(answer.left_out)}"
    )


def _load_scientist(answer: LoadAnswer) -> str:
    elastic = "; ".join(f"{role_word(role)} {said(answer.elasticities[role], _plain)}" for role in TESTED_ROLES)
    doses = "; ".join(f"{role_word(role)} {_share(answer.doses[role])}" for role in TESTED_ROLES)
    chances = ", ".join(f"{role_word(role)} {share:.2f}" for role, share in answer.largest.items())
    counts = ", ".join(f"{arm} {many}" for arm, many in answer.counts.items())
    noise = "" if answer.noise is None else f" Run noise {number(100 * answer.noise, 2)} %."
    return (
        f"Elasticity (speed lost per capacity taken): {elastic}. P(largest): {chances or 'not yet'}. Capacity taken: "
        f"{doses}. Runs {counts}; day effects out, Student t, 90 % intervals.{noise} Unblinded, n = 1; the rise of "
        f"inertia depends on where the load sat.{_left_out(answer.left_out)}"
    )


def _more(answer: CueAnswer) -> str:
    if answer.pairs < answer.planned:
        return f"{answer.planned - answer.pairs} more pairs are planned."
    if answer.more is None:
        return "More runs would hardly settle it; let the thought go."
    return f"About {2 * answer.more} more runs would."


def _cue_difference(answer: CueAnswer) -> str:
    if isinstance(answer.difference, Missing):
        return said(answer.difference, percent)
    return percent(answer.difference) if answer.outcome is Outcome.TIME else f"{_plain(answer.difference)} points"


def _cue_amount(worth: float, outcome: Outcome) -> str:
    return f"{number(100 * worth, 1)} %" if outcome is Outcome.TIME else f"{number(worth, 0)} point"


def _noise(noise: float, outcome: Outcome, source: str) -> str:
    size = f"{number(100 * noise, 1)} %" if outcome is Outcome.TIME else f"{number(noise, 1)} points"
    return f"run-to-run noise {size} ({source})"


def _in_hundred(share: float) -> str:
    return f"{100 * share:.0f} chances in 100"


def _plain(value: Estimate) -> str:
    return f"{number(value.value, 2)} [{end_text(value.low, 2)}, {end_text(value.high, 2)}]"


def _share(value: Estimate) -> str:
    return f"{number(100 * value.value, 1)} % [{number(100 * value.low, 1)}, {number(100 * value.high, 1)}]"


def _left_out(reasons: tuple[str, ...]) -> str:
    return f" Left out: {'; '.join(reasons)}." if reasons else ""
