"""Mapping files (TOML): which marker, column or array of a file is which, read and written."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping

from evenstride.core.body_points import BodyPoint
from evenstride.core.errors import InputError, PluginError
from evenstride.core.signal_mapping import ArrayKind, ArrayPart, ArrayTrial, MarkerMapping, SignalMapping
from evenstride.core.toml_table import TomlTable

_AXES = {"x": 0, "y": 1, "z": 2}
_LISTS = {
    "markers": ArrayKind.MARKER,
    "forces": ArrayKind.FORCE,
    "accelerations": ArrayKind.ACCELERATION,
    "turning": ArrayKind.TURNING,
}


def read_mapping(text: str, *, name: str) -> SignalMapping:
    r"""Read a mapping file.

    Parameters
    ----------
    text : str
        TOML: `[markers]`, `[columns]` and `[matlab]`, all of which may lack.
    name : str
        Of the file, for messages.

    Raises
    ------
    InputError
        If it is no TOML, or a field is not known, missing or wrong.

    Examples
    --------
    >>> said = read_mapping('[markers]\n"left heel" = "LHEE"\n"left ball" = ["LMT1", "LMT5"]\n', name="ours.toml")
    >>> said.markers.points[BodyPoint.LEFT_BALL]
    ('LMT1', 'LMT5')
    >>> read_mapping("[markers]", name="ours.toml")
    Traceback (most recent call last):
    ...
    evenstride.core.errors.InputError: ours.toml: it names nothing. Fill in [markers], [columns] or [matlab].
    """
    try:
        table = TomlTable(tomllib.loads(text), place=name)
    except tomllib.TOMLDecodeError as broken:
        raise InputError(
            "it is no TOML", place=name, why=str(broken), remedy='Write lines such as "left heel" = "LHEE"'
        ) from None
    try:
        said = SignalMapping(
            MarkerMapping(_points(table.table("markers", {})), table.text("name", "")),
            _columns(table.table("columns", {})),
            _arrays(table.table("matlab")) if table.has("matlab") else None,
        )
        table.finish()
    except PluginError as wrong:
        raise InputError(wrong.what, place=wrong.place, why=wrong.why, remedy=wrong.remedy) from None
    if not said.markers.points and not said.columns and said.arrays is None:
        raise InputError("it names nothing", place=name, remedy="Fill in [markers], [columns] or [matlab]")
    return said


def write_mapping(mapping: MarkerMapping, lacking: tuple[tuple[BodyPoint, str], ...] = ()) -> str:
    """Return a mapping file; points that lack stand in it as comments to fill in.

    Examples
    --------
    >>> text = write_mapping(MarkerMapping({BodyPoint.SACRUM: ("LPSI", "RPSI")}, "ours"))
    >>> print(text, read_mapping(text, name="").markers.points, sep="")
    name = "ours"
    <BLANKLINE>
    [markers]
    sacrum = ["LPSI", "RPSI"]
    {<BodyPoint.SACRUM: 'sacrum'>: ('LPSI', 'RPSI')}
    """
    lines = [f"name = {_quoted(mapping.name)}", "", "[markers]"]
    for point, names in mapping.points.items():
        lines.append(f"{_key(point)} = [{', '.join(_quoted(name) for name in names)}]")
    if lacking:
        lines += ["", "# Not found. Fill in the marker and take the # away:"]
        lines += [f'# {_key(point)} = ["?"]  # for {why}' for point, why in lacking]
    return "\n".join(lines) + "\n"


def _key(point: BodyPoint) -> str:
    return point.value if re.fullmatch(r"[A-Za-z0-9_-]+", point.value) else f'"{point.value}"'


def _quoted(text: str) -> str:
    # A JSON text is a TOML text, but for the character that ends neither line nor file.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _points(table: TomlTable) -> Mapping[BodyPoint, tuple[str, ...]]:
    found: dict[BodyPoint, tuple[str, ...]] = {}
    for name in table.names():
        if name not in set(BodyPoint):
            raise table.fault(f"'{name}' is no point of the body", f"Use one of: {', '.join(BodyPoint)}")
        value = table.raw(name)
        found[BodyPoint(name)] = (value,) if isinstance(value, str) else table.texts(name)
    return found


def _columns(table: TomlTable) -> Mapping[str, str]:
    return {name: table.text(name) for name in table.names()}


def _arrays(table: TomlTable) -> ArrayTrial:
    up = _AXES[table.choice("up", tuple(_AXES))]
    part = table.whole("part") if table.has("part") else None
    parts = tuple(_part(one, kind) for field, kind in _LISTS.items() for one in table.tables(field, ()))
    table.finish()
    if not parts:
        raise table.fault("it names no array", f"Begin one with [[matlab.{'/'.join(_LISTS)}]]")
    if part is not None and part < 1:
        raise table.fault(f"'part' is {part}", "Count from 1")
    return ArrayTrial(parts, up, part)


def _part(table: TomlTable, kind: ArrayKind) -> ArrayPart:
    rate = table.number("rate")
    if not 1.0 <= rate <= 100_000.0:
        raise table.fault(f"'rate' is {rate:g}", "Give the samples a second")
    axes = table.texts("axes", ("x", "y", "z"))
    signed = tuple((_AXES.get(axis.lstrip("-").lower(), -1), -1.0 if axis.startswith("-") else 1.0) for axis in axes)
    if len(axes) != 3 or sorted(column for column, _ in signed) != [0, 1, 2]:
        raise table.fault(f"'axes' is {list(axes)}", 'Write each column once, for example ["x", "-z", "y"]')
    made = ArrayPart(kind, table.text("variable"), table.text("name", ""), rate, table.text("unit"), signed)
    table.finish()
    return made
