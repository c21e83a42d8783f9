"""Demo and the local page."""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import Annotated

import typer

from evenstride.doors.cli.options import Database
from evenstride.doors.cli.output import remark, say
from evenstride.doors.cli.progress import waiting

PATIENCE = 0.02
"""Seconds a page waits for what must be measured first (judgement: a fifth of what a hand notices)."""


def demo(
    out: Annotated[Path, typer.Option(help="Folder for the report and the demo database.")] = Path("demo"),
) -> None:
    """Show the whole loop on published and simulated runners; writes one HTML report."""
    from evenstride.app.demo import run_demo
    from evenstride.doors.report import render_report

    with waiting("Running the loop of three athletes") as progress:
        result = run_demo(out, progress=progress)
    report = out / "report.html"
    report.write_text(render_report(result.overviews, title=result.title, lead=result.lead), encoding="utf-8")
    say(*result.lines)
    remark("", f"Open {report} in a browser. Then: {sys.argv[0]} serve --db {result.database}")


def serve(
    port: Annotated[int, typer.Option(help="Port on this machine.", min=1, max=65535)] = 8642,
    database: Database = None,
    lan: Annotated[bool, typer.Option("--lan", help="Let paired phones of your own network in, over HTTPS.")] = False,
    forget: Annotated[bool, typer.Option("--forget", help="Forget every phone paired before.")] = False,
    name: Annotated[list[str] | None, typer.Option(help="A further .local name or private address.")] = None,
    certificate: Annotated[Path | None, typer.Option(help="A certificate of your own (PEM), with --key.")] = None,
    key: Annotated[Path | None, typer.Option(help="The private key of --certificate (PEM).")] = None,
) -> None:
    """Open the local page; only this machine can reach it unless you ask for --lan."""
    import uvicorn

    from evenstride.app.desk import Desk
    from evenstride.app.wiring import database_path
    from evenstride.doors.cli.lan import open_to_network
    from evenstride.doors.web import create_app

    desk = Desk(database_path(database))
    if forget:
        remark(f"Forgotten: {desk.access.forget()} paired devices.")
    if lan:
        opened = open_to_network(desk, port, tuple(name or ()), certificate, key)
        app = create_app(desk, patience=PATIENCE, network=opened.network)
        settle()
        remark(*opened.said)
        uvicorn.run(
            app, host="0.0.0.0", port=port, log_level="warning",
            ssl_certfile=str(opened.chain), ssl_keyfile=str(opened.key),
        )  # fmt: skip
        return
    app = create_app(desk, patience=PATIENCE)
    settle()
    remark(f"http://127.0.0.1:{port} shows {desk.path}. Stop with Ctrl+C.")
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning")


def settle() -> None:
    """Take what was loaded so far out of the search for garbage.

    A whole search through the libraries takes 0.13 to 0.15 s here, and falls on whichever page is asked for just then.
    """
    gc.collect()
    gc.freeze()


COMMANDS = {"demo": demo, "serve": serve}
