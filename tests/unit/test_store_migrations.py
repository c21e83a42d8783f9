"""Numbered schema changes: in order, once, all or nothing, and nothing that exists is lost."""

import re
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from evenstride.core.athlete import Athlete
from evenstride.core.log import LogEntry
from evenstride.store import open_store
from evenstride.store.engine import migrate, migrations, open_engine, schema_version, writing
from evenstride.store.rows import (
    ATHLETES,
    BLOBS,
    CLIP_CORRECTIONS,
    COLUMNS,
    FACTS,
    LOG,
    RECORDINGS,
    RESULTS,
    SETTINGS,
    VIEWS,
)

NEXT = ("9998_notes", ("ALTER TABLE athletes ADD COLUMN note TEXT DEFAULT 'none'",))
BROKEN = ("9999_broken", ("CREATE TABLE half (x TEXT)", "CREATE TABLE half (x TEXT)"))


@pytest.fixture
def engine(tmp_path):
    with open_store(tmp_path / "a.db") as store:
        store.save_athlete(Athlete("Noa"), saved_at=datetime(2026, 5, 1, tzinfo=UTC))
    opened = open_engine(tmp_path / "a.db", wait=1)
    yield opened
    opened.dispose()


def test_files_are_numbered_without_gaps():
    assert [name[:4] for name, _ in migrations()] == [f"{n:04}" for n in range(1, len(migrations()) + 1)]
    assert all(re.fullmatch(r"\d{4}_[a-z_]+", name) for name, _ in migrations())


def test_an_older_archive_is_brought_up_to_date_and_keeps_what_it_holds(engine):
    known = (*migrations(), NEXT)
    for _ in range(2):
        with writing(engine).begin() as connection:
            migrate(connection, known)
    with engine.begin() as connection:
        assert schema_version(connection) == len(known)
        rows = connection.execute(sa.text("SELECT key, note FROM athletes")).all()
        names = connection.execute(sa.text("SELECT name FROM schema_version ORDER BY version")).scalars().all()
    assert rows == [("noa", "none")]
    assert names == [name for name, _ in known]


def test_a_migration_that_breaks_leaves_the_archive_as_it_was(engine):
    with pytest.raises(sa.exc.OperationalError), writing(engine).begin() as connection:
        migrate(connection, (*migrations(), NEXT, BROKEN))
    with engine.begin() as connection:
        assert schema_version(connection) == len(migrations())
        tables = sa.inspect(connection)
        assert "half" not in tables.get_table_names()
        assert "note" not in {column["name"] for column in tables.get_columns("athletes")}


def test_the_columns_the_queries_name_are_those_of_the_schema(engine):
    tables = (ATHLETES, FACTS, BLOBS, RECORDINGS, RESULTS, LOG, COLUMNS, SETTINGS, VIEWS, CLIP_CORRECTIONS)
    inspected = sa.inspect(engine)
    assert {table.name for table in tables} | {"schema_version"} == set(inspected.get_table_names())
    for table in tables:
        assert [column["name"] for column in inspected.get_columns(table.name)] == [one.name for one in table.c]


def test_no_reference_deletes_what_refers_to_it(engine):
    inspected = sa.inspect(engine)
    keys = [key for table in inspected.get_table_names() for key in inspected.get_foreign_keys(table)]
    assert len(keys) == 9
    assert all(not key["options"] for key in keys)


OLD_TEST = (
    '{"noun":"FieldTest","athlete":"Noa","test":"S1","trials":[182.40000000000001,190.0],"unit":"N","side":"left",'
    '"lever":0.38,"on":"2026-05-01"}'
)


def test_field_tests_of_before_were_done_by_version_one(tmp_path):
    path = tmp_path / "old.db"
    with open_store(path) as store:
        store.save_athlete(Athlete("Noa"), saved_at=datetime(2026, 5, 1, tzinfo=UTC))
    engine = open_engine(path, wait=1)
    with writing(engine).begin() as connection:
        connection.execute(sa.text("DELETE FROM schema_version WHERE version > 2"))
        for table in ("columns", "settings", "clip_corrections"):
            connection.execute(sa.text(f"DROP TABLE {table}"))
        connection.execute(sa.text("INSERT INTO blobs VALUES ('b', 'now', x'00')"))
        values = "(:id, 'noa', :kind, '2026-05-01', 'b', 0, '2026-05-01T00:00:00+00:00', :text)"
        row = f"INSERT INTO recordings VALUES {values}"
        connection.execute(sa.text(row), {"id": "old1", "kind": "FieldTest", "text": OLD_TEST})
        newer = OLD_TEST[:-1] + ',"version":3}'
        connection.execute(sa.text(row), {"id": "new1", "kind": "FieldTest", "text": newer})
    engine.dispose()
    with open_store(path) as store:
        old, new = store.recording("old1").noun, store.recording("new1").noun
    assert (old.version, new.version) == (1, 3)
    assert old.trials == (182.40000000000001, 190.0)
    again = open_engine(path, wait=1)
    with again.begin() as connection:
        text = connection.execute(sa.text("SELECT document FROM recordings WHERE id = 'old1'")).scalar_one()
    again.dispose()
    assert text == OLD_TEST[:-1] + ',"version":1}'


OLD_ENTRY = '{"on":"2026-05-01","kind":"strength","minutes":40.0,"rpe":6.0,"id":"old"}'


def test_a_log_of_before_opens_with_no_work_told_and_keeps_its_words(tmp_path):
    path = tmp_path / "old.db"
    with open_store(path) as store:
        store.save_athlete(Athlete("Noa"), saved_at=datetime(2026, 5, 1, tzinfo=UTC))
        store.save_log("Noa", LogEntry(date(2026, 5, 1), "strength", 40.0, 6.0, id="old"))
    engine = open_engine(path, wait=1)
    with writing(engine).begin() as connection:
        connection.execute(sa.text("UPDATE log SET document = :text"), {"text": OLD_ENTRY})
    engine.dispose()
    with open_store(path) as store:
        (entry,) = store.log("Noa")
        again = store.save_log("Noa", LogEntry(date(2026, 5, 1), "strength", 40.0, 6.0, id="old"))
    assert (entry.work, entry.stopped_early, entry.minutes) == ((), False, 40.0)
    assert again == entry
