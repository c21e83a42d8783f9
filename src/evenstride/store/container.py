"""The archive as one zip: a manifest with hashes, every document as JSON, every raw file as it was. No database inside.

Films are in it where they were asked for, as they were.

Nothing of an archive is ever unpacked to disk. Names, sizes and hashes are checked before a first row is read.
"""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from evenstride import __version__
from evenstride.core.errors import InputError
from evenstride.core.progress import Progress, counted, no_progress
from evenstride.store.documents import damaged, time
from evenstride.store.dump import Dump, Row
from evenstride.store.engine import migrations
from evenstride.store.sql_archive import TABLES, upgraded

FORMAT = "evenstride archive"
NUMBER = 2
"""Number of the layout below; a change that an older program could not read gets the next."""

WITHOUT_FILMS = 1
"""Number of an archive that holds no film: older programs read it."""

MANIFEST = "manifest.json"
FILMS = "films/"
NAMES = re.compile(
    r"athletes/\d{4,8}/(athlete|facts|files|recordings|results|log|columns|reviews)\.jsonl|raw/[0-9a-f]{64}"
    r"|films/[0-9a-f]{64}(\.[a-z0-9]{1,8})?"
)
PARTS = tuple(field.name for field in fields(Dump))
SINCE = {"columns": 4, "reviews": 6}
"""Parts that came later, by the number of the first schema that has them."""

TEXTS = ("document", "provenance")
"""Columns that hold JSON; in an archive they are written as what they say."""

LARGEST_MANIFEST = 64 * 2**20
SMALL = 256 * 2**20
MOST_GROWTH = 100
"""An archive may hold `SMALL` bytes, or so many times its own size (judgement: documents pack 3 to 20 times)."""

