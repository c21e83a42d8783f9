"""Field tests: plan a test day, print its page or an empty sheet, enter trials, show what the tests say."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evenstride.core.errors import InputError
from evenstride.doors.cli.answers import split_trials, words_of
from evenstride.doors.cli.instruments import MappingFile
from evenstride.doors.cli.options import Athlete, Checked, Database, Day, Json, parse_day
from evenstride.doors.cli.output import print_json, remark, say, table

if TYPE_CHECKING:
    from evenstride.app.field.entry import Entered
    from evenstride.core.field_day import FieldDay

GROUP = typer.Typer(
    help="Field tests: plan a day, print its page or an empty sheet, enter trials, show what they say.",
    no_args_is_help=True,
)

Tests = Annotated[list[str] | None, typer.Option("--test", "-t", help="Id of a field test, e.g. S1; may be repeated.")]
Trials = Annotated[list[str] | None, typer.Option("--trial", help="Trials with both legs; repeat, or put ; between.")]
TrialFiles = Annotated[list[Path] | None, typer.Option("--trial", help="C3D or table of force: both legs; repeat it.")]
LeftFiles = Annotated[list[Path] | None, typer.Option("--left", help="The same of the left leg alone; repeat it.")]
RightFiles = Annotated[list[Path] | None, typer.Option("--right", help="The same of the right leg alone; repeat it.")]
Left = Annotated[list[str] | None, typer.Option("--left", help="Trials of the left side; repeat it, or put ; between.")]
Right = Annotated[
    list[str] | None, typer.Option("--right", help="Trials of the right side; repeat it, or put ; between.")
]


@GROUP.command("plan")
def plan(
    athlete: Athlete = None,
    day: Day = None,
    minutes: Annotated[float, typer.Option(help="Minutes there are, warm-up not counted.", min=1, max=240)] = 30.0,
    kit: Annotated[
        str | None, typer.Option(help="What there is today, e.g. phone,poles,strap,luggage scale,wall,tape.")
    ] = None,
    tests: Tests = None,
    out: Annotated[Path, typer.Option("--out", help="The page to print.")] = Path("test-day.html"),
    database: Database = None,
    as_json: Json = False,
) -> None:
    """Propose the tests that cut most doubt in the minutes there are, and write one page to print."""
    from evenstride.app.field.day import FieldDayWish, plan_field_day
    from evenstride.app.wiring import local_day, now, open_database
    from evenstride.doors.field_page import render_test_day

    on = parse_day(day) or local_day(now())
    wish = FieldDayWish(on, minutes, None if kit is None else words_of(kit), tuple(tests or ()))
    with open_database(database) as store:
        planned = plan_field_day(store, athlete, wish)
    if as_json:
        print_json(planned)
        return
    if planned.tests:
        out.write_text(render_test_day(planned), encoding="utf-8")
        remark(f"Open {out} in a browser and print it.", "")
    say(*_plan_lines(planned))


@GROUP.command("sheet")
def sheet(
    tests: Tests = None,
    names: Annotated[
        str | None, typer.Option(help='Athletes with commas between, "Mok, Ada" in quotes (default: everybody here).')
    ] = None,
    day: Day = None,
    out: Annotated[Path, typer.Option("--out", help="The sheet to write, .csv or .xlsx.")] = Path("test-day.xlsx"),
    database: Database = None,
) -> None:
    """Write an empty sheet for a squad, station after station, to fill in and enter."""
    from evenstride.app.field.day import sheet_for
    from evenstride.app.wiring import local_day, now, open_database

    on = parse_day(day) or local_day(now())
    people = [name.strip() for row in csv.reader([names or ""], skipinitialspace=True) for name in row if name.strip()]
    with open_database(database) as store:
        data = sheet_for(store, tests or (), people, on=on, suffix=out.suffix.lower())
    out.write_bytes(data)
    say(f"{out}: fill in what was done, leave the rest empty, then: evenstride test enter {out}")


@GROUP.command("enter")
def enter(
    source: Annotated[
        Path | None, typer.Argument(help="A filled-in sheet; without one, give trials or answer.")
    ] = None,
    athlete: Athlete = None,
    day: Day = None,
    test: Annotated[str | None, typer.Option("--test", "-t", help="Id of a field test, e.g. S1.")] = None,
    trial: Trials = None,
    left: Left = None,
    right: Right = None,
    unit: Annotated[str, typer.Option(help="Unit of the trials, e.g. cm, kg, ms.")] = "",
    lever: Annotated[str, typer.Option(help="From the joint to the strap, e.g. 38cm.")] = "",
    mass: Annotated[str, typer.Option(help="Body mass, kg or e.g. 132lb.")] = "",
    scale_capacity: Annotated[str, typer.Option("--scale-capacity", help="Where the scale ends, e.g. 50kg.")] = "",
    shoes: Annotated[str, typer.Option(help="Shoes, in your own words.")] = "",
    device: Annotated[str, typer.Option(help="Instrument, e.g. phone, gates, luggage scale.")] = "",
    kit: Annotated[str, typer.Option(help="What it was done with, with commas.")] = "",
    pain: Annotated[str, typer.Option(help="Pain during the test, 0 to 10; above 1 it ends.")] = "",
    extra: Annotated[list[str] | None, typer.Option(help="A further quantity, NAME=VALUE, e.g. feel=7.")] = None,
    checked: Checked = False,
    database: Database = None,
    as_json: Json = False,
) -> None:
    """Enter raw trials from a sheet, from options or in answer to questions; doubts are asked about, not swallowed."""
    from evenstride.app.field.entry import enter_tests
    from evenstride.app.people import choose_athlete
    from evenstride.app.reading.sheets import TypedTest, write_typed_test
    from evenstride.app.wiring import local_day, now, open_database
    from evenstride.core.roles import Side
    from evenstride.doors.cli.field_prompts import ask_test, bytes_of, extra_of

    on = parse_day(day)
    with open_database(database) as store:
        if source is not None:
            _refuse_both(test, trial, left, right)
            data, name = bytes_of(source), source.name
        else:
            told = ((None, "--trial", trial), (Side.LEFT, "--left", left), (Side.RIGHT, "--right", right))
            sides = {
                side: tuple(one for text in given or () for one in split_trials(text, option))
                for side, option, given in told
            }
            typed = TypedTest(
                athlete=athlete or choose_athlete(store, None).name,
                on=on or local_day(now()),
                test=test or "",
                trials={side: given for side, given in sides.items() if given},
                unit=unit, lever=lever, mass=mass, shoes=shoes, device=device, kit=kit, scale_capacity=scale_capacity,
                pain=pain, extras=tuple(extra_of(one) for one in extra or ()),
            )  # fmt: skip
            typed = ask_test(typed)
            data, name, athlete, on = write_typed_test(typed).encode(), f"typed {typed.on}.csv", None, None
        entered = enter_tests(store, data, name=name, at=now(), athlete=athlete, on=on, checked=checked)
    if as_json:
        print_json(entered)
    else:
        _say_entered(entered, how=source is not None)
    if entered.questions:
        raise typer.Exit(2)


@GROUP.command("hops")
def hops(
    left: LeftFiles = None,
    right: RightFiles = None,
    trial: TrialFiles = None,
    mapping: MappingFile = None,
    as_json: Json = False,
) -> None:
    """Read hops on a force plate, a file a trial: contact, flight and their ratio, and how to enter them."""
    from evenstride.app.field.plate_hops import enter_line, hop_rows, read_hops
    from evenstride.core.roles import Side

    asked = ((Side.LEFT, left), (Side.RIGHT, right), (None, trial))
    series = [read_hops(file, side, mapping=mapping) for side, files in asked for file in files or ()]
    if not series:
        raise InputError("no file of hops", remedy="Give --left FILE and --right FILE, or --trial FILE for both legs")
    if as_json:
        print_json(series)
        return
    for one in series:
        say(f"{one.file}, {one.side or 'both legs'}: flight over contact {one.ratio:.2f}, mean of the best five")
        say(*table(("hop", "touchdown, s", "contact, ms", "flight, ms", "flight over contact"), hop_rows(one)), "")
    remark(f"To keep them, with the day and --pain: {enter_line(series)}")


@GROUP.command("show")
def show(
    athlete: Athlete = None,
    day: Day = None,
    scientist: Annotated[bool, typer.Option("--scientist", help="The version with every number.")] = False,
    database: Database = None,
    as_json: Json = False,
) -> None:
    """Show every field test of an athlete: change, own error and when it took over, left and right."""
    from evenstride.app.field.courses import courses_of
    from evenstride.app.wiring import local_day, now, open_database

    with open_database(database) as store:
        person, courses = courses_of(store, athlete, on=parse_day(day) or local_day(now()))
    if as_json:
        print_json({"athlete": person.name, "tests": [course for course, _ in courses]})
        return
    if not courses:
        say(f"{person.name} has done no field test yet. What is worth doing: evenstride test plan")
    for _, said in courses:
        say(said.athlete, said.scientist if scientist else said.coach, "")


def _plan_lines(planned: FieldDay) -> list[str]:
    lines = [planned.answer, *planned.notes]
    for test in planned.tests:
        lines += [
            "",
            f"{test.protocol.id}  {test.protocol.title} · {test.protocol.minutes:g} min, {', '.join(test.kit)}",
        ]
        lines.append(f"    {test.why}")
    return [*lines, "", *planned.before] if planned.tests else lines


def _say_entered(entered: Entered, *, how: bool) -> None:
    from evenstride.app.field.entry import question_lines, settle

    remark(*(entered.notes if how else ()))
    say(*entered.left_out)
    if entered.questions:
        count = len(entered.questions)
        say(f"Nothing was stored: {count} question{'' if count == 1 else 's'}.", "")
        say(*question_lines(entered.questions), "", settle(entered.questions) + ".")
    elif entered.result is None:
        say("Nothing was stored.")
    elif entered.result.already:
        say(f"Already here since {entered.result.imported_at:%Y-%m-%d}; nothing changed.")
    else:
        people = len({row.athlete for row in entered.rows})
        count = len(entered.rows)
        tests = ", ".join(sorted({row.test for row in entered.rows}))
        say(f"Stored: {tests} of {people} athlete{'' if people == 1 else 's'}, {count} row{'' if count == 1 else 's'}.")
        say("What they say: evenstride test show")


def _refuse_both(test: str | None, *trials: list[str] | None) -> None:
    if test is not None or any(trials):
        raise InputError(
            "a sheet and single trials were given together",
            remedy="Give the sheet alone, or --test with trials",
        )
