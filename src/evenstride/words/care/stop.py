"""What the three voices say while something stops training: none of them suggests any."""

from __future__ import annotations

from collections.abc import Sequence

from evenstride.core.log import PAIN_STOP, Pain
from evenstride.core.overview import Voices
from evenstride.core.stop import Stop
from evenstride.words.format import capital, listed
from evenstride.words.planning.log import THANKS, place_of
from evenstride.words.planning.plan import CARE_NOTE, say_stopped

HALT_ALL = "stop, and let a professional look before you train again"
HALT_PLAN = "make a new plan around the pain first"


def say_stop(stop: Stop) -> Voices | None:
    """Return what stands in the place of a verdict; None where the verdict may stand without its suggestions.

    Examples
    --------
    >>> say_stop(Stop(pains=(Pain("hamstring", 4, "left"),))).coach.split(". ")[0]
    'Left hamstring 4/10: nothing that loads it is planned, and no session is made up for later'
    >>> say_stop(Stop(put_away=True)) is None
    True
    """
    if stop.red_flags:
        return say_stopped(stop.red_flags)
    return _say_pains(stop.pains) if stop.pains else None


def halt(stop: Stop) -> str:
    """Return what follows instead of any training, as the end of "Next: ..."; empty where nothing stops.

    Examples
    --------
    >>> halt(Stop(pains=(Pain("hamstring", 4, "left"),)))
    'let a professional look at your left hamstring; until then nothing that loads it'
    >>> halt(Stop())
    ''
    """
    if stop.red_flags:
        return HALT_ALL
    if stop.pains:
        return f"let a professional look at your {_places(stop.pains)}; until then nothing that loads it"
    return HALT_PLAN if stop.put_away else ""


def halted_by(stop: Stop) -> str:
    """Return what was told that stops training, for a coach or a physio; empty where nothing stops.

    Examples
    --------
    >>> halted_by(Stop(pains=(Pain("hamstring", 4, "left"),)))
    'left hamstring 4/10'
    >>> halted_by(Stop(red_flags=("limping",), pains=(Pain("hamstring", 4, "left"),)))
    'limping and left hamstring 4/10'
    """
    return listed([*stop.red_flags, *_levels(stop.pains)]) or ("pain after the plan was made" if stop.put_away else "")


def say_waiting(stop: Stop) -> str:
    """Return what was told that makes a way back wait, and what lets it go on; empty where nothing stops.

    Examples
    --------
    >>> say_waiting(Stop(put_away=True))
    'Told: pain after the plan was made. It goes on when a new plan is made around the pain.'
    >>> say_waiting(Stop())
    ''
    """
    ends = ["a professional has looked and two weeks have passed since it was told"] if stop.red_flags else []
    if stop.pains:
        ends.append(
            f"the newest day of the log tells {_places(stop.pains)} below {PAIN_STOP} of 10, no worse next morning, "
            "and not for the third logged day running"
        )
    ends += ["a new plan is made around the pain"] if stop.put_away else []
    return f"Told: {halted_by(stop)}. It goes on when {', and when '.join(ends)}." if ends else ""


def say_halted(stop: Stop) -> Voices:
    """Return what stands where nothing is told because something stops training, in each voice.

    Examples
    --------
    >>> say_halted(Stop(put_away=True)).athlete
    'Thank you for saying so. Next: make a new plan around the pain first.'
    """
    following = f"Next: {halt(stop)}."
    return Voices(
        f"{THANKS} {following}",
        f"Pain was told after the plan was made: nothing is weighed until the plan knows of it. {following}",
        f"Pain gate: no inference while the plan does not know of the pain. {following}",
    )


def _say_pains(pains: Sequence[Pain]) -> Voices:
    told = capital(listed(_levels(pains)))
    return Voices(
        f"{THANKS} Nothing that loads your {_places(pains)} is planned now. If it was sudden, or you limp, stop and "
        "let a professional look.",
        f"{told}: nothing that loads it is planned, and no session is made up for later. Next: a professional looks "
        f"at it; what is planned, is planned around it. {CARE_NOTE}",
        f"Pain gate hard ({told}): nothing follows from the diagnosis now; inference is suspended for what the pain "
        f"affects. {CARE_NOTE}",
    )


def _levels(pains: Sequence[Pain]) -> list[str]:
    return list(dict.fromkeys(f"{place_of(pain)} {pain.level}/10" for pain in pains))


def _places(pains: Sequence[Pain]) -> str:
    return listed(dict.fromkeys(place_of(pain) for pain in pains))
