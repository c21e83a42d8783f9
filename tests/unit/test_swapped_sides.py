"""Sides that geometry contradicts are refused by `measure` and `import`; sides nobody told are read off the feet."""

from pathlib import Path
from typing import Any

import pytest

from evenstride.app.reading.instruments import measure_trial
from evenstride.app.reading.understand import understand
from evenstride.core.errors import FitError, InputError
from evenstride.core.estimate import Missing
from evenstride.core.recording import StepEvents
from evenstride.core.roles import Side
from evenstride.core.stance import StanceSummary

SWAP = {"Left": "Right", "Right": "Left"}


R, L = Side.RIGHT, Side.LEFT


@pytest.fixture
def jog(shared_data: Path) -> Any:
    ezc3d = pytest.importorskip("ezc3d", reason="the library that reads C3D is not installed")
    return ezc3d.c3d(str(shared_data / "dorn2012_jog_c3d" / "JA1Gait21.c3d"))


def both_ways(trial: Any, folder: Path) -> Path:
    file = folder / "jog.c3d"
    trial.write(str(file))
    return file


def refused(file: Path, says: str) -> None:
    with pytest.raises((InputError, FitError), match=says):
        measure_trial(file)
    with pytest.raises(InputError, match=f"jog.c3d.*{says}"):
        understand(file.read_bytes(), name=file.name, unnamed="Noa")


def test_swapped_names_of_markers_are_refused(jog, tmp_path) -> None:
    labels = jog["parameters"]["POINT"]["LABELS"]["value"]
    other = {"L": "R", "R": "L"}
    jog["parameters"]["POINT"]["LABELS"]["value"] = [other.get(one[0], one[0]) + one[1:] for one in labels]
    refused(both_ways(jog, tmp_path), "left and right are swapped.*Swap the names in the mapping or in the file")


def test_swapped_sides_of_events_are_refused(jog, tmp_path) -> None:
    contexts = jog["parameters"]["EVENT"]["CONTEXTS"]["value"]
    jog["parameters"]["EVENT"]["CONTEXTS"]["value"] = [SWAP.get(one, one) for one in contexts]
    refused(both_ways(jog, tmp_path), "the right foot is said to be down, and the markers show the left foot down")


def test_a_first_foot_that_is_the_other_one_is_refused_and_none_is_needed(jog, tmp_path) -> None:
    jog["parameters"]["EVENT"]["USED"]["value"] = [0]
    file = both_ways(jog, tmp_path)
    with pytest.raises(FitError, match="the right foot is said to be down"):
        measure_trial(file, first=R)
    found = measure_trial(file)
    assert isinstance(found.contacts, StanceSummary)
    assert [one.side for one in found.contacts.trial.stances] == [L, R, L, R, L]
    assert "Left and right are those of the feet that the markers show down." in found.contacts.trial.notes


def test_plates_nobody_was_on_leave_the_contacts_to_the_markers(jog, tmp_path) -> None:
    jog["data"]["analogs"][:] = 0.0
    file = both_ways(jog, tmp_path)
    found = measure_trial(file)
    assert found.contacts == Missing("no foot was on a plate", "Check which plates were hit")
    assert isinstance(found.events, StepEvents)
    (events,) = understand(file.read_bytes(), name=file.name, unnamed="Noa").recordings
    assert isinstance(events, StepEvents)
    assert len(events.contacts) == len(found.events.contacts) >= 5


def test_an_empty_plate_alone_is_refused(tmp_path) -> None:
    file = tmp_path / "belt.csv"
    file.write_text("rate 500 Hz\nFz (N)\n" + 900 * "0\n")
    with pytest.raises(FitError, match="no foot was on a plate"):
        measure_trial(file)


def test_a_mass_that_the_standing_weight_contradicts_is_said_with_both_numbers(shared_data) -> None:
    pytest.importorskip("ezc3d", reason="the library that reads C3D is not installed")
    folder = shared_data / "dorn2012_jog_c3d"
    found = measure_trial(folder / "JA1Gait21.c3d", mass=70.0, standing=folder / "JA1Static05.c3d")
    said = " ".join(found.understood)
    assert "70.0 kg is told, standing still weighs 75.9 kg; the one told is used" in said
    assert isinstance(found.contacts, StanceSummary)
    assert any(
        "70.0 kg is told, the plates carried over whole strides 75." in flag.text for flag in found.contacts.trial.flags
    )
    same = measure_trial(folder / "JA1Gait21.c3d", mass=75.0, standing=folder / "JA1Static05.c3d")
    assert "is told" not in " ".join(same.understood)
