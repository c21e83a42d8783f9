"""Gate: every package of the lock and every shipped asset has a known licence that is allowed.

What is known stands in `tools/licences.toml`; what a package's own metadata says is held against it where the package
is installed. `python -m tools.licences` lists what is missing or told otherwise.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.message import Message
from fnmatch import fnmatch
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any, cast

from tools.rows import ROOT

FILE = ROOT / "tools" / "licences.toml"
LOCK = ROOT / "uv.lock"
PROJECT = "evenstride"
CORE = "core"
LOOSE = {
    "apache software license": "Apache-2.0",
    "apache 2.0": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "mit": "MIT",
    "mit license": "MIT",
    "bsd 2-clause license": "BSD-2-Clause",
    "3-clause bsd license": "BSD-3-Clause",
    "isc license": "ISC",
    "isc license (iscl)": "ISC",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "psfl": "PSF-2.0",
    "python software foundation license": "PSF-2.0",
}
"""Names of licences in use before there were SPDX expressions. "BSD" alone does not say which."""


@dataclass(frozen=True)
class Package:
    """A package of the lock: its versions (several where Pythons differ), who needs it, its licence if known."""

    name: str
    versions: tuple[str, ...]
    needed_by: tuple[str, ...]
    licence: str | None


def load_known() -> dict[str, Any]:
    """Return what `licences.toml` says."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def list_packages(lock: Mapping[str, Any], known: Mapping[str, str]) -> tuple[Package, ...]:
    """Return every package of a lock but our own, with the groups that need it, directly or not."""
    held: dict[str, list[Mapping[str, Any]]] = {}
    for entry in lock["package"]:
        held.setdefault(entry["name"], []).append(entry)
    (own,) = held.pop(PROJECT)
    groups = {CORE: own.get("dependencies", [])}
    groups |= own.get("optional-dependencies", {}) | own.get("dev-dependencies", {})
    needed: dict[str, list[str]] = {name: [] for name in held}
    for group, wanted in groups.items():
        for name in _closure(wanted, held):
            needed[name].append(group)
    return tuple(
        Package(name, tuple(str(one["version"]) for one in entries), tuple(needed[name]), known.get(name))
        for name, entries in sorted(held.items())
    )


def _closure(wanted: Sequence[Mapping[str, Any]], held: Mapping[str, Sequence[Mapping[str, Any]]]) -> set[str]:
    """Names of these dependencies and of all they need."""
    found, waiting = set[str](), list(wanted)
    while waiting:
        one = waiting.pop()
        name = one["name"]
        if name in found:
            continue
        found.add(name)
        for entry in held[name]:
            waiting += entry.get("dependencies", [])
            for extra in one.get("extra", []):
                waiting += entry.get("optional-dependencies", {}).get(extra, [])
    return found


def parts(expression: str) -> tuple[str, ...]:
    """Return the licences an SPDX expression names.

    Examples
    --------
    >>> parts("MIT OR Apache-2.0"), parts("(BSD-2-Clause AND Apache-2.0 WITH LLVM-exception)")
    (('MIT', 'Apache-2.0'), ('BSD-2-Clause', 'Apache-2.0 WITH LLVM-exception'))
    """
    return tuple(part.strip(" ()") for part in re.split(r" AND | OR ", expression))


def told_licence(package: Distribution) -> str | None:
    """Return what a package's metadata says, as SPDX; None where it says nothing that names one licence."""
    metadata = cast("Message", package.metadata)  # what it is; its protocol does not promise `get`
    plain = metadata.get("License-Expression")
    if plain:
        return plain
    classifiers: list[str] = metadata.get_all("Classifier") or []
    said = [metadata.get("License") or ""]
    said += [one.rsplit(" :: ", 1)[1] for one in classifiers if one.startswith("License ::")]
    found = [_spdx(one) for one in said]
    return next((one for one in found if one is not None), None)


def _spdx(said: str) -> str | None:
    tidy = said.strip().lower()
    exact = re.fullmatch(r"(apache-2\.0|bsd-[23]-clause|mpl-2\.0|isc|psf-2\.0)", tidy)
    return said.strip() if exact else LOOSE.get(tidy)


def normal(name: str) -> str:
    """Return a package's name as the lock writes it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def find_faults(packages: Sequence[Package], known: Mapping[str, Any]) -> Iterator[str]:
    """Yield a sentence for every package or asset whose licence is unknown, not allowed, or told otherwise."""
    allowed, tolerated = set(known["allowed"]), known["tolerated"]
    for package in packages:
        if package.licence is None:
            yield f"{package.name}: no licence is known; read it, then write it into tools/licences.toml"
            continue
        strange = [part for part in parts(package.licence) if part not in allowed]
        groups = tolerated.get(package.name, [])
        if strange and not set(package.needed_by) <= set(groups):
            yield f"{package.name}: {', '.join(strange)} is not allowed for {', '.join(package.needed_by)}"
    for name in sorted(set(known["packages"]) - {package.name for package in packages}):
        yield f"{name}: no longer in the lock; take it out of tools/licences.toml"
    for name, one in known["assets"].items():
        if any(part not in allowed for part in parts(one["licence"])):
            yield f"{name}: {one['licence']} is not allowed for what is shipped"


def find_contradictions(packages: Sequence[Package], installed: Sequence[Distribution]) -> Iterator[str]:
    """Yield a sentence for every installed package that tells another licence than ours says."""
    recorded = {package.name: package for package in packages}
    for one in installed:
        package = recorded.get(normal(one.metadata["Name"]))
        told = told_licence(one)
        if package is None or package.licence is None or told is None or one.version not in package.versions:
            continue
        if not set(parts(told)) <= set(parts(package.licence)):
            yield f"{package.name} {one.version} says {told}, tools/licences.toml says {package.licence}"


def find_unclaimed(files: Sequence[str], known: Mapping[str, Any]) -> Iterator[str]:
    """Yield every shipped file that is neither code nor covered by a pattern of an asset."""
    patterns = [pattern for one in known["assets"].values() for pattern in one["files"]]
    for file in files:
        if not file.endswith((".py", ".pyi")) and not any(fnmatch(file, pattern) for pattern in patterns):
            yield file


def shipped_files(root: Path = ROOT) -> list[str]:
    """Return the files of the package, below `src/evenstride`."""
    folder = root / "src" / "evenstride"
    return sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    )


def read_packages() -> tuple[Package, ...]:
    """Return the packages of our own lock with their licences."""
    lock = tomllib.loads(LOCK.read_text(encoding="utf-8"))
    return list_packages(lock, load_known()["packages"])


def main() -> int:
    """Print every fault; return 1 if there is one."""
    known, packages = load_known(), read_packages()
    faults = [
        *find_faults(packages, known),
        *find_contradictions(packages, list(distributions())),
        *(
            f"{file}: shipped, and no asset of tools/licences.toml covers it"
            for file in find_unclaimed(shipped_files(), known)
        ),
    ]
    for fault in faults:
        print(fault)
    if not faults:
        print(f"{len(packages)} packages and {len(known['assets'])} kinds of assets have known, allowed licences")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
