"""The loops, compiled by numba: loaded only where numba is installed and a batch asks for it.

Compiled code is kept on disk: beside this file or, where that cannot be written to, in the user's cache folder.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from types import FunctionType
from typing import Any, cast

import numba
from numba import extending

from evenstride.science.batch import formulas, loops, trace_loops

_FILES = [Path(str(module.__file__)) for module in (formulas, loops, trace_loops)]
_DIGEST = hashlib.sha256(b"".join(file.read_bytes() for file in _FILES)).hexdigest()[:12]

_CALLED = [
    formulas.look_up,
    formulas.by_length,
    formulas.by_lead,
    formulas.slope_and_bend,
    formulas.two_bends,
    formulas.held_tau,
    formulas.propose,
    formulas.confine,
    formulas.trust,
    formulas.free_start,
    formulas.held_start,
    loops.slope_at,
    loops.judge,
    trace_loops.best_start,
]
_KNOWN = [cast(Any, extending).register_jitable(function) for function in _CALLED]
"""numba compiles these where a loop calls them."""


def _compile(function: Callable[..., Any]) -> Any:
    # numba finds what it kept by name and by the text of one file, but the formulas are in another: the name tells all.
    source = cast(FunctionType, function)
    twin = FunctionType(source.__code__, source.__globals__, source.__name__)
    twin.__qualname__ = f"{source.__name__}_{_DIGEST}"
    njit = cast(Any, numba).njit
    try:
        return njit(cache=True, nogil=True, error_model="numpy")(twin)
    except RuntimeError:  # nowhere to keep it
        return njit(nogil=True, error_model="numpy")(twin)


search_lengths = _compile(loops.search_lengths)
search_leads = _compile(loops.search_leads)
search_starts = _compile(trace_loops.search_starts)
correlation_times = _compile(trace_loops.correlation_times)
