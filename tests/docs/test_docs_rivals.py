"""Every feature of the table is shown by a command, a call or a page that a test really runs or opens."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "reference" / "rivals.md"
ROW = re.compile(r"^\| (?P<feature>[^|]+) \| `(?P<shown>[^`]+)` \| \[[^]]+\]\((?P<where>[^)]+)\) \|$", re.MULTILINE)
NOT_BUILT = ("REST API", "accounts and roles", "PostgreSQL")


def rows() -> list[tuple[str, str, str]]:
    return [(one["feature"], one["shown"], one["where"]) for one in ROW.finditer(PAGE.read_text(encoding="utf-8"))]


def is_run(shown: str, text: str, *, in_a_test: bool) -> bool:
    """Whether a docs page runs this in an example, or a test names every word of it."""
    if in_a_test:
        if not shown.startswith(("evenstride ", "/")):
            return shown in text
        words = shown.removeprefix("evenstride ").split()
        return all(f'"{word}' in text or f"'{word}" in text for word in words)
    blocks = re.findall(r"^```(console|python)\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    typed = [line for _, block in blocks for line in block.splitlines()]
    return any(line.startswith(("$ ", "> ", ">>> ", "... ")) and shown in line for line in typed)


@pytest.mark.parametrize(("feature", "shown", "where"), rows(), ids=[feature for feature, _, _ in rows()])
def test_a_feature_is_shown_by_what_is_run(feature: str, shown: str, where: str) -> None:
    path = PAGE if where.startswith("#") else (PAGE.parent / where).resolve()
    assert is_run(shown, path.read_text(encoding="utf-8"), in_a_test=path.suffix == ".py"), f"{path} runs no {shown}"


def test_what_is_not_built_is_listed_apart() -> None:
    text = PAGE.read_text(encoding="utf-8")
    apart = text[text.index("## Not built yet") : text.index("## Shown here")]
    assert all(f"| {name} |" in apart for name in NOT_BUILT)
    assert len(rows()) >= 50


def test_a_command_that_nobody_runs_is_noticed() -> None:
    assert not is_run("evenstride fly", "```console\n$ evenstride read x\n```\n", in_a_test=False)
    assert not is_run("evenstride read x", "typed: evenstride read x", in_a_test=False)
    assert not is_run("evenstride read --fast", 'run("read")', in_a_test=True)
