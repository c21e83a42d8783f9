"""Files of force that were misread or refused without need: bare columns, standing, slow walking, wrong units."""

from pathlib import Path

import numpy as np
import pytest

from evenstride.core.errors import EvenstrideError, FitError, InputError
from evenstride.core.roles import Side
from evenstride.core.signal import Plate, Signal
from evenstride.readers.instruments import read_signal
from evenstride.science.plates.stances import prepare_trial
from evenstride.science.plates.standing import require_person, require_steps, weigh
from evenstride.science.plates.zero import zero_plate
from tests.belts import belt

RATE = 200.0


def slow_contact(*, length: float = 2.1, weight: float = 800.0, zero: float = 30.0) -> np.ndarray:
    """Return nine seconds of a plate on which a foot stands long: it rises, wavers and falls."""
    times = np.arange(1800) / RATE
    rise = np.clip((times - 3.0) / 0.6, 0.0, 1.0) * np.clip((3.0 + length - times) / 0.4, 0.0, 1.0)
    force = np.zeros((1800, 3))
    force[:, 2] = zero + rise * (weight - 40.0 * np.sin(5.0 * times))
    return force


@pytest.mark.parametrize("length", [1.6, 2.1, 3.0])
def test_a_foot_that_stands_long_is_no_drift(length: float) -> None:
    found = zero_plate(Plate("plate 1", RATE, slow_contact(length=length)))
    assert float(np.ptp(found.zero)) < 5.0
    assert not any(flag.code == "drift" for flag in found.flags)


def test_a_drift_stays_a_drift() -> None:
    force = np.zeros((6000, 3))
    times = np.arange(6000) / RATE
    force[:, 2] = 6.0 * times
    steps = np.sin(2.0 * np.pi * 1.4 * times)
    force[:, 2] += 1500.0 * np.clip(steps, 0.0, None)
    found = zero_plate(Plate("belt", RATE, force))
    assert float(np.ptp(found.zero)) == pytest.approx(180.0, rel=0.05)
    assert any(flag.code == "drift" for flag in found.flags)


def test_the_public_slow_walk_is_walking_and_no_drift(shared_data: Path) -> None:
    path = shared_data / "c3d_format_suite_ktk" / "Sample01" / "Eb015pi.c3d"
    trial = prepare_trial(read_signal(path.read_bytes(), name=path.name))
    assert not any(flag.code == "drift" for flag in trial.flags)
    walking = [flag.text for flag in trial.flags if flag.code == "walking"]
    assert walking
    assert "this is walking" in walking[0]
    # Read off the recorded force: it leaves its resting value at these moments.
    assert [stance.touchdown for stance in trial.stances] == pytest.approx([2.72, 5.39], abs=0.05)
    assert [stance.toe_off for stance in trial.stances] == pytest.approx([4.97, 7.32], abs=0.08)


def test_standing_alone_is_told_and_what_it_is_good_for() -> None:
    still = Plate("plate 1", 1000.0, np.tile([0.0, 0.0, 744.6], (3000, 1)))
    with pytest.raises(FitError, match=r"standing still: 745 N, 75\.9 kg.*--standing FILE"):
        prepare_trial(Signal("Noa", plates=(still,)))
    assert weigh([still]) == pytest.approx(744.6)


def test_what_is_no_person_standing_passes() -> None:
    require_steps([Plate("empty", 1000.0, np.zeros((900, 3)))])
    require_steps([Plate("none", 1000.0, np.zeros((0, 3)))])
    require_steps([Plate("car", 1000.0, np.tile([0.0, 0.0, 9000.0], (900, 1)))])


def test_the_public_standing_trial_is_one(shared_data: Path) -> None:
    path = shared_data / "dorn2012_jog_c3d" / "JA1Static05.c3d"
    with pytest.raises(FitError, match=r"standing still: 745 N, 75\.9 kg"):
        prepare_trial(read_signal(path.read_bytes(), name=path.name))


@pytest.mark.parametrize("factor", [10.0, 0.1])
def test_forces_ten_times_off_are_questioned(factor: float) -> None:
    signal = read_signal(belt(), name="belt.csv")
    [plate] = signal.plates
    wrong = Plate(plate.name, plate.rate, factor * plate.force)
    with pytest.raises(EvenstrideError, match=r"nobody|No runner weighs|no foot was on a plate"):
        prepare_trial(Signal("Noa", plates=(wrong,)), first=Side.LEFT)


def test_the_lightest_and_the_heaviest_person_pass() -> None:
    for mass in (None, 10.0, 75.0, 300.0):
        require_person(mass)
    with pytest.raises(InputError, match="759 kg"):
        require_person(759.0)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("0\n0\n800\n900\n850\n", "one column of numbers, and says neither what they are"),
        ("3,5\n0,1\n800,2\n900,4\n", "one column of numbers, and says neither what they are"),
        ("Fz\n0\n0\n800\n900\n", "does not say how many there are a second, nor their unit"),
        ("Fz (N)\n0\n0\n800\n900\n", "does not say how many there are a second. "),
        ("Fx (N),Fy (N),Fz (N)\n0,0,0\n0,0,800\n", "does not say how many there are a second. "),
    ],
)
def test_forces_without_a_rate_say_what_lacks_and_how_to_give_it(text: str, said: str) -> None:
    with pytest.raises(InputError) as refused:
        read_signal(text.encode(), name="plate.txt")
    assert said in str(refused.value)
    assert "'rate 1000 Hz' and 'Fz (N)'" in str(refused.value)
    assert "fits none" not in str(refused.value)


def test_the_two_lines_that_are_asked_for_make_it_readable() -> None:
    found = read_signal(b"rate 1000 Hz\nFz (N)\n0\n0\n800\n900\n", name="plate.txt")
    assert found.plates[0].rate == 1000.0
