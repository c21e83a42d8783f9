"""What stands around every page: strict headers, calm errors, and no way in from another site."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from urllib.parse import urlsplit, urlunsplit

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.exceptions import HTTPException

from evenstride.core.errors import EvenstrideError, NotFoundError
from evenstride.doors.pages.render import render_page
from evenstride.doors.pages.speech import speaking
from evenstride.doors.pages.units import measuring
from evenstride.doors.web.language_pages import language_of, units_of
from evenstride.doors.web.refusals import for_page
from evenstride.doors.web.views import StillWorking

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
"""Names this app answers to; any other Host header is refused, so that no foreign site can reach it."""

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; connect-src 'self'; "
        "manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    # With "no-referrer" a browser hides from our own page where a form came from.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}

_log = logging.getLogger(__name__)


def add_errors(app: FastAPI) -> None:
    """Answer every error with a calm page: what happened, why, what to do."""

    @app.exception_handler(StillWorking)
    def _(_: Request, working: StillWorking) -> Response:
        return RedirectResponse(f"/job/{working.job.id}", status_code=HTTPStatus.SEE_OTHER)

    @app.exception_handler(EvenstrideError)
    def _(request: Request, error: EvenstrideError) -> Response:
        return refusal(error, back=_page_before(request))

    @app.exception_handler(RequestValidationError)
    def _(_: Request, __: RequestValidationError) -> Response:
        return message(
            HTTPStatus.UNPROCESSABLE_ENTITY, "This address is cut short or mistyped.", "Go there by a link of a page."
        )

    @app.exception_handler(HTTPException)
    def _(_: Request, error: HTTPException) -> Response:
        if error.status_code == HTTPStatus.NOT_FOUND:
            return message(HTTPStatus.NOT_FOUND, "There is no such page.")
        return message(error.status_code, "This page cannot do that.", str(error.detail))


async def guard(request: Request, proceed: Callable[[Request], Awaitable[Response]]) -> Response:
    """Answer in the reader's language and units, with the security headers, also where something broke."""
    with speaking(language_of(request)), measuring(units_of(request)):
        try:
            response = await proceed(request)
        except Exception:
            _log.exception("page %s failed", request.url.path)
            response = message(
                HTTPStatus.INTERNAL_SERVER_ERROR,
                "Something broke on our side.",
                "Your data are as they were. The terminal shows what happened.",
            )
    response.headers.update(HEADERS)
    return response


def _page_before(request: Request) -> str:
    """Return the page of ours a link was followed on; after a form the browser's own way back keeps what was typed."""
    before = urlsplit(request.headers.get("referer", ""))
    if request.method != "GET" or before.netloc != request.url.netloc or before.path in ("", request.url.path):
        return ""
    return urlunsplit(("", "", "/" + before.path.lstrip("/"), before.query, ""))


def refusal(error: EvenstrideError, *, back: str = "") -> HTMLResponse:
    """Return the page of an error, which leads back where there is a page before."""
    said = for_page(error)
    if isinstance(error, NotFoundError):
        return message(HTTPStatus.NOT_FOUND, said.what, said.why, said.remedy, back=back)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if error.user_fault else HTTPStatus.INTERNAL_SERVER_ERROR
    return message(status, said.what, said.place, said.why, said.remedy, back=back)


def message(status: int, what: str, *more: str, back: str = "") -> HTMLResponse:
    """Return a page that says one thing, and leads back where there is a page before."""
    sentences = [sentence for sentence in more if sentence]
    return HTMLResponse(render_page("message.html", what=what, sentences=sentences, back=back), status_code=status)
