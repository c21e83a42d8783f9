"""Outings: totals, steady stretches, fastest stretches, instruments, load."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from evenstride.core.activity import Activity, Channel, LifeDay, Pause, Quantity, Said, Sport, Totals
from evenstride.core.estimate import Estimate, Missing
from evenstride.core.outing_values import BIN_WIDTH, DistanceFrom, SpeedBins
from evenstride.core.roles import Side
from evenstride.science.outings.devices import known_device
from evenstride.science.outings.load import list_days, measure_weeks
from evenstride.science.outings.samples import read_course
from evenstride.science.outings.summary import summarise_outing
from evenstride.science.simulate.outings import PlantedPod, PlantedRunner, simulate_outing

DAY = date(2026, 5, 4)
START = datetime(2026, 5, 4, 16, tzinfo=UTC)
QUIET = PlantedRunner(day=(0.0, 0.0), within=(0.0, 0.0), fatigue=(0.0, 0.0), uphill=(0.0, 0.0))
EXACT = PlantedPod(contact_noise=0.0, frequency_noise=0.0, speed_noise=0.0)


def activity(channels: dict[str, object], *, seconds: int = 600, sport: Sport = Sport.RUNNING, **more) -> Activity:
    """An activity with a sample every second; a number stands for a constant."""
    times = more.pop("times", np.arange(seconds, dtype=float))
    sampled = tuple(
        Channel(name, "", np.broadcast_to(np.asarray(values, dtype=float), times.shape), "pod")
        for name, values in channels.items()
    )
    return Activity("Noa", START, DAY, sport, "run", times, sampled, **more)


STEADY = {Quantity.SPEED: 3.5, Quantity.STEP_FREQUENCY: 2.8, Quantity.CONTACT_TIME: 0.24}


def steps_of(one: Activity, **more) -> SpeedBins:
    steps = summarise_outing(one, **more).steps
    assert isinstance(steps, SpeedBins), steps
    return steps


def test_planted_force_and_swing_time_come_back_without_noise():
    steps = steps_of(simulate_outing(QUIET, DAY, pod=EXACT, seed=1))
    frequency, contact = QUIET.steps(steps.speeds)
    assert steps.forces == pytest.approx(1.0 / (frequency * contact), rel=1e-3)
    assert steps.swing_times == pytest.approx(2.0 / frequency - contact, rel=1e-3)
    assert steps.contact_lengths == pytest.approx(steps.speeds * contact, rel=1e-3)


def test_the_account_of_speed_is_exact_in_every_cell():
    steps = steps_of(simulate_outing(PlantedRunner(), DAY, seed=2, hills=0.02))
    account = steps.contact_lengths * (2.0 * steps.forces - 1.0) / steps.swing_times
    assert account == pytest.approx(steps.speeds, rel=1e-12)
    assert np.all(np.floor(steps.speeds / BIN_WIDTH) == steps.bins)


def test_a_cell_counts_stretches_of_each_half():
    steps = steps_of(activity(STEADY))
    assert steps.counts.tolist() == [15.0, 15.0]
    assert steps.second_half.tolist() == [0.0, 1.0]
    assert steps.forces == pytest.approx([1.0 / (2.8 * 0.24)] * 2)


@pytest.mark.parametrize(("frequency", "contact"), [(2.1, 0.49), (2.8, 0.36)])
def test_steps_without_a_flight_are_no_run(frequency, contact):
    walking = {**STEADY, Quantity.STEP_FREQUENCY: frequency, Quantity.CONTACT_TIME: contact}
    assert isinstance(summarise_outing(activity(walking)).steps, Missing)


def test_a_changing_speed_is_left_out_and_counted():
    speeds = np.concatenate([np.full(300, 3.5), 3.0 + 0.5 * np.abs(np.arange(300) % 40 - 20) / 10.0])
    steps = steps_of(activity({**STEADY, Quantity.SPEED: speeds}))
    assert steps.counts.sum() == 15
    assert steps.unsteady == 15


def test_a_steep_stretch_is_left_out_and_counted_and_slight_grades_are_kept():
    altitude = np.concatenate([np.arange(300) * 3.5 * 0.01, 10.5 + np.arange(300) * 3.5 * 0.08])
    steps = steps_of(activity({**STEADY, Quantity.ALTITUDE: altitude}))
    assert steps.counts.sum() == 15
    assert steps.steep == 15
    assert steps.grades == pytest.approx([0.01], abs=1e-3)


def test_no_stretch_goes_across_a_pause_or_a_gap():
    times = np.arange(40, dtype=float)
    paused = np.where(times < 15.0, times, times + 100.0)
    channels = dict(STEADY.items())
    with_pause = activity(channels, times=paused, pauses=(Pause(15.0, 115.0),))
    assert summarise_outing(with_pause).timed == pytest.approx(39.0)
    assert steps_of(with_pause).counts.sum() == 1  # of 25 s after the pause; 15 s before it are too short
    assert steps_of(activity(channels, times=paused)).counts.sum() == 1


def test_overlapping_pauses_count_once():
    one = activity(STEADY, pauses=(Pause(100.0, 200.0), Pause(150.0, 250.0), Pause(160.0, 170.0)))
    assert read_course(one).timed == pytest.approx(599.0 - 150.0)


def test_contact_time_is_not_used_from_seven_metres_a_second():
    steps = steps_of(
        activity({**STEADY, Quantity.SPEED: 7.2, Quantity.STEP_FREQUENCY: 4.0, Quantity.CONTACT_TIME: 0.12})
    )
    assert np.isnan(steps.contact_times).all()
    assert np.isnan(steps.forces).all()
    assert steps.step_lengths == pytest.approx([1.8, 1.8])
    assert steps.contact_source == ""


@pytest.mark.parametrize("quantity", [Quantity.CONTACT_TIME, Quantity.CONTACT_BALANCE, Quantity.STEP_FREQUENCY])
def test_a_zero_written_where_nothing_was_measured_is_no_step(quantity):
    whole = STEADY | {Quantity.CONTACT_BALANCE: 0.5}
    zeros = np.where(np.arange(600) % 3 == 0, 0.0, whole[quantity])
    with_zeros, without = steps_of(activity(whole | {quantity: zeros})), steps_of(activity(whole))
    for name in ("contact_times", "step_frequencies", "balances", "counts"):
        assert getattr(with_zeros, name) == pytest.approx(getattr(without, name), rel=1e-12), name
    none = activity(STEADY | {Quantity.CONTACT_TIME: 0.0})
    assert np.isnan(steps_of(none).contact_times).all()


def two_sources() -> Activity:
    one = activity({Quantity.SPEED: 3.5})
    watch = [(Quantity.STEP_FREQUENCY, 2.8, "watch"), (Quantity.CONTACT_TIME, 0.24, "watch")]
    pod = [(Quantity.STEP_FREQUENCY, 2.81, "Stryd"), (Quantity.CONTACT_TIME, 0.21, "Stryd")]
    added = tuple(Channel(name, "", np.full(600, value), source) for name, value, source in (*watch, *pod))
    return replace(one, channels=(*one.channels, *added))


def test_two_sources_are_never_mixed_and_their_order_is_told():
    first, told = steps_of(two_sources()), steps_of(two_sources(), sources=["stryd"])
    assert (first.contact_source, first.frequency_source) == ("watch", "watch")
    assert (told.contact_source, told.frequency_source) == ("Stryd", "Stryd")
    assert told.contact_times == pytest.approx([0.21, 0.21])
    assert told.step_frequencies == pytest.approx([2.81, 2.81])


def test_contacts_of_each_foot_give_both_and_the_balance():
    one = activity({Quantity.SPEED: 3.5, Quantity.STEP_FREQUENCY: 2.8})
    feet = tuple(
        Channel(Quantity.CONTACT_TIME, "s", np.full(600, value), "pods", side=side)
        for side, value in ((Side.LEFT, 0.25), (Side.RIGHT, 0.23))
    )
    steps = steps_of(replace(one, channels=(*one.channels, *feet)))
    assert steps.contact_times == pytest.approx([0.24, 0.24])
    assert steps.balances == pytest.approx([0.25 / 0.48] * 2)


@pytest.mark.parametrize("sport", [Sport.CYCLING, Sport.SWIMMING, Sport.STRENGTH])
def test_no_steps_or_fast_metres_are_read_from_what_is_not_on_foot(sport):
    found = summarise_outing(activity({Quantity.SPEED: 16.0, Quantity.CRANK_RATE: 1.5}, sport=sport))
    assert isinstance(found.steps, Missing)
    assert isinstance(found.top_speed, Missing)
    assert isinstance(found.fast_metres(8.0), Missing)
    assert found.fastest == ()
    assert found.distance == pytest.approx(16.0 * 599.0)


def test_what_said_the_distance():
    assert summarise_outing(activity(STEADY, totals=Totals(distance=0.0))).distance == 0.0  # zero is a value
    along = {Quantity.DISTANCE: np.arange(600) * 3.5}
    assert summarise_outing(activity(along)).distance_from is DistanceFrom.DEVICE
    assert summarise_outing(activity(STEADY)).distance_from is DistanceFrom.SPEED
    north = {Quantity.LATITUDE: 47.0 + np.arange(600) * 3.5 / 111_195.0, Quantity.LONGITUDE: 8.0}
    walked = summarise_outing(activity(north))
    assert walked.distance_from is DistanceFrom.POSITIONS
    assert walked.distance == pytest.approx(3.5 * 599, rel=1e-3)
    assert summarise_outing(activity({Quantity.HEART_RATE: 140.0})).distance is None


def test_speed_from_positions_and_from_distance_is_that_of_the_device():
    for channels in (
        {Quantity.DISTANCE: np.arange(600) * 3.5},
        {
            Quantity.LATITUDE: 47.0,
            Quantity.LONGITUDE: 8.0 + np.arange(600) * 3.5 / (111_195.0 * np.cos(np.radians(47))),
        },
    ):
        assert read_course(activity(channels)).speeds == pytest.approx(np.full(600, 3.5), rel=1e-3)


def test_fast_runs_are_found_with_the_error_of_the_device():
    tops = (7.4, 8.0, 8.2)
    found = summarise_outing(simulate_outing(QUIET, DAY, strides=tops, pod=EXACT, seed=3))
    fast = found.fast_stretches(8.3)
    assert len(fast) == 2
    assert fast[0].begin < fast[1].begin
    assert all(one.peak == pytest.approx(top, abs=0.05) for one, top in zip(fast, tops[1:], strict=True))
    assert isinstance(found.top_speed, Estimate)
    assert "misses the peak" in found.top_speed.method
    assert found.top_speed.high - found.top_speed.low == pytest.approx(2 * 1.645 * 0.3, rel=0.02)


def test_one_wrong_sample_makes_no_top_speed():
    speeds = np.full(600, 3.5)
    speeds[300], speeds[400] = 11.0, 40.0
    found = summarise_outing(activity({**STEADY, Quantity.SPEED: speeds}))
    assert isinstance(found.top_speed, Estimate)
    assert found.top_speed.value == pytest.approx(3.5)
    assert "faster than anybody runs" in found.notes[0].sentence


def test_a_sensor_on_the_body_tells_no_top_speed():
    one = activity(STEADY)
    renamed = tuple(replace(channel, source="Stryd") for channel in one.channels)
    found = summarise_outing(replace(one, channels=renamed))
    assert isinstance(found.top_speed, Missing)
    assert "dasso2025" in found.top_speed.reason
    assert found.notes[0].reference == known_device("Stryd").reference


def test_fast_metres_are_those_at_the_share_of_own_best():
    speeds = np.where(np.arange(600) < 20, 8.0, 3.0)
    found = summarise_outing(activity({Quantity.SPEED: speeds}))
    assert found.fast_metres(8.4) == pytest.approx(160.0)
    assert found.fast_metres(9.5) == 0.0


def test_an_activity_without_samples_keeps_what_the_file_states():
    empty = Activity(
        "Noa", START, DAY, Sport.STRENGTH, "gym", np.empty(0), (), totals=Totals(elapsed=3600.0, moving=3000.0),
        said=Said(0.0),
    )  # fmt: skip
    found = summarise_outing(empty)
    assert (found.duration, found.timed, found.load) == (3600.0, 3000.0, 0.0)


def outings(efforts, *, minutes: float = 30.0):
    return [
        replace(
            summarise_outing(activity(STEADY)), on=DAY + timedelta(days=number), effort=effort, timed=60.0 * minutes
        )
        for number, effort in enumerate(efforts)
        if effort is not None
    ]


def test_load_of_a_week_and_its_monotony():
    days = list_days(outings([10, None, 8, None, 10, None, None]), DAY, DAY + timedelta(days=6), own_best=8.0)
    week = measure_weeks(days)[0]
    loads = np.array([300, 0, 240, 0, 300, 0, 0])
    assert week.load == 840.0
    assert week.monotony == pytest.approx(loads.mean() / loads.std(ddof=1))
    assert week.strain == pytest.approx(week.load * week.monotony)
    assert week.fast_metres == 0.0
    assert days[1].load == 0.0
    assert days[1].outings == 0


@pytest.mark.parametrize(("effort", "reason"), [(6.1, "alike"), (0.0, "without load")])
def test_a_week_of_equal_days_has_no_monotony(effort, reason):
    week = measure_weeks(list_days(outings([effort] * 7, minutes=31.7), DAY, DAY + timedelta(days=6)))[0]
    assert isinstance(week.monotony, Missing)
    assert reason in week.monotony.reason
    assert isinstance(week.strain, Missing)
    assert not isinstance(week.load, Missing)


def test_an_effort_not_told_is_not_zero():
    told = outings([5.0, 5.0])
    days = list_days([told[0], replace(told[1], effort=None)], DAY, DAY + timedelta(days=6), own_best=8.0)
    assert isinstance(days[1].load, Missing)
    assert "no effort told" in days[1].load.reason
    assert isinstance(measure_weeks(days)[0].load, Missing)


def test_days_hold_sleep_and_heart_rate_and_a_later_file_adds_to_an_earlier():
    life = [LifeDay(DAY, sleep=28800.0), LifeDay(DAY, resting_heart_rate=48.0)]
    days = list_days([], DAY, DAY + timedelta(days=7), life=life)
    assert (days[0].sleep, days[0].resting_heart_rate) == (28800.0, 48.0)
    weeks = measure_weeks(days)
    assert len(weeks) == 1
    assert weeks[0].sleep == 28800.0


def test_no_ratio_of_loads_is_anywhere():
    from evenstride.core import days_done

    names = {name for one in (days_done.DayDone, days_done.WeekLoad) for name in one.__slots__}
    assert not [name for name in names if "ratio" in name or "acute" in name or "risk" in name]


def test_a_run_with_the_strap_and_one_without_are_two_instruments():
    bare = replace(two_sources(), devices=("watch", "Stryd"))
    strapped = replace(bare, devices=("watch", "Garmin hrm4 run", "Stryd"))
    assert steps_of(bare).contact_source == "watch"
    assert steps_of(strapped).contact_source == "Garmin hrm4 run"
    assert steps_of(strapped, sources=["Stryd"]).contact_source == "Stryd"
    assert steps_of(strapped, sources=["Garmin hrm4 run", "Stryd"]).contact_source == "Garmin hrm4 run"
    assert summarise_outing(strapped).notes[0].reference == "cabrera2025"


def test_top_speed_is_read_from_the_watch_where_a_pod_is_preferred():
    one = activity({Quantity.SPEED: 3.5})
    both = tuple(
        replace(one.channels[0], values=np.full(600, v), source=s) for v, s in ((3.5, "Stryd"), (3.6, "watch"))
    )
    found = summarise_outing(replace(one, channels=both), sources=["Stryd"])
    assert isinstance(found.top_speed, Estimate)
    assert found.top_speed.value == pytest.approx(3.6)
