"""What a block showed, in three voices: the four verdicts, how the hypothesis weighs now, and what came between."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import exp

from evenstride.core.adherence import NOT_TESTED
from evenstride.core.athlete import LIMIT_VERDICT_AGE
from evenstride.core.block import Bet, Block, BlockAnswer, BlockEvent
from evenstride.core.check import BLOCK_WEEKS, Verdict
from evenstride.core.estimate import Estimate, Missing
from evenstride.core.overview import Voices
from evenstride.core.roles import RIVAL
from evenstride.core.show import signed
from evenstride.words.blocks.block import arm, block_speed, registered
from evenstride.words.diagnosis.findings import BOTH, role_word
from evenstride.words.diagnosis.phrases import direction
from evenstride.words.diagnosis.situations import GAMES, GROWING, PLAY
from evenstride.words.format import capital, count, day, listed, number, percent, said

N_OF_ONE = "n = 1, uncontrolled: a change during these weeks, not because of them."


@dataclass(frozen=True, slots=True)
class Answer:
    """What an answer says: the athlete's sentence and next step, the coach's finding and next step."""

    athlete: str
    following: str
    coach: str
    coach_next: str


def say_block_answer(
    answer: BlockAnswer, block: Block, *, age: int | None = None, ended: BlockEvent | None = None, halt: str = ""
) -> Voices:
    """Return what a block showed, held against what was registered.

    Parameters
    ----------
    answer, block : BlockAnswer, Block
        What was seen, and what had been registered.
    age : int or None
        In years; under sixteen nothing is called working.
    ended : BlockEvent or None
        That it was ended early, and why.
    halt : str
        What follows instead of any training, where something stops it; all voices then say only that.
    """
    found = _answer(answer, block, age, ended)
    if halt:
        found = replace(found, following=halt, coach_next=halt)
    early = "" if ended is None else f" Ended early, {day(ended.on, today=answer.on)}: {ended.reason}."
    ways = f" {answer.left_out}" if answer.left_out else ""
    days = f"{count(answer.sessions, 'day')} timed against a baseline of {answer.baseline}"
    forecast = percent(block.expected)
    halted = f" Next: {halt}." if halt else ""
    ending = "" if found.following.endswith("?") else "."
    weighed = "" if age is not None and age < LIMIT_VERDICT_AGE else _weighed(answer)
    return Voices(
        f"{found.athlete} Next: {found.following}{ending}",
        f"{capital(block_speed(block))} {said(answer.change, percent)} against a forecast of {forecast}, {days}. "
        f"{_done(answer, block)}{found.coach}.{weighed}{early}{ways} Next: {found.coach_next}.",
        f"{capital(registered(block, answer.on))}: {arm(block)}, forecast {forecast} by {day(block.check)}. "
        f"Δ {said(answer.change, percent)}, {days}, {100 * answer.share:.0f} % of the block.{_numbers(answer, block)} "
        f"{_done(answer, block)}{found.coach}.{early}{_late(answer)}{ways} {N_OF_ONE}{halted}",
    )


def _answer(answer: BlockAnswer, block: Block, age: int | None, ended: BlockEvent | None) -> Answer:
    if answer.on < block.check and ended is None:
        until = day(block.check, today=answer.on)
        return Answer(
            f"It is too early to tell; we look on {until}. Not yet is normal.",
            "carry on, stay fresh",
            "Not yet: the check date has not come, and looking until it looks good finds what is not there",
            f"keep the block until {until}",
        )
    if isinstance(answer.change, Missing):
        return Answer(
            "We cannot tell: no timed day of these weeks was measured like those before. That is an answer too.",
            "time one fly in every speed session",
            f"Cannot tell: {answer.reason}",
            "one timed fly in every speed session, same device",
        )
    if age is not None and age < LIMIT_VERDICT_AGE:
        seen = GROWING[direction(answer.change)]
        return Answer(seen, PLAY, "Under 16: growing explains much of that, so no verdict", GAMES)
    if answer.change.high < 0:
        return Answer(
            "Your speed went down during this block. That is usually tiredness, not lack of will.",
            "lighter days first",
            "Falling during the block; tiredness, illness and conditions are not separable here",
            "lighten now; ask about sleep, illness and life, then time one fresh run",
        )
    return _verdict(answer, block)


def _verdict(answer: BlockAnswer, block: Block) -> Answer:
    match answer.verdict:
        case Verdict.WORKING:
            return Answer(
                "You got faster during this block, more than your timing can blur. Enjoy it.",
                "keep what made it fun",
                "Working: beyond its error and large enough to be worth having. Consistent, not proof",
                "keep the emphasis, and register the next block",
            )
        case Verdict.NOT_WORKING:
            return Answer(
                "We guessed, and it did not show. The guess was wrong, not you.",
                "we change one thing" if block.role is None else "we try the other idea",
                f"Not working: a gain of {number(100 * block.swc, 1)} % is unlikely",
                f"weigh this idea down; {_other(block)}",
            )
        case Verdict.NOT_YET:
            return Answer(
                "Your speed leans the right way, but still within what your timing can blur. Not yet is normal.",
                "carry on, stay fresh, and look again",
                f"Not yet: leaning upwards inside its error, after less than {BLOCK_WEEKS} weeks",
                "keep the emphasis for another block",
            )
        case Verdict.CANNOT_TELL if answer.untested and answer.reason == NOT_TESTED:
            return Answer(
                f"Little of the {_role_work(block)} fitted into these weeks, so the idea was not tried. "
                "Nothing is owed.",
                "the same idea in a smaller size, or another one",
                f"Not done, so not tested: {answer.reason}",
                "ask what got in the way; then a smaller block, or another idea",
            )
        case Verdict.CANNOT_TELL:
            few = answer.sessions < block.planned
            return Answer(
                "We cannot tell: your speed moved less than your timing can blur. That is an answer too.",
                "time one fly in every speed session" if few else "steadier timing, then once more",
                "Cannot tell: no change and one worth having both fit; before the block the chance to notice was "
                f"{100 * block.chance:.0f} in 100",
                "more timed flys, same device and conditions, before changing anything",
            )


def _role_work(block: Block) -> str:
    return "work" if block.role is None else f"{role_word(block.role)} work"


def _done(answer: BlockAnswer, block: Block) -> str:
    """How much of the planned work was done; what gave way to rest or pain is named and never counts as missing."""
    found = answer.adherence
    if found is None:
        return ""
    share = "" if found.share is None else f"Done {100 * found.share:.0f} %: "
    excused = f", {found.excused} more gave way to rest or pain" if found.excused else ""
    return f"{share}{found.done} of {found.planned - found.excused} planned sessions of {_role_work(block)}{excused}. "


def _other(block: Block) -> str:
    if block.role is None:
        return "change one thing"
    rival = RIVAL.get(block.role)
    return f"next, {BOTH} alike" if rival is None else f"next, {BOTH} alike or {role_word(rival)}"


def _weighed(answer: BlockAnswer) -> str:
    """How the hypothesis weighs after the block: its odds against "train both" move by the ratio of the densities."""
    if answer.untested and answer.reason == NOT_TESTED:
        return " The idea weighs as much as before."
    if Bet.BOTH not in answer.scores:
        return ""
    factor = exp(answer.scores[Bet.BOTH])
    if 0.95 < factor < 1.05:
        return " The idea weighs as much as before."
    more = "more" if factor > 1 else "less"
    return f" The idea weighs {more} than before: odds against “train both” × {number(factor, 2)}."


def _numbers(answer: BlockAnswer, block: Block) -> str:
    if not isinstance(answer.change, Estimate) or answer.mdc is None or answer.reached is None:
        return ""
    scores = listed(f"{signed(value, 2)} against “{bet.value}”" for bet, value in answer.scores.items())
    held = "inside" if answer.inside else "outside"
    return (
        f" MDC {number(100 * answer.mdc, 1)} %, SWC {number(100 * block.swc, 1)} % ({block.swc_source}). "
        f"P(Δ ≥ forecast) {number(answer.reached, 3)}; measured change {held} the forecast's 90 %. Log score {scores}."
    )


def _late(answer: BlockAnswer) -> str:
    return f" {capital(count(answer.late, 'day'))} came in after the check date." if answer.late else ""
