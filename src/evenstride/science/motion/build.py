"""From markers and contacts to a motion: running axes, gaps, low pass, hip joints, speed, and what is said of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from scipy.interpolate import PchipInterpolator

from evenstride.core.body_points import BodyPoint, body_point
from evenstride.core.errors import FitError
from evenstride.core.estimate import Array, Missing
from evenstride.core.leg import LegLength
from evenstride.core.motion import Motion, SegmentTable
from evenstride.core.recording import Contact
from evenstride.core.roles import Side
from evenstride.core.run import Flag
from evenstride.core.signal import Markers, Signal
from evenstride.core.signal_mapping import MarkerMapping
from evenstride.science.motion.courses import FOOT_PARTS, follow_courses, smooth_seen
from evenstride.science.motion.hip_joint import estimate_hips
from evenstride.science.motion.lab_axes import face_forward
from evenstride.science.motion.leg_length import find_leg, say_leg
from evenstride.science.motion.marker_jumps import without_jumps
from evenstride.science.plates.toe_drag import marker_drags
from evenstride.science.steps.walking import find_walking
from evenstride.science.stretches import stretches

CUT_OFF = 20.0
"""Hz of the low pass for points and angles, Butterworth, fourth order, forward and back (judgement: ten times the
stride frequency of a sprinter and more, so that reversals and peak rates stay; a default of 6 Hz takes a tenth off the
peak rate of a thigh and moves reversals, `validation/instruments_motion.py`)."""

FEET_CUT_OFF = 30.0
"""Hz for the feet, whose last moments before touchdown are quicker (judgement)."""

LONGEST_GAP = 0.04
"""s of a point not seen that are filled, by a curve through what is on both sides (judgement: ten frames at 250 Hz, a
sixth of the shortest swing of a sprinter)."""

EVENT_ERROR = 0.010
"""s, standard deviation of one event where nothing is said of how contacts were found: the house's own assumption for
kinematics until more runners are there."""

PLACING_ERROR = 0.01
"""m, standard deviation of where a marker or a joint centre sits, along each axis (judgement: hip joints by regression
are 3 to 5 mm off an axis in the sample they come from; a camera is worse)."""

NO_LOW_PASS = 0.45
"""Share of the frame rate from which a cut-off takes nothing away (`low_pass`)."""

LEAST_CONTACT = 0.4
"""Share of a step that a contact takes at least (judgement: the duty factor of sprinters is 0.2 of a stride and more,
science.md §2.6)."""

BELT = 0.5
"""m/s from which what a foot stands on is a moving belt."""

FLAT = 0.001
"""m a marker moves across the run at most in a file made from one camera (judgement: rounding leaves a millimetre, and
a hip that runs sways by centimetres)."""


def prepare_motion(
    signal: Signal,
    mapping: MarkerMapping,
    contacts: Sequence[Contact],
    *,
    event_error: float = EVENT_ERROR,
    placing_error: float = PLACING_ERROR,
    mass: float | None = None,
    leg: LegLength | None = None,
    untimed: Missing | None = None,
    table: SegmentTable = SegmentTable.MEAN,
    cut_off: float = CUT_OFF,
    feet_cut_off: float = FEET_CUT_OFF,
    longest_gap: float = LONGEST_GAP,
    noise: float = 0.0,
) -> Motion:
    """Prepare the movement of one trial.

    Parameters
    ----------
    signal, mapping : Signal, MarkerMapping
        Markers in the laboratory's axes, and which of them are which point of the body.
    contacts : sequence of Contact
        From plates, from events in the file or from kinematics; in s from the first frame.
    event_error, placing_error : float
        s and m, standard deviations of one event of these contacts, and of where a point sits on the body.
    mass, leg : float and LegLength, optional
        kg, else that of the signal (no metric of a motion needs it); as told, else from the points of the trial.
    untimed, table : Missing and SegmentTable
        Why these contacts have no toe_off; whose segments, women's, men's or the mean of both.
    cut_off, feet_cut_off, longest_gap, noise : float
        Hz of the low pass for all points, and for the speed of the feet; s of a point not seen that are filled; m,
        standard deviation of a point in one frame along an axis (of markers too small to matter).

    Raises
    ------
    FitError
        If the signal holds no markers, the mapping no point, or nothing shows a direction.

    Notes
    -----
    On a belt without forces the running direction is that in which the toes point. What a foot stands on moves with
    the median speed of the feet in the middle third of contacts (where no toe_off is known: of 0.4 steps, a shorter
    contact than any runner has); less than 0.5 m/s is taken as ground that rests.
    Sources: hip joints Harrington et al. 2007, segments de Leva 1996, cut-offs see the constants.
    """
    raw = _seen_points(signal, mapping, longest_gap, noise)
    points, feet = raw.smooth(cut_off), raw.smooth(feet_cut_off, FOOT_PARTS)
    ordered = tuple(sorted(contacts, key=lambda one: one.touchdown))
    ground = _ground(feet, ordered, raw.rate)
    courses, centre = follow_courses(points, feet, raw.rate, ground=ground, table=table, planar=raw.planar)
    used, leg = signal.body.mass if mass is None else mass, leg or find_leg(signal, mapping)
    motion = Motion(
        signal.athlete, raw.rate, points, feet, courses, ordered, event_error, placing_error, ground, centre,
        mass=used, table=table, on=signal.on, leg=leg, planar=raw.planar, untimed=untimed,
    )  # fmt: skip
    return _told(motion, raw, (cut_off, feet_cut_off))


def _told(motion: Motion, raw: _SeenPoints, cut_offs: tuple[float, float]) -> Motion:
    """Return a motion with its speed, and with what is told of how it came about."""
    drags = _gait_flags(motion.points, motion.contacts, raw.rate)
    flags = (*raw.jumps, *drags, *raw.flags, *_broken(motion))
    notes = (raw.faced, *_notes(motion, raw.hips_by, cut_offs, raw.rate))
    return replace(motion, speed=_speed(motion), flags=flags, notes=notes)


@dataclass(frozen=True, slots=True, eq=False)
class _SeenPoints:
    """Points of the body in running axes, short gaps filled, and what is told of how they came about."""

    points: Mapping[BodyPoint, Array]
    rate: float
    faced: str
    hips_by: str
    jumps: Sequence[Flag]
    flags: Sequence[Flag]
    planar: bool = False

    def smooth(self, cut_off: float, parts: Collection[str] = ()) -> dict[BodyPoint, Array]:
        """Return all points, or those of some parts, after a low pass."""
        kept = [point for point in self.points if not parts or point.part in parts]
        return {point: smooth_seen(self.points[point], self.rate, cut_off) for point in kept}


def _seen_points(signal: Signal, mapping: MarkerMapping, longest_gap: float, noise: float) -> _SeenPoints:
    if signal.markers is None:
        raise FitError("there are no markers in this trial", remedy="Export the trial with its markers")
    if not mapping.points:
        raise FitError("no point of the body is known by name", remedy="Say in a mapping which marker is which point")
    turned, how = face_markers(signal, mapping)
    points, jumps = without_jumps(mapping.of(turned), turned.rate, noise=noise)
    raw, flags = _fill(points, turned.rate, longest_gap)
    planar = turned.planar or _flat(turned)
    return _SeenPoints(raw, turned.rate, how, _with_hips(raw), jumps, flags, planar)


def _flat(markers: Markers) -> bool:
    """Return whether no marker moves across the run: places that a program laid from one camera into a plane."""
    across = markers.positions[:, :, 1]
    across = across[:, np.isfinite(across).any(axis=0)]
    return bool(across.size and (np.nanmax(across, axis=0) - np.nanmin(across, axis=0) < FLAT).all())


def _gait_flags(points: Mapping[BodyPoint, Array], contacts: Sequence[Contact], rate: float) -> Sequence[Flag]:
    """Return that this is walking, or else the toes that drag."""
    walking = find_walking([(one.touchdown, one.toe_off) for one in contacts if one.toe_off is not None])
    return marker_drags(points, contacts, rate) if walking is None else [walking.flag()]


def displaced(motion: Motion, offsets: Mapping[BodyPoint, Array]) -> Motion:
    """Return a motion whose points sit elsewhere by offsets in m, shape (3,) each, with its courses anew."""
    points = {point: values + offsets[point] for point, values in motion.points.items()}
    feet = {point: values + offsets[point] for point, values in motion.feet.items()}
    courses, centre = follow_courses(
        points, feet, motion.rate, ground=motion.ground, table=motion.table, planar=motion.planar
    )
    return replace(motion, points=points, feet=feet, courses=courses, centre=centre)


def face_markers(signal: Signal, mapping: MarkerMapping) -> tuple[Markers, str]:
    """Return markers in running axes and what showed the direction; on a belt without forces the toes do."""
    try:
        faced = face_forward(signal)
    except FitError:
        return _faced_by_toes(signal, mapping)
    assert faced.signal.markers is not None, "a signal keeps its markers when it turns"
    return faced.signal.markers, faced.how


def _faced_by_toes(signal: Signal, mapping: MarkerMapping) -> tuple[Markers, str]:
    markers = signal.markers
    assert markers is not None, "prepare_motion looks first"
    points = mapping.of(markers)
    pairs = [(body_point(side, "heel"), body_point(side, part)) for side in Side for part in ("toe", "ball")]
    up = np.eye(3)[signal.up]
    # Of every foot the same share: one that is seen less must not turn the laboratory.
    along = [points[toe] - points[heel] for heel, toe in pairs if heel in points and toe in points]
    pointing = [one[seen].mean(axis=0) for one in along if (seen := np.isfinite(one).all(axis=1)).any()]
    forward = np.sum(pointing, axis=0) if pointing else np.zeros(3)
    forward = forward - up * float(forward @ up)
    if not np.linalg.norm(forward) > 0.01:
        raise FitError(
            "nothing shows which way the athlete runs",
            why="No marker travels half a metre, no plate has a horizontal force, and no heel is seen with its toe",
            remedy="Record heels and toes, or export the horizontal components of the force",
        )
    forward = forward / np.linalg.norm(forward)
    turn = np.array([forward, np.cross(up, forward), up], dtype=np.float64)
    return replace(markers, positions=markers.positions @ turn.T), "Forward is where the toes point."


def _fill(points: Mapping[BodyPoint, Array], rate: float, longest: float) -> tuple[dict[BodyPoint, Array], list[Flag]]:
    """Fill short gaps of every point, and tell of each point how much was filled and what stays open."""
    found: dict[BodyPoint, Array] = {}
    flags: list[Flag] = []
    for point, values in points.items():
        seen = np.asarray(np.isfinite(values).all(axis=1), dtype=np.bool_)
        if not seen.any():
            flags.append(Flag("never_seen", point.value, "not seen in any frame; left out"))
            continue
        first, last = np.flatnonzero(seen)[[0, -1]]
        gaps = [(begin, end) for begin, end in stretches(~seen) if begin > first and end <= last]
        short = [(begin, end) for begin, end in gaps if end - begin <= longest * rate]
        whole = np.array(values)
        if short and seen.sum() > 3:
            curve = PchipInterpolator(np.flatnonzero(seen), values[seen], axis=0)
            for begin, end in short:
                whole[begin:end] = curve(np.arange(begin, end))
            count = sum(end - begin for begin, end in short)
            text = f"{count} frames in {len(short)} gaps of at most {1000.0 * longest:.0f} ms were filled"
            flags.append(Flag("gaps_filled", point.value, text))
        if len(short) < len(gaps):
            text = (
                f"{len(gaps) - len(short)} gaps are longer than {1000.0 * longest:.0f} ms; strides in them are left out"
            )
            flags.append(Flag("gaps_open", point.value, text))
        found[point] = whole
    return found, flags


def _with_hips(points: dict[BodyPoint, Array]) -> str:
    """Add the hip joints where the pelvis tells them, and say how they are known."""
    if BodyPoint.LEFT_HIP in points and BodyPoint.RIGHT_HIP in points:
        return "Hip joints are points of the file."
    hips = estimate_hips(points)
    points.update(hips)
    return "Hip joints are estimated from ASIS and sacrum (Harrington et al. 2007)." if hips else ""


def _ground(feet: Mapping[BodyPoint, Array], contacts: Sequence[Contact], rate: float) -> float:
    """Return the speed in m/s of what the feet stand on."""
    speeds: list[float] = []
    steps = [later.touchdown - one.touchdown for one, later in pairwise(contacts)]
    least = LEAST_CONTACT * float(np.median(steps)) if steps else 0.0
    for contact in contacts:
        foot = next((one for part in FOOT_PARTS if (one := body_point(contact.side, part)) in feet), None)
        if foot is None:
            continue
        toe_off = contact.touchdown + least if contact.toe_off is None else contact.toe_off
        third = (toe_off - contact.touchdown) / 3.0
        begin, end = round((contact.touchdown + third) * rate), round((toe_off - third) * rate)
        if 0 <= begin < end < len(feet[foot]):
            speeds.append(float(feet[foot][end, 0] - feet[foot][begin, 0]) * rate / (end - begin))
    seen = [speed for speed in speeds if np.isfinite(speed)]
    middle = float(np.median(seen)) if seen else 0.0
    # Who travels faster than the feet on the ground do stands on ground that rests.
    return 0.0 if abs(middle) < max(BELT, abs(_travel(feet, rate))) else middle


def _travel(feet: Mapping[BodyPoint, Array], rate: float) -> float:
    """Return the mean speed of the feet in the laboratory in m/s."""
    moved = [np.diff(values[:, 0]) for values in feet.values()]
    known = [float(one[np.isfinite(one)].mean()) * rate for one in moved if np.isfinite(one).any()]
    return float(np.mean(known)) if known else 0.0


def _speed(motion: Motion) -> float | None:
    """Return the mean speed over the ground in m/s from the first touchdown to that of the same foot last seen."""
    path = _middle_of_body(motion)
    if path is None or len(motion.contacts) < 3:
        return None
    last = len(motion.contacts) - 1 - (len(motion.contacts) - 1) % 2
    first, until = motion.contacts[0].touchdown, motion.contacts[last].touchdown
    begin, end = (float(np.interp(time, motion.times, path, left=np.nan, right=np.nan)) for time in (first, until))
    speed = (end - begin) / (until - first) - motion.ground
    return speed if speed == speed else None


def _middle_of_body(motion: Motion) -> Array | None:
    if not isinstance(motion.centre, Missing):
        return motion.centre[:, 0]
    wanted = (BodyPoint.SACRUM, BodyPoint.C7, BodyPoint.LEFT_HIP, BodyPoint.LEFT_SHOULDER)
    return next((motion.points[point][:, 0] for point in wanted if point in motion.points), None)


def _broken(motion: Motion) -> list[Flag]:
    count = motion.broken()
    if not count:
        return []
    text = "two contacts of one foot in a row, or far apart: some between were missed; no stride is made across them"
    return [Flag("no_alternation", f"{count} of {len(motion.contacts)} contacts", text)]


def _notes(motion: Motion, hips_by: str, cut_offs: tuple[float, float], rate: float) -> tuple[str, ...]:
    said = [
        f"{what} have {f'a low pass at {cut_off:g} Hz' if cut_off < NO_LOW_PASS * rate else 'no low pass'}"
        for what, cut_off in zip(("points", "feet"), cut_offs, strict=True)
    ]
    notes = [f"At {rate:g} frames a second {' and '.join(said)} (Butterworth, order 4, forward and back)."]
    if hips_by:
        notes.append(hips_by)
    if motion.leg is not None:
        notes.append(say_leg(motion.leg))
    if motion.ground != 0.0:
        notes.append(f"The belt moves at {-motion.ground:.2f} m/s, as the feet on it do.")
    if not isinstance(motion.centre, Missing):
        whose = "the mean of women's and men's" if motion.table is SegmentTable.MEAN else f"the {motion.table}"
        notes.append(f"Segments have {whose} masses and centres of de Leva 1996.")
        if BodyPoint.HEAD not in motion.points:
            notes.append("The head has no marker: it is taken to follow the trunk.")
    return tuple(notes)
