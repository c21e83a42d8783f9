"""Use cases: how an athlete trains, how they woke up, and the outline of the coming months."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from typing import TypeVar

from evenstride.app.care.stop import find_stop, refuse_stopped
from evenstride.app.care.way_back import come_back_of, way_ended
from evenstride.app.people import choose_athlete
from evenstride.app.results import made_by
from evenstride.app.wiring import local_day
from evenstride.core.athlete import Athlete, Intake, Level
from evenstride.core.errors import InputError
from evenstride.core.log import LogEntry
from evenstride.core.outline import Outline, OutlineRequest
from evenstride.core.plan import Request
from evenstride.core.training import CheckIn, Match, Phase, Practice, SportDay, SportLoad, Training, WeeklySport
from evenstride.plan.cases import GROWN
from evenstride.plan.history import is_training
from evenstride.plan.limits import PLAY_ONLY_BELOW
from evenstride.plan.open_kinds import open_kinds
from evenstride.plan.outline import solve_outline
from evenstride.plan.returned import share_after
from evenstride.plan.rules.aggressive_block import PAIN_FREE_DAYS
from evenstride.plan.way_back import stage_today
from evenstride.store import Store, in_one_turn
from evenstride.words import halt, say_outline, say_training

TRAINING = "training"
CHECK_IN = "check-in"
OUTLINE = "outline"

INJURY_FREE = timedelta(weeks=12)
PAIN_FREE = timedelta(days=PAIN_FREE_DAYS)
LEAST_YEARS = 1.0
BLOCKS_A_YEAR = 2
"""What an aggressive block asks for (care.md, coaching practice)."""

LOW_DAYS = 3
LOW_WINDOW = timedelta(days=7)
"""Low check-ins in so many days that recovery of the week counts as low (coaching practice)."""

Told = TypeVar("Told")


@dataclass(frozen=True, slots=True)
class TrainingWish:
    """What is to change; None leaves it as it is. From `days` on they are answers of the first start."""

    practice: Practice | None = None
    racing: bool | None = None
    long_races: bool | None = None
    years: float | None = None
    injured: date | None = None
    weekly: tuple[WeeklySport, ...] | None = None
    matches: tuple[Match, ...] = ()
    days: tuple[int, ...] | None = None
    minutes: int | None = None
    kit: tuple[str, ...] | None = None
    goal: str | None = None
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class OutlineWish:
    """What is wished for the coming months; `aggressive` counts weeks from 1, first and last."""

    start: date
    weeks: int = 12
    event: date | None = None
    aggressive: tuple[int, int] | None = None
    away: tuple[date, ...] = ()


def training_of(store: Store, athlete: Athlete) -> Training | None:
    """Return how an athlete trains, as told last; None when nobody has told."""
    return _newest(store, athlete, TRAINING, Training)


def outline_of(store: Store, athlete: Athlete) -> Outline | None:
    """Return the outline made last, None without one."""
    return _newest(store, athlete, OUTLINE, Outline)


def _newest(store: Store, athlete: Athlete, kind: str, noun: type[Told]) -> Told | None:
    kept = store.latest(kind, athlete=athlete.name)
    return kept.noun if kept is not None and isinstance(kept.noun, noun) else None


@in_one_turn
def change_training(store: Store, name: str | None, wish: TrainingWish, *, at: datetime) -> tuple[Athlete, Training]:
    """Keep what has changed; what was told before stays in the history."""
    athlete = choose_athlete(store, name)
    known = training_of(store, athlete) or Training(local_day(at))
    told = {key: value for key in ("practice", "racing", "long_races", "years", "injured", "weekly")
            if (value := getattr(wish, key)) is not None}  # fmt: skip
    days = {one.on for one in wish.matches}
    coming = tuple(one for one in known.matches if one.on not in days)
    matches = tuple(sorted((*coming, *wish.matches), key=lambda one: one.on))
    training = replace(known, on=local_day(at), matches=matches, **told)
    _check_training(training)
    if training != known:
        # The moment is part of its name: told again after something else, it is told anew.
        making = made_by(TRAINING, "told", (), {**asdict(training), "at": at.isoformat()})
        store.save_result(making, training, athlete=athlete.name, saved_at=at)
    return _change_answers(store, athlete, wish, at=at), training


def _change_answers(store: Store, athlete: Athlete, wish: TrainingWish, *, at: datetime) -> Athlete:
    told = {key: value for key in ("days", "minutes", "kit", "goal") if (value := getattr(wish, key)) is not None}
    level = athlete.level if wish.level is None else wish.level
    if not told and level is athlete.level:
        return athlete
    answers = Intake(on=local_day(at)) if athlete.intake is None else athlete.intake
    changed = replace(
        athlete, level=level, intake=replace(answers, on=local_day(at), **told) if told else athlete.intake
    )
    store.save_athlete(changed, saved_at=at)
    return changed


def _check_training(training: Training) -> None:
    if training.years is not None and not 0.0 <= training.years <= 90.0:
        raise InputError(f"{training.years:g} years of training", place="--years", remedy="Give 0 to 90 years")
    if training.injured is not None and training.injured > training.on:
        raise InputError(f"{training.injured} is still to come", place="--injured", remedy="Give the last day of it")


def describe_training(athlete: Athlete, training: Training) -> tuple[str, ...]:
    """Return how an athlete trains as lines."""
    return say_training(athlete, training)


def describe_outline(outline: Outline) -> tuple[str, ...]:
    """Return an outline as lines."""
    return say_outline(outline)


def sport_days(training: Training | None, start: date, weeks: int) -> Mapping[date, SportDay]:
    """Return the days of one's own sport within a plan."""
    if training is None:
        return {}
    days = (start + timedelta(days=number) for number in range(7 * weeks))
    return {day: sport for day in days if (sport := training.sport_on(day)) is not None}


