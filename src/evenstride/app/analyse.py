"""From recordings to analyses: fit, measure, one noun out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from evenstride.core.athlete import Anthropometrics
from evenstride.core.errors import InputError
from evenstride.core.fit import Correction, Fit
from evenstride.core.metric import Analysis
from evenstride.core.progress import Progress, counted, no_progress
from evenstride.core.recording import Reading, SpeedTrace, Splits, StepEvents
from evenstride.core.run import StepSummary

SprintRecording = Splits | SpeedTrace
Profile = tuple[SprintRecording, Fit, Analysis]


def profile_reading(
    reading: Reading,
    *,
    correction: Correction | None = None,
    fixed: Mapping[str, float] | None = None,
    body: Anthropometrics | None = None,
    seed: int = 0,
    progress: Progress = no_progress,
) -> tuple[Profile, ...]:
    """Fit every sprint of a file.

    Raises
    ------
    InputError
        If the file holds no sprint.
    FitError
        If a run cannot carry the model asked for.
    """
    sprints = [item for item in reading.recordings if isinstance(item, SprintRecording)]
    if not sprints:
        raise InputError(
            f"the file was understood as {reading.format}, which holds no sprint to profile",
            place=reading.file_name,
            remedy="Give splits (distance, time) or a speed trace (time, velocity)",
        )
    return tuple(
        profile_sprint(item, correction=correction, fixed=fixed, body=body, seed=seed)
        for item in counted(sprints, progress)
    )


def profile_sprint(
    recording: SprintRecording,
    *,
    correction: Correction | None = None,
    fixed: Mapping[str, float] | None = None,
    body: Anthropometrics | None = None,
    seed: int = 0,
) -> Profile:
    """Fit one sprint and measure it; body measures given here win over those in the file."""
    from evenstride.science.sprint import fit_speed_curve
    from evenstride.science.sprint_metrics import measure_sprint

    known = merge_body(recording.body, body)
    fit = fit_speed_curve(recording, correction=correction, fixed=fixed, seed=seed)
    return recording, fit, measure_sprint(recording, fit, body=known)


def merge_body(recorded: Anthropometrics, given: Anthropometrics | None) -> Anthropometrics:
    """Return the recorded body measures with every given one in their place."""
    if given is None:
        return recorded
    changes = {name: value for name in ("mass", "height", "leg_length") if (value := getattr(given, name)) is not None}
    return replace(recorded, **changes)


def summarise_steps(recording: StepEvents, *, seed: int = 0) -> StepSummary:
    """Make steps from contacts and summarise them."""
    from evenstride.science.prepare import prepare_steps
    from evenstride.science.steps import measure_steps

    return measure_steps(prepare_steps(recording), seed=seed)
