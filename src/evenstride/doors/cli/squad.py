"""The squad page of the tests themselves."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from evenstride.doors.cli.options import Database, Json
from evenstride.doors.cli.output import print_json, remark, say

PAGE = Path("squad-tests.html")


def squad(
    out: Annotated[Path | None, typer.Option(help=f"Page to write (default: {PAGE}).")] = None,
    without: Annotated[
        list[str] | None, typer.Option(help="An athlete who does not want to be counted; may be repeated.")
    ] = None,
    database: Database = None,
    as_json: Json = False,
) -> None:
    """Say how repeatable each field test is in a squad of 20 or more, and whether it goes with speed; without names."""
    from evenstride.app.squads.squad import measure_squad, squad_page
    from evenstride.app.wiring import now, open_database
    from evenstride.doors.report import render_squad

    with open_database(database) as store:
        found = measure_squad(store, at=now(), without=tuple(without or ()))
    page = squad_page(found)
    if out is not None or not as_json:
        path = PAGE if out is None else out
        path.write_text(render_squad(page), encoding="utf-8")
        remark(f"Open {path} in a browser.")
    if as_json:
        print_json(found)
        return
    say(*page.head)
    for test in page.tests:
        say("", test.name, *(f"  {line}" for line in test.lines))


COMMANDS = {"squad": squad}
