"""Laws of events without force plates: a lopsided gait keeps its steps; mirror, time, place and belt change nothing."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenstride.core.recording import Contact, Device, StepEvents
from evenstride.core.roles import Side
from evenstride.science.motion.kinematic_events import find_foot_contacts
from evenstride.science.sensors.leg_gyro_events import find_leg_strides
from evenstride.science.sensors.sacrum_events import find_sacral_steps
from evenstride.science.simulate.foot import simulate_foot
from evenstride.science.simulate.sacrum import simulate_sacrum
from evenstride.science.steps.prepare import prepare_steps
from evenstride.science.steps.summary import measure_steps

contact_times = st.floats(0.09, 0.28)
flight_times = st.floats(0.03, 0.16)


@st.composite
def lopsided(draw):
    """Two feet that may differ by a third in contact and by five times in flight, with impacts and noise.

    No step is shorter than 0.19 s: the quickest sprinters take 5 a second.
    """
    contact = draw(contact_times)
    second = min(0.3, contact * draw(st.floats(0.75, 1.33)))
    flight, other = (max(draw(flight_times), 0.19 - down) for down in (contact, second))
    return simulate_sacrum(
        contact_times=(contact, second),
        flight_times=(flight, other),
        steps=draw(st.integers(10, 30)),
        rate=draw(st.sampled_from([100.0, 200.0, 500.0])),
        impact=draw(st.floats(0.0, 2.0)),
        tilt=draw(st.floats(-0.4, 0.4)),
        noise=draw(st.floats(0.0, 1.0)),
        seed=draw(st.integers(0, 1000)),
    )


@settings(max_examples=150, deadline=None)
@given(run=lopsided())
def test_cadence_is_never_halved_or_doubled(run) -> None:
    found = find_sacral_steps(run.acceleration, run.rate, draws=10)
    true = (len(run.touchdowns) - 1) / (run.touchdowns[-1] - run.touchdowns[0])
    assert found.step_frequency.point == pytest.approx(true, rel=0.05)
    assert abs(len(found.touchdowns) - len(run.touchdowns)) <= 2


@settings(max_examples=40, deadline=None)
@given(run=lopsided())
def test_backwards_in_the_sensor_is_the_same_run(run) -> None:
    """Which way the axes of the sensor point does not matter; only their common scale would."""
    turn = np.linalg.qr(np.random.default_rng(5).standard_normal((3, 3)))[0]
    one = find_sacral_steps(run.acceleration, run.rate, draws=10)
    other = find_sacral_steps(run.acceleration @ turn, run.rate, draws=10)
    assert other.touchdowns == pytest.approx(one.touchdowns, abs=1e-6)


@st.composite
def feet(draw):
    speed = draw(st.floats(3.0, 10.0))
    contact = draw(st.floats(0.8, 1.2)) * 0.9 / speed**0.9
    return {
        "speed": speed,
        "contact_time": contact,
        "stride_time": contact + draw(st.floats(0.36, 0.50)),
        "drop": 0.8 + 0.15 * speed,
        "rate": draw(st.sampled_from([150.0, 200.0, 250.0, 300.0])),
    }


def events(found):
    return np.array([(one.touchdown, one.toe_off) for one in found.contacts])


@settings(max_examples=60, deadline=None)
@given(run=feet())
def test_every_contact_is_found_once(run) -> None:
    foot = simulate_foot(**run)
    both = events(find_foot_contacts(foot.heel, foot.forefoot, foot.rate))
    assert len(both) == len(foot.touchdowns)
    assert np.abs(both[:, 0] - foot.touchdowns).max() < 0.015
    assert np.abs(both[:, 1] - foot.toe_offs).max() < 0.010


@settings(max_examples=30, deadline=None)
@given(run=feet(), place=st.tuples(st.floats(-20, 20), st.floats(-2, 2), st.floats(-1, 1)))
def test_mirror_place_and_belt_change_nothing(run, place) -> None:
    foot = simulate_foot(**run)
    usual = events(find_foot_contacts(foot.heel, foot.forefoot, foot.rate))
    mirror = np.array([1.0, -1.0, 1.0])
    moved = find_foot_contacts(mirror * foot.heel + place, mirror * foot.forefoot + place, foot.rate)
    assert events(moved) == pytest.approx(usual, abs=1e-6)
    belt = simulate_foot(**run, belt=run["speed"])
    assert events(find_foot_contacts(belt.heel, belt.forefoot, belt.rate)) == pytest.approx(usual, abs=2e-3)


@settings(max_examples=30, deadline=None)
@given(run=feet(), late=st.integers(1, 30))
def test_a_file_that_begins_later_moves_events_by_as_much(run, late) -> None:
    foot = simulate_foot(**run, start=0.4)
    usual = events(find_foot_contacts(foot.heel, foot.forefoot, foot.rate))
    shifted = events(find_foot_contacts(foot.heel[late:], foot.forefoot[late:], foot.rate))
    assert shifted + late / foot.rate == pytest.approx(usual, abs=2e-3)


@settings(max_examples=40, deadline=None)
@given(rate=st.sampled_from([100.0, 200.0, 400.0]), stride=st.floats(0.40, 0.95), second=st.floats(0.0, 0.6))
def test_a_leg_strides_once_a_stride(rate, stride, second) -> None:
    phase = 2.0 * np.pi * np.arange(round(8 * stride * rate)) / (stride * rate)
    swing = 8.0 * (np.sin(phase) + second * np.sin(2.0 * phase + 0.4))
    strides = find_leg_strides(np.stack([swing, 0 * swing, 0.1 * swing], axis=1), rate)
    assert len(strides) in (5, 6, 7)
    assert strides == pytest.approx(stride, abs=0.02 * stride)


def test_what_all_events_of_a_foot_share_is_drawn_by_the_seed_and_not_averaged_away():
    # Two runs measured with two seeds must not be wrong by the same draws, or their difference looks surer than it is.
    contacts = tuple(Contact(side, 0.3 * i, 0.3 * i + 0.2) for i, side in enumerate((Side.LEFT, Side.RIGHT) * 10))
    device = Device("motion capture", timing_sd=0.0, shared_sd=(0.005, 0.0087))
    prepared = prepare_steps(StepEvents("Noa", contacts, device=device))
    one, other, again = (measure_steps(prepared, seed=seed).sides[Side.LEFT]["contact_time"] for seed in (1, 2, 1))
    assert np.std(one.samples) == pytest.approx(np.hypot(0.005, 0.0087), rel=0.06)
    assert abs(np.corrcoef(one.samples, other.samples)[0, 1]) < 0.1
    assert np.array_equal(one.samples, again.samples)
