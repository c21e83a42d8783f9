"""How long a page takes: the first time on a day, when everything is measured, and again, when nothing has changed."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks._clock import measure_turns
from evenstride.app.demo import run_demo
from evenstride.app.overview import athletes_of, overview_of
from evenstride.doors.pages.render import render_page

TURNS = 7
FIRST_DAY = datetime(2026, 4, 28, 12, tzinfo=UTC)


class Visitor:
    """Asks for the page of a new day, or for the same page again."""

    def __init__(self, database: Path) -> None:
        self.database, self.day = database, FIRST_DAY
        self.key = athletes_of(database)[0].key

    def first(self) -> str:
        """A page nobody has seen: everything is measured."""
        self.day += timedelta(days=1)
        return self.again()

    def again(self) -> str:
        """The page of the last day asked for."""
        return render_page("stride.html", here="athlete", o=overview_of(self.database, self.key, at=self.day))


def rows() -> list[dict[str, Any]]:
    """Return the processor time of a page seen again, by itself and beside that of the first time."""
    with tempfile.TemporaryDirectory() as folder:
        visitor = Visitor(run_demo(Path(folder)).database)
        if visitor.first() != visitor.again():
            raise RuntimeError("a page seen again is another one")
        first, again = measure_turns(visitor.first, visitor.again, turns=TURNS)
    about = "twelve weeks of one simulated athlete; processor time, best of turns"
    return [
        {
            "name": "web.page_again_ratio", "value": again / first, "unit": "ratio", "op": "<=", "target": 0.25,
            "against": f"the first view of a day; {about}", "n": TURNS, "seed": None,
        },
        {
            "name": "web.page_again_seconds", "value": again, "unit": "s", "op": "<=", "target": 0.1,
            "against": f"what a hand does not notice, 0.1 s (judgement); {about}", "n": TURNS, "seed": None,
        },
    ]  # fmt: skip
