"""The demo served as its users see it, and one address of every kind of page: for pictures and for checks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from evenstride.app.care.come_back import begin_come_back, set_limit
from evenstride.app.demo import run_demo
from evenstride.app.desk import Desk
from evenstride.app.outings.work import measure_outing_file
from evenstride.app.runs.desk import RunDesk
from evenstride.core.log import LogEntry, Pain
from evenstride.core.plan import Kind, Plan
from evenstride.core.training import CheckIn, PhysioLimits, Stage
from evenstride.doors.pages.addresses import page_path, run_path, session_path
from evenstride.science.simulate.outings import PlantedRunner, simulate_outing
from evenstride.store import open_store
from tools.fit_writer import write_fit
from tools.simulate_archive import PRODUCTS, fit_of

AT = datetime(2026, 4, 28, 12, tzinfo=UTC)
"""A Tuesday, two days after the demo's season: its plan has just begun."""
OUTING_DAYS = (2, 6, 9, 13, 35, 39, 42, 46)
"""Days before today on which outings were: two months with four of them each."""

SHOWN, BACK, TIRED = "mika (simulated)", "robin (simulated)", "sascha (simulated)"


def prepare(folder: Path) -> Desk:
    """Run the demo and let its athletes tell a little of their days since."""
    desk = Desk(run_demo(folder).database, lambda: AT)
    with open_store(desk.path) as store:
        begin_come_back(store, BACK, "left hamstring", at=AT, stage=Stage.RUN)
        set_limit(store, BACK, PhysioLimits(0.8, 600.0, ("jump",)), by="physio Ada", note="", at=AT)
    desk.log(TIRED, LogEntry(AT.date(), "easy", 30, rpe=3, joy=6, pains=(Pain("calf", 2, "right"),), note="stiff"))
    desk.check_in(TIRED, CheckIn(AT.date(), 3.0, 6.0))
    keep_outings(desk, SHOWN)
    for athlete in desk.athletes():
        desk.overview(athlete.key)
    return desk


def keep_outings(desk: Desk, name: str, *, days: Sequence[int] = OUTING_DAYS, minutes: float = 12.0) -> None:
    """Keep simulated outings of a watch, so many days before today, read in this process."""
    with open_store(desk.path) as store:
        for number in days:
            on = AT.date() - timedelta(days=number)
            run = simulate_outing(
                PlantedRunner(), on, minutes=minutes, pace=3.0 + 0.2 * (number % 4), strides=(6.8,),
                swing=0.0002 * number, seed=number,
            )  # fmt: skip
            data = write_fit(fit_of(run, PRODUCTS[0]))
            made = measure_outing_file(f"{on}.fit", data, athlete=store.athlete(name).name)
            store.save_ready([(made.kept, data)], saved_at=AT)


def every_page(desk: Desk) -> dict[str, str]:
    """Return the address of one page of every kind by a name for its picture."""
    plan = desk.glance(SHOWN).plan
    assert isinstance(plan, Plan), "the demo has a plan"
    fast = next(one for one in plan.sessions if one.kind.is_speed)
    strong = next(one for one in plan.sessions if one.kind is Kind.STRENGTH)
    sprints, steps = _runs(desk, "sprints"), _runs(desk, "steps")
    return {
        "athletes": "/",
        "stride": page_path(SHOWN, "athlete"),
        "sides": page_path(SHOWN, "sides"),
        "plan": page_path(SHOWN, "plan"),
        "session-fast": session_path(SHOWN, fast),
        "session-strength": session_path(SHOWN, strong),
        "log": page_path(SHOWN, "log"),
        "progress": page_path(SHOWN, "progress"),
        "claims": page_path(SHOWN, "claims"),
        "runs": page_path(SHOWN, "runs"),
        "run": run_path(SHOWN, sprints[0]),
        "run-steps": run_path(SHOWN, steps[0]),
        "compare": page_path(SHOWN, "compare") + f"?a={sprints[-1]}&b={sprints[0]}",
        "compare-steps": page_path(SHOWN, "compare") + f"?a={steps[-1]}&b={steps[0]}",
        "outings": page_path(SHOWN, "outings"),
        "outing": page_path(SHOWN, "outing") + f"?id={_outing(desk)}",
        "done": page_path(SHOWN, "done"),
        "seasons": page_path(SHOWN, "seasons"),
        "sources": page_path(SHOWN, "sources"),
        "times": page_path(SHOWN, "times"),
        "squad-times": "/squad/times",
        "import": page_path(SHOWN, "import"),
        "start": "/start",
        "data": page_path(SHOWN, "data"),
        "body": page_path(SHOWN, "body"),
        "why": page_path(SHOWN, "why") + f"?id={sprints[0]}",
        "archives": "/archives",
        "phone": page_path(SHOWN, "phone"),
        "squad": "/squad",
        "squad-sheet": "/squad/sheet",
        "squad-day": "/squad/day",
        "squad-enter": f"/squad/enter/{SHOWN.replace(' ', '%20')}?test=P2",
        "squad-group": "/squad/group",
        "parent": page_path(TIRED, "parent"),
        "physio": page_path(BACK, "physio"),
        "language": "/language",
        "message": "/nowhere",
    }


def _runs(desk: Desk, only: str) -> list[str]:
    """Return the ids of recordings of a kind, newest first."""
    found = RunDesk(desk.path, lambda: AT).runs(SHOWN, page=1, only=only)
    return [line.id for _, lines in found.days for line in lines]


def _outing(desk: Desk) -> str:
    """Return the id of the newest outing."""
    with open_store(desk.path) as store:
        return max(store.activities(SHOWN), key=lambda one: one.noun.on).id
