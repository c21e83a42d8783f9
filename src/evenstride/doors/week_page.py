"""A plan to print: each week on one sheet of A4 with boxes to tick; nothing fetched from anywhere, no script."""

from __future__ import annotations

from datetime import date

from evenstride.core.outgoing import Outgoing
from evenstride.core.plan import Session
from evenstride.doors.pages.render import render_document

Week = tuple[date, tuple[tuple[date, tuple[Session, ...]], ...]]

FULL, PACKED = 38, 50
"""Lines of doses and titles in a week from which its print gets smaller, and smaller still: measured in a browser."""


def render_plan(outgoing: Outgoing, weeks: tuple[Week, ...]) -> str:
    """Lay out a plan, one sheet a week.

    Parameters
    ----------
    outgoing : Outgoing
        Whose plan it is, and the sentences that stand beside it.
    weeks : tuple of Week
        The first day of each week, and its days with their sessions.

    Returns
    -------
    str
        An HTML document with its style inside and no script, readable from a file without a server.
    """
    sheets = [(first, days, _size(days)) for first, days in weeks]
    return render_document("week.html", "week.css", told=outgoing, weeks=sheets)


def _size(days: tuple[tuple[date, tuple[Session, ...]], ...]) -> str:
    lines = sum(1 + (len(session.prescriptions) + 1) for _, sessions in days for session in sessions)
    return "packed" if lines > PACKED else "full" if lines > FULL else "roomy"
