"""The rules of the house, held by tests: who may import what, no clock, no environment, nothing runs at import.

The import directions between rooms are contracts in pyproject.toml (import-linter); what follows is what those
cannot say.
"""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "evenstride"

LIBRARIES = {
    "core": {"numpy"},
    "readers": {"numpy", "ezc3d", "scipy", "defusedxml", "av"},
    "poses": {"numpy"},
    "science": {"numpy", "scipy", "numba", "jax", "numpyro", "arviz_stats"},
    "plan": {"ortools"},
    "charts": {"numpy"},
    "words": set[str](),
    "writers": {"numpy", "icalendar", "fit_tool", "pyarrow", "av", "PIL"},
    "store": {"numpy", "sqlalchemy"},
    "app": {"platformdirs", "tzlocal"},
    "notebook": {"numpy", "pandas"},
    "doors": {"typer", "rich", "fastapi", "starlette", "uvicorn", "jinja2", "markupsafe", "cryptography", "segno"},
    "claims": set[str](),
    "protocols": set[str](),
}
"""The only libraries each room may import, at the top or inside a function."""

ROOMS = ("core", "readers", "poses", "science", "plan", "charts", "store", "words", "writers")
CHANCE_MODULES = {"time", "random", "secrets", "uuid"}
CLOCK_CALLS = {"now", "utcnow", "today"}
ENVIRONMENT = {"environ", "getenv", "putenv", "getcwd", "expanduser", "expandvars"}
GLOBAL_CHANCE = ("np.random", "numpy.random")
SEEDED = {"default_rng", "Generator", "SeedSequence", "PCG64"}
HEAVY = (
    "numpy",
    "scipy",
    "ortools",
    "fastapi",
    "sqlalchemy",
    "pandas",
    "numba",
    "jax",
    "numpyro",
    "arviz_stats",
    "icalendar",
    "fit_tool",
    "pyarrow",
)
UNUSED_BY_PROFILE = (
    "ortools",
    "fastapi",
    "sqlalchemy",
    "jinja2",
    "pandas",
    "numba",
    "rich",
    "jax",
    "numpyro",
    "icalendar",
)


MOST_LINES_OF_A_FILE, MOST_LINES_OF_A_FUNCTION, MOST_LINES_OF_CODE = 400, 60, 50
"""A function is counted with its docstring; one whose docstring alone makes it long has less code than the last."""

LONG_BY_DOCSTRING = {
    "science/batch/fit.py fit_sprints": "one call for many runs: shapes, what is nan, how it differs from one fit",
    "science/change/check.py check_change": "thirteen options of one verdict, and the rule of each verdict",
    "science/experiment/design.py plan_loads": "eleven options of one plan, and what is searched in which order",
    "science/in_situ/fit.py fit_in_situ": "the whole method of a session, its corrections and its doubts in one place",
    "science/sprint/fit.py fit_speed_curve": "the first function of the library: what is fitted, held and assumed",
    "science/field/thigh_switch.py measure_switches": "a protocol, its five quantities and what is not in their draws",
}
"""Functions whose docstring takes them beyond the limit, each with what it has to say; none is here for its code."""


def sources(*rooms: str) -> list[Path]:
    return sorted(path for room in rooms for path in (PACKAGE / room).rglob("*.py"))


