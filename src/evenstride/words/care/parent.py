"""What a parent reads about a runner under sixteen: growing, hurting, rested, still fun. No limit and no comparison."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evenstride.core.diagnosis import Diagnosis
from evenstride.core.estimate import Estimate
from evenstride.core.log import PAIN_SWAP, Feel, LogEntry
from evenstride.core.show import number
from evenstride.words.diagnosis.phrases import Direction, direction, since
from evenstride.words.format import listed, unlog
from evenstride.words.planning.log import place_of

STILL_FUN = 6.0
"""Mean joy, 0 to 10, from which running is still fun (judgement; wording only)."""

TIRED = 0.5
"""Share of the sessions that told a feel that felt heavy or stuck, from which rest is asked about (judgement)."""

_SPEED: Mapping[Direction, str] = {
    Direction.UP: "Faster {how}; growing explains much of that.",
    Direction.STEADY: "As fast as before; growing may hide or lend a little.",
    Direction.DOWN: "A little slower for now; growing can do that for a while.",
    Direction.UNCLEAR: "Whether speed has moved, it is too early to tell.",
}


def say_parent(diagnosis: Diagnosis, log: Sequence[LogEntry]) -> str:
    """Return the parent's version: at most 35 words and two numbers, like the athlete's.

    Parameters
    ----------
    diagnosis : Diagnosis
        Of a runner under sixteen; only its change of speed is used.
    log : sequence of LogEntry
        Of the last two weeks.
    """
    where = direction(diagnosis.speed_change)
    change = diagnosis.speed_change
    how = since(diagnosis, diagnosis.on)
    if isinstance(change, Estimate):
        how = f"by {number(100.0 * unlog(change).value, 0)} % {how}"
    speed = _SPEED[where].format(how=how)
    if not log:
        return f"{speed} Nothing was logged lately. Next: ask whether anything hurts, and what was fun."
    sore = dict.fromkeys(place_of(pain) for entry in log for pain in entry.pains if pain.level > 0)
    swaps = any(pain.level >= PAIN_SWAP for entry in log for pain in entry.pains)
    felt = [entry.feel for entry in log if entry.feel is not None]
    tired = bool(felt) and sum(one in (Feel.HEAVY, Feel.STUCK) for one in felt) >= TIRED * len(felt)
    joys = [entry.joy for entry in log if entry.joy is not None]
    fun = None if not joys else sum(joys) / len(joys) >= STILL_FUN
    told = ["No pain was told."]
    told += ["Legs felt heavy." if tired else "Legs felt fine."] if felt else []
    told += ["Still fun." if fun else "Less fun lately."] if fun is not None else []
    if sore:  # pain comes before everything else, and alone
        places = [*list(sore)[:2], "elsewhere"] if len(sore) > 2 else list(sore)
        told = [f"Pain was told: {listed(places)}."]
    return f"{speed} {' '.join(told)} Next: {_following(swaps=swaps, sore=bool(sore), tired=tired, fun=fun)}."


def _following(*, swaps: bool, sore: bool, tired: bool, fun: bool | None) -> str:
    if swaps:
        return "rest that part, and let a professional look if it stays"
    if sore:
        return "ask again tomorrow, and play gently"
    if tired:
        return "sleep, food and a few easy days"
    if fun is None:
        return "ask what was the most fun"
    return "nothing to fix" if fun else "ask what would be more fun"
