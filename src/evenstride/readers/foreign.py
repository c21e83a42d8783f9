"""Files that only a foreign library of compiled code can read are read in a process of their own, which may crash."""

from __future__ import annotations

import importlib.util
import pickle
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from evenstride.core.errors import InputError
from evenstride.readers import foreign_child

LONGEST = 120.0
"""s after which a file is given up; the largest that is read takes some ten (judgement)."""

MEMORY = 1_000_000_000
"""Bytes a child may ask for beside what `PER_BYTE` allows it for the file; MATLAB files are compressed (judgement)."""

PER_BYTE = 40
"""Bytes of memory a child may ask for, for each byte of the file: ezc3d takes 35 where it computes plates."""


def read_foreign(kind: str, data: bytes, *, seconds: float = LONGEST) -> Any:
    """Read bytes with a library of compiled code, in a process of its own.

    A damaged file can crash such a library, and with it the process; the child's crash is a sentence here. It costs a
    tenth of a second for C3D and some more for MATLAB (benchmarks/instruments_c3d.py).

    Parameters
    ----------
    kind : str
        A name in `foreign_child.READERS`.
    data : bytes
        The file as it is.
    seconds : float
        How long it may take.

    Raises
    ------
    InputError
        If the file cannot be read: the library refuses it, crashes, or takes too much time or memory.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "file")
        path.write_bytes(data)
        if not sys.executable:
            return _here(kind, path)
        limit = MEMORY + PER_BYTE * len(data)
        # -P: the child's own folder must not stand before the libraries in the search for modules.
        command = [sys.executable, "-P", str(foreign_child.__file__), kind, str(path), str(limit)]
        try:
            done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds, check=False)
        except subprocess.TimeoutExpired:
            raise broken(f"Reading it was given up after {seconds:g} s") from None
        except OSError:
            # Where no process can be started there is no other way than to read it here.
            return _here(kind, path)
    if done.returncode == 0:
        return pickle.loads(done.stdout)  # what our own child wrote
    said = done.stderr.decode("utf-8", errors="replace").strip().splitlines()
    if done.returncode == foreign_child.REFUSED and said:
        raise broken(f"Reading it ended with: {said[-1][:120]}")
    raise broken("The library that reads it crashed on it")


def installed(library: str) -> bool:
    """Return whether a library can be imported, without importing it.

    Examples
    --------
    >>> installed("json"), installed("no_such_library")
    (True, False)
    """
    return importlib.util.find_spec(library) is not None


def broken(why: str) -> InputError:
    """Return what is said of a file that no library can read."""
    return InputError("this file is cut short or damaged", why=why, remedy="Save or export it again")


def _here(kind: str, path: Path) -> Any:
    try:
        return foreign_child.READERS[kind](str(path))
    except Exception as problem:
        raise broken(f"Reading it ended with: {str(problem)[:120] or type(problem).__name__}") from None
