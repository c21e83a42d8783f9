"""What does the work of a batch: compiled loops or arrays, on how many cores, and what the caller hears of it."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from enum import StrEnum
from importlib.util import find_spec

from evenstride.core.errors import InputError, to_install
from evenstride.core.estimate import Array
from evenstride.science.batch import arrays, trace_arrays

Progress = Callable[[int, int], None]
"""Called in the caller's own thread with the runs done so far and all runs; an exception in it ends the batch."""


class Engine(StrEnum):
    """What searches for the least squares."""

    NUMPY = "numpy"
    """Array operations; nothing to install, nothing to wait for."""
    NUMBA = "numba"
    """Loops compiled by numba (the extra `fast`): compiled once, then kept on disk."""


@dataclass(frozen=True, slots=True)
class Machine:
    """The searches of an engine, and on how many threads they run if nobody says.

    Attributes
    ----------
    search_lengths, search_leads : callable
        Of many gate runs, as in `loops`.
    search_starts, correlation_times : callable
        Of many traces, as in `trace_loops`.
    """

    search_lengths: Callable[..., Array]
    search_leads: Callable[..., tuple[Array, Array]]
    search_starts: Callable[..., tuple[Array, Array]]
    correlation_times: Callable[..., Array]
    threads: int


def load(engine: Engine | None, *, worth: bool) -> Machine:
    """Return the machine to use: the one asked for, else numba where it is installed and `worth` loading.

    Raises
    ------
    InputError
        If there is no such engine, or numba is asked for and cannot be loaded.
    """
    if engine is not None and engine not in set(Engine):
        raise InputError(f"'{engine}' is no engine", remedy=f"Choose one of {', '.join(Engine)}, or leave it out")
    plain = Machine(
        arrays.search_lengths,
        arrays.search_leads,
        trace_arrays.search_starts,
        trace_arrays.correlation_times,
        threads=1,
    )
    if engine != Engine.NUMBA and not (engine is None and worth and find_spec("numba")):
        return plain
    try:
        from evenstride.science.batch import compiled
    except ImportError as error:
        if engine is None:  # installed, but not for this Python or NumPy
            return plain
        raise InputError(
            "numba is not here to compile the batch",
            why=str(error),
            remedy=f"{to_install('fast')}; or leave the engine out",
        ) from error
    return Machine(
        compiled.search_lengths,
        compiled.search_leads,
        compiled.search_starts,
        compiled.correlation_times,
        threads=cores(),
    )


def run_blocks(
    work: Callable[[int], None], runs: int, block: int, *, workers: int, progress: Progress | None = None
) -> None:
    """Do the work of every block of runs, given where it starts; tell `progress` after each, on `workers` threads.

    Notes
    -----
    An interruption lets the blocks that are under way finish, a few milliseconds each, and starts no other.
    """
    starts, done = range(0, runs, block), 0

    def tell(start: int) -> None:
        nonlocal done
        done += min(block, runs - start)
        if progress is not None:
            progress(done, runs)

    if workers <= 1 or len(starts) <= 1:
        for start in starts:
            work(start)
            tell(start)
        return
    pool = ThreadPoolExecutor(min(workers, len(starts)))
    try:
        waiting = {pool.submit(work, start): start for start in starts}
        for finished in as_completed(waiting):
            finished.result()
            tell(waiting[finished])
    finally:
        pool.shutdown(cancel_futures=True)


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
