"""A lab file handed over with what it does not say: kept with its run, and used whenever it is measured again."""

from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from evenstride.app.reading.handed import told_of_trial
from evenstride.app.reading.ingest import import_files
from evenstride.app.runs import role_values
from evenstride.app.runs.role_values import KeptValues, keep_values
from evenstride.core.athlete import Anthropometrics
from evenstride.core.errors import InputError
from evenstride.core.estimate import Estimate
from evenstride.core.recording import StepEvents
from evenstride.core.roles import Side
from evenstride.core.trial_told import Standing, TrialTold
from evenstride.core.units import GRAVITY
from evenstride.science.simulate.shank import simulate_shank
from evenstride.store import Store
from tests.belts import belt
from tests.stores import LATER, NOW, store
from tests.terminals import Terminal, run
from tests.unit.test_role_values import DAY, estimate

__all__ = ["run", "store"]

MAPPING = '[columns]\nKraft = "Fz (N)"\nZeit = "time (s)"\n'


def foreign(data: bytes) -> bytes:
    return data.replace(b"time (s),Fz (N)", b"Zeit,Kraft")


def still(mass: float = 80.0) -> bytes:
    """Somebody who stands on a plate that reads 1 % of the weight sideways."""
    rng = np.random.default_rng(5)
    up = mass * GRAVITY + rng.normal(0.0, 1.0, 600)
    rows = "".join(f"{i / 500:.3f},{0.01 * f:.3f},0,{f:.3f}\n" for i, f in enumerate(up))
    return b"time (s),Fx (N),Fy (N),Fz (N)\n" + rows.encode()


def shanks() -> bytes:
    """Two shanks whose sensors the file calls imu1 and imu2."""
    legs = [simulate_shank(contact_time=0.2, stride_time=0.7, start=start).turning for start in (0.3, 0.65)]
    names = [*(f"imu{number} gyro_{axis} (rad/s)" for number in (1, 2) for axis in "xyz"), "imu1 acc_z (g)"]
    rows = [
        ",".join([f"{i / 200:.3f}", *(f"{value:.4f}" for leg in both for value in leg), "1"])
        for i, both in enumerate(zip(*legs, strict=False))
    ]
    return "\n".join([",".join(["time (s)", *names]), *rows]).encode()


def bring(store: Store, folder: Path, data: bytes, told: TrialTold, *, side: Side | None = Side.LEFT, at=NOW) -> str:
    path = folder / "trial.csv"
    path.write_bytes(data)
    [result] = import_files(store, [path], imported_at=at, athlete="Noa", on=DAY, side=side, told=told)
    return result.ids[0]


def again(store: Store, id: str, monkeypatch: pytest.MonkeyPatch) -> KeptValues:
    """Measure a run anew, as another version does."""
    monkeypatch.setattr(role_values, "METHODS", {kind: f"{how}, anew" for kind, how in role_values.METHODS.items()})
    found = keep_values(store, store.recording(id), at=LATER)
    assert found is not None
    return found


def test_a_mass_told_with_the_file_is_that_of_the_run_whatever_is_told_later(store, tmp_path, monkeypatch):
    id = bring(store, tmp_path, belt(), TrialTold(mass=60.0))
    run = store.recording(id).noun
    assert run.body.mass == 60.0
    assert run.origin.told == TrialTold(first=Side.LEFT, mass=60.0)
    force = estimate(store, id, "stance_force").value
    # The belt carries 70 kg: as many newtons on less mass.
    assert force == pytest.approx(1.6 * 70.0 / 60.0, rel=0.02)
    store.save_body("Noa", Anthropometrics(DAY + timedelta(days=1), mass=90.0), saved_at=NOW)
    kept = again(store, id, monkeypatch)
    value = kept.analyses[0].values["stance_force"]
    assert isinstance(value, Estimate)
    assert value.value == pytest.approx(force)


def test_standing_still_gives_the_mass_and_its_level(store, tmp_path, monkeypatch):
    told = told_of_trial(standing=("still.csv", still()))
    assert isinstance(told.standing, Standing)
    assert told.standing.mass == pytest.approx(80.0, abs=0.1)
    assert told.standing.lean == pytest.approx((0.01, 0.0, 0.0), abs=1e-3)
    id = bring(store, tmp_path, belt(), told)
    assert store.recording(id).noun.body.mass == pytest.approx(80.0, abs=0.1)
    said = "Standing still the plates read 1.0 % of the weight sideways; that share is taken off all of them."
    assert said in store.recording(id).noun.origin.interpretation
    assert estimate(store, id, "stance_force").value == pytest.approx(1.6 * 70.0 / 80.0, rel=0.02)
    value = again(store, id, monkeypatch).analyses[0].values["stance_force"]
    assert isinstance(value, Estimate)
    assert value.value == pytest.approx(1.6 * 70.0 / 80.0, rel=0.02)


