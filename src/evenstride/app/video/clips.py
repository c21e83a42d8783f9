"""Use case: a clip of keypoints, from points in the picture to steps, angles and roles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import hypot

from evenstride.core.clip_corrections import Correction, RunnerChosen
from evenstride.core.contact_table import ContactTable
from evenstride.core.errors import FitError, InputError
from evenstride.core.estimate import Draws, Estimate, Missing
from evenstride.core.leg import LegLength
from evenstride.core.metric import Analysis
from evenstride.core.motion import Motion, MotionSummary
from evenstride.core.recording import StepEvents
from evenstride.core.run import Flag
from evenstride.core.signal import Signal
from evenstride.core.signal_mapping import MarkerMapping
from evenstride.readers.marker_sets import propose_points
from evenstride.science.film.rate import doubt_rate
from evenstride.science.motion.build import LONGEST_GAP, prepare_motion
from evenstride.science.motion.metrics import measure_motion, measure_motion_analysis, motion_metrics
from evenstride.science.plates.contact_rows import list_contacts
from evenstride.science.pose.clip import PosedClip, prepare_clip
from evenstride.science.pose.contacts import ClipContacts, find_clip_contacts
from evenstride.science.pose.events import LEAST_FILLED
from evenstride.science.steps.prepare import prepare_steps
from evenstride.science.steps.summary import measure_steps, measure_steps_analysis

CUT_OFF = 12.0
"""Hz of the low pass for points of a clip: their noise is ten times that of markers (validation/video_keypoints.py)."""

PLACING_ERROR = 0.02
"""m, standard deviation of where a keypoint sits on the body along an axis (judgement: on a thigh of 0.4 m it makes 4°;
keypoints of running differ from markers by 5 to 8°, `vanhooren2023`)."""

NO_FORCES = Missing("keypoints show no forces", "Use force plates for these")

NO_SCALE = Missing("the clip has no scale", "Give one, such as --scale 300px/m or --scale leg=0.92m")

LENGTHS = ("m", "m/s", "m/s²", "m²/s", "m²/s²", "N", "N/m", "N/kg", "W", "W/kg")
"""Units that need a scale."""

IN_METRES = ("Forward is where the markers", "The leg is", "The belt moves")
"""How notes begin that tell a length."""


@dataclass(frozen=True, slots=True)
class MeasuredClip:
    """What a clip of keypoints gave.

    Attributes
    ----------
    events : StepEvents or Missing
        Its contacts, without toe_off where frames are too few for their times; Missing where none was found.
    steps, movement : Analysis or Missing
        As shown values.
    table : ContactTable or Missing
        Contact by contact.
    notes : tuple of str
        How it was found, as sentences.
    """

    events: StepEvents | Missing
    steps: Analysis | Missing
    motion: MotionSummary | Missing
    movement: Analysis | Missing
    table: ContactTable | Missing
    notes: tuple[str, ...]


def clip_mapping(signal: Signal, said: MarkerMapping | None = None) -> MarkerMapping:
    """Return which keypoints are which point of the body: as somebody said, else by their names."""
    if said is not None and said.points:
        return said
    return MarkerMapping({}) if signal.keypoints is None else propose_points(signal.keypoints.names)[0]


def measure_clip(
    signal: Signal,
    mapping: MarkerMapping,
    *,
    corrections: Sequence[Correction] = (),
    mass: float | None = None,
    leg: LegLength | None = None,
    seed: int = 0,
) -> MeasuredClip:
    """Measure the steps and the movement of a clip, with what a person corrected in it.

    Raises
    ------
    InputError, FitError
        If the runner cannot be followed, or is seen from the front, or a correction does not fit the clip.
    """
    clip = prepare_clip(signal, mapping, corrections)
    doubted = _doubted(clip, mapping)
    try:
        found = find_corrected(signal, mapping, clip)
    except FitError as refused:
        missing = Missing(refused.what, " ".join((*doubted, refused.remedy)))
        return MeasuredClip(missing, missing, missing, missing, missing, (*doubted, *clip.notes))
    flags = tuple(f"{flag.where}: {flag.text}." for flag in (*clip.flags, *found.flags))
    steps = _steps(found, clip, flags, seed)
    motion = _prepared(clip, mapping, found, mass, leg)
    summary, movement = _moved(motion, clip, seed)
    table = _table(motion, clip, found)
    return MeasuredClip(found.events, steps, summary, movement, table, (*doubted, *clip.notes, *found.notes))


def clip_contacts(signal: Signal, mapping: MarkerMapping) -> tuple[StepEvents, tuple[Flag, ...], tuple[str, ...]]:
    """Return the contacts of a clip with flags and with how they were found, for keeping; `FitError` without any."""
    clip = prepare_clip(signal, mapping)
    doubted = _doubted(clip, mapping)
    try:
        found = find_clip_contacts(clip, mapping)
    except FitError as refused:
        # A rate that cannot be hides the steps: that is said before what else may hide them.
        raise FitError(refused.what, why=refused.why, remedy=" ".join((*doubted, refused.remedy))) from None
    return found.events, (*clip.flags, *found.flags), (*doubted, *clip.notes, *found.notes)


def _doubted(clip: PosedClip, mapping: MarkerMapping) -> tuple[str, ...]:
    """Say that the rate that was told cannot be, where steps say so."""
    doubt = doubt_rate(clip, mapping)
    return () if doubt is None else (doubt.doubt,)


def clip_motion(
    signal: Signal,
    mapping: MarkerMapping,
    *,
    corrections: Sequence[Correction] = (),
    mass: float | None = None,
    leg: LegLength | None = None,
) -> tuple[PosedClip, Motion | Missing]:
    """Return a clip in the plane of running, and its movement as `measure_clip` measures it.

    Raises
    ------
    InputError, FitError
        As for `measure_clip`, and if no whole contact was found.
    """
    clip = prepare_clip(signal, mapping, corrections)
    return clip, _prepared(clip, mapping, find_corrected(signal, mapping, clip), mass, leg)


def find_corrected(signal: Signal, mapping: MarkerMapping, clip: PosedClip) -> ClipContacts:
    """Return the contacts of a clip that a person may have corrected, no error of it stated larger than without.

    Raises
    ------
    InputError, FitError
        As `find_clip_contacts` does.
    """
    chosen = tuple(one for one in clip.corrections if isinstance(one.what, RunnerChosen))
    if clip.corrections == chosen:
        return find_clip_contacts(clip, mapping)
    try:
        before = find_clip_contacts(prepare_clip(signal, mapping, chosen), mapping)
    except (FitError, InputError):
        # Without the corrections there was nothing to be exact about.
        before = None
    return find_clip_contacts(clip, mapping, before=before)


def _steps(found: ClipContacts, clip: PosedClip, flags: tuple[str, ...], seed: int) -> Analysis | Missing:
    try:
        steps = measure_steps_analysis(measure_steps(prepare_steps(found.events), seed=seed))
    except (FitError, InputError) as refused:
        return Missing(refused.what, refused.remedy)
    return replace(_scaled(steps, clip), notes=(*steps.notes, *flags))


def _prepared(
    clip: PosedClip, mapping: MarkerMapping, found: ClipContacts, mass: float | None, leg: LegLength | None
) -> Motion | Missing:
    device = found.events.device
    event_error = hypot(device.timing_sd or 0.0, max(device.shared_sd or (0.0,)))
    cut_off = min(CUT_OFF, 0.4 * clip.rate)
    try:
        motion = prepare_motion(
            clip.signal, mapping, found.events.contacts, event_error=event_error, placing_error=PLACING_ERROR,
            mass=mass, leg=leg, untimed=found.events.untimed, cut_off=cut_off, feet_cut_off=cut_off, noise=clip.noise,
            longest_gap=max(LONGEST_GAP, LEAST_FILLED / clip.rate),
        )  # fmt: skip
    except FitError as refused:
        return Missing(refused.what, refused.remedy)
    if not clip.scale.known:
        motion = replace(motion, notes=tuple(note for note in motion.notes if not note.startswith(IN_METRES)))
    if all(contact.speed is None for contact in motion.contacts):
        motion = replace(motion, speed=None)
    return motion


def _moved(motion: Motion | Missing, clip: PosedClip, seed: int) -> tuple[MotionSummary | Missing, Analysis | Missing]:
    if isinstance(motion, Missing):
        return motion, motion
    try:
        summary = measure_motion(motion, seed=seed)
    except FitError as refused:
        missing = Missing(refused.what, refused.remedy)
        return missing, missing
    if not clip.scale.known:
        summary = _without_lengths(summary)
    return summary, _scaled(measure_motion_analysis(summary), clip)


def _table(motion: Motion | Missing, clip: PosedClip, found: ClipContacts) -> ContactTable:
    moved = None if isinstance(motion, Missing) else motion
    events = found.events
    table = list_contacts(None, moved, events.contacts, athlete=events.athlete, on=events.on)
    if clip.scale.known:
        return table
    kept = tuple(name for name in table.metrics if motion_metrics()[name].METRIC.unit not in LENGTHS)
    rows = tuple(
        replace(row, values={name: value for name, value in row.values.items() if name in kept}) for row in table.rows
    )
    return replace(table, metrics=kept, rows=rows)


def _without_lengths(summary: MotionSummary) -> MotionSummary:
    """Return a summary without what needs a scale, as the guess that took its place is none to show."""
    gone = {name for name, value in summary.both.items() if isinstance(value, Draws) and value.unit in LENGTHS}
    return replace(
        summary,
        both={name: NO_SCALE if name in gone else value for name, value in summary.both.items()},
        sides={
            side: {name: NO_SCALE if name in gone else value for name, value in values.items()}
            for side, values in summary.sides.items()
        },
        differences={name: value for name, value in summary.differences.items() if name not in gone},
        spread={name: value for name, value in summary.spread.items() if name not in gone},
    )


def _scaled(analysis: Analysis, clip: PosedClip) -> Analysis:
    """Return an analysis without what needs a length, where the clip has no scale."""
    if clip.scale.known:
        return analysis
    values: Mapping[str, Estimate | Missing] = {
        name: NO_SCALE if isinstance(value, Estimate) and value.unit in LENGTHS else value
        for name, value in analysis.values.items()
    }
    return replace(analysis, values=values)
