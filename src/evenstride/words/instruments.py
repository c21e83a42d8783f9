"""Contacts of a trial of instruments in plain lines: values with intervals, left and right, and how they were read."""

from __future__ import annotations

from collections.abc import Mapping
from math import isnan, nan

from evenstride.core.estimate import Draws, Estimate, Missing
from evenstride.core.roles import Side
from evenstride.core.show import number
from evenstride.core.stance import StanceSummary
from evenstride.words.format import capital, quantity

PUSH_ONLY = "This says how hard and how long each foot pushed in this trial, not what limits you."

_LABELS: Mapping[str, tuple[str, str, float]] = {
    "stance_force": ("mean vertical force", "body weights", 1.0),
    "first_half_force": ("vertical force in the first half of the contact", "body weights", 1.0),
    "second_half_force": ("vertical force in the second half", "body weights", 1.0),
    "effective_contact_time": ("time with more than body weight", "ms", 1000.0),
    "braking_impulse": ("braking takes", "m/s a step", 1.0),
    "propulsive_impulse": ("driving gives", "m/s a step", 1.0),
    "net_horizontal_impulse": ("driving less braking", "m/s a step", 1.0),
    "ratio_of_forces": ("share of the force that points forward", "%", 100.0),
    "vertical_stiffness": ("vertical stiffness", "kN/m", 0.001),
}


def say_instruments(summary: StanceSummary) -> tuple[str, ...]:
    """Return the contacts of a trial as plain lines.

    Examples
    --------
    >>> import numpy as np
    >>> from evenstride.core.stance import Trial
    >>> force = Draws(2.0, np.linspace(1.9, 2.1, 101), "BW")
    >>> say_instruments(StanceSummary(Trial("Noa", (), None), {"stance_force": force}))[1]
    'Mean vertical force 2.00 body weights (1.91–2.09).'
    """
    trial = summary.trial
    counted = {side: sum(stance.side is side for stance in trial.stances) for side in Side}
    feet = ", ".join(f"{count} {side}" for side, count in counted.items() if count)
    speed = "" if trial.speed is None else f" at {number(trial.speed, 2)} m/s"
    head = f"{len(trial.stances)} whole contacts{f' ({feet})' if feet else ''}{speed}."
    lines = [_line(summary, name) for name in _LABELS if name in summary.both]
    flags = tuple(f"{capital(flag.where)}: {flag.text}." for flag in trial.flags)
    return (head, *filter(None, lines), *_lacking(summary), PUSH_ONLY, *trial.notes, *flags)


def _line(summary: StanceSummary, name: str) -> str:
    label, _, _ = _LABELS[name]
    both = summary.both[name]
    if isinstance(both, Missing):
        return ""
    sides = [
        f"{side} {_shown(name, found)}"
        for side, metrics in summary.sides.items()
        if isinstance(found := metrics.get(name), Draws)
    ]
    aside = f"; {', '.join(sides)}" if len(sides) == 2 else ""
    return f"{capital(label)} {_shown(name, both)}{aside}{_spread(summary, name)}."


def _spread(summary: StanceSummary, name: str) -> str:
    """How much it varies from step to step: consistency is a value too."""
    _, _, factor = _LABELS[name]
    spread = factor * summary.spread.get(name, nan)
    return "" if isnan(spread) else f"; ± {spread:.2g} from step to step"


def _shown(name: str, draws: Draws) -> str:
    _, unit, factor = _LABELS[name]
    one = draws.estimate()
    return quantity(Estimate(factor * one.value, factor * one.low, factor * one.high, unit))


def _lacking(summary: StanceSummary) -> tuple[str, ...]:
    reasons = dict.fromkeys(value for value in summary.both.values() if isinstance(value, Missing))
    return tuple(f"Not shown: {capital(one.reason)}. {one.remedy}.".replace("..", ".") for one in reasons)


FORCE_LABELS = _LABELS
"""What each metric of forces is called, its unit as people read it, and the factor from SI; in order of reading."""
