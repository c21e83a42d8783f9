"""What is asked for before the next step of the way back, held against the log: shown, never a verdict."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from evenstride.core.come_back import Criterion, SideRatio
from evenstride.core.log import LogEntry
from evenstride.core.plan import Kind
from evenstride.core.training import ComeBack, Stage
from evenstride.core.work import Work
from evenstride.plan.body import tissues_of
from evenstride.plan.exercises import exercises
from evenstride.plan.history import kind_of
from evenstride.plan.limits import RETURN_RUN_TOP
from evenstride.plan.movements import is_spring
from evenstride.plan.way_back import pains_there

SESSIONS = 2
"""Sessions on different days before the next step (science.md §7.7 for runs at 90 %; else coaching practice)."""
SYMMETRY = 0.90
"""Least strength of one side against the other before the last step of a hamstring (science.md §7.7)."""
TICK = "clinician's tick"
DAY = timedelta(days=1)

_WHAT: Mapping[Stage, str] = {
    Stage.RELEARN: "sessions of drills",
    Stage.LOAD: "sessions of strength",
    Stage.SPRING: "sessions with jumps",
    Stage.PERFORM: "speed sessions",
}


def criteria_of(
    back: ComeBack, log: Sequence[LogEntry], *, on: date, ratio: SideRatio | None = None
) -> tuple[Criterion, ...]:
    """Return what is asked for before the next step, in its order.

    Only what was logged counts, since the day the step began. A morning nobody told of is not taken for a fine one.

    Parameters
    ----------
    back : ComeBack
        Where the athlete stands.
    log : sequence of LogEntry
        All of it, or that since the step began.
    on : date
        Today.
    ratio : SideRatio or None
        Newest test of isometric knee flexion; asked for after a hamstring only, before the last step.

    Examples
    --------
    >>> back = ComeBack("calf", Stage.LOAD, date(2026, 3, 2))
    >>> [one.met for one in criteria_of(back, [LogEntry(date(2026, 3, 3), "strength")], on=date(2026, 3, 5))]
    [False, None, None]
    """
    since = [entry for entry in log if back.since <= entry.on <= on]
    days = _days(back, since)[-SESSIONS:]
    source = "hickey_yt" if back.stage in RETURN_RUN_TOP else "coaching practice"
    found = [
        Criterion(f"two {what_of(back)} on different days", len(days) == SESSIONS, _count(days), source),
        _each("both without pain in the place", days, lambda day: _is_free(back, since, day), source),
        _each("fine the morning after both", days, lambda day: _is_fine(back, since, day), source),
    ]
    following = back.stage.following or back.stage
    if back.stage is Stage.SPRINT and "hamstring" in tissues_of(back.place):
        found.append(_strength(ratio))
    if following.needs_tick:
        ticked = following in back.agreed or (following is back.stage and back.ticked is not None)
        found.append(
            Criterion(TICK, ticked, f"for {following}: {'given' if ticked else 'not given'}", "coaching practice")
        )
    return tuple(found)


def what_of(back: ComeBack) -> str:
    """Return the sessions a step is made of, in the plural."""
    return _WHAT[back.stage] if back.stage in _WHAT else f"runs at {100.0 * stage_speed(back):.0f} %"


def stage_speed(back: ComeBack) -> float:
    """Return the speed a step's runs are done at before the next step: its fastest, or a physio's limit below it."""
    told = [limit.speed_share for limit in back.limits if limit.speed_share is not None]
    return min((RETURN_RUN_TOP.get(back.stage, 1.0), *told))


def _days(back: ComeBack, log: Sequence[LogEntry]) -> list[date]:
    """Return the days with a session of the step, in order."""
    return sorted({entry.on for entry in log if _belongs(back, entry)})


def _belongs(back: ComeBack, entry: LogEntry) -> bool:
    kind = kind_of(entry)
    if back.stage is Stage.RELEARN:
        return kind is Kind.TECHNIQUE
    if back.stage is Stage.LOAD:
        return kind is Kind.STRENGTH
    if back.stage is Stage.SPRING:
        return any(work.exercise in exercises() and is_spring(exercises()[work.exercise]) for work in entry.work)
    if back.stage is Stage.PERFORM:
        return kind is not None and kind.is_speed and kind is not Kind.BIKE_SPRINTS
    return any(_is_run_at(work, stage_speed(back)) for work in entry.work)


def _is_run_at(work: Work, speed: float) -> bool:
    return work.distance is not None and work.intensity is not None and work.intensity >= speed - 1e-9


def _is_free(back: ComeBack, log: Sequence[LogEntry], day: date) -> bool:
    return not any(pains_there(back, entry.pains) for entry in log if entry.on == day)


def _is_fine(back: ComeBack, log: Sequence[LogEntry], day: date) -> bool | None:
    """Whether the morning after was fine; None where nobody told of it."""
    after = [entry for entry in log if entry.on == day + DAY]
    told = [pain for entry in log if entry.on == day for pain in pains_there(back, entry.pains)]
    if any(pain.worse_next_morning for pain in told) or any(pains_there(back, entry.pains) for entry in after):
        return False
    return True if after else None


def _each(text: str, days: Sequence[date], holds: Callable[[date], bool | None], source: str) -> Criterion:
    """Ask one thing of the last sessions; what nobody told of leaves it open."""
    answers = [holds(day) for day in days]
    said = [f"{day.isoformat()} {_ANSWERS[answer]}" for day, answer in zip(days, answers, strict=True)]
    met = False if False in answers else True if answers == [True] * SESSIONS else None
    return Criterion(text, met, ", ".join(said) or "no session yet", source)


_ANSWERS: Mapping[bool | None, str] = {True: "yes", False: "no", None: "not told"}


def _count(days: Sequence[date]) -> str:
    return ", ".join(day.isoformat() for day in days) or "none logged with its work since this step began"


def _strength(ratio: SideRatio | None) -> Criterion:
    text = f"isometric knee flexion at least {100.0 * SYMMETRY:.0f} % of the other side"
    if ratio is None:
        return Criterion(text, None, "not tested yet", "science.md §7.7")
    low, high = ratio.ratio.low, ratio.ratio.high
    said = f"{ratio.sides} {100.0 * ratio.ratio.value:.0f} % [{100.0 * low:.0f}, {100.0 * high:.0f}]"
    return Criterion(text, True if low >= SYMMETRY else False if high < SYMMETRY else None, said, "science.md §7.7")
