"""What was told that stops training now; no page and no voice suggests any beside it."""

from __future__ import annotations

from dataclasses import dataclass

from evenstride.core.log import Pain


@dataclass(frozen=True, slots=True)
class Stop:
    """What stops training on one day, the most serious first.

    Attributes
    ----------
    red_flags : tuple of str
        Signs that a professional looks at before anything else; everything stops.
    pains : tuple of Pain
        Pains at which what loads their place stops: 4 or more, worse next morning, or three sessions running.
    put_away : bool
        Whether pain was told after the plan was made, so that the plan does not know of it.
    """

    red_flags: tuple[str, ...] = ()
    pains: tuple[Pain, ...] = ()
    put_away: bool = False

    @property
    def holds(self) -> bool:
        """Whether anything stops at all."""
        return bool(self.red_flags) or bool(self.pains) or self.put_away
