"""A store of every kind, and recordings, results and log entries to put into it."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from evenstride.core.estimate import Estimate
from evenstride.core.log import LogEntry
from evenstride.core.metric import Analysis
from evenstride.core.provenance import content_id
from evenstride.core.recording import FieldTest, Origin, Reading, Splits
from evenstride.core.roles import Side
from evenstride.store import MemoryStore, open_store

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=3)
DAY = date(2026, 4, 30)


@pytest.fixture(params=["sql", "memory"])
def store(request, tmp_path: Path):
    with open_store(tmp_path / "a.db") if request.param == "sql" else MemoryStore() as opened:
        yield opened


def splits(athlete="Noa Keller", on: date | None = DAY, place="row 2", label="", last=2.9) -> Splits:
    origin = Origin(file_name="may.csv", reader="splits-csv", place=place)
    return Splits(athlete, np.array([5.0, 10.0, 20.0]), np.array([1.2, 1.9, last]), on, label, origin=origin)


def field_test(side: Side, on=DAY) -> FieldTest:
    return FieldTest("Noa Keller", "S1", (11.0, 12.5), "N", side, 0.41, on)


def reading(*recordings, data=b"5;10;20\n") -> tuple[Reading, bytes]:
    return Reading("splits-csv", content_id(data), "may.csv", recordings), data


def analysis(on=DAY, value=8.6) -> Analysis:
    return Analysis("Noa Keller", on, "sprint", {"mss": Estimate(value, value - 0.1, value + 0.1, "m/s")})


def entry(id="", on=DAY, at: datetime | None = NOW, **more) -> LogEntry:
    return LogEntry(on, "technique", logged_at=at, id=id, **more)
