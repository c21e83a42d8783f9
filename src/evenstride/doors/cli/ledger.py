"""The role ledger."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from evenstride.doors.cli.options import Athlete, Database, Json
from evenstride.doors.cli.output import print_json, remark, say, table
from evenstride.doors.cli.progress import waiting


def ledger(
    athlete: Athlete = None,
    weeks: Annotated[int, typer.Option(help="Weeks to look back, this one included.", min=1, max=104)] = 8,
    coach: Annotated[bool, typer.Option("--coach", help="The version for a coach.")] = False,
    scientist: Annotated[bool, typer.Option("--scientist", help="The version with every number.")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="Write the weeks as a CSV file as well.")] = None,
    database: Database = None,
    as_json: Json = False,
) -> None:
    """Show what went in for each part of the stride, week by week, and what came out."""
    from evenstride.app.planning.ledger import (
        effort_lines,
        ledger_sheet,
        ledger_tables,
        power_lines,
        power_table,
        show_ledger,
    )
    from evenstride.app.wiring import now, open_database

    with open_database(database) as store, waiting("Measuring runs") as progress:
        page = show_ledger(store, athlete, at=now(), weeks=weeks, progress=progress)
    if out is not None:
        out.write_text(ledger_sheet(page), encoding="utf-8")
        remark(f"Wrote {out}.")
    if as_json:
        print_json(
            {
                "ledger": page.ledger,
                "responses": page.responses,
                "bike_power": page.power,
                "equal_effort": page.equal_effort,
            }
        )
        return
    say(getattr(page.voices, "scientist" if scientist else "coach" if coach else "athlete"))
    for header, rows in ledger_tables(page) if page.ledger.sessions else ():
        say("", *table(header, rows))
    if efficiency := effort_lines(page):
        say("", *efficiency)
    if power := power_lines(page):
        say("", *power, "", *table(*power_table(page)))


COMMANDS = {"ledger": ledger}
