"""Evenstride: find what limits a runner's speed, plan the week, say honestly whether it works."""

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_NOTEBOOK = (
    *("fit_sprint", "fit_trace", "fit_positions", "fit_race", "fit_together", "fit_session"),
    *("fit_sprints", "fit_traces", "BatchFit"),
    *("Load", "Plot", "Session", "Sprint", "Trials"),
)


def __getattr__(name: str) -> Any:
    """Bring the notebook's names when they are first asked for: the command line must not wait for numpy."""
    if name in _NOTEBOOK:
        return getattr(import_module("evenstride.notebook"), name)
    raise AttributeError(f"module 'evenstride' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted({*globals(), *_NOTEBOOK} - {"Any", "import_module", "_NOTEBOOK"})
