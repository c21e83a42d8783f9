"""The notebook: one import, one call, four lines, and questions that answer with intervals."""

import subprocess
import sys

import numpy as np
import pytest

import evenstride as es
from evenstride.core.errors import FitError, InputError
from evenstride.core.estimate import Estimate
from evenstride.science.in_situ.fit import fit_in_situ, measure_in_situ
from evenstride.science.simulate.devices import simulate_session

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
    with pytest.raises(InputError, match=r"a data frame needs pandas, .* pip install 'evenstride\[frames\]'"):
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


class TestEveryDevice:
    CLOCK = np.linspace(0.0, 6.0, 301)

    def tether(self):
        """Clock and tape begin 0.7 s and 2.6 m off."""
        from evenstride.science.sprint.model import predict_distance, predict_speed

        return (
            self.CLOCK,
            predict_speed(self.CLOCK, 9.0, 1.2, time_correction=0.7),
            predict_distance(self.CLOCK, 9.0, 1.2, time_correction=0.7) + 2.6,
        )

    @pytest.mark.parametrize("by", ["time", "distance"])
    def test_a_tether_is_read_over_time_or_distance(self, by):
        result = es.fit_trace(*self.tether(), by=by)
        assert result.values["mss"].value == pytest.approx(9.0, rel=1e-5)
        assert repr(result).splitlines()[2].startswith(f"{'time' if by == 'time' else 'distance'} correction")

    def test_positions_followed_in_time(self):
        time, _, distance = self.tether()
        result = es.fit_positions(time, distance)
        assert result.values["mac"].value == pytest.approx(7.5, rel=1e-5)
        assert repr(result).startswith("Sprint: 301 positions")

    def test_two_corrections_by_name(self):
        result = es.fit_sprint([2, 5, *GATES[1:]], [0.62, *TIMES], correction=["time-correction", "flying-distance"])
        assert set(result.starts) == {"time_correction", "flying_distance"}

    def test_anything_can_be_held(self):
        result = es.fit_sprint(GATES, TIMES, fixed={"mss": 9.0}, correction="time-correction")
        assert result.values["mss"].low == result.values["mss"].high == 9.0

    def test_an_outlier_loses_its_pull(self):
        hit = [*TIMES[:3], TIMES[3] - 0.1, *TIMES[4:]]
        normal, robust = (
            es.fit_sprint(GATES, hit, errors=errors).values["mss"].value for errors in ("normal", "student")
        )
        truth = es.fit_sprint(GATES, TIMES).values["mss"].value
        assert abs(robust - truth) < 0.2 * abs(normal - truth)

    def test_each_gate_is_foretold_by_the_others(self, sprint):
        assert sprint.left_out().round(3).tolist() == [0.004, -0.002, -0.0, 0.0, 0.002, -0.004]

    def test_trials_together_print_four_lines(self):
        trials = [es.fit_sprint(GATES, [time + shift for time in TIMES], athlete="Kim") for shift in (0.0, 0.03)]
        together = es.fit_together(trials)
        assert len(repr(together).splitlines()) == 4
        assert together.values["mss"].value == pytest.approx(trials[0].values["mss"].value, rel=1e-4)

    @pytest.mark.parametrize(
        ("call", "text"),
        [
            (lambda: es.fit_trace([0, 1], [0, 5], by="colour"), "cannot be fitted over 'colour'"),
            (lambda: es.fit_sprint(GATES, TIMES, errors="cauchy"), "errors cannot be 'cauchy'"),
            (lambda: es.fit_sprint(GATES, TIMES, correction=["none", "late"]), "'late' is no correction"),
            (lambda: es.fit_trace([0, 1], [0, 5], [0]), "do not make pairs"),
        ],
    )
    def test_what_cannot_be_asked(self, call, text):
        with pytest.raises(InputError, match=text):
            call()

    def test_different_loads_make_no_joint_fit(self):
        sled = es.fit_sprint(GATES, TIMES, load=es.Load(inertia=20))
        with pytest.raises(InputError, match="different loads"):
            es.fit_together([sled, es.fit_sprint(GATES, TIMES)])

    def test_a_trace_leaves_none_out(self):
        with pytest.raises(InputError, match="cannot be left out"):
            es.fit_trace(*self.tether()).left_out()


