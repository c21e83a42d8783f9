"""From foot contacts to steps: what was seen, what looks wrong, nothing repaired."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import isfinite
from statistics import median

from evenstride.core.errors import InputError
from evenstride.core.recording import Contact, StepEvents
from evenstride.core.run import Flag, Run, Step

FEWEST_CONTACTS = 3
"""Two steps, one of each foot: the least that can be called running."""

PLAUSIBLE_CONTACT = (0.05, 0.5)
"""Contact times in s outside this are questioned and left out (judgement; science.md §2.5–2.6: 0.08 to 0.28 s)."""

DOUBLE_STEP = 1.6
"""A step longer than this many median steps has a contact missing inside it (judgement)."""

UNSTEADY = 0.05
"""Relative change of speed from first to last step above which the run is not steady (judgement)."""

ASSUMED_TIMING_SD = 0.005
"""Standard deviation of one event in s for a device that states none: wide on purpose (judgement). It covers one
frame at 60 a second (1/(60·√12) = 4.8 ms) and hand coding at 240 (science.md §9.1–9.2, `martinezsobrino2023`)."""

ASSUMED_SPEED_ERROR = 0.01
"""Relative standard error of a run's speed, which no step file states (judgement; prior from science.md §7.2)."""


LEAST_FREEDOM = 3
"""With fewer degrees of freedom the variation between steps is hardly seen: flagged, and its draws keep the tails
of three, since one or two would give values no runner has (judgement)."""


def step_freedom(steps: Sequence[Step]) -> int:
    """Return the degrees of freedom of the variation between steps: steps less one for each side seen."""
    return len(steps) - len({step.side for step in steps})


def prepare_steps(recording: StepEvents) -> Run:
    """Turn contacts into steps and flag what a person should know.

    A step runs from the touchdown of one foot to the touchdown of the OTHER foot. Steps with an implausible
    contact, a missing contact inside or feet overlapping on the ground are left out and flagged; two contacts of
    the same side in a row make no step. `swing_time` runs from toe_off to the own next touchdown, across kept
    steps only. Where the recording says that its contacts are untimed, steps have touchdowns only.

    Parameters
    ----------
    recording : StepEvents
        Contacts in time order, times in s.

    Raises
    ------
    InputError
        If there are fewer than 3 contacts, a time is not finite, or touchdowns are not in time order.

    Notes
    -----
    Identities of science.md §2.1 hold for steady running; a run that speeds up or slows down is flagged.

    Examples
    --------
    >>> from evenstride.core.recording import Contact, StepEvents
    >>> from evenstride.core.roles import Side
    >>> feet = (Side.LEFT, Side.RIGHT, Side.LEFT)
    >>> contacts = tuple(Contact(s, 0.225 * i, 0.225 * i + 0.1) for i, s in enumerate(feet))
    >>> run = prepare_steps(StepEvents("Noa", contacts))
    >>> len(run.steps), round(run.steps[0].flight_time, 3), round(run.steps[0].swing_time, 3)
    (2, 0.125, 0.35)
    """
    contacts = recording.contacts
    _refuse_unusable(recording)
    flags: list[Flag] = []
    kept: dict[int, Step] = {}
    usual = median(later.touchdown - earlier.touchdown for earlier, later in pairwise(contacts))
    for index, (this, following) in enumerate(pairwise(contacts)):
        problem = _problem(this, following, usual)
        if problem is None:
            toe_off = None if recording.untimed is not None else this.toe_off
            kept[index] = Step(this.side, this.touchdown, toe_off, following.touchdown, speed=this.speed)
        else:
            flags.append(Flag(problem[0], f"contact {index + 1}", problem[1]))
    steps = tuple(_with_swing(step, index, kept) for index, step in kept.items())
    return Run(recording, steps, (*flags, *_whole_run_flags(recording, steps)))


def _refuse_unusable(recording: StepEvents) -> None:
    contacts, place = recording.contacts, recording.origin.file_name
    if len(contacts) < FEWEST_CONTACTS:
        raise InputError(
            f"{len(contacts)} foot {'contact was' if len(contacts) == 1 else 'contacts were'} found, "
            f"{FEWEST_CONTACTS} are needed",
            place=place,
            why="A step runs from one foot's touchdown to the other's",
            remedy="Film or record at least three contacts in a row",
        )
    for number, contact in enumerate(contacts, start=1):
        left = recording.untimed is not None or (contact.toe_off is not None and isfinite(contact.toe_off))
        if not (isfinite(contact.touchdown) and left):
            raise InputError(
                f"contact {number} has a time that is not a number",
                place=place,
                remedy="Give touchdown and toe_off of every contact in seconds, or leave the contact out",
            )
    for number, (earlier, later) in enumerate(pairwise(contacts), start=2):
        if later.touchdown <= earlier.touchdown:
            raise InputError(
                f"contact {number} touches down at {later.touchdown:g} s, not after {earlier.touchdown:g} s",
                place=place,
                why="Contacts must be in time order",
                remedy="Sort the rows by touchdown and check for rows entered twice",
            )


def _problem(this: Contact, following: Contact, usual: float) -> tuple[str, str] | None:
    contact_time = None if this.toe_off is None else this.toe_off - this.touchdown
    low, high = PLAUSIBLE_CONTACT
    if this.side is following.side:
        return "no_alternation", f"two {this.side} contacts in a row: the {this.side.other} one between is missing"
    if contact_time is not None and not low <= contact_time <= high:
        return "implausible_contact", f"contact of {contact_time:.3f} s is outside {low:g} to {high:g} s; left out"
    if this.toe_off is not None and following.touchdown <= this.toe_off:
        return "overlapping", "the next foot is down before this one has left: walking or a wrong time; left out"
    if following.touchdown - this.touchdown > DOUBLE_STEP * usual:
        return "double_step", f"longer than {DOUBLE_STEP:g} usual steps: contacts are missing inside; left out"
    return None


def _with_swing(step: Step, index: int, kept: dict[int, Step]) -> Step:
    following = kept.get(index + 1)
    if following is None or step.toe_off is None:
        return step
    swing_time = following.next_touchdown - step.toe_off
    return Step(step.side, step.touchdown, step.toe_off, step.next_touchdown, swing_time, step.speed)


def _whole_run_flags(recording: StepEvents, steps: tuple[Step, ...]) -> list[Flag]:
    flags: list[Flag] = []
    if step_freedom(steps) < LEAST_FREEDOM:
        counted = "1 usable step hardly shows" if len(steps) == 1 else f"{len(steps)} usable steps hardly show"
        text = f"{counted} how steps vary; the intervals may be too narrow"
        flags.append(Flag("few_steps", "run", text))
    if recording.device.timing_sd is None:
        text = f"the device states no timing error; {1000 * ASSUMED_TIMING_SD:g} ms for one event is assumed"
        flags.append(Flag("timing_assumed", "device", text))
    speeds = [step.speed for step in steps if step.speed is not None]
    if speeds and recording.device.speed_error is None:
        text = f"no error of the speed is stated; {100 * ASSUMED_SPEED_ERROR:g} % is assumed"
        flags.append(Flag("speed_assumed", "device", text))
    if speeds and abs(speeds[-1] - speeds[0]) > UNSTEADY * speeds[0]:
        text = f"speed goes from {speeds[0]:.2f} to {speeds[-1]:.2f} m/s; the identities hold for steady running"
        flags.append(Flag("unsteady", "run", text))
    return flags
