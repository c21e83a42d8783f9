"""Headings that somebody named: a table under the names that are known, refusals, and what a heading may mean."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

from evenstride.core.column_mapping import LEFT_OUT, ColumnMapping, KnownColumn, heading_key
from evenstride.core.errors import InputError
from evenstride.core.units import canonical, si_unit
from evenstride.readers.columns import FIELDS, gate, meaning, plain, split_unit, tail_unit
from evenstride.readers.table import Table
from evenstride.readers.values import shorten

GATE = "gate"
"""What a gate is called where its distance is said beside it."""

SAYS: Mapping[str, str] = {
    "athlete": "who ran", "date": "the day", "label": "name of the run", "distance": "distance of the gate",
    "time": "time since the start", "speed": "speed", "mass": "body mass", "height": "body height",
    "reaction_time": "reaction time within the times", "device": "what measured", "timing_sd": "error of one time",
    "fps": "frames a second", "wind": "wind, tailwind positive", "start": "standing, block or flying",
    "surface": "what was run on", "side": "left or right", "touchdown": "time the foot lands",
    "toe_off": "time the foot leaves the ground", "test": "field test, such as P2", "unit": "unit of the trials",
    "rater": "who coded the clip", "lever": "hip joint to strap", "version": "version of the test", "shoes": "shoes",
    "kit": "equipment", "scale_capacity": "where the scale ends", "pain": "pain 0 to 10", "leg_length": "leg length",
    "checked": "yes where somebody looked again", "contact": "contact time of a hop", "flight": "flight time of a hop",
    "birth_year": "year of birth", "birth_date": "date of birth, of which the year is kept",
}  # fmt: skip
"""What each shared column holds, for choosing among them."""

_NUMBER = re.compile(r"\d{1,4}(?:[.,]\d{1,3})?", re.ASCII)
_LENGTH_WORDS = frozenset({"m", "meter", "metre", "metres", "meters", "yd", "yards", "yds"})


def renamed(table: Table, columns: ColumnMapping) -> Table:
    """Return a table under the names that were said; never raises."""
    pairs = applied(table.header, columns)
    header = tuple(named for _, named in pairs)
    told = ", ".join(
        f"'{shorten(said)}' is {shorten(named)}" if named else f"'{shorten(said)}' is left out"
        for said, named in pairs
        if said != named
    )
    when = f" on {columns.on.day} {columns.on:%b %Y}" if columns.on else ""
    return replace(table, header=header, notes=(*table.notes, f"Columns as you named them{when}: {told}."))


def applied(header: Sequence[str], columns: ColumnMapping) -> tuple[tuple[str, str], ...]:
    """Return every heading with what it is read as; a unit it states stays unless another one was said."""
    return tuple((heading, _name(heading, header, columns)) for heading in header)


def _name(heading: str, header: Sequence[str], columns: ColumnMapping) -> str:
    target = columns.target(heading)
    bare, unit = split_unit(heading)
    if target is None and unit and sum(heading_key(split_unit(one)[0]) == heading_key(bare) for one in header) == 1:
        # Whoever reads a sheet sees the name; the unit may stand in the row below it.
        target = columns.target(bare)
    if target is None or target == LEFT_OUT:
        return heading if target is None else LEFT_OUT
    if split_unit(target)[1]:
        return target
    if unit and _is_unit(unit):
        return f"{target} ({unit})"
    tail = tail_unit(heading)
    return f"{target} ({tail})" if tail and si_unit(tail) == _si(target) else target


def checked_names(columns: ColumnMapping, header: Sequence[str], own: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return what the headings of a file were named, where all of it can be.

    Parameters
    ----------
    columns : ColumnMapping
        What was said.
    header : sequence of str
        The headings of the file.
    own : mapping of str to str
        Columns that only some formats have.

    Raises
    ------
    InputError
        If a heading is not in the file or there twice, a name is not known, or two headings have one name.
    """
    whole, bare = [heading_key(one) for one in header], [heading_key(split_unit(one)[0]) for one in header]
    for heading, target in columns.names:
        count = whole.count(heading_key(heading)) or bare.count(heading_key(heading))
        if count != 1 and not (count and target == LEFT_OUT):
            seen = ", ".join(shorten(one) for one in header if one)
            raise InputError(
                f"there {'is no column' if not count else f'are {count} columns'} '{shorten(heading)}'",
                place="header",
                why=f"The columns are: {seen}",
                remedy="Give the heading as it stands in the file" if not count else "Give each its own heading",
            )
        if target != LEFT_OUT and not is_known(target, own):
            raise InputError(
                f"'{shorten(heading)}' cannot be '{shorten(target)}': there is no such column",
                place="header",
                remedy="Name it a gate such as '20 m', or one of: "
                + ", ".join([*(_words(field) for field in FIELDS), *own]),
            )
    pairs = tuple((said, named) for said, named in applied(header, columns) if said != named)
    first: dict[str, str] = {}
    for said, named in pairs:
        before = first.setdefault(plain(named), said)
        if named and before != said:
            raise InputError(
                f"'{shorten(before)}' and '{shorten(said)}' are both named '{shorten(named)}'",
                place="header",
                remedy="Leave one of them out",
            )
    return pairs


