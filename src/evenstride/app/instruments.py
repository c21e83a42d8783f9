"""Use case: a trial of laboratory instruments, from the file to what its contacts and steps were like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import hypot
from pathlib import Path

from evenstride.app.clip_files import ClipTold
from evenstride.app.clips import NO_FORCES, clip_mapping, measure_clip
from evenstride.app.files import bytes_of_file
from evenstride.app.signal_files import load_mapping
from evenstride.app.trial_contacts import plate_contacts
from evenstride.app.worn import measure_worn_signal, read_worn
from evenstride.core.athlete import plausible_body
from evenstride.core.errors import FitError, InputError
from evenstride.core.estimate import Missing
from evenstride.core.leg import LegLength
from evenstride.core.metric import Analysis
from evenstride.core.motion import MotionSummary
from evenstride.core.recording import StepEvents
from evenstride.core.roles import Side
from evenstride.core.signal import Signal
from evenstride.core.signal_mapping import MarkerMapping
from evenstride.core.stance import StanceSummary, Trial
from evenstride.core.units import GRAVITY
from evenstride.readers.instruments import read_signal
from evenstride.readers.marker_sets import propose_mapping
from evenstride.science.leg_length import find_leg, told_leg
from evenstride.science.marker_contacts import marker_contacts
from evenstride.science.motion import EVENT_ERROR, prepare_motion
from evenstride.science.motion_metrics import measure_motion, measure_motion_analysis
from evenstride.science.plate_level import level_plates, standing_lean
from evenstride.science.prepare import prepare_steps
from evenstride.science.stance_metrics import measure_stances, measure_stances_analysis
from evenstride.science.stances import mass_differs, step_events, weigh
from evenstride.science.steps import measure_steps, measure_steps_analysis
from evenstride.words import say_instruments, say_motion, say_steps
from evenstride.words.format import capital

UNNAMED = "unnamed runner"

WALKS = Missing("this is walking: no step has a flight", "Record running for steps of running")


@dataclass(frozen=True, slots=True)
class MeasuredTrial:
    """What one file of instruments gave.

    Attributes
    ----------
    understood : tuple of str
        How the file was read and its contacts were found, as sentences.
    contacts : StanceSummary or Missing
        The contacts and their forces, where there are plates.
    forces : Analysis or Missing
        The same as shown values.
    events : StepEvents or Missing
        The contacts as step events, where each has a side.
    steps : Analysis or Missing
        Times and lengths of the steps.
    motion : MotionSummary or Missing
        Swing, support and timing, where points of the body are named.
    movement : Analysis or Missing
        The same as shown values.
    """

    athlete: str
    understood: tuple[str, ...]
    contacts: StanceSummary | Missing
    forces: Analysis | Missing
    events: StepEvents | Missing
    steps: Analysis | Missing
    motion: MotionSummary | Missing
    movement: Analysis | Missing


def measure_trial(
    source: Path,
    *,
    athlete: str | None = None,
    mass: float | None = None,
    standing: Path | None = None,
    first: Side | None = None,
    leg_length: float | None = None,
    mapping: Path | None = None,
    worn: Sequence[str] = (),
    clip: ClipTold | None = None,
    seed: int = 0,
) -> MeasuredTrial:
    """Read a trial and measure its contacts: from plates where there are any, else from markers of the feet.

    Parameters
    ----------
    source : Path
        The file of the run.
    athlete : str, optional
        Whose run it is, where the file does not say.
    mass : float, optional
        kg; else that of `standing`, else the mass that whole strides carry.
    standing : Path, optional
        A file of the same athlete standing still on one or two plates.
    first : Side, optional
        The foot that came first, where the file does not say.
    leg_length : float, optional
        m, hip joint to floor, standing; else from hip, knee, ankle and floor.
    mapping : Path, optional
        Which marker is which point; else as proposed.
    worn : sequence of str
        Where sensors sat, if the file does not say: `left-shank` of its only one, `NAME=left-shank` of one of several.
    clip : ClipTold, optional
        Of keypoints: capture rate, scale and camera.
    seed : int
        Seed of the draws.

    Raises
    ------
    InputError, FitError
        If a file cannot be understood, or holds no contact.
    """
    told = plausible_body(mass, None, mark="--").mass
    still = None if standing is None else read_signal(bytes_of_file(standing), name=standing.name)
    weighed = None if still is None else weigh(still.plates, still.up) / GRAVITY
    heard = () if told is None or weighed is None else mass_differs(told, weighed, "standing still weighs")
    told = weighed if told is None else told
    said = None if mapping is None else load_mapping(mapping)
    signal = read_worn(source, worn, athlete=athlete, mapping=said, clip=clip)
    if heard:
        notes = (*signal.origin.interpretation, *(f"{flag.text}." for flag in heard))
        signal = replace(signal, origin=replace(signal.origin, interpretation=notes))
    points = None if said is None else said.markers
    return measure_signal(
        signal, mass=told, still=still, first=first, leg_length=leg_length, points=points, worn=worn, seed=seed
    )


def measure_signal(
    signal: Signal,
    *,
    mass: float | None = None,
    still: Signal | None = None,
    first: Side | None = None,
    leg_length: float | None = None,
    points: MarkerMapping | None = None,
    worn: Sequence[str] = (),
    seed: int = 0,
) -> MeasuredTrial:
    """Measure a trial that was read; parameters and errors as `measure_trial`, `still` being that of standing."""
    if signal.keypoints is not None:
        return _by_keypoints(signal, points, mass, leg_length, seed)
    if not signal.plates and signal.markers is None and signal.sensors:
        return _by_sensors(signal, worn, first, seed)
    mapping = marker_mapping(signal, points)
    leg = _leg(signal, mapping, leg_length)
    if still is not None and signal.plates:
        signal = _levelled(signal, still)
    trial = plate_contacts(signal, mapping, mass=mass, first=first, leg=leg)
    if isinstance(trial, Missing):
        return _by_markers(signal, mapping, trial, mass, leg, seed)
    summary = _contacts(trial, seed)
    events = _events(trial)
    motion, movement = _motion(signal, mapping, events, mass, leg, seed)
    return MeasuredTrial(
        signal.athlete,
        signal.origin.interpretation,
        summary,
        summary if isinstance(summary, Missing) else measure_stances_analysis(summary),
        events,
        WALKS if trial.walking else _steps(events, seed),
        motion,
        movement,
    )


def marker_mapping(signal: Signal, said: MarkerMapping | None = None) -> MarkerMapping:
    """Return which markers of a trial are which point of the body: as somebody said, else as proposed."""
    if said is not None and said.points:
        return said
    return MarkerMapping({}) if signal.markers is None else propose_mapping(signal.markers)[0]


def trial_lines(measured: MeasuredTrial) -> tuple[str, ...]:
    """Return the lines a person reads for one trial."""
    contacts, steps = measured.contacts, _by_times_alone(measured)
    forces = say_instruments(contacts) if isinstance(contacts, StanceSummary) else (_lacking("Forces", contacts),)
    stepped = say_steps(steps) if isinstance(steps, Analysis) else (_lacking("Steps", steps),)
    motion = measured.motion
    moved = (_lacking("Movements", motion),) if isinstance(motion, Missing) else say_motion(motion)
    told = (capital(measured.athlete or UNNAMED), *measured.understood, "", *forces, "", *stepped, "", *moved)
    # Forces and movement are read in the same axes and say so each; values begin with a space and may be alike.
    return tuple(line for at, line in enumerate(told) if not line or line[0] == " " or line not in told[:at])


def _by_times_alone(measured: MeasuredTrial) -> Analysis | Missing:
    """Return the steps without the force their times suggest where plates measured it: one of the two is read."""
    steps = measured.steps
    if isinstance(steps, Missing) or isinstance(measured.forces, Missing):
        return steps
    return replace(steps, values={name: one for name, one in steps.values.items() if name.partition(".")[0] != "force"})


def _levelled(signal: Signal, still: Signal) -> Signal:
    """Return a trial whose plates have taken off what standing still showed sideways, and say so."""
    lean = standing_lean(still.plates, still.up)
    sideways = 100.0 * hypot(*(float(share) for share in lean))
    note = (
        f"Standing still the plates read {sideways:.1f} % of the weight sideways; that share is taken off all of them."
    )
    origin = replace(signal.origin, interpretation=(*signal.origin.interpretation, note))
    return replace(signal, plates=level_plates(signal.plates, lean, signal.up), origin=origin)


def _leg(signal: Signal, mapping: MarkerMapping, told: float | None) -> LegLength | None:
    leg_length = signal.body.leg_length if told is None else told
    return find_leg(signal, mapping) if leg_length is None else told_leg(leg_length)


def _by_markers(
    signal: Signal,
    mapping: MarkerMapping,
    without: Missing,
    mass: float | None,
    leg: LegLength | None,
    seed: int,
) -> MeasuredTrial:
    events, flags, notes = marker_contacts(signal, mapping)
    steps = _steps(events, seed)
    told = tuple(f"{flag.where}: {flag.text}." for flag in flags)
    if isinstance(steps, Analysis):
        steps = replace(steps, notes=(*steps.notes, *told))
    return MeasuredTrial(
        signal.athlete, (*signal.origin.interpretation, *notes), without, without, events, steps,
        *_motion(signal, mapping, events, mass, leg, seed),
    )  # fmt: skip


def _by_sensors(signal: Signal, worn: Sequence[str], first: Side | None, seed: int) -> MeasuredTrial:
    found = measure_worn_signal(signal, worn, first=first, seed=seed)
    without = Missing("worn sensors show neither forces nor points of the body", "Use plates or markers for these")
    return MeasuredTrial(
        signal.athlete, signal.origin.interpretation, without, without, found.events, found.steps, without, without
    )


def _by_keypoints(
    signal: Signal, said: MarkerMapping | None, mass: float | None, leg_length: float | None, seed: int
) -> MeasuredTrial:
    leg = None if leg_length is None else told_leg(leg_length)
    found = measure_clip(signal, clip_mapping(signal, said), mass=mass, leg=leg, seed=seed)
    understood = (*signal.origin.interpretation, *found.notes)
    return MeasuredTrial(
        signal.athlete, understood, NO_FORCES, NO_FORCES, found.events, found.steps, found.motion, found.movement
    )


def _motion(
    signal: Signal,
    mapping: MarkerMapping,
    events: StepEvents | Missing,
    mass: float | None,
    leg: LegLength | None,
    seed: int,
) -> tuple[MotionSummary | Missing, Analysis | Missing]:
    if signal.markers is None:
        missing = Missing("there are no markers in this trial", "Record points of the body with it")
        return missing, missing
    if isinstance(events, Missing):
        return events, events
    try:
        error = EVENT_ERROR if events.device.timing_sd is None else _event_error(events)
        motion = prepare_motion(signal, mapping, events.contacts, event_error=error, mass=mass, leg=leg)
        summary = measure_motion(motion, seed=seed)
    except FitError as refused:
        missing = Missing(refused.what, refused.remedy)
        return missing, missing
    return summary, measure_motion_analysis(summary)


def _event_error(events: StepEvents) -> float:
    """Return the standard deviation in s of one event, with what all events of a foot share."""
    device = events.device
    shared = 0.0 if device.shared_sd is None else max(device.shared_sd)
    return hypot(device.timing_sd or 0.0, shared)


def _contacts(trial: Trial, seed: int) -> StanceSummary | Missing:
    """Measure the forces; without a mass there are none, and all else stands."""
    try:
        return measure_stances(trial, seed=seed)
    except FitError as refused:
        if not trial.stances:
            raise
        return Missing(refused.what, refused.remedy)


def _events(trial: Trial) -> StepEvents | Missing:
    try:
        return step_events(trial)
    except FitError as refused:
        return Missing(refused.what, refused.remedy)


def _steps(events: StepEvents | Missing, seed: int) -> Analysis | Missing:
    if isinstance(events, Missing):
        return events
    try:
        return measure_steps_analysis(measure_steps(prepare_steps(events), seed=seed))
    except (FitError, InputError) as refused:
        # Two contacts on one plate are no steps, and yet each of them pushed.
        return Missing(refused.what, refused.remedy)


def _lacking(what: str, missing: Missing) -> str:
    return f"{what} are not measured: {missing.reason}. {missing.remedy}.".replace("..", ".")
