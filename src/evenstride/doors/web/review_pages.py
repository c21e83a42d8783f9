"""The review of a clip: frame by frame, events nudged, legs swapped, joints dragged, the runner chosen."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from evenstride.app.video.clip_desk import ClipDesk
from evenstride.app.video.clip_review import SHOWN, correction_lines, doubt_lines, event_rows
from evenstride.core.clip_corrections import ClipChange, EventMoved, LegsSwapped, MovedKind, PointDragged, RunnerChosen
from evenstride.core.errors import InputError
from evenstride.core.roles import Side
from evenstride.doors.pages.addresses import review_path
from evenstride.doors.pages.render import render_page
from evenstride.doors.web.forms import read_form, text_of
from evenstride.doors.web.guard import refusal
from evenstride.doors.web.views import Site

LONGEST = 262_144
"""Bytes a form of corrections may have: two thousand of them."""


def routes(site: Site) -> APIRouter:
    """Return the pages of a site."""
    router, clips = APIRouter(), ClipDesk(site.desk.path, lambda: site.desk.clock())

    @router.get("/review/{key:path}")
    def review(key: str, id: str = "") -> Response:
        shown = clips.show(key, id)
        header, rows = event_rows(shown.view)
        film = clips.film(key, id)
        nouns = {"o": {"athlete": shown.athlete, "on": clips.today}, "here": "runs", "clip": shown, "values": SHOWN}
        lists = {"corrections": correction_lines(shown.view), "doubts": doubt_lines(shown.view)}
        return HTMLResponse(render_page("review.html", **nouns, **lists, film=film, header=header, rows=rows))

    @router.get("/clip-frames/{key:path}")
    def frames(key: str, id: str = "") -> Response:
        return JSONResponse(clips.frames(key, id))

    @router.get("/clip-picture/{key:path}")
    def picture(key: str, id: str = "", frame: str = "") -> Response:
        number = int(frame) if frame.isascii() and frame.isdecimal() and len(frame) < 8 else -1
        return Response(clips.picture(key, id, number), media_type="image/jpeg")

    @router.post("/review/{key:path}")
    async def keep(key: str, request: Request) -> Response:
        told = await read_form(request, LONGEST)
        id, back = text_of(told, "id"), text_of(told, "back")
        try:
            if back:
                number = int(back) if back.isdecimal() and len(back) < 6 else 0
                await run_in_threadpool(clips.take_back, key, id, number)
            else:
                changes = parse_changes(text_of(told, "changes"))
                film = text_of(told, "film") == "1"
                await run_in_threadpool(clips.correct, key, id, changes, by=text_of(told, "by"), film=film)
        except InputError as refused:
            # The page has kept what was sent, and shows it again.
            return refusal(refused, back=review_path(key, id))
        site.views.prepare(key)
        return RedirectResponse(review_path(key, id), status_code=HTTPStatus.SEE_OTHER)

    return router


def parse_changes(text: str) -> tuple[ClipChange, ...]:
    """Return what the page says was corrected.

    Raises
    ------
    InputError
        If it is nothing that a page of ours sends.

    Examples
    --------
    >>> parse_changes('[{"what": "swap", "first": 3, "last": 9}]')
    (LegsSwapped(first=3, last=9),)
    """
    try:
        said = json.loads(text or "[]")
        return tuple(_change(one) for one in said)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError, OverflowError):
        raise InputError("these corrections cannot be understood", remedy="Open the page anew and try again") from None


def _change(said: dict[str, Any]) -> ClipChange:
    match said["what"]:
        case "move":
            return EventMoved(
                Side(said["side"]), MovedKind(said["kind"]), _number(said["found"]), _whole(said["frame"])
            )
        case "swap":
            return LegsSwapped(_whole(said["first"]), _whole(said["last"]))
        case "drag":
            return PointDragged(_whole(said["frame"]), str(said["point"]), _number(said["x"]), _number(said["y"]))
        case "runner":
            return RunnerChosen(_whole(said["frame"]), _number(said["x"]), _number(said["y"]))
        case _:
            raise ValueError(said["what"])


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(value)
    return value


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(value)
    return float(value)
