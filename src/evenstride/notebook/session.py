"""A whole GPS or LPS session in a notebook: the line of its hardest accelerations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from evenstride.app.plots import draw_line_of_session
from evenstride.core.athlete import plausible_body
from evenstride.core.errors import InputError
from evenstride.core.estimate import HOUSE_LEVEL, Estimate, Missing
from evenstride.core.fit import InSituProfile
from evenstride.core.metric import Analysis
from evenstride.core.recording import Device, SpeedTrace
from evenstride.notebook.fits import as_array, check_pairs
from evenstride.notebook.frame import make_frame
from evenstride.notebook.plots import Plot
from evenstride.notebook.printing import Answers, lacking_body, text_of
from evenstride.notebook.why import Chain, explain_values
from evenstride.science.in_situ.fit import THRESHOLD, TOP, WIDTH, fit_in_situ, measure_in_situ
from evenstride.science.sprint.model import Values

if TYPE_CHECKING:
    from pandas import DataFrame

DEVICES = ("gps", "lps", "unknown")
"""What may have written a session; from an unknown device only S0 is told, as from GPS."""

_SUFFIX = "_in_situ"


@dataclass(frozen=True, slots=True, eq=False)
class Session:
    """The line of one session: print it, draw it, export it.

    Attributes
    ----------
    trace : SpeedTrace
        What was measured.
    fit : InSituProfile
        The line, the cloud below it, and notes about filter, gaps and outliers.
    analysis : Analysis
        What the device allows to be told, and why the rest is not.
    """

    trace: SpeedTrace
    fit: InSituProfile
    analysis: Analysis

    @property
    def values(self) -> dict[str, Estimate]:
        """What may be told: `s0` (m/s); from LPS also `a0` (m/s²), `tau` (s), with mass and height F0 and Pmax."""
        found = self.analysis.values.items()
        return Answers({name.removesuffix(_SUFFIX): one for name, one in found if isinstance(one, Estimate)})

    @property
    def missing(self) -> dict[str, str]:
        """Why each other value is not told."""
        found = self.analysis.values.items()
        return {name.removesuffix(_SUFFIX): one.reason for name, one in found if isinstance(one, Missing)}

    def plot(self) -> Plot:
        """Draw the cloud of the session and its line with the interval."""
        return Plot(draw_line_of_session(self.fit))

    def why(self, *names: str) -> Chain:
        """Say where values come from, all of them where none is named: each value, the line, the speeds given."""
        return explain_values(names, self.values, self.fit, [self.trace])

    def to_frame(self) -> DataFrame:
        """Return every value as one row of a pandas data frame: quantity, value, low, high, unit, level.

        Raises
        ------
        InputError
            If pandas is not installed.
        """
        return make_frame(self.values)

    def __repr__(self) -> str:
        """Four lines: what was measured, the line, what it rests on, and force and power or why there is none."""
        minutes = float(np.ptp(self.trace.times)) / 60.0
        device = "device not stated" if self.trace.device.kind == "unknown" else self.trace.device.kind
        line = " · ".join(text_of(name, one) for name, one in self.values.items() if name in ("s0", "a0", "tau"))
        kept, published = self.fit.kept, self.fit.conventional[0]
        return "\n".join(
            [
                f"{self.trace.athlete}: session of {minutes:.0f} min, {device}, {HOUSE_LEVEL:.0%} intervals",
                line,
                f"{np.count_nonzero(kept)} of {kept.size} highest accelerations · published procedure alone "
                f"S0 {published:.2f} m/s",
                self._force_line(),
            ]
        )

    def _force_line(self) -> str:
        values = self.values
        if "a0" not in values:
            return f"Acceleration and force withheld: {self.missing['a0']}"
        if "f0" not in values:
            return lacking_body(self.trace.body)
        return " · ".join(text_of(name, values[name]) for name in ("f0", "pmax"))


def fit_session(
    time: Values,
    speed: Values,
    *,
    device: str = "unknown",
    athlete: str = "Session",
    mass: float | None = None,
    height: float | None = None,
    threshold: float = THRESHOLD,
    width: float = WIDTH,
    top: int = TOP,
    seed: int = 0,
) -> Session:
    """Fit the acceleration–speed line of a whole GPS or LPS session.

    Parameters
    ----------
    time, speed : array_like, shape (n,)
        Clock in s and speed in m/s, four samples a second or more; gaps may be left out.
    device : str
        `gps`, `lps` or `unknown`; it decides what may be told.
    athlete, mass, height, seed
        As in `fit_sprint`.
    threshold, width : float
        Lowest speed and width of a bin in m/s.
    top : int
        Highest accelerations kept of each bin.

    Returns
    -------
    Session
        S0 (m/s); from LPS also A0 (m/s²) and TAU (s), with mass and height F0 (N) and Pmax (W).

    Raises
    ------
    FitError, InputError
        As `fit_in_situ`.

    Examples
    --------
    >>> from evenstride.science.simulate.devices import simulate_session
    >>> trace = simulate_session(8.5, 7.0, minutes=30, sprints=30, kind="gps", seed=4)
    >>> print(repr(fit_session(trace.times, trace.speeds, device="gps")).splitlines()[0])
    Session: session of 30 min, gps, 90% intervals
    """
    if device not in DEVICES:
        raise InputError(f"a '{device}' writes no session", place="device", remedy=f"Use one of: {', '.join(DEVICES)}")
    times, speeds = as_array(time), as_array(speed)
    check_pairs(times, speeds)
    body = plausible_body(mass, height)
    trace = SpeedTrace(athlete, times, speeds, body=body, device=Device(device))
    profile = fit_in_situ(trace, threshold=threshold, width=width, top=top, seed=seed)
    return Session(trace, profile, measure_in_situ(trace, profile))
