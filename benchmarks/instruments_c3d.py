"""From a C3D file to all metrics: ten seconds, 51 markers at 250 Hz, eight plates at 1500 Hz, in its own process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

TIMES = 3
"""How often the real jog of 3.35 s is laid end to end."""
TURNS = 3
LIMIT = 2.0
"""s of processor time, import time apart, the process that reads the file counted in."""
MEMORY = (12.0, 50.0)
"""Times the file, and MB beside it, that a process may grow by."""

CHILD = """
import json, resource, subprocess, sys
from pathlib import Path
import ezc3d
from evenstride.app.reading.instruments import measure_trial
import evenstride.science.plates.stance_metrics as stances, evenstride.science.motion.metrics as motion
stances.stance_metrics(), motion.motion_metrics()
whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
peaks = lambda: [resource.getrusage(who).ru_maxrss / 1e3 for who in whose]
spent = lambda: sum(sum(resource.getrusage(who)[:2]) for who in whose)
subprocess.run([sys.executable, "-c", "import numpy, ezc3d"], check=True)
before, begin = peaks(), spent()
found = measure_trial(Path(sys.argv[1]), mass=75.9)
took = spent() - begin
here, child = (late - early for late, early in zip(peaks(), before))
# The process that reads is gone when the measuring begins; meanwhile this one holds the file and what was read of it.
grown = max(here, child + 3.0 * Path(sys.argv[1]).stat().st_size / 1e6)
print(json.dumps([took, grown, len(found.forces.values), len(found.movement.values)]))
"""


def rows() -> list[dict[str, Any]]:
    """Return processor time and growth of memory, the best of turns."""
    jog = _jog()
    if jog is None:
        return []
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "ten-seconds.c3d")
        _lay_end_to_end(jog, file)
        size = file.stat().st_size / 1e6
        found = [_measure(file) for _ in range(TURNS)]
    took, grown = min(one[0] for one in found), min(one[1] for one in found)
    if min(found[0][2:]) < 20:
        raise RuntimeError(f"only {found[0][2:]} values were measured")
    about = f"{TIMES} real jogs end to end, {size:.1f} MB; best of turns, import time apart"
    allowed = MEMORY[0] * size + MEMORY[1]
    return [
        _row("instruments.c3d_cpu", took, "s", LIMIT, f"file to all metrics on one core, {about}"),
        _row("instruments.c3d_memory", grown, "MB", allowed, f"12 times the file and 50 MB, {about}"),
    ]


def skipped() -> list[dict[str, str]]:
    """Name what needs the shared real files, where they are absent."""
    return [] if _jog() is not None else [{"name": "instruments.c3d", "reason": "the shared real files are absent"}]


def _jog() -> Path | None:
    root = Path(os.environ.get("EVENSTRIDE_SHARED") or Path(__file__).resolve().parents[2] / "shared" / "data")
    file = root / "dorn2012_jog_c3d" / "JA1Gait21.c3d"
    return file if file.is_file() else None


def _lay_end_to_end(jog: Path, target: Path) -> None:
    """Write a trial in which the runner comes on, and on again, as far along as the last frame of the run before."""
    import ezc3d

    trial: Any = ezc3d.c3d(str(jog))
    points, analogs = trial["data"]["points"], trial["data"]["analogs"]
    moved = np.nanmean(points[:3, :, -1] - points[:3, :, 0], axis=1)
    ahead = [points + np.array([*(run * moved), 0.0])[:, None, None] for run in range(TIMES)]
    trial["data"]["points"] = np.concatenate(ahead, axis=2)
    trial["data"]["analogs"] = np.concatenate([analogs] * TIMES, axis=2)
    meta = trial["data"]["meta_points"]
    for name in meta:
        meta[name] = np.concatenate([meta[name]] * TIMES, axis=2)
    trial.write(str(target))


def _measure(file: Path) -> list[float]:
    one_core = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(file)], capture_output=True, text=True, check=False, env=one_core
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-500:])
    return json.loads(done.stdout)


def _row(name: str, value: float, unit: str, target: float, against: str) -> dict[str, Any]:
    return {
        "name": name, "value": value, "unit": unit, "op": "<=", "target": target, "against": against, "n": TURNS,
        "seed": None,
    }  # fmt: skip
