"""The real files of `shorts`, read as they are: figures others printed, truth others simulated, traps kept as traps."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import curve_fit

from evenstride.app.profile import UNNAMED, profile_file, profile_lines
from evenstride.app.reading.files import read_file
from evenstride.core.errors import FitError, InputError
from evenstride.core.estimate import Estimate, Missing
from evenstride.core.fit import Correction
from evenstride.science.in_situ.fit import fit_in_situ
from evenstride.science.sprint.fit import fit_speed_curve
from evenstride.science.sprint.force import measure_air, predict_force
from evenstride.science.sprint.model import predict_speed

pytestmark = pytest.mark.data

TRUTH = {
    "John": (8.0, 7.5, 0.2),
    "Kimberley": (9.0, 7.0, 0.3),
    "Jim": (8.0, 9.0, 0.5),
    "James": (10.0, 9.0, 0.1),
    "Samantha": (6.5, 9.5, 0.4),
}
"""MSS, MAC and distance shift that made `split_times` and `radar_gun_data` (truth_simulated.csv, from data-raw)."""


@pytest.fixture(scope="module")
def folder(shared_data) -> Path:
    return shared_data / "shorts" / "csv"


def only(path):
    (recording,) = read_file(path, unnamed=UNNAMED).recordings
    return recording


def points(fit):
    return {name: draws.point for name, draws in fit.parameters.items()}


def plain(times, speeds):
    """The fit of the reference: an exponential that runs on below zero before the start; MSS, MAC, start, RMSE."""

    def curve(t, mss, mac, start):
        return mss * -np.expm1(-(t - start) * mac / mss)

    found, _ = curve_fit(curve, times, speeds, p0=(8.0, 7.0, times[0]))
    return (*found, float(np.sqrt(np.mean((speeds - curve(times, *found)) ** 2))))


class TestSimulatedByOthers:
    def test_gates(self, folder):
        found = {
            run.athlete: fit for run, fit, _ in profile_file(folder / "split_times.csv", correction="flying-distance")
        }
        assert set(found) == set(TRUTH)
        for name, (mss, mac, shift) in TRUTH.items():
            one = points(found[name])
            assert one["mss"] == pytest.approx(mss, abs=0.005)
            assert one["mac"] == pytest.approx(mac, abs=0.04)
            assert one["flying_distance"] == pytest.approx(shift, abs=0.007)

    def test_gates_printed_by_the_reference(self, folder):
        """Independent re-fit of reference_results.md: MSS, MAC, FD to 0.001."""
        printed = {
            "James": (10.002, 8.998, 0.100),
            "Jim": (7.998, 9.031, 0.494),
            "John": (7.996, 7.524, 0.197),
            "Kimberley": (9.003, 6.991, 0.302),
            "Samantha": (6.501, 9.472, 0.404),
        }
        for run, fit, _ in profile_file(folder / "split_times.csv", correction="flying-distance"):
            one = points(fit)
            assert tuple(round(one[name], 3) for name in ("mss", "mac", "flying_distance")) == printed[run.athlete]

    def test_plain_gates_are_badly_biased_and_the_default_is_not_plain(self, folder):
        """reference_results.md: Jim's plain MAC is 15.7 instead of 9.0."""
        runs = {run.athlete: run for run in read_file(folder / "split_times.csv").recordings}
        jim = points(fit_speed_curve(runs["Jim"], correction=Correction.NONE))
        assert round(jim["mac"], 1) == 15.7
        assert points(fit_speed_curve(runs["Jim"]))["mac"] == pytest.approx(9.0, abs=0.7)

    def test_radar(self, folder):
        """Truth within its interval or within a hundredth; the reference printed the re-fit to 0.001."""
        printed = {
            "James": (9.998, 9.005),
            "Jim": (7.998, 8.999),
            "John": (8.000, 7.485),
            "Kimberley": (9.006, 7.005),
            "Samantha": (6.504, 9.499),
        }
        found = profile_file(folder / "radar_gun_data.csv")
        assert {run.athlete for run, _, _ in found} == set(TRUTH)
        for run, fit, _ in found:
            one, (mss, mac, _) = points(fit), TRUTH[run.athlete]
            assert (round(one["mss"], 3), round(one["mac"], 3)) == printed[run.athlete]
            assert one["mss"] == pytest.approx(mss, abs=0.01)
            assert one["mac"] == pytest.approx(mac, abs=0.02)
            assert fit.doubt == ""

    def test_jim_of_the_readme(self, folder):
        """README of `shorts`: MSS 7.99801, MAC 8.99871, TC −0.00011, residual standard error 0.0506."""
        jim = next(fit for run, fit, _ in profile_file(folder / "radar_gun_data.csv") if run.athlete == "Jim")
        one = points(jim)
        assert one["mss"] == pytest.approx(7.99801, abs=2e-5)
        assert one["mac"] == pytest.approx(8.99871, abs=2e-4)
        assert one["time_correction"] == pytest.approx(-0.00011, abs=1e-5)
        assert float(np.sqrt(jim.residuals @ jim.residuals / (600 - 3))) == pytest.approx(0.0506, abs=5e-5)


