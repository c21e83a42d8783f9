"""How far a long piece of work is: one convention for everything that may take more than two seconds.

Whoever works takes `progress: Progress = no_progress` and calls it as often as it likes; whoever waits hands in a
function that shows it. The call costs next to nothing, and nothing in science depends on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sized
from typing import TypeVar

Progress = Callable[[int, int], None]
"""Called as `progress(done, total)`; a `total` of 0 means that nobody knows how much is to come."""

Item = TypeVar("Item")


def no_progress(done: int, total: int) -> None:
    """Show nothing."""


def counted(items: Iterable[Item], progress: Progress) -> Iterator[Item]:
    """Yield items and report how many are done.

    Examples
    --------
    >>> told = []
    >>> list(counted("ab", lambda done, total: told.append((done, total)))), told
    (['a', 'b'], [(0, 2), (1, 2), (2, 2)])
    """
    total = len(items) if isinstance(items, Sized) else 0
    progress(0, total)
    for done, item in enumerate(items, start=1):
        yield item
        progress(done, total)
