"""Use case: the years of birth a file tells, kept with the athletes; what an athlete told is never written over."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from evenstride.app.wiring import local_day
from evenstride.core.athlete import LIMIT_VERDICT_AGE
from evenstride.core.recording import Reading
from evenstride.store import Store
from evenstride.words import say_births, say_other_birth


def keep_births(store: Store, reading: Reading, *, at: datetime) -> tuple[str, ...]:
    """Keep the years of birth of a file whose athletes are in the store; return what to say of them."""
    kept: list[str] = []
    young: list[str] = []
    others: list[str] = []
    for name, year in reading.born:
        athlete = store.athlete(name)
        if athlete.birth_year is None:
            born = replace(athlete, birth_year=year)
            store.save_athlete(born, saved_at=at)
            kept.append(born.name)
            age = born.least_age_on(local_day(at))
            if age is not None and age < LIMIT_VERDICT_AGE:
                young.append(born.name)
        elif athlete.birth_year != year:
            others.append(say_other_birth(athlete.name, told=athlete.birth_year, read=year))
    return (*others, *say_births(kept, young))
