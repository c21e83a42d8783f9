"""The archive: one file that holds athletes, raw files, recordings, results and logs.

Importing this package does not import the database library; `open_store` does.
"""

from __future__ import annotations

from pathlib import Path

from evenstride.store.base import ImportResult, Link, Result, Store, Stored, in_one_turn
from evenstride.store.dump import Deleted, Dump, Loaded
from evenstride.store.memory import MemoryStore

__all__ = [
    "Deleted",
    "Dump",
    "ImportResult",
    "Link",
    "Loaded",
    "MemoryStore",
    "Result",
    "Store",
    "Stored",
    "in_one_turn",
    "open_store",
]


def open_store(path: Path | str, *, wait: float = 10.0) -> Store:
    """Open a database file, made if absent and brought up to date if older.

    Parameters
    ----------
    path : Path or str
        The file; missing folders are made.
    wait : float
        Seconds to wait while another process writes.

    Raises
    ------
    StoreError
        If the file cannot be made, opened or written, is not an Evenstride database, or was written by a newer
        version.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder, open_store(Path(folder, "archive.db")) as store:
    ...     store.athletes()
    ()
    """
    from evenstride.store.sql import SqlStore

    return SqlStore(Path(path), wait=wait)
