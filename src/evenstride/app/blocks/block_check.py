"""Use cases: is the block working, and how did all registered blocks do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from evenstride.app.blocks.block import find_block
from evenstride.app.blocks.sealed import ANSWER, blocks_of, events_of, find_seal, is_open, shows_speed, state_of
from evenstride.app.care.stop import find_stop, planned_days
from evenstride.app.observe import Measured, measure_stored, seed_of
from evenstride.app.people import choose_athlete
from evenstride.app.results import corrected, made_by
from evenstride.app.wiring import local_day
from evenstride.core.adherence import Adherence
from evenstride.core.athlete import LIMIT_VERDICT_AGE, Athlete
from evenstride.core.block import (
    Bet,
    Block,
    BlockAnswer,
    BlockEvent,
    BlockState,
    EventKind,
    Scorecard,
    ScorecardRow,
    Standing,
)
from evenstride.core.diagnosis import Diagnosis
from evenstride.core.overview import BlockShown, Voices
from evenstride.core.progress import Progress, no_progress
from evenstride.core.recording import Recording
from evenstride.plan.adherence import PAIN_DAYS, count_adherence
from evenstride.science.block.check import answer_block, hold_against_work, measure_scorecard
from evenstride.science.change.comparable import say_left_out
from evenstride.store import Store, Stored
from evenstride.words import (
    SCORECARD_HEADER,
    halt,
    say_block,
    say_block_answer,
    say_block_sealed,
    say_scorecard,
    scorecard_row,
)


@dataclass(frozen=True, slots=True)
class BlockChecked:
    """A block and what it showed so far; `answer` is None while its times are sealed or it has not begun."""

    id: str
    block: Block
    state: BlockState
    answer: BlockAnswer | None
    voices: Voices
    kept: str = ""
    """Id of the stored answer."""


def check_block(
    store: Store, name: str | None, *, at: datetime, id: str | None = None, progress: Progress = no_progress
) -> BlockChecked:
    """Say whether a block is working, by the rule of every check and against what was registered.

    While its times are sealed nothing is said of them; open ones are told as "not yet" before the check date.
    """
    athlete, found = find_block(store, name, id)
    on = local_day(at)
    measured = measure_stored(store.recordings(athlete.name), until=on, progress=progress)
    return _checked(store, athlete, found, measured, at=at)


def block_shown(store: Store, athlete: Athlete, measured: Measured, *, at: datetime) -> BlockShown | None:
    """Return the block registered last as a page shows it, from what may be seen; None without one."""
    blocks = blocks_of(store, athlete)
    if not blocks:
        return None
    found = _checked(store, athlete, blocks[-1], measured, at=at)
    age = athlete.least_age_on(local_day(at))
    young = age is not None and age < LIMIT_VERDICT_AGE
    verdict = "" if found.answer is None or young else found.answer.verdict.value
    return BlockShown(found.id, found.state, found.voices, verdict)


def scorecard_of(
    store: Store, name: str | None, *, at: datetime, everybody: bool = False, progress: Progress = no_progress
) -> Scorecard:
    """Put all registered blocks of an athlete, or of everybody in the database, together.

    Answers are made from what is stored, whether or not anybody asked for them: a miss cannot be left unasked.
    """
    athletes = store.athletes() if everybody else (choose_athlete(store, name),)
    rows: list[ScorecardRow] = []
    for athlete in athletes:
        blocks = blocks_of(store, athlete)
        if not blocks:
            continue
        measured = measure_stored(store.recordings(athlete.name), until=local_day(at), progress=progress)
        rows += [_row(store, athlete, one, measured, on=local_day(at)) for one in blocks]
    return measure_scorecard(rows)


def aims_of(store: Store, athlete: Athlete, measured: Measured, *, on: date) -> Standing:
    """Return how an athlete's blocks that aimed at the limit named then, and were tried, did against "train both"."""
    aimed = [one for one in blocks_of(store, athlete) if _aims_at_limit(store, one.noun)]
    rows = [_row(store, athlete, one, measured, on=on) for one in aimed]
    tried = [row for row in rows if row.answer is None or not row.answer.untested]
    return measure_scorecard(tried).against[Bet.BOTH]


