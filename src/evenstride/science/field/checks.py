"""Questions about trials before they are stored: what cannot be, what does not fit this athlete, what is too little.

Nothing is repaired and nothing is dropped here. A doubt is a question; a person answers it by another entry, by one
more trial, or by saying that the reading is right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import log

import numpy as np

from evenstride.core.estimate import Missing
from evenstride.core.protocol import (
    GAMES_BELOW_AGE,
    MOST_TRIALS,
    PAIN_ENDS,
    Conversion,
    FieldProtocol,
    Summary,
    find_protocol,
)
from evenstride.core.question import Question, Settled
from evenstride.core.recording import FieldTest
from evenstride.core.roles import Side
from evenstride.core.run import Capacity
from evenstride.core.units import GRAVITY, from_si
from evenstride.science.change.own_error import measure_own_error, split_sessions
from evenstride.science.field.tests import AGREEMENT, summarise_trials, trials_apart
from evenstride.science.field.values import SCALE_SHARE, best_hops, trial_values

USUAL_SCALE = 50.0 * GRAVITY
"""Where a luggage scale usually ends, N (pocket laboratory): asked about where nobody says where this one ends."""

JUMP = 0.30
"""Difference from the athlete's usual value, natural log, that is asked about whatever the error (judgement: no
training changes a capacity by a third between two sessions, a slip of the unit changes it by more)."""

JUMP_ERRORS = 4.0
"""The same in errors of the test (judgement): only one session in ten thousand strays so far."""

MASS_JUMP = 0.12
LEVER_JUMP = 0.10
"""Differences of mass and lever from the last time, natural log, that are asked about (judgement)."""

RECENT = 3
"""Sessions whose median is the athlete's usual value (judgement)."""

EXCHANGED_AT_LEAST = 0.02
"""Least scatter of a side difference from session to session, natural log, that is believed here (judgement)."""

EXCHANGED_FIT = 1.0 / 3.0
"""How much nearer a difference must lie to the usual one turned round than to the usual one itself (judgement): a day
has an error of its own, so that exchanged sides seldom repeat the usual difference to the per cent."""

LONG_CONTACT = 0.30
"""Contact of a hop in s beyond which, with a flight by half shorter, the two columns look exchanged (judgement)."""

Slips = tuple[tuple[str, float], ...]

_TEN: Slips = (("a decimal point too far right", 10.0), ("a decimal point too far left", 0.1))
_FORCE: Slips = (
    ("kg typed as lb", 1.0 / 2.20462),
    ("lb typed as kg", 2.20462),
    ("kg typed as N", 1.0 / GRAVITY),
    ("N typed as kg", GRAVITY),
)
_SLIPS: Mapping[str, Slips] = {
    "N": (*_FORCE, *_TEN),
    "kg": (*_FORCE[:2], *_TEN),
    "m": (
        ("ft typed as m", 3.28084),
        ("cm typed as in", 2.54),
        ("in typed as cm", 1.0 / 2.54),
        ("cm typed as m", 100.0),
        ("m typed as cm", 0.01),
        *_TEN,
    ),
    "s": (("ms typed as s", 1000.0), ("s typed as ms", 0.001), *_TEN),
    "m/s": (("km/h typed as m/s", 3.6), ("mph typed as m/s", 2.23694), *_TEN),
}
"""Slips of a unit and what they multiply a value by, by the SI unit of what was read."""

_SLIP_WIDTH = 0.15


@dataclass(frozen=True, slots=True)
class Past:
    """What is known of an athlete before the day that is checked.

    Attributes
    ----------
    days : tuple of Capacity
        Earlier days of the same test.
    mass : float or None
        Body mass told last, kg, and when.
    """

    days: tuple[Capacity, ...] = ()
    mass: float | None = None
    mass_on: date | None = None
    age: int | None = None


def question_field_test(rows: Sequence[FieldTest], past: Past, *, ask_trials: bool) -> tuple[Question, ...]:
    """Ask about the trials of one athlete, one test and one day.

    Parameters
    ----------
    rows : sequence of FieldTest
        One row for both legs together, or one per side.
    past : Past
        Earlier days, body mass and age.
    ask_trials : bool
        Whether a further trial can still be made: on the day itself, not for an old sheet.

    Notes
    -----
    Rows that are `confirmed` are asked only what confirming cannot settle: age, pain and the end of a scale.
    """
    found = [
        question
        for row in rows
        for question in _of_row(row, past, ask_trials)
        if question.settled is Settled.CORRECTING or not row.confirmed
    ]
    settled = any(row.confirmed for row in rows) or any(one.settled is Settled.CORRECTING for one in found)
    return tuple(found) if settled else (*found, *_exchanged(rows, past))


def needs_another_trial(values: Sequence[float], protocol: FieldProtocol) -> bool:
    """Return whether one more trial is asked for: too few, or the best two apart, up to five in all.

    Parameters
    ----------
    values : sequence of float
        Trials so far, in any unit proportional to that of the protocol.
    protocol : FieldProtocol
        Says which trials count.
    """
    if len(values) >= MOST_TRIALS:
        return False
    if protocol.summary is Summary.ALL:
        return len(values) < protocol.trials
    return len(values) < 2 or trials_apart(values, protocol) > AGREEMENT


