"""The law that joins push and swing to speed, asked of a squad."""

from __future__ import annotations

import os
import signal
import sys
from typing import Annotated

import typer

from evenstride.doors.cli.options import Database, Json
from evenstride.doors.cli.output import print_json, remark, say


def squad_law(
    push: Annotated[str | None, typer.Option(help="Field test of push, e.g. P2 (default: the most frequent).")] = None,
    swing: Annotated[
        str | None, typer.Option(help="Field test of swing, e.g. S1 (default: the most frequent).")
    ] = None,
    without: Annotated[
        list[str] | None, typer.Option(help="An athlete who does not want to be counted; may be repeated.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Seed of the sampler.")] = 0,
    database: Database = None,
    as_json: Json = False,
) -> None:
    """Ask five or more athletes' data whether push and swing must improve together; needs evenstride[bayes]."""
    from evenstride.app.squads.law import law_lines, measure_law
    from evenstride.app.wiring import now, open_database
    from evenstride.doors.cli.progress import waiting

    before = signal.signal(signal.SIGINT, _leave)
    try:
        with open_database(database) as store, waiting("Fitting laws") as progress:
            answer = measure_law(
                store, at=now(), push=push, swing=swing, without=tuple(without or ()), seed=seed, progress=progress
            )
    finally:
        signal.signal(signal.SIGINT, before)
    if as_json:
        print_json(answer)
        return
    say(*law_lines(answer))


def _leave(*_: object) -> None:
    """End at once at Ctrl-C: JAX may swallow the exception and crash an ordinary end of Python; nothing was written."""
    from evenstride.doors.cli import INTERRUPTED, STOPPED

    remark(STOPPED)
    sys.stderr.flush()
    os._exit(INTERRUPTED)


COMMANDS = {"squad-law": squad_law}
