"""The role ledger in three voices: what went in, what came out, and what the log leaves open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evenstride.core.estimate import Missing
from evenstride.core.ledger import Amount, Ledger, LedgerWeek, Response, RoleResponse
from evenstride.core.overview import Voices
from evenstride.core.roles import Role
from evenstride.core.show import number
from evenstride.words.diagnosis.findings import BOTH, role_word
from evenstride.words.format import capital, count, day, listed, log_percent, logs

LEDGER_HEADER = ("role", "minutes", "fast metres", "hard sets", "contacts")
LEDGER_WEEKS_HEADER = ("week from", "sessions", "load", "fast metres", "hard sets", "contacts", "minutes not told")

_COUNTED: Mapping[str, tuple[str, float]] = {
    "hard_sets": ("hard sets", 6.0),
    "fast_metres": ("fast metres", 100.0),
    "contacts": ("jump contacts", 60.0),
    "minutes": ("minutes", 1.0),
}
"""What a share is told of, first found first, and the amount below which it is too little to speak of (judgement)."""

_CAME_OUT: Mapping[Response, tuple[str, str]] = {
    Response.NO_RESPONSE: (
        "Your {} was trained and has not answered yet.",
        "another kind of {} work, rather than more of the same",
    ),
    Response.NOT_TRAINED: ("Your {} got little work, so it has not been tried.", f"some {BOTH} every week"),
    Response.GREW: ("Your {} was trained and grew.", "keep it, and time your runs"),
    Response.GREW_UNTRAINED: ("Your {} grew with little work told.", "keep telling what you do"),
}
"""The athlete's sentence and next step, the most telling response first."""

SPREAD = 0.4
"""Largest share of a role up to which work is called spread (judgement; wording only)."""

OPEN_SHARE = 0.25
"""Share of minutes with work not told from which only "what you told" is spoken of (judgement; wording only)."""

NOT_A_CAUSE = "Dose and change of the same weeks stand beside each other; neither proves the other"
LEARN = "tell what a session held, or log it as planned"


def say_ledger(ledger: Ledger, responses: Sequence[RoleResponse] = (), *, halt: str = "") -> Voices:
    """Return what went in by role and what came out of it.

    The responses are those of the roles with tests, none under sixteen; `halt` is what follows instead of any training,
    where something stops it.

    Examples
    --------
    >>> from datetime import date
    >>> say_ledger(Ledger("Noa", date(2026, 3, 2), date(2026, 4, 1), (LedgerWeek(date(2026, 3, 2)),))).athlete
    'Nothing is logged since 2 March. Next: tell what a session held, or log it as planned.'
    """
    ranked = [one for kind in _CAME_OUT for one in responses if one.response is kind]
    sentence, following = _athlete(ledger, ranked)
    step = halt or following
    return Voices(
        f"{sentence} Next: {step}.", f"{_coach(ledger, responses)} Next: {step}.", _scientist(ledger, responses)
    )


def ledger_rows(ledger: Ledger) -> list[tuple[str, ...]]:
    """Return the whole period by role, as cells under `LEDGER_HEADER`."""
    named = [(role_word(role), ledger.of(role)) for role in Role]
    named += [("no role in particular", ledger.other), ("not told", ledger.unknown)]
    return [(name, *_cells(amount)) for name, amount in named]


def ledger_weeks(ledger: Ledger) -> list[tuple[str, ...]]:
    """Return the weeks of a ledger, as cells under `LEDGER_WEEKS_HEADER`; a load that lacks sessions says how many."""
    return [_week(week) for week in ledger.weeks]


def load_text(week: LedgerWeek) -> str:
    """Return the load of a week, and of how many sessions it was not told.

    Examples
    --------
    >>> from datetime import date
    >>> load_text(LedgerWeek(date(2026, 3, 2), sessions=3, load=480.0, load_not_told=1))
    '480, 1 not told'
    >>> load_text(LedgerWeek(date(2026, 3, 2), sessions=1, load_not_told=1)), load_text(LedgerWeek(date(2026, 3, 2)))
    ('not told', '0')
    """
    if week.load_not_told and week.load_not_told == week.sessions:
        return "not told"
    return number(week.load, 0) + (f", {week.load_not_told} not told" if week.load_not_told else "")


def _week(week: LedgerWeek) -> tuple[str, ...]:
    _, *doses = _cells(week.total)
    return (week.start.isoformat(), str(week.sessions), load_text(week), *doses, number(week.unknown.minutes, 0))


def _cells(amount: Amount) -> tuple[str, ...]:
    return tuple(number(getattr(amount, name), 0) for name in ("minutes", "fast_metres", "hard_sets", "contacts"))