def _of_row(row: FieldTest, past: Past, ask_trials: bool) -> Iterator[Question]:
    protocol = find_protocol(row.test, row.version)
    place = _place(row)
    yield from _of_person(row, protocol, past, place)
    yield from _of_scale(row, protocol, place)
    yield from _of_body(row, past, place)
    values = trial_values(row, protocol)
    if isinstance(values, Missing):
        yield Question("missing", place, values.reason, "Without it the trials have no value", values.remedy)
        return
    yield from _of_hops(row, protocol, place)
    wild = list(_of_values(values, row.unit, protocol, place))
    yield from wild
    if not wild:
        yield from _against_history(summarise_trials(values, protocol), row, protocol, past, place)
    if protocol.summary is Summary.BEST_TWO and len(values) > MOST_TRIALS:
        yield Question(
            "many_trials", place, f"{len(values)} trials, and {MOST_TRIALS} is the most",
            "The best two of many are better than the best two of few", f"Keep the first {MOST_TRIALS}",
        )  # fmt: skip
    if ask_trials and not wild and needs_another_trial(values, protocol):
        yield _another(values, protocol, place)


def _of_person(row: FieldTest, protocol: FieldProtocol, past: Past, place: str) -> Iterator[Question]:
    if row.pain is not None and row.pain > PAIN_ENDS:
        yield Question(
            "pain", place, f"Pain {row.pain} of 10", "Pain above 1 of 10 ends a test, and its trials say nothing",
            "Leave this test out today and log the pain", Settled.CORRECTING,
        )  # fmt: skip
    if past.age is not None and past.age < GAMES_BELOW_AGE and not protocol.game:
        yield Question(
            "age", place, f"This test is not for children under {GAMES_BELOW_AGE}",
            "Under twelve there are games, and no tests", "Leave it out", Settled.CORRECTING,
        )  # fmt: skip


def _of_scale(row: FieldTest, protocol: FieldProtocol, place: str) -> Iterator[Question]:
    if not protocol.uses_scale or row.unit != "N" or not row.trials:
        return
    highest, end = max(row.trials), row.scale_capacity
    if end is not None and highest >= SCALE_SHARE * end:
        what = f"{_kg(highest)} was read on a scale that ends at {_kg(end)}"
        yield Question("scale_end", place, what, *_SCALE[highest > end], Settled.CORRECTING)
    elif end is None and highest >= SCALE_SHARE * USUAL_SCALE and _by_luggage_scale(row):
        yield Question(
            "scale_range", place, f"{_kg(highest)} was read on a scale whose range is not told",
            f"Luggage scales usually end near {_kg(USUAL_SCALE)}", "Give the range printed on it",
        )  # fmt: skip


_SCALE = {
    True: ("A scale cannot show more than it ends at", "Correct the reading, its unit or the range of the scale"),
    False: (
        f"From {100 * SCALE_SHARE:.0f} % of its range on a reading may be the end of the scale, not of the pull",
        "Leave the reading out; use a scale with a larger range, or put the strap further from the joint",
    ),
}
"""Why and remedy for a reading beyond the end of a scale, and for one near it."""


def _by_luggage_scale(row: FieldTest) -> bool:
    told = " ".join((row.device.kind, row.device.name, *row.kit)).casefold()
    return "scale" in told and "crane" not in told


def _of_body(row: FieldTest, past: Past, place: str) -> Iterator[Question]:
    mass = row.body.mass
    if mass is not None and past.mass is not None and abs(log(mass / past.mass)) > MASS_JUMP:
        yield Question(
            "mass", place, f"Body mass {mass:g} kg, and {past.mass:g} kg on {past.mass_on}",
            _slip(mass / past.mass, _SLIPS["kg"]) or "That is a large change", "Check the mass and its unit",
        )  # fmt: skip
    lever = next((day.circumstances.lever for day in reversed(past.days) if day.circumstances.lever is not None), None)
    if row.lever is not None and lever is not None and abs(log(row.lever / lever)) > LEVER_JUMP:
        yield Question(
            "lever", place, f"A lever of {100 * row.lever:.0f} cm, and {100 * lever:.0f} cm the last time",
            "Another lever makes another torque of the same pull", "Measure it again",
        )  # fmt: skip


def _of_hops(row: FieldTest, protocol: FieldProtocol, place: str) -> Iterator[Question]:
    if protocol.conversion is not Conversion.HOPS or not row.pairs:
        return
    contact, flight = np.mean([hop for trial in row.pairs for hop in best_hops(trial)], axis=0)
    if contact > LONG_CONTACT and flight < contact / 1.5:
        yield Question(
            "exchanged_times", place, f"Contacts of {1000 * contact:.0f} ms and flights of {1000 * flight:.0f} ms",
            "Contact and flight look exchanged", "Check which is which",
        )  # fmt: skip


