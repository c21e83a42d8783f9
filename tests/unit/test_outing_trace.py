"""An outing thinned to windows: what is in each, gaps left open, impossible samples left out; steps by speed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from evenstride.core.activity import Activity, Channel, Pause, Quantity, Sport
from evenstride.core.outing_values import SpeedBins
from evenstride.science.outings.trace import LEAST_WINDOW, WINDOWS, trace_outing

START = datetime(2026, 5, 1, 16, 0, tzinfo=UTC)


def run(seconds: int = 3600, **channels: np.ndarray) -> Activity:
    names = {
        "speed": (Quantity.SPEED, "m/s"),
        "steps": (Quantity.STEP_FREQUENCY, "Hz"),
        "contact": (Quantity.CONTACT_TIME, "s"),
    }
    made = tuple(Channel(*names[name], values, source="watch") for name, values in channels.items())
    return Activity("Noa", START, START.date(), Sport.RUNNING, "run", np.arange(float(seconds)), made)


def test_each_window_holds_mean_lowest_and_highest_of_its_samples() -> None:
    speed = 3.0 + 0.5 * np.sin(np.arange(3600) / 50.0)
    trace = trace_outing(run(speed=speed))
    assert trace.window == 20.0
    assert trace.times.size == WINDOWS
    track = trace.tracks["speed"]
    assert (track.unit, track.source) == ("m/s", "watch")
    assert track.value[7] == pytest.approx(speed[140:160].mean())
    assert (track.low[7], track.high[7]) == (speed[140:160].min(), speed[140:160].max())
    assert trace.times[7] == 150.0


def test_a_pause_is_a_gap_and_nothing_is_filled_in() -> None:
    activity = run(1200, speed=np.full(1200, 3.0))
    times = np.where(activity.times < 600.0, activity.times, activity.times + 300.0)
    trace = trace_outing(replace(activity, times=times, pauses=(Pause(600.0, 900.0),)))
    inside = (trace.times > 610.0) & (trace.times < 890.0)
    assert inside.sum() > 20
    assert np.isnan(trace.tracks["speed"].value[inside]).all()
    assert trace.pauses == (Pause(600.0, 900.0),)


def test_what_no_runner_can_have_made_is_left_out() -> None:
    speed, contact = np.full(600, 3.0), np.full(600, 0.24)
    speed[100], contact[200:260], contact[300] = 40.0, 0.0, 2.0
    trace = trace_outing(run(600, speed=speed, contact=contact, steps=np.full(600, 2.8)))
    assert trace.window == LEAST_WINDOW
    assert np.nanmax(trace.tracks["speed"].high) == 3.0
    assert np.isnan(trace.tracks["contact_time"].value[41:51]).all()
    assert np.nanmax(trace.tracks["contact_time"].high) == 0.24
    assert set(trace.tracks) == {"speed", "step_frequency", "contact_time"}


def test_steps_of_a_ride_are_not_told_and_an_empty_file_has_no_windows() -> None:
    ride = replace(run(600, speed=np.full(600, 9.0), steps=np.full(600, 2.8)), sport=Sport.CYCLING)
    assert set(trace_outing(ride).tracks) == {"speed"}
    assert trace_outing(run(0)).times.size == 0
    assert trace_outing(run(1, speed=np.full(1, 3.0))).end == 0.0


def test_means_by_speed_count_each_stretch_alike() -> None:
    cells = {name: np.ones(3) for name in ("frequency_sds", "contact_sds", "balance_sds", "grades")}
    bins = SpeedBins(
        bins=[12, 12, 13], second_half=[0, 1, 0], counts=[3, 1, 2], speeds=[3.1, 3.2, 3.3],
        step_frequencies=[2.8, 2.8, 2.9], contact_times=[0.24, 0.28, np.nan], balances=[0.5, 0.54, np.nan], **cells,
    )  # fmt: skip
    slow, fast = bins.by_speed()
    assert slow.speed == pytest.approx(3.125)
    assert slow.held == 80.0
    assert slow.force == pytest.approx((3.0 / (2.8 * 0.24) + 1.0 / (2.8 * 0.28)) / 4.0)
    assert (fast.step_frequency, bins.balance) == (2.9, pytest.approx(0.51))
    assert np.isnan([fast.force, fast.balance, fast.swing_time]).all()
