"""The way back from an injury: tracked step by step, with a clinician's ticks and limits; never cleared by software."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from evenstride.core.errors import InputError
from evenstride.doors.cli.answers import parse_share, parse_trials
from evenstride.doors.cli.options import Athlete, Database, Json, parse_day
from evenstride.doors.cli.output import print_json, remark, say, table
from evenstride.doors.cli.train import Coach, Scientist, choose_voice

if TYPE_CHECKING:
    from evenstride.app.care.come_back_page import ComeBackPage
    from evenstride.core.training import Stage

app = typer.Typer(
    name="comeback",
    help="The way back from an injury, step by step: tracked here, decided by you and your clinician.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

By = Annotated[str, typer.Option("--by", help='Who says so, e.g. "physio Ada".')]
Note = Annotated[str, typer.Option("--note", help="Why, in your own words; it is kept.")]
ANEW = "A plan for this step: evenstride plan --anew"
StageName = Annotated[str, typer.Argument(help="relearn, load, spring, run, sprint or perform.")]


@app.command("begin")
def begin(
    place: Annotated[str, typer.Argument(help='Where it hurt, e.g. "left hamstring".')],
    stage: Annotated[str, typer.Option(help="The step you are at.")] = "relearn",
    since: Annotated[str | None, typer.Option(help="First day of that step, YYYY-MM-DD (default: today).")] = None,
    athlete: Athlete = None,
    database: Database = None,
    as_json: Json = False,
) -> None:
    """Begin to track a way back; the plans that follow keep to its step."""
    from evenstride.app.care.come_back import begin_come_back
    from evenstride.app.care.come_back_page import show_come_back
    from evenstride.app.wiring import now, open_database

    on, chosen = parse_day(since, option="--since"), _stage(stage)
    with open_database(database) as store:
        begin_come_back(store, athlete, place, at=now(), stage=chosen, on=on)
        page = show_come_back(store, athlete, at=now())
    _tell(page, as_json=as_json, then="Make a new plan: evenstride plan. It holds what this step allows.")


@app.command("show")
def show(
    athlete: Athlete = None,
    coach: Coach = False,
    scientist: Scientist = False,
    database: Database = None,
    as_json: Json = False,
) -> None:
    """Say where you are: the six steps, what is asked for before the next or why it waits, limits, what happened."""
    from evenstride.app.care.come_back_page import event_text, show_come_back
    from evenstride.app.field.courses import sides_of
    from evenstride.app.wiring import local_day, now, open_database
    from evenstride.core.training import Stage

    with open_database(database) as store:
        courses = sides_of(store, athlete, on=local_day(now())) if scientist or as_json else ()
        page = show_come_back(store, athlete, at=now(), courses=courses)
    _tell(page, as_json=as_json, coach=coach, scientist=scientist)
    if as_json:
        return
    if not page.halted:
        say("", "  ".join(f"[{one}]" if one is page.back.stage else one.value for one in Stage), "")
        rows = [(one.text, _ANSWERS[one.met], one.found, one.source) for one in page.criteria]
        say(*table(("before the next step", "met", "seen", "source"), rows))
    else:
        say(page.waits)
    say(*(event_text(event) for event in page.events))


@app.command("stage")
def stage(
    to: StageName,
    by: By = "",
    note: Note = "",
    athlete: Athlete = None,
    database: Database = None,
    as_json: Json = False,
) -> None:
    """Move to a step: one on, or any number back. Steps back are a usual part of a way back."""
    from evenstride.app.care.come_back import move_stage
    from evenstride.app.wiring import now, open_database

    with open_database(database) as store:
        page = move_stage(store, athlete, _stage(to), by=by, note=note, at=now())
    _tell(page, as_json=as_json, then=ANEW)


@app.command("tick")
def tick(
    agreed: StageName,
    by: By = "",
    note: Note = "",
    athlete: Athlete = None,
    database: Database = None,
    as_json: Json = False,
) -> None:
    """Record that a clinician agrees to a step, this one or the next; sprint and perform need it."""
    from evenstride.app.care.come_back import tick_stage
    from evenstride.app.wiring import now, open_database

    with open_database(database) as store:
        page = tick_stage(store, athlete, _stage(agreed), by=by, note=note, at=now())
    _tell(page, as_json=as_json, then=ANEW)


@app.command("limit")
def limit(
    speed: Annotated[str | None, typer.Option(help="Fastest run, per cent of best speed.")] = None,
    metres: Annotated[float | None, typer.Option(help="Most metres of running in a session, run-in included.")] = None,
    ban: Annotated[
        list[str] | None, typer.Option(help="A movement not allowed: exercise, group, pattern or tissue; repeatable.")
    ] = None,
    until: Annotated[str | None, typer.Option(help="Last day it holds, YYYY-MM-DD (default: until lifted).")] = None,
    by: By = "",
    note: Note = "",
    athlete: Athlete = None,
    database: Database = None,
    as_json: Json = False,
) -> None:
    """Record what a physio has set. Every plan keeps to it, and of several limits the strictest holds."""
    from evenstride.app.care.come_back import set_limit
    from evenstride.app.wiring import now, open_database
    from evenstride.core.training import PhysioLimits

    share = None if speed is None else parse_share(speed, "--speed")
    wished = PhysioLimits(share, metres, tuple(ban or ()), parse_day(until, option="--until"))
    with open_database(database) as store:
        page = set_limit(store, athlete, wished, by=by, note=note, at=now())
    _tell(page, as_json=as_json, coach=True)


@app.command("lift")
def lift(
    number: Annotated[int, typer.Argument(help="Number of the limit, from evenstride comeback show.")],
    by: By = "",
    taken_over: Annotated[
        bool, typer.Option("--taken-over", help="You have taken over from the clinician who set it.")
    ] = False,
    note: Note = "",
    athlete: Athlete = None,
    database: Database = None,
    as_json: Json = False,
) -> None:
    """Record that the clinician who set a limit lifts it."""
    from evenstride.app.care.come_back import lift_limit
    from evenstride.app.wiring import now, open_database

    with open_database(database) as store:
        page = lift_limit(store, athlete, number, by=by, taken_over=taken_over, note=note, at=now())
    _tell(page, as_json=as_json, coach=True)


@app.command("strength")
def strength(
    left: Annotated[str, typer.Option(help="Trials of the left side, one unit, e.g. 240,236.")],
    right: Annotated[str, typer.Option(help="Trials of the right side, in the same unit.")],
    error: Annotated[float, typer.Option(help="Typical error of one side, per cent.")] = 5.0,
    by: By = "",
    athlete: Athlete = None,
    database: Database = None,
    as_json: Json = False,
) -> None:
    """Record isometric knee flexion of both sides, with what that test cannot see."""
    from evenstride.app.care.come_back import record_strength
    from evenstride.app.wiring import now, open_database

    trials = parse_trials(left, "--left"), parse_trials(right, "--right")
    with open_database(database) as store:
        page = record_strength(
            store, athlete, left=trials[0], right=trials[1], error=error / 100.0, by=by, at=now()
        )  # fmt: skip
    _tell(page, as_json=as_json, scientist=True)


@app.command("end")
def end(
    by: By = "",
    note: Note = "",
    athlete: Athlete = None,
    database: Database = None,
    as_json: Json = False,
) -> None:
    """End the tracking; what was recorded stays. Ending is your decision with your clinician, not a finding."""
    from evenstride.app.care.come_back import end_come_back
    from evenstride.app.care.stop import halt_line
    from evenstride.app.wiring import now, open_database

    with open_database(database) as store:
        event, stop = end_come_back(store, athlete, by=by, note=note, at=now()), halt_line(store, athlete, at=now())
    if as_json:
        print_json(event)
        return
    say("The way back is no longer tracked. What was recorded is kept, and its limits no longer shape the plan.")
    if stop:
        say(stop)
        return
    remark("Fast running builds up from here, week by week. A plan for it: evenstride plan --anew")


_ANSWERS = {True: "yes", False: "not yet", None: "not told"}


def _tell(page: ComeBackPage, *, as_json: bool, coach: bool = False, scientist: bool = False, then: str = "") -> None:
    """Say where somebody stands, and what may follow where nothing stops training."""
    if as_json:
        print_json(page)
        return
    say(choose_voice(page.voices, coach, scientist))
    if then and not page.halted:
        remark(then)


def _stage(text: str) -> Stage:
    from evenstride.core.training import Stage

    try:
        return Stage(text.strip().casefold())
    except ValueError:
        raise InputError(f"'{text}' is no step", remedy=f"Use one of: {', '.join(Stage)}") from None
