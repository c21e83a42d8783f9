"""The order and the number of imports leave no trace in what is listed."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenstride.core.provenance import content_id
from evenstride.core.recording import Origin, Reading, Splits
from evenstride.store import MemoryStore, Store, open_store
from evenstride.store.codec import to_json

NOW = datetime(2026, 5, 1, tzinfo=UTC)


def reading(number: int, day: int | None, athletes: list[str]) -> tuple[Reading, bytes]:
    data = b"file %d" % number
    on = None if day is None else date(2026, 1, 1) + timedelta(days=day)
    recordings = tuple(
        Splits(name, np.array([5.0, 10.0]), np.array([1.2, 1.9 + row]), on, origin=Origin(place=f"row {row}"))
        for row, name in enumerate(athletes)
    )
    return Reading("splits-csv", content_id(data), f"{number}.csv", recordings), data


FILES = st.lists(
    st.builds(
        reading,
        st.integers(0, 3),
        st.none() | st.integers(0, 3),
        st.lists(st.sampled_from(["Noa", "Ada", "Zoë"]), min_size=1, max_size=3),
    ),
    min_size=1,
    max_size=5,
)


def listing(store: Store, files) -> list[tuple[str, str]]:
    for number, (read, data) in enumerate(files):
        store.save_import(read, data, imported_at=NOW + timedelta(hours=number))
    return [(one.id, one.athlete) for one in store.recordings()]


@pytest.mark.parametrize("kind", ["sql", "memory"])
def test_any_order_and_any_repetition_gives_the_same_listing(kind):
    @settings(max_examples=40 if kind == "memory" else 8, deadline=None)
    @given(st.data(), FILES)
    def check(data, files):
        shuffled = data.draw(st.permutations(files + data.draw(st.lists(st.sampled_from(files), max_size=4))))
        with TemporaryDirectory() as folder:
            opened = [
                open_store(Path(folder, name)) if kind == "sql" else MemoryStore() for name in ("one.db", "other.db")
            ]
            with opened[0] as one, opened[1] as other:
                assert listing(one, files) == listing(other, shuffled)
                before = [(each.id, each.at, to_json(each.noun, Splits)) for each in one.recordings()]
                assert all(one.save_import(*again, imported_at=NOW + timedelta(days=9)).already for again in shuffled)
                assert [(each.id, each.at, to_json(each.noun, Splits)) for each in one.recordings()] == before

    check()


@settings(max_examples=8, deadline=None)
@given(FILES)
def test_both_stores_list_alike(files):
    with TemporaryDirectory() as folder, open_store(Path(folder, "a.db")) as sql, MemoryStore() as memory:
        assert listing(sql, files) == listing(memory, files)
