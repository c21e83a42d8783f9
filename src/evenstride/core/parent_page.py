"""What a parent asks of a runner: growing, hurting, rested, still fun; facts that were told, and what to ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from evenstride.core.athlete import Athlete


@dataclass(frozen=True, slots=True)
class ParentAnswer:
    """One question with what was told.

    Attributes
    ----------
    question : str
        In two or three words.
    facts : tuple of str
        What was told or measured, in sentences; where nothing was, that.
    ask : str
        What to ask or do next; empty where nothing is.
    """

    question: str
    facts: tuple[str, ...]
    ask: str = ""


@dataclass(frozen=True, slots=True)
class ParentPage:
    """The page of one runner for a parent: no limit, no comparison with others, no norm.

    Attributes
    ----------
    said : str
        The parent's sentence on the last answer; empty where none was made under sixteen.
    stop : str
        What follows instead of training where something stops it; empty otherwise.
    """

    athlete: Athlete
    on: date
    answers: tuple[ParentAnswer, ...]
    said: str = ""
    stop: str = ""