PIECE = 2**20


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive whose names, sizes and hashes were found right: its dumps, its raw files by id, its time zone.

    `films` are the names of its films, each the content id and the ending of the file; `film` opens one.
    """

    made_at: datetime
    dumps: Callable[[], Iterator[Dump]]
    raw: Callable[[str], bytes]
    zone: str
    films: tuple[str, ...]
    film: Callable[[str], AbstractContextManager[IO[bytes]]]


def write_archive(
    dumps: Iterable[Dump],
    raw: Callable[[str], bytes],
    out: IO[bytes],
    *,
    made_at: datetime,
    zone: str = "",
    films: Iterable[Path] = (),
) -> None:
    """Write dumps and the raw files they name into one zip.

    Parameters
    ----------
    dumps : iterable of Dump
        One an athlete; taken one after the other, so that all need not be in memory.
    raw : callable
        The bytes of a raw file by its id.
    out : binary file
        Where to; must be seekable.
    made_at : datetime
        Written into the manifest; nothing else of an archive depends on when it was made.
    zone : str
        The time zone in which days are counted, where one was chosen.
    films : iterable of Path
        Films to go along, each named by its content id.

    Raises
    ------
    InputError
        If what is stored packs so well that `read_archive` would take the archive for a trap.
    """
    listed: dict[str, dict[str, Any]] = {}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as packed:

        def put(name: str, data: bytes) -> None:
            packed.writestr(_entry(name), data, zipfile.ZIP_DEFLATED)
            listed[name] = {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}

        for number, dump in enumerate(dumps, start=1):
            for part in PARTS:
                found = getattr(dump, part)
                put(_place(number, part), _lines((found,) if part == "athlete" else found))
            for row in dump.files:
                if f"raw/{row['id']}" not in listed:
                    put(f"raw/{row['id']}", raw(row["id"]))
        for film in films:
            listed[f"{FILMS}{film.name}"] = _put_film(packed, film)
        number = NUMBER if any(name.startswith(FILMS) for name in listed) else WITHOUT_FILMS
        head = {"format": FORMAT, "number": number, "schema": len(migrations()), "evenstride": __version__}
        head |= {"made_at": time(made_at), "entries": listed}
        head |= {"zone": zone} if zone else {}
        packed.writestr(_entry(MANIFEST), json.dumps(head, indent=1), zipfile.ZIP_DEFLATED)
    _require_size(sum(one["bytes"] for one in listed.values()), out.tell())


@contextmanager
def read_archive(source: IO[bytes], *, progress: Progress = no_progress) -> Iterator[Archive]:
    """Open an archive and check all of it: names, sizes, hashes, numbers of format and schema.

    Raises
    ------
    InputError
        If it is no archive of ours, damaged, made by a newer version, or holds what none of ours does.
    """
    with ExitStack() as open_files:
        with _told():
            packed = open_files.enter_context(zipfile.ZipFile(source))
            head = _manifest(packed, source.seek(0, 2))
            _check_entries(packed, head["entries"], progress)
            made_at = datetime.fromisoformat(head["made_at"])
            zone = str(head.get("zone", ""))
            numbers = sorted({name.split("/")[1] for name in head["entries"] if name.startswith("athletes/")})

        def dumps() -> Iterator[Dump]:
            with _told():
                yield from (upgraded(_dump(packed, number, head["schema"]), head["schema"]) for number in numbers)

        def raw(id: str) -> bytes:
            with _told():
                return packed.read(f"raw/{id}")

        names = tuple(name.removeprefix(FILMS) for name in head["entries"] if name.startswith(FILMS))
        yield Archive(made_at, dumps, raw, zone, names, lambda name: packed.open(f"{FILMS}{name}"))


def _put_film(packed: zipfile.ZipFile, film: Path) -> dict[str, Any]:
    """Write a film piece by piece as it is: it was packed by its camera."""
    made, count = hashlib.sha256(), 0
    with film.open("rb") as file, packed.open(_entry(f"{FILMS}{film.name}"), "w", force_zip64=True) as entry:
        while piece := file.read(PIECE):
            made.update(piece)
            count += len(piece)
            entry.write(piece)
    return {"bytes": count, "sha256": made.hexdigest()}


def _place(number: int, part: str) -> str:
    return f"athletes/{number:04d}/{part}.jsonl"


def _entry(name: str) -> zipfile.ZipInfo:
    # a fixed date: the same state makes the same bytes
    return zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))


def _lines(rows: Iterable[Row]) -> bytes:
    return "".join(json.dumps(_spoken(row), separators=(",", ":")) + "\n" for row in rows).encode()


def _spoken(row: Row) -> dict[str, Any]:
    """Write the JSON texts of a row as what they say, unless that would not come back to the letter."""
    return {name: _said(value) if name in TEXTS else value for name, value in row.items()}


def _said(text: str) -> Any:
    said = json.loads(text)
    return said if _text(said) == text else text


def _text(said: Any) -> str:
    return said if isinstance(said, str) else json.dumps(said, separators=(",", ":"))


def _dump(packed: zipfile.ZipFile, number: str, schema: int) -> Dump:
    parts = [part for part in PARTS if SINCE.get(part, 1) <= schema]
    rows = {part: _rows(packed, f"athletes/{number}/{part}.jsonl") for part in parts}
    [athlete] = rows.pop("athlete")
    return Dump(athlete, **rows)


def _rows(packed: zipfile.ZipFile, name: str) -> tuple[Row, ...]:
    part = name.split("/")[-1].removesuffix(".jsonl")
    known = {"athlete": {"key", "name", "document"}, "files": {"id", "at"}}.get(part) or set(TABLES[part].c.keys())
    found: list[Row] = []
    for line in packed.read(name).decode("utf-8").split("\n"):
        row = json.loads(line) if line else None
        if row is None:
            continue
        if not isinstance(row, dict) or not known.issuperset(row):
            raise damaged(name)
        "".join(value for value in row.values() if isinstance(value, str)).encode()  # what no database takes
        found.append({column: _text(value) if column in TEXTS else value for column, value in row.items()})
    return tuple(found)


def _manifest(packed: zipfile.ZipFile, size: int) -> Mapping[str, Any]:
    infos = packed.infolist()
    names = [info.filename for info in infos]
    if MANIFEST not in names:
        raise _foreign("It has no manifest")
    if packed.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
        raise _trap()
    _require_size(sum(info.file_size for info in infos), size)
    head = json.loads(packed.read(MANIFEST))
    if not isinstance(head, dict) or head.get("format") != FORMAT:
        raise _foreign("Its manifest is that of something else")
    numbers = (("number", NUMBER), ("schema", len(migrations())))
    if any(isinstance(head.get(name), int) and head[name] > known for name, known in numbers):
        raise InputError(
            "this archive was made by a newer version of Evenstride",
            why=f"It was made by {str(head.get('evenstride'))[:40]}, this is {__version__}",
            remedy="Update Evenstride and try again; nothing was changed",
        )
    if any(type(head.get(name)) is not int or head[name] < 1 for name, _ in numbers):
        raise damaged(MANIFEST)
    listed = head["entries"]
    strange = [name for name in listed if not NAMES.fullmatch(name)]
    if strange or sorted(names) != sorted([MANIFEST, *listed]):
        raise _foreign(
            "It holds something that its manifest does not name, lacks something, or names a place of its own"
        )
    return head


def _check_entries(packed: zipfile.ZipFile, listed: Mapping[str, Any], progress: Progress) -> None:
    for name in counted(tuple(listed), progress):
        told = listed[name]
        made = hashlib.sha256()
        with packed.open(name) as entry:
            count = 0
            while piece := entry.read(PIECE):
                made.update(piece)
                count += len(piece)
        if (count, made.hexdigest()) != (told["bytes"], told["sha256"]):
            raise damaged(name)
        if name.startswith(FILMS) and not name.startswith(f"{FILMS}{made.hexdigest()}"):
            raise damaged(name)


def _require_size(held: int, size: int) -> None:
    if held > max(SMALL, MOST_GROWTH * size):
        raise _trap()


def _trap() -> InputError:
    return InputError(
        "this archive would unpack to far more than it is",
        why=f"More than {MOST_GROWTH} times its own size is what traps do, not files of runs",
        remedy="Take each athlete along in an archive of their own",
    )


def _foreign(why: str) -> InputError:
    return InputError("this is no archive of Evenstride", why=why, remedy="Give a file made by: evenstride data export")


@contextmanager
def _told() -> Iterator[None]:
    """Turn whatever a broken or hostile zip brings about into one sentence."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as problem:
        raise InputError(
            "this archive is damaged or cut short",
            why=f"Its zip cannot be read ({problem})",
            remedy="Copy or download it again; nothing was changed",
        ) from problem
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        raise damaged("manifest or rows") from problem
