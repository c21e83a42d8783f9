"""How one trains, how one woke up, and the coming months."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from evenstride.core.errors import InputError
from evenstride.doors.cli.answers import parse_days, words_of
from evenstride.doors.cli.options import Athlete, Database, Day, Json, parse_day
from evenstride.doors.cli.output import print_json, say

if TYPE_CHECKING:
    from evenstride.core.training import Match, Practice, SportDay, WeeklySport

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def training(
    athlete: Athlete = None,
    practice: Annotated[str | None, typer.Option(help="sprint, endurance, team sport or cycling.")] = None,
    racing: Annotated[bool | None, typer.Option("--racing/--not-racing", help="Preparing a race now.")] = None,
    long_races: Annotated[
        bool | None, typer.Option("--races-long/--no-long-races", help="You race 200 or 400 m.")
    ] = None,
    years: Annotated[float | None, typer.Option(help="Years of regular training.")] = None,
    injured: Annotated[str | None, typer.Option(help="Last day with an injury, YYYY-MM-DD.")] = None,
    sport: Annotated[
        list[str] | None,
        typer.Option(help='Your own sport each week, e.g. "tue: football practice hard"; all of it; "none" for none.'),
    ] = None,
    match: Annotated[
        list[str] | None, typer.Option(help='A match or race, e.g. "2026-03-07: cup match"; adds to those told.')
    ] = None,
    days: Annotated[str | None, typer.Option(help="Days you have, e.g. mon,tue,thu.")] = None,
    minutes: Annotated[int | None, typer.Option(help="Minutes on such a day.", min=10, max=240)] = None,
    kit: Annotated[str | None, typer.Option(help="What you own, e.g. tape,phone,strap,gym.")] = None,
    goal: Annotated[str | None, typer.Option(help="What you train for.")] = None,
    level: Annotated[str | None, typer.Option(help="beginner, recreational or trained.")] = None,
    database: Database = None,
    as_json: Json = False,
) -> None:
    """Show or change how you train: what you practise, your own sport, days, kit and goal. History stays."""
    from evenstride.app.care.stop import halt_line
    from evenstride.app.planning.training import TrainingWish, change_training, describe_training
    from evenstride.app.record import read_level
    from evenstride.app.wiring import now, open_database

    wish = TrainingWish(
        practice=None if practice is None else _practice(practice), racing=racing, long_races=long_races, years=years,
        injured=parse_day(injured, option="--injured"), weekly=None if sport is None else _weekly(sport),
        matches=tuple(parse_match(text) for text in match or ()), days=None if days is None else parse_days(days),
        minutes=minutes, kit=None if kit is None else words_of(kit), goal=goal,
        level=None if level is None else read_level(level),
    )  # fmt: skip
    with open_database(database) as store:
        changed, told = change_training(store, athlete, wish, at=now())
        stop = halt_line(store, athlete, at=now())
    if as_json:
        print_json({"training": told, "answers": changed.intake, "level": changed.level})
        return
    say(*describe_training(changed, told), *([stop] if stop else []))


def checkin(
    athlete: Athlete = None,
    day: Day = None,
    readiness: Annotated[float | None, typer.Option(help="How ready you feel, 0 (not at all) to 10.")] = None,
    sleep: Annotated[float | None, typer.Option(help="Hours slept.")] = None,
    database: Database = None,
    as_json: Json = False,
) -> None:
    """Say how you woke up; a low day is planned lightly."""
    from evenstride.app.planning.training import answer_check_in, check_in
    from evenstride.app.wiring import local_day, now, open_database
    from evenstride.core.training import CheckIn

    told = CheckIn(parse_day(day) or local_day(now()), readiness, sleep)
    with open_database(database) as store:
        kept = check_in(store, athlete, told, at=now())
        answer = answer_check_in(store, athlete, kept, at=now())
    if as_json:
        print_json(kept)
        return
    say(answer)


def outline(
    athlete: Athlete = None,
    weeks: Annotated[int, typer.Option(help="Weeks to outline.", min=1, max=26)] = 12,
    start_day: Annotated[
        str | None, typer.Option("--start", help="First day, YYYY-MM-DD (default: next Monday).")
    ] = None,
    event: Annotated[str | None, typer.Option(help="The day that counts, YYYY-MM-DD.")] = None,
    aggressive: Annotated[
        str | None, typer.Option(help="Aggressive weeks of the outline, e.g. 6-10: higher risk, for one date.")
    ] = None,
    away: Annotated[
        list[str] | None, typer.Option(help="Days without training, 2026-04-01..2026-04-09; may be repeated.")
    ] = None,
    database: Database = None,
    as_json: Json = False,
) -> None:
    """Outline the coming months: what each week is for, light weeks, a taper before the day that counts."""
    from evenstride.app.planning.training import OutlineWish, describe_outline, outline_athlete
    from evenstride.app.wiring import local_day, now, open_database

    today = local_day(now())
    wish = OutlineWish(
        start=parse_day(start_day, option="--start") or today + timedelta(days=-today.weekday() % 7),
        weeks=weeks,
        event=parse_day(event, option="--event"),
        aggressive=None if aggressive is None else _weeks(aggressive),
        away=tuple(day for text in away or () for day in _stretch(text)),
    )
    with open_database(database) as store:
        made = outline_athlete(store, athlete, wish, at=now())
    if as_json:
        print_json(made)
        return
    say(*describe_outline(made))


def _practice(text: str) -> Practice:
    from evenstride.core.training import Practice

    try:
        return Practice(text.strip().lower())
    except ValueError:
        known = ", ".join(Practice)
        raise InputError(f"'{text}' is no practice", place="--practice", remedy=f"Use one of: {known}") from None


def _weekly(texts: list[str]) -> tuple[WeeklySport, ...]:
    return () if [text.strip().lower() for text in texts] == ["none"] else tuple(parse_weekly(text) for text in texts)


def parse_weekly(text: str) -> WeeklySport:
    """Read sport of every week such as `tue: football practice hard`; easy unless said otherwise.

    Examples
    --------
    >>> parse_weekly("tue: football practice hard").sport
    SportDay(name='football practice', load=<SportLoad.HARD: 'hard'>)
    """
    from evenstride.core.training import WeeklySport

    day, _, rest = text.partition(":")
    if day.strip().lower()[:3] not in DAYS or not rest.strip():
        raise InputError(
            f"'{text}' is no sport of a week", place="--sport", remedy='Write "tue: football practice hard"'
        )
    return WeeklySport(DAYS.index(day.strip().lower()[:3]), _sport(rest, default="easy"))


def parse_match(text: str) -> Match:
    """Read a match or race such as `2026-03-07: cup match`; a last word easy or hard makes it another kind of day.

    Examples
    --------
    >>> parse_match("2026-03-07: cup match").sport.load
    <SportLoad.MATCH: 'match'>
    """
    from evenstride.core.training import Match

    day, _, rest = text.partition(":")
    on = parse_day(day.strip(), option="--match")
    if on is None or not rest.strip():
        raise InputError(f"'{text}' is no match", place="--match", remedy='Write "2026-03-07: cup match"')
    return Match(on, _sport(rest, default="match"))


def _sport(text: str, *, default: str) -> SportDay:
    from evenstride.core.training import SportDay, SportLoad

    words = text.split()
    last = words[-1].lower()
    said = last in ("easy", "hard") and len(words) > 1
    return SportDay(" ".join(words[:-1] if said else words), SportLoad(last if said else default))


def _weeks(text: str) -> tuple[int, int]:
    first, _, last = text.replace("–", "-").partition("-")
    if not (first.strip().isdecimal() and last.strip().isdecimal()):
        raise InputError(f"'{text}' are no weeks", place="--aggressive", remedy="Write first and last week, e.g. 6-10")
    return int(first), int(last)


def _stretch(text: str) -> list[date]:
    first, _, last = text.partition("..")
    begin = parse_day(first.strip(), option="--away")
    end = parse_day(last.strip(), option="--away") if last.strip() else begin
    if begin is None or end is None or end < begin:
        raise InputError(f"'{text}' are no days", place="--away", remedy="Write 2026-04-01..2026-04-09")
    return [begin + timedelta(days=number) for number in range((end - begin).days + 1)]


COMMANDS = {"training": training, "checkin": checkin, "outline": outline}
