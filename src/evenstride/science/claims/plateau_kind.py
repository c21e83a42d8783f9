"""Whether this athlete's standstill is of the kind a claim speaks of."""

from __future__ import annotations

from evenstride.core.claim import LOGGED, TIMED, Claim, Trial
from evenstride.core.plateau import PlateauType
from evenstride.core.roles import RIVAL
from evenstride.science.claim_data import OTHERS, ClaimData, cannot_tell, told, word

SETTINGS = ("kind",)


def weigh(data: ClaimData, claim: Claim) -> Trial:
    """Weigh "who is stuck is stuck for this reason"; `kind` is a kind of plateau.

    Notes
    -----
    For: the ordered checks of `plateau` name this kind. Against: they name another. A speed that still grows, or that
    nothing is named for, puts the claim to no test.
    """
    kind = PlateauType(word(claim, "kind", tuple(PlateauType)))
    if data.plateau is None:
        return cannot_tell(claim, "no run was timed on two days in one way", TIMED)
    named = data.plateau.named
    if named is PlateauType.IMPROVING:
        return cannot_tell(claim, "speed is not standing still")
    if named is PlateauType.CANNOT_TELL:
        lacking = ("two tests of push and two of swing", f"the {LOGGED}, kept for eight weeks", TIMED)
        return cannot_tell(claim, "why speed stands where it stands is not known", *lacking)
    reason = f"the likeliest reason that speed stands still is: {named.value}"
    sides = [name for role in RIVAL if role in data.trends.roles for name in data.trends.roles[role].families]
    return told(claim, named is kind, reason, (), (*sides, TIMED, LOGGED), OTHERS)
