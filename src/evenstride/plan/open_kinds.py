"""Which kinds of session the plans of the coming weeks may hold, before anybody knows their days."""

from __future__ import annotations

from datetime import timedelta

from evenstride.core.plan import Kind, Request
from evenstride.plan.rules import come_back, readiness, youth
from evenstride.plan.templates import Template, prepare_templates
from evenstride.plan.way_back import limit_on, oversteps

NAMELESS = (Kind.REST, Kind.SPORT)
"""Kinds that are in every week and are not the plan's to name."""


def open_kinds(request: Request, weeks: int) -> tuple[tuple[Kind, ...], ...]:
    """Return for each week from the request's first day on the kinds that age, health, way back and physio leave.

    Examples
    --------
    >>> from datetime import date
    >>> from evenstride.core.athlete import Level
    >>> open_kinds(Request(date(2026, 1, 5), 1, Level.BEGINNER, {}, age=9), 2)
    ((<Kind.PLAY: 'play'>,), (<Kind.PLAY: 'play'>,))
    """
    rules = (youth, readiness, come_back)
    offered = [one for one in prepare_templates(request) if not any(rule.forbids(one, request) for rule in rules)]
    return tuple(_kinds_of(offered, request, week) for week in range(weeks))


def _kinds_of(offered: list[Template], request: Request, week: int) -> tuple[Kind, ...]:
    days = (request.start + timedelta(days=7 * week + number) for number in range(7))
    limits = {limit_on(request, day) for day in days}
    found = {
        item.kind
        for item in offered
        if item.kind not in NAMELESS and any(not oversteps(item.prescriptions, limit) for limit in limits)
    }
    return tuple(kind for kind in Kind if kind in found)
