"""Pictures of a run whose points of the body were seen."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from evenstride.app.video.kinograms import form_of
from evenstride.app.video.pair_desk import FilmWish, PairDesk
from evenstride.app.video.pictures_desk import PicturesDesk
from evenstride.core.errors import NotFoundError
from evenstride.doors.pages.addresses import page_path, pair_path
from evenstride.doors.pages.render import render_page
from evenstride.doors.web.forms import read_form, text_of
from evenstride.doors.web.made_films import MadeFilms
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
        return Response(data, media_type=TYPES[wanted], headers=_named(f"kinogram.{wanted}"))

    pairs = PairDesk(site.desk.path, lambda: site.desk.clock())
    _add_pairs(router, pairs)
    _add_films(router, pairs, MadeFilms(site.jobs))
    return router


def _add_pairs(router: APIRouter, pairs: PairDesk) -> None:
    @router.get("/kinograms/{key:path}")
    def kinograms(key: str, a: str = "", b: str = "", beside: str = "") -> Response:
        page = pairs.pair(key, a, b)
        return HTMLResponse(render_page("kinograms.html", o=page, here="runs", beside=bool(beside)))

    @router.get("/take-kinograms/{form}/{key:path}")
    def take_kinograms(form: str, key: str, a: str = "", b: str = "", beside: str = "", dark: str = "") -> Response:
        wanted = form_of(f"two-runs.{form}")
        data = pairs.picture(key, (a, b), wanted, over=not beside, dark=bool(dark))
        return Response(data, media_type=TYPES[wanted], headers=_named(f"two-runs.{wanted}"))


def _add_films(router: APIRouter, pairs: PairDesk, films: MadeFilms) -> None:
    @router.post("/film-of/{key:path}")
    async def film_of(key: str, request: Request) -> Response:
        told = await read_form(request)
        first, second = text_of(told, "a"), text_of(told, "b")
        wish = FilmWish(first, second, text_of(told, "how") != "beside", text_of(told, "clock") == "share")
        await run_in_threadpool(pairs.require, key, wish)
        back = pair_path(key, first, second) if second else f"{page_path(key, 'kinogram')}?id={quote(first, safe='')}"
        then = films.begin(key, back, lambda path, progress: pairs.film(key, wish, path, progress=progress), wish)
        return RedirectResponse(then, status_code=HTTPStatus.SEE_OTHER)

    @router.get("/film-made/{token}")
    def film_made(token: str) -> Response:
        made = films.find(token)
        if made.written is None:
            return RedirectResponse(f"/job/{made.job.id}" if made.job else "/", status_code=HTTPStatus.SEE_OTHER)
        return HTMLResponse(render_page("film_made.html", made=made, file=f"/film-file/{token}"))

    @router.get("/film-file/{token}")
    def film_file(token: str) -> Response:
        made = films.find(token)
        if made.written is None:
            raise NotFoundError("that film is not ready", remedy="Wait on the page of its work")
        return FileResponse(made.path, media_type="video/mp4", headers=_named("run.mp4"))


def _named(name: str) -> dict[str, str]:
    return {"content-disposition": f'attachment; filename="{name}"'}
