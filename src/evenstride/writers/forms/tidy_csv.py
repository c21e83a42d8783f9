"""A tidy table: one row a prescription, units in the column names."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

from evenstride.core.outgoing import OutFile, Outgoing, Written, slots
from evenstride.core.plan import Dose, Prescription, Session

NAME = "csv"
SUFFIX = ".csv"
MANY = False
ABOUT = "A table with one row a prescription, SI units in the column names, for spreadsheets and statistics."

OF_SESSION: dict[str, Callable[[Session], object]] = {
    "session_id": lambda session: session.id,
    "kind": lambda session: session.kind.value,
    "title": lambda session: session.title,
    "session_minutes": lambda session: session.minutes,
    "goal": lambda session: session.goal,
    "serves": lambda session: session.serves,
    "why_today": lambda session: session.reason,
}
OF_EXERCISE: dict[str, Callable[[Prescription], object]] = {
    "exercise_code": lambda item: item.exercise.code,
    "exercise": lambda item: item.exercise.name,
}
OF_DOSE: dict[str, Callable[[Dose], object]] = {
    "sets": lambda dose: dose.sets,
    "reps": lambda dose: dose.reps,
    "distance_m": lambda dose: dose.distance,
    "run_in_m": lambda dose: dose.run_in,
    "duration_s": lambda dose: dose.duration,
    "rest_s": lambda dose: dose.rest,
    "load_kg": lambda dose: dose.load,
    "reps_in_reserve": lambda dose: dose.rir,
    "intensity_share": lambda dose: dose.intensity,
    "effort_time_s": lambda dose: dose.effort_time,
    "dose_note": lambda dose: dose.note,
}
COLUMNS = ("athlete", "date", "turn", *OF_SESSION, "order", *OF_EXERCISE, *OF_DOSE)


def write(outgoing: Outgoing) -> Written:
    """Return one table; a session without prescriptions, such as a rest day, has one row without an exercise."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for (on, turn), session in slots(outgoing.plan):
        head = [outgoing.athlete, on, turn + 1, *(tell(session) for tell in OF_SESSION.values())]
        for order, item in enumerate(session.prescriptions, start=1):
            exercise = [tell(item) for tell in OF_EXERCISE.values()]
            writer.writerow(_plain([*head, order, *exercise, *(tell(item.dose) for tell in OF_DOSE.values())]))
        if not session.prescriptions:
            writer.writerow(_plain([*head, *("" for _ in COLUMNS[len(head) :])]))
    return Written((OutFile(f"plan-{outgoing.plan.start}{SUFFIX}", text.getvalue().encode()),))


def _plain(row: list[object]) -> list[object]:
    return [_cell(value) for value in row]


def _cell(value: object) -> object:
    """Return what a cell shows; text that a spreadsheet would take for a formula is kept from being one."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@"):
        return f"'{value}"
    if isinstance(value, float):
        return f"{value:.10g}"
    return "" if value is None else value
