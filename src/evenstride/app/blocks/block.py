"""Use cases: register a block before its data, open its times, end it early, and look at it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from evenstride.app.blocks.sealed import (
    BLOCK,
    EVENT,
    blocks_of,
    events_of,
    is_open,
    open_recordings,
    running_block,
    shows_speed,
    state_of,
)
from evenstride.app.care.stop import find_stop, newest_plan
from evenstride.app.diagnose import diagnose_measured
from evenstride.app.observe import FLYING_SPEEDS, TOP_SPEED, Measured, Series, measure_stored, observe
from evenstride.app.people import choose_athlete
from evenstride.app.results import made_by
from evenstride.app.wiring import local_day
from evenstride.core.athlete import LIMIT_VERDICT_AGE, Athlete
from evenstride.core.block import BaselineDay, Bet, Block, BlockEvent, BlockState, EventKind
from evenstride.core.check import BLOCK_WEEKS
from evenstride.core.errors import InputError, NotFoundError
from evenstride.core.overview import Voices
from evenstride.core.progress import Progress, no_progress
from evenstride.core.roles import Role
from evenstride.science.block.change import baseline_scatter, predict_levers, predict_notice, spread
from evenstride.science.block.check import require_baseline
from evenstride.science.block.forecast import SOURCE, forecast_block
from evenstride.science.change.check import SPEED_SWC_SOURCE, average_days
from evenstride.science.change.comparable import Comparable
from evenstride.science.diagnosis.diagnose import emphasis_on, predict_role_gains
from evenstride.store import Store, Stored, in_one_turn
from evenstride.words import halt, say_block, stop_rule

BASELINE_WEEKS = BLOCK_WEEKS
"""Weeks before the start in which sessions make the baseline (judgement: older ones are another runner)."""

LONGEST = 26
"""Weeks from which nobody can be said to test one hypothesis (judgement)."""


@dataclass(frozen=True, slots=True)
class BlockWish:
    """What is wished for a block.

    `role` with `as_diagnosed` False is the emphasis, None then being "train both"; else the diagnosis decides.
    `sessions` are timed sessions a week; `metric` is flying speed or top speed, None for the one with a baseline;
    `stop` is a stop rule in one's own words.
    """

    role: Role | None = None
    as_diagnosed: bool = True
    weeks: int = BLOCK_WEEKS
    sessions: int = 2
    start: date | None = None
    metric: str | None = None
    sealed: bool = True
    stop: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A block that could be registered, with its words and the ids it rests on; nothing is kept yet."""

    block: Block
    voices: Voices
    parents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BlockPage:
    """One registered block: what was registered, what was done to it, where it stands."""

    id: str
    block: Block
    state: BlockState
    events: tuple[BlockEvent, ...]
    voices: Voices


def propose_block(
    store: Store, name: str | None, wish: BlockWish, *, at: datetime, progress: Progress = no_progress
) -> Proposal:
    """Put a block together and say, before it starts, how likely this timing would notice what is expected.

    Raises
    ------
    InputError
        If another block runs, fewer than three sessions were measured alike before it, or care comes first: under
        sixteen, health questions open or answered with yes, pain or a stop sign.
    """
    athlete, on = choose_athlete(store, name), local_day(at)
    start = on if wish.start is None else wish.start
    _require_weeks(wish)
    _require_nothing_running(store, athlete, on)
    _require_well(store, athlete, on)
    last = on if start >= on else start - timedelta(days=1)
    measured = measure_stored(open_recordings(store, athlete, on), until=last, progress=progress)
    series, found = _baseline(measured, wish.metric, start)
    diagnosis = diagnose_measured(store, athlete, measured, at=at)
    role = diagnosis.named if wish.as_diagnosed else wish.role
    plan = newest_plan(store, athlete)
    planned = wish.sessions * wish.weeks
    known = tuple(BaselineDay(day, value.estimate()) for day, value in average_days(found.dated))
    gains = predict_role_gains(observe(athlete, measured, on=on))
    forecasts = forecast_block(gains, role, weeks=wish.weeks)
    noise = series.day_noise
    scatter = baseline_scatter(known, day_noise=noise)
    swc = 0.0 if series.swc is None else series.swc
    block = Block(
        athlete=athlete.name, role=role, outcome=series.name, set_up=found.set_ups[0], registered_at=at, start=start,
        check=start + timedelta(weeks=wish.weeks), baseline=known, planned=planned, day_noise=noise, scatter=scatter,
        forecasts=forecasts, source=SOURCE, swc=swc, swc_source=SPEED_SWC_SOURCE,
        chance=predict_notice(known, forecasts[Bet.BLOCK], spread(planned), day_noise=noise, swc=swc),
        levers=predict_levers(known, forecasts[Bet.BLOCK], planned, day_noise=noise, swc=swc),
        stop_rule=wish.stop.strip() or stop_rule(scatter), emphasis=emphasis_on(role), sealed=wish.sealed,
        prospective=start >= on and not _is_measured_after(store, athlete, start),
        plan="" if plan is None else plan.id, diagnosis=diagnosis.id,
    )  # fmt: skip
    days = {day.on for day in known}
    parents = [item.id for item in measured.stored if item.noun.on in days and shows_speed(item.noun)]
    kept = (*parents, diagnosis.id, *((plan.id,) if plan is not None else ()))
    return Proposal(block, say_block(block, state=BlockState.WAITING, today=on), kept)


