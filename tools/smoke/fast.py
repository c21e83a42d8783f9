"""The extra fast: the batch engine compiled by numba."""

from evenstride.science.batch.engine import Engine
from evenstride.science.batch.fit import fit_sprints


def main() -> None:
    """Fit one sprint with the compiled engine."""
    times = [[1.158, 1.893, 2.541, 3.149, 4.313, 5.444]]
    fit = fit_sprints([5, 10, 15, 20, 30, 40], times, engine=Engine.NUMBA)
    assert abs(float(fit.mss[0]) - 8.975) < 0.01, fit.mss


if __name__ == "__main__":
    main()
