"""Tables of inertial sensors in long form: a column says of every row where on the body its sensor sat."""

from __future__ import annotations

from collections.abc import Sequence

from evenstride.readers.sampled import Heading

PLACEMENTS = frozenset({
    "loc id", "loc", "location", "location id", "placement", "body part", "body location", "sensor location",
    "sensor placement", "sensor position", "wear location",
})  # fmt: skip
"""Headings of such a column, in small letters."""


def placement_column(names: Sequence[Heading]) -> int | None:
    """Return which column says where a row's sensor sat, None where none does.

    Examples
    --------
    >>> placement_column([Heading("time", "s"), Heading("loc id", "")]), placement_column([Heading("x", "g")])
    (1, None)
    """
    return next((index for index, one in enumerate(names) if one.name in PLACEMENTS), None)
