"""Use case: profile the sprints of a file without storing anything."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from evenstride.app.reading.analyse import (
    LONGEST_SPRINT,
    Asked,
    Profile,
    SprintRecording,
    is_session,
    profile_reading,
    profile_sprint,
    profile_together,
    sprints_of,
    summarise_steps,
)
from evenstride.app.reading.files import read_file
from evenstride.core.athlete import Anthropometrics, athlete_key, plausible_body
from evenstride.core.curve_change import CurveChange
from evenstride.core.errors import FitError, InputError
from evenstride.core.estimate import Estimate
from evenstride.core.fit import Correction
from evenstride.core.metric import Analysis
from evenstride.core.progress import Progress, counted, no_progress
from evenstride.core.recording import Reading, StepEvents
from evenstride.science.change.curve_change import measure_curve_changes
from evenstride.science.steps.summary import measure_steps_analysis
from evenstride.words import say_curve_changes, say_disputed, say_profile, say_steps

UNNAMED = "unnamed runner"
"""Stands in for an athlete where a file names none: a profile needs no name."""


def profile_file(
    source: Path,
    *,
    athlete: str | None = None,
    correction: str | None = None,
    fixed: Mapping[str, float | None] | None = None,
    by: str = "time",
    robust: bool = False,
    together: bool = False,
    mass: float | None = None,
    height: float | None = None,
    seed: int = 0,
    passed: Callable[[FitError], None] | None = None,
    progress: Progress = no_progress,
) -> tuple[Profile, ...]:
    """Read a file and fit its sprints, each alone or the trials of one athlete and day together.

    One run of several that cannot carry the model is left out, and `passed` is told why.

    Raises
    ------
    InputError
        For an unknown correction, an impossible body, or a file without sprints.
    FitError
        If a run cannot carry the model asked for.
    """
    held = {name: value for name, value in (fixed or {}).items() if value is not None}
    body = plausible_body(mass, height, mark="--")
    asked = Asked(_corrections(correction), held, _by_distance(by), robust)
    reading = read_file(source, athlete=athlete, unnamed=UNNAMED)
    _refuse_sessions(reading)
    if together:
        return _together(reading, asked, body, seed)
    return profile_reading(reading, asked=asked, body=body, seed=seed, passed=passed, progress=progress)


def _refuse_sessions(reading: Reading) -> None:
    for item in reading.recordings:
        if is_session(item):
            raise InputError(
                f"the trace of {item.athlete} is a whole session and not one sprint",
                place=item.origin.place,
                why=f"It lasts more than {LONGEST_SPRINT:.0f} s",
                remedy="Add --in-situ, with --device gps or lps if the file does not name it",
            )


def _together(reading: Reading, asked: Asked, body: Anthropometrics, seed: int) -> tuple[Profile, ...]:
    if asked.corrections is not None or asked.robust or asked.by_distance:
        raise InputError(
            "trials together estimate one start each, with normal errors",
            place="--together",
            remedy="Leave out --correction, --robust and --by",
        )
    groups: dict[tuple[str, object], list[SprintRecording]] = {}
    for item in sprints_of(reading):
        groups.setdefault((item.athlete, item.on), []).append(item)
    if all(len(trials) == 1 for trials in groups.values()):
        raise InputError(
            "no athlete has two trials on one day",
            place="--together",
            remedy="Leave it out, or give each trial its own name in a column 'run'",
        )
    return tuple(profile for trials in groups.values() for profile in _trials(trials, asked, body, seed))


def _trials(trials: Sequence[SprintRecording], asked: Asked, body: Anthropometrics, seed: int) -> tuple[Profile, ...]:
    if len(trials) > 1:
        return profile_together(trials, fixed=asked.fixed, body=body, seed=seed)
    recording, fit, analysis = profile_sprint(trials[0], asked=asked, body=body, seed=seed)
    return ((recording, fit, replace(analysis, notes=("The only trial of that day: fitted alone", *analysis.notes))),)


def steps_of_file(
    source: Path, *, athlete: str | None = None, progress: Progress = no_progress
) -> tuple[tuple[StepEvents, Analysis], ...]:
    """Read a file and measure the steps of every run in it.

    Raises
    ------
    InputError
        If the file holds no step events.
    """
    reading = read_file(source, athlete=athlete, unnamed=UNNAMED)
    runs = [item for item in reading.recordings if isinstance(item, StepEvents)]
    if not runs:
        raise InputError(
            f"the file was understood as {reading.format}, which holds no step events",
            place=reading.file_name,
            remedy="Give a file with side, touchdown and toe_off",
        )
    return tuple((run, measure_steps_analysis(summarise_steps(run))) for run in counted(runs, progress))


def steps_lines(item: tuple[StepEvents, Analysis]) -> tuple[str, ...]:
    """Return the lines a person reads for the steps of one run."""
    recording, analysis = item
    name = " · ".join(part for part in (recording.athlete, str(recording.on or ""), recording.label) if part)
    return (name, *say_steps(analysis))


def profile_document(profiles: Sequence[Profile]) -> dict[str, Any]:
    """Return what `profile --json` prints: one run as an object, several as `{"runs": [...], "curve": {...}}`."""
    documents = [_document(item) for item in profiles]
    return documents[0] if len(documents) == 1 else {"runs": documents, "curve": _curves(profiles)}


def profile_end(profiles: Sequence[Profile]) -> tuple[str, ...]:
    """Return the lines after all runs of a file: how each athlete's curve changed, and what is disputed about it."""
    changed = [line for name, changes in _curves(profiles).items() for line in (name, *say_curve_changes(changes), "")]
    disputed = say_disputed([analysis for _, _, analysis in profiles])
    return (*changed, *filter(None, [disputed]))


def _curves(profiles: Sequence[Profile]) -> dict[str, tuple[CurveChange, ...]]:
    """How the curve of each athlete changed between the days of a file; athletes with one day are left out."""
    by_key: dict[str, list[Profile]] = {}
    for profile in profiles:
        by_key.setdefault(athlete_key(profile[0].athlete), []).append(profile)
    found = {runs[0][0].athlete: measure_curve_changes(runs) for runs in by_key.values()}
    return {name: changes for name, changes in found.items() if changes}


def profile_lines(item: Profile) -> tuple[str, ...]:
    """Return the lines a person reads for one profiled run."""
    recording, _, analysis = item
    name = " · ".join(part for part in (recording.athlete, str(recording.on or ""), recording.label) if part)
    return (name, *say_profile(analysis))


def _document(item: Profile) -> dict[str, Any]:
    recording, fit, analysis = item
    head: dict[str, Any] = {"athlete": recording.athlete, "date": recording.on, "label": recording.label}
    values = {name: value for name, value in analysis.values.items() if isinstance(value, Estimate)}
    missing = {name: value for name, value in analysis.values.items() if name not in values}
    return {**head, "correction": fit.correction, "fixed": dict(fit.fixed), **values, "missing": missing} | {
        "notes": analysis.notes
    }


def _corrections(text: str | None) -> tuple[Correction, ...] | None:
    if text is None:
        return None
    names = [name.strip().replace("_", "-") for name in text.split(",")]
    for name in names:
        if name not in set(Correction):
            raise InputError(
                f"'{name}' is no correction",
                place="--correction",
                remedy=f"Use one of: {', '.join(Correction)}, or two with a comma between",
            )
    return tuple(Correction(name) for name in names)


def _by_distance(by: str) -> bool:
    if by not in ("time", "distance"):
        raise InputError(f"a trace cannot be fitted by '{by}'", place="--by", remedy="Use time or distance")
    return by == "distance"
