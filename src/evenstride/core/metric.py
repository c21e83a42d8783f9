"""The definition of a metric, and all values of one run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from evenstride.core.estimate import Estimate, Missing
from evenstride.core.roles import Role


class Better(StrEnum):
    """Which way is better."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"

    @property
    def sign(self) -> float:
        """What to multiply a change by so that better is positive: −1 where lower is better, else +1."""
        return -1.0 if self is Better.LOWER else 1.0


class Grade(StrEnum):
    """How well founded the link of a metric to running speed is."""

    IDENTITY = "identity"
    STRONG = "strong"
    MODERATE = "moderate"
    WEAK = "weak"
    UNPROVEN = "unproven"


@dataclass(frozen=True, slots=True)
class Metric:
    """What a number means.

    Attributes
    ----------
    plausible : (float, float)
        Values outside are questioned, never used silently; SI.
    family : str
        Metrics that share a measurement share a family and count once as evidence.
    role_shares : mapping of Role to float
        How the metric speaks for roles, summing to at most 1; empty for outcomes and step timings.
    needs : tuple of str
        Recording kinds it can be computed from.
    sources : tuple of str
        Keys of the bibliography.
    """

    name: str
    symbol: str
    unit: str
    better: Better
    plausible: tuple[float, float]
    family: str
    grade: Grade
    needs: tuple[str, ...]
    sources: tuple[str, ...]
    role_shares: Mapping[Role, float] = field(default_factory=dict[Role, float])


@dataclass(frozen=True, slots=True)
class Analysis:
    """All values of one recording: metric name → Estimate or Missing."""

    athlete: str
    on: date | None
    kind: str
    values: Mapping[str, Estimate | Missing]
    notes: tuple[str, ...] = ()
    provenance: str = ""
