"""A test day as one page to print: drawings, steps, and room to write; nothing fetched from anywhere."""

from __future__ import annotations

from evenstride.core.field_day import FieldDay
from evenstride.doors.pages.render import render_document


def render_test_day(plan: FieldDay) -> str:
    """Lay out a test day.

    Parameters
    ----------
    plan : FieldDay
        Up to five tests stand on one sheet of A4.

    Returns
    -------
    str
        An HTML document with its style inside and no script, readable from a file without a server.
    """
    return render_document("field_day.html", "field_day.css", plan=plan)
