"""The law that joins push and swing to speed, asked of a whole squad: readings, one fit, rival laws compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

import numpy as np

from evenstride.core.estimate import Array, Draws
from evenstride.core.frozen import freeze

LEAST_ATHLETES = 5
"""Athletes from which a law is fitted at all (judgement); telling laws apart takes far more."""

LEAST_DIFFERENCE = 4.0
"""Difference of log scores below which two laws are undecided, whatever its standard error (science.md §6.4)."""

LEAST_ERRORS = 2.0
"""Standard errors a difference of log scores must exceed as well (science.md §6.4)."""


class Law(StrEnum):
    """How the capacities of push and swing make speed together."""

    ADDITIVE = "additive"
    """One replaces the other in full: their sum counts (elasticity of substitution without end)."""

    COBB_DOUGLAS = "Cobb–Douglas"
    """Each adds its own share of a percent, whatever the other does (elasticity of substitution 1)."""

    CES = "CES"
    """The elasticity of substitution is whatever the data say, one number for everybody."""

    MINIMUM = "minimum"
    """Only the one that lacks counts: both must improve together (elasticity of substitution 0)."""


@dataclass(frozen=True, slots=True, eq=False)
class AthleteSeries:
    """One athlete's weeks, oldest first.

    Attributes
    ----------
    weeks : ndarray of int, shape (n,)
        Weeks since a Monday all athletes share, rising.
    push, swing : ndarray, shape (n,)
        Natural log of an off-run test beside the squad's mean, better being larger; nan where it was not done.
    speed : ndarray, shape (n,)
        Natural log of speed beside the squad's mean; nan where none was measured.
    """

    name: str
    weeks: Array
    push: Array = field(repr=False)
    swing: Array = field(repr=False)
    speed: Array = field(repr=False)

    def __post_init__(self) -> None:
        freeze(self, "weeks", "push", "swing", "speed")
        if len({one.shape for one in (self.weeks, self.push, self.swing, self.speed)}) != 1 or self.weeks.ndim != 1:
            raise ValueError("weeks, push, swing and speed must be equally long")
        if (np.diff(self.weeks) <= 0).any():
            raise ValueError("weeks must rise")


@dataclass(frozen=True, slots=True)
class SquadSeries:
    """What a squad's law is fitted to: one test a role, one kind of speed.

    Attributes
    ----------
    push_test, swing_test : str
        Field protocols the capacities were read with.
    errors : mapping of str to float
        Stated standard error of one week's `push`, `swing` and `speed`, log units.
    """

    athletes: tuple[AthleteSeries, ...]
    push_test: str
    swing_test: str
    errors: Mapping[str, float]
    since: date | None = None

    @property
    def weeks(self) -> int:
        """Athlete-weeks with a speed."""
        return sum(int(np.isfinite(one.speed).sum()) for one in self.athletes)


@dataclass(frozen=True, slots=True)
class LawDiagnostics:
    """How well the sampler did, worst hyper-parameter first.

    Attributes
    ----------
    r_hat, bulk_ess : float
        Largest rank-normalised split R-hat, and smallest bulk effective sample size, over the hyper-parameters.
    worst : str
        Hyper-parameter with the smallest bulk effective sample size.
    divergences : int
        Draws whose path left the posterior.
    steps : float
        Mean number of gradient steps a draw.
    """

    r_hat: float
    bulk_ess: float
    worst: str
    divergences: int
    steps: float

    LARGEST_R_HAT = 1.01
    LEAST_ESS = 400.0

    @property
    def good(self) -> bool:
        """Whether the draws may be used: R-hat below 1.01 and bulk effective sample size above 400."""
        return self.r_hat < self.LARGEST_R_HAT and self.bulk_ess > self.LEAST_ESS


@dataclass(frozen=True, slots=True)
class LawFit:
    """One law fitted to one squad.

    Attributes
    ----------
    hyper : mapping of str to Draws
        Hyper-parameters by name; what they are: `science.law.model`.
    substitution : Draws or None
        Elasticity of substitution; None for laws that fix it.
    prior_narrowing : float
        SD of the log of the elasticity after the data over its SD before; 1 says that the data told nothing.
    """

    law: Law
    hyper: Mapping[str, Draws]
    diagnostics: LawDiagnostics
    substitution: Draws | None = None
    prior_narrowing: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class LawScore:
    """How well a law foretells the speeds of athletes it never saw, from their off-run capacities.

    Attributes
    ----------
    scores : ndarray, shape (athletes,)
        Log predictive density of all speeds of one athlete, fitted without them.
    refitted : int
        Athletes for whom the law was fitted anew, because re-weighting the common fit was not safe.
    """

    law: Law
    scores: Array
    refitted: int = 0

    @property
    def total(self) -> float:
        """Sum over athletes."""
        return float(self.scores.sum())


@dataclass(frozen=True, slots=True)
class LawDifference:
    """One law's score minus another's, with the standard error over athletes."""

    law: Law
    other: Law
    value: float
    error: float

    @property
    def beyond_doubt(self) -> bool:
        """Whether the first law is clearly better: by at least 4, and by more than two standard errors."""
        return self.value >= LEAST_DIFFERENCE and self.value > LEAST_ERRORS * self.error


@dataclass(frozen=True, slots=True)
class LawComparison:
    """Rival laws held against each other.

    Attributes
    ----------
    verdict : Law or None
        The law the data name; None is "undecided", the usual answer.
    ruled_out : tuple of Law
        Laws that another one clearly beats.
    """

    scores: tuple[LawScore, ...]
    differences: tuple[LawDifference, ...]
    verdict: Law | None
    ruled_out: tuple[Law, ...] = ()


@dataclass(frozen=True, slots=True)
class LawAnswer:
    """Everything a squad's data say about the law.

    Attributes
    ----------
    simulated : bool
        Whether the athletes are simulated.
    athletes, speeds, weeks : int
        Athletes counted, athlete-weeks with a speed, and weeks from first to last.
    fits : tuple of LawFit
        In the order of `Law`.
    """

    on: date
    push_test: str
    swing_test: str
    simulated: bool
    athletes: int
    speeds: int
    weeks: int
    comparison: LawComparison
    fits: tuple[LawFit, ...]

    @property
    def free(self) -> LawFit:
        """The fit in which the elasticity of substitution is free."""
        return next(one for one in self.fits if one.law is Law.CES)


def difference(one: LawScore, other: LawScore) -> LawDifference:
    """Return the difference of two scores; its standard error is √n times the SD over athletes.

    Examples
    --------
    >>> ahead = LawScore(Law.MINIMUM, np.array([3.0, 2.0, 4.0]))
    >>> behind = LawScore(Law.ADDITIVE, np.array([1.0, 0.5, 1.5]))
    >>> found = difference(ahead, behind)
    >>> round(found.value, 2), round(found.error, 2), found.beyond_doubt
    (6.0, 0.87, True)
    """
    each = one.scores - other.scores
    return LawDifference(one.law, other.law, float(each.sum()), float(each.std(ddof=1) * each.size**0.5))


def compare_scores(scores: tuple[LawScore, ...]) -> LawComparison:
    """Compare scores by the one threshold, `LawDifference.beyond_doubt`.

    Notes
    -----
    A law of fixed elasticity is named when it beats every other law of fixed elasticity and CES does not beat it: CES
    holds all of them, so none could ever beat it clearly. CES is named when it beats all of them.

    Examples
    --------
    >>> flat = tuple(LawScore(law, np.zeros(6)) for law in Law)
    >>> compare_scores(flat).verdict is None
    True
    """
    differences = tuple(difference(one, other) for one in scores for other in scores if one.law is not other.law)
    beats = {(one.law, one.other) for one in differences if one.beyond_doubt}
    fixed = [one.law for one in scores if one.law is not Law.CES]
    named = [
        law
        for law in fixed
        if all((law, other) in beats for other in fixed if other is not law) and (Law.CES, law) not in beats
    ]
    if all((Law.CES, law) in beats for law in fixed):
        named = [Law.CES]
    out = tuple(one.law for one in scores if any(other == one.law for _, other in beats))
    return LawComparison(scores, differences, named[0] if len(named) == 1 and len(fixed) > 1 else None, out)
