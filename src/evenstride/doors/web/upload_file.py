"""One large file a page of ours sent, left on the disk until it is read."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from http import HTTPStatus
from typing import IO

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser

from evenstride.core.errors import InputError
from evenstride.doors.web.forms import require_own_page

BESIDE = 16384
"""Bytes a form may have beside its file: the lines that part it."""


async def read_upload(request: Request, field: str, *, largest: int) -> IO[bytes]:
    """Read the one file of a form; whoever asked closes it.

    Raises
    ------
    HTTPException
        If it comes from anywhere else, is no such form, or holds more than it may.
    InputError
        If no file was chosen.
    """
    require_own_page(request)
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "This page asks for a file.")
    parser = MultiPartParser(request.headers, _counted(request, largest + BESIDE), max_files=1, max_fields=1)
    try:
        form = await parser.parse()
    except (MultiPartException, KeyError) as problem:
        raise HTTPException(HTTPStatus.BAD_REQUEST, "The file did not come whole. Try once more.") from problem
    upload = form.get(field)
    if not isinstance(upload, UploadFile) or not upload.filename:
        await form.close()
        raise InputError("no file was chosen", remedy="Choose the archive, then send it")
    return upload.file


async def _counted(request: Request, largest: int) -> AsyncGenerator[bytes, None]:
    told = request.headers.get("content-length", "")
    total = int(told) if told.isdecimal() else 0
    if total <= largest:
        total = 0
        async for piece in request.stream():
            total += len(piece)
            if total > largest:
                break
            yield piece
    if total > largest:
        raise HTTPException(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"At most {largest // 2**20} MB. Use: evenstride data import"
        )
