"""The command `evenstride` for console blocks: a copy of one warm process for every call, instead of a new start.

A server loads the command line once. The `evenstride` that a block finds on its path hands it words, folder,
environment and the three streams; the server forks, and the fork is the command. A block runs in a real shell with
real redirections and exit codes, each command in a process of its own; only the loading of libraries is shared.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import traceback
from collections.abc import Mapping
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

CLIENT = """#!{python} -IS
import json, os, socket, sys
with socket.socket(socket.AF_UNIX) as line:
    line.connect({address!r})
    told = json.dumps([sys.argv, os.getcwd(), dict(os.environ)]).encode()
    socket.send_fds(line, [len(told).to_bytes(8, "big")], [0, 1, 2])
    line.sendall(told)
    answer = line.recv(1)
sys.exit(answer[0] if answer else "the command ended without a word")
"""

LIBRARIES = ("scipy.optimize", "scipy.signal", "scipy.stats", "ortools.sat.python.cp_model", "icalendar", "jinja2")
"""What commands load on first use."""

DOORS = ("evenstride.core", "evenstride.app", "evenstride.doors.cli")


def start(folder: Path, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Start the server and write the client `evenstride` into a folder, which goes first on the path of a block."""
    address = str(folder / "line")
    command = folder / "evenstride"
    command.write_text(CLIENT.format(python=sys.executable, address=address), encoding="utf-8")
    command.chmod(0o755)
    server = subprocess.Popen(
        [sys.executable, __file__, address],
        env=dict(environment),
        cwd=folder,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    assert server.stdout is not None
    assert server.stdout.readline() == b"ready\n"
    return server


def stop(server: subprocess.Popen[bytes]) -> None:
    """End the server and whatever command still runs."""
    os.killpg(server.pid, signal.SIGKILL)
    server.communicate()


def serve(address: str) -> None:
    """Fork once for every call, for ever."""
    from evenstride.doors.cli import THREADS

    for name in THREADS:
        os.environ.setdefault(name, "1")
    for door in DOORS:
        for one in walk_packages(import_module(door).__path__, f"{door}."):
            import_module(one.name)
    for name in LIBRARIES:
        import_module(name)
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(address)
        door.listen()
        print("ready", flush=True)
        while True:
            line, _ = door.accept()
            with line:
                if os.fork() == 0:
                    door.close()
                    line.sendall(bytes([_answer(line)]))
                    os._exit(0)
            _forget_ended()


def _forget_ended() -> None:
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _answer(line: socket.socket) -> int:
    """Become the command: take its place, streams and environment, run it, and return its exit code."""
    head, streams, _, _ = socket.recv_fds(line, 8, 3)
    told = b""
    while len(told) < int.from_bytes(head, "big"):
        told += line.recv(1 << 16)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    sys.argv, folder, environment = json.loads(told)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.stdin, sys.stdout = open(0, closefd=False), open(1, "w", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", closefd=False, errors="backslashreplace", buffering=1)  # noqa: SIM115
    code = _run()
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    return code


def _run() -> int:
    from evenstride.doors.cli import main

    try:
        main()
    except SystemExit as end:
        if isinstance(end.code, str):
            print(end.code, file=sys.stderr)
            return 1
        return int(end.code or 0)
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


if __name__ == "__main__":
    serve(sys.argv[1])
