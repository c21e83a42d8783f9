"""One small complete file of every format of instruments, with the mapping it needs."""

import io
from pathlib import Path
from typing import Any, cast

import numpy as np
from scipy.io import savemat

from evenstride.core.signal_mapping import SignalMapping
from evenstride.readers.instruments import SignalFormat, all_signal_formats
from evenstride.readers.signal_mapping import read_mapping
from tests.c3d_files import POINTS, SAMPLES, positions, write_c3d

MATLAB_MAPPING = """\
[markers]
"left heel" = "LHEE"

[matlab]
up = "z"

[[matlab.markers]]
variable = "trial.heel"
name = "LHEE"
rate = 100
unit = "mm"

[[matlab.forces]]
variable = "grf"
name = "belt"
rate = 1000
unit = "N"
axes = ["y", "-x", "z"]

[[matlab.accelerations]]
variable = "acc"
name = "sacrum"
rate = 500
unit = "g"
"""


def formats() -> tuple[SignalFormat, ...]:
    """Every format that is found."""
    return all_signal_formats()


def example(form: SignalFormat, folder: Path) -> tuple[bytes, SignalMapping | None]:
    """Return an example of a format, and a mapping where it needs one; formats of text carry theirs."""
    if form.NAME == "C3D":
        channels = np.zeros((6, SAMPLES))
        channels[2, 100:340] = 1500.0
        events = [("Foot Strike", "Left", 0.1), ("Foot Off", "Left", 0.34)]
        return write_c3d(folder / "example.c3d", channels=channels, events=events), None
    if form.NAME == "MATLAB arrays":
        return matlab(), read_mapping(MATLAB_MAPPING, name="example.toml")
    return form.EXAMPLE, None  # pyright: ignore[reportAttributeAccessIssue]


def matlab() -> bytes:
    """A MATLAB file with a structure, forces and accelerations."""
    out = io.BytesIO()
    heel = positions()[:, list(POINTS).index("LHEE")].T
    grf = np.zeros((600, 3))
    grf[100:340] = [100.0, -20.0, 1500.0]
    savemat(cast(Any, out), {"trial": {"heel": heel}, "grf": grf, "acc": np.tile([0.0, 0.0, 1.0], (300, 1))})
    return out.getvalue()
