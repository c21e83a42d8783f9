"""The harness behind `python -m validation` and `python -m benchmarks`: modules measure, this judges and records.

A folder holds modules named after a capability (`loop_intervals.py` → rows named `loop.…`). Each defines
`rows() -> list[dict]` with name, value, unit, op, target, against, n, seed; optionally `skipped() -> list[dict]`
with name and reason, and `FULL = True` when it takes too long for every day. Whether a row holds is computed here
from op and target, never taken from the module.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import os
import sys
import tomllib
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from signal import SIG_DFL, SIGINT, signal
from typing import Any

from rich.console import Console
from rich.table import Table

from evenstride.core.progress import counted
from evenstride.doors.cli import INTERRUPTED
from evenstride.doors.cli.progress import waiting

ROOT = Path(__file__).resolve().parents[1]
CAPABILITIES = (
    "loop",
    "acceleration",
    "instruments",
    "diagnosis",
    "pocketlab",
    "plan",
    "video",
    "activities",
    "web",
    "whatif",
    "team",
)
SLOWLY = {"validation": "make validate-full"}
"""What measures the slow modules of a folder too, where it has a shorter name than the command itself."""

FIELDS = ("name", "value", "unit", "op", "target", "ok", "against", "n", "seed", "command")
GIVEN = tuple(name for name in FIELDS if name not in ("ok", "command"))
DIGITS = 6
"""Significant digits kept: enough for every page, few enough to be equal on two machines."""

Row = dict[str, Any]


@dataclass(frozen=True)
class Ledger:
    """One folder of measuring modules: `validation` or `benchmarks`.

    Speed is never cached and never measured beside other work, hence `workers=1, cached=False` for benchmarks.
    """

    folder: str
    workers: int = 2
    cached: bool = True
    root: Path = ROOT

    @property
    def results(self) -> Path:
        """The file the docs are generated from."""
        return self.root / self.folder / "results.json"

    def modules(self) -> list[str]:
        """Names of the measuring modules, those whose name begins with a capability."""
        names = sorted(path.stem for path in (self.root / self.folder).glob("*.py") if not path.stem.startswith("_"))
        strangers = [name for name in names if name.split("_")[0] not in CAPABILITIES]
        if strangers:
            raise ValueError(f"{self.folder}/{strangers[0]}.py: a module's name begins with one of {CAPABILITIES}")
        return names

    def cache_file(self, module: str) -> Path:
        """Where a module's rows wait, under a name that changes with everything they depend on."""
        return self.root / ".cache" / self.folder / f"{module}-{self._key(module)}.json"

    def _key(self, module: str) -> str:
        digest = hashlib.sha256(f"{sys.version_info[:2]}".encode())
        sources = [path for path in (self.root / "src" / "evenstride").rglob("*") if path.is_file()]
        helpers = list((self.root / self.folder).glob("_*.py"))
        for path in sorted([*sources, *helpers, self.root / self.folder / f"{module}.py", self.root / "uv.lock"]):
            if "__pycache__" not in path.parts:
                digest.update(path.relative_to(self.root).as_posix().encode() + b"\0" + path.read_bytes())
        digest.update("\n".join(_listing(self._shared())).encode())
        return digest.hexdigest()[:20]

    def _shared(self) -> Path:
        return Path(os.environ.get("EVENSTRIDE_SHARED") or self.root.parent / "shared" / "data")


def _listing(folder: Path) -> list[str]:
    """Names and sizes of the real files: rows that read them must be measured again when they come or go."""
    files = sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []
    return [f"{path.relative_to(folder).as_posix()} {path.stat().st_size}" for path in files]


def judge(row: Row) -> bool:
    """Return whether a value keeps its target.

    Examples
    --------
    >>> judge({"value": 1.9, "op": "<=", "target": 2}), judge({"value": 0.95, "op": "in", "target": [0.86, 0.94]})
    (True, False)
    """
    value, op, target = row["value"], row["op"], row["target"]
    if op == "<=":
        return bool(value <= target)
    if op == ">=":
        return bool(value >= target)
    if op == "in":
        low, high = target
        return bool(low <= value <= high)
    raise ValueError(f"{row['name']}: op is '<=', '>=' or 'in', not {op!r}")


