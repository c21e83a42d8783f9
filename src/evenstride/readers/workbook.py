"""A workbook (.xlsx) → the text of its filled sheets as comma-separated values, so that every format reads it.

Only values are read: text, numbers, dates. Formulas count by the value stored with them; macros are never looked at.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from evenstride.core.errors import InputError
from evenstride.readers.xml.streaming import decoded

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_LARGEST = 64 * 1024 * 1024
"""Bytes a part of a workbook may unpack to."""

_BOOK = "xl/workbook.xml"
"""The part every workbook has."""

MOST_SHEETS = 50
"""Filled sheets that are read of one workbook: a season of test days."""

_MOST_COLUMNS, _MOST_ROWS = 500, 400_000
_DATES = frozenset((*range(14, 18), 22, *range(27, 37), *range(50, 59)))
_TIMES = frozenset((18, 19, 20, 21, 45, 46, 47))
"""Numbers of the built-in formats that show a date, and those that show a time."""

_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_SAVE_AS_CSV = "Open it in the program that wrote it and save or export it as CSV"


def workbook_text(data: bytes) -> tuple[str, str] | None:
    """Return the first filled sheet as CSV text with its name, None where the bytes are no workbook.

    Raises
    ------
    InputError
        If it is a workbook that is damaged, locked, too large, or without a filled sheet.
    """
    sheets = workbook_sheets(data, most=1)
    return None if sheets is None else sheets[0]


def is_workbook_at(path: Path) -> bool:
    """Return whether a path leads to a workbook, which is a zip too; never raises."""
    try:
        with zipfile.ZipFile(path) as archive:
            return _BOOK in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return False


def workbook_sheets(data: bytes, *, most: int = MOST_SHEETS) -> tuple[tuple[str, str], ...] | None:
    """Return the filled sheets in their order, each as CSV text with its name, None where the bytes are no workbook.

    Hidden sheets are none. Errors as `workbook_text`, and where more than `MOST_SHEETS` are asked for and filled.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if _BOOK not in archive.namelist():
                return None
            return _filled(archive, most)
    except (
        zipfile.BadZipFile,
        zlib.error,
        ElementTree.ParseError,
        NotImplementedError,
        RuntimeError,
        OSError,
        EOFError,
    ) as problem:
        raise InputError(f"the workbook cannot be opened ({problem})", remedy=_SAVE_AS_CSV) from None
    except (LookupError, ValueError, OverflowError) as problem:
        raise InputError(f"the workbook is damaged ({problem})", remedy=_SAVE_AS_CSV) from None


def _filled(archive: zipfile.ZipFile, most: int) -> tuple[tuple[str, str], ...]:
    book = _part(archive, _BOOK)
    properties = book.find(f"{_MAIN}workbookPr")
    epoch = date(1904, 1, 1) if properties is not None and _is_true(properties.get("date1904")) else date(1899, 12, 30)
    links = {item.get("Id"): item.get("Target", "") for item in _part(archive, "xl/_rels/workbook.xml.rels")}
    strings, formats = _strings(archive), _formats(archive)
    found: list[tuple[str, str]] = []
    for sheet in book.iter(f"{_MAIN}sheet"):
        target = links[sheet.get(_LINK)].removeprefix("/")
        name = target if target.startswith("xl/") else f"xl/{target}"
        if sheet.get("state", "visible") != "visible" or "worksheets/" not in name:
            continue
        rows = _rows(_part(archive, name), strings, formats, epoch)
        if rows and len(found) == MOST_SHEETS:
            raise InputError(f"the workbook has more than {MOST_SHEETS} filled sheets", remedy="Export one a file")
        if rows:
            found.append((_csv(rows), sheet.get("name", "")))
        if len(found) == most < MOST_SHEETS:
            break
    if not found:
        raise InputError("the workbook has no filled sheet", remedy="Fill in a sheet, or choose another file")
    return tuple(found)


def _part(archive: zipfile.ZipFile, name: str) -> ElementTree.Element:
    if archive.getinfo(name).file_size > _LARGEST:
        raise InputError(
            f"'{name}' in the workbook is larger than {_LARGEST / 1e6:.0f} MB", remedy="Export one session a file"
        )
    try:
        return fromstring(decoded(archive.read(name))[0], forbid_dtd=True)
    except DefusedXmlException:
        raise InputError("the workbook defines entities, which no workbook needs", remedy=_SAVE_AS_CSV) from None


def _strings(archive: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    return [_text(item) for item in _part(archive, "xl/sharedStrings.xml").iter(f"{_MAIN}si")]


def _text(item: ElementTree.Element) -> str:
    """Return a text without its phonetic hints."""
    runs = [item, *item.iter(f"{_MAIN}r")]
    return "".join(part.text or "" for run in runs for part in run.findall(f"{_MAIN}t"))


def _formats(archive: zipfile.ZipFile) -> list[str]:
    """Return for each cell style whether it shows a `date`, a `time`, or anything else (empty)."""
    if "xl/styles.xml" not in archive.namelist():
        return []
    styles = _part(archive, "xl/styles.xml")
    own = {int(item.get("numFmtId", "0")): item.get("formatCode", "") for item in styles.iter(f"{_MAIN}numFmt")}
    cells = styles.find(f"{_MAIN}cellXfs")
    numbers = [] if cells is None else [int(item.get("numFmtId", "0")) for item in cells]
    return [_kind(number, own.get(number, "")) for number in numbers]


def _kind(number: int, code: str) -> str:
    bare = re.sub(r'"[^"]*"|\\.|\[[^\]hms]*\]', "", code.lower())
    if number in _DATES or "y" in bare or "d" in bare:
        return "date"
    return "time" if number in _TIMES or "h" in bare or "ss" in bare else ""


def _rows(sheet: ElementTree.Element, strings: list[str], formats: list[str], epoch: date) -> list[list[str]]:
    """Return the cells of a sheet as texts, with empty rows and cells where there are none."""
    cells: dict[int, dict[int, str]] = {}
    for cell in sheet.iter(f"{_MAIN}c"):
        place = _CELL.fullmatch(cell.get("r", ""))
        if place is None:
            raise ValueError("a cell without a place")
        text = _value(cell, strings, formats, epoch)
        if text:
            cells.setdefault(int(place[2]), {})[_column(place[1])] = text
    if not cells:
        return []
    height, width = max(cells), max(max(row) for row in cells.values()) + 1
    if height > _MOST_ROWS or width > _MOST_COLUMNS:
        raise InputError(f"the sheet has {height} rows and {width} columns", remedy="Export one session a file")
    return [[cells.get(row, {}).get(column, "") for column in range(width)] for row in range(1, height + 1)]


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1


def _value(cell: ElementTree.Element, strings: list[str], formats: list[str], epoch: date) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        inside = cell.find(f"{_MAIN}is")
        return "" if inside is None else " ".join(_text(inside).split())
    value = cell.find(f"{_MAIN}v")
    if value is None or value.text is None:
        return ""
    if kind == "s":
        return " ".join(strings[int(value.text)].split())
    if kind != "n":
        return " ".join(value.text.split())
    style = int(cell.get("s", "0"))
    look = formats[style] if style < len(formats) else ""
    number = float(value.text)
    if look == "date":
        return (epoch + timedelta(days=int(number))).isoformat()
    # A time is a share of a day; runs are told in seconds.
    return f"{number * 86_400.0:.10g}" if look == "time" else f"{number:.12g}"


def _csv(rows: list[list[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def _is_true(text: str | None) -> bool:
    return text in ("1", "true")
