"""What is fuzzed: every reader that is found, with small whole files of its format and what its answer must keep."""

from __future__ import annotations

import gzip
import io
import re
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from evenstride.core.errors import InputError
from evenstride.readers import all_formats, read
from evenstride.readers.archives import Member, walk_open
from evenstride.readers.instruments import read_signal
from evenstride.readers.outing_reading import all_outing_formats, read_outings
from tests.signal_examples import example, formats
from tools import fuzz_mutations as mutations

FOREIGN = ("C3D", "MATLAB arrays")
"""Formats read in a process of their own, which costs a tenth of a second a file."""


@dataclass(frozen=True)
class Target:
    """One reader.

    Attributes
    ----------
    kind : str
        `outings`, `archives`, `signals` or `splits`.
    run : callable
        Reads bytes; may raise `InputError` and nothing else, and asserts what an answer must keep.
    """

    kind: str
    name: str
    seeds: tuple[bytes, ...]
    mutators: tuple[mutations.Mutator, ...]
    run: Callable[[bytes], None]

    @property
    def slug(self) -> str:
        """How the names of the files of its findings begin."""
        return f"{self.kind}-{re.sub('[^A-Za-z0-9]+', '_', self.name).strip('_')}-"

    @property
    def slow(self) -> bool:
        """Whether each file costs a process."""
        return self.name in FOREIGN


def targets(corpus: Path | None = None) -> tuple[Target, ...]:
    """Return every reader that is found; real files of a folder are broken beside our own."""
    paths = sorted(corpus.rglob("*")) if corpus is not None else []
    real = [path.read_bytes() for path in paths if path.is_file() and path.stat().st_size <= mutations.LONGEST]
    return (*_outings(real), _archives(), *_signals(), *_splits())


def _outings(real: Sequence[bytes]) -> list[Target]:
    return [
        Target(
            "outings",
            form.NAME,
            (*_outing_seeds(form.NAME), *(data for data in real if form.sniff(data))),
            _outing_mutators(form.NAME),
            _read_outings,
        )
        for form in all_outing_formats()
    ]


def _outing_mutators(name: str) -> tuple[mutations.Mutator, ...]:
    if name == "FIT":
        return (mutations.fit,)
    if name == "Garmin days":
        return (mutations.lines, mutations.numbers, mutations.any_bytes)
    return (mutations.xml, mutations.xml, mutations.numbers, mutations.any_bytes)


def _outing_seeds(name: str) -> tuple[bytes, ...]:
    return {"FIT": fit_seeds, "TCX": tcx_seeds, "GPX": gpx_seeds, "Garmin days": day_seeds}.get(name, fit_seeds)()


def _read_outings(data: bytes) -> None:
    reading = read_outings(data, name="fuzz", athlete="Noa")
    assert reading.activities or reading.days
    for number, one in enumerate(reading.activities):
        assert one.part == number
        assert np.all(np.isfinite(one.times))
        assert np.all(np.diff(one.times) >= 0.0)
        for channel in one.channels:
            assert channel.values.shape == one.times.shape
            assert not np.isinf(channel.values).any()


def _archives() -> Target:
    def run(data: bytes) -> None:
        for one in walk_open(io.BytesIO(data), "fuzz.zip"):
            if isinstance(one, Member):
                with suppress(InputError):
                    one.open()

    return Target("archives", "archives", archive_seeds(), (mutations.zips, mutations.zips, mutations.any_bytes), run)


def _signals() -> list[Target]:
    found: list[Target] = []
    text = (mutations.lines, mutations.numbers, mutations.any_bytes)
    with tempfile.TemporaryDirectory() as folder:
        for form in formats():
            data, mapping = example(form, Path(folder))

            def run(data: bytes, mapping: object = mapping) -> None:
                read_signal(data, name="fuzz", mapping=mapping)  # pyright: ignore[reportArgumentType]

            seeds = (data,) if form.NAME in FOREIGN else (data, _short(data))
            mutators = (mutations.any_bytes,) if form.NAME in FOREIGN else text
            found.append(Target("signals", form.NAME, seeds, mutators, run))
    return found


