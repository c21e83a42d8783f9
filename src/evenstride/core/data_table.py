"""A table that leaves the house: columns of equal length, by name, in SI."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

Cell = str | float | int | bool | date | datetime | None


@dataclass(frozen=True, slots=True)
class DataTable:
    """Rows of one sort.

    Attributes
    ----------
    name : str
        For the file, without ending; may hold folders, `samples/2026-05-01-ab12`.
    columns : mapping of str to sequence
        Name with unit after an underscore where it has one, to its cells; None and nan for what is not known.
    """

    name: str
    columns: Mapping[str, Sequence[Cell]]

    @property
    def rows(self) -> int:
        """How many rows there are.

        Examples
        --------
        >>> DataTable("days", {"on": ["2026-05-01"], "sleep_s": [None]}).rows
        1
        """
        return max((len(cells) for cells in self.columns.values()), default=0)


def table_of(name: str, header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> DataTable:
    """Return a table of rows.

    Examples
    --------
    >>> table_of("days", ["on", "sleep_s"], [["2026-05-01", 27000.0]]).columns["sleep_s"]
    (27000.0,)
    """
    return DataTable(name, {title: tuple(row[place] for row in rows) for place, title in enumerate(header)})
