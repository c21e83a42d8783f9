"""The application: its pages put together behind one guard."""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable
from importlib import resources

from fastapi import FastAPI, Request, Response
from fastapi.responses import PlainTextResponse
from fastapi.staticfiles import StaticFiles
from starlette.concurrency import run_in_threadpool
from starlette.middleware.trustedhost import TrustedHostMiddleware

from evenstride.app.desk import Desk
from evenstride.app.wiring import counting_days_in, kept_zone
from evenstride.doors.web import (
    athlete_pages,
    body_pages,
    care_pages,
    data_pages,
    entry_pages,
    film_guide_pages,
    import_pages,
    language_pages,
    log_pages,
    outing_pages,
    phone_pages,
    picture_pages,
    plan_pages,
    review_pages,
    run_pages,
    session_pages,
    squad_pages,
    start_pages,
    times_pages,
)
from evenstride.doors.web.guard import LOOPBACK, add_errors, guard
from evenstride.doors.web.network import Network, add_pairing
from evenstride.doors.web.views import Site

STATIC = resources.files("evenstride.doors.pages") / "static"
PAGES = (
    athlete_pages, body_pages, care_pages, data_pages, entry_pages, film_guide_pages, import_pages, language_pages,
    log_pages, outing_pages, phone_pages, picture_pages, plan_pages, review_pages, run_pages, session_pages,
    squad_pages, start_pages, times_pages,
)  # fmt: skip


def create_app(desk: Desk, *, patience: float = math.inf, network: Network | None = None) -> FastAPI:
    """Make the web application.

    Parameters
    ----------
    desk : Desk
        Answers what pages ask for.
    patience : float
        Seconds a page waits for what must be measured first; after that its reader sees how far the work is.
    network : Network or None
        How other devices reach the pages; None for this machine only.

    Returns
    -------
    FastAPI
        To be served on a loopback address only, and over HTTPS where there is a network.
    """
    app = FastAPI(title="Evenstride", docs_url=None, redoc_url=None, openapi_url=None)
    app.mount("/static", StaticFiles(packages=[("evenstride.doors.pages", "static")]), name="static")

    @app.get("/healthz")
    def healthz() -> Response:
        return PlainTextResponse("ok")

    @app.get("/sw.js")
    def worker() -> Response:
        # Served from the root: a worker may keep only pages below its own address.
        return Response(STATIC.joinpath("sw.js").read_bytes(), media_type="text/javascript")

    site = Site.of(desk, patience=patience)
    for pages in PAGES:
        app.include_router(pages.routes(site))
    add_errors(app)
    if network is not None:
        add_pairing(app, network)

    @app.middleware("http")
    async def days(request: Request, proceed: Callable[[Request], Awaitable[Response]]) -> Response:
        # Looked up for each page: another program may have chosen another zone.
        page = not request.url.path.startswith("/static/")
        with counting_days_in(await run_in_threadpool(kept_zone, desk.path) if page else ""):
            return await proceed(request)

    app.middleware("http")(guard)
    hosts = [*LOOPBACK, *(() if network is None else network.hosts)]
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=hosts, www_redirect=False)
    return app
