"""One suite over every format of instruments found: names, an example, SI magnitudes, and no two formats alike."""

from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from evenstride.core.errors import InputError
from evenstride.core.pose import Keypoints
from evenstride.core.provenance import content_id
from evenstride.core.signal import Angles, Inertial, Markers, Plate, Signal
from evenstride.core.units import si_unit
from evenstride.readers import all_formats
from evenstride.readers.contract import Source
from evenstride.readers.inertial_units import ACCELERATION, TURNING
from evenstride.readers.instruments import SignalFormat, is_signal, read_signal
from tests.signal_examples import example, formats

TEXT = ("force table", "inertial sensors", "OpenSim storage", "TRC markers", "Vicon Nexus devices")


@pytest.fixture(params=formats(), ids=lambda form: form.NAME)
def form(request: pytest.FixtureRequest) -> SignalFormat:
    return request.param


@pytest.fixture
def trial(form: SignalFormat, tmp_path: Path) -> Signal:
    data, mapping = example(form, tmp_path)
    return read_signal(data, name="example", athlete="Noa", mapping=mapping)


def parts_of(signal: Signal) -> list[Markers | Plate | Inertial | Angles | Keypoints]:
    single = [one for one in (signal.markers, signal.angles, signal.keypoints) if one is not None]
    return [*single, *signal.plates, *signal.sensors]


def length_of(part: Markers | Plate | Inertial | Angles | Keypoints) -> int:
    match part:
        case Keypoints():
            return len(part.times)
        case Markers():
            return len(part.positions)
        case Plate():
            return len(part.force)
        case Angles():
            return len(part.values)
        case Inertial():
            assert part.acceleration is not None
            return len(part.acceleration)


def test_there_are_the_formats_of_the_first_cut() -> None:
    names = [form.NAME for form in formats()]
    assert {"C3D", "MATLAB arrays", *TEXT} <= set(names)
    assert len(set(names)) == len(names)


def test_names_have_the_agreed_kinds(form: SignalFormat) -> None:
    assert form.NAME
    assert form.NEEDS
    assert form.SUFFIXES
    assert all(suffix.startswith(".") for suffix in form.SUFFIXES)
    for unit in form.UNITS.values():
        assert unit in ("m/s²", "rad/s") or si_unit(unit) == unit
    assert ACCELERATION["m/s²"] == TURNING["rad/s"] == 1.0


def test_example_is_sniffed_by_its_format_alone(form: SignalFormat, tmp_path: Path) -> None:
    data, _ = example(form, tmp_path)
    assert [other.NAME for other in formats() if other.sniff(data)] == [form.NAME]


def test_example_holds_something_in_si_magnitudes(trial: Signal) -> None:
    assert parts_of(trial)
    assert trial.athlete == "Noa"
    assert trial.up in (0, 1, 2)
    for part in parts_of(trial):
        assert 20.0 <= (part.facts.rate if isinstance(part, Keypoints) else part.rate) <= 10_000.0
        for name in (item.name for item in fields(part)):
            value = getattr(part, name)
            if isinstance(value, np.ndarray):
                assert value.dtype == np.float64
                assert not value.flags.writeable
                assert np.isfinite(value).any()
    if trial.markers is not None:
        assert 0.0 < np.nanmax(np.abs(trial.markers.positions)) < 20.0
        assert trial.markers.positions.shape[1:] == (len(trial.markers.names), 3)
    for plate in trial.plates:
        assert 700.0 < np.nanmax(plate.force[:, trial.up]) < 6000.0
    for sensor in trial.sensors:
        assert sensor.acceleration is not None
        assert 8.0 < np.linalg.norm(sensor.acceleration, axis=1).mean() < 40.0


def test_origin_says_what_was_read_and_how(form: SignalFormat, trial: Signal, tmp_path: Path) -> None:
    assert trial.origin.reader == form.NAME
    assert trial.origin.file_name == "example"
    if form.NAME in TEXT:  # their writers stamp the hour
        assert trial.origin.content_id == content_id(example(form, tmp_path)[0])
    assert trial.origin.interpretation
    assert all(note[0].isupper() or note[0].isdigit() for note in trial.origin.interpretation)
    assert all(note.endswith(".") for note in trial.origin.interpretation)


def test_an_example_cut_short_is_read_or_refused_with_a_sentence(form: SignalFormat, tmp_path: Path) -> None:
    data, mapping = example(form, tmp_path)
    whole = max(map(length_of, parts_of(read_signal(data, name="whole", mapping=mapping))))
    # Each goes to a process of its own where the reader is a foreign library.
    for cut in range(0, len(data), max(1, len(data) // (60 if form.NAME in TEXT else 12))):
        try:
            signal = read_signal(data[:cut], name="cut", mapping=mapping)
        except InputError:
            continue
        assert max(map(length_of, parts_of(signal))) <= whole


@pytest.mark.parametrize("name", ["TRC markers", "OpenSim storage", "C3D"])
def test_formats_that_tell_their_length_are_never_read_short(name: str, tmp_path: Path) -> None:
    form = next(one for one in formats() if name == one.NAME)
    data, _ = example(form, tmp_path)
    whole = read_signal(data, name="whole")
    for cut in range(0, len(data) - (512 if name == "C3D" else 1), max(1, len(data) // 40)):
        try:
            signal = read_signal(data[:cut], name="cut")
        except InputError:
            continue
        # Only the last number of the last row may have lost digits: no head counts them.
        assert len(data) - cut < 512 if name == "C3D" else not set(data[cut:]) - set(b"0123456789.\n"), cut
        for part, other in zip(parts_of(signal), parts_of(whole), strict=True):
            assert length_of(part) == length_of(other)


def test_no_table_of_runs_or_tests_is_taken_for_an_instrument() -> None:
    for form in all_formats():
        assert not is_signal(form.EXAMPLE.encode()), form.NAME
        assert not is_signal(form.EXAMPLE.replace(",", ";").encode()), form.NAME


def test_no_instrument_is_taken_for_a_table_of_runs_or_tests(form: SignalFormat, tmp_path: Path) -> None:
    data, _ = example(form, tmp_path)
    if form.NAME not in TEXT:
        return
    source = Source("example", data.decode())
    assert [other.NAME for other in all_formats() if not other.sniff(source)] == []


def test_a_file_of_no_format_hears_what_is_looked_for() -> None:
    with pytest.raises(InputError, match=r"fits none of the \d formats of instruments.*'C3D' needs") as refused:
        read_signal(b"a,b\n1,2\n", name="odd.csv")
    for form in formats():
        assert form.NAME in str(refused.value)