def _aims_at_limit(store: Store, block: Block) -> bool:
    """Whether the diagnosis a block rests on named its role as the limit."""
    if block.role is None or not block.diagnosis:
        return False
    found = store.result(block.diagnosis).noun
    return isinstance(found, Diagnosis) and found.named is block.role


def describe_scorecard(card: Scorecard) -> tuple[tuple[str, ...], list[tuple[str, ...]], Voices]:
    """Return the scorecard as a header, one row a block, and what it says in three voices."""
    return SCORECARD_HEADER, [scorecard_row(row) for row in card.rows], say_scorecard(card)


def _row(store: Store, athlete: Athlete, found: Stored[Block], measured: Measured, *, on: date) -> ScorecardRow:
    events = events_of(store, athlete, found.id)
    state = state_of(found.noun, events, on)
    over = state in (BlockState.DUE, BlockState.ENDED)
    answer = _answer(store, athlete, found, events, measured, on) if over else None
    return ScorecardRow(found.id, found.noun, state, answer, events)


def _checked(store: Store, athlete: Athlete, found: Stored[Block], measured: Measured, *, at: datetime) -> BlockChecked:
    block, on = found.noun, local_day(at)
    events = events_of(store, athlete, found.id)
    state = state_of(block, events, on)
    stop = halt(find_stop(store, athlete, on))
    if state is BlockState.WAITING:
        return BlockChecked(found.id, block, state, None, say_block(block, state=state, today=on, halt=stop))
    if state is BlockState.RUNNING and not is_open(block, events):
        seal = find_seal(store, athlete, on)
        hidden = {item.noun.on for item in store.recordings(athlete.name) if seal is not None and seal.hides(item)}
        return BlockChecked(found.id, block, state, None, say_block_sealed(block, len(hidden), today=on, halt=stop))
    answer = _answer(store, athlete, found, events, measured, on)
    voices = say_block_answer(answer, block, age=athlete.least_age_on(on), ended=_ended(events), halt=stop)
    used = _inside(block, measured.stored, answer.until)
    parents = [found.id, *(item.id for item in used)]
    parameters = {"on": on.isoformat()} | corrected(item.noun for item in used)
    making = made_by(ANSWER, "change against the registered forecast", parents, parameters)
    kept = store.save_result(making, answer, athlete=athlete.name, saved_at=at)
    return BlockChecked(found.id, block, state, answer, voices, kept)


def _answer(
    store: Store, athlete: Athlete, found: Stored[Block], events: Sequence[BlockEvent], measured: Measured, on: date
) -> BlockAnswer:
    block, ended = found.noun, _ended(events)
    until = min(block.check, on if ended is None else ended.on)
    values = [one for series in measured.series if series.name == block.outcome for one in series.values]
    alike = [(one.on, one.value) for one in values if one.set_up == block.set_up]
    other = [one for one in values if one.set_up != block.set_up and block.start <= one.on <= until]
    last = None if ended is None else ended.on
    answer = answer_block(block, found.id, alike, on=on, until=last, seed=seed_of(found.id))
    late = {item.noun.on for item in _inside(block, measured.stored, until) if local_day(item.at) > block.check}
    answer = replace(answer, late=len(late), left_out=say_left_out(other))
    return hold_against_work(answer, _adherence(store, athlete, block, min(until, on)))


def _adherence(store: Store, athlete: Athlete, block: Block, until: date) -> Adherence | None:
    """Count what was done of the work planned for the block, from its first day."""
    planned = planned_days(store, athlete, since=block.start, until=until)
    log = store.log(athlete.name, since=block.start - PAIN_DAYS, until=until + timedelta(days=1))
    return count_adherence(block.role, planned, log, until=until)


def _inside(block: Block, stored: Sequence[Stored[Recording]], until: date) -> list[Stored[Recording]]:
    return [
        item
        for item in stored
        if item.noun.on is not None and block.start <= item.noun.on <= until and shows_speed(item.noun)
    ]


def _ended(events: Sequence[BlockEvent]) -> BlockEvent | None:
    return next((event for event in events if event.kind is EventKind.ENDED), None)
