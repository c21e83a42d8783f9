"""Is the block working: its change by the rule of every check, its forecast against its rivals, all together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
from scipy.special import betaincinv

from evenstride.core.adherence import NOT_TESTED, Adherence
from evenstride.core.block import (
    BASELINE_SESSIONS,
    Bet,
    Block,
    BlockAnswer,
    Scorecard,
    ScorecardRow,
    Standing,
)
from evenstride.core.check import Verdict
from evenstride.core.errors import InputError
from evenstride.core.estimate import HOUSE_LEVEL, MDC_FACTOR, Draws, Estimate, Missing
from evenstride.science.block.change import measure_block_change
from evenstride.science.change.check import average_days, judge_change

ENOUGH_BLOCKS = 10
"""Counted blocks from which the intervals of the forecasts are judged (judgement: below, one block moves the share by
more than a tenth)."""

DECIDED = 4.0
"""Sum of log scores, and twice its standard error, from which one forecast is called better (science.md §6.4)."""

TOO_EARLY = "the check date has not come; looking until it looks good finds what is not there"
NO_TIMES = Missing("no timed day of the block was measured like its baseline", "Time one fly in every speed session")


def require_baseline(days: int, *, what: str, until: date) -> None:
    """Refuse a block with too few sessions before it.

    Raises
    ------
    InputError
        With fewer than three.
    """
    if days >= BASELINE_SESSIONS:
        return
    more = BASELINE_SESSIONS - days
    raise InputError(
        f"{what} was measured alike on {days} day{'' if days == 1 else 's'} in the weeks before {until}, and a block "
        f"needs {BASELINE_SESSIONS}",
        why="A block begun after one bad day would look as if it worked",
        remedy=f"Time one fly on {more} more day{'' if more == 1 else 's'}, with the same device, then begin",
    )


def answer_block(
    block: Block,
    id: str,
    values: Sequence[tuple[date, Draws]],
    *,
    on: date,
    until: date | None = None,
    seed: int = 0,
) -> BlockAnswer:
    """Say what a block showed, held against what was registered.

    Parameters
    ----------
    block, id : Block, str
        As registered, with its id.
    values : sequence of (date, Draws)
        Speeds measured like the baseline, of any days; those of the block's days that are not in its baseline count.
    on : date
        The day of the answer. Before the check date the verdict is "not yet", whatever the change.
    until : date or None
        Last day that counts: the day the block was ended, else the check date.
    seed : int
        Of the draws.

    Notes
    -----
    Change: `block_change.measure_block_change`. Verdict: the rule of `check.judge_change` with the registered smallest
    worthwhile change; "not yet" for a change that leans upwards in less than eight weeks. Scores: log score of the
    registered forecast minus that of a rival.
    """
    last = min(block.check if until is None else until, block.check)
    known = {day.on for day in block.baseline}
    inside = average_days([one for one in values if block.start <= one[0] <= last and one[0] not in known])
    empty = _no_answer(block, id, on, min(last, on), len(inside))
    if not inside or block.share_done(inside[-1][0]) <= 0.0:
        return empty
    change = measure_block_change(block, inside)
    draws = change.draws(seed=seed)
    interval = draws.estimate()
    verdict, reason = judge_change(draws, interval, block.swc, weeks=(last - block.start).days / 7.0)
    if on < last:
        verdict, reason = Verdict.NOT_YET, TOO_EARLY
    rivals = () if on < last else (Bet.NOTHING,) if block.role is None else (Bet.BOTH, Bet.NOTHING)
    own = change.log_score(block.forecasts[Bet.BLOCK])
    expected = float(np.expm1(change.share * np.log1p(block.expected.value)))
    tail = (1.0 - HOUSE_LEVEL) / 2.0
    return replace(
        empty,
        change=interval,
        share=change.share,
        mdc=MDC_FACTOR * draws.standard_error / 2**0.5,
        verdict=verdict,
        reason=reason,
        reached=draws.probability(above=expected),
        inside=tail <= change.place_in(block.forecasts[Bet.BLOCK]) <= 1.0 - tail,
        scores={bet: own - change.log_score(block.forecasts[bet]) for bet in rivals},
    )


def _no_answer(block: Block, id: str, on: date, until: date, sessions: int) -> BlockAnswer:
    """Return what is said of a block before a time was taken in it."""
    return BlockAnswer(
        block=id,
        athlete=block.athlete,
        on=on,
        since=block.baseline[0].on,
        until=until,
        sessions=sessions,
        baseline=len(block.baseline),
        change=NO_TIMES,
        share=0.0,
        mdc=None,
        verdict=Verdict.CANNOT_TELL,
        reason=NO_TIMES.reason,
    )


def hold_against_work(answer: BlockAnswer, adherence: Adherence | None) -> BlockAnswer:
    """Return an answer beside the work that was done: a hypothesis that was not tried did not fail.

    Notes
    -----
    "Not working" becomes "cannot tell" with the reason `NOT_TESTED` where less than half of the planned sessions of the
    role was done. The scores stay as they are: the scorecard counts every block as it was meant, done or not, because
    leaving out what was not done would leave out the hard ones.
    """
    held = replace(answer, adherence=adherence)
    if held.untested and held.verdict is Verdict.NOT_WORKING:
        return replace(held, verdict=Verdict.CANNOT_TELL, reason=NOT_TESTED)
    return held


def measure_scorecard(rows: Sequence[ScorecardRow]) -> Scorecard:
    """Put all registered blocks together; only those registered before their data, over and timed are counted.

    Notes
    -----
    Against a rival: sum of log scores, its standard error the root of n times their variance; decided from `DECIDED`
    and two standard errors. Coverage of the forecasts from `ENOUGH_BLOCKS` blocks, with the Jeffreys interval.
    """
    ordered = tuple(sorted(rows, key=lambda row: (row.block.registered_at, row.id)))
    counted = [(row.block, row.answer) for row in ordered if row.counted and row.answer is not None]
    held = [answer.inside for _, answer in counted if answer.inside is not None]
    return Scorecard(
        rows=ordered,
        against={bet: _standing(bet, [answer for _, answer in counted]) for bet in (Bet.BOTH, Bet.NOTHING)},
        counted=len(counted),
        covered=_coverage(held),
        noticed=sum(answer.verdict is Verdict.WORKING for _, answer in counted),
        noticed_expected=sum(block.chance for block, _ in counted),
    )


def _standing(bet: Bet, answers: Sequence[BlockAnswer]) -> Standing:
    scores = np.array([answer.scores[bet] for answer in answers if bet in answer.scores])
    total = float(scores.sum())
    if scores.size < 2:
        return Standing(scores.size, total, None, decided=False)
    error = float(scores.size**0.5 * scores.std(ddof=1))
    return Standing(scores.size, total, error, decided=abs(total) >= max(DECIDED, 2.0 * error))


def _coverage(held: Sequence[bool]) -> Estimate | Missing:
    many, inside = len(held), sum(held)
    if many < ENOUGH_BLOCKS:
        return Missing(
            f"{many} of the {ENOUGH_BLOCKS} blocks it takes", "Go on registering blocks before their first timed run"
        )
    tail = (1.0 - HOUSE_LEVEL) / 2.0
    low, high = (float(betaincinv(inside + 0.5, many - inside + 0.5, level)) for level in (tail, 1.0 - tail))
    return Estimate(inside / many, low, high, "1", method="share of blocks, Jeffreys interval")
