"""What instruments showed of a run, role by role, in plain words: values, sides, what differs and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from evenstride.core.estimate import Estimate, Missing
from evenstride.core.metric import Metric
from evenstride.core.role_values import (
    SESSIONS_FOR_A_HABIT,
    WELL_FOUNDED,
    PairedValue,
    PairedValues,
    RoleValue,
    ShownRole,
    ShownValue,
)
from evenstride.core.roles import Role, Side
from evenstride.core.show import signed_text, spread_text
from evenstride.words.diagnosis.evidence import EVIDENCE
from evenstride.words.format import capital, listed, quantity
from evenstride.words.runs.instruments import FORCE_LABELS
from evenstride.words.runs.motion import MOTION_LABELS
from evenstride.words.runs.pairs import pair_name

DESCRIBES = "This says how you ran that day. There are no norms for it, and it does not say what limits you."
BY_CHANCE = (
    "In one run about one value in ten differs by chance alone. A habit is what differs in the same way in "
    f"{SESSIONS_FOR_A_HABIT} sessions."
)
_ASKS: Mapping[Role, str] = {
    Role.PUSH: "How hard and how long each foot pushes against the ground.",
    Role.SWING: "How the free leg comes through and back.",
    Role.SUPPORT: "How trunk, pelvis and arms carry the legs.",
    Role.TIMING: "When the two legs do what they do.",
}


Value = TypeVar("Value", RoleValue, PairedValue)
_LABELS = {**FORCE_LABELS, **MOTION_LABELS}
_ORDER = tuple(_LABELS)


def show_roles(by_role: Mapping[Role, Sequence[RoleValue]]) -> tuple[ShownRole, ...]:
    """Return the values of a run as people read them, role by role; a role nothing was asked about is left out.

    Examples
    --------
    >>> from evenstride.core.metric import Better, Grade
    >>> metric = Metric("stance_force", "F", "BW", Better.NEITHER, (0.8, 3.2), "f", Grade.MODERATE, (), ())
    >>> [push] = show_roles({Role.PUSH: [RoleValue(metric, Estimate(2.0, 1.9, 2.1, "BW"))]})
    >>> push.values[0].name, push.values[0].unit, push.values[0].more
    ('Mean vertical force', 'body weights', 'moderate evidence')
    """
    return tuple(
        ShownRole(role, _ASKS[role], tuple(_shown(_in_order(values))), _lacking(_in_order(values)))
        for role, values in by_role.items()
        if values
    )


def show_pairs(found: PairedValues) -> tuple[ShownValue, ...]:
    """Return push and swing in pairs as people read them; sides are those of the pushing leg."""
    return tuple(
        ShownValue(
            _name(one.metric),
            None,
            {side: _in_unit(one.metric, value) for side, value in one.pairs.items()},
            _in_unit(one.metric, one.difference),
            _against(beyond=one.larger is not None),
            one.larger is not None,
            _habit(one),
            first=one.lasting is not None,
        )
        for one in _in_order(found.values)
    )


def say_role_values(by_role: Mapping[Role, Sequence[RoleValue]]) -> tuple[str, ...]:
    """Return every value of a run as lines, role by role."""
    lines: list[str] = []
    for one in show_roles(by_role):
        lines += [f"{capital(one.role.value)}: {one.asks}", *(f"  {line}" for line in _lines(one)), ""]
    return (*lines, *say_measured_of(by_role))


def say_measured_of(by_role: Mapping[Role, Sequence[RoleValue]]) -> tuple[str, ...]:
    """Return in how many values the sides differ in this run, how many would by chance, and what values do not say."""
    sided = [one for values in by_role.values() for one in values if one.difference is not None]
    beyond = sum(one.larger is not None for one in sided)
    if not sided:
        return (DESCRIBES,)
    if not beyond:
        return (f"Left and right are alike in all {len(sided)} values of this run, as far as it can tell.", DESCRIBES)
    return (f"Left and right differ beyond error in {beyond} of {len(sided)} values of this run.", BY_CHANCE, DESCRIBES)


def say_paired_values(found: PairedValues | Missing) -> tuple[str, ...]:
    """Return what lasted of the pairs over sessions as a sentence, and each value of the newest run as a line.

    Examples
    --------
    >>> say_paired_values(Missing("one foot only", "Record both feet"))
    ('Left push with right swing, and the reverse: cannot tell (one foot only). Record both feet.',)
    """
    if isinstance(found, Missing):
        return (f"{capital(pair_name(Side.LEFT))}, and the reverse: cannot tell ({found.reason}). {found.remedy}.",)
    head = f"{capital(pair_name(Side.LEFT))} less {pair_name(Side.RIGHT)}: {_lasting(found)}"
    return (head, *(f"  {one.name} {_difference(one)} in this run; {one.more}." for one in show_pairs(found)))


def say_lasting(found: PairedValues) -> str:
    """Return whether the pairs differ over sessions, as a sentence."""
    return capital(_lasting(found))


def _lasting(found: PairedValues) -> str:
    names = [one.name[:1].lower() + one.name[1:] for one in show_pairs(found) if one.first]
    sessions = f"{SESSIONS_FOR_A_HABIT} sessions"
    if names:
        told = f"different in the same way in each of the last {sessions}: {listed(names)}"
        return f"{told}. Information, nothing to repair."
    if not any(one.enough for one in found.values):
        return f"cannot tell yet, {found.days} of {sessions} measured in this way."
    return f"no lasting difference in the last {sessions}, as far as measuring can tell."


def _label(metric: Metric) -> tuple[str, str, float]:
    """A metric that has no words of its own is called by its name."""
    return _LABELS.get(metric.name, (metric.name.replace("_", " "), metric.unit, 1.0))


def _in_order(metrics: Iterable[Value]) -> list[Value]:
    """Sort values by how they are read: what explains a value stands before it."""
    return sorted(metrics, key=lambda one: _ORDER.index(one.metric.name) if one.metric.name in _LABELS else len(_ORDER))


def _name(metric: Metric) -> str:
    return capital(_label(metric)[0])


def _in_unit(metric: Metric, one: Estimate) -> Estimate:
    _, unit, factor = _label(metric)
    return replace(one, value=factor * one.value, low=factor * one.low, high=factor * one.high, unit=unit)


def _shown(values: Sequence[RoleValue]) -> Iterator[ShownValue]:
    for one in values:
        if not isinstance(one.value, Missing):
            difference = None if one.difference is None else _in_unit(one.metric, one.difference)
            yield ShownValue(
                _name(one.metric),
                _in_unit(one.metric, one.value),
                {side: _in_unit(one.metric, value) for side, value in one.sides.items()},
                difference,
                "" if difference is None else _against(beyond=one.larger is not None),
                one.larger is not None,
                EVIDENCE[one.metric.grade],
                None if one.spread is None else _in_unit(one.metric, one.spread),
                one.metric.grade in WELL_FOUNDED,
            )


def _against(*, beyond: bool) -> str:
    return "beyond error" if beyond else "inside error"


def _habit(value: PairedValue) -> str:
    """Say whether the pairs differ over sessions: only after three that say the same."""
    if value.lasting is not None:
        return f"beyond error, in the same way, in each of the last {SESSIONS_FOR_A_HABIT} sessions"
    if not value.enough:
        return f"cannot tell yet, {value.sessions} of {SESSIONS_FOR_A_HABIT} sessions"
    return "no lasting difference"


def _lacking(values: Sequence[RoleValue]) -> tuple[str, ...]:
    """Return why values of a role are missing, each reason once with the values it holds for."""
    lacking: dict[Missing, list[str]] = {}
    for one in values:
        if isinstance(one.value, Missing):
            lacking.setdefault(one.value, []).append(_name(one.metric))
    return tuple(
        f"{_named(names, len(values))}: {reason.reason.rstrip('.')}.{f' {remedy}.' if remedy else ''}"
        for reason, names in lacking.items()
        for remedy in (reason.remedy.rstrip("."),)
    )


def _named(names: Sequence[str], every: int) -> str:
    if len(names) == every > 1:
        return f"All {every} values"
    return ", ".join([names[0], *(name[:1].lower() + name[1:] for name in names[1:])])


def _lines(role: ShownRole) -> Iterator[str]:
    for one in role.values:
        assert one.both is not None, "of a run, not of pairs"
        sides = [f"{side} {_text(value)}" for side, value in one.sides.items() if len(one.sides) > 1]
        varying = [] if one.spread is None else [f"± {spread_text(one.spread)} from step to step"]
        parts = [
            _text(one.both),
            *varying,
            *sides,
            *([] if one.difference is None else [f"left less right {_difference(one)}"]),
        ]
        yield f"{one.name} {'; '.join(parts)} [{one.more}]."
    yield from (f"Not known: {line}" for line in role.lacking)


def _difference(one: ShownValue) -> str:
    assert one.difference is not None, "both sides are known"
    value, interval = signed_text(one.difference)
    return f"{value}{f' {one.unit}' if one.unit else ''} ({interval}), {one.against}".replace(" °", "°")


def _text(one: Estimate) -> str:
    return quantity(one).replace(" °", "°")
