"""From log entries to the role ledger: which work counts as what, and for whom.

Nothing is guessed: an entry that tells a kind only, and answers no planned session, gives minutes of no known role.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from importlib import resources

from evenstride.core.exercise import Exercise, Pattern
from evenstride.core.ledger import Amount, Ledger, LedgerWeek, sum_amounts
from evenstride.core.log import LogEntry
from evenstride.core.plan import Dose, Session
from evenstride.core.roles import Role
from evenstride.core.work import Work
from evenstride.plan.find import find_exercise
from evenstride.plan.history import is_training
from evenstride.plan.templates import JUMPS, minutes_of

FAST = 0.9
"""Share of best speed from which metres count as fast (science.md §7.3: metres at 90 % of own top speed or more)."""

HARD_RESERVE = 4.0
"""Repetitions in reserve up to which a set counts as hard (judgement: further from the end, load hardly matters)."""

STRENGTH = frozenset({
    Pattern.SQUAT, Pattern.HINGE, Pattern.LUNGE, Pattern.BRIDGE, Pattern.CALF, Pattern.PUSH, Pattern.PULL,
    Pattern.THROW, Pattern.CARRY, Pattern.BRACE, Pattern.ROTATE, Pattern.THIGH_DRIVE, Pattern.LEG_CURL,
    Pattern.ADDUCTOR, Pattern.HIP_SIDE,
})  # fmt: skip
"""Movements whose sets are strength sets."""

_SET_REST, _RUN_REST = 90.0, 150.0
"""Usual rests in s, by which the minutes of a session are shared among its exercises (coaching practice)."""


@dataclass(slots=True)
class _Tally:
    """Amounts of one entry while it is counted."""

    roles: dict[Role, Amount] = field(default_factory=lambda: dict.fromkeys(Role, Amount()))
    other: Amount = field(default_factory=Amount)
    unknown: Amount = field(default_factory=Amount)
    open_metres: float = 0.0

    def give(self, shares: Mapping[Role, float] | None, amount: Amount) -> None:
        """Share an amount among roles; None: nobody knows whose it is; empty: nobody's in particular."""
        if shares is None:
            self.unknown = self.unknown + amount
        elif not shares:
            self.other = self.other + amount
        else:
            for role, share in shares.items():
                self.roles[role] = self.roles[role] + amount.times(share)