def test_a_mapping_is_kept_and_reads_the_file_again(store, tmp_path, monkeypatch):
    told = told_of_trial(mapping=("ours.toml", MAPPING.encode()))
    id = bring(store, tmp_path, foreign(belt()), told)
    kept = store.recording(id).noun.origin.told
    assert kept is not None
    assert kept.mapping == MAPPING
    values = again(store, id, monkeypatch).analyses[0].values
    assert isinstance(values["stance_force.left"], Estimate)


def test_places_of_sensors_are_kept_and_their_steps_are_the_run(store, tmp_path):
    told = told_of_trial(worn=["imu1=left-shank", "imu2=right-shank"])
    id = bring(store, tmp_path, shanks(), told, side=None)
    run = store.recording(id).noun
    assert isinstance(run, StepEvents)
    assert {one.side for one in run.contacts} == set(Side)
    assert run.origin.told == told


def test_a_phone_is_a_worn_sensor_where_its_place_is_said_and_a_thigh_where_its_leg_is(tmp_path, run: Terminal):
    turning = simulate_shank(contact_time=0.2, stride_time=0.7, start=0.3).turning
    rows = "".join(f"{i / 200:.3f},{x:.4f},{y:.4f},{z:.4f}\n" for i, (x, y, z) in enumerate(turning))
    file = run.file("phone.csv", "Time (s),Gyroscope x (rad/s),Gyroscope y (rad/s),Gyroscope z (rad/s)\n" + rows)
    code, _, err = run("import", file, "--athlete", "Noa", "--date", "2026-02-01", "--worn", "left-shank")
    assert code == 2
    assert "only contacts of the left leg were seen, and a step needs both" in err


def test_the_same_file_said_otherwise_is_refused_and_the_same_again_changes_nothing(store, tmp_path):
    id = bring(store, tmp_path, belt(), TrialTold(mass=70.0))
    assert bring(store, tmp_path, belt(), TrialTold(mass=70.0), at=LATER) == id
    for other in (TrialTold(mass=71.0), TrialTold(worn=("sacrum",))):
        with pytest.raises(InputError, match="the file is here already, and something else was said of it then"):
            bring(store, tmp_path, belt(), other, at=LATER)
    with pytest.raises(InputError, match="the file is here already"):
        bring(store, tmp_path, belt(), TrialTold(mass=70.0), side=Side.RIGHT, at=LATER)
    assert store.recording(id).noun.body.mass == 70.0


def test_import_takes_the_options_of_measure_and_both_call_the_foot_the_same(run: Terminal) -> None:
    file, mapping = run.file("belt.csv", foreign(belt())), run.file("ours.toml", MAPPING)
    options = ["--side", "left", "--mass", "70", "--standing", run.file("still.csv", still(72.0)), "--mapping", mapping]
    code, measured, err = run("measure", file, *options)
    assert code == 0, err
    assert "The left foot came first, as told, and the feet take turns." in measured
    assert run("measure", file, *options[2:], "--first", "left")[1] == measured
    assert "--first" not in run("measure", "--help")[1]
    [told] = run.json("import", file, "--athlete", "Noa", "--date", "2026-02-01", *options)
    found = run.json("data", "run", told["ids"][0])
    forces = run.json("measure", file, *options)["forces"]["values"]
    kept = found["instruments"]["instruments"]["values"]
    assert kept["stance_force.left"]["value"] == pytest.approx(forces["stance_force.left"]["value"])


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--mass", "70"], "--mass: this says how to read laboratory instruments, and no file here is one"),
        (["--worn", "sacrum"], "--worn: this says how to read"),
        (["--worn", "hat"], "--worn: 'hat' is no place of a sensor"),
        (["--mass", "7000"], "--mass: 7000 kg is not a person's"),
        (["--standing", "splits.csv"], "fits none of the"),
    ],
)
def test_what_is_said_of_no_instruments_is_refused(run: Terminal, monkeypatch, tmp_path, options, said) -> None:
    monkeypatch.chdir(tmp_path)
    file = run.file("splits.csv", "athlete,date,distance,time\nNoa,2026-02-01,10,2.0\nNoa,2026-02-01,20,3.3\n")
    code, _, err = run("import", file, *(file if one == "splits.csv" else one for one in options))
    assert code == 2
    assert said in err


def test_a_mapping_that_does_not_fit_says_what_lacks(run: Terminal) -> None:
    file = run.file("belt.csv", foreign(belt()).replace(b"Kraft", b"Last"))
    code, _, err = run(
        "import", file, "--athlete", "Noa", "--date", "2026-02-01", "--mapping", run.file("ours.toml", MAPPING)
    )
    assert code == 2
    assert "belt.csv, mapping, columns: no line of headings holds 'Kraft', 'Zeit'" in err
