"""Keeping results: computed once, stored with what made them, found again by `evenstride why`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from evenstride import __version__
from evenstride.app.analyse import profile_sprint, summarise_steps
from evenstride.core.check import Check
from evenstride.core.diagnosis import Diagnosis
from evenstride.core.errors import FitError, InputError
from evenstride.core.metric import Analysis
from evenstride.core.plan import Plan
from evenstride.core.provenance import Provenance
from evenstride.core.recording import Recording, SpeedTrace, Splits, StepEvents
from evenstride.science.steps import measure_steps_analysis
from evenstride.store import Store, Stored

Kept = TypeVar("Kept", Analysis, Diagnosis, Plan, Check)


def made_by(
    kind: str, method: str, parents: Sequence[str], parameters: Mapping[str, Any] | None = None, *, seed: int = 0
) -> Provenance:
    """Describe how a result is made by this version."""
    return Provenance(kind, method, tuple(parents), parameters or {}, __version__, seed)


def analyse_recordings(
    store: Store, recordings: Sequence[Stored[Recording]], *, athlete: str, at: datetime, seed: int = 0
) -> tuple[tuple[str, Analysis], ...]:
    """Return (id, Analysis) of every sprint and run with steps, newest first; new ones are stored."""
    found: list[tuple[str, Analysis]] = []
    kept = {item.id: item.noun for kind in ("sprint", "steps") for item in store.results(kind, athlete=athlete)}
    for item in recordings:
        kind = "sprint" if isinstance(item.noun, Splits | SpeedTrace) else "steps"
        if not isinstance(item.noun, Splits | SpeedTrace | StepEvents):
            continue
        making = made_by(
            kind, "fit and measure" if kind == "sprint" else "steps from contacts", [item.id], seed=seed
        )
        analysis = kept.get(making.id)
        if not isinstance(analysis, Analysis):
            analysis = _analyse(item.noun, seed)
            if analysis is None:
                continue
            store.save_result(making, analysis, athlete=athlete, saved_at=at)
        found.append((making.id, analysis))
    return tuple(sorted(found, key=lambda pair: str(pair[1].on), reverse=True))


def _analyse(recording: Splits | SpeedTrace | StepEvents, seed: int) -> Analysis | None:
    try:
        if isinstance(recording, StepEvents):
            return measure_steps_analysis(summarise_steps(recording, seed=seed))
        return profile_sprint(recording, seed=seed)[2]
    except (FitError, InputError):
        return None
