"""The application: its pages put together behind one guard."""

from __future__ import annotations

from importlib import resources

from fastapi import FastAPI, Response
from fastapi.responses import PlainTextResponse
from fastapi.staticfiles import StaticFiles
from starlette.middleware.trustedhost import TrustedHostMiddleware

from evenstride.app.desk import Desk
from evenstride.doors.web import (
    athlete_pages,
    care_pages,
    entry_pages,
    log_pages,
    plan_pages,
    session_pages,
    squad_pages,
)
from evenstride.doors.web.guard import LOOPBACK, add_errors, guard

STATIC = resources.files("evenstride.doors.pages") / "static"
PAGES = (athlete_pages, log_pages, plan_pages, session_pages, squad_pages, entry_pages, care_pages)


def create_app(desk: Desk) -> FastAPI:
    """Make the web application.

    Parameters
    ----------
    desk : Desk
        Answers what pages ask for.

    Returns
    -------
    FastAPI
        To be served on a loopback address only.
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

    for pages in PAGES:
        app.include_router(pages.routes(desk))
    add_errors(app)
    app.middleware("http")(guard)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(LOOPBACK), www_redirect=False)
    return app
