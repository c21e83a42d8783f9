"""The movement of a trial in plain lines: swing, support and timing with intervals, left against right."""

from __future__ import annotations

from collections.abc import Mapping
from math import pi

from evenstride.core.estimate import Draws, Estimate, Missing
from evenstride.core.motion import MotionSummary
from evenstride.core.roles import Role, Side
from evenstride.words.format import capital, quantity

ONE_TRIAL = (
    "Left and right differ beyond error only where it is said. In one trial that is no habit: a pair counts as "
    "different when it is beyond error in three sessions."
)

_DEGREES = 180.0 / pi
_LABELS: Mapping[Role, Mapping[str, tuple[str, str, float]]] = {
    Role.SWING: {
        "thigh_range": ("thigh swings", "°", _DEGREES),
        "thigh_flexion_rate_peak": ("thigh comes forward at up to", "°/s", _DEGREES),
        "thigh_flexion_rate_mean": ("on average at", "°/s", _DEGREES),
        "thigh_flexion_acceleration_peak": ("hardest forward acceleration of the thigh", "°/s²", _DEGREES),
        "thigh_flexion_acceleration_mean": ("mean forward acceleration", "°/s²", _DEGREES),
        "thigh_extension_rate_peak": ("thigh comes back before touchdown at up to", "°/s", _DEGREES),
        "thigh_extension_rate_mean": ("from foremost to touchdown on average at", "°/s", _DEGREES),
        "thigh_extension_acceleration_peak": ("hardest backward acceleration of the thigh", "°/s²", _DEGREES),
        "thigh_extension_acceleration_mean": ("mean backward acceleration", "°/s²", _DEGREES),
        "knee_flexion_swing": ("knee bends in swing to", "°", _DEGREES),
        "foot_speed_forward": ("foot just before touchdown, forward over the ground", "m/s", 1.0),
        "foot_speed_up": ("foot just before touchdown, upward", "m/s", 1.0),
        "touchdown_ahead_of_hip": ("foot lands ahead of its hip", "m", 1.0),
        "touchdown_ahead_of_centre": ("foot lands ahead of the centre of mass", "m", 1.0),
    },
    Role.SUPPORT: {
        "trunk_lean": ("trunk leans forward", "°", _DEGREES),
        "trunk_lean_range": ("trunk nods by", "°", _DEGREES),
        "pelvis_turn_range": ("pelvis turns by", "°", _DEGREES),
        "shoulder_turn_range": ("shoulders turn by", "°", _DEGREES),
        "counter_turn_range": ("shoulders against pelvis", "°", _DEGREES),
        "arm_swing_range": ("upper arm swings", "°", _DEGREES),
        "arm_swing_symmetry": ("lesser arm swing over the greater", "%", 100.0),
        "leg_turning_cancelled": ("turning of the legs that arms and trunk cancel", "%", 100.0),
        "angular_momentum_vertical": ("turning of the whole body about the vertical, a kg", "m²/s", 1.0),
        "angular_momentum_lateral": ("about the axis across", "m²/s", 1.0),
        "angular_momentum_forward": ("about the way of running", "m²/s", 1.0),
    },
    Role.TIMING: {
        "knee_separation": ("swing knee ahead of the stance knee at touchdown", "m", 1.0),
        "thigh_crossing": ("thighs pass each other after touchdown", "% of a step", 100.0),
        "trail_reversal": ("thigh turns behind", "% of a stride", 100.0),
        "lead_reversal": ("thigh turns in front", "% of a stride", 100.0),
        "thigh_phase": ("thighs apart in phase, 180° is opposite", "°", _DEGREES),
        "arm_leg_phase": ("thigh and other arm apart in phase, 0° is together", "°", _DEGREES),
    },
}


def say_motion(summary: MotionSummary) -> tuple[str, ...]:
    """Return the movement of a trial as plain lines by role.

    Parameters
    ----------
    summary : MotionSummary
        As measured; what cannot be shown is said once for each reason.
    """
    lines: list[str] = []
    for role, labels in _LABELS.items():
        found = [_line(summary, name, label) for name, label in labels.items() if _seen(summary, name)]
        lines += [f"{capital(role.value)}:", *(f"  {line}" for line in found)] if found else []
    motion = summary.motion
    flags = tuple(f"{capital(flag.where)}: {flag.text}." for flag in motion.flags)
    return (*lines, *_lacking(summary), ONE_TRIAL, *motion.notes, *flags)


def _seen(summary: MotionSummary, name: str) -> bool:
    return isinstance(summary.both.get(name), Draws)


def _line(summary: MotionSummary, name: str, label: tuple[str, str, float]) -> str:
    what, unit, factor = label
    both = summary.both[name]
    assert isinstance(both, Draws), "seen before"
    sides = [
        f"{side} {_shown(one, unit, factor)}"
        for side in Side
        if isinstance(one := summary.sides.get(side, {}).get(name), Draws)
    ]
    beyond = summary.beyond_error(name)
    told = "; they differ beyond error" if beyond else ""
    aside = f"; {', '.join(sides)}{told}" if len(sides) == 2 else ""
    return f"{capital(what)} {_shown(both, unit, factor)}{aside}."


def _shown(draws: Draws, unit: str, factor: float) -> str:
    one = draws.estimate()
    shown = quantity(Estimate(factor * one.value, factor * one.low, factor * one.high, unit))
    return shown.replace(" °", "°")


def _lacking(summary: MotionSummary) -> tuple[str, ...]:
    reasons: dict[Missing, list[str]] = {}
    for labels in _LABELS.values():
        for name, (what, _, _) in labels.items():
            if isinstance(missing := summary.both.get(name), Missing):
                reasons.setdefault(missing, []).append(what)
    return tuple(
        f"Not shown ({len(names)} values, such as '{names[0]}'): {reason.reason}. {reason.remedy}.".replace("..", ".")
        for reason, names in reasons.items()
    )
