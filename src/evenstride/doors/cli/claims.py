"""Coaching claims on trial."""

from __future__ import annotations

from typing import Annotated

import typer

from evenstride.doors.cli.options import Athlete, Database, Json
from evenstride.doors.cli.output import print_json, say
from evenstride.doors.cli.progress import waiting


def claims(
    athlete: Athlete = None,
    claim: Annotated[str | None, typer.Option(help="Id of one claim, e.g. both-must-grow (default: all).")] = None,
    coach: Annotated[bool, typer.Option("--coach", help="The version for a coach.")] = False,
    scientist: Annotated[bool, typer.Option("--scientist", help="The version with every number.")] = False,
    database: Database = None,
    as_json: Json = False,
) -> None:
    """Put each coaching claim on trial: your data for, against, or cannot tell."""
    from evenstride.app.claims import try_claims
    from evenstride.app.wiring import now, open_database

    with open_database(database) as store, waiting("Measuring runs") as progress:
        tried = try_claims(store, athlete, at=now(), claim=claim, progress=progress)
    if as_json:
        print_json([{"claim": one, "trial": trial} for one, trial, _ in tried.trials])
        return
    voice = "scientist" if scientist else "coach" if coach else "athlete"
    say(getattr(tried.whole, voice))
    for one, trial, voices in tried.trials:
        say("", f"{one.id}: {trial.verdict}", getattr(voices, voice))


COMMANDS = {"claims": claims}
