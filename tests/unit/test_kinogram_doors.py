"""Kinograms on the command line: a table, a picture that needs no library, one that does, and clear refusals."""

import re
import sys
from pathlib import Path

import pytest

from tests.keypoint_files import write_frames
from tests.terminals import Terminal, run

__all__ = ["run"]


def keep(run: Terminal, tmp_path: Path, name: str = "clip", date: str = "2026-05-01", **filmed: float) -> str:
    folder = write_frames(tmp_path / name, **filmed)  # type: ignore[arg-type]
    told = ("--fps", "240", "--scale", "300px/m", "--athlete", "Noa", "--date", date)
    return run.json("import", str(folder), *told)[0]["ids"][0]


def test_a_kinogram_is_a_table_and_a_picture(run: Terminal, tmp_path: Path) -> None:
    keep(run, tmp_path)
    target = tmp_path / "noa.svg"
    code, out, err = run("video", "kinogram", "--out", str(target))
    assert code == 0, err
    lines = out.splitlines()
    assert lines[0] == "Noa · 1 May 2026"
    assert len(lines) == 12
    assert lines[2].startswith("Left, touchdown")
    assert "0.000 s" in lines[2]
    assert "wrote" in err
    assert "No film is kept with this run" in err
    svg = target.read_text(encoding="utf-8")
    assert "Noa · 1 May 2026" in svg
    assert svg.count('class="part"') > 50
    code, _, err = run("video", "kinogram", "--out", str(target))
    assert code == 2
    assert "there is such a file already" in err


def test_a_kinogram_is_a_png_where_the_library_is(run: Terminal, tmp_path: Path) -> None:
    pytest.importorskip("PIL", reason="Pillow is not installed (extra video)")
    keep(run, tmp_path, leftwards=True)
    target = tmp_path / "noa.png"
    code, _, err = run("video", "kinogram", "--out", str(target), "--dark")
    assert code == 0, err
    assert target.read_bytes().startswith(b"\x89PNG")


def test_without_the_library_a_png_is_refused_and_an_svg_offered(
    run: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from evenstride.writers import raster

    keep(run, tmp_path)
    monkeypatch.setitem(sys.modules, "PIL", None)
    raster._pillow.cache_clear()
    code, _, err = run("video", "kinogram", "--out", str(tmp_path / "noa.png"))
    raster._pillow.cache_clear()
    assert code == 2
    assert "evenstride[video]" in err
    assert "SVG" in err
    assert not (tmp_path / "noa.png").exists()


def test_what_is_no_picture_and_what_shows_no_body_is_refused(run: Terminal, tmp_path: Path) -> None:
    code, _, err = run("video", "kinogram", "--out", "noa.gif")
    assert code == 2
    assert "ends in .png or .svg" in err
    sprint = run.file("fly.csv", b"athlete,date,distance_m,time_s\nNoa,2026-01-01,10,1.9\nNoa,2026-01-01,20,3.1\n"
                                 b"Noa,2026-01-01,30,4.2\n")  # fmt: skip
    id = run.json("import", sprint)[0]["ids"][0]
    code, _, err = run("video", "kinogram", id)
    assert code == 2
    assert "no points of the body were seen in this run" in err
    code, _, err = run("video", "kinogram", "nothing-like-it")
    assert code == 2


def test_a_kinogram_and_a_review_count_frames_alike(run: Terminal, tmp_path: Path) -> None:
    id = keep(run, tmp_path)
    target = tmp_path / "noa.svg"
    code, _, err = run("video", "kinogram", id, "--out", str(target))
    assert code == 0, err
    assert "Frames count from 0" in err
    listed = [line.split() for line in run("clip", "show", id)[1].splitlines()]
    events = {(foot, kind, frame) for _, foot, kind, frame, *_ in (one for one in listed if len(one) == 6)}
    drawn = re.findall(r"frame (\d+)<", target.read_text(encoding="utf-8"))
    assert len(drawn) == 10
    for foot, row in (("left", drawn[:5]), ("right", drawn[5:])):
        assert {(foot, "touchdown", row[0]), (foot, "toe-off", row[2])} <= events
