"""The command line: parse, call app, render. Heavy libraries load inside the commands, so that --help is quick."""

from __future__ import annotations

import os
import sys

import typer

from evenstride import __version__
from evenstride.core.errors import EvenstrideError
from evenstride.doors.cli import experiment, measure, server, train

DEBUG_VARIABLE = "EVENSTRIDE_DEBUG"

app = typer.Typer(
    name="evenstride",
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


for _commands in (server.COMMANDS, measure.COMMANDS, train.COMMANDS):
    for _name, _command in _commands.items():
        app.command(_name)(_command)
app.add_typer(experiment.app)


def main() -> None:
    """Run the command line; every error becomes a sentence, exit 2 for the user's fault and 1 for ours."""
    try:
        app()
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
