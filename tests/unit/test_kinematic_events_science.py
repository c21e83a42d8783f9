"""Contacts of a foot from cameras: simulated truth recovered, and what is said when it cannot be."""

from dataclasses import replace

import numpy as np
import pytest

from evenstride.core.errors import FitError, InputError
from evenstride.science.motion.foot_contacts import CONSTANTS, Forefoot, draw_events
from evenstride.science.motion.foot_motion import LEAST_RATE, check_sides, follow_foot
from evenstride.science.motion.kinematic_events import find_both_feet, find_foot_contacts
from evenstride.science.simulate.foot import SimulatedFoot, simulate_foot

RUN = {"speed": 4.5, "contact_time": 0.19, "stride_time": 0.70}


def contacts_of(foot: SimulatedFoot):
    return find_foot_contacts(foot.heel, foot.forefoot, foot.rate)


def codes(found) -> set[str]:
    return {flag.code for flag in found.flags}


def hidden(foot: SimulatedFoot, moment: float, length: float, *, heel: bool = False) -> SimulatedFoot:
    """Return the foot with one of its points not seen for a while."""
    points = (foot.heel if heel else foot.forefoot).copy()
    first = round(moment * foot.rate)
    points[first : first + round(length * foot.rate)] = np.nan
    return replace(foot, heel=points) if heel else replace(foot, forefoot=points)


class TestRecovery:
    @pytest.mark.parametrize(
        ("speed", "contact_time", "stride_time"),
        [(3.0, 0.25, 0.74), (5.0, 0.18, 0.68), (8.0, 0.12, 0.52), (11.0, 0.092, 0.45)],
    )
    @pytest.mark.parametrize("rate", [120.0, 200.0, 250.0, 500.0])
    @pytest.mark.parametrize("treadmill", [False, True])
    def test_contacts(self, speed, contact_time, stride_time, rate, treadmill) -> None:
        foot = simulate_foot(
            speed=speed, contact_time=contact_time, stride_time=stride_time, rate=rate,
            belt=speed if treadmill else 0.0, drop=0.8 + 0.15 * speed,
        )  # fmt: skip
        found = contacts_of(foot)
        assert len(found.contacts) == len(foot.touchdowns)
        for one, touchdown, toe_off in zip(found.contacts, foot.touchdowns, foot.toe_offs, strict=True):
            assert one.touchdown == pytest.approx(touchdown, abs=0.010)
            assert one.toe_off == pytest.approx(toe_off, abs=0.006)
        assert found.treadmill is treadmill
        assert found.walking is False
        assert found.speed == pytest.approx(speed, rel=0.01)

    @pytest.mark.parametrize("heel_first", [0.02, 0.04, 0.07, 0.1])
    @pytest.mark.parametrize("drop", [0.8, 1.2, 1.8])
    def test_a_heel_that_lands_first_is_the_touchdown(self, heel_first, drop) -> None:
        foot = simulate_foot(**RUN, heel_first=heel_first, drop=drop)
        found = contacts_of(foot)
        assert [one.touchdown for one in found.contacts] == pytest.approx(foot.touchdowns, abs=0.010)
        assert [one.toe_off for one in found.contacts] == pytest.approx(foot.toe_offs, abs=0.006)

    def test_walking_is_measured_and_said(self) -> None:
        foot = simulate_foot(speed=1.4, contact_time=0.65, stride_time=1.05)
        found = contacts_of(foot)
        assert found.walking is True
        assert "walking" in codes(found)
        assert len(found.contacts) == 5
        assert np.mean([one.contact_time for one in found.contacts]) == pytest.approx(0.65, abs=0.015)

    def test_walking_on_the_heel(self) -> None:
        foot = simulate_foot(speed=1.4, contact_time=0.65, stride_time=1.05, heel_first=0.1, drop=0.8)
        found = contacts_of(foot)
        assert found.walking is True
        assert [one.touchdown for one in found.contacts] == pytest.approx(foot.touchdowns, abs=0.015)

    def test_one_contact_says_nothing_of_walking(self) -> None:
        found = contacts_of(simulate_foot(**RUN, strides=1))
        assert len(found.contacts) == 1
        assert found.walking is None

    def test_fast_runners_are_told_to_be_untested(self) -> None:
        assert "untested_speed" in codes(contacts_of(simulate_foot(speed=9.0, contact_time=0.11, stride_time=0.49)))
        assert "untested_speed" not in codes(contacts_of(simulate_foot(**RUN)))


