"""Bytes → text: encodings, and plain words for files that are not text."""

from __future__ import annotations

import codecs
import re

from evenstride.core.errors import InputError
from evenstride.readers.workbook import workbook_sheets, workbook_text

MAX_BYTES = 32 * 1024 * 1024
"""Largest file read: eight minutes of a 1000 Hz trace with six columns."""

_SAVE_AS_CSV = "Open it in the program that wrote it and save or export it as CSV"

_NOT_TEXT = (
    (b"PK\x03\x04", "a zip archive or an OpenDocument sheet (.ods)"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook (.xls)"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a gzip archive or an R data file"),
    (b"BZh", "a bzip2 archive or an R data file"),
    (b"\xfd7zXZ", "an xz archive or an R data file"),
    (b"RDX", "an R data file"),
    (b"SQLite format 3", "a SQLite database"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)

_BOMS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8 with a byte order mark"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


def decode(data: bytes) -> tuple[str, str]:
    """Return the text of a file and the name of its encoding.

    Raises
    ------
    InputError
        If the file is empty, too large or not text.

    Examples
    --------
    >>> decode("Größe;1,80".encode("latin-1"))
    ('Größe;1,80', 'Windows-1252 (Latin-1)')
    """
    if not data.strip(b"\x00\t\r\n \xef\xbb\xbf"):
        raise InputError("the file is empty", remedy="Export it again, or choose another file")
    if len(data) > MAX_BYTES:
        raise InputError(
            f"the file has {len(data) / 1e6:.0f} MB",
            why=f"At most {MAX_BYTES / 1e6:.0f} MB are read",
            remedy="Export one session a file",
        )
    book = workbook_text(data) if data.startswith(b"PK\x03\x04") else None
    if book is not None:
        return book[0], f"that of the sheet '{book[1]}' of a workbook"
    for magic, what in _NOT_TEXT:
        if data.startswith(magic):
            raise InputError(f"the content is {what}, not text, whatever its name says", remedy=_SAVE_AS_CSV)
    for encoding, name in _encodings(data):
        try:
            text = data.decode(encoding).removeprefix("\ufeff")
        except UnicodeDecodeError:
            continue
        if _CONTROL.search(text) is None:
            return text, name
    raise InputError("the content is binary, not text", remedy=_SAVE_AS_CSV)


def decode_sheets(data: bytes) -> tuple[tuple[str, str, str], ...]:
    """Return each filled sheet of a workbook as text, with what it is and its name; any other file is one, unnamed.

    Raises
    ------
    InputError
        As `decode`.
    """
    book = workbook_sheets(data) if data.startswith(b"PK\x03\x04") and len(data) <= MAX_BYTES else None
    if book is None or len(book) == 1:
        return ((*decode(data), ""),)
    return tuple((text, f"that of the sheet '{name}' of a workbook", name) for text, name in book)


def head(data: bytes, count: int) -> str:
    r"""Return the first characters of a file as text, whatever its encoding; marks for what is no text.

    Examples
    --------
    >>> head("time (s)".encode("utf-16"), 4), head(b"\xef\xbb\xbftime", 20)
    ('time', 'time')
    """
    encoding = _encodings(data)[0][0]
    # Four bytes a character at most, and an even number of them.
    return data[: 4 * count].decode(encoding, errors="replace").removeprefix("\ufeff")[:count]


def _encodings(data: bytes) -> tuple[tuple[str, str], ...]:
    for bom, encoding, name in _BOMS:
        if data.startswith(bom):
            return ((encoding, name),)
    # UTF-16 without its mark: every other byte of western text is zero.
    head = data[:2000]
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        half = head[first::2]
        if half and half.count(0) > 0.8 * len(half):
            return ((encoding, "UTF-16"),)
    return (("utf-8", "UTF-8"), ("cp1252", "Windows-1252 (Latin-1)"))
