"""Contacts of a trial of instruments in plain lines: values with intervals, left and right, and how they were read."""

from __future__ import annotations

from collections.abc import Mapping

from evenstride.core.stance import StanceSummary
from evenstride.words.diagnosis.evidence import Grades
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

PUSH_ONLY = "This says how hard and how long each foot pushed in this trial, not what limits you."

_LABELS: Mapping[str, Label] = {
    "stance_force": ("mean vertical force", "body weights", 1.0),
    "first_half_force": ("vertical force in the first half of the contact", "body weights", 1.0),
    "second_half_force": ("vertical force in the second half of the contact", "body weights", 1.0),
    "effective_contact_time": ("time with more than body weight", "ms", 1000.0),
    "braking_impulse": ("speed changed by braking", "m/s a step", 1.0),
    "propulsive_impulse": ("speed changed by driving", "m/s a step", 1.0),
    "net_horizontal_impulse": ("speed changed by both", "m/s a step", 1.0),
    "ratio_of_forces": ("share of the force that points forward", "%", 100.0),
    "vertical_stiffness": ("vertical stiffness", "kN/m", 0.001),
    "leg_stiffness": ("stiffness of the leg", "kN/m", 0.001),
}


def say_instruments(summary: StanceSummary, grades: Grades | None = None) -> tuple[str, ...]:
    """Return the contacts of a trial as plain lines; `grades` says how well founded each value is.

    Examples
    --------
    >>> import numpy as np
    >>> from evenstride.core.estimate import Draws
    >>> from evenstride.core.stance import Trial
    >>> force = Draws(2.0, np.linspace(1.9, 2.1, 101), "BW")
    >>> say_instruments(StanceSummary(Trial("Noa", (), None), {"stance_force": force}))[1:3]
    ('Push:', '  Mean vertical force 2.00 body weights (1.91–2.09)')
    """
    return tell_instruments(summary, grades).lines


def tell_instruments(summary: StanceSummary, grades: Grades | None = None) -> Told:
    """Return the same in parts: the values, what to know of them, and how they were measured."""
    trial = summary.trial
    values = sided_lines(summary, _LABELS, between="step", grades=grades or {})
    return Told(
        (
            heading(len(trial.stances), (stance.side for stance in trial.stances), "whole contact", trial.speed),
            *walking_lines(trial.flags),
            *(("Push:", *values) if values else ()),
            *lacking_lines(summary, _LABELS),
            *how_sides_read(summary),
        ),
        flag_lines((*trial.flags, *question_flags(summary, _LABELS))),
        PUSH_ONLY,
        tuple(trial.notes),
    )


FORCE_LABELS = _LABELS
"""What each metric of forces is called, its unit as people read it, and the factor from SI; in order of reading."""
