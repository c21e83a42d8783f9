"""Lay out the docs for MkDocs and build them: `python -m tools.make_site`, or `make site`.

Pages keep their places relative to each other, so that every link that works in the repository works in the site. Files
of the repository that a page links to come along as they are. The list of pages is made from the folders.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tools.rows import ROOT

SOURCE = Path(".cache/site-source")
CONFIG = Path(".cache/mkdocs.yml")
TOP = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
SECTIONS = {
    "Tutorials": "docs/tutorials",
    "How-to": "docs/how-to",
    "Reference": "docs/reference",
    "Explanation": "docs/explanation",
    "Gallery": "docs/gallery",
    "Decisions": "docs/decisions",
}
LINK = re.compile(r"(?:\]\(|src=\"|href=\")([^)#\s\"]+)")
BUILD = ("run", "--isolated", "--no-project", "--quiet", "--with-requirements")


def list_pages(root: Path) -> list[Path]:
    """Return the pages, relative to the root."""
    return [Path(name) for name in TOP] + sorted(path.relative_to(root) for path in (root / "docs").rglob("*.md"))


def linked_files(page: Path, root: Path) -> Iterator[Path]:
    """Yield the files of the repository that a page links to or shows, other pages apart."""
    for target in LINK.findall((root / page).read_text(encoding="utf-8")):
        if not target.startswith(("http:", "https:", "mailto:")):
            path = ((root / page).parent / target).resolve()
            if path.is_file() and path.suffix != ".md" and path.is_relative_to(root):
                yield path.relative_to(root)


def title_of(page: Path) -> str:
    """Return the first heading of a page.

    Raises
    ------
    ValueError
        If it has none.
    """
    found = re.search(r"^# (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    if found is None:
        raise ValueError(f"{page} has no heading to be listed by")
    return found[1].replace("`", "")


def list_navigation(pages: Sequence[Path], root: Path) -> list[Any]:
    """Return the tree of pages as MkDocs wants it: by folder, and there by title, but decisions by number."""
    tree: list[Any] = [{"Evenstride": "README.md"}, {"Start page": "docs/index.md"}]
    for section, folder in SECTIONS.items():
        inside = [page for page in pages if page.is_relative_to(folder)]
        lead = [page for page in inside if page.name == "README.md"]
        rest = [page for page in inside if page.name != "README.md"]
        rest.sort(key=lambda page: page.name if section == "Decisions" else title_of(root / page).lower())
        entries: list[Any] = [page.as_posix() for page in lead]
        tree.append({section: entries + [{title_of(root / page): page.as_posix()} for page in rest]})
    return [*tree, {"Contributing": "CONTRIBUTING.md"}, {"Changes": "CHANGELOG.md"}]


def lay_out(root: Path) -> Path:
    """Copy pages and what they link to below `SOURCE`, write the configuration beside it; return where that is."""
    source = root / SOURCE
    shutil.rmtree(source, ignore_errors=True)
    pages = list_pages(root)
    wanted = {*pages, *(file for page in pages for file in linked_files(page, root))}
    for file in sorted(wanted):
        (source / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(root / file, source / file)
    text = (root / "mkdocs.yml").read_text(encoding="utf-8")
    text = text.replace(".cache/", "")  # paths count from the configuration, which lies in there
    # JSON is YAML too.
    text += f"nav: {json.dumps(list_navigation(pages, root), ensure_ascii=False)}\n"
    (root / CONFIG).write_text(text, encoding="utf-8")
    return root / CONFIG


def main() -> int:
    """Lay out and build; return what MkDocs returned."""
    config = lay_out(ROOT)
    uv = [str(Path(sys.executable).parent / "uv")]
    wanted = ROOT / ".cache" / "site-requirements.txt"
    listed = ["export", "--locked", "--only-group", "docs", "--no-hashes", "--quiet", "--output-file", str(wanted)]
    subprocess.run([*uv, *listed], check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    build = [*uv, *BUILD, str(wanted), "mkdocs", "build", "--strict", "--config-file", str(config)]
    # Without --quiet: it would hide the warnings that strict mode counts.
    done = subprocess.run(build, cwd=ROOT, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, check=False)
    if done.returncode == 0:
        print("Read it, and search it, at http://127.0.0.1:8643 after: python -m http.server 8643 -d .cache/site")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
