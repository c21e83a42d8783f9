"""`evenstride measure`: a trial of instruments read aloud, and clear words where something is missing."""

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from evenstride.core.errors import EvenstrideError
from evenstride.doors.cli import app
from evenstride.science.simulate.sacrum import simulate_sacrum

RATE, STEP, CONTACT, MASS = 500.0, 0.32, 0.2, 70.0


@pytest.fixture
def belt(tmp_path: Path) -> Path:
    times = np.arange(round((8 * STEP + 1.0) * RATE)) / RATE
    phase = ((times - 0.5) / STEP) % 1.0 * STEP / CONTACT
    running = (times > 0.5) & (times < 0.5 + 8 * STEP) & (phase < 1.0)
    force = np.where(running, 0.5 * np.pi * STEP / CONTACT * MASS * 9.81 * np.sin(np.pi * np.clip(phase, 0, 1)), 0.0)
    file = tmp_path / "belt.csv"
    file.write_text("time (s),Fz (N)\n" + "".join(f"{t:.4f},{f:.2f}\n" for t, f in zip(times, force, strict=True)))
    return file


def run(*words: str):
    return CliRunner().invoke(app, ["measure", *words])


def test_a_belt_is_measured_with_its_feet_told(belt):
    answer = run(str(belt), "--first", "left", "--mass", "70")
    assert answer.exit_code == 0, answer.output
    assert "8 whole contacts (4 left, 4 right)." in answer.stdout
    assert "Mean vertical force 1.6" in answer.stdout
    assert "Contacts are read at 20 N, low pass 100 Hz" in answer.stdout
    assert "The left foot came first, as told, and the feet take turns." in answer.stdout
    assert "a plate wrote its vertical force alone" in answer.stdout.lower()
    assert "Contact time 19" in answer.stdout


def test_without_a_foot_the_forces_stand_and_the_steps_ask(belt):
    answer = run(str(belt))
    assert answer.exit_code == 0, answer.output
    assert "Mass 70." in answer.stdout
    assert "as the plates carried it over whole strides" in answer.stdout
    assert (
        "Steps are not measured: nothing says which foot was down. Say which foot came first, left or right"
        in answer.stdout
    )


def test_json_holds_both_accounts(belt):
    told = json.loads(run(str(belt), "--first", "right", "--json").stdout)
    assert told["forces"]["values"]["stance_force"]["unit"] == "BW"
    assert told["steps"]["values"]["contact_time"]["value"] == pytest.approx(0.195, abs=0.006)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a,b\n1,2\n", "fits none of the"),
        ("time (s),Fz (BW)\n0,0\n0.001,1\n", "the force is in body weights"),
        ("time (s),Fz (N)\n0,0\n0.001,oops\n", "line 3"),
        ("time (s),Fz (N)\n0,0\n0.001,1\n0.5,0\n", "not evenly spaced"),
        ("rate 1000 Hz\nFz (N)\n" + 900 * "800\n", "this is a trial of standing still: 800 N, 81.5 kg"),
    ],
)
def test_what_cannot_be_used_is_said(tmp_path, text, says):
    file = tmp_path / "odd.csv"
    file.write_text(text)
    refused = run(str(file)).exception
    assert isinstance(refused, EvenstrideError)
    assert refused.user_fault
    assert says in str(refused)


def test_a_first_foot_that_is_none(belt):
    assert str(run(str(belt), "--first", "both").exception).startswith("--first: 'both' is no side")


def test_a_real_jog_shows_all_four_roles(shared_data):
    folder = shared_data / "dorn2012_jog_c3d"
    told = run(str(folder / "JA1Gait21.c3d"), "--standing", str(folder / "JA1Static05.c3d")).stdout
    assert "5 whole contacts (3 left, 2 right) at 3.5" in told
    assert "Mass 75.9 kg" in told
    assert "Standing still the plates read 1.3 % of the weight sideways" in told
    for role in ("Swing:", "Support:", "Timing:"):
        assert role in told
    assert "Thigh from rearmost to foremost 59° (" in told
    assert "Left and right are those of the events in the file." in told


def test_without_plates_contacts_come_from_the_feet(shared_data, tmp_path):
    ezc3d = pytest.importorskip("ezc3d")
    trial = ezc3d.c3d(str(shared_data / "dorn2012_jog_c3d" / "JA1Gait21.c3d"))
    trial["parameters"]["FORCE_PLATFORM"]["USED"]["value"] = np.array([0])
    trial.write(str(tmp_path / "jog.c3d"))
    told = run(str(tmp_path / "jog.c3d")).stdout
    assert "Forces are not measured: there is no force plate in this trial. Forces need one." in told
    assert "Contacts are found from heel and ball, low pass 30 Hz" in told
    assert "Contact time 24" in told
    assert "Thigh from rearmost to foremost" in told


@pytest.fixture
def logger(tmp_path: Path) -> Path:
    made = simulate_sacrum(contact_times=(0.2, 0.2), flight_times=(0.13, 0.13), steps=24)
    rows = [",".join([f"{i / made.rate:.4f}", *(f"{v:.3f}" for v in one)]) for i, one in enumerate(made.acceleration)]
    file = tmp_path / "logger.csv"
    names = ",".join(f"acc_{axis} (m/s²)" for axis in "xyz"[: made.acceleration.shape[1]])
    file.write_text(f"time (s),{names}\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return file


def test_a_sensor_at_the_sacrum_tells_steps_and_no_sides(logger):
    told = run(str(logger), "--worn", "sacrum").stdout
    assert "Step frequency 3.0" in told
    assert "Contact time " in told
    assert "hardly better than telling everybody the mean" in told
    assert "Forces are not measured: worn sensors show neither forces nor points of the body." in told


def test_a_sensor_whose_place_is_not_told_is_asked_for(logger):
    refused = run(str(logger)).exception
    assert isinstance(refused, EvenstrideError)
    assert "--worn sacrum" in str(refused)


def test_two_runs_over_one_plate_show_what_each_pushed(shared_data):
    folder = shared_data / "paulopreto_overground_grf"
    answer = run(str(folder / "Voluntario_01_antepe.csv"), "--mass", "73.8", "--first", "left")
    assert answer.exit_code == 0, answer.output
    assert "2 whole contacts" in answer.stdout
    assert "Steps are not measured: " in answer.stdout


def test_force_is_not_told_twice_with_sides_that_contradict(belt):
    told = run(str(belt), "--first", "left").stdout
    assert "Mean vertical force" in told
    assert "Mean force on the ground" not in told
    assert "Duty factor" in told


def test_no_sentence_is_said_twice(shared_data):
    told = run(str(shared_data / "dorn2012_jog_c3d" / "JA1Gait21.c3d")).stdout
    sentences = [line for line in told.splitlines() if line and not line.startswith(" ")]
    assert len(sentences) == len(set(sentences))


def test_a_refusal_says_of_which_file(tmp_path):
    file = tmp_path / "still.csv"
    file.write_text("time (s),Fz (N)\n" + "".join(f"{i / 500:.3f},0.0\n" for i in range(600)))
    assert str(run(str(file)).exception).startswith("still.csv: no foot was on a plate.")
