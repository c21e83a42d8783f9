"""Use case: say whether it is working."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from evenstride.app.observe import TOP_SPEED, field_capacities, speed_outcome, top_speeds
from evenstride.app.people import choose_athlete
from evenstride.app.results import made_by
from evenstride.core.check import Check
from evenstride.core.errors import InputError
from evenstride.core.estimate import Draws
from evenstride.core.metric import Better
from evenstride.core.overview import Voices
from evenstride.core.protocol import protocols
from evenstride.core.recording import Recording
from evenstride.science.check import SPEED_SWC, SPEED_SWC_SOURCE, check_change
from evenstride.store import Store
from evenstride.words import say_check

Series = tuple[str, Better, float | None, tuple[tuple[date, Draws], ...]]


def check_athlete(
    store: Store,
    name: str | None,
    *,
    at: datetime,
    metric: str | None = None,
    since: date | None = None,
    until: date | None = None,
) -> tuple[Check, ...]:
    """Compare the first and last day of speed and of every field test, or of one metric, and keep the answers.

    Raises
    ------
    InputError
        If nothing was measured on two days of the period, or the metric is not one that was measured.
    """
    athlete = choose_athlete(store, name)
    stored = store.recordings(athlete.name)
    series = list(measured_series([item.noun for item in stored]))
    chosen = [one for one in series if metric is None or _is_named(one, metric)]
    if metric is not None and not chosen:
        names = ", ".join(one[0] for one in series) or "nothing yet"
        raise InputError(f"'{metric}' was not measured", place="--metric", remedy=f"Measured: {names}")
    checks = [_check(one, since, until) for one in chosen if metric is not None or _days(one, since, until) >= 2]
    if not checks:
        raise InputError(
            f"nothing of {athlete.name} was measured on two days of this period",
            why="A change needs two days",
            remedy="Import another day's runs or widen --since and --until",
        )
    parents = [item.id for item in stored]
    for check in checks:
        making = made_by("check", check.metric, parents, {"since": check.since, "until": check.until})
        store.save_result(making, check, athlete=athlete.name, saved_at=at)
    return tuple(checks)


def measured_series(recordings: Sequence[Recording]) -> Iterator[Series]:
    """Yield what can be compared: speed first, then field tests after their familiarisation sessions."""
    capacities = field_capacities(recordings)
    outcome = speed_outcome(recordings, capacities)
    if outcome is not None:
        yield outcome.name, Better.HIGHER, SPEED_SWC, outcome.values
    sprints = top_speeds(recordings)
    if sprints and outcome is not None and outcome.name != TOP_SPEED:
        yield TOP_SPEED, Better.HIGHER, SPEED_SWC, sprints
    for test, days in capacities.items():
        protocol = protocols()[test]
        if protocol.role_shares:
            usable = [day for day in days if day.usable][protocol.familiarisation :]
            yield f"{protocol.title} ({test})", protocol.better, None, tuple((day.on, day.value) for day in usable)


def describe_check(check: Check) -> Voices:
    """Return a check in three voices."""
    return say_check(check)


def _check(series: Series, since: date | None, until: date | None) -> Check:
    name, better, swc, values = series
    source = "" if swc is None else SPEED_SWC_SOURCE
    return check_change(name, values, better=better, since=since, until=until, swc=swc, swc_source=source)


def _days(series: Series, since: date | None, until: date | None) -> int:
    return len(
        {day for day, _ in series[3] if (since is None or day >= since) and (until is None or day <= until)}
    )


def _is_named(series: Series, metric: str) -> bool:
    wanted = metric.strip().casefold()
    name = series[0].casefold()
    return wanted in (name, name.rpartition(" (")[0]) or name.endswith(f"({wanted})")
