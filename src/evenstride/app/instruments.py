"""Use case: a trial of laboratory instruments, from the file to what its contacts and steps were like."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from evenstride.app.files import bytes_of_file
from evenstride.core.athlete import plausible_body
from evenstride.core.errors import FitError
from evenstride.core.estimate import Missing
from evenstride.core.metric import Analysis
from evenstride.core.recording import StepEvents
from evenstride.core.roles import Side
from evenstride.core.stance import StanceSummary
from evenstride.core.units import GRAVITY
from evenstride.readers.instruments import read_signal
from evenstride.science.prepare import prepare_steps
from evenstride.science.stance_metrics import measure_stances, measure_stances_analysis
from evenstride.science.stances import prepare_trial, step_events, weigh
from evenstride.science.steps import measure_steps, measure_steps_analysis
from evenstride.words import say_instruments, say_steps

UNNAMED = "unnamed runner"


@dataclass(frozen=True, slots=True)
class MeasuredTrial:
    """What one file of instruments gave.

    Attributes
    ----------
    understood : tuple of str
        How the file was read, as sentences.
    contacts : StanceSummary
        The contacts and their forces.
    forces : Analysis
        The same as shown values.
    events : StepEvents or Missing
        The contacts as step events, where each has a side.
    steps : Analysis or Missing
        Times and lengths of the steps.
    """

    understood: tuple[str, ...]
    contacts: StanceSummary
    forces: Analysis
    events: StepEvents | Missing
    steps: Analysis | Missing


def measure_trial(
    source: Path,
    *,
    athlete: str | None = None,
    mass: float | None = None,
    standing: Path | None = None,
    first: Side | None = None,
    seed: int = 0,
) -> MeasuredTrial:
    """Read a trial with force plates and measure its contacts.

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
    seed : int
        Seed of the draws.

    Raises
    ------
    InputError, FitError
        If a file cannot be understood, or holds no contact.
    """
    body = plausible_body(mass, None, mark="--")
    told = body.mass
    if told is None and standing is not None:
        told = weigh(read_signal(bytes_of_file(standing), name=standing.name).plates) / GRAVITY
    signal = read_signal(bytes_of_file(source), name=source.name, athlete=athlete or "")
    trial = prepare_trial(signal, mass=told, first=first)
    summary = measure_stances(trial, seed=seed)
    events, steps = _steps(summary, seed)
    return MeasuredTrial(signal.origin.interpretation, summary, measure_stances_analysis(summary), events, steps)


def trial_lines(measured: MeasuredTrial) -> tuple[str, ...]:
    """Return the lines a person reads for one trial."""
    trial = measured.contacts.trial
    steps = say_steps(measured.steps) if isinstance(measured.steps, Analysis) else (_lacking(measured.steps),)
    return (trial.athlete or UNNAMED, *measured.understood, "", *say_instruments(measured.contacts), "", *steps)


def _steps(summary: StanceSummary, seed: int) -> tuple[StepEvents | Missing, Analysis | Missing]:
    try:
        events = step_events(summary.trial)
        return events, measure_steps_analysis(measure_steps(prepare_steps(events), seed=seed))
    except FitError as refused:
        why = Missing(refused.what, refused.remedy)
        return why, why


def _lacking(missing: Missing) -> str:
    return f"Steps are not measured: {missing.reason}. {missing.remedy}.".replace("..", ".")
