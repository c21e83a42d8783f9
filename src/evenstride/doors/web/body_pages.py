"""What somebody measured of their body: told on one page, in their own units, and kept with its day."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from evenstride.app.care.body import BodyDesk
from evenstride.core.athlete import Anthropometrics
from evenstride.core.errors import EvenstrideError, InputError, NotFoundError
from evenstride.core.units import parse_quantity
from evenstride.doors.pages.addresses import page_path, run_path
from evenstride.doors.pages.render import render_page
from evenstride.doors.pages.units import BODY_LENGTHS, MASSES, units
from evenstride.doors.web.forms import Form, read_form, text_of
from evenstride.doors.web.views import Site


def routes(site: Site) -> APIRouter:
    """Return the pages of a site."""
    router, bodies = APIRouter(), BodyDesk(site.desk.path, lambda: site.desk.clock())

    @router.get("/body/{key:path}")
    def ask(key: str, run: str = "", kept: str = "") -> Response:
        return _show(bodies, key, run=run, kept=bool(kept))

    @router.post("/body/{key:path}")
    async def tell(key: str, request: Request) -> Response:
        return await run_in_threadpool(_tell, bodies, key, await read_form(request))

    return router


def read_body(form: Form) -> Anthropometrics:
    """Read body measures; a number without a unit is in that of the form.

    Raises
    ------
    InputError
        If the day is none, or a measure is no number with a fitting unit.

    Examples
    --------
    >>> told = read_body({"on": ["2026-05-14"], "mass": ["158"], "mass-unit": ["lb"], "height": ["5 ft 11 in"]})
    >>> round(told.mass, 2), round(told.height, 4), told.leg_length
    (71.67, 1.8034, None)
    """
    mass_unit, length_unit = _unit(form, "mass-unit", MASSES), _unit(form, "length-unit", BODY_LENGTHS)
    return Anthropometrics(
        _day(text_of(form, "on")),
        _measure(form, "mass", mass_unit),
        _measure(form, "height", length_unit),
        _measure(form, "leg", length_unit),
    )


def _tell(bodies: BodyDesk, key: str, form: Form) -> Response:
    run = text_of(form, "run")
    try:
        bodies.tell(key, read_body(form))
    except NotFoundError:
        raise
    except EvenstrideError as error:
        if not error.user_fault:
            raise
        return _show(bodies, key, run=run, form=form, problem=str(error))
    back = run_path(key, run) if run else f"{page_path(key, 'body')}?kept=1"
    return RedirectResponse(back, status_code=HTTPStatus.SEE_OTHER)


def _show(
    bodies: BodyDesk, key: str, *, run: str, kept: bool = False, form: Form | None = None, problem: str = ""
) -> Response:
    chosen = units()
    nouns = {
        "o": bodies.page(key), "here": "body", "run": run, "kept": kept, "problem": problem,
        "told": {name: values[0] for name, values in (form or {}).items()},
        "mass_unit": chosen.mass if form is None else _unit(form, "mass-unit", MASSES),
        "length_unit": chosen.body_length if form is None else _unit(form, "length-unit", BODY_LENGTHS),
    }  # fmt: skip
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return HTMLResponse(render_page("body.html", **nouns), status_code=status)


def _unit(form: Form, name: str, known: tuple[str, ...]) -> str:
    """Return the unit the form was shown with, metric where it does not say."""
    unit = text_of(form, name)
    return unit if unit in known else known[0]


def _measure(form: Form, name: str, unit: str) -> float | None:
    text = text_of(form, name)
    return parse_quantity(text, unit) if text else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise InputError(f"'{text}' is no day", remedy="Write it like 2026-05-14") from None