@pytest.mark.parametrize("body", [{"mass": -5.0}, {"mass": 0.0}, {"mass": np.nan}, {"height": 170.0}, {"height": 0.0}])
def test_a_body_in_other_units_is_refused(body):
    with pytest.raises(InputError, match="not a person's"):
        es.fit_sprint(GATES, TIMES, **{"mass": 60.0, "height": 1.7, **body})


def test_a_wind_that_is_no_number_is_refused(sprint):
    with pytest.raises(InputError, match="does not blow"):
        es.fit_sprint(GATES, TIMES, wind=np.nan)
    with pytest.raises(InputError, match="does not blow"):
        sprint.predict(distance=10, wind=np.nan)


class TestPrinting:
    def test_answers_print_one_line_each_and_stay_a_dict(self, sprint):
        gains = sprint.probe(40)
        assert [line.split()[0] for line in repr(gains).splitlines()] == list(gains) == ["mss", "mac", "f0", "v0"]
        assert repr(sprint.values).splitlines()[0] == "mss 8.97 m/s (8.95 to 9.00)"

    def test_predictions_print_themselves(self, sprint):
        lines = repr(sprint.predict(distance=[5, 10, 20])).splitlines()
        assert "speed 6.068, 7.374, 8.395 m/s" in lines
        assert next(line for line in lines if line.startswith("force_ratio")).endswith("0.07639")
        assert " … 40 m" in repr(sprint.predict(distance=range(41)))

    def test_a_force_without_a_body_says_what_it_needs(self):
        with pytest.raises(InputError, match=r"nothing called 'force'.*need body mass and height"):
            es.fit_sprint(GATES, TIMES).predict(distance=10)["force"]

    def test_what_is_held_is_said_to_be_held(self):
        assert "MSS 9.00 m/s (held)" in repr(es.fit_sprint(GATES, TIMES, fixed={"mss": 9.0}))

    def test_only_the_measure_that_lacks_is_asked_for(self):
        assert repr(es.fit_sprint(GATES, TIMES, mass=60)).endswith("Force and power need height too")


def test_numbers_as_words_are_refused():
    with pytest.raises(InputError, match="these are not all numbers"):
        es.fit_sprint(GATES, ["fast"] * 6)


def test_trials_export_the_start_of_each(sprint):
    pandas = pytest.importorskip("pandas")
    frame = es.fit_together([sprint, sprint]).to_frame()
    assert isinstance(frame, pandas.DataFrame)
    assert list(frame["quantity"]) == ["mss", "mac", "tau", "time_correction_1", "time_correction_2"]


def test_a_balance_prints_one_line(sprint):
    assert repr(sprint.balance(20)).startswith("over 20 m: 112.0 % of balance (110.5 to 113.5); on paper fastest with")


def test_a_body_in_centimetres_is_refused():
    with pytest.raises(InputError, match=r"height: 175 m is not a person's"):
        es.fit_sprint(GATES, TIMES, mass=60, height=175)


def test_hyphen_and_underscore_name_the_same():
    one = es.fit_sprint(GATES, TIMES, correction="time_correction", fixed={"mss": 9.0})
    other = es.fit_sprint(GATES, TIMES, correction="time-correction", fixed={"mss": 9.0})
    assert one.values == other.values
    assert es.fit_sprint(GATES, TIMES, fixed={"time-correction": -0.3}).fit.fixed == {"time_correction": -0.3}


def test_together_takes_fitted_sprints_only():
    with pytest.raises(InputError, match="Fit each with fit_sprint"):
        es.fit_together([(GATES, TIMES), (GATES, TIMES)])


def test_a_missed_gate_is_named():
    with pytest.raises(FitError, match="the time at 10 m is no number"):
        es.fit_sprint(GATES, [1.158, None, *TIMES[2:]])


