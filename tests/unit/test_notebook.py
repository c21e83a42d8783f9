"""The notebook: one import, one call, four lines, and questions that answer with intervals."""

import subprocess
import sys

import numpy as np
import pytest

import evenstride as es
from evenstride.core.errors import InputError
from evenstride.core.estimate import Estimate

GATES = [5, 10, 15, 20, 30, 40]
TIMES = [1.158, 1.893, 2.541, 3.149, 4.313, 5.444]
RACE = [1.89, 2.88, 3.78, 4.64, 5.47, 6.29, 7.10, 7.92, 8.75, 9.58]


@pytest.fixture(scope="module")
def sprint():
    return es.fit_sprint(GATES, TIMES, athlete="Kimberley", mass=60, height=1.70)


@pytest.fixture(scope="module")
def race():
    return es.fit_race(np.arange(10, 101, 10), RACE, reaction_time=0.146, mass=94, height=1.95)


def test_importing_the_package_leaves_numpy_alone():
    program = (
        "import sys, evenstride as es\nassert 'numpy' not in sys.modules\nassert 'fit_sprint' in dir(es)\n"
        "es.fit_sprint\nassert 'numpy' in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_unknown_names_are_unknown():
    with pytest.raises(AttributeError, match="module 'evenstride' has no attribute 'fit_spirit'"):
        es.fit_spirit  # noqa: B018


def test_results_print_four_lines(sprint, race):
    bare = es.fit_sprint(GATES, TIMES)
    for result, last in ((sprint, "F0 "), (race, "Slowing down"), (bare, "Force and power need mass and height")):
        lines = repr(result).splitlines()
        assert len(lines) == 4
        assert lines[3].startswith(last)
    assert repr(sprint).startswith("Kimberley: 6 gates to 40 m")


def test_every_answer_has_an_interval(sprint):
    answers = [*sprint.values.values(), *sprint.probe(40).values(), *sprint.reach(0.9).values()]
    answers += [*sprint.peak_power().values(), sprint.balance(20).imbalance.estimate()]
    assert all(isinstance(answer, Estimate) and answer.low < answer.value < answer.high for answer in answers)
    assert set(sprint.probe(40)) == {"mss", "mac", "f0", "v0"}


def test_shares_of_top_speed_take_longer_the_larger_they_are(sprint):
    ways = [sprint.reach(share)["distance"].value for share in (0.90, 0.95, 0.99)]
    assert ways == sorted(ways)


def test_predictions_agree_whatever_is_asked_for(sprint):
    at = sprint.predict(distance=[10.0, 20.0])
    for axis in ("time", "speed"):
        again = sprint.predict(**{axis: at[axis].value})
        for name in ("distance", "acceleration", "force", "power", "force_ratio"):
            assert again[name].value == pytest.approx(at[name].value, rel=1e-6)


def test_sled_and_head_wind_slow_the_same_athlete_down(sprint):
    times = [sprint.predict(distance=20, **where)["time"].value[0] for where in ({}, {"wind": -3.0})]
    times.append(sprint.predict(distance=20, load=es.Load(inertia=20, resistance=50))["time"].value[0])
    assert times == sorted(times)


def test_a_trace_fits_too():
    times = np.linspace(0.0, 6.0, 121)
    sprint = es.fit_trace(times, 9.0 * (1 - np.exp(-times / 1.2)) + 0.02 * np.sin(40 * times))
    assert sprint.values["mss"].value == pytest.approx(9.0, abs=0.02)
    assert "121 speeds to 6 s" in repr(sprint)


def test_frames_hold_every_value(sprint):
    pytest.importorskip("pandas")
    frame = sprint.to_frame()
    assert list(frame.columns) == ["quantity", "value", "low", "high", "unit", "level"]
    assert frame.set_index("quantity").loc["mss", "value"] == sprint.values["mss"].value


def test_without_pandas_the_frame_says_what_to_do(sprint, monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(InputError, match=r"a data frame needs pandas, which is not installed\. pip install pandas"):
        sprint.to_frame()


@pytest.mark.parametrize(
    ("ask", "sentence"),
    [
        (lambda s: s.predict(), "predict needs one of time, distance and speed"),
        (lambda s: s.predict(time=1.0, distance=3.0), "predict needs one of"),
        (lambda s: s.reach(1.0), "a share of 1 of MSS is never reached"),
        (lambda s: s.race_time(), "race_time needs a race with slowing down"),
        (lambda _: es.fit_sprint(GATES, TIMES[:5]), "6 values and 5 values do not make pairs"),
        (lambda _: es.fit_sprint(GATES, TIMES, correction="both"), "'both' is no correction"),
        (lambda _: es.fit_sprint(GATES, TIMES).peak_power(), "Force needs body mass and height"),
    ],
)
def test_senseless_questions_say_what_to_do(sprint, ask, sentence):
    with pytest.raises(InputError, match=sentence):
        ask(sprint)


def test_a_race_has_no_force_line(race):
    with pytest.raises(InputError, match="probe knows the plain speed curve only"):
        race.probe(40)
