"""Every example in the README and the docs is run: python blocks as python, console blocks in a shell.

In a console block a line that begins with `$ ` is typed, `> ` continues it, and the rest is what it prints; `...`
stands for anything. A command without output shown may print what it likes, but must succeed.
"""

import doctest
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sybil import Document, Example
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser

from tests.docs import console

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")])


QUIET = {"COLUMNS": "120", "NO_COLOR": "1", "TERM": "dumb"}


@pytest.fixture(scope="module")
def commands(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Folder of the command `evenstride` that console blocks find first; see `tests.docs.console`."""
    folder = tmp_path_factory.mktemp("bin")
    server = console.start(folder, os.environ | QUIET)
    yield folder
    console.stop(server)


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
        **QUIET,
        "PATH": os.pathsep.join(
            map(str, (example.namespace["commands"], Path(sys.executable).parent, os.environ["PATH"]))
        ),
        "EVENSTRIDE_DB": str(folder / "evenstride.db"),
        "HOME": str(folder),
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
def test_examples_of_a_page_run(page: Path, commands: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    parsers = (
        PythonCodeBlockParser(doctest_optionflags=doctest.ELLIPSIS),
        CodeBlockParser("console", run_console),
    )
    document = Document.parse(str(page), *parsers)
    document.namespace |= {"folder": tmp_path, "commands": commands}
    for example in document.examples():
        example.evaluate()


@pytest.mark.parametrize(
    "block",
    [
        "console\n$ echo one\ntwo",
        "console\n$ false",
        "console\n$ evenstride no-such-command",
        "console\n$ evenstride --version\nevenstride none",
        "python\n>>> 1 + 1\n3",
        "python\nassert False",
    ],
)
def test_the_runner_notices_a_wrong_page(
    block: str, commands: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"# Page\n\n```{block}\n```\n", encoding="utf-8")
    with pytest.raises(AssertionError):
        test_examples_of_a_page_run(page, commands, tmp_path, monkeypatch)


def test_the_warm_command_answers_like_the_installed_one(commands: Path, tmp_path: Path) -> None:
    (tmp_path / "splits.csv").write_text("distance,time\n5,1.158\n10,1.893\n20,3.149\n30,4.313\n", encoding="utf-8")
    environment = os.environ | QUIET | {"EVENSTRIDE_DB": str(tmp_path / "evenstride.db")}

    def told(folder: Path, line: str) -> tuple[int, str, str]:
        done = subprocess.run(
            ["bash", "-c", line],
            cwd=tmp_path,
            env=environment | {"PATH": os.pathsep.join((str(folder), os.environ["PATH"]))},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return done.returncode, done.stdout, done.stderr

    for line in ("evenstride read splits.csv | head -2", "evenstride read nowhere.csv"):
        assert told(commands, line) == told(Path(sys.executable).parent, line), line


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
