"""Foot contacts: side, touchdown and toe-off, from an optical system, a contact mat or hand-coded video."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import repeat

import numpy as np

from evenstride.core.errors import InputError
from evenstride.core.recording import Contact, Start, StepEvents
from evenstride.readers.checks import place, require_human_speed, require_increasing
from evenstride.readers.columns import find_columns
from evenstride.readers.contract import Contents, Defaults, Source
from evenstride.readers.frames import FRAME_WORDS
from evenstride.readers.sheet import FACTS, Sheet, numbered, understand
from evenstride.readers.sniffing import missing_columns
from evenstride.readers.table import Row
from evenstride.readers.values import parse_side

NAME = "step events"
SUFFIXES = (".csv", ".txt", ".tsv")
UNITS = {"touchdown": "s", "toe_off": "s", "speed": "m/s", "timing_sd": "s"}
NEEDS = "columns 'side', 'touchdown' and 'toe off'"
COLUMNS: dict[str, str] = {}
EXAMPLE = """\
athlete,date,side,touchdown,toe_off,speed,fps
Noa,2024-05-04,left,0.000,0.110,9.1,240
Noa,2024-05-04,right,0.230,0.341,9.1,240
Noa,2024-05-04,left,0.461,0.570,9.1,240
"""

_LONGEST_CONTACT = 1.5


def sniff(source: Source) -> tuple[str, ...]:
    """Return what the file lacks for this format."""
    lacking = missing_columns(source, ("side", "touchdown", "toe_off"))
    if lacking or source.head is None:
        return lacking
    units = {column.unit.casefold() for column in find_columns(source.head.header, ("touchdown",))["touchdown"]}
    return ("touchdowns as times, these being numbers of frames",) if units & set(FRAME_WORDS) else ()


def read(source: Source, defaults: Defaults) -> Contents:
    """Read the contacts in the order of the file; nothing is sorted, filled in or left out."""
    sheet, notes = understand(source, defaults, ("side", "touchdown", "toe_off", "speed", *FACTS))
    return Contents(numbered([_events(sheet, rows) for rows in sheet.runs("touchdown")]), notes)


def _events(sheet: Sheet, rows: Sequence[Row]) -> StepEvents:
    facts = sheet.facts(rows, device="video" if "fps" in sheet.columns else "unknown")
    if not sheet.one_text(rows, "start"):
        facts["conditions"] = replace(facts["conditions"], start=Start.FLYING)
    if len(rows) < 2:
        raise InputError(
            f"the run of {facts['athlete']} has one contact",
            place=facts["origin"].place,
            why="A step lasts from one touchdown to the next",
            remedy="Give at least two contacts a run",
        )
    touchdowns, toe_offs = sheet.values(rows, "touchdown"), sheet.values(rows, "toe_off")
    contacts = tuple(map(_contact, repeat(sheet), rows, touchdowns.tolist(), toe_offs.tolist(), _speeds(sheet, rows)))
    column = sheet.columns["touchdown"]
    require_increasing(touchdowns, lambda index: place(rows[index], column), what="touchdown")
    speeds = [contact.speed for contact in contacts if contact.speed is not None]
    if speeds:
        require_human_speed(np.array(speeds), facts["origin"].place)
    return StepEvents(**facts, contacts=contacts)


def _speeds(sheet: Sheet, rows: Sequence[Row]) -> list[float | None]:
    """The speed of each contact, None where its cell is empty."""
    told = [row for row in rows if sheet.text(row, "speed")]
    values = iter(sheet.values(told, "speed").tolist() if told else ())
    return [next(values) if sheet.text(row, "speed") else None for row in rows]


def _contact(sheet: Sheet, row: Row, touchdown: float, toe_off: float, speed: float | None) -> Contact:
    side = sheet.parsed(row, sheet.columns["side"], parse_side)
    if not 0.0 < toe_off - touchdown <= _LONGEST_CONTACT:
        raise InputError(
            f"the foot is on the ground for {toe_off - touchdown:.4g} s",
            place=place(row, sheet.columns["toe_off"]),
            why=f"toe-off follows touchdown within {_LONGEST_CONTACT:g} s",
            remedy="Correct the times, or write their unit into the header, for example 'toe off (ms)'",
        )
    return Contact(side, touchdown, toe_off, speed)
