"""How fast a film may have been taken, by what is seen in it: a proposal, never an assumption."""

from __future__ import annotations

from dataclasses import dataclass

from evenstride.core.errors import InputError

RUNNING = (2.2, 5.5)
"""Steps a second of runners, from a jog to a sprint (judgement, wide: a proposal is made of it, no value)."""

WALKING = 1.3
"""Steps a second of a slow walk (judgement)."""

USUAL_RATES = (30.0, 60.0, 120.0, 240.0, 480.0, 960.0, 1000.0)
"""Frames a second that phones and cameras take, Hz."""


@dataclass(frozen=True, slots=True)
class RateProposal:
    """What steps and flight say of the rate a film was taken at.

    Attributes
    ----------
    plays_at : float
        Frames a second of the file's clock, Hz.
    steps : float
        Steps a second if that were life; nan where none are seen.
    by_gravity : float
        Frames a second at which the runner falls as things fall, Hz; nan without a scale or a flight.
    rates : tuple of float
        Usual rates that agree, the likeliest first.

    Examples
    --------
    >>> RateProposal(30.0, 0.5, float("nan"), (240.0,)).sentence
    'plays at 30 frames a second, steps would be 0.5 a second: captured at 240? Say --fps 240'
    """

    plays_at: float
    steps: float
    by_gravity: float
    rates: tuple[float, ...]

    @property
    def lifelike(self) -> bool:
        """Whether the film may well play as life went; also where no steps are seen."""
        return not self.steps < WALKING and not self.steps > RUNNING[1]

    @property
    def sentence(self) -> str:
        """What would be, and what to say, without a stop at its end."""
        would = f"plays at {self.plays_at:.4g} frames a second, steps would be {self.steps:.1f} a second"
        if not self.rates:
            return f"{would}: at how many was it captured? Say it, such as --fps 240"
        return f"{would}: captured at {self._likely}? Say --fps {self.rates[0]:g}"

    @property
    def doubt(self) -> str:
        """What is said to somebody who told the rate, `plays_at`, and cannot be right; a sentence."""
        return (
            f"At {self.plays_at:.4g} frames a second, as told, steps would be {self.steps:.1f} a second, and no runner "
            f"steps so: captured at {self._likely}? Then say --fps {self.rates[0]:g}."
        )

    @property
    def _likely(self) -> str:
        return " or ".join(f"{rate:g}" for rate in self.rates[:2])

    def refusal(self, place: str) -> InputError:
        """Return what is said to somebody who did not tell the rate."""
        what, remedy = self.sentence.rsplit(" Say ", 1)
        return InputError(
            f"the film {what}",
            place=place,
            why="A rate that is wrong makes every time wrong, so none is assumed",
            remedy=f"Say {remedy}",
        )
