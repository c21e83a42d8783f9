"""One self-contained HTML file: every athlete's card, nothing fetched from anywhere."""

from __future__ import annotations

from collections.abc import Sequence

from evenstride.core.overview import Overview
from evenstride.core.squad import SquadPage
from evenstride.doors.pages.render import render_document


def render_report(overviews: Sequence[Overview], *, title: str, lead: str = "") -> str:
    """Lay out a report.

    Parameters
    ----------
    overviews : sequence of Overview
        One card each, in this order.
    title, lead : str
        Heading, and a sentence or two under it.

    Returns
    -------
    str
        An HTML document with its style inside and no script, readable from a file without a server.
    """
    return render_document("report.html", overviews=overviews, title=title, lead=lead)


def render_squad(page: SquadPage) -> str:
    """Lay out the squad page of the tests themselves, as one document with its style inside."""
    return render_document("squad.html", page=page)
