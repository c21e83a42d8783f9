"""How long a person waits: for the help text, for one profile, and for the demo."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks._clock import BIN, measure_command

TURNS = 15

SPLITS = "athlete,date,5,10,20,30,40\nNoa,2026-05-01,1.42,2.15,3.40,4.56,5.70\n"


def _help_ratio() -> float:
    """Best processor time of the help text over that of importing its library, measured in turns."""
    commands = {"help": [str(BIN / "evenstride"), "--help"], "typer": [sys.executable, "-c", "import typer"]}
    best = dict.fromkeys(commands, float("inf"))
    for _ in range(TURNS):
        for name, command in commands.items():
            best[name] = min(best[name], measure_command(command)[0])
    return best["help"] / best["typer"]


def _profile_ratio() -> float:
    """Best processor time of profiling one sprint of a file over that of importing the optimiser, in turns."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "splits.csv"
        file.write_text(SPLITS, encoding="utf-8")
        commands = {
            "profile": [str(BIN / "evenstride"), "profile", str(file)],
            "optimiser": [sys.executable, "-c", "import scipy.optimize"],
        }
        best = dict.fromkeys(commands, float("inf"))
        for _ in range(TURNS):
            for name, command in commands.items():
                best[name] = min(best[name], measure_command(command)[0])
    return best["profile"] / best["optimiser"]


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
            "name": "loop.profile_cpu_ratio",
            "value": _profile_ratio(),
            "unit": "ratio",
            "op": "<=",
            "target": 1.5,
            "against": "processor time of `python -c 'import scipy.optimize'`, best of turns",
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
