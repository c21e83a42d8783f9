"""How the steps changed while one side of the stride outgrew the other: described, never counted as capacity."""

from __future__ import annotations

from collections.abc import Mapping

from evenstride.core.capacity_trend import hold_change
from evenstride.core.claim import Claim, Trial
from evenstride.core.estimate import Missing
from evenstride.core.roles import RIVAL, Role
from evenstride.core.together import Pattern, Together
from evenstride.science.change.progress import measure_outcome_change
from evenstride.science.claim_data import (
    FILMED,
    OTHERS,
    ClaimData,
    cannot_tell,
    change_of,
    grew,
    held_seen,
    sides_rest_on,
    sides_seen,
    told,
    two_sides,
    word,
)
from evenstride.science.noise import DAY_NOISE

SETTINGS = ("lead", "measure", "direction")
MEASURES: Mapping[str, str] = {"step_length": "step length", "step_frequency": "step frequency"}
_SIGNS = {"up": 1.0, "down": -1.0}


def weigh(data: ClaimData, claim: Claim) -> Trial:
    """Weigh "when `lead` outgrows the other side, `measure` goes `direction`".

    Notes
    -----
    The side that leads comes from tests off the run; the steps come from the run and only describe it, so that no
    timing counts twice. The change of the steps is held against its own noise first: the error of every touchdown and
    toe-off is in it, and so is the scatter of a day (`DAY_NOISE`).
    """
    return two_sides(data, claim, lambda found: _weigh(data, claim, found))


def _weigh(data: ClaimData, claim: Claim, found: Together) -> Trial:
    lead = Role(word(claim, "lead", tuple(RIVAL)))
    measure, sign = word(claim, "measure", tuple(MEASURES)), _SIGNS[word(claim, "direction", tuple(_SIGNS))]
    name, seen = MEASURES[measure], sides_seen(found)
    if found.pattern is not Pattern.APART or found.lead is not lead or not grew(change_of(found, lead)):
        return cannot_tell(
            claim,
            f"{lead} has not outgrown {RIVAL[lead]} beyond error, so the claim was not put to the test",
            f"the same tests after a block for {lead}",
            seen=seen,
        )
    inside = [
        (on, run.both[measure]) for on, run in data.steps if found.since <= on <= found.until and measure in run.both
    ]
    change = measure_outcome_change(inside, day_noise=DAY_NOISE, seed=data.seed)
    if isinstance(change, Missing):
        return cannot_tell(
            claim, "steps were not filmed on two days of this period", f"{FILMED} with their speed", seen=seen
        )
    held = hold_change(change)
    seen = (*seen, held_seen(name, held))
    if not held.beyond_error:
        return cannot_tell(
            claim,
            f"{name} changed by less than timing noise and the scatter of days alone may",
            f"{FILMED} on more days, at a higher frame rate",
            seen=seen,
        )
    up = held.change.value > 0.0
    moved = f"{lead} has outgrown {RIVAL[lead]}, and {name} has gone {'up' if up else 'down'}"
    rests = (*sides_rest_on(data)[:-1], FILMED)
    return told(claim, sign * held.change.value > 0.0, moved, seen, rests, OTHERS)
