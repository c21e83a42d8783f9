"""How well each gate is foretold by the others: residuals of fits that never saw it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from evenstride.core.errors import FitError, InputError
from evenstride.core.estimate import Array
from evenstride.core.fit import Fit
from evenstride.core.recording import Splits
from evenstride.science.sprint.problem import prepare_problem
from evenstride.science.sprint.solve import solve


def measure_left_out(splits: Splits, fit: Fit) -> Array:
    """Return observed minus foretold time (s) of each gate, foretold by the fit of all other gates.

    Parameters
    ----------
    splits : Splits
        The run that was fitted.
    fit : Fit
        Its speed curve: the same corrections are free and held each time.

    Returns
    -------
    ndarray, shape (n,)
        One for each residual of the fit; nan where the other gates carry no curve.

    Raises
    ------
    InputError
        If the fit is that of a trace: neighbouring samples repeat each other, so leaving one out hides nothing.

    Notes
    -----
    Exact refits, one for each gate (leave-one-out cross-validation). Near the start they are larger than the
    residuals: little else shows the start.

    Examples
    --------
    >>> from evenstride.science.sprint.fit import fit_speed_curve
    >>> splits = Splits("Kim", [5, 10, 15, 20, 30, 40], [1.158, 1.893, 2.541, 3.149, 4.313, 5.444])
    >>> measure_left_out(splits, fit_speed_curve(splits)).round(3).tolist()
    [0.004, -0.002, -0.0, 0.0, 0.002, -0.004]
    """
    problem = prepare_problem(splits, correction=fit.corrections, fixed=fit.fixed, relation=fit.relation)
    if problem.trace:
        raise InputError(
            "samples of a trace cannot be left out one by one",
            place=problem.place,
            why="Their neighbours repeat them",
            remedy="Look at the residuals of the fit",
        )
    samples = problem.y.size
    foretold = np.full(samples, np.nan)
    if samples - 1 < len(problem.free):
        return foretold
    for gate in range(samples):
        # A vanishing weight takes a gate out of the search and keeps its place in the prediction.
        weights = np.where(np.arange(samples) == gate, 0.0, problem.weights)
        try:
            others = solve(replace(problem, weights=weights))
        except FitError:
            continue
        foretold[gate] = others.residuals[gate]
    return foretold
