"""Coaching claims on trial: each claim weighed by its judge on one athlete's own data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import ModuleType

from evenstride.core.athlete import LIMIT_VERDICT_AGE
from evenstride.core.claim import Claim, Trial
from evenstride.core.discover import modules
from evenstride.core.errors import PluginError
from evenstride.core.protocol import GAMES_BELOW_AGE
from evenstride.science.claim_data import ClaimData

PACKAGE = "evenstride.science.claims"


def judges() -> Mapping[str, ModuleType]:
    """Return every judge found, by name: a module with `SETTINGS` (names its claims give) and `weigh(data, claim)`.

    Examples
    --------
    >>> "one_side_leads" in judges()
    True
    """
    return {module.__name__.rpartition(".")[2]: module for module in modules(PACKAGE, needs=("SETTINGS", "weigh"))}


def weigh_claims(data: ClaimData, claims: Iterable[Claim], *, age: int | None) -> tuple[Trial, ...]:
    """Weigh claims on one athlete's data.

    Parameters
    ----------
    data : ClaimData
        What the loop holds.
    claims : iterable of Claim
        In the order of the answer.
    age : int or None
        In years. Under sixteen claims about limits are left out, under twelve all of them.

    Raises
    ------
    PluginError
        If a claim names a judge that does not exist, or settings its judge does not know.

    Notes
    -----
    No verdict is proof: one athlete, no control. With a 90 % interval behind each, about one claim in twenty that is
    neither true nor false of an athlete comes out for or against by chance.
    """
    known = judges()
    open_to_age = [one for one in claims if age is None or _may_hear(one, age)]
    return tuple(_judge_of(one, known).weigh(data, one) for one in open_to_age)


def _may_hear(claim: Claim, age: int) -> bool:
    return age >= GAMES_BELOW_AGE and not (claim.about_limit and age < LIMIT_VERDICT_AGE)


def _judge_of(claim: Claim, known: Mapping[str, ModuleType]) -> ModuleType:
    place = f"{claim.id}.toml"
    if claim.judge not in known:
        raise PluginError(f"judge '{claim.judge}' is not known", place=place, remedy=f"Use one of: {', '.join(known)}")
    judge = known[claim.judge]
    if set(claim.settings) != set(judge.SETTINGS):
        asked = ", ".join(judge.SETTINGS) or "nothing but its name"
        raise PluginError(
            f"'judge' has other settings than {claim.judge} asks for", place=place, remedy=f"Give {asked}"
        )
    return judge
