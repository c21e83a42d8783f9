"""The audit of the last weeks."""

from __future__ import annotations

from typing import Annotated

import typer

from evenstride.doors.cli.options import Athlete, Database, Json
from evenstride.doors.cli.output import print_json, remark, say
from evenstride.doors.cli.progress import waiting


def audit(
    athlete: Athlete = None,
    weeks: Annotated[int, typer.Option(help="Weeks to look back, today included.", min=1, max=26)] = 4,
    swap: Annotated[bool, typer.Option("--swap", help="Swap one grind of the plan to come for play.")] = False,
    coach: Annotated[bool, typer.Option("--coach", help="The version for a coach.")] = False,
    scientist: Annotated[bool, typer.Option("--scientist", help="The version with every number.")] = False,
    database: Database = None,
    as_json: Json = False,
) -> None:
    """Ask the log of the last weeks whether rest, quality, play and joy have room, and offer one swap."""
    from evenstride.app.planning.audit import audit_athlete, swap_for_play
    from evenstride.app.wiring import now, open_database

    with open_database(database) as store, waiting("Looking at the log") as progress:
        if swap:
            plan, sentence = swap_for_play(store, athlete, at=now(), progress=progress)
            if as_json:
                print_json(plan)
            else:
                say(sentence)
            return
        page = audit_athlete(store, athlete, at=now(), weeks=weeks, progress=progress)
    if as_json:
        print_json(page.audit)
        return
    say(getattr(page.voices, "scientist" if scientist else "coach" if coach else "athlete"))
    if page.swap is not None:
        remark("One session of your plan could give way to play: evenstride audit --swap")


COMMANDS = {"audit": audit}
