"""The rival laws as one formula: what a change of push and of swing capacity does to speed."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np

from evenstride.core.law import Law

SHARE_SPREAD = 1.0
"""Prior SD of the logit of push's share where both are balanced: shares from 0.16 to 0.84 in 90 % (judgement)."""

KINK_SPREAD = 0.10
"""Prior SD, log units, of where the balance of push and swing lies beside the squad's mean (judgement)."""

_FLAT = 1e-4
"""Below this curvature the formula is replaced by its series: the division by zero is only apparent."""


def law_value(law: Law, push: Any, swing: Any, tilt: Any, sigma: Any = 1.0, *, xp: ModuleType = np) -> Any:
    """Return what a law makes of two capacities: the log of speed to the power of one over the total elasticity.

    Parameters
    ----------
    law : Law
        Which.
    push, swing : array
        Natural logs of capacity beside the squad's mean.
    tilt : array
        Standard normal a priori: push's share for a smooth law, the place of the kink for a sharp one.
    sigma : array
        Elasticity of substitution, above zero; used by CES alone.
    xp : module
        numpy, or a twin of it.

    Returns
    -------
    array
        g, zero where both capacities are zero, and d higher where both are d higher.

    Notes
    -----
    CES: g = −ln(w·e^(−ρp) + (1 − w)·e^(−ρs)) / ρ with σ = 1/(1 + ρ) (science.md §6.2, M3); ρ → 0 gives
    w·p + (1 − w)·s, Cobb–Douglas (M1); ρ = −1 (σ → ∞) the sum of capacities; ρ → ∞ (σ → 0) the minimum
    min(p + (−c)⁺, s + c⁺), whose kink lies at p − s = c (M2). Logit w = tilt·√(κ² + (ρ·τ)²), so that the one number is
    a share for smooth laws (κ, `SHARE_SPREAD`) and c = τ·tilt for sharp ones (τ, `KINK_SPREAD`).

    Examples
    --------
    >>> round(float(law_value(Law.COBB_DOUGLAS, 0.2, 0.0, 0.0)), 3)
    0.1
    >>> round(float(law_value(Law.MINIMUM, 0.2, 0.0, 0.0)), 3)
    0.0
    >>> round(float(law_value(Law.CES, 0.2, 0.0, 0.0, 1e-3)), 3)
    0.001
    """
    if law is Law.MINIMUM:
        kink = KINK_SPREAD * tilt
        return xp.minimum(push + xp.maximum(-kink, 0.0), swing + xp.maximum(kink, 0.0))
    if law is Law.CES:
        return _ces(push, swing, tilt, 1.0 / sigma - 1.0, xp)
    return _ces(push, swing, tilt, xp.asarray(0.0 if law is Law.COBB_DOUGLAS else -1.0), xp)


def push_share(law: Law, push: Any, swing: Any, tilt: Any, sigma: Any = 1.0, *, xp: ModuleType = np) -> Any:
    """Return which part of the elasticity is push's at a place, from 0 to 1; swing's is the rest.

    Examples
    --------
    >>> float(push_share(Law.COBB_DOUGLAS, 0.2, 0.0, 0.0)), float(push_share(Law.MINIMUM, 0.2, 0.0, 0.0))
    (0.5, 0.0)
    """
    if law is Law.MINIMUM:
        return xp.where(push - swing < KINK_SPREAD * tilt, 1.0, 0.0)
    rho = {Law.COBB_DOUGLAS: 0.0, Law.ADDITIVE: -1.0}.get(law)
    rho = 1.0 / sigma - 1.0 if rho is None else rho
    odds = _logit(tilt, rho, xp) - rho * (push - swing)
    return 1.0 / (1.0 + xp.exp(-odds))


def _logit(tilt: Any, rho: Any, xp: ModuleType) -> Any:
    return tilt * xp.sqrt(SHARE_SPREAD**2 + (rho * KINK_SPREAD) ** 2)


def _ces(push: Any, swing: Any, tilt: Any, rho: Any, xp: ModuleType) -> Any:
    logit = _logit(tilt, rho, xp)
    log_push, log_swing = -xp.logaddexp(0.0, -logit), -xp.logaddexp(0.0, logit)
    flat = xp.abs(rho) < _FLAT
    # Both branches are computed, so the one not taken must not divide by zero: its gradient would be nan.
    safe = xp.where(flat, 1.0, rho)
    curved = -xp.logaddexp(log_push - safe * push, log_swing - safe * swing) / safe
    share = xp.exp(log_push)
    series = swing + share * (push - swing) - rho / 2.0 * share * (1.0 - share) * (push - swing) ** 2
    return xp.where(flat, series, curved)
