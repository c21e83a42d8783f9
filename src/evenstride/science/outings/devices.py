"""What is published against the instruments of outings: contact times that are too short, and where they were tried.

Nothing is corrected with these figures: they were found on other people, other shoes and other firmware.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from evenstride.core.activity import Activity
from evenstride.core.outing_values import DeviceNote, SpeedBins


@dataclass(frozen=True, slots=True)
class KnownDevice:
    """One kind of instrument.

    Attributes
    ----------
    words : tuple of str
        Any of them in the name tells it, in small letters.
    sentence, reference : str
        What is known.
    contact_error : float
        Share by which contact times of all outings may be off together.
    through_watch : bool
        A watch writes what it measures under its own name, with the sensor in the list of devices only.
    """

    words: tuple[str, ...]
    sentence: str
    reference: str
    contact_error: float
    through_watch: bool = False


LARGEST_ERROR = 0.155
"""Middle of 15 to 16 % by which two devices read contact times short in 23 runners (Rodriguez-Barbero 2024): the
largest published for running, taken for instruments nothing is known of (judgement)."""

KNOWN = (
    KnownDevice(
        ("stryd", "runmatic"),
        "contact times 15 to 16 % short in one study of 23 runners, no different from force plates in another",
        "Rodriguez-Barbero 2024; PMC7404478",
        LARGEST_ERROR,
    ),
    KnownDevice(
        ("running dynamics pod", "rd pod", "rd-pod"),
        "contact times 81.5 ± 18.4 ms short in running on the spot",
        "drobnic2023",
        LARGEST_ERROR,
        through_watch=True,
    ),
    KnownDevice(
        ("hrm run", "hrm-run", "hrm4 run", "hrm tri", "hrm-tri", "hrm4 tri", "hrm pro", "hrm-pro", "hrm4 pro"),
        "contact times agreed well on a treadmill at 9 and 12 km/h; faster was not tried",
        "cabrera2025",
        LARGEST_ERROR,
        through_watch=True,
    ),
    KnownDevice(
        ("runscribe", "footpod", "foot pod", "foot_pod", "zwift runpod", "milestone", "coros pod"),
        "sensors on the foot read contact times 10.5 ± 2.2 % short",
        "falbriard2017",
        0.107,
    ),
)
"""From science.md §9.4 and peers.md §3.1."""

NOT_FOR_SPRINTS = (
    "Contact time of outings says nothing of sprinting: no such device has been checked at 7 m/s or faster, so that "
    "faster stretches are left out."
)


@lru_cache(maxsize=256)
def known_device(source: str) -> KnownDevice | None:
    """Return what is known of an instrument by its name, None where nothing is.

    Examples
    --------
    >>> known_device("Stryd").reference
    'Rodriguez-Barbero 2024; PMC7404478'
    >>> known_device("new watch") is None
    True
    """
    name = source.casefold()
    return next((one for one in KNOWN if any(word in name for word in one.words)), None)


def contact_sensor(source: str, devices: Sequence[str]) -> str:
    """Return what measured contact times: a known sensor the file lists, where the watch wrote them under its own name.

    A strap and a wrist read differently, so that a run with the strap and one without are two instruments.

    Examples
    --------
    >>> contact_sensor("Garmin fenix5", ["Garmin fenix5", "Garmin hrm4 run"])
    'Garmin hrm4 run'
    >>> contact_sensor("Garmin fenix5", ["Garmin fenix5", "Stryd"])
    'Garmin fenix5'
    """
    if known_device(source) is not None:
        return source
    return next((one for one in devices if (known := known_device(one)) is not None and known.through_watch), source)


def measures_steps_only(source: str) -> bool:
    """Return whether an instrument is a sensor of steps, whose speed is no evidence of top speed."""
    return known_device(source) is not None


def contact_error(source: str) -> float:
    """Return the share by which all contact times of an instrument may be off together, taken as one SD."""
    known = known_device(source)
    return LARGEST_ERROR if known is None else known.contact_error


def note_devices(activity: Activity, steps: SpeedBins | None, *, impossible: int = 0) -> tuple[DeviceNote, ...]:
    """Return what is to be said of the instruments of an outing."""
    notes: list[DeviceNote] = []
    if impossible:
        many = "one sample is" if impossible == 1 else f"{impossible} samples are"
        notes.append(DeviceNote(activity.device.name, f"{many} faster than anybody runs and left out"))
    if steps is not None and (steps.contact_times > 0.0).any():
        notes.append(note_contact(steps.contact_source))
    return tuple(notes)


def note_contact(source: str) -> DeviceNote:
    """Return what is known of the contact times of an instrument."""
    known = known_device(source)
    if known is None:
        return DeviceNote(source, "nothing is published here on the contact times of this instrument")
    return DeviceNote(source, known.sentence, known.reference)
