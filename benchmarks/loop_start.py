"""How long a person waits: for the help text, and for the demo."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks._clock import BIN, measure_command

TURNS = 15


def _help_ratio() -> float:
    """Best processor time of the help text over that of importing its library, measured in turns."""
    commands = {"help": [str(BIN / "evenstride"), "--help"], "typer": [sys.executable, "-c", "import typer"]}
    best = dict.fromkeys(commands, float("inf"))
    for _ in range(TURNS):
        for name, command in commands.items():
            best[name] = min(best[name], measure_command(command)[0])
    return best["help"] / best["typer"]


def _demo_seconds() -> float:
    """Time on the clock of one whole demo in an empty folder, once everything is installed and compiled."""
    with tempfile.TemporaryDirectory() as folder:
        command = [str(BIN / "evenstride"), "demo"]
        return min(measure_command(command, folder=Path(folder))[1] for _ in range(2))


def rows() -> list[dict[str, Any]]:
    """Return the waiting times."""
    return [
        {
            "name": "loop.help_cpu_ratio",
            "value": _help_ratio(),
            "unit": "ratio",
            "op": "<=",
            "target": 2,
            "against": "processor time of `python -c 'import typer'`, best of turns",
            "n": TURNS,
            "seed": None,
        },
        {
            "name": "loop.demo_seconds",
            "value": _demo_seconds(),
            "unit": "s",
            "op": "<=",
            "target": 10,
            "against": "the promise of the README, two cores",
            "n": 2,
            "seed": None,
        },
    ]
