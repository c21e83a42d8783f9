"""The command line run in this process, and what it printed."""

import json
from pathlib import Path

import pytest

from evenstride.doors.cli import main


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
