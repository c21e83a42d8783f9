"""What a page says of an error: no command is named where a page does it."""

from __future__ import annotations

import re

from evenstride.core.errors import EvenstrideError

ON_PAGES = frozenset(
    {
        "audit", "check", "checkin", "claims", "comeback", "diagnose", "explain", "export", "group", "import", "ledger",
        "log", "plan", "profile", "squad", "start", "steps", "test", "why",
    }
)  # fmt: skip
"""Commands whose work a page does."""

_COMMAND = re.compile(r"\bevenstride ([a-z-]+)")
_OPTION = re.compile(r"(?<!\S)--[a-z]")


def for_page(error: EvenstrideError) -> EvenstrideError:
    """Return an error as a page says it: a place, a reason or a remedy that asks for a terminal is left out.

    Examples
    --------
    >>> told = EvenstrideError("no plan leaves now", why="It is put away", remedy="Plan again: evenstride plan")
    >>> str(for_page(told))
    'no plan leaves now. It is put away.'
    >>> str(for_page(EvenstrideError("sealed", remedy="Open it: evenstride block unseal")))
    'sealed. Open it: evenstride block unseal.'
    """
    place, why, remedy = ("" if _asks_for_a_terminal(part) else part for part in (error.place, error.why, error.remedy))
    return type(error)(error.what, place=place, why=why, remedy=remedy)


def _asks_for_a_terminal(text: str) -> bool:
    return _OPTION.search(text) is not None or any(found in ON_PAGES for found in _COMMAND.findall(text))
