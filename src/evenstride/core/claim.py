"""Coaching claims as data, one TOML file each in `evenstride/claims`, and what one athlete's data say of them.

A claim says what coaching says, what this software thinks of it and why, what it predicts, what a rival predicts, and
what would decide. Weighing it on an athlete's data is the work of a judge (`science/claims`); adding a claim that an
existing judge can weigh is adding one file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib import resources

from evenstride.core.estimate import Estimate
from evenstride.core.metric import Grade

Setting = str | float
"""What a claim file tells its judge: a word or a number."""


TIMED, LOGGED = "timed runs", "log"
"""What so many claims rest on that sharing only it does not make two claims one finding."""


class Stance(StrEnum):
    """What this software thinks of a claim before it sees any athlete."""

    ACCEPT = "accept"
    ACCEPT_AS_DEFAULT = "accept as a default that can be changed"
    ACCEPT_WITH_INTERVALS = "accept with intervals"
    TEST = "test it on each athlete"
    SMALL_PRIOR = "small prior"
    NEUTRAL = "neutral"
    OPTIONAL = "optional"


class TrialVerdict(StrEnum):
    """Where one athlete's data point; never proof, n = 1."""

    FOR = "for"
    AGAINST = "against"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True, slots=True)
class Claim:
    """One coaching claim.

    Attributes
    ----------
    id, order : str, int
        Name of its file, and its place on a page.
    says, plain : str
        The sentence as coaching says it, and the same in at most twelve words for an athlete.
    article : str
        Where coaching says it.
    stance, why : Stance, str
        Ours, and the reason.
    grade, sources : Grade, tuple of str
        How well founded it is, and the keys of the bibliography; empty where nobody has studied it.
    predicts, rival : str
        What it predicts, and what another account of the same thing predicts.
    decided_by : tuple of str
        Which measurements decide.
    counts_for, counts_against : str
        What would count.
    next_for, next_against, next_cannot_tell : str
        What an athlete does next, as the end of "Next: ...".
    judge, settings : str, mapping
        The function of `science/claims` that weighs it, and what it is told.
    about_limit : bool
        Whether it speaks of what limits a runner; such claims are not weighed under sixteen.
    """

    id: str
    order: int
    says: str
    plain: str
    article: str
    stance: Stance
    why: str
    grade: Grade
    sources: tuple[str, ...]
    predicts: str
    rival: str
    decided_by: tuple[str, ...]
    counts_for: str
    counts_against: str
    next_for: str
    next_against: str
    next_cannot_tell: str
    judge: str
    settings: Mapping[str, Setting] = field(default_factory=dict[str, Setting])
    about_limit: bool = True


@dataclass(frozen=True, slots=True)
class Seen:
    """One number a trial rests on.

    Attributes
    ----------
    value : Estimate
        Unit `1`: a change in natural log where `log` holds, else a share or a chance.
    mdc : float or None
        Minimal detectable change at 90 %, same unit.
    """

    name: str
    value: Estimate
    mdc: float | None = None
    log: bool = True


@dataclass(frozen=True, slots=True)
class Trial:
    """What one athlete's data say of one claim.

    Attributes
    ----------
    reason : str
        Why this verdict, without numbers.
    seen : tuple of Seen
        The numbers it rests on.
    rests_on : tuple of str
        The measurements behind them. Claims that share one are not independent of each other.
    lacking : tuple of str
        What would have to be measured before it can be told; empty where it could be told.
    cautions : tuple of str
        What this kind of data cannot exclude.
    """

    claim: str
    verdict: TrialVerdict
    reason: str
    seen: tuple[Seen, ...] = ()
    rests_on: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()


def claims() -> Mapping[str, Claim]:
    """Return every claim shipped with the package, by id, in the order of the page.

    Examples
    --------
    >>> claims()["both-must-grow"].stance
    <Stance.TEST: 'test it on each athlete'>
    """
    return _shipped()


@cache
def _shipped() -> Mapping[str, Claim]:
    from evenstride.core.claim_file import parse_claim, require_apart

    entries = sorted(resources.files("evenstride.claims").iterdir(), key=lambda item: item.name)
    found = [
        parse_claim(entry.read_text(encoding="utf-8"), place=entry.name)
        for entry in entries
        if entry.name.endswith(".toml")
    ]
    require_apart(found)
    return {claim.id: claim for claim in sorted(found, key=lambda claim: claim.order)}
