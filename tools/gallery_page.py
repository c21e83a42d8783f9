"""The gallery of charts: one picture of each kind, drawn from the examples its contract is tested with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from evenstride.charts.standalone import render_standalone
from evenstride.core.chart import Spec
from tests.contract.test_charts_contract import CASES
from tools.rows import ROOT

FOLDER = ROOT / "docs" / "gallery" / "charts"
ELSEWHERE = {
    "exercise": "the drawings of [exercises](../reference/exercises.md)",
    "field-test": "the drawings of [field tests](../reference/field-tests.md)",
}
"""Charts that have a page of their own, with all their pictures."""


def specs() -> Iterator[Spec]:
    """Yield the first example of every chart shown here."""
    for name, cases in CASES.items():
        if name not in ELSEWHERE:
            yield next(iter(cases.values()))()


def draw_chart_pictures() -> Iterator[tuple[Path, str]]:
    """Yield (path, text) of every picture."""
    for spec in specs():
        yield FOLDER / f"{spec.name}.svg", render_standalone(spec)


def draw_gallery() -> str:
    """Return the page: pages and report as photographed, then every chart with the sentence that stands for it."""
    lines = [
        "# Gallery",
        "",
        "People and numbers here are made up. Every chart carries the sentence under it as its description, and the "
        "table of its numbers; roles are told apart by texture and shape as well as by colour.",
        "",
        "## Pages",
        "",
        "![The report of the demo](demo-report.png)",
        "",
        "![Push and swing of one athlete on the page for both sides](page-sides.png)",
        "",
        "![The squad on one page](page-squad.png)",
        "",
        '<img src="page-stride.png" width="260" alt="The stride page on a phone: verdict, how sure, figure"> '
        '<img src="page-session.png" width="260" alt="A session on a phone: go on or stop, with a tile a rep"> '
        '<img src="page-log.png" width="260" alt="The log on a phone: effort, joy and feel by tapping">',
        "",
        "## Charts",
        "",
        f"Not here: {' and '.join(ELSEWHERE.values())}. [How to add a chart](../how-to/add-a-chart.md).",
    ]
    for spec in specs():
        lines += ["", f"### {spec.title}", "", f"![{spec.title}](charts/{spec.name}.svg)", "", spec.description]
    return "\n".join(lines) + "\n"
