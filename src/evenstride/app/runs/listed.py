"""Use case: the recordings of one athlete, newest day first, a page at a time; sealed ones without what they hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import TypeVar

from evenstride.app.blocks.sealed import Seal, find_seal
from evenstride.app.care.body import told_for
from evenstride.app.results import making_of
from evenstride.app.wiring import local_day
from evenstride.core.athlete import Athlete
from evenstride.core.errors import InputError
from evenstride.core.estimate import Estimate
from evenstride.core.filed import Held
from evenstride.core.metric import Analysis
from evenstride.core.protocol import protocols
from evenstride.core.recording import FieldTest, RawTest, Recording, SpeedTrace, Splits, StepEvents
from evenstride.core.set_up import set_up_of
from evenstride.store import Result, Store, Stored
from evenstride.words import day, recording_content, recording_kind

Found = TypeVar("Found", bound=Held)

__all__ = ["recording_content", "recording_kind"]

RUNS_A_PAGE = 50

CHOICES: Mapping[str, tuple[type[Recording], ...]] = {
    "sprints": (Splits, SpeedTrace), "steps": (StepEvents,), "tests": (FieldTest, RawTest),
}  # fmt: skip
"""What a list can be narrowed to, by its word."""

_SHOWN = ("mss", "top_speed", "s0_in_situ", "step_frequency")
"""The value a list shows of an analysis: the first of these that was measured."""


@dataclass(frozen=True, slots=True)
class RunLine:
    """One recording as a list shows it.

    Attributes
    ----------
    title : str
        The run's own label, or the name of the test; empty without one.
    set_up : str
        Device, start and timing in words.
    value : (str, Estimate) or None
        Name and value of what was measured from it; None before it was, and where nothing could be.
    sealed_until : date or None
        The day its times are opened; nothing of what it holds is told before.
    """

    id: str
    on: date | None
    kind: str
    title: str
    set_up: str
    content: str
    value: tuple[str, Estimate] | None = None
    sealed_until: date | None = None


@dataclass(frozen=True, slots=True)
class RunList:
    """One page of an athlete's recordings, by day; `page` counts from 1."""

    athlete: Athlete
    on: date
    days: tuple[tuple[date | None, tuple[RunLine, ...]], ...]
    page: int
    more: bool
    only: str = ""


def list_runs(store: Store, athlete: Athlete, *, at: datetime, page: int = 1, only: str = "") -> RunList:
    """Return one page of the recordings of an athlete.

    Raises
    ------
    InputError
        If there is no such page or no such kind of recording.
    """
    if page < 1 or (only and only not in CHOICES):
        raise InputError("there is no such list of runs", remedy="Open the runs from the menu")
    today = local_day(at)
    found = store.newest(athlete.name, kinds=CHOICES.get(only, ()), skip=(page - 1) * RUNS_A_PAGE, most=RUNS_A_PAGE + 1)
    lines = lines_of(store, found[:RUNS_A_PAGE], find_seal(store, athlete, today))
    days = tuple((on, tuple(group)) for on, group in groupby(lines, key=lambda line: line.on))
    return RunList(athlete, today, days, page, len(found) > RUNS_A_PAGE, only)


def lines_of(store: Store, found: Sequence[Stored[Recording]], seal: Seal | None) -> tuple[RunLine, ...]:
    """Return recordings as lines, each with what was measured from it where that is kept."""
    makings = _makings(store, found)
    kept = store.known_results([id for ids in makings.values() for id in ids])
    return tuple(
        sealed_line(one, seal.until)
        if seal is not None and seal.hides(one)
        else run_line(one, next((shown for id in makings[one.id] if (shown := _value(kept.get(id)))), None))
        for one in found
    )


def _makings(store: Store, found: Sequence[Stored[Recording]]) -> dict[str, tuple[str, ...]]:
    """Return under which ids the analysis of each recording may be kept: with its own body, and with what was told."""
    bodies = store.bodies(found[0].athlete) if found else ()
    makings: dict[str, tuple[str, ...]] = dict.fromkeys((one.id for one in found), ())
    for one in found:
        if isinstance(one.noun, Splits | SpeedTrace | StepEvents):
            told = (None, told_for(one.noun, bodies))
            makings[one.id] = tuple(dict.fromkeys(making_of(one.id, one.noun, told=body).id for body in told))
    return makings


def run_line(one: Stored[Recording], value: tuple[str, Estimate] | None = None) -> RunLine:
    """Return an open recording as a line."""
    noun = one.noun
    return RunLine(
        one.id, noun.on, recording_kind(noun), _title(noun), set_up_of(noun).text, recording_content(noun), value
    )


def sealed_line(one: Stored[Recording], until: date) -> RunLine:
    """Return a sealed recording as a line that tells its day and kind, and nothing of what it holds."""
    noun = one.noun
    return RunLine(one.id, noun.on, recording_kind(noun), "", set_up_of(noun).text, "", None, until)


def open_run(store: Store, athlete: Athlete, id: str, today: date) -> Stored[Recording]:
    """Return a recording of an athlete that may be shown on a day; see `open_held`."""
    return _opened(store.recording(id), store, athlete, today)


def open_held(store: Store, athlete: Athlete, id: str, today: date) -> Stored[Held]:
    """Return a recording or an activity of an athlete that may be shown on a day.

    Raises
    ------
    NotFoundError, InputError
        If there is none of that id, it is somebody else's, or its times are sealed.
    """
    return _opened(store.held(id), store, athlete, today)


def _opened(found: Stored[Found], store: Store, athlete: Athlete, today: date) -> Stored[Found]:
    if found.athlete != athlete.key:
        raise InputError("that run is of somebody else", remedy=f"Open a run of {athlete.name}")
    refuse_sealed([found], find_seal(store, athlete, today), "this run", today)
    return found


def refuse_sealed(found: Iterable[Stored[Held]], seal: Seal | None, what: str, today: date) -> None:
    """Refuse to show recordings, or what holds them, while one of them is sealed.

    Raises
    ------
    InputError
        If one is.
    """
    if seal is not None and any(map(seal.hides, found)):
        raise InputError(
            f"{what} is kept and sealed until {day(seal.until, today=today)}",
            why="A block is running whose times are not looked at before its check",
            remedy="It opens by itself on that day; evenstride block unseal opens it now",
        )


def shown_value(analysis: Analysis | None) -> tuple[str, Estimate] | None:
    """Return the one value that stands for an analysis, with its name."""
    values: Mapping[str, object] = {} if analysis is None else analysis.values
    return next(((name, value) for name in _SHOWN if isinstance(value := values.get(name), Estimate)), None)


def _value(kept: Stored[Result] | None) -> tuple[str, Estimate] | None:
    return shown_value(kept.noun) if kept is not None and isinstance(kept.noun, Analysis) else None


def _title(recording: Recording) -> str:
    if isinstance(recording, FieldTest | RawTest) and not recording.label:
        protocol = protocols().get(recording.test)
        return "" if protocol is None else protocol.plain_title
    return recording.label
