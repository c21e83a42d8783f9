"""Stopwatches of the benchmarks: processor time of whole commands, and two functions timed in turns."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter, process_time

BIN = Path(sys.executable).parent


def _environment() -> dict[str, str]:
    """The caller's environment, but Python may keep its compiled files: that is how people run it."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def measure_command(command: Sequence[str], *, folder: Path | None = None) -> tuple[float, float]:
    """Run a command once; return its processor time (user and system) and its time on the clock, both in s."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begin = perf_counter()
    done = subprocess.run(command, cwd=folder, env=_environment(), capture_output=True, text=True, check=False)
    wall = perf_counter() - begin
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}: {done.stderr[-500:]}")
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime, wall


def measure_turns(
    one: Callable[[], object], other: Callable[[], object], *, turns: int, clock: Callable[[], float] = process_time
) -> tuple[float, float]:
    """Time two functions in turns and return the best time of each in s: of the processor, or of another clock.

    Turns, so that a slow moment of the machine meets both; the best, because noise only ever adds.
    """
    best = [float("inf"), float("inf")]
    for _ in range(turns):
        for place, function in enumerate((one, other)):
            begin = clock()
            function()
            best[place] = min(best[place], clock() - begin)
    return best[0], best[1]
