"""Values as a pandas data frame, for those who have pandas."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from evenstride.core.errors import InputError, to_install
from evenstride.core.estimate import Estimate

if TYPE_CHECKING:
    from pandas import DataFrame

COLUMNS = ("value", "low", "high", "unit", "level")


def make_frame(values: Mapping[str, Estimate]) -> DataFrame:
    """Return every value as one row of a pandas data frame: quantity, value, low, high, unit, level.

    Raises
    ------
    InputError
        If pandas is not installed.
    """
    rows = [{"quantity": name, **{one: getattr(found, one) for one in COLUMNS}} for name, found in values.items()]
    return _pandas().DataFrame(rows)


def _pandas() -> ModuleType:
    try:
        return import_module("pandas")
    except ImportError as error:
        raise InputError(
            "a data frame needs pandas, which is not installed",
            remedy=f"{to_install('frames')}; or use .values",
        ) from error
