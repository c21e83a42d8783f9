"""Run as a script by `foreign`: read one file with one library and write what it held, pickled, to the output.

Nothing of the package is imported, so that the child starts fast.
"""

from __future__ import annotations

import importlib
import pickle
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

REFUSED = 3
"""What the child ends with where the library refused the file; any other number but 0 is a crash."""


def read_c3d(path: str) -> dict[str, Any]:
    """Return parameters, first frame, points, residuals and analog values of a C3D file."""
    import ezc3d  # pyright: ignore[reportMissingTypeStubs, reportMissingImports]
    import numpy as np

    held: Any = ezc3d.c3d(path)  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]
    parameters = {
        str(group): {
            str(name): {"value": one["value"]}
            for name, one in members.items()
            if isinstance(one, Mapping) and "value" in one
        }
        for group, members in held["parameters"].items()
    }
    return {
        "parameters": parameters,
        "first": int(held["header"]["points"]["first_frame"]),
        "points": np.asarray(held["data"]["points"], dtype=np.float64),
        "residuals": np.asarray(held["data"]["meta_points"]["residuals"], dtype=np.float64),
        "analogs": np.asarray(held["data"]["analogs"][0], dtype=np.float64),
    }


def read_matlab(path: str) -> dict[str, Any]:
    """Return the variables of a MATLAB file; cells are lists or arrays of objects, structures are mappings."""
    from scipy.io import loadmat

    held = loadmat(path, simplify_cells=True)
    return {str(name): value for name, value in held.items() if not str(name).startswith("__")}


READERS: Mapping[str, Callable[[str], Any]] = {"c3d": read_c3d, "matlab": read_matlab}


LIBRARIES: Mapping[str, str] = {"c3d": "ezc3d", "matlab": "scipy.io"}
"""What each of them imports."""


def _limit(memory: int) -> None:
    """Let this process take so many bytes more than it has, where the system can limit that."""
    try:
        import resource
    except ImportError:  # only systems of the Unix family have it
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    try:
        has = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    except OSError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (has + memory if hard < 0 else min(has + memory, hard), hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def _main(kind: str, path: str, memory: str) -> int:
    try:
        # Before the limit, for libraries ask for address space by the number of cores.
        importlib.import_module(LIBRARIES[kind])
    except ImportError as problem:
        sys.stderr.write(f"\n{problem}\n")
        return REFUSED
    _limit(int(memory))
    # What a library prints must not get between the bytes.
    out = sys.stdout.buffer
    sys.stdout = sys.stderr
    try:
        held = pickle.dumps(READERS[kind](path), protocol=5)
    except Exception as problem:
        sys.stderr.write("\n" + (" ".join(str(problem).split()) or type(problem).__name__) + "\n")
        return REFUSED
    out.write(held)
    return 0


if __name__ == "__main__":
    sys.exit(_main(*sys.argv[1:]))
