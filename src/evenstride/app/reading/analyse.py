"""From recordings to analyses: fit, measure, one noun out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from evenstride.core.athlete import Anthropometrics
from evenstride.core.errors import FitError, InputError
from evenstride.core.fit import Correction, Fit, Relation
from evenstride.core.metric import Analysis
from evenstride.core.progress import Progress, counted, no_progress
from evenstride.core.recording import Reading, Recording, SpeedTrace, Splits, StepEvents
from evenstride.core.run import Run, StepSummary

SprintRecording = Splits | SpeedTrace
Profile = tuple[SprintRecording, Fit, Analysis]

LONGEST_SPRINT = 60.0
"""s: a trace that lasts longer is a session and not one run (judgement); a 400 m lasts less."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asked of the fit instead of what it would choose.

    Attributes
    ----------
    corrections : tuple of Correction or None
        Start corrections to estimate; None lets the data choose.
    fixed : mapping of str to float
        Parameters to hold.
    by_distance : bool
        Whether traces are fitted over distance instead of time.
    robust : bool
        Whether errors are Student t, which an outlier cannot bend.
    """

    corrections: tuple[Correction, ...] | None = None
    fixed: Mapping[str, float] = field(default_factory=dict[str, float])
    by_distance: bool = False
    robust: bool = False


def profile_reading(
    reading: Reading,
    *,
    asked: Asked | None = None,
    body: Anthropometrics | None = None,
    seed: int = 0,
    passed: Callable[[FitError], None] | None = None,
    progress: Progress = no_progress,
) -> tuple[Profile, ...]:
    """Fit every sprint of a file; `passed` is told of each that cannot be, as long as another one can.

    Raises
    ------
    InputError
        If the file holds no sprint.
    FitError
        If no run can carry the model asked for, or one cannot and nobody listens.
    """
    profiles: list[Profile] = []
    refused: list[FitError] = []
    for item in counted(sprints_of(reading), progress):
        try:
            profiles.append(profile_sprint(item, asked=asked, body=body, seed=seed))
        except FitError as problem:
            if passed is None:
                raise
            refused.append(problem)
    if not profiles:
        raise refused[0]
    if passed is not None:
        for problem in refused:
            passed(problem)
    return tuple(profiles)


def sprints_of(reading: Reading) -> list[SprintRecording]:
    """Return the sprints of a file.

    Raises
    ------
    InputError
        If it holds none.
    """
    sprints = [item for item in reading.recordings if isinstance(item, SprintRecording)]
    if not sprints:
        raise InputError(
            f"the file was understood as {reading.format}, which holds no sprint to profile",
            place=reading.file_name,
            remedy="Give splits (distance, time) or a speed trace (time, velocity)",
        )
    return sprints


def is_session(recording: Recording) -> bool:
    """Whether a recording is a whole session rather than one run."""
    return isinstance(recording, SpeedTrace) and bool(recording.times[-1] - recording.times[0] > LONGEST_SPRINT)


def profile_sprint(
    recording: SprintRecording,
    *,
    asked: Asked | None = None,
    body: Anthropometrics | None = None,
    seed: int = 0,
) -> Profile:
    """Fit one sprint and measure it; body measures given here win over those in the file, and stay with the run."""
    from evenstride.science.sprint.fit import Errors, fit_speed_curve
    from evenstride.science.sprint.metrics import measure_sprint

    asked = asked or Asked()
    recording = replace(recording, body=merge_body(recording.body, body))
    by_distance = asked.by_distance and isinstance(recording, SpeedTrace)
    fit = fit_speed_curve(
        recording,
        correction=asked.corrections,
        fixed=asked.fixed,
        relation=Relation.SPEED_AT_DISTANCE if by_distance else None,
        errors=Errors.STUDENT if asked.robust else Errors.NORMAL,
        seed=seed,
    )
    return recording, fit, measure_sprint(recording, fit)


def profile_together(
    recordings: Sequence[SprintRecording],
    *,
    fixed: Mapping[str, float] | None = None,
    body: Anthropometrics | None = None,
    seed: int = 0,
) -> tuple[Profile, ...]:
    """Fit several trials of one athlete and day as one curve; each keeps its own start, all share one analysis."""
    from evenstride.science.sprint.joint import fit_together
    from evenstride.science.sprint.metrics import measure_sprint

    joint = fit_together(recordings, fixed=fixed, seed=seed)
    profiles: list[Profile] = []
    for recording, fit in zip(recordings, joint.trials, strict=True):
        whole = replace(fit, notes=(*joint.notes, *fit.notes))
        known = replace(recording, body=merge_body(recording.body, body))
        profiles.append((known, whole, measure_sprint(known, whole)))
    return tuple(profiles)


def merge_body(recorded: Anthropometrics, given: Anthropometrics | None) -> Anthropometrics:
    """Return the recorded body measures with every given one in their place."""
    if given is None:
        return recorded
    changes = {name: value for name in ("mass", "height", "leg_length") if (value := getattr(given, name)) is not None}
    return replace(recorded, **changes)


def prepare_run(recording: StepEvents) -> Run:
    """Make steps from contacts."""
    from evenstride.science.steps.prepare import prepare_steps

    return prepare_steps(recording)


def summarise_steps(recording: StepEvents, *, seed: int = 0) -> StepSummary:
    """Make steps from contacts and summarise them."""
    from evenstride.science.steps.summary import measure_steps

    return measure_steps(prepare_run(recording), seed=seed)
