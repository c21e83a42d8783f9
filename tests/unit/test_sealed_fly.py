"""A timed fly typed in at the track stays unseen until the check date, and so do the times of reps in the log."""

# ruff: noqa: F811 - fixtures of another module are used by their names

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from evenstride.app.desk import Desk
from evenstride.app.observe import FLYING_TEST
from evenstride.core.errors import InputError
from evenstride.core.log import LogEntry
from evenstride.core.work import Work
from evenstride.store import open_store
from tests.unit.test_block_doors import (  # noqa: F401 - fixtures
    TODAY,
    Terminal,
    before,
    during,
    ready,
    run,
    running,
    seen,
    started,
)


def desk_of(terminal: Terminal) -> Desk:
    return Desk(terminal.folder / "test.db", lambda: terminal.at)


def test_the_time_is_kept_counts_later_and_changes_nothing_that_can_be_read(running: Terminal) -> None:
    running.go_to(during()[0])
    without = seen(running)
    offered = desk_of(running).keep_sealed_fly("noa", 2.213)
    assert (offered.course, offered.device) == (20.0, "gates")
    assert seen(running) == without
    with open_store(running.folder / "test.db") as store:
        newest = max(store.recordings("noa"), key=lambda item: str(item.noun.on))
    assert (newest.noun.test, newest.noun.on) == (FLYING_TEST, during()[0])
    assert newest.noun.device.kind == "gates"
    running.go_to(TODAY + timedelta(weeks=8))
    assert seen(running)["check"] != without["check"]


def test_a_block_judged_over_thirty_metres_keeps_a_fly_over_thirty(run: Terminal) -> None:
    started(run)
    sheet = run.folder / "thirty.csv"
    days = "".join(f"Noa,{on},T0b,3.61,3.62,s,gates\n" for on in before(4))
    sheet.write_text(f"athlete,date,test,trial 1,trial 2,unit,device\n{days}")
    assert run("import", str(sheet))[0] == 0
    code, _, err = run("block", "start", "--on", "swing", "--yes")
    assert code == 0, err
    run.go_to(during()[0])
    offered = desk_of(run).keep_sealed_fly("noa", 3.413)
    assert (offered.course, offered.test) == (30.0, "T0b")
    with open_store(run.folder / "test.db") as store:
        newest = max(store.recordings("noa"), key=lambda item: str(item.noun.on))
    assert (newest.noun.test, newest.noun.trials) == ("T0b", (3.413,))


@pytest.mark.parametrize("seconds", [0.0, 0.4, 59.0])
def test_what_cannot_be_a_fly_is_not_kept(running: Terminal, seconds: float) -> None:
    running.go_to(during()[0])
    with open_store(running.folder / "test.db") as store:
        before = len(store.recordings("noa"))
        with pytest.raises(InputError):
            desk_of(running).keep_sealed_fly("noa", seconds)
        assert len(store.recordings("noa")) == before


def test_without_a_seal_nothing_is_offered_and_nothing_kept(ready: Terminal, running: Terminal) -> None:
    running.go_to(during()[0])
    assert desk_of(running).sealed_fly("noa") is not None
    assert running("block", "unseal", "--yes")[0] in (0, 2)
    running("block", "unseal")
    assert desk_of(running).sealed_fly("noa") is None
    with pytest.raises(InputError, match="no timed fly is sealed"):
        desk_of(running).keep_sealed_fly("noa", 2.3)


def test_times_of_reps_stay_out_of_the_log_that_pages_show_while_sealed(running: Terminal) -> None:
    running.go_to(during()[1])
    work = (Work("fly_run", 1, 2, distance=20.0, times=(2.21, 2.23)),)
    desk = desk_of(running)
    desk.log("noa", LogEntry(running.at.date(), "maximal velocity", work=work))
    for shown in (desk.glance("noa"), desk.overview("noa")):
        text = " ".join(one.text for one in shown.log[-1].work)
        assert re.search(r"2x20m|20m", text)
        assert "2.21" not in text
    running.go_to(TODAY + timedelta(weeks=8))
    assert "2.21" in desk.glance("noa").log[-1].work[0].text
