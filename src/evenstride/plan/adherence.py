"""How much of a block's planned work was done, as far as the log tells; nothing is ever owed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from evenstride.core.adherence import Adherence
from evenstride.core.log import PAIN_SWAP, LogEntry
from evenstride.core.plan import Kind, Session
from evenstride.core.roles import RIVAL, Role
from evenstride.plan.history import is_put_aside, is_training, kind_of

ROLE_SHARE = 0.25
"""Part of a session's role work from which it is work for a role, as where a plan says what a session serves."""

PAIN_DAYS = timedelta(days=7)
"""Days after a pain was told in which nothing planned counts as missing (judgement, in the careful direction)."""


def count_adherence(
    role: Role | None, planned: Mapping[date, Sequence[Session]], entries: Iterable[LogEntry], *, until: date
) -> Adherence | None:
    """Count the planned sessions of a role's work that were done; None where nothing was planned or logged.

    `role` None asks for push and swing together. A session is done when an entry answers it, or when the day holds
    training of its kind; one ended early by the stop rule is done. Rest, "not today", pain and stop signs excuse the
    sessions of their day, pain and stop signs those of the week after as well.

    Examples
    --------
    >>> monday = date(2026, 3, 2)
    >>> days = {monday + timedelta(days=day): [Session(monday + timedelta(days=day), Kind.STRENGTH, "", 40.0,
    ...         roles={Role.PUSH: 20.0})] for day in (0, 2, 4)}
    >>> log = [LogEntry(monday, "strength"), LogEntry(monday + timedelta(days=2), "rest")]
    >>> count_adherence(Role.PUSH, days, log, until=monday + timedelta(days=6))
    Adherence(planned=3, done=1, excused=1)
    """
    log = [entry for entry in entries if entry.on <= until]
    asked = [one for on, found in planned.items() if on <= until for one in found if _serves(one, role)]
    if not asked or not any(entry.on >= min(planned) for entry in log):
        return None
    done = [one for one in asked if any(_answers(entry, one) for entry in log)]
    excused = [one for one in asked if one not in done and any(_excuses(entry, one.on) for entry in log)]
    return Adherence(len(asked), len(done), len(excused))


def _serves(session: Session, role: Role | None) -> bool:
    whole = sum(session.roles.values())
    wanted = (role,) if role is not None else tuple(RIVAL)
    part = sum(session.roles.get(one, 0.0) for one in wanted)
    return session.kind is not Kind.REST and part > 0.0 and part >= ROLE_SHARE * whole


def _answers(entry: LogEntry, session: Session) -> bool:
    if entry.session and session.id:
        return entry.session == session.id
    return entry.on == session.on and is_training(entry) and kind_of(entry) is session.kind


def _excuses(entry: LogEntry, on: date) -> bool:
    hurt = bool(entry.all_red_flags) or any(
        pain.level >= PAIN_SWAP or (pain.worse_next_morning and pain.level > 0) for pain in entry.pains
    )
    if hurt and entry.on <= on <= entry.on + PAIN_DAYS:
        return True
    put_aside = is_put_aside(entry) or kind_of(entry) is Kind.REST
    return entry.on == on and put_aside
