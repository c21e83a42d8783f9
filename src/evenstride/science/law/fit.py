"""Laws fitted to squads, and how well the sampler did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from evenstride.core.errors import FitError
from evenstride.core.estimate import Array, Draws
from evenstride.core.law import Law, LawDiagnostics, LawFit, SquadSeries
from evenstride.science.law.arrays import LawArrays, law_arrays
from evenstride.science.law.engines import load_engines
from evenstride.science.law.model import CHUNK, Sampling, Signs, hyper_values, squad_sampler
from evenstride.science.law.priors import law_priors


@dataclass(frozen=True, slots=True, eq=False)
class Sampled:
    """Draws of every hyper-parameter, shape (chains, draws), with what the sampler said about itself."""

    law: Law
    hyper: Mapping[str, Array]
    divergences: int
    steps: float

    def flat(self, most: int | None = None) -> dict[str, Array]:
        """Return all chains in one row, thinned evenly to `most` draws where there are more."""
        rows = {name: values.reshape(-1) for name, values in self.hyper.items()}
        size = next(iter(rows.values())).size
        keep = np.arange(size) if most is None or size <= most else np.linspace(0, size - 1, most).astype(int)
        return {name: values[keep] for name, values in rows.items()}


def fit_law(squad: SquadSeries, law: Law, *, seed: int = 0, sampling: Sampling | None = None) -> LawFit:
    """Fit one law to one squad.

    Parameters
    ----------
    squad : SquadSeries
        At least five athletes.
    law : Law
        Which.
    seed : int
        Seed of the sampler.
    sampling : Sampling or None
        How much is sampled.

    Raises
    ------
    InputError
        If the extra is not installed or the squad too small.
    FitError
        If the sampler found nothing finite.
    """
    arrays = law_arrays(squad)
    return summarise_fit(sample_laws([arrays], law, squad.errors, seed=seed, sampling=sampling)[0], squad.errors)


def sample_laws(
    squads: Sequence[LawArrays],
    law: Law,
    errors: Mapping[str, float],
    *,
    seed: int = 0,
    sampling: Sampling | None = None,
) -> list[Sampled]:
    """Sample the hyper-parameters of a law for several squads of one shape at once, weekly levels integrated over."""
    jax = load_engines().jax
    plan = sampling or Sampling()
    signs = signs_of(law, errors)
    # 64-bit numbers for this work alone: whoever else uses JAX in the same process keeps theirs.
    with jax.enable_x64(True):
        shape = (len(squads), plan.chains)
        keys = jax.random.split(jax.random.PRNGKey(seed), shape)
        starts = np.random.default_rng(seed).uniform(-0.5, 0.5, (*shape, len(signs.names)))
        data = stack_data(squads, law, errors)
        sampler = squad_sampler(law, signs, plan)
        state = jax.block_until_ready(sampler.begin(keys, starts, data))
        parts: list[tuple[Array, ...]] = []
        for _ in range(-(-(plan.warmup + plan.draws) // CHUNK)):
            # Waiting for every part leaves nothing running behind our back when Ctrl-C comes between two of them.
            state, told = jax.block_until_ready(sampler.advance(state, data))
            parts.append(tuple(np.asarray(one) for one in told))
        standard, diverging, steps = (
            np.concatenate(one, axis=2)[:, :, plan.warmup : plan.warmup + plan.draws]
            for one in zip(*parts, strict=True)
        )
        # One axis more than the vector itself: squads, chains, draws.
        moved = {key: data[key][:, None, None] for key in ("middle", "scale")}
        found = {name: np.asarray(one) for name, one in hyper_values(standard, signs, moved).items()}
    if not all(np.isfinite(values).all() for values in found.values()):
        raise FitError(f"{law.value}: the sampler left all finite numbers", remedy="Look for readings far off the rest")
    return [
        Sampled(
            law, {name: values[k] for name, values in found.items()}, int(diverging[k].sum()), float(steps[k].mean())
        )
        for k in range(len(squads))
    ]


def signs_of(law: Law, errors: Mapping[str, float]) -> Signs:
    """Return the order and the signs of the hyper-parameters of a law."""
    priors = law_priors(law, errors)
    return Signs(tuple(priors), tuple(one.positive for one in priors.values()))


def stack_data(squads: Sequence[LawArrays], law: Law, errors: Mapping[str, float]) -> dict[str, Any]:
    """Return everything the model takes, every array with a first axis of squads."""
    priors = law_priors(law, errors).values()
    count = len(squads)
    return {
        "values": {name: np.stack([one.values[name] for one in squads]) for name in squads[0].values},
        "known": {name: np.stack([one.known[name] for one in squads]) for name in squads[0].known},
        "gaps": np.stack([one.gaps for one in squads]),
        "middle": np.tile([float(one.middle) for one in priors], (count, 1)),
        "scale": np.tile([one.spread for one in priors], (count, 1)),
    }


def summarise_fit(sampled: Sampled, errors: Mapping[str, float]) -> LawFit:
    """Turn draws into estimates, with R-hat and effective sample sizes."""
    hyper = {
        name: Draws(float(np.median(values)), values, "1", f"{sampled.law.value} law, NUTS")
        for name, values in sampled.flat().items()
    }
    fit = LawFit(sampled.law, hyper, diagnose_sampling(sampled))
    if "sigma" not in hyper:
        return fit
    before = law_priors(sampled.law, errors)["sigma"].spread
    narrowing = float(np.log(hyper["sigma"].samples).std(ddof=1)) / before
    return replace(fit, substitution=hyper["sigma"], prior_narrowing=narrowing)


def diagnose_sampling(sampled: Sampled) -> LawDiagnostics:
    """Measure rank-normalised split R-hat and bulk effective sample size of every hyper-parameter (ArviZ)."""
    stats = load_engines().stats
    sizes: dict[str, float] = {}
    hats: list[float] = []
    for name, values in sampled.hyper.items():
        sizes[name] = float(stats.ess(values, chain_axis=0, draw_axis=1, method="bulk"))
        hats.append(float(stats.rhat(values, chain_axis=0, draw_axis=1)))
    worst = min(sizes, key=lambda name: sizes[name])
    return LawDiagnostics(max(hats), sizes[worst], worst, sampled.divergences, sampled.steps)
