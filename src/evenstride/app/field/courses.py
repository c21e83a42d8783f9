"""Use case: what every field test of an athlete has shown, in words."""

from __future__ import annotations

from datetime import date

from evenstride.app.blocks.sealed import open_recordings
from evenstride.app.observe import Measured, measure_stored
from evenstride.app.people import choose_athlete
from evenstride.core.athlete import Athlete
from evenstride.core.field_course import FieldCourse
from evenstride.core.overview import Voices
from evenstride.core.protocol import protocols
from evenstride.store import Store
from evenstride.words import say_course


def courses_of(store: Store, name: str | None, *, on: date) -> tuple[Athlete, tuple[tuple[FieldCourse, Voices], ...]]:
    """Return every field test of an athlete up to and with a day, in words."""
    athlete = choose_athlete(store, name)
    measured = measure_stored(open_recordings(store, athlete, on), until=on)
    return athlete, describe_courses(athlete, measured, on=on)


def sides_of(store: Store, name: str | None, *, on: date) -> tuple[FieldCourse, ...]:
    """Return the field tests of an athlete, for what they say of left and right."""
    return tuple(course for course, _ in courses_of(store, name, on=on)[1])


def describe_courses(athlete: Athlete, measured: Measured, *, on: date) -> tuple[tuple[FieldCourse, Voices], ...]:
    """Put every field test into words."""
    age, known = athlete.least_age_on(on), protocols()
    return tuple((one, say_course(one, known[one.test], today=on, age=age)) for one in measured.courses)
