"""The extra lab: a C3D file, written by the library that reads it."""

import subprocess
from importlib.util import find_spec
from pathlib import Path

import numpy as np

MARKERS = {"LHEE": (-0.1, 0.0, 0.05), "RHEE": (0.1, 0.0, 0.05), "LASI": (-0.1, 0.1, 0.95), "RASI": (0.1, 0.1, 0.95)}
"""m"""


def write_trial(path: Path) -> None:
    """Write 60 frames at 100 Hz of somebody who glides 1 m along x."""
    import ezc3d

    start = np.array(list(MARKERS.values())).T[:, :, None]
    way = np.array([1.0, 0.0, 0.0])[:, None, None] * np.linspace(0.0, 1.0, 60)
    points = 1000.0 * (start + way)
    trial = ezc3d.c3d()
    trial["parameters"]["POINT"]["RATE"]["value"] = [100.0]
    trial["parameters"]["POINT"]["LABELS"]["value"] = list(MARKERS)
    trial["parameters"]["POINT"]["UNITS"]["value"] = ["mm"]
    trial["data"]["points"] = np.concatenate([points, np.ones((1, *points.shape[1:]))])
    trial.write(str(path))


def main() -> None:
    """Write and read; without the library a file that only begins like one must name the extra."""
    trial = Path("trial.c3d")
    if find_spec("ezc3d") is None:
        trial.write_bytes(b"\x02\x50" + bytes(510) + b"\x01\x50\x01\x54" + bytes(1532))
    else:
        write_trial(trial)
    subprocess.run(["evenstride", "read", str(trial)], check=True)


if __name__ == "__main__":
    main()
