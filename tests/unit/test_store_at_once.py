"""Many at once in one database file: threads, processes, and one who does not finish."""

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from evenstride.core.athlete import Athlete
from evenstride.core.errors import StoreError
from evenstride.store import open_store
from tests.database_files import NOW, change, contents, reading


def test_threads_read_while_one_writes_and_see_whole_imports_only(tmp_path):
    athletes = [f"Athlete {n}" for n in range(20)]
    with open_store(tmp_path / "a.db") as store, ThreadPoolExecutor(4) as pool:
        writing = pool.submit(lambda: [store.save_import(*reading(n, athletes), imported_at=NOW) for n in range(15)])

        def count_until_done() -> set[int]:
            seen = set()
            while not writing.done():
                seen.add(len(store.recordings()))
            return seen

        readers = [pool.submit(count_until_done) for _ in range(3)]
        assert all(count % 20 == 0 for reader in readers for count in reader.result())
        assert len(store.recordings()) == 300


SHARED = """
import os, sys
from datetime import UTC, date, datetime
from pathlib import Path
import numpy as np
from evenstride.core.provenance import content_id
from evenstride.core.recording import Reading, Splits
import evenstride.store.sql
from evenstride.store import open_store

def write(path, who):
    with open_store(path) as store:
        for n in range(6):
            data = f"{n if n % 2 else who + str(n)}".encode()  # every second file is one the others bring too
            run = Splits("Noa", np.array([5.0, 10.0]), np.array([1.2, 1.9]), date(2026, 1, 1))
            store.save_import(Reading("csv", content_id(data), "f", (run,)), data, imported_at=datetime.now(UTC))
            store.recordings()

for round in range(4):
    wait, go = os.pipe()
    for who in "abcd":
        if os.fork() == 0:
            os.close(go)
            os.read(wait, 1)  # all start when the parent lets go
            write(Path(sys.argv[1], f"{round}.db"), who)
            os._exit(0)
    os.close(go), os.close(wait)
    assert [os.wait()[1] for _ in "abcd"] == [0, 0, 0, 0]
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork")
def test_processes_that_open_a_new_file_at_once_and_write_lose_nothing(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", SHARED, tmp_path], capture_output=True, text=True, timeout=120, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    archives = [contents(path) for path in sorted(tmp_path.glob("*.db"))]
    assert len(archives) == 4
    assert {len(one["recordings"]) for one in archives} == {4 * 3 + 3}
    assert {len(one["athletes"]) for one in archives} == {1}


def test_a_writer_that_does_not_finish_is_named(tmp_path):
    path = tmp_path / "a.db"
    open_store(path).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as other, open_store(path, wait=0.05) as store:
        other.execute("BEGIN IMMEDIATE")
        assert store.athletes() == ()
        with pytest.raises(StoreError, match=r"Another process is writing to it\. Wait for it to finish and try again"):
            store.save_athlete(Athlete("Noa"), saved_at=NOW)
        other.execute("COMMIT")
        store.save_athlete(Athlete("Noa"), saved_at=NOW)


def test_opening_does_not_fail_on_one_who_opens_the_same_new_file(tmp_path):
    path = tmp_path / "a.db"
    open_store(path).close()
    change(path, "PRAGMA journal_mode = DELETE")  # as it is between making the tables and letting readers in
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with open_store(path, wait=0.05) as store:
            assert store.athletes() == ()
    with open_store(path) as store:
        assert store.athletes() == ()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
