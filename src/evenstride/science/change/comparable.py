"""Which days may be compared: those of one set-up; across set-ups only with the assumption said and the doubt widened.

Bias between devices is assumed to be nothing (an offset of 0), because a published bias holds for the study's device,
software and people, not for these. What is published on how far two devices differ widens the change instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from evenstride.core.estimate import Draws
from evenstride.core.set_up import DatedValue, SetUp
from evenstride.core.show import day_text, number

SPEED_UNIT = "m/s"


@dataclass(frozen=True, slots=True)
class Gap:
    """How far two set-ups are known to differ, as one standard deviation in m/s, and where that was published."""

    sd: float
    source: str


DEVICE_GAPS: Mapping[frozenset[str], Gap] = {
    frozenset({"gps", "gates"}): Gap(0.3, "hoppe2018"),
    frozenset({"gps", "radar"}): Gap(0.4, "stockdale2025"),
    frozenset({"gps", "video"}): Gap(0.4, "stockdale2025"),
    frozenset({"radar", "video"}): Gap(0.4, "stockdale2025"),
    frozenset({"lps", "gates"}): Gap(0.28, "hoppe2018"),
}
"""Top speed of two kinds of device (science.md §1.6): the error of GPS and LPS against a criterion, for LPS with its
bias of 2.1 % at 9 m/s added in quadrature, √(0.2² + 0.19²); else the largest root mean square difference of V0
between radar, GPS and a phone's video."""

SHORT_GAP = Gap(0.25, "haugen2020gates")
"""How much gates over the first 15–20 m understate the speed where force ends, at most (science.md §1.1)."""

NO_FIGURE = "no published figure says how far these differ"
CORRECTIONS_MOVE = "another start correction moves the whole curve"
STARTS_SHIFT = "another start shifts times by more than years of training do (`haugen_buchheit2016`)"


@dataclass(frozen=True, slots=True)
class Comparable:
    """Values of one quantity that are compared with each other.

    Attributes
    ----------
    values : tuple of DatedValue
        In date order.
    set_ups : tuple of SetUp
        What they were measured with: one, unless there is no day to compare within a set-up.
    left_out : tuple of DatedValue
        Values of other set-ups, seen and not compared.
    assumed : str
        The sentence that says what was assumed; empty within one set-up.
    verdict : bool
        Whether a verdict may follow: False where nothing published says how far the set-ups differ.
    widened : mapping of date to float
        Standard deviation to add to the values of a day, in their unit, before their change is judged.
    """

    values: tuple[DatedValue, ...]
    set_ups: tuple[SetUp, ...]
    left_out: tuple[DatedValue, ...] = ()
    assumed: str = ""
    verdict: bool = True
    widened: Mapping[date, float] = field(default_factory=dict[date, float])

    @property
    def days(self) -> int:
        """How many different days the values are from."""
        return len({one.on for one in self.values})

    @property
    def dated(self) -> tuple[tuple[date, Draws], ...]:
        """The values with their days alone."""
        return tuple((one.on, one.value) for one in self.values)


def separate_set_ups(values: Sequence[DatedValue]) -> tuple[Comparable, ...]:
    """Split the values of one quantity into what may be compared, most days first.

    Parameters
    ----------
    values : sequence of DatedValue
        Of one athlete and one quantity, in any order.

    Returns
    -------
    tuple of Comparable
        One for each set-up with two days. Where no set-up has two days but there are two days: one across all
        set-ups, with its assumption. With a single day: that day. Nothing for no values.

    Examples
    --------
    >>> import numpy as np
    >>> from evenstride.core.estimate import Draws
    >>> speed = lambda day, kind: DatedValue(date(2026, 3, day), Draws(8.0, np.full(9, 8.0), "m/s"), SetUp(kind))
    >>> first, = separate_set_ups([speed(1, "gates"), speed(8, "gates"), speed(15, "radar")])
    >>> first.set_ups[0].text, len(first.left_out), first.assumed
    ('gates', 1, '')
    >>> separate_set_ups([speed(1, "gates"), speed(8, "gps")])[0].widened
    {datetime.date(2026, 3, 1): 0.3}
    """
    ordered = sorted(values, key=lambda one: (one.on, one.set_up))
    if not ordered:
        return ()
    groups: dict[SetUp, list[DatedValue]] = {}
    for one in ordered:
        groups.setdefault(one.set_up, []).append(one)
    repeated = {set_up: group for set_up, group in groups.items() if len({one.on for one in group}) > 1}
    if not repeated:
        return (_across(ordered, tuple(groups)),)
    found = [
        Comparable(tuple(group), (set_up,), tuple(one for one in ordered if one.set_up != set_up))
        for set_up, group in repeated.items()
    ]
    return tuple(sorted(found, key=lambda one: (one.days, one.values[-1].on), reverse=True))


