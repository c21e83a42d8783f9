"""Generated pages are what their sources say, results keep their targets, and the front door says two commands."""

import re
from pathlib import Path

import pytest

from tools import make_docs
from tools.rows import FIELDS, judge
from tools.shortfalls import Shortfall, draw_shortfalls, find_faults, read_shortfalls

ROOT = Path(__file__).resolve().parents[2]


def test_generated_pages_are_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    stale = make_docs.main(["--check"])
    assert stale == 0, capsys.readouterr().out


@pytest.mark.parametrize("folder", ["validation", "benchmarks"])
def test_recorded_rows_are_complete_and_hold_or_say_why_not(folder: str) -> None:
    results = make_docs.read_results(folder)
    assert results["rows"]
    for row in results["rows"]:
        assert tuple(row) == FIELDS
        assert row["ok"] is judge(row), row
    assert list(find_faults(results["rows"], read_shortfalls(ROOT / folder))) == []
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


ROW = {"name": "loop.a", "value": 0.7, "unit": "s", "op": "<=", "target": 1.0, "ok": True}
SHORT = Shortfall("loop.a", {"op": "<=", "target": 0.5}, "It is hard.")


def test_a_row_that_falls_short_stands_at_the_top_with_its_reason() -> None:
    assert list(find_faults([ROW], [SHORT])) == []
    assert draw_shortfalls([ROW], [SHORT])[-1] == "| `loop.a` | 0.7 s | ≤ 0.5 | It is hard. |"
    page = make_docs.draw_results("validation")
    assert page.index("## Falls short") < page.index("## acceleration")


@pytest.mark.parametrize(
    ("row", "short", "complaint"),
    [
        ({**ROW, "value": 1.2, "ok": False}, [], "loop.a misses its target"),
        ({**ROW, "value": 0.4}, [SHORT], "its row meets what was asked"),
        ({**ROW, "name": "loop.b"}, [SHORT], "there is no such row"),
    ],
)
def test_a_miss_without_a_reason_and_an_entry_without_a_miss_are_refused(
    row: dict[str, object], short: list[Shortfall], complaint: str
) -> None:
    (found,) = find_faults([row], short)
    assert complaint in found


def test_the_limits_are_ten_each_with_a_figure_and_a_way_around() -> None:
    page = (ROOT / "docs" / "explanation" / "limits.md").read_text(encoding="utf-8")
    points = re.split(r"^## ", page, flags=re.MULTILINE)[1:]
    assert [point.split(".")[0] for point in points] == [str(number) for number in range(1, 11)]
    assert all("<!-- row:" in point and "**Instead:**" in point for point in points)


def test_no_figure_begins_a_line() -> None:
    """A line that begins with a comment is HTML to Markdown, and tears its paragraph apart."""
    torn = [
        f"{page.relative_to(ROOT)}: {line.strip()[:60]}"
        for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
        for line in page.read_text(encoding="utf-8").splitlines()
        if line.lstrip().startswith("<!-- row:")
    ]
    assert not torn, torn
