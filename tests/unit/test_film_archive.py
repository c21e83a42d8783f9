"""Films counted, taken along where told, and brought back beside another database; never what no run needs."""

import io
import json
import zipfile
from pathlib import Path

import pytest

pytest.importorskip("av", reason="films need PyAV, of the extra 'video'")

from evenstride.app.archive import export_archive, import_archive, loaded_lines
from evenstride.app.known import known_lines, known_of
from evenstride.app.video.videos import count_films, films_of, left_films, video_path
from evenstride.core.errors import InputError
from evenstride.store import open_store
from tests.filmed_runs import AT, film_bytes, keep_filmed
from tests.sites import Site
from tests.terminals import Terminal, run
from tests.unit.test_archive import entries, with_entry
from tests.unit.test_web_instruments import plain

__all__ = ["run"]


def size() -> str:
    return f"{len(film_bytes()) / 1e6:.1f} MB"


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "here/a.db"
    path.parent.mkdir()
    keep_filmed(path, tmp_path, "Noa", monkeypatch)
    return path


def archive(database: Path, *, films: bool) -> bytes:
    out = io.BytesIO()
    with open_store(database) as store:
        export_archive(store, ("Noa",), out, at=AT, films=database if films else None)
    return out.getvalue()


def test_films_are_counted(database: Path) -> None:
    with open_store(database) as store:
        found = count_films(store, database, "Noa")
        assert (found.told, found.count, found.bytes) == (1, 1, len(film_bytes()))
        assert known_lines(known_of(store, "Noa", at=AT, database=database))[-1] == f"Films: 1, {size()}"
        assert not known_of(store, "Noa", at=AT).films.told
        assert left_films(store, database, ["Noa"]) == (f"One film ({size()}) stays here; with --films it goes along.",)
        [id] = films_of(store)
        path = video_path(database, id)
        assert isinstance(path, Path)
        path.unlink()
        assert count_films(store, database).said == "0 of 1 here, 0.0 MB"
        assert left_films(store, database, ["Noa"]) == ()


def test_films_go_along_and_come_back(database: Path, tmp_path: Path) -> None:
    whole, bare = archive(database, films=True), archive(database, films=False)
    assert json.loads(entries(whole)["manifest.json"])["number"] == 2
    assert json.loads(entries(bare)["manifest.json"])["number"] == 1
    [info] = [one for one in zipfile.ZipFile(io.BytesIO(whole)).infolist() if one.filename.startswith("films/")]
    assert info.compress_type == zipfile.ZIP_STORED
    other = tmp_path / "there/b.db"
    with open_store(other) as store:
        without = import_archive(store, io.BytesIO(bare), at=AT, database=other)
        assert not (other.parent / "clips").exists()
        assert "film" not in loaded_lines(without)[0]
        loaded = import_archive(store, io.BytesIO(whole), at=AT, database=other)
        assert loaded_lines(loaded) == ("Noa was here; new: 1 film.",)
        [id] = films_of(store)
        kept = video_path(other, id)
        assert isinstance(kept, Path)
        assert kept.read_bytes() == film_bytes()
        again = import_archive(store, io.BytesIO(whole), at=AT, database=other)
        assert loaded_lines(again) == ("Noa: all of it was here before.",)


def test_a_film_that_no_run_needs_stays_in_the_archive(database: Path, tmp_path: Path) -> None:
    import hashlib

    strange = hashlib.sha256(b"film").hexdigest()
    data = with_entry(archive(database, films=True), f"films/{strange}.mp4", b"film")
    other = tmp_path / "there/b.db"
    with open_store(other) as store:
        import_archive(store, io.BytesIO(data), at=AT, database=other)
        assert [one.stem for one in (other.parent / "clips").iterdir()] == list(films_of(store))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("films/" + "0" * 64 + ".mp4", "damaged"),
        ("films/../../x.mp4", "a place of its own"),
        ("films/" + "0" * 64 + ".mp4/x", "a place of its own"),
    ],
)
def test_a_film_under_a_wrong_name_is_refused_and_nothing_changes(
    database: Path, tmp_path: Path, name: str, text: str
) -> None:
    data = with_entry(archive(database, films=True), name, b"film")
    other = tmp_path / "there/b.db"
    with open_store(other) as store:
        with pytest.raises(InputError, match=text):
            import_archive(store, io.BytesIO(data), at=AT, database=other)
        assert store.athletes() == ()
    assert not (other.parent / "clips").exists()


def test_an_older_program_is_told_of_a_newer_one(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from evenstride.store import MemoryStore, container

    data = archive(database, films=True)
    monkeypatch.setattr(container, "NUMBER", 1)
    with pytest.raises(InputError, match="newer version"):
        import_archive(MemoryStore(), io.BytesIO(data), at=AT)
    import_archive(MemoryStore(), io.BytesIO(archive(database, films=False)), at=AT)


def test_the_command_line_says_what_stays_and_brings_them_back(run: Terminal, tmp_path: Path, database: Path) -> None:
    there = tmp_path / "there/b.db"
    there.parent.mkdir()
    at = ("--db", str(database))
    code, out, err = run("data", "show", *at)
    assert code == 0, err
    assert f"Films: 1, {size()}" in out
    assert run.json("data", "show", *at)["films"] == {"told": 1, "count": 1, "bytes": len(film_bytes())}
    code, _, err = run("data", "export", str(tmp_path / "bare.zip"), *at)
    assert f"One film ({size()}) stays here; with --films it goes along." in err
    code, _, err = run("data", "export", str(tmp_path / "whole.zip"), "--films", *at)
    assert (code, "stays here" in err) == (0, False)
    code, out, err = run("data", "import", str(tmp_path / "whole.zip"), "--db", str(there))
    assert code == 0, err
    assert "1 film" in out
    assert [one.read_bytes() for one in (there.parent / "clips").iterdir()] == [film_bytes()]


def test_the_page_counts_films_and_hands_them_out(tmp_path: Path, database: Path) -> None:
    site = Site(database)
    said = plain(site.get("/data/noa").text)
    assert f"Films of runs: 1, {size()}." in said
    assert f"Everything, with the films (1, {size()})" in plain(site.get("/archives").text)
    for address, held in (("/archive/noa", 0), ("/archive/noa?films=1", 1), ("/archives/all?films=1", 1)):
        names = zipfile.ZipFile(io.BytesIO(site.get(address).content)).namelist()
        assert sum(name.startswith("films/") for name in names) == held, address
