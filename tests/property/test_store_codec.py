"""Every stored noun survives the way to text and back exactly."""

import dataclasses
from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from evenstride.core.athlete import Anthropometrics, Athlete, Intake
from evenstride.core.estimate import Draws
from evenstride.core.filed import Held, SourceOrder
from evenstride.core.fit import Fit
from evenstride.core.log import LogEntry
from evenstride.core.plan import Clash, Request
from evenstride.core.provenance import Provenance
from evenstride.core.run import StepSummary
from evenstride.store import Result
from evenstride.store.codec import SHORT, from_json, to_json

parameters = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
SCALARS: dict[Any, st.SearchStrategy] = {
    str: st.text(max_size=6),
    int: st.integers(-(2**60), 2**60),
    float: st.floats(),
    bool: st.booleans(),
    NoneType: st.none(),
    date: st.dates(),
    datetime: st.datetimes(timezones=st.just(UTC) | st.timezones()),
    Any: parameters,
}


def instances(hint: Any) -> st.SearchStrategy:
    """Any value a type hint allows."""
    origin, inner = get_origin(hint), get_args(hint)
    if hint in SCALARS:
        return SCALARS[hint]
    if origin in (Union, UnionType):
        return st.one_of(*map(instances, inner))
    if origin is tuple and inner[-1] is Ellipsis:
        return st.lists(instances(inner[0]), max_size=2).map(tuple)
    if origin is tuple:
        return st.tuples(*map(instances, inner))
    if origin in (dict, Mapping):
        return st.dictionaries(instances(inner[0]), instances(inner[1]), max_size=2)
    if origin is np.ndarray:
        return arrays(np.float64, st.sampled_from([1, 3, SHORT, SHORT + 1]), elements=st.floats())
    if issubclass(hint, Enum):
        return st.sampled_from(list(hint))
    hints = get_type_hints(hint)
    return st.builds(hint, **{field.name: instances(hints[field.name]) for field in dataclasses.fields(hint)})


def same(one: Any, other: Any) -> bool:
    """Equal to the last bit, in values and in types."""
    if isinstance(one, np.ndarray):
        return one.shape == other.shape and one.dtype == other.dtype and bits(one) == bits(other)
    if isinstance(one, float):
        return type(other) is float and (one == other or one != one != other != other)
    if isinstance(one, datetime):
        # in the hour a clock is set back, times of two zones never compare equal; the moment is what is kept
        return one.astimezone(UTC) == other.astimezone(UTC)
    if type(one) is not type(other):
        return False
    if dataclasses.is_dataclass(one):
        return all(same(getattr(one, f.name), getattr(other, f.name)) for f in dataclasses.fields(one))
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, tuple | list):
        return len(one) == len(other) and all(map(same, one, other))
    return one == other


def bits(array: np.ndarray) -> bytes:
    # which of the many not-a-numbers it was carries no meaning
    return np.where(np.isnan(array), np.nan, array).tobytes()


NOUNS = [
    Athlete,
    Intake,
    Anthropometrics,
    LogEntry,
    Provenance,
    Held,
    SourceOrder,
    Result,
    Fit,
    StepSummary,
    Request,
    Clash,
]


@pytest.mark.parametrize("hint", NOUNS, ids=lambda hint: getattr(hint, "__name__", str(hint))[:12])
def test_every_noun_comes_back_exactly(hint):
    @settings(max_examples=25, deadline=None)
    @given(instances(hint))
    def check(noun):
        text = to_json(noun, hint)
        back = from_json(text, hint)
        assert same(noun, back)
        assert to_json(back, hint) == text

    check()


@given(arrays(np.float64, st.integers(1, 3 * SHORT), elements=st.floats(width=64)))
@settings(max_examples=50, deadline=None)
def test_draws_come_back_to_the_last_bit_and_read_only(samples):
    draws = Draws(float(samples[0]), samples, "m/s", "t")
    back = from_json(to_json(draws, Draws), Draws)
    assert bits(back.samples) == bits(samples)
    assert not back.samples.flags.writeable


@given(st.dictionaries(st.text(max_size=4), parameters, max_size=4), st.lists(st.text(max_size=3)).map(tuple))
@settings(max_examples=50, deadline=None)
def test_what_made_a_result_keeps_its_id(chosen, parents):
    made = Provenance("analysis", "m", parents, {**chosen, "on": date(2026, 5, 1), "gates": (5, 10)}, "1.0", 3)
    assert from_json(to_json(made, Provenance), Provenance).id == made.id