@in_one_turn
def register_block(store: Store, proposal: Proposal, *, at: datetime) -> str:
    """Keep a proposed block, dated now; returns its id. It cannot be changed afterwards.

    Raises
    ------
    InputError
        If another block was begun in the meantime.
    """
    athlete = store.athlete(proposal.block.athlete)
    _require_nothing_running(store, athlete, local_day(at))
    block = replace(proposal.block, registered_at=at)
    method = "registered before its data" if block.prospective else "registered after its first day"
    parameters = {
        "athlete": athlete.key,
        "role": None if block.role is None else block.role.value,
        "outcome": block.outcome,
        "start": block.start.isoformat(),
        "check": block.check.isoformat(),
        "expected": round(block.expected.value, 6),
        "registered": at.isoformat(),
    }
    making = made_by(BLOCK, method, proposal.parents, parameters, seed=block.seed)
    return store.save_result(making, block, athlete=athlete.name, saved_at=at)


def find_block(store: Store, name: str | None, id: str | None = None) -> tuple[Athlete, Stored[Block]]:
    """Return a block by its id or the beginning of it, or the one registered last.

    Raises
    ------
    NotFoundError
        If there is none.
    """
    if id is not None:
        found = store.result(id)
        if isinstance(found.noun, Block):
            return store.athlete(found.noun.athlete), Stored(found.id, found.athlete, found.at, found.noun)
        raise NotFoundError(f"'{id}' is no block", remedy="List them: evenstride block scorecard")
    athlete = choose_athlete(store, name)
    blocks = blocks_of(store, athlete)
    if not blocks:
        raise NotFoundError(f"no block of {athlete.name} is registered", remedy="Begin one: evenstride block start")
    return athlete, blocks[-1]


def show_block(store: Store, name: str | None, *, at: datetime, id: str | None = None) -> BlockPage:
    """Return a block as it was registered, and where it stands."""
    athlete, found = find_block(store, name, id)
    on, events = local_day(at), events_of(store, athlete, found.id)
    state = state_of(found.noun, events, on)
    stop = halt(find_stop(store, athlete, on))
    return BlockPage(found.id, found.noun, state, events, say_block(found.noun, state=state, today=on, halt=stop))


@in_one_turn
def unseal_block(store: Store, name: str | None, reason: str, *, at: datetime, id: str | None = None) -> BlockEvent:
    """Open the times of a block before its check date, and record that it was done.

    Raises
    ------
    InputError
        If they are open already, or the block is over.
    """
    athlete, found = find_block(store, name, id)
    events = events_of(store, athlete, found.id)
    over = state_of(found.noun, events, local_day(at)) in (BlockState.DUE, BlockState.ENDED)
    if over or is_open(found.noun, events):
        raise InputError("the times of this block are open already", remedy="Look at them: evenstride block check")
    return _record(store, athlete, found.id, EventKind.UNSEALED, reason, at=at)


