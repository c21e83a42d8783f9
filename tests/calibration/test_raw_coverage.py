"""Do the intervals of raw input hold the truth as often as they say; intervals half as wide must fail."""

import numpy as np
import pytest

from evenstride.core.estimate import Draws
from evenstride.core.raw import FrameRate
from evenstride.core.roles import Side
from evenstride.science.field.raw_tests import measure_raw
from evenstride.science.simulate.frames import Coder, simulate_hops
from evenstride.science.simulate.raw import PhoneGyro, simulate_switch

RUNS = 200
LEAST = 0.82
"""Of 200 intervals that each hold the truth in 90 of 100 cases, 164 or more do in 999 of 1000."""


def hop_intervals() -> list[tuple[Draws, float]]:
    clips = [simulate_hops(coder=Coder(FrameRate(120.0, 120.0)), seed=seed) for seed in range(RUNS)]
    return [(measure_raw(clip.raw, seed=7).of("rsi", Side.LEFT)[0], clip.truth["rsi", Side.LEFT]) for clip in clips]


def switch_intervals() -> list[tuple[Draws, float]]:
    found = [simulate_switch(phone=PhoneGyro(noise=0.15), seed=seed) for seed in range(RUNS)]
    return [(measure_raw(one.raw, seed=7).of("peak_rate", Side.LEFT)[0], one.truth[0].peak_rate) for one in found]


def share_held(intervals: list[tuple[Draws, float]], width: float) -> float:
    held = []
    for draws, truth in intervals:
        interval = Draws(draws.point, draws.point + width * (draws.samples - draws.point), draws.unit).estimate()
        held.append(interval.low <= truth <= interval.high)
    return float(np.mean(held))


@pytest.mark.parametrize("make", [hop_intervals, switch_intervals])
def test_intervals_hold_what_they_say_and_half_of_them_do_not(make: object) -> None:
    intervals = make()  # type: ignore[operator]
    assert share_held(intervals, 1.0) >= LEAST
    assert share_held(intervals, 0.4) < LEAST
