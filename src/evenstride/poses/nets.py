"""Nets in TensorFlow Lite's form, run on the CPU."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from evenstride.core.errors import EvenstrideError

NO_RUNTIME = "what runs a pose model is not installed"


class Net:
    """One net, opened from its file; give it a picture and get its tensors.

    Raises
    ------
    EvenstrideError
        If what runs it is not installed.
    """

    def __init__(self, path: Path, *, threads: int = 1) -> None:
        try:
            runtime: Any = import_module("ai_edge_litert.interpreter")
        except ImportError:
            raise EvenstrideError(
                NO_RUNTIME, why="Films need the extra 'video'", remedy="pip install 'evenstride[video]'"
            ) from None
        with _unheard():
            self._held: Any = runtime.Interpreter(model_path=str(path), num_threads=threads)
            self._held.allocate_tensors()
        self._into = self._held.get_input_details()[0]["index"]
        self._out: Sequence[Any] = self._held.get_output_details()
        self.side = int(self._held.get_input_details()[0]["shape"][1])

    def __call__(self, picture: np.ndarray) -> dict[tuple[int, ...], np.ndarray]:
        """Run it on a picture of its side, float32, shape (side, side, 3); return its tensors by their shapes."""
        self._held.set_tensor(self._into, picture[np.newaxis])
        self._held.invoke()
        tensors = (self._held.get_tensor(one["index"])[0] for one in self._out)
        return {tensor.shape: tensor for tensor in tensors}


@contextmanager
def _unheard() -> Iterator[None]:
    """Keep what the runtime prints by itself, which no setting of it stops, away from the terminal."""
    try:
        errors = sys.stderr.fileno()
    except (AttributeError, OSError, ValueError):
        yield
        return
    sys.stderr.flush()
    kept, nowhere = os.dup(errors), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, errors)
    try:
        yield
    finally:
        os.dup2(kept, errors)
        os.close(kept)
        os.close(nowhere)