def _of_values(values: Sequence[float], read_in: str, protocol: FieldProtocol, place: str) -> Iterator[Question]:
    low, high = protocol.plausible
    for value in values:
        if not low <= value <= high:
            slips = [name for name, factor in _slips_of(read_in, protocol) if low <= value / factor <= high]
            hint = f"; {slips[0]} would explain it" if slips else ""
            yield Question(
                "implausible", place, f"{_amount(value, protocol)} is outside {low:g} to {_amount(high, protocol)}",
                f"No such value is known of {protocol.title}{hint}",
                _remedy(protocol),
            )  # fmt: skip
            return


def _against_history(
    value: float, row: FieldTest, protocol: FieldProtocol, past: Past, place: str
) -> Iterator[Question]:
    days = [day for day in past.days if day.usable and day.version == row.version]
    points = [day.value.point if row.side is None else day.sides[row.side].point for day in days if _has(day, row.side)]
    if not points:
        return
    usual = float(np.median(points[-RECENT:]))
    error = measure_own_error(split_sessions(days, protocol)[1], protocol).value
    if abs(log(value / usual)) <= max(JUMP, JUMP_ERRORS * error):
        return
    slip = _slip(value / usual, _slips_of(row.unit, protocol))
    yield Question(
        "unit" if slip else "jump", place,
        f"{_amount(value, protocol)}, and {_amount(usual, protocol)} is usual",
        slip or "Nobody changes so much from one session to the next",
        _remedy(protocol),
    )  # fmt: skip


def _has(day: Capacity, side: Side | None) -> bool:
    return side is None or side in day.sides


def _exchanged(rows: Sequence[FieldTest], past: Past) -> Iterator[Question]:
    """Ask about left and right where they fit the athlete's stable difference only the other way round."""
    sides = {row.side: row for row in rows if row.side is not None}
    if len(sides) < len(Side):
        return
    left, right = sides[Side.LEFT], sides[Side.RIGHT]
    protocol = find_protocol(left.test, left.version)
    days = [day for day in past.days if day.usable and day.version == left.version and len(day.sides) == len(Side)]
    if len(days) < RECENT:
        return
    known = np.log([day.sides[Side.LEFT].point / day.sides[Side.RIGHT].point for day in days])
    scatter = max(float(known.std(ddof=1)), EXCHANGED_AT_LEAST)
    values = [trial_values(row, protocol) for row in (left, right)]
    if any(isinstance(one, Missing) for one in values) or abs(known.mean()) <= 2.0 * scatter:
        return
    ahead, behind = (summarise_trials(one, protocol) for one in values if not isinstance(one, Missing))
    now, before = log(ahead / behind), float(known.mean())
    if abs(now - before) > 3.0 * scatter and abs(now + before) < EXCHANGED_FIT * abs(now - before):
        said, usual = (f"{100.0 * (np.exp(one) - 1.0):+.0f} %" for one in (now, before))
        yield Question(
            "exchanged", f"{left.athlete}, {left.test}", f"Left against right is {said}, and {usual} is usual",
            f"Left and right look exchanged: {len(days)} earlier days say the opposite", "Check which leg was which",
        )  # fmt: skip


def _another(values: Sequence[float], protocol: FieldProtocol, place: str) -> Question:
    apart = trials_apart(values, protocol)
    if protocol.summary is Summary.ALL:
        what, why = f"{len(values)} of {protocol.trials} trials", "The value is the mean of all of them"
    elif len(values) < 2:
        what, why = "One trial", "There is nothing to compare it with"
    else:
        what = f"The two best trials differ by {100 * apart:.0f} %"
        why = f"They should agree within {100 * AGREEMENT:.0f} %"
    remedy = f"Do another one and enter all of them, at most {MOST_TRIALS}; or say that there was no more"
    return Question("another_trial", place, what, why, remedy, Settled.REPEATING)


def _slip(ratio: float, slips: Slips) -> str:
    """Return a sentence naming the slip of a unit that explains a ratio, empty where none does."""
    name, factor = min(slips, key=lambda slip: abs(log(ratio / slip[1])))
    return f"It looks like {name}" if abs(log(ratio / factor)) < _SLIP_WIDTH else ""


def _slips_of(read_in: str, protocol: FieldProtocol) -> Slips:
    """Return what slips of a unit do to the value; where a time becomes a speed, the other way round."""
    slips = _SLIPS.get(read_in, _TEN)
    turned = read_in == "s" and protocol.unit != "s"
    return tuple((name, 1.0 / factor) for name, factor in slips) if turned else slips


def _remedy(protocol: FieldProtocol) -> str:
    return "Check reading, unit, lever and mass" if protocol.uses_scale else "Check the reading and its unit"


def _place(row: FieldTest) -> str:
    return f"{row.athlete}, {row.test}" + (f" {row.side}" if row.side is not None else "")


def _kg(force: float) -> str:
    return f"{from_si(force, 'kgf'):.3g} kg"


def _amount(value: float, protocol: FieldProtocol) -> str:
    return f"{value:.3g}" if protocol.unit == "1" else f"{value:.3g} {protocol.unit}"