class TestVescovi:
    """52 women over 5, 10, 20, 30 and 35 m; science.md §1.2 and reference_results.md."""

    def test_group_means(self, folder):
        found = [points(fit) for _, fit, _ in profile_file(folder / "vescovi.csv")]
        assert len(found) == 52
        columns = {name: np.array([one[name] for one in found]) for name in found[0]}
        # Printed 0.11 for the SD of the time correction, of which this is 0.105.
        expected = {"mss": (7.68, 0.44), "mac": (7.23, 0.78), "tau": (1.08, 0.15), "time_correction": (-0.23, 0.10)}
        for name, (mean, spread) in expected.items():
            assert round(float(columns[name].mean()), 2) == mean, name
            assert round(float(columns[name].std(ddof=1)), 2) == spread, name

    def test_group_means_of_the_times(self, folder):
        runs = read_file(folder / "vescovi.csv").recordings
        times = np.array([run.times for run in runs])
        assert times.mean(axis=0).round(3).tolist() == [1.214, 2.019, 3.417, 4.750, 5.413]
        assert times.std(axis=0, ddof=1).round(3).tolist() == [0.092, 0.096, 0.118, 0.161, 0.197]
        last = 5.0 / (times[:, 4] - times[:, 3])
        assert (round(float(last.mean()), 2), round(float(last.std(ddof=1)), 2)) == (7.57, 0.54)

    def test_the_plain_fit_is_far_off(self, folder):
        """science.md §0: median TAU 0.65 s plain, 1.07 s with a time correction; MSS 7.44 and 7.66 m/s."""
        for correction, tau, mss in (("none", 0.65, 7.44), (None, 1.07, 7.66)):
            found = [points(fit) for _, fit, _ in profile_file(folder / "vescovi.csv", correction=correction)]
            assert round(float(np.median([one["tau"] for one in found])), 2) == tau
            assert round(float(np.median([one["mss"] for one in found])), 2) == mss

    def test_a_held_correction(self, folder):
        """reference_results.md: 0.3 s added to the times, MSS 7.83 ± 0.54, MAC 6.53 ± 0.87 (SD over n)."""
        held = {"time_correction": -0.3}
        found = [points(fit) for _, fit, _ in profile_file(folder / "vescovi.csv", fixed=held)]
        for name, mean, spread in (("mss", 7.83, 0.54), ("mac", 6.53, 0.87)):
            column = np.array([one[name] for one in found])
            assert (round(float(column.mean()), 2), round(float(column.std()), 2)) == (mean, spread)


