"""How the speed curve changed, and what is disputed about reading training out of it."""

from __future__ import annotations

from collections.abc import Sequence

from evenstride.core.curve_change import CurveChange
from evenstride.core.estimate import Estimate
from evenstride.core.metric import Analysis
from evenstride.core.show import detectable_text, share_text
from evenstride.words.format import capital, day, quantity

CURVE_TITLE = "How the curve changed"
NOISE = "may be noise"
BEYOND = "more than noise"

DISPUTED = (
    "A force–velocity line describes a run; whether it says what to train is disputed. It tells speed in other words "
    "and is no capacity of a muscle (haugen2019review); one free run and runs with resistance put the F0 of the same "
    "17 athletes 16 % apart (10.1007/s00421-018-4045-2); training towards or away from the profile of a squat jump "
    "made no difference in 40 athletes over ten weeks (10.1111/sms.14044). So it describes here and prescribes nothing."
)
"""The controversy about force–velocity profiles, from the abstracts of the papers named (science.md §1.4)."""

LINE_DESCRIBES = "The force–velocity line describes this run. It does not prescribe training."

_LINE = ("f0", "f0_rel", "v0", "pmax_fv")

_LABELS = {
    "mac": "initial acceleration (MAC)",
    "tau": "time constant (TAU)",
    "f0": "force at standstill (F0)",
    "pmax_fv": "peak power (Pmax)",
    "pmax": "peak power without air drag (Pmax)",
}


def say_disputed(analyses: Sequence[Analysis]) -> str:
    """Return what the force–velocity numbers are and are not; empty where there are none."""
    shown = any(isinstance(one.values.get(name), Estimate) for one in analyses for name in _LINE)
    return DISPUTED if shown else ""


def say_curve_changes(changes: Sequence[CurveChange]) -> tuple[str, ...]:
    r"""Return a title and one line for each parameter; nothing for no change measured.

    Examples
    --------
    >>> from datetime import date
    >>> from evenstride.core.estimate import Estimate
    >>> before, after = Estimate(7.3, 6.6, 8.0, "m/s²"), Estimate(7.6, 6.9, 8.3, "m/s²")
    >>> mac = CurveChange("mac", date(2026, 3, 2), date(2026, 5, 4), before, after,
    ...     Estimate(0.04, -0.17, 0.25, "1"), 0.22, "stockdale2025", 2, "gates", True)
    >>> print(*say_curve_changes([mac]), sep="\n")
    How the curve changed from 2 March to 4 May (gates):
    Initial acceleration (MAC) 7.3 m/s² (6.6–8.0) → 7.6 m/s² (6.9–8.3): +4 %, −17 to +25 %; may be noise (below 22 %).
    """
    if not changes:
        return ()
    first = changes[0]
    when = f"from {day(first.since, today=first.until)} to {day(first.until, today=first.until)}"
    return (f"{CURVE_TITLE} {when} ({first.set_up}):", *map(_line, changes))


def _line(change: CurveChange) -> str:
    value, interval = share_text(change.change)
    return (
        f"{capital(_LABELS[change.name])} {quantity(change.before)} → {quantity(change.after)}: {value}, {interval}; "
        f"{NOISE if change.noise else BEYOND} ({'below' if change.noise else 'from'} "
        f"{detectable_text(change.change, change.detectable)})."
    )
