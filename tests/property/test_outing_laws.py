"""Laws of outings: nothing a device writes breaks a summary, the clock does not matter, doubling changes no mean."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from evenstride.core.activity import Activity, Channel, Pause, Quantity, Said, Sport
from evenstride.core.estimate import Missing
from evenstride.core.outing_values import OutingSummary, SpeedBins
from evenstride.science.outings.load import list_days, measure_weeks
from evenstride.science.outings.summary import summarise_outing
from evenstride.science.simulate.outings import PlantedRunner, simulate_outing
from evenstride.store.codec import from_json, to_json
from evenstride.words.outings.summary import say_outing

START = datetime(2026, 5, 4, 16, tzinfo=UTC)
QUANTITIES = (
    Quantity.SPEED, Quantity.DISTANCE, Quantity.LATITUDE, Quantity.LONGITUDE, Quantity.ALTITUDE, Quantity.GRADE,
    Quantity.STEP_FREQUENCY, Quantity.CONTACT_TIME, Quantity.CONTACT_BALANCE,
)  # fmt: skip

numbers = st.one_of(st.just(0.0), st.just(np.nan), st.floats(-1e6, 1e6), st.floats(0.0, 10.0))


@st.composite
def activities(draw) -> Activity:
    size = draw(st.integers(0, 60))
    steps = draw(arrays(np.float64, size, elements=st.sampled_from([0.0, 0.1, 1.0, 5.0, 30.0])))
    channels = tuple(
        Channel(quantity, "", draw(arrays(np.float64, size, elements=numbers)), draw(st.sampled_from(["", "Stryd"])))
        for quantity in draw(st.sets(st.sampled_from(QUANTITIES)))
    )
    pauses = tuple(
        Pause(begin, begin + length) for begin, length in draw(st.lists(st.tuples(spans, spans), max_size=3))
    )
    said = Said(draw(st.none() | st.floats(0.0, 10.0)))
    return Activity(
        "Noa",
        START,
        START.date(),
        draw(st.sampled_from(Sport)),
        "x",
        np.cumsum(steps),
        channels,
        pauses=pauses,
        said=said,
    )


spans = st.floats(0.0, 200.0)


@given(activities())
@settings(max_examples=100)
def test_whatever_a_device_writes_is_told_in_words_and_kept(one):
    found = summarise_outing(one)
    assert 0.0 <= found.moving <= found.timed + 1e-6 <= found.duration + 2e-6
    assert not found.metres_by_speed.size or found.metres_by_speed.min() >= 0.0
    if isinstance(found.steps, SpeedBins):
        steps = found.steps
        assert np.all(steps.counts > 0.0)
        assert np.all(~(steps.forces <= 1.0))
        account = steps.contact_lengths * (2.0 * steps.forces - 1.0) / steps.swing_times
        known = np.isfinite(account)
        assert account[known] == pytest.approx(steps.speeds[known], rel=1e-9)
    assert all(line.endswith(".") for line in say_outing(found, own_best=6.0))
    again = from_json(to_json(found, OutingSummary), OutingSummary)
    assert to_json(again, OutingSummary) == to_json(found, OutingSummary)


@given(st.integers(0, 50), st.floats(0.0, 1e5))
@settings(max_examples=8)
def test_when_the_clock_began_does_not_matter(seed, begin):
    one = simulate_outing(PlantedRunner(), START.date(), minutes=10, seed=seed)
    pauses = tuple(Pause(each.begin + begin, each.end + begin) for each in one.pauses)
    later = replace(one, times=one.times + begin, pauses=pauses)
    straight, moved = summarise_outing(one), summarise_outing(later)
    assert moved.timed == pytest.approx(straight.timed)
    assert moved.steps.speeds == pytest.approx(straight.steps.speeds)
    assert moved.steps.forces == pytest.approx(straight.steps.forces)


@given(st.integers(0, 50), st.floats(0.5, 12.0), st.floats(0.1, 1.0))
@settings(max_examples=30)
def test_a_lower_share_never_has_fewer_fast_metres(seed, best, share):
    found = summarise_outing(simulate_outing(PlantedRunner(), START.date(), minutes=5, strides=(7.0,), seed=seed))
    fast, all_of_it = found.fast_metres(best, share=share), found.fast_metres(best, share=0.0)
    assert 0.0 <= fast <= found.fast_metres(best, share=0.5 * share) <= all_of_it + 1e-9
    assert all_of_it == pytest.approx(found.metres_by_speed.sum())


@given(st.lists(st.none() | st.floats(0.0, 10.0), min_size=14, max_size=14), st.floats(1.0, 300.0))
@settings(max_examples=100)
def test_load_of_weeks_is_the_sum_of_their_days_and_monotony_has_no_unit(efforts, minutes):
    base = summarise_outing(simulate_outing(PlantedRunner(), START.date(), minutes=3, seed=1))
    first = date(2026, 5, 4)

    def weeks(scale):
        outings = [
            replace(base, on=first + timedelta(days=day), effort=effort, timed=scale * minutes * 60.0)
            for day, effort in enumerate(efforts)
            if effort is not None
        ]
        return measure_weeks(list_days(outings, first, first + timedelta(days=13), own_best=8.0))

    for one, double in zip(weeks(1.0), weeks(2.0), strict=True):
        assert double.load == pytest.approx(2.0 * one.load)
        assert isinstance(one.monotony, Missing) == isinstance(double.monotony, Missing)
        if not isinstance(one.monotony, Missing):
            assert double.monotony == pytest.approx(one.monotony)
