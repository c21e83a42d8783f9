"""Fit and predict the 100 m with its deceleration, with wind and air as conditions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.integrate import solve_ivp
from scipy.optimize import least_squares

from evenstride.core.errors import FitError, InputError
from evenstride.core.estimate import Array, Draws
from evenstride.core.fit import Correction, Fit
from evenstride.core.recording import Splits
from evenstride.science.noise import student_t
from evenstride.science.race.deceleration_model import (
    predict_fading_distance,
    predict_fading_speed,
    predict_fading_time,
    predict_top_speed,
)
from evenstride.science.sprint.force import Air

FIRST = (2.5, 0.3, 0.1, 0.0)
"""Where the search starts, in the order of `_Race.predict`: near a world-class race."""

SEEN = 2.0
"""Standard errors by which slowing down must stand out from none (judgement)."""

SINGULAR = 1e10
"""Condition from which the free parameters cannot be told apart at double precision."""

NEVER, SLOWEST = 1e3, 1e-3
"""Time (s) and speed (m/s) that stand for a trial step of the search with which the athlete never arrives."""

METHOD = "least squares of a fading push, Student t draws"


@dataclass(frozen=True, slots=True)
class _Race:
    distances: Array
    times: Array
    held: float | None

    @property
    def free(self) -> int:
        """How many parameters are free."""
        return 3 if self.held is not None else 4

    def predict(self, theta: Array) -> tuple[Array, Array]:
        """Return times and their derivatives by ln MSS, ln TAU, slowing (c·TAU, m/s²) and time correction.

        In these the late part of the race is nearly linear, which keeps draws true to the data.
        """
        mss, tau = np.exp(np.clip(theta[:2], -5.0, 5.0))
        slowing = theta[2]
        run = predict_fading_time(self.distances, mss / tau, tau, slowing / tau)
        run = np.where(np.isfinite(run), run, NEVER)
        rest = np.expm1(-run / tau)
        lag = run + tau * rest
        top = mss + slowing * tau
        slopes = [mss * lag, tau * slowing * lag + top * (tau * rest + run * (1.0 + rest)), tau * lag - run**2 / 2.0]
        speeds = np.maximum(-top * rest - slowing * run, SLOWEST)
        columns = [-slope / speeds for slope in slopes] + [np.ones_like(run)]
        shift = self.held if self.held is not None else theta[3]
        return run + shift, np.stack(columns[: self.free], axis=1)


def fit_fading_curve(splits: Splits, *, time_correction: float | None = None, seed: int = 0, draws: int = 4000) -> Fit:
    """Fit the curve with a fading push to the splits of a sprint that goes beyond top speed.

    Parameters
    ----------
    splits : Splits
        Gate times from the start to beyond top speed, reaction time removed.
    time_correction : float or None
        Held in s (observed = model + TC); None estimates it.
    seed, draws : int
        Seed and number of the draws.

    Returns
    -------
    Fit
        `mac` (f, m/s²), `tau` (s), `fading` (c, m/s³), `mss` (f·TAU, the speed without fading, m/s), `time_correction`
        (s), and `top_speed` (m/s) with `top_speed_time` (s) and `top_speed_distance` (m).

    Raises
    ------
    FitError
        If there are too few gates, the times do not increase, or nothing shows that the athlete slows down.

    Notes
    -----
    Least squares of time on distance in ln MSS, ln TAU, c·TAU and TC; draws are Student t with the residual degrees of
    freedom. Top speed and its place are those within the race. Elite splits are published to 0.01 s and differ by
    0.02 s between analyses. Source: science.md §1.3.

    Examples
    --------
    >>> gates = np.arange(10.0, 101.0, 10.0)
    >>> times = predict_fading_time(gates, 9.0, 1.4, 0.08)
    >>> fit = fit_fading_curve(Splits("Simulated", gates, times.round(3)))
    >>> round(fit.parameters["top_speed"].point, 2), fit.parameters["top_speed"].unit
    (11.91, 'm/s')
    """
    place = " · ".join(filter(None, (splits.athlete, splits.label)))
    race = _pose(splits, time_correction, place)
    best, residuals, root, sigma = _best(race, place)
    dof = race.times.size - race.free
    around = _keep_slowing(student_t(root, dof=dof, seed=seed, draws=draws), root, float(best[2]))
    theta = np.vstack([best, best + around])
    return Fit(
        parameters=_name(theta, race),
        corrections=(Correction.TIME,) if time_correction is None else (),
        residuals=residuals,
        sigma=sigma,
        degrees_of_freedom=dof,
        fixed={} if time_correction is None else {"time_correction": time_correction},
        notes=_notes(time_correction),
        seed=seed,
    )


def _best(race: _Race, place: str) -> tuple[Array, Array, Array, float]:
    """Return the best parameters, their residuals, the root of their covariance, and sigma."""
    found = least_squares(
        lambda theta: race.predict(theta)[0] - race.times,
        np.array(FIRST[: race.free]),
        jac=lambda theta: race.predict(theta)[1],
        method="lm",
    )
    predicted, slopes = race.predict(found.x)
    residuals = race.times - predicted
    sigma = float(np.sqrt(residuals @ residuals / (race.times.size - race.free)))
    triangle = np.linalg.qr(slopes, mode="r")
    apart = found.success and np.linalg.cond(triangle) < SINGULAR
    root = np.linalg.inv(triangle) * sigma if apart else np.eye(race.free)
    if not apart or found.x[2] <= SEEN * float(np.linalg.norm(root[2])):
        raise FitError(
            "these times do not show how the athlete slows down",
            place=place,
            why="No slowing down at all would miss them by as little",
            remedy="Add gates beyond top speed, or fit the plain speed curve",
        )
    return found.x, residuals, root, sigma


def _notes(time_correction: float | None) -> tuple[str, ...]:
    return (
        "The push is taken to fade evenly with time; this describes slowing down and does not explain it",
        "Time correction estimated: a block start pushes before anything moves"
        if time_correction is None
        else f"Time correction held at {time_correction} s (observed time = model + correction)",
    )


def predict_race_time(fit: Fit, distance: float, here: Air, there: Air) -> Draws:
    """Predict the time in s from the first movement over a distance in other wind or thinner air.

    Parameters
    ----------
    fit : Fit
        Of `fit_fading_curve`.
    distance : float
        m.
    here, there : Air
        Of the race that was fitted, and of the one to predict; tailwind positive.

    Raises
    ------
    InputError
        If the athlete would not arrive.

    Notes
    -----
    Equal force at equal speed and time: v' = f − v/TAU − c·t + (drag_here(v) − drag_there(v))/m, integrated from rest
    to the time of the fitted curve, and on from there at the speed and acceleration of that moment. Reaction time is
    not part of it. Source: drag of science.md §1.4; own combination.

    Examples
    --------
    >>> times = predict_fading_time(np.arange(10.0, 101.0, 10.0), 9.0, 1.4, 0.08)
    >>> fit = fit_fading_curve(Splits("Simulated", np.arange(10.0, 101.0, 10.0), times.round(2)), draws=50)
    >>> still, head = Air(0.3, 0.0, 80.0), Air(0.3, -2.0, 80.0)
    >>> predict_race_time(fit, 100.0, still, head).point > predict_race_time(fit, 100.0, still, still).point
    True
    """
    push, tau, fading = (
        np.append(fit.parameters[name].point, fit.parameters[name].samples) for name in ("mac", "tau", "fading")
    )
    duration = predict_fading_time(distance, push, tau, fading)
    if not np.all(np.isfinite(duration)):
        raise InputError(
            f"{distance:g} m are not reached in every draw",
            why="The push fades to nothing before",
            remedy="Ask for a distance near those measured",
        )

    def slope(share: float, state: Array) -> Array:
        speed = state[: push.size]
        gain = (_pull(speed, here) - _pull(speed, there)) if here != there else 0.0
        return np.concatenate([(push - speed / tau - fading * share * duration + gain) * duration, speed * duration])

    path = solve_ivp(slope, (0.0, 1.0), np.zeros(2 * push.size), rtol=1e-8, atol=1e-10)
    end = path.y[:, -1]
    speed, missing = end[: push.size], distance - end[push.size :]
    rate = slope(1.0, end)[: push.size] / duration
    # missing = speed·more + rate·more²/2, in the form that stays exact as the rate goes to zero
    more = 2.0 * missing / (speed + np.sqrt(np.maximum(speed**2 + 2.0 * rate * missing, 0.0)))
    times = duration + more
    return Draws(times[0], times[1:], "s", fit.parameters["mac"].method)


def _pull(speed: Array, air: Air) -> Array:
    relative = speed - air.wind
    return air.factor / air.mass * relative * np.abs(relative)


def _pose(splits: Splits, held: float | None, place: str) -> _Race:
    used = splits.distances > 0.0
    race = _Race(splits.distances[used], splits.times[used], held)
    if race.times.size <= race.free:
        raise FitError(
            f"{race.times.size} gates are too few for a curve with a fading push",
            place=place,
            why=f"It has {race.free} unknowns",
            remedy="Use the splits of every 10 m",
        )
    steps = np.concatenate([np.diff(race.distances), np.diff(race.times), race.times[:1]])
    if not (np.all(np.isfinite(steps)) and np.all(steps > 0.0)):
        raise FitError(
            "distances and times do not both increase from the start line",
            place=place,
            remedy="Check the order of the gates and the times",
        )
    return race


def _keep_slowing(around: Array, root: Array, slowing: float) -> Array:
    """Move draws that would speed up along their correlation to no slowing, as the constrained fit would."""
    scale = root @ root.T
    below = np.minimum(slowing + around[:, 2:3], 0.0)
    return around - below * (scale[:, 2] / scale[2, 2])


def _name(theta: Array, race: _Race) -> dict[str, Draws]:
    mss, tau = np.exp(np.clip(theta[:, :2].T, -5.0, 5.0))
    push, fading = mss / tau, np.maximum(theta[:, 2], 0.0) / tau
    shift = theta[:, 3] if race.held is None else np.full(len(theta), race.held)
    finish = predict_fading_time(race.distances[-1], push, tau, fading)
    time = np.minimum(predict_top_speed(push, tau, fading)[0], finish)
    found = {
        "mss": (mss, "m/s"),
        "mac": (push, "m/s²"),
        "tau": (tau, "s"),
        "fading": (fading, "m/s³"),
        "time_correction": (shift, "s"),
        "top_speed": (predict_fading_speed(time, push, tau, fading), "m/s"),
        "top_speed_time": (time, "s"),
        "top_speed_distance": (predict_fading_distance(time, push, tau, fading), "m"),
    }
    return {name: Draws(values[0], values[1:], unit, METHOD) for name, (values, unit) in found.items()}
