"""Arrays inside frozen records: float64, and read-only like the record itself."""

from __future__ import annotations

import numpy as np

from evenstride.core.estimate import Array


def freeze(record: object, *names: str) -> None:
    """Make arrays of a frozen record float64 and read-only; what is None stays None.

    Whatever somebody else could still change is copied.

    Examples
    --------
    >>> from dataclasses import dataclass
    >>> @dataclass(frozen=True)
    ... class Times:
    ...     times: Array
    ...
    ...     def __post_init__(self) -> None:
    ...         freeze(self, "times")
    >>> Times([1, 2]).times.flags.writeable
    False
    """
    for name in names:
        value: Array | None = getattr(record, name)
        if value is not None and not _is_frozen(value):
            array = np.array(value, dtype=np.float64)
            array.flags.writeable = False
            object.__setattr__(record, name, array)


def _is_frozen(value: Array) -> bool:
    """Whether nobody can change this array: it is read-only and looks into no other one. Then it needs no copy."""
    # Whoever makes a recording may hand over a list, whatever the annotation says.
    plain = isinstance(value, np.ndarray) and value.dtype == np.float64  # pyright: ignore[reportUnnecessaryIsInstance]
    return plain and value.base is None and not value.flags.writeable
