"""Reading a TOML table whose fields are known, with a sentence for every field that is not as agreed."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from typing import Any, cast

from evenstride.core.errors import PluginError

_KINDS = {
    str: "a text",
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    list: "a list",
    dict: "a table",
}


def parse_toml(text: str, *, place: str) -> dict[str, Any]:
    """Return what a file of ours holds.

    Raises
    ------
    PluginError
        If it is no TOML.

    Examples
    --------
    >>> parse_toml("minutes = 4", place="P9.toml")
    {'minutes': 4}
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise PluginError(f"this is no TOML ({problem})", place=place, remedy="Correct the line it names") from problem


class TomlTable:
    """One table of a file; every field is asked for once, and `finish` names those nobody asked for.

    Parameters
    ----------
    fields : mapping
        The table as TOML gives it.
    place : str
        Where it stands, for messages.

    Examples
    --------
    >>> TomlTable({"minutes": "4"}, place="P9.toml").number("minutes")
    Traceback (most recent call last):
    ...
    evenstride.core.errors.PluginError: P9.toml: 'minutes' is '4', not a number. Correct it.
    """

    def __init__(self, fields: Mapping[str, Any], *, place: str) -> None:
        self.place = place
        self._fields = fields
        self._asked: set[str] = set()

    def has(self, name: str) -> bool:
        """Whether a field is given."""
        return name in self._fields

    def says(self, name: str, word: str) -> bool:
        """Whether a field is given and is exactly this word, for fields that are a number or a word."""
        self._asked.add(name)
        return self._fields.get(name) == word

    def text(self, name: str, default: str | None = None) -> str:
        """Return a text; without a default it must be there and say something."""
        value = self._get(name, str, default)
        if default is None and not value.strip():
            raise self.fault(f"'{name}' is empty", "Fill it in")
        return value

    def number(self, name: str, default: float | None = None) -> float:
        """Return a number as float."""
        return float(self._get(name, float, default))

    def whole(self, name: str, default: int | None = None) -> int:
        """Return a whole number."""
        return self._get(name, int, default)

    def truth(self, name: str, default: bool | None = None) -> bool:
        """Return true or false."""
        return self._get(name, bool, default)

    def items(self, name: str, default: Sequence[Any] | None = None) -> list[Any]:
        """Return a list of anything."""
        return self._get(name, list, None if default is None else list(default))

    def texts(self, name: str, default: Sequence[str] | None = None) -> tuple[str, ...]:
        """Return a list of texts, none of them empty."""
        items = self.items(name, default)
        wrong = [item for item in items if not isinstance(item, str) or not item.strip()]
        if wrong:
            raise self.fault(f"'{name}' holds {wrong[0]!r}, not a text", "Write texts in quotation marks")
        return tuple(items)

    def numbers(self, name: str, count: int, default: Sequence[float] | None = None) -> tuple[float, ...]:
        """Return a list of that many numbers."""
        items = self.items(name, default)
        if len(items) != count or any(isinstance(item, bool) or not isinstance(item, (int, float)) for item in items):
            raise self.fault(f"'{name}' is {items!r}, not {count} numbers", "Correct it")
        return tuple(float(item) for item in items)

    def choice(self, name: str, allowed: Sequence[str], default: str | None = None) -> str:
        """Return one of the texts allowed."""
        value = self._get(name, str, default)
        if value not in allowed:
            raise self.fault(f"'{name}' is '{value}'", f"Use one of: {', '.join(allowed)}")
        return value

    def mapping(self, name: str, keys: Sequence[str], values: Sequence[str]) -> dict[str, str]:
        """Return a table from some keys to some texts, empty where it is not given."""
        found = cast(dict[str, Any], self._get(name, dict, {}))
        for key, value in found.items():
            if key not in keys or value not in values:
                raise self.fault(f"'{name}' has {key} = {value!r}", f"Use {', '.join(keys)} with {', '.join(values)}")
        return found

    def table(self, name: str, default: Mapping[str, Any] | None = None) -> TomlTable:
        """Return a table inside this one."""
        return TomlTable(self._get(name, dict, default), place=f"{self.place}, {name}")

    def tables(self, name: str, default: Sequence[Any] | None = None) -> tuple[TomlTable, ...]:
        """Return a list of tables."""
        items = self.items(name, default)
        if not all(isinstance(item, dict) for item in items):
            raise self.fault(f"'{name}' is not a list of tables", f"Begin each with [[...{name}]]")
        return tuple(
            TomlTable(item, place=f"{self.place}, {name} {number}") for number, item in enumerate(items, start=1)
        )

    def names(self) -> tuple[str, ...]:
        """Return the names of all fields; all count as asked for."""
        self._asked |= set(self._fields)
        return tuple(self._fields)

    def raw(self, name: str) -> Any:
        """Return a field as TOML gives it, for fields that may be of several kinds; it counts as asked for."""
        self._asked.add(name)
        return self._fields[name]

    def finish(self) -> None:
        """Refuse fields nobody asked for: most often a slip of the pen that would be lost silently."""
        unknown = sorted(set(self._fields) - self._asked)
        if unknown:
            raise self.fault(f"'{unknown[0]}' is not known here", f"Known are: {', '.join(sorted(self._asked))}")

    def fault(self, what: str, remedy: str) -> PluginError:
        """Return an error at this place."""
        return PluginError(what, place=self.place, remedy=remedy)

    def _get(self, name: str, kind: type, default: Any) -> Any:
        self._asked.add(name)
        if name not in self._fields:
            if default is None:
                raise self.fault(f"'{name}' is missing", f"Add it: {_KINDS[kind]}")
            return default
        value = self._fields[name]
        fits = isinstance(value, (int, float)) if kind is float else isinstance(value, kind)
        if not fits or (isinstance(value, bool) and kind is not bool):
            raise self.fault(f"'{name}' is {value!r}, not {_KINDS[kind]}", "Correct it")
        return value
