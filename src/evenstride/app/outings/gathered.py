"""Use case: the activities of an athlete with what each gives, each once, and nothing of a sealed day's speed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from evenstride.app.blocks.sealed import Seal, find_seal
from evenstride.app.outings.importing import measure_again
from evenstride.app.outings.work import outing_making
from evenstride.app.people import choose_athlete
from evenstride.app.wiring import local_day
from evenstride.core.activity import LifeDay
from evenstride.core.athlete import Athlete
from evenstride.core.estimate import Estimate, Missing
from evenstride.core.filed import FiledActivity
from evenstride.core.metric import Analysis
from evenstride.core.outing_values import DistanceFrom, OutingSummary
from evenstride.core.progress import Progress, no_progress
from evenstride.store import Store, Stored

SPRINT = "sprint"


@dataclass(frozen=True, slots=True)
class Outing:
    """One activity, whichever files hold it.

    Attributes
    ----------
    stored : Stored
        The file's account that tells most.
    summary : OutingSummary
        What it gives; while its speeds are sealed, only how long it was and how hard.
    until : date or None
        The day its speeds open; None where they are.
    also : tuple of str
        Names of other files of the same activity: a pod beside a watch, or another export.
    """

    stored: Stored[FiledActivity]
    summary: OutingSummary
    until: date | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class History:
    """Everything activities tell of an athlete on a day.

    Attributes
    ----------
    outings : tuple of Outing
        By day, each activity once.
    life : tuple of LifeDay
        Sleep and resting heart rate.
    own_best : float or None
        The highest speed known of them that may be seen, m/s.
    order : tuple of str
        Devices in the order they are believed.
    """

    athlete: Athlete
    on: date
    outings: tuple[Outing, ...]
    life: tuple[LifeDay, ...]
    own_best: float | None
    order: tuple[str, ...]

    @property
    def open(self) -> tuple[OutingSummary, ...]:
        """What may be seen: sealed ones are left out."""
        return tuple(one.summary for one in self.outings if one.until is None)


def open_history(store: Store, name: str | None, *, at: datetime, progress: Progress = no_progress) -> History:
    """Return all activities of an athlete; what an earlier version measured is measured anew first.

    Raises
    ------
    NotFoundError
        If nobody of that name is here.
    """
    athlete, on = choose_athlete(store, name), local_day(at)
    measure_again(store, athlete.name, at=at, progress=progress)
    order = store.source_order(athlete.name).sources
    seal = find_seal(store, athlete, on)
    found = distinct(list(_measured(store, athlete, order)), order)
    efforts = _efforts(store, athlete, found)
    outings = tuple(_shown(one, seal, efforts) for one in found)
    life = tuple(day for kept in store.life_days(athlete.name) for day in kept.noun.days)
    return History(athlete, on, outings, life, _own_best(store, athlete, outings, seal), order)


def distinct(found: Sequence[Outing], order: Sequence[str] = ()) -> tuple[Outing, ...]:
    """Return each activity once: files whose times overlap by more than half of the shorter tell of the same one.

    Of several the one that knows contact times counts, then the device that is believed first, then the one with
    most devices, then the one whose distance is most to be trusted.
    """
    groups: list[list[Outing]] = []
    for one in sorted(found, key=lambda one: (one.summary.started, one.stored.id)):
        near = next((group for group in reversed(groups[-4:]) if _overlap(group[0].summary, one.summary)), None)
        if near is None:
            groups.append([one])
        else:
            near.append(one)
    return tuple(_merged(group, order) for group in groups)


def veiled(summary: OutingSummary) -> OutingSummary:
    """Return what may be seen of an activity whose speeds are sealed: how long it was, and how hard."""
    sealed = Missing("sealed until the check")
    return replace(summary, distance=None, metres_by_speed=(), top_speed=sealed, fastest=(), steps=sealed, notes=())


def _measured(store: Store, athlete: Athlete, order: Sequence[str]) -> Iterator[Outing]:
    filed = store.activities(athlete.name)
    ids = {one.id: outing_making(one.id, order).id for one in filed}
    results = store.known_results(list(ids.values()))
    for one in filed:
        result = results.get(ids[one.id])
        if result is not None and isinstance(result.noun, OutingSummary):
            yield Outing(one, result.noun)


def _shown(one: Outing, seal: Seal | None, efforts: Mapping[date, float]) -> Outing:
    summary = one.summary
    if summary.effort is None and summary.on in efforts:
        summary = replace(summary, effort=efforts[summary.on])
    if seal is not None and seal.hides(one.stored):
        return replace(one, summary=veiled(summary), until=seal.until)
    return replace(one, summary=summary)


def _efforts(store: Store, athlete: Athlete, found: Iterable[Outing]) -> Mapping[date, float]:
    """Return the effort that was logged on days with one entry and one activity: then it is clear what it speaks of."""
    told: dict[date, list[float]] = {}
    for entry in store.log(athlete.name):
        if entry.rpe is not None:
            told.setdefault(entry.on, []).append(entry.rpe)
    days = Counter(one.summary.on for one in found)
    return {on: efforts[0] for on, efforts in told.items() if len(efforts) == 1 and days[on] == 1}


def _own_best(store: Store, athlete: Athlete, outings: Iterable[Outing], seal: Seal | None) -> float | None:
    speeds = [one.summary.top_speed for one in outings if one.until is None]
    best = [one.value for one in speeds if isinstance(one, Estimate)]
    for kept in store.results(SPRINT, athlete=athlete.name):
        if isinstance(kept.noun, Analysis) and kept.noun.on is not None:
            value = kept.noun.values.get("mss")
            if isinstance(value, Estimate) and (seal is None or kept.noun.on < seal.since):
                best.append(value.value)
    return max(best, default=None)


def _overlap(one: OutingSummary, other: OutingSummary) -> bool:
    begin = max(one.started, other.started)
    end = min(one.started + timedelta(seconds=one.duration), other.started + timedelta(seconds=other.duration))
    shorter = min(one.duration, other.duration)
    return shorter > 0.0 and (end - begin).total_seconds() > 0.5 * shorter


def _merged(group: Sequence[Outing], order: Sequence[str]) -> Outing:
    if len(group) == 1:
        return group[0]
    best = min(group, key=lambda one: _rank(one, order))
    also = tuple(sorted(one.stored.noun.origin.file_name for one in group if one is not best))
    efforts = [one.summary.effort for one in group if one.summary.effort is not None]
    summary = replace(best.summary, effort=efforts[0]) if best.summary.effort is None and efforts else best.summary
    return replace(best, summary=summary, also=also)


def _rank(one: Outing, order: Sequence[str]) -> tuple[bool, int, int, int, str]:
    steps = one.summary.steps
    contacts = not isinstance(steps, Missing) and steps.has_contacts
    known = [source.casefold() for source in one.stored.noun.sources]
    believed = next((place for place, source in enumerate(order) if source.casefold() in known), len(order))
    return not contacts, believed, -len(known), list(DistanceFrom).index(one.summary.distance_from), one.stored.id
