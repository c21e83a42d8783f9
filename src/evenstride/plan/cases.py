"""Whom a session is for: the conditions that blueprints and their blocks name with `when`, each a word in the data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from evenstride.core.athlete import Level
from evenstride.core.plan import Request
from evenstride.core.training import Phase, Practice
from evenstride.plan.body import tissues_of
from evenstride.plan.kit import owned_kit
from evenstride.plan.limits import INJURY_DAYS, PLAY_ONLY_BELOW, YOUNG_BELOW, is_masters

GROWN = 18
"""Age from which adult-only work is offered (care.md: sprint endurance, assisted runs, aggressive blocks)."""


def is_adult(request: Request) -> bool:
    """Whether the athlete is grown up; without a known age they count as grown up."""
    return request.age is None or request.age >= GROWN


def is_young(request: Request) -> bool:
    """Whether the athlete is between the age of play cards and the age of grown-up training: 12 to 15."""
    return request.age is not None and PLAY_ONLY_BELOW <= request.age < YOUNG_BELOW


def is_child(request: Request) -> bool:
    """Whether the athlete is under twelve: play cards only."""
    return request.age is not None and request.age < PLAY_ONLY_BELOW


def races_long(request: Request) -> bool:
    """Whether sprint endurance is open: a trained adult who races 200 or 400 m."""
    return request.long_races and request.level is Level.TRAINED and is_adult(request) and not is_masters(request)


def may_be_assisted(request: Request) -> bool:
    """Whether assisted runs are open: a trained adult whose hamstrings have been quiet for twelve weeks."""
    first = request.start - timedelta(days=INJURY_DAYS)
    told = [*request.pains, *(pain for entry in request.log if entry.on >= first for pain in entry.pains)]
    hurt = any(pain.level > 0 and "hamstring" in tissues_of(pain.place) for pain in told)
    returning = request.come_back is not None and "hamstring" in tissues_of(request.come_back.place)
    return request.level is Level.TRAINED and is_adult(request) and not is_masters(request) and not (hurt or returning)


def sprints_on_a_bike(request: Request) -> bool:
    """Whether sprints on a bike are open: cyclists, and masters with a bike in place of part of the running."""
    with_bike = "bike" in owned_kit(request.kit)
    return is_adult(request) and with_bike and (request.practice is Practice.CYCLING or is_masters(request))


def runs_fast(request: Request) -> bool:
    """Whether ordinary speed sessions are the athlete's; age and health are for the rules to weigh."""
    return request.practice is not Practice.CYCLING


def trains_endurance(request: Request) -> bool:
    """Whether intervals and tempo are the athlete's: endurance, team sport or cycling."""
    return request.practice is not Practice.SPRINT


WHEN: Mapping[str, Callable[[Request], bool]] = {
    "runs fast": runs_fast,
    "endurance": trains_endurance,
    "tempo": lambda request: trains_endurance(request) or races_long(request),
    "races long": races_long,
    "may be assisted": may_be_assisted,
    "sprints on a bike": sprints_on_a_bike,
    "cycling": lambda request: request.practice is Practice.CYCLING,
    "masters": is_masters,
    "young": is_young,
    "comes back": lambda request: request.come_back is not None,
    "tapers": lambda request: Phase.TAPER in request.phases,
}
"""Word of the data → condition."""


def holds(words: tuple[str, ...], request: Request) -> bool:
    """Whether every condition of a blueprint or a block holds for a request.

    Examples
    --------
    >>> from datetime import date
    >>> holds(("runs fast",), Request(date(2026, 1, 5), 1, Level.TRAINED, {}, practice=Practice.CYCLING))
    False
    """
    return all(WHEN[word](request) for word in words)
