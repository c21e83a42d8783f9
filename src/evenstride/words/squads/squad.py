"""The tests themselves, in sentences for whoever runs them: what each can see, and whether it says anything."""

from __future__ import annotations

from evenstride.core.estimate import MDC_FACTOR, Draws, Estimate, Missing
from evenstride.core.show import end_text, interval_text, number, signed, value_text
from evenstride.core.squad import SQUAD_SIZE, Bearing, Relation, Reliability, SquadTest, SquadTests

NO_NAMES = (
    "No names are shown. Count only athletes who agreed to it; whoever did not can be left out by name, and then no "
    "trace of them is in these numbers."
)
ABOUT_ONE_IN_TWENTY = (
    "Intervals are 90 %; a relation is claimed only where 95 % leave zero out, so that of twenty tests that tell "
    "nothing about one will seem to tell something. A relation says that those who gained more here also gained more "
    "speed, never that the test made them fast."
)


def say_squad(squad: SquadTests) -> tuple[str, ...]:
    """Return the head of the page: who is counted, and how many are missing.

    Examples
    --------
    >>> from datetime import date
    >>> say_squad(SquadTests(date(2026, 5, 4), 14, 0, 0, ()))[0]
    '14 athletes with field tests. 6 more are needed before a test can be spoken about: a squad is 20.'
    """
    counted = f"{squad.athletes} {'simulated ' if squad.simulated else ''}athletes with field tests"
    counted += f", {squad.left_out} left out at their wish" if squad.left_out else ""
    if squad.lacking:
        lacking = f"{squad.lacking} more are needed before a test can be spoken about: a squad is {SQUAD_SIZE}."
        return f"{counted}. {lacking}", NO_NAMES
    return f"{counted}.", NO_NAMES, ABOUT_ONE_IN_TWENTY


def say_squad_test(test: SquadTest) -> tuple[str, ...]:
    """Return the sentences about one test; what cannot be told says what is missing."""
    known = test.reliability
    lines = [_missing(known)] if isinstance(known, Missing) else _reliability(known)
    if isinstance(test.relation, Relation):
        lines.append(_relation(test.relation))
    elif test.relation.remedy:
        lines.append(f"With speed: {_missing(test.relation)}")
    return tuple(lines)


def _reliability(found: Reliability) -> list[str]:
    error = found.typical_error.estimate()
    lines = [
        f"Typical error {_percent(found.typical_error)}, from {found.athletes} athletes with {found.sessions} sessions "
        f"each: a change of one athlete below about {number(100 * MDC_FACTOR * error.value)} % may be noise.",
        f"ICC(3,1) {_two(found.consistency)}: the share of the spread that is between athletes. ICC(2,1) "
        f"{_two(found.agreement)}, which counts a shift shared by a whole session as error too.",
    ]
    shift = found.shift.estimate()
    if shift.low > 0.0 or shift.high < 0.0:
        between = " to ".join(end_text(100 * end, 1, signed) for end in (shift.low, shift.high))
        lines.append(
            f"From session to session the squad as a whole moves by {signed(100 * shift.value)} % ({between}), plus "
            f"being better: learning, training or tiredness, not error."
        )
    return lines


def _relation(found: Relation) -> str:
    doubt = f"correlation of the changes {_two(found.correlation)}, {found.athletes} athletes"
    match found.bearing:
        case Bearing.WITH | Bearing.AGAINST:
            slope = found.slope.estimate()
            more = "more" if found.bearing is Bearing.WITH else "less"
            return (
                f"Who gained more here gained {more} speed: {doubt}. 1 % more went with {value_text(slope)} % "
                f"({interval_text(slope)}) of speed."
            )
        case Bearing.NOTHING:
            return f"Its change tells nothing about the change of speed here: {doubt}. It may be left out."
        case Bearing.CANNOT_TELL:
            return f"Whether its change goes with speed cannot be told yet: {doubt}."


def _missing(one: Missing) -> str:
    reason = one.reason[:1].upper() + one.reason[1:]
    return f"{reason}. {one.remedy}." if one.remedy else f"{reason}."


def _percent(draws: Draws) -> str:
    one = draws.estimate()
    scaled = Estimate(100 * one.value, 100 * one.low, 100 * one.high, "%")
    return f"{value_text(scaled)} % ({interval_text(scaled)})"


def _two(draws: Draws) -> str:
    one = draws.estimate()
    return f"{number(one.value, 2)} ({end_text(one.low, 2)} to {end_text(one.high, 2)})"
