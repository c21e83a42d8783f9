"""A page seen again measures nothing; whatever changes makes another page."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from evenstride.app import overview
from evenstride.app.overview import overview_of
from evenstride.core.overview import Overview
from evenstride.doors.pages.render import render_page
from tests.terminals import KIMBERLEY, START, Terminal

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Terminal:
    terminal = Terminal(tmp_path, capsys, monkeypatch)
    path = terminal.file("k.csv", KIMBERLEY)
    terminal("import", path, "--athlete", "Kim", "--date", "2026-03-01")
    return terminal


@pytest.fixture
def counted(run: Terminal, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How often a page was put together."""
    calls: list[int] = []
    real = overview.build_overview

    def build(*arguments, **options) -> Overview:
        calls.append(1)
        return real(*arguments, **options)

    monkeypatch.setattr(overview, "build_overview", build)
    return calls


def page(run: Terminal, at: datetime = AT) -> str:
    return render_page("stride.html", o=overview_of(run.folder / "test.db", "kim", at=at), here="athlete")


def test_again_nothing_is_measured_and_every_letter_is_the_same(run: Terminal, counted: list[int]) -> None:
    first = page(run)
    assert page(run) == page(run, AT + timedelta(hours=3)) == first
    assert len(counted) == 1


@pytest.mark.parametrize(
    "words",
    [
        ("log", "easy", "--date", "2026-03-01"),
        ("start", "Kim", *START, "--readiness", "no"),
        ("plan", "--start", "2026-03-02"),
        ("import", "OTHER", "--athlete", "Kim", "--date", "2026-03-02"),
    ],
    ids=["log", "answers", "plan", "file"],
)
def test_whatever_is_told_makes_a_new_page(run: Terminal, counted: list[int], words: tuple[str, ...]) -> None:
    page(run)
    other = run.file("other.csv", KIMBERLEY.replace("1.158", "1.160"))
    assert run(*(other if word == "OTHER" else word for word in words))[0] == 0
    page(run)
    page(run)
    assert len(counted) == 2


def test_another_day_and_other_code_make_a_new_page(
    run: Terminal, counted: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    page(run)
    page(run, AT + timedelta(days=1))
    assert len(counted) == 2
    monkeypatch.setattr(overview, "code_state", lambda: "edited")
    page(run, AT + timedelta(days=1))
    assert len(counted) == 3


def test_what_was_told_on_the_phone_stops_the_page_at_once(run: Terminal) -> None:
    run("start", "Kim", *START, "--readiness", "no")
    assert "Stop sign" not in page(run)
    run("log", "easy", "--date", "2026-03-02", "--red-flag", "limping")
    assert "let a professional look" in page(run)
