"""All registered blocks in words: what was expected, what came of it, and whether that says anything yet."""

from __future__ import annotations

from evenstride.core.block import Bet, BlockState, Scorecard, ScorecardRow, Standing
from evenstride.core.estimate import Estimate, Missing
from evenstride.core.overview import Voices
from evenstride.core.show import signed
from evenstride.words.blocks.block import role_or_both
from evenstride.words.format import capital, count, number, percent, said

SCORECARD_HEADER = (
    "block",
    "athlete",
    "start",
    "tried",
    "expected",
    "measured",
    "answer",
    "vs train both",
    "vs no change",
)


def say_scorecard(card: Scorecard) -> Voices:
    """Return what all registered blocks say of the forecasts, and plainly when they are too few.

    Examples
    --------
    >>> none = Standing(0, 0.0, None, False)
    >>> empty = Scorecard((), {Bet.BOTH: none, Bet.NOTHING: none}, 0, Missing("0 of 10"), 0, 0.0)
    >>> say_scorecard(empty).athlete
    'No block is registered yet. Next: begin one when three timed sessions are in.'
    """
    if not card.rows:
        text = "No block is registered yet."
        return Voices(*(f"{text} Next: begin one when three timed sessions are in." for _ in range(3)))
    return Voices(_athlete(card), _coach(card), _scientist(card))


def scorecard_row(row: ScorecardRow) -> tuple[str, ...]:
    """Return one block as cells under `SCORECARD_HEADER`; a miss looks like any other row."""
    block, answer = row.block, row.answer
    seen = "" if answer is None else "no times" if isinstance(answer.change, Missing) else percent(answer.change)
    return (
        row.id[:8],
        block.athlete,
        block.start.isoformat(),
        role_or_both(block.role),
        percent(block.expected),
        seen,
        _status(row),
        *(_score(row, bet) for bet in (Bet.BOTH, Bet.NOTHING)),
    )


def _status(row: ScorecardRow) -> str:
    said_ = row.state.value if row.answer is None else row.answer.verdict.value
    if row.state is BlockState.ENDED:
        said_ += ", ended early"
    return said_ if row.block.prospective else f"{said_}, not counted"


def _score(row: ScorecardRow, bet: Bet) -> str:
    if row.answer is None or bet not in row.answer.scores:
        return "–"
    return signed(row.answer.scores[bet], 2)


def _athlete(card: Scorecard) -> str:
    many = f"{capital(count(len(card.rows), 'block'))} so far, the wrong guesses included."
    if any(standing.decided for standing in card.against.values()):
        return f"{many} Taken together they begin to say something. Next: look at the list."
    return f"{many} Too few to tell whether our guesses are any good. Next: carry on, one block at a time."


def _coach(card: Scorecard) -> str:
    return (
        f"{capital(count(len(card.rows), 'block'))}, {_counted(card)}. {_says(card.against[Bet.BOTH], Bet.BOTH)} "
        f"{_says(card.against[Bet.NOTHING], Bet.NOTHING)} Called working: {card.noticed}; the chances printed before "
        f"make {number(card.noticed_expected, 1)}. Next: register every block, also the dull ones."
    )


def _scientist(card: Scorecard) -> str:
    sums = "; ".join(_sum(card.against[bet], bet) for bet in (Bet.BOTH, Bet.NOTHING))
    return (
        f"{capital(_counted(card))}, prospective only. Σ log score {sums}. Coverage of the 90 % intervals: "
        f"{said(card.covered, _share)}. Working {card.noticed}, expected {number(card.noticed_expected, 1)}. Decided "
        "from 4 and two standard errors."
    )


def _counted(card: Scorecard) -> str:
    return f"{count(card.counted, 'block')} counted"


def _says(standing: Standing, bet: Bet) -> str:
    if not standing.decided:
        return f"Too few to tell whether the guesses beat “{bet.value}”."
    return f"The guesses did {'better' if standing.total > 0 else 'worse'} than “{bet.value}”."


def _sum(standing: Standing, bet: Bet) -> str:
    error = "" if standing.error is None else f" ± {number(standing.error, 2)}"
    settled = "decided" if standing.decided else "undecided"
    return f"{signed(standing.total, 2)}{error} against “{bet.value}” ({count(standing.blocks, 'block')}, {settled})"


def _share(value: Estimate) -> str:
    return f"{number(value.value, 2)} [{number(value.low, 2)}, {number(value.high, 2)}]"