class TestTether:
    """dynaspeed: 1000 Hz; its author added 1.43 s and 2.74 m on purpose and left the run-out in."""

    def test_the_shifted_start_comes_back(self, folder):
        ((_, fit, analysis),) = profile_file(folder / "dynaspeed.csv")
        assert points(fit)["time_correction"] == pytest.approx(1.43, abs=0.01)
        assert any("the run-out" in note for note in fit.notes)
        assert fit.doubt == ""
        assert isinstance(analysis.values["mac"], Estimate)

    def test_why_the_reference_starts_earlier(self, folder):
        """reference_results.md: MSS 9.16, MAC 6.13, start 1.300 s, RMSE 0.242. Its curve runs on below zero before the
        start, where the athlete stands still for a third of a second; that drags the start 0.13 s forward."""
        trace = only(folder / "dynaspeed.csv")
        peak = int(np.argmax(trace.speeds)) + 1
        mss, mac, start, rmse = plain(trace.times[:peak], trace.speeds[:peak])
        assert (round(mss, 2), round(mac, 2), round(start, 2), round(rmse, 3)) == (9.16, 6.13, 1.30, 0.242)
        ours = fit_speed_curve(trace)
        assert float(np.sqrt(np.mean(ours.residuals**2))) < 0.3 * rmse

    def test_both_axes_are_shifted(self, folder):
        """Speed over distance needs no clock: the tape's zero is near the 2.74 m that were added."""
        ((_, fit, _),) = profile_file(folder / "dynaspeed.csv", by="distance")
        assert points(fit)["distance_correction"] == pytest.approx(2.74, abs=0.2)


class TestLaser:
    """laser_gun_data: a plain exponential misses it by 0.41 m/s; its distances are not those of its speeds."""

    def test_the_plain_fit_is_as_bad_as_printed(self, folder):
        """reference_results.md: MSS 8.82, MAC 5.44, start 0.689 s, RMSE 0.41 m/s."""
        trace = only(folder / "laser_gun_data.csv")
        mss, mac, start, rmse = plain(trace.times, trace.speeds)
        assert (round(mss, 2), round(mac, 2), round(start, 3), round(rmse, 2)) == (8.82, 5.44, 0.689, 0.41)

    def test_it_says_so_and_withholds_acceleration(self, folder):
        ((recording, fit, analysis),) = profile_file(folder / "laser_gun_data.csv", mass=70, height=1.85)
        assert "add up to 26.3 m, its own distances to 33.8 m" in fit.doubt
        for name in ("mac", "tau", "pmax", "f0", "f0_rel", "pmax_fv"):
            value = analysis.values[name]
            assert isinstance(value, Missing)
            assert value.reason == fit.doubt
        text = "\n".join(profile_lines((recording, fit, analysis)))
        assert "its own distances" in text
        assert "Initial acceleration 7" not in text

    def test_without_the_distances_its_start_speaks_against_it(self, folder):
        fit = fit_speed_curve(replace(only(folder / "laser_gun_data.csv"), distances=None))
        assert "already moves at 0.26 m/s" in fit.doubt


def test_the_radar_of_morin_is_believed(folder):
    ((recording, fit, analysis),) = profile_file(folder / "jb_morin.csv", mass=75, height=1.72)
    assert fit.doubt == ""
    assert isinstance(analysis.values["f0"], Estimate)
    # science.md §1.2: F0 6.84 N/kg, v0 9.59 m/s, Pmax 16.4 W/kg are the straight line through force and speed of the
    # samples; the closed form of `shorts`, used here, is F at rest and where F falls to zero: drag bends the line.
    air, one = measure_air(recording.body, recording.conditions), points(fit)
    speeds = predict_speed(recording.times, one["mss"], one["tau"], time_correction=one["time_correction"])
    slope, f0 = np.polyfit(speeds, predict_force(speeds, one["mss"], one["mac"], air) / 75.0, 1)
    assert (round(f0, 2), round(-f0 / slope, 2), round(-f0 * f0 / slope / 4.0, 1)) == (6.84, 9.59, 16.4)
    assert analysis.values["f0_rel"].value == pytest.approx(f0, rel=0.015)
    assert analysis.values["v0"].value == pytest.approx(-f0 / slope, rel=0.01)


def test_a_whole_session_is_no_sprint_and_has_a_line(folder):
    with pytest.raises(InputError, match="whole session and not one sprint"):
        profile_file(folder / "LPS_session.csv")
    session = only(folder / "LPS_session.csv")
    with pytest.raises(FitError, match="95 minutes is a whole session"):
        fit_speed_curve(session)
    assert fit_in_situ(session).parameters["s0"].point > 7.2
