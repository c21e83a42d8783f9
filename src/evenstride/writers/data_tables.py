"""Tables as files: tidy CSV, or Parquet where its library is installed."""

from __future__ import annotations

import csv
import io
from math import isnan
from typing import Any

from evenstride.core.data_table import Cell, DataTable
from evenstride.core.errors import InputError, to_install


def table_csv(table: DataTable) -> bytes:
    r"""Return a table as CSV in UTF-8: a header, one line a row, empty where nothing is known.

    Numbers are written so that they are read back exactly, yes and no as TRUE and FALSE.

    Examples
    --------
    >>> table_csv(DataTable("days", {"on": ["2026-05-01"], "sleep_s": [27000.5], "rest": [None]}))
    b'on,sleep_s,rest\n2026-05-01,27000.5,\n'
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows(zip(*(map(_cell, cells) for cells in table.columns.values()), strict=True))
    return text.getvalue().encode()


def table_parquet(table: DataTable) -> bytes:
    """Return a table as Parquet.

    Raises
    ------
    InputError
        If the library for it is not installed.
    """
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise InputError(
            "Parquet needs a library that is not installed",
            place="--parquet",
            remedy=f"{to_install('parquet')}; or take CSV",
        ) from None
    columns: dict[str, Any] = {name: [_known(cell) for cell in cells] for name, cells in table.columns.items()}
    out = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table(columns), out)
    return out.getvalue()


def _cell(cell: Cell) -> str:
    known = _known(cell)
    if known is None:
        return ""
    if isinstance(known, bool):
        # The one spelling that R, pandas and spreadsheets all take for yes and no.
        return "TRUE" if known else "FALSE"
    return repr(float(known)) if isinstance(known, float) else str(known)


def _known(cell: Cell) -> Cell:
    return None if isinstance(cell, float) and isnan(cell) else cell