def finish(row: Row, *, module: str, folder: str) -> Row:
    """Check what a module gave, add `ok` and `command`, and put the fields in the agreed order."""
    lacking = [name for name in GIVEN if name not in row]
    strange = [name for name in row if name not in FIELDS]
    name = row.get("name", "?")
    if lacking or strange:
        raise ValueError(f"{folder}/{module}.py, row {name}: lacks {lacking}, does not know {strange}")
    if not str(name).startswith(module.split("_")[0] + "."):
        raise ValueError(f"{folder}/{module}.py, row {name}: its name begins with '{module.split('_')[0]}.'")
    value = float(row["value"])
    if not math.isfinite(value):
        raise ValueError(f"{folder}/{module}.py, row {name}: the value is {value}, not a finite number")
    full = {**row, "value": float(f"{value:.{DIGITS}g}")}
    full["ok"] = judge(full)
    full["command"] = row.get("command") or f"python -m {folder} {module}"
    return {field: full[field] for field in FIELDS}


def measure(ledger: Ledger, module: str) -> dict[str, list[Row]]:
    """Run one module, or take its rows from the cache."""
    file = ledger.cache_file(module)
    if ledger.cached and file.is_file():
        return json.loads(file.read_text(encoding="utf-8"))
    source = import_module(f"{ledger.folder}.{module}")
    rows = [finish(row, module=module, folder=ledger.folder) for row in source.rows()]
    skipped = source.skipped() if hasattr(source, "skipped") else []
    found = {"rows": rows, "skipped": [{"name": item["name"], "reason": item["reason"]} for item in skipped]}
    if ledger.cached:
        file.parent.mkdir(parents=True, exist_ok=True)
        for old in file.parent.glob(f"{module}-*.json"):
            old.unlink()
        file.write_text(json.dumps(found), encoding="utf-8")
    return found


def collect(ledger: Ledger, names: list[str], *, full: bool) -> dict[str, list[Row]]:
    """Measure several modules, side by side where the ledger allows it; long ones only when `full` or cached."""
    wanted: list[str] = []
    skipped: list[Row] = []
    for name in names:
        slow = getattr(import_module(f"{ledger.folder}.{name}"), "FULL", False)
        if slow and not full and not ledger.cache_file(name).is_file():
            skipped.append(
                {
                    "name": name.replace("_", ".", 1),
                    "reason": f"takes long: {SLOWLY.get(ledger.folder, f'python -m {ledger.folder} --full')}",
                }
            )
        else:
            wanted.append(name)
    parts = _side_by_side(ledger, wanted) if ledger.workers > 1 and len(wanted) > 1 else _in_turn(ledger, wanted)
    rows = sorted((row for part in parts for row in part["rows"]), key=lambda row: row["name"])
    twice = [name for name, count in Counter(row["name"] for row in rows).items() if count > 1]
    if twice:
        raise ValueError(f"{ledger.folder}: two rows carry one name: {', '.join(twice)}")
    skipped += [item for part in parts for item in part["skipped"]]
    return {"rows": rows, "skipped": sorted(skipped, key=lambda item: item["name"])}


def _side_by_side(ledger: Ledger, names: list[str]) -> list[dict[str, list[Row]]]:
    """Measure modules in several processes, with a bar for whoever waits."""
    with (
        waiting(f"Measuring {ledger.folder}") as progress,
        # Ctrl-C reaches the workers too; they just end, and this process says so.
        ProcessPoolExecutor(ledger.workers, initializer=signal, initargs=(SIGINT, SIG_DFL)) as pool,
    ):
        waited = [pool.submit(measure, ledger, name) for name in names]
        try:
            for one in counted(as_completed(waited), lambda done, _: progress(done, len(names))):
                one.result()
            return [one.result() for one in waited]
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _in_turn(ledger: Ledger, names: list[str]) -> list[dict[str, list[Row]]]:
    """Measure modules one after the other; a line before each and no thread beside them, which would cost them time."""
    parts: list[dict[str, list[Row]]] = []
    for place, name in enumerate(names, start=1):
        print(f"measuring {ledger.folder}/{name}.py, {place} of {len(names)}", file=sys.stderr)
        parts.append(measure(ledger, name))
    return parts


