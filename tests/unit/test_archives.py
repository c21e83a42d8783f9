"""Folders, zips and exports: every file is given or left out with a reason, and no archive costs more than it may."""

import gzip
import io
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from evenstride.core.errors import InputError
from evenstride.readers.archives import LeftOut, Member, walk, walk_open
from evenstride.readers.unpacking import MIB, Limits

SLEEP = b'[{"calendarDate": "2026-05-01", "sleepStartTimestampGMT": "2026-04-30T21:00:00.0"}]'
GPX = b"<gpx><trk><trkseg/></trk></gpx>"


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def inside(data: bytes, limits: Limits | None = None, name: str = "x.zip") -> dict[str, str | bytes]:
    """Name → the bytes of a member, or why it is left out, or why it cannot be unpacked."""
    found: dict[str, str | bytes] = {}
    for one in walk_open(io.BytesIO(data), name, limits=limits or Limits()):
        found[one.name] = taken(one)
    return found


def taken(one: Member | LeftOut) -> str | bytes:
    if isinstance(one, LeftOut):
        return one.reason
    try:
        return one.open()
    except InputError as problem:
        return str(problem)


def test_a_folder_is_walked_in_the_order_of_names_with_reasons(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "run.gpx").write_bytes(GPX)
    (tmp_path / "b" / "track").write_bytes(GPX)
    (tmp_path / "a.fit.gz").write_bytes(gzip.compress(b"fit"))
    (tmp_path / "c.zip").write_bytes(zipped({"in.tcx": b"tcx"}))
    (tmp_path / "me.JPG").write_bytes(b"x")
    (tmp_path / "activities.csv").write_bytes(b"x")
    (tmp_path / "x.json").write_bytes(b"{}")
    (tmp_path / "._a.fit").write_bytes(b"x")
    (tmp_path / "notes").write_bytes(b"hello")
    (tmp_path / "none.fit").write_bytes(b"")
    (tmp_path / "link.fit").symlink_to(tmp_path / "a.fit.gz")
    (tmp_path / "round").symlink_to(tmp_path)
    found = [(one.name, taken(one)) for one in walk(tmp_path)]
    assert found == [
        ("._a.fit", "a file of the system"),
        ("a.fit.gz", b"fit"),
        ("activities.csv", "a table, not an activity"),
        ("b/run.gpx", GPX),
        ("b/track", GPX),
        ("c.zip/in.tcx", b"tcx"),
        ("link.fit", "a link to elsewhere"),
        ("me.JPG", "a picture"),
        ("none.fit", "the file is empty"),
        ("notes", "no activity file that is known"),
        ("round", "a link to elsewhere"),
        ("x.json", "data of the provider (JSON) that are not read"),
    ]


def test_a_path_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no such file or folder"):
        list(walk(tmp_path / "none"))


def test_one_file_is_walked_too(tmp_path: Path) -> None:
    (tmp_path / "run.gpx").write_bytes(GPX)
    (one,) = walk(tmp_path / "run.gpx")
    assert isinstance(one, Member)
    assert (one.name, one.size, one.open()) == ("run.gpx", len(GPX), GPX)


def test_the_layouts_of_two_providers_are_read() -> None:
    part = zipped({"noa_1.fit": b"f1", "noa_2.gpx": GPX})
    garmin = zipped({
        "DI_CONNECT/DI-Connect-Uploaded-Files/UploadedFiles_0-_Part1.zip": part,
        "DI_CONNECT/DI-Connect-Wellness/2026_sleepData.json": SLEEP,
        "DI_CONNECT/DI-Connect-Wellness/2026_goals.json": b"[]",
    })  # fmt: skip
    assert inside(garmin, name="garmin.zip") == {
        "garmin.zip/DI_CONNECT/DI-Connect-Uploaded-Files/UploadedFiles_0-_Part1.zip/noa_1.fit": b"f1",
        "garmin.zip/DI_CONNECT/DI-Connect-Uploaded-Files/UploadedFiles_0-_Part1.zip/noa_2.gpx": GPX,
        "garmin.zip/DI_CONNECT/DI-Connect-Wellness/2026_sleepData.json": SLEEP,
        "garmin.zip/DI_CONNECT/DI-Connect-Wellness/2026_goals.json": "data of the provider (JSON) that are not read",
    }
    strava = zipped({
        "activities/1.fit.gz": gzip.compress(b"f1"), "activities/2.gpx": GPX,
        "activities/3.tcx.gz": gzip.compress(b" t"),
        "activities.csv": b"a,b", "media/1.jpg": b"j", "__MACOSX/activities/._1.fit.gz": b"m",
    })  # fmt: skip
    found = inside(strava, name="strava.zip")
    assert [value for value in found.values() if isinstance(value, bytes)] == [b"f1", GPX, b" t"]
    assert found["strava.zip/__MACOSX/activities/._1.fit.gz"] == "a file of the system"