def _athlete(ledger: Ledger, ranked: Sequence[RoleResponse]) -> tuple[str, str]:
    since = f"since {day(ledger.since, today=ledger.until)}"
    if not ledger.sessions:
        return f"Nothing is logged {since}.", LEARN
    share = _largest(ledger)
    if share is None:
        return "Your log tells how often you trained, and not yet what was in it.", LEARN
    what, role, part = share
    first = _share_words(ledger, what, since, role, part)
    if not ranked:
        return f"{first} What came of it, we cannot tell yet.", "keep telling what you do"
    said, step = _CAME_OUT[ranked[0].response]
    name = role_word(ranked[0].role)
    return f"{first} {said.format(name)}", step.format(name)


def _share_words(ledger: Ledger, what: str, since: str, role: Role, part: float) -> str:
    percent = f"{number(100 * part, 0)} %"
    whose = "your" if ledger.unknown.minutes <= OPEN_SHARE * ledger.total.minutes else "the"
    told = "" if whose == "your" else " you told"
    if part < SPREAD:
        return f"{capital(whose)} {what}{told} {since} were spread, {role_word(role)} the most with {percent}."
    return f"{percent} of {whose} {what}{told} {since} were {role_word(role)}."


def _largest(ledger: Ledger) -> tuple[str, Role, float] | None:
    """The role with the largest share of the first thing there is enough of to speak about."""
    for name, (what, enough) in _COUNTED.items():
        known = sum(getattr(ledger.of(role), name) for role in Role)
        if known >= enough:
            role = max(Role, key=lambda role: getattr(ledger.of(role), name))
            return what, role, getattr(ledger.of(role), name) / known
    return None


def _coach(ledger: Ledger, responses: Sequence[RoleResponse]) -> str:
    since = f"Since {day(ledger.since, today=ledger.until)}, {count(ledger.sessions, 'session')}"
    doses = [f"{role_word(role)} {_dose(ledger.of(role))}" for role in Role]
    told = ledger.sessions - ledger.load_not_told
    parts = [f"{since}: {'; '.join(doses)}.", _open(ledger), f"Load told for {told} of {ledger.sessions} sessions."]
    parts += [f"{capital(role_word(one.role))}: {_came(one)}." for one in responses]
    return " ".join(part for part in parts if part)


def _dose(amount: Amount) -> str:
    return f"{number(amount.hard_sets, 0)} hard sets, {number(amount.fast_metres, 0)} m fast, " + (
        f"{number(amount.contacts, 0)} contacts"
    )


def _open(ledger: Ledger) -> str:
    """What the log leaves open, so that no zero is read as "not done"."""
    total = ledger.total
    found: list[str] = []
    if ledger.unknown.minutes > 0.0:
        found.append(f"what {number(ledger.unknown.minutes, 0)} of {number(total.minutes, 0)} min held")
    if total.unsure_sets > 0.0:
        found.append(f"the reserve of {number(total.unsure_sets, 0)} sets, counted as hard")
    if total.unsure_metres > 0.0:
        found.append(f"the intensity of {number(total.unsure_metres, 0)} m, counted as fast")
    slow = sum(week.open_metres for week in ledger.weeks)
    if slow > 0.0:
        found.append(f"how fast {number(slow, 0)} m were, not counted")
    return f"Not told: {listed(found)}." if found else ""


def _came(one: RoleResponse) -> str:
    if one.response is Response.CANNOT_TELL:
        return f"cannot tell, {one.reason}"
    change = "" if isinstance(one.change, Missing) else f" ({log_percent(one.change.change)})"
    hint = ", a hint from one kind of test" if one.families < 2 else ""
    return f"{one.response.value}{change}{hint}"


def _scientist(ledger: Ledger, responses: Sequence[RoleResponse]) -> str:
    shares = [
        f"{what} {', '.join(f'{role_word(role)} {number(ledger.share(role, name) or 0.0, 2)}' for role in Role)}"
        for name, (what, _) in _COUNTED.items()
        if ledger.share(Role.PUSH, name) is not None
    ]
    load = sum(week.load for week in ledger.weeks)
    parts = [f"Shares of what is known by role: {'; '.join(shares)}." if shares else "Nothing is known by role."]
    parts.append(
        f"Σ RPE × min {number(load, 0)} over {ledger.sessions - ledger.load_not_told} sessions, "
        f"{ledger.load_not_told} without."
    )
    parts += [_open(ledger)] if _open(ledger) else []
    parts += [_response(one) for one in responses]
    return " ".join([*parts, f"{NOT_A_CAUSE}; role shares of exercises and the limits of a dose are judgement."])


def _response(one: RoleResponse) -> str:
    name = role_word(one.role)
    change = "not known" if isinstance(one.change, Missing) else f"Δln {logs(one.change.change)}"
    return (
        f"{capital(name)}: {number(one.weekly, 1)} small sessions' worth a week, {change}, "
        f"{count(one.families, 'kind of test')}: {one.response.value}{f' ({one.reason})' if one.reason else ''}."
    )
