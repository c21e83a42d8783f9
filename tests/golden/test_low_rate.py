"""A real jog as a slower camera would have seen it: what stays true is given, contact times are refused."""

from pathlib import Path

import numpy as np
import pytest

from evenstride.app.reading.instruments import MeasuredTrial, measure_trial, trial_lines
from evenstride.app.reading.understand import understand
from evenstride.core.errors import InputError
from evenstride.core.estimate import Array, Estimate, Missing
from evenstride.core.metric import Analysis
from evenstride.core.recording import StepEvents
from evenstride.core.signal import Markers
from evenstride.science.steps.prepare import prepare_steps
from evenstride.science.steps.summary import measure_steps
from tests.sites import Site
from tests.unit.test_web_instruments import bring, plain
from tests.unit.test_web_runs import site, well_built
from validation import instruments_low_rate
from validation.instruments_low_rate import jog_markers, slower

__all__ = ["site"]

NEED_TOE_OFF = ("contact_time", "flight_time", "swing_time", "contact_length", "duty_factor", "force")


def trc(markers: Markers) -> str:
    """Write markers with Z up as a TRC in mm, whose axis Y points up."""
    positions: Array = 1000.0 * np.stack(
        [markers.positions[:, :, 0], markers.positions[:, :, 2], -markers.positions[:, :, 1]], axis=2
    )
    count, names = len(positions), markers.names
    head = [
        "PathFileType\t4\t(X/Y/Z)\tjog.trc",
        "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames",
        f"{markers.rate:g}\t{markers.rate:g}\t{count}\t{len(names)}\tmm\t{markers.rate:g}\t1\t{count}",
        "Frame#\tTime\t" + "\t\t\t".join(names),
        "\t\t" + "\t".join(f"X{i}\tY{i}\tZ{i}" for i in range(1, len(names) + 1)),
        "",
    ]
    rows = [
        f"{number + 1}\t{number / markers.rate:.6f}\t" + "\t".join(f"{value:.4f}" for value in row.ravel())
        for number, row in enumerate(positions)
    ]
    return "\n".join([*head, *rows]) + "\n"


@pytest.fixture(scope="module")
def files(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    folder = tmp_path_factory.mktemp("slow")
    found: dict[int, Path] = {}
    for rate in (250, 60, 30, 25):
        found[rate] = folder / f"jog{rate}.trc"
        found[rate].write_text(trc(jog_markers() if rate == 250 else slower(jog_markers(), float(rate))))
    return found


@pytest.fixture(scope="module")
def measured(files: dict[int, Path]) -> dict[int, MeasuredTrial]:
    return {rate: measure_trial(files[rate], athlete="Ada") for rate in (250, 60, 30)}


def values(found: Analysis | Missing) -> dict[str, Estimate | Missing]:
    assert isinstance(found, Analysis), found
    return dict(found.values)


@pytest.mark.parametrize("rate", [60, 30])
def test_rhythm_and_speed_are_those_of_the_fast_camera(measured: dict[int, MeasuredTrial], rate: int) -> None:
    fast, slow = values(measured[250].steps), values(measured[rate].steps)
    for name in ("step_frequency", "step_time", "speed", "step_length"):
        one, other = slow[name], fast[name]
        assert isinstance(one, Estimate)
        assert isinstance(other, Estimate)
        assert one.value == pytest.approx(other.value, rel=0.01), name
        assert one.low < other.value < one.high, name


@pytest.mark.parametrize("rate", [60, 30])
def test_what_needs_a_toe_off_is_missing_with_the_frame(measured: dict[int, MeasuredTrial], rate: int) -> None:
    slow, frame = values(measured[rate].steps), {60: "17 ms", 30: "33 ms"}[rate]
    for name in NEED_TOE_OFF:
        value = slow[name]
        assert isinstance(value, Missing), name
        assert "± one frame" in value.reason
        assert frame in value.reason
        assert "120 frames a second" in value.remedy
    said = "\n".join(trial_lines(measured[rate]))
    assert f"± {frame}" in said
    assert "nan" not in said


def test_angles_of_the_body_are_given_and_quick_ones_are_not(measured: dict[int, MeasuredTrial]) -> None:
    fast, slow = values(measured[250].movement), values(measured[60].movement)
    for name in (
        "thigh_range",
        "trunk_lean",
        "trunk_lean_range",
        "thigh_phase",
        "knee_flexion_swing",
        "arm_swing_range",
    ):
        one, other = slow[name], fast[name]
        assert isinstance(one, Estimate), name
        assert isinstance(other, Estimate), name
        assert one.value == pytest.approx(other.value, rel=0.02, abs=0.002), name
    for name in ("thigh_flexion_acceleration_peak", "foot_speed_up"):
        value = slow[name]
        assert isinstance(value, Missing)
        assert "too few for so quick a movement" in value.reason
    for name in ("touchdown_ahead_of_hip", "knee_separation", "thigh_crossing"):
        value = slow[name]
        assert isinstance(value, Missing)
        assert "± one frame" in value.reason


def test_the_stored_run_keeps_why(files: dict[int, Path]) -> None:
    data = files[60].read_bytes()
    [run] = understand(data, name="jog60.trc", athlete="Ada").recordings
    assert isinstance(run, StepEvents)
    assert run.untimed is not None
    assert all(one.toe_off is None for one in run.contacts)
    summary = measure_steps(prepare_steps(run))
    assert summary.missing["force"] == run.untimed
    assert "force" not in summary.both


def test_the_page_of_the_run_says_what_is_missing_and_why(files: dict[int, Path], site: Site) -> None:
    id = bring(site, files[60])
    page = site.get(f"/run/noa?id={id}").text
    well_built(page)
    said = plain(page)
    assert "± one frame, at 60 a second ± 17 ms" in said
    assert "Step frequency" in said
    assert "nan" not in said.lower().split()
    assert "not known" in said


def test_below_thirty_the_file_is_refused(files: dict[int, Path]) -> None:
    with pytest.raises(InputError, match="25 frames a second are too few for steps"):
        measure_trial(files[25], athlete="Ada")


def test_every_row_holds(shared_data: Path) -> None:
    rows = instruments_low_rate.rows()
    assert {row["name"].rpartition(".")[2] for row in rows} >= {"step_frequency", "thigh_range", "trunk_lean"}
    for row in rows:
        assert row["value"] <= row["target"], row
