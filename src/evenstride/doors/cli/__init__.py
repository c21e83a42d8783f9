"""The command line: parse, call app, render. Heavy libraries load inside the commands, so that --help is quick."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import cache

import typer

from evenstride import __version__
from evenstride.core.errors import EvenstrideError, StoppedError
from evenstride.doors.cli import (
    audit,
    block,
    claims,
    clip,
    come_back,
    data,
    exercises,
    experiment,
    export,
    field,
    group,
    history,
    import_,
    law,
    ledger,
    measure,
    server,
    squad,
    train,
    training,
    video,
)
from evenstride.doors.cli.stations import SHORT, SentenceGroup, StationGroup

DEBUG_VARIABLE = "EVENSTRIDE_DEBUG"

INTERRUPTED = 130
"""Exit code of a command that was stopped by Ctrl-C: 128 and the number of the signal."""

THREADS = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
"""How linear-algebra libraries are told their threads, before numpy loads: our matrices are small, and threads that
wait for each other cost more than they bring."""

STOPPED = "Stopped by you; nothing half-done was kept."

app = typer.Typer(
    name="evenstride",
    cls=StationGroup,
    help="Find what limits a runner's speed, plan what to train this week, and say honestly whether it works.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"evenstride {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Show the version."),
) -> None:
    """Keep the options that belong to no command."""


for _room in (server, measure, import_, history, train, training, exercises, ledger, audit, claims, law):
    for _name, _command in _room.COMMANDS.items():
        app.command(_name, short_help=SHORT.get(_name))(_command)
train.PLAN.command("copy")(group.copy)
for _name, _command in squad.COMMANDS.items():
    field.GROUP.command(_name)(_command)
for _name, _group in {
    "experiment": experiment.app,
    "block": block.app,
    "plan": train.PLAN,
    "export": export.app,
    "comeback": come_back.app,
    "data": data.app,
    "clip": clip.app,
    "test": field.GROUP,
    "video": video.app,
}.items():
    app.add_typer(_group, name=_name, cls=SentenceGroup, short_help=SHORT.get(_name))


@cache
def _built() -> Callable[[], object]:
    """Return the whole tree of commands; reading the options of all of them costs more than most commands do."""
    return typer.main.get_command(app)


def main() -> None:
    """Run the command line; every error becomes a sentence, exit 2 for the user's fault, 1 for ours, 130 for Ctrl-C."""
    for name in THREADS:
        os.environ.setdefault(name, "1")
    try:
        _built()()
    except KeyboardInterrupt:
        typer.echo(STOPPED, err=True)
        sys.exit(INTERRUPTED)
    except SystemExit as end:
        # The library below turns Ctrl-C into its exit code without a word.
        if end.code == INTERRUPTED:
            typer.echo(STOPPED, err=True)
        raise
    except StoppedError as stopped:
        typer.echo(str(stopped), err=True)
        sys.exit(INTERRUPTED)
    except EvenstrideError as error:
        typer.echo(str(error), err=True)
        sys.exit(2 if error.user_fault else 1)
    except BrokenPipeError:
        # The reader of our output went away (for example `| head`): nothing is wrong and nobody is listening.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:
        if os.environ.get(DEBUG_VARIABLE):
            raise
        typer.echo(
            f"Something went wrong inside evenstride ({type(error).__name__}: {error}). "
            f"This is our fault, not yours; nothing was stored. Set {DEBUG_VARIABLE}=1 to see the details.",
            err=True,
        )
        sys.exit(1)
