"""What is said of years of birth that came with a file: whose, what stays, and what care follows for the young."""

from __future__ import annotations

from collections.abc import Sequence

from evenstride.words.format import listed

MOST_NAMED = 12
"""Names that stand in one sentence; the others are counted."""


def say_births(kept: Sequence[str], young: Sequence[str]) -> tuple[str, ...]:
    """Return the sentences on years of birth taken over from a file.

    Parameters
    ----------
    kept : sequence of str
        Whose year was not known before.
    young : sequence of str
        Those of them who may be under sixteen.

    Examples
    --------
    >>> say_births(["Ada", "Ben"], ["Ada"])[1]
    'May be under sixteen: Ada. For them it is games and variety, and no limit is named.'
    """
    lines = (f"Year of birth taken from the file: {_names(kept)}.",) if kept else ()
    care = f"May be under sixteen: {_names(young)}. For them it is games and variety, and no limit is named."
    return (*lines, care) if young else lines


def say_other_birth(name: str, *, told: int, read: int) -> str:
    """Return the sentence on a year of birth in a file that is not the one known.

    Examples
    --------
    >>> say_other_birth("Ada", told=2009, read=2011)
    'Ada: the file says born in 2011, here it is 2009, and 2009 stays. If the file is right, say so with the five \
questions: evenstride start "Ada" --birth-year 2011'
    """
    return (
        f"{name}: the file says born in {read}, here it is {told}, and {told} stays. If the file is right, say so with "
        f'the five questions: evenstride start "{name}" --birth-year {read}'
    )


def _names(names: Sequence[str]) -> str:
    more = len(names) - MOST_NAMED
    return listed([*names[:MOST_NAMED], f"{more} more"] if more > 0 else names)
