"""What speed did while training load rose."""

from __future__ import annotations

from evenstride.core.capacity_trend import hold_change
from evenstride.core.claim import LOGGED, TIMED, Claim, Trial
from evenstride.core.estimate import Missing
from evenstride.science.change.check import SPEED_SWC
from evenstride.science.claim_data import LAG, OTHERS, ClaimData, cannot_tell, held_seen, told
from evenstride.science.diagnosis.plateau import LOAD_CHANGE

SETTINGS: tuple[str, ...] = ()


def weigh(data: ClaimData, claim: Claim) -> Trial:
    """Weigh "more training is not more speed" on the last eight weeks.

    Notes
    -----
    Load is minutes × effort and only says rising or not; no ratio of loads is a risk. For: load rose and speed ended
    below what is worth having. Against: load rose and so did speed, beyond its error.
    """
    if data.load is None:
        return cannot_tell(
            claim, "the load of the last eight weeks is not known", "minutes and effort of every session"
        )
    if data.load <= LOAD_CHANGE:
        return cannot_tell(claim, "load has not risen, so the claim was not put to the test")
    if isinstance(data.recent_speed, Missing):
        return cannot_tell(claim, "speed was not timed twice in these eight weeks", TIMED)
    held = hold_change(data.recent_speed, SPEED_SWC)
    seen, rests = (held_seen("speed", held),), (TIMED, LOGGED)
    if held.change.low > 0.0:
        return told(claim, False, "load has risen, and so has speed", seen, rests, LAG, OTHERS)
    if held.change.high < SPEED_SWC:
        return told(claim, True, "load has risen, and speed has not", seen, rests, LAG, OTHERS)
    return cannot_tell(claim, "load has risen; whether speed has lies inside its error", "more timed runs", seen=seen)
