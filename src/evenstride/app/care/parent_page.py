"""Use case: the page for a parent: growing, hurting, rested, still fun, and when to stop; no verdict and no norm."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import date, datetime, timedelta

from evenstride.app.care.stop import WATCHED_DAYS, find_stop
from evenstride.app.planning.training import check_ins, training_of
from evenstride.app.wiring import local_day
from evenstride.core.athlete import Anthropometrics, Athlete
from evenstride.core.diagnosis import Diagnosis, Situation
from evenstride.core.parent_page import ParentAnswer, ParentPage
from evenstride.core.recording import FieldTest
from evenstride.plan.cases import GROWN
from evenstride.plan.history import is_training
from evenstride.store import Store
from evenstride.words import halt, say_fun, say_growing, say_hurting, say_parent, say_rested, say_stopping

A_YEAR = timedelta(days=365)
WEEK = timedelta(days=6)


def show_parent(store: Store, name: str, *, at: datetime) -> ParentPage:
    """Put a parent's page together.

    Raises
    ------
    NotFoundError
        If nobody of that name is there.
    """
    athlete, on = store.athlete(name), local_day(at)
    stop = find_stop(store, athlete, on)
    return ParentPage(
        athlete, on, _answers(store, athlete, on), "" if stop.holds else _said(store, athlete, on), halt(stop)
    )


def _answers(store: Store, athlete: Athlete, on: date) -> tuple[ParentAnswer, ...]:
    log = store.log(athlete.name, since=on - timedelta(days=WATCHED_DAYS), until=on + timedelta(days=1))
    trained = {entry.on for entry in log if entry.on >= on - WEEK and is_training(entry)}
    woken = check_ins(store, athlete, since=on - WEEK, until=on)
    age = athlete.least_age_on(on)
    growing = () if age is not None and age >= GROWN else (say_growing(_bodies(store, athlete, on), on),)
    return (
        *growing,
        say_hurting(log, on),
        say_rested(woken, len(trained) if log else None, _unlogged_sport(store, athlete, on, trained)),
        say_fun(log, "" if athlete.intake is None else athlete.intake.enjoys),
        say_stopping(),
    )


def _unlogged_sport(store: Store, athlete: Athlete, on: date, trained: AbstractSet[date]) -> tuple[str, ...]:
    """Return the own sport of each of the last seven days on which nothing was logged, as told now."""
    training = training_of(store, athlete)
    if training is None:
        return ()
    days = (on - timedelta(days=back) for back in range(6, -1, -1))
    return tuple(sport.name for day in days if day not in trained and (sport := training.sport_on(day)) is not None)


def _bodies(store: Store, athlete: Athlete, on: date) -> tuple[Anthropometrics, ...]:
    """Return the heights of the last year in date order, those told and those that came with a test."""
    tested = store.recordings(athlete.name, kind=FieldTest, since=on - A_YEAR, until=on + timedelta(days=1))
    told = [(one.on, one.height) for one in store.bodies(athlete.name)]
    told += [(one.noun.on, one.noun.body.height) for one in tested]
    heights = {day: height for day, height in told if day is not None and height is not None}
    return tuple(Anthropometrics(day, height=heights[day]) for day in sorted(heights) if on - A_YEAR <= day <= on)


def _said(store: Store, athlete: Athlete, on: date) -> str:
    kept = store.latest("diagnosis", athlete=athlete.name)
    if kept is None or not isinstance(kept.noun, Diagnosis) or kept.noun.situation is not Situation.YOUTH:
        return ""
    return say_parent(kept.noun, store.log(athlete.name, since=on - timedelta(days=WATCHED_DAYS)))