def count_ledger(
    athlete: str, entries: Iterable[LogEntry], sessions: Mapping[str, Session], *, since: date, until: date
) -> Ledger:
    """Count what the log tells by role and week.

    `since` and `until` are the first and last day that count; the first week begins on the Monday before. `sessions`
    are the planned ones by id: an entry that answers one without telling what was done gives minutes by the roles of
    that session, and no sets, metres or contacts, which nobody told.

    Notes
    -----
    Minutes of an entry are shared among its exercises by the time their doses take with usual rests (judgement), and
    those of an exercise among roles by its `role_shares` (judgement). The unit of load is effort × minutes.

    Examples
    --------
    >>> day = date(2026, 3, 2)
    >>> squat = LogEntry(day, "strength", 40.0, work=(Work("back_squat", 3, 5, rir=2.0),))
    >>> told = count_ledger("Noa", [squat, LogEntry(day, "strength", 30.0)], {}, since=day, until=day)
    >>> round(told.of(Role.PUSH).hard_sets, 2), told.unknown.minutes
    (2.7, 30.0)
    """
    monday = since - timedelta(days=since.weekday())
    days: dict[date, list[LogEntry]] = defaultdict(list)
    for entry in entries:
        if since <= entry.on <= until:
            days[entry.on - timedelta(days=entry.on.weekday())].append(entry)
    starts = [monday + timedelta(weeks=number) for number in range((until - monday).days // 7 + 1)]
    return Ledger(athlete, since, until, tuple(_week(start, days[start], sessions) for start in starts))


def fast_metres(entry: LogEntry, *, at_least: float) -> float | None:
    """Return the metres at a share of best speed or more that an entry tells; None where it leaves that open.

    Examples
    --------
    >>> runs = [LogEntry(date(2026, 3, 2), "speed", work=(Work("fly_run", 1, 4, distance=20.0, intensity=share),))
    ...         for share in (0.98, 0.75, None)]
    >>> [fast_metres(one, at_least=0.95) for one in runs]
    [80.0, 0.0, None]
    """
    found, is_open = 0.0, not entry.work
    for work in entry.work:
        if work.distance is None:
            continue
        intensity = _intensity(work)
        unsure = work.intensity is None and (intensity is None or intensity < at_least)
        if unsure or (work.metres is None and intensity is not None and intensity >= at_least):
            is_open = True
        elif intensity is not None and intensity >= at_least:
            found += work.metres or 0.0
    return None if is_open and found <= 0.0 else found


def _week(start: date, entries: Sequence[LogEntry], sessions: Mapping[str, Session]) -> LedgerWeek:
    trained = [entry for entry in entries if is_training(entry)]
    tallies = [_count(entry, sessions.get(entry.session)) for entry in trained]
    loads = [None if one.minutes is None or one.rpe is None else one.minutes * one.rpe for one in trained]
    return LedgerWeek(
        start,
        roles={role: sum_amounts(tally.roles[role] for tally in tallies) for role in Role},
        other=sum_amounts(tally.other for tally in tallies),
        unknown=sum_amounts(tally.unknown for tally in tallies),
        sessions=len(trained),
        load=sum(load for load in loads if load is not None),
        load_not_told=sum(load is None for load in loads),
        days_told=len({entry.on for entry in entries}),
        open_metres=sum(tally.open_metres for tally in tallies),
    )


def _count(entry: LogEntry, session: Session | None) -> _Tally:
    tally = _Tally()
    minutes = 0.0 if entry.minutes is None else entry.minutes
    if entry.work:
        _count_work(entry.work, minutes, session, tally)
    elif session is not None and session.minutes > 0.0:
        shares = {role: part / session.minutes for role, part in session.roles.items()}
        tally.give(shares, Amount(minutes=minutes))
        tally.give({}, Amount(minutes=minutes * max(0.0, 1.0 - sum(shares.values()))))
    else:
        tally.give(None, Amount(minutes=minutes))
    return tally


def _count_work(works: Sequence[Work], minutes: float, session: Session | None, tally: _Tally) -> None:
    planned = {item.exercise.code: item.dose for item in session.prescriptions} if session is not None else {}
    lengths = [_length(work, planned.get(work.exercise)) for work in works]
    for work, length in zip(works, lengths, strict=True):
        exercise = find_exercise(work.exercise)
        shares = None if exercise is None else exercise.role_shares
        amount, open_ = _amount(work, exercise)
        tally.open_metres += open_
        tally.give(shares, replace(amount, minutes=minutes * length / sum(lengths)))


def _length(work: Work, planned: Dose | None) -> float:
    """Minutes an exercise takes with its rests; one minute where nothing was told."""
    asked = Dose() if planned is None else planned
    rest = asked.rest if asked.rest is not None else _RUN_REST if is_fast_run(work) else _SET_REST
    sets = asked.sets if work.sets is None else work.sets
    reps = asked.reps if work.reps is None else work.reps
    long = work.duration is not None and work.duration > 120.0
    told = Dose(sets, reps, distance=work.distance, duration=work.duration, rest=0.0 if long else rest)
    return max(1.0, minutes_of(told))


def _amount(work: Work, exercise: Exercise | None) -> tuple[Amount, float]:
    """What an exercise gives besides minutes, and metres of which nobody knows how fast they were."""
    if exercise is not None and not exercise.role_shares:
        return Amount(), 0.0
    if work.distance is not None:
        metres, intensity = work.metres or 0.0, _intensity(work)
        if intensity is None:
            return Amount(), metres
        fast = metres if intensity >= FAST else 0.0
        return Amount(fast_metres=fast, unsure_metres=0.0 if work.intensity is not None else fast), 0.0
    sets = float(work.sets or 0) if _is_strength(work, exercise) else 0.0
    hard = sets if work.rir is None or work.rir <= HARD_RESERVE else 0.0
    return Amount(
        hard_sets=hard, unsure_sets=hard if work.rir is None else 0.0, contacts=_contacts(work, exercise)
    ), 0.0


def _is_strength(work: Work, exercise: Exercise | None) -> bool:
    """Whether sets of it are strength sets; of an own word only a load or a reserve tells."""
    if exercise is None:
        return work.load is not None or work.rir is not None
    return not exercise.playful and exercise.pattern in STRENGTH


def _contacts(work: Work, exercise: Exercise | None) -> float:
    """Contacts as told, else those the catalogue gives to the repetitions or the minutes of a jump."""
    if work.contacts is not None:
        return float(work.contacts)
    if exercise is None or exercise.pattern not in JUMPS:
        return 0.0
    each = exercise.contacts
    if work.duration is not None:
        each = exercise.contacts_per_minute * work.duration / 60.0
    return (work.sets or 0) * (work.reps or 0) * each


def is_fast_run(work: Work) -> bool:
    """Whether work was running near own best: by the intensity told, else by what the exercise is planned with."""
    return work.distance is not None and (_intensity(work) or 0.0) >= FAST


def _intensity(work: Work) -> float | None:
    """Share of best speed as told; an exercise that is never planned slower is fast by its nature."""
    return work.intensity if work.intensity is not None else _slowest_planned().get(work.exercise)


@cache
def _slowest_planned() -> Mapping[str, float]:
    """The lowest intensity of every run that no session plans below `FAST`."""
    seen: dict[str, list[float]] = defaultdict(list)
    for file in resources.files("evenstride.plan").joinpath("data/sessions").iterdir():
        for session in tomllib.loads(file.read_text(encoding="utf-8"))["session"]:
            for block in session["block"]:
                for code in block["any"]:
                    steps = block.get("own", {}).get(code, block["steps"])
                    seen[code] += [step.get("intensity", 0.0) for step in steps if "distance" in step]
    return {code: min(found) for code, found in seen.items() if found and min(found) >= FAST}