def imported(tree: ast.AST) -> Iterator[str]:
    """Yield the top-level name of everything a module imports, wherever it does so."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


def strangers(tree: ast.AST, allowed: set[str]) -> set[str]:
    return set(imported(tree)) - set(sys.stdlib_module_names) - {"evenstride"} - allowed


def environment_uses(tree: ast.AST) -> list[str]:
    """Say where a module looks at its surroundings."""
    found: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in ENVIRONMENT:
            found.append(f"line {node.lineno}: .{node.attr}")
        elif isinstance(node, ast.ImportFrom) and node.module == "os":
            found += [f"line {node.lineno}: from os import {a.name}" for a in node.names if a.name in ENVIRONMENT]
    return found


def chance_uses(tree: ast.AST) -> list[str]:
    """Say where a module takes something from the clock or from unseeded chance."""
    found = [f"imports {name}" for name in set(imported(tree)) & CHANCE_MODULES]
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            name = node.func.attr
            if name in CLOCK_CALLS:
                found.append(f"line {node.lineno}: .{name}()")
            elif name == "default_rng" and not node.args and not node.keywords:
                found.append(f"line {node.lineno}: default_rng() without a seed")
        elif isinstance(node, ast.Attribute) and node.attr not in SEEDED and ast.unparse(node.value) in GLOBAL_CHANCE:
            found.append(f"line {node.lineno}: global chance, random.{node.attr}")
    return found


def deeds_at_import(tree: ast.Module) -> list[str]:
    """Say which top-level statements do something instead of naming something."""
    naming = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Assign)
    found: list[str] = []
    for node in tree.body:
        docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        guard = isinstance(node, ast.If) and ast.unparse(node.test) in ("TYPE_CHECKING", "__name__ == '__main__'")
        if not (isinstance(node, (*naming, ast.AnnAssign)) or docstring or guard):
            found.append(f"line {node.lineno}: {' '.join(ast.unparse(node).split())}")
    return found


def lengths(tree: ast.Module) -> Iterator[tuple[str, int, int]]:
    """Yield each function with its lines, and its lines without its docstring."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            whole = node.end_lineno - node.lineno + 1
            first = node.body[0]
            said = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
            docstring = (first.end_lineno or first.lineno) - first.lineno + 1 if said else 0
            yield node.name, whole, whole - docstring


def registers_a_command(deed: str) -> bool:
    """Whether a top-level deed of a door only hangs commands into their app, which is how Typer names them."""
    return ".add_typer(" in deed or ".command(" in deed


def named(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def faults_of(check, paths: list[Path]) -> dict[str, list[str]]:
    found = {named(path): check(ast.parse(path.read_text(encoding="utf-8"))) for path in paths}
    return {name: faults for name, faults in found.items() if faults}


def test_rooms_keep_their_import_contracts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert lint_imports(no_cache=True) == 0


def test_every_room_is_known() -> None:
    rooms = {path.name for path in PACKAGE.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert rooms == set(LIBRARIES)


@pytest.mark.parametrize("room", LIBRARIES)
def test_rooms_import_only_their_libraries(room: str) -> None:
    assert not faults_of(lambda tree: sorted(strangers(tree, LIBRARIES[room])), sources(room))


def test_rooms_know_no_clock_and_no_unseeded_chance() -> None:
    assert not faults_of(chance_uses, sources(*ROOMS))


def test_only_the_wiring_reads_the_environment() -> None:
    # The command line's debug switch must work even when it is the wiring that fails.
    allowed = ("app/wiring.py", "doors/cli/__init__.py")
    elsewhere = [path for path in PACKAGE.rglob("*.py") if named(path) not in allowed]
    assert not faults_of(environment_uses, elsewhere)


def test_nothing_runs_at_import() -> None:
    faults = faults_of(deeds_at_import, sorted(PACKAGE.rglob("*.py")))
    for name in [name for name in faults if name.startswith("doors/")]:
        faults[name] = [deed for deed in faults[name] if not registers_a_command(deed)]
    assert not {name: deeds for name, deeds in faults.items() if deeds}


def too_long(folder: Path) -> dict[str, int]:
    """Name each file of a folder that has more lines than a file may have, with their number."""
    counted = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in sorted(folder.rglob("*.py"))}
    assert counted, f"no file was found below {folder}"
    return {path.relative_to(folder).as_posix(): n for path, n in counted.items() if n > MOST_LINES_OF_A_FILE}


@pytest.mark.parametrize("folder", ["src", "tests", "tools", "validation", "benchmarks"])
def test_no_file_is_too_long(folder: str) -> None:
    assert not too_long(ROOT / folder)


def test_a_file_one_line_too_long_is_found_wherever_it_lies(tmp_path: Path) -> None:
    (tmp_path / "within").mkdir()
    (tmp_path / "whole.py").write_text("x = 1\n" * MOST_LINES_OF_A_FILE, encoding="utf-8")
    (tmp_path / "within" / "long.py").write_text("x = 1\n" * (MOST_LINES_OF_A_FILE + 1), encoding="utf-8")
    assert too_long(tmp_path) == {"within/long.py": MOST_LINES_OF_A_FILE + 1}


def test_no_function_is_too_long() -> None:
    found = [
        (f"{named(path)} {name}", whole, code)
        for path in sorted(PACKAGE.rglob("*.py"))
        for name, whole, code in lengths(ast.parse(path.read_text(encoding="utf-8")))
    ]
    long = {name: code for name, whole, code in found if whole > MOST_LINES_OF_A_FUNCTION}
    # Who is on the list and no longer long leaves it.
    assert set(long) == set(LONG_BY_DOCSTRING)
    assert max(long.values()) <= MOST_LINES_OF_CODE


def test_lines_of_a_function_are_counted_with_and_without_its_docstring() -> None:
    source = 'def f():\n    """Say.\n\n    More.\n    """\n    return 1\n\n\nasync def g(): return 2\n'
    assert list(lengths(ast.parse(source))) == [("f", 6, 2), ("g", 1, 1)]


@pytest.mark.parametrize(
    ("check", "source"),
    [
        (chance_uses, "import time"),
        (chance_uses, "from datetime import datetime as d\nd.now()"),
        (chance_uses, "import numpy as np\nr = np.random.default_rng()"),
        (chance_uses, "import numpy as np\nx = np.random.normal(0, 1)"),
        (environment_uses, "import os\nx = os.environ['A']"),
        (environment_uses, "from os import getenv"),
        (deeds_at_import, "import warnings\nwarnings.simplefilter('ignore')"),
        (deeds_at_import, "for x in range(3):\n    y = x"),
        (lambda tree: strangers(tree, {"numpy"}), "def f():\n    import pandas.io"),
    ],
)
def test_the_checks_notice_a_breach(check, source: str) -> None:
    assert check(ast.parse(source))


def test_one_file_alone_may_compile() -> None:
    found = [path.name for path in sources("science") if "numba" in imported(ast.parse(path.read_text("utf-8")))]
    assert found == ["compiled.py"]


def test_the_samplers_are_loaded_inside_functions_only() -> None:
    def at_the_top(tree: ast.Module) -> list[str]:
        top = ast.Module([node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)], [])
        return sorted({"jax", "numpyro", "arviz_stats"} & set(imported(top)))

    assert not faults_of(at_the_top, sources("science"))


