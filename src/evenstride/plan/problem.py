"""The planner's question as a model: one Boolean per day and session template, filled by the rules.

Rules speak to it in four verbs: `forbid` (a template may not stand on a day), `add` (a linear constraint),
`penalise` (a soft wish on one of the strict levels of `Aim`) and `stop` (no plan at all, only a sentence).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from enum import IntEnum
from typing import Any

from evenstride.core.plan import SPEED_KINDS, Kind, Request
from evenstride.core.training import SportLoad
from evenstride.plan.history import past_kinds
from evenstride.plan.templates import REST, Template, prepare_templates

Where = Callable[[Template], bool]
HARD_KINDS = tuple(kind for kind in Kind if kind.is_hard)
DAYS_IN_WEEK = 7


class Aim(IntEnum):
    """Levels of the objective in strict order: a lower one never pays for a higher one."""

    KEEP = 0
    WEEK = 1
    EMPHASIS = 2
    VARIETY = 3
    DOSE = 4
    JOY = 5
    TIE = 6


class Problem:
    """Variables and constraints of one plan. Days count from the plan's first day; logged days come before `days`.

    Training already logged for the first day uses that day up: it then belongs to the past. `also` are sessions that
    may be chosen beside the athlete's templates, such as those of a week to be weighed.
    """

    def __init__(self, request: Request, also: Sequence[Template] = ()) -> None:
        from ortools.sat.python import cp_model

        self.request = request
        self.model: Any = cp_model.CpModel()
        self.templates = (*prepare_templates(request), *also)
        self.aims: dict[Aim, list[Any]] = {aim: [] for aim in Aim}
        self.stopped = ""
        self.past = {(day - request.start).days: kinds for day, kinds in past_kinds(request).items()}
        self.sport = {(day - request.start).days: one.load for day, one in request.sport.items()}
        self.days = range(int(0 in self.past), DAYS_IN_WEEK * request.weeks)
        self.x = {
            (day, number): self.model.new_bool_var(f"{day}:{template.code}")
            for day in self.days
            for number, template in enumerate(self.templates)
        }
        self.switch: Any = None
        """Literal under which constraints are added; None adds them for good."""
        self._kind = {(day, kind): self._kind_variable(day, kind) for day in self.days for kind in Kind}
        for day in self.days:
            self._shape_day(day)

    def _kind_variable(self, day: int, kind: Kind) -> Any:
        chosen = self.model.new_bool_var(f"{day}:{kind}")
        self.model.add(sum(self.chosen(day, lambda template: template.kind is kind)) == chosen)
        return chosen

    def _shape_day(self, day: int) -> None:
        """One session a day, or a speed session followed by strength."""
        others = [self._kind[day, kind] for kind in Kind if not kind.is_speed and kind is not Kind.STRENGTH]
        strength, speed = self._kind[day, Kind.STRENGTH], self.is_kind(day, *SPEED_KINDS)
        self.model.add(sum(others) + speed <= 1)
        self.model.add(sum(others) + strength <= 1)
        self.model.add(sum(others) + speed + strength >= 1)

    @property
    def weeks(self) -> tuple[range, ...]:
        """Days of each plan week, a first day that is used up included."""
        return tuple(range(DAYS_IN_WEEK * week, DAYS_IN_WEEK * (week + 1)) for week in range(self.request.weeks))

    def date(self, day: int) -> date:
        """Return the date of a day number."""
        return self.request.start + timedelta(days=day)

    def chosen(self, day: int, where: Where) -> list[Any]:
        """Return the literals of a day's templates that answer a description."""
        return [self.x[day, number] for number, template in enumerate(self.templates) if where(template)]

    def is_kind(self, day: int, *kinds: Kind) -> Any:
        """Return how many sessions of these kinds a day holds; a number for logged days."""
        if day not in self.days:
            return int(not set(kinds).isdisjoint(self.past.get(day, ())))
        return sum(self._kind[day, kind] for kind in kinds)

    def speed(self, day: int) -> Any:
        """Return whether a day holds fast running: a speed session, planned or logged, or a match."""
        return int(self.is_match(day)) or self.is_kind(day, *SPEED_KINDS)

    def trains(self, day: int) -> Any:
        """Return whether a day holds any training, planned or logged, or sport of one's own."""
        if day not in self.days:
            return int(day in self.past)
        return int(day in self.sport) or 1 - self._kind[day, Kind.REST]

    def is_hard(self, day: int) -> Any:
        """Return whether a day holds a hard session, planned or logged, or hard sport."""
        if self.is_hard_sport(day):
            return 1
        if day not in self.days:
            return self.is_kind(day, *HARD_KINDS)
        return self.at_least_one(self.is_kind(day, *HARD_KINDS), 2)

    def is_match(self, day: int) -> bool:
        """Whether a day of the plan holds a match, a first day that is used up included."""
        return self.sport.get(day) is SportLoad.MATCH

    def is_hard_sport(self, day: int) -> bool:
        """Whether a day of the plan holds hard sport, matches and a first day that is used up included."""
        return self.sport.get(day) in (SportLoad.HARD, SportLoad.MATCH)

    def total(self, days: Iterable[int], amount: Callable[[Template], int]) -> Any:
        """Return the sum of an amount over the sessions chosen for some days."""
        amounts = [(number, value) for number, template in enumerate(self.templates) if (value := amount(template))]
        return sum(value * self.x[day, number] for day in days if day in self.days for number, value in amounts)

    def forbid(self, where: Where, *, days: Iterable[int] | None = None) -> None:
        """Keep templates off some days, off all of them when none are given; rest is never forbidden."""
        chosen = self.days if days is None else tuple(days)
        for number, template in enumerate(self.templates):
            if template is not REST and where(template):
                self.add(sum(self.x[day, number] for day in chosen) == 0)

    def add(self, constraint: Any) -> None:
        """Add a linear constraint of the rule at work; one without a choice, fixed by log and sport, is passed over."""
        if isinstance(constraint, bool):
            return
        added = self.model.add(constraint)
        if self.switch is not None:
            added.only_enforce_if(self.switch)

    def stop(self, sentence: str) -> None:
        """Give no plan at all, only this sentence."""
        self.stopped = sentence

    def penalise(self, aim: Aim, amount: Any, weight: int = 1) -> None:
        """Count an amount against the plan on one level."""
        self.aims[aim].append(weight * amount)

    def keep(self, levels: Sequence[Any], solver: Any, *, placing: bool) -> None:
        """Keep what a solver has reached: the value of each level, and the days of rest and of hard sessions or not."""
        for level in levels:
            self.model.add(level <= solver.value(level))
        for (_, kind), literal in self._kind.items():
            if placing and kind in (Kind.REST, *HARD_KINDS):
                self.model.add(literal == solver.value(literal))

    def excess(self, amount: Any, most: int, *, upper: int = 10_000) -> Any:
        """Return a variable that is at least `amount - most` and never negative."""
        over = self.model.new_int_var(0, upper, "")
        self.model.add(over >= amount - most)
        return over

    def at_least_one(self, amount: Any, upper: int) -> Any:
        """Return a literal that is true exactly when a count from 0 to `upper` is at least 1."""
        literal = self.model.new_bool_var("")
        self.model.add(amount >= literal)
        self.model.add(amount <= upper * literal)
        return literal


def loads(template: Template, tissues: Iterable[str]) -> bool:
    """Whether any exercise of a session loads one of these tissues."""
    return any(not set(tissues).isdisjoint(item.exercise.loads) for item in template.prescriptions)
