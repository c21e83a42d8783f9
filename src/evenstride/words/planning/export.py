"""The sentences that go out with a plan, and why one stays in."""

from __future__ import annotations

from evenstride.words.planning.plan import CARE_NOTE

STOP_RULE = (
    "A fast session ends when it is no longer crisp: a run more than 3 % slower than the best of the day, or than "
    "twice your timing error if that is more. Ending there is done well."
)
PAIN_RULE = "Pain ends the session; a pop, limping, chest pain, fainting or fever ends training until somebody looked."


def say_on_the_way() -> tuple[str, ...]:
    """Return the sentences that stand beside every plan that leaves: when to stop, and who has not read the rules.

    Examples
    --------
    >>> say_on_the_way()[-1]
    'No clinician has read these rules yet. Training information, not medical advice.'
    """
    return STOP_RULE, PAIN_RULE, f"{CARE_NOTE} Training information, not medical advice."
