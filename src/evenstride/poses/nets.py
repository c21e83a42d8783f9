"""Nets in TensorFlow Lite's form, run on the CPU."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from evenstride.core.errors import EvenstrideError, to_install

Tensors = dict[tuple[int, ...], np.ndarray]
"""What a net gives, by the shapes of its tensors."""

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
            raise EvenstrideError(NO_RUNTIME, why="Films need the extra 'video'", remedy=to_install("video")) from None
        with _unheard():
            self._held: Any = runtime.Interpreter(model_path=str(path), num_threads=threads)
            self._held.allocate_tensors()
        self._into = self._held.get_input_details()[0]["index"]
        self._out: Sequence[Any] = self._held.get_output_details()
        self.side = int(self._held.get_input_details()[0]["shape"][1])

    def __call__(self, picture: np.ndarray) -> Tensors:
        """Run it on a picture of its side, float32, shape (side, side, 3); return its tensors by their shapes."""
        self._held.set_tensor(self._into, picture[np.newaxis])
        self._held.invoke()
        tensors = (self._held.get_tensor(one["index"])[0] for one in self._out)
        return {tensor.shape: tensor for tensor in tensors}


class Pair:
    """One net that looks at pictures two at a time.

    Two threads that each run their own copy end sooner than two that share every run: nothing waits for the other
    within a picture, and one prepares its picture while the other's net runs. Both give the same to the last bit.

    Parameters
    ----------
    path : Path
        Of the net's file.
    threads : int
        In all; below two there is nothing to share, and pictures come one after another.
    """

    def __init__(self, path: Path, *, threads: int = 1) -> None:
        self._whole = Net(path, threads=threads)
        self._path, self._each = path, threads // 2
        self._halves: tuple[Net, ...] = ()
        self.side = self._whole.side

    def look(self, pictures: Sequence[Callable[[], np.ndarray]]) -> list[Tensors]:
        """Return the tensors of each picture; it is made where its net runs."""
        if len(pictures) < 2 or not self._each:
            return [self._whole(make()) for make in pictures]
        if not self._halves:
            # Most films show one person: the second copy costs memory only where there are two.
            self._halves = tuple(Net(self._path, threads=self._each) for _ in range(2))
        with ThreadPoolExecutor(2, thread_name_prefix="net") as beside:
            turns = [beside.submit(self._in_turn, net, pictures[at::2]) for at, net in enumerate(self._halves)]
            first, second = (turn.result() for turn in turns)
        return [(first, second)[at % 2][at // 2] for at in range(len(pictures))]

    def _in_turn(self, net: Net, pictures: Sequence[Callable[[], np.ndarray]]) -> list[Tensors]:
        return [net(make()) for make in pictures]


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
