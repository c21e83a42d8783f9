"""What happened to speed while one side of the stride grew more than the other."""

from __future__ import annotations

from evenstride.core.claim import Claim, Trial
from evenstride.core.roles import RIVAL, Role
from evenstride.core.together import Pattern, Together
from evenstride.science.claim_data import (
    LAG,
    OTHERS,
    ClaimData,
    cannot_tell,
    change_of,
    grew,
    sides_rest_on,
    sides_seen,
    speed_followed,
    told,
    two_sides,
    word,
)

SETTINGS = ("lead",)
EITHER = "either"


def weigh(data: ClaimData, claim: Claim) -> Trial:
    """Weigh "speed stalls when one side outgrows the other"; `lead` is push, swing or either.

    Notes
    -----
    For: the leading side grew beyond its error, the two came apart, and speed did not follow. Against: the same, and
    speed rose while the other side had not grown. Both sides growing fits the claim and its rival alike.
    """
    lead = word(claim, "lead", (EITHER, *RIVAL))
    return two_sides(data, claim, lambda found: _weigh(data, claim, found, lead))


def _weigh(data: ClaimData, claim: Claim, found: Together, lead: str) -> Trial:
    seen, led = sides_seen(found), found.lead
    if found.pattern is not Pattern.APART or led is None or not grew(change_of(found, led)):
        return cannot_tell(
            claim,
            "neither side has outgrown the other beyond error, so the claim was not put to the test",
            "the same tests after a block for one side",
            seen=seen,
        )
    if lead not in (EITHER, led):
        return cannot_tell(claim, f"{led} has outgrown {RIVAL[led]}, not the reverse", f"a block for {lead}", seen=seen)
    return _speed(data, claim, found, led)


def _speed(data: ClaimData, claim: Claim, found: Together, led: Role) -> Trial:
    assert found.speed is not None, "two_sides asks for it"
    seen, rival = sides_seen(found), RIVAL[led]
    followed = speed_followed(change_of(found, led), found.speed.change, led)
    if followed is None:
        return cannot_tell(
            claim,
            f"{led} has outgrown {rival}; whether speed followed lies inside its error",
            "more timed runs",
            seen=seen,
        )
    if followed and grew(change_of(found, rival)):
        return cannot_tell(
            claim,
            "both sides grew and speed followed, as the claim and its rival both say",
            "a block in which one side is only kept",
            seen=seen,
        )
    what = "speed came with it" if followed else "speed did not follow"
    return told(claim, not followed, f"{led} has outgrown {rival}, and {what}", seen, sides_rest_on(data), LAG, OTHERS)
