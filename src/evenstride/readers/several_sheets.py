"""Several sheets of one workbook: each that fits a format is read by it, what stands twice counts once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from evenstride.core.athlete import athlete_key
from evenstride.core.errors import InputError
from evenstride.core.recording import LEFT_OUT, FieldTest, Recording, Splits
from evenstride.readers.contract import Contents, Defaults, Format, Source
from evenstride.readers.values import shorten


def read_together(
    sources: Sequence[Source], choose: Callable[[Source], Format], defaults: Defaults
) -> tuple[tuple[tuple[str, tuple[Recording, ...]], ...], tuple[str, ...]]:
    """Return the recordings of each sheet with its format, and the sentences on how all were understood.

    Parameters
    ----------
    sources : sequence of Source
        The sheets in their order; a file that is no workbook is one.
    choose : callable
        Decides the format of a sheet; `InputError` where it has none.
    defaults : Defaults
        What the person said about the file.

    Raises
    ------
    InputError
        If no sheet fits a format (as for the first of them), or one that does holds something that cannot be read.
    """
    if len(sources) == 1:
        form = choose(sources[0])
        contents = form.read(sources[0], defaults)
        return ((form.NAME, contents.recordings),), contents.interpretation
    parts: list[tuple[str, tuple[Recording, ...]]] = []
    notes: list[str] = []
    passed: list[tuple[str, InputError]] = []
    seen: set[tuple[object, ...]] = set()
    for source in sources:
        try:
            form = choose(source)
        except InputError as problem:
            passed.append((source.sheet, problem))
            continue
        contents = _of_sheet(source, form, defaults, first=source is sources[0])
        fresh = tuple(one for one in contents.recordings if _facts(one) not in seen)
        seen |= {_facts(one) for one in fresh}
        parts.append((form.NAME, fresh))
        notes += contents.interpretation
        if twice := len(contents.recordings) - len(fresh):
            notes.append(f"{LEFT_OUT}: {twice} on the sheet '{shorten(source.sheet)}', on a sheet before it already.")
    if not parts:
        raise passed[0][1]
    notes += [f"{LEFT_OUT}: the sheet '{shorten(name)}', which is none of the known tables." for name, _ in passed]
    return tuple(parts), tuple(notes)


def _of_sheet(source: Source, form: Format, defaults: Defaults, *, first: bool) -> Contents:
    """Read one sheet; places in all but the first say which sheet they mean."""
    sheet = f"sheet '{shorten(source.sheet)}'"
    try:
        contents = form.read(source, defaults)
    except InputError as problem:
        place = ", ".join(part for part in (sheet, problem.place) if part)
        raise InputError(problem.what, place=place, why=problem.why, remedy=problem.remedy) from None
    told = tuple(_named(sentence, sheet) for sentence in contents.interpretation)
    if first:
        return Contents(contents.recordings, told)
    placed = (
        replace(one, origin=replace(one.origin, place=f"{sheet}, {one.origin.place}")) for one in contents.recordings
    )
    return Contents(tuple(placed), told)


def _named(sentence: str, sheet: str) -> str:
    if sentence.startswith(f"{LEFT_OUT}: "):
        return f"{LEFT_OUT}: {sheet}, {sentence.removeprefix(f'{LEFT_OUT}: ')}"
    return f"{sheet[0].upper()}{sheet[1:]}: {sentence[0].lower()}{sentence[1:]}"


def _facts(one: Recording) -> tuple[object, ...]:
    """Return what makes two recordings the same measurement: who, when and every value of splits and field tests."""
    who = (type(one).__name__, athlete_key(one.athlete), one.on)
    match one:
        case Splits():
            return (*who, tuple(one.distances.tolist()), tuple(one.times.tolist()))
        case FieldTest():
            return (*who, one.test, one.side, one.trials, one.pairs)
        case _:
            return (*who, id(one))
