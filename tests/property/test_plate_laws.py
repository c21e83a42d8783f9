"""Laws of force plates: what a shift, a mirror, a unit or a turn of the laboratory must and must not change."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenstride.core.errors import FitError
from evenstride.core.estimate import Draws, Missing
from evenstride.core.roles import Side
from evenstride.core.signal import Markers, Plate, Signal
from evenstride.core.units import GRAVITY
from evenstride.science.motion.lab_axes import face_forward
from evenstride.science.motion.leg_length import told_leg
from evenstride.science.motion.side_means import ALIKE
from evenstride.science.plates.events import find_contacts
from evenstride.science.plates.stance_metrics import measure_stances
from evenstride.science.plates.stances import prepare_trial, step_events
from evenstride.science.plates.standing import weigh
from evenstride.science.plates.zero import zero_plate
from evenstride.science.simulate.motion import simulate_runner
from evenstride.science.simulate.plates import Push, simulate_plate

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
    first, second = (measure_stances(prepare_trial(signal, mass=MASS, leg=told_leg(0.9))) for signal in (one, other))
    for name, draws in first.sides[Side.LEFT].items():
        assert isinstance(draws, Draws)
        assert second.sides[Side.RIGHT][name].point == pytest.approx(draws.point, rel=1e-9), name
        assert second.differences[name].point == pytest.approx(-first.differences[name].point, rel=1e-6, abs=1e-9), name


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


def walk(steps: int = 6, *, both: float = 0.12) -> Signal:
    """Somebody walking over one plate a foot: two humps of body weight, both feet down together for a while."""
    step, rate = 0.55, RATE
    contact = step + both
    times = np.arange(round((steps * step + 2.0) * rate)) / rate
    load = np.random.default_rng(SEED).normal(0.0, 1.0, (2, len(times), 3))
    for number in range(steps):
        phase = np.clip((times - 0.7 - number * step) / contact, 0.0, 1.0)
        humps = np.sin(np.pi * phase) + 0.25 * np.sin(3.0 * np.pi * phase)
        load[number % 2, :, 2] += MASS * GRAVITY * step / contact * humps / (2.0 / np.pi * (1.0 + 0.25 / 3.0))
        load[number % 2, :, 0] -= 0.15 * MASS * GRAVITY * np.sin(2.0 * np.pi * phase)
    position = np.zeros((round(len(times) / 5), 2, 3))
    position[:, :, 0] = (np.arange(len(position)) / (rate / 5) * 1.4)[:, np.newaxis]
    position[:, 1, 2] = 1.0
    plates = tuple(Plate(f"plate {index + 1}", rate, force) for index, force in enumerate(load))
    return Signal("Noa", Markers(("a", "b"), rate / 5, position), plates)


def test_walking_is_measured_as_walking_and_said_so():
    trial = prepare_trial(walk(), mass=MASS, first=Side.LEFT, leg=told_leg(0.9))
    assert trial.walking
    assert "toe_drag" not in {flag.code for flag in trial.flags}
    told = next(flag for flag in trial.flags if flag.code == "walking")
    assert told.text.startswith("both feet are down together for 11")
    assert "% of a stride: this is walking; what needs a flight is not shown" in told.text
    found = measure_stances(trial)
    for name in ("vertical_stiffness", "leg_stiffness", "effective_contact_time"):
        assert isinstance(found.both[name], Missing)
        assert "walking" in found.both[name].reason
    # The other foot's plate is not this foot's force: over a step a foot carries the weight of that step.
    force = found.both["stance_force"]
    assert isinstance(force, Draws)
    assert force.point == pytest.approx(0.55 / 0.67, rel=0.03)
    assert not prepare_trial(run(), mass=MASS).walking


@pytest.mark.parametrize(("away", "says"), [(-0.06, "lands with"), (0.0, "leaves with")])
def test_a_foot_that_drags_on_a_plate_is_told(away, says):
    signal = run(8, noise=0.5)
    assert not [flag for flag in prepare_trial(signal, mass=MASS).flags if flag.code in ("toe_drag", "odd_contact")]
    contact = prepare_trial(signal, mass=MASS).stances[3]
    first = (contact.touchdown if away else contact.toe_off) + away
    force = np.array(signal.plates[0].force)
    force[round(first * RATE) : round((first + 0.06) * RATE), 2] += 120.0
    dragged = replace(signal, plates=(Plate("plate 1", RATE, force),))
    told = [flag for flag in prepare_trial(dragged, mass=MASS).flags if flag.code == "toe_drag"]
    assert len(told) == 1
    assert says in told[0].text


def test_a_contact_much_weaker_than_the_others_is_told():
    signal = run(8, noise=0.5)
    third = prepare_trial(signal, mass=MASS).stances[2]
    times = np.arange(len(signal.plates[0].force)) / RATE
    inner = (times > third.touchdown - 0.01) & (times < third.toe_off + 0.01)
    force = np.where(inner[:, np.newaxis], 0.5, 1.0) * signal.plates[0].force
    told = prepare_trial(replace(signal, plates=(Plate("plate 1", RATE, force),)), mass=MASS).flags
    assert [flag.where for flag in told if flag.code == "odd_contact"] == [f"contact at {third.touchdown:.2f} s"]


def test_the_leg_is_as_stiff_as_its_force_and_its_shortening():
    trial = prepare_trial(run(), mass=MASS, leg=told_leg(0.9))
    stance = trial.stances[0]
    found = measure_stances(trial).both
    vertical, leg = found["vertical_stiffness"], found["leg_stiffness"]
    assert isinstance(vertical, Draws)
    assert isinstance(leg, Draws)
    swept = 0.5 * SPEED * stance.contact_time
    shortened = 0.9 - np.sqrt(0.9**2 - swept**2)
    peak = 0.5 * np.pi * STEP / CONTACT * MASS * GRAVITY
    assert 1.0 / leg.point == pytest.approx(1.0 / vertical.point + shortened / peak, rel=0.01)
    assert isinstance(measure_stances(prepare_trial(run(), mass=MASS)).both["leg_stiffness"], Missing)
    on_a_belt = measure_stances(prepare_trial(replace(run(), markers=None), mass=MASS, leg=told_leg(0.9)))
    assert "how fast" in on_a_belt.both["leg_stiffness"].reason


def test_a_force_nobody_has_is_questioned():
    found = measure_stances(prepare_trial(run(), mass=0.4 * MASS))
    assert "stance_force left" in {flag.where for flag in found.questions}
    assert not measure_stances(prepare_trial(run(), mass=MASS)).questions


def test_a_simulated_push_comes_out_as_it_was_put_in():
    push = Push(contact=0.26, early=0.3, braking=0.15, driving=0.21)
    runner = simulate_runner(strides=4)
    signal = simulate_plate(runner, push, variation=0.0)
    trial = prepare_trial(signal, mass=MASS, first=runner.contacts[0].side)
    found = measure_stances(trial).both
    force = 0.5 / push.contact
    expected = {
        "stance_force": force, "first_half_force": force * (1.0 + 0.5 * push.early),
        "second_half_force": force * (1.0 - 0.5 * push.early), "braking_impulse": -push.braking,
        "propulsive_impulse": push.driving, "net_horizontal_impulse": push.driving - push.braking,
    }  # fmt: skip
    for name, value in expected.items():
        assert isinstance(found[name], Draws)
        assert found[name].point == pytest.approx(value, rel=0.02, abs=0.003), name
    assert [stance.side for stance in trial.stances] == [one.side for one in runner.contacts]
