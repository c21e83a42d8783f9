"""What somebody said the headings of a table mean, so that a file with names nobody foresaw can be read."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from evenstride.core.errors import InputError
from evenstride.core.provenance import ID_LENGTH, content_id

LEFT_OUT = ""
"""What a column is named that is not to be read."""

LONGEST_HEADING = 200
"""Characters of a heading that can be named; a longer one is a sentence that slipped in (judgement)."""


def heading_key(heading: str) -> str:
    """Return a heading without regard to case, spacing and the way its letters are encoded.

    Examples
    --------
    >>> heading_key("  Zeit\u00a020 ") == heading_key("ZEIT 20")
    True
    """
    return " ".join(unicodedata.normalize("NFKC", heading).casefold().split())


def headings_id(headings: Iterable[str]) -> str:
    """Return an id of a row of headings, the same for any order of its columns.

    Examples
    --------
    >>> headings_id(["Name", "Zeit 20"]) == headings_id(["zeit 20", "NAME", ""]) != headings_id(["Name"])
    True
    """
    keys = sorted(key for key in map(heading_key, headings) if key)
    return content_id("\n".join(keys).encode("utf-8", "surrogatepass"))[:ID_LENGTH]


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """What headings mean. It names columns and never holds a value of theirs.

    Attributes
    ----------
    names : tuple of (str, str)
        Heading as the file writes it → a column that is known, such as `20 m` or `time (ms)`; `LEFT_OUT` for a column
        that is not to be read. Headings that are not among them mean what they say.
    on : date or None
        The day it was said.

    Raises
    ------
    InputError
        If nothing is named, a heading is empty, too long, or named twice.

    Examples
    --------
    >>> ColumnMapping((("Zeit 20", "20 m"),)).target("ZEIT  20")
    '20 m'
    """

    names: tuple[tuple[str, str], ...]
    on: date | None = None

    def __post_init__(self) -> None:
        counts = Counter(heading_key(heading) for heading, _ in self.names)
        if not counts:
            raise InputError("no column was named", remedy="Say of at least one column what it holds")
        for heading, _ in self.names:
            if not heading_key(heading) or len(heading) > LONGEST_HEADING:
                raise InputError(
                    f"'{heading[:40]}' is no heading of a column",
                    remedy=f"Give the heading as it stands in the file, at most {LONGEST_HEADING} characters",
                )
            if counts[heading_key(heading)] > 1:
                raise InputError(f"the column '{heading}' is named twice", remedy="Name it once")

    def target(self, heading: str) -> str | None:
        """Return what a heading was named, None where nothing was said of it."""
        key = heading_key(heading)
        return next((name for said, name in self.names if heading_key(said) == key), None)


@dataclass(frozen=True, slots=True)
class TableHead:
    """How a table begins.

    Attributes
    ----------
    headings : tuple of str
        As written, each with the unit below it where there is a row of units.
    rows : tuple of tuple of str
        Cells of the first rows.
    format : str
        What its own headings make of it; empty where they fit no format, or several.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    format: str = ""

    @property
    def id(self) -> str:
        """Return the id of its headings."""
        return headings_id(self.headings)


@dataclass(frozen=True, slots=True)
class KnownColumn:
    """A column that files may have: its name, what it holds, and the SI unit of its values (`""` for text)."""

    name: str
    says: str
    unit: str = ""
