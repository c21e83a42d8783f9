"""One's own data as pages: what is known and why, archives out and in, deleting."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import IO
from urllib.parse import quote
from uuid import uuid4

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse, StreamingResponse
from starlette.concurrency import run_in_threadpool

from evenstride.app.data_desk import DataDesk
from evenstride.app.known import FEW, MANY
from evenstride.app.wiring import ruled_by_environment, zones_by_region
from evenstride.core.errors import NotFoundError
from evenstride.core.progress import Progress
from evenstride.doors.pages.addresses import page_path
from evenstride.doors.pages.render import render_page
from evenstride.doors.web.forms import read_form, text_of
from evenstride.doors.web.jobs import Jobs
from evenstride.doors.web.uploads import read_upload
from evenstride.doors.web.views import Site

LARGEST = 512 * 2**20
"""Bytes of an archive a page takes (judgement); the command line takes any."""

PIECE = 2**16
KEPT = 20
"""Outcomes that can still be read; the oldest is forgotten first."""

Outcomes = OrderedDict[str, tuple[str, ...]]


def routes(site: Site) -> APIRouter:
    """Return the pages of a site, answered by a desk of data on the same database."""
    data = DataDesk(site.desk.path, lambda: site.desk.clock())
    router = APIRouter()
    _add_reading(router, data)
    _add_archives(router, data)
    _add_changes(router, data, site.jobs)
    return router


def _add_reading(router: APIRouter, data: DataDesk) -> None:
    @router.get("/data/{key:path}")
    def known(key: str, request: Request) -> Response:
        shelf = request.query_params.get("of", "")
        if not shelf:
            nouns = {
                "zone": data.zone(), "chosen": data.chosen_zone(), "regions": zones_by_region(),
                "ruled": ruled_by_environment(), "few": FEW, "limit": LARGEST // 2**20,
            }  # fmt: skip
            return _page("data.html", o=data.known(key), **nouns)
        whose, found = data.shelf(key, shelf, _start(request))
        return _page("shelf.html", o=whose, shelf=found, many=MANY)

    @router.get("/why/{key:path}")
    def why(key: str, request: Request, id: str = "") -> Response:
        whose, chain = data.why(key, id)
        start = _start(request)
        shown, after = chain[start : start + MANY], start + MANY
        nouns = {"id": id, "start": start, "total": len(chain), "after": after if after < len(chain) else 0}
        return _page("why.html", o=whose, reasons=shown, **nouns)

    @router.get("/raw/{key:path}")
    def raw(key: str, id: str = "") -> Response:
        name, content = data.raw(key, id)
        return Response(content, media_type="application/octet-stream", headers=_named(name))


def _add_archives(router: APIRouter, data: DataDesk) -> None:
    @router.get("/archives")
    def archives() -> Response:
        nouns = {"athletes": data.athletes(), "films": data.films(), "limit": LARGEST // 2**20}
        return HTMLResponse(render_page("archives.html", **nouns))

    @router.get("/archives/all")
    def everybody(films: str = "") -> Response:
        return _download(data.archive(films=bool(films)), "evenstride.zip")

    @router.get("/archive/{key:path}")
    def one(key: str, films: str = "") -> Response:
        return _download(data.archive(key, films=bool(films)), f"{key}.zip")


def _add_changes(router: APIRouter, data: DataDesk, jobs: Jobs) -> None:
    outcomes = Outcomes()

    def begin(title: str, work: Callable[[Progress], tuple[str, ...]]) -> Response:
        token = uuid4().hex

        def kept(progress: Progress) -> None:
            outcomes[token] = work(progress)
            while len(outcomes) > KEPT:
                outcomes.popitem(last=False)

        job = jobs.start(title, kept, then=f"/archives/told/{token}", wish=token)
        return RedirectResponse(f"/job/{job.id}", status_code=HTTPStatus.SEE_OTHER)

    @router.post("/archives")
    async def bring_back(request: Request) -> Response:
        sent = await read_upload(request, "archive", largest=LARGEST)
        return begin("Bringing it back", lambda progress: data.bring_back(sent, progress=progress))

    @router.post("/zone/{key:path}")
    async def zone(key: str, request: Request) -> Response:
        name = text_of(await read_form(request), "zone")
        await run_in_threadpool(data.choose_zone, name)
        return RedirectResponse(f"{page_path(key, 'data')}#zone", status_code=HTTPStatus.SEE_OTHER)

    @router.post("/forget/{key:path}")
    async def forget(key: str, request: Request) -> Response:
        typed = text_of(await read_form(request), "name")
        await run_in_threadpool(data.require_typed, key, typed)
        return begin("Deleting", lambda _: data.forget(key, typed))

    @router.get("/archives/told/{token}")
    def told(token: str) -> Response:
        if token not in outcomes:
            raise NotFoundError("that is done, and what was said is not kept", remedy="Look at the list of athletes")
        return HTMLResponse(render_page("told.html", lines=outcomes[token]))


def _start(request: Request) -> int:
    """Return from which item on a list is asked for; what is no number is the beginning."""
    text = request.query_params.get("from", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0


def _page(template: str, **nouns: object) -> Response:
    return HTMLResponse(render_page(template, here="data", **nouns))


def _named(name: str) -> dict[str, str]:
    return {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}


def _download(archive: IO[bytes], name: str) -> Response:
    def pieces() -> Iterator[bytes]:
        with archive:
            while piece := archive.read(PIECE):
                yield piece

    return StreamingResponse(pieces(), media_type="application/zip", headers=_named(name))
