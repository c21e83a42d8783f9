"""One fitted sprint in a notebook: it prints itself in four lines, answers questions and exports its values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from evenstride.app.plots import draw_fit, draw_forces, draw_motion
from evenstride.core.curve import Curve
from evenstride.core.errors import InputError
from evenstride.core.estimate import HOUSE_LEVEL, Array, Draws, Estimate, Missing
from evenstride.core.fit import Fit
from evenstride.core.recording import SpeedTrace, Splits
from evenstride.notebook.frame import make_frame
from evenstride.notebook.plots import Plot
from evenstride.notebook.printing import Answers, Curves, print_sprint
from evenstride.notebook.race import convert_published, predict_clock_time
from evenstride.notebook.why import Chain, explain_values
from evenstride.science.profile.balance import (
    Balance,
    measure_balanced_distance,
    measure_curve_balance,
    measure_line_balance,
)
from evenstride.science.profile.peak_balance import measure_peak_balance
from evenstride.science.profile.points import (
    measure_line_ends,
    measure_peak_power,
    measure_power_zone,
    measure_reach,
)
from evenstride.science.profile.values import predict_values
from evenstride.science.profile.what_if import predict_elsewhere, predict_gains
from evenstride.science.sprint.force import Air, measure_air
from evenstride.science.sprint.kinetics import UNLOADED, Axis, Load
from evenstride.science.sprint.left_out import measure_left_out
from evenstride.science.sprint.metrics import DOUBT_REMEDY, KEPT_IN_DOUBT
from evenstride.science.sprint.model import Values

if TYPE_CHECKING:
    from pandas import DataFrame


@dataclass(frozen=True, slots=True, eq=False)
class Sprint:
    """One fitted sprint: print it, ask it, export it.

    Attributes
    ----------
    recording : Splits or SpeedTrace
        What was measured.
    fit : Fit
        The curve, with draws of every parameter and notes about every choice.
    load : Load
        What was pulled or worn.
    """

    recording: Splits | SpeedTrace
    fit: Fit
    load: Load = field(default=UNLOADED)

    @property
    def values(self) -> dict[str, Estimate]:
        """Every parameter with its interval; with mass and height also F0 (N), v0 (m/s) and Pmax = F0·v0/4 (W)."""
        draws = dict(self.fit.parameters)
        if self.fit.doubt:
            return _estimates({name: one for name, one in draws.items() if name in KEPT_IN_DOUBT})
        air = measure_air(self.recording.body, self.recording.conditions)
        if isinstance(air, Air) and "fading" not in draws:
            draws |= measure_line_ends(draws, air, load=self.load)
        return _estimates(draws)

    @property
    def starts(self) -> dict[str, Estimate]:
        """Every start correction that was estimated or held."""
        return Answers({name: one for name, one in _estimates(self.fit.parameters).items() if name in _STARTS})

    def left_out(self) -> Array:
        """Return observed minus foretold time (s) of each gate, foretold by a fit of all other gates."""
        self._plain("left_out")
        if isinstance(self.recording, SpeedTrace):
            raise InputError(
                "samples of a trace cannot be left out one by one",
                why="Their neighbours repeat them",
                remedy="Look at fit.residuals",
            )
        return measure_left_out(self.recording, self.fit)

    def predict(
        self,
        *,
        time: Values | None = None,
        distance: Values | None = None,
        speed: Values | None = None,
        load: Load | None = None,
        wind: float | None = None,
        level: float = HOUSE_LEVEL,
    ) -> dict[str, Curve]:
        """Predict motion and kinetics at times (s), distances (m) or speeds (m/s): give one of the three.

        With another `load` or `wind` (m/s, tailwind positive) it is the sprint of the same athlete, force for force.
        Time counts from the first movement. Without mass and height there are no forces.

        Examples
        --------
        >>> from evenstride.notebook.fits import fit_sprint
        >>> gates, times = [5, 10, 15, 20, 30, 40], [1.158, 1.893, 2.541, 3.149, 4.313, 5.444]
        >>> sprint = fit_sprint(gates, times, mass=60, height=1.7)
        >>> sprint.predict(distance=10)["power"].value.round().tolist()
        [670.0]
        """
        self._plain("predict")
        asked: list[tuple[Axis, Values | None]] = [("time", time), ("distance", distance), ("speed", speed)]
        given: list[tuple[Axis, Values]] = [(axis, at) for axis, at in asked if at is not None]
        if len(given) != 1:
            raise InputError("predict needs one of time, distance and speed", remedy="Give exactly one of them")
        air = measure_air(self.recording.body, self.recording.conditions)
        parameters, there = dict(self.fit.parameters), air
        if load is not None or wind is not None:
            here = self._air()
            there = Air(here.factor, here.wind if wind is None else wind, here.mass)
            new_load = self.load if load is None else load
            parameters |= predict_elsewhere(parameters, here, there, load=self.load, new_load=new_load)
        moved = self.load if load is None else load
        known = there if isinstance(there, Air) else None
        axis, at = given[0]
        return Curves(predict_values(parameters, at, axis=axis, air=known, load=moved, level=level))

    def probe(self, distance: float, *, percent: float = 2.0) -> dict[str, Estimate]:
        """Say what so many percent more MSS, MAC, F0 or v0, the other held, would do to the time (s) over a distance.

        Negative is faster. It says what a change would be worth, not that training brings it.
        """
        self._plain("probe")
        air = measure_air(self.recording.body, self.recording.conditions)
        known = air if isinstance(air, Air) else None
        gains = predict_gains(self.fit.parameters, distance, change=percent / 100.0, air=known, load=self.load)
        return _estimates(gains)

    def balance(self, distance: float, *, hold: Literal["pmax", "peak power"] = "pmax") -> Balance:
        """Say which balance of equal power would be fastest over a distance: F0 and v0, or MSS and MAC without a body.

        Held is Pmax = F0·v0/4, or the peak power of the run itself. The slope describes; it does not prescribe.
        """
        self._plain("balance")
        if hold not in ("pmax", "peak power"):
            raise InputError(f"a balance cannot hold '{hold}'", remedy="Choose pmax or peak power")
        if hold == "peak power":
            return measure_peak_balance(self.fit.parameters, distance, self._air(), load=self.load)
        air = measure_air(self.recording.body, self.recording.conditions)
        if isinstance(air, Missing):
            return measure_curve_balance(self.fit.parameters, distance)
        return measure_line_balance(self.fit.parameters, distance, air, load=self.load)

    def balanced_distance(self) -> Estimate:
        """Say over which distance (m) the balance that the athlete has would be the fastest one."""
        self._plain("balanced_distance")
        air = measure_air(self.recording.body, self.recording.conditions)
        known = air if isinstance(air, Air) else None
        return measure_balanced_distance(self.fit.parameters, air=known, load=self.load).estimate()

    def reach(self, share: float = 0.95) -> dict[str, Estimate]:
        """Say after what time (s) and distance (m) a share of MSS is reached."""
        self._plain("reach")
        return _estimates(measure_reach(self.fit.parameters, share))

    def peak_power(self) -> dict[str, Estimate]:
        """Say how great power (W) becomes, at which speed (m/s), and, if that is reached, after what time and way."""
        self._plain("peak_power")
        return _estimates(measure_peak_power(self.fit.parameters, self._air(), load=self.load))

    def power_zone(self, share: float = 0.9) -> dict[str, Estimate]:
        """Say from where to where power is at least a share of its peak: first and last speed, time and distance."""
        self._plain("power_zone")
        return _estimates(measure_power_zone(self.fit.parameters, share, self._air(), load=self.load))

    def race_time(
        self,
        distance: float = 100.0,
        *,
        wind: float = 0.0,
        altitude: float | None = None,
        temperature: float | None = None,
        pressure_torr: float | None = None,
    ) -> Estimate:
        """Say the clock time (s, reaction and start included) of a race of `fit_race` in other wind or thinner air.

        Wind in m/s, tailwind positive; altitude in m, or pressure in Torr; temperature in °C. What is not given is
        that of the race, wind apart.
        """
        self._fading("race_time")
        return predict_clock_time(
            self.recording, self.fit, distance, wind, altitude=altitude, temperature=temperature, pressure=pressure_torr
        )

    def published_time(self, *, wind: float = 0.0, altitude: float = 0.0) -> float:
        """Say what the published closed form makes of a 100 m of `fit_race` in other wind (m/s) or height (m).

        A comparison for `race_time`, without an interval (`mureika2000`).
        """
        self._fading("published_time")
        return convert_published(self.recording, wind=wind, altitude=altitude)

    def why(self, *names: str) -> Chain:
        """Say where values come from, all of them where none is named: each value, the fit, the numbers given.

        Examples
        --------
        >>> from evenstride.notebook.fits import fit_sprint
        >>> gates, times = [5, 10, 15, 20, 30, 40], [1.158, 1.893, 2.541, 3.149, 4.313, 5.444]
        >>> [link.kind for link in fit_sprint(gates, times).why("mss")]
        ['mss', 'fit', 'Splits']
        """
        return explain_values(names, self.values, self.fit, [self.recording], load=self.load)

    def plot(self, what: Literal["fit", "force", "time", "distance"] = "fit") -> Plot:
        """Draw the fit with its residuals, `force` and power over speed, or the motion over `time` or `distance`."""
        match what:
            case "fit":
                return Plot(draw_fit(self.recording, self.fit))
            case "force":
                self._plain("plot('force')")
                figure = draw_forces(self.recording, self.fit, load=self.load)
                if isinstance(figure, Missing):
                    raise self._bodiless(figure)
                return Plot(figure)
            case "time" | "distance":
                self._plain(f"plot('{what}')")
                return Plot(draw_motion(self.recording, self.fit, what, load=self.load))
            case _:
                raise InputError(f"there is no plot '{what}'", remedy="Choose fit, force, time or distance")

    def to_frame(self) -> DataFrame:
        """Return every value as one row of a pandas data frame: quantity, value, low, high, unit, level.

        Raises
        ------
        InputError
            If pandas is not installed.
        """
        return make_frame(self.values)

    def __repr__(self) -> str:
        """Four lines: what was measured, the curve, the start or top speed, force and power or why there is none."""
        return print_sprint(self.recording, self.fit, self.values)

    def _air(self) -> Air:
        air = measure_air(self.recording.body, self.recording.conditions)
        if isinstance(air, Missing):
            raise self._bodiless(air)
        return air

    def _bodiless(self, air: Missing) -> InputError:
        return InputError(air.reason, remedy="Give mass (kg) and height (m) to the fit")

    def _fading(self, name: str) -> None:
        if "fading" not in self.fit.parameters:
            raise InputError(f"{name} needs a race with slowing down", remedy="Fit it with fit_race")

    def _plain(self, name: str) -> None:
        if "fading" in self.fit.parameters:
            raise InputError(
                f"{name} knows the plain speed curve only",
                why="A race with slowing down has no one force–velocity line",
                remedy="Fit the part up to top speed with fit_sprint",
            )
        if self.fit.doubt:
            raise InputError(f"{name} has no curve to trust", why=self.fit.doubt, remedy=DOUBT_REMEDY)


_STARTS = ("time_correction", "flying_distance", "distance_correction")


def _estimates(draws: Mapping[str, Draws]) -> dict[str, Estimate]:
    return Answers({name: one.estimate() for name, one in draws.items()})
