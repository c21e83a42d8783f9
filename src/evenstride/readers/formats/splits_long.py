"""Times at gates, one row a gate: athlete, distance, time, as most timing software exports them."""

from __future__ import annotations

from evenstride.core.recording import Splits
from evenstride.readers.contract import Contents, Defaults, Source
from evenstride.readers.sheet import FACTS, numbered, understand
from evenstride.readers.sniffing import head_step, missing_columns
from evenstride.readers.splitting import reaction_note, splits

NAME = "splits, one row a gate"
SUFFIXES = (".csv", ".txt", ".tsv")
UNITS = {"distances": "m", "times": "s"}
NEEDS = "columns 'distance' and 'time', with gates more than 0.1 s apart"
COLUMNS: dict[str, str] = {}
EXAMPLE = """\
athlete,date,distance,time
Noa,2024-05-04,5,1.158
Noa,2024-05-04,10,1.893
Noa,2024-05-04,20,3.149
Noa,2024-05-04,30,4.313
"""

_CLOSEST_GATES = 0.1


def sniff(source: Source) -> tuple[str, ...]:
    """Return what the file lacks for this format."""
    lacking = missing_columns(source, ("distance", "time"))
    step = head_step(source)
    if not lacking and step is not None and step <= _CLOSEST_GATES:
        lacking = (f"gates that far apart, its rows being {step:.3g} s apart (a speed trace needs a speed column)",)
    return lacking


def read(source: Source, defaults: Defaults) -> Contents:
    """Read the runs; a row at the start line (0 m, 0 s) is left out and said."""
    sheet, notes = understand(source, defaults, ("distance", "time", *FACTS))
    every = (sheet.values(sheet.rows, field).tolist() for field in ("distance", "time"))
    pair_of = dict(zip((row.number for row in sheet.rows), zip(*every, strict=True), strict=True))
    recordings: list[Splits] = []
    dropped = 0
    for rows in sheet.runs("distance"):
        gates = [row for row in rows if pair_of[row.number] != (0.0, 0.0)]
        dropped += len(rows) - len(gates)
        pairs = [pair_of[row.number] for row in gates]
        cells = [(row, sheet.columns["time"]) for row in gates]
        recordings.append(splits(sheet.facts(rows, device="gates"), pairs, cells))
    if dropped:
        notes += (f"Rows at the start line (0 m, 0 s) are no gates and were left out: {dropped}.",)
    return Contents(numbered(recordings), notes + reaction_note(sheet))
