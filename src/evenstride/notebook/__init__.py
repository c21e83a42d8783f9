"""Sprints in a notebook: fit in one call, then ask. `import evenstride as es; es.fit_sprint(distance, time)`.

A thin door over the science: every number here comes from a function there, with the same draws.
"""

from evenstride.notebook.fits import fit_positions, fit_race, fit_sprint, fit_trace
from evenstride.notebook.plots import Plot
from evenstride.notebook.session import Session, fit_session
from evenstride.notebook.sprint import Sprint
from evenstride.notebook.trials import Trials, fit_together
from evenstride.science.batch.fit import fit_sprints
from evenstride.science.batch.result import BatchFit
from evenstride.science.batch.trace import fit_traces
from evenstride.science.sprint.kinetics import Load

__all__ = [
    "BatchFit",
    "Load",
    "Plot",
    "Session",
    "Sprint",
    "Trials",
    "fit_positions",
    "fit_race",
    "fit_session",
    "fit_sprint",
    "fit_sprints",
    "fit_together",
    "fit_trace",
    "fit_traces",
]
