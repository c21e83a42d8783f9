"""The week strip: seven days, each with a sign and a word for what it holds."""

from __future__ import annotations

from datetime import date, timedelta

from evenstride.charts.figure import canvas
from evenstride.core.chart import Mark, Spec, Table
from evenstride.core.plan import Kind, Plan, Session
from evenstride.core.show import day_text

CHART = "week"

_WIDTH, _TOP, _LINE = 358, 74, 18
_COLUMN = _WIDTH / 7
_SIGNS = {
    Kind.ACCELERATION: ("speed", "fast"),
    Kind.MAX_VELOCITY: ("speed", "fast"),
    Kind.CHANGE_OF_DIRECTION: ("speed", "turns"),
    Kind.RESISTED: ("speed", "sled"),
    Kind.SPRINT_ENDURANCE: ("speed", "long"),
    Kind.BIKE_SPRINTS: ("speed", "bike"),
    Kind.STRENGTH: ("strength", "strong"),
    Kind.INTERVALS: ("strength", "intervals"),
    Kind.TECHNIQUE: ("technique", "skill"),
    Kind.RETURN_RUNS: ("technique", "return"),
    Kind.TEMPO: ("easy", "tempo"),
    Kind.EASY: ("easy", "easy"),
    Kind.PLAY: ("play", "play"),
    Kind.SPORT: ("play", "sport"),
    Kind.REST: ("rest", "rest"),
}
"""Kind → glyph and the short word under it."""


def draw(plan: Plan, today: date) -> Spec:
    """Draw the week of a plan that holds today, or the nearest one.

    Parameters
    ----------
    plan : Plan
        Its sessions; a day without any is a rest day.
    today : date
        Marked in the strip.
    """
    first = plan.week_start(today)
    days = [first + timedelta(days=i) for i in range(7)]
    sessions = [[session for session in plan.sessions if session.on == day] for day in days]
    signs = [_signs(found) for found in sessions]
    height = _TOP + _LINE * max(len(one) for one in signs)
    x, y = canvas(_WIDTH, height)
    marks: list[Mark] = []
    for i, (day, found) in enumerate(zip(days, signs, strict=True)):
        if day == today:
            edges = (i * _COLUMN + 1, (i + 1) * _COLUMN - 1)
            marks.append(Mark("bar", edges[:1], (1.0,), edges[1:], (height - 1.0,), meaning="sunk"))
        marks += _day(i, day, found, now=day == today)
    return Spec(
        name=CHART,
        title=f"The week from {day_text(first)}",
        description="; ".join(f"{day:%A}: {_titles(found)}" for day, found in zip(days, sessions, strict=True)) + ".",
        x=x,
        y=y,
        marks=tuple(marks),
        table=Table(
            ("Day", "Session", "Minutes"),
            tuple(
                (f"{day:%a} {day_text(day)}", _titles(found), _minutes(found))
                for day, found in zip(days, sessions, strict=True)
            ),
        ),
        width=_WIDTH,
        height=height,
        margins=(0, 0, 0, 0),
    )


def _day(i: int, day: date, signs: tuple[tuple[str, str], ...], *, now: bool) -> list[Mark]:
    at = ((i + 0.5) * _COLUMN,)
    loud = ("bold",) if now else ("quiet",)
    marks = [Mark("label", at, (22.0,), text=f"{day:%a}", tone=loud, anchor="middle")]
    for place, (sign, word) in enumerate(signs):
        aside = _COLUMN / len(signs) * (place - (len(signs) - 1) / 2)
        size = ("big",) if len(signs) == 1 else ()
        marks.append(Mark("glyph", at, (46.0,), text=sign, tone=size, shift=(aside, 0.0)))
        marks.append(Mark("label", at, (78.0 + _LINE * place,), text=word, tone=loud, anchor="middle"))
    return marks


def _signs(found: list[Session]) -> tuple[tuple[str, str], ...]:
    """Signs of everything a day holds, in the order of kinds: speed before everything; rest when nothing is."""
    kinds = {session.kind for session in found}
    work = dict.fromkeys(_SIGNS[kind] for kind in Kind if kind in kinds and kind is not Kind.REST)
    return tuple(work) or (_SIGNS[Kind.REST],)


def _minutes(found: list[Session]) -> str:
    total = sum(session.minutes for session in found)
    return f"{total:.0f}" if total > 0 else "–"


def _titles(found: list[Session]) -> str:
    return ", ".join(session.title for session in found) or "rest"
