"""The hierarchical model of one law, and the No-U-Turn sampler of NumPyro over its hyper-parameters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from evenstride.core.law import Law
from evenstride.science.law.engines import load_engines
from evenstride.science.law.levels import squad_scores

TARGET_ACCEPT = 0.85

CHUNK = 20
"""Steps between two moments at which whoever waits can stop it."""


@dataclass(frozen=True, slots=True)
class Sampling:
    """How much is sampled: `warmup` and `draws` of each of `chains` chains, a path doubled `depth` times at most."""

    warmup: int = 300
    draws: int = 750
    chains: int = 4
    depth: int = 7


@dataclass(frozen=True, slots=True)
class Signs:
    """Names of the hyper-parameters in the order of the vector that is sampled, and which of them are positive."""

    names: tuple[str, ...]
    positive: tuple[bool, ...]


def hyper_values(standard: Any, signs: Signs, data: Any) -> dict[str, Any]:
    """Return hyper-parameters from the standard normals (last axis) that stand for them."""
    jnp = load_engines().jnp
    moved = data["middle"] + data["scale"] * standard
    return {
        name: jnp.exp(moved[..., place]) if positive else moved[..., place]
        for place, (name, positive) in enumerate(zip(signs.names, signs.positive, strict=True))
    }


@dataclass(frozen=True, slots=True)
class SquadSampler:
    """Compiled functions over squads and chains: `begin(keys, starts, data)` and `advance(state, data)`.

    `advance` does `CHUNK` steps and returns the state and (standard normals, divergences, steps) of each.
    """

    begin: Callable[[Any, Any, Any], Any]
    advance: Callable[[Any, Any], tuple[Any, tuple[Any, Any, Any]]]


@cache
def squad_sampler(law: Law, signs: Signs, plan: Sampling) -> SquadSampler:
    """Return the sampler of a law.

    Keys and starts have leading axes (squads, chains), every array of the data one axis of squads: squads of one shape
    are sampled together, because one is too small to keep a processor busy.

    Notes
    -----
    For athlete i and visit t, all in logs: capacities walk at random, p_i1 ~ N(mean, spread), p_it ~ N(p_i,t−1,
    weekly·√gap), and so does s; readings x ~ N(p, error); own level a_i ~ N(speed_mean, speed_spread); speed
    y ~ N(a_i + returns·g(p_it, s_it), speed_error), g one of `laws.law_value`. Levels are integrated over
    (`levels.squad_scores`), so that only hyper-parameters are sampled, each as a standard normal moved and stretched
    to its prior. Assumes that own levels do not depend on capacities, that readings err independently, and that a test
    grows in proportion to the capacity it reads.
    """
    engines = load_engines()

    def potential_of(data: Any) -> Callable[[Any], Any]:
        def potential(standard: Any) -> Any:
            capacities, speeds = squad_scores(law, data, hyper_values(standard, signs, data))
            return 0.5 * (standard**2).sum() - (capacities + speeds).sum()

        return potential

    first, one_step = engines.hmc(potential_fn_gen=potential_of, algo="NUTS")

    def begin(key: Any, start: Any, data: Any) -> Any:
        return first(
            start,
            plan.warmup,
            step_size=0.3,
            target_accept_prob=TARGET_ACCEPT,
            max_tree_depth=plan.depth,
            model_args=(data,),
            rng_key=key,
        )

    def advance(state: Any, data: Any) -> tuple[Any, tuple[Any, Any, Any]]:
        def step(now: Any, _: Any) -> tuple[Any, tuple[Any, Any, Any]]:
            now = one_step(now, model_args=(data,))
            return now, (now.z, now.diverging, now.num_steps)

        return engines.lax.scan(step, state, None, length=CHUNK)

    def over_all(function: Callable[..., Any], mapped: int) -> Any:
        chains = engines.jax.vmap(function, in_axes=(0,) * mapped + (None,))
        return engines.jax.jit(engines.jax.vmap(chains))

    return SquadSampler(over_all(begin, 2), over_all(advance, 1))
