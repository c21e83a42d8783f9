"""Pictures of a run whose points of the body were seen."""

from __future__ import annotations

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from evenstride.app.kinograms import form_of
from evenstride.app.pictures_desk import PicturesDesk
from evenstride.doors.pages.render import render_page
from evenstride.doors.web.views import Site

TYPES = {"svg": "image/svg+xml", "png": "image/png"}


def routes(site: Site) -> APIRouter:
    """Return the pages of a site."""
    router, clips = APIRouter(), PicturesDesk(site.desk.path, lambda: site.desk.clock())

    @router.get("/kinogram/{key:path}")
    def kinogram(key: str, id: str = "") -> Response:
        return HTMLResponse(render_page("kinogram.html", o=clips.kinogram(key, id), here="runs"))

    @router.get("/take-kinogram/{form}/{key:path}")
    def take_kinogram(form: str, key: str, id: str = "", dark: str = "") -> Response:
        wanted = form_of(f"kinogram.{form}")
        data = clips.kinogram_picture(key, id, wanted, dark=bool(dark))
        return Response(
            data, media_type=TYPES[wanted],
            headers={"content-disposition": f'attachment; filename="kinogram.{wanted}"'},
        )  # fmt: skip

    return router
