"""Gate: wheel and sdist are built, and the wheel works in empty environments far from the source tree.

Tried are every Python of `PYTHONS` that this machine has, then each extra alone, then all together. What is installed
beside the wheel are the versions of the lock. `python -m tools.check_wheel fit lab` tries only these extras.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from email.parser import Parser
from pathlib import Path
from zipfile import ZipFile

from tools.rows import ROOT

PYTHONS = ("3.11", "3.12", "3.13")
SMOKE = ROOT / "tools" / "smoke"
PAGES = ("/", "/static/app.css", "/static/words.js", "/static/mark.svg", "/static/manifest.webmanifest")
PATIENCE = 300.0
"""Seconds any one command may take (judgement)."""

SPLITS = "athlete,5,10,15,20,30,40\nKim,1.158,1.893,2.541,3.149,4.313,5.444\n"
TYPED = """import evenstride as es
sprint = es.fit_sprint([5, 10, 20, 30], [1.158, 1.893, 3.149, 4.313])
reveal_type(sprint)
reveal_type(sprint.values["mss"].value)
"""
REVEALED = ('"sprint" is "Sprint"', '"float"')


class NotWorkingError(Exception):
    """What does not work, in one sentence."""


@dataclass(frozen=True)
class Built:
    """A wheel, what it says of itself, and the versions to install beside it."""

    wheel: Path
    constraints: Path
    version: str
    extras: tuple[str, ...]


@contextmanager
def stage(title: str) -> Iterator[None]:
    """Print a title, and the seconds that went into what stands under it."""
    begin = time.monotonic()
    print(f"{title:<48}", end="", flush=True)
    yield
    print(f"{time.monotonic() - begin:6.1f} s", flush=True)


def run(command: Sequence[str | Path], *, folder: Path = ROOT) -> str:
    """Run a command with nothing of this tree on its path; return what it prints."""
    bare = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    home = {"HOME": str(folder), "XDG_DATA_HOME": str(folder / "kept")} if folder != ROOT else {}
    path = f"{Path(command[0]).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env={**bare, **home, "PATH": path, "UV_PYTHON_DOWNLOADS": "never", "NO_COLOR": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    if done.returncode:
        shown = " ".join(str(part) for part in command)
        raise NotWorkingError(f"`{shown}` ended with {done.returncode} and said:\n{done.stdout}")
    return done.stdout


def uv(*arguments: str | Path) -> str:
    """Run the uv that stands beside this Python."""
    return run([Path(sys.executable).parent / "uv", *arguments])


def find_python(version: str) -> Path | None:
    """Return a Python of this version that runs, on the path or among those of pyenv."""
    kept = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    known = [shutil.which(f"python{version}"), *sorted(kept.glob(f"{version}.*/bin/python"))]
    for python in known:
        if python is not None:
            asked = [str(python), "-c", "import sys, venv; print('%d.%d' % sys.version_info[:2])"]
            told = subprocess.run(asked, capture_output=True, text=True, check=False)
            if told.stdout.strip() == version:
                return Path(python)
    return None


def build(folder: Path) -> Built:
    """Build both, and hold what the wheel carries against the files of the package."""
    uv("build", "--quiet", "--out-dir", folder, ROOT)
    (wheel,), (sdist,) = folder.glob("*.whl"), folder.glob("*.tar.gz")
    with ZipFile(wheel) as held:
        names = set(held.namelist())
        (about,) = (name for name in names if name.endswith(".dist-info/METADATA"))
        told = Parser().parsestr(held.read(about).decode())
    tracked = run(["git", "ls-files", "--", "src/evenstride"]).split()
    lacking = sorted({name.removeprefix("src/") for name in tracked} - names)
    strange = sorted(name for name in names if f"src/{name}" not in tracked and ".dist-info/" not in name)
    if lacking or strange:
        raise NotWorkingError(f"{wheel.name} lacks {lacking}, and holds {strange} that nobody committed")
    if not any(name.endswith("/LICENSE") for name in names) or sdist.stat().st_size == 0:
        raise NotWorkingError(f"{wheel.name} carries no licence")
    constraints = folder / "constraints.txt"
    constraints.write_text(
        uv("export", "--locked", "--all-extras", "--no-dev", "--no-emit-project", "--no-hashes", "--quiet")
    )
    return Built(wheel, constraints, str(told["Version"]), tuple(told.get_all("Provides-Extra", [])))


@dataclass(frozen=True)
class Place:
    """An environment with the wheel, and a folder to work in."""

    built: Built
    python: Path
    work: Path

    def command(self, name: str) -> Path:
        """Return a command of the environment."""
        return self.python.parent / name

    def install(self, *extras: str) -> None:
        """Install the wheel with some extras."""
        wanted = f"evenstride[{','.join(extras)}] @ {self.built.wheel.as_uri()}"
        uv("pip", "install", "--quiet", "--python", self.python, "-c", self.built.constraints, wanted)

    @contextmanager
    def extended(self, *extras: str) -> Iterator[None]:
        """Add some extras for a while; what they brought is taken out again, so that each is tried alone."""
        before = self.work.with_name("before.txt")
        told = uv("pip", "freeze", "--python", self.python).splitlines()
        before.write_text("\n".join(line for line in told if re.match(r"[\w.-]+(==| @ )", line)))
        self.install(*extras)
        yield
        uv("pip", "sync", "--quiet", "--python", self.python, before)


@contextmanager
def environment(built: Built, python: Path) -> Iterator[Place]:
    """Install the wheel alone in an empty environment."""
    with tempfile.TemporaryDirectory(prefix="evenstride-") as made:
        work = Path(made) / "work"
        work.mkdir()
        uv("venv", "--quiet", "--python", python, Path(made) / "environment")
        place = Place(built, Path(made) / "environment" / "bin" / "python", work)
        place.install()
        yield place


def try_plain(place: Place) -> None:
    """Try what works without any extra: the commands of the first minutes, and the first page."""
    evenstride, work, version = place.command("evenstride"), place.work, place.built.version
    if run([evenstride, "--version"], folder=work).split() != ["evenstride", version]:
        raise NotWorkingError(f"--version does not say {version}")
    (work / "splits.csv").write_text(SPLITS, encoding="utf-8")
    asked = {
        ("--help",): "comeback",
        ("demo",): "report.html",
        ("read", "splits.csv"): "Kim",
        ("profile", "splits.csv"): "Top speed",
        ("exercises",): "",
        ("how", "P1"): "",
    }
    for arguments, word in asked.items():
        if word not in run([evenstride, *arguments], folder=work):
            raise NotWorkingError(f"`evenstride {' '.join(arguments)}` does not speak of {word}")
    where = run([place.python, "-c", "import evenstride; print(evenstride.__file__)"], folder=work)
    if "site-packages" not in where or str(ROOT) in where:
        raise NotWorkingError(f"it was not the wheel that was tried but {where}")


def try_page(place: Place) -> None:
    """Start the local page and fetch its first page and files beside it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    command = [place.command("evenstride"), "serve", "--port", port, "--db", place.work / "page.db"]
    bare = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    with subprocess.Popen(
        [str(part) for part in command], cwd=place.work, env=bare, stderr=subprocess.DEVNULL
    ) as server:
        try:
            for page in PAGES:
                fetch(f"http://127.0.0.1:{port}{page}")
        finally:
            server.terminate()


