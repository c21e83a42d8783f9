"""From a signal of plates and markers to the contacts of a trial: sides, speed, mass."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from evenstride.core.errors import FitError
from evenstride.core.estimate import Array
from evenstride.core.leg import LegLength
from evenstride.core.recording import Contact, Device, StepEvents
from evenstride.core.roles import Side
from evenstride.core.run import Flag
from evenstride.core.signal import FootEvent, FootEventKind, Markers, Plate, Signal
from evenstride.core.stance import Stance, Trial
from evenstride.core.units import GRAVITY
from evenstride.science.force_events import PlateContact, PlateContacts, find_contacts
from evenstride.science.lab_axes import face_forward
from evenstride.science.leg_length import say_leg
from evenstride.science.plate_edges import edge_flags
from evenstride.science.plate_level import LEAST_WEIGHT
from evenstride.science.plate_zero import CUT_OFF
from evenstride.science.toe_drag import plate_drags
from evenstride.science.walking import find_walking

NEAR = 0.06
"""s within which an event of the file names the foot of a contact (judgement: a quarter of a contact)."""

LEAST_BY_FORCE = 6
"""Contacts from which the sideways force may say which foot came first (judgement)."""

MARGIN = 0.03
"""s of force kept before touchdown and after toe_off."""

MASS_DIFFERS = 0.05
"""Share by which a mass told and the one that carries the runner through whole strides may differ unremarked
(judgement: on real plates they differ by 0.2 %, and clothes and shoes are 1 to 2 %)."""

LONGEST_STRIDE = 1.2
"""s; two contacts of a foot further apart are two runs over the plates (judgement: slow jogging takes 0.8 s)."""

LEAST_SPEED = 0.3
"""m/s; markers that travel slower belong to somebody on a treadmill (judgement)."""


def prepare_trial(
    signal: Signal,
    *,
    mass: float | None = None,
    first: Side | None = None,
    leg: LegLength | None = None,
    cut_off: float = CUT_OFF,
) -> Trial:
    """Find the contacts of a trial with force plates, in running axes, with side, speed and mass.

    Parameters
    ----------
    signal : Signal
        In the laboratory's axes.
    mass : float, optional
        kg; else that of the signal, else the mass that whole strides carry: impulse over stride time; nan where no
        whole stride is on the plates either.
    first : Side, optional
        The foot of the first contact, where neither events nor anything else in the file says.
    leg : LegLength, optional
        Of the runner, for the stiffness of the leg.
    cut_off : float
        Hz of the low pass for events; forces themselves are taken as recorded, zero off.

    Raises
    ------
    FitError
        If there is no plate, no contact or no direction.

    Notes
    -----
    The mass a runner carries: over whole strides the mean vertical force is body weight, whatever the steps look like.
    """
    if not signal.plates:
        raise FitError("there is no force plate in this trial", remedy="Export the trial with its analog channels")
    told = signal.body.mass if mass is None else mass
    faced = face_forward(signal)
    found = find_contacts(faced.signal.plates, mass=told, cut_off=cut_off)
    if not found.contacts:
        raise FitError(
            "no foot was on a plate",
            why="; ".join(flag.text for flag in found.flags),
            remedy="Check which plates were hit",
        )
    force, rate = _all_plates(found)
    guessed = _first_by_force(found.contacts, force, rate)
    sides, side_flags, named_by = _sides(found.contacts, signal.events, first, guessed)
    carried = _carried_mass(found.contacts, force, rate)
    used = told if told is not None else carried if carried is not None else float("nan")
    walking = find_walking([(one.touchdown, one.toe_off) for one in found.contacts if one.whole])
    flags = (
        *([] if walking is None else [walking.flag()]),
        *found.flags,
        *edge_flags(faced.signal.plates, found.contacts),
        *([] if walking is not None else plate_drags(found)),
        *side_flags,
        *_mass_flags(told, carried),
    )
    speed = _speed(faced.signal.markers, found.contacts)
    stances = tuple(
        replace(one, leg=leg, walking=walking is not None) for one in _stances(found, sides, (force, rate), used, speed)
    )
    notes = (faced.how, named_by, *_notes(found, used, told, cut_off), *([] if leg is None else [say_leg(leg)]))
    return Trial(signal.athlete, stances, speed, signal.on, flags, notes)


def step_events(trial: Trial) -> StepEvents:
    """Return the contacts of a trial as step events, with the error of the method.

    Raises
    ------
    FitError
        If a contact has no side.
    """
    if any(stance.side is None for stance in trial.stances):
        raise FitError(
            "nothing says which foot was down",
            why="The file marks no events with their side",
            remedy="Say which foot came first, left or right",
        )
    contacts = tuple(
        Contact(stance.side, stance.touchdown, stance.toe_off, stance.speed)
        for stance in trial.stances
        if stance.side is not None
    )
    error = float(np.sqrt(np.mean([stance.error**2 for stance in trial.stances])))
    device = Device("force plate", "", error, "how far events move when the threshold is halved or doubled, this trial")
    return StepEvents(trial.athlete, contacts, trial.on, device=device)


def weigh(plates: Sequence[Plate], up: int = 2) -> float:
    """Return the weight in N of somebody standing still on one or two plates: the median of the total vertical force.

    Parameters
    ----------
    plates : sequence of Plate
        Of the trial of standing still.
    up : int
        Index of the axis that points up.

    Raises
    ------
    FitError
        If the force is not steady: the spread is more than 2 % of it.

    Examples
    --------
    >>> weigh([Plate("plate 1", 100.0, np.full((300, 3), 745.0))])
    745.0
    """
    loaded = [plate.force[:, up] for plate in plates if np.nanmedian(plate.force[:, up]) > LEAST_WEIGHT]
    if not loaded:
        raise FitError("nobody stands on a plate", remedy="Choose the trial of standing still")
    total = np.sum(loaded, axis=0)
    low, high = np.quantile(total, [0.1, 0.9])
    if high - low > 0.05 * np.median(total):
        raise FitError(
            f"the force goes from {low:.0f} to {high:.0f} N",
            why="That is nobody standing still",
            remedy="Choose the trial of standing still, or cut it to the quiet part",
        )
    return float(np.median(total))


def _sides(
    contacts: Sequence[PlateContact], events: Sequence[FootEvent], first: Side | None, guessed: Side | None
) -> tuple[tuple[Side | None, ...], list[Flag], str]:
    """Name the foot of every contact, and what named it: events of the file, the first foot told, sideways force."""
    by_events = [_by_event(contact, events) for contact in contacts]
    named = [(index, side) for index, side in enumerate(by_events) if side is not None]
    how = "Left and right are those of the events in the file."
    if not named and (told := first or guessed) is not None:
        named = [(0, told)]
        how = (
            f"The {told} foot came first, as told."
            if first is not None
            else "Left and right are taken from the sideways force, which points away from the foot."
        )
    if not named:
        return (None,) * len(contacts), [], "Nothing says which foot was down."
    at, side = named[0]
    alternating = tuple(side if (index - at) % 2 == 0 else side.other for index in range(len(contacts)))
    wrong = [index for index, one in named if alternating[index] is not one]
    if wrong:
        text = "two contacts of one foot in a row: one between was missed; only contacts with an event have a side"
        return tuple(by_events), [Flag("no_alternation", f"contact {wrong[0] + 1}", text)], how
    return alternating, [], how


def _first_by_force(contacts: Sequence[PlateContact], force: Array, rate: float) -> Side | None:
    """Name the first foot by the sideways force, which pushes the body away from the foot it stands on.

    Only where all contacts of one foot lie beyond all of the other and the difference is three standard errors
    (judgement: of runners without any such habit, some 4 in 100 would be given sides).
    """
    if len(contacts) < LEAST_BY_FORCE or np.isnan(force[:, 1]).any():
        return None
    times = np.arange(len(force)) / rate
    sideways = [float(force[(times >= one.touchdown) & (times < one.toe_off), 1].sum()) / rate for one in contacts]
    odd, even = np.array(sideways[::2]), np.array(sideways[1::2])
    error = float(np.hypot(odd.std(ddof=1) / np.sqrt(odd.size), even.std(ddof=1) / np.sqrt(even.size)))
    difference = float(odd.mean() - even.mean())
    apart = min(odd.max(), even.max()) < max(odd.min(), even.min())
    if not apart or abs(difference) <= 3.0 * error:
        return None
    return Side.RIGHT if difference > 0.0 else Side.LEFT


def _by_event(contact: PlateContact, events: Sequence[FootEvent]) -> Side | None:
    for event in events:
        at = contact.touchdown if event.kind is FootEventKind.TOUCHDOWN else contact.toe_off
        if event.side is not None and abs(event.time - at) < NEAR:
            return event.side
    return None


def _all_plates(found: PlateContacts) -> tuple[Array, float]:
    """Return the zeroed force of all plates together, N, and the rate."""
    usable = [one for one in found.zeroed if one is not None]
    shortest = min(len(one.whole) for one in usable)
    return np.asarray(np.sum([one.whole[:shortest] for one in usable], axis=0)), usable[0].rate


def _carried_mass(contacts: Sequence[PlateContact], force: Array, rate: float) -> float | None:
    times = np.arange(len(force)) / rate
    shares = [
        float(np.trapezoid(force[inner, 2], times[inner])) / (third.touchdown - one.touchdown)
        for one, third in zip(contacts, contacts[2:], strict=False)
        if (inner := (times >= one.touchdown) & (times < third.touchdown)).sum() > 2
        and third.touchdown - one.touchdown < LONGEST_STRIDE
        and one.whole
    ]
    return float(np.mean(shares)) / GRAVITY if shares else None


def _mass_flags(told: float | None, carried: float | None) -> list[Flag]:
    if told is None or carried is None or abs(carried / told - 1.0) <= MASS_DIFFERS:
        return []
    text = f"{told:.1f} kg is told, the plates carried {carried:.1f} kg over whole strides; the one told is used"
    return [Flag("mass_differs", "mass", text)]


def _stances(
    found: PlateContacts,
    sides: Sequence[Side | None],
    load: tuple[Array, float],
    mass: float,
    speed: float | None,
) -> tuple[Stance, ...]:
    force, rate = load
    times = np.arange(len(force)) / rate
    stances: list[Stance] = []
    for contact, side in zip(found.contacts, sides, strict=True):
        inner = (times >= contact.touchdown - MARGIN) & (times <= contact.toe_off + MARGIN)
        if contact.whole:
            stances.append(
                Stance(
                    side,
                    contact.touchdown,
                    contact.toe_off,
                    times[inner],
                    _without_others(found, contact, force)[inner],
                    mass,
                    contact.error,
                    speed,
                )
            )
    return tuple(stances)


def _without_others(found: PlateContacts, contact: PlateContact, force: Array) -> Array:
    """Return the force of all plates but those that the other foot loads at the time, N."""
    met = [one for one in found.contacts if one.touchdown < contact.toe_off and contact.touchdown < one.toe_off]
    theirs = {index for one in met for index in one.plates} - set(contact.plates)
    for index in theirs:
        one = found.zeroed[index]
        assert one is not None, "a plate with a contact was used"
        force = force - one.whole[: len(force)]
    return force


def _speed(markers: Markers | None, contacts: Sequence[PlateContact]) -> float | None:
    """Return the mean speed in m/s from the first touchdown to that of the same foot last seen."""
    if markers is None:
        return None
    seen = np.isfinite(markers.positions).all(axis=(0, 2))
    if not seen.any():
        return None
    travelled: Array = markers.positions[:, seen, 0].mean(axis=1)
    last = len(contacts) - 1 - (len(contacts) - 1) % 2
    first, until = contacts[0].touchdown, contacts[last].touchdown
    if until <= first:
        return None
    begin, end = (float(np.interp(time, markers.times, travelled)) for time in (first, until))
    speed = (end - begin) / (until - first)
    return speed if speed > LEAST_SPEED else None


def _notes(found: PlateContacts, mass: float, told: float | None, cut_off: float) -> tuple[str, ...]:
    levels = sorted({round(level, 1) for level in found.thresholds if np.isfinite(level)})
    said = " and ".join(f"{level:g}" for level in levels)
    source = "as told" if told is not None else "as the plates carried it over whole strides"
    weighed = "Mass is not known." if np.isnan(mass) else f"Mass {mass:.1f} kg, {source}."
    return (
        f"Contacts are read at {said} N, low pass {cut_off:g} Hz (Butterworth, fourth order, forward and back).",
        weighed,
    )
