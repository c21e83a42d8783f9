"""The command line run in this process, what it printed, and the files and answers most tests give it."""

import json
from pathlib import Path

import pytest

from evenstride.doors.cli import main

KIMBERLEY = "distance,time\n5,1.158\n10,1.893\n15,2.541\n20,3.149\n30,4.313\n40,5.444\n"
"""Published splits of one run, as a file of them reads."""

SHEET = "Name,5,10,20,30,40\nAnn,1.2,1.95,3.25,4.45,5.62\nBob,1.1,1.80,3.00,4.10,5.18\n"
"""Two people on one timing sheet."""

START = ("--lacking", "top,stays the same", "--goal", "100 m", "--days", "mon,tue,wed,thu,fri,sat", "--kit",
         "tape,phone,gym", "--enjoys", "flying", "--minutes", "75")  # fmt: skip
"""What somebody tells at the start, but for the questions of readiness."""


class Terminal:
    """Runs the command line in this process, as `main` does, and keeps what it printed."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.capsys, self.monkeypatch = folder, capsys, monkeypatch
        monkeypatch.setenv("EVENSTRIDE_DB", str(folder / "test.db"))

    def __call__(self, *words: str) -> tuple[int, str, str]:
        self.monkeypatch.setattr("sys.argv", ["evenstride", *words])
        # Typer always leaves through SystemExit, with 0 when all went well.
        with pytest.raises(SystemExit) as exit_:
            main()
        out, err = self.capsys.readouterr()
        return int(exit_.value.code or 0), out, err

    def file(self, name: str, content: str | bytes) -> str:
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return str(path)

    def json(self, *words: str):
        code, out, err = self(*words, "--json")
        assert code == 0, err
        return json.loads(out)


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Terminal:
    return Terminal(tmp_path, capsys, monkeypatch)
