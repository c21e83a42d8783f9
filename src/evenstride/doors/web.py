"""The local page: who is here, one athlete at a time, calm errors, and nothing but this machine."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware

from evenstride.core.athlete import Athlete
from evenstride.core.errors import EvenstrideError, NotFoundError
from evenstride.core.overview import Overview
from evenstride.doors.pages.format import athlete_path
from evenstride.doors.pages.render import render_page

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
"""Names this page answers to; any other Host header is refused, so that no foreign site can reach it."""

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}

_log = logging.getLogger(__name__)


def create_app(
    load_overview: Callable[[str], Overview],
    list_athletes: Callable[[], Sequence[Athlete]],
) -> FastAPI:
    """Make the web application.

    Parameters
    ----------
    load_overview : callable
        Athlete key → Overview; raises NotFoundError for a key the store does not hold.
    list_athletes : callable
        Everybody in the store.

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

    @app.get("/")
    def index() -> Response:
        athletes = list_athletes()
        if len(athletes) == 1:
            return RedirectResponse(athlete_path(athletes[0].key), status_code=HTTPStatus.SEE_OTHER)
        return HTMLResponse(render_page("athletes.html", athletes=athletes))

    @app.get("/athlete/{key:path}")
    def athlete(key: str) -> Response:
        return HTMLResponse(render_page("athlete.html", o=load_overview(key)))

    _add_errors(app)
    app.middleware("http")(_guard)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(LOOPBACK), www_redirect=False)
    return app


def _add_errors(app: FastAPI) -> None:
    @app.exception_handler(EvenstrideError)
    def _(_: Request, error: EvenstrideError) -> Response:
        if isinstance(error, NotFoundError):
            return _message(HTTPStatus.NOT_FOUND, error.what, error.why, error.remedy)
        status = HTTPStatus.UNPROCESSABLE_ENTITY if error.user_fault else HTTPStatus.INTERNAL_SERVER_ERROR
        return _message(status, error.what, error.place, error.why, error.remedy)

    @app.exception_handler(HTTPException)
    def _(_: Request, error: HTTPException) -> Response:
        if error.status_code == HTTPStatus.NOT_FOUND:
            return _message(HTTPStatus.NOT_FOUND, "There is no such page.")
        return _message(error.status_code, "This page cannot do that.", str(error.detail))


async def _guard(request: Request, proceed: Callable[[Request], Awaitable[Response]]) -> Response:
    """Put the security headers on every answer, also on the one that says something broke."""
    try:
        response = await proceed(request)
    except Exception:
        _log.exception("page %s failed", request.url.path)
        response = _message(
            HTTPStatus.INTERNAL_SERVER_ERROR,
            "Something broke on our side.",
            "Your data are as they were. The terminal shows what happened.",
        )
    response.headers.update(HEADERS)
    return response


def _message(status: int, what: str, *more: str) -> HTMLResponse:
    sentences = [sentence for sentence in more if sentence]
    return HTMLResponse(render_page("message.html", what=what, more=sentences), status_code=status)
