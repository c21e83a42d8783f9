"""The extra bayes: one small fit of a law to a simulated squad."""

import numpy as np

from evenstride.core.law import Law
from evenstride.science.law.arrays import law_arrays
from evenstride.science.law.engines import need_extra
from evenstride.science.law.fit import sample_laws, summarise_fit
from evenstride.science.law.model import Sampling
from evenstride.science.law.simulate import USUAL_ERRORS, draw_planted, simulate_law_squad


def main() -> None:
    """Simulate five athletes, sample a little, ask for the diagnostics."""
    need_extra()
    rng = np.random.default_rng(2)
    squad = simulate_law_squad(draw_planted(Law.COBB_DOUGLAS, rng), athletes=5, weeks=4, rng=rng)
    plan = Sampling(warmup=20, draws=20, chains=2)
    sampled = sample_laws([law_arrays(squad)], Law.COBB_DOUGLAS, USUAL_ERRORS, sampling=plan)
    assert np.isfinite(summarise_fit(sampled[0], USUAL_ERRORS).diagnostics.r_hat)


if __name__ == "__main__":
    main()
