"""TRC, MOT and STO in the shapes that OpenSim, OpenCap, Sports2D and the scripts around them write."""

import numpy as np
import pytest

from evenstride.core.errors import InputError
from evenstride.core.signal import Signal
from evenstride.readers.instruments import read_signal

NAMES = ("RHeel", "RBigToe", "LHeel", "LBigToe", "RHip", "LHip", "Neck")
PLACES = ((0.0, 0.05, 0.1), (0.2, 0.04, 0.1), (0.0, 0.05, -0.1), (0.2, 0.04, -0.1), (0.1, 0.92, 0.1), (0.1, 0.92, -0.1),
          (0.1, 1.45, 0.0))  # fmt: skip
FRAMES = 8


def read(text: str) -> Signal:
    return read_signal(text.encode(), name="trial")


def trc(
    *,
    factor: float = 1.0,
    unit: str = "m",
    labels: str = "\t\t\t",
    blank: bool = True,
    trailing: str = "",
    head: str = "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames",
    rate: str = "120",
    first: int = 1,
    ends: str = "\n",
) -> str:
    rows = [
        "\t".join([str(i + first), f"{i / 120:.5f}"] + [f"{factor * (v + 0.02 * i * (a == 0)):.5f}"
                  for place in PLACES for a, v in enumerate(place)]) + trailing
        for i in range(FRAMES)
    ]  # fmt: skip
    axes = "\t\t" + "\t".join(f"{a}{i + 1}" for i in range(len(NAMES)) for a in "XYZ") + trailing
    told = f"{rate}\t{rate}\t{FRAMES}\t{len(NAMES)}\t{unit}\t{rate}\t{first}\t{FRAMES}"
    lines = ["PathFileType\t4\t(X/Y/Z)\tC:/data/run.trc", head, told, "Frame#\tTime\t" + labels.join(NAMES) + trailing,
             axes, *([""] if blank else []), *rows, ""]  # fmt: skip
    return ends.join(lines)


@pytest.mark.parametrize(
    "shape",
    [
        {},
        {"trailing": "\t", "rate": "120.0"},
        {"blank": False, "first": 0},
        {"labels": "\t", "ends": "\r\n"},
        {"labels": "\t\t", "rate": "120.000000"},
        {"unit": "mm", "factor": 1000.0, "trailing": "\t"},
        {"unit": "MM", "factor": 1000.0},
        {"head": "dataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigdataRate\tOrigdataStartFrame\tOrigNumFrames"},
    ],
    ids=["opensim", "opencap", "sports2d", "one tab", "two tabs", "mm", "MM", "small d"],
)
def test_every_shape_of_a_trc_holds_the_same_markers(shape) -> None:
    signal = read(trc(**shape))
    assert signal.markers is not None
    assert signal.markers.names == NAMES
    assert signal.markers.rate == 120.0
    assert signal.up == 1
    np.testing.assert_allclose(signal.markers.positions[3, 6], [0.16, 1.45, 0.0])


def test_decimal_commas_between_tabs_are_read() -> None:
    usual, comma = read(trc()), read(trc(rate="120.0").replace(".0000", ",0000").replace(".", ","))
    assert usual.markers is not None
    assert comma.markers is not None
    np.testing.assert_array_equal(comma.markers.positions, usual.markers.positions)


def test_cells_that_are_empty_are_points_that_were_not_seen() -> None:
    lines = trc(blank=False).split("\n")
    cells = lines[6].split("\t")
    cells[2:5] = ["", "", ""]
    cells[5:8] = ["nan"] * 3
    lines[6] = "\t".join(cells)
    signal = read("\n".join(lines))
    assert signal.markers is not None
    assert np.isnan(signal.markers.positions[1, :2]).all()
    assert np.isfinite(signal.markers.positions[1, 2:]).all()


def test_pixels_under_the_unit_of_metres_are_named() -> None:
    with pytest.raises(InputError, match="look like pixels, above which Sports2D writes m too"):
        read(trc(factor=400.0))


def test_a_few_markers_in_metres_called_millimetres_are_refused() -> None:
    with pytest.raises(InputError, match=r"markers reach 0.0014.* m|all lie within"):
        read(trc(factor=1.0, unit="mm").replace("RHip", "RKnee"))


SPORTS2D = ["Coordinates", "version=1", "nRows=4", "nColumns=3", "inDegrees=yes", "",
            "Units are S.I. units (second, meters, Newtons, ...)",
            "If the header above contains a line with 'inDegrees', this tells degrees (yes) or radians (no).", "",
            "endheader", "time\tright knee\tleft knee\ttrunk"]  # fmt: skip
