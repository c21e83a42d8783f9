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
from evenstride.core.run import Flag, told_by
from evenstride.core.signal import Markers, Plate, Signal
from evenstride.core.signal_mapping import MarkerMapping
from evenstride.core.stance import Stance, Trial
from evenstride.core.units import GRAVITY
from evenstride.science.motion.lab_axes import LEAST_SPEED, Faced, face_forward
from evenstride.science.motion.leg_length import say_leg
from evenstride.science.plates.directions import check_directions
from evenstride.science.plates.edges import edge_flags
from evenstride.science.plates.events import PlateContact, PlateContacts, find_contacts
from evenstride.science.plates.stance_sides import Told, follows, name_feet
from evenstride.science.plates.standing import require_person, require_steps
from evenstride.science.plates.toe_drag import plate_drags
from evenstride.science.plates.zero import CUT_OFF
from evenstride.science.steps.walking import Walking, find_walking

LEAST_RATE = 100.0
"""Samples a second below which contacts cannot be measured: fewer than ten in a sprinter's contact (judgement)."""

NO_FOOT = "no foot was on a plate"
"""What is said where all plates stayed empty."""

MARGIN = 0.03
"""s of force kept before touchdown and after toe_off."""

MASS_DIFFERS = 0.05
"""Share by which a mass told and the one that carries the runner through whole strides may differ unremarked
(judgement: on real plates they differ by 0.2 %, and clothes and shoes are 1 to 2 %)."""

LONGEST_STRIDE = 1.2
"""s; two contacts of a foot further apart are two runs over the plates (judgement: slow jogging takes 0.8 s)."""


