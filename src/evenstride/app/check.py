"""Use case: say whether it is working."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from evenstride.app.blocks.sealed import Seal, open_recordings, say_sealed
from evenstride.app.care.stop import find_stop
from evenstride.app.observe import Measured, Series, measure_stored
from evenstride.app.people import choose_athlete
from evenstride.app.results import corrected, made_by
from evenstride.app.wiring import local_day
from evenstride.core.athlete import LIMIT_VERDICT_AGE, Athlete
from evenstride.core.check import Check, SoFar
from evenstride.core.curve_change import CurveChange
from evenstride.core.errors import InputError
from evenstride.core.overview import Voices
from evenstride.core.progress import Progress, no_progress
from evenstride.core.protocol import Speaks, protocols
from evenstride.core.recording import Recording
from evenstride.core.stop import Stop
from evenstride.science.change.age_trend import hold_against_age
from evenstride.science.change.check import SPEED_SWC_SOURCE, check_comparable
from evenstride.science.change.comparable import Comparable
from evenstride.science.change.curve_change import measure_curve_changes
from evenstride.science.change.own_error import split_sessions
from evenstride.store import Store, Stored
from evenstride.words import halt, say_check, say_curve_changes, say_too_early, say_waiting


@dataclass(frozen=True, slots=True)
class Checked:
    """What changed over a period: the comparisons, and the curve beside them unless one metric was asked for."""

    athlete: Athlete
    checks: tuple[Check, ...]
    stop: Stop
    curve: tuple[CurveChange, ...] = ()
    sealed: str = ""
    """The sentence on times that are kept from view; empty without any."""


def check_athlete(
    store: Store,
    name: str | None,
    *,
    at: datetime,
    metric: str | None = None,
    since: date | None = None,
    until: date | None = None,
    progress: Progress = no_progress,
) -> Checked:
    """Say how speed, the curve and every field test, or one metric, changed over a period, and keep the answers.

    Raises
    ------
    InputError
        If nothing was measured on two days of the period, or the metric is not one that was measured.
    """
    athlete = choose_athlete(store, name)
    measured = measure_stored(open_recordings(store, athlete, local_day(at)), until=local_day(at), progress=progress)
    series = list(measured.series)
    chosen = series if metric is None else _named(series, metric)
    compared = compare_days(chosen, since=since, until=until, days=2 if metric is None else 0)
    sealed = say_sealed(store, athlete, local_day(at))
    stop = find_stop(store, athlete, local_day(at))
    if not compared and stop.holds:
        raise InputError(
            describe_stop(stop).rstrip("."),
            why="Nothing was measured on two days of this period either",
            remedy="Compare when it is clear",
        )
    if not compared:
        raise InputError(
            f"nothing of {athlete.name} was measured on two days of this period",
            why=sealed or "A change needs two days",
            remedy="Import another day's runs or widen --since and --until",
        )
    checks = tuple(against_age(check, athlete) for _, check in compared)
    keep_checks(store, athlete, measured, checks, at=at)
    curve = curve_changes(athlete, measured, on=local_day(at), since=since, until=until) if metric is None else ()
    return Checked(athlete, checks, stop, curve, sealed)


def curve_changes(
    athlete: Athlete, measured: Measured, *, on: date, since: date | None = None, until: date | None = None
) -> tuple[CurveChange, ...]:
    """Say how the speed curve changed over a period; nothing under sixteen, where growing changes it."""
    age = athlete.least_age_on(on)
    if age is not None and age < LIMIT_VERDICT_AGE:
        return ()
    return measure_curve_changes(
        profile
        for profile in measured.profiles.values()
        if (day := profile[0].on) is not None and (since is None or day >= since) and (until is None or day <= until)
    )


def describe_curve(changes: Sequence[CurveChange]) -> tuple[str, ...]:
    """Return how the curve changed as lines."""
    return say_curve_changes(changes)


def compare_days(
    series: Sequence[Series], *, since: date | None = None, until: date | None = None, days: int = 2
) -> tuple[tuple[Comparable, Check], ...]:
    """Say how each series changed over a period, once for each set-up it was measured with.

    Parameters
    ----------
    series : sequence of Series
        What was measured.
    since, until : date or None
        The period, both ends included.
    days : int
        Fewest days to compare; with fewer it is left out, below two days it is an error.
    """
    compared: list[tuple[Comparable, Check]] = []
    for one in series:
        every = one.comparable(since, until)
        for found in every:
            if found.days >= days:
                which = f" ({found.set_ups[0].text_among(other.set_ups[0] for other in every)})"
                check = check_comparable(
                    one.name + (which if len(every) > 1 else ""),
                    found,
                    better=one.better,
                    swc=one.swc,
                    swc_source="" if one.swc is None else SPEED_SWC_SOURCE,
                    day_noise=one.day_noise,
                    known_error=one.known_error,
                )
                compared.append((found, check))
    return tuple(compared)


def why_too_early(measured: Measured, *, seal: Seal | None, recordings: Sequence[Stored[Recording]], stop: Stop) -> str:
    """Return why nothing can be compared yet, by what was measured so far; `recordings` are all there are."""
    sealed = [one for one in recordings if seal is not None and seal.hides(one)]
    steps = {one.noun.on for one in measured.stored if one.id in measured.steps}
    undated = sum(one.noun.on is None for one in recordings)
    return say_too_early(_so_far(measured), step_days=len(steps), undated=undated, sealed=bool(sealed), halt=halt(stop))


def _so_far(measured: Measured) -> tuple[SoFar, ...]:
    """Return every quantity with any day, speeds first."""
    told: list[SoFar] = []
    for one in measured.speeds:
        counted = len({value.on for value in one.values})
        told.append(SoFar(one.name, 0, counted, max(0, 2 - counted)))
    for test, days in measured.capacities.items():
        protocol = protocols()[test]
        if protocol.speaks is not Speaks.OUTCOME:
            learning, used = split_sessions(days, protocol)
            counted = len({one.on for one in used})
            lacking = max(0, protocol.familiarisation - len(learning)) + max(0, 2 - counted)
            told.append(SoFar(f"{protocol.plain_title} ({test})", len(learning), counted, lacking))
    return tuple(told)


def against_age(check: Check, athlete: Athlete) -> Check:
    """Return a comparison held against what age takes, for a masters athlete whose speed is level."""
    return hold_against_age(check, athlete.least_age_on(check.until))


def keep_checks(store: Store, athlete: Athlete, measured: Measured, checks: tuple[Check, ...], *, at: datetime) -> None:
    """Store comparisons with the recordings they were made from."""
    parents = [item.id for item in measured.stored]
    corrections = corrected(item.noun for item in measured.stored)
    for check in checks:
        period = {"since": check.since.isoformat(), "until": check.until.isoformat(), "set-up": check.set_up}
        making = made_by("check", check.metric, parents, period | corrections)
        store.save_result(making, check, athlete=athlete.name, saved_at=at)


def describe_stop(stop: Stop) -> str:
    """Return what stops training, to be said before any comparison; empty where nothing does."""
    return f"{say_waiting(stop).partition('. ')[0]}. Next: {halt(stop)}." if stop.holds else ""


def describe_check(check: Check, athlete: Athlete, stop: Stop) -> Voices:
    """Return a check in three voices; while something stops, none of them suggests training."""
    return say_check(check, age=athlete.least_age_on(check.until), halt=halt(stop))


def _named(series: list[Series], metric: str) -> list[Series]:
    wanted = metric.strip().casefold()
    chosen = [
        one
        for one in series
        if wanted in (one.name.casefold(), one.name.casefold().rpartition(" (")[0])
        or one.name.casefold().endswith(f"({wanted})")
    ]
    if not any(one.values for one in chosen):
        names = ", ".join(one.name for one in series) or "nothing yet"
        raise InputError(f"'{metric}' was not measured", place="--metric", remedy=f"Measured: {names}")
    return chosen
