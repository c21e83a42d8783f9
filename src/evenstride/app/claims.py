"""Use case: each coaching claim on trial, on one athlete's own data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from evenstride.app.blocks.block_check import aims_of
from evenstride.app.blocks.experiment import answers_of
from evenstride.app.blocks.sealed import open_recordings
from evenstride.app.care.stop import find_stop
from evenstride.app.observe import Measured, alike_steps, measure_stored, measure_trends_of
from evenstride.app.people import choose_athlete
from evenstride.app.standstill import find_plateau, load_change
from evenstride.app.wiring import local_day
from evenstride.core.athlete import Athlete
from evenstride.core.claim import Claim, Trial, TrialVerdict, claims
from evenstride.core.errors import InputError
from evenstride.core.experiment import CueAnswer, LoadAnswer
from evenstride.core.log import LogEntry
from evenstride.core.overview import Voices
from evenstride.core.progress import Progress, no_progress
from evenstride.plan.history import is_training, kind_of
from evenstride.science.capacity.together import Trends
from evenstride.science.change.progress import measure_outcome_change
from evenstride.science.claim_data import ClaimData, ToldDay
from evenstride.science.weigh_claims import weigh_claims
from evenstride.store import Store
from evenstride.words import say_halted, say_stop, say_trial, say_trials

LOAD_PERIOD = timedelta(weeks=8)
"""The weeks over which load and speed are held beside each other: four and the four before."""


@dataclass(frozen=True, slots=True)
class Tried:
    """Claims with what this athlete's data say of them, those that could be told first.

    `whole` says what holds for all of them, or what stands in their place while something stops training.
    """

    athlete: Athlete
    on: date
    trials: tuple[tuple[Claim, Trial, Voices], ...]
    whole: Voices


def try_claims(
    store: Store, name: str | None, *, at: datetime, claim: str | None = None, progress: Progress = no_progress
) -> Tried:
    """Put every coaching claim, or one, on trial on an athlete's data.

    Raises
    ------
    InputError
        If there is no such claim.
    """
    if claim is not None and claim not in claims():
        raise InputError(f"claim '{claim}' is not known", place="--claim", remedy=f"Use one of: {', '.join(claims())}")
    athlete, on = choose_athlete(store, name), local_day(at)
    stop = find_stop(store, athlete, on)
    if stop.holds:
        return Tried(athlete, on, (), say_stop(stop) or say_halted(stop))
    measured = measure_stored(open_recordings(store, athlete, on), until=on, progress=progress)
    found = weigh_measured(store, athlete, measured, measure_trends_of(athlete, measured, on=on), on=on)
    chosen = found if claim is None else tuple(trial for trial in found if trial.claim == claim)
    return Tried(athlete, on, _told_first(chosen), say_trials(claims(), chosen))


def weigh_measured(
    store: Store, athlete: Athlete, measured: Measured, trends: Trends, *, on: date
) -> tuple[Trial, ...]:
    """Weigh every claim on what was measured already."""
    data = _data(store, athlete, measured, trends, on)
    return weigh_claims(data, claims().values(), age=athlete.least_age_on(on))


def describe_trials(
    store: Store, athlete: Athlete, measured: Measured, trends: Trends, *, on: date
) -> tuple[tuple[tuple[Trial, Voices], ...], Voices | None]:
    """Return every trial with its words, those that could be told first, and what holds for all.

    Nothing under twelve.
    """
    found = weigh_measured(store, athlete, measured, trends, on=on)
    told = tuple((trial, voices) for _, trial, voices in _told_first(found))
    return told, say_trials(claims(), found) if found else None


def _told_first(found: tuple[Trial, ...]) -> tuple[tuple[Claim, Trial, Voices], ...]:
    ordered = sorted(found, key=lambda trial: trial.verdict is TrialVerdict.CANNOT_TELL)
    known = claims()
    return tuple((known[trial.claim], trial, say_trial(known[trial.claim], trial)) for trial in ordered)


def _data(store: Store, athlete: Athlete, measured: Measured, trends: Trends, on: date) -> ClaimData:
    log = store.log(athlete.name, until=on + timedelta(days=1))
    answers = answers_of(store, athlete, until=on)
    series = measured.speed()
    # Days that need an assumption to be compared at all decide no claim.
    speeds, noise = ((), 0.0) if series is None or series[1].assumed else (series[1].dated, series[0].day_noise)
    recent = [(day, value) for day, value in speeds if on - LOAD_PERIOD < day <= on]
    return ClaimData(
        trends=trends,
        speeds=speeds,
        day_noise=noise,
        steps=alike_steps(measured),
        days=tuple(_told_day(entry) for entry in log),
        loads=tuple(one for one in answers if isinstance(one, LoadAnswer)),
        cues=tuple(one for one in answers if isinstance(one, CueAnswer)),
        plateau=find_plateau(store, athlete, measured, trends, on=on),
        aims=aims_of(store, athlete, measured, on=on),
        load=load_change(log, on),
        recent_speed=measure_outcome_change(recent, day_noise=noise),
    )


def _told_day(entry: LogEntry) -> ToldDay:
    kind = kind_of(entry)
    words = {" ".join(entry.kind.split()).casefold()}
    words |= set() if kind is None else {kind.value} | ({"speed"} if kind.is_speed else set[str]())
    return ToldDay(entry.on, frozenset(words), is_training(entry), entry.feel)
