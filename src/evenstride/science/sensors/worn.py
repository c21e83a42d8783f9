"""Steps from the inertial sensors of one recording, each read by where it was worn, every event counted once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from evenstride.core.errors import FitError, InputError
from evenstride.core.estimate import Array, Draws, Missing
from evenstride.core.recording import Contact, Device, StepEvents
from evenstride.core.roles import Side
from evenstride.core.run import Flag
from evenstride.core.signal import Inertial
from evenstride.core.worn import Segment, Worn
from evenstride.science.motion.foot_motion import LEAST_RATE
from evenstride.science.sensors import leg_gyro_events, shank_events
from evenstride.science.sensors import sacrum_events as sensor_events
from evenstride.science.sensors.leg_gyro_events import find_leg_strides, find_turning_contacts
from evenstride.science.sensors.sacrum_events import SacralSteps, find_sacral_steps
from evenstride.science.sensors.segment_turning import TurningContacts
from evenstride.science.sensors.shank_events import acceleration_strides, find_shank_contacts

RHYTHM_DIFFERS = 0.03
"""Share by which the rhythm of two sensors of one recording may differ (judgement: both count the same steps)."""

OWN_STRIDE = 0.004
"""s, standard deviation of a stride time from one repeated shape of a leg's signal (judgement: half a sample at 120 a
second)."""

NEAR = 0.4
"""Part of a step within which a touchdown of the sacrum is that of a leg (judgement: below a half it is one only)."""

NAMED = 0.8
"""Part of the touchdowns of a leg that must fall on every second step before the legs name the feet (judgement)."""

CONTACT_METHODS = {
    Segment.FOOT: (find_turning_contacts, leg_gyro_events.ERRORS),
    Segment.SHANK: (find_shank_contacts, shank_events.ERRORS),
}
_BOTH = "Wear a sensor on each foot or shank, or one at the sacrum beside the one on the leg"


@dataclass(frozen=True, slots=True, eq=False)
class Leg:
    """What the sensors on one leg showed; `contacts` is None where only strides were seen.

    Attributes
    ----------
    segment : Segment
        Of the sensor that is used.
    strides : ndarray, shape (n,)
        Stride times, s.
    """

    segment: Segment
    strides: Array
    contacts: TurningContacts | None = None


@dataclass(frozen=True, slots=True, eq=False)
class WornSteps:
    """Steps of one recording of inertial sensors.

    Attributes
    ----------
    events : StepEvents or Missing
        Contacts of both feet, where both were seen and named.
    values : mapping of str to Draws or Missing
        What is known where there are no events: `step_frequency`, `contact_time`, and of each leg that was seen
        `contact_time.left`, `swing_time.left`, `stride_time.left`.
    notes : tuple of str
        Which sensor timed what, and with what error.
    """

    events: StepEvents | Missing
    values: Mapping[str, Draws | Missing]
    flags: tuple[Flag, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Seen:
    """What all sensors showed, while it is collected."""

    legs: dict[Side, Leg] = field(default_factory=dict[Side, Leg])
    sacrum: SacralSteps | None = None
    flags: list[Flag] = field(default_factory=list[Flag])
    refused: list[FitError | InputError] = field(default_factory=list[FitError | InputError])


def measure_worn(
    sensors: Sequence[tuple[Worn, Inertial]], *, athlete: str = "", first: Side | None = None, seed: int = 0
) -> WornSteps:
    """Measure the steps that worn sensors of one recording and one clock show.

    Parameters
    ----------
    sensors : sequence of (Worn, Inertial)
        Each with its place.
    athlete : str
        Whose they are.
    first : Side, optional
        The foot that came first, for a sensor at the sacrum alone.
    seed : int
        Seed of the draws.

    Raises
    ------
    InputError, FitError
        If no sensor shows a step: what the last one was refused for.

    Notes
    -----
    One method times all contacts of a run, so that a difference between the feet is none between methods: feet before
    shanks before the sacrum. The sacrum knows no sides; a foot or shank on one leg names its steps. Errors of sensors
    on one runner depend on the same runner and speed, so a second one makes no interval narrower: it is compared, and
    told where it disagrees.

    Examples
    --------
    >>> from evenstride.science.simulate.shank import simulate_shank
    >>> left, right = (simulate_shank(contact_time=0.2, stride_time=0.7, start=s) for s in (0.3, 0.65))
    >>> size = min(len(left.turning), len(right.turning))
    >>> found = measure_worn([(Worn(Segment.SHANK, side), Inertial("", leg.rate, turning=leg.turning[:size]))
    ...                       for side, leg in ((Side.LEFT, left), (Side.RIGHT, right))])
    >>> len(found.events.contacts), found.events.contacts[0].side
    (19, <Side.LEFT: 'left'>)
    """
    seen = _Seen()
    for worn, sensor in sorted(sensors, key=lambda one: list(Segment).index(one[0].segment), reverse=True):
        _look(worn, sensor, seen, seed)
    if seen.sacrum is None and not seen.legs:
        if not seen.refused:
            raise InputError("there is no sensor in this recording", remedy="Say where each was worn")
        raise seen.refused[-1]
    _compare(seen)
    timed = _both_legs(seen.legs) or _by_sacrum(seen, first)
    if timed is None:
        return WornSteps(_why_no_events(seen), _values(seen, seed), tuple(seen.flags), _notes(seen, None))
    contacts, device, note = timed
    events = StepEvents(athlete, contacts, device=device)
    return WornSteps(events, {}, tuple(seen.flags), _notes(seen, note))


def _look(worn: Worn, sensor: Inertial, seen: _Seen, seed: int) -> None:
    """Read one sensor by its place; what cannot be read is flagged, and the others go on."""
    if sensor.clipped:
        held = sensor.turning if sensor.acceleration is None else sensor.acceleration
        count = 0 if held is None else len(held)
        text = (
            f"{sensor.clipped} of {count} samples stand at the end of its range: peaks and events there are uncertain"
        )
        seen.flags.append(Flag("clipped", str(worn), text))
    try:
        if worn.segment is Segment.SACRUM:
            if sensor.acceleration is None:
                raise InputError("steps at the sacrum are read from its acceleration", remedy="Record that too")
            seen.sacrum = find_sacral_steps(sensor.acceleration, sensor.rate, seed=seed)
            seen.flags += seen.sacrum.flags
            return
        if worn.side is None:
            raise InputError("it is not said which leg wore it", place=str(worn), remedy=f"Say left or right {worn}")
        leg = _leg(worn, sensor, seed)
    except (FitError, InputError) as refused:
        seen.refused.append(refused)
        seen.flags.append(Flag("unread", str(worn), refused.what))
        return
    known = seen.legs.get(worn.side)
    if known is None or (known.contacts is None and leg.contacts is not None):
        seen.legs[worn.side] = leg


def _leg(worn: Worn, sensor: Inertial, seed: int) -> Leg:
    if sensor.turning is not None and worn.segment in CONTACT_METHODS and sensor.rate >= LEAST_RATE:
        method, _ = CONTACT_METHODS[worn.segment]
        contacts = method(sensor.turning, sensor.rate, seed=seed)
        return Leg(worn.segment, _strides(np.diff(contacts.touchdowns), contacts.stride_time), contacts)
    if sensor.turning is not None:
        strides = find_leg_strides(sensor.turning, sensor.rate)
        return Leg(worn.segment, _strides(strides, float(np.median(strides))))
    if sensor.acceleration is None:
        raise InputError("it holds neither acceleration nor turning", place=str(worn))
    return Leg(worn.segment, acceleration_strides(sensor.acceleration, sensor.rate))


def _strides(strides: Array, usual: float) -> Array:
    """Return stride times without pauses and strides of which one was missed between."""
    return strides[np.abs(strides / usual - 1.0) < 0.5]


def _compare(seen: _Seen) -> None:
    """Flag where sensors of one recording do not keep one rhythm: then they have not one clock, or one is misread."""
    rhythms = [(f"{side} {leg.segment}", float(np.median(leg.strides))) for side, leg in seen.legs.items()
               if leg.strides.size]  # fmt: skip
    if seen.sacrum is not None:
        rhythms.append(("sacrum", 2.0 / seen.sacrum.step_frequency.point))
    for name, stride in rhythms[1:]:
        usual, reference = rhythms[0][1], rhythms[0][0]
        if abs(stride / usual - 1.0) > RHYTHM_DIFFERS:
            text = f"{stride:.3f} s a stride, and {usual:.3f} s at the {reference}: one of the two is misread"
            seen.flags.append(Flag("rhythm_differs", name, text))


def _both_legs(legs: Mapping[Side, Leg]) -> tuple[tuple[Contact, ...], Device, str] | None:
    timed = {side: (leg.segment, leg.contacts) for side, leg in legs.items() if leg.contacts is not None}
    if len(timed) < 2:
        return None
    contacts = tuple(
        sorted(
            (
                Contact(side, float(down), float(off))
                for side, (_, found) in timed.items()
                for down, off in zip(found.touchdowns, found.toe_offs, strict=True)
            ),
            key=lambda one: one.touchdown,
        )
    )
    segments = {segment for segment, _ in timed.values()}
    worst = Segment.SHANK if Segment.SHANK in segments else Segment.FOOT
    _, errors = CONTACT_METHODS[worst]
    note = f"Contacts are timed by the {'s and the '.join(segments)}s' rate of turn".replace("foots", "feet")
    if len(segments) > 1:
        note += "; one leg by the foot and one by the shank, so that differences between them may be of the method"
    return (
        contacts,
        _device(errors.own, errors.shared, f"rate of turn of the {worst}, against plates in two runners"),
        note,
    )


def _by_sacrum(seen: _Seen, first: Side | None) -> tuple[tuple[Contact, ...], Device, str] | None:
    """Return the contacts of the sacrum, named by one leg or by the foot that is told to have come first."""
    steps = seen.sacrum
    if steps is None or not np.isfinite(steps.contact_times).any():
        return None
    named = _parity(steps, seen.legs)
    how = "sides as the sensor on the leg names them"
    if named is None:
        if first is None:
            return None
        named, how = first, f"the {first} foot came first, as told, and the feet take turns"
    contacts: list[Contact] = []
    side = named
    for index, (down, lasted) in enumerate(zip(steps.touchdowns, steps.contact_times, strict=True)):
        if index and np.isnan(steps.step_times[index - 1]):
            # After a pause nobody knows which foot came first.
            break
        if np.isfinite(lasted):
            contacts.append(Contact(side, float(down), float(down + lasted)))
        side = side.other
    shared = sensor_events.SHARED_CONTACT / np.sqrt(2.0)
    device = _device(sensor_events.OWN_TOUCHDOWN, (shared, shared), "acceleration of the sacrum, one runner and wider")
    return tuple(contacts), device, f"Contacts are timed by the acceleration of the sacrum; {how}"


def _parity(steps: SacralSteps, legs: Mapping[Side, Leg]) -> Side | None:
    """Return the side of the first step of the sacrum, by the touchdowns of one leg; None where they do not tell."""
    for side, leg in legs.items():
        if leg.contacts is None or len(leg.contacts.touchdowns) < 2:
            continue
        reach = NEAR / steps.step_frequency.point
        apart = np.abs(steps.touchdowns[None, :] - leg.contacts.touchdowns[:, None])
        nearest = np.argmin(apart, axis=1)[apart.min(axis=1) < reach]
        if nearest.size < 2:
            continue
        even = np.count_nonzero(nearest % 2 == 0) / nearest.size
        if max(even, 1.0 - even) >= NAMED:
            return side if even >= NAMED else side.other
    return None


def _device(own: float, shared: tuple[float, float], source: str) -> Device:
    return Device("inertial sensor", "", own, source, (float(shared[0]), float(shared[1])))


def _why_no_events(seen: _Seen) -> Missing:
    if not seen.legs:
        if seen.sacrum is not None and isinstance(seen.sacrum.contact_time, Missing):
            return seen.sacrum.contact_time
        return Missing(
            "a sensor at the sacrum does not know left from right",
            "Say which foot came first: --side left; or wear one on a foot or shank too",
        )
    timed = [side for side, leg in seen.legs.items() if leg.contacts is not None]
    if not timed:
        return Missing(
            "these sensors show strides and no contacts",
            f"Use a gyroscope on foot or shank with {LEAST_RATE:g} samples a second or more",
        )
    return Missing(f"only contacts of the {timed[0]} leg were seen, and a step needs both", _BOTH)


def _values(seen: _Seen, seed: int) -> dict[str, Draws | Missing]:
    found: dict[str, Draws | Missing] = {}
    if seen.sacrum is not None:
        found |= {"step_frequency": seen.sacrum.step_frequency, "contact_time": seen.sacrum.contact_time}
    rng = np.random.default_rng([seed, 7])
    for side, leg in seen.legs.items():
        if leg.strides.size:
            found[f"stride_time.{side}"] = stride = _stride_time(leg, rng)
            if leg.contacts is not None:
                found[f"contact_time.{side}"] = contact = leg.contacts.contact_time
                swing = stride.samples - contact.samples
                found[f"swing_time.{side}"] = Draws(stride.point - contact.point, swing, "s", contact.method)
    return found


def _stride_time(leg: Leg, rng: np.random.Generator) -> Draws:
    """Return the mean stride time with the doubt of as many strides as were seen."""
    count = len(leg.strides)
    spread = float(leg.strides.std(ddof=1)) if count > 1 else 0.0
    doubt = float(np.hypot(spread, OWN_STRIDE)) / np.sqrt(count)
    mean = float(leg.strides.mean())
    return Draws(mean, mean + doubt * rng.standard_normal(2000), "s", f"strides of the {leg.segment}")


def _notes(seen: _Seen, timed: str | None) -> tuple[str, ...]:
    notes = [] if timed is None else [timed]
    for side, leg in seen.legs.items():
        if leg.contacts is not None:
            _, errors = CONTACT_METHODS[leg.segment]
            ms = 1000.0 * float(np.hypot(*errors.shared))
            text = f"all contact times of the {side} {leg.segment} may be wrong together by {ms:.0f} ms"
            notes.append(f"{text} (one standard deviation)"[0].upper() + f"{text} (one standard deviation)"[1:])
    if seen.sacrum is not None:
        notes.append("A sensor at the sacrum shows rhythm well and contact times hardly better than telling everybody"
                     " the mean")  # fmt: skip
    if len(seen.legs) + (seen.sacrum is not None) > 1:
        notes.append("Sensors on one runner err alike: the others were compared and make no interval narrower")
    return tuple(notes)
