"""Use case: the role ledger, what went in and what came out."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from evenstride.app.blocks.sealed import open_recordings
from evenstride.app.care.stop import find_stop
from evenstride.app.field.bike_power import bike_power_of
from evenstride.app.observe import measure_stored, measure_trends_of
from evenstride.app.outings.equal_effort import equal_effort_of
from evenstride.app.people import choose_athlete
from evenstride.app.wiring import local_day
from evenstride.charts.plots import in_and_out
from evenstride.charts.svg import draw_figure
from evenstride.core.athlete import LIMIT_VERDICT_AGE, Athlete
from evenstride.core.bike_power import BikePower
from evenstride.core.chart import Figure
from evenstride.core.equal_effort import EqualEffort
from evenstride.core.ledger import AMOUNTS, Ledger, RoleResponse
from evenstride.core.log import LogEntry
from evenstride.core.overview import Voices
from evenstride.core.plan import Plan, Session
from evenstride.core.progress import Progress, no_progress
from evenstride.core.roles import RIVAL, Role
from evenstride.plan.ledger import count_ledger
from evenstride.science.capacity.role_response import judge_response
from evenstride.science.capacity.together import Trends
from evenstride.science.field.bike_power import track_power
from evenstride.science.outings.equal_effort import judge_equal_effort
from evenstride.store import Store
from evenstride.words import (
    LEDGER_HEADER,
    LEDGER_WEEKS_HEADER,
    POWER_HEADER,
    halt,
    ledger_rows,
    ledger_weeks,
    power_rows,
    say_equal_effort,
    say_ledger,
    say_power,
)

WEEKS = 8
"""Weeks of a ledger where nobody asks for others: the length of a block."""

LONGEST = 104


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """A ledger with what came out of it, in words and as a chart; `figure` is None where nothing was logged."""

    ledger: Ledger
    responses: tuple[RoleResponse, ...]
    voices: Voices
    figure: Figure | None
    power: BikePower
    equal_effort: EqualEffort


def show_ledger(
    store: Store, name: str | None, *, at: datetime, weeks: int = WEEKS, progress: Progress = no_progress
) -> LedgerPage:
    """Count the log of the last weeks by role, and hold it beside the capacities tested and speed."""
    athlete, on = choose_athlete(store, name), local_day(at)
    measured = measure_stored(open_recordings(store, athlete, on), until=on, progress=progress)
    trends = measure_trends_of(athlete, measured, on=on)
    return build_ledger(store, athlete, trends, on=on, weeks=weeks)


def build_ledger(store: Store, athlete: Athlete, trends: Trends, *, on: date, weeks: int = WEEKS) -> LedgerPage:
    """Put the ledger of an athlete together from what was measured already; no response of a role under sixteen."""
    log = store.log(athlete.name, until=on + timedelta(days=1))
    sessions = planned_sessions(store, athlete)
    monday = on - timedelta(days=on.weekday())
    first = monday - timedelta(weeks=min(weeks, LONGEST) - 1)
    logged = min((entry.on for entry in log if entry.on >= first), default=first)
    ledger = count_ledger(athlete.name, log, sessions, since=logged, until=on)
    age = athlete.least_age_on(on)
    young = age is not None and age < LIMIT_VERDICT_AGE
    responses = () if young else _responses(athlete, log, sessions, trends)
    stop = find_stop(store, athlete, on)
    voices = say_ledger(ledger, responses, halt=halt(stop))
    sides = {role: trend for role, trend in trends.roles.items() if role in RIVAL}
    figure = draw_figure(in_and_out.draw(ledger, trends.speed, sides)) if ledger.sessions else None
    # Beside a stop nobody is asked to run or ride once more.
    power = track_power(()) if stop.holds else bike_power_of(store, athlete, on)
    efficiency = judge_equal_effort(()) if stop.holds else equal_effort_of(store, athlete, on)
    return LedgerPage(ledger, responses, voices, figure, power, efficiency)


def planned_sessions(store: Store, athlete: Athlete) -> dict[str, Session]:
    """Return every session that was ever planned for an athlete, by id."""
    plans = [kept.noun for kept in store.results("plan", athlete=athlete.name) if isinstance(kept.noun, Plan)]
    return {session.id: session for plan in plans for session in plan.sessions}


def ledger_tables(page: LedgerPage) -> tuple[tuple[tuple[str, ...], list[tuple[str, ...]]], ...]:
    """Return the ledger as two tables, by role and by week, each a header and its rows."""
    return (LEDGER_HEADER, ledger_rows(page.ledger)), (LEDGER_WEEKS_HEADER, ledger_weeks(page.ledger))


def power_lines(page: LedgerPage) -> tuple[str, ...]:
    """Return what the own bests of sprints on the bike show, in lines; nothing where none is told."""
    return say_power(page.power)


def effort_lines(page: LedgerPage) -> tuple[str, ...]:
    """Return speed at equal effort and effort at equal speed, in lines; nothing where no steady run is told."""
    return say_equal_effort(page.equal_effort)


def power_table(page: LedgerPage) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return the own bests of sprints on the bike as a header and its rows, one a day."""
    return POWER_HEADER, power_rows(page.power)


def ledger_sheet(page: LedgerPage) -> str:
    """Return the ledger as CSV: one row a week and role, whole numbers nowhere rounded."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("week", "sessions", "load", "load_not_told", "role", *AMOUNTS))
    for week in page.ledger.weeks:
        head = (week.start.isoformat(), week.sessions, f"{week.load:g}", week.load_not_told)
        lines = {**{role.value: week.roles[role] for role in Role}, "other": week.other, "not told": week.unknown}
        for name, amount in lines.items():
            writer.writerow((*head, name, *(f"{getattr(amount, field):.6g}" for field in AMOUNTS)))
    return text.getvalue()


def _responses(
    athlete: Athlete, log: Sequence[LogEntry], sessions: Mapping[str, Session], trends: Trends
) -> tuple[RoleResponse, ...]:
    found: list[RoleResponse] = []
    for role in Role:
        trend = trends.roles.get(role)
        if trend is not None and trend.since < trend.until:
            counted = count_ledger(athlete.name, log, sessions, since=trend.since, until=trend.until)
            found.append(judge_response(role, trend, counted))
    return tuple(found)
