"""The audit in three voices: what has room, what falls short, and what nobody told."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from evenstride.core.audit import Audit, Stands, Topic
from evenstride.core.overview import Voices
from evenstride.core.plan import Session
from evenstride.core.show import number
from evenstride.words.format import capital, count, day, listed

_SHORT: Mapping[Topic, tuple[str, str]] = {
    Topic.REST: ("Rest has had little room lately.", "one full rest day, as firm as any session"),
    Topic.QUALITY: ("Several sessions were hard and gave little joy.", "stop the next one while it is still crisp"),
    Topic.RESTS: (
        "On some days the rests between runs were shorter than planned.",
        "take the whole rest; it is what keeps runs fast",
    ),
    Topic.JOY: ("Training has given you little joy lately.", "one session just for fun"),
    Topic.PLAY: ("There has been little play lately.", "end one session with a game"),
    Topic.VARIETY: ("Your fast sessions were all of one kind.", "another kind of speed next time"),
    Topic.BALANCE: ("Push and swing got very different room.", "some work for both every week"),
}


def say_audit(audit: Audit, *, halt: str = "", offer: str = "") -> Voices:
    """Return where each topic stands; `offer` is the swap, `halt` what stops.

    Examples
    --------
    >>> from datetime import date
    >>> say_audit(Audit(date(2026, 3, 2), date(2026, 3, 29), 0)).athlete
    'Nothing is logged since 2 March, and rest is never missed training. Next: log a session in one line.'
    """
    if not audit.sessions:
        text = f"Nothing is logged since {day(audit.since, today=audit.until)}, and rest is never missed training."
        said = f"{text} Next: {halt or 'log a session in one line'}."
        return Voices(said, said, said)
    topic = audit.first_short
    fine = [one.value for one in Topic if audit.stands[one] is Stands.FINE]
    sentence, step = _SHORT[topic] if topic is not None else (_all_fine(fine), "keep it, and tell how it felt")
    if halt and topic is None:
        sentence = "What you told of pain comes first; rest and play can wait for their verdict."
    following = halt or step
    swap = f" {offer}" if offer and not halt else ""
    coach = " ".join(f"{capital(one.value)}: {_said(audit, one)}." for one in Topic)
    return Voices(
        f"{sentence} Next: {following}.",
        f"{count(audit.sessions, 'session')} since {day(audit.since, today=audit.until)}. {coach}{swap}",
        f"{coach} {_behind(audit)}",
    )


def offer_text(grind: Session, playful: Session) -> str:
    """Say which session could give way to which."""
    return (
        f"One swap, if you like: {grind.kind} on {grind.on:%A} gives way to {playful.title[0].lower()}"
        f"{playful.title[1:]}."
    )


def _all_fine(fine: list[str]) -> str:
    return f"What you told looks fine: {listed(fine)}." if fine else "Your log tells too little to say."


def _said(audit: Audit, topic: Topic) -> str:
    if audit.stands[topic] is Stands.NOT_TOLD:
        return "not told"
    return f"{audit.stands[topic].value}, {_FACTS[topic](audit.facts)}"


_FACTS: Mapping[Topic, Callable[[Mapping[str, float]], str]] = {
    Topic.REST: lambda told: (
        f"{count(int(told['full rest days']), 'day')} without training told, "
        f"{count(int(told['weeks without rest']), 'week')} without any, "
        f"{count(int(told['speed too close']), 'pair')} of speed sessions less than 48 h apart"
    ),
    Topic.QUALITY: lambda told: (
        f"{told['grinds']:.0f} of {told['effort and joy told']:.0f} sessions hard with little joy, "
        f"{told['ended in time']:.0f} of {told['speed sessions']:.0f} speed sessions ended by the stop rule"
    ),
    Topic.RESTS: lambda told: (
        f"shorter than planned or than fast runs ask for on {told['rests short']:.0f} of {told['rests told']:.0f} days"
    ),
    Topic.JOY: lambda told: f"{number(told['mean joy'], 1)} of 10 over {told['joy told']:.0f} told",
    Topic.PLAY: lambda told: f"{count(int(told['play']), 'session')} with play",
    Topic.VARIETY: lambda told: (
        f"{count(int(told['stimuli']), 'kind')} of speed in {count(int(told['speed sessions']), 'session')}"
    ),
    Topic.BALANCE: lambda told: f"push {100 * told['push share']:.0f} % of the minutes of push and swing",
}


def _behind(audit: Audit) -> str:
    monotony = audit.facts.get("monotony")
    context = "Monotony of the last seven days cannot be told: a load is missing or every day was alike."
    if monotony is not None:
        context = (
            f"Monotony of the last seven days {number(monotony, 2)} (mean daily load over its SD), as context only:"
        )
        context += " its definition is criticised (afonso2021), and no line between good and bad is drawn."
    told = audit.facts["work told"]
    return (
        f"Work was told in {told:.0f} of {audit.sessions} sessions; rests between runs on "
        f"{count(int(audit.facts['rests told']), 'day')}. {context} "
        "Thresholds are judgement; loads of weeks are never divided by each other (lolli2017, impellizzeri2021)."
    )
