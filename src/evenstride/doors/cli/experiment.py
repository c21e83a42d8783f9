"""Experiments: plan one, print its sheet, enter what was run, and hear what it says."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evenstride.core.errors import InputError
from evenstride.doors.cli.answers import words_of
from evenstride.doors.cli.options import Athlete, Database, Json, quantity
from evenstride.doors.cli.output import print_json, remark, say
from evenstride.doors.cli.train import Coach, Scientist, choose_voice

if TYPE_CHECKING:
    from evenstride.app.blocks.experiment import Page
    from evenstride.core.experiment import Outcome
    from evenstride.core.overview import Voices

app = typer.Typer(
    name="experiment",
    help="Try something on yourself, fairly: a small load at different places, or two things to think of.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

TODAY = ("pain", "injury", "new", "pregnancy", "alone")
TODAY_QUESTION = (
    "Does any of these hold today: pain anywhere (pain); a leg or hip injury in the last twelve weeks (injury); fewer "
    "than four weeks of regular fast running (new); pregnancy; nobody else present (alone)? (no, or those that do)"
)

Id = Annotated[str | None, typer.Option("--id", help="Id of an experiment (default: the one planned last).")]


@app.command("loads")
def loads(
    today: Annotated[str | None, typer.Option(help='"no", or: pain, injury, new, pregnancy, alone.')] = None,
    mass: Annotated[
        float | None,
        typer.Option(parser=quantity("--mass", "kg", 10, 300), metavar="MASS", help="Body mass, kg or 132lb."),
    ] = None,
    height: Annotated[
        float | None,
        typer.Option(parser=quantity("--height", "m", 0.5, 2.6), metavar="LENGTH", help="Body height, m or 5ft7in."),
    ] = None,
    hip_distance: Annotated[
        float | None,
        typer.Option(
            parser=quantity("--hip-distance", "cm", 0.05, 0.6),
            metavar="LENGTH",
            help="Hip joint to the middle of the thigh load, in cm or e.g. 13in.",
        ),
    ] = None,
    noise: Annotated[float | None, typer.Option(help="Run-to-run scatter of your times, in %.", min=0.05)] = None,
    method_error: Annotated[float, typer.Option(help="Error of one time from the timing alone, in %.", min=0)] = 0.0,
    athlete: Athlete = None,
    coach: Coach = False,
    scientist: Scientist = False,
    database: Database = None,
    as_json: Json = False,
) -> None:
    """Plan the load series: which of push, swing and support costs you most when it is made harder."""
    from evenstride.app.blocks.experiment import Told, plan_load_series
    from evenstride.app.wiring import now, open_database

    told = Told(
        today=_today(today),
        mass=mass,
        height=height,
        from_hip=hip_distance,
        noise=None if noise is None else noise / 100.0,
        method_error=method_error / 100.0,
    )
    with open_database(database) as store:
        planned, voices = plan_load_series(store, athlete, told, at=now())
    _show_plan(planned, voices, coach=coach, scientist=scientist, as_json=as_json)


@app.command("cues")
def cues(
    first: Annotated[str, typer.Argument(help='A thing to think of, e.g. "push the ground away".')],
    second: Annotated[str, typer.Argument(help='Another, e.g. "snap the thigh"; or "nothing special".')],
    by: Annotated[str, typer.Option(help="time, or feel from 0 to 10.")] = "time",
    noise: Annotated[
        float | None, typer.Option(help="Run-to-run scatter: in % of the time, or in points of feel.", min=0.05)
    ] = None,
    pain: Annotated[bool, typer.Option("--pain", help="Something hurts today.")] = False,
    athlete: Athlete = None,
    coach: Coach = False,
    scientist: Scientist = False,
    database: Database = None,
    as_json: Json = False,
) -> None:
    """Plan a cue experiment: two thoughts in random turns."""
    from evenstride.app.blocks.experiment import plan_cue_experiment
    from evenstride.app.wiring import now, open_database
    from evenstride.core.experiment import Outcome

    outcome = _outcome(by)
    scatter = noise if noise is None or outcome is Outcome.FEEL else noise / 100.0
    with open_database(database) as store:
        planned, voices = plan_cue_experiment(
            store, athlete, (first, second), outcome=outcome, noise=scatter, pain=pain, at=now()
        )
    _show_plan(planned, voices, coach=coach, scientist=scientist, as_json=as_json)


@app.command("sheet")
def sheet(
    out: Annotated[Path | None, typer.Option(help="Write the sheet here (default: to the terminal).")] = None,
    page: Annotated[Path | None, typer.Option(help="Write a page to print here, as HTML.")] = None,
    experiment_id: Id = None,
    athlete: Athlete = None,
    database: Database = None,
) -> None:
    """Write the sheet to fill in, and a page to print."""
    from evenstride.app.blocks.experiment import find_page, write_sheet
    from evenstride.app.wiring import open_database
    from evenstride.doors.experiment import render_experiment

    with open_database(database) as store:
        found = find_page(store, athlete, experiment_id)
    if page is not None:
        page.write_text(render_experiment(found), encoding="utf-8")
        remark(f"The page to print: {page}")
    if out is not None:
        out.write_text(write_sheet(found.experiment), encoding="utf-8")
        remark(f"The sheet to fill in: {out}")
    if out is None and page is None:
        say(write_sheet(found.experiment).rstrip("\n"))


@app.command("enter")
def enter(
    source: Annotated[Path, typer.Argument(help="The filled sheet; rows without a time or feel may stay empty.")],
    experiment_id: Id = None,
    athlete: Athlete = None,
    database: Database = None,
    as_json: Json = False,
) -> None:
    """Take in a filled sheet, half filled or whole."""
    from evenstride.app.blocks.experiment import enter_sheet
    from evenstride.app.wiring import now, open_database

    with open_database(database) as store:
        entries, notes = enter_sheet(store, source, athlete, at=now(), id=experiment_id)
    if as_json:
        print_json(entries)
        return
    say(f"{len(entries.runs)} runs kept.")
    remark(*notes)


@app.command("say")
def answer(
    experiment_id: Id = None,
    athlete: Athlete = None,
    coach: Coach = False,
    scientist: Scientist = False,
    database: Database = None,
    as_json: Json = False,
) -> None:
    """Say what an experiment shows so far, or that it cannot tell yet."""
    from evenstride.app.blocks.experiment import answer_experiment
    from evenstride.app.wiring import now, open_database

    with open_database(database) as store:
        found, voices, kept = answer_experiment(store, athlete, at=now(), id=experiment_id)
    if as_json:
        print_json(found)
        return
    say(choose_voice(voices, coach, scientist))
    remark(f"Where this comes from: evenstride why {kept}")


def _show_plan(planned: Page | None, voices: Voices, *, coach: bool, scientist: bool, as_json: bool) -> None:
    if as_json:
        found = (
            {"id": None, "experiment": None}
            if planned is None
            else {"id": planned.id, "experiment": planned.experiment}
        )
        print_json(found | {"words": voices})
        return
    say(choose_voice(voices, coach, scientist))
    if planned is not None:
        remark(f"Experiment {planned.id[:8]}. Next: evenstride experiment sheet --out sheet.csv --page page.html")


def _today(text: str | None) -> frozenset[str]:
    if text is None:
        if not sys.stdin.isatty():
            raise InputError(
                "there is no terminal to ask at", why=TODAY_QUESTION, remedy='Answer with --today, "no" if none holds'
            )
        text = str(typer.prompt(TODAY_QUESTION, default="", show_default=False))
    words = words_of(text)
    if words == ("no",):
        return frozenset()
    unknown = [word for word in words if word not in TODAY]
    if unknown or not words:
        raise InputError(
            f"'{text}' does not answer what holds today",
            place="--today",
            remedy=f'Write "no", or those that hold: {", ".join(TODAY)}',
        )
    return frozenset(words)


def _outcome(text: str) -> Outcome:
    from evenstride.core.experiment import Outcome

    try:
        return Outcome(text.strip().lower())
    except ValueError:
        raise InputError(f"'{text}' is no outcome", place="--by", remedy="Use time or feel") from None
