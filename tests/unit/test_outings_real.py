"""Outings in short from real files: plausible numbers, the right instrument, nothing made of what is no run."""

from pathlib import Path

import numpy as np
import pytest

from evenstride.core.estimate import Estimate, Missing
from evenstride.core.outing_values import OutingSummary, SpeedBins
from evenstride.readers.outing_reading import read_outings
from evenstride.science.outings.summary import summarise_outing

pytest.importorskip("evenstride.readers.outings.fit", reason="there is no reader of FIT files")


def summaries(folder: Path, name: str) -> list[OutingSummary]:
    file = folder / "fit_fitparse" / name
    if not file.is_file():
        pytest.skip(f"the shared real file {name} is absent")
    found = read_outings(file.read_bytes(), name=name, athlete="Noa")
    return [summarise_outing(one) for one in found.activities]


def test_a_run_with_contact_times_gives_push_and_swing_of_a_runner(shared_data):
    (outing,) = summaries(shared_data, "activity-small-fenix2-run.fit")
    steps = outing.steps
    assert isinstance(steps, SpeedBins)
    assert outing.distance == pytest.approx(9010.0, rel=0.01)
    assert outing.metres_by_speed.sum() == pytest.approx(outing.distance, rel=0.02)
    assert np.all((steps.forces > 1.3) & (steps.forces < 1.8))
    assert np.all((steps.swing_times > 0.42) & (steps.swing_times < 0.55))
    assert np.average(steps.forces[steps.speeds > 3.5]) > np.average(steps.forces[steps.speeds < 3.0])
    assert isinstance(outing.top_speed, Estimate)
    assert 5.0 < outing.top_speed.value < 7.0


def test_the_run_of_a_pod_names_it_and_tells_no_top_speed(shared_data):
    (outing,) = summaries(shared_data, "developer-types-sample.fit")
    assert isinstance(outing.steps, SpeedBins)
    assert outing.steps.contact_source == "Stryd"
    assert isinstance(outing.top_speed, Missing)
    assert outing.notes[0].source == "Stryd"


def test_a_walk_has_no_steps_of_running(shared_data):
    (outing,) = summaries(shared_data, "garmin-fenix-5-walk.fit")
    assert isinstance(outing.steps, Missing)


def test_of_a_triathlon_only_the_run_has_steps(shared_data):
    found = summaries(shared_data, "sample_mulitple_header.fit")
    assert [isinstance(one.steps, SpeedBins) for one in found] == [False] * (len(found) - 1) + [True]
    assert found[-1].steps.contact_source == "Garmin hrm tri"
