"""Laws of force plates: what a shift, a mirror, a unit or a turn of the laboratory must and must not change."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenstride.core.errors import FitError
from evenstride.core.estimate import Draws
from evenstride.core.roles import Side
from evenstride.core.signal import Markers, Plate, Signal
from evenstride.core.units import GRAVITY
from evenstride.science.force_events import find_contacts
from evenstride.science.lab_axes import face_forward
from evenstride.science.plate_zero import zero_plate
from evenstride.science.side_means import ALIKE
from evenstride.science.stance_metrics import measure_stances
from evenstride.science.stances import prepare_trial, step_events, weigh

RATE, MASS, CONTACT, STEP, SPEED = 1000.0, 70.0, 0.2, 0.32, 5.0
SEED = 3


def run(steps: int = 8, *, force: float = STEP / CONTACT, noise: float = 1.0, brake: float = 0.3) -> Signal:
    """A runner on one long plate: half sines of stance-mean `force` BW, braking then driving, markers along +x."""
    count = round((steps * STEP + 1.0) * RATE)
    times = np.arange(count) / RATE
    load = np.random.default_rng(SEED).normal(0.0, noise, (count, 3))
    for step in range(steps):
        phase = (times - 0.5 - step * STEP) / CONTACT
        down = (phase > 0.0) & (phase < 1.0)
        up = np.where(down, np.sin(np.pi * np.clip(phase, 0.0, 1.0)), 0.0)
        load[:, 2] += 0.5 * np.pi * force * MASS * GRAVITY * up
        load[:, 0] -= brake * MASS * GRAVITY * np.where(down, np.sin(2 * np.pi * np.clip(phase, 0.0, 1.0)), 0.0)
        load[:, 1] += (40.0 if step % 2 else -40.0) * up
    position = np.zeros((round(count / 5), 2, 3))
    position[:, :, 0] = (np.arange(len(position)) / (RATE / 5) * SPEED)[:, np.newaxis]
    position[:, 1, 2] = 1.0
    return Signal("Noa", Markers(("a", "b"), RATE / 5, position), (Plate("plate 1", RATE, load),))


def values(signal: Signal) -> dict[str, float]:
    found = measure_stances(prepare_trial(signal, mass=MASS))
    return {name: draws.point for name, draws in found.both.items() if isinstance(draws, Draws)}


def test_what_was_put_in_comes_out():
    trial = prepare_trial(run(), mass=MASS)
    found = values(run())
    # 20 N lie 2.5 ms inside the half sine at both ends.
    assert np.mean([stance.contact_time for stance in trial.stances]) == pytest.approx(CONTACT, abs=0.006)
    assert trial.speed == pytest.approx(SPEED, rel=1e-3)
    assert found["stance_force"] == pytest.approx(STEP / CONTACT, rel=0.03)
    assert found["net_horizontal_impulse"] == pytest.approx(0.0, abs=0.01)
    assert found["braking_impulse"] == pytest.approx(-0.3 * GRAVITY * CONTACT / np.pi, rel=0.02)
    assert found["propulsive_impulse"] == pytest.approx(0.3 * GRAVITY * CONTACT / np.pi, rel=0.02)
    assert prepare_trial(run()).stances[0].mass == pytest.approx(MASS, rel=0.01)


def test_sides_come_from_the_sideways_force():
    events = step_events(prepare_trial(run(), mass=MASS))
    assert [contact.side for contact in events.contacts] == 4 * [Side.LEFT, Side.RIGHT]
    assert events.device.timing_sd is not None


def test_without_anything_sideways_the_foot_is_asked_for():
    plate = run().plates[0]
    flat = replace(run(), plates=(Plate("plate 1", RATE, plate.force * [1.0, 0.0, 1.0]),))
    with pytest.raises(FitError, match="which foot was down"):
        step_events(prepare_trial(flat, mass=MASS))
    told = step_events(prepare_trial(flat, mass=MASS, first=Side.RIGHT))
    assert told.contacts[0].side is Side.RIGHT


@settings(max_examples=20)
@given(angle=st.floats(-np.pi, np.pi), up=st.sampled_from([0, 1, 2]))
def test_turning_the_laboratory_changes_nothing(angle, up):
    one = run(4)
    about = np.array([[np.cos(angle), -np.sin(angle), 0.0], [np.sin(angle), np.cos(angle), 0.0], [0.0, 0.0, 1.0]])
    # A turn of axes among themselves keeps left and right: only even permutations.
    axes = np.roll(np.eye(3), up - 2, axis=0) @ about
    turned = replace(
        one,
        up=up,
        markers=replace(one.markers, positions=one.markers.positions @ axes.T),
        plates=(replace(one.plates[0], force=one.plates[0].force @ axes.T),),
    )
    assert np.allclose(face_forward(turned).signal.plates[0].force, face_forward(one).signal.plates[0].force, atol=1e-6)
    assert values(turned) == pytest.approx(values(one), rel=1e-6)


@settings(max_examples=20)
@given(offset=st.floats(-140.0, 140.0), drift=st.floats(-40.0, 40.0))
def test_an_offset_and_a_drift_move_no_event_by_a_sample(offset, drift):
    plate = run().plates[0]
    seconds = np.arange(len(plate.force)) / RATE
    wandering = plate.force + np.outer(offset + drift * seconds, [0.0, 0.0, 1.0])
    plain = find_contacts([plate], mass=MASS).contacts
    found = find_contacts([Plate("plate 1", RATE, wandering)], mass=MASS).contacts
    assert len(found) == len(plain)
    for one, other in zip(plain, found, strict=True):
        assert abs(one.touchdown - other.touchdown) < 1.0 / RATE
        assert abs(one.toe_off - other.toe_off) < 1.0 / RATE


def test_mirrored_the_sides_change_places():
    one = run()
    mirror = np.array([1.0, -1.0, 1.0])
    other = replace(one, plates=(Plate("plate 1", RATE, one.plates[0].force * mirror),))
    first, second = (measure_stances(prepare_trial(signal, mass=MASS)) for signal in (one, other))
    for name, draws in first.sides[Side.LEFT].items():
        assert isinstance(draws, Draws)
        assert second.sides[Side.RIGHT][name].point == pytest.approx(draws.point, rel=1e-9), name


def test_twice_the_mass_told_halves_the_force_and_is_remarked():
    found = values(run())
    trial = prepare_trial(run(), mass=2.0 * MASS)
    double = measure_stances(trial).both["stance_force"]
    assert isinstance(double, Draws)
    assert double.point == pytest.approx(0.5 * found["stance_force"], rel=0.02)
    assert "mass_differs" in {flag.code for flag in trial.flags}


def test_somebody_standing_is_no_runner_and_can_be_weighed():
    standing = np.zeros((3000, 3))
    standing[:, 2] = 744.8 + np.random.default_rng(SEED).normal(0.0, 2.0, 3000)
    with pytest.raises(FitError, match="cannot be told from somebody standing"):
        zero_plate(Plate("plate 1", RATE, standing))
    assert weigh([Plate("plate 1", RATE, standing)]) == pytest.approx(744.8, abs=0.2)
    with pytest.raises(FitError, match="nobody standing still"):
        weigh([Plate("plate 1", RATE, standing * np.linspace(0.5, 1.5, 3000)[:, np.newaxis])])


def test_a_foot_across_two_plates_is_one_contact():
    plate = run(4).plates[0]
    share = np.array([0.3, 0.3, 0.3])
    halves = (Plate("plate 1", RATE, plate.force * share), Plate("plate 2", RATE, plate.force * (1.0 - share)))
    found = find_contacts(halves, mass=MASS / 3).contacts
    assert len(found) == 4
    assert all(contact.plates in ((0, 1), (1, 0)) for contact in found)


def test_a_contact_cut_by_the_file_is_told_and_not_measured():
    whole = run(4)
    cut = replace(whole, plates=(Plate("plate 1", RATE, whole.plates[0].force[600:]),), markers=None)
    found = find_contacts(cut.plates, mass=MASS)
    assert [contact.whole for contact in found.contacts] == [False, True, True, True]
    assert "half_seen" in {flag.code for flag in found.flags}
    assert len(prepare_trial(cut, mass=MASS).stances) == 3


def test_intervals_hold_the_truth():
    # Contacts that vary by 4 % and are as alike from one to the next of a foot as those of a real belt: nine of ten
    # intervals of a side's mean hold it; 200 trials say so to 0.04. Contacts that are not alike are held more often.
    rng = np.random.default_rng(SEED)
    base = prepare_trial(run(8, noise=0.0), mass=MASS)
    truth = dict(measure_stances(base).sides)
    held = []
    for trial in range(200):
        factors = rng.normal(1.0, 0.04, len(base.stances))
        for index in range(2, len(factors)):
            kept = np.sqrt(1.0 - ALIKE**2)
            factors[index] = 1.0 + ALIKE * (factors[index - 2] - 1.0) + kept * (factors[index] - 1.0)
        stances = tuple(
            replace(stance, force=stance.force * factor, error=0.0)
            for stance, factor in zip(base.stances, factors, strict=True)
        )
        found = measure_stances(replace(base, stances=stances), seed=trial, draws=1000)
        for side, metrics in found.sides.items():
            value, true = metrics["stance_force"], truth[side]["stance_force"]
            assert isinstance(value, Draws)
            assert isinstance(true, Draws)
            estimate = value.estimate()
            held.append(estimate.low <= true.point <= estimate.high)
    assert 0.86 <= np.mean(held) <= 0.94


@given(x=st.floats(-0.35, 0.35), y=st.floats(-0.5, 0.5))
def test_a_step_near_the_edge_is_told_and_one_in_the_middle_is_not(x, y):
    corners = np.array([[0.3, 0.45, 0.0], [-0.3, 0.45, 0.0], [-0.3, -0.45, 0.0], [0.3, -0.45, 0.0]])
    signal = run(1)
    force = signal.plates[0].force
    plate = Plate(
        "plate 1", RATE, force, np.stack([y * force[:, 2], -x * force[:, 2], 0.0 * x * force[:, 2]], axis=1), corners
    )
    flags = {flag.code for flag in prepare_trial(replace(signal, plates=(plate,)), mass=MASS).flags}
    inside = min(0.3 - abs(x), 0.45 - abs(y))
    if abs(inside - 0.04) > 0.005:
        assert ("edge" in flags) == (inside < 0.04)
