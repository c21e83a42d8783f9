"""The database file: any path, sentences when it cannot be used, and what it guards."""

import sqlite3
import subprocess
import sys
import warnings
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from evenstride.core.athlete import Athlete
from evenstride.core.errors import StoreError
from evenstride.store import open_store
from evenstride.store.engine import migrations
from tests.database_files import NOW, change, reading


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
