"""Hops, flying runs and meeting in time from coded frames: worked examples, refusals, two codings."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from evenstride.core.errors import FitError, InputError
from evenstride.core.estimate import Missing
from evenstride.core.raw import CodedContact, FrameCodes, FrameRate, GyroTrace
from evenstride.core.recording import RawTest
from evenstride.core.roles import Side
from evenstride.core.run import Capacity
from evenstride.core.trials import RawTrials
from evenstride.science.field.raw_tests import measure_raw
from evenstride.science.field.tests import measure_field_test
from evenstride.science.simulate.frames import Coder, simulate_flying, simulate_hops, simulate_meet

R240 = FrameRate(240.0, 240.0)


def hops(contacts: list[int], flights: list[int], rate: FrameRate = R240, side: Side | None = Side.LEFT) -> RawTest:
    coded, at = [], 100
    for contact, flight in zip(contacts, flights, strict=True):
        coded.append(CodedContact(at, at + contact, side))
        at += contact + flight
    coded.append(CodedContact(at, None, side))
    return RawTest("Noa", "P1" if side else "P1b", FrameCodes(rate, tuple(coded)), side, date(2026, 3, 1))


def run_of(
    steps: int, *, ratio: float = 0.25, cross: int = 16, sides: tuple[Side, Side] = (Side.LEFT, Side.RIGHT)
) -> RawTest:
    coded = tuple(
        CodedContact(56 * i, 56 * i + 25, sides[i % 2], 56 * i + cross, 400 * ratio, 400.0) for i in range(steps + 1)
    )
    return RawTest("Noa", "M1", FrameCodes(R240, coded), None, date(2026, 3, 1))


def only(found: RawTrials, name: str, side: Side | None = None) -> float:
    (value,) = found.of(name, side)
    return value.point


def test_the_best_five_of_ten_hops() -> None:
    # Contacts of 48 frames, flights of 96; five hops better by 24 frames of flight, among others worse.
    found = measure_raw(hops([48] * 10, [96, 120] * 5))
    assert only(found, "rsi", Side.LEFT) == pytest.approx(120 / 48)
    assert only(found, "contact_time", Side.LEFT) == pytest.approx(48 / 240)
    assert only(found, "flight_time", Side.LEFT) == pytest.approx(120 / 240)
    (test,) = found.tests
    assert len(test.pairs[0]) == 10
    day = measure_field_test([test])
    assert isinstance(day, Capacity)
    assert day.value.point == pytest.approx(2.5)


def test_slow_motion_counts_the_frames_that_were_taken() -> None:
    lengths = [48] * 6, [100] * 6
    slow, real = hops(*lengths, rate=FrameRate(240.0, 30.0, 8.0)), hops(*lengths, rate=R240)
    assert only(measure_raw(slow), "contact_time", Side.LEFT) == only(measure_raw(real), "contact_time", Side.LEFT)


def test_the_interval_of_one_duration_is_that_of_its_frames() -> None:
    # One contact alone: SD of a duration between two frames is 1/(fps·√6) (science.md §9.1).
    found = measure_raw(replace(simulate_flying(9.0, seed=1).raw), draws=200_000)
    (time,) = found.of("time")
    assert time.samples.std() == pytest.approx(1 / (240 * 6**0.5), rel=0.01)
    (speed,) = found.of("speed")
    assert speed.samples.std() / speed.point == pytest.approx(time.samples.std() / time.point, rel=0.01)


def test_poles_give_the_time_over_the_course_of_the_test_and_a_speed_over_another() -> None:
    usual, short, odd = (simulate_flying(9.0, course=course, seed=2).raw for course in (20.0, 10.0, 15.0))
    for raw, kept in ((usual, ("T0", "s")), (short, ("T0c", "s")), (odd, ("T0", "m/s"))):
        (test,) = measure_raw(raw).tests
        assert (test.test, test.unit) == kept, "over 10 m there is a test of its own, over 15 m there is none"
    silent = replace(usual, raw=replace(usual.raw, course=None))
    assert measure_raw(silent).tests[0].trials == measure_raw(usual).tests[0].trials
    for raw in (usual, short, odd):
        day = measure_field_test([replace(measure_raw(raw).tests[0], on=date(2026, 3, 1))])
        assert isinstance(day, Capacity)
        assert day.value.point == pytest.approx(9.0, rel=0.005)
    assert "parallax" in {flag.code for flag in measure_raw(usual).flags}


def test_meeting_in_time_side_by_side() -> None:
    found = measure_raw(run_of(9, ratio=0.25, cross=14))
    for side in Side:
        assert only(found, "knee_ratio", side) == pytest.approx(0.25)
        assert only(found, "crossing", side) == pytest.approx(14 / 56)
    tests = {test.side: test for test in found.tests}
    assert set(tests) == set(Side)
    assert tests[Side.LEFT].trials == (0.25,) * 5
    assert {extra.name for extra in tests[Side.LEFT].extras} == {"crossing"}
    day = measure_field_test(found.tests)
    assert isinstance(day, Capacity)
    assert day.value.point == pytest.approx(0.25)


def test_fewer_than_four_steps_a_side_have_no_value() -> None:
    found = measure_raw(run_of(7))
    missing = [one for one in found.quantities if isinstance(one.value, Missing)]
    assert {(one.name, one.side) for one in missing} == {("crossing", Side.RIGHT)}
    with pytest.raises(FitError, match="fewer than 4 coded steps on each side"):
        measure_raw(run_of(4))


def test_knees_that_have_passed_each_other_make_no_ratio() -> None:
    found = measure_raw(run_of(9, ratio=0.0))
    assert {flag.code for flag in found.flags} >= {"passed"}
    assert found.tests == ()
    assert only(found, "crossing", Side.LEFT) > 0.0


def test_a_foot_that_lands_twice_in_turn_makes_no_step() -> None:
    found = measure_raw(run_of(13, sides=(Side.LEFT, Side.LEFT)))
    (crossing,) = (one.value for one in found.quantities if (one.name, one.side) == ("crossing", Side.LEFT))
    assert isinstance(crossing, Missing)


@pytest.mark.parametrize("rate", [FrameRate(60.0, 60.0), FrameRate(240.0, 30.0, 1.0)])
def test_slow_cameras_time_no_contact(rate: FrameRate) -> None:
    with pytest.raises(FitError, match=r"frames a second of life cannot time a contact.*Film at 240"):
        measure_raw(hops([10] * 6, [25] * 6, rate=rate))
    assert measure_raw(simulate_flying(coder=Coder(rate)).raw).tests


def test_two_codings_carry_the_error_of_the_person() -> None:
    once, twice = (
        measure_raw(simulate_hops(coder=Coder(R240, error=1.0, twice=both), seed=4).raw).of("rsi", Side.LEFT)[0]
        for both in (False, True)
    )
    assert twice.standard_error > 1.5 * once.standard_error
    assert "is not in the interval" in once.method
    assert "two codings differ" in twice.method


def test_one_coding_is_flagged_and_few_pairs_too() -> None:
    assert "one_coding" in {flag.code for flag in measure_raw(simulate_hops(seed=1).raw).flags}
    twice = measure_raw(simulate_flying(coder=Coder(R240, 0.5, True), seed=1).raw)
    assert {flag.code for flag in twice.flags} == {"parallax", "few_codings"}


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (hops([48] * 4, [100] * 4), r"4 whole hops were coded.*landing after the last hop"),
        (hops([41] * 6, [103, 103, 247, 103, 103, 103]), r"a flight of 1029 ms among flights of 429 ms.*left out"),
        (hops([48] * 6, [1000] * 6), r"a contact or flight of 4\.17 s"),
        (RawTest("Noa", "T0", FrameCodes(R240)), r"no frame at the poles"),
    ],
)
def test_what_cannot_be_is_refused(raw: RawTest, message: str) -> None:
    with pytest.raises(FitError, match=message) as caught:
        measure_raw(raw)
    assert caught.value.remedy


def test_frames_and_gyroscope_are_not_mixed_up() -> None:
    from evenstride.science.field.frame_tests import measure_frames

    with pytest.raises(InputError, match="holds no coded frames"):
        measure_frames(RawTest("Noa", "P1", GyroTrace(np.zeros(2), np.zeros((2, 3))), Side.LEFT))


def test_hops_of_both_legs_belong_to_their_own_test() -> None:
    found = measure_raw(hops([48] * 6, [100] * 6, side=None))
    assert (found.tests[0].test, found.tests[0].side) == ("P1b", None)


def test_simulated_steps_are_recovered() -> None:
    errors = []
    for seed in range(40):
        clip = simulate_meet(seed=seed)
        found = measure_raw(clip.raw, seed=seed)
        errors += [only(found, name, side) / true - 1 for (name, side), true in clip.truth.items()]
    assert abs(np.mean(errors)) < 0.01
