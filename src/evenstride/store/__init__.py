"""The archive: one file that holds athletes, raw files, recordings, results and logs.

Importing this package does not import the database library; `open_store` does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING

from evenstride.core.progress import Progress, no_progress
from evenstride.store.base import Store, in_one_turn
from evenstride.store.dump import Deleted, DeletedRecording, Dump, Kept, Loaded
from evenstride.store.identity import filed_id
from evenstride.store.memory import MemoryStore
from evenstride.store.nouns import ImportResult, Link, Result, Stored
from evenstride.store.ready import ReadyFile, ready

if TYPE_CHECKING:
    from evenstride.store.container import Archive

__all__ = [
    "Deleted",
    "DeletedRecording",
    "Dump",
    "ImportResult",
    "Kept",
    "Link",
    "Loaded",
    "MemoryStore",
    "ReadyFile",
    "Result",
    "Store",
    "Stored",
    "filed_id",
    "in_one_turn",
    "open_store",
    "read_archive",
    "ready",
    "write_archive",
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


def write_archive(
    dumps: Iterable[Dump],
    raw: Callable[[str], bytes],
    out: IO[bytes],
    *,
    made_at: datetime,
    zone: str = "",
    films: Iterable[Path] = (),
) -> None:
    """Write dumps and the raw files they name into one zip; see `evenstride.store.container`."""
    from evenstride.store import container

    container.write_archive(dumps, raw, out, made_at=made_at, zone=zone, films=films)


def read_archive(source: IO[bytes], *, progress: Progress = no_progress) -> AbstractContextManager[Archive]:
    """Open an archive and check all of it; see `evenstride.store.container`."""
    from evenstride.store import container

    return container.read_archive(source, progress=progress)