class TestErrors:
    def test_draws_hold_what_contacts_share(self) -> None:
        found = contacts_of(simulate_foot(**RUN))
        down, off = draw_events(found, 20000, seed=3)
        contact = off - down
        assert np.std(contact.mean(axis=0)) >= 0.010
        # From contact to contact the shared error falls out.
        assert np.std(contact[1] - contact[0]) == pytest.approx(np.sqrt(2 * (0.003**2 + 0.0045**2)), rel=0.1)
        assert np.mean(down, axis=1) == pytest.approx([one.touchdown for one in found.contacts], abs=3e-4)

    def test_a_filled_event_is_drawn_wider(self) -> None:
        foot = simulate_foot(**RUN)
        found = contacts_of(hidden(foot, foot.touchdowns[2] - 0.004, 0.02))
        assert [one.filled for one in found.contacts] == [False, False, True, False, False]
        down, _ = draw_events(found, 4000, seed=3)
        spread = np.std(down, axis=1)
        assert spread[2] > 1.5 * spread[1]

    def test_the_toe_is_known_less_well(self) -> None:
        toe, ball = CONSTANTS[Forefoot.TOE], CONSTANTS[Forefoot.BALL]
        assert np.hypot(toe.shared_touchdown, toe.shared_toe_off) > np.hypot(ball.shared_touchdown, ball.shared_toe_off)
        assert np.hypot(ball.shared_touchdown, ball.shared_toe_off) >= 0.010


class TestGaps:
    def test_a_short_gap_is_filled_and_marked(self) -> None:
        foot = simulate_foot(**RUN)
        whole, gappy = contacts_of(foot), contacts_of(hidden(foot, foot.touchdowns[1] + 0.08, 0.024))
        assert "filled" in codes(gappy)
        assert len(gappy.contacts) == len(whole.contacts)
        assert gappy.contacts[1].contact_time == pytest.approx(whole.contacts[1].contact_time, abs=0.004)

    @pytest.mark.parametrize("heel", [False, True])
    def test_a_long_gap_costs_its_contact_only(self, heel) -> None:
        foot = simulate_foot(**RUN)
        whole, gappy = contacts_of(foot), contacts_of(hidden(foot, foot.touchdowns[1] + 0.02, 0.08, heel=heel))
        assert "gap" in codes(gappy)
        kept = [one for number, one in enumerate(whole.contacts) if number != 1]
        assert len(gappy.contacts) == len(kept)
        for one, other in zip(gappy.contacts, kept, strict=True):
            assert one.touchdown == pytest.approx(other.touchdown, abs=1e-3)
            assert one.toe_off == pytest.approx(other.toe_off, abs=1e-3)

    def test_nothing_is_made_up_before_the_first_frame_seen(self) -> None:
        foot = simulate_foot(**RUN)
        points = foot.forefoot.copy()
        points[: round((foot.touchdowns[0] + 0.1) * foot.rate)] = np.nan
        found = contacts_of(replace(foot, forefoot=points))
        assert len(found.contacts) == 4

    def test_a_foot_that_was_not_seen(self) -> None:
        foot = simulate_foot(**RUN)
        with pytest.raises(FitError, match="hardly seen"):
            contacts_of(replace(foot, heel=np.full_like(foot.heel, np.nan)))