def prepare_trial(
    signal: Signal,
    *,
    mass: float | None = None,
    first: Side | None = None,
    mapping: MarkerMapping | None = None,
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
    mapping : MarkerMapping, optional
        Which markers are which point of the feet; they show which foot is down.
    leg : LegLength, optional
        Of the runner, for the stiffness of the leg.
    cut_off : float
        Hz of the low pass for events; forces themselves are taken as recorded, zero off.

    Raises
    ------
    FitError
        If there is no plate, no contact or no direction; if plates were sampled at several rates or too seldom; if
        markers show another foot down than is said; if somebody only stands on the plates.
    InputError
        If the plates carry what nobody weighs.

    Notes
    -----
    The mass a runner carries: over whole strides the mean vertical force is body weight, whatever the steps look like.
    Strides in which a step may have gone beside the plates are left out.
    """
    _require_plates(signal.plates)
    require_steps(signal.plates, signal.up)
    told = signal.body.mass if mass is None else mass
    faced = face_forward(signal)
    found, turned = _contacts(faced, told, cut_off)
    load = _all_plates(found)
    named = name_feet(found.contacts, _told(faced.signal, first, mapping), *load)
    carried = _carried_mass(found.contacts, *load)
    require_person(carried)
    used = told if told is not None else carried if carried is not None else float("nan")
    walking = find_walking([(one.touchdown, one.toe_off) for one in found.contacts if one.whole])
    differs = mass_differs(told, carried, "the plates carried over whole strides")
    flags = (*_seen_flags(faced.signal.plates, found, turned, walking), *named.flags, *differs)
    speed = _speed(faced.signal.markers, found.contacts, named.sides)
    stances = tuple(
        replace(one, leg=leg, walking=walking is not None) for one in _stances(found, named.sides, load, used, speed)
    )
    notes = (faced.how, named.how, *_notes(found, used, told, cut_off), *([] if leg is None else [say_leg(leg)]))
    return Trial(signal.athlete, stances, speed, signal.on, flags, notes)


def _contacts(faced: Faced, mass: float | None, cut_off: float) -> tuple[PlateContacts, tuple[Flag, ...]]:
    """Return the contacts on the plates, and of which plates the directions were mended."""
    found = find_contacts(faced.signal.plates, mass=mass, cut_off=cut_off)
    if not found.contacts:
        raise FitError(
            NO_FOOT,
            why=told_by(found.flags),
            remedy="Check which plates were hit",
        )
    if not faced.by_markers:
        return found, ()
    return check_directions(found, [plate.name for plate in faced.signal.plates])


def _seen_flags(
    plates: Sequence[Plate], found: PlateContacts, turned: tuple[Flag, ...], walking: Walking | None
) -> tuple[Flag, ...]:
    """Return what is told of the contacts; who walks drags no toe that is worth a word."""
    edges = edge_flags(plates, found.contacts)
    if walking is not None:
        return (walking.flag(), *found.flags, *turned, *edges)
    return (*found.flags, *turned, *edges, *plate_drags(found))


def step_events(trial: Trial) -> StepEvents:
    """Return the contacts of a trial as step events, with the error of the method.

    Raises
    ------
    FitError
        If a contact has no side.
    """
    if any(stance.side is None for stance in trial.stances):
        if any(stance.side is not None for stance in trial.stances):
            raise FitError(
                "nothing says which foot was down in some of the contacts",
                why=told_by(flag for flag in trial.flags if flag.code in ("missed_step", "no_alternation")),
                remedy="Mark the events of the feet in the file, or cut the trial to steps in a row; hops on the spot "
                "are a field test of their own: evenstride test hops",
            )
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


def _require_plates(plates: Sequence[Plate]) -> None:
    if not plates:
        raise FitError("there is no force plate in this trial", remedy="Export the trial with its analog channels")
    rates = sorted({plate.rate for plate in plates}, reverse=True)
    if len(rates) > 1:
        raise FitError(
            f"the plates have {' and '.join(f'{rate:g}' for rate in rates)} samples a second",
            why="Their forces cannot be added",
            remedy="Export all plates at one rate",
        )
    if not rates[0] >= LEAST_RATE:
        raise FitError(
            f"{rates[0]:g} samples a second are too few for contacts",
            remedy=f"Record the force at {LEAST_RATE:g} a second or more, better at 1000",
        )


def _told(signal: Signal, first: Side | None, mapping: MarkerMapping | None) -> Told:
    if signal.markers is None or mapping is None:
        return Told(signal.plates, signal.events, first)
    return Told(signal.plates, signal.events, first, mapping.of(signal.markers), signal.markers.rate)


def _all_plates(found: PlateContacts) -> tuple[Array, float]:
    """Return the zeroed force of all plates together, N, and the rate."""
    usable = [one for one in found.zeroed if one is not None]
    shortest = min(len(one.whole) for one in usable)
    return np.asarray(np.sum([one.whole[:shortest] for one in usable], axis=0)), usable[0].rate


def _carried_mass(contacts: Sequence[PlateContact], force: Array, rate: float) -> float | None:
    times = np.arange(len(force)) / rate
    shares = [
        float(np.trapezoid(force[inner, 2], times[inner])) / (third.touchdown - one.touchdown)
        for one, second, third in zip(contacts, contacts[1:], contacts[2:], strict=False)
        if (inner := (times >= one.touchdown) & (times < third.touchdown)).sum() > 2
        and third.touchdown - one.touchdown < LONGEST_STRIDE
        and follows(one, second)
        and follows(second, third)
        and one.whole
    ]
    return float(np.mean(shares)) / GRAVITY if shares else None


def mass_differs(told: float | None, other: float | None, how: str) -> tuple[Flag, ...]:
    """Return a flag with both numbers where a mass told, kg, and another one differ by more than `MASS_DIFFERS`.

    Examples
    --------
    >>> mass_differs(70.0, 75.9, "standing still weighs")[0].text
    '70.0 kg is told, standing still weighs 75.9 kg; the one told is used'
    >>> mass_differs(70.0, 71.0, "standing still weighs")
    ()
    """
    if told is None or other is None or abs(other / told - 1.0) <= MASS_DIFFERS:
        return ()
    return (Flag("mass_differs", "mass", f"{told:.1f} kg is told, {how} {other:.1f} kg; the one told is used"),)


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


def _speed(markers: Markers | None, contacts: Sequence[PlateContact], sides: Sequence[Side | None]) -> float | None:
    """Return the mean speed in m/s from the first touchdown to that of the same foot last seen."""
    if markers is None:
        return None
    seen = np.isfinite(markers.positions).all(axis=(0, 2))
    if not seen.any():
        return None
    whole = [index for index, side in enumerate(sides) if (side is sides[0] if side is not None else index % 2 == 0)]
    first, until = contacts[0].touchdown, contacts[whole[-1] if whole else 0].touchdown
    if until <= first:
        return None
    forward: Array = markers.positions[:, seen, 0]
    begin, end = (_between_frames(forward, time * markers.rate) for time in (first, until))
    # Of whole strides every part of the body makes the same way; the median leaves out what lies on the floor.
    speed = float(np.median(end - begin)) / (until - first)
    return speed if speed > LEAST_SPEED else None


def _between_frames(courses: Array, place: float) -> Array:
    """Return courses, shape (n, k), at a place between two frames; at the first or last one beyond them."""
    place = min(max(place, 0.0), len(courses) - 1.0)
    first = int(place)
    share = place - first
    return np.asarray((1.0 - share) * courses[first] + share * courses[min(first + 1, len(courses) - 1)])


def _notes(found: PlateContacts, mass: float, told: float | None, cut_off: float) -> tuple[str, ...]:
    levels = sorted({round(level, 1) for level in found.thresholds if np.isfinite(level)})
    said = " and ".join(f"{level:g}" for level in levels)
    source = "as told" if told is not None else "as the plates carried it over whole strides"
    weighed = "Mass is not known." if np.isnan(mass) else f"Mass {mass:.1f} kg, {source}."
    return (
        f"Contacts are read at {said} N, low pass {cut_off:g} Hz (Butterworth, fourth order, forward and back).",
        weighed,
    )
