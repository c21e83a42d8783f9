"""Every file, folder and name of the code that a page names is there: pages tell people where to look.

A record of a decision may name what was renamed later if it says so: "then `old/name.py`".
"""

import re
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "evenstride"
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")])
WRITTEN = [page for page in PAGES if not page.is_relative_to(ROOT / "docs" / "reference")]
"""Pages of the reference are generated, and have rows that look like names of modules."""

ROOMS = sorted(one.name for one in PACKAGE.iterdir() if (one / "__init__.py").is_file())
FOLDERS = (*ROOMS, "src", "tests", "docs", "tools", "validation", "benchmarks")
PLACEHOLDERS = {"NAME", "ID", "ID.v1", "CAPABILITY_question"}

THEN = "then "
"""Stands before a name that is no longer true, in records of decisions."""


def quoted(page: Path) -> Iterator[tuple[int, str, str]]:
    """Yield line number, what stands before, and text of everything in backticks outside of blocks."""
    block = False
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith("```"):
            block = not block
        elif not block:
            for found in re.finditer(r"`([^`]+)`", line):
                yield number, line[: found.start()], found.group(1)


def is_excused(page: Path, before: str) -> bool:
    return page.parent.name == "decisions" and before.lower().endswith(THEN)


def is_there(path: str) -> bool:
    """Tell whether a path leads to a file or folder, a module without its ending, or a name in a module."""
    *above, last = path.rstrip("/").split("/")
    if Path(last).stem in PLACEHOLDERS:
        path = "/".join(above)
    for base in (ROOT, PACKAGE):
        whole = base / path
        if whole.exists() or whole.with_name(whole.name + ".py").is_file():
            return True
        stem, _, name = path.rpartition(".")
        module = base / f"{stem}.py"
        if stem and module.is_file() and re.search(rf"\b{re.escape(name)}\b", module.read_text(encoding="utf-8")):
            return True
    return False


def resolves(dotted: str) -> bool:
    """Tell whether a dotted name is a module of the package, or a name in one."""
    parts = dotted.removeprefix("evenstride.").split(".")
    for count in range(len(parts), 0, -1):
        module = ".".join(["evenstride", *parts[:count]])
        try:
            if find_spec(module) is None:
                continue
        except ModuleNotFoundError:
            continue
        found = import_module(module)
        for name in parts[count:]:
            if not hasattr(found, name):
                return False
            found = getattr(found, name)
        return True
    return False


def wrong_places(page: Path) -> list[str]:
    """Return what a page names and nobody finds, with its line."""
    wrong: list[str] = []
    for number, before, text in quoted(page):
        path = re.fullmatch(rf"(?:python |pytest |-n \d |\S+/bin/\w+ )*((?:{'|'.join(FOLDERS)})/[\w./-]*)", text)
        name = re.fullmatch(rf"((?:evenstride\.)?(?:{'|'.join(ROOMS)})(?:\.[A-Za-z_]\w*)+)(?:\(.*\))?", text)
        if path is not None and not is_there(path.group(1)) and not is_excused(page, before):
            wrong.append(f"line {number}: {text}")
        if name is not None and not resolves(name.group(1)) and not is_there(name.group(1).replace(".", "/")):
            wrong.append(f"line {number}: {text}")
    return wrong


@pytest.mark.parametrize("page", WRITTEN, ids=[page.relative_to(ROOT).as_posix() for page in WRITTEN])
def test_what_a_page_names_is_there(page: Path) -> None:
    assert wrong_places(page) == []


def test_a_module_named_alone_is_there() -> None:
    names = {file.name for folder in FOLDERS if (ROOT / folder).is_dir() for file in (ROOT / folder).rglob("*.py")}
    lost = [
        f"{page.relative_to(ROOT)}, line {number}: {text}"
        for page in WRITTEN
        for number, before, text in quoted(page)
        if re.fullmatch(r"\w+\.py", text) and text not in names and not is_excused(page, before)
    ]
    assert lost == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("`science/steps/prepare.py`", 0),
        ("`science/no_such_file.py`", 1),
        ("`src/evenstride/plan/rules/NAME.py`", 0),
        ("`src/evenstride/plan/no_rules/NAME.py`", 1),
        ("`pytest tests/contract/test_metrics.py`", 0),
        ("`pytest tests/contract/test_nothing.py`", 1),
        ("`app/blocks/sealed.open_recordings`", 0),
        ("`app/sealed.open_recordings`", 1),
        ("`science.sprint.force.measure_air`", 0),
        ("`science.sprint.simulate.nothing(gates)`", 1),
        ("then `science/no_such_file.py`", 1),
        ("300 `px/m`", 0),
    ],
)
def test_the_suite_notices_a_wrong_place(text: str, wrong: int, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"{text}\n\n```text\n`science/no_such_file.py`\n```\n", encoding="utf-8")
    assert len(wrong_places(page)) == wrong


def test_only_a_record_of_a_decision_may_say_what_was_then(tmp_path: Path) -> None:
    record = tmp_path / "decisions" / "0099.md"
    record.parent.mkdir()
    record.write_text("It lay in `science/no_such_file.py`, then `science/no_such_file.py`.\n", encoding="utf-8")
    assert len(wrong_places(record)) == 1
