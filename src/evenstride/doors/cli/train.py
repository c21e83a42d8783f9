"""Diagnose, plan, log and check, and the five questions of the first start."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from evenstride.core.errors import InputError
from evenstride.doors.cli.answers import (
    READINESS_QUESTIONS,
    parse_days,
    parse_lacking,
    parse_pain,
    parse_readiness,
    parse_year,
    words_of,
)
from evenstride.doors.cli.options import Athlete, Database, Day, Json, parse_day
from evenstride.doors.cli.output import print_json, remark, say, table
from evenstride.doors.cli.progress import waiting
from evenstride.doors.work_text import parse_work

if TYPE_CHECKING:
    from datetime import date

    from evenstride.core.log import Feel
    from evenstride.core.overview import Voices

Answer = TypeVar("Answer")

Scientist = Annotated[bool, typer.Option("--scientist", help="The version with every number.")]
Coach = Annotated[bool, typer.Option("--coach", help="The version for a coach.")]


def start(
    athlete: Annotated[str, typer.Argument(metavar="NAME", help="Name of the athlete.")],
    lacking: Annotated[
        str | None, typer.Option(help="Where speed is lacking: start, top, end, stays the same, hurts, not fun.")
    ] = None,
    words: Annotated[str | None, typer.Option(help="The same in your own words.")] = None,
    goal: Annotated[str | None, typer.Option(help="What you train for.")] = None,
    days: Annotated[str | None, typer.Option(help="Days you have, e.g. mon,tue,thu.")] = None,
    minutes: Annotated[int | None, typer.Option(help="Minutes on such a day.", min=10, max=240)] = None,
    kit: Annotated[str | None, typer.Option(help="What you own, e.g. tape,phone,strap,gym.")] = None,
    readiness: Annotated[
        str | None, typer.Option(help='"no" to all seven health questions, or those with a yes, e.g. heart,joint.')
    ] = None,
    enjoys: Annotated[str | None, typer.Option(help="One thing you enjoy about moving fast.")] = None,
    level: Annotated[str | None, typer.Option(help="beginner, recreational or trained.")] = None,
    birth_year: Annotated[int | None, typer.Option(help="Year of birth.", min=1900)] = None,
    database: Database = None,
    as_json: Json = False,
) -> None:
    """Answer the five questions of the first start; what is not given as an option is asked."""
    from evenstride.app.record import start_athlete
    from evenstride.app.wiring import local_day, now, open_database
    from evenstride.core.athlete import Intake, Lacking

    places, words_told = _ask(
        lacking, "1. Where do you feel your speed is lacking (start, top, end, stays the same, hurts, not fun)?",
        parse_lacking,
    )  # fmt: skip
    answers = Intake(
        on=local_day(now()),
        lacking=places,
        lacking_words=", ".join(part for part in (words_told, words) if part),
        goal=_ask(goal, "2. What is your goal?", str.strip),
        days=_ask(days, "3a. Which days do you have (e.g. mon,tue,thu; all)?", parse_days),
        minutes=60 if minutes is None else minutes,
        kit=_ask(kit, "3b. What do you own (e.g. tape, phone, poles, strap, luggage scale, gym, gates)?", words_of),
        readiness=_ask(readiness, "4. " + READINESS_QUESTIONS, parse_readiness),
        enjoys=_ask(enjoys, "5. One thing you enjoy about moving fast?", str.strip),
    )
    born = birth_year if birth_year is not None else _ask_at_terminal(
        "Year of birth (it sets rest, spacing and what is offered; empty to leave out)?", parse_year
    )  # fmt: skip
    with open_database(database) as store:
        saved = start_athlete(store, athlete, answers, at=now(), level=level, birth_year=born)
    if as_json:
        print_json(saved)
        return
    say(f"Thank you, {saved.name}. Your answers stay on this machine.")
    if answers.readiness is not None and answers.readiness.any_yes:
        say("One of your answers was yes: please ask a doctor before you run all out. Until then the plan stays easy.")
    if Lacking.HURTS in answers.lacking:
        remark(AFTER_HURTS)
        return
    remark("Next: a week with evenstride plan, or first a file of yours with evenstride import FILE.")


AFTER_HURTS = (
    'Where, and how much? evenstride log rest --pain "left hamstring 3". After an injury, with a clinician, the '
    'way back is tracked: evenstride comeback begin "left hamstring".'
)


def diagnose(
    athlete: Athlete = None, coach: Coach = False, scientist: Scientist = False,
    parent: Annotated[bool, typer.Option("--parent", help="The version for a parent, under sixteen.")] = False,
    database: Database = None,
    as_json: Json = False,
) -> None:  # fmt: skip
    """Say what limits this runner, how sure that is, and what to measure next."""
    from evenstride.app.diagnose import (
        coach_lines,
        describe_diagnosis,
        diagnose_athlete,
        next_lines,
        scientist_lines,
    )
    from evenstride.app.wiring import now, open_database

    with open_database(database) as store, waiting("Measuring runs") as progress:
        said = describe_diagnosis(store, diagnose_athlete(store, athlete, at=now(), progress=progress))
    if as_json:
        print_json(said.diagnosis)
        return
    if parent:
        if not said.voices.parent and not said.stopped:
            raise InputError(
                "there is no version for a parent", why="It is for runners under sixteen whose year of birth is known"
            )
        say(said.voices.parent or said.voices.athlete)
        return
    behind = scientist_lines if scientist else coach_lines if coach else next_lines
    say(*([said.beside] if said.beside else []), choose_voice(said.voices, coach, scientist), *behind(said))
    remark(f"Where this comes from: evenstride why {said.diagnosis.id}")


def plan(
    context: typer.Context,
    athlete: Athlete = None,
    weeks: Annotated[int, typer.Option(help="Weeks to plan.", min=1, max=4)] = 1,
    start_day: Annotated[str | None, typer.Option("--start", help="First day, YYYY-MM-DD (default: today).")] = None,
    days: Annotated[str | None, typer.Option(help="Days you have, e.g. mon,tue,thu.")] = None,
    minutes: Annotated[int | None, typer.Option(help="Minutes on such a day.", min=10, max=240)] = None,
    kit: Annotated[str | None, typer.Option(help="What you can use, e.g. gym,sled,poles.")] = None,
    speed_sessions: Annotated[
        int | None, typer.Option(help="Speed sessions a week you wish for.", min=0, max=7)
    ] = None,
    pain: Annotated[list[str] | None, typer.Option(help='Where it hurts today, e.g. "left hamstring 3".')] = None,
    anew: Annotated[
        bool, typer.Option("--anew", help="Plan anew, without keeping what the plan before holds.")
    ] = False,
    database: Database = None,
    as_json: Json = False,
) -> None:
    """Plan the week: what, when and why, by rules that are never broken."""
    if context.invoked_subcommand is not None:
        return
    from evenstride.app.planning.plan import PlanWish, describe_plan, plan_athlete
    from evenstride.app.wiring import local_day, now, open_database
    from evenstride.core.plan import Plan

    wish = PlanWish(
        start=parse_day(start_day, option="--start") or local_day(now()),
        weeks=weeks,
        days=None if days is None else parse_days(days),
        minutes=minutes,
        kit=None if kit is None else words_of(kit),
        speed_sessions=speed_sessions,
        pains=tuple(parse_pain(text) for text in pain or ()),
        keep=not anew,
    )
    with open_database(database) as store, waiting("Planning") as progress:
        made = plan_athlete(store, athlete, wish, at=now(), progress=progress)
    if as_json:
        print_json(made.plan)
        return
    say(*describe_plan(made))
    if isinstance(made.plan, Plan):
        ids = "" if made.plan.stopped else " Sessions have ids too: evenstride plan --json"
        remark(f"Where this comes from: evenstride why {made.plan.id}.{ids}")
    if made.request is not None and not made.request.asked:
        remark("The readiness questions and four more: evenstride start NAME")


def explain(
    day: Annotated[str | None, typer.Argument(help="A day of the plan, YYYY-MM-DD or its weekday.")] = None,
    kind: Annotated[
        str | None, typer.Argument(help='A kind of session, e.g. "maximal velocity": why is it not there?')
    ] = None,
    athlete: Athlete = None,
    database: Database = None,
) -> None:
    """Say why the plan is as it is: all of it, one day, or why not something else on a day."""
    from evenstride.app.planning.explain import explain_newest
    from evenstride.app.wiring import now, open_database

    with open_database(database) as store, waiting("Weighing the plan") as progress:
        lines = explain_newest(store, athlete, at=now(), on=_plan_day(day), kind=kind, progress=progress)
    say(*lines)


def _plan_day(text: str | None) -> date | int | None:
    """Read a day as a date, or a weekday with Monday 0."""
    if text is None or text[:1].isdecimal():
        return parse_day(text, option="DAY")
    weekday, *others = parse_days(text)
    if others:
        raise InputError(f"'{text}' are several days", remedy="Name one")
    return weekday


def log(
    kind: Annotated[
        str, typer.Argument(help="What you did, e.g. acceleration, strength, easy, play; not needed with --as-planned.")
    ] = "",
    athlete: Athlete = None,
    day: Day = None,
    did: Annotated[
        list[str] | None,
        typer.Option(help='One exercise as done, e.g. "back squat 3x5 80kg rir2", "fly run 4x20m"; may be repeated.'),
    ] = None,
    as_planned: Annotated[
        bool, typer.Option("--as-planned", help="Done as planned: work and minutes are taken from the plan.")
    ] = False,
    stopped_early: Annotated[
        bool, typer.Option("--stopped-early", help="Ended by the stop rule; that is a session done well.")
    ] = False,
    minutes: Annotated[float | None, typer.Option(help="How long, in minutes.", min=0, max=1440)] = None,
    rpe: Annotated[float | None, typer.Option(help="How hard the session was, 0 to 10.", min=0, max=10)] = None,
    joy: Annotated[float | None, typer.Option(help="How much joy it gave, 0 to 10.", min=0, max=10)] = None,
    feel: Annotated[str | None, typer.Option(help="gear shift, light, smooth, heavy or stuck.")] = None,
    pain: Annotated[
        list[str] | None, typer.Option(help='Place, side and 0 to 10, e.g. "left hamstring 3"; may be repeated.')
    ] = None,
    red_flag: Annotated[
        list[str] | None,
        typer.Option(help="Something of the stop list: pop, limping, night pain, chest pain, fever, ..."),
    ] = None,
    note: Annotated[str, typer.Option(help="Anything else.")] = "",
    session: Annotated[str, typer.Option(help="Id of the planned session it answers, or its first characters.")] = "",
    entry_id: Annotated[str, typer.Option("--id", help="Id of your own, so that sending twice logs once.")] = "",
    database: Database = None,
    as_json: Json = False,
) -> None:
    """Log a session in one line; how it felt comes before the time is shown."""
    from evenstride.app.record import log_session
    from evenstride.app.wiring import local_day, now, open_database
    from evenstride.core.log import LogEntry

    told = LogEntry(
        on=parse_day(day) or local_day(now()), kind=kind, minutes=minutes, rpe=rpe, joy=joy, feel=_feel(feel),
        pains=tuple(parse_pain(text) for text in pain or ()), red_flags=tuple(red_flag or ()), note=note, id=entry_id,
        session=session, work=tuple(parse_work(text, place="--did") for text in did or ()), stopped_early=stopped_early,
    )  # fmt: skip
    with open_database(database) as store:
        entry, lines = log_session(store, athlete, told, at=now(), as_planned=as_planned)
    if as_json:
        print_json(entry)
        return
    say(*lines)
    remark(f"What this entry is about: evenstride why {entry.id}")
    if not did and any(map(str.isdecimal, kind)):
        remark(
            'Its numbers are kept as words. Counted are: --did "fly run 4x20m" (runs and lifts), --rpe 7, --minutes 40.'
        )


def check(
    athlete: Athlete = None,
    metric: Annotated[str | None, typer.Option(help="top speed, or a field test such as S1 (default: all).")] = None,
    since: Annotated[str | None, typer.Option(help="First day, YYYY-MM-DD.")] = None,
    until: Annotated[str | None, typer.Option(help="Last day, YYYY-MM-DD.")] = None,
    coach: Coach = False,
    scientist: Scientist = False,
    database: Database = None,
    as_json: Json = False,
) -> None:
    """Compare dates: working, not yet, not working, or cannot tell."""
    from evenstride.app.check import check_athlete, describe_check, describe_curve, describe_stop
    from evenstride.app.wiring import now, open_database

    period = parse_day(since, option="--since"), parse_day(until, option="--until")
    with open_database(database) as store, waiting("Measuring runs") as progress:
        checked = check_athlete(
            store, athlete, at=now(), metric=metric, since=period[0], until=period[1], progress=progress
        )
    if as_json:
        print_json({"checks": checked.checks, "curve": checked.curve, "sealed": checked.sealed})
        return
    if stopped := describe_stop(checked.stop):
        say(stopped, "")
    for item in checked.checks:
        # The longer voices say it themselves; an athlete hears it as a sentence of its own.
        ways = [] if coach or scientist else [one for one in (item.assumed, item.left_out) if one]
        say(choose_voice(describe_check(item, checked.athlete, checked.stop), coach, scientist), *ways, "")
    say(*describe_curve(checked.curve))
    if checked.sealed:
        remark(checked.sealed)


def why(
    result: Annotated[
        str, typer.Argument(help="Id of a result, a planned session or a log entry, or its first characters.")
    ],
    database: Database = None,
    as_json: Json = False,
) -> None:
    """Show where a result comes from, back to the raw files, and what a log entry or a planned session is about."""
    from evenstride.app.why import explain_result
    from evenstride.app.wiring import now, open_database

    with open_database(database) as store:
        chain = explain_result(store, result, at=now())
    if as_json:
        print_json(chain)
        return
    say(*table(("what", "id", "made by", "details"), [(one.kind, one.id, one.method, one.details) for one in chain]))


def _ask(answer: str | None, question: str, parse: Callable[[str], Answer]) -> Answer:
    """Return what an option answered, else ask at the terminal until it is understood, else say what lacks."""
    import sys

    if answer is not None:
        return parse(answer)
    if not sys.stdin.isatty():
        raise InputError(
            "there is no terminal to ask at",
            why=f"Not answered: {question}",
            remedy="Answer with options: --lacking --goal --days --kit --readiness --enjoys",
        )
    while True:
        try:
            return parse(typer.prompt(question, default="", show_default=False))
        except InputError as problem:
            remark(str(problem))
        except typer.Abort:
            raise KeyboardInterrupt from None


def _ask_at_terminal(question: str, parse: Callable[[str], Answer]) -> Answer | None:
    """Ask what may stay unanswered; without a terminal it stays unanswered."""
    import sys

    return _ask(None, question, parse) if sys.stdin.isatty() else None


def _feel(text: str | None) -> Feel | None:
    from evenstride.core.log import Feel

    if text is None:
        return None
    try:
        return Feel(text.strip().lower())
    except ValueError:
        raise InputError(f"'{text}' is no feel", place="--feel", remedy=f"Use one of: {', '.join(Feel)}") from None


def choose_voice(voices: Voices, coach: bool, scientist: bool) -> str:
    """Return what one reader is told."""
    return voices.scientist if scientist else voices.coach if coach else voices.athlete


PLAN = typer.Typer(callback=plan, invoke_without_command=True)

COMMANDS = {
    "start": start, "diagnose": diagnose, "explain": explain, "log": log, "check": check, "why": why,
}  # fmt: skip