def test_a_profile_leaves_what_it_does_not_need_alone(tmp_path: Path) -> None:
    file = tmp_path / "kim.csv"
    file.write_text("distance,time\n5,1.158\n10,1.893\n15,2.541\n20,3.149\n30,4.313\n40,5.444\n", encoding="utf-8")
    program = (
        f"import sys\nfrom evenstride.doors.cli import main\nsys.argv = ['evenstride', 'profile', {str(file)!r}]\n"
        f"try:\n    main()\nexcept SystemExit as end:\n    assert not end.code\n"
        f"print('HEAVY', *(name for name in {UNUSED_BY_PROFILE!r} if name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert "Top speed 8.97 m/s" in done.stdout
    assert done.stdout.splitlines()[-1] == "HEAVY", done.stdout.splitlines()[-1]


def test_help_leaves_the_heavy_libraries_alone() -> None:
    program = (
        "import sys\nfrom evenstride.doors.cli import main\nsys.argv = ['evenstride', '--help']\n"
        f"try:\n    main()\nexcept SystemExit as end:\n    assert not end.code\n"
        f"print('HEAVY', *(name for name in {HEAVY!r} if name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "HEAVY", done.stdout.splitlines()[-1]
    assert "profile" in done.stdout


def test_every_extra_is_a_target_of_make() -> None:
    """`to_install` tells people to type make EXTRA."""
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    [line] = [line for line in (ROOT / "Makefile").read_text("utf-8").splitlines() if line.startswith("EXTRAS :=")]
    assert sorted(extras) == line.split()[2:]
    used = re.findall(r"to_install\(['\"](\w+)['\"]\)", "".join(path.read_text("utf-8") for path in sources(".")))
    assert set(used) <= set(extras)
    assert len(used) > 5
