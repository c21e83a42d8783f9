"""The strides of a trial of motion capture in plain lines, role by role: values, sides, and what they do not say."""

from __future__ import annotations

from collections.abc import Mapping
from math import degrees

from evenstride.core.motion import MotionSummary
from evenstride.core.roles import Role
from evenstride.words.diagnosis.evidence import Grades
from evenstride.words.format import capital
from evenstride.words.runs.sided import (
    Label,
    flag_lines,
    heading,
    how_sides_read,
    lacking_lines,
    question_flags,
    sided_lines,
    walking_lines,
)
from evenstride.words.runs.trial import Told

DESCRIBES = "This says how you moved in this trial. There are no norms for it, and it does not say what limits you."

_TURN = degrees(1.0)
_LABELS: Mapping[Role, Mapping[str, Label]] = {
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
        "foot_speed_up": ("foot before touchdown, upward (down is negative)", "m/s", 1.0),
        "touchdown_ahead_of_hip": ("touchdown ahead of the hip", "cm", 100.0),
        "touchdown_ahead_of_centre": ("touchdown ahead of the centre of mass", "cm", 100.0),
    },
    Role.SUPPORT: {
        "trunk_lean": ("trunk leans forward", "°", _TURN),
        "trunk_lean_range": ("trunk sways forward and back by", "°", _TURN),
        "pelvis_turn_range": ("pelvis turns by", "°", _TURN),
        "shoulder_turn_range": ("shoulders turn by", "°", _TURN),
        "counter_turn_range": ("shoulders against pelvis turn by", "°", _TURN),
        "arm_swing_range": ("upper arm swings by", "°", _TURN),
        "arm_swing_symmetry": ("smaller arm swing as a share of the larger", "%", 100.0),
        "leg_turning_cancelled": ("turning of the legs that arms and trunk cancel", "%", 100.0),
        "angular_momentum_vertical": ("angular momentum per kg about the vertical axis, range in a step", "m²/s", 1.0),
        "angular_momentum_lateral": ("angular momentum per kg about the axis from side to side", "m²/s", 1.0),
        "angular_momentum_forward": ("angular momentum per kg about the forward axis", "m²/s", 1.0),
    },
    Role.TIMING: {
        "knee_separation": ("swing knee ahead of the stance knee at touchdown", "cm", 100.0),
        "knee_separation_relative": ("the same over the length of the leg", "%", 100.0),
        "thigh_crossing": ("thighs pass each other after touchdown", "% of a step", 100.0),
        "trail_reversal": ("thigh turns from back to forth", "% of a stride", 100.0),
        "lead_reversal": ("thigh turns from forth to back", "% of a stride", 100.0),
        "thigh_phase": ("thighs apart in phase (180 is opposite)", "°", _TURN),
        "arm_leg_phase": ("arm and other leg apart in phase (0 is together)", "°", _TURN),
    },
}


def say_motion(summary: MotionSummary, grades: Grades | None = None) -> tuple[str, ...]:
    """Return the strides of a trial as plain lines; `grades` says how well founded each value is.

    Examples
    --------
    >>> import numpy as np
    >>> from evenstride.core.estimate import Draws, Missing
    >>> from evenstride.core.motion import Motion
    >>> motion = Motion("Noa", 250.0, {}, {}, {}, (), 0.002, 0.01, 0.0, Missing(""))
    >>> thigh = Draws(1.6, np.linspace(1.55, 1.65, 101), "rad")
    >>> say_motion(MotionSummary(motion, {"thigh_range": thigh}))[:3]
    ('0 whole strides.', 'Swing:', '  Thigh from rearmost to foremost 92° (89–94)')
    """
    return tell_motion(summary, grades).lines


def tell_motion(summary: MotionSummary, grades: Grades | None = None) -> Told:
    """Return the same in parts: the values, what to know of them, and how they were measured."""
    motion = summary.motion
    strides = motion.strides()
    lines = [
        heading(len(strides), (stride.side for stride in strides), "whole stride", motion.speed),
        *walking_lines(motion.flags),
    ]
    for role, labels in _LABELS.items():
        said = sided_lines(summary, labels, between="stride", grades=grades or {})
        lines += [f"{capital(role.value)}:", *said] if said else []
    every = {name: label for labels in _LABELS.values() for name, label in labels.items()}
    return Told(
        (*lines, *lacking_lines(summary, every), *how_sides_read(summary)),
        flag_lines((*motion.flags, *question_flags(summary, every))),
        DESCRIBES,
        tuple(motion.notes),
    )


ROLE_LABELS = _LABELS
"""The same by role."""

MOTION_LABELS = {name: label for labels in _LABELS.values() for name, label in labels.items()}
"""What each metric of movement is called, its unit as people read it, and the factor from SI; in order of reading."""
