"""Tables of instruments as programs really write them, and ones that cannot be right: read alike, or refused."""

import numpy as np
import pytest

from evenstride.app.reading.understand import understand
from evenstride.core.errors import InputError
from evenstride.core.signal import Signal
from evenstride.readers.instruments import read_signal
from evenstride.readers.sampled import told_rate
from evenstride.readers.signals import force_table, inertial_table, nexus_devices, opensim_storage, trc
from tests.c3d_files import write_c3d

TEXTS = [module.EXAMPLE for module in (force_table, inertial_table, nexus_devices, opensim_storage, trc)]


def trial(text: str | bytes) -> Signal:
    return read_signal(text.encode() if isinstance(text, str) else text, name="run.csv")


def table(heads: str, *columns: str, before: str = "", rows: int = 300) -> str:
    return before + heads + "\n" + "".join(",".join((f"{i / 1000:.3f}", *columns)) + "\n" for i in range(rows))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", TEXTS)
def test_what_a_spreadsheet_saves_is_read_the_same(text, encoding):
    plain, other = trial(text), trial(text.decode().encode(encoding))
    assert other.origin.interpretation == plain.origin.interpretation
    assert len(other.plates) == len(plain.plates)
    for one, two in zip(plain.plates, other.plates, strict=True):
        assert np.array_equal(one.force, two.force, equal_nan=True)


@pytest.mark.parametrize(
    ("lines", "rate"),
    [
        (("Low pass filter 20 Hz", "Sampling rate 1000 Hz"), 1000.0),
        (("Heart rate 150", "Sampling rate: 1000"), 1000.0),
        (("Heart rate 150",), None),
        (("moderate 12 km/h", "1000 Hz"), 1000.0),
        (("Video 240 Hz", "Analog 2000 Hz"), 2000.0),
        (("Belt 240 Hz", "Plate 2000 Hz"), None),
        (("Video 240 Hz", "Sample frequency 2000 Hz"), 2000.0),
        (("Sampling rate 1,000 Hz",), 1000.0),
        (("Sampling rate 12,000 Hz",), 12_000.0),
        (("Sampling rate 1 kHz",), 1000.0),
        (("Abtastrate 1000",), 1000.0),
        (("fs=500",), 500.0),
        (("cut-off frequency: 50 Hz",), None),
        (("sampling rate (Hz)\t1000",), 1000.0),
    ],
)
def test_only_a_rate_of_samples_is_one(lines, rate):
    assert told_rate(lines) == rate


def test_a_rate_that_its_times_contradict_is_refused():
    with pytest.raises(InputError, match="500 samples a second, its times say 1000"):
        trial(table("time (s),Fz (N)", "5", before="Sampling rate 500 Hz\n"))


class TestSeveralPlatesInATable:
    def test_numbered_plates_are_all_read(self):
        found = trial(table("time (s),Fx1 (N),Fz1 (N),Fx2 (N),Fz2 (kN)", "1", "200", "2", "0.3"))
        assert [plate.name for plate in found.plates] == ["plate 1", "plate 2"]
        assert found.plates[0].force[0, [0, 2]].tolist() == [1.0, 200.0]
        assert found.plates[1].force[0, [0, 2]].tolist() == [2.0, 300.0]

    @pytest.mark.parametrize("heads", ["Fz left (N),Fz right (N)", "left Fz (N),right Fz (N)", "Fz_L (N),Fz_R (N)"])
    def test_a_belt_for_each_foot_keeps_its_side(self, heads):
        found = trial(table(f"time (s),{heads}", "200", "300"))
        assert [(plate.name, plate.force[0, 2]) for plate in found.plates] == [
            ("left foot", 200.0),
            ("right foot", 300.0),
        ]

    def test_one_name_twice_is_refused(self):
        with pytest.raises(InputError, match="'fz' stands in two columns"):
            trial(table("time (s),Fz (N),Fz (N)", "200", "300"))

    def test_each_column_keeps_its_own_unit(self):
        assert trial(table("time (s),Fx (kN),Fz (N)", "0.1", "900")).plates[0].force[0, 0] == pytest.approx(100.0)


@pytest.mark.parametrize("text", [TEXTS[0].replace(b"1083.0", b"inf"),
                                  table("time (s),Fz (N)", "1e300").encode(),
                                  TEXTS[2].replace(b"-1200.0", b"inf", 1),
                                  TEXTS[3].replace(b"1500", b"inf", 1),
                                  TEXTS[4].replace(b"0.9200", b"1e300", 1)])  # fmt: skip
def test_what_no_instrument_can_write_is_refused(text):
    with pytest.raises(InputError, match="no number an instrument writes"):
        trial(text)


def test_a_force_without_one_number_is_refused():
    with pytest.raises(InputError, match="no value is there"):
        trial(table("time (s),Fz (N)", ""))


def test_frames_that_a_device_table_lost_are_told():
    lines = TEXTS[2].decode().splitlines()
    with pytest.raises(InputError, match=r"line 106: .*does not follow"):
        trial("\n".join(lines[:105] + lines[155:]))


def test_a_heading_of_spaces_holds_nobody_up():
    text = "time (s),Fz (N)" + 100_000 * " " + "(\n0,1\n0.001,1\n"
    with pytest.raises(InputError):
        trial(text + "oops")
    with pytest.raises(InputError):
        understand(("athlete,5 m" + 100_000 * " " + "(,10 m\nNoa,1.2,2.0\n").encode(), name="splits.csv")


def test_a_name_in_a_c3d_file_stays_on_its_line(tmp_path):
    import ezc3d

    plain = tmp_path / "plain.c3d"
    write_c3d(plain)
    trial_of = ezc3d.c3d(str(plain))
    trial_of.add_parameter("SUBJECTS", "NAMES", ["No\x1b[31ma\nLee"])
    trial_of["parameters"]["POINT"]["LABELS"]["value"][0] = "L\nHEE"
    trial_of.write(str(tmp_path / "odd.c3d"))
    found = trial((tmp_path / "odd.c3d").read_bytes())
    assert found.athlete == "No [31ma Lee"
    assert found.markers.names[0] == "L HEE"