class TestBadInput:
    def test_too_few_frames_a_second(self) -> None:
        foot = simulate_foot(**RUN, rate=25.0)
        with pytest.raises(InputError, match="25 frames a second are too few"):
            contacts_of(foot)
        assert LEAST_RATE == 120.0

    def test_millimetres(self) -> None:
        foot = simulate_foot(**RUN)
        with pytest.raises(InputError, match="unit of length"):
            find_foot_contacts(1000 * foot.heel, 1000 * foot.forefoot, foot.rate)

    def test_running_towards_minus_x(self) -> None:
        foot = simulate_foot(**RUN)
        turn = np.array([-1.0, -1.0, 1.0])
        with pytest.raises(InputError, match="does not point forward"):
            find_foot_contacts(turn * foot.heel, turn * foot.forefoot, foot.rate)

    def test_heel_and_forefoot_exchanged(self) -> None:
        foot = simulate_foot(**RUN)
        with pytest.raises(InputError, match="exchanged"):
            find_foot_contacts(foot.forefoot, foot.heel, foot.rate)

    def test_different_lengths(self) -> None:
        foot = simulate_foot(**RUN)
        with pytest.raises(InputError, match=r"\(n, 3\)"):
            find_foot_contacts(foot.heel[:-1], foot.forefoot, foot.rate)

    def test_a_handful_of_frames(self) -> None:
        foot = simulate_foot(**RUN)
        with pytest.raises(InputError, match="10 frames are too few"):
            find_foot_contacts(foot.heel[:10], foot.forefoot[:10], foot.rate)

    def test_standing(self) -> None:
        foot = simulate_foot(**RUN)
        still = [np.tile(points[60], (500, 1)) for points in (foot.heel, foot.forefoot)]
        with pytest.raises(FitError, match=r"0\.0 m/s only"):
            find_foot_contacts(*still, foot.rate)

    def test_contacts_cut_by_the_file_are_left_out(self) -> None:
        foot = simulate_foot(**RUN)
        first, last = (round((moment + 0.08) * foot.rate) for moment in foot.touchdowns[[0, 4]])
        found = find_foot_contacts(foot.heel[first:last], foot.forefoot[first:last], foot.rate)
        assert len(found.contacts) == 3
        assert "half_seen" in codes(found)


class TestSides:
    def feet(self, across: float):
        return [
            (foot.heel[:800], foot.forefoot[:800])
            for foot in (simulate_foot(across=across, **RUN), simulate_foot(across=-across, start=0.5, **RUN))
        ]

    def test_both(self) -> None:
        left, right = find_both_feet(*self.feet(0.06), 250.0)
        assert left.contacts[0].touchdown < right.contacts[0].touchdown < left.contacts[1].touchdown

    def test_exchanged_sides_are_refused(self) -> None:
        with pytest.raises(InputError, match=r"12 cm to the right.*were exchanged"):
            find_both_feet(*self.feet(-0.06), 250.0)

    def test_sides_that_cannot_be_seen_are_told(self) -> None:
        left, right = find_both_feet(*self.feet(0.002), 250.0)
        assert "sides_unclear" in codes(left)
        assert "sides_unclear" in codes(right)

    def test_double_support_is_walking_also_with_one_contact_each(self) -> None:
        walk = {"speed": 1.4, "contact_time": 0.65, "stride_time": 1.05, "strides": 2}
        feet = [simulate_foot(across=0.06, start=0.35, **walk), simulate_foot(across=-0.06, start=0.875, **walk)]
        pairs = [(foot.heel[:405], foot.forefoot[:405]) for foot in feet]
        assert [find_foot_contacts(*points, 250.0).walking for points in pairs] == [None, None]
        found = find_both_feet(*pairs, 250.0)
        assert [one.walking for one in found] == [True, True]
        assert all("walking" in codes(one) for one in found)

    def test_frames_not_seen_are_no_side(self) -> None:
        left = np.tile([0.0, 0.1, 0.0], (50, 1))
        left[:20] = np.nan
        assert check_sides(left, np.zeros((50, 3))) == ()


def test_the_belt_is_found() -> None:
    foot = simulate_foot(**RUN, belt=4.5)
    found = follow_foot(foot.heel, foot.forefoot, foot.rate)
    assert found.treadmill
    assert found.ground == pytest.approx(-4.5, abs=0.02)
