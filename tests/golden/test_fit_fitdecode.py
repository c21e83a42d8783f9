"""Every field of every shared FIT file is the same as fitdecode reads it, in the same order."""

import json
import math
import warnings
from pathlib import Path

import fitdecode
import pytest

from evenstride.readers.fit.parts import read_parts
from evenstride.readers.fit.profile import value_name
from evenstride.readers.fit.tables import Table
from tools.fit_profile import TARGET, profile_table

FILES = (
    "fit_fitparse/2013-02-06-12-11-14.fit", "fit_fitparse/Activity.fit", "fit_fitparse/DeveloperData.fit",
    "fit_fitparse/activity-settings-corruptheader.fit", "fit_fitparse/activity-settings-nodata.fit",
    "fit_fitparse/activity-settings.fit", "fit_fitparse/activity-small-fenix2-run.fit",
    "fit_fitparse/activity-unexpected-eof.fit", "fit_fitparse/antfs-dump.63.fit",
    "fit_fitparse/compressed-speed-distance.fit", "fit_fitparse/developer-types-sample.fit",
    "fit_fitparse/garmin-fenix-5-run.fit", "fit_fitparse/garmin-fenix-5-walk.fit", "fit_fitparse/nick.fit",
    "fit_fitparse/sample_mulitple_header.fit", "fit_tcx_gpx_sweatpy/2020-06-01-16-52-40.fit",
)  # fmt: skip
Fields = list[tuple[str, object]]


def ours(data: bytes) -> list[tuple[str, Fields]]:
    messages: list[tuple[str, Fields]] = []
    for part in read_parts(data)[0]:
        numbers = dict.fromkeys(block.message for block in part.walk.blocks if block.offsets)
        found = [one for number in numbers for one in _messages(part.numbered(number))]
        messages += [(name, fields) for _, name, fields in sorted(found, key=lambda one: one[0])]
    return messages


def _messages(table: Table) -> list[tuple[int, str, Fields]]:
    rows: list[Fields] = [[] for _ in range(len(table))]
    for column in table.columns:
        for place, row in enumerate(column.rows.tolist()):
            value: object = column.texts[place] or None if column.texts else plain(tuple(column.values[place].tolist()))
            if isinstance(value, float):
                value = value_name(column.spec.kind, value) or value
            rows[row].append((column.spec.name, value))
    return [(offset, table.name, fields) for offset, fields in zip(table.offsets.tolist(), rows, strict=True)]


def theirs(data: bytes) -> list[tuple[str, Fields]]:
    """What fitdecode reads before it gives up; without its turning of numbers into moments."""
    messages: list[tuple[str, Fields]] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            for frame in fitdecode.FitReader(data, processor=None):
                if frame.frame_type == fitdecode.FIT_FRAME_DATA:
                    messages.append((frame.name, [(field.name, plain(field.value)) for field in frame.fields]))
        except fitdecode.FitError:
            pass
    return messages


def plain(value: object) -> object:
    """Numbers as floats, one value without its tuple, nothing written as None."""
    if isinstance(value, tuple):
        some = tuple(plain(one) for one in value)
        return None if all(one is None for one in some) else some[0] if len(some) == 1 else some
    if isinstance(value, int | float):
        return None if math.isnan(value) else float(value)
    return value


@pytest.mark.data
@pytest.mark.parametrize("name", FILES)
def test_every_field_is_that_of_fitdecode(shared_data: Path, name: str) -> None:
    data = (shared_data / name).read_bytes()
    mine, other = ours(data), theirs(data)
    assert len(other) > 5
    assert mine == other


def test_the_table_of_messages_is_that_of_fitdecode() -> None:
    assert json.loads(TARGET.read_text(encoding="utf-8")) == profile_table()


@pytest.mark.data
def test_no_file_is_forgotten(shared_data: Path) -> None:
    there = {
        f"{path.parent.name}/{path.name}"
        for folder in ("fit_fitparse", "fit_tcx_gpx_sweatpy")
        for path in (shared_data / folder).glob("*.fit")
    }
    assert there == set(FILES)
