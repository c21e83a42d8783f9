"""What the readers of instruments make of the spellings there are, and what they refuse, by the sentence."""

import gzip
import re
from pathlib import Path

import numpy as np
import pytest

from evenstride.core.errors import InputError
from evenstride.core.signal import Signal
from evenstride.core.units import GRAVITY
from evenstride.readers.instruments import read_signal
from evenstride.readers.signals import force_table, inertial_table, nexus_devices, opensim_storage, trc
from tests.signal_examples import matlab

KINEMATICS = """\
Coordinates
version=1
nRows=3
nColumns=6
inDegrees=yes
endheader
time\tpelvis_tilt\tpelvis_tx\tpelvis_ty\tpelvis_tz\tknee_angle_r
1.00\t5\t0.0\t0.9\t0.1\t90
1.01\t5\t0.1\t0.9\t0.1\t45
1.02\t5\t0.2\t0.9\t0.1\t-180
"""


def read(text: str | bytes, name: str = "trial") -> Signal:
    return read_signal(text.encode() if isinstance(text, str) else text, name=name)


def notes_of(signal: Signal) -> str:
    return " ".join(signal.origin.interpretation)


def imu(
    head: str, scale: float = 1.0, *, units: str = "", step: float = 0.01, mark: str = ",", count: int = 300
) -> str:
    """A sensor at rest along z, then shaken; every column but the first holds one axis in turn."""
    width = len(head.split(mark)) - 1
    shake = 12.0 * np.sin(np.arange(count) / 3.0) * (np.arange(count) > 100)
    values = np.tile([0.5, -0.3, GRAVITY], (count, (width + 2) // 3)) + shake[:, None]
    rows = [mark.join([f"{i * step:.6g}", *(f"{one / scale:.6f}" for one in values[i, :width])]) for i in range(count)]
    return "\n".join([head, *([units] if units else []), *rows, ""])


@pytest.mark.parametrize(
    ("head", "factor", "step", "place"),
    [
        ("t,ax,ay,az", 1.0, 0.01, ""),
        ("timestamp,accX,accY,accZ", GRAVITY, 10.0, ""),
        ("Time (s),Acceleration x (m/s^2),Acceleration y (m/s^2),Acceleration z (m/s^2)", 1.0, 0.01, ""),
        ("seconds_elapsed,accel_x_g,accel_y_g,accel_z_g", GRAVITY, 0.01, ""),
        ("SampleTimeFine,Acc_X,Acc_Y,Acc_Z", 1.0, 16667.0, ""),
        ("time,sacrum_acc_x,sacrum_acc_y,sacrum_acc_z", 1.0, 0.01, "sacrum"),
        ("time [ms],Left Shank ACC.X (G),Left Shank ACC.Y (G),Left Shank ACC.Z (G)", GRAVITY, 5.0, "left shank"),
    ],
)
def test_the_usual_spellings_of_an_accelerometer(head: str, factor: float, step: float, place: str) -> None:
    (sensor,) = read(imu(head, factor, step=step)).sensors
    assert sensor.place == place
    assert sensor.turning is None
    assert sensor.acceleration is not None
    np.testing.assert_allclose(sensor.acceleration[:100].mean(axis=0), [0.5, -0.3, GRAVITY], atol=0.02)
    assert sensor.rate == pytest.approx({0.01: 100.0, 10.0: 100.0, 5.0: 200.0, 16667.0: 59.999}[step], rel=1e-4)


def test_a_row_of_units_below_the_headings_is_read() -> None:
    head = "Shimmer_Timestamp_CAL\tShimmer_Accel_WR_X_CAL\tShimmer_Accel_WR_Y_CAL\tShimmer_Accel_WR_Z_CAL"
    text = imu(head, step=5.0, mark="\t", units="ms\tm/(s^2)\tm/(s^2)\tm/(s^2)")
    signal = read(f"sep=\\t\n{text}")
    assert signal.sensors[0].rate == 200.0
    assert "in m/s², as the file says" in notes_of(signal)


def test_the_wide_range_is_taken_where_a_sensor_has_two() -> None:
    head = "time," + ",".join(f"accel_{kind}_{axis} (m/s2)" for kind in ("ln", "wr") for axis in "xyz")
    text = imu(head).splitlines()
    rows = [",".join([*row.split(",")[:1], "0", "0", "0", *row.split(",")[4:]]) for row in text[1:]]
    (sensor,) = read("\n".join([text[0], *rows])).sensors
    assert sensor.acceleration is not None
    assert sensor.acceleration[0, 2] == pytest.approx(GRAVITY, abs=1e-5)


def test_gravity_is_kept_where_a_phone_writes_both() -> None:
    head = "time," + ",".join(
        f"{kind} {axis} (m/s^2)" for kind in ("Linear Acceleration", "Acceleration") for axis in "xyz"
    )
    signal = read(imu(head))
    assert len(signal.sensors) == 1
    assert "gravity taken out" not in notes_of(signal)
    only = read(imu("time,linear acceleration x (m/s2),linear acceleration y (m/s2),linear acceleration z (m/s2)"))
    assert "gravity taken out by the recorder" in notes_of(only)


def test_a_sensor_at_the_end_of_its_range_is_said() -> None:
    text = imu("time (s),acc_x (g),acc_y (g),acc_z (g)", GRAVITY)
    rows = [line.split(",") for line in text.splitlines()]
    cut = [[row[0], *(f"{np.clip(float(one), -1.9, 1.9):.6f}" for one in row[1:])] for row in rows[1:]]
    signal = read("\n".join([",".join(row) for row in [rows[0], *cut]]))
    assert signal.sensors[0].clipped > 5
    assert f"stands at the end of its range in {signal.sensors[0].clipped} samples" in notes_of(signal)
    assert read(text).sensors[0].clipped == 0


def test_the_ankle_sensor_of_the_public_run_is_found_to_be_cut(shared_data: Path) -> None:
    packed = shared_data / "acc_running_adeptdata" / "acc_running.csv.gz"
    lines = gzip.decompress(packed.read_bytes()).decode().splitlines()
    head = [cell.strip('"') for cell in lines[0].split(",")]
    rows = [line.split(",") for line in lines[1:]]
    ankle = [row for row in rows if row[head.index("loc_id")].strip('"') == "left_ankle"]
    table = ["rate 100 Hz", "acc_x (g),acc_y (g),acc_z (g)"]
    table += [",".join(row[head.index(axis)] for axis in "xyz") for row in ankle]
    (sensor,) = read("\n".join(table)).sensors
    # The README: the range is 8 g, and the ankle stands at it in 11 samples.
    assert sensor.clipped == 11
    assert sensor.rate == 100.0


def test_the_raw_export_of_the_public_sacral_sensor(shared_data: Path) -> None:
    path = shared_data / "alcantara_sacral_accel_grf" / "Sample_test_data.csv"
    signal = read(path.read_bytes())
    (sensor,) = signal.sensors
    assert sensor.acceleration is not None
    assert sensor.acceleration.shape == (2963, 3)
    assert sensor.rate == pytest.approx(512.0, rel=0.002)
    assert "taken as m/s²" in notes_of(signal)
    assert sensor.acceleration[0, 0] == pytest.approx(-8.489380582)


def test_samples_the_clock_left_out_stay_empty() -> None:
    lines = imu("time (s),acc_x (g),acc_y (g),acc_z (g)", GRAVITY).splitlines()
    signal = read("\n".join(lines[:50] + lines[53:]))
    assert signal.sensors[0].acceleration is not None
    assert np.isnan(signal.sensors[0].acceleration).any(axis=1).sum() == 3
    assert "3 samples the clock left out stay empty" in notes_of(signal)


def test_ground_reactions_keep_the_side_that_is_said_and_guess_none() -> None:
    signal = read(opensim_storage.EXAMPLE)
    assert [plate.name for plate in signal.plates] == ["right foot", "left foot"]
    assert signal.up == 1
    plate = signal.plates[0]
    assert plate.moment is not None
    # Force (-90, 1500, 20) at (0.3, 0, 0.1) with a free moment of 1.5 about the vertical: p × F + T.
    np.testing.assert_allclose(plate.moment[0], [-150.0, -9.0 - 6.0 + 1.5, 450.0])
    other = opensim_storage.EXAMPLE.replace(b"r_ground_", b"ground_").replace(b"l_ground_", b"1_ground_")
    assert [plate.name for plate in read(other).plates] == ["plate 1", "plate 2"]


@pytest.mark.parametrize(
    "spelling",
    ["ground_force_{s}_{q}{a}", "{s}_ground_force_{q}{a}", "calcn_{s}_force_{q}{a}"],
)
def test_spellings_of_ground_reactions(spelling: str) -> None:
    names = [spelling.format(s=side, q=part, a=axis) for side in "rl" for part in "vp" for axis in "xyz"]
    rows = "\n".join("\t".join([f"{0.01 * i:.2f}", *["10"] * len(names)]) for i in range(3))
    text = f"grf\nversion=1\nnRows=3\nnColumns=13\nendheader\ntime\t{chr(9).join(names)}\n{rows}\n"
    assert [plate.name for plate in read(text).plates] == ["right foot", "left foot"]


def test_angles_become_radians_and_the_pelvis_a_marker() -> None:
    signal = read(KINEMATICS)
    assert signal.angles is not None
    assert signal.angles.names == ("pelvis_tilt", "knee_angle_r")
    np.testing.assert_allclose(signal.angles.values[:, 1], [np.pi / 2, np.pi / 4, -np.pi])
    assert signal.markers is not None
    np.testing.assert_allclose(signal.markers.positions[:, 0, 0], [0.0, 0.1, 0.2])
    assert signal.start == 1.0
    radians = read(KINEMATICS.replace("inDegrees=yes", "inDegrees=no"))
    assert radians.angles is not None
    assert radians.angles.values[0, 1] == 90.0


def test_states_of_a_simulation_give_their_angles() -> None:
    text = KINEMATICS.replace("pelvis_tilt", "/jointset/ground_pelvis/pelvis_tilt/value").replace(
        "knee_angle_r", "/jointset/walker_knee_r/knee_angle_r/speed"
    )
    signal = read(text)
    assert signal.angles is not None
    assert signal.angles.names == ("pelvis_tilt",)


def test_a_belt_that_is_loaded_most_of_the_time_keeps_its_sign() -> None:
    rows = "\n".join(str(0.0 if i % 10 < 3 else 900.0 + i) for i in range(200))
    up = read(f"rate 1000 Hz\nFz (N)\n{rows}\n").plates[0].force[:, 2]
    down = read("rate 1000 Hz\nFz (N)\n" + rows.replace("\n", "\n-").replace("-0.0", "0.0")).plates[0].force[:, 2]
    assert up.max() > 900.0
    assert down.max() > 900.0


REFUSED = {
    "trc pixels": (trc.EXAMPLE.replace(b"\tm\t", b"\tpx\t"), "pixels.*no lengths.*Say the capture rate"),
    "trc unit": (trc.EXAMPLE.replace(b"\tm\t", b"\tkg\t"), "'kg' is no unit of length"),
    "trc unit unknown": (trc.EXAMPLE.replace(b"\tm\t", b"\tell\t"), "unit 'ell' is not known"),
    "trc rate": (trc.EXAMPLE.replace(b"\n120\t", b"\n240\t"), "head says 240 frames.*its times say 120"),
    "trc frames": (trc.EXAMPLE.replace(b"\t40\t7\t", b"\t41\t7\t"), "40 of 41 frames are there"),
    "trc markers": (trc.EXAMPLE.replace(b"\t40\t7\t", b"\t40\t8\t"), "7 of 8 markers are there"),
    "trc name": (trc.EXAMPLE.replace(b"\tNeck", b"").replace(b"\t40\t7\t", b"\t40\t6\t"), "A marker in the fourth"),
    "trc number": (trc.EXAMPLE.replace(b"0.9200", b"0.92OO", 1), "line 7: '0.92OO' is no number"),
    "trc pause": (re.sub(rb"\n30\t.*", b"", trc.EXAMPLE).replace(b"\t40\t7", b"\t39\t7"), "not evenly spaced"),
    "trc scale": (trc.EXAMPLE.replace(b"\tm\t", b"\tin\t").replace(b"0.9200", b"92000"), "No runner does"),
    "mot rows": (KINEMATICS.replace("nRows=3", "nRows=4"), "3 of 4 rows are there"),
    "mot columns": (KINEMATICS.replace("nColumns=6", "nColumns=7"), "6 of 7 columns are there"),
    "mot number": (KINEMATICS.replace("\t45", "\tx45"), "line 9: '1.01.* is no row of numbers"),
    "mot short row": (KINEMATICS.replace("\t45", ""), "line 9: 5 numbers under 6 names"),
    "mot degrees": (KINEMATICS.replace("=yes", "=maybe"), "'inDegrees=maybe' is neither yes nor no"),
    "mot nothing": (KINEMATICS.replace("pelvis", "soleus").replace("knee_angle", "vastus"), "neither ground reac"),
    "mot half": (opensim_storage.EXAMPLE.replace(b"r_ground_force_vz", b"muscle_x"), "'r' has no vz"),
    "imu unit": (imu("time,acc_x,acc_y,acc_z", 100.0), "cannot be told.*Write the unit into the headings"),
    "imu axis": (imu("time,acc_x,acc_y"), "cannot be told.*all three axes"),
    "imu linear": (imu("time,linear acceleration x,linear acceleration y,linear acceleration z"), "without gravity"),
    "imu clock": (imu("time (s),acc_x (g),acc_y (g),acc_z (g)", step=0.0), "stands still or runs back"),
    "imu back": (imu("time (s),acc_x (g),acc_y (g),acc_z (g)").replace("\n0.5,", "\n0.4,"), "runs back at sample 51"),
    "imu no time": (imu("time (s),acc_x (g),acc_y (g),acc_z (g)").replace("\n0.5,", "\n,"), "sample 51 has no time"),
    "imu slow": (imu("time (s),acc_x (g),acc_y (g),acc_z (g)", step=1e9).replace("(s)", ""), "samples are 1e.09 apart"),
    "imu lost": (re.sub(r"\n0\.[1-8].*", "", imu("time (s),acc_x (g),acc_y (g),acc_z (g)", count=100)), "are missing"),
    "force bw": ("rate 100 Hz\nFz (BW)\n0\n1\n", "in body weights.*Multiply by mass"),
    "force rows": ("time (s),Fz (N)\n0,0\n", "has no rows"),
    "force text": ("time (s),Fz (N)\n0,0\n0.01,x\n", "line 3: '0.01,x' is no row of numbers"),
    "force cells": ("time (s),Fz (N)\n0,0\n0.01,1,1\n", "line 3: 3 cells under 2 headings"),
    "force gap": ("time (s),Fz (N)\n0,0\n0.01,1\n0.02,1\n0.09,1\n", "not evenly spaced"),
    "nexus rate": (nexus_devices.EXAMPLE.replace(b"\n1000\n", b"\nfast\n"), "line 2: 'fast' is no sampling rate"),
    "nexus none": (re.sub(rb" - (Force|Moment)", b" - Voltage", nexus_devices.EXAMPLE), "no force plate"),
    "nexus axis": (nexus_devices.EXAMPLE.replace(b",Fz,", b",Fq,"), "Plate 1.*it has no column Fz"),
    "nexus blank": (nexus_devices.EXAMPLE.replace(b"1,0,0,0", b"\n1,0,0,0", 1), "the table has no rows"),
    "matlab bare": (matlab(), r"does not say what its arrays are.*trial \(fields heel\), grf \(600x3\).*\[matlab\]"),
    "matlab new": (b"MATLAB 7.3 MAT-file" + bytes(600), "version 7.3.*save.file, '-v7'"),
    "matlab cut": (matlab()[:300], "is cut short or damaged|does not say what"),
    "empty": ("", "fits none of"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_is_refused_with_place_and_remedy(case: str) -> None:
    data, said = REFUSED[case]
    with pytest.raises(InputError, match=rf"(?s)^trial[,:].*({said})"):
        read(data)


def test_examples_are_what_they_are_taken_for() -> None:
    assert read(force_table.EXAMPLE).plates[0].force[100, 2] == 1200.0
    assert read(inertial_table.EXAMPLE).sensors[0].place == "sacrum"
