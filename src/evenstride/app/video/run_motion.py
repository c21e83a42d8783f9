"""Use case: the movement of one stored run, made anew from its raw file, and where it is in its picture."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from evenstride.app.care.body import nearest_body
from evenstride.app.reading.handed import NOTHING, points_told, read_trial
from evenstride.app.runs.detail import find_run
from evenstride.app.runs.role_values import is_of_instruments
from evenstride.core.athlete import Athlete
from evenstride.core.errors import FitError, NotFoundError
from evenstride.core.estimate import Missing
from evenstride.core.motion import Motion
from evenstride.core.pose import CameraMotion
from evenstride.core.recording import StepEvents
from evenstride.core.roles import Side
from evenstride.core.run_seed import run_seed
from evenstride.core.signal import Signal
from evenstride.core.signal_mapping import MarkerMapping
from evenstride.science.motion.leg_length import told_leg
from evenstride.science.pose.clip import PosedClip
from evenstride.science.pose.picture import PicturePlane, find_picture
from evenstride.store import Store
from evenstride.words import day


@dataclass(frozen=True, slots=True, eq=False)
class RunMotion:
    """How somebody moved in a run.

    Attributes
    ----------
    run : StepEvents
        As it is kept.
    clip : PosedClip or None
        The clip it was seen in; None where markers were.
    picture : PicturePlane or None
        Where its points are in the picture of the clip.
    seed : int
        Of its draws.
    """

    id: str
    athlete: Athlete
    run: StepEvents
    motion: Motion
    clip: PosedClip | None
    picture: PicturePlane | None
    seed: int

    @property
    def scaled(self) -> bool:
        """Whether its lengths are known."""
        return self.clip is None or self.clip.scale.known

    @property
    def has_film(self) -> bool:
        """Whether it was found in a film that was kept."""
        told = self.run.origin.told
        return told is not None and told.clip is not None and told.clip.film is not None

    @property
    def near(self) -> Side:
        """The side towards the camera, as its body is drawn running to the right."""
        return Side.LEFT if self.picture is not None and self.picture.leftwards else Side.RIGHT

    @property
    def pans(self) -> bool:
        """Whether the picture moves over the ground, so that it shows no way."""
        keypoints = None if self.clip is None else self.clip.signal.keypoints
        return keypoints is not None and keypoints.facts.camera is CameraMotion.PANNING

    @property
    def heading(self) -> str:
        """Whose run it is, and of which day."""
        on = self.run.on
        return self.athlete.name if on is None else f"{self.athlete.name} · {day(on)} {on.year}"


def motion_of_run(store: Store, id: str, *, at: datetime) -> RunMotion:
    """Return the movement of a stored run, whoever's.

    Raises
    ------
    NotFoundError, InputError, FitError
        If there is no such run, its times are sealed, no points were seen in it, or too few of them.
    """
    stored = store.recording(id)
    athlete = store.athlete(stored.athlete)
    run = find_run(store, athlete, stored.id, at=at).noun
    if not isinstance(run, StepEvents) or not is_of_instruments(run):
        raise _no_points()
    told = run.origin.told or NOTHING
    raw = store.raw(run.origin.content_id)
    signal = replace(read_trial(raw, name=run.origin.file_name, athlete=run.athlete, told=told), on=run.on)
    bodies = store.bodies(athlete.name)
    leg = nearest_body(run, bodies, "leg_length")
    long = None if leg is None else leg.leg_length
    seed = run_seed(run)
    if signal.keypoints is not None:
        return _of_clip(stored.id, athlete, run, signal, long, seed)
    if signal.markers is None:
        raise _no_points()
    weighed = nearest_body(run, bodies, "mass")
    from evenstride.app.reading.instruments import measure_signal

    found = measure_signal(
        signal, told=told, mass=None if weighed is None else weighed.mass, leg_length=long, seed=seed
    ).motion
    if isinstance(found, Missing):
        raise FitError(found.reason, remedy=found.remedy)
    return RunMotion(stored.id, athlete, run, found.motion, None, None, seed)


def _of_clip(id: str, athlete: Athlete, run: StepEvents, signal: Signal, leg: float | None, seed: int) -> RunMotion:
    from evenstride.app.video.clips import clip_mapping, clip_motion

    told = run.origin.told or NOTHING
    mapping: MarkerMapping = clip_mapping(signal, points_told(told))
    clip, motion = clip_motion(
        signal, mapping, corrections=told.corrections, leg=None if leg is None else told_leg(leg)
    )
    if isinstance(motion, Missing):
        raise FitError(motion.reason, remedy=motion.remedy)
    return RunMotion(id, athlete, run, motion, clip, find_picture(clip, motion, mapping), seed)


def _no_points() -> NotFoundError:
    return NotFoundError(
        "no points of the body were seen in this run",
        remedy="Choose one of keypoints of a clip or of motion capture; evenstride data show lists the runs",
    )
