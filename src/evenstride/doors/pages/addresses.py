"""Addresses of pages, and what menus and tabs lead to."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote

from evenstride.core.plan import Session
from evenstride.doors.pages.speech import say


def athlete_path(key: str) -> str:
    """Return the address of an athlete's page."""
    return f"/athlete/{quote(key, safe='')}"


def page_path(key: str, page: str) -> str:
    """Return the address of one of an athlete's pages.

    Examples
    --------
    >>> page_path("noa keller", "plan")
    '/plan/noa%20keller'
    """
    return f"/{page}/{quote(key, safe='')}"


def start_path(name: str) -> str:
    """Return the address of the five questions for somebody who is here already.

    Examples
    --------
    >>> start_path("Noa & Co")
    '/start?name=Noa%20%26%20Co'
    """
    return f"/start?name={quote(name, safe='')}"


def session_path(key: str, session: Session) -> str:
    """Return the address of a planned session."""
    return f"{page_path(key, 'session')}?id={quote(session.id, safe='')}"


def run_path(key: str, id: str) -> str:
    """Return the address of one recording."""
    return f"{page_path(key, 'run')}?id={quote(id, safe='')}"


def review_path(key: str, id: str) -> str:
    """Return the address at which the clip of a recording is reviewed."""
    return f"{page_path(key, 'review')}?id={quote(id, safe='')}"


def pair_path(key: str, first: str, second: str) -> str:
    """Return the address of two recordings in pictures."""
    return f"{page_path(key, 'kinograms')}?a={quote(first, safe='')}&b={quote(second, safe='')}"


def outing_path(key: str, id: str) -> str:
    """Return the address of one outing."""
    return f"{page_path(key, 'outing')}?id={quote(id, safe='')}"


def month_path(key: str, first: date) -> str:
    """Return the address of what was done in a month.

    Examples
    --------
    >>> month_path("noa", date(2026, 5, 1))
    '/done/noa?month=2026-05'
    """
    return f"{page_path(key, 'done')}?month={first:%Y-%m}"


def outing_pages() -> tuple[tuple[str, str], ...]:
    """Return the pages of outings: first part of the address, and the word."""
    return (("outings", "List"), ("done", "What was done"), ("seasons", "Seasons"), ("sources", "Devices"))


def export_path(key: str, form: str) -> str:
    """Return the address under which a plan is taken along in a form."""
    return page_path(key, f"take/{form}")


def done_path(key: str) -> str:
    """Return the address to which a planned session is sent as done."""
    return f"/done/{quote(key, safe='')}"


def pages() -> tuple[tuple[str, str], ...]:
    """Return the tabs of an athlete: first part of the address, and the word."""
    return (
        ("athlete", say("Stride")), ("sides", say("Sides")), ("plan", say("Plan")), ("log", say("Log")),
        ("progress", say("Progress")),
    )  # fmt: skip


def more() -> tuple[tuple[str, str], ...]:
    """Return what the menu of every page leads to: address and word."""
    return (("/", say("All athletes")), ("/squad", say("Squad")), ("/language", say("Language and units")))


def more_of(key: str) -> tuple[tuple[str, str], ...]:
    """Return what the menu leads to of one athlete beside the tabs: address and word.

    Examples
    --------
    >>> more_of("noa")[0]
    ('/runs/noa', 'Runs')
    """
    pages = (
        ("runs", say("Runs")), ("outings", say("Outings")), ("import", say("Import")),
        ("data", say("Data")), ("body", say("Body")),
        ("phone", say("On your phone")), ("parent", say("For a parent")), ("physio", say("For a physio")),
    )  # fmt: skip
    return tuple((page_path(key, page), word) for page, word in pages)


def why_path(key: str, id: str) -> str:
    """Return the address that says where something comes from."""
    return f"{page_path(key, 'why')}?id={quote(id, safe='')}"


def raw_path(key: str, id: str) -> str:
    """Return the address of a raw file as it was imported."""
    return f"{page_path(key, 'raw')}?id={quote(id, safe='')}"


def shelf_path(key: str, shelf: str, start: int = 0) -> str:
    """Return the address of a list of an athlete's data, from the `start`-th item on."""
    return f"{page_path(key, 'data')}?of={shelf}" + (f"&from={start}" if start else "")


def export_words() -> tuple[tuple[str, str], ...]:
    """Return the forms a plan can be taken along in, with what each is good for."""
    return (
        ("ics", say("Calendar")), ("fit", say("Workouts for a watch")), ("page", say("One page to print")),
        ("csv", say("Table")), ("json", say("Document")),
    )  # fmt: skip
