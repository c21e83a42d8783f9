"""Every example in the README and the docs is run: python blocks as python, console blocks in a shell.

In a console block a line that begins with `$ ` is typed, `> ` continues it, and the rest is what it prints; `...`
stands for anything. A command without output shown may print what it likes, but must succeed.
"""

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from sybil import Document, Example
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")])


def commands_of(block: str) -> list[tuple[str, str]]:
    """Cut a console block into (command, expected output)."""
    found: list[tuple[str, str]] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], ""))
        elif not found:
            raise ValueError(f"a console block begins with '$ ', not with {line!r}")
        elif line.startswith("> ") and not found[-1][1]:
            found[-1] = (found[-1][0] + "\n" + line[2:], "")
        else:
            found[-1] = (found[-1][0], found[-1][1] + line + "\n")
    return found


def run_console(example: Example) -> str | None:
    """Run a console block; return what differs, None when nothing does."""
    folder: Path = example.namespace["folder"]
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "EVENSTRIDE_DB": str(folder / "evenstride.db"),
        "HOME": str(folder),
        "COLUMNS": "120",
        "NO_COLOR": "1",
        "TERM": "dumb",
    }
    for command, expected in commands_of(example.parsed):
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=120,
            check=False,
        )
        if done.returncode:
            return f"`{command}` ended with {done.returncode}:\n{done.stdout}"
        flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
        if expected and not doctest.OutputChecker().check_output(expected, done.stdout, flags):
            return f"`{command}` printed\n{done.stdout}\nnot\n{expected}"
    return None


@pytest.mark.parametrize("page", PAGES, ids=[page.relative_to(ROOT).as_posix() for page in PAGES])
def test_examples_of_a_page_run(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    parsers = (
        PythonCodeBlockParser(doctest_optionflags=doctest.ELLIPSIS),
        CodeBlockParser("console", run_console),
    )
    document = Document.parse(str(page), *parsers)
    document.namespace["folder"] = tmp_path
    for example in document.examples():
        example.evaluate()


def test_the_runner_notices_a_wrong_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "page.md"
    for block in ("console\n$ echo one\ntwo", "console\n$ false", "python\n>>> 1 + 1\n3", "python\nassert False"):
        page.write_text(f"# Page\n\n```{block}\n```\n", encoding="utf-8")
        with pytest.raises(AssertionError):
            test_examples_of_a_page_run(page, tmp_path, monkeypatch)


def test_links_between_pages_lead_somewhere() -> None:
    broken: list[str] = []
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8")):
            if not target.startswith(("http:", "https:", "mailto:")) and not (page.parent / target).exists():
                broken.append(f"{page.relative_to(ROOT)} → {target}")
    assert not broken, broken


def test_every_page_can_be_reached_from_the_start_page() -> None:
    index = ROOT / "docs" / "index.md"
    seen, waiting = set[Path](), [index]
    while waiting:
        page = waiting.pop().resolve()
        if page in seen or page.suffix != ".md" or not page.is_file():
            continue
        seen.add(page)
        waiting += [page.parent / target for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))]
    lost = [
        page.relative_to(ROOT).as_posix() for page in PAGES if page.is_relative_to(ROOT / "docs") and page not in seen
    ]
    assert not lost, f"no link leads to {lost}"
