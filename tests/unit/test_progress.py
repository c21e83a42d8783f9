"""Waiting: shown where somebody looks, rare in a log, silent when quick; and Ctrl-C leaves nothing half-done."""

import io
from concurrent.futures import Future
from pathlib import Path
from threading import Event
from threading import enumerate as threads
from types import SimpleNamespace
from typing import Any

import pytest
import typer

from evenstride.app import demo
from evenstride.doors.cli import STOPPED
from evenstride.doors.cli import progress as door
from evenstride.doors.cli.progress import Waiting, show_bar, waiting, write_lines
from evenstride.plan import search
from evenstride.store import sql_imports
from tests.terminals import KIMBERLEY, SHEET, START, Terminal, run

__all__ = ["run"]


class Over(Event):
    """Is over after so many looks, without any time passing."""

    def __init__(self, looks: int) -> None:
        super().__init__()
        self.looks, self.waited = looks, list[float | None]()

    def wait(self, timeout: float | None = None) -> bool:
        self.waited.append(timeout)
        return len(self.waited) > self.looks


class Tty(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_log_gets_a_line_now_and_then(capsys: pytest.CaptureFixture[str]) -> None:
    state, over = Waiting("Fitting runs", 3, 8), Over(2)
    write_lines(state, over)
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("Fitting runs: 3 of 8, ")
    assert over.waited == [door.SPARSE] * 3


def test_a_terminal_gets_a_bar_after_a_while_and_none_before(monkeypatch: pytest.MonkeyPatch) -> None:
    quick, slow = Tty(), Tty()
    monkeypatch.setattr("sys.stderr", quick)
    show_bar(Waiting("Planning"), Over(0))
    assert quick.getvalue() == ""
    monkeypatch.setattr("sys.stderr", slow)
    over = Over(3)
    show_bar(Waiting("Fitting [runs]", 3, 8), over)
    assert "Fitting [runs]" in slow.getvalue()
    assert "3 of 8, " in slow.getvalue()
    assert over.waited[0] == door.PATIENCE


@pytest.mark.parametrize("stream", [io.StringIO, Tty])
def test_what_is_quick_says_nothing_and_leaves_no_thread(
    monkeypatch: pytest.MonkeyPatch, stream: type[io.StringIO]
) -> None:
    err, before = stream(), set(threads())
    monkeypatch.setattr("sys.stderr", err)
    with waiting("Reading") as progress:
        progress(1, 2)
    with pytest.raises(KeyboardInterrupt), waiting("Reading"):
        raise KeyboardInterrupt
    assert (err.getvalue(), set(threads()) - before) == ("", set())


def test_every_run_of_a_file_is_counted(run: Terminal) -> None:
    from evenstride.app.profile import profile_file

    told: list[tuple[int, int]] = []
    profile_file(Path(run.file("sheet.csv", SHEET)), progress=lambda *seen: told.append(seen))
    assert told == [(0, 2), (1, 2), (2, 2)]


def test_an_import_that_is_stopped_stores_nothing(run: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = (run.file(f"{n}.csv", KIMBERLEY.replace("1.158", f"1.15{n}")) for n in (1, 2))
    real, calls = sql_imports.recording_row, []

    def stopped(*arguments: Any, **options: Any) -> Any:
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(*arguments, **options)

    monkeypatch.setattr(sql_imports, "recording_row", stopped)
    code, out, err = run("import", one, two, "--athlete", "Kim", "--date", "2026-03-01")
    assert (code, out) == (130, "")
    assert err.strip() == STOPPED
    monkeypatch.undo()
    assert run("diagnose", "--db", str(run.folder / "test.db"))[0] == 2, "nobody was stored"


def test_a_question_can_be_left(run: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    def left(*_: Any, **__: Any) -> str:
        raise typer.Abort

    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr(typer, "prompt", left)
    code, out, err = run("start", "Kim", *START[:-2])
    assert (code, out, err.strip()) == (130, "", "Stopped by you; nothing half-done was kept.")


def test_an_interrupt_ends_the_search_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    stop = Event()

    class Solver:
        parameters = SimpleNamespace(catch_sigint_signal=True)

        def solve(self, _: object) -> str:
            assert stop.wait(60), "nobody ended the search"
            return "stopped"

        def stop_search(self) -> None:
            stop.set()

    def interrupted(_: Future[Any], timeout: float | None = None) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Future, "result", interrupted)
    with pytest.raises(KeyboardInterrupt):
        search._solve_in_sight(Solver(), None)
    assert stop.is_set()
    assert Solver.parameters.catch_sigint_signal is False


def test_a_demo_cut_short_leaves_nothing_of_it_and_nothing_else_is_touched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = tmp_path / "data" / "mine.csv"
    mine.parent.mkdir()
    mine.write_text("mine")
    real, calls = demo._measure, []

    def stopped(*arguments: Any) -> None:
        real(*arguments)
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(demo, "_measure", stopped)
    with pytest.raises(KeyboardInterrupt):
        demo.run_demo(tmp_path)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["data", "mine.csv"]
