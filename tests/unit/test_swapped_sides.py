"""Sides that geometry contradicts are refused by `measure` and `import`; sides nobody told are read off the feet."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from evenstride.app.instruments import measure_trial
from evenstride.app.understand import understand
from evenstride.core.body_points import BodyPoint
from evenstride.core.errors import FitError, InputError
from evenstride.core.estimate import Missing
from evenstride.core.recording import StepEvents
from evenstride.core.roles import Side
from evenstride.core.stance import Stance, StanceSummary, Trial
from evenstride.science.side_check import NOTHING_SAYS, name_feet

SWAP = {"Left": "Right", "Right": "Left"}


def trial(*sides: Side | None) -> Trial:
    force = np.tile([0.0, 0.0, 900.0], (20, 1))
    stances = tuple(
        Stance(side, 0.35 * i + 0.1, 0.35 * i + 0.3, 0.35 * i + 0.1 + np.arange(20) / 100.0, force, 70.0, 0.001)
        for i, side in enumerate(sides)
    )
    return Trial("Noa", stances, None, notes=(NOTHING_SAYS,))


def feet(count: int, *, up: int = 2, lift: float = 0.25) -> dict[BodyPoint, np.ndarray]:
    """Heels of a runner whose left foot is down first, and the other one 25 cm up; 100 frames a second."""
    times = np.arange(round((0.35 * count + 0.2) * 100)) / 100.0
    left_down = ((times - 0.02) // 0.35) % 2 == 0
    found = {}
    for point, down in ((BodyPoint.LEFT_HEEL, left_down), (BodyPoint.RIGHT_HEEL, ~left_down)):
        places = np.zeros((len(times), 3))
        places[:, up] = np.where(down, 0.05, 0.05 + lift)
        found[point] = places
    return found


L, R = Side.LEFT, Side.RIGHT


@pytest.mark.parametrize("up", [1, 2])
def test_sides_that_the_feet_bear_out_pass_and_the_others_are_refused(up) -> None:
    right = trial(L, R, L, R)
    assert name_feet(right, feet(4, up=up), 100.0, up) is right
    with pytest.raises(InputError, match=r"contacts are swapped\. In 4 of 4 contacts the other foot was low"):
        name_feet(trial(R, L, R, L), feet(4, up=up), 100.0, up)


def test_sides_nobody_told_are_those_of_the_foot_that_was_low() -> None:
    named = name_feet(trial(None, None, None), feet(3), 100.0, 2)
    assert [stance.side for stance in named.stances] == [L, R, L]
    assert NOTHING_SAYS not in named.notes


def test_one_contact_off_and_feet_that_are_equally_high_refuse_nothing() -> None:
    one_off = trial(L, L, L, R)
    assert name_feet(one_off, feet(4), 100.0, 2) is one_off
    level = trial(None, None, None)
    assert name_feet(level, feet(3, lift=0.0), 100.0, 2) is level
    gone = {point: np.full_like(places, np.nan) for point, places in feet(3).items()}
    assert name_feet(trial(R, L, R), gone, 100.0, 2).stances[0].side is R
    assert name_feet(replace(level, stances=()), feet(3), 100.0, 2).stances == ()


@pytest.fixture
def jog(shared_data: Path) -> Any:
    ezc3d = pytest.importorskip("ezc3d", reason="the library that reads C3D is not installed")
    return ezc3d.c3d(str(shared_data / "dorn2012_jog_c3d" / "JA1Gait21.c3d"))


def both_ways(trial: Any, folder: Path) -> Path:
    file = folder / "jog.c3d"
    trial.write(str(file))
    return file


def refused(file: Path, says: str) -> None:
    with pytest.raises(InputError, match=says):
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
    refused(both_ways(jog, tmp_path), "left and right of the contacts are swapped.*Correct the sides of the events")


def test_a_first_foot_that_is_the_other_one_is_refused_and_none_is_needed(jog, tmp_path) -> None:
    jog["parameters"]["EVENT"]["USED"]["value"] = [0]
    file = both_ways(jog, tmp_path)
    with pytest.raises(InputError, match="contacts are swapped"):
        measure_trial(file, first=R)
    found = measure_trial(file)
    assert isinstance(found.contacts, StanceSummary)
    assert [one.side for one in found.contacts.trial.stances] == [L, R, L, R, L]
    assert "Left and right are those of the foot that was low." in found.contacts.trial.notes


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
