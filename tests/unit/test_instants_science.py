"""The instants of a stride: where a simulated runner has them, what is missing with a reason, and a real jog."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from evenstride.core.body_points import BodyPoint
from evenstride.core.estimate import Estimate, Missing
from evenstride.core.kinogram import Angle, Instant, Shot
from evenstride.core.motion import Course, Motion
from evenstride.core.roles import Side
from evenstride.science.motion.instants import choose_stride, find_instants
from evenstride.science.motion.kinogram import body_in, make_kinogram
from evenstride.science.simulate.motion import Gait, simulate_runner
from tests.examples_motion import seen_until

GAIT = Gait(lead_reversal=0.8)


@pytest.fixture(scope="module")
def motion() -> Motion:
    return simulate_runner(GAIT, seed=3).motion()


def test_instants_are_where_the_gait_has_them(motion: Motion):
    period = 1.0 / GAIT.stride_frequency
    whole = [one for one in find_instants(motion) if len(one.known) == len(Instant)]
    assert {one.side for one in whole} == set(Side)
    for one in whole:
        after = {instant: one.times[instant] - one.touchdown for instant in Instant}
        assert list(after.values()) == sorted(after.values())
        assert after[Instant.TOE_OFF] == pytest.approx(GAIT.contact * period, abs=0.002)
        # Thighs are sines half a stride apart: they are level a quarter of a stride before the thigh is foremost.
        assert after[Instant.THIGHS_PASS] == pytest.approx((GAIT.lead_reversal - 0.25) * period, abs=0.003)
        assert after[Instant.MAXIMAL_SWING] == pytest.approx(GAIT.lead_reversal * period, abs=0.003)


def test_mid_stance_is_when_the_hip_passes_the_foot(motion: Motion):
    for one in find_instants(motion):
        time = one.times[Instant.MID_STANCE]
        if isinstance(time, Missing):
            continue
        ahead = motion.courses[one.side, Course.AHEAD_OF_HIP]
        assert float(np.interp(time, motion.times, ahead)) == pytest.approx(0.0, abs=0.01)


def test_what_lies_beyond_the_trial_is_missing_with_the_reason(motion: Motion):
    first = find_instants(motion)[0]
    until = first.times[Instant.THIGHS_PASS]
    short = find_instants(seen_until(motion, until - 0.02))[0]
    assert {Instant.TOUCHDOWN, Instant.TOE_OFF} <= set(short.known)
    assert "before the trial ends" in short.times[Instant.THIGHS_PASS].reason
    longer = find_instants(seen_until(motion, until + 0.02))[0]
    assert longer.times[Instant.THIGHS_PASS] == pytest.approx(until, abs=0.001)
    assert "before this thigh turns back" in longer.times[Instant.MAXIMAL_SWING].reason


def test_a_leg_out_of_sight_is_no_instant(motion: Motion):
    first = find_instants(motion)[0]
    hidden = round(0.5 * (first.times[Instant.TOE_OFF] + first.times[Instant.THIGHS_PASS]) * motion.rate)
    thigh = np.array(motion.courses[first.side, Course.THIGH])
    thigh[hidden] = np.nan
    seen = find_instants(replace(motion, courses={**motion.courses, (first.side, Course.THIGH): thigh}))[0]
    assert isinstance(seen.times[Instant.MID_STANCE], float)
    for instant in (Instant.THIGHS_PASS, Instant.MAXIMAL_SWING):
        assert "not seen" in seen.times[instant].reason


def test_without_toe_off_the_other_instants_stand(motion: Motion):
    why = Missing("too few frames", "film at 240")
    untimed = replace(motion, untimed=why, contacts=tuple(replace(one, toe_off=None) for one in motion.contacts))
    for one, timed in zip(find_instants(untimed), find_instants(motion), strict=True):
        assert one.times[Instant.TOE_OFF] == why
        if isinstance(timed.times[Instant.MID_STANCE], float):
            assert one.times[Instant.MID_STANCE] == pytest.approx(timed.times[Instant.MID_STANCE])


def test_the_stride_with_most_instants_is_chosen_then_the_one_in_the_middle(motion: Motion):
    found = find_instants(motion)
    middle = 0.5 * (motion.contacts[0].touchdown + motion.contacts[-1].touchdown)
    for side in Side:
        chosen = choose_stride(found, side, middle)
        assert len(chosen.known) == len(Instant)
        assert abs(chosen.touchdown - middle) < 1.5 / GAIT.stride_frequency
    assert choose_stride((), Side.LEFT, 0.0) is None


def test_only_a_whole_stride_is_chosen(motion: Motion):
    last = [one for one in find_instants(motion) if one.side is Side.LEFT][-1]
    assert not last.whole
    assert choose_stride((last,), Side.LEFT, last.touchdown) is None
    # Its maximal swing is seen, and it is nearest: the one that ends with a touchdown is chosen all the same.
    whole = next(one for one in find_instants(motion) if one.side is Side.LEFT and one.whole)
    ends = whole.touchdown + 0.98 * (whole.until - whole.touchdown)
    cut = find_instants(seen_until(motion, ends))
    assert [one.whole for one in cut if one.touchdown == whole.touchdown] == [False]
    for one in find_instants(motion):
        if one.whole:
            assert one.until - one.touchdown == pytest.approx(1.0 / GAIT.stride_frequency, abs=0.01)


def test_over_missed_contacts_no_stride_is_chosen(motion: Motion):
    lefts = replace(motion, contacts=tuple(one for one in motion.contacts if one.side is Side.LEFT))
    assert choose_stride(find_instants(lefts), Side.LEFT, 0.0) is None


def test_a_leg_without_a_whole_stride_says_so(motion: Motion):
    third = motion.contacts[2].touchdown
    found = make_kinogram(seen_until(motion, third + 0.02), seed=1)
    first, second = (next(row for row in found.rows if row.side is one.side) for one in motion.contacts[:2])
    assert len(first.seen) == len(Instant)
    assert not second.seen
    assert {shot.reason for shot in second.shots.values()} == {"no whole stride of this leg was seen"}
    assert "from one touchdown of a foot to its next" in second.shots[Instant.TOUCHDOWN].remedy


def test_a_kinogram_holds_pictures_with_angles_and_their_doubt(motion: Motion):
    found = make_kinogram(motion, seed=1)
    assert [row.side for row in found.rows] == [Side.LEFT, Side.RIGHT]
    for row in found.rows:
        assert len(row.seen) == len(Instant)
        for shot in row.seen:
            hips = [shot.body[BodyPoint(f"{side} hip")][0] for side in Side]
            assert sum(hips) == pytest.approx(0.0, abs=1e-9)
            # The frame that a review of the clip gives the same instant: the first that shows it.
            assert -1e-9 < shot.frame / motion.rate - shot.time < 1.0 / motion.rate
            for angle in shot.angles.values():
                assert isinstance(angle, Estimate)
                assert angle.low <= angle.high
        crossing = row.shots[Instant.THIGHS_PASS]
        assert crossing.angles[Angle.THIGH].value == pytest.approx(crossing.angles[Angle.OTHER_THIGH].value, abs=0.02)
        foremost = row.shots[Instant.MAXIMAL_SWING].angles[Angle.THIGH]
        assert foremost.value == pytest.approx(GAIT.thigh_middle + 0.5 * GAIT.thigh_range, abs=0.03)
        assert foremost.low < foremost.value < foremost.high
        assert row.shots[Instant.TOUCHDOWN].since.value == 0.0


def test_the_same_seed_makes_the_same_kinogram(motion: Motion):
    assert make_kinogram(motion, seed=4) == make_kinogram(motion, seed=4)


def test_without_contacts_every_picture_says_why(motion: Motion):
    found = make_kinogram(replace(motion, contacts=()))
    assert all(isinstance(one, Missing) and one.reason for row in found.rows for one in row.shots.values())


def test_a_body_without_its_knee_is_no_picture(motion: Motion):
    points = dict(motion.points)
    points[BodyPoint.LEFT_KNEE] = np.full_like(points[BodyPoint.LEFT_KNEE], np.nan)
    lacking = body_in(replace(motion, points=points), 100, 0.0)
    assert isinstance(lacking, Missing)
    assert "left knee" in lacking.reason


@pytest.mark.data
def test_a_real_jog_has_five_pictures_of_each_leg(shared_data: Path):
    from evenstride.app.reading.instruments import measure_signal
    from evenstride.readers.instruments import read_signal

    source = shared_data / "dorn2012_jog_c3d" / "JA1Gait21.c3d"
    motion = measure_signal(read_signal(source.read_bytes(), name=source.name), mass=70.0).motion.motion
    found = make_kinogram(motion)
    for row in found.rows:
        assert len(row.seen) == len(Instant)
        times = [shot.time for shot in row.seen]
        assert times == sorted(times)
        degrees = {instant: np.degrees(row.shots[instant].angles[Angle.THIGH].value) for instant in Instant}
        # A jog at 3.5 m/s: plausible, and the same for both legs within some degrees.
        assert 15.0 < degrees[Instant.TOUCHDOWN] < 25.0
        assert -27.0 < degrees[Instant.TOE_OFF] < -18.0
        assert 28.0 < degrees[Instant.MAXIMAL_SWING] < 38.0
        assert isinstance(row.shots[Instant.TOUCHDOWN], Shot)
