"""A film comes in: chosen on the import page, its runner found beside the pages, stopped when somebody says so."""

from __future__ import annotations

from contextlib import ExitStack

from fastapi import APIRouter, Request, Response

from evenstride.app.video.film_desk import FilmDesk, GivenFilm
from evenstride.core.errors import InputError
from evenstride.core.trial_told import ClipTold
from evenstride.doors.web.forms import Form, text_of
from evenstride.doors.web.import_pages import follow, read_wish
from evenstride.doors.web.imports import Imports
from evenstride.doors.web.uploads import LARGEST_FILM, read_one


def add_film(router: APIRouter, desk: FilmDesk, imports: Imports) -> None:
    """Add the address a film is sent to."""

    @router.post("/import/film")
    async def take(request: Request) -> Response:
        fields, name, file = await read_one(request, "film", largest=LARGEST_FILM)
        with ExitStack() as refused:
            refused.enter_context(file)
            wish, clip = read_wish(fields, desk.today), read_clip(fields)
            refused.pop_all()
        given = GivenFilm(name, file, clip)
        return follow(imports.begin_film(lambda progress: desk.bring(given, wish, progress=progress), wish))


def read_clip(form: Form) -> ClipTold:
    """Read how a film was taken; what is left empty is not told.

    Raises
    ------
    InputError
        If the capture rate is no number.

    Examples
    --------
    >>> read_clip({"fps": ["240"], "scale": ["300px/m"]}).words
    {'fps': 240.0, 'scale': '300px/m'}
    """
    fps = text_of(form, "fps").strip()
    try:
        rate = float(fps) if fps else None
    except ValueError:
        raise InputError(
            f"'{fps}' is no number of frames", remedy="Write what the camera took a second, such as 240"
        ) from None
    scale, camera, runner = (text_of(form, name).strip() or None for name in ("scale", "camera", "runner"))
    return ClipTold(rate, scale, camera, runner)
