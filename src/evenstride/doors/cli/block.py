"""Blocks: register a hypothesis before its data, keep its times sealed, hear what it showed, count every guess."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from evenstride.core.errors import InputError
from evenstride.doors.cli.options import Athlete, Database, Json, parse_day
from evenstride.doors.cli.output import print_json, remark, say, table
from evenstride.doors.cli.progress import waiting
from evenstride.doors.cli.train import Coach, Scientist, choose_voice

if TYPE_CHECKING:
    from evenstride.core.roles import Role

app = typer.Typer(
    name="block",
    help="Weeks with one hypothesis: registered before its data, judged on its check date, every guess counted.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Id = Annotated[str | None, typer.Option("--id", help="Id of a block (default: the one registered last).")]
Reason = Annotated[str, typer.Option("--reason", help="Why, in your own words; it is kept.")]
BOTH = "both"


@app.command("start")
def start(
    on: Annotated[
        str | None, typer.Option("--on", help="Emphasis: push, swing, support, timing or both (default: as diagnosed).")
    ] = None,
    weeks: Annotated[int, typer.Option(help="Weeks until the check date, 2 to 26.")] = 8,
    sessions: Annotated[int, typer.Option(help="Timed sessions a week, 1 to 3.")] = 2,
    start_day: Annotated[str | None, typer.Option("--start", help="First day, YYYY-MM-DD (default: today).")] = None,
    metric: Annotated[str | None, typer.Option(help="flying speed or top speed (default: the one measured).")] = None,
    sealed: Annotated[bool, typer.Option("--sealed/--open", help="Keep times from view until the check date.")] = True,
    stop: Annotated[str, typer.Option(help="Your own stop rule, in words.")] = "",
    yes: Annotated[
        bool, typer.Option("--yes", help="Register it; without this you are asked, or nothing is kept.")
    ] = False,
    athlete: Athlete = None,
    coach: Coach = False,
    scientist: Scientist = False,
    database: Database = None,
    as_json: Json = False,
) -> None:
    """Say how likely your timing would notice the change, then register the block; it cannot be changed afterwards."""
    from evenstride.app.blocks.block import BlockWish, propose_block, register_block
    from evenstride.app.wiring import now, open_database

    wish = BlockWish(
        role=_role(on), as_diagnosed=on is None, weeks=weeks, sessions=sessions,
        start=parse_day(start_day, option="--start"), metric=metric, sealed=sealed, stop=stop,
    )  # fmt: skip
    with open_database(database) as store:
        with waiting("Measuring runs") as progress:
            proposal = propose_block(store, athlete, wish, at=now(), progress=progress)
        if not as_json:
            say(choose_voice(proposal.voices, coach, scientist))
        kept = register_block(store, proposal, at=now()) if yes or _agreed() else None
    if as_json:
        print_json({"id": kept, "block": proposal.block, "words": proposal.voices})
        return
    if kept is None:
        remark("Nothing was registered. With --yes it is, and cannot be changed afterwards.")
        return
    remark(f"Block {kept[:8]}, registered and dated. Its plan: evenstride plan. Its answer: evenstride block check")
    if not proposal.block.prospective:
        remark("It was not registered before its data, so it is never counted on the scorecard.")


@app.command("show")
def show(
    block_id: Id = None,
    athlete: Athlete = None,
    coach: Coach = False,
    scientist: Scientist = False,
    database: Database = None,
    as_json: Json = False,
) -> None:
    """Show a block as it was registered, and what was done to it since."""
    from evenstride.app.blocks.block import show_block
    from evenstride.app.wiring import now, open_database

    with open_database(database) as store:
        page = show_block(store, athlete, at=now(), id=block_id)
    if as_json:
        print_json(page)
        return
    say(choose_voice(page.voices, coach, scientist))
    say(*(f"{event.on}: {event.kind.value}, {event.reason or 'no reason said'}" for event in page.events))
    remark(f"Where this comes from: evenstride why {page.id}")


@app.command("unseal")
def unseal(
    reason: Reason = "",
    block_id: Id = None,
    athlete: Athlete = None,
    database: Database = None,
    as_json: Json = False,
) -> None:
    """Open the times of a block before its check date; that it was done is kept."""
    from evenstride.app.blocks.block import unseal_block
    from evenstride.app.wiring import now, open_database

    with open_database(database) as store:
        event = unseal_block(store, athlete, reason, at=now(), id=block_id)
    if as_json:
        print_json(event)
        return
    say("The times of this block are open now, and that they were opened is kept.")


@app.command("end")
def end(
    reason: Reason = "",
    block_id: Id = None,
    athlete: Athlete = None,
    database: Database = None,
    as_json: Json = False,
) -> None:
    """End a block before its check date; it stays on the scorecard with what it has shown."""
    from evenstride.app.blocks.block import end_block
    from evenstride.app.wiring import now, open_database

    with open_database(database) as store:
        event = end_block(store, athlete, reason, at=now(), id=block_id)
    if as_json:
        print_json(event)
        return
    say(f"Ended: {event.reason}. What it has shown: evenstride block check")


@app.command("check")
def check(
    block_id: Id = None,
    athlete: Athlete = None,
    coach: Coach = False,
    scientist: Scientist = False,
    database: Database = None,
    as_json: Json = False,
) -> None:
    """Say whether a block is working: working, not yet, not working, or cannot tell."""
    from evenstride.app.blocks.block_check import check_block
    from evenstride.app.wiring import now, open_database

    with open_database(database) as store, waiting("Measuring runs") as progress:
        found = check_block(store, athlete, at=now(), id=block_id, progress=progress)
    if as_json:
        print_json({"id": found.id, "state": found.state, "answer": found.answer, "words": found.voices})
        return
    say(choose_voice(found.voices, coach, scientist))
    remark(f"Where this comes from: evenstride why {found.kept or found.id}")


@app.command("scorecard")
def scorecard(
    everybody: Annotated[bool, typer.Option("--all", help="Of everybody in the database.")] = False,
    athlete: Athlete = None,
    coach: Coach = False,
    scientist: Scientist = False,
    database: Database = None,
    as_json: Json = False,
) -> None:
    """List every registered block with what was expected and what came of it, misses included."""
    from evenstride.app.blocks.block_check import describe_scorecard, scorecard_of
    from evenstride.app.wiring import now, open_database

    with open_database(database) as store, waiting("Measuring runs") as progress:
        card = scorecard_of(store, athlete, at=now(), everybody=everybody, progress=progress)
    if as_json:
        print_json(card)
        return
    header, rows, voices = describe_scorecard(card)
    say(*(table(header, rows) if rows else ()), choose_voice(voices, coach, scientist))


def _agreed() -> bool:
    """Ask at a terminal; anywhere else nothing is registered without --yes."""
    return sys.stdin.isatty() and typer.confirm("Register it? It cannot be changed afterwards", default=False, err=True)


def _role(text: str | None) -> Role | None:
    from evenstride.core.roles import Role

    wanted = BOTH if text is None else text.strip().casefold()
    if wanted == BOTH:
        return None
    try:
        return Role(wanted)
    except ValueError:
        raise InputError(
            f"'{text}' is no emphasis", place="--on", remedy=f"Use one of: {', '.join(Role)}, {BOTH}"
        ) from None