def check_in(store: Store, name: str | None, told: CheckIn, *, at: datetime) -> CheckIn:
    """Keep how an athlete woke up.

    Raises
    ------
    InputError
        If nothing was told, or something outside its scale.
    """
    athlete = choose_athlete(store, name)
    if told.readiness is None and told.sleep is None:
        raise InputError("nothing was told", remedy="Give --readiness (0 to 10), --sleep (hours), or both")
    for value, most, what in ((told.readiness, 10.0, "--readiness"), (told.sleep, 24.0, "--sleep")):
        if value is not None and not 0.0 <= value <= most:
            raise InputError(f"{value:g} is outside its scale", place=what, remedy=f"Give 0 to {most:g}")
    making = made_by(CHECK_IN, "told", (), {**asdict(told), "at": at.isoformat()})
    store.save_result(making, told, athlete=athlete.name, saved_at=at)
    return told


def answer_check_in(store: Store, name: str | None, told: CheckIn, *, at: datetime) -> str:
    """Return what is said to a check-in; where something stops training it suggests none."""
    if stop := halt(find_stop(store, choose_athlete(store, name), local_day(at))):
        return f"Thank you. Next: {stop}."
    if told.is_low:
        return "Thank you. A plan that begins today keeps the day light: easy, playful or rest."
    return "Thank you. Nothing in this asks for less today; how it feels goes before any number."


def check_ins(store: Store, athlete: Athlete, *, since: date, until: date) -> tuple[CheckIn, ...]:
    """Return the check-ins of some days, the last told of a day."""
    found = [one.noun for one in store.results(CHECK_IN, athlete=athlete.name)]
    days = {one.on: one for one in found if isinstance(one, CheckIn) and since <= one.on <= until}
    return tuple(days[day] for day in sorted(days))


def is_low_on(store: Store, athlete: Athlete, on: date) -> bool:
    """Whether the check-in of a day says that recovery is low."""
    return any(one.is_low for one in check_ins(store, athlete, since=on, until=on))


def is_low_week(store: Store, athlete: Athlete, on: date) -> bool:
    """Whether recovery was low on several of the last days."""
    return sum(one.is_low for one in check_ins(store, athlete, since=on - LOW_WINDOW, until=on)) >= LOW_DAYS


def outline_athlete(store: Store, name: str | None, wish: OutlineWish, *, at: datetime) -> Outline:
    """Outline the coming months and keep it; the plan then follows it week by week.

    Raises
    ------
    InputError
        If a red flag was told, the athlete is under twelve, or an aggressive block is asked for by somebody who may
        not have one.
    """
    athlete = choose_athlete(store, name)
    _check_outlined(store, athlete, wish.start, at=at)
    log = store.log(athlete.name, until=wish.start)
    aggressive = None
    if wish.aggressive is not None:
        if reasons := against_aggressive(store, athlete, log, wish.start):
            raise InputError(
                "no aggressive block is planned now",
                why=f"It asks for more than is given: {'; '.join(reasons)}",
                remedy="Outline ordinary weeks; they are the faster way for most",
            )
        aggressive = wish.aggressive[0] - 1, wish.aggressive[1] - 1
    outline = solve_outline(_outline_request(store, athlete, wish, log=log, aggressive=aggressive))
    making = made_by(OUTLINE, "constraint solver", (), {**asdict(wish), "at": at.isoformat()})
    outline = replace(outline, id=making.id)
    store.save_result(making, outline, athlete=athlete.name, saved_at=at)
    return outline


