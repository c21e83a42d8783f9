"""Which field tests must wait: something hurts that they load, or has not been quiet for long enough."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from evenstride.core.athlete import Athlete
from evenstride.core.log import Pain
from evenstride.core.plan import Request
from evenstride.core.protocol import PAIN_ENDS, FieldProtocol, protocols
from evenstride.plan.body import TISSUES, pain_levels, tissues_of
from evenstride.store import Store


def tests_that_wait(store: Store, athlete: Athlete, on: date) -> Mapping[str, str]:
    """Return the ids of the tests that may not be done on a day, each with why, in words.

    Notes
    -----
    A pain counts as long as it does for the planner (`plan.body.pain_levels`), from the level that ends a test; the
    weeks that a place must have been quiet are those of the protocol.
    """
    tests = protocols().values()
    longest = max((weeks for test in tests for weeks in test.calm_weeks.values()), default=0)
    since = on - max(timedelta(weeks=longest), timedelta(days=28))
    log = store.log(athlete.name, since=since, until=on + timedelta(days=1))
    levels = pain_levels(Request(on, 1, athlete.level, {}, log=log))
    hurting = {tissue for tissue, level in levels.items() if level > PAIN_ENDS}
    told = [(entry.on, pain) for entry in log for pain in entry.pains if pain.level > 0]
    found = {test.id: _why(told, hurting & _loaded(test)) or _not_calm(told, test, on) for test in tests}
    return {test: why for test, why in found.items() if why}


def _loaded(test: FieldProtocol) -> set[str]:
    named = [(place,) if place in TISSUES else tissues_of(place) for place in test.loads]
    return {tissue for tissues in named for tissue in tissues} or set(TISSUES)


def _why(told: Sequence[tuple[date, Pain]], hurting: set[str]) -> str:
    """Return the newest pain among the tissues that hurt, empty where none does."""
    of_it = [pain for _, pain in told if hurting & set(tissues_of(pain.place))]
    return _say(of_it[-1]) if of_it else ""


def _not_calm(told: Sequence[tuple[date, Pain]], test: FieldProtocol, on: date) -> str:
    return next(_recent(told, test, on), "")


def _recent(told: Sequence[tuple[date, Pain]], test: FieldProtocol, on: date) -> Iterator[str]:
    for place, weeks in test.calm_weeks.items():
        for day, pain in reversed(told):
            if pain.level > PAIN_ENDS and on - day <= timedelta(weeks=weeks) and _same_place(place, pain):
                yield f"{_say(pain)} on {day}, and {weeks} quiet weeks come first"


def _same_place(place: str, pain: Pain) -> bool:
    return bool(set(tissues_of(place)) & set(tissues_of(pain.place)))


def _say(pain: Pain) -> str:
    side = f"{pain.side} " if pain.side else ""
    return f"{side}{pain.place} {pain.level} of 10"