def test_archives_nest_to_the_third_and_no_deeper() -> None:
    data = {"run.gpx": GPX}
    for depth in range(5):
        packed = zipped(data)
        (value,) = inside(packed).values()
        assert value == GPX if depth < 3 else value == "archives lie more than 3 deep in each other", depth
        data = {"in.zip": packed}


@pytest.mark.parametrize(
    "name", ["../../etc/run.gpx", "/root/run.gpx", "C:\\run.gpx", "..\\..\\run.gpx", "a/\x1b[31m/run.gpx"]
)
def test_names_that_lead_elsewhere_are_harmless(name: str) -> None:
    (shown,) = inside(zipped({name: GPX}))
    assert shown.startswith("x.zip/")
    assert ".." not in shown
    assert shown.isprintable()


def test_a_locked_member_is_listed_with_its_reason() -> None:
    data = bytearray(zipped({"run.fit": b"f"}, zipfile.ZIP_STORED))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert inside(bytes(data)) == {"x.zip/run.fit": "locked with a password"}


def test_a_link_in_a_zip_is_left_out() -> None:
    info = zipfile.ZipInfo("run.fit")
    info.external_attr = 0o120777 << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(info, "/etc/passwd")
    assert inside(out.getvalue()) == {"x.zip/run.fit": "a link to elsewhere"}


TIGHT = Limits(single=1000, inner=2000, ratio=10, slack=100, members=3, depth=3)


def test_every_limit_leaves_out_with_its_reason() -> None:
    loose = Limits(single=1000)
    assert "larger than" in inside(zipped({"a.gpx": b"a" * 1001}, zipfile.ZIP_STORED), loose)["x.zip/a.gpx"]
    assert "10 times" in inside(zipped({"a.gpx": b"a" * 900}), TIGHT)["x.zip/a.gpx"]
    many = inside(zipped({f"{i}.gpx": GPX for i in range(5)}), TIGHT)
    assert "more than 3 files" in many["x.zip"]
    assert len(many) == 4
    packed = zipped({f"{i}.gpx": bytes(400) for i in range(3)})
    together = inside(packed, Limits(ratio=1, slack=450))
    assert together["x.zip/0.gpx"] == bytes(400)
    assert "all files together" in together["x.zip/2.gpx"]
    assert "larger than" in inside(b"<gpx>" + bytes(1000), loose, name="a.gpx")["a.gpx"]
    assert inside(packed, Limits(directory=10))["x.zip"] == "its list of contents is too long"


def test_a_bomb_costs_neither_memory_nor_time() -> None:
    zeros = bytes(64 * MIB)
    bomb = zipped({"run.fit": zeros})
    nested = zipped({"in.zip": zipped({"more.zip": bomb})})
    packed = gzip.compress(zeros, 9)
    del zeros
    tracemalloc.start()
    assert "200 times" in inside(bomb)["x.zip/run.fit"]
    assert "200 times" in inside(nested)["x.zip/in.zip/more.zip/run.fit"]
    assert "larger than" in inside(packed, name="run.fit.gz")["run.fit.gz"]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 60 * MIB


def test_memory_stays_flat_over_many_files(tmp_path: Path) -> None:
    chance = bytes(range(256)) * 4096
    path = tmp_path / "many.zip"
    path.write_bytes(zipped({f"{i}.fit": chance for i in range(40)}, zipfile.ZIP_STORED))
    tracemalloc.start()
    assert all(isinstance(one, Member) and len(one.open()) == MIB for one in walk(path))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 6 * MIB


def test_a_damaged_member_does_not_stop_the_others() -> None:
    data = bytearray(zipped({"a.gpx": GPX, "b.gpx": GPX + b" ", "c.gpx": GPX}, zipfile.ZIP_STORED))
    data[data.index(GPX + b" ") + 3] ^= 0xFF
    found = inside(bytes(data))
    assert found["x.zip/a.gpx"] == found["x.zip/c.gpx"] == GPX
    assert "damaged or cut short" in found["x.zip/b.gpx"]


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"PK\x03\x04" + b"x" * 100, zipped({"a.gpx": GPX})[:-10]])
def test_a_zip_cut_short_is_left_out(data: bytes) -> None:
    assert inside(data) == {"x.zip": "a zip that is damaged or cut short"}


def test_a_gzip_cut_short_is_told_when_it_is_read() -> None:
    (value,) = inside(gzip.compress(GPX * 50)[:-9], name="run.gpx.gz").values()
    assert isinstance(value, str)
    assert "damaged or cut short" in value
