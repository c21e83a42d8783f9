"""The same run in other units, or with left and right exchanged, gives the same account of how the steps changed."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest

from evenstride.app.diagnose import diagnose_athlete
from evenstride.app.ingest import import_files
from evenstride.core.run import StepAccount
from evenstride.store import open_store

DAYS = (date(2026, 3, 3), date(2026, 5, 5))
AT = datetime(2026, 5, 6, 12, tzinfo=UTC)
OTHER = {"left": "right", "right": "left"}


def contacts(day: date) -> list[tuple[str, float, float, float]]:
    """Side, touchdown, toe-off and speed in m/s of sixteen contacts with scatter."""
    rng, now, found = np.random.default_rng(day.toordinal()), 0.0, []
    for index in range(16):
        contact, flight = np.array([0.106, 0.125]) * np.exp(rng.normal(0.0, 0.02, 2))
        found.append(("left" if index % 2 else "right", round(float(now), 4), round(float(now + contact), 4), 9.07))
        now += contact + flight
    return found


def as_it_was(side: str, down: float, off: float, speed: float) -> str:
    return f"{side},{down!r},{off!r},{speed!r}"


def mirrored(side: str, down: float, off: float, speed: float) -> str:
    return as_it_was(OTHER[side], down, off, speed)


def in_km_per_hour(side: str, down: float, off: float, speed: float) -> str:
    return as_it_was(side, down, off, 3.6 * speed)


def account(folder: Path, line: Callable[[str, float, float, float], str], unit: str = "") -> StepAccount:
    folder.mkdir()
    files = []
    for day in DAYS:
        files.append(folder / f"{day}.csv")
        rows = [f"Noa,{day},{line(*one)}" for one in contacts(day)]
        files[-1].write_text("\n".join([f"athlete,date,side,touchdown,toe_off,speed{unit}", *rows]) + "\n")
    with open_store(folder / "test.db") as store:
        import_files(store, files, imported_at=AT)
        found = diagnose_athlete(store, "Noa", at=AT).account
    assert found is not None
    return found


@pytest.mark.parametrize(("line", "unit"), [(mirrored, ""), (in_km_per_hour, " (km/h)")])
def test_the_account_is_the_same(tmp_path: Path, line: Callable[[str, float, float, float], str], unit: str):
    one, other = account(tmp_path / "one", as_it_was), account(tmp_path / "other", line, unit)
    for part in ("push", "swing", "geometry", "total"):
        here, there = (getattr(given, part).estimate() for given in (one, other))
        assert (there.value, there.low, there.high) == pytest.approx((here.value, here.low, here.high), abs=1e-9)
