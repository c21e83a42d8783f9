"""Use case: one stored recording on the command line, with all that was measured from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from evenstride.app.care.body import told_for, with_told
from evenstride.app.people import choose_athlete
from evenstride.app.runs.detail import RunShown, find_run, measure_run, show_run
from evenstride.app.runs.pairs import TIMED_FORCE, pairs_lines
from evenstride.core.errors import NotFoundError
from evenstride.core.estimate import Estimate
from evenstride.core.metric import Analysis
from evenstride.store import Store
from evenstride.words import day, quantity, say_in_situ, say_profile, say_steps

NEWEST = "newest"
"""What is written for the recording of the newest day."""


def newest_run(store: Store, name: str | None) -> str:
    """Return the id of an athlete's recording of the newest day.

    Raises
    ------
    NotFoundError
        If nothing was recorded of them yet.
    """
    athlete = choose_athlete(store, name)
    found = store.newest(athlete.name, most=1)
    if not found:
        raise NotFoundError(f"nothing was recorded of {athlete.name} yet", remedy="Keep a file: evenstride import FILE")
    return found[0].id


def chosen_run(store: Store, id: str | None, name: str | None) -> str:
    """Return the id of the recording that was asked for: the newest of an athlete where that word, or nothing, is said.

    Raises
    ------
    NotFoundError
        If the newest is asked for and there is none.
    """
    return newest_run(store, name) if id is None or id == NEWEST else id


def open_told(store: Store, id: str, *, at: datetime) -> RunShown:
    """Measure one recording, whoever's, and keep its values.

    Raises
    ------
    NotFoundError, InputError
        If there is no such recording, or its times are sealed.
    """
    stored = store.recording(id)
    athlete = store.athlete(stored.athlete)
    found = find_run(store, athlete, stored.id, at=at)
    told = told_for(found.noun, store.bodies(athlete.name))
    return show_run(store, athlete, found, measure_run(with_told(found, told).noun), at=at, told=told)


def run_lines(shown: RunShown) -> tuple[str, ...]:
    """Return the lines a person reads for one recording."""
    line = shown.line
    when = "no date" if line.on is None else f"{day(line.on)} {line.on.year}"
    head = " · ".join(part for part in (shown.athlete.name, when, line.kind, line.title, line.content) if part)
    instruments = () if shown.instruments is None else ("", *shown.instruments.lines)
    lacking = (shown.measured.lacking,) if shown.measured.lacking else ()
    return (head, line.set_up, "", *lacking, *_values(shown), *instruments)


def run_document(shown: RunShown) -> Mapping[str, Any]:
    """Return what `data run --json` prints; values of instruments are in SI."""
    kept = () if shown.instruments is None else shown.instruments.kept.analyses
    return {
        "id": shown.line.id,
        "athlete": shown.athlete.name,
        "date": shown.line.on,
        "kind": shown.line.kind,
        "measured": shown.measured.analysis,
        "lacking": shown.measured.lacking,
        "instruments": {one.kind: one for one in kept},
        "roles": () if shown.instruments is None else shown.instruments.roles,
        "contacts": None if shown.instruments is None else shown.instruments.kept.table,
        "pairs": () if shown.instruments is None else shown.instruments.pairs,
    }


def _values(shown: RunShown) -> Iterator[str]:
    analysis, steps = shown.measured.analysis, shown.measured.steps
    if analysis is None:
        return
    match analysis.kind:
        case "sprint":
            yield from say_profile(analysis)
        case "steps":
            yield from say_steps(analysis)
            yield from () if steps is None else pairs_lines(steps.run.recording, without=_measured_better(shown))
        case "in-situ":
            yield from say_in_situ(analysis)
        case _:
            yield from _plain(analysis)


def _measured_better(shown: RunShown) -> tuple[str, ...]:
    return TIMED_FORCE if shown.instruments is not None and shown.instruments.measures_force else ()


def _plain(analysis: Analysis) -> Iterator[str]:
    for name, value in analysis.values.items():
        if isinstance(value, Estimate):
            yield f"{name.replace('_', ' ').replace('.', ', ')} {quantity(value)}."
    yield from analysis.notes
