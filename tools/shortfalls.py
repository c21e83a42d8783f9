"""What falls short of what was asked: `shortfalls.toml` beside a results file, shown at the top of its page."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.rows import Row, judge, target_text

FILE = "shortfalls.toml"


@dataclass(frozen=True)
class Shortfall:
    """A row's name, what was first asked of it (op and target), and why it does not get there."""

    name: str
    asked: Mapping[str, Any]
    reason: str


def read_shortfalls(folder: Path) -> tuple[Shortfall, ...]:
    """Return what the file in a folder lists; nothing where there is none."""
    file = folder / FILE
    if not file.is_file():
        return ()
    held = tomllib.loads(file.read_text(encoding="utf-8"))
    return tuple(Shortfall(one["name"], one["asked"], one["reason"]) for one in held["row"])


def find_faults(rows: Sequence[Row], shortfalls: Sequence[Shortfall]) -> Iterator[str]:
    """Yield a sentence for every miss without a reason, and every entry that no row bears out."""
    known = {row["name"]: row for row in rows}
    listed = {one.name for one in shortfalls}
    for row in rows:
        if not row["ok"] and row["name"] not in listed:
            yield f"{row['name']} misses its target; write the reason into {FILE}, or mend it"
    for one in shortfalls:
        if one.name not in known:
            yield f"{one.name} is listed as falling short, and there is no such row"
        elif judge({**known[one.name], **one.asked}):
            yield f"{one.name} is listed as falling short, and its row meets what was asked"


def draw_shortfalls(rows: Sequence[Row], shortfalls: Sequence[Shortfall]) -> list[str]:
    """Return the lines of the section at the top of a page."""
    known = {row["name"]: row for row in rows}
    shown = [one for one in shortfalls if one.name in known]
    if not shown:
        return ["Nothing falls short of what was asked."]
    lines = [
        "## Falls short",
        "",
        "Rows that do not reach what was first asked of them. Some keep a wider bar of their own, so that a turn for "
        "the worse is noticed; that bar is their target in the tables below.",
        "",
        "| row | value | asked | why |",
        "|---|---:|---|---|",
    ]
    for one in shown:
        row = known[one.name]
        unit = "" if row["unit"] in ("1", "ratio") else f" {row['unit']}"
        asked = target_text({**row, **one.asked})
        lines.append(f"| `{one.name}` | {row['value']:g}{unit} | {asked} | {one.reason} |")
    return lines