def fetch(address: str) -> bytes:
    """Return what is at an address, once somebody answers there."""
    last = time.monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
                return answer.read()
        except urllib.error.HTTPError as error:
            raise NotWorkingError(f"{address} answers {error.code}") from error
        except OSError as error:
            if time.monotonic() > last:
                raise NotWorkingError(f"nobody answers at {address}") from error
            time.sleep(0.1)


def try_types(place: Place) -> None:
    """Check a user's script against the installed wheel: its names must have types."""
    (place.work / "typed.py").write_text(TYPED, encoding="utf-8")
    checker = Path(sys.executable).parent / "pyright"
    told = run([checker, "--pythonpath", place.python, "typed.py"], folder=place.work)
    lacking = [part for part in REVEALED if part not in told]
    if lacking:
        raise NotWorkingError(f"the types of a user's script are not known: {lacking} is not in\n{told}")


def try_extra(name: str, place: Place) -> None:
    """Run what an extra opens."""
    with tempfile.TemporaryDirectory(dir=place.work) as inside:
        run([place.python, "-P", SMOKE / f"{name}.py"], folder=Path(inside))


def try_without(name: str, place: Place) -> None:
    """Run the same without the extra: the sentence must name it, unless another dependency brings its library."""
    try:
        try_extra(name, place)
    except NotWorkingError as told:
        if not re.search(rf"evenstride\[{name}\]", str(told)):
            raise NotWorkingError(
                f"without the extra {name} nobody says to install evenstride[{name}]: {told}"
            ) from told


def try_extras(place: Place, extras: Sequence[str], *, together: bool) -> None:
    """Try each extra away and there, alone, and then all of them at once."""
    for name in extras:
        with stage(f"extra {name}"):
            try_without(name, place)
            with place.extended(name):
                try_extra(name, place)
    if together:
        with stage("all extras together"), place.extended(*extras):
            for name in extras:
                try_extra(name, place)


def try_all(built: Built, extras: Sequence[str], *, together: bool) -> None:
    """Try the wheel alone on every Python of this machine, and the extras on the first."""
    found = {version: find_python(version) for version in PYTHONS}
    first = next((python for python in found.values() if python is not None), None)
    if first is None:
        raise NotWorkingError(f"this machine has no Python of {', '.join(PYTHONS)}")
    for version, python in found.items():
        if python is None:
            print(f"Python {version}: skipped, this machine has none")
            continue
        with environment(built, python) as place:
            with stage(f"Python {version}: the wheel alone"):
                try_plain(place)
                try_page(place)
            if python == first:
                with stage("types of a user's script"):
                    try_types(place)
                try_extras(place, extras, together=together)


def main(arguments: list[str] | None = None) -> int:
    """Build, install, try; return 1 with the sentence of the first thing that does not work."""
    parser = argparse.ArgumentParser(prog="python -m tools.check_wheel", description=__doc__)
    parser.add_argument("extras", nargs="*", help="only these extras, and not all together")
    wanted = parser.parse_args(arguments).extras
    try:
        with tempfile.TemporaryDirectory(prefix="evenstride-") as made:
            with stage("wheel and sdist"):
                built = build(Path(made))
            untried = [name for name in {*built.extras, *wanted} if not (SMOKE / f"{name}.py").is_file()]
            if untried:
                raise NotWorkingError(f"nothing in tools/smoke tries the extras {untried}")
            try_all(built, wanted or built.extras, together=not wanted)
    except NotWorkingError as fault:
        print(f"\n{fault}", file=sys.stderr)
        return 1
    print("the wheel works")
    return 0


if __name__ == "__main__":
    sys.exit(main())
