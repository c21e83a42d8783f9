"""Real plates and belts: contacts as listed, zero as read, momentum as weighed."""

from pathlib import Path

import pytest

from validation import instruments_force


@pytest.fixture(scope="module")
def rows(shared_data: Path) -> dict[str, dict[str, object]]:
    return {row["name"]: row for row in instruments_force.rows()}


NAMES = (
    "jog_events", "jog_peaks", "jog_means", "stride_impulse", "strides_impulse", "carried_mass", "overground_contact",
    "untared_found", "untared_ghosts", "untared_moves", "standing_taken", "belt_drift", "belt_events", "belt_flights",
    "belt_flight_spread", "neighbours_alike",
)  # fmt: skip


def test_every_row_is_checked_here(rows):
    assert {f"instruments.{name}" for name in NAMES} == set(rows)


@pytest.mark.parametrize("name", NAMES)
def test_the_row_holds(rows, name):
    row = rows[f"instruments.{name}"]
    assert row["value"] <= row["target"], row
