"""Published splits of the 2009 world championship 100 m finals, typed in as facts.

Source: Graubner R, Nixdorf E (2011), Biomechanical analysis of the sprint and hurdles events at the 2009 IAAF
World Championships in Athletics, New Studies in Athletics 26(1/2):19–53. Two published analyses differ by up to
0.02 s (20 m 2.88 or 2.89 s, 60 m 6.29 or 6.31 s), which is taken as the error of one time. The reaction time is a
known value and removed; only the part to 80 m is fitted, because the model does not decelerate (science.md §1.1,
§1.3).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from evenstride.core.fit import Correction
from evenstride.core.recording import Conditions, Device, Splits, Start

CITATION = "Graubner & Nixdorf 2011, New Studies in Athletics 26(1/2):19–53"
PUBLISHED_ERROR = 0.02
FITTED_TO = 80.0


@dataclass(frozen=True, slots=True)
class PublishedRun:
    """One final as printed: cumulative times in s with the reaction time still inside."""

    athlete: str
    on: date
    reaction_time: float
    splits: tuple[tuple[float, float], ...]
    correction: Correction
    why: str
    wind: float = 0.0

    @property
    def recording(self) -> Splits:
        """The run to 80 m without its reaction time."""
        fitted = [(distance, time) for distance, time in self.splits if distance <= FITTED_TO]
        return Splits(
            athlete=self.athlete,
            distances=[distance for distance, _ in fitted],  # pyright: ignore[reportArgumentType]
            times=[time - self.reaction_time for _, time in fitted],  # pyright: ignore[reportArgumentType]
            on=self.on,
            label="100 m final, world championship",
            device=Device("published", "printed splits", PUBLISHED_ERROR, CITATION),
            conditions=Conditions(start=Start.BLOCK, wind=self.wind, reaction_time=self.reaction_time),
        )


BOLT = PublishedRun(
    "Usain Bolt",
    date(2009, 8, 16),
    0.146,
    (
        (10, 1.89), (20, 2.88), (30, 3.78), (40, 4.64), (50, 5.47),
        (60, 6.29), (70, 7.10), (80, 7.92), (90, 8.75), (100, 9.58),
    ),
    Correction.TIME,
    "eight gates carry an estimated time correction",
    wind=0.9,
)  # fmt: skip

FRASER_PRYCE = PublishedRun(
    "Shelly-Ann Fraser-Pryce",
    date(2009, 8, 17),
    0.146,
    ((20, 3.03), (40, 4.98), (60, 6.88), (80, 8.77), (100, 10.73)),
    Correction.NONE,
    "asked for: the reaction time is removed and four gates carry little more",
)

FINALS = (BOLT, FRASER_PRYCE)
