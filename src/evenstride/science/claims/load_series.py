"""What a load series says: the same small mass at several places of the body, each costing speed or not."""

from __future__ import annotations

from collections.abc import Sequence

from evenstride.core.claim import Claim, Seen, Trial
from evenstride.core.estimate import Estimate
from evenstride.core.experiment import TESTED_ROLES
from evenstride.core.roles import Role
from evenstride.science.claim_data import SERIES, ClaimData, cannot_tell, told, word
from evenstride.science.diagnosis.potential import ELASTICITY

SETTINGS = ("question",)
ONE_ROLE = "one role alone"

THREE_LOOKS = 1.295
"""How much wider an interval of 90 % must be before one of three of them excludes zero by chance in 5 of 100:
z(1 − 0.05/3) / z(0.95)."""

NEGLIGIBLE = 0.5
"""Share of a role's prior elasticity below which it counts as carrying nothing to speak of (judgement)."""


def weigh(data: ClaimData, claim: Claim) -> Trial:
    """Weigh "one role alone sets the limit" or "this role carries speed" on the newest load series that says something.

    Notes
    -----
    A minimum law gives one role an elasticity and the others none; an additive law gives all of them some. Against
    "one role alone": two or more are clear of zero. For: one is, and the others end below what would matter.
    """
    question = word(claim, "question", (ONE_ROLE, *TESTED_ROLES))
    if not data.loads:
        return cannot_tell(claim, "no load series was run", f"a {SERIES}: evenstride experiment loads")
    answer = data.loads[-1]
    known = {role: found for role, found in answer.elasticities.items() if isinstance(found, Estimate)}
    seen = [Seen(f"speed lost per capacity taken, {role}", found, log=False) for role, found in known.items()]
    wanted = TESTED_ROLES if question == ONE_ROLE else (Role(question),)
    if not set(wanted) <= set(known):
        return cannot_tell(
            claim, "the load series is not far enough", f"the runs still open of the {SERIES}", seen=seen
        )
    return _one_role(claim, known, seen) if question == ONE_ROLE else _carries(claim, known[wanted[0]], wanted[0], seen)


def _one_role(claim: Claim, known: dict[Role, Estimate], seen: Sequence[Seen]) -> Trial:
    clear = [role for role in TESTED_ROLES if _clear(known[role])]
    if len(clear) > 1:
        return told(claim, False, f"{' and '.join(clear)} each cost speed when loaded", seen, (SERIES,))
    others = [role for role in TESTED_ROLES if role not in clear]
    if len(clear) == 1 and all(known[role].high < NEGLIGIBLE * ELASTICITY[role] for role in others):
        return told(claim, True, f"{clear[0]} alone cost speed when loaded", seen, (SERIES,))
    return cannot_tell(
        claim, "which roles cost speed lies inside the error of these runs", f"a further {SERIES}", seen=seen
    )


def _carries(claim: Claim, found: Estimate, role: Role, seen: Sequence[Seen]) -> Trial:
    if found.low > 0.0:
        return told(claim, True, f"loading {role} cost speed", seen, (SERIES,))
    if found.high < NEGLIGIBLE * ELASTICITY[role]:
        return told(claim, False, f"loading {role} cost no speed to speak of", seen, (SERIES,))
    return cannot_tell(claim, "what it costs lies inside the error of these runs", f"a further {SERIES}", seen=seen)


def _clear(found: Estimate) -> bool:
    return found.value - THREE_LOOKS * (found.value - found.low) > 0.0
