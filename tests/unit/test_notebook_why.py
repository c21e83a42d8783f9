"""Where a value of a notebook comes from: value, fit, what was given, and the file where there was one."""

import numpy as np
import pytest

import evenstride as es
from evenstride.core.errors import InputError
from evenstride.core.recording import Splits
from evenstride.readers import read
from evenstride.science.simulate.devices import simulate_session
from evenstride.science.sprint.fit import fit_speed_curve

GATES = [5, 10, 15, 20, 30, 40]
TIMES = [1.158, 1.893, 2.541, 3.149, 4.313, 5.444]
RACE = [1.89, 2.88, 3.78, 4.64, 5.47, 6.29, 7.10, 7.92, 8.75, 9.58]


@pytest.fixture(scope="module")
def sprint() -> es.Sprint:
    return es.fit_sprint(GATES, TIMES, athlete="Kimberley", mass=60, height=1.70)


def test_a_value_leads_over_its_fit_to_the_numbers_given(sprint: es.Sprint):
    value, fit, given = sprint.why("f0")
    assert (value.kind, fit.kind, given.kind) == ("f0", "fit", "Splits")
    assert "436 N (431 to 442), 90% of 4000 draws" in value.details
    assert "samozino2016" in value.details
    assert fit.method == sprint.values["f0"].method
    assert "free: time correction" in fit.details
    assert "seed 0" in fit.details
    assert given.method == "given in the notebook"
    assert "1.158 s at 5 m" in given.details


def test_without_a_name_every_value_is_told_and_prints_in_one_table(sprint: es.Sprint):
    chain = sprint.why()
    assert [one.kind for one in chain] == [*sprint.values, "fit", "Splits"]
    lines = repr(chain).splitlines()
    assert lines[0].split() == ["what", "id", "made", "by"]
    assert all(len(line) <= 130 for line in lines)
    assert len({one.id for one in chain}) == len(chain)


def test_an_unknown_value_says_which_there_are(sprint: es.Sprint):
    with pytest.raises(InputError, match="Ask for mss, mac"):
        sprint.why("f9")


def test_equal_ids_are_equal_makings(sprint: es.Sprint):
    ids = [one.id for one in sprint.why("mss")]
    again = es.fit_sprint(GATES, TIMES, athlete="Kimberley", mass=60, height=1.70)
    assert [one.id for one in again.why("mss")] == ids
    others = (
        es.fit_sprint(GATES, TIMES, athlete="Kimberley", mass=60, height=1.70, seed=1),
        es.fit_sprint(GATES, TIMES, athlete="Kimberley", mass=60, height=1.70, weights=[1, 1, 1, 1, 1, 3]),
        es.fit_sprint(GATES, TIMES, athlete="Kimberley", mass=60, height=1.70, load=es.Load(worn=5)),
    )
    for other in others:
        _, fit, given = other.why("mss")
        assert fit.id != ids[1]
        assert given.id == ids[2]
    moved = es.fit_sprint(GATES, np.array(TIMES) + 0.01, athlete="Kimberley", mass=60, height=1.70)
    assert moved.why("mss")[-1].id != ids[2]


def test_what_was_chosen_by_hand_is_told():
    held = es.fit_sprint(GATES, TIMES, fixed={"mss": 9.0}, correction="none", load=es.Load(inertia=20, resistance=50))
    value, fit, _ = held.why("mss")
    assert value.method == "held by you"
    assert "held: mss 9" in fit.details
    assert "with 20 kg pulled, 50 N against" in fit.details
    weighted = es.fit_sprint(GATES, TIMES, weights=[1, 1, 1, 1, 1, 3])
    assert "Weights: 1, 1, 1, 1, 1, 3" in weighted.why("mss")[1].details
    many = np.linspace(0.0, 5.0, 100)
    trace = es.fit_trace(many, 9.0 * (1.0 - np.exp(-many / 1.2)) + 0.02 * np.sin(40.0 * many), weights=np.ones(100))
    assert "and so on, 100 in all" in trace.why("mss")[1].details


def test_races_trials_and_sessions_have_it_too():
    race = es.fit_race(np.arange(10, 101, 10), RACE, reaction_time=0.146, wind=-0.9)
    assert [one.kind for one in race.why()] == [*race.values, "fit", "Splits"]
    assert "wind −0.9 m/s" in race.why("top_speed")[-1].details
    trials = es.fit_together([es.fit_sprint(GATES, TIMES), es.fit_sprint(GATES, np.array(TIMES) + 0.05)])
    assert [one.kind for one in trials.why("mss", "time_correction_2")] == [
        *("mss", "time_correction_2"),
        *("fit", "Splits", "Splits"),
    ]
    trace = simulate_session(8.5, 7.0, minutes=30, sprints=30, kind="lps", seed=4)
    session = es.fit_session(trace.times, trace.speeds, device="lps", mass=70, height=1.8)
    assert [one.kind for one in session.why()] == [*session.values, "fit", "SpeedTrace"]


def test_a_recording_that_was_read_leads_to_its_file():
    data = b"athlete,date,device,start,5,10,20,30,40\nKim,2026-05-01,gates,standing,1.42,2.15,3.40,4.56,5.70\n"
    recording = read(data, name="kim.csv").recordings[0]
    assert isinstance(recording, Splits)
    chain = es.Sprint(recording, fit_speed_curve(recording)).why("mss")
    assert [one.kind for one in chain] == ["mss", "fit", "Splits", "file"]
    assert chain[-2].method.startswith("read by")
    assert (chain[-1].method, chain[-1].details) == ("raw bytes", "kim.csv")
    assert chain[-1].id == recording.origin.content_id[:12]
