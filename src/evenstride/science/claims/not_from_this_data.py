"""Claims that nothing the loop holds of one athlete can decide yet."""

from __future__ import annotations

from evenstride.core.claim import Claim, Trial
from evenstride.science.claim_data import ClaimData, cannot_tell

SETTINGS = ("because", "measure")


def weigh(data: ClaimData, claim: Claim) -> Trial:  # noqa: ARG001 - a judge is given the data, this one has no use for them
    """Say why the claim cannot be told (`because`) and what would tell it (`measure`)."""
    return cannot_tell(claim, str(claim.settings["because"]), str(claim.settings["measure"]))
