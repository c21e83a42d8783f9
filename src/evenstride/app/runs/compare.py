"""Use case: any two recordings of one athlete side by side, and what changed where they were measured alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from evenstride.app.care.stop import find_stop
from evenstride.app.check import against_age, compare_days, curve_changes, describe_check
from evenstride.app.observe import TOP_SPEED, Measured, Series, measure_stored
from evenstride.app.runs.detail import MeasuredRun
from evenstride.app.runs.listed import RunLine, run_line, shown_value
from evenstride.app.wiring import local_day
from evenstride.charts.plots import steps_account
from evenstride.charts.svg import draw_figure
from evenstride.core.athlete import Athlete
from evenstride.core.capacity_trend import HeldChange, hold_change
from evenstride.core.chart import Figure
from evenstride.core.check import Check
from evenstride.core.curve_change import CurveChange
from evenstride.core.errors import FitError, InputError
from evenstride.core.estimate import Estimate, Missing
from evenstride.core.overview import Voices
from evenstride.core.recording import FieldTest, RawTest, Recording, SpeedTrace, Splits
from evenstride.core.set_up import SetUp, set_up_of
from evenstride.science.steps.summary import account_steps, compare_steps, log_change_between
from evenstride.store import Store, Stored
from evenstride.words import say_account, say_not_alike

Pair = tuple[Stored[Recording], MeasuredRun]

SAME_DAY = (
    "Both are of one day: their difference holds the error of each run alone, and says nothing of how a runner changes."
)
UNDATED = "One of the two has no date, so nothing is said of a change in time."
ONE_RUN_EACH = "One run each: how much your steps vary from run to run and day to day is not in these intervals."
LEARNING = "No change is said of these two days: the first days of a test are for learning it."


@dataclass(frozen=True, slots=True)
class ValueRow:
    """One value of both runs; `change` is ln(second / first) held against its error, None where nothing may be said."""

    name: str
    first: Estimate | None
    second: Estimate | None
    change: HeldChange | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """Two recordings side by side, the earlier first.

    Attributes
    ----------
    refused : tuple of str
        Why their values are not compared, in sentences; empty where they are.
    notes : tuple of str
        What bounds the comparison.
    rows : tuple of ValueRow
        Values both or one of them have.
    checks : tuple of (Check, Voices)
        What changed between two days, with its words.
    curve : tuple of CurveChange
        How the speed curve changed, with published errors.
    account : Figure or None
        The exact account of the change of the steps; `account_words` says it.
    """

    athlete: Athlete
    on: date
    lines: tuple[RunLine, RunLine]
    measured: tuple[MeasuredRun, MeasuredRun]
    refused: tuple[str, ...]
    notes: tuple[str, ...] = ()
    rows: tuple[ValueRow, ...] = ()
    checks: tuple[tuple[Check, Voices], ...] = ()
    curve: tuple[CurveChange, ...] = ()
    account: Figure | None = None
    account_words: str = ""


def compare_runs(store: Store, athlete: Athlete, pair: tuple[Pair, Pair], *, at: datetime) -> Compared:
    """Compare two recordings of one athlete.

    Raises
    ------
    InputError
        If both are the same recording.
    """
    if pair[0][0].id == pair[1][0].id:
        raise InputError("a run cannot be compared with itself", remedy="Choose two different runs")
    first, second = _in_order(pair)
    today = local_day(at)
    refused = _refused(first, second)
    lines = (run_line(first[0], shown_value(first[1].analysis)), run_line(second[0], shown_value(second[1].analysis)))
    both = (first[1], second[1])
    if refused:
        return Compared(athlete, today, lines, both, refused, rows=_rows(first[1], second[1], {}))
    notes, checks, curve = _between_days(store, athlete, first[0], second[0], today)
    account, said, lacking = _account(first[1], second[1])
    return Compared(
        athlete=athlete,
        on=today,
        lines=lines,
        measured=both,
        refused=(),
        notes=(*notes, *lacking),
        rows=_rows(first[1], second[1], _changes(first, second)),
        checks=checks,
        curve=curve,
        account=account,
        account_words=said,
    )


def _in_order(pair: tuple[Pair, Pair]) -> tuple[Pair, Pair]:
    first, second = pair
    days = first[0].noun.on, second[0].noun.on
    return (second, first) if days[0] is not None and days[1] is not None and days[1] < days[0] else pair


def _refused(first: Pair, second: Pair) -> tuple[str, ...]:
    """Say why two recordings are not compared: other things were measured, or in other ways."""
    nouns = first[0].noun, second[0].noun
    what = [_what(noun) for noun in nouns]
    if what[0] != what[1]:
        return (f"These two are different things: {what[0]} and {what[1]}.",)
    lacking = [one.lacking for _, one in (first, second) if one.lacking]
    if lacking:
        return tuple(f"Nothing was measured from one of them. {text}" for text in lacking)
    said = say_not_alike(*(_set_up(one) for one in (first, second)))
    return (said,) if said else ()


def _what(recording: Recording) -> str:
    if isinstance(recording, FieldTest | RawTest):
        sides = f" of the {recording.side} leg" if recording.side else ""
        return f"the field test {recording.test}{sides}"
    return "a sprint" if isinstance(recording, Splits | SpeedTrace) else "step times"


def _set_up(pair: Pair) -> SetUp:
    fit = None if pair[1].profile is None else pair[1].profile[1]
    return set_up_of(pair[0].noun, fit=fit)


def _between_days(
    store: Store, athlete: Athlete, first: Stored[Recording], second: Stored[Recording], today: date
) -> tuple[tuple[str, ...], tuple[tuple[Check, Voices], ...], tuple[CurveChange, ...]]:
    """What changed between two days, by the same comparisons as on the progress page."""
    days = first.noun.on, second.noun.on
    if None in days:
        return (UNDATED,), (), ()
    if days[0] == days[1]:
        return (SAME_DAY,), (), ()
    measured = measure_stored([first, second], until=max(one for one in days if one is not None))
    compared = compare_days(_followed(measured))
    stop = find_stop(store, athlete, today)
    checks = tuple(against_age(check, athlete) for _, check in compared)
    notes = (LEARNING,) if isinstance(first.noun, FieldTest | RawTest) and not checks else ()
    said = tuple((check, describe_check(check, athlete, stop)) for check in checks)
    return notes, said, curve_changes(athlete, measured, on=today)


def _followed(measured: Measured) -> list[Series]:
    return [one for one in measured.series if one.name == TOP_SPEED or measured.capacities]


def _changes(first: Pair, second: Pair) -> dict[str, HeldChange]:
    """The change of what is compared draw by draw: all step values; of two sprints of one day the top speed.

    Between days `compare_days` adds what a day does to a runner, and `curve_changes` holds the other values of a curve
    against published errors, because they are far less repeatable than their own intervals say.
    """
    if first[1].steps is not None and second[1].steps is not None:
        return dict(compare_steps(first[1].steps, second[1].steps))
    if first[0].noun.on != second[0].noun.on or first[1].profile is None or second[1].profile is None:
        return {}
    then, now = (one[1].parameters.get("mss") for one in (first[1].profile, second[1].profile))
    if then is None or now is None:
        return {}
    return {"mss": hold_change(log_change_between(then, now))}


def _account(first: MeasuredRun, second: MeasuredRun) -> tuple[Figure | None, str, tuple[str, ...]]:
    if first.steps is None or second.steps is None:
        return None, "", ()
    try:
        account = account_steps(first.steps, second.steps)
    except FitError as problem:
        return None, "", (f"No account of the steps: {problem}",)
    return draw_figure(steps_account.draw(account)), say_account(account), (ONE_RUN_EACH,)


def _rows(first: MeasuredRun, second: MeasuredRun, changes: dict[str, HeldChange]) -> tuple[ValueRow, ...]:
    values = [{} if one.analysis is None else one.analysis.values for one in (first, second)]
    rows = (
        ValueRow(name, _estimate(values[0].get(name)), _estimate(values[1].get(name)), changes.get(name))
        for name in dict.fromkeys([*values[0], *values[1]])
    )
    return tuple(row for row in rows if row.first is not None or row.second is not None)


def _estimate(value: Estimate | Missing | None) -> Estimate | None:
    return value if isinstance(value, Estimate) else None
