"""The person: who they are, what they answered at the start, and the body as dated facts."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from evenstride.core.errors import InputError

_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})
"""Letters whose accent cannot be taken off, and what they are looked up under."""

MASTERS_AGE = 35
"""Age from which an athlete counts as a masters athlete (World Masters Athletics entry age)."""

LIMIT_VERDICT_AGE = 16
"""No limit verdict below this age: growth reads as "swing falling behind" (diagnosis_logic.md §2)."""

MASS_RANGE = (10.0, 300.0)
HEIGHT_RANGE = (0.5, 2.6)
"""Body mass in kg and height in m outside of which a unit is wrong (judgement)."""


class Level(StrEnum):
    """Training background, which scales doses."""

    BEGINNER = "beginner"
    RECREATIONAL = "recreational"
    TRAINED = "trained"


class Lacking(StrEnum):
    """Where the athlete feels their speed is lacking."""

    START = "start"
    TOP = "top"
    END = "end"
    STUCK = "stays the same"
    HURTS = "hurts"
    NOT_FUN = "not fun"


@dataclass(frozen=True, slots=True)
class Anthropometrics:
    """Body measures on one day, because they change. Mass in kg, height and leg length in m."""

    on: date | None = None
    mass: float | None = None
    height: float | None = None
    leg_length: float | None = None


def plausible_body(mass: float | None, height: float | None, *, mark: str = "") -> Anthropometrics:
    """Return mass (kg) and height (m) as a body; `mark` stands before the names of the two where they were given.

    Raises
    ------
    InputError
        If one of them is not a person's, as centimetres are not.

    Examples
    --------
    >>> plausible_body(75.0, 1.8).height
    1.8
    """
    for what, value, (low, high), unit in (("mass", mass, MASS_RANGE, "kg"), ("height", height, HEIGHT_RANGE, "m")):
        if value is not None and not low <= value <= high:
            raise InputError(
                f"{value:g} {unit} is not a person's",
                place=f"{mark}{what}",
                remedy=f"Give a value from {low:g} to {high:g} {unit}",
            )
    return Anthropometrics(mass=mass, height=height)


@dataclass(frozen=True, slots=True)
class Readiness:
    """Answers to the questions before the first maximal run; True means yes (care.md)."""

    heart: bool = False
    chest_pain: bool = False
    fainting: bool = False
    joint: bool = False
    medication: bool = False
    pregnancy: bool = False
    inactive_three_months: bool = False

    @property
    def any_yes(self) -> bool:
        """Whether any answer asks for an easy plan and a doctor's word first."""
        return any(getattr(self, name) for name in self.__slots__)


@dataclass(frozen=True, slots=True)
class Intake:
    """The five things asked at first start."""

    on: date
    lacking: tuple[Lacking, ...] = ()
    lacking_words: str = ""
    goal: str = ""
    days: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)
    """Weekdays available, Monday 0."""
    minutes: int = 60
    kit: tuple[str, ...] = ()
    readiness: Readiness | None = None
    enjoys: str = ""


@dataclass(frozen=True, slots=True)
class Athlete:
    """A person whose running is measured.

    `name` identifies the athlete within one database, compared without regard to case or spacing (`key`).
    `simulated` athletes are labelled wherever they appear.
    """

    name: str
    birth_year: int | None = None
    level: Level = Level.RECREATIONAL
    simulated: bool = False
    intake: Intake | None = None

    @property
    def key(self) -> str:
        """The name without case and superfluous spaces."""
        return athlete_key(self.name)

    def age_on(self, day: date) -> int | None:
        """Age in whole years reached in that calendar year, or None when the birth year is unknown."""
        return None if self.birth_year is None else day.year - self.birth_year

    def least_age_on(self, day: date) -> int | None:
        """The youngest the athlete can be on a day, the birthday still to come: for rules that protect the young."""
        age = self.age_on(day)
        return None if age is None else age - 1

    def is_masters(self, day: date) -> bool:
        """Whether the masters rules apply on a day."""
        age = self.age_on(day)
        return age is not None and age >= MASTERS_AGE


def name_order(name: str) -> tuple[str, str]:
    """Return what sorts names as people look them up: without case and accents, these only to settle a draw.

    Examples
    --------
    >>> sorted(["Tom", "Ömer", "øyvind", "Zoë", "Ola", "Émile"], key=name_order)
    ['Émile', 'Ola', 'Ömer', 'øyvind', 'Tom', 'Zoë']
    """
    key = athlete_key(name)
    plain = unicodedata.normalize("NFKD", key).translate(_LETTERS)
    return "".join(char for char in plain if not unicodedata.combining(char)), key


def athlete_key(name: str) -> str:
    """Return the form of a name by which athletes are told apart.

    Examples
    --------
    >>> athlete_key("  Noa  Keller ")
    'noa keller'
    """
    return " ".join(name.split()).casefold()
