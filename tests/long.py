"""Which tests `make test` leaves to `make test-long`: the table `long.toml` beside this file, read and held."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TABLE = Path(__file__).with_suffix(".toml")


@dataclass(frozen=True, slots=True)
class Entry:
    """How the names of long tests begin, and those of the tests that show the same and are not."""

    tests: tuple[str, ...]
    shown: tuple[str, ...]

    def takes(self, test: str) -> bool:
        """Return whether a test, by its full name, is long by this entry."""
        return test.startswith(self.tests) and not test.startswith(self.shown)


def read_table(path: Path = TABLE) -> tuple[Entry, ...]:
    """Read the entries, every name with its file before it."""
    entries = tomllib.loads(path.read_text(encoding="utf-8"))["long"]
    return tuple(Entry(_in_full(entry, "tests"), _in_full(entry, "shown")) for entry in entries)


def unknown_names(entries: Iterable[Entry], tests: Iterable[str]) -> list[str]:
    """Return the names of the table with which no test begins."""
    known = tuple(tests)
    names = (name for entry in entries for name in (*entry.tests, *entry.shown))
    return [name for name in names if not any(test.startswith(name) for test in known)]


def _in_full(entry: dict[str, Any], key: str) -> tuple[str, ...]:
    between = "" if entry["file"].endswith("/") else "::"
    return tuple(f"{entry['file']}{between}{name}" for name in entry[key])
