"""Field tests: one row a test and side with trials beside each other, one row a trial, or one row a hop."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from evenstride.core.athlete import athlete_key
from evenstride.core.errors import InputError
from evenstride.core.protocol import Extra, FieldProtocol, protocols
from evenstride.core.recording import Conditions, ExtraValues, FieldTest, Start
from evenstride.core.roles import Side
from evenstride.core.units import si_unit, to_si
from evenstride.readers.checks import place, span
from evenstride.readers.columns import Column, find_columns, plain, split_unit
from evenstride.readers.contract import Contents, Defaults, Source
from evenstride.readers.field_trials import Pair, Trials, force_unit, parse_test, read_hop, read_trials
from evenstride.readers.left_out import without_marks
from evenstride.readers.sheet import FACTS, Sheet, understand
from evenstride.readers.sniffing import missing_columns
from evenstride.readers.table import Row
from evenstride.readers.values import parse_number, parse_side, parse_yes, shorten

NAME = "field tests"
SUFFIXES = (".csv", ".txt", ".tsv", ".xlsx")
UNITS = {"trials": "SI unit of the test", "lever": "m"}
NEEDS = "a column 'test' and a column 'value', columns 'trial 1', 'trial 2', ..., or 'contact' and 'flight' of each hop"
COLUMNS = (
    {"value": "the one trial of the row"}
    | {f"trial {number}": "a trial of a field test" for number in range(1, 10)}
    | {extra.name: extra.what or "belongs to a field test" for one in protocols().values() for extra in one.extras}
)
EXAMPLE = """\
athlete,date,test,side,trial 1,trial 2,trial 3,unit,lever,device,mass,shoes,scale capacity (kg),pain
Noa,2024-05-04,S1,left,18.2,18.9,18.6,kgf,0.35,luggage scale,60,red flats,50,0
Noa,2024-05-04,S1,right,19.0,19.4,,kgf,0.35,luggage scale,60,red flats,50,0
Noa,2024-05-04,P2,,224,228,226,cm,,tape,60,red flats,,0
"""

_VALUES = frozenset({"value", "result", "wert", "ergebnis", "valeur", "resultat"})
_TRIAL = re.compile(r"(?:trial|versuch|essai|attempt|value|wert|t) ?\d{1,2}", re.ASCII)
_FACTS = tuple(field for field in FACTS if field not in ("reaction_time", "start", "label"))
_OWN = ("test", "side", "unit", "lever", "version", "shoes", "kit", "scale_capacity", "pain", "leg_length", "checked")
_HOP = ("contact", "flight")
_BOTH = frozenset({"", "both", "beide", "beidseitig", "les deux"})


@dataclass(frozen=True, slots=True)
class _Line:
    """One understood row."""

    row: Row
    protocol: FieldProtocol
    side: Side | None
    trials: Trials


def sniff(source: Source) -> tuple[str, ...]:
    """Return what the file lacks for this format."""
    lacking = missing_columns(source, ("test",))
    if source.head is None or not _trial_columns(source.head.header):
        hops = missing_columns(source, _HOP)
        lacking += ("a column 'value' or 'trial 1'",) if len(hops) == len(_HOP) else hops
    return lacking


def read(source: Source, defaults: Defaults) -> Contents:
    """Read the trials of each athlete, day, test and side; empty cells are trials that were not made."""
    trials, extras = _trial_columns(source.table.header), _extra_columns(source.table.header)
    numbers = [] if trials else find_columns(source.table.header, ("label",)).get("label", [])[:1]
    hops = () if trials else _HOP
    also = [*trials, *numbers, *extras.values()]
    sheet, notes = understand(source, defaults, (*_OWN, *_FACTS, *hops), also=also)
    sheet, marks = without_marks(sheet, [*sheet.numeric, *trials, *extras.values()])
    notes += marks
    groups: dict[tuple[object, ...], list[_Line]] = {}
    rows = [row for row in sheet.rows if _is_filled(sheet, row, trials)]
    for row in rows:
        line = _line(sheet, row, trials)
        day, version = sheet.text(row, "date"), line.protocol.version
        key = (athlete_key(sheet.athlete(row)), day, line.protocol.id, version, line.side)
        groups.setdefault(key, []).append(line)
    if not rows:
        row = sheet.rows[0]
        test = sheet.parsed(row, sheet.columns["test"], parse_test)
        raise InputError(
            f"test {test.id} has no trial", place=f"row {row.number}", remedy="Fill one in, or delete the row"
        )
    recordings = tuple(_field_test(sheet, lines, extras, numbers) for lines in groups.values())
    notes += tuple(sorted({_conversion(line) for lines in groups.values() for line in lines}))
    blank = len(sheet.rows) - len(rows)
    if blank:
        notes += (f"{blank} row{'' if blank == 1 else 's'} without a trial left out.",)
    notes += tuple(_question(item) for item in recordings if _is_implausible(item))
    return Contents(recordings, notes)


def _is_filled(sheet: Sheet, row: Row, trials: Sequence[Column]) -> bool:
    columns = trials or [sheet.columns[name] for name in _HOP]
    return any(row.cells[column.index] for column in columns)


def _trial_columns(header: Sequence[str]) -> list[Column]:
    columns: list[Column] = []
    for index, text in enumerate(header):
        name, unit = split_unit(text)
        if plain(name) in _VALUES or _TRIAL.fullmatch(plain(name)):
            columns.append(Column(index, text, unit))
    return columns


def _extra_columns(header: Sequence[str]) -> dict[str, Column]:
    """Return the columns that hold further quantities some protocol names, by that name."""
    known = {plain(extra.name): extra.name for protocol in protocols().values() for extra in protocol.extras}
    found: dict[str, Column] = {}
    for index, text in enumerate(header):
        name, unit = split_unit(text)
        if plain(name) in known:
            found[known[plain(name)]] = Column(index, text, unit)
    return found


def _line(sheet: Sheet, row: Row, columns: Sequence[Column]) -> _Line:
    version = sheet.text(row, "version")
    protocol = sheet.parsed(row, sheet.columns["test"], lambda text: parse_test(text, version))
    side = _side(sheet, row, protocol)
    if columns:
        return _Line(row, protocol, side, read_trials(sheet, row, columns, protocol))
    hop: Pair = read_hop(sheet, row, protocol)
    return _Line(row, protocol, side, Trials(protocol.unit, "s", pairs=((hop,),)))


def _side(sheet: Sheet, row: Row, protocol: FieldProtocol) -> Side | None:
    text = sheet.text(row, "side")
    both = text.casefold() in _BOTH
    if protocol.sided and both:
        raise InputError(
            f"test {protocol.id} needs a side",
            place=f"row {row.number}",
            why="It is made with one leg at a time",
            remedy="Fill in a column 'side' with left or right",
        )
    if not protocol.sided and not both:
        raise InputError(
            f"test {protocol.id} has no side",
            place=place(row, sheet.columns["side"]),
            why="It is made with both legs together",
            remedy="Leave the cell empty",
        )
    return None if both else sheet.parsed(row, sheet.columns["side"], parse_side)


def _field_test(
    sheet: Sheet, lines: Sequence[_Line], extras: dict[str, Column], numbers: Sequence[Column]
) -> FieldTest:
    first = lines[0]
    _require_one_layout(lines)
    rows = [line.row for line in lines]
    lever = sheet.one_value(rows, "lever", within=(0.05, 1.5))
    unit = first.trials.unit
    if first.protocol.needs_lever and unit != first.protocol.unit and lever is None:
        raise InputError(
            f"test {first.protocol.id} in {first.trials.stated} needs a lever",
            place=f"row {first.row.number}",
            why="A force becomes a torque by its distance from the joint",
            remedy="Fill in a column 'lever' with the distance from hip joint to strap in m",
        )
    facts = sheet.facts(rows, device="unknown")
    facts["body"] = replace(facts["body"], leg_length=sheet.one_value(rows, "leg_length", within=(0.2, 1.5)))
    facts["conditions"] = Conditions(start=Start.UNKNOWN, surface=facts["conditions"].surface)
    return FieldTest(
        **facts,
        test=first.protocol.id,
        trials=tuple(value for line in lines for value in line.trials.values),
        unit=unit,
        side=first.side,
        lever=lever,
        version=first.protocol.version,
        pairs=_all_pairs(sheet, lines, numbers),
        kit=_words(sheet.one_text(rows, "kit")),
        scale_capacity=_capacity(sheet, rows),
        shoes=shorten(sheet.one_text(rows, "shoes")),
        pain=_pain(sheet, rows),
        extras=tuple(_extras(sheet, lines, extras)),
        confirmed=_is_checked(sheet, rows),
    )


def _require_one_layout(lines: Sequence[_Line]) -> None:
    first = lines[0]
    if len(lines) > 1 and any(len(line.trials.values) + len(line.trials.pairs) > 1 for line in lines):
        raise InputError(
            f"test {first.protocol.id} of this athlete, day and side stands in row {first.row.number} already",
            place=f"row {lines[1].row.number}",
            remedy="Delete one of the two rows, or put all trials into one",
        )
    units = {line.trials.unit for line in lines}
    if len(units) > 1 or len({bool(line.trials.pairs) for line in lines}) > 1:
        raise InputError(
            f"the trials of test {first.protocol.id} are in units of two kinds",
            place=span(first.row.number, lines[-1].row.number),
            remedy="Use one unit for all trials of a side",
        )


def _all_pairs(sheet: Sheet, lines: Sequence[_Line], numbers: Sequence[Column]) -> tuple[tuple[Pair, ...], ...]:
    """Return the pairs of each trial; with a row a hop, the column 'trial' says which hops belong together."""
    if "contact" not in sheet.columns:
        return tuple(pairs for line in lines for pairs in line.trials.pairs)
    ordered = [(tuple(line.row.cells[one.index] for one in numbers), line.trials.pairs[0][0]) for line in lines]
    return tuple(tuple(hop for _, hop in trial) for _, trial in groupby(ordered, key=lambda item: item[0]))


def _capacity(sheet: Sheet, rows: Sequence[Row]) -> float | None:
    """Return where a scale ends in N; without a unit it is what scales print, kg."""
    text = sheet.one_text(rows, "scale_capacity")
    if not text:
        return None
    column = sheet.columns["scale_capacity"]
    row = next(row for row in rows if sheet.text(row, "scale_capacity"))
    value, unit = sheet.parsed(row, column, parse_number), split_unit(column.header)[1] or "kg"
    force = force_unit(unit)
    if si_unit(force) != "N" or value <= 0.0:
        raise InputError(
            f"a scale that ends at {value:g} {unit} cannot be used",
            place=place(row, column),
            remedy="Write the range printed on the scale in kg, lb or N, for example 'scale capacity (kg)' and 50",
        )
    return to_si(value, force)


def _pain(sheet: Sheet, rows: Sequence[Row]) -> int | None:
    text = sheet.one_text(rows, "pain")
    if not text:
        return None
    if not text.isdecimal() or int(text) > 10:
        row = next(row for row in rows if sheet.text(row, "pain"))
        raise InputError(
            f"the pain '{shorten(text)}' is not between 0 and 10",
            place=place(row, sheet.columns["pain"]),
            remedy="Write a whole number: 0 none, 10 the worst imaginable",
        )
    return int(text)


def _is_checked(sheet: Sheet, rows: Sequence[Row]) -> bool:
    column = sheet.columns.get("checked")
    return column is not None and any(sheet.parsed(row, column, parse_yes) for row in rows)


def _extras(sheet: Sheet, lines: Sequence[_Line], columns: dict[str, Column]) -> list[ExtraValues]:
    found: list[ExtraValues] = []
    for extra in lines[0].protocol.extras:
        column = columns.get(extra.name)
        filled = [line.row for line in lines if column is not None and line.row.cells[column.index]]
        if column is not None and filled:
            values = tuple(_extra_value(sheet, row, column, extra) for row in filled)
            found.append(ExtraValues(extra.name, extra.unit, values))
    return found


def _extra_value(sheet: Sheet, row: Row, column: Column, extra: Extra) -> float:
    value = sheet.parsed(row, column, parse_number) * column.factor(extra.unit)
    low, high = extra.plausible
    if not low <= value <= high:
        raise InputError(
            f"{extra.name} {value:g} is outside {low:g} to {high:g}",
            place=place(row, column),
            remedy=f"Correct it, or write its unit in the header; {extra.what or extra.name}",
        )
    return value


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip().lower() for word in re.split(r"[,;+]", text) if word.strip())


def _conversion(line: _Line) -> str:
    if line.trials.pairs:
        return f"Trials of {line.protocol.id} are pairs of times in s."
    text = f"Trials of {line.protocol.id} are in {'no unit' if line.trials.unit == '1' else line.trials.unit}"
    same = line.trials.stated == line.trials.unit
    return f"{text}." if same else f"{text}, converted from {line.trials.stated}."


def _is_implausible(item: FieldTest) -> bool:
    protocol = protocols()[item.test]
    low, high = protocol.plausible
    return item.unit == protocol.unit and not all(low <= value <= high for value in item.trials)


def _question(item: FieldTest) -> str:
    low, high = protocols()[item.test].plausible
    values = ", ".join(f"{value:g}" for value in item.trials)
    return (
        f"Please check: test {item.test} of {item.athlete} ({item.origin.place}) has {values} {item.unit}, "
        f"expected between {low:g} and {high:g}."
    )