def _outline_request(
    store: Store, athlete: Athlete, wish: OutlineWish, *, log: tuple[LogEntry, ...], aggressive: tuple[int, int] | None
) -> OutlineRequest:
    """Put together what an outline depends on: who it is for, what is open to them, and what stands in the calendar."""
    answers = Intake(on=wish.start) if athlete.intake is None else athlete.intake
    training = training_of(store, athlete) or Training(wish.start)
    back, ended = come_back_of(store, athlete), way_ended(store, athlete, wish.start)
    mondays = [wish.start + timedelta(weeks=number) for number in range(wish.weeks)]
    most = tuple(share_after(ended if back is None else None, monday) for monday in mondays)
    person = Request(
        wish.start, 1, athlete.level, {}, masters=athlete.is_masters(wish.start),
        age=athlete.least_age_on(wish.start), kit=answers.kit, log=log, come_back=back,
        ready=answers.readiness is not None and not answers.readiness.any_yes, practice=training.practice,
        racing=training.racing, long_races=training.long_races,
    )  # fmt: skip
    before = outline_of(store, athlete)
    events = () if before is None or before.event is None or before.event >= wish.start else (before.event,)
    matches = tuple(one.on for one in training.matches if one.sport.load is SportLoad.MATCH)
    return OutlineRequest(
        wish.start, wish.weeks, athlete.level, wish.event, weeks_since_light(store, athlete, log, wish.start),
        aggressive, wish.away, weekdays=answers.days, kinds=open_kinds(person, wish.weeks),
        matches=(*matches, *events), stage=stage_today(person), most=most,
    )  # fmt: skip


def _check_outlined(store: Store, athlete: Athlete, start: date, *, at: datetime) -> None:
    """Refuse months of training where nothing is planned now, and for children, who have no blocks (care.md)."""
    refuse_stopped(store, athlete, local_day(at), "nothing is outlined now", remedy="Outline again when that is clear")
    age = athlete.least_age_on(start)
    if age is not None and age < PLAY_ONLY_BELOW:
        raise InputError(
            f"no months are outlined under {PLAY_ONLY_BELOW}",
            why="Children play, a week at a time",
            remedy="Plan the week: evenstride plan",
        )


def against_aggressive(store: Store, athlete: Athlete, log: tuple[LogEntry, ...], on: date) -> tuple[str, ...]:
    """Return what stands against an aggressive block, in words; what nobody told stands against it too."""
    training = training_of(store, athlete) or Training(on)
    age = athlete.least_age_on(on)
    hurt = [entry for entry in log if entry.on >= on - PAIN_FREE and any(pain.level > 0 for pain in entry.pains)]
    told = [one.noun for one in store.results(OUTLINE, athlete=athlete.name)]
    blocks = {
        week.start
        for one in told
        if isinstance(one, Outline) and one.start > on - timedelta(days=365)
        for before, week in zip((None, *one.weeks), one.weeks, strict=False)
        if week.phase is Phase.AGGRESSIVE
        and (before is None or before.phase is not Phase.AGGRESSIVE)
        and week.start <= on
    }
    ended = way_ended(store, athlete, on)
    injured = [day for day in (training.injured, None if ended is None else ended.on) if day is not None]
    reasons = {
        "you are under 18": age is not None and age < GROWN,
        "a beginner gains more from ordinary weeks": athlete.level is Level.BEGINNER,
        "a year of regular training (evenstride training --years)": (training.years or 0.0) < LEAST_YEARS,
        "six weeks without pain": bool(hurt),
        "no way back from an injury under way": come_back_of(store, athlete) is not None,
        "twelve weeks without injury": any(day > on - INJURY_FREE for day in injured),
        "at most two such blocks in twelve months": len(blocks) >= BLOCKS_A_YEAR,
        "the health questions answered with no": (
            athlete.intake is None or athlete.intake.readiness is None or athlete.intake.readiness.any_yes
        ),
    }
    return tuple(reason for reason, holds in reasons.items() if holds)


def weeks_since_light(store: Store, athlete: Athlete, log: tuple[LogEntry, ...], on: date) -> int:
    """Return the weeks of training since the last light one: an outlined deload or taper, or one without training."""
    outline = outline_of(store, athlete)
    light = [] if outline is None else [one.start for one in outline.weeks if one.phase in (Phase.DELOAD, Phase.TAPER)]
    trained = {(on - entry.on).days // 7 for entry in log if is_training(entry) and entry.on < on}
    weeks = 0
    while weeks in trained and not any(0 <= (on - day).days - 7 * weeks <= 7 for day in light if day < on):
        weeks += 1
    return weeks
