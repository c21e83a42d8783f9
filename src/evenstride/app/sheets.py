"""Recordings written as the CSV files the readers understand: the demo's data and templates for one's own."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from evenstride.core.recording import FieldTest, Splits, StepEvents

Cell = str | float | None


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
                f"{contact.toe_off:.4f}",
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


def _body(run: Splits) -> tuple[Cell, Cell]:
    return run.body.mass, run.body.height


def _fixed(value: float | None) -> Cell:
    return None if value is None else f"{value:.4f}"


def _csv(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([["" if cell is None else cell for cell in row] for row in rows])
    return text.getvalue()
