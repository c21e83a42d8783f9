"""Files to import into a database, and the database file seen from outside."""

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np

from evenstride.core.provenance import content_id
from evenstride.core.recording import Origin, Reading, Splits

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
TABLES = ("athletes", "facts", "blobs", "recordings", "results", "log", "columns")


def reading(number=0, athletes=("Noa", "Ada")) -> tuple[Reading, bytes]:
    data = b"file %d" % number
    recordings = tuple(
        Splits(
            name,
            np.array([5.0, 10.0]),
            np.array([1.2, 1.9]),
            date(2026, 1, 1) + timedelta(days=number),
            origin=Origin(place=f"row {row}"),
        )
        for row, name in enumerate(athletes)
    )
    return Reading("splits-csv", content_id(data), "f.csv", recordings), data


def contents(path: Path) -> dict[str, list]:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        return {table: connection.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall() for table in TABLES}


def change(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)
