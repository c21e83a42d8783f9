"""Use case: a trial of laboratory instruments, from the file to what its contacts and steps were like."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import hypot
from pathlib import Path

from evenstride.app.reading.files import told_of_files
from evenstride.app.reading.handed import NOTHING, points_told, read_trial
from evenstride.app.reading.trial_contacts import plate_contacts
from evenstride.app.reading.worn import measure_worn_signal
from evenstride.app.video.clip_files import bytes_of_source
from evenstride.app.video.clips import NO_FORCES, clip_mapping, measure_clip
from evenstride.core.contact_table import ContactTable
from evenstride.core.errors import FitError, InputError
from evenstride.core.estimate import Missing
from evenstride.core.leg import LegLength
from evenstride.core.metric import Analysis, Grade
from evenstride.core.motion import Motion, MotionSummary
from evenstride.core.recording import StepEvents
from evenstride.core.roles import Side
from evenstride.core.signal import Signal
from evenstride.core.signal_mapping import MarkerMapping
from evenstride.core.stance import StanceSummary, Trial
from evenstride.core.trial_told import ClipTold, TrialTold
from evenstride.readers.marker_sets import propose_mapping
from evenstride.science.capacity.role_values import instrument_metrics
from evenstride.science.motion.build import EVENT_ERROR, prepare_motion
from evenstride.science.motion.leg_length import find_leg, told_leg
from evenstride.science.motion.marker_contacts import marker_contacts
from evenstride.science.motion.metrics import measure_motion, measure_motion_analysis
from evenstride.science.plates.contact_rows import list_contacts
from evenstride.science.plates.stance_metrics import measure_stances, measure_stances_analysis
from evenstride.science.plates.stances import step_events
from evenstride.science.steps.prepare import prepare_steps
from evenstride.science.steps.summary import measure_steps, measure_steps_analysis, step_metrics
from evenstride.words.format import capital
from evenstride.words.runs.instruments import tell_instruments
from evenstride.words.runs.motion import tell_motion
from evenstride.words.runs.profile import tell_steps
from evenstride.words.runs.trial import Told, say_trial

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
    table : ContactTable or Missing
        Contact by contact.
    """

    athlete: str
    understood: tuple[str, ...]
    contacts: StanceSummary | Missing
    forces: Analysis | Missing
    events: StepEvents | Missing
    steps: Analysis | Missing
    motion: MotionSummary | Missing
    movement: Analysis | Missing
    table: ContactTable | Missing


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
        How keypoints were filmed.
    seed : int
        Seed of the draws.

    Raises
    ------
    InputError, FitError
        If a file cannot be understood, or holds no contact.
    """
    told = told_of_files(first=first, mass=mass, standing=standing, mapping=mapping, worn=worn, clip=clip)
    signal = read_trial(bytes_of_source(source), name=source.name, athlete=athlete or "", told=told)
    return measure_signal(signal, told=told, leg_length=leg_length, seed=seed)


def measure_signal(
    signal: Signal,
    *,
    told: TrialTold = NOTHING,
    mass: float | None = None,
    leg_length: float | None = None,
    seed: int = 0,
) -> MeasuredTrial:
    """Measure a trial that `read_trial` read with what was told of it; else as `measure_trial`.

    `mass` in kg is used where neither a mass nor standing still was told with the trial.
    """
    weighed = mass if told.known_mass is None else told.known_mass
    if signal.keypoints is not None:
        return _by_keypoints(signal, told, weighed, leg_length, seed)
    if not signal.plates and signal.markers is None and signal.sensors:
        return _by_sensors(signal, told, seed)
    mapping = marker_mapping(signal, points_told(told))
    leg = _leg(signal, mapping, leg_length)
    trial = plate_contacts(signal, mapping, mass=weighed, first=told.first, leg=leg)
    if isinstance(trial, Missing):
        return _by_markers(signal, mapping, trial, weighed, leg, seed)
    events = _events(trial)
    motion = _prepared(signal, mapping, events, weighed, leg)
    # A step is one leg's push and the other's swing: where both are measured, pairs are of the same steps.
    within = None if isinstance(motion, Missing) else [one.other_touchdown for one in motion.strides()]
    summary = _contacts(trial, within, seed)
    moved, movement = _moved(motion, [one.touchdown for one in trial.stances], seed)
    return MeasuredTrial(
        signal.athlete,
        signal.origin.interpretation,
        summary,
        summary if isinstance(summary, Missing) else measure_stances_analysis(summary),
        events,
        WALKS if trial.walking else _steps(events, seed),
        moved,
        movement,
        _table(signal, trial, motion, events),
    )


def marker_mapping(signal: Signal, said: MarkerMapping | None = None) -> MarkerMapping:
    """Return which markers of a trial are which point of the body: as somebody said, else as proposed."""
    if said is not None and said.points:
        return said
    return MarkerMapping({}) if signal.markers is None else propose_mapping(signal.markers)[0]


def trial_lines(measured: MeasuredTrial) -> tuple[str, ...]:
    """Return the lines a person reads for one trial: what was measured, what to know of it, and how."""
    contacts, steps, grades = measured.contacts, _by_times_alone(measured), trial_grades()
    motion, parts, lacking = measured.motion, list[Told](), list[str]()
    if isinstance(contacts, StanceSummary):
        parts.append(tell_instruments(contacts, grades))
    else:
        lacking.append(_lacking("Forces", contacts))
    if isinstance(steps, Analysis):
        parts.append(tell_steps(steps, grades))
    else:
        lacking.append(_lacking("Steps", steps))
    if isinstance(motion, Missing):
        lacking.append(_lacking("Movements", motion))
    else:
        parts.append(tell_motion(motion, grades))
    return say_trial(capital(measured.athlete or UNNAMED), measured.understood, parts, lacking)


def trial_grades() -> Mapping[str, Grade]:
    """Return how well founded each value of a trial is: the link of its metric to running speed."""
    metrics = [*instrument_metrics().values(), *(module.METRIC for module in step_metrics().values())]
    return {one.name: one.grade for one in metrics}


def _by_times_alone(measured: MeasuredTrial) -> Analysis | Missing:
    """Return the steps without the force their times suggest where plates measured it: one of the two is read."""
    steps = measured.steps
    if isinstance(steps, Missing) or isinstance(measured.forces, Missing):
        return steps
    return replace(steps, values={name: one for name, one in steps.values.items() if name.partition(".")[0] != "force"})


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
    motion = _prepared(signal, mapping, events, mass, leg)
    moved, movement = _moved(motion, None, seed)
    return MeasuredTrial(
        signal.athlete, (*signal.origin.interpretation, *notes), without, without, events, steps, moved, movement,
        _table(signal, None, motion, events),
    )  # fmt: skip


def _by_sensors(signal: Signal, told: TrialTold, seed: int) -> MeasuredTrial:
    found = measure_worn_signal(signal, told.worn, first=told.first, seed=seed)
    without = Missing("worn sensors show neither forces nor points of the body", "Use plates or markers for these")
    return MeasuredTrial(
        signal.athlete, signal.origin.interpretation, without, without, found.events, found.steps, without, without,
        _table(signal, None, without, found.events),
    )  # fmt: skip


def _by_keypoints(
    signal: Signal, told: TrialTold, mass: float | None, leg_length: float | None, seed: int
) -> MeasuredTrial:
    leg = None if leg_length is None else told_leg(leg_length)
    mapping = clip_mapping(signal, points_told(told))
    found = measure_clip(signal, mapping, corrections=told.corrections, mass=mass, leg=leg, seed=seed)
    return MeasuredTrial(
        signal.athlete, (*signal.origin.interpretation, *found.notes), NO_FORCES, NO_FORCES, found.events, found.steps,
        found.motion, found.movement, found.table,
    )  # fmt: skip


def _prepared(
    signal: Signal,
    mapping: MarkerMapping,
    events: StepEvents | Missing,
    mass: float | None,
    leg: LegLength | None,
) -> Motion | Missing:
    if signal.markers is None:
        return Missing("there are no markers in this trial", "Record points of the body with it")
    if isinstance(events, Missing):
        return events
    try:
        error = EVENT_ERROR if events.device.timing_sd is None else _event_error(events)
        return prepare_motion(
            signal, mapping, events.contacts, event_error=error, mass=mass, leg=leg, untimed=events.untimed
        )
    except FitError as refused:
        return Missing(refused.what, refused.remedy)


def _moved(
    motion: Motion | Missing, within: Sequence[float] | None, seed: int
) -> tuple[MotionSummary | Missing, Analysis | Missing]:
    if isinstance(motion, Missing):
        return motion, motion
    try:
        summary = measure_motion(motion, within=within, seed=seed)
    except FitError as refused:
        missing = Missing(refused.what, refused.remedy)
        return missing, missing
    return summary, measure_motion_analysis(summary)


def _table(
    signal: Signal, trial: Trial | None, motion: Motion | Missing, events: StepEvents | Missing
) -> ContactTable | Missing:
    if trial is None and isinstance(events, Missing):
        return events
    contacts = () if isinstance(events, Missing) else events.contacts
    moved = None if isinstance(motion, Missing) else motion
    return list_contacts(trial, moved, contacts, athlete=signal.athlete, on=signal.on)


def _event_error(events: StepEvents) -> float:
    """Return the standard deviation in s of one event, with what all events of a foot share."""
    device = events.device
    shared = 0.0 if device.shared_sd is None else max(device.shared_sd)
    return hypot(device.timing_sd or 0.0, shared)


def _contacts(trial: Trial, within: Sequence[float] | None, seed: int) -> StanceSummary | Missing:
    """Measure the forces; without a mass there are none, and all else stands."""
    try:
        return measure_stances(trial, within=within, seed=seed)
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
