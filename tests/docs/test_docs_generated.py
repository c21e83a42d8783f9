"""Generated pages are what their sources say, results keep their targets, and the front door says two commands."""

import re
from pathlib import Path

import pytest

from tools import make_docs
from tools.rows import FIELDS, judge

ROOT = Path(__file__).resolve().parents[2]


def test_generated_pages_are_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    stale = make_docs.main(["--check"])
    assert stale == 0, capsys.readouterr().out


@pytest.mark.parametrize("folder", ["validation", "benchmarks"])
def test_recorded_rows_are_complete_and_hold(folder: str) -> None:
    results = make_docs.read_results(folder)
    assert results["rows"]
    for row in results["rows"]:
        assert tuple(row) == FIELDS
        assert row["ok"] is judge(row) is True, row
    assert all(set(item) == {"name", "reason"} for item in results["skipped"])


def test_a_figure_without_a_row_is_refused() -> None:
    with pytest.raises(ValueError, match=r"page shows the row loop\.none, which no results file holds"):
        make_docs.fill_figures("<!-- row:loop.none -->1<!-- /row -->", {}, place="page")


def test_readme_opens_with_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for command in ("demo", "test"):
        assert f"make {command}" in "\n".join(readme.splitlines()[:30])
        assert re.search(rf"^{command}:", makefile, re.MULTILINE)
    assert "othing else is needed" in readme
