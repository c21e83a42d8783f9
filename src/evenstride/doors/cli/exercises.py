"""The catalogue of exercises."""

from __future__ import annotations

from enum import StrEnum
from itertools import groupby
from typing import Annotated, TypeVar

import typer

from evenstride.core.errors import InputError
from evenstride.doors.cli.options import Json
from evenstride.doors.cli.output import print_json, remark, say

Choice = TypeVar("Choice", bound=StrEnum)

NOTHING = "none"


def exercises(
    code: Annotated[str | None, typer.Argument(help="Code or name of one exercise, e.g. nordic_lowering.")] = None,
    role: Annotated[str | None, typer.Option(help="push, swing, support or timing.")] = None,
    quality: Annotated[
        str | None, typer.Option(help="What it builds, e.g. synchronicity, or its first letters.")
    ] = None,
    family: Annotated[str | None, typer.Option(help="A family, e.g. isometrics.")] = None,
    kit: Annotated[str | None, typer.Option(help="All you have, e.g. band,box; none for nothing.")] = None,
    without_pain: Annotated[
        list[str] | None, typer.Option(help="A place whose load stays out, e.g. hamstring; may be repeated.")
    ] = None,
    level: Annotated[str | None, typer.Option(help="beginner, recreational or trained.")] = None,
    age: Annotated[int | None, typer.Option(help="Age in years.", min=0, max=120)] = None,
    impact: Annotated[str | None, typer.Option(help="Most impact: none, low, moderate or high.")] = None,
    as_json: Json = False,
) -> None:
    """Look up exercises: by what they train, what you have, and what must not be loaded."""
    from evenstride.app.planning.exercises import (
        ExerciseWish,
        describe_exercise,
        describe_needs,
        find_exercise,
        find_exercises,
    )
    from evenstride.core.athlete import Level
    from evenstride.core.exercise import Impact, Quality
    from evenstride.core.roles import Role

    if code is not None:
        one = find_exercise(code)
        if as_json:
            print_json(one)
            return
        say(*describe_exercise(one))
        return
    found = find_exercises(
        ExerciseWish(
            role=_choose(role, Role, "--role"),
            quality=_choose(quality, Quality, "--quality"),
            family=family,
            kit=_kit(kit),
            pains=tuple(without_pain or ()),
            level=_choose(level, Level, "--level"),
            age=age,
            impact=_choose(impact, Impact, "--impact"),
        )
    )
    if as_json:
        print_json(found)
        return
    for name, members in groupby(found, key=lambda one: one.family):
        say(f"{name}:")
        say(*(f"  {one.code:<24} {one.name}; needs {describe_needs(one)}, impact {one.impact}" for one in members))
    remark(f"{len(found)} exercise{'' if len(found) == 1 else 's'}. One of them: evenstride exercises CODE")


def _kit(text: str | None) -> tuple[str, ...] | None:
    if text is None:
        return None
    words = tuple(word.strip() for word in text.split(",") if word.strip())
    return () if words == (NOTHING,) else words


def _choose(text: str | None, of: type[Choice], option: str) -> Choice | None:
    """Read a word or its first letters."""
    if text is None:
        return None
    said = " ".join(text.casefold().split())
    fits = [one for one in of if one.value == said] or [one for one in of if said and one.value.startswith(said)]
    if len(fits) != 1:
        raise InputError(f"'{text}' is not one of them", place=option, remedy=f"Write one of: {', '.join(of)}")
    return fits[0]


COMMANDS = {"exercises": exercises}
