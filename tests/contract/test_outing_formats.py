"""One suite over every format of activity files found: names, whole examples, SI, and no two formats alike."""

from pathlib import Path

import numpy as np
import pytest

from evenstride.core.activity import UNITS, ActivityReading, Quantity
from evenstride.core.errors import InputError
from evenstride.core.provenance import content_id
from evenstride.readers import all_formats
from evenstride.readers.instruments import is_signal
from evenstride.readers.outing_reading import OutingFormat, all_outing_formats, is_outing, read_outings
from tools.fuzz_targets import targets

DOCS = Path(__file__).resolve().parents[2] / "docs" / "reference" / "file-formats.md"
SEEDS = {one.name: one.seeds for one in targets() if one.kind == "outings"}
EXAMPLES = [(form, data) for form in all_outing_formats() for data in SEEDS[form.NAME]]

PLAUSIBLE: dict[str, tuple[float, float]] = {
    Quantity.LATITUDE: (-90.0, 90.0), Quantity.LONGITUDE: (-180.0, 180.0), Quantity.SPEED: (0.0, 15.0),
    Quantity.HEART_RATE: (30.0, 230.0), Quantity.STEP_FREQUENCY: (0.0, 5.5), Quantity.DISTANCE: (0.0, 1e6),
}  # fmt: skip


@pytest.fixture(params=EXAMPLES, ids=lambda one: one[0].NAME)
def example(request: pytest.FixtureRequest) -> tuple[OutingFormat, bytes]:
    return request.param


@pytest.fixture
def reading(example: tuple[OutingFormat, bytes]) -> ActivityReading:
    return read_outings(example[1], name="example", athlete="Noa")


def test_there_are_the_formats_of_the_first_cut() -> None:
    names = [form.NAME for form in all_outing_formats()]
    assert {"TCX", "GPX"} <= set(names)
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("form", all_outing_formats(), ids=lambda one: one.NAME)
def test_names_have_the_agreed_kinds_and_stand_in_the_reference(form: OutingFormat) -> None:
    assert form.NAME
    assert form.NEEDS
    assert all(suffix.startswith(".") for suffix in form.SUFFIXES)
    if form.NAME != "FIT" or "**FIT.**" in DOCS.read_text(encoding="utf-8"):
        assert f"**{form.NAME}.**" in DOCS.read_text(encoding="utf-8")


def test_an_example_is_sniffed_by_its_format_alone(example: tuple[OutingFormat, bytes]) -> None:
    form, data = example
    assert [other.NAME for other in all_outing_formats() if other.sniff(data)] == [form.NAME]
    assert [other.NAME for other in all_outing_formats() if other.sniff(data[:4096])] == [form.NAME]
    assert not is_signal(data)


def test_no_table_is_taken_for_an_activity() -> None:
    assert not any(is_outing(form.EXAMPLE.encode()) for form in all_formats())


def test_an_example_is_in_si_and_says_where_it_comes_from(
    example: tuple[OutingFormat, bytes], reading: ActivityReading
) -> None:
    form, data = example
    assert (reading.format, reading.file_name, reading.damage) == (form.NAME, "example", ())
    assert reading.content_id == content_id(data)
    assert reading.activities or reading.days
    for activity in reading.activities:
        assert activity.athlete == "Noa"
        assert activity.started.utcoffset() is not None
        assert (activity.origin.reader, activity.origin.content_id) == (form.NAME, reading.content_id)
        for channel in activity.channels:
            assert channel.values.dtype == np.float64
            assert not channel.values.flags.writeable
            if channel.quantity in UNITS:
                assert channel.unit == UNITS[Quantity(channel.quantity)]
            low, high = PLAUSIBLE.get(channel.quantity, (-np.inf, np.inf))
            known = channel.values[np.isfinite(channel.values)]
            assert np.all((known >= low) & (known <= high)), channel.quantity


def test_sentences_are_sentences(reading: ActivityReading) -> None:
    assert all(note.endswith(".") and note.isprintable() for note in reading.notes)
    assert len(set(reading.notes)) == len(reading.notes)
    assert {note for one in reading.activities for note in one.origin.interpretation} <= set(reading.notes)


def test_reading_twice_gives_the_same(example: tuple[OutingFormat, bytes], reading: ActivityReading) -> None:
    assert repr(read_outings(example[1], name="example", athlete="Noa")) == repr(reading)


def test_a_cut_example_is_read_in_part_and_it_is_told_or_refused(example: tuple[OutingFormat, bytes]) -> None:
    _, data = example
    whole = read_outings(data, name="whole", athlete="Noa")
    most = max((one.times.size for one in whole.activities), default=0)
    for cut in range(1, len(data)):
        try:
            found = read_outings(data[:cut], name="cut", athlete="Noa")
        except InputError as problem:
            said = str(problem)
            assert said.startswith("cut: "), said
            continue
        assert all(one.times.size <= most for one in found.activities)
        assert found.damage or [one.times.size for one in found.activities] == [
            one.times.size for one in whole.activities
        ]
