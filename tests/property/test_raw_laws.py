"""Laws of raw input: how the phone was strapped, when it was started and how frames are numbered changes nothing."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenstride.core.raw import FrameCodes, FrameRate, GyroTrace
from evenstride.core.recording import RawTest
from evenstride.core.roles import Side
from evenstride.core.trials import RawTrials
from evenstride.science.field.raw_tests import measure_raw
from evenstride.science.simulate.frames import simulate_hops, simulate_meet
from evenstride.science.simulate.raw import simulate_switch

SWITCH = simulate_switch(seed=11).raw
NAMES = ("switch_time", "switch_time_down", "peak_rate", "peak_rate_down", "range")

angles = st.floats(-np.pi, np.pi)


def gyro(raw: RawTest) -> GyroTrace:
    assert isinstance(raw.raw, GyroTrace)
    return raw.raw


def frames(raw: RawTest) -> FrameCodes:
    assert isinstance(raw.raw, FrameCodes)
    return raw.raw


def values(found: RawTrials) -> list[float]:
    return [one.value.point for one in found.quantities if hasattr(one.value, "point")]


def rotation(a: float, b: float, c: float) -> np.ndarray:
    def about(axis: int, angle: float) -> np.ndarray:
        matrix = np.eye(3)
        i, j = (axis + 1) % 3, (axis + 2) % 3
        matrix[[i, i, j, j], [i, j, i, j]] = np.cos(angle), -np.sin(angle), np.sin(angle), np.cos(angle)
        return matrix

    return about(0, a) @ about(1, b) @ about(2, c)


@settings(max_examples=25)
@given(angles, angles, angles)
def test_the_phone_may_be_strapped_on_in_any_direction(a: float, b: float, c: float) -> None:
    trace = gyro(SWITCH)
    turned = replace(SWITCH, raw=GyroTrace(trace.times, trace.rates @ rotation(a, b, c)))
    assert values(measure_raw(turned)) == pytest.approx(values(measure_raw(SWITCH)), rel=1e-6)


@settings(max_examples=10)
@given(st.floats(-1e5, 1e5))
def test_the_hour_changes_nothing(shift: float) -> None:
    trace = gyro(SWITCH)
    later = replace(SWITCH, raw=GyroTrace(trace.times + shift, trace.rates))
    assert values(measure_raw(later)) == pytest.approx(values(measure_raw(SWITCH)), rel=1e-4)


@settings(max_examples=10)
@given(st.floats(0.6, 1.6))
def test_a_faster_clock_makes_shorter_and_faster_switches_of_the_same_range(factor: float) -> None:
    trace = gyro(SWITCH)
    # The same turning in another time: rates grow as times shrink.
    other = replace(SWITCH, raw=GyroTrace(trace.times * factor, trace.rates / factor))
    one, two = measure_raw(SWITCH), measure_raw(other)
    for name, power in zip(NAMES, (1, 1, -1, -1, 0), strict=True):
        (before,), (after,) = one.of(name, Side.LEFT), two.of(name, Side.LEFT)
        assert after.point == pytest.approx(before.point * factor**power, rel=0.01)


@settings(max_examples=15)
@given(st.integers(0, 10_000), st.integers(0, 50))
def test_where_the_count_of_frames_begins_changes_nothing(offset: int, seed: int) -> None:
    for raw in (simulate_hops(seed=seed).raw, simulate_meet(seed=seed).raw):
        moved = tuple(
            replace(
                one,
                touchdown=one.touchdown + offset,
                toe_off=None if one.toe_off is None else one.toe_off + offset,
                thighs_cross=None if one.thighs_cross is None else one.thighs_cross + offset,
            )
            for one in frames(raw).contacts
        )
        later = replace(raw, raw=replace(frames(raw), contacts=moved))
        assert values(measure_raw(later)) == pytest.approx(values(measure_raw(raw)), rel=1e-9)


@settings(max_examples=15)
@given(st.integers(0, 50), st.sampled_from([0.5, 2.0]))
def test_frames_twice_as_short_are_times_half_as_long(seed: int, factor: float) -> None:
    raw = simulate_hops(seed=seed).raw
    rate = FrameRate(240.0 / factor, 240.0 / factor)
    other = replace(raw, raw=replace(frames(raw), rate=rate))
    one, two = measure_raw(raw), measure_raw(other)
    assert two.of("contact_time", Side.LEFT)[0].point == pytest.approx(
        factor * one.of("contact_time", Side.LEFT)[0].point
    )
    assert two.of("rsi", Side.LEFT)[0].point == pytest.approx(one.of("rsi", Side.LEFT)[0].point)


@settings(max_examples=15)
@given(st.integers(0, 50))
def test_mirrored_steps_are_mirrored(seed: int) -> None:
    raw = simulate_meet(seed=seed).raw
    flipped = tuple(replace(one, side=None if one.side is None else one.side.other) for one in frames(raw).contacts)
    mirrored = measure_raw(replace(raw, raw=replace(frames(raw), contacts=flipped)))
    straight = measure_raw(raw)
    for side in Side:
        for name in ("knee_ratio", "crossing"):
            assert mirrored.of(name, side)[0].point == pytest.approx(straight.of(name, side.other)[0].point)
