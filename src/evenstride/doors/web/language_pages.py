"""The language and the units of pages: chosen once on a page, else what the browser asks for, and metric."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urlsplit

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from evenstride.core.errors import InputError
from evenstride.doors.pages.render import render_page
from evenstride.doors.pages.speech import ENGLISH, Language, languages
from evenstride.doors.pages.units import LENGTHS, MASSES, METRIC, UNITS, Units
from evenstride.doors.web.forms import Form, read_form, text_of
from evenstride.doors.web.views import Site

COOKIE = "evenstride-language"
UNITS_COOKIE = "evenstride-units"
YEAR = 365 * 24 * 3600


def language_of(request: Request) -> Language:
    """Return the language chosen on the page; else the first the browser asks for that there is; else English."""
    known = languages()
    return known.get(request.cookies.get(COOKIE, "")) or asked_for(request.headers.get("accept-language", ""))


def units_of(request: Request) -> Units:
    """Return the units chosen on the page; else metric, because a browser does not say which its reader knows."""
    return UNITS.get(request.cookies.get(UNITS_COOKIE, ""), METRIC)


def asked_for(header: str) -> Language:
    """Return the language an Accept-Language header likes best.

    Examples
    --------
    >>> asked_for("fr;q=0.9, de-CH, en;q=0.8").code, asked_for("de;q=0, *").code, asked_for("en, de").code
    ('de', 'en', 'en')
    """
    wishes: list[tuple[float, int, str]] = []
    for place, wish in enumerate(header.split(",")):
        code, _, weight = wish.partition(";")
        wishes.append((-_weight(weight), place, code.strip().lower().partition("-")[0]))
    codes = (code for weight, _, code in sorted(wishes) if weight < 0 and code in languages())
    return languages()[next(codes, ENGLISH.code)]


def _weight(text: str) -> float:
    name, _, value = text.strip().partition("=")
    try:
        weight = float(value) if name == "q" else 1.0
    except ValueError:
        return 0.0
    return weight if 0.0 <= weight <= 1.0 else 0.0


def routes(_: Site) -> APIRouter:
    """Return the pages of a site."""
    router = APIRouter()

    @router.get("/language")
    def ask(request: Request) -> Response:
        came_from = urlsplit(request.headers.get("referer", ""))
        here = came_from.netloc == request.headers.get("host")
        back = f"{came_from.path}?{came_from.query}" if came_from.query else came_from.path
        nouns = {"languages": tuple(languages().values()), "lengths": LENGTHS, "masses": MASSES}
        shown = render_page("language.html", back=back if here else "/", **nouns)
        return HTMLResponse(shown)

    @router.post("/language")
    async def choose(request: Request) -> Response:
        form = await read_form(request)
        code = text_of(form, "language")
        if code not in languages():
            raise InputError("there is no such language here", remedy="Choose one of the list")
        chosen = _units(form, units_of(request))
        answer = RedirectResponse(_own(text_of(form, "back")), status_code=HTTPStatus.SEE_OTHER)
        # Over plain HTTP on this machine a browser would drop a cookie that is marked as secure.
        safe = request.url.scheme == "https"
        for name, choice in ((COOKIE, code), (UNITS_COOKIE, chosen.code)):
            answer.set_cookie(name, choice, max_age=YEAR, path="/", secure=safe, httponly=True, samesite="lax")
        return answer

    return router


def _units(form: Form, before: Units) -> Units:
    """Return the units of a form; what it does not say stays as it was."""
    code = f"{text_of(form, 'length') or before.length}-{text_of(form, 'mass') or before.mass}"
    if code not in UNITS:
        raise InputError("there are no such units here", remedy="Choose one of the list")
    return UNITS[code]


def _own(address: str) -> str:
    """Return an address of ours, the list of athletes where it is none: nobody is sent elsewhere by a form.

    Examples
    --------
    >>> [_own(one) for one in ("/log/kim?session=a", "//evil.example", "https://evil.example", "/language")]
    ['/log/kim?session=a', '/', '/', '/']
    """
    own = address.startswith("/") and not address.startswith("//") and "\\" not in address and address.isprintable()
    return address if own and urlsplit(address).path != "/language" else "/"
