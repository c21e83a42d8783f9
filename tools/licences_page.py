"""The page of licences: what an installation brings, what the tools of the workshop bring, what the wheel carries."""

from __future__ import annotations

from tools.licences import CORE, Package, load_known, read_packages

WORKSHOP = ("dev", "docs", "rivals")
"""Groups of the project file that nobody gets who installs Evenstride."""


def draw_licences() -> str:
    """Return the page."""
    known, packages = load_known(), read_packages()
    shipped = [one for one in packages if not set(one.needed_by) <= set(WORKSHOP)]
    workshop = [one for one in packages if one not in shipped]
    lines = [
        "# Licences",
        "",
        "Evenstride is under [Apache-2.0](https://www.apache.org/licenses/LICENSE-2.0). Versions are those of the lock "
        "file; where two stand, the newer one belongs to newer Pythons. A test fails when something comes in whose "
        "licence is unknown or not one of these: " + ", ".join(known["allowed"]) + ".",
        "",
        "## With an installation",
        "",
        f"What `pip install evenstride` brings (*{CORE}*), and what each extra adds. Wheels carry further libraries "
        "inside (numpy and scipy for example their linear algebra); those licences stand in the wheel itself. That of "
        "av carries FFmpeg with x264, so whoever passes that wheel on does so under GPL-2.0-or-later; we do not pass "
        "it on.",
        "",
        *_table(shipped, without=WORKSHOP),
        "",
        "## In the wheel",
        "",
        "Fonts are those of your system: none is shipped, and none is fetched. No page loads anything from elsewhere.",
        "",
        "| what | licence | origin |",
        "|---|---|---|",
        *(f"| {name} | {one['licence']} | {one['origin']} |" for name, one in known["assets"].items()),
        "",
        "## In the workshop",
        "",
        "Tools for tests, docs and comparisons. Nobody gets them who installs Evenstride.",
        "",
        *_table(workshop, without=()),
    ]
    return "\n".join(lines) + "\n"


def _table(packages: list[Package], *, without: tuple[str, ...]) -> list[str]:
    rows = ["| package | version | licence | needed by |", "|---|---|---|---|"]
    for one in packages:
        groups = [group for group in one.needed_by if group not in without]
        by = CORE if CORE in groups else ", ".join(groups)
        rows.append(f"| {one.name} | {', '.join(one.versions)} | {one.licence or '**unknown**'} | {by} |")
    return rows
