"""One leg's push with the other's swing, in three voices: how a run was, what lasts, what each pair gained off it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from evenstride.core.capacity_trend import HeldChange
from evenstride.core.estimate import Missing
from evenstride.core.iso_speed import CheapestDirection
from evenstride.core.overview import Voices
from evenstride.core.paired_steps import PAIR_VALUES, PairedCapacity, PairedSteps, PairsChange, PairsCourse, StepPair
from evenstride.core.roles import RIVAL, Role, Side
from evenstride.core.show import error_text, number
from evenstride.core.together import Pattern, Together
from evenstride.words.diagnosis.findings import BOTH, role_word
from evenstride.words.format import capital, count, day, listed, log_percent, logs, quantity

WHAT = "In each step one leg pushes while the other swings."
BY_CHANCE = "In about one run of five a value differs by chance alone; what lasts over three days is more than that"
HOW_NOT_WHY = "How the steps were, not why; never evidence for a limit."
_NAMES: Mapping[str, str] = {
    "force": "force",
    "swing_time": "swing time",
    "contact_length": "contact length",
    "step_length": "step length",
}
_UNITS: Mapping[str, str] = {"BW": "body weights"}
_SYMBOLS: Mapping[str, str] = {"force": "F", "swing_time": "t_sw", "contact_length": "Lc", "step_length": "SL"}


def pair_name(pushing: Side) -> str:
    """Return what a pair is called.

    Examples
    --------
    >>> pair_name(Side.LEFT)
    'left push with right swing'
    """
    return f"{pushing} {role_word(Role.PUSH)} with {pushing.other} {role_word(Role.SWING)}"


def say_pairs(found: PairsCourse) -> Voices:
    """Return the pairs of the newest run for athlete, coach and scientist, what lasts, and how each pair changed."""
    newest, change = found.newest, found.change
    when = "" if found.on is None else f" on {day(found.on)}"
    coach = [f"Steps in pairs{when}", *pair_lines(newest)]
    coach += [_lasting(found)] if found.lasting else []
    coach += [_missing(change)] if isinstance(change, Missing) else [*_changed(change)]
    coach += [BY_CHANCE] if _any_beyond(found) else []
    return Voices(_athlete(found), f"{'. '.join(coach)}. {HOW_NOT_WHY}", _scientist(found))


def pair_lines(found: PairedSteps) -> tuple[str, ...]:
    """Return both pairs of one run and their difference, a line each without full stop."""
    values = tuple(f"{capital(pair_name(side))}: {_values(found.pairs[side])}" for side in Side)
    return (*values, f"Left push over right push: {_differences(found.differences)}")


def say_no_pairs(missing: Missing) -> str:
    """Return why the pairs cannot be told.

    Examples
    --------
    >>> say_no_pairs(Missing("only left contacts", "Film both feet"))
    'Left push with right swing, and the reverse: cannot tell (only left contacts). Film both feet.'
    """
    return f"{capital(pair_name(Side.LEFT))}, and the reverse: {_missing(missing)}."


def say_pair_change(change: PairsChange) -> tuple[str, ...]:
    """Return how each pair changed between two days, a line each."""
    return tuple(f"{line}." for line in _changed(change))


def say_paired_capacity(found: PairedCapacity) -> Voices:
    """Return how push of one leg and swing of the other grew off the run, for athlete, coach and scientist."""
    seen = [_grown(side, one) for side, one in found.pairs.items() if isinstance(one, Together)]
    told = [text for text in seen if text]
    if told:
        athlete = f"{' '.join(told)} Next: train both legs, and repeat the tests."
    else:
        athlete = (
            "Leg by leg, whether push and swing grow together, we cannot tell yet. Next: repeat the tests on each leg."
        )
    coach, scientist = ([say(side, one) for side, one in found.pairs.items()] for say in (_coach_pair, _scientist_pair))
    end = "One kind of test a leg is a hint, two make evidence."
    return Voices(athlete, f"{'. '.join(coach)}. {end}", f"{'. '.join(scientist)}. Causal link untested.")


def say_expected(cheapest: CheapestDirection | Missing) -> Voices:
    """Return what the lines of equal speed are, and which of push and swing they call cheaper, or why none.

    Examples
    --------
    >>> say_expected(Missing("models disagree")).athlete[:63]
    'The thin lines are what physics would expect of a model runner.'
    """
    lines = "The thin lines are what physics would expect of a model runner."
    model = "Lines: fitted model, ±30 % only; models put push against swing between 0.9 and 2.2 to 1"
    if isinstance(cheapest, CheapestDirection):
        word = role_word(cheapest.role)
        return Voices(
            f"{lines} For the same growth all models expect most from {word}. Next: a little more {word}.",
            f"{model}. All of them find {word} cheaper from here; your own tests speak for both. Not proof.",
            f"{model}. Gradient (push, swing) {number(cheapest.push, 2)}, {number(cheapest.swing, 2)}; a per cent of "
            "each is taken to cost the same.",
        )
    remedy = f" {cheapest.remedy.rstrip('.')}." if cheapest.remedy else ""
    return Voices(
        f"{lines} Which of {BOTH} is cheaper, they cannot tell. Next: go by your own tests.",
        f"{model}. No direction is drawn: {cheapest.reason.rstrip('.')}.{remedy}",
        f"{model}; at the start ∂ln v/∂ln push .21 and ∂ln v/∂ln swing .21 in the full model, .42 and .19 in the "
        f"reduced one. No direction: {cheapest.reason.rstrip('.')}.",
    )


def _athlete(found: PairsCourse) -> str:
    if found.lasting:
        return (
            f"{WHAT} On your last three days the two pairs differed in the same way: information, nothing to repair. "
            "Next: train as planned."
        )
    if any(held.beyond_error for held in found.newest.differences.values()):
        return (
            f"{WHAT} In this run the two pairs differed by more than timing can blur: information, nothing to repair. "
            "Next: film another day."
        )
    return f"{WHAT} In this run both pairs were alike, as far as the timing can tell. Next: train as planned."


def _any_beyond(found: PairsCourse) -> bool:
    changed = {} if isinstance(found.change, Missing) else found.change.differences
    return any(held.beyond_error for held in (*found.newest.differences.values(), *changed.values()))


def _values(pair: StepPair) -> str:
    shown = {name: pair.values[name].estimate() for name in PAIR_VALUES if name in pair.values}
    told = (
        f"{_NAMES[name]} {quantity(replace(one, unit=_UNITS.get(one.unit, one.unit)))}" for name, one in shown.items()
    )
    return ", ".join([*told, count(pair.steps, "step")])


def _differences(differences: Mapping[str, HeldChange]) -> str:
    return ", ".join(
        f"{_NAMES[name]} {log_percent(held.change)} {error_text(held)}" for name, held in differences.items()
    )


def _lasting(found: PairsCourse) -> str:
    """Say what lasted, pair by pair; the sides in this order, whichever came first."""
    larger = {side: [_NAMES[name] for name, one in found.lasting.items() if one is side] for side in Side}
    told = "; ".join(f"{listed(names)} in {pair_name(side)}" for side, names in larger.items() if names)
    return f"Larger on each of the last three days, beyond error: {told}. Information, nothing to repair"


def _changed(change: PairsChange) -> Iterator[str]:
    for side in Side:
        told = ", ".join(f"{_NAMES[name]} {log_percent(held.change)}" for name, held in change.pairs[side].items())
        yield f"{capital(pair_name(side))} since {day(change.since)}: {told}"
    apart = [_NAMES[name] for name, held in change.differences.items() if held.beyond_error]
    end = (
        f"changed differently beyond error in {listed(apart)}"
        if apart
        else "changed alike, as far as the timing can tell"
    )
    yield f"The two pairs {end}"


def _missing(missing: Missing) -> str:
    remedy = f" {missing.remedy.rstrip('.')}" if missing.remedy else ""
    return f"cannot tell ({missing.reason.rstrip('.')}).{remedy}"


def _scientist(found: PairsCourse) -> str:
    newest = found.newest
    steps = " + ".join(str(newest.pairs[side].steps) for side in Side)
    parts = [f"ln(left push, right swing / right push, left swing): {_logs(newest.differences)}; n = {steps}"]
    if not isinstance(found.change, Missing):
        parts.append(f"Δ of that since {day(found.change.since)}: {_logs(found.change.differences)}")
    parts.append(
        "F = (t_sw of the other leg + tc)/2tc: one measurement, identities of the run, no capacity, no role named"
    )
    return ". ".join(parts) + "."


def _logs(differences: Mapping[str, HeldChange]) -> str:
    return ", ".join(
        f"{_SYMBOLS[name]} {logs(held.change)} MDC90 {number(held.mdc, 3)}" for name, held in differences.items()
    )


def _grown(pushing: Side, found: Together) -> str:
    """Say a pair that can be told, empty where it cannot."""
    words = {Role.PUSH: f"{pushing} {role_word(Role.PUSH)}", Role.SWING: f"{pushing.other} {role_word(Role.SWING)}"}
    if found.pattern is Pattern.TOGETHER:
        return f"Your {words[Role.PUSH]} and {words[Role.SWING]} have grown together."
    if found.pattern is Pattern.APART and found.lead is not None:
        return f"Your {words[found.lead]} has grown more than your {words[RIVAL[found.lead]]}."
    return ""


def _coach_pair(pushing: Side, found: Together | Missing) -> str:
    name = capital(pair_name(pushing))
    if isinstance(found, Missing):
        return f"{name}: {_missing(found)}"
    return (
        f"{name} since {day(found.since)}: {role_word(Role.PUSH)} {log_percent(found.push.change)}, "
        f"{role_word(Role.SWING)} {log_percent(found.swing.change)}, {found.pattern.value}"
    )


def _scientist_pair(pushing: Side, found: Together | Missing) -> str:
    if isinstance(found, Missing):
        return _coach_pair(pushing, found)
    return (
        f"{capital(pair_name(pushing))}: Δln push {logs(found.push.change)}, Δln swing {logs(found.swing.change)}, "
        f"difference {logs(found.difference.change)} MDC90 {number(found.difference.mdc, 3)}, families "
        f"{found.families[0]} and {found.families[1]}, P(together) {number(found.chance_together, 2)}, P(apart) "
        f"{number(found.chance_apart, 2)}"
    )
