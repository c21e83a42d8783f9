"""What this athlete's own cue experiments say."""

from __future__ import annotations

from evenstride.core.claim import Claim, Seen, Trial
from evenstride.core.estimate import Estimate
from evenstride.core.experiment import CueAnswer, CueVerdict, Outcome
from evenstride.science.claim_data import CUES, ClaimData, cannot_tell, told

SETTINGS: tuple[str, ...] = ()

TWO_SIDED = 1.19
"""How much wider an interval of 90 % must be before a cue that does nothing leaves zero, up or down, in 5 of 100:
z(0.975) / z(0.95)."""


def weigh(data: ClaimData, claim: Claim) -> Trial:
    """Weigh "what you think of changes little" on every cue experiment judged by time.

    Notes
    -----
    Against: one of them shows a difference beyond chance in either direction (`TWO_SIDED`). For: there is an answer,
    and each says that nothing matters.
    """
    timed = [one for one in data.cues if one.outcome is Outcome.TIME]
    settled = [one for one in timed if one.verdict is not CueVerdict.CANNOT_TELL]
    seen = [
        Seen(f"{one.cues[0]} instead of {one.cues[1]}", one.difference, log=False)
        for one in timed
        if isinstance(one.difference, Estimate)
    ]
    if not settled:
        reason = "its pairs do not settle it yet" if timed else "no cue was tried fairly"
        return cannot_tell(claim, reason, f"{CUES}: evenstride experiment cues", seen=seen)
    moved = any(_moved(one) for one in settled)
    if not moved and any(one.verdict is not CueVerdict.SAME for one in settled):
        return cannot_tell(
            claim, "a difference showed that chance alone may make", f"further pairs of the {CUES}", seen=seen
        )
    reason = "a thought made a difference worth having" if moved else "no thought tried made a difference that matters"
    return told(claim, not moved, reason, seen, (CUES,))


def _moved(answer: CueAnswer) -> bool:
    found = answer.difference
    if answer.verdict is CueVerdict.SAME or not isinstance(found, Estimate):
        return False
    low, high = (found.value + TWO_SIDED * (end - found.value) for end in (found.low, found.high))
    return low > 0.0 or high < 0.0
