"""Keeping results: stored with what made them, found again by `evenstride why`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from evenstride import __version__
from evenstride.app.observe import Measured
from evenstride.core.athlete import Anthropometrics, Athlete
from evenstride.core.clip_corrections import corrections_id
from evenstride.core.clip_review import corrections_of
from evenstride.core.metric import Analysis
from evenstride.core.provenance import Provenance, content_id
from evenstride.core.recording import SpeedTrace, Splits, StepEvents
from evenstride.core.run_seed import run_seed
from evenstride.science.steps.summary import measure_steps_analysis
from evenstride.store import Store


def made_by(
    kind: str, method: str, parents: Sequence[str], parameters: Mapping[str, Any] | None = None, *, seed: int = 0
) -> Provenance:
    """Describe how a result is made by this version."""
    return Provenance(kind, method, tuple(parents), parameters or {}, __version__, seed)


def making_of(id: str, run: Splits | SpeedTrace | StepEvents, *, told: Anthropometrics | None = None) -> Provenance:
    """Describe how the analysis of one stored run is made: its id finds the analysis, where it was kept.

    `told` is what was told of the body beside the recording: another result, because its forces are others. So is what
    a person corrected in a clip.
    """
    kind, method = ("steps", "steps from contacts") if isinstance(run, StepEvents) else ("sprint", "speed curve")
    parameters = ({} if told is None else _told(told)) | corrected([run])
    return made_by(kind, method, [id], parameters, seed=run_seed(run))


def corrected(runs: Iterable[object]) -> dict[str, Any]:
    """Return what people corrected in some runs as a parameter of what is made from them; nothing where nobody did."""
    made = [id for run in runs if (id := corrections_id(corrections_of(run)))]
    return {"corrections": made} if made else {}


def _told(body: Anthropometrics) -> dict[str, Any]:
    measures = {"told mass": body.mass, "told height": body.height, "told of": str(body.on)}
    return {name: value for name, value in measures.items() if value is not None}


@cache
def code_state() -> str:
    """Return an id of this installation's files, so that nothing made by other code is shown as if made by this.

    A version is not enough: while one works on the code it stays the same.
    """
    folder = resources.files("evenstride")
    files = sorted(path for path in Path(str(folder)).rglob("*") if path.is_file() and path.suffix != ".pyc")
    told = [f"{path.name} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in files]
    return content_id("\n".join(told).encode())


def keep_analyses(store: Store, athlete: Athlete, measured: Measured, *, at: datetime) -> tuple[Analysis, ...]:
    """Store the analyses of all sprints and runs with steps; returns them newest first."""
    sprints = [(making_of(id, run), analysis) for id, (run, _, analysis) in measured.profiles.items()]
    steps = [(making_of(id, one.run.recording), measure_steps_analysis(one)) for id, one in measured.steps.items()]
    with store.turn():
        for making, analysis in (*sprints, *steps):
            store.save_result(making, analysis, athlete=athlete.name, saved_at=at)
    return tuple(sorted((item for _, item in (*sprints, *steps)), key=lambda item: str(item.on), reverse=True))
