"""One contract for every metric file found; nothing made of step timings speaks for a role."""

from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from evenstride.core.discover import modules
from evenstride.core.estimate import Draws, Missing
from evenstride.core.metric import Better, Grade, Metric
from evenstride.core.run import StepSummary
from evenstride.science.steps.summary import StepTiming, step_metrics

METRICS = modules("evenstride.science.metrics", needs=("METRIC", "compute"))
BIBLIOGRAPHY = "science/sources.csv"


def named(module):
    return module.__name__.rsplit(".", 1)[1]


@pytest.fixture(params=METRICS, ids=named)
def module(request):
    return request.param


def test_metrics_are_found():
    assert {"force", "swing_time", "contact_length", "speed"} <= {named(module) for module in METRICS}


def test_a_metric_is_defined_in_the_file_of_its_name(module):
    assert isinstance(module.METRIC, Metric)
    assert module.METRIC.name == named(module)
    assert callable(module.compute)


def test_every_field_is_filled(module):
    metric = module.METRIC
    for field in fields(Metric):
        if field.name != "role_shares":
            assert getattr(metric, field.name), field.name
    assert isinstance(metric.better, Better)
    assert isinstance(metric.grade, Grade)
    low, high = metric.plausible
    assert np.isfinite([low, high]).all()
    assert low < high


def test_the_file_says_what_the_metric_is(module):
    assert module.__doc__
    assert module.compute.__doc__


def test_role_shares_are_shares(module):
    shares = module.METRIC.role_shares.values()
    assert all(0.0 < share <= 1.0 for share in shares)
    assert sum(shares) <= 1.0 + 1e-9


def test_step_timings_never_speak_for_a_role(module):
    if module.METRIC.family == StepSummary.FAMILY:
        assert not module.METRIC.role_shares


def test_names_are_told_once():
    names = [module.METRIC.name for module in METRICS]
    assert len(names) == len(set(names))


def test_sources_are_in_the_bibliography(module, shared_data: Path):
    rows = (shared_data.parent / BIBLIOGRAPHY).read_text(encoding="utf-8").splitlines()
    keys = {row.split(",", 1)[0] for row in rows}
    assert set(module.METRIC.sources) <= keys


@pytest.mark.parametrize("with_speed", [True, False])
@pytest.mark.parametrize("name", sorted(step_metrics()))
def test_step_metrics_compute_in_their_unit_and_range(name, with_speed):
    metric = step_metrics()[name]
    samples = np.linspace(0.99, 1.01, 5)

    def draws(point, unit):
        return Draws(point, point * samples, unit)

    speed = draws(9.0, "m/s") if with_speed else None
    timing = StepTiming(draws(0.248, "s"), draws(0.112, "s"), draws(0.136, "s"), draws(0.384, "s"), speed)
    value = metric.compute(timing)
    if not with_speed and name in ("speed", "step_length", "contact_length"):
        assert isinstance(value, Missing)
        assert value.reason
        return
    assert isinstance(value, Draws)
    assert value.unit == metric.METRIC.unit
    assert value.samples.size == samples.size
    low, high = metric.METRIC.plausible
    assert low <= value.point <= high


@pytest.mark.parametrize("name", sorted(step_metrics()))
def test_step_metrics_without_toe_off_are_missing_or_made_of_steps(name):
    lacking = Missing("no toe_off")
    step = Draws(0.248, np.linspace(0.24, 0.256, 5), "s")
    timing = StepTiming(step, lacking, lacking, lacking, Draws(9.0, np.full(5, 9.0), "m/s"))
    value = step_metrics()[name].compute(timing)
    if name in ("step_time", "step_frequency", "step_length", "speed"):
        assert isinstance(value, Draws)
    else:
        assert value == lacking