def usual_set_up(days: Iterable[tuple[date, SetUp]]) -> SetUp | None:
    """Return the set-up of most days, the newest where several share that; None where none has two.

    Examples
    --------
    >>> first, then = date(2026, 3, 1), date(2026, 3, 8)
    >>> usual_set_up([(first, SetUp("video")), (then, SetUp("video")), (then, SetUp("optical"))])
    SetUp(device='video', start='', timing='', correction='')
    """
    seen: dict[SetUp, set[date]] = {}
    for on, set_up in days:
        seen.setdefault(set_up, set()).add(on)
    repeated = [set_up for set_up, on in seen.items() if len(on) > 1]
    return max(repeated, key=lambda one: (len(seen[one]), max(seen[one]), one), default=None)


def say_left_out(left_out: Sequence[DatedValue]) -> str:
    """Return the sentence on values that were not compared, empty without any."""
    if not left_out:
        return ""
    days: dict[SetUp, set[date]] = {}
    for one in left_out:
        days.setdefault(one.set_up, set()).add(one.on)
    parts = [f"{len(on)} day{'' if len(on) == 1 else 's'} with {set_up.text}" for set_up, on in days.items()]
    return f"Not compared with this: {'; '.join(parts)}."


def _across(ordered: Sequence[DatedValue], set_ups: tuple[SetUp, ...]) -> Comparable:
    """All set-ups together: each was used on a single day, so each day's doubt is a doubt of its own."""
    if len({one.on for one in ordered}) < 2:
        return Comparable(tuple(ordered), set_ups)
    reference = ordered[-1].set_up
    gaps = {set_up: _gap(set_up, reference, ordered[0].value.unit) for set_up in set_ups if set_up != reference}
    unknown = [gap for gap in gaps.values() if isinstance(gap, str)]
    known = {set_up: gap for set_up, gap in gaps.items() if isinstance(gap, Gap)}
    widened: dict[date, float] = {}
    for one in ordered:
        if one.set_up in known:
            widened[one.on] = max(widened.get(one.on, 0.0), known[one.set_up].sd)
    ways = "; ".join(f"{day_text(one.on)} {one.set_up.text}" for one in ordered)
    assumed = f"Measured in different ways ({ways}), compared as if all showed the same (offset assumed: 0)"
    if unknown:
        return Comparable(
            tuple(ordered), set_ups, (), f"{assumed}; {unknown[0]}, so there is no verdict.", False, widened
        )
    figures = sorted({f"{number(gap.sd, 2)} m/s (`{gap.source}`)" for gap in known.values()})
    return Comparable(tuple(ordered), set_ups, (), f"{assumed}; widened by {' and '.join(figures)}.", True, widened)


def _gap(one: SetUp, other: SetUp, unit: str) -> Gap | str:
    """How far two set-ups may differ, or in words why nobody can say."""
    if one.start != other.start:
        return STARTS_SHIFT
    if one.correction != other.correction:
        return CORRECTIONS_MOVE
    parts: list[Gap] = []
    if one.device != other.device:
        device = DEVICE_GAPS.get(frozenset({one.device, other.device}))
        if device is None:
            return NO_FIGURE
        parts.append(device)
    if unit != SPEED_UNIT:
        return NO_FIGURE
    if one.timing != other.timing:
        parts.append(SHORT_GAP)
    return Gap(sum(part.sd**2 for part in parts) ** 0.5, "`, `".join(part.source for part in parts))
