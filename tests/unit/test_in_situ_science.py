"""The line of a session: real LPS data, the device rule, bad input and the device simulator."""

import numpy as np
import pytest

from evenstride.core.athlete import Anthropometrics
from evenstride.core.errors import FitError, InputError
from evenstride.core.estimate import Missing
from evenstride.core.recording import Device, SpeedTrace
from evenstride.readers.values import device_kind
from evenstride.science.in_situ.fit import fit_in_situ, measure_in_situ, predict_envelope
from evenstride.science.in_situ.samples import prepare_samples
from evenstride.science.simulate.devices import DEVICES, DeviceError, simulate_device_trace, simulate_session
from validation._device_calibration import HOPPE, measure_device

BODY = Anthropometrics(mass=80, height=1.85)


@pytest.fixture(scope="module")
def session() -> SpeedTrace:
    return simulate_session(8.5, 7.0, minutes=30, sprints=30, seed=4)


@pytest.fixture(scope="module")
def real(shared_data) -> SpeedTrace:
    file = shared_data / "shorts" / "csv" / "LPS_session.csv"
    times, speeds = np.loadtxt(file, delimiter=",", skiprows=1, usecols=(0, 3)).T
    return SpeedTrace("LPS", times, speeds, device=Device("lps"), body=BODY)


def of_kind(session: SpeedTrace, kind: str) -> SpeedTrace:
    return SpeedTrace("A", session.times, session.speeds, device=Device(kind), body=BODY)


def test_a_real_session_gives_a_line_beyond_its_fastest_speed(real):
    profile = fit_in_situ(real, draws=200)
    s0 = profile.parameters["s0"].estimate()
    assert real.speeds.max() < s0.value < 9.5
    assert 0.0 < s0.high - s0.low < 2.0
    assert 3.0 < profile.parameters["a0"].point < 12.0
    assert any("gaps in the clock" in note for note in profile.notes)


@pytest.mark.parametrize("kind", ["gps", "unknown", "radar", "video", "GPS 10 Hz"])
def test_only_top_speed_comes_from_any_device_but_lps(session, kind):
    trace = of_kind(session, kind)
    analysis = measure_in_situ(trace, fit_in_situ(trace, draws=100))
    given = {name for name, value in analysis.values.items() if not isinstance(value, Missing)}
    assert given == {"s0_in_situ"}
    refused = [value for value in analysis.values.values() if isinstance(value, Missing)]
    assert len(refused) == 4
    assert all("hoppe2018" in value.reason and value.remedy for value in refused)


def test_everything_comes_from_lps_with_its_bias(session):
    trace = of_kind(session, "lps")
    analysis = measure_in_situ(trace, fit_in_situ(trace, draws=100))
    values = analysis.values
    assert not any(isinstance(value, Missing) for value in values.values())
    assert values["f0_in_situ"].value == pytest.approx(80 * values["a0_in_situ"].value)
    assert values["pmax_in_situ"].unit == "W"
    assert any("TAU −10 %" in note for note in analysis.notes)


def test_force_without_a_body_says_what_is_missing(session):
    analysis = measure_in_situ(session, fit_in_situ(session, draws=100))
    assert analysis.values["f0_in_situ"].reason == "Force needs body mass and height"
    with_body = measure_in_situ(session, fit_in_situ(session, draws=100), body=BODY)
    assert with_body.values["f0_in_situ"].unit == "N"


def test_the_envelope_ends_at_top_speed(session):
    profile = fit_in_situ(session, draws=100)
    curve = predict_envelope(profile)
    assert curve.value[-1] == pytest.approx(0.0, abs=1e-9)
    assert np.all((curve.low <= curve.value) & (curve.value <= curve.high))


def test_gaps_and_doubled_samples_do_not_matter(session):
    times = np.concatenate([session.times, session.times[100:200]])
    speeds = np.concatenate([session.speeds, session.speeds[100:200]])
    plain, doubled = fit_in_situ(session, draws=50), fit_in_situ(SpeedTrace("A", times, speeds), draws=50)
    assert doubled.parameters["s0"].point == plain.parameters["s0"].point
    assert any("100 samples" in note for note in doubled.notes)
    shifted = np.where(session.times > 900.0, session.times + 60.0, session.times)
    samples = prepare_samples(SpeedTrace("A", shifted, session.speeds), block=10.0)
    assert np.max(np.abs(samples.accelerations)) < 15.0
    assert any("1 gaps" in note for note in samples.notes)


@pytest.mark.parametrize("rate", [10.0, 18.0, 20.0])
def test_acceleration_of_an_exponential(rate):
    times = np.arange(0.0, 5.0, 1.0 / rate)
    samples = prepare_samples(SpeedTrace("A", times, 9.0 * -np.expm1(-times / 1.2)), block=10.0)
    expected = (9.0 - samples.speeds) / 1.2
    assert np.max(np.abs(samples.accelerations / expected - 1.0)) < 0.015


@pytest.mark.parametrize(
    ("times", "speeds", "sentence"),
    [
        (np.arange(0.0, 60.0, 0.05), np.full(1200, 2.0), "No sample speeds up at or above 3 m/s"),
        (np.arange(0.0, 60.0, 0.5), np.full(120, 5.0), "are no session to take accelerations from"),
        (np.array([]), np.array([]), "are no session to take accelerations from"),
        (np.array([0.0, 0.1, 0.2]), np.array([3.0, 4.0, 5.0]), "no stretch of this session is long enough"),
        (np.arange(0.0, 60.0, 0.05), 3.0 + np.arange(1200) ** 2 / 3e5, "meets S0"),
    ],
)
def test_what_is_no_session_is_refused(times, speeds, sentence):
    with pytest.raises(FitError, match=sentence):
        fit_in_situ(SpeedTrace("A", times, speeds))


def test_options_must_make_sense(session):
    with pytest.raises(InputError, match="make no profile"):
        fit_in_situ(session, width=0.0)
    with pytest.raises(InputError, match="no sprint has MSS"):
        simulate_device_trace(0.0, 1.2, DEVICES["gps10"])


@pytest.mark.parametrize("device", DEVICES)
def test_simulated_devices_err_as_published(device):
    found = measure_device(DEVICES[device], runs=150)
    for name, bias in HOPPE[device].biases.items():
        assert found[name] == pytest.approx(bias, abs=0.05), name
    assert found["vmax_error"] == pytest.approx(HOPPE[device].errors["vmax"][0], abs=0.06)


def test_a_device_without_error_reads_the_truth():
    perfect = DeviceError("lps", 20.0, 1.0, 0.0, 0.0, 0.0, speed_sd=0.0)
    found = measure_device(perfect, runs=5)
    assert max(map(abs, found.values())) < 1e-5


def test_a_lag_near_the_time_constant_is_no_special_case():
    near = [
        simulate_device_trace(9.0, 1.2, DeviceError("gps", 10.0, 1.0, 0.0, 1.2 + step, 0.0, speed_sd=0.0)).speeds
        for step in (-0.01, 0.0, 0.01)
    ]
    assert np.max(np.abs(near[1] - (near[0] + near[2]) / 2.0)) < 0.01


@pytest.mark.parametrize("name", ["phone GPS", "GPS in the hand", "GNSS camera"])
def test_a_phone_with_gps_is_gps(name):
    assert device_kind(name, default="unknown") == "gps"
