"""Coaching claims on trial, in three voices: what coaching says, where this athlete's data point, what would tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evenstride.core.claim import LOGGED, TIMED, Claim, Seen, Trial, TrialVerdict
from evenstride.core.estimate import Estimate
from evenstride.core.overview import Voices
from evenstride.core.show import end_text
from evenstride.words.format import capital, listed, log_percent, logs, number

NOT_PROOF = "n = 1, uncontrolled: this fits or does not fit, it is never proof"

_ATHLETE: Mapping[TrialVerdict, str] = {
    TrialVerdict.FOR: "Your data fit that so far; not proof.",
    TrialVerdict.AGAINST: "Your data so far say otherwise; not proof.",
    TrialVerdict.CANNOT_TELL: "Your data cannot tell yet.",
}


def say_trial(claim: Claim, trial: Trial) -> Voices:
    """Return what an athlete's data say of a claim, for athlete, coach and scientist.

    Examples
    --------
    >>> from evenstride.core.claim import claims
    >>> claim = claims()["both-must-grow"]
    >>> trial = Trial(claim.id, TrialVerdict.CANNOT_TELL, "no tests", lacking=("two tests of each",))
    >>> say_trial(claim, trial).athlete.split(". ")[-1]
    'Next: repeat the tests, and time a run every week.'
    """
    following = {
        TrialVerdict.FOR: claim.next_for,
        TrialVerdict.AGAINST: claim.next_against,
        TrialVerdict.CANNOT_TELL: claim.next_cannot_tell,
    }[trial.verdict]
    return Voices(
        f"Coaching says: “{claim.plain}”. {_ATHLETE[trial.verdict]} Next: {following}.",
        _coach(claim, trial, following),
        _scientist(claim, trial),
    )


def say_trials(claims: Mapping[str, Claim], trials: Sequence[Trial]) -> Voices:
    """Return how many claims could be told, and which of them are one finding because they share a measurement.

    Examples
    --------
    >>> say_trials({}, ()).athlete
    'No claim can be weighed on your data.'
    """
    settled = [trial for trial in trials if trial.verdict is not TrialVerdict.CANNOT_TELL]
    if not trials:
        nothing = "No claim can be weighed on your data."
        return Voices(nothing, nothing, nothing)
    told = f"Of {len(trials)} coaching claims your data speak to {len(settled) or 'none yet'}."
    shared = _shared(claims, settled)
    chance = "With a 90 % interval behind each, about one claim in twenty comes out for or against by chance."
    return Voices(
        f"{told} That is usual: most need more days of measuring. None is proof.",
        f"{told} One athlete, no control. {shared}{chance}",
        f"{told} {capital(NOT_PROOF)}. {shared}{chance} No correction for the number of claims is made.",
    )


def _coach(claim: Claim, trial: Trial, following: str) -> str:
    parts = (
        f"Coaching says: “{claim.says}”",
        f"{capital(trial.verdict.value)}: {trial.reason}{_values(trial.seen)}.",
        "" if trial.verdict is TrialVerdict.CANNOT_TELL else "Consistent or not, it is no proof.",
        f"Another account: {claim.rival}",
        f"What would tell: {listed(trial.lacking)}." if trial.lacking else "",
        f"Next: {following}.",
    )
    return " ".join(part for part in parts if part)


def _scientist(claim: Claim, trial: Trial) -> str:
    sources = f"; {', '.join(claim.sources)}" if claim.sources else "; not studied"
    parts = (
        f"Stance: {claim.stance.value} (evidence {claim.grade.value}{sources}). {claim.why}",
        f"Predicts: {claim.predicts} Rival: {claim.rival}",
        f"For: {claim.counts_for} Against: {claim.counts_against}",
        f"{capital(trial.verdict.value)}: {trial.reason}.",
        f"{'; '.join(_precise(one) for one in trial.seen)} (90 % intervals)." if trial.seen else "",
        f"Rests on {listed(trial.rests_on)}." if trial.rests_on else f"Decided by {listed(claim.decided_by)}.",
        f"Not excluded: {'; '.join(trial.cautions)}." if trial.cautions else "",
        f"{NOT_PROOF}.",
    )
    return " ".join(part for part in parts if part)


def _values(seen: Sequence[Seen]) -> str:
    shown = [f"{one.name} {_value(one)}" for one in seen]
    return f" ({'; '.join(shown)})" if shown else ""


def _value(one: Seen) -> str:
    return log_percent(one.value) if one.log else _plain(one.value)


def _precise(one: Seen) -> str:
    mdc = "" if one.mdc is None else f", MDC90 {number(one.mdc, 3)}"
    return f"Δln {one.name} {logs(one.value)}{mdc}" if one.log else f"{one.name} {_plain(one.value)}"


def _plain(value: Estimate) -> str:
    return f"{number(value.value, 2)} ({end_text(value.low, 2)} to {end_text(value.high, 2)})"


def _shared(claims: Mapping[str, Claim], settled: Sequence[Trial]) -> str:
    """Name the told claims that rest on a test another told claim rests on too; most rest on timed runs."""
    groups: dict[frozenset[str], list[str]] = {}
    for trial in settled:
        basis = frozenset(trial.rests_on) - {TIMED, LOGGED}
        if basis:
            same = next((known for known in groups if known & basis), basis)
            groups.setdefault(same, []).append(claims[trial.claim].plain)
    together = [names for names in groups.values() if len(names) > 1]
    return "".join(
        f"These share measurements and are one finding, not {len(names)}: {'; '.join(names)}. " for names in together
    )
