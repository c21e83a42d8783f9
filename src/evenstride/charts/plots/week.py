"""The week strip: seven days, each with a sign and a word for what it holds."""

from __future__ import annotations

from datetime import date, timedelta

from evenstride.charts.figure import canvas
from evenstride.core.chart import Mark, Spec, Table
from evenstride.core.plan import Kind, Plan, Session
from evenstride.core.show import day_text

CHART = "week"

_WIDTH, _HEIGHT = 358, 92
_COLUMN = _WIDTH / 7
_SIGNS = {
    Kind.ACCELERATION: ("speed", "fast"),
    Kind.MAX_VELOCITY: ("speed", "fast"),
    Kind.CHANGE_OF_DIRECTION: ("speed", "turns"),
    Kind.STRENGTH: ("strength", "strong"),
    Kind.TECHNIQUE: ("technique", "skill"),
    Kind.EASY: ("easy", "easy"),
    Kind.PLAY: ("play", "play"),
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
    x, y = canvas(_WIDTH, _HEIGHT)
    marks: list[Mark] = []
    for i, (day, found) in enumerate(zip(days, sessions, strict=True)):
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
                (f"{day:%a} {day_text(day)}", _titles(found), f"{sum(session.minutes for session in found):.0f}")
                for day, found in zip(days, sessions, strict=True)
            ),
        ),
        width=_WIDTH,
        height=_HEIGHT,
        margins=(0, 0, 0, 0),
    )


def _day(i: int, day: date, found: list[Session], *, now: bool) -> list[Mark]:
    middle = (i + 0.5) * _COLUMN
    sign, word = _SIGNS[_loudest(found)]
    at = (middle,)
    marks = [
        Mark("label", at, (22.0,), text=f"{day:%a}", tone=("bold",) if now else ("quiet",), anchor="middle"),
        Mark("glyph", at, (46.0,), text=sign, tone=("big",)),
        Mark("label", at, (78.0,), text=word, tone=("bold",) if now else ("quiet",), anchor="middle"),
    ]
    box = Mark("bar", (i * _COLUMN + 1,), (1.0,), ((i + 1) * _COLUMN - 1,), (_HEIGHT - 1.0,), meaning="sunk")
    return [box, *marks] if now else marks


def _loudest(found: list[Session]) -> Kind:
    """The session that gives the day its sign: the first in the order of kinds, speed before everything."""
    kinds = [session.kind for session in found]
    return next((kind for kind in Kind if kind in kinds), Kind.REST)


def _titles(found: list[Session]) -> str:
    return ", ".join(session.title for session in found) or "rest"
