"""Use case: the acceleration–speed line of a whole session, without storing anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from evenstride.app.plots import draw_line_of_session, file_stem, write_figures
from evenstride.app.profile import UNNAMED
from evenstride.app.reading.analyse import merge_body
from evenstride.app.reading.files import read_file
from evenstride.core.athlete import Anthropometrics, plausible_body
from evenstride.core.chart import Figure
from evenstride.core.errors import InputError
from evenstride.core.estimate import Estimate
from evenstride.core.fit import InSituProfile
from evenstride.core.metric import Analysis
from evenstride.core.recording import Reading, SpeedTrace
from evenstride.science.in_situ.fit import fit_in_situ, measure_in_situ
from evenstride.words import say_in_situ

Session = tuple[SpeedTrace, InSituProfile, Analysis]

DEVICES = ("gps", "lps")
"""Devices that write whole sessions."""


def sessions_of_file(
    source: Path,
    *,
    athlete: str | None = None,
    device: str | None = None,
    mass: float | None = None,
    height: float | None = None,
    seed: int = 0,
) -> tuple[Session, ...]:
    """Read a file and fit the line of every session in it.

    Parameters
    ----------
    source : Path
        A speed trace over a session, or several.
    athlete : str or None
        Who it is, where the file does not say it.
    device : str or None
        `gps` or `lps` where the file does not say it; it decides what may be reported.
    mass, height : float or None
        Of the body, kg and m; they win over those in the file.
    seed : int
        Seed of the draws.

    Raises
    ------
    InputError
        For an unknown device, an impossible body, or a file without a speed trace.
    FitError
        If a session shows no line.
    """
    if device is not None and device not in DEVICES:
        raise InputError(
            f"a '{device}' writes no session", place="--device", remedy=f"Use one of: {', '.join(DEVICES)}"
        )
    body = plausible_body(mass, height, mark="--")
    reading = read_file(source, athlete=athlete, unnamed=UNNAMED)
    return tuple(_fit(trace, device, body, seed) for trace in traces_of(reading))


def traces_of(reading: Reading) -> list[SpeedTrace]:
    """Return the speed traces of a file.

    Raises
    ------
    InputError
        If it holds none.
    """
    traces = [item for item in reading.recordings if isinstance(item, SpeedTrace)]
    if not traces:
        raise InputError(
            f"the file was understood as {reading.format}, which holds no session",
            place=reading.file_name,
            remedy="Give speed over time (time, velocity) of a whole session",
        )
    return traces


def session_lines(item: Session) -> tuple[str, ...]:
    """Return the lines a person reads for one session."""
    trace, _, analysis = item
    minutes = f"session of {(trace.times[-1] - trace.times[0]) / 60.0:.0f} min"
    name = " · ".join(part for part in (trace.athlete, str(trace.on or ""), trace.label, minutes) if part)
    return (name, *say_in_situ(analysis))


def session_document(sessions: Sequence[Session]) -> dict[str, Any]:
    """Return what `profile --json` prints: one session as an object, several as `{"sessions": [...]}`."""
    documents = [_document(item) for item in sessions]
    return documents[0] if len(documents) == 1 else {"sessions": documents}


def draw_session(item: Session) -> Figure:
    """Draw the cloud of a session with its line."""
    return draw_line_of_session(item[1])


def save_session_plots(sessions: Sequence[Session], folder: Path) -> tuple[Path, ...]:
    """Draw every session into a folder: `01-name-session.svg`.

    Raises
    ------
    InputError
        If the folder cannot be written.
    """
    stems = [file_stem(number, item[0].athlete) for number, item in enumerate(sessions, start=1)]
    return write_figures(
        {f"{stem}-session": draw_session(item) for stem, item in zip(stems, sessions, strict=True)}, folder
    )


def _fit(trace: SpeedTrace, device: str | None, body: Anthropometrics, seed: int) -> Session:
    known = trace if device is None else replace(trace, device=replace(trace.device, kind=device))
    profile = fit_in_situ(known, seed=seed)
    return known, profile, measure_in_situ(known, profile, body=merge_body(known.body, body))


def _document(item: Session) -> dict[str, Any]:
    trace, profile, analysis = item
    values = {name: value for name, value in analysis.values.items() if isinstance(value, Estimate)}
    missing = {name: value for name, value in analysis.values.items() if name not in values}
    s0, a0 = profile.conventional
    return {
        "athlete": trace.athlete,
        "date": trace.on,
        "label": trace.label,
        "device": trace.device.kind,
        **values,
        "missing": missing,
        "conventional": {"s0": s0, "a0": a0},
        "notes": analysis.notes,
    }
