"""How to film a run: one page, to read at the track or to print."""

from __future__ import annotations

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from evenstride.app.video.film_guide import film_guide
from evenstride.doors.pages.render import render_page
from evenstride.doors.web.views import Site


def routes(_: Site) -> APIRouter:
    """Return the pages of a site."""
    router = APIRouter()

    @router.get("/film")
    def guide() -> Response:
        return HTMLResponse(render_page("film.html", guide=film_guide()))

    return router
