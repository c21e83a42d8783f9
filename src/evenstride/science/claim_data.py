"""What a trial of a coaching claim may look at, and how its verdict is put together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

import numpy as np

from evenstride.core.block import Standing
from evenstride.core.capacity_trend import HeldChange
from evenstride.core.claim import TIMED, Claim, Seen, Trial, TrialVerdict
from evenstride.core.errors import PluginError
from evenstride.core.estimate import Draws, Estimate, Missing
from evenstride.core.experiment import CueAnswer, LoadAnswer
from evenstride.core.log import Feel
from evenstride.core.plateau import Plateau
from evenstride.core.roles import Role
from evenstride.core.run import StepSummary
from evenstride.core.together import Together
from evenstride.science.capacity.together import FAMILIES_OF_EVIDENCE, Trends, compare_sides
from evenstride.science.change.check import SPEED_SWC
from evenstride.science.diagnosis.potential import ELASTICITY

FILMED = "filmed steps"
SERIES, CUES, BLOCKS = "load series", "cue experiments", "blocks with forecasts"
NO_SPEED = Missing("no run was timed")

LAG = "a time lag of some weeks is not excluded"
OTHERS = "what else changed in these weeks is not separable"

FOLLOWING = 0.5
"""Share of the speed a grown role would bring at its prior elasticity below which speed did not follow (judgement)."""


@dataclass(frozen=True, slots=True)
class ToldDay:
    """One day of the log.

    Attributes
    ----------
    kinds : frozenset of str
        Session kinds of the planner and the athlete's own words, small letters; `speed` stands for every fast kind.
    trained : bool
        False for a logged rest.
    """

    on: date
    kinds: frozenset[str]
    trained: bool
    feel: Feel | None = None


@dataclass(frozen=True, slots=True, eq=False)
class ClaimData:
    """What the loop holds of one athlete, as far as a claim may rest on it.

    Attributes
    ----------
    trends : Trends
        Capacities from tests off the run, and speed. Contact and flight times cannot enter it: that raises.
    speeds : sequence of (date, Draws)
        Of one set-up, m/s.
    day_noise : float
        Scatter of a day that `speeds` do not hold, log units.
    steps : sequence of (date, StepSummary)
        Of one set-up, oldest first: they describe the steps and stand for no capacity.
    days : sequence of ToldDay
        Oldest first.
    aims : Standing or None
        How the forecasts of tried blocks that aimed at the limit named before them did against "train both".
    load : float or None
        Natural log of the load of the last four weeks over that of the four before; None when not told.
    recent_speed : Draws or Missing
        Change of speed over those eight weeks, natural log.
    """

    trends: Trends
    speeds: Sequence[tuple[date, Draws]] = ()
    day_noise: float = 0.0
    steps: Sequence[tuple[date, StepSummary]] = ()
    days: Sequence[ToldDay] = ()
    loads: Sequence[LoadAnswer] = ()
    cues: Sequence[CueAnswer] = ()
    plateau: Plateau | None = None
    aims: Standing | None = None
    load: float | None = None
    recent_speed: Draws | Missing = NO_SPEED
    seed: int = 0


def word(claim: Claim, name: str, allowed: Sequence[str]) -> str:
    """Return a setting that is one of some words.

    Raises
    ------
    PluginError
        If the claim's file has another one.
    """
    value = claim.settings.get(name)
    if value not in allowed:
        raise PluginError(
            f"'judge.{name}' is {value!r}", place=f"{claim.id}.toml", remedy=f"Use one of: {', '.join(allowed)}"
        )
    return cast(str, value)


def number(claim: Claim, name: str) -> float:
    """Return a setting that is a number.

    Raises
    ------
    PluginError
        If the claim's file has none.
    """
    value = claim.settings.get(name)
    if not isinstance(value, float):
        raise PluginError(f"'judge.{name}' is {value!r}", place=f"{claim.id}.toml", remedy="Give a number")
    return value


def cannot_tell(claim: Claim, reason: str, *lacking: str, seen: Sequence[Seen] = ()) -> Trial:
    """Return "cannot tell" with its reason and what would have to be measured."""
    return Trial(claim.id, TrialVerdict.CANNOT_TELL, reason, tuple(seen), lacking=lacking)


def told(
    claim: Claim,
    is_for: bool,
    reason: str,
    seen: Sequence[Seen],
    rests_on: Sequence[str],
    *cautions: str,
) -> Trial:
    """Return a verdict that could be told."""
    verdict = TrialVerdict.FOR if is_for else TrialVerdict.AGAINST
    return Trial(claim.id, verdict, reason, tuple(seen), tuple(rests_on), cautions=cautions)


def two_sides(data: ClaimData, claim: Claim, then: Callable[[Together], Trial]) -> Trial:
    """Go on with the changes of push and swing where two families of each and speed were measured in one period."""
    found = compare_sides(data.trends)
    if isinstance(found, Missing):
        return cannot_tell(claim, found.reason, "two tests of push and two of swing, on several days")
    few = [role for role, many in zip((Role.PUSH, Role.SWING), found.families, strict=True) if not _enough(many)]
    if few:
        lacking = tuple(f"a second kind of test of {role}" for role in few)
        return cannot_tell(claim, "one kind of test is a hint, two make evidence", *lacking, seen=sides_seen(found))
    if found.speed is None:
        return cannot_tell(claim, "no run was timed twice in the same period", TIMED, seen=sides_seen(found))
    return then(found)


def sides_seen(found: Together) -> tuple[Seen, ...]:
    """Return the changes of push, swing and speed as a trial shows them."""
    named = (("push", found.push), ("swing", found.swing), ("speed", found.speed))
    return tuple(held_seen(name, held) for name, held in named if held is not None)


def held_seen(name: str, held: HeldChange) -> Seen:
    """Return a change as a trial shows it."""
    return Seen(name, held.change, held.mdc)


def sides_rest_on(data: ClaimData) -> tuple[str, ...]:
    """Return the tests behind push and swing, each family once, and the timed runs."""
    families = [name for role in (Role.PUSH, Role.SWING) for name in data.trends.roles[role].families]
    return (*families, TIMED)


def change_of(found: Together, role: Role) -> HeldChange:
    """Return the change of push or of swing."""
    return found.push if role is Role.PUSH else found.swing


def grew(held: HeldChange) -> bool:
    """Whether a change is upwards and beyond its error."""
    return held.beyond_error and held.change.value > 0.0


def speed_followed(grown: HeldChange, speed: Estimate, role: Role) -> bool | None:
    """Say whether speed came with a grown role: True, False, or None where it cannot be told.

    Notes
    -----
    True: the whole interval of speed is above zero. False: it holds zero and ends below half of what the growth
    would bring at the prior elasticity, or below the smallest worthwhile change where that is more. A speed that fell
    beyond its error has other reasons (tiredness, illness, heat) and tells nothing of the claim.

    Examples
    --------
    >>> push = HeldChange(Estimate(0.09, 0.06, 0.12, "1"), 0.03)
    >>> speed_followed(push, Estimate(0.0, -0.01, 0.01, "1"), Role.PUSH)
    False
    >>> speed_followed(push, Estimate(-0.03, -0.04, -0.02, "1"), Role.PUSH) is None
    True
    """
    if speed.low > 0.0:
        return True
    expected = FOLLOWING * ELASTICITY[role] * grown.change.value
    return False if speed.low <= 0.0 <= speed.high < max(SPEED_SWC, expected) else None


def t_draws(value: float, error: float, freedom: float, *, seed: int, draws: int = 2000) -> Draws:
    """Return Student t draws around a value, antithetic so that their median is the value."""
    half = np.random.default_rng(seed).standard_t(freedom, draws // 2)
    return Draws(
        value, value + error * np.concatenate([half, -half]), "1", f"Student t, {freedom:g} degrees of freedom"
    )


def _enough(families: int) -> bool:
    return families >= FAMILIES_OF_EVIDENCE
