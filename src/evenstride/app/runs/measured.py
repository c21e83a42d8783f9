"""Stored runs measured one by one; what this process has measured already is not measured twice."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import partial
from threading import Lock
from typing import Any, TypeVar

from evenstride.app.reading.analyse import Profile, profile_sprint, summarise_steps
from evenstride.core.clip_corrections import corrections_id
from evenstride.core.clip_review import corrections_of
from evenstride.core.errors import FitError, InputError
from evenstride.core.recording import Recording, SpeedTrace, Splits, StepEvents
from evenstride.core.run import StepSummary
from evenstride.core.run_seed import run_seed
from evenstride.store import Stored

Value = TypeVar("Value")


class Remembered:
    """Results by what decides them; the one used longest ago is forgotten first.

    An error is not remembered.

    Parameters
    ----------
    most : int
        How many are kept. A fitted run with its draws takes 0.1 to 0.5 MB.

    Examples
    --------
    >>> squares = Remembered(most=2)
    >>> [squares.get("square", number, make=lambda: print("made") or number) for number in (3, 3)]
    made
    [3, 3]
    """

    def __init__(self, *, most: int) -> None:
        self._most = most
        self._known: OrderedDict[tuple[Hashable, ...], Any] = OrderedDict()
        self._lock = Lock()

    def get(self, *decides: Hashable, make: Callable[[], Value]) -> Value:
        """Return what is known, else make it."""
        with self._lock:
            if decides in self._known:
                self._known.move_to_end(decides)
                return self._known[decides]
        made = make()
        with self._lock:
            self._known[decides] = made
            while len(self._known) > self._most:
                self._known.popitem(last=False)
        return made


MEASURED = Remembered(most=1000)
"""A page after one new run must not fit three years of runs anew."""


def profiles_of(stored: Sequence[Stored[Recording]], seed: int = 0) -> Iterator[tuple[str, Profile]]:
    """Yield id and profile of every sprint that carries a fit."""
    for item in stored:
        run = item.noun
        if isinstance(run, Splits | SpeedTrace):
            own = run_seed(run, seed)
            try:
                yield (
                    item.id,
                    MEASURED.get("profile", *_decides(item, own), make=partial(profile_sprint, run, seed=own)),
                )
            except FitError:
                # A run that carries no fit is kept and shown by `profile`; here it only adds nothing.
                continue


def steps_of(stored: Sequence[Stored[Recording]], seed: int = 0) -> Iterator[tuple[str, StepSummary]]:
    """Yield id and summary of every run whose steps can be measured."""
    for item in stored:
        run = item.noun
        if isinstance(run, StepEvents):
            own = run_seed(run, seed)
            try:
                yield item.id, MEASURED.get("steps", *_decides(item, own), make=partial(summarise_steps, run, seed=own))
            except InputError:
                continue


def _decides(item: Stored[Any], seed: int) -> tuple[Hashable, ...]:
    """Return what decides the result: the run, its values by way of their seed, and what was told about it."""
    run = item.noun
    return item.id, seed, repr((run.body, run.conditions, run.device)), corrections_id(corrections_of(run))
