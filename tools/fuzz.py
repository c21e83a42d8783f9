"""Break files until a reader breaks: `python -m tools.fuzz` (also `make fuzz`).

Every reader must answer any bytes with a reading or an `InputError`, within 1 s of computing time and 100 MB for a file
of 1 kB. What does not is written to a folder, as small as cutting makes it, and becomes a case of tests/fuzz/cases.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import re
import signal
import sys
import threading
import time
import traceback
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from evenstride.core.errors import InputError
from tools.fuzz_mutations import mutated
from tools.fuzz_targets import Target, targets

MOST_SECONDS = 1.0
"""s of computing time for a file of up to 1 kB; 1 s more for every 100 kB."""

MOST_MEMORY = 100_000_000
"""Bytes for a file of up to 1 kB; 100 more for every byte."""

GIVEN_UP = 20.0
"""s of computing time after which a reader counts as hanging."""

_STATUS, _RESET = Path("/proc/self/status"), Path("/proc/self/clear_refs")


class Hung(BaseException):
    """A reader did not come back; no reader catches this."""


@dataclass(frozen=True)
class Finding:
    """Bytes that a reader does not answer as it must, and how it did."""

    target: str
    data: bytes
    what: str


def judged(target: Target, data: bytes) -> str:
    """Return how a reader breaks on these bytes, "" where it reads or refuses them as it must."""
    small = max(0, len(data) - 1024)
    peak = _reset_peak()
    began = time.process_time()
    try:
        with _given_up(), warnings.catch_warnings():
            warnings.simplefilter("error")
            target.run(data)
    except InputError as problem:
        if not problem.what or not re.sub(r"[\n\xa0\u2009\u202f]", " ", str(problem)).isprintable():
            return f"a sentence that does not print: {problem!r}"
    except Hung:
        return f"hangs: more than {GIVEN_UP:g} s"
    except Exception as problem:
        where = traceback.extract_tb(problem.__traceback__)[-1]
        return f"{type(problem).__name__} in {Path(where.filename).name}:{where.lineno}: {str(problem)[:200]}"
    taken = time.process_time() - began
    if taken > MOST_SECONDS + small / 100_000:
        return f"takes {taken:.1f} s for {len(data)} bytes"
    grown = _peak() - peak
    if grown > MOST_MEMORY + 100 * small:
        return f"takes {grown / 1e6:.0f} MB for {len(data)} bytes"
    return ""


def cases(target: Target, seed: int) -> Iterator[bytes]:
    """Yield broken files without end; the same for the same seed."""
    chance = random.Random(f"{seed} {target.name}")
    while True:
        yield mutated(target.seeds, chance, target.mutators)


def warm(target: Target) -> None:
    """Read the whole files once: what is loaded on first use is nobody's finding."""
    for data in target.seeds:
        with suppress(InputError):
            target.run(data)


def shortened(target: Target, data: bytes, what: str) -> bytes:
    """Return fewer bytes that break a reader in the same way, by cutting halves, quarters and so on."""
    kind = what.split(":")[0].split(" ")[0]
    size = len(data) // 2
    tries = 0
    while size and tries < 400:
        at = 0
        while at < len(data) and tries < 400:
            less = data[:at] + data[at + size :]
            tries += 1
            if judged(target, less).startswith(kind):
                data = less
            else:
                at += size
        size //= 2
    return data


def fuzzed(target: Target, *, seed: int, seconds: float) -> tuple[int, list[Finding]]:
    """Break files for so many seconds; return how many, and one finding for every way in which the reader broke."""
    warm(target)
    until = time.monotonic() + seconds
    found: dict[str, Finding] = {}
    count = 0
    for data in cases(target, seed):
        count += 1
        what = judged(target, data)
        key = what.rpartition(":")[0] or what.split(" ")[0]
        if what and key not in found and judged(target, data):
            found[key] = Finding(target.name, shortened(target, data, what) if len(data) < 20_000 else data, what)
        if time.monotonic() > until:
            break
    return count, list(found.values())


@contextmanager
def _given_up() -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    def stop(*_: object) -> None:
        raise Hung

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, GIVEN_UP)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0.0)
        signal.signal(signal.SIGPROF, before)


def _reset_peak() -> int:
    """Forget the most memory this process has held, and return what it holds now; 0 where the system cannot tell."""
    try:
        _RESET.write_text("5")
    except OSError:
        return 0
    return _peak()


def _peak() -> int:
    try:
        text = _STATUS.read_text()
    except OSError:
        return 0
    place = text.find("VmHWM:")
    return int(text[place + 6 :].split()[0]) * 1024 if place >= 0 else 0


def main(arguments: list[str] | None = None) -> int:
    """Run the command; 1 where something was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("readers", nargs="*", help="names, such as TCX; all where none is given")
    parser.add_argument("--seconds", type=float, default=600.0, help="for each reader")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--findings", type=Path, default=Path(".cache/fuzz"))
    parser.add_argument("--corpus", type=Path, help="a folder of real activity files to break beside our own")
    given = parser.parse_args(arguments)
    chosen = [one for one in targets(given.corpus) if not given.readers or one.name in given.readers]
    worst = 0
    for target in chosen:
        count, found = fuzzed(target, seed=given.seed, seconds=given.seconds)
        print(f"{target.kind}, {target.name}: {count} files, {len(found)} findings", flush=True)
        for one in found:
            worst = 1
            name = f"{target.slug}{hashlib.sha256(one.data).hexdigest()[:8]}"
            given.findings.mkdir(parents=True, exist_ok=True)
            (given.findings / name).write_bytes(one.data)
            print(f"  {one.what}\n  {given.findings / name} ({len(one.data)} bytes)", flush=True)
    return worst


if __name__ == "__main__":
    sys.exit(main())
