"""The libraries of the extra `bayes`, loaded when a law is first fitted and not before."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from typing import Any

from evenstride.core.errors import InputError, to_install

EXTRA = ("numpyro", "jax", "arviz_stats")


@dataclass(frozen=True, slots=True)
class Engines:
    """JAX, its numpy and its control flow; NumPyro's sampler; ArviZ's statistics. None is fully typed."""

    jax: Any
    jnp: Any
    lax: Any
    hmc: Any
    stats: Any


def need_extra() -> None:
    """Raise where the libraries of the extra are not installed.

    Raises
    ------
    InputError
        Saying what to install.
    """
    missing = [name for name in EXTRA if find_spec(name) is None]
    if missing:
        raise InputError(
            f"{missing[0]} is not here to fit a law",
            why="It belongs to an extra that most people do not need",
            remedy=to_install("bayes"),
        )


@cache
def load_engines() -> Engines:
    """Return the libraries.

    Raises
    ------
    InputError
        If one of them is not installed.
    """
    need_extra()
    import jax
    import jax.numpy
    from arviz_stats.base.array import array_stats
    from numpyro.infer import hmc  # pyright: ignore[reportMissingTypeStubs]

    sampler: Any = hmc
    return Engines(jax, jax.numpy, jax.lax, sampler.hmc, array_stats)
