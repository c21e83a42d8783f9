"""How long a leg is, and how well that is known."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class LegLength:
    """Hip joint to floor, standing.

    Attributes
    ----------
    length, error : float
        m, and its standard deviation.
    how : str
        How it is known, as the end of a sentence.
    """

    length: float
    error: float
    how: str

    def longer(self) -> LegLength:
        """Return a leg longer by its error: to see what that does."""
        return replace(self, length=self.length + self.error)
