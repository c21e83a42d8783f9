"""Use case: say whether it is working."""

from __future__ import annotations

from datetime import date, datetime

from evenstride.app.observe import Measured, Series, measure_stored
from evenstride.app.people import choose_athlete
from evenstride.app.results import made_by
from evenstride.app.wiring import local_day
from evenstride.core.athlete import Athlete
from evenstride.core.check import Check
from evenstride.core.errors import InputError
from evenstride.core.overview import Voices
from evenstride.science.check import SPEED_SWC_SOURCE, check_change
from evenstride.store import Store
from evenstride.words import say_check


def check_athlete(
    store: Store,
    name: str | None,
    *,
    at: datetime,
    metric: str | None = None,
    since: date | None = None,
    until: date | None = None,
) -> tuple[Athlete, tuple[Check, ...]]:
    """Say how speed and every field test, or one metric, changed over a period, and keep the answers.

    Raises
    ------
    InputError
        If nothing was measured on two days of the period, or the metric is not one that was measured.
    """
    athlete = choose_athlete(store, name)
    measured = measure_stored(store.recordings(athlete.name), until=local_day(at))
    series = list(measured.series)
    chosen = [one for one in series if one.days(since, until) >= 2] if metric is None else _named(series, metric)
    checks = compare_days(chosen, since=since, until=until)
    if not checks:
        raise InputError(
            f"nothing of {athlete.name} was measured on two days of this period",
            why="A change needs two days",
            remedy="Import another day's runs or widen --since and --until",
        )
    keep_checks(store, athlete, measured, checks, at=at)
    return athlete, checks


def compare_days(series: list[Series], *, since: date | None = None, until: date | None = None) -> tuple[Check, ...]:
    """Say how each series changed over a period."""
    return tuple(
        check_change(
            one.name,
            one.values,
            better=one.better,
            since=since,
            until=until,
            swc=one.swc,
            swc_source="" if one.swc is None else SPEED_SWC_SOURCE,
            day_noise=one.day_noise,
            known_error=one.known_error,
        )
        for one in series
    )


def keep_checks(store: Store, athlete: Athlete, measured: Measured, checks: tuple[Check, ...], *, at: datetime) -> None:
    """Store comparisons with the recordings they were made from."""
    parents = [item.id for item in measured.stored]
    for check in checks:
        period = {"since": check.since.isoformat(), "until": check.until.isoformat()}
        making = made_by("check", check.metric, parents, period)
        store.save_result(making, check, athlete=athlete.name, saved_at=at)


def describe_check(check: Check, athlete: Athlete) -> Voices:
    """Return a check in three voices."""
    return say_check(check, age=athlete.least_age_on(check.until))


def _named(series: list[Series], metric: str) -> list[Series]:
    wanted = metric.strip().casefold()
    chosen = [
        one
        for one in series
        if wanted in (one.name.casefold(), one.name.casefold().rpartition(" (")[0])
        or one.name.casefold().endswith(f"({wanted})")
    ]
    if not chosen:
        names = ", ".join(one.name for one in series) or "nothing yet"
        raise InputError(f"'{metric}' was not measured", place="--metric", remedy=f"Measured: {names}")
    return chosen
