"""One suite over every file format found: names, a readable example, SI magnitudes, and no two formats alike."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from evenstride.core.column_mapping import ColumnMapping
from evenstride.core.errors import InputError
from evenstride.core.provenance import content_id
from evenstride.core.raw import GyroTrace
from evenstride.core.recording import FieldTest, RawTest, Reading, Recording, SpeedTrace, Splits, StepEvents
from evenstride.core.units import si_unit
from evenstride.readers import all_formats, known_columns, read
from evenstride.readers.columns import FIELDS
from evenstride.readers.contract import Format, Source

DOCS = Path(__file__).resolve().parents[2] / "docs" / "reference" / "file-formats.md"


@pytest.fixture(params=all_formats(), ids=lambda form: form.NAME)
def form(request: pytest.FixtureRequest) -> Format:
    return request.param


def example(form: Format) -> Reading:
    return read(form.EXAMPLE.encode(), name="example", athlete="Noa", on=date(2024, 5, 4))


def assert_plausible(recording: Recording) -> None:
    if isinstance(recording, Splits):
        speeds = np.diff(recording.distances, prepend=0.0) / np.diff(recording.times, prepend=0.0)
        assert np.all((speeds > 1.0) & (speeds < 13.0))
        assert not recording.times.flags.writeable
    elif isinstance(recording, SpeedTrace):
        assert np.all(np.diff(recording.times) > 0.0)
        assert 1.0 < recording.speeds.max() < 13.0
        assert not recording.speeds.flags.writeable
    elif isinstance(recording, StepEvents):
        assert all(0.05 < contact.toe_off - contact.touchdown < 0.4 for contact in recording.contacts)
    elif isinstance(recording, RawTest) and isinstance(recording.raw, GyroTrace):
        steps = np.diff(recording.raw.times)
        assert np.all((steps > 1e-3) & (steps < 0.1))
        assert 2.0 < np.abs(recording.raw.rates).max() < 20.0
        assert recording.raw.rates.shape == (recording.raw.times.size, 3)
        assert not recording.raw.rates.flags.writeable
    elif isinstance(recording, RawTest):
        frames = [one.touchdown * recording.raw.rate.frame for one in recording.raw.contacts]
        assert np.all((np.diff(frames) > 0.2) & (np.diff(frames) < 1.0))
    else:
        assert isinstance(recording, FieldTest)
        assert si_unit(recording.unit) == recording.unit
        assert all(value > 0.0 for value in recording.trials)


def test_there_are_the_formats_of_the_first_cut() -> None:
    assert len(all_formats()) >= 7
    assert len({form.NAME for form in all_formats()}) == len(all_formats())


def test_names_have_the_agreed_kinds(form: Format) -> None:
    assert form.NAME
    assert form.NEEDS
    assert form.SUFFIXES
    assert all(suffix.startswith(".") for suffix in form.SUFFIXES)
    assert form.UNITS


def test_units_are_si_or_belong_to_the_test(form: Format) -> None:
    for unit in form.UNITS.values():
        assert unit == "SI unit of the test" or si_unit(unit) == unit


def test_example_is_sniffed_by_its_format_alone(form: Format) -> None:
    source = Source("example", form.EXAMPLE)
    assert [other.NAME for other in all_formats() if not other.sniff(source)] == [form.NAME]


def test_example_reads_back_with_plausible_si_values(form: Format) -> None:
    reading = example(form)
    assert reading.format == form.NAME
    assert reading.recordings
    for recording in reading.recordings:
        assert recording.athlete == "Noa"
        assert recording.on is not None
        assert_plausible(recording)


def test_origin_says_where_every_recording_comes_from(form: Format) -> None:
    reading = example(form)
    assert reading.content_id == content_id(form.EXAMPLE.encode())
    for recording in reading.recordings:
        assert recording.origin.content_id == reading.content_id
        assert recording.origin.file_name == "example"
        assert recording.origin.reader == form.NAME
        assert re.fullmatch(r"row \d+|rows \d+ to \d+", recording.origin.place)
        assert recording.origin.interpretation == reading.interpretation


def test_interpretation_is_sentences(form: Format) -> None:
    notes = example(form).interpretation
    assert len(notes) >= 2
    assert all(note[0].isupper() and note.endswith(".") for note in notes)


def test_reading_twice_gives_the_same(form: Format) -> None:
    assert repr(example(form)) == repr(example(form))


def test_a_cut_example_never_reads_more_than_the_whole(form: Format) -> None:
    whole = len(example(form).recordings)
    data = form.EXAMPLE.encode()
    for cut in range(0, len(data), 7):
        try:
            reading = read(data[:cut], name="cut", athlete="Noa", on=date(2024, 5, 4))
        except InputError:
            continue
        else:
            assert 1 <= len(reading.recordings) <= whole


def test_nobody_is_made_up(form: Format) -> None:
    nameless = form.EXAMPLE.replace("athlete,", "who,").replace("Name,", "who,")
    with pytest.raises(InputError, match=r"no athlete is named.*--athlete NAME"):
        read(nameless.encode(), name="nameless")


def test_headings_nobody_knows_are_read_once_they_are_named(form: Format) -> None:
    """A table under invented headings gives what it gives under its own; what has no headings says so."""
    head, below = form.EXAMPLE.split("\n", 1)
    names = head.split(",")
    invented = [f"Säule {chr(ord('a') + number)}" for number in range(len(names))]
    columns = ColumnMapping(tuple(zip(invented, names, strict=True)), date(2026, 11, 23))
    given = {"name": "example", "athlete": "Noa", "on": date(2024, 5, 4), "columns": columns}
    if len(names) == 1:
        with pytest.raises(InputError, match=r"its columns cannot be named|there is no column"):
            read(form.EXAMPLE.encode(), **given)
        return
    mapped = read(f"{','.join(invented)}\n{below}".encode(), **given)
    for found, plain in zip(mapped.recordings, example(form).recordings, strict=True):
        assert repr(replace(found, origin=plain.origin)) == repr(plain)
        assert found.origin.columns == columns.names
    assert any(note.startswith("Columns as you named them on 23 Nov 2026: 'Säule a' is ") for note in
               mapped.interpretation)  # fmt: skip


def test_columns_of_a_format_are_names_that_can_be_chosen(form: Format) -> None:
    known = {one.name for one in known_columns()}
    assert known.issuperset(form.COLUMNS)
    assert all(form.COLUMNS.values())


def test_every_known_column_says_what_it_holds_once() -> None:
    names = [one.name for one in known_columns()]
    assert len(names) == len(set(names))
    assert {field.replace("_", " ") for field in FIELDS} < set(names)
    assert all(one.says for one in known_columns())


def test_every_format_is_in_the_reference_with_its_example(form: Format) -> None:
    section = DOCS.read_text(encoding="utf-8").partition(f"## {form.NAME}\n")[2].partition("\n## ")[0]
    assert f"Needs {form.NEEDS}." in section
    assert f"```text\n{form.EXAMPLE}```" in section


def test_every_column_name_is_in_the_reference() -> None:
    page = DOCS.read_text(encoding="utf-8")
    for field, entry in FIELDS.items():
        assert f"| {field.replace('_', ' ')} | {entry.unit} | {', '.join(entry.names)} |" in page
