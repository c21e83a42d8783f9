"""The database file: all or nothing, many at once, and sentences when it cannot be used."""

import sqlite3
import subprocess
import sys
import warnings
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
import sqlalchemy as sa
from sqlalchemy import event

from evenstride.core.athlete import Athlete
from evenstride.core.errors import StoreError
from evenstride.core.estimate import Estimate
from evenstride.core.metric import Analysis
from evenstride.core.provenance import Provenance, content_id
from evenstride.core.recording import Origin, Reading, Splits
from evenstride.store import open_store
from evenstride.store.engine import migrations

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


# --- all or nothing ----------------------------------------------------------------------------------------------


class Interrupted(Exception):  # noqa: N818 - it stands for anything that can happen, not for an error of ours
    pass


def interrupted(action, at: int) -> bool:
    """Run an action and break it before its statement number `at`, the commit counting as the last."""
    count = 0

    def tick(*_):
        nonlocal count
        count += 1
        if count == at:
            raise Interrupted

    event.listen(sa.Engine, "before_cursor_execute", tick)
    event.listen(sa.Engine, "commit", tick)
    try:
        action()
    except Interrupted:
        return True
    finally:
        event.remove(sa.Engine, "before_cursor_execute", tick)
        event.remove(sa.Engine, "commit", tick)
    return False


def test_an_import_broken_at_any_statement_leaves_nothing_of_it(tmp_path):
    path = tmp_path / "a.db"
    with open_store(path) as store:
        store.save_import(*reading(0), imported_at=NOW)
        before, steps = contents(path), 0
        new = reading(1, ("Noa", "Zoë", "Ada", "Xu"))
        while interrupted(lambda: store.save_import(*new, imported_at=NOW), steps + 1):
            steps += 1
            assert contents(path) == before
        assert steps >= 6  # begin, look, bytes, athletes, recordings, commit
        after = contents(path)
        assert len(after["recordings"]) == len(before["recordings"]) + 4
        assert len(after["blobs"]) == 2
        assert store.save_import(*new, imported_at=NOW).already


def test_a_result_and_an_athlete_broken_at_any_statement_leave_nothing(tmp_path):
    path = tmp_path / "a.db"
    with open_store(path) as store:
        store.save_athlete(Athlete("Noa"), saved_at=NOW)
        document = Analysis("Noa", None, "sprint", {"mss": Estimate(8.6, 8.5, 8.7, "m/s")})
        made = Provenance("analysis", "m")
        actions = [
            lambda: store.save_result(made, document, athlete="noa", saved_at=NOW),
            lambda: store.save_athlete(Athlete("Ada"), saved_at=NOW),
        ]
        for action in actions:
            before, at = contents(path), 1
            while interrupted(action, at):
                assert contents(path) == before
                at += 1
            assert contents(path) != before


def test_opening_broken_at_any_statement_leaves_a_file_that_can_be_opened(tmp_path):
    at, path = 1, tmp_path / "0.db"
    while interrupted(lambda path=path: open_store(path).close(), at):
        with open_store(path) as store:
            assert store.athletes() == ()
        at, path = at + 1, tmp_path / f"{at}.db"
    assert at > 10


