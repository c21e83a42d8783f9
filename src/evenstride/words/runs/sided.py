"""Values of both sides of a trial as aligned lines: the mean with its spread, and beneath it left, right and less."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from math import floor, isnan, log10, nan

from evenstride.core.estimate import Draws, Estimate, Missing
from evenstride.core.motion import MotionSummary
from evenstride.core.roles import Side
from evenstride.core.run import Flag
from evenstride.core.show import MOST_DECIMALS, number
from evenstride.core.stance import StanceSummary
from evenstride.words.diagnosis.evidence import Grades, evidence_tag
from evenstride.words.format import capital, label_questions, quantity

ONE_TRIAL = (
    "Beyond error is said of this trial alone; one difference in ten would be so by chance, and a habit shows in three "
    "sessions and more."
)
LEFT_LESS_RIGHT = "Differences are left less right; ± is the spread within a side."

WALKING = "walking"
"""Code of the flag that says so."""

NEVER_SEEN = "never_seen"
"""Code of the flag that a point of the body was in no frame."""

Sided = StanceSummary | MotionSummary
Label = tuple[str, str, float]
"""What a metric is called, its unit as people read it, and the factor from SI."""

_NO_GRADES: Grades = {}


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    head: str
    sides: tuple[str, ...]
    beyond: bool


def sided_lines(
    summary: Sided, labels: Mapping[str, Label], *, between: str, grades: Grades = _NO_GRADES
) -> tuple[str, ...]:
    """Return the values of one role, each with its sides beneath it in columns.

    Parameters
    ----------
    summary : StanceSummary or MotionSummary
        What was measured; what is missing makes no line.
    labels : mapping of str to Label
        The metrics of the role, in order of reading.
    between : str
        What one value was taken of: "step" or "stride".
    grades : mapping of str to Grade
        How well founded each value is, told behind it.

    Examples
    --------
    >>> import numpy as np
    >>> from evenstride.core.stance import Trial
    >>> one, other = (Draws(point, point + np.linspace(-0.1, 0.1, 101), "BW") for point in (2.0, 1.9))
    >>> sides = {side: {"stance_force": value} for side, value in zip(Side, (one, other))}
    >>> summary = StanceSummary(Trial("Noa", (), None), {"stance_force": one}, sides, spread={"stance_force": 0.04})
    >>> labels = {"stance_force": ("mean force", "body weights", 1.0)}
    >>> print(*sided_lines(summary, labels, between="step"), sep=chr(10))
      Mean force 2.00 body weights (1.91–2.09), ± 0.040 from step to step
          left 2.00 (1.91–2.09)   right 1.90 (1.81–1.99)
    """
    entries = [
        _entry(summary, name, label, between)
        for name, label in labels.items()
        if isinstance(summary.both.get(name), Draws)
    ]
    columns = zip_longest(*(one.sides for one in entries), fillvalue="")
    widths = [max(map(len, column)) for column in columns]
    lines: list[str] = []
    for one in entries:
        lines.append(f"  {one.head}{evidence_tag(grades, one.name)}")
        if one.sides:
            cells = "   ".join(cell.ljust(width) for cell, width in zip(one.sides, widths, strict=False)).rstrip()
            lines.append(f"      {cells}{', beyond error' if one.beyond else ''}")
    return tuple(lines)


def how_sides_read(summary: Sided) -> tuple[str, ...]:
    """Return what differences and spreads mean, where they are shown, and what one trial is worth."""
    shown = (LEFT_LESS_RIGHT,) if summary.differences else ()
    return (*shown, *((ONE_TRIAL,) if any(summary.beyond_error(name) for name in summary.differences) else ()))


def heading(count: int, sides: Iterable[Side | None], what: str, speed: float | None) -> str:
    """Return how many of something were measured, of which side, and at what speed.

    Examples
    --------
    >>> heading(1, [Side.LEFT], "whole contact", 3.582), heading(4, [None] * 4, "whole contact", None)
    ('1 whole contact (1 left) at 3.58 m/s.', '4 whole contacts.')
    """
    every = list(sides)
    feet = ", ".join(f"{every.count(side)} {side}" for side in Side if side in every)
    way = "" if speed is None else f" at {number(speed, 2)} m/s"
    return f"{count} {what}{'' if count == 1 else 's'}{f' ({feet})' if feet else ''}{way}."


def lacking_lines(summary: Sided, labels: Mapping[str, Label]) -> tuple[str, ...]:
    """Return what is missing, each reason once with the values it stands for."""
    lacking: dict[Missing, list[str]] = {}
    for name in sorted(summary.both, key=lambda one: list(labels).index(one) if one in labels else len(labels)):
        value = summary.both[name]
        if isinstance(value, Missing):
            lacking.setdefault(value, []).append(labels[name][0] if name in labels else name.replace("_", " "))
    return tuple(
        f"Not shown: {'; '.join(names)}. {missing_text(reason)}"
        if len(names) < len(summary.both)
        else f"Not shown: {missing_text(reason)}"
        for reason, names in lacking.items()
    )


def missing_text(reason: Missing) -> str:
    """Return a reason and its remedy as sentences.

    Examples
    --------
    >>> missing_text(Missing("no mass.", "Give it")), missing_text(Missing("too short"))
    ('No mass. Give it.', 'Too short.')
    """
    return " ".join(f"{capital(part).rstrip(' .')}." for part in (reason.reason, reason.remedy) if part)


def flag_lines(flags: Sequence[Flag]) -> tuple[str, ...]:
    """Return flags as sentences; a place the text names itself is not said twice, points never seen share a sentence.

    Examples
    --------
    >>> flag_lines([Flag("a", "plate 1", "it drifts"), Flag("b", "3.16 s", "the contact at 3.16 s is cut")])
    ('Plate 1: it drifts.', 'The contact at 3.16 s is cut.')
    >>> flag_lines([Flag(NEVER_SEEN, place, "not seen") for place in ("left elbow", "head")])
    ('Left elbow, head: not seen.',)
    """
    unseen = [flag for flag in flags if flag.code == NEVER_SEEN]
    together = [Flag(NEVER_SEEN, ", ".join(flag.where for flag in unseen), unseen[0].text)] if unseen else []
    return tuple(
        f"{capital(flag.text if flag.where in flag.text else f'{flag.where}: {flag.text}')}."
        for flag in (*(flag for flag in flags if flag.code not in {WALKING, NEVER_SEEN}), *together)
    )


def walking_lines(flags: Sequence[Flag]) -> tuple[str, ...]:
    """Return that this is walking, which stands first; empty where it is running."""
    return tuple(f"{capital(flag.text)}." for flag in flags if flag.code == WALKING)


def question_flags(summary: Sided, labels: Mapping[str, Label]) -> tuple[Flag, ...]:
    """Return what is hardly possible, under the label a person reads."""
    return label_questions(summary.questions, {name: label for name, (label, _, _) in labels.items()})


def _entry(summary: Sided, name: str, label: Label, between: str) -> _Entry:
    title, unit, factor = label
    both = summary.both[name]
    assert isinstance(both, Draws)
    spread = factor * summary.spread.get(name, nan)
    varies = "" if isnan(spread) else f", ± {_two_digits(spread)} from {between} to {between}"
    known = {side: found for side in Side if isinstance(found := summary.sides.get(side, {}).get(name), Draws)}
    sides = [f"{side} {_shown(found, '', factor)}" for side, found in known.items()] if len(known) == len(Side) else []
    if sides and name in summary.differences:
        sides.append(f"difference {_shown(summary.differences[name], '', factor)}")
    return _Entry(
        name,
        f"{capital(title)} {_shown(both, unit, factor)}{varies}",
        tuple(sides),
        summary.beyond_error(name) is True,
    )


def _two_digits(spread: float) -> str:
    if spread < 0.5 * 10.0**-MOST_DECIMALS:
        return "0"
    return number(spread, min(max(1 - floor(log10(spread)), 0), MOST_DECIMALS))


def _shown(draws: Draws, unit: str, factor: float) -> str:
    one = draws.estimate()
    return quantity(Estimate(factor * one.value, factor * one.low, factor * one.high, unit)).replace(" °", "°")
