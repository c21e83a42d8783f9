"""One run in plain lines: a sprint profile, the steps, and the account of how the steps changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from evenstride.core.estimate import Draws, Estimate, Missing
from evenstride.core.metric import Analysis
from evenstride.core.roles import Side
from evenstride.core.run import StepAccount
from evenstride.core.show import number, signed
from evenstride.words.diagnosis.curve import LINE_DESCRIBES
from evenstride.words.diagnosis.evidence import Grades, evidence_tag
from evenstride.words.format import adding_up, capital, listed, quantity, said
from evenstride.words.runs.trial import Told, parted

SPLITS_CANNOT = "A speed curve shows how fast you are and how you build it; it cannot show why."
HOW_NOT_WHY = "This says how your steps changed, not why."

_Labels = Mapping[str, tuple[str, str]]

_PROFILE: _Labels = {
    "mss": ("top speed", ""),
    "mac": ("initial acceleration", "m/s²"),
    "tau": ("time constant", ""),
    "pmax": ("peak power without air drag", ""),
}
_LINE: _Labels = {
    "f0": ("force at standstill", ""),
    "f0_rel": ("force at standstill per kg", ""),
    "v0": ("speed where force runs out", ""),
    "pmax_fv": ("peak power F0·v0/4 with air drag", ""),
}
_STEPS: _Labels = {
    "speed": ("speed", ""),
    "contact_time": ("contact time", "ms"),
    "flight_time": ("flight time", "ms"),
    "step_time": ("step time", "ms"),
    "stride_time": ("stride time", "ms"),
    "swing_time": ("swing time", ""),
    "step_frequency": ("step frequency", "steps/s"),
    "step_length": ("step length", ""),
    "contact_length": ("contact length", ""),
    "duty_factor": ("duty factor", ""),
    "force": ("mean force on the ground", "body weights"),
}


def say_profile(analysis: Analysis) -> tuple[str, ...]:
    """Return a sprint profile as plain lines: values with intervals, the start, and what a curve cannot show.

    Examples
    --------
    >>> values = {"mss": Estimate(8.6, 8.4, 8.9, "m/s"), "v0": Missing("no mass.")}
    >>> say_profile(Analysis("Noa", None, "sprint", values))[0]
    'Top speed 8.6 m/s (8.4–8.9).'
    """
    profile, lacking = _values(analysis, _PROFILE)
    line, line_lacking = _values(analysis, _LINE)
    for reason, names in line_lacking.items():
        lacking.setdefault(reason, []).extend(names)
    told = {reason.reason for reason in lacking}
    return (
        *profile,
        *_start_lines(analysis),
        *line,
        *((LINE_DESCRIBES,) if line else ()),
        *(_lacking(reason, names) for reason, names in lacking.items()),
        *_sentences(note for note in analysis.notes if note not in told),
        SPLITS_CANNOT,
    )


def say_steps(analysis: Analysis, grades: Grades | None = None) -> tuple[str, ...]:
    """Return the steps of one run as plain lines, both feet together and each side, with the run's own notes.

    `grades` says how well founded each value is.

    Examples
    --------
    >>> say_steps(Analysis("Noa", None, "steps", {"contact_time": Estimate(0.104, 0.101, 0.107, "s")}))[0]
    'Contact time 104 ms (101–107).'
    """
    return (*value_lines(analysis, _STEPS, grades or {}), *note_lines(analysis))


def tell_steps(analysis: Analysis, grades: Grades | None = None) -> Told:
    """Return the steps of one run in parts: the values, what to know of them, and how they were measured."""
    to_know, how = parted(note_lines(analysis))
    return Told(value_lines(analysis, _STEPS, grades or {}), to_know, how=how)


def say_account(account: StepAccount) -> str:
    """Return how a change of speed splits into parts of the steps; the printed parts add up.

    Notes
    -----
    Parts are in hundredths of a natural logarithm ("log-%"), the only scale on which they add up exactly:
    Δln v = Δln(2F−1) − Δln t_sw + Δln Lc (science.md §2.1).

    Examples
    --------
    >>> import numpy as np
    >>> from evenstride.core.estimate import Draws
    >>> one = lambda x: Draws(x, np.full(10, x), "1")
    >>> print(say_account(StepAccount(one(0.015), one(0.026), one(-0.013), one(0.002))).split(" = ")[0])
    Speed +1.5 (+1.5 to +1.5) log-%
    """
    parts = (account.push, account.swing, account.geometry)
    total, shown = adding_up(100 * account.total.point, [100 * part.point for part in parts], decimals=1)
    names = ("push part", "swing part", "geometry")
    terms = [f"{name} {text} {_reach(part)}" for name, text, part in zip(names, shown, parts, strict=True)]
    return f"Speed {total} {_reach(account.total)} log-% = {', '.join(terms)}. {HOW_NOT_WHY}"


def _reach(part: Draws) -> str:
    interval = part.estimate()
    return f"({signed(100 * interval.low, 1)} to {signed(100 * interval.high, 1)})"


def value_lines(analysis: Analysis, labels: _Labels, grades: Grades | None = None) -> tuple[str, ...]:
    """One line for each value in the order of the labels, then one for all that lack for the same reason."""
    lines, lacking = _values(analysis, labels, grades)
    return (*lines, *(_lacking(reason, names) for reason, names in lacking.items()))


def _values(
    analysis: Analysis, labels: _Labels, grades: Grades | None = None
) -> tuple[list[str], dict[Missing, list[str]]]:
    lines: list[str] = []
    lacking: dict[Missing, list[str]] = {}
    for name, (label, unit) in labels.items():
        value = analysis.values.get(name)
        if isinstance(value, Missing):
            lacking.setdefault(value, []).append(label)
        if isinstance(value, Estimate) or (not isinstance(value, Missing) and _of_sides(analysis, name, unit)):
            line = _line(analysis, value, name, label, unit)
            lines.append(f"{line.removesuffix('.')}{evidence_tag(grades or {}, name)}.")
    return lines, lacking


def _lacking(reason: Missing, labels: Sequence[str]) -> str:
    remedy = reason.remedy.rstrip(" .")
    return f"{capital(listed(labels))} {said(reason, str)}." + (f" {remedy}." if remedy else "")


def _line(analysis: Analysis, value: Estimate | None, name: str, label: str, unit: str) -> str:
    """The value, and each side where sides were seen; the sides alone where only one leg was measured."""
    both = [] if value is None else [_shown(value, unit)]
    return f"{capital(label)} {'; '.join([*both, *_of_sides(analysis, name, unit)])}."


def _of_sides(analysis: Analysis, name: str, unit: str) -> list[str]:
    seen = ((side, analysis.values.get(f"{name}.{side}")) for side in Side)
    return [f"{side} {_shown(one, unit)}" for side, one in seen if isinstance(one, Estimate)]


def _shown(value: Estimate, unit: str) -> str:
    if unit == "ms":
        return quantity(value, unit=unit)
    return quantity(Estimate(value.value, value.low, value.high, unit or value.unit, value.level))


def note_lines(analysis: Analysis) -> tuple[str, ...]:
    """Return the notes of an analysis as sentences."""
    return _sentences(analysis.notes)


def _sentences(notes: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"{note.rstrip(' .')}." for note in notes)


def _start_lines(analysis: Analysis) -> tuple[str, ...]:
    """What a start correction means; observed time = model + TC, so a negative one is a clock started late."""
    lines: list[str] = []
    time = analysis.values.get("time_correction")
    if isinstance(time, Estimate) and time.value != 0:
        late = "after" if time.value < 0 else "before"
        lines.append(_start_line(time, f"the clock seems to start {late} the first movement"))
    distance = analysis.values.get("flying_distance")
    if isinstance(distance, Estimate) and distance.value != 0:
        metres = number(distance.value, 2)
        lines.append(_start_line(distance, f"the run seems to begin {metres} m before the line"))
    place = analysis.values.get("distance_correction")
    if isinstance(place, Estimate) and place.value != 0:
        where = "before" if place.value < 0 else "beyond"
        metres = number(abs(place.value), 2)
        lines.append(_start_line(place, f"the athlete seems to start {metres} m {where} the zero of the distances"))
    return tuple(lines)


def _start_line(correction: Estimate, meaning: str) -> str:
    seen = meaning if correction.low > 0 or correction.high < 0 else "no start offset can be seen"
    return f"Start correction {quantity(correction)}: {seen}."
