"""Demo and the local page."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from evenstride.doors.cli.options import Database
from evenstride.doors.cli.output import remark, say
from evenstride.doors.cli.progress import waiting

PATIENCE = 0.05
"""Seconds a page waits for what must be measured first (judgement: half of what a hand notices)."""


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
) -> None:
    """Open the local page; only this machine can reach it."""
    import uvicorn

    from evenstride.app.desk import Desk
    from evenstride.app.wiring import database_path
    from evenstride.doors.web import create_app

    path = database_path(database)
    app = create_app(Desk(path), patience=PATIENCE)
    remark(f"http://127.0.0.1:{port} shows {path}. Stop with Ctrl+C.")
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning")


COMMANDS = {"demo": demo, "serve": serve}
