"""Together or apart, and why speed may stand still, in three voices. No role is written here by name."""

from __future__ import annotations

from collections.abc import Mapping

from evenstride.core.capacity_trend import HeldChange
from evenstride.core.overview import Voices
from evenstride.core.plateau import Plateau, PlateauType
from evenstride.core.roles import RIVAL, Role
from evenstride.core.together import Pattern, Together
from evenstride.words.diagnosis.findings import BOTH, role_word
from evenstride.words.format import capital, day, log_percent, logs, number

CALIBRATED = "calibrated on simulated athletes only"

_ATHLETE: Mapping[PlateauType, str] = {
    PlateauType.IMPROVING: "Your speed is still growing. Next: keep what works, and keep it fun.",
    PlateauType.CONDITIONS: "Your runs were timed under different conditions, so they cannot be compared well. "
    "Next: one run like the first ones.",
    PlateauType.GROWING: "You are growing, and running may feel odd for a while. Next: play, jump and run.",
    PlateauType.LIFE: "There is a lot going on besides training, and speed listens to that. "
    "Next: sleep, food and a few lighter days.",
    PlateauType.ON_PURPOSE: "You are in a heavy block, as planned. Next: wait for the light week, then time a run.",
    PlateauType.TOO_MUCH: "You are working harder and getting slower. That is usually tiredness, not lack of will. "
    "Next: a lighter week; resting is training.",
    PlateauType.DETRAINED: "You have trained less, and your speed shows it. It comes back. "
    "Next: build your usual weeks up again, calmly.",
    PlateauType.AGE: "You are holding your speed. Most people lose a little each year, so holding is already going "
    "forward. Next: stay fast and rest well.",
    PlateauType.NOT_EXPOSED: "Your speed is level, and you have rarely run fast lately. "
    "Next: a few fast, fresh runs every week.",
    PlateauType.NOT_TOGETHER: f"Your {BOTH} have not grown alike, and your speed is level. "
    "Next: a little more for the part that has grown less.",
    PlateauType.NOT_TRANSFERRING: f"Your {BOTH} are better; speed has not collected it yet. That can take weeks. "
    "Next: stay fast, fresh and playful.",
    PlateauType.NOT_ENOUGH: f"Your {BOTH} and your speed have held steady; your body may know this programme by "
    "heart. Next: quality and fast runs, then change one thing.",
    PlateauType.CANNOT_TELL: "Why your speed stands where it stands, we cannot tell yet. "
    "Next: keep the log, and time one fast run a week.",
}

_ASKED: Mapping[str, str] = {
    "speed": "speed on two days",
    "conditions": "conditions of the timed runs",
    "growing": "birth year",
    "pain": "the log of the last two weeks",
    "unwell": "the log of the last two weeks",
    "low_readiness": "how runs or mornings felt on three days of two weeks (--feel, --rpe with --joy, or checkin)",
    "on_purpose": "whether a heavy block is planned",
    "load": "minutes and effort of eight weeks",
    "age": "birth year",
    "fast_days": "fast runs in the log of four weeks",
    "push": "two tests of each side",
    "swing": "two tests of each side",
}


def say_together(found: Together) -> Voices:
    """Return whether both sides grew together for athlete, coach and scientist.

    Notes
    -----
    Apart is never called proof, and "not together" is said only where speed is level.
    """
    when = f"since {day(found.since, today=found.until)}"
    push, swing = role_word(Role.PUSH), role_word(Role.SWING)
    changes = f"{push} {log_percent(found.push.change)}; {swing} {log_percent(found.swing.change)}"
    if found.speed is not None:
        changes += f"; speed {log_percent(found.speed.change)}"
    athlete, coach = _pattern_words(found, when)
    chances = (
        f"P(together) {number(found.chance_together, 2)}, P(apart) {number(found.chance_apart, 2)}, "
        f"neither {number(found.chance_neither, 2)} ({CALIBRATED})"
    )
    return Voices(
        athlete,
        f"{capital(when)}: {changes}. {coach}",
        f"Δln {push} − Δln {swing} {logs(found.difference.change)}, MDC90 {number(found.difference.mdc, 3)}; "
        f"{_held(push, found.push)}; {_held(swing, found.swing)}; families {found.families[0]} and "
        f"{found.families[1]}, familiarisation excluded; {chances}. Causal link untested.",
    )


def _pattern_words(found: Together, when: str) -> tuple[str, str]:
    if found.pattern is Pattern.TOGETHER:
        return f"{capital(when)} your {BOTH} have grown together. Next: keep going.", "Growing together; not proof."
    if found.pattern is Pattern.APART and found.lead is not None:
        lead, lag = role_word(found.lead), role_word(RIVAL[found.lead])
        seen = f"{capital(when)} your {lead} has grown more than your {lag}"
        if found.not_together:
            return (
                f"{seen}; your speed is level. Next: a little more for {lag}, {lead} kept.",
                f"Apart, speed level: fits 'not together'; not proof. Next: more {lag}, {lead} kept.",
            )
        return f"{seen}. Next: train both, and time your runs.", "Apart; speed is not shown to be level."
    few = min(found.families) < len(found.families)
    return (
        f"Whether your {BOTH} grow together, we cannot tell yet. Next: train both, and repeat the tests.",
        "One kind of test is a hint, two make evidence." if few else "The difference lies inside its error.",
    )


def _held(name: str, held: HeldChange) -> str:
    worth = "" if held.swc is None else f", worth having from {number(held.swc, 3)}"
    return f"Δln {name} {logs(held.change)}, MDC90 {number(held.mdc, 3)}{worth}"


def say_plateau(found: Plateau) -> Voices:
    """Return why speed may stand still for athlete, coach and scientist.

    Examples
    --------
    >>> say_plateau(Plateau({PlateauType.CANNOT_TELL: 1.0}, PlateauType.CANNOT_TELL, ("speed",), ())).coach
    'Kind of plateau: cannot tell. Not known: speed on two days.'
    """
    asked = ", ".join(dict.fromkeys(_ASKED[name] for name in found.unknown))
    checks = f" Check in order: {', '.join(found.checks)}." if found.checks else ""
    ranked = sorted(found.chances.items(), key=lambda item: -item[1])
    chances = ", ".join(f"{kind.value} {number(chance, 2)}" for kind, chance in ranked if chance >= 0.005)
    unknown = f" Not known: {asked}." if asked else ""
    return Voices(
        _ATHLETE[found.named],
        f"Kind of plateau: {found.named.value}.{checks}{unknown}",
        f"P(kind): {chances} (ordered checks; {CALIBRATED}).{unknown}",
    )
