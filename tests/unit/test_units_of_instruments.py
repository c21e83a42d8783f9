"""Numbers that no runner makes: a unit that is not as stated is refused or said, in every reader."""

import re

import numpy as np
import pytest

from evenstride.core.errors import InputError
from evenstride.core.signal import Plate
from evenstride.core.units import GRAVITY
from evenstride.readers.instruments import read_signal
from evenstride.readers.plausible import require_forces
from evenstride.readers.signal_mapping import read_mapping
from evenstride.readers.signals import force_table, nexus_devices, opensim_storage
from tests.c3d_files import SAMPLES, positions, write_c3d
from tests.signal_examples import MATLAB_MAPPING, matlab


def read(data: str | bytes, **more):
    return read_signal(data.encode() if isinstance(data, str) else data, name="trial", **more)


def scaled(text: bytes, first: int, factor: float, columns: slice) -> bytes:
    """Multiply some columns of all rows from a line on."""
    lines = text.decode().splitlines()
    mark = "\t" if "\t" in lines[first] else ","
    for index in range(first, len(lines)):
        row = lines[index].split(mark)
        row[columns] = [f"{factor * float(cell):.6f}" if cell.strip() else cell for cell in row[columns]]
        lines[index] = mark.join(row)
    return ("\n".join(lines) + "\n").encode()


FORCES = {
    "table": (force_table.EXAMPLE, 1, slice(1, None)),
    "storage": (opensim_storage.EXAMPLE, 7, slice(1, None)),
    "nexus": (nexus_devices.EXAMPLE, 5, slice(2, None)),
}


@pytest.mark.parametrize("kind", FORCES)
@pytest.mark.parametrize(("factor", "says"), [(1e-3, "look like kN or body weights"), (1e3, "presses more than 20000")])
def test_forces_in_another_unit_are_refused(kind, factor, says) -> None:
    text, first, columns = FORCES[kind]
    assert read(text).plates
    with pytest.raises(InputError, match=says):
        read(scaled(text, first, factor, columns))


@pytest.mark.parametrize(("factor", "says"), [(1e-3, "look like kN"), (1e3, "presses more than 20000")])
def test_forces_of_a_c3d_file_in_another_unit_are_refused(tmp_path, factor, says) -> None:
    pytest.importorskip("ezc3d", reason="the library that reads C3D is not installed")
    channels = np.zeros((6, SAMPLES))
    channels[2, 100:340] = 1500.0 * factor
    with pytest.raises(InputError, match=f"plate 1.*{says}"):
        read(write_c3d(tmp_path / "odd.c3d", channels=channels))


@pytest.mark.parametrize("seed", range(5))
def test_an_empty_plate_is_no_plate_in_kilonewtons(seed) -> None:
    noise = np.random.default_rng(seed).normal(0.3, 1.0, (2000, 3))
    require_forces([Plate("a", 1000.0, noise), Plate("b", 1000.0, 0.0 * noise)], up=2)
    loaded = np.where(np.arange(2000)[:, None] % 400 < 200, 1.6, 0.002) + 0.001 * noise
    with pytest.raises(InputError, match="kN"):
        require_forces([Plate("a", 1000.0, loaded)], up=2)


def test_markers_of_a_c3d_file_in_another_unit_are_refused(tmp_path) -> None:
    pytest.importorskip("ezc3d", reason="the library that reads C3D is not installed")
    with pytest.raises(InputError, match="it says m and looks like mm"):
        read(write_c3d(tmp_path / "odd.c3d", points=positions(1000.0), unit="m"))
    with pytest.raises(InputError, match=r"looks like m|all lie within"):
        read(write_c3d(tmp_path / "odd.c3d", points=positions(1.0), unit="mm"))


def sensor(acceleration: str, turning: str, *, shake: float = 1.0, turn: float = 1.0) -> str:
    times = np.arange(300) / 100.0
    up = shake * (1.0 + 0.9 * np.sin(18.0 * times))
    rate = turn * 6.0 * np.sin(9.0 * times)
    head = (
        ",".join(f"shank acc_{a} ({acceleration})" for a in "xyz")
        + ","
        + ",".join(f"shank gyro_{a} ({turning})" for a in "xyz")
    )
    rows = "\n".join(f"{t:.2f},0.0,0.0,{u:.5f},0.0,{w:.5f},0.0" for t, u, w in zip(times, up, rate, strict=True))
    return f"time (s),{head}\n{rows}\n"


def test_a_sensor_in_its_stated_units_passes() -> None:
    for text in (sensor("g", "rad/s"), sensor("m/s2", "deg/s", shake=GRAVITY, turn=57.3)):
        (one,) = read(text).sensors
        assert one.acceleration is not None
        assert np.nanmax(one.acceleration) == pytest.approx(1.9 * GRAVITY, rel=0.01)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (sensor("m/s2", "rad/s"), r"of shank.* is 1.03 m/s² on average.*look like g, or gravity was taken out"),
        (sensor("g", "rad/s", shake=GRAVITY), r"is 10.1 g on average.*look like m/s²"),
        (sensor("g", "rad/s", shake=1000.0), r"on average.*look like mg or raw counts"),
        (sensor("g", "rad/s", turn=57.3), r"turns at up to 344 rad/s.*look like degrees a second"),
    ],
)  # fmt: skip
def test_a_sensor_in_another_unit_is_refused(text, says) -> None:
    with pytest.raises(InputError, match=re.compile(says, re.IGNORECASE)):
        read(text)


def test_a_gyroscope_that_hardly_turns_is_read_and_said() -> None:
    notes = " ".join(read(sensor("g", "deg/s")).origin.interpretation)
    assert "turns at 6 °/s at most: hardly moving, or the numbers are rad/s" in notes


def test_an_array_in_another_unit_than_its_mapping_says_is_refused() -> None:
    for old, new, says in (
        ('unit = "g"', 'unit = "m/s2"', "mapping, acc: its acceleration is 1 m/s²"),
        ('unit = "N"', 'unit = "kN"', "belt: its largest vertical force is 1.5e.06 N"),
    ):
        with pytest.raises(InputError, match=says):
            read(matlab(), mapping=read_mapping(MATLAB_MAPPING.replace(old, new), name="ours.toml"))
