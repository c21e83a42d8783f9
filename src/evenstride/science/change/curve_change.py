"""How the speed curve changed between days, held against its own intervals and against what studies say of its error.

MAC, TAU, force and power of single runs are far less repeatable than top speed, so a change of them is shown with the
change it takes to be seen. Top speed itself is judged by `check`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import numpy as np
from scipy.special import ndtri

from evenstride.core.curve_change import CurveChange
from evenstride.core.estimate import HOUSE_LEVEL, MDC_FACTOR, Estimate, Missing
from evenstride.core.fit import Fit
from evenstride.core.metric import Analysis, Better
from evenstride.core.recording import SpeedTrace, Splits
from evenstride.core.set_up import SetUp, set_up_of
from evenstride.science.change.comparable import usual_set_up
from evenstride.science.change.progress import measure_outcome_change

Fitted = tuple[Splits | SpeedTrace, Fit, Analysis]

_F0 = 0.096
_V0 = 0.026
"""Upper ends of the published coefficients of variation of F0 and V0, 3.8–9.6 % and 1.5–2.6 % (`stockdale2025`):
which device had which cannot be read there."""

TYPICAL_ERRORS: Mapping[str, tuple[float, str]] = {
    "mac": (_F0, "stockdale2025, F0: without wind F0 per kg is MAC"),
    "tau": ((_F0**2 + _V0**2) ** 0.5, "stockdale2025, F0 and V0: TAU = MSS/MAC, errors taken as independent"),
    "f0": (_F0, "stockdale2025"),
    "pmax_fv": (0.10, "edwards2022, below 10 %"),
    "pmax": (0.10, "edwards2022, below 10 %"),
}
"""Typical error of one session as a share of the value, and who published it (science.md §1.6)."""

_NO_DRAG = {"pmax_fv": "pmax"}
"""What is shown only where the other, better one is missing."""

NOT_FROM = frozenset({"gps", "lps"})
"""Devices that feed top speed only (science.md §1.6)."""

_Z = float(ndtri(0.5 + HOUSE_LEVEL / 2.0))


def measure_curve_changes(profiles: Iterable[Fitted], *, seed: int = 0) -> tuple[CurveChange, ...]:
    """Measure how MAC, TAU, force and power changed between days of one athlete.

    Parameters
    ----------
    profiles : iterable of (recording, fit, analysis)
        Fitted sprints of one athlete; undated ones, and satellite and local positioning, are left out.
    seed : int
        Of the draws of the trend.

    Returns
    -------
    tuple of CurveChange
        For the way of measuring with most days; empty where none has two.

    Notes
    -----
    Change: the trend in logs through all days (`measure_outcome_change`). The error of a value is the larger of its
    own interval and the published typical error, because the latter holds the error of the fit already; pooled with
    the scatter of the days as that of a field test is.
    MDC90 = 1.645·√2·TE, √2·TE being the standard error of the change (science.md §7.1).

    Examples
    --------
    >>> from evenstride.science.sprint.fit import fit_speed_curve
    >>> from evenstride.science.sprint.metrics import measure_sprint
    >>> def fitted(month, factor):
    ...     times = [factor * time for time in (1.158, 1.893, 2.541, 3.149, 4.313, 5.444)]
    ...     run = Splits("Kim", [5, 10, 15, 20, 30, 40], times, date(2026, month, 1))
    ...     fit = fit_speed_curve(run)
    ...     return run, fit, measure_sprint(run, fit)
    >>> mac = measure_curve_changes([fitted(3, 1.0), fitted(5, 0.98)])[0]
    >>> mac.name, round(mac.change.value, 2), mac.detectable > 0.2, mac.noise
    ('mac', 0.04, True, True)
    """
    dated = [(run.on, set_up_of(run, fit=fit), analysis) for run, fit, analysis in profiles]
    usable = [(on, way, one) for on, way, one in dated if on is not None and way.device not in NOT_FROM]
    set_up = usual_set_up((on, way) for on, way, _ in usable)
    if set_up is None:
        return ()
    days = sorted(((on, one) for on, way, one in usable if way == set_up), key=lambda day: day[0])
    changes = {name: _change(name, days, set_up, seed) for name in TYPICAL_ERRORS}
    return tuple(
        change
        for name, change in changes.items()
        if change is not None and not any(changes[other] for other, less in _NO_DRAG.items() if less == name)
    )


def _change(name: str, days: Sequence[tuple[date, Analysis]], set_up: SetUp, seed: int) -> CurveChange | None:
    values = [(on, value) for on, one in days if isinstance(value := one.values.get(name), Estimate)]
    error, source = TYPICAL_ERRORS[name]
    change = measure_outcome_change(
        [(on, _with_error(value, error)) for on, value in values],
        better=Better.NEITHER,
        day_noise=0.0,
        known_error=True,
        seed=seed,
    )
    if isinstance(change, Missing):
        return None
    relative = change.map(np.expm1, unit="1")
    detectable = MDC_FACTOR * relative.standard_error / 2**0.5
    first, last = values[0][0], values[-1][0]
    return CurveChange(
        name=name,
        since=first,
        until=last,
        before=_mean([value for on, value in values if on == first]),
        after=_mean([value for on, value in values if on == last]),
        change=relative.estimate(),
        detectable=detectable,
        source=source,
        days=len({on for on, _ in values}),
        set_up=set_up.text,
        noise=abs(relative.point) < detectable,
    )


def _with_error(value: Estimate, error: float) -> Estimate:
    """The value with at least the published error: the larger of the two, not both."""
    own = float(np.log(value.high / value.low)) / (2.0 * _Z)
    half = np.exp(_Z * max(own, error))
    return Estimate(value.value, value.value / float(half), value.value * float(half), value.unit)


def _mean(values: Sequence[Estimate]) -> Estimate:
    """The mean of a day's runs; of its interval too, because what a day does to a runner is shared by them."""
    value, low, high = (float(np.mean(part)) for part in zip(*((v.value, v.low, v.high) for v in values), strict=True))
    return Estimate(value, low, high, values[0].unit, values[0].level, f"mean of {len(values)} runs")
