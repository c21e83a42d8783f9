"""The printed page of an experiment: what, in which order, when to stop, and room to write."""

from __future__ import annotations

from evenstride.app.blocks.experiment import Page
from evenstride.doors.pages.render import render_document


def render_experiment(page: Page) -> str:
    """Lay out the page of an experiment.

    Parameters
    ----------
    page : Page
        Put together by `app.experiment.page_of`.

    Returns
    -------
    str
        An HTML document that stands alone and needs no script, for paper.
    """
    return render_document("experiment.html", page=page)
