"""The way back from an injury in three voices: where somebody stands, what is seen, who decides what follows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from evenstride.core.come_back import Criterion, SideRatio
from evenstride.core.overview import Voices
from evenstride.core.training import ComeBack, Stage
from evenstride.words.format import capital, count, day, listed

TRACKED = "This is tracked, never decided here."
USUAL = "Steps back are a usual part of a way back"
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "last")
_DONE = {
    Stage.RELEARN: "sessions of drills",
    Stage.LOAD: "sessions of strength",
    Stage.SPRING: "sessions with jumps",
    Stage.PERFORM: "speed sessions",
}


def say_come_back(
    back: ComeBack, today_stage: Stage, criteria: Sequence[Criterion], *, speed: float, limits: Sequence[str] = (),
    ratios: Sequence[SideRatio] = (), today: date, halt: str = "", told: str = "",
) -> Voices:  # fmt: skip
    """Return where somebody stands on the way back, and what follows.

    Parameters
    ----------
    back : ComeBack
        Where the athlete stands.
    today_stage : Stage
        The step whose work is open now: an earlier one where it hurts or a tick is missing.
    criteria : sequence of Criterion
        What is asked for before the next step.
    speed : float
        Fastest run of the step, share of best speed.
    limits : sequence of str
        What a physio has set, in words.
    ratios : sequence of SideRatio
        One side against the other, where it was tested.
    today : date
        Years other than this one's are written out.
    halt : str
        What follows instead of any training, where something stops it (`stop.halt`).
    told : str
        What was told that stops it (`stop.halted_by`), for those who look after the athlete.
    """
    return Voices(
        _athlete(back, today_stage, criteria, speed, halt),
        _coach(back, today_stage, criteria, speed, limits, today, halt, told),
        _scientist(back, criteria, ratios, halt),
    )


def _athlete(back: ComeBack, today_stage: Stage, criteria: Sequence[Criterion], speed: float, halt: str) -> str:
    here = f"You are at the {_ORDINALS[back.stage.number - 1]} step, {back.stage}"
    if halt:
        return f"{here}; it waits for now. Next: {halt}."
    if today_stage.number < back.open_stage.number:
        return f"{here}. It hurts now, so this step waits. {USUAL}. Next: easy movement, and tell how it feels."
    if back.open_stage is not back.stage:
        return f"{here}. Its work waits for your physio's tick. Next: the step before, {back.open_stage}, goes on."
    done = f"runs at {100.0 * speed:.0f} %" if speed > 0.0 and back.stage not in _DONE else _DONE[back.stage]
    own = [one for one in criteria if not one.text.startswith("clinician")][:3]
    if all(one.met for one in own):
        after = "then your physio decides" if _asks_clinician(back) else "then go on when you like"
        return f"{here}: two pain-free {done}, and fine the next morning. Next: the same step once more, {after}."
    return (
        f"{here}: two pain-free {done} come first, and a fine next morning after each. Next: the same step, unhurried."
    )


def _asks_clinician(back: ComeBack) -> bool:
    return (back.stage.following or back.stage).needs_tick


def _coach(
    back: ComeBack, today_stage: Stage, criteria: Sequence[Criterion], speed: float, limits: Sequence[str],
    today: date, halt: str, told: str,
) -> str:  # fmt: skip
    here = f"{capital(back.place)}: step {back.stage.number} of {len(Stage)}, {back.stage}, since "
    waits = f"; it waits for now{f', told was: {told}' if told else ''}" if halt else ""
    parts = [f"{here}{day(back.since, today=today)}{waits}."]
    parts += [] if halt else [_met(criteria)]
    if limits:
        parts.append(f"Set by the physio: {'; '.join(limits)}.")
    if halt:
        return " ".join([*parts, f"Next: {halt}.", TRACKED])
    if today_stage is not back.stage:
        parts.append(f"Planned now is the work of step {today_stage}.")
    if speed > 0.0:
        parts.append(f"At most {100.0 * speed:.0f} % speed until then.")
    return " ".join([*parts, TRACKED])


def _met(criteria: Sequence[Criterion]) -> str:
    missing = [one.text for one in criteria if one.met is not True]
    many = f"Criteria {len(criteria) - len(missing)} of {len(criteria)} met"
    return f"{many}; missing: {'; '.join(missing)}." if missing else f"{many}; the step is moved by people."


def _scientist(back: ComeBack, criteria: Sequence[Criterion], ratios: Sequence[SideRatio], halt: str) -> str:
    tested = [_ratio(one) for one in ratios] or ["no left/right strength test"]
    if halt:
        return f"Stage tracking only; {'; '.join(tested)}. Step {back.stage.number}/{len(Stage)} waits. Next: {halt}."
    open_ones = count(sum(one.met is None for one in criteria), "criterion").replace("criterions", "criteria")
    sources = listed(dict.fromkeys(one.source for one in criteria))
    return (
        f"Stage tracking only; {'; '.join(tested)}. Step {back.stage.number}/{len(Stage)}; {open_ones} not told. "
        f"Gates from {sources}; none is validated for {back.place}."
    )


def _ratio(found: SideRatio) -> str:
    value, low, high = (100.0 * one for one in (found.ratio.value, found.ratio.low, found.ratio.high))
    said = f"{found.sides} {value:.0f} % [{low:.0f}, {high:.0f}], MDC {100.0 * found.mdc:.0f} % ({found.test})"
    return f"{said}: supports 90 % or more" if low >= 90.0 else f"{said}: does not establish symmetry"
