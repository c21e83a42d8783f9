"""Which foot a contact on a plate was: what the plates, events, a person or markers say, and whether they agree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from evenstride.core.body_points import BodyPoint, body_point
from evenstride.core.errors import FitError
from evenstride.core.estimate import Array
from evenstride.core.roles import Side
from evenstride.core.run import Flag
from evenstride.core.signal import FootEvent, FootEventKind, Plate
from evenstride.science.plates.events import PlateContact

NEAR = 0.06
"""s within which an event of the file names the foot of a contact (judgement: a quarter of a contact)."""

LEAST_BY_FORCE = 6
"""Contacts from which the sideways force may say which foot came first (judgement)."""

LONGEST_FLIGHT = 0.25
"""s with no foot on a plate from which a step was beside the plates (judgement: a runner's flights last 0.05 to 0.2 s,
and a missed contact between two of them makes 0.28 s of the quickest steps there are)."""

NEAR_WHOLE = 0.25
"""Share of a step by which two steps in a row may be off twice the usual one and still be two (judgement)."""

LOWER = 0.03
"""m by which the foot on the ground is below the other one, at least (judgement: 10 to 40 cm in the middle of contact,
markers sit on both feet alike within 1 cm)."""

FOOT_POINTS = ("heel", "ankle", "ball", "toe")


@dataclass(frozen=True, slots=True)
class Named:
    """The foot of every contact, what is told of it, and what named it, as a sentence."""

    sides: tuple[Side | None, ...]
    flags: tuple[Flag, ...]
    how: str


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """What a trial says of feet, the surest first: names of plates, events, the first foot told, markers.

    Attributes
    ----------
    points : mapping of BodyPoint to ndarray, shape (n, 3)
        m in running axes; empty without markers of the feet.
    rate : float
        Frames a second of the points, Hz.
    """

    plates: Sequence[Plate]
    events: Sequence[FootEvent] = ()
    first: Side | None = None
    points: Mapping[BodyPoint, Array] | None = None
    rate: float = 0.0


def name_feet(contacts: Sequence[PlateContact], told: Told, force: Array, rate: float) -> Named:
    """Name the foot of every contact; contacts that nothing reaches stay without.

    Parameters
    ----------
    contacts : sequence of PlateContact
        In time order.
    told : Told
        What the trial says.
    force : ndarray, shape (n, 3)
        N of all plates together in running axes.
    rate : float
        Samples a second of the force, Hz.

    Raises
    ------
    FitError
        If markers show another foot down than plates, events or a person say.

    Notes
    -----
    Feet alternate from a contact that is named, as long as no step went beside the plates. Where one did, the steps
    between are counted by the usual step; more than one makes a new beginning.
    """
    named, how = _said(contacts, told, force, rate)
    seen = _seen(contacts, told)
    _require_agreement(contacts, named, seen, how)
    known = [mine or other for mine, other in zip(named, seen, strict=True)]
    if not any(known):
        return Named((None,) * len(contacts), (), "Nothing says which foot was down.")
    if not any(named):
        how = "Left and right are those of the feet that the markers show down."
    places, flags = _count_steps(contacts)
    sides = tuple(_alternating(index, places, known) for index in range(len(contacts)))
    wrong = [index for index, one in enumerate(known) if one is not None and sides[index] is not one]
    if wrong:
        text = "two contacts of one foot in a row: one between was missed; only contacts with an event have a side"
        return Named(tuple(known), (Flag("no_alternation", f"contact {wrong[0] + 1}", text),), how)
    return Named(sides, tuple(flags), how)


def _said(
    contacts: Sequence[PlateContact], told: Told, force: Array, rate: float
) -> tuple[tuple[Side | None, ...], str]:
    """Return what plates, events or a person say of every contact, and how."""
    none: tuple[Side | None, ...] = (None,) * len(contacts)
    by_plates = tuple(_by_plate(contact, told.plates) for contact in contacts)
    if any(by_plates):
        if by_plates[0] is not None and told.first not in (None, by_plates[0]):
            raise FitError(
                f"the first contact is on the plate of the {by_plates[0]} foot, not of the {told.first}",
                remedy="Leave out which foot came first: this file says it",
            )
        return by_plates, "Left and right are those of the plates."
    by_events = tuple(_by_event(contact, told.events) for contact in contacts)
    if any(by_events):
        return by_events, "Left and right are those of the events in the file."
    if told.first is not None:
        return (told.first, *none[1:]), f"The {told.first} foot came first, as told, and the feet take turns."
    guessed = None if any(_seen(contacts, told)) else _first_by_force(contacts, force, rate)
    if guessed is not None:
        return (
            guessed,
            *none[1:],
        ), "Left and right are taken from the sideways force, which points away from the foot."
    return none, ""


def _require_agreement(
    contacts: Sequence[PlateContact], named: Sequence[Side | None], seen: Sequence[Side | None], how: str
) -> None:
    for contact, said, shown in zip(contacts, named, seen, strict=True):
        if said is not None and shown is not None and said is not shown:
            raise FitError(
                f"at {contact.touchdown:.2f} s the {said} foot is said to be down, and the markers show the {shown} "
                "foot down",
                why=how.rstrip("."),
                remedy="Correct the sides, or the names of the markers",
            )


def _by_plate(contact: PlateContact, plates: Sequence[Plate]) -> Side | None:
    names = {plates[index].name for index in contact.plates}
    return next((side for side in Side if names == {f"{side} foot"}), None)


def _by_event(contact: PlateContact, events: Sequence[FootEvent]) -> Side | None:
    for event in events:
        at = contact.touchdown if event.kind is FootEventKind.TOUCHDOWN else contact.toe_off
        if event.side is not None and abs(event.time - at) < NEAR:
            return event.side
    return None


def _seen(contacts: Sequence[PlateContact], told: Told) -> tuple[Side | None, ...]:
    """Return which foot is clearly the lower one in the middle third of every contact."""
    points = told.points or {}
    pairs = [
        (points[left], points[right])
        for part in FOOT_POINTS
        if (left := body_point(Side.LEFT, part)) in points and (right := body_point(Side.RIGHT, part)) in points
    ]
    found: list[Side | None] = []
    for contact in contacts:
        third = contact.contact_time / 3.0
        begin = max(0, round((contact.touchdown + third) * told.rate))
        end = round((contact.toe_off - third) * told.rate) + 1
        above = [(left - right)[begin:end, 2] for left, right in pairs]
        known = [one[np.isfinite(one)] for one in above]
        heights = [float(one.mean()) for one in known if one.size]
        mean = float(np.mean(heights)) if heights else 0.0
        found.append(Side.LEFT if mean < -LOWER else Side.RIGHT if mean > LOWER else None)
    return tuple(found)


def _first_by_force(contacts: Sequence[PlateContact], force: Array, rate: float) -> Side | None:
    """Name the first foot by the sideways force, which pushes the body away from the foot it stands on.

    Only where all contacts of one foot lie beyond all of the other and the difference is three standard errors
    (judgement: of runners without any such habit, some 4 in 100 would be given sides).
    """
    if len(contacts) < LEAST_BY_FORCE or np.isnan(force[:, 1]).any():
        return None
    places, _ = _count_steps(contacts)
    if any(part for part, _ in places):
        return None
    times = np.arange(len(force)) / rate
    sideways = np.array(
        [float(force[(times >= one.touchdown) & (times < one.toe_off), 1].sum()) / rate for one in contacts]
    )
    even = np.array([step % 2 == 0 for _, step in places])
    first, second = sideways[even], sideways[~even]
    if min(first.size, second.size) < 2:
        return None
    error = float(np.hypot(first.std(ddof=1) / np.sqrt(first.size), second.std(ddof=1) / np.sqrt(second.size)))
    difference = float(first.mean() - second.mean())
    apart = min(first.max(), second.max()) < max(first.min(), second.min())
    if not apart or abs(difference) <= 3.0 * error:
        return None
    return Side.RIGHT if difference > 0.0 else Side.LEFT


def follows(one: PlateContact, other: PlateContact) -> bool:
    """Return whether no step can have gone beside the plates between two contacts."""
    return other.touchdown - one.toe_off < LONGEST_FLIGHT


def _count_steps(contacts: Sequence[PlateContact]) -> tuple[list[tuple[int, int]], list[Flag]]:
    """Return of every contact which stretch of steps it is in and which step of it, and what went beside the plates."""
    steps = [other.touchdown - one.touchdown for one, other in pairwise(contacts) if follows(one, other)]
    usual = float(np.median(steps)) if steps else 0.0
    places, flags = [(0, 0)], list[Flag]()
    for one, other in pairwise(contacts):
        part, step = places[-1]
        gap = other.touchdown - one.touchdown
        if follows(one, other):
            places.append((part, step + 1))
            continue
        single = usual > 0.0 and abs(gap / usual - 2.0) < NEAR_WHOLE
        places.append((part, step + 2) if single else (part + 1, 0))
        beyond = "one step went beside the plates" if single else "more than a step is beside the plates or on none"
        text = f"no foot is on a plate for {other.touchdown - one.toe_off:.2f} s: {beyond}"
        flags.append(Flag("missed_step", f"{one.toe_off:.2f} s", text))
    return places, flags


def _alternating(index: int, places: Sequence[tuple[int, int]], known: Sequence[Side | None]) -> Side | None:
    """Return the foot of a contact by the first named one of its stretch of steps."""
    part, step = places[index]
    for (other, at), side in zip(places, known, strict=True):
        if other == part and side is not None:
            return side if (step - at) % 2 == 0 else side.other
    return None
