"""No page, file or command tells a sealed time before its date: all of them are read with such times kept."""

# ruff: noqa: F811 - fixtures of another module are used by their names

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest

from evenstride.app.desk import Desk
from evenstride.app.import_desk import GivenFile, ImportDesk, ImportWish
from evenstride.app.outings.equal_effort import equal_effort_of
from evenstride.app.tables import write_tables
from evenstride.core.log import LogEntry
from evenstride.core.progress import no_progress
from evenstride.core.work import Work
from evenstride.doors.web import create_app
from evenstride.store import open_store
from tests.sites import ask
from tests.unit.test_block_doors import TODAY, Terminal, during, ready, run, running  # noqa: F401 - fixtures

TOLD = re.compile(r"2[.,]2(13|17|19)\b")
"""The times below, and no other."""
ENTRY = "12345678-aaaa"


@pytest.fixture
def kept(running: Terminal) -> Desk:
    """A sealed fly, and reps with their times, of one day."""
    running.go_to(during()[0])
    desk = Desk(running.folder / "test.db", lambda: running.at)
    desk.keep_sealed_fly("noa", 2.213)
    work = (Work("fly_run", 1, 2, distance=20.0, times=(2.217, 2.219)),)
    desk.log("noa", LogEntry(running.at.date(), "maximal velocity", id=ENTRY, work=work))
    return desk


def _told_by(desk: Desk) -> tuple[set[str], set[str]]:
    """Follow every link of every page; return the addresses that were opened and those that tell a sealed time."""
    app, opened, telling, todo = create_app(desk), set[str](), set[str](), ["/athlete/noa", "/squad", "/archives"]
    while todo:
        path = todo.pop()
        # An archive is everything as it is, and the page that offers it says so.
        if path in opened or path.startswith("/archive"):
            continue
        opened.add(path)
        answer = ask(app, "GET", path)
        assert answer.status_code < 500, path
        if TOLD.search(answer.text):
            telling.add(path)
        if "html" in answer.headers.get("content-type", ""):
            todo += [html.unescape(one) for one in re.findall(r'(?:href|src)="(/[^"#]*)', answer.text)]
    return opened, telling


def test_no_page_and_no_file_tells_a_sealed_time_before_its_date(kept: Desk, running: Terminal) -> None:
    opened, telling = _told_by(kept)
    assert {f"/why/noa?id={ENTRY}", "/data/noa", "/runs/noa"} <= opened
    assert any(path.startswith("/raw/noa") for path in opened)
    assert not telling
    running.go_to(TODAY + timedelta(weeks=8))
    _, telling = _told_by(kept)
    assert {f"/why/noa?id={ENTRY}", "/data/noa"} <= telling
    assert any(path.startswith("/raw/noa") for path in telling)


def test_a_file_whose_times_are_sealed_is_refused_with_its_day_and_others_are_not(kept: Desk) -> None:
    app = create_app(kept)
    page = ask(app, "GET", "/data/noa?of=files").text
    answers = [ask(app, "GET", html.unescape(one)) for one in re.findall(r'href="(/raw/[^"#]*)', page)]
    assert sorted(answer.status_code for answer in answers) == [200, 422]
    assert any("kept and sealed until" in answer.text for answer in answers)


def test_a_sheet_of_a_squad_is_kept_from_everybody_in_it_while_the_times_of_one_are_sealed(
    kept: Desk, running: Terminal
) -> None:
    sheet = ["athlete,date,test,trial 1,trial 2,unit,device"]
    sheet += [f"{name},{kept.today},T0,2.217,2.219,s,gates" for name in ("Noa", "Kim")]
    files = ImportDesk(kept.path, kept.clock)
    given = GivenFile("squad.csv", "\n".join(sheet).encode())
    assert len(files.bring([given], ImportWish(checked=True), progress=no_progress).kept) == 1
    app = create_app(kept)
    [link] = re.findall(r'href="(/raw/kim[^"#]*)', ask(app, "GET", "/data/kim?of=files").text)
    answer = ask(app, "GET", html.unescape(link))
    assert (answer.status_code, TOLD.findall(answer.text)) == (422, [])
    assert "kept and sealed until" in answer.text
    running.go_to(TODAY + timedelta(weeks=8))
    assert ask(app, "GET", html.unescape(link)).status_code == 200


def test_no_table_tells_a_sealed_time_before_its_date(kept: Desk, running: Terminal) -> None:
    def tables(name: str) -> str:
        folder = running.folder / name
        with open_store(kept.path) as store:
            write_tables(store, "noa", folder, at=running.at)
        return "\n".join(file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.csv")))

    assert not TOLD.search(tables("sealed"))
    running.go_to(TODAY + timedelta(weeks=8))
    assert ",T0,1,,1,2.213,s," in tables("open")


def test_the_time_of_a_sealed_long_run_moves_nothing_before_its_date(kept: Desk, running: Terminal) -> None:
    def runs() -> tuple[float, ...]:
        with open_store(kept.path) as store:
            found = equal_effort_of(store, store.athlete("noa"), kept.today)
        return tuple(one.speed for one in found.runs)

    assert runs() == ()
    work = (Work("easy_jog", 1, 1, distance=5000.0, times=(1650.0,)),)
    kept.log("noa", LogEntry(kept.today, "easy", rpe=3.0, work=work))
    assert runs() == ()
    running.go_to(TODAY + timedelta(weeks=8))
    assert runs() == (5000.0 / 1650.0,)


@pytest.mark.parametrize("words", [("data", "show"), ("why", ENTRY), ("ledger",), ("check",), ("claims",)])
@pytest.mark.parametrize("more", [(), ("--json",)])
def test_no_command_tells_a_sealed_time(
    kept: Desk, running: Terminal, words: tuple[str, ...], more: tuple[str, ...]
) -> None:
    code, out, err = running(*words, *more)
    assert (code, TOLD.findall(out + err)) == (0, [])


def test_the_report_of_an_import_tells_no_sealed_time(kept: Desk) -> None:
    sheet = f"athlete,date,test,trial 1,trial 2,unit,device\nNoa,{kept.today},T0,2.217,2.219,s,gates\n"
    files = ImportDesk(kept.path, kept.clock)
    report = files.bring([GivenFile("a.csv", sheet.encode())], ImportWish(checked=True), progress=no_progress)
    assert len(report.kept) == 1
    assert not TOLD.search(repr(report))


def test_a_slip_in_a_sheet_is_not_answered_with_what_is_usual_in_sealed_times(kept: Desk, running: Terminal) -> None:
    running.bring(during()[1:6], gain=0.4)
    running.go_to(during()[6])
    path = running.folder / "slip.csv"
    path.write_text(f"athlete,date,test,trial 1,trial 2,unit,device\nNoa,{running.at.date()},T0,4.4,4.4,s,gates\n")
    code, _, err = running("import", str(path))
    assert code == 2
    usual = float(re.search(r"and ([\d.]+) m/s is usual", err)[1])
    assert usual == pytest.approx(20 / 2.5, rel=0.02)
