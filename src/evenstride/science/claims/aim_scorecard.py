"""Whether blocks that aimed at the named limit were forecast better than "train both"."""

from __future__ import annotations

from evenstride.core.claim import TIMED, Claim, Trial
from evenstride.science.block.check import DECIDED
from evenstride.science.claim_data import BLOCKS, OTHERS, ClaimData, cannot_tell, told

SETTINGS: tuple[str, ...] = ()

START = f"{BLOCKS}: evenstride block start"


def weigh(data: ClaimData, claim: Claim) -> Trial:
    """Weigh "aim at the limit" on the scorecard of this athlete's own blocks.

    Notes
    -----
    Counted are blocks registered before their data, over, timed and tried, whose role was the limit named at that
    time. For or against: their sum of log scores against "train both" is decided, that is at least `DECIDED`
    and twice its standard error (science.md §6.4). One block never decides.
    """
    if data.aims is None or data.aims.blocks == 0:
        return cannot_tell(claim, "no block that aimed at a named limit is over", START)
    if not data.aims.decided:
        reason = f"the log scores of the blocks so far differ by less than {DECIDED:g} or than chance may make them"
        return cannot_tell(claim, reason, f"further {BLOCKS}")
    better = data.aims.total > 0.0
    reason = f"blocks aimed at the named limit were forecast {'better' if better else 'worse'} than training both"
    return told(claim, better, reason, (), (BLOCKS, TIMED), OTHERS)