def _short(data: bytes) -> bytes:
    """Return the first lines of a table, so that a mutation often meets its head."""
    return b"\n".join(data.split(b"\n")[:12]) + b"\n"


def _splits() -> list[Target]:
    def run(data: bytes) -> None:
        reading = read(data, name="fuzz", athlete="Noa", on=date(2024, 1, 1))
        assert reading.recordings

    mutators = (mutations.lines, mutations.numbers, mutations.any_bytes)
    found = [Target("splits", form.NAME, (form.EXAMPLE.encode(),), mutators, run) for form in all_formats()]
    workbook = Target("splits", "workbook", (workbook_seed(),), (mutations.zips, _inside_a_workbook), run)
    return [*found, workbook]


def tcx_seeds() -> tuple[bytes, ...]:
    """A run with two laps, and one without samples."""
    point = (
        "<Trackpoint><Time>2026-05-01T16:00:{:02d}Z</Time><Position><LatitudeDegrees>52.1</LatitudeDegrees>"
        "<LongitudeDegrees>4.2</LongitudeDegrees></Position><DistanceMeters>{}</DistanceMeters><Extensions><TPX>"
        "<RunCadence>88</RunCadence></TPX></Extensions></Trackpoint>"
    )
    head = '<TrainingCenterDatabase><Activities><Activity Sport="Running"><Id>2026-05-01T16:00:00Z</Id>'
    lap = '<Lap StartTime="2026-05-01T16:00:00Z"><TotalTimeSeconds>3</TotalTimeSeconds>'
    tail = "</Activity></Activities></TrainingCenterDatabase>"
    track = f"<Track>{point.format(0, 0)}{point.format(1, 3.5)}</Track>"
    return (f"{head}{lap}{track}</Lap>{tail}".encode(), f"{head}{lap}</Lap>{tail}".encode())


def gpx_seeds() -> tuple[bytes, ...]:
    """A run in two segments, and one of version 1.0."""
    point = (
        '<trkpt lat="52.{}" lon="4.1"><ele>3</ele><time>2026-05-01T16:00:0{}Z</time><extensions><g:TrackPointExtension>'
        "<g:hr>150</g:hr><g:cad>88</g:cad></g:TrackPointExtension></extensions></trkpt>"
    )
    inner = f"<trkseg>{point.format(1, 1)}{point.format(2, 2)}</trkseg><trkseg>{point.format(3, 9)}</trkseg>"
    old = '<trkpt lat="1" lon="2"><time>2026-05-01T16:00:00</time><speed>3</speed></trkpt>'
    return (
        f'<?xml version="1.0"?><gpx creator="w" xmlns:g="g"><trk><type>running</type>{inner}</trk></gpx>'.encode(),
        f'<gpx version="1.0"><trk><name>n</name><trkseg>{old}</trkseg></trk></gpx>'.encode("utf-16"),
    )


