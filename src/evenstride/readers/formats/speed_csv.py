"""Speed over time from any device: time, velocity, and distance where it was written."""

from __future__ import annotations

from collections.abc import Sequence

from evenstride.core.errors import InputError
from evenstride.core.recording import SpeedTrace
from evenstride.readers.checks import FEWEST_SAMPLES, place, require_human_speed, require_increasing
from evenstride.readers.contract import Contents, Defaults, Source
from evenstride.readers.sheet import FACTS, Sheet, numbered, understand
from evenstride.readers.sniffing import head_step, missing_columns
from evenstride.readers.table import Row

NAME = "speed trace"
SUFFIXES = (".csv", ".txt", ".tsv")
UNITS = {"times": "s", "speeds": "m/s", "distances": "m"}
NEEDS = "columns 'time' and 'speed', with samples less than 0.5 s apart where there is a distance too"
COLUMNS: dict[str, str] = {}
EXAMPLE = """\
athlete,date,time,velocity (km/h)
""" + "".join(f"Noa,2024-05-04,{0.1 * i:.1f},{v}\n" for i, v in enumerate((0, 4, 9, 13, 16, 18, 20, 22, 23, 24, 25)))

_WIDEST_SAMPLES = 0.5


def sniff(source: Source) -> tuple[str, ...]:
    """Return what the file lacks for this format."""
    lacking = missing_columns(source, ("time", "speed"))
    if lacking or missing_columns(source, ("distance",)):
        return lacking
    step = head_step(source)
    if step is not None and step >= _WIDEST_SAMPLES:
        return (f"samples that close, its rows being {step:.3g} s apart",)
    return ()


def read(source: Source, defaults: Defaults) -> Contents:
    """Read the traces as they are, noise included; only order and units are checked."""
    sheet, notes = understand(source, defaults, ("time", "speed", "distance", *FACTS))
    recordings = [_trace(sheet, rows) for rows in sheet.runs("time")]
    return Contents(numbered(recordings), notes)


def _trace(sheet: Sheet, rows: Sequence[Row]) -> SpeedTrace:
    facts = sheet.facts(rows, device="unknown")
    if len(rows) < FEWEST_SAMPLES:
        raise InputError(
            f"the trace of {facts['athlete']} has {len(rows)} samples",
            place=facts["origin"].place,
            why=f"A trace has at least {FEWEST_SAMPLES}",
            remedy="Export the whole run",
        )
    times = sheet.values(rows, "time")
    require_increasing(times, lambda index: place(rows[index], sheet.columns["time"]), what="time")
    speeds = sheet.values(rows, "speed")
    require_human_speed(speeds, facts["origin"].place)
    distances = sheet.values(rows, "distance") if "distance" in sheet.columns else None
    return SpeedTrace(**facts, times=times, speeds=speeds, distances=distances)
