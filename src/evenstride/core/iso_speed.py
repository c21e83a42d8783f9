"""What a physics model of top speed expects of push and swing: lines of equal speed, which of the two is cheaper."""

from __future__ import annotations

from dataclasses import dataclass, field

from evenstride.core.estimate import Array
from evenstride.core.roles import Role


@dataclass(frozen=True, slots=True, eq=False)
class IsoSpeed:
    """One line of equal speed over changes of push and swing, with its range over models.

    A line ends where the model was no longer fitted.

    Attributes
    ----------
    change : float
        Change of speed along the line, as a share of speed at the start.
    push, swing : ndarray, shape (n,)
        The line itself, natural log of capacity now over baseline; push rises.
    ends : ((push, swing), (push, swing))
        The same line in the models at both ends of the range, the one with most weight on swing first.
    """

    change: float
    push: Array = field(repr=False)
    swing: Array = field(repr=False)
    ends: tuple[tuple[Array, Array], tuple[Array, Array]] = field(repr=False)


@dataclass(frozen=True, slots=True)
class CheapestDirection:
    """The way on the balance map in which all models expect most speed for a given growth of push and swing.

    Attributes
    ----------
    role : Role
        The role every model finds cheaper.
    push, swing : float
        Mean direction of all models, of length 1.
    least, most : (float, float)
        The same of the models at both ends.
    """

    role: Role
    push: float
    swing: float
    least: tuple[float, float]
    most: tuple[float, float]
