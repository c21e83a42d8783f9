"""How results leave the command line: data on stdout, talk on stderr, JSON where asked."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

import typer


def say(*lines: str) -> None:
    """Print result lines to stdout."""
    for line in lines:
        typer.echo(line)


def remark(*lines: str) -> None:
    """Print talk to stderr, where it does not disturb a pipe."""
    for line in lines:
        typer.echo(line, err=True)


def print_json(noun: object) -> None:
    """Print any noun as JSON on stdout."""
    typer.echo(json.dumps(as_plain(noun), ensure_ascii=False, indent=2))


def as_plain(noun: Any) -> Any:
    """Turn a noun into dicts, lists and numbers; draws become estimates, what is not finite becomes null."""
    from evenstride.core.estimate import Draws, Estimate, Missing

    match noun:
        case Estimate():
            return {key: as_plain(getattr(noun, key)) for key in ("value", "low", "high", "unit", "level")}
        case Missing():
            return {"missing": noun.reason} | ({"remedy": noun.remedy} if noun.remedy else {})
        case Draws():
            return as_plain(noun.estimate())
        case Enum():
            return noun.value
        case float():
            return noun if math.isfinite(noun) else None
        case date():
            return noun.isoformat()
        case Mapping():
            return {str(as_plain(key)): as_plain(value) for key, value in noun.items()}
        case None | bool() | int() | str():
            return noun
        case _ if is_dataclass(noun):
            return {item.name: as_plain(getattr(noun, item.name)) for item in fields(noun)}
        case _ if hasattr(noun, "tolist"):
            return as_plain(noun.tolist())
        case Iterable():
            return [as_plain(item) for item in noun]
        case _:
            raise TypeError(f"no plain form for {type(noun).__name__}")


def table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    """Lay out rows in columns of equal width; the first column to the left, the others to the right."""
    cells = [header, *rows]
    widths = [max(len(row[column]) for row in cells) for column in range(len(header))]
    return [
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in cells
    ]
