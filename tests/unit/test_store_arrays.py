"""Arrays are stored whatever form numpy gives the hint of an array."""

from types import GenericAlias

import numpy as np

from evenstride.store.codec import from_json, to_json


class Named:
    """An alias by name, as `NDArray` is from numpy 2.5 on."""

    __value__ = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


def test_an_alias_by_name_is_an_array() -> None:
    hint = GenericAlias(Named, (np.float64,))
    values = np.array([1.0, float("nan"), 0.0])
    assert np.array_equal(from_json(to_json(values, hint), hint), values, equal_nan=True)
