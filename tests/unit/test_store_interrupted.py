"""All or nothing: an import, a result, an athlete or an opening that is broken off at any moment."""

import subprocess
import sys

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from evenstride.core.athlete import Athlete
from evenstride.core.estimate import Estimate
from evenstride.core.metric import Analysis
from evenstride.core.provenance import Provenance
from evenstride.store import open_store
from tests.database_files import NOW, contents, reading


class Interrupted(Exception):  # noqa: N818 - it stands for anything that can happen, not for an error of ours
    pass


def interrupted(action, at: int) -> bool:
    """Run an action and break it before its statement number `at`, the commit counting as the last."""
    count = 0

    def tick(*_):
        nonlocal count
        count += 1
        if count == at:
            raise Interrupted

    event.listen(sa.Engine, "before_cursor_execute", tick)
    event.listen(sa.Engine, "commit", tick)
    try:
        action()
    except Interrupted:
        return True
    finally:
        event.remove(sa.Engine, "before_cursor_execute", tick)
        event.remove(sa.Engine, "commit", tick)
    return False


def test_an_import_broken_at_any_statement_leaves_nothing_of_it(tmp_path):
    path = tmp_path / "a.db"
    with open_store(path) as store:
        store.save_import(*reading(0), imported_at=NOW)
        before, steps = contents(path), 0
        new = reading(1, ("Noa", "Zoë", "Ada", "Xu"))
        while interrupted(lambda: store.save_import(*new, imported_at=NOW), steps + 1):
            steps += 1
            assert contents(path) == before
        assert steps >= 6  # begin, look, bytes, athletes, recordings, commit
        after = contents(path)
        assert len(after["recordings"]) == len(before["recordings"]) + 4
        assert len(after["blobs"]) == 2
        assert store.save_import(*new, imported_at=NOW).already


def test_a_result_and_an_athlete_broken_at_any_statement_leave_nothing(tmp_path):
    path = tmp_path / "a.db"
    with open_store(path) as store:
        store.save_athlete(Athlete("Noa"), saved_at=NOW)
        document = Analysis("Noa", None, "sprint", {"mss": Estimate(8.6, 8.5, 8.7, "m/s")})
        made = Provenance("analysis", "m")
        actions = [
            lambda: store.save_result(made, document, athlete="noa", saved_at=NOW),
            lambda: store.save_athlete(Athlete("Ada"), saved_at=NOW),
        ]
        for action in actions:
            before, at = contents(path), 1
            while interrupted(action, at):
                assert contents(path) == before
                at += 1
            assert contents(path) != before


def test_opening_broken_at_any_statement_leaves_a_file_that_can_be_opened(tmp_path):
    at, path = 1, tmp_path / "0.db"
    while interrupted(lambda path=path: open_store(path).close(), at):
        with open_store(path) as store:
            assert store.athletes() == ()
        at, path = at + 1, tmp_path / f"{at}.db"
    assert at > 10


KILLED = """
import os, random, shutil, signal, sys, time
from pathlib import Path
import sqlalchemy as sa
from sqlalchemy import event
from datetime import UTC, date, datetime
import numpy as np
from evenstride.core.provenance import content_id
from evenstride.core.recording import Origin, Reading, Splits
import evenstride.store.sql
from evenstride.store import open_store

random.seed(1)
NOW = datetime(2026, 5, 1, tzinfo=UTC)
ROWS = 200
data = random.randbytes(400_000)
recordings = tuple(
    Splits(f"Athlete {n % 7}", np.arange(1, 60.0), np.random.default_rng(n).normal(size=59), date(2026, 1, 1),
           origin=Origin(place=f"row {n}")) for n in range(ROWS))
reading = Reading("splits-csv", content_id(data), "f.csv", recordings)

def child(path, kill_at, go):
    with open_store(path) as store:
        count = 0
        def tick(*_):
            nonlocal count
            count += 1
            if count == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)
        event.listen(sa.Engine, "before_cursor_execute", tick)
        event.listen(sa.Engine, "commit", tick)
        os.write(go, b"!")
        store.save_import(reading, data, imported_at=NOW)

def run(path, kill_at=0, delay=None):
    shutil.copy(folder / "new.db", path)
    ready, go = os.pipe()
    pid = os.fork()
    if pid == 0:
        child(path, kill_at, go)
        os._exit(0)
    os.read(ready, 1)
    if delay is not None:
        time.sleep(delay)
        os.kill(pid, signal.SIGKILL)
    status = os.waitpid(pid, 0)[1]
    os.close(ready), os.close(go)
    return os.WIFSIGNALED(status)

folder = Path(sys.argv[1])
open_store(folder / "new.db").close()
killed, at = 0, 1
while run(folder / f"statement{at}.db", kill_at=at):
    killed, at = killed + 1, at + 1
for n in range(20):
    killed += run(folder / f"delay{n}.db", delay=n * 0.002)
print(killed)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")
def test_an_import_killed_at_any_moment_leaves_all_or_nothing(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", KILLED, tmp_path], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= 8
    found = [contents(path) for path in sorted(tmp_path.glob("*.db"))]
    sizes = {tuple(len(one[table]) for table in ("blobs", "athletes", "recordings")) for one in found}
    assert sizes == {(0, 0, 0), (1, 7, 200)}
