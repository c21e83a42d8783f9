"""Real plates and belts: contacts as listed, zero as read, momentum as weighed."""

from pathlib import Path

import pytest

from evenstride.app.reading.understand import understand
from evenstride.core.errors import InputError
from evenstride.core.estimate import Missing
from evenstride.core.roles import Side
from evenstride.readers.instruments import read_signal
from evenstride.science.plates.stance_metrics import measure_stances
from evenstride.science.plates.stances import prepare_trial
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


def test_a_real_walk_is_said_to_be_one(shared_data: Path) -> None:
    file = shared_data / "c3d_format_suite_ktk" / "Sample02" / "pc_real.c3d"
    trial = prepare_trial(read_signal(file.read_bytes(), name=file.name), mass=70.0, first=Side.LEFT)
    assert trial.walking
    assert trial.flags[0].text.startswith(
        "both feet are down together for 109 ms a step and contacts take 581 ms, 62 %"
    )
    assert isinstance(measure_stances(trial).both["vertical_stiffness"], Missing)


def test_who_has_said_the_first_foot_is_not_asked_for_it_again(shared_data: Path) -> None:
    file = shared_data / "paulopreto_overground_grf" / "Voluntario_01_antepe.csv"
    with pytest.raises(InputError, match=r"nothing says which foot was down\. .*Say which foot came first"):
        understand(file.read_bytes(), name=file.name, athlete="Noa")
    with pytest.raises(InputError, match="in some of the contacts") as told:
        understand(file.read_bytes(), name=file.name, athlete="Noa", side=Side.LEFT)
    assert "which foot came first" not in str(told.value)
    assert "No foot is on a plate for 8.20 s" in str(told.value)
