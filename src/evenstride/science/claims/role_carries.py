"""Whether speed came along when one role of the stride grew."""

from __future__ import annotations

from evenstride.core.claim import Claim, Trial
from evenstride.core.roles import RIVAL, Role
from evenstride.core.together import Together
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

SETTINGS = ("role",)


def weigh(data: ClaimData, claim: Claim) -> Trial:
    """Weigh "when this role grows, speed comes"; `role` is push or swing.

    Notes
    -----
    For: the role grew beyond its error, the other side did not, and speed rose. Against: the role grew, the other side
    did not fall, and speed did not follow.
    """
    role = Role(word(claim, "role", tuple(RIVAL)))
    return two_sides(data, claim, lambda found: _weigh(data, claim, found, role))


def _weigh(data: ClaimData, claim: Claim, found: Together, role: Role) -> Trial:
    assert found.speed is not None, "two_sides asks for it"
    seen, own, other = sides_seen(found), change_of(found, role), change_of(found, RIVAL[role])
    if not grew(own):
        return cannot_tell(
            claim,
            f"{role} has not grown beyond its error, so the claim was not put to the test",
            f"the same tests after a block for {role}",
            seen=seen,
        )
    followed = speed_followed(own, found.speed.change, role)
    if followed is None:
        return cannot_tell(
            claim, f"{role} grew; whether speed followed lies inside its error", "more timed runs", seen=seen
        )
    if followed and grew(other):
        return cannot_tell(
            claim,
            "both sides grew and speed followed; which of them carried it cannot be told",
            f"a block in which {RIVAL[role]} is only kept",
            seen=seen,
        )
    if not followed and other.change.high < 0.0:
        return cannot_tell(
            claim, f"{role} grew while {RIVAL[role]} fell back", f"a block in which {RIVAL[role]} is kept", seen=seen
        )
    what = "speed came with it" if followed else "speed did not follow"
    return told(claim, followed, f"{role} grew, and {what}", seen, sides_rest_on(data), LAG, OTHERS)
