"""Of an activity on a sealed day no command tells how fast it was, by speed, distance or metres, before its date."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta

from tests.outing_files import tcx
from tests.unit.test_block_doors import TODAY, Terminal, ready, run, running

__all__ = ["ready", "run", "running"]


def test_of_a_sealed_day_only_how_long_and_how_hard_is_told(running: Terminal) -> None:
    day = TODAY + timedelta(days=9)
    running.go_to(day)
    (running.folder / "run.tcx").write_bytes(tcx(seconds=1200, speed=6.13, start=datetime.combine(day, time(8), UTC)))
    code, _, err = running("import", str(running.folder / "run.tcx"), "--athlete", "noa")
    assert code == 0, err
    assert "sealed until" in err
    told = [running(*words)[1] for words in (("outings",), ("done", "--days"), ("seasons",), ("outings", "--json"),
            ("done", "--json"), ("seasons", "--json"), ("data", "show"), ("data", "show", "--json"))]  # fmt: skip
    id = re.search(r"\d{4}-\d\d-\d\d  ([0-9a-f]{8})  running", told[0])
    assert id is not None
    told += [running("outing", id[1])[1], running("outing", id[1], "--json")[1]]
    told += ["\n".join(running(*words)[1:]) for words in (("data", "delete-run", id[1]), ("why", id[1]))]
    out = running.folder / "tables"
    assert running("data", "tables", str(out))[0] == 0
    told += [one.read_text(encoding="utf-8") for one in out.rglob("*") if one.suffix in (".csv", ".json")]
    for text in told:
        assert not re.search(r"(?<![\d.])(6\.1\d|7\.3\d|735\d|7349)", text), text
    assert re.search(r"running +20 +sealed +– +sealed", told[0])
    assert "its speeds are sealed until" in told[8]
    assert "sealed" in told[1]
    running.go_to(TODAY + timedelta(weeks=8))
    assert re.search(r"running +20 +7\.3 ", running("outings")[1])
