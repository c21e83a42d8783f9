"""Plates and markers that contradict each other, miss steps or are wired wrong: nothing of it may pass in silence."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from evenstride.app.reading.instruments import marker_mapping
from evenstride.core.errors import EvenstrideError
from evenstride.core.estimate import Draws, Missing
from evenstride.core.roles import Side
from evenstride.core.signal import FootEvent, FootEventKind, Markers, Plate, Signal
from evenstride.core.units import GRAVITY
from evenstride.readers.instruments import read_signal
from evenstride.science.motion.lab_axes import face_forward
from evenstride.science.plates.stance_metrics import measure_stances
from evenstride.science.plates.stances import prepare_trial

RATE, MASS, CONTACT, STEP, SPEED, WAIT = 1000.0, 70.0, 0.2, 0.32, 5.0, 0.5
BACK = np.array([-1.0, -1.0, 1.0])


def plates(steps: int = 8, *, missed: tuple[int, ...] = (), each: int = 1) -> tuple[Plate, ...]:
    """Half sines of a runner along +x, left first; step i lies on plate i modulo `each`, missed ones beside it."""
    times = np.arange(round((steps * STEP + 2.0 * WAIT) * RATE)) / RATE
    loads = np.zeros((each, times.size, 3))
    for step in range(steps):
        phase = (times - WAIT - step * STEP) / CONTACT
        down = (phase > 0.0) & (phase < 1.0) & (step not in missed)
        up = np.where(down, np.sin(np.pi * np.clip(phase, 0.0, 1.0)), 0.0)
        load = loads[step % each]
        load[:, 2] += 0.5 * np.pi * STEP / CONTACT * MASS * GRAVITY * up
        load[:, 0] -= 0.3 * MASS * GRAVITY * np.where(down, np.sin(2.0 * np.pi * np.clip(phase, 0.0, 1.0)), 0.0)
    return tuple(Plate(f"plate {number}", RATE, load) for number, load in enumerate(loads, start=1))


def travelling(speed: float = SPEED, steps: int = 8) -> Markers:
    position = np.zeros((round((steps * STEP + 2.0 * WAIT) * 200.0), 2, 3))
    position[:, :, 0] = (np.arange(len(position)) / 200.0 * speed)[:, np.newaxis]
    position[:, 1, 2] = 1.0
    return Markers(("a", "b"), 200.0, position)


def touchdown(step: int, side: Side) -> FootEvent:
    return FootEvent(FootEventKind.TOUCHDOWN, WAIT + step * STEP, side)


def codes(signal: Signal, **told) -> set[str]:
    return {flag.code for flag in prepare_trial(signal, **told).flags}


class TestMissedSteps:
    @pytest.mark.parametrize("missed", [(1,), (3,), (3, 4), (1, 3, 5, 7)])
    def test_a_step_beside_the_plates_makes_nobody_lighter(self, missed):
        trial = prepare_trial(Signal("Noa", travelling(), plates(missed=missed)), first=Side.LEFT)
        masses = [stance.mass for stance in trial.stances]
        assert all(np.isnan(mass) or abs(mass - MASS) < 1.0 for mass in masses), masses

    def test_after_one_missed_step_the_feet_are_counted_on(self):
        trial = prepare_trial(Signal("Noa", travelling(), plates(missed=(3,))), first=Side.LEFT)
        expected = [Side.LEFT if step % 2 == 0 else Side.RIGHT for step in range(8) if step != 3]
        assert [stance.side for stance in trial.stances] == expected
        assert "missed_step" in {flag.code for flag in trial.flags}

    def test_after_a_long_way_beside_the_plates_no_foot_is_named(self):
        signal = Signal("Noa", travelling(steps=12), plates(12, missed=(3, 4, 5)))
        assert [stance.side for stance in prepare_trial(signal, first=Side.LEFT).stances][3:] == [None] * 6
        again = replace(signal, events=(touchdown(0, Side.LEFT), touchdown(7, Side.RIGHT)))
        sides = [Side.LEFT if step % 2 == 0 else Side.RIGHT for step in range(12) if step not in (3, 4, 5)]
        assert [stance.side for stance in prepare_trial(again).stances] == sides

    def test_nothing_missed_is_told_of_a_whole_run(self):
        assert codes(Signal("Noa", travelling(), plates()), first=Side.LEFT) == set()


class TestHorizontalForces:
    @pytest.mark.parametrize("turn", [BACK, np.array([-1.0, 1.0, 1.0])])
    @pytest.mark.parametrize("which", [(0, 1, 2, 3), (2,)])
    def test_plates_that_drive_before_they_brake_have_no_horizontal_force(self, turn, which):
        wrong = tuple(
            replace(one, force=one.force * turn) if index in which else one for index, one in enumerate(plates(each=4))
        )
        signal = Signal("Noa", travelling(), wrong)
        trial = prepare_trial(signal, mass=MASS, first=Side.LEFT)
        assert {flag.where for flag in trial.flags if flag.code == "horizontal_force"} == {
            f"plate {index + 1}" for index in which
        }
        found = measure_stances(trial, draws=100).both
        assert isinstance(found["braking_impulse"], Missing)
        assert isinstance(found["stance_force"], Draws)

    def test_plates_turned_by_a_quarter(self):
        wrong = tuple(replace(one, force=one.force[:, [1, 0, 2]]) for one in plates())
        assert "horizontal_force" in codes(Signal("Noa", travelling(), wrong), mass=MASS, first=Side.LEFT)

    def test_who_brakes_or_drives_throughout_is_no_wrong_plate(self):
        for share in (-0.25, 0.25):
            leaning = tuple(replace(one, force=one.force + share * one.force[:, [2, 0, 0]] * [1, 0, 0])
                            for one in plates())  # fmt: skip
            assert "horizontal_force" not in codes(Signal("Noa", travelling(), leaning), mass=MASS, first=Side.LEFT)

    @pytest.mark.parametrize("offset", [(0.0, 200.0, 0.0), (300.0, -100.0, 0.0)])
    def test_an_untared_horizontal_force_turns_no_laboratory(self, offset):
        def measured(more):
            shifted = tuple(replace(one, force=one.force + np.array(more)) for one in plates())
            found = measure_stances(prepare_trial(Signal("Noa", None, shifted), mass=MASS, first=Side.LEFT), draws=100)
            return {name: one.point for name, one in found.both.items() if isinstance(one, Draws)}

        assert measured(offset) == pytest.approx(measured((0.0, 0.0, 0.0)), rel=1e-6, abs=1e-9)

    @pytest.mark.parametrize("drift", [-0.2, 0.2])
    def test_drifting_on_a_belt_is_no_running_direction(self, drift):
        signal = Signal("Noa", travelling(drift, 40), plates(40))
        assert face_forward(signal).turn[0] == pytest.approx([1.0, 0.0, 0.0], abs=1e-6)


class TestPlatesAsTheyAre:
    def test_a_plate_at_the_end_of_its_range_is_told(self):
        cut = tuple(replace(one, force=np.minimum(one.force, 1000.0)) for one in plates())
        assert "saturated" in codes(Signal("Noa", travelling(), cut), mass=MASS, first=Side.LEFT)

    def test_who_stands_before_the_run_is_no_drift(self):
        one, other = plates(each=2)
        times = np.arange(len(other.force) + 3000) / RATE
        stood = np.concatenate([np.tile([0.0, 0.0, 600.0], (2900, 1)), np.zeros((100, 3)), one.force])
        still = replace(other, force=np.concatenate([np.zeros((3000, 3)), other.force]))
        trial = prepare_trial(Signal("Noa", None, (replace(one, force=stood), still)), mass=MASS)
        assert {flag.where for flag in trial.flags if flag.code == "plate_left_out"} == {"plate 1"}
        assert len(trial.stances) == 4
        drifting = replace(still, force=still.force + np.outer(40.0 * times, [0.0, 0.0, 1.0]))
        found = prepare_trial(Signal("Noa", travelling(steps=18), (drifting,)), mass=MASS)
        assert len(found.stances) == 4

    def test_plates_at_two_rates_are_refused(self):
        one, other = plates(each=2)
        slow = Plate(other.name, 500.0, other.force[::2])
        with pytest.raises(EvenstrideError, match="1000 and 500 samples a second"):
            prepare_trial(Signal("Noa", travelling(), (one, slow)))

    def test_too_slow_a_plate_is_refused(self):
        slow = tuple(Plate(one.name, 20.0, one.force[::50]) for one in plates())
        with pytest.raises(EvenstrideError, match="20 samples a second"):
            prepare_trial(Signal("Noa", travelling(), slow))

    def test_a_plate_without_samples_is_refused(self):
        with pytest.raises(EvenstrideError, match="no samples"):
            prepare_trial(Signal("Noa", travelling(), (Plate("plate 1", RATE, np.zeros((0, 3))),)))

    def test_a_plate_that_names_its_foot_is_believed(self):
        right, left = plates(each=2)
        named = (replace(right, name="right foot"), replace(left, name="left foot"))
        trial = prepare_trial(Signal("Noa", travelling(), named))
        assert [stance.side for stance in trial.stances] == 4 * [Side.RIGHT, Side.LEFT]
        with pytest.raises(EvenstrideError, match="right foot"):
            prepare_trial(Signal("Noa", travelling(), named), first=Side.LEFT)


@pytest.fixture(scope="module")
def jog(shared_data: Path) -> Signal:
    file = shared_data / "dorn2012_jog_c3d" / "JA1Gait21.c3d"
    return read_signal(file.read_bytes(), name=file.name)


class TestARealJog:
    def test_feet_seen_by_cameras_name_the_contacts(self, jog):
        silent = replace(jog, events=())
        trial = prepare_trial(silent, mapping=marker_mapping(silent))
        assert [stance.side for stance in trial.stances] == [Side.LEFT, Side.RIGHT] * 2 + [Side.LEFT]

    def test_whoever_names_the_other_foot_is_refused(self, jog):
        silent = replace(jog, events=())
        with pytest.raises(EvenstrideError, match="the markers show the left foot"):
            prepare_trial(silent, first=Side.RIGHT, mapping=marker_mapping(silent))
        crossed = tuple(replace(one, side=None if one.side is None else one.side.other) for one in jog.events)
        with pytest.raises(EvenstrideError, match="the markers show the left foot"):
            prepare_trial(replace(jog, events=crossed), mapping=marker_mapping(jog))

    def test_markers_that_do_not_run_take_nothing_off_the_speed(self, jog):
        seen = jog.markers
        floor = np.tile([0.0, 1.5, 0.3], (len(seen.positions), 12, 1))
        more = Markers((*seen.names, *(f"floor {i}" for i in range(12))), seen.rate,
                       np.concatenate([seen.positions, floor], axis=1))  # fmt: skip
        assert prepare_trial(replace(jog, markers=more)).speed == pytest.approx(prepare_trial(jog).speed, abs=0.05)
