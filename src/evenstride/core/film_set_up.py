"""How a run is best filmed from the side, and what each fault costs: numbers that follow from geometry and frames."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians


@dataclass(frozen=True, slots=True)
class FilmSetUp:
    """Where the phone and the cones stand.

    Attributes
    ----------
    distance : float
        m from the phone to the line of the run (judgement: far enough that 10 cm beside the line are 1 %).
    view : float
        m of the run that the picture holds (judgement: three or four contacts of a sprint).
    cones : float
        m between two cones on the line of the run, both in view.
    height : float
        m of the phone over the ground: about the hip's, so that neither feet nor head are seen from above or below.
    rate : float
        Frames a second.
    wide : int
        px of the picture's width.

    Examples
    --------
    >>> set_up = FilmSetUp()
    >>> set_up.pixels_per_metre, round(100.0 * set_up.beside(0.1), 1), round(100.0 * set_up.askew(10.0), 1)
    (240.0, 1.0, 1.5)
    >>> round(set_up.frame_error(240.0), 1), round(set_up.frame_error(120.0), 1), round(set_up.frame_error(30.0), 1)
    (1.7, 3.4, 13.6)
    >>> round(100.0 * set_up.smear(10.0, 1.0 / 1000.0)), round(100.0 * set_up.smear(10.0, 1.0 / 240.0))
    (1, 4)
    """

    distance: float = 10.0
    view: float = 8.0
    cones: float = 6.0
    height: float = 1.0
    rate: float = 240.0
    wide: int = 1920

    @property
    def pixels_per_metre(self) -> float:
        """How large a metre of the run is in the picture."""
        return self.wide / self.view

    def beside(self, off: float) -> float:
        """Return by which share lengths are wrong where the run is `off` m beside the line of the cones."""
        return off / self.distance

    def askew(self, degrees: float) -> float:
        """Return by which share lengths are short where the phone is not square to the run."""
        return 1.0 - cos(radians(degrees))

    def frame_error(self, rate: float) -> float:
        """Return the standard deviation of a duration between two frames, ms (science.md §9.1)."""
        return 1000.0 / (rate * 6.0**0.5)

    def smear(self, speed: float, exposure: float) -> float:
        """Return how far something moves while a picture is taken, m."""
        return speed * exposure