@pytest.fixture(scope="module")
def trace():
    return simulate_session(8.5, 7.0, minutes=30, sprints=30, kind="lps", seed=4)


class TestSession:
    def test_a_local_system_tells_all_and_prints_four_lines(self, trace):
        session = es.fit_session(trace.times, trace.speeds, device="lps", mass=70, height=1.75)
        assert list(session.values) == ["s0", "a0", "tau", "f0", "pmax"]
        assert session.missing == {}
        lines = repr(session).splitlines()
        assert (len(lines), lines[0]) == (4, "Session: session of 30 min, lps, 90% intervals")
        assert lines[3].startswith("F0 ")
        assert "meets zero" in repr(session.plot())

    @pytest.mark.parametrize(("device", "why"), [("gps", "GPS of any rate"), ("unknown", "not stated")])
    def test_what_a_satellite_cannot_tell_is_withheld(self, trace, device, why):
        session = es.fit_session(trace.times, trace.speeds, device=device, mass=70, height=1.75)
        assert list(session.values) == ["s0"]
        assert set(session.missing) == {"a0", "tau", "f0", "pmax"}
        assert repr(session).splitlines()[3].startswith("Acceleration and force withheld: ")
        assert why in repr(session)

    def test_the_numbers_are_those_of_the_command(self, trace):
        values = measure_in_situ(trace, fit_in_situ(trace)).values
        assert es.fit_session(trace.times, trace.speeds, device="lps").values["a0"] == values["a0_in_situ"]

    def test_a_radar_writes_no_session(self, trace):
        with pytest.raises(InputError, match="a 'radar' writes no session"):
            es.fit_session(trace.times, trace.speeds, device="radar")


def test_a_table_of_runs_is_sent_to_the_fit_of_many():
    with pytest.raises(InputError, match="fit_sprints"):
        es.fit_sprint(GATES, np.array([TIMES, TIMES]))
    many = es.fit_sprints(GATES, [TIMES, TIMES])
    assert many.mss == pytest.approx(es.fit_sprint(GATES, TIMES).values["mss"].value, abs=0.01)


def test_a_value_that_is_not_there_is_answered_with_those_that_are(sprint):
    with pytest.raises(InputError, match="Ask for mss, mac, tau"):
        _ = sprint.values["vmax"]


@pytest.mark.parametrize(("mass", "height"), [("heavy", 1.7), (60, "1,70 m")])
def test_a_body_that_is_no_number_is_refused_in_a_sentence(mass, height):
    with pytest.raises(InputError, match="not all numbers"):
        es.fit_sprint(GATES, TIMES, mass=mass, height=height)


def test_a_mass_written_as_text_is_a_mass(sprint):
    assert es.fit_sprint(GATES, TIMES, mass="60", height=1.70).values["f0"].value == sprint.values["f0"].value


def test_a_held_flying_distance_of_positions_counts():
    clock = np.arange(0.0, 4.0, 0.1)
    lead = 0.3  # s already run when the clock starts
    way = 9.0 * ((clock + lead) - 1.2 * (1.0 - np.exp(-(clock + lead) / 1.2)))
    flying = float(way[0])
    place = way - flying + 0.002 * np.sin(40.0 * clock)
    held = es.fit_positions(clock, place, fixed={"flying_distance": flying})
    assert held.fit.corrections == ()
    assert set(held.starts) == {"flying_distance"}
    assert held.values["mss"].value == pytest.approx(9.0, rel=0.01)
    assert held.values["tau"].value == pytest.approx(1.2, rel=0.02)
    # a wrong one bends the curve: with both zeros free besides, it changed nothing
    wrong = es.fit_positions(clock, place, fixed={"flying_distance": flying + 1.0})
    assert wrong.fit.sigma > 5.0 * held.fit.sigma
    both = es.fit_positions(clock, place, fixed={"flying_distance": flying}, correction="time-correction")
    assert both.fit.corrections == ("time-correction",)
