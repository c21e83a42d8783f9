"""Events without force plates on the shared real files, against the force plates that were under them."""

import numpy as np
import pytest

from evenstride.science.motion.foot_contacts import CONSTANTS, Forefoot
from evenstride.science.motion.kinematic_events import find_both_feet, find_foot_contacts
from evenstride.science.sensors.sacrum_events import find_sacral_steps
from validation import instruments_kinematic_events, instruments_sensor_events
from validation._foot_sets import dorn, footnet
from validation.instruments_kinematic_events import errors, own_constants
from validation.instruments_sensor_events import RATE, frequency_of, read_trials, reference


@pytest.fixture(scope="module")
def sets(shared_data):
    return {"footnet": footnet(shared_data), "dorn": dorn(shared_data)}


@pytest.fixture(scope="module")
def trials(shared_data):
    return read_trials(shared_data)


class TestCameras:
    @pytest.mark.parametrize(
        ("name", "other", "most", "bias"), [("footnet", "dorn", 0.008, 0.005), ("dorn", "footnet", 0.012, 0.012)]
    )
    def test_with_the_constants_of_the_other_set(self, sets, name, other, most, bias) -> None:
        both = errors(sets[name], constants=own_constants(sets[other]))
        contact = both[:, 1] - both[:, 0]
        assert len(contact) == {"footnet": 54, "dorn": 5}[name]
        assert np.abs(contact).mean() <= most
        assert abs(contact.mean()) <= bias

    def test_the_constants_in_use_lie_halfway(self, sets) -> None:
        """Halfway in ms, not in m: the errors they leave in the two sets are opposite."""
        left = [errors(feet).mean(axis=0) for feet in sets.values()]
        assert left[0] + left[1] == pytest.approx([0.0, 0.0], abs=0.002)

    def test_a_treadmill_and_the_ground_are_told_apart(self, sets) -> None:
        assert all(
            find_foot_contacts(foot.heel, foot.forefoot, foot.rate).treadmill is (name == "footnet")
            for name, feet in sets.items()
            for foot in feet[:3]
        )

    def test_sides_of_a_real_run(self, sets) -> None:
        left, right = ((foot.heel, foot.forefoot) for foot in sets["dorn"])
        found = find_both_feet(left, right, 250.0)
        assert [one.walking for one in found] == [False, False]
        with pytest.raises(Exception, match="were exchanged"):
            find_both_feet(right, left, 250.0)

    def test_the_toe_marker(self, shared_data) -> None:
        both = errors(dorn(shared_data, forefoot=("TOE",)), point=Forefoot.TOE)
        assert np.abs(both[:, 1] - both[:, 0]).mean() <= 0.012

    def test_what_is_drawn_covers_the_sets(self, sets) -> None:
        used = CONSTANTS[Forefoot.BALL]
        for feet in sets.values():
            bias = np.abs(errors(feet).mean(axis=0))
            assert bias[0] <= used.shared_touchdown
            assert bias[1] <= used.shared_toe_off


class TestSacrum:
    def test_step_frequency_of_all_trials(self, trials) -> None:
        assert len(trials) == 31
        for trial in trials:
            found = find_sacral_steps(trial.acceleration, RATE, draws=10)
            assert found.step_frequency.point == pytest.approx(frequency_of(reference(trial)), rel=0.01)
            assert found.flags == ()

    def test_downhill_does_not_fragment(self, trials) -> None:
        for trial in trials:
            found = find_sacral_steps(trial.acceleration, RATE, draws=10)
            assert abs(len(found.touchdowns) - len(reference(trial))) <= 2
            assert np.nanmin(found.contact_times) > 0.15

    def test_contact_times_lie_in_their_draws(self, trials) -> None:
        held = []
        for trial in trials:
            truth = reference(trial)
            told = find_sacral_steps(trial.acceleration, RATE).contact_time.estimate()
            held.append(told.low <= np.mean(truth[:, 1] - truth[:, 0]) <= told.high)
        assert np.mean(held) >= 0.9


@pytest.mark.parametrize("module", [instruments_kinematic_events, instruments_sensor_events])
def test_nothing_is_measured_without_the_files(module, monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("EVENSTRIDE_SHARED", str(tmp_path / "nowhere"))
    assert len(module.skipped()) == 1
    assert all("simulated" in row["name"] for row in module.rows())
