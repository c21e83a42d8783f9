"""Forms: what a page of ours sent, and nothing from anywhere else."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import parse_qs, urlsplit

from fastapi import Request
from starlette.exceptions import HTTPException

from evenstride.core.errors import InputError

LONGEST_FORM = 16384
"""Bytes a form may have: a note of a few hundred words and the numbers beside it."""

Form = Mapping[str, list[str]]
"""Each field with everything it was given, in order; a field left empty has nothing."""


async def read_form(request: Request, longest: int = LONGEST_FORM) -> Form:
    """Read a form a page of ours sent; a form from anywhere else is refused, whatever it asks for."""
    require_own_page(request)
    return parse_qs((await read_body(request, longest)).decode("utf-8", "replace"))


def require_own_page(request: Request) -> None:
    """Refuse what another site sends: a browser says where a form comes from, and that must be this app."""
    origin = urlsplit(request.headers.get("origin", "")).netloc
    if origin != request.headers.get("host"):
        raise HTTPException(HTTPStatus.FORBIDDEN, "Only a page of Evenstride itself can change something.")


async def read_body(request: Request, longest: int) -> bytes:
    """Read what was sent, up to a number of bytes."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > longest:
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "That is more than this page asks for.")
    return body


def text_of(form: Form, name: str) -> str:
    """Return what a field says, without the space around it; empty where nothing was told."""
    return form.get(name, [""])[0].strip()


def number_of(form: Form, name: str, *, most: float = 10.0) -> float | None:
    """Read a number from 0 to `most`, None where the field was left empty.

    Raises
    ------
    InputError
        If it is no such number.

    Examples
    --------
    >>> number_of({"joy": ["7,5"]}, "joy"), number_of({}, "joy"), number_of({"joy": ["0"]}, "joy")
    (7.5, None, 0.0)
    """
    text = text_of(form, name).replace(",", ".")
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0.0 <= value <= most:
        raise InputError(f"'{text}' is no {name}", remedy=f"Give a number from 0 to {most:g}, or leave it empty")
    return value
