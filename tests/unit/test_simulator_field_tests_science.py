"""Simulated field tests: without noise the truth comes back from the raw trials, and every quantity is planted."""

from dataclasses import replace
from datetime import date
from itertools import groupby

import numpy as np
import pytest

from evenstride.core.protocol import protocols
from evenstride.core.roles import Side
from evenstride.science.field.tests import measure_field_test
from evenstride.science.simulate.field_tests import BASE, SimulatedTester, base_of, simulate_field_tests

START = date(2026, 1, 5)
WEEKS = tuple(range(0, 70, 7))
STILL = SimulatedTester(error=0.0, learning=(), trial_error=0.0)


def measured(tester, protocol, days=WEEKS, seed=0):
    rows = simulate_field_tests(tester, protocol, days, start=START, seed=seed)
    return [measure_field_test(list(day), draws=2) for _, day in groupby(rows, key=lambda row: row.on)]


@pytest.mark.parametrize("protocol", protocols().values(), ids=lambda protocol: protocol.id)
def test_the_truth_comes_back_from_raw_trials(protocol):
    low, high = protocol.plausible
    base = base_of(protocol)
    assert low < base < high
    values = [day.value.point for day in measured(STILL, protocol, (0, 7))]
    # Hops are seen through frames; everything else is exact.
    assert values == pytest.approx([base] * 2, rel=0.03)
    grown = measured(replace(STILL, gain=0.2, learning=(0.3,)), protocol, (0, 7, 14))
    logs = protocol.better.sign * np.log([day.value.point / base for day in grown])
    assert logs == pytest.approx([-0.3, 0.0, 0.2], abs=0.03)


def test_a_test_without_a_starting_value_of_its_own_starts_inside_what_is_plausible():
    assert set(BASE) <= set(protocols())
    jump = protocols()["P2"]
    unknown = replace(jump, id="P9", plausible=(2.0, 8.0))
    assert base_of(unknown) == pytest.approx(4.0)
    assert base_of(replace(unknown, plausible=(0.0, 8.0))) == pytest.approx(4.0)


@pytest.mark.parametrize("test", ["S1", "S3"])
def test_sides_differ_as_planted(test):
    day = measured(replace(STILL, difference=0.1), protocols()[test], (0, 7))[0]
    ratio = np.log(day.sides[Side.LEFT].point / day.sides[Side.RIGHT].point)
    assert ratio == pytest.approx(0.1 * protocols()[test].better.sign)


@pytest.mark.parametrize("test", ["P2", "S1", "S3"])
def test_sessions_scatter_with_the_planted_error(test):
    tester = SimulatedTester(error=0.05, learning=(), trial_error=0.0)
    logs = np.log([day.value.point for day in measured(tester, protocols()[test], tuple(range(2000)))])
    assert logs.std() == pytest.approx(0.05, rel=0.05)


def test_one_seed_gives_one_season():
    one, same, other = (
        simulate_field_tests(SimulatedTester(), protocols()["P1"], WEEKS, start=START, seed=s) for s in (1, 1, 2)
    )
    assert one == same != other
    assert all("simulated" in row.athlete and row.device.kind == "simulated" for row in one)
