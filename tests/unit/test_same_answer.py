"""The same run in other units, another order of columns, or with left and right exchanged, gives the same answer."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest

from evenstride.app.diagnose import diagnose_athlete
from evenstride.app.observe import measure_stored
from evenstride.app.reading.ingest import import_files
from evenstride.app.results import keep_analyses
from evenstride.core.estimate import Estimate, Missing
from evenstride.core.recording import Splits
from evenstride.core.run import StepAccount
from evenstride.core.run_seed import run_seed
from evenstride.store import open_store
from evenstride.words import quantity

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


GATES = ((5, 1.158), (10, 1.893), (20, 3.149), (30, 4.313), (40, 5.444))


def split_file(unit: str, metres: float, decimals: int, *, turned: bool = False) -> str:
    rows = [("athlete", "date", f"distance ({unit})", "time (s)")]
    rows += [("Noa", "2026-05-05", f"{gate / metres:.{decimals}f}", f"{time:.3f}") for gate, time in GATES]
    return "\n".join(",".join(reversed(row) if turned else row) for row in rows) + "\n"


def trace_file(factor: float, unit: str, *, turned: bool = False) -> str:
    rows = [("athlete", "date", "time", f"speed ({unit})")]
    for tick in range(1, 200):
        time = tick / 46.875
        rows.append(("Noa", "2026-05-05", f"{time:.5f}", f"{factor * 8.6 * (1.0 - np.exp(-time / 1.2)):.6f}"))
    return "\n".join(",".join(reversed(row) if turned else row) for row in rows) + "\n"


def step_file(factor: float, unit: str, *, turned: bool = False, other: bool = False) -> str:
    rows = [("athlete", "date", "side", "touchdown", "toe_off", f"speed ({unit})")]
    for side, down, off, speed in contacts(DAYS[0]):
        rows.append(("Noa", "2026-05-05", OTHER[side] if other else side, f"{down}", f"{off}", f"{factor * speed:.4f}"))
    return "\n".join(",".join(reversed(row) if turned else row) for row in rows) + "\n"


def stored_values(folder: Path, text: str) -> dict[str, Estimate | Missing]:
    folder.mkdir()
    (folder / "run.csv").write_text(text)
    with open_store(folder / "test.db") as store:
        import_files(store, [folder / "run.csv"], imported_at=AT)
        measured = measure_stored(store.recordings("Noa"), until=AT.date())
        (kept,) = keep_analyses(store, store.athlete("Noa"), measured, at=AT)
    return dict(kept.values)


@pytest.mark.parametrize(
    "same",
    [
        (split_file("m", 1.0, 0), split_file("yd", 0.9144, 6), split_file("ft", 0.3048, 5, turned=True)),
        (trace_file(1.0, "m/s"), trace_file(3.6, "km/h"), trace_file(1.0, "m/s", turned=True)),
        (step_file(1.0, "m/s"), step_file(3.6, "km/h"), step_file(1.0, "m/s", turned=True)),
    ],
    ids=["splits", "trace", "steps"],
)
def test_stored_intervals_are_the_same_in_every_unit_and_order_of_columns(tmp_path: Path, same: tuple[str, ...]):
    first, *others = (stored_values(tmp_path / str(number), text) for number, text in enumerate(same))
    shown = {name: quantity(value) for name, value in first.items() if isinstance(value, Estimate)}
    assert shown
    for other in others:
        assert {name: quantity(one) for name, one in other.items() if isinstance(one, Estimate)} == shown


def test_a_mirrored_run_has_mirrored_intervals(tmp_path: Path):
    here = stored_values(tmp_path / "here", step_file(1.0, "m/s"))
    there = stored_values(tmp_path / "there", step_file(1.0, "m/s", other=True))
    assert here["contact_time.left"] == there["contact_time.right"]
    assert here["force"] == there["force"]


def test_the_same_times_of_another_day_or_runner_are_drawn_anew():
    run = Splits("Noa", *np.transpose(GATES), on=DAYS[0])
    others = (replace(run, on=DAYS[1]), replace(run, athlete="Ada"), replace(run, times=run.times + 0.001))
    assert len({run_seed(one) for one in (run, *others)}) == 4
