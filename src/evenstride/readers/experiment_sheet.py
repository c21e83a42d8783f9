"""The filled sheet of an experiment: which run, which day, what was worn or thought of, its time or feel.

The sheet is written by `evenstride experiment sheet`. It belongs to one experiment, so its columns are few and its
rows are checked against the protocol; rows without a time or a feel are runs that have not happened.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from evenstride.core.errors import InputError
from evenstride.core.experiment import EnteredRun, Entries, Experiment, Outcome
from evenstride.core.provenance import content_id
from evenstride.core.units import canonical, si_unit, to_si
from evenstride.readers.columns import plain, split_unit
from evenstride.readers.table import Row, Table, parse_table
from evenstride.readers.text import decode
from evenstride.readers.values import parse_date, parse_number, shorten

T = TypeVar("T")

_NAMES = {
    "number": ("run", "number", "lauf", "nr"),
    "arm": ("condition", "wear", "cue", "bedingung"),
    "date": ("date", "day", "datum", "tag"),
    "time": ("time", "zeit", "temps"),
    "feel": ("feel", "gefuhl", "gefuehl"),
    "position": ("joint to load", "position", "place"),
    "note": ("note", "notes", "notiz", "bemerkung"),
}
_MEANING = {name: key for key, names in _NAMES.items() for name in names}

TIMES = (0.5, 60.0)
"""Times in s outside of which a unit is wrong (judgement)."""


@dataclass(frozen=True, slots=True)
class _Column:
    index: int
    unit: str


def read_experiment_sheet(data: bytes, experiment: Experiment, *, experiment_id: str, name: str) -> Entries:
    """Read a filled sheet.

    Parameters
    ----------
    data : bytes
        The file as it is: CSV with commas, semicolons or tabs, decimal point or comma.
    experiment : Experiment
        The protocol the sheet was written for.
    experiment_id : str
        Its id in the store.
    name : str
        File name, for messages.

    Raises
    ------
    InputError
        If a column is absent, a run is unknown or there twice, a condition is none of the protocol's, a day or value
        cannot be read, or nothing was filled in. Nothing is returned then.
    """
    try:
        text, encoding = decode(data)
        table = parse_table(text)
        columns = _columns(table, experiment)
        runs = [run for row in table.rows if (run := _run(row, columns, experiment)) is not None]
        _check(runs)
    except InputError as problem:
        raise problem.within(name) from None
    notes = [
        f"Read as {encoding} with {table.delimiter_name}; {len(runs)} of {len(experiment.runs)} runs are filled in."
    ]
    planned = {run.number: run.arm for run in experiment.runs}
    notes += [
        f"Run {run.number} was {run.arm} and had been planned as {planned[run.number]}: it counts as what it was."
        for run in runs
        if run.arm != planned[run.number]
    ]
    last = max(run.on for run in runs)
    return Entries(experiment_id, experiment.athlete, last, tuple(runs), name, content_id(data), tuple(notes))


def _columns(table: Table, experiment: Experiment) -> dict[str, _Column]:
    found: dict[str, _Column] = {}
    for index, header in enumerate(table.header):
        name, unit = split_unit(header)
        key = _MEANING.get(plain(name))
        if key is None:
            continue
        if key in found:
            raise InputError(f"two columns mean {key}", place=f"column '{header}'", remedy="Keep one of them")
        found[key] = _Column(index, unit)
    value = "time" if experiment.outcome is Outcome.TIME else "feel"
    lacking = [_NAMES[key][0] for key in ("number", "arm", "date", value) if key not in found]
    if lacking:
        raise InputError(
            f"the column '{lacking[0]}' is not there",
            why="The sheet of an experiment has the columns run, condition, date and time or feel",
            remedy="Fill in the sheet that evenstride experiment sheet writes",
        )
    return found


def _run(row: Row, columns: dict[str, _Column], experiment: Experiment) -> EnteredRun | None:
    def cell(key: str) -> str:
        return row.cells[columns[key].index].strip() if key in columns else ""

    time = experiment.outcome is Outcome.TIME
    written = cell("time" if time else "feel")
    if not written:
        return None
    place = f"row {row.number}"
    number = _in_place(place, lambda: parse_number(cell("number")))
    if number not in {run.number for run in experiment.runs}:
        raise InputError(f"there is no run {cell('number')}", place=place, remedy="Keep the numbers of the sheet")
    arm = {code.casefold(): code for code in experiment.arms}.get(cell("arm").casefold())
    if arm is None:
        every = ", ".join(experiment.arms)
        raise InputError(f"'{shorten(cell('arm'))}' is no condition", place=place, remedy=f"Write one of: {every}")
    on: date = _in_place(place, lambda: parse_date(cell("date")))
    value = _in_place(place, lambda: parse_number(written))
    value = _seconds(value, columns["time"].unit, place) if time else _feel(value, place)
    return EnteredRun(int(number), on, arm, value, _position(cell("position"), columns, place), cell("note"))


def _in_place(place: str, parse: Callable[[], T]) -> T:
    try:
        return parse()
    except InputError as problem:
        raise InputError(problem.what, place=place, why=problem.why, remedy=problem.remedy) from None


def _seconds(value: float, unit: str, place: str) -> float:
    seconds = _converted(value, unit or "s", "s", place)
    if not TIMES[0] <= seconds <= TIMES[1]:
        raise InputError(f"a time of {seconds:g} s is no flying run", place=place, remedy="Write the time in s")
    return seconds


def _feel(value: float, place: str) -> float:
    if not 0.0 <= value <= 10.0:
        raise InputError(f"a feel of {value:g} is not between 0 and 10", place=place, remedy="Write 0 to 10")
    return value


def _position(written: str, columns: dict[str, _Column], place: str) -> float | None:
    if not written:
        return None
    value = _in_place(place, lambda: parse_number(written))
    metres = _converted(value, columns["position"].unit or "cm", "m", place)
    if not 0.01 <= metres <= 0.8:
        raise InputError(f"a load {100 * metres:g} cm from the joint", place=place, remedy="Write it in cm")
    return metres


def _converted(value: float, unit: str, si: str, place: str) -> float:
    if si_unit(canonical(unit)) != si:
        raise InputError(f"the unit '{unit}' does not fit", place=place, remedy=f"Use one that converts to {si}")
    return to_si(value, canonical(unit))


def _check(runs: list[EnteredRun]) -> None:
    if not runs:
        raise InputError(
            "no run is filled in", why="Every time or feel is empty", remedy="Fill in what was run, leave the rest"
        )
    numbers = [run.number for run in runs]
    twice = sorted({number for number in numbers if numbers.count(number) > 1})
    if twice:
        raise InputError(f"run {twice[0]} is there twice", remedy="Keep one row for each run")
