"""The archive as a file: what it holds, what is refused, and that nothing changes when it is."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from evenstride.app.archive import delete_athlete, export_archive, import_archive, loaded_lines
from evenstride.core.athlete import Athlete
from evenstride.core.come_back import WayBack
from evenstride.core.errors import InputError, NotFoundError
from evenstride.core.provenance import Provenance
from evenstride.core.training import Stage
from evenstride.store import MemoryStore, Store, container, open_store, read_archive, write_archive
from evenstride.store.engine import migrations
from tests.blocks import START, block
from tests.contract.test_store_archive import HEADINGS, everything, fill
from tests.stores import LATER, NOW, reading, splits


def way_back(place: str) -> WayBack:
    return WayBack("Noa", place, START, Stage.RELEARN, NOW)


@pytest.fixture
def store(tmp_path: Path):
    with open_store(tmp_path / "a.db") as opened:
        fill(opened)
        yield opened


def archive_of(store: Store, *names: str) -> bytes:
    out = io.BytesIO()
    export_archive(store, names, out, at=NOW)
    return out.getvalue()


def into(data: bytes, store: Store | None = None):
    return import_archive(MemoryStore() if store is None else store, io.BytesIO(data), at=NOW)


def entries(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def packed(found: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        for name, data in found.items():
            made.writestr(name, data)
    return out.getvalue()


def rewritten(data: bytes, **changes: object) -> bytes:
    found = entries(data)
    found["manifest.json"] = json.dumps({**json.loads(found["manifest.json"]), **changes}).encode()
    return packed(found)


def with_entry(data: bytes, name: str, content: bytes) -> bytes:
    """Put an entry into an archive, named with its right hash in the manifest."""
    found = {**entries(data), name: content}
    head = json.loads(found["manifest.json"])
    head["entries"][name] = {"bytes": len(content), "sha256": container.hashlib.sha256(content).hexdigest()}
    return packed({**found, "manifest.json": json.dumps(head).encode()})


def without_entry(data: bytes, name: str) -> dict[str, bytes]:
    """Return an archive that never had an entry, and whose manifest does not name it."""
    found = entries(data)
    head = json.loads(found["manifest.json"])
    del found[name], head["entries"][name]
    return {**found, "manifest.json": json.dumps(head).encode()}


def test_a_part_that_came_later_is_asked_of_newer_archives_only(store):
    cut = packed(without_entry(archive_of(store, "noa keller"), "athletes/0001/columns.jsonl"))
    with pytest.raises(InputError, match="damaged"):
        into(cut)
    assert into(rewritten(cut, schema=3))[0].held["columns"] == 0


def test_an_archive_brings_back_the_same_state(store, tmp_path):
    data = archive_of(store)
    with open_store(tmp_path / "b.db") as back:
        lines = loaded_lines(into(data, back))
        assert everything(back) == everything(store)
        assert everything(back, "ada mok") == everything(store, "ada mok")
        assert archive_of(back) == data
        assert loaded_lines(into(data, back)) == (
            "Ada Mok: all of it was here before.",
            "Noa Keller: all of it was here before.",
        )
    assert lines[1] == (
        "Noa Keller is here now: 2 files, 3 recordings, 3 answers and body measures, 2 log entries, 2 results, "
        "1 naming of columns."
    )


def test_an_archive_holds_documents_and_raw_files_and_no_database(store):
    found = entries(archive_of(store, "noa keller"))
    raw = {name: data for name, data in found.items() if name.startswith("raw/")}
    assert sorted(raw.values()) == [b"5;10;20\n", b"own"]
    assert not any(data.startswith(b"SQLite format 3") for data in found.values())
    lines = [json.loads(line) for line in found["athletes/0001/log.jsonl"].splitlines()]
    assert [line["document"]["note"] for line in lines if line["id"] == "monday"] == ["sun, and 'quotes' – ünïcode"]
    assert b"ada mok" not in b"".join(data for name, data in found.items() if not name.startswith("raw/"))
    head = json.loads(found["manifest.json"])
    assert (head["format"], head["number"], head["schema"]) == ("evenstride archive", 1, len(migrations()))


def test_a_text_that_json_would_write_otherwise_comes_back_to_the_letter(store, tmp_path):
    dump = store.dump("Noa Keller")
    spaced = replace(dump, athlete={**dump.athlete, "document": dump.athlete["document"].replace(",", ", ")})
    out = io.BytesIO()
    write_archive([spaced], store.raw, out, made_at=NOW)
    with read_archive(out) as found:
        assert list(found.dumps()) == [spaced]


@pytest.mark.parametrize("cut", [0, 1, 100, 2000, -1, -30])
def test_a_cut_archive_is_refused(store, cut):
    data = archive_of(store)
    with pytest.raises(InputError) as refusal, MemoryStore() as empty:
        into(data[:cut], empty)
    assert refusal.value.remedy
    assert empty.athletes() == ()


def test_every_flipped_byte_is_noticed_or_harmless(store):
    """Damage anywhere is refused, or brings back exactly what was there: hashes cover every entry."""
    data = archive_of(store, "noa keller")
    for place in range(0, len(data), 37):
        broken = bytearray(data)
        broken[place] ^= 0x10
        with MemoryStore() as back:
            try:
                into(bytes(broken), back)
            except InputError:
                assert back.athletes() == ()
            else:
                assert back.dump("Noa Keller") == store.dump("Noa Keller")


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (lambda data: rewritten(data, schema=99), "newer version"),
        (lambda data: rewritten(data, number=container.NUMBER + 1), "newer version"),
        (lambda data: rewritten(data, schema=0), "damaged"),
        (lambda data: rewritten(data, schema="3"), "damaged"),
        (lambda data: rewritten(data, format="other"), "no archive of Evenstride"),
        (lambda data: rewritten(data, made_at="once"), "damaged"),
        (lambda data: rewritten(data, entries={}), "no archive of Evenstride"),
        (lambda data: packed({"manifest.json": b"[" * 100000}), "damaged"),
        (lambda data: packed({"manifest.json": b"\xff"}), "damaged"),
        (lambda data: packed({"a.csv": b"1"}), "It has no manifest"),
        (lambda data: b"PK\x05\x06" + b"\0" * 18, "It has no manifest"),
        (lambda data: b"SQLite format 3\0", "damaged or cut short"),
        (lambda data: with_entry(data, "../../.bashrc", b"x"), "a place of its own"),
        (lambda data: with_entry(data, "/etc/passwd", b"x"), "a place of its own"),
        (lambda data: with_entry(data, "raw/..", b"x"), "a place of its own"),
        (lambda data: packed({**entries(data), "more.txt": b"x"}), "does not name"),
        (lambda data: packed({**entries(data), "athletes/0001/log.jsonl": b""}), "damaged"),
        (lambda data: with_entry(data, "athletes/0001/log.jsonl", b"[1]\n"), "damaged"),
        (lambda data: with_entry(data, "athletes/0001/log.jsonl", b'{"at) VALUES (1); --": 1}\n'), "damaged"),
        (lambda data: with_entry(data, "athletes/0001/athlete.jsonl", b""), "damaged"),
        (lambda data: with_entry(data, "athletes/0001/facts.jsonl", b'{"id":"\\ud800"}\n'), "damaged"),
        (lambda data: with_entry(data, "athletes/0001/files.jsonl", b'{"id":[]}\n'), "damaged"),
    ],
)  # fmt: skip
def test_what_is_no_archive_of_ours_is_refused_and_changes_nothing(store, tmp_path, change, text):
    with open_store(tmp_path / "b.db") as back:
        with pytest.raises(InputError, match=text) as refusal:
            into(change(archive_of(store, "Noa Keller")), back)
        assert refusal.value.remedy
        assert back.athletes() == ()


def test_a_bomb_is_refused_before_it_is_unpacked(store):
    bomb = packed({**entries(archive_of(store)), "raw/" + "0" * 64: b"\0" * (container.SMALL + 1)})
    with pytest.raises(InputError, match="far more than it is"):
        into(bomb)


def test_a_later_mistake_takes_back_what_came_before(store, tmp_path):
    """The second athlete does not fit: the first, already written in that turn, is gone too."""
    data = archive_of(store)
    with open_store(tmp_path / "b.db") as back:
        back.save_athlete(Athlete("Noa Keller", 1950), saved_at=NOW)
        with pytest.raises(InputError, match="another Noa Keller"):
            into(data, back)
        assert [one.name for one in back.athletes()] == ["Noa Keller"]
        assert back.recordings() == ()


def test_an_older_archive_goes_through_the_migrations(store, tmp_path):
    """Schema 2 did not know versions of field tests, nor named columns: each test gets the one it was done by."""
    store.forget_columns(HEADINGS)
    found = without_entry(archive_of(store, "noa keller"), "athletes/0001/columns.jsonl")
    rows = [json.loads(line) for line in found["athletes/0001/recordings.jsonl"].splitlines()]
    for row in rows:
        row["document"].pop("version", None)
    older = with_entry(
        packed(found), "athletes/0001/recordings.jsonl", b"".join(json.dumps(row).encode() + b"\n" for row in rows)
    )
    with read_archive(io.BytesIO(rewritten(older, schema=2))) as archive:
        [dump] = archive.dumps()
    documents = [json.loads(row["document"]) for row in dump.recordings if row["kind"] == "FieldTest"]
    assert [document["version"] for document in documents] == [1, 1]
    with open_store(tmp_path / "b.db") as back:
        into(rewritten(older, schema=2), back)
        assert everything(back) == everything(store)


@pytest.mark.parametrize(
    ("kind", "one", "other", "what"),
    [
        ("block", block(), replace(block(), start=START + timedelta(weeks=1)), "blocks"),
        ("come back", way_back("left hamstring"), way_back("right calf"), "ways back"),
    ],
)
def test_what_runs_once_at_a_time_is_not_doubled_by_an_archive(tmp_path, kind, one, other, what):
    with open_store(tmp_path / "a.db") as store, open_store(tmp_path / "b.db") as back:
        for place, noun in ((store, one), (back, other)):
            place.save_athlete(Athlete("Noa"), saved_at=NOW)
            place.save_result(Provenance(kind, "told", parameters={"x": repr(noun)}), noun, athlete="Noa", saved_at=NOW)
        data, before = archive_of(store), back.dump("Noa")
        with pytest.raises(InputError, match=f"two {what} of Noa would run at once"):
            import_archive(back, io.BytesIO(data), at=datetime.combine(START, NOW.timetz()))
        assert back.dump("Noa") == before
        back.delete("Noa")
        import_archive(back, io.BytesIO(data), at=datetime.combine(START, NOW.timetz()))
        assert back.dump("Noa") == store.dump("Noa")


def test_deleting_asks_for_the_name_and_leaves_no_trace_in_the_file(tmp_path):
    path = tmp_path / "a.db"
    with open_store(path) as store:
        fill(store)
        store.save_import(*reading(splits("Noa Keller", on=date(2026, 6, 1)), data=b"zq" * 9), imported_at=LATER)
        for typed in ("", "Noa", "ada mok"):
            with pytest.raises(InputError, match="Type the whole name"):
                delete_athlete(store, "Noa Keller", typed)
        assert b"ru" in path.read_bytes() + (path.parent / "a.db-wal").read_bytes()
        lines = delete_athlete(store, "Noa Keller", " noa  keller ")
        assert lines[0].startswith("Noa Keller is deleted: 2 files, 4 recordings,")
        assert lines[1] == "Others are in may.csv too, so the raw text stays until they are deleted."
        assert "In the database file what was deleted is overwritten." in lines
        assert "Left over are copies" in lines[-1]
        left = b"".join(file.read_bytes() for file in path.parent.iterdir())
        for trace in (b"Noa Keller", b"noa keller", b"run free", b"monday"):
            assert trace not in left


def test_a_database_that_somebody_reads_says_that_traces_may_be_left(tmp_path):
    with open_store(tmp_path / "a.db", wait=0.1) as store, open_store(tmp_path / "a.db", wait=0.1) as reader:
        fill(store)
        with reader.turn():
            assert reader.athletes()
            assert not store.scrub()
        assert store.scrub()


def test_nobody_is_no_archive(tmp_path):
    with MemoryStore() as empty, pytest.raises(NotFoundError):
        archive_of(empty)
    with MemoryStore() as empty, pytest.raises(NotFoundError, match="no athlete called"):
        archive_of(empty, "Noa")
