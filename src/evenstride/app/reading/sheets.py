"""Sheets the readers understand: recordings of the demo, trials typed at the terminal, empty sheets for a test day."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from evenstride.app.workbook import Cell, write_workbook
from evenstride.core.errors import InputError
from evenstride.core.protocol import MOST_TRIALS, FieldProtocol
from evenstride.core.recording import FieldTest, Splits, StepEvents
from evenstride.core.roles import Side

BOTH = "both"
"""How a sheet writes that a test is made with both legs together."""


@dataclass(frozen=True, slots=True)
class TypedTest:
    """One test of one athlete and day as somebody typed it; everything in the words and units they used."""

    athlete: str
    on: date
    test: str
    trials: Mapping[Side | None, tuple[str, ...]]
    unit: str = ""
    lever: str = ""
    mass: str = ""
    shoes: str = ""
    device: str = ""
    kit: str = ""
    scale_capacity: str = ""
    pain: str = ""
    extras: tuple[tuple[str, str], ...] = ()


def write_splits(runs: Sequence[Splits]) -> str:
    """Write splits in long form, one row a gate."""
    header = ("athlete", "date", "run", "start", "device", "mass (kg)", "height (m)", "distance (m)", "time (s)")
    return _csv(
        header,
        (
            (
                run.athlete,
                str(run.on),
                run.label,
                run.conditions.start.value,
                run.device.kind,
                *_body(run),
                float(distance),
                f"{time:.3f}",
            )
            for run in runs
            for distance, time in zip(run.distances, run.times, strict=True)
        ),
    )


def write_steps(runs: Sequence[StepEvents]) -> str:
    """Write step events, one row a contact."""
    header = (
        "athlete",
        "date",
        "run",
        "device",
        "timing sd (s)",
        "side",
        "touchdown (s)",
        "toe_off (s)",
        "speed (m/s)",
    )
    return _csv(
        header,
        (
            (
                run.athlete,
                str(run.on),
                run.label,
                run.device.kind,
                run.device.timing_sd,
                contact.side.value,
                f"{contact.touchdown:.4f}",
                _fixed(contact.toe_off),
                _fixed(contact.speed),
            )
            for run in runs
            for contact in run.contacts
        ),
    )


def write_field_tests(tests: Sequence[FieldTest]) -> str:
    """Write field tests, one row a side and day."""
    most = max((len(test.trials) for test in tests), default=0)
    trials = tuple(f"trial {number}" for number in range(1, most + 1))
    header = ("athlete", "date", "test", "side", "unit", "lever (m)", "mass (kg)", "device", *trials)
    return _csv(
        header,
        (
            (
                test.athlete,
                str(test.on),
                test.test,
                test.side.value if test.side else "both",
                test.unit,
                test.lever,
                test.body.mass,
                test.device.kind,
                *(f"{value:.4g}" for value in test.trials),
            )
            for test in tests
        ),
    )


def write_typed_test(typed: TypedTest) -> str:
    """Write what was typed as the sheet it would have been, one row a side."""
    most = max((len(trials) for trials in typed.trials.values()), default=0)
    names = tuple(name for name, _ in typed.extras)
    lever, mass, end = (
        _quantity(name, text)
        for name, text in (("lever", typed.lever), ("mass (kg)", typed.mass), ("scale capacity", typed.scale_capacity))
    )
    header = (
        "athlete", "date", "test", "side", "unit", *(f"trial {number}" for number in range(1, most + 1)), lever[0],
        mass[0], "shoes", "device", "kit", end[0], "pain", *names,
    )  # fmt: skip
    after = (
        lever[1], mass[1], typed.shoes, typed.device, typed.kit, end[1], typed.pain,
        *(value for _, value in typed.extras),
    )  # fmt: skip
    rows = [
        (
            typed.athlete, str(typed.on), typed.test, side.value if side is not None else BOTH, typed.unit,
            *trials, *("" for _ in range(most - len(trials))), *after,
        )
        for side, trials in typed.trials.items()
    ]  # fmt: skip
    return _csv(header, rows)


def write_typed_run(
    athlete: str, gates: Sequence[tuple[float, float]], on: date, facts: Sequence[tuple[str, str]] = ()
) -> str:
    """Write one run that was typed, one row a gate: distances in m, times in s; `facts` are further columns.

    Examples
    --------
    >>> write_typed_run("Ben", [(10.0, 1.9)], date(2026, 5, 4), [("wind (m/s)", "0")]).splitlines()
    ['athlete,date,distance (m),time (s),wind (m/s)', 'Ben,2026-05-04,10,1.9,0']
    """
    header = ("athlete", "date", "distance (m)", "time (s)", *(name for name, _ in facts))
    told = tuple(value for _, value in facts)
    return _csv(header, ((athlete, str(on), f"{at:.6g}", f"{after:.6g}", *told) for at, after in gates))


def _quantity(name: str, text: str) -> tuple[str, str]:
    """Return the header and the cell of a quantity that may carry its unit, as people type it.

    Examples
    --------
    >>> _quantity("lever", "40 cm"), _quantity("mass (kg)", "132lb"), _quantity("lever", "0.4")
    (('lever (cm)', '40'), ('mass (lb)', '132'), ('lever', '0.4'))
    """
    told = re.fullmatch(r"\s*([\d.,]+)\s*([A-Za-z]+)\s*", text)
    return (name, text) if told is None else (f"{name.partition(' (')[0]} ({told[2]})", told[1])


def write_test_sheet(
    protocols: Sequence[FieldProtocol], athletes: Sequence[str], *, on: date, suffix: str, allowed: Mapping[str, bool]
) -> bytes:
    """Write an empty sheet for a test day, station after station, everybody at each.

    Parameters
    ----------
    protocols : sequence of FieldProtocol
        The stations; they are put in the order of a test day.
    athletes : sequence of str
        Names, in the order they come.
    on : date
        The day.
    suffix : str
        `.csv` or `.xlsx`.
    allowed : mapping of str to bool
        Whether an athlete may do tests that are no games; those who may not have no rows there.

    Raises
    ------
    InputError
        If nobody or nothing was named, or for another suffix.
    """
    if not protocols or not athletes:
        raise InputError("a sheet needs tests and athletes", remedy="Give --test and --names, or import athletes first")
    extras = tuple(dict.fromkeys(extra.name for protocol in protocols for extra in protocol.extras))
    header = (
        "station", "test", "version", "athlete", "date", "side", "unit",
        *(f"trial {number}" for number in range(1, MOST_TRIALS + 1)), "lever (cm)", "mass (kg)", "shoes", "device",
        "kit", "scale capacity (kg)", "pain", *extras, "checked",
    )  # fmt: skip
    rows: list[Sequence[Cell]] = [header]
    for station, protocol in enumerate(sorted(protocols, key=lambda one: (one.station, one.id)), start=1):
        for athlete in athletes:
            if not protocol.game and not allowed.get(athlete, True):
                continue
            for side in ("left", "right") if protocol.sided else (BOTH,):
                head = (station, protocol.id, protocol.version, athlete, on, side, protocol.sheet_unit)
                rows.append((*head, *("" for _ in header[len(head) :])))
    if suffix == ".xlsx":
        return write_workbook(rows, title=f"Tests {on}")
    if suffix == ".csv":
        return _csv(rows[0], rows[1:]).encode()
    raise InputError(f"'{suffix}' is no kind of sheet", place="--out", remedy="End the name with .csv or .xlsx")


def _body(run: Splits) -> tuple[Cell, Cell]:
    return run.body.mass, run.body.height


def _fixed(value: float | None) -> Cell:
    return None if value is None else f"{value:.4f}"


def _csv(header: Sequence[Cell], rows: Iterable[Sequence[Cell]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([["" if cell is None else cell for cell in row] for row in rows])
    return text.getvalue()