KILLED = """
import os, random, shutil, signal, sys, time
from pathlib import Path
import sqlalchemy as sa
from sqlalchemy import event
from datetime import UTC, date, datetime
import numpy as np
from evenstride.core.provenance import content_id
from evenstride.core.recording import Origin, Reading, Splits
import evenstride.store.sql
from evenstride.store import open_store

random.seed(1)
NOW = datetime(2026, 5, 1, tzinfo=UTC)
ROWS = 200
data = random.randbytes(400_000)
recordings = tuple(
    Splits(f"Athlete {n % 7}", np.arange(1, 60.0), np.random.default_rng(n).normal(size=59), date(2026, 1, 1),
           origin=Origin(place=f"row {n}")) for n in range(ROWS))
reading = Reading("splits-csv", content_id(data), "f.csv", recordings)

def child(path, kill_at, go):
    with open_store(path) as store:
        count = 0
        def tick(*_):
            nonlocal count
            count += 1
            if count == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)
        event.listen(sa.Engine, "before_cursor_execute", tick)
        event.listen(sa.Engine, "commit", tick)
        os.write(go, b"!")
        store.save_import(reading, data, imported_at=NOW)

def run(path, kill_at=0, delay=None):
    shutil.copy(folder / "new.db", path)
    ready, go = os.pipe()
    pid = os.fork()
    if pid == 0:
        child(path, kill_at, go)
        os._exit(0)
    os.read(ready, 1)
    if delay is not None:
        time.sleep(delay)
        os.kill(pid, signal.SIGKILL)
    status = os.waitpid(pid, 0)[1]
    os.close(ready), os.close(go)
    return os.WIFSIGNALED(status)

folder = Path(sys.argv[1])
open_store(folder / "new.db").close()
killed, at = 0, 1
while run(folder / f"statement{at}.db", kill_at=at):
    killed, at = killed + 1, at + 1
for n in range(20):
    killed += run(folder / f"delay{n}.db", delay=n * 0.002)
print(killed)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")
def test_an_import_killed_at_any_moment_leaves_all_or_nothing(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", KILLED, tmp_path], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= 8
    found = [contents(path) for path in sorted(tmp_path.glob("*.db"))]
    sizes = {tuple(len(one[table]) for table in ("blobs", "athletes", "recordings")) for one in found}
    assert sizes == {(0, 0, 0), (1, 7, 200)}


# --- many at once ------------------------------------------------------------------------------------------------


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


# --- the file ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["with space.db", "läuferin ⚡.db", "100%?x=1&#.db", "a'b.db", "no-suffix"])
def test_any_path_is_a_path(tmp_path, name):
    path = tmp_path / "new folder é" / name
    with open_store(str(path)) as store:
        store.save_import(*reading(), imported_at=NOW)
    assert [item.name for item in path.parent.iterdir()] == [name]  # nothing left beside it: one file is the archive
    with open_store(path) as store:
        assert len(store.recordings()) == 2


def test_a_relative_path_and_one_that_means_memory_to_sqlite_are_files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    open_store(":memory:").close()
    assert (tmp_path / ":memory:").is_file()


def test_files_that_are_no_archive(tmp_path):
    text = tmp_path / "notes.txt"
    text.write_text("5;10;20\n" * 500)
    with pytest.raises(StoreError) as caught:
        open_store(text)
    assert str(caught.value) == (
        f"{text}: the database cannot be used. It is not a database. Choose another file (--db)."
    )
    assert text.read_text() == "5;10;20\n" * 500
    with pytest.raises(StoreError, match=r"It cannot be opened.*Check folder and permissions"):
        open_store(tmp_path)
    with pytest.raises(StoreError, match=r"It cannot be opened.*Check folder and permissions"):
        open_store(text / "a.db")


def test_an_empty_file_becomes_an_archive(tmp_path):
    path = tmp_path / "a.db"
    path.touch()
    with open_store(path) as store:
        assert store.athletes() == ()


def test_a_file_that_may_not_be_written_is_told(tmp_path):
    path = tmp_path / "a.db"
    open_store(path).close()
    with open_store(path) as store:

        def forbid(connection, *_):
            connection.execute("PRAGMA query_only = ON")

        event.listen(sa.Engine, "checkout", forbid)
        try:
            with pytest.raises(StoreError, match=r"It may not be written to\. Change its permissions"):
                store.save_athlete(Athlete("Noa"), saved_at=NOW)
        finally:
            event.remove(sa.Engine, "checkout", forbid)


def test_the_database_of_another_program_is_left_alone(tmp_path):
    path = tmp_path / "other.db"
    change(path, "CREATE TABLE bookmarks (url TEXT)")
    before = path.read_bytes()
    with pytest.raises(StoreError, match=r"database of another program. It has the table 'bookmarks'.*nothing"):
        open_store(path)
    assert path.read_bytes() == before


def test_a_newer_archive_is_left_alone(tmp_path):
    path = tmp_path / "a.db"
    open_store(path).close()
    newest = len(migrations())
    change(path, f"INSERT INTO schema_version VALUES ({newest + 1}, 'later')")
    with pytest.raises(StoreError) as caught:
        open_store(path)
    assert str(caught.value) == (
        f"{path}: the database was written by a newer version of Evenstride. "
        f"Its schema has number {newest + 1}, this version knows {newest}. Update Evenstride."
    )


def test_a_damaged_file_is_told(tmp_path):
    path = tmp_path / "a.db"
    with open_store(path) as store:
        for n in range(50):
            store.save_import(*reading(n), imported_at=NOW)
    whole = path.read_bytes()
    path.write_bytes(whole[:8192] + b"\xff" * (len(whole) - 8192))
    with (
        pytest.raises(StoreError, match=r"The file is damaged\. Restore it from a backup"),
        open_store(path) as store,
    ):
        store.recordings()


@pytest.mark.parametrize("damage", ["x'00'", "(SELECT data FROM blobs WHERE id <> {0})", "substr(data, 1, 5)"])
def test_a_damaged_raw_file_is_not_handed_out(tmp_path, damage):
    path = tmp_path / "a.db"
    with open_store(path) as store:
        made, _other = (store.save_import(*reading(n), imported_at=NOW) for n in range(2))
        change(path, f"UPDATE blobs SET data = {damage.format(repr(made.content_id))} WHERE id = '{made.content_id}'")
        with pytest.raises(StoreError, match=r"the stored raw file is damaged\. Its bytes no longer match the hash"):
            store.raw(made.content_id)


@pytest.mark.parametrize(
    ("document", "says"),
    [
        ("{}", "is damaged"),
        ("nonsense", "is damaged"),
        ("[]", "is damaged"),
        ('{"noun":"Pose"}', "there is no noun 'Pose'. It was written by a newer version"),
        ('{"noun":"Splits","gait":1}', "unknown field 'gait'. It was written by a newer version"),
    ],
)
def test_a_damaged_or_newer_document_is_told_with_its_id(tmp_path, document, says):
    path = tmp_path / "a.db"
    with open_store(path) as store:
        made = store.save_import(*reading(athletes=("Noa",)), imported_at=NOW)
        change(path, f"UPDATE recordings SET document = '{document}'")
        with pytest.raises(StoreError) as caught:
            store.recordings()
        assert str(caught.value).startswith(f"recording {made.ids[0]}: ")
        assert says in str(caught.value)


def test_history_cannot_be_deleted_under_what_points_to_it(tmp_path):
    path = tmp_path / "a.db"
    with open_store(path) as store:
        store.save_import(*reading(), imported_at=NOW)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        for statement in ("DELETE FROM athletes", "DELETE FROM blobs"):
            with pytest.raises(sqlite3.IntegrityError):
                connection.execute(statement)


def test_the_store_s_own_connections_guard_references_and_let_readers_in(tmp_path):
    seen = {}

    def look(connection, *_):
        for name in ("foreign_keys", "journal_mode"):
            seen[name] = connection.execute(f"PRAGMA {name}").fetchone()[0]

    with open_store(tmp_path / "a.db") as store:
        event.listen(sa.Engine, "checkout", look)
        try:
            store.athletes()
        finally:
            event.remove(sa.Engine, "checkout", look)
    assert seen == {"foreign_keys": 1, "journal_mode": "wal"}


def test_a_new_file_has_large_pages_and_one_of_before_keeps_its_own(tmp_path, monkeypatch):
    def page_of(name: str) -> int:
        with closing(sqlite3.connect(tmp_path / name)) as connection:
            return connection.execute("PRAGMA page_size").fetchone()[0]

    monkeypatch.setattr("evenstride.store.engine.PAGE", 4096)
    open_store(tmp_path / "before.db").close()
    monkeypatch.undo()
    for name in ("new.db", "before.db"):
        with open_store(tmp_path / name) as store:
            store.save_athlete(Athlete("Noa"), saved_at=NOW)
            assert store.scrub()
    assert (page_of("new.db"), page_of("before.db")) == (16384, 4096)


def test_ten_thousand_recordings_are_listed_through_an_index(tmp_path):
    path, queries = tmp_path / "a.db", []

    def note(_connection, _cursor, statement, parameters, *_):
        if "FROM recordings" in statement:
            queries.append((statement, parameters))

    with open_store(path) as store:
        for n in range(10):
            store.save_import(*reading(n, ["Noa"] * 500 + ["Ada"] * 500), imported_at=NOW)
        event.listen(sa.Engine, "before_cursor_execute", note)
        try:
            listed = store.recordings("Noa")
            store.recordings("Noa", since=date(2026, 1, 2), until=date(2026, 1, 3))
        finally:
            event.remove(sa.Engine, "before_cursor_execute", note)
    assert len(listed) == 5000
    assert len(queries) == 2
    with closing(sqlite3.connect(path)) as connection:
        for statement, parameters in queries:
            plan = " ".join(row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters))
            assert "USING INDEX recordings_in_order (athlete=?" in plan
            assert "TEMP B-TREE" not in plan


def test_a_closed_store_holds_nothing_open(tmp_path):
    path = tmp_path / "a.db"
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with open_store(path) as store, ThreadPoolExecutor(3) as pool:
            list(pool.map(lambda _: store.athletes(), range(20)))
    if Path("/proc/self/fd").is_dir():
        held = [fd.readlink() for fd in Path("/proc/self/fd").iterdir() if fd.is_symlink()]
        assert [one for one in held if one.name.startswith("a.db")] == []
    assert [item.name for item in tmp_path.iterdir()] == ["a.db"]


def test_importing_the_room_opens_no_database_library():
    code = "import sys, evenstride.store; print(sorted(m for m in ('sqlalchemy', 'sqlite3') if m in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
