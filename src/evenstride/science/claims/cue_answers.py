"""What this athlete's own cue experiments say."""

from __future__ import annotations

from evenstride.core.claim import Claim, Seen, Trial
from evenstride.core.estimate import Estimate
from evenstride.core.experiment import CueVerdict, Outcome
from evenstride.science.claim_data import CUES, ClaimData, cannot_tell, told

SETTINGS: tuple[str, ...] = ()


def weigh(data: ClaimData, claim: Claim) -> Trial:
    """Weigh "what you think of changes little" on every cue experiment judged by time.

    Notes
    -----
    Against: one of them shows a difference worth having. For: there is an answer, and each says that nothing matters.
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
    moved = any(one.verdict is not CueVerdict.SAME for one in settled)
    reason = "a thought made a difference worth having" if moved else "no thought tried made a difference that matters"
    return told(claim, not moved, reason, seen, (CUES,))