def fit_seeds() -> tuple[bytes, ...]:
    """A file id and records, with and without a field of a developer."""

    def definition(kind: int, message: int, fields: Sequence[tuple[int, int, int]]) -> bytes:
        told = b"".join(bytes(one) for one in fields)
        return bytes([0x40 | kind, 0, 0]) + message.to_bytes(2, "little") + bytes([len(fields)]) + told

    named = definition(0, 0, [(0, 1, 0), (4, 4, 0x86)]) + bytes([0, 4]) + (1_100_000_000).to_bytes(4, "little")
    fields = [(253, 4, 0x86), (0, 4, 0x85), (1, 4, 0x85), (3, 1, 2), (4, 1, 2), (5, 4, 0x86), (6, 2, 0x84)]
    records = definition(1, 20, fields)
    for second in range(4):
        values = (1_100_000_000 + second, 622_266_348 + second, 53_580_528)
        records += bytes([1]) + b"".join(value.to_bytes(4, "little") for value in values)
        records += bytes([150, 88]) + (300 * second).to_bytes(4, "little") + (3000).to_bytes(2, "little")
    session = definition(2, 18, [(253, 4, 0x86), (2, 4, 0x86), (5, 1, 0), (9, 4, 0x86)])
    session += bytes([2]) + 2 * (1_100_000_003).to_bytes(4, "little") + bytes([1]) + (900).to_bytes(4, "little")
    head = bytes([14, 0x20, 0x54, 0x08, 0, 0, 0, 0]) + b".FIT" + b"\0\0"
    developer = definition(3, 207, [(3, 1, 2), (1, 16, 0x0D)]) + bytes([3, 0]) + bytes(16)
    described = definition(4, 206, [(0, 1, 2), (1, 1, 2), (2, 1, 2), (3, 6, 7)]) + bytes([4, 0, 0, 0x84]) + b"Power\0"
    own = bytes([0x65, 0, 0, 20, 0, 1, 253, 4, 0x86, 1, 0, 2, 0]) + bytes([5]) + (1_100_000_009).to_bytes(4, "little")
    plain, extended = named + records + session, named + developer + described + own + b"\x10\x01" + records
    return tuple(mutations.resealed(head + body + b"\0\0") for body in (plain, extended))


def day_seeds() -> tuple[bytes, ...]:
    """A night, and two days with a resting heart rate."""
    night = b'"sleepStartTimestampGMT": "2026-04-30T21:00:00.0", "deepSleepSeconds": 6000, "lightSleepSeconds": 18000'
    day = b'{"calendarDate": "2026-05-0%d", "totalSteps": 9000, "restingHeartRate": 48, "allDayStress": {"list": [1]}}'
    return (b'[{"calendarDate": "2026-05-01", ' + night + b"}]", b"[" + day % 1 + b",\n" + day % 2 + b"]")


def archive_seeds() -> tuple[bytes, ...]:
    """A zip with plain, packed and nested members; a gzip; a zip whose list is that of zip64."""
    run = gpx_seeds()[0]
    inner = _zip({"b.fit": fit_seeds()[0], "c.csv": b"a,b"})
    whole = _zip({"a/run.gpx": run, "in.zip": inner, "d.tcx.gz": gzip.compress(tcx_seeds()[1], mtime=0)})
    large = io.BytesIO()
    with (
        zipfile.ZipFile(large, "w") as archive,
        archive.open(zipfile.ZipInfo("e.gpx"), "w", force_zip64=True) as member,
    ):
        member.write(run)
    return (whole, inner, gzip.compress(run, mtime=0), large.getvalue())


def workbook_seed() -> bytes:
    """The smallest workbook that holds splits."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    link = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    rows = (("Name", "10", "20", "30"), ("Noa", "1.93", "3.2", "4.4"))
    cells = "".join(
        f'<row r="{row + 1}">'
        + "".join(f'<c r="{"ABCD"[at]}{row + 1}" t="str"><v>{value}</v></c>' for at, value in enumerate(values))
        + "</row>"
        for row, values in enumerate(rows)
    )
    sheet = '<sheets><sheet name="s" sheetId="1" r:id="r1"/></sheets>'
    parts = {
        "xl/workbook.xml": f'<workbook xmlns="{space}" xmlns:r="{link}">{sheet}</workbook>',
        "xl/_rels/workbook.xml.rels": '<R><Relationship Id="r1" Target="worksheets/s1.xml"/></R>',
        "xl/worksheets/s1.xml": f'<worksheet xmlns="{space}"><sheetData>{cells}</sheetData></worksheet>',
    }
    return _zip({name: part.encode() for name, part in parts.items()})


def _inside_a_workbook(_data: bytes, chance: mutations.random.Random, seeds: Sequence[bytes]) -> bytes:
    """Break one part of a workbook, not its zip."""
    with zipfile.ZipFile(io.BytesIO(chance.choice(seeds))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(sorted(parts))
    parts[name] = chance.choice((mutations.xml, mutations.numbers))(parts[name], chance, (parts[name],))
    return _zip(parts)


def _zip(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return out.getvalue()
