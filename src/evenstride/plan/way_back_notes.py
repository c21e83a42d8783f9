"""What a plan says about the way back: the step, what waits for what, and the limits that are kept."""

from __future__ import annotations

from collections.abc import Iterator

from evenstride.core.plan import Request
from evenstride.core.training import PhysioLimits, Stage
from evenstride.plan.body import told_pains
from evenstride.plan.returned import share_after, weeks_to_build
from evenstride.plan.way_back import STEPS, pains_there, stage_today


def tell_way_back(request: Request) -> Iterator[str]:
    """Yield the notes of a plan on the way back; none without an injury to come back from.

    Examples
    --------
    >>> from datetime import date
    >>> from evenstride.core.athlete import Level
    >>> from evenstride.core.training import ComeBack
    >>> back = ComeBack("calf", Stage.SPRING, date(2026, 1, 1))
    >>> list(tell_way_back(Request(date(2026, 1, 5), 1, Level.TRAINED, {}, come_back=back)))
    ['On the way back (calf): you are at step 3 of 6, spring. Nothing here runs yet.']
    """
    back, stage = request.come_back, stage_today(request)
    if back is None or stage is None:
        return
    yield f"On the way back ({back.place}): you are at step {back.stage.number} of {len(Stage)}, {back.stage}. " + (
        _what(stage)
    )
    if back.open_stage is not back.stage:
        yield f"The work of step {back.stage} waits for a clinician's tick; until then it is that of {back.open_stage}."
    felt = pains_there(back, told_pains(request))
    if any(pain.worse_next_morning for pain in felt):
        yield "It was worse next morning, so this plan steps back. That is a usual part of a way back."
    elif felt:
        yield "It hurts now, so nothing here runs or jumps, and the step stays as it is. That is a usual part of it."
    for limit in back.limits:
        if limit.until is None or limit.until >= request.start:
            yield f"Set by your physio: {limit_text(limit)}."


def tell_returned(request: Request) -> Iterator[str]:
    """Yield what a plan holds back after a way back has ended; nothing once it is built up.

    Examples
    --------
    >>> from datetime import date
    >>> from evenstride.core.athlete import Level
    >>> from evenstride.core.training import WayEnded
    >>> ended = WayEnded("calf", date(2026, 1, 1), date(2026, 2, 1), Stage.PERFORM, date(2026, 1, 25))
    >>> list(tell_returned(Request(date(2026, 2, 2), 1, Level.TRAINED, {}, returned=ended)))[0]
    'After the way back (calf) fast running builds up for 4 weeks: 50 % of a usual week, then a fifth more each week.'
    """
    ended, share = request.returned, share_after(request.returned, request.start)
    if ended is None or share is None:
        return
    weeks = weeks_to_build(ended) - max((request.start - ended.on).days // 7, 0)
    then = ", then a fifth more each week" if weeks > 1 else ""
    yield (
        f"After the way back ({ended.place}) fast running builds up for {weeks} week{'s' if weeks > 1 else ''}: "
        f"{100.0 * share:.0f} % of a usual week{then}."
    )


def limit_text(limit: PhysioLimits) -> str:
    """Return a limit in words.

    Examples
    --------
    >>> from datetime import date
    >>> limit_text(PhysioLimits(0.8, 300.0, ("jump",), date(2026, 5, 3)))
    'at most 80 % speed, at most 300 m of running a session, no jump, until 2026-05-03'
    """
    parts = [] if limit.speed_share is None else [f"at most {100.0 * limit.speed_share:g} % speed"]
    parts += [] if limit.metres is None else [f"at most {limit.metres:g} m of running a session"]
    parts += [f"no {word}" for word in limit.banned]
    parts += [f"until {limit.until.isoformat()}"] if limit.until is not None else []
    return ", ".join(parts) or "nothing yet"


def _what(stage: Stage) -> str:
    if stage is Stage.PERFORM:
        return "The first speed sessions are small ones."
    top = STEPS[stage].top
    return (
        f"Runs stay at {100.0 * top:.0f} % or less, never on days in a row." if top > 0.0 else "Nothing here runs yet."
    )