ROWS = ["0.00\t90\t10\t5", "0.01\t80\t\t5", "0.02\t70\t30\t", "0.03\t60\t40\t5"]


def test_angles_of_sports2d_with_its_count_of_columns_and_its_empty_cells() -> None:
    signal = read("\n".join([*SPORTS2D, *ROWS, ""]))
    assert signal.angles is not None
    assert signal.angles.names == ("right knee", "left knee", "trunk")
    found = np.rad2deg(signal.angles.values)
    np.testing.assert_allclose(found, [[90, 10, 5], [80, np.nan, 5], [70, 30, np.nan], [60, 40, 5]])


def test_decimal_commas_and_a_column_that_is_empty_throughout() -> None:
    rows = [row.rsplit("\t", 1)[0].replace(".", ",") + "\t" for row in ROWS]
    signal = read("\n".join([*SPORTS2D, *rows, ""]))
    assert signal.angles is not None
    assert signal.angles.rate == 100.0
    assert np.isnan(signal.angles.values[:, 2]).all()


def test_a_column_too_many_for_its_head_is_refused() -> None:
    with pytest.raises(InputError, match="4 of 5 columns are there"):
        read("\n".join([*SPORTS2D, *ROWS, ""]).replace("nColumns=3", "nColumns=5"))


def test_the_older_head_with_trailing_tabs_and_padded_numbers() -> None:
    """As scripts of OpenCap write storage: no version, no inDegrees, a blank after endheader, %20.8f and a tab."""
    labels = ["time", "pelvis_tilt", "pelvis_tx", "pelvis_ty", "pelvis_tz", "knee_angle_r", "knee_angle_r_beta"]
    rows = ["\t".join(f"{v:20.8f}" for v in (0.01 * i, 5.0, 0.1 * i, 0.9, 0.0, 45.0, 45.0)) + "\t" for i in range(5)]
    text = "name run.mot\ndatacolumns 7\ndatarows 5\nrange 0.000000 0.040000\nendheader \n"
    signal = read(text + "\t".join(labels) + "\t\n" + "\n".join(rows) + "\n")
    assert signal.angles is not None
    assert signal.angles.names == ("pelvis_tilt", "knee_angle_r")
    np.testing.assert_allclose(np.rad2deg(signal.angles.values[:, 1]), 45.0)
    assert signal.markers is not None
    assert signal.markers.names == ("pelvis",)


@pytest.mark.parametrize(
    ("spelling", "torque", "plates"),
    [
        ("ground_force_{q}{a}", "ground_torque_{a}", ["plate 1"]),
        ("1_ground_force_{q}{a}", "1_ground_torque_{a}", ["plate 1"]),
        ("ground_force_1_{q}{a}", "ground_moment_1_m{a}", ["plate 1"]),
        ("ground_force_1_{q}{a}", "ground_torque_1_{a}", ["plate 1"]),
        ("ground_force_right_{q}{a}", "ground_torque_right_{a}", ["right foot"]),
        ("L_ground_force_{q}{a}", "L_ground_torque_{a}", ["left foot"]),
        ("ground_force_calcn_l_{q}{a}", "ground_torque_calcn_l_{a}", ["left foot"]),
    ],
)
def test_ground_reactions_by_every_name_with_no_place_where_no_force_is(spelling, torque, plates) -> None:
    names = [spelling.format(q=q, a=a) for q in "vp" for a in "xyz"] + [torque.format(a=a) for a in "xyz"]
    loaded, empty = ["-90", "1500", "20", "0.3", "0", "0.1", "0", "1.5", "0"], [*["0"] * 3, *["NaN"] * 3, *["0"] * 3]
    rows = ["\t".join([f"{0.005 * i:.3f}", *(loaded if 10 <= i < 50 else empty)]) for i in range(60)]
    head = "run_grf.mot\nversion=1\nnRows=60\nnColumns=10\ninDegrees=yes\nendheader\ntime\t" + "\t".join(names)
    signal = read(head + "\n" + "\n".join(rows) + "\n")
    assert [plate.name for plate in signal.plates] == plates
    moment = signal.plates[0].moment
    assert moment is not None
    np.testing.assert_allclose(moment[20], [-150.0, -13.5, 450.0])
    np.testing.assert_array_equal(moment[0], 0.0)


def test_vectors_in_cells_are_refused_with_what_to_do() -> None:
    text = "DataType=Vec3\nversion=3\nendheader\ntime\theel\n0.00\t0.1,0.2,0.3\n0.01\t0.1,0.2,0.3\n"
    with pytest.raises(InputError, match=r"cells are of the type Vec3.*flatten"):
        read(text)
