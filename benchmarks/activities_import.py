"""Years of activities come in: the whole import beside reading alone, memory, and an import that was stopped."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

FEW, MANY = 300, 3000
WORKERS = 2
AT = datetime(2026, 5, 1, tzinfo=UTC)
STOPPED_AFTER = 100
ROUNDS = 2
"""Reading alone and the whole import take turns so often: a machine that others use is slower at one time than at
another."""


def read_only(name: str, data: bytes) -> int:
    """What reading alone does: bytes to samples, and nothing kept."""
    from evenstride.readers.outing_reading import read_outings

    return len(read_outings(data, name=name, athlete="Noa").activities)


def read_and_measure(name: str, data: bytes) -> int:
    """Reading and measuring, and nothing kept."""
    from evenstride.app.outings.work import measure_outing_file

    return len(measure_outing_file(name, data, athlete="Noa").kept.results)


def run(what: str, folder: Path, database: Path) -> None:
    """Do one thing with all files of a folder in a process of its own, and print what it cost."""
    from evenstride.app.crew import work_apart
    from evenstride.app.outings.importing import import_outings
    from evenstride.store import open_store

    if what == "import":
        with open_store(database) as store:
            done = import_outings(store, [folder], athlete="Noa", imported_at=AT, workers=WORKERS).kept
    else:
        work = read_only if what == "read" else read_and_measure
        done = sum(isinstance(one.made, int) for one in work_apart(work, _pieces(folder), workers=WORKERS))
    mine, theirs = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    seconds = mine.ru_utime + mine.ru_stime + theirs.ru_utime + theirs.ru_stime
    print(f"{mine.ru_utime:.2f}+{mine.ru_stime:.2f} {theirs.ru_utime:.2f}+{theirs.ru_stime:.2f}", file=sys.stderr)
    print(done, seconds, max(mine.ru_maxrss, theirs.ru_maxrss) / 1024)


def _pieces(folder: Path) -> Iterator[Any]:
    from evenstride.app.crew import Piece
    from evenstride.readers.archives import Member, walk

    return (Piece(one.name, one.open()) for one in walk(folder) if isinstance(one, Member))


def _cost(what: str, folder: Path, database: Path, count: int) -> tuple[float, float]:
    """Return processor seconds and peak memory in MB of a process and its workers."""
    command = [sys.executable, "-m", "benchmarks.activities_import", what, str(folder), str(database)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    if int(told[0]) != count:
        raise RuntimeError(f"{what}: {told[0]} of {count} files")
    return float(told[1]), float(told[2])


def _state(database: Path) -> tuple[str, list[str]]:
    from evenstride.store import open_store

    with open_store(database) as store:
        return store.state("Noa"), [one.id for one in store.results("outing", athlete="Noa")]


def _stopped_and_resumed(folder: Path, database: Path) -> None:
    """Import a part as if somebody had stopped it, and then the whole."""
    from evenstride.app.outings import importing as outing_import
    from evenstride.store import open_store

    whole = outing_import.work_apart

    def stopped(*given: Any, **more: Any) -> Iterator[Any]:
        for number, one in enumerate(whole(*given, **more)):
            if number == STOPPED_AFTER:
                raise KeyboardInterrupt
            yield one

    with open_store(database) as store:
        outing_import.work_apart = stopped  # pyright: ignore[reportAttributeAccessIssue]
        try:
            outing_import.import_outings(store, [folder], athlete="Noa", imported_at=AT, workers=WORKERS)
        finally:
            outing_import.work_apart = whole
        outing_import.import_outings(store, [folder], athlete="Noa", imported_at=AT, workers=WORKERS)


def _row(name: str, value: float, op: str, target: float, against: str, *, unit: str = "ratio") -> dict[str, Any]:
    return {
        "name": f"activities.{name}", "value": value, "unit": unit, "op": op, "target": target, "against": against,
        "n": MANY, "seed": 0,
    }  # fmt: skip


def _few_of(many: Path, few: Path) -> None:
    """Link the first files of a folder into another."""
    for path in sorted(many.rglob("*.fit"), key=lambda one: one.name)[:FEW]:
        place = few / path.relative_to(many)
        place.parent.mkdir(parents=True, exist_ok=True)
        os.link(path, place)


def rows() -> list[dict[str, Any]]:
    """Return what an import costs beside reading alone, its memory, and whether a stopped one comes to the same."""
    from tools.simulate_archive import write_archive

    with TemporaryDirectory() as place:
        here = Path(place)
        many, few = here / "many", here / "few"
        write_archive(many, MANY)
        _few_of(many, few)
        read = measured = cost = memory = 0.0
        for turn in range(ROUNDS):
            read += _cost("read", many, here / "no.db", MANY)[0]
            measured += _cost("measure", many, here / "no.db", MANY)[0]
            taken, peak = _cost("import", many, here / f"many{turn}.db", MANY)
            cost, memory = cost + taken, max(memory, peak)
        _, less = _cost("import", few, here / "few.db", FEW)
        _stopped_and_resumed(few, here / "stopped.db")
        same = _state(here / "few.db") == _state(here / "stopped.db")
        again, _ = _cost("import", many, here / "many0.db", MANY)
    runs = f"{MANY} runs of an hour of a watch and a pod, {WORKERS} workers; processor time of all processes"
    turns = f"{runs}, {ROUNDS} turns each"
    return [
        _row("import_throughput", read / cost, ">=", 0.78, f"reading alone, {turns}"),
        _row("import_throughput_measured", measured / cost, ">=", 0.9, f"reading and measuring alone, {turns}"),
        _row("import_again", ROUNDS * again / cost, "<=", 0.15, f"the first import of the same files, {runs}"),
        _row("import_memory", memory / less, "<=", 1.25, f"peak memory of any process with {FEW} files"),
        _row("import_resumed", float(same), ">=", 1.0, f"stopped after {STOPPED_AFTER} of {FEW} files, then resumed"),
    ]


if __name__ == "__main__":
    run(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
