"""The loops, compiled by numba: loaded only where numba is installed and a batch asks for it.

Compiled code is kept on disk, beside this file or in the user's cache folder where this one cannot be written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from types import FunctionType
from typing import Any, cast

from numba import njit
from numba.extending import register_jitable

from evenstride.science.batch import formulas, loops, trace_loops

_SOURCES = [Path(str(module.__file__)) for module in (formulas, loops, trace_loops)]
_DIGEST = hashlib.sha256(b"".join(file.read_bytes() for file in _SOURCES)).hexdigest()[:12]


def _compile(function: Callable[..., Any]) -> Any:
    # What is kept on disk is looked up by name and by the text of its own file; the formulas are in another one.
    twin = cast(FunctionType, function)
    twin = FunctionType(twin.__code__, twin.__globals__, twin.__name__)
    twin.__qualname__ = f"{twin.__name__}_{_DIGEST}"
    options = {"nogil": True, "error_model": "numpy"}
    try:
        return njit(cache=True, **options)(twin)
    except RuntimeError:  # no folder to keep it in
        return njit(**options)(twin)


for _function in (
    formulas.look_up,
    formulas.by_length,
    formulas.by_lead,
    formulas.slope_and_bend,
    formulas.two_bends,
    formulas.usual_bends,
    formulas.propose,
    formulas.confine,
    loops._slope,
    loops._judge,
    loops._judge_lead,
    formulas.free_start,
    formulas.held_start,
    trace_loops._best_start,
):
    register_jitable(_function)

search_lengths = _compile(loops.search_lengths)
search_pairs = _compile(loops.search_pairs)
search_starts = _compile(trace_loops.search_starts)
correlation_times = _compile(trace_loops.correlation_times)
