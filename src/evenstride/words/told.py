"""What an athlete feels is lacking, beside what was measured of it; a feeling is no evidence, and is not overruled."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from statistics import fmean

from evenstride.core.athlete import Intake, Lacking
from evenstride.core.diagnosis import Diagnosis, Situation
from evenstride.core.estimate import Missing
from evenstride.core.log import LogEntry
from evenstride.core.show import number, value_text
from evenstride.words.format import day, listed

SHOWN = 2
"""Places that are taken up: more would be a list, not an answer."""

_PLACES: Mapping[Lacking, str] = {
    Lacking.START: "speed is lacking at the start",
    Lacking.TOP: "speed is lacking at the top",
    Lacking.END: "speed is lacking at the end",
    Lacking.STUCK: "your speed stays the same",
    Lacking.HURTS: "something hurts",
    Lacking.NOT_FUN: "it is not fun",
}


def say_told(intake: Intake | None, diagnosis: Diagnosis, log: Sequence[LogEntry], *, has_curve: bool) -> str:
    """Return what was told at the start and what was measured of it; empty where nothing was told.

    Parameters
    ----------
    intake : Intake or None
        The answers of the first start.
    diagnosis : Diagnosis
        Of today; under sixteen nothing measured is held against a feeling.
    log : sequence of LogEntry
        Of the last two weeks.
    has_curve : bool
        Whether a sprint was fitted, which shows the start.

    Examples
    --------
    >>> from datetime import date
    >>> from evenstride.core.diagnosis import Limit
    >>> none = Missing("no speed was measured")
    >>> found = Diagnosis("Noa", date(2026, 5, 1), Situation.NOTHING_MEASURED, (), Limit({}, 0.0, 1.0),
    ...                   None, None, None, None, none, none, none, {}, ())
    >>> say_told(Intake(date(2026, 3, 2), (Lacking.TOP,)), found, (), has_curve=False)
    'You told on 2 March: speed is lacking at the top. Measured: top speed was not looked at yet.'
    """
    if intake is None or not (intake.lacking or intake.lacking_words.strip()):
        return ""
    words = f"“{intake.lacking_words.strip()}”" if intake.lacking_words.strip() else ""
    told = [*(_PLACES[one] for one in intake.lacking), *([words] if words else [])]
    on, what = day(intake.on, today=diagnosis.on), listed(told)
    said = f"You told on {on}: {what}" if what.rstrip("”").endswith((".", "!", "?")) else f"You told on {on}: {what}."
    if diagnosis.situation is Situation.YOUTH or not intake.lacking:
        return said
    measured = [_MEASURED[one](diagnosis, log, has_curve) for one in intake.lacking[:SHOWN]]
    return f"{said} Measured: {'; '.join(measured)}."


def _start(_: Diagnosis, __: Sequence[LogEntry], has_curve: bool) -> str:
    return "your speed curve shows how you build speed" if has_curve else "the start was not looked at yet"


def _top(diagnosis: Diagnosis, _: Sequence[LogEntry], __: bool) -> str:
    now = diagnosis.speed_now
    if isinstance(now, Missing):
        return "top speed was not looked at yet"
    return f"top speed {value_text(now)} {now.unit}, which says how fast, not what is lacking"


def _end(_: Diagnosis, __: Sequence[LogEntry], ___: bool) -> str:
    return "nothing here looks at the end of a run"


def _stuck(diagnosis: Diagnosis, _: Sequence[LogEntry], __: bool) -> str:
    change = diagnosis.speed_change
    if isinstance(change, Missing):
        return "no change of speed can be told yet"
    if change.low > 0:
        return "your speed rose, beyond what the measuring can blur"
    return "your speed fell" if change.high < 0 else "no change of speed beyond error"


def _hurts(_: Diagnosis, log: Sequence[LogEntry], __: bool) -> str:
    hurting = any(pain.level > 0 for entry in log for pain in entry.pains)
    return "pain stands in your log" if hurting else "no pain is in your log of the last two weeks"


def _not_fun(_: Diagnosis, log: Sequence[LogEntry], __: bool) -> str:
    joys = [entry.joy for entry in log if entry.joy is not None]
    return f"joy {number(fmean(joys), 0)} of 10 in your log lately" if joys else "no joy is in your log of two weeks"


_MEASURED: Mapping[Lacking, Callable[[Diagnosis, Sequence[LogEntry], bool], str]] = {
    Lacking.START: _start, Lacking.TOP: _top, Lacking.END: _end, Lacking.STUCK: _stuck, Lacking.HURTS: _hurts,
    Lacking.NOT_FUN: _not_fun,
}  # fmt: skip