def is_known(name: str, own: Mapping[str, str]) -> bool:
    """Return whether a name is one that some format reads; `own` holds those of single formats."""
    return _has_meaning(name) or plain(split_unit(name)[0]) in {plain(one) for one in own}


def suggested(heading: str, own: Mapping[str, str]) -> tuple[str, str]:
    """Return what a heading may mean, for somebody to say yes or no to: a known column, and its distance or unit.

    Examples
    --------
    >>> suggested("Zeit 20", {}), suggested("40 yd", {}), suggested("Zeit (ms)", {}), suggested("BMI", {})
    (('gate', '20'), ('gate', '40 yd'), ('time', 'ms'), ('', ''))
    """
    if gate(heading) is not None:
        return GATE, heading
    if (found := meaning(heading)) is not None:
        return _words(found[0]), found[1] if FIELDS[found[0]].unit else ""
    name, unit = split_unit(heading)
    alike = [one for one in own if plain(one) == plain(name)]
    if alike:
        return alike[0], unit
    numbers = _NUMBER.findall(name)
    rest = [word for word in plain(_NUMBER.sub(" ", name)).split() if word not in _LENGTH_WORDS]
    if len(numbers) == 1 and gate(numbers[0]) is not None and " ".join(rest) in FIELDS["time"].names:
        return GATE, f"{numbers[0]} yd" if "yd" in plain(name) or "yard" in plain(name) else numbers[0]
    return "", ""


def shared_columns() -> tuple[KnownColumn, ...]:
    """Return the columns that formats share, gates first."""
    fields = (KnownColumn(_words(field), SAYS[field], entry.unit) for field, entry in FIELDS.items())
    return (KnownColumn(GATE, "time at a gate, with its distance", "s"), *fields)


def explained(problem: InputError, pairs: Sequence[tuple[str, str]]) -> InputError:
    """Return a refusal that also says what the columns it names are called in the file."""
    text = f"{problem.place} {problem.what}"
    told = [f"'{shorten(said)}' was named '{shorten(named)}'" for said, named in pairs if f"'{shorten(named)}'" in text]
    why = ". ".join(part for part in (problem.why, ", ".join(told)) if part)
    return InputError(problem.what, place=problem.place, why=why, remedy=problem.remedy)


def _si(name: str) -> str:
    found = meaning(name)
    return "s" if gate(name) is not None else FIELDS[found[0]].unit if found is not None else ""


def _is_unit(text: str) -> bool:
    with suppress(InputError):
        canonical(text)
        return True
    return False


def _has_meaning(name: str) -> bool:
    return gate(name) is not None or meaning(name) is not None


def _words(field: str) -> str:
    return field.replace("_", " ")
