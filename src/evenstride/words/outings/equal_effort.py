"""Efficiency in lines: speed at equal effort, effort at equal speed."""

from __future__ import annotations

from evenstride.core.equal_effort import EqualEffort
from evenstride.core.estimate import Missing
from evenstride.words.format import day

LEFT_OUT = "Weather, ground, sleep and the length of the run are not in it."
HOW_TO_TELL = 'Log it with its effort, told like this: "easy jog 5km in 27:30".'


def say_equal_effort(found: EqualEffort) -> tuple[str, ...]:
    """Return how easy speed has become; nothing where no steady run is told.

    Examples
    --------
    >>> say_equal_effort(EqualEffort((), Missing("none"), Missing("none")))
    ()
    """
    if not found.runs:
        return ()
    if isinstance(found.speed, Missing) or isinstance(found.effort, Missing):
        why = found.speed if isinstance(found.speed, Missing) else found.effort
        told = f"{why.reason}: {why.remedy}" if isinstance(why, Missing) else "too little is told"
        return (f"Speed at equal effort: cannot tell yet. {told}. {HOW_TO_TELL}",)
    speed, effort = found.speed, found.effort
    since = f"{len(found.runs)} steady runs since {day(found.runs[0].on)}"
    first = f"{100 * speed.value:+.1f} % ({100 * speed.low:+.1f} to {100 * speed.high:+.1f} %)"
    beyond = "beyond their scatter" if speed.low > 0.0 or speed.high < 0.0 else "within their scatter"
    second = f"{effort.value:+.1f} of 10 ({effort.low:+.1f} to {effort.high:+.1f})"
    return (
        f"Speed at equal effort, {since}: {first}, {beyond}.".replace("-", "−"),
        f"Effort at equal speed: {second}. {LEFT_OUT}".replace("-", "−"),
    )
