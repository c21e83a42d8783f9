"""Files a page of ours sent: read piece by piece onto the disk, within limits, and nothing from anywhere else."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import IO

from fastapi import Request
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser

from evenstride.core.errors import InputError
from evenstride.doors.web.forms import require_own_page

MOST_FILES = 100
LARGEST_FILE = 25 * 1024 * 1024
"""Bytes of one file: a day of a radar has a few, a season of a squad fewer (judgement)."""

LARGEST_UPLOAD = 250 * 1024 * 1024
"""Bytes of everything sent at once (judgement)."""

MOST_FIELDS = 50
LARGEST_FILM = 2 * 1024**3
"""Bytes of a film: ten minutes of a phone in slow motion (judgement)."""

BESIDE = 16384
"""Bytes a form may have beside its file: the lines that part it."""


@dataclass(frozen=True, slots=True)
class Upload:
    """One file of a form.

    Attributes
    ----------
    name : str
        As the browser calls it: with its folders, where a folder was chosen.
    data : bytes or None
        None where the file is larger than one may be.
    field : str
        Of the form it was chosen in.
    """

    name: str
    data: bytes | None
    field: str = "files"


@dataclass(frozen=True, slots=True)
class Uploads:
    """A form with files: its fields as `forms.Form` has them, and the files in order, empty choices left out."""

    fields: Mapping[str, list[str]]
    files: tuple[Upload, ...]


async def read_uploads(
    request: Request,
    *,
    most_files: int = MOST_FILES,
    largest_file: int = LARGEST_FILE,
    largest_upload: int = LARGEST_UPLOAD,
) -> Uploads:
    """Read a form with files that a page of ours sent.

    Raises
    ------
    HTTPException
        If it comes from anywhere else, is no such form, or holds more than it may. A single file that is too large
        spoils nothing: it has no data.
    """
    require_own_page(request)
    fields: dict[str, list[str]] = {}
    files: list[Upload] = []
    form = await _parsed(request, most_files, largest_upload, "Send fewer files.")
    try:
        for name, value in form.multi_items():
            if isinstance(value, str):
                if value:
                    fields.setdefault(name, []).append(value)
            elif value.filename:
                size = value.size or 0
                files.append(Upload(value.filename, await value.read() if size <= largest_file else None, name))
    finally:
        await form.close()
    return Uploads(fields, tuple(files))


async def read_upload(request: Request, field: str, *, largest: int) -> IO[bytes]:
    """Read the one file of a form, left on the disk until it is read; whoever asked closes it.

    Raises
    ------
    HTTPException
        If it comes from anywhere else, is no such form, or holds more than it may.
    InputError
        If no file was chosen.
    """
    require_own_page(request)
    form = await _parsed(request, 1, largest + BESIDE, "Use: evenstride data import")
    upload = form.get(field)
    if not isinstance(upload, UploadFile) or not upload.filename:
        await form.close()
        raise InputError("no file was chosen", remedy="Choose a file, then send it")
    return upload.file


async def read_one(request: Request, field: str, *, largest: int) -> tuple[Mapping[str, list[str]], str, IO[bytes]]:
    """Read a form with one large file, left on the disk; return its fields, the file's name and the file.

    Raises
    ------
    HTTPException, InputError
        As `read_upload` does.
    """
    require_own_page(request)
    form = await _parsed(request, 1, largest + BESIDE, "Cut the film to the run, or use: evenstride import")
    upload = form.get(field)
    if not isinstance(upload, UploadFile) or not upload.filename:
        await form.close()
        raise InputError("no film was chosen", remedy="Go back and choose one")
    fields: dict[str, list[str]] = {}
    for name, value in form.multi_items():
        if isinstance(value, str) and value:
            fields.setdefault(name, []).append(value)
    return fields, upload.filename, upload.file


async def _parsed(request: Request, most_files: int, largest: int, remedy: str) -> FormData:
    """Return a form whose files are on the disk; whoever asked closes it."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "This page asks for a form with files.")
    pieces = _counted(request, largest, remedy)
    # Empty choices of a form arrive as files without a name, and are no files.
    parser = MultiPartParser(request.headers, pieces, max_files=most_files + 2, max_fields=MOST_FIELDS)
    try:
        form = await parser.parse()
    except (MultiPartException, KeyError) as problem:
        said = f"At most {most_files} files at once, and a whole form." if "files" in str(problem) else "Try once more."
        raise HTTPException(HTTPStatus.BAD_REQUEST, f"The files could not be taken. {said}") from problem
    if sum(isinstance(value, UploadFile) and bool(value.filename) for _, value in form.multi_items()) > most_files:
        await form.close()
        raise HTTPException(HTTPStatus.BAD_REQUEST, f"At most {most_files} files at once.")
    return form


async def _counted(request: Request, largest: int, remedy: str) -> AsyncGenerator[bytes, None]:
    told = request.headers.get("content-length", "")
    total = int(told) if told.isdecimal() and len(told) < 16 else 0
    if total <= largest:
        total = 0
        async for piece in request.stream():
            total += len(piece)
            if total > largest:
                break
            yield piece
    if total > largest:
        said = f"At most {largest // 2**20} MB at once. {remedy}"
        raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, said)
