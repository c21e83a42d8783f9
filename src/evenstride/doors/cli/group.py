"""Copy a plan to a group: the same days, own doses."""

from __future__ import annotations

import csv
from typing import Annotated

import typer

from evenstride.doors.cli.options import Database, Json
from evenstride.doors.cli.output import print_json, remark, say
from evenstride.doors.cli.progress import waiting


def copy(
    leader: Annotated[str, typer.Argument(help="Whose newest plan to copy.")],
    to: Annotated[str, typer.Option("--to", help='Who follows, with commas between; "Mok, Ada" in quotes.')],
    with_emphasis: Annotated[
        bool, typer.Option("--with-emphasis", help="Ask for the same share of push and swing work too.")
    ] = False,
    database: Database = None,
    as_json: Json = False,
) -> None:
    """Plan a group like one athlete: the same days as far as each one's own rules allow, everybody with own doses."""
    from evenstride.app.squads.group import GroupWish, copy_plan, describe_group
    from evenstride.app.wiring import now, open_database

    names = tuple(name.strip() for row in csv.reader([to], skipinitialspace=True) for name in row if name.strip())
    with open_database(database) as store, waiting("Planning the group") as progress:
        found = copy_plan(store, GroupWish(leader, names, with_emphasis), at=now(), progress=progress)
    if as_json:
        print_json(found)
        return
    say(*describe_group(found))
    remark("Each plan is kept as the newest of its athlete. To take one along: evenstride export plan --athlete NAME")