@in_one_turn
def end_block(store: Store, name: str | None, reason: str, *, at: datetime, id: str | None = None) -> BlockEvent:
    """End a block before its check date and record why; it stays on the scorecard with what it has shown.

    Raises
    ------
    InputError
        Without a reason, or if it is over.
    """
    athlete, found = find_block(store, name, id)
    state = state_of(found.noun, events_of(store, athlete, found.id), local_day(at))
    if state in (BlockState.DUE, BlockState.ENDED):
        raise InputError(
            f"this block is over ({state.value})",
            why="What was registered stands",
            remedy="Look at it: evenstride block check",
        )
    if not reason.strip():
        raise InputError("a block ends early for a reason", remedy='Say it: --reason "left hamstring"')
    return _record(store, athlete, found.id, EventKind.ENDED, reason, at=at)


def _record(store: Store, athlete: Athlete, block: str, kind: EventKind, reason: str, *, at: datetime) -> BlockEvent:
    event = BlockEvent(block, athlete.name, local_day(at), kind, " ".join(reason.split()), at)
    making = made_by(EVENT, kind.value, [block], {"reason": event.reason, "at": at.isoformat()})
    store.save_result(making, event, athlete=athlete.name, saved_at=at)
    return event


def _baseline(measured: Measured, metric: str | None, start: date) -> tuple[Series, Comparable]:
    """The speed a block is judged by, with its days of one set-up; the one that has a baseline unless one is asked."""
    speeds = {one.name: one for one in measured.series if one.name in (*FLYING_SPEEDS.values(), TOP_SPEED)}
    chosen = list(speeds.values()) if metric is None else [one for one in speeds.values() if _is_named(one, metric)]
    if metric is not None and not chosen:
        raise InputError(
            f"'{metric}' cannot judge a block",
            place="--metric",
            why="Only speed has a forecast",
            remedy=f"Measured so far: {', '.join(speeds) or 'no speed yet'}",
        )
    since = start - timedelta(weeks=BASELINE_WEEKS)
    found = [(one, group) for one in chosen for group in one.comparable(since) if not group.assumed]
    best = max(found, key=lambda pair: min(pair[1].days, 3), default=None)
    what = best[0].name if best is not None else (chosen[0].name if chosen else "speed")
    require_baseline(0 if best is None else best[1].days, what=what, until=start)
    assert best is not None, "without a baseline the block was refused"
    return best


def _is_named(series: Series, metric: str) -> bool:
    wanted, name = metric.strip().casefold(), series.name.casefold()
    return wanted in (name, name.rpartition(" (")[0]) or name.endswith(f"({wanted})")


def _is_measured_after(store: Store, athlete: Athlete, start: date) -> bool:
    days = (item.noun.on for item in store.recordings(athlete.name) if shows_speed(item.noun))
    return any(on is not None and on > start for on in days)


def _require_weeks(wish: BlockWish) -> None:
    if not 2 <= wish.weeks <= LONGEST:
        raise InputError(f"a block of {wish.weeks} weeks", place="--weeks", remedy=f"Choose 2 to {LONGEST} weeks")
    if not 1 <= wish.sessions <= 3:
        raise InputError(
            f"{wish.sessions} timed sessions a week",
            place="--sessions",
            remedy="Choose 1 to 3: speed needs rest between",
        )


def _require_nothing_running(store: Store, athlete: Athlete, on: date) -> None:
    running = running_block(store, athlete, on)
    if running is not None:
        raise InputError(
            f"a block of {athlete.name} runs until {running.noun.check} ({running.id[:8]})",
            why="Two hypotheses at once could not be told apart, and what is registered cannot be changed",
            remedy='Wait for its check date, or end it: evenstride block end --reason "..."',
        )


def _require_well(store: Store, athlete: Athlete, on: date) -> None:
    age = athlete.least_age_on(on)
    if age is not None and age < LIMIT_VERDICT_AGE:
        raise InputError(
            f"blocks are for runners from {LIMIT_VERDICT_AGE}",
            why="Growing explains much of any change before",
            remedy="Play, jump and run; log what was most fun",
        )
    stop = halt(find_stop(store, athlete, on))
    if stop:
        raise InputError("no block begins now", why="Something was told that stops training", remedy=_sentence(stop))
    readiness = athlete.intake.readiness if athlete.intake is not None else None
    if readiness is None:
        raise InputError(
            f"{athlete.name} has not answered the health questions yet",
            why="They come before any all-out run",
            remedy="Answer them once: evenstride start",
        )
    if readiness.any_yes:
        raise InputError(
            "no block begins now",
            why="One of the health questions was answered with yes",
            remedy="Please ask a doctor first",
        )


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
