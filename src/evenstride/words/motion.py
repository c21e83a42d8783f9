"""The strides of a trial of motion capture in plain lines, role by role: values, sides, and what they do not say."""

from __future__ import annotations

from collections.abc import Mapping
from math import degrees

from evenstride.core.estimate import Draws, Estimate, Missing
from evenstride.core.motion import MotionSummary
from evenstride.core.roles import Role, Side
from evenstride.core.show import number
from evenstride.words.format import capital, quantity

ONE_TRIAL = (
    "Sides are called different beyond error in this trial alone; one trial in ten would do so by chance, and a habit "
    "shows in three sessions and more."
)
DESCRIBES = "This says how you moved in this trial. There are no norms for it, and it does not say what limits you."

_TURN = degrees(1.0)
_LABELS: Mapping[Role, Mapping[str, tuple[str, str, float]]] = {
    Role.SWING: {
        "thigh_range": ("thigh from rearmost to foremost", "°", _TURN),
        "thigh_flexion_rate_peak": ("thigh forward, quickest", "°/s", _TURN),
        "thigh_flexion_rate_mean": ("thigh forward, mean", "°/s", _TURN),
        "thigh_extension_rate_peak": ("thigh back before touchdown, quickest", "°/s", _TURN),
        "thigh_extension_rate_mean": ("thigh back before touchdown, mean", "°/s", _TURN),
        "thigh_flexion_acceleration_peak": ("thigh's forward acceleration, hardest", "°/s²", _TURN),
        "thigh_flexion_acceleration_mean": ("thigh's forward acceleration, mean", "°/s²", _TURN),
        "thigh_extension_acceleration_peak": ("thigh's backward acceleration, hardest", "°/s²", _TURN),
        "thigh_extension_acceleration_mean": ("thigh's backward acceleration, mean", "°/s²", _TURN),
        "knee_flexion_swing": ("most bend of the knee in swing", "°", _TURN),
        "foot_speed_forward": ("foot over the ground before touchdown, forward", "m/s", 1.0),
        "foot_speed_up": ("foot before touchdown, upward", "m/s", 1.0),
        "touchdown_ahead_of_hip": ("touchdown ahead of the hip", "cm", 100.0),
        "touchdown_ahead_of_centre": ("touchdown ahead of the centre of mass", "cm", 100.0),
    },
    Role.SUPPORT: {
        "trunk_lean": ("trunk leans forward", "°", _TURN),
        "trunk_lean_range": ("trunk nods by", "°", _TURN),
        "pelvis_turn_range": ("pelvis turns by", "°", _TURN),
        "shoulder_turn_range": ("shoulders turn by", "°", _TURN),
        "counter_turn_range": ("shoulders against pelvis turn by", "°", _TURN),
        "arm_swing_range": ("upper arm swings by", "°", _TURN),
        "arm_swing_symmetry": ("lesser arm swing over the greater", "%", 100.0),
        "leg_turning_cancelled": ("turning of the legs that arms and trunk oppose", "%", 100.0),
        "angular_momentum_vertical": ("angular momentum about the vertical in a step", "m²/s", 1.0),
        "angular_momentum_lateral": ("angular momentum about the axis across", "m²/s", 1.0),
        "angular_momentum_forward": ("angular momentum about the way of running", "m²/s", 1.0),
    },
    Role.TIMING: {
        "knee_separation": ("swing knee ahead of the stance knee at touchdown", "cm", 100.0),
        "thigh_crossing": ("thighs pass each other after touchdown", "% of a step", 100.0),
        "trail_reversal": ("thigh turns from back to forth", "% of a stride", 100.0),
        "lead_reversal": ("thigh turns from forth to back", "% of a stride", 100.0),
        "thigh_phase": ("thighs apart in phase (180 is opposite)", "°", _TURN),
        "arm_leg_phase": ("arm and other leg apart in phase (0 is together)", "°", _TURN),
    },
}


def say_motion(summary: MotionSummary) -> tuple[str, ...]:
    """Return the strides of a trial as plain lines.

    Examples
    --------
    >>> import numpy as np
    >>> from evenstride.core.motion import Motion
    >>> motion = Motion("Noa", 250.0, {}, {}, {}, (), 0.002, 0.01, 0.0, Missing(""))
    >>> thigh = Draws(1.6, np.linspace(1.55, 1.65, 101), "rad")
    >>> say_motion(MotionSummary(motion, {"thigh_range": thigh}))[:3]
    ('0 whole strides.', 'Swing:', '  Thigh from rearmost to foremost 92° (89–94).')
    """
    motion = summary.motion
    strides = motion.strides()
    counted = {side: sum(stride.side is side for stride in strides) for side in Side}
    feet = ", ".join(f"{count} {side}" for side, count in counted.items() if count)
    speed = "" if motion.speed is None else f" at {number(motion.speed, 2)} m/s"
    lines = [f"{len(strides)} whole strides{f' ({feet})' if feet else ''}{speed}."]
    for role, labels in _LABELS.items():
        said = [line for name in labels if (line := _line(summary, role, name))]
        lines += [f"{capital(role.value)}:", *said] if said else []
    ahead = (ONE_TRIAL,) if any(summary.beyond_error(name) for name in summary.differences) else ()
    flags = tuple(f"{capital(flag.where)}: {flag.text}." for flag in motion.flags)
    return (*lines, *_lacking(summary), *ahead, DESCRIBES, *motion.notes, *flags)


def _line(summary: MotionSummary, role: Role, name: str) -> str:
    both = summary.both.get(name)
    if not isinstance(both, Draws):
        return ""
    label, _, _ = _LABELS[role][name]
    sides = [
        f"{side} {_shown(role, name, found)}"
        for side, metrics in summary.sides.items()
        if isinstance(found := metrics.get(name), Draws)
    ]
    aside = f"; {', '.join(sides)}" if len(sides) == len(Side) else ""
    beyond = ", different beyond error" if summary.beyond_error(name) else ""
    return f"  {capital(label)} {_shown(role, name, both)}{aside}{beyond}."


def _shown(role: Role, name: str, draws: Draws) -> str:
    _, unit, factor = _LABELS[role][name]
    one = draws.estimate()
    return quantity(Estimate(factor * one.value, factor * one.low, factor * one.high, unit)).replace(" °", "°")


def _lacking(summary: MotionSummary) -> tuple[str, ...]:
    reasons = dict.fromkeys(value for value in summary.both.values() if isinstance(value, Missing))
    return tuple(f"Not shown: {capital(one.reason)}. {one.remedy}." for one in reasons)


MOTION_LABELS = {name: label for labels in _LABELS.values() for name, label in labels.items()}
"""What each metric of movement is called, its unit as people read it, and the factor from SI; in order of reading."""
