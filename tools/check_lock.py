"""Gate: the lock file names the public Python package index and nothing else.

A lock made behind a mirror, or with a local wheel, installs on one machine and on no other.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

HOSTS = ("pypi.org", "files.pythonhosted.org")
PLACE_KEYS = ("registry", "url", "path", "directory", "git", "editable", "virtual")


def find_places(node: Any, *, package: str = "") -> Iterator[tuple[str, str, str]]:
    """Yield (package, key, place) for everything in a lock that says where something comes from."""
    if isinstance(node, dict):
        package = node["name"] if isinstance(node.get("name"), str) else package
        for key, value in node.items():
            if key in PLACE_KEYS and isinstance(value, str):
                yield package, key, value
            else:
                yield from find_places(value, package=package)
    elif isinstance(node, list):
        for item in node:
            yield from find_places(item, package=package)


def is_public(key: str, place: str) -> bool:
    """Return whether a place is the public index, one of its files, or the project itself.

    Examples
    --------
    >>> is_public("registry", "https://pypi.org/simple"), is_public("editable", ".")
    (True, True)
    >>> is_public("registry", "https://mirror.example/simple"), is_public("url", "file:///tmp/a.whl")
    (False, False)
    """
    if key == "editable":
        return place == "."
    parts = urlsplit(place)
    return key in ("registry", "url") and parts.scheme == "https" and parts.netloc in HOSTS


def main(lock: Path = Path("uv.lock")) -> int:
    """Print every place that is not public; return 1 if there is one, or if there is nothing to look at."""
    places = list(find_places(tomllib.loads(lock.read_text(encoding="utf-8"))))
    strangers = sorted({(package, place) for package, key, place in places if not is_public(key, place)})
    for package, place in strangers:
        print(f"{lock}: {package} comes from {place}, not from the public index. Lock again with plain `uv lock`.")
    print(f"{lock}: {len(places)} places looked at, {len(strangers)} not public")
    return 1 if strangers or not places else 0


if __name__ == "__main__":
    sys.exit(main())