def replaced(old: dict[str, list[Row]], new: dict[str, list[Row]], modules: list[str]) -> dict[str, list[Row]]:
    """Return recorded rows with those of some modules measured again; what the modules no longer give is gone.

    Examples
    --------
    >>> old = {"rows": [{"name": "a.x", "command": "python -m validation a_b"}, {"name": "a.y", "command": "... c"}]}
    >>> new = {"rows": [{"name": "a.z", "command": "python -m validation a_b"}], "skipped": []}
    >>> [row["name"] for row in replaced({**old, "skipped": []}, new, ["a_b"])["rows"]]
    ['a.y', 'a.z']
    """
    names = {row["name"] for row in new["rows"]}
    kept = [row for row in old["rows"] if row["name"] not in names and row["command"].split()[-1] not in modules]
    slow = {module.replace("_", ".", 1) for module in modules}
    skipped = [item for item in old["skipped"] if item["name"] not in slow]
    return {
        "rows": sorted([*kept, *new["rows"]], key=lambda row: row["name"]),
        "skipped": sorted([*skipped, *new["skipped"]], key=lambda item: item["name"]),
    }


def _recorded(ledger: Ledger) -> dict[str, list[Row]]:
    return json.loads(ledger.results.read_text(encoding="utf-8"))


def _record(ledger: Ledger, found: dict[str, list[Row]]) -> None:
    ledger.results.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def target_text(row: Row) -> str:
    """Return a target as people read it.

    Examples
    --------
    >>> target_text({"op": "<=", "target": 2}), target_text({"op": "in", "target": [0.86, 0.94]})
    ('≤ 2', '0.86 to 0.94')
    """
    if row["op"] == "in":
        return "{:g} to {:g}".format(*row["target"])
    return f"{'≤' if row['op'] == '<=' else '≥'} {row['target']:g}"


def show(found: dict[str, list[Row]], console: Console) -> None:
    """Print the table."""
    table = Table(box=None, pad_edge=False)
    for title in ("row", "value", "unit", "target", "", "against", "n", "seed"):
        table.add_column(title, justify="right" if title in ("value", "n") else "left", no_wrap=title == "row")
    for row in found["rows"]:
        mark = "[green]ok[/]" if row["ok"] else "[bold red]MISSED[/]"
        seed = "" if row["seed"] is None else str(row["seed"])
        table.add_row(
            row["name"],
            f"{row['value']:g}",
            row["unit"],
            target_text(row),
            mark,
            row["against"],
            str(row["n"]),
            seed,
        )
    console.print(table)
    for item in found["skipped"]:
        console.print(f"skipped {item['name']}: {item['reason']}")


def main(ledger: Ledger, arguments: list[str] | None = None) -> int:
    """Run the command line of a ledger; return 1 if any row misses its target."""
    parser = argparse.ArgumentParser(prog=f"python -m {ledger.folder}", description="Measure, judge, record.")
    parser.add_argument("modules", nargs="*", help="only these modules; prints, records nothing")
    parser.add_argument("--record", action="store_true", help="put the rows of these modules in the place of their old")
    parser.add_argument("--full", action="store_true", help="the slow modules too")
    parser.add_argument("--shard", metavar="I/N", help="only every N-th module, to fill the cache; records nothing")
    given = parser.parse_args(arguments)
    known = ledger.modules()
    unknown = [name for name in given.modules if name not in known]
    if unknown:
        parser.error(f"no module {unknown[0]!r} in {ledger.folder}; there are {', '.join(known) or 'none'}")
    names = given.modules or known
    if given.shard:
        index, count = (int(part) for part in given.shard.split("/"))
        names = names[index - 1 :: count]
    try:
        found = collect(ledger, names, full=given.full or bool(given.modules))
    except (KeyboardInterrupt, BrokenProcessPool):
        print("Stopped; nothing was written.", file=sys.stderr)
        return INTERRUPTED
    # A pipe or a log file has no width of its own; 80 columns would break every name.
    console = Console() if sys.stdout.isatty() else Console(width=180)
    show(found, console)
    if given.record or not (given.modules or given.shard):
        _record(ledger, replaced(_recorded(ledger), found, names) if given.modules else found)
        console.print(f"written to {ledger.results.relative_to(ledger.root)}")
    missed = [row["name"] for row in found["rows"] if not row["ok"]]
    kept = len(found["rows"]) - len(missed)
    console.print(f"{kept} rows hold, {len(missed)} missed, {len(found['skipped'])} skipped")
    return 1 if set(missed) - _explained(ledger) else 0


def _explained(ledger: Ledger) -> set[str]:
    """Names of the rows whose falling short has a written reason; `tools/shortfalls.py` reads and shows it."""
    file = ledger.root / ledger.folder / "shortfalls.toml"
    return {row["name"] for row in tomllib.loads(file.read_text(encoding="utf-8"))["row"]} if file.is_file() else set()
