"""A block in three voices: what is tried and how likely it would show, the sealed weeks, and the answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from evenstride.core.block import Bet, Block, BlockState, Lever
from evenstride.core.overview import Voices
from evenstride.core.roles import RIVAL, Role
from evenstride.words.diagnosis.findings import BOTH, role_word
from evenstride.words.format import capital, count, day, lowered, number, percent

AFTERWARDS = "not registered before its data: it is not counted"
PAIN_SPOKEN = "Pain is never sealed: log it and it is answered at once."

_TENTHS = ("hardly ever", "one time", "two times", "three times", "four times", "five times", "six times",
           "seven times", "eight times", "nine times", "nearly always")  # fmt: skip

_LEVERS: Mapping[Lever, str] = {
    Lever.SESSIONS: "twice as many timed sessions",
    Lever.SCATTER: "timing and conditions that scatter half as much",
    Lever.BASELINE: "three more sessions before the start",
}


def say_block(block: Block, *, state: BlockState, today: date, halt: str = "") -> Voices:
    """Return what a block tries, what is expected, and how likely this timing would notice it.

    Parameters
    ----------
    block : Block
        Proposed or registered.
    state : BlockState
        Where it stands.
    today : date
        Years other than this one's are written out.
    halt : str
        What follows instead of any training, where something stops it (`stop.halt`).
    """
    tried, until = _tried(block), day(block.check, today=today)
    weeks = capital(count(round(block.weeks), "week"))
    levers = [f"{_LEVERS[lever]} {_in_100(share)}" for lever, share in block.levers.items()]
    shares = [f"{_LEVERS[lever]} {number(share, 2)}" for lever, share in block.levers.items()]
    sealed = "sealed" if block.sealed else "open"
    first = f"Your timing would notice a right guess {_in_ten(block.chance)}. "
    following = halt or f"one timed fly a session, {sealed} until {until}"
    plan = halt or f"{count(block.planned, 'fly')}, timed in the same way, {sealed}; check {until}"
    ending = f" Next: {halt}." if halt else ""
    return Voices(
        f"{weeks}: {tried}. {'' if halt else first}Next: {following}.",
        f"{weeks} from {day(block.start, today=today)}, {tried}; {state.value}. Expected {percent(block.expected)} in "
        f"{block_speed(block)}; this timing would notice it in {_in_100(block.chance)} of 100 such blocks. More with: "
        f"{'; '.join(levers)}. Stop rule: {block.stop_rule} Next: {plan}.",
        f"Hypothesis {arm(block)}, {registered(block, today)}. Forecast {percent(block.expected)}; rivals: "
        f"{_rivals(block)}. Baseline {count(len(block.baseline), 'day')}, scatter {number(100 * block.scatter, 1)} % a "
        f"session ({block.set_up.text}); SWC {number(100 * block.swc, 1)} %. P(working | forecast) "
        f"{number(block.chance, 2)}; {'; '.join(shares)}. Forecast from {block.source}.{ending}",
    )


def say_block_sealed(block: Block, days: int, *, today: date, halt: str = "") -> Voices:
    """Return what may be said while the times of so many days are sealed: when they are opened, to no reader more."""
    until = day(block.check, today=today)
    kept = f"{capital(count(days, 'day'))} timed of {block.planned} planned"
    follows = f" Next: {halt}." if halt else ""
    sealed = f"Your times are kept and sealed until {until}, so that no session is a test."
    if halt:
        sealed = f"Your times are kept and sealed until {until}."
    return Voices(
        f"{sealed} What hurts is never sealed. Next: {halt or 'run, and enjoy it'}.",
        f"{kept}; sealed until {until} for every reader. {PAIN_SPOKEN} Opening them early is recorded: "
        f"evenstride block unseal.{follows}",
        f"{kept}; outcome blinded until {until}; safety data open. {capital(registered(block, today))}.{follows}",
    )


def stop_rule(scatter: float) -> str:
    """Return the stop rule of a block nobody gave another one; care first, and no time that is below its own error.

    Parameters
    ----------
    scatter : float
        Of one session's value, a share.

    Examples
    --------
    >>> stop_rule(0.01)
    "Anything that hurts, or a run 3 % slower than the day's best, ends the session; pain of 4 or a stop sign all."
    """
    share = max(0.03, 2.0 * scatter)
    slow = f"a run {100 * share:.0f} % slower than the day's best"
    # A time below its own error can end nothing (diagnosis_logic.md §4): then the runner is asked as well.
    ends = (
        f"Anything that hurts, or {slow},"
        if share <= 0.03
        else f"Anything that hurts, {slow}, or a no to “still crisp?”"
    )
    return f"{ends} ends the session; pain of 4 or a stop sign all."


def _tried(block: Block) -> str:
    if block.role is None:
        return f"{BOTH} trained alike"
    kept = role_word(RIVAL[block.role]) if block.role in RIVAL else BOTH
    return f"a little more for {role_word(block.role)}, {kept} kept"


def arm(block: Block) -> str:
    """Return what a block does, as scientists name it."""
    return Bet.BOTH.value if block.role is None else f"{role_word(block.role)} emphasis"


def block_speed(block: Block) -> str:
    """Return the speed a block is judged by, as it stands inside a sentence."""
    return lowered(block.outcome).rpartition(" (")[0] or lowered(block.outcome)


def registered(block: Block, today: date) -> str:
    """Return when a block was registered, and whether that was before its data."""
    when = f"registered {day(block.registered_at.date(), today=today)}"
    return f"{when}, before its data" if block.prospective else f"{when}, {AFTERWARDS}"


def _rivals(block: Block) -> str:
    rivals = [bet for bet in (Bet.BOTH, Bet.NOTHING) if block.role is not None or bet is not Bet.BOTH]
    return "; ".join(f"“{bet.value}” {percent(block.forecasts[bet].estimate())}" for bet in rivals)


def _in_ten(chance: float) -> str:
    tenths = round(10 * chance)
    return _TENTHS[tenths] if tenths in (0, 10) else f"about {_TENTHS[tenths]} in ten"


def _in_100(share: float) -> str:
    return f"{100 * share:.0f}"


def role_or_both(role: Role | None) -> str:
    """Return the emphasis of a block in a word or two.

    Examples
    --------
    >>> role_or_both(None), role_or_both(Role.SWING)
    ('train both', 'swing')
    """
    return Bet.BOTH.value if role is None else role_word(role)
