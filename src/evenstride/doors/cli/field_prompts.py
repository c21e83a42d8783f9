"""Questions at the terminal for one field test: what options left open is asked, trial by trial."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from evenstride.core.errors import InputError
from evenstride.core.protocol import MOST_TRIALS, FieldProtocol
from evenstride.core.roles import Side

if TYPE_CHECKING:
    from evenstride.app.reading.sheets import TypedTest


def ask_test(typed: TypedTest) -> TypedTest:
    """Fill in what options left open: which test, how it is set up, then side by side until two trials agree.

    Raises
    ------
    InputError
        Without a terminal, if something needed was not given.
    """
    from evenstride.app.field.day import find_test

    if not typed.test:
        typed = replace(typed, test=_ask("Which test (evenstride how lists them)?", "--test"))
    protocol = find_test(typed.test)
    typed = replace(typed, test=protocol.id)
    if not typed.trials:
        typed = _ask_trials(typed, protocol)
    elif not typed.unit and len(protocol.raw_units) > 1 and not _are_pairs(typed):
        raise InputError(
            f"the trials of {protocol.id} have no unit",
            place="--unit",
            remedy=f"One of: {', '.join(protocol.raw_units)}",
        )
    _require_sides(typed, protocol)
    return typed


def bytes_of(source: Path) -> bytes:
    """Return what a sheet holds, or say why not."""
    from evenstride.app.reading.files import bytes_of_file

    return bytes_of_file(source)


def extra_of(text: str) -> tuple[str, str]:
    """Read a further quantity such as `feel=7`."""
    name, equals, value = text.partition("=")
    if not equals or not name.strip() or not value.strip():
        raise InputError(f"'{text}' is no further quantity", place="--extra", remedy="Write NAME=VALUE, e.g. feel=7")
    return name.strip(), value.strip()


def _ask_trials(typed: TypedTest, protocol: FieldProtocol) -> TypedTest:
    unit = typed.unit or _ask(f"Unit ({', '.join(protocol.raw_units)})?", "--unit", default=protocol.sheet_unit)
    typed = replace(typed, unit=unit)
    if protocol.uses_scale:
        typed = replace(
            typed,
            lever=typed.lever or (_ask("Lever, hip joint to strap, in cm?", "--lever") if protocol.needs_lever else ""),
            mass=typed.mass or _ask("Body mass in kg?", "--mass"),
            scale_capacity=typed.scale_capacity or _ask("Where does the scale end, in kg?", "--scale-capacity"),
        )
    typed = replace(typed, shoes=typed.shoes or _ask("Shoes (empty to leave out)?", "--shoes", default=""))
    trials: dict[Side | None, tuple[str, ...]] = {}
    for side in (Side.LEFT, Side.RIGHT) if protocol.sided else (None,):
        trials[side] = _ask_side(side, protocol)
    pain = typed.pain or _ask("Pain during the test, 0 to 10?", "--pain", default="0")
    return replace(typed, trials={side: given for side, given in trials.items() if given}, pain=pain)


def _ask_side(side: Side | None, protocol: FieldProtocol) -> tuple[str, ...]:
    """Ask for trials until there are enough and the best two agree, or nothing is given, five at most."""
    from evenstride.app.field.entry import wants_another_trial

    given: list[str] = []
    values: list[float] = []
    while len(given) < MOST_TRIALS:
        enough = len(values) >= protocol.trials and not wants_another_trial(protocol.id, values)
        if enough:
            break
        again = (
            " (the best two differ by more than 5 %; empty if there is no more)"
            if len(values) >= protocol.trials
            else ""
        )
        which = "" if side is None else f"{side.value}, "
        text = _ask(f"{which}trial {len(given) + 1}{again}?".capitalize(), "--trial", default="")
        if not text:
            break
        value = _number(text)
        if value is None:
            typer.echo(f"'{text}' is not a number above zero; write digits with one decimal point or comma.", err=True)
            continue
        given.append(text)
        values.append(value)
    return tuple(given)


def _are_pairs(typed: TypedTest) -> bool:
    """Whether every trial is a pair of times, which are in s unless told otherwise."""
    return all("/" in trial for trials in typed.trials.values() for trial in trials)


def _number(text: str) -> float | None:
    """Return a trial as a number for the question whether another is wanted; the reader judges it properly."""
    try:
        value = float(text.split("/")[0].replace(",", "."))
    except ValueError:
        return None
    return value if value > 0.0 else None


def _require_sides(typed: TypedTest, protocol: FieldProtocol) -> None:
    if not typed.trials:
        raise InputError(f"test {protocol.id} has no trial", remedy="Give --trial, or --left and --right")
    if protocol.sided and None in typed.trials:
        raise InputError(
            f"test {protocol.id} needs a side",
            why="It is made with one leg at a time",
            remedy="Give --left and --right",
        )
    if not protocol.sided and set(typed.trials) != {None}:
        raise InputError(
            f"test {protocol.id} has no side", why="It is made with both legs together", remedy="Give --trial"
        )


def _ask(question: str, option: str, *, default: str | None = None) -> str:
    if not sys.stdin.isatty():
        raise InputError("there is no terminal to ask at", why=f"Not answered: {question}", remedy=f"Give {option}")
    shown = default is not None and default != ""
    return str(typer.prompt(question, default="" if default is None else default, show_default=shown)).strip()
