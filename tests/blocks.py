"""Hand-made blocks for tests: one runner, gates, three days before and two timed days a week."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
from scipy.special import ndtri

from evenstride.core.block import BaselineDay, Bet, Block, BlockAnswer, Lever
from evenstride.core.check import Verdict
from evenstride.core.estimate import Draws, Estimate
from evenstride.core.roles import Role
from evenstride.core.set_up import SetUp
from evenstride.science.block.forecast import forecast_block
from evenstride.science.change.check import SPEED_SWC, SPEED_SWC_SOURCE
from evenstride.science.diagnosis.potential import predict_potentials

START = date(2026, 3, 2)
LEVELS = ndtri((np.arange(201) + 0.5) / 201)


def speed(value: float, error: float = 0.01) -> Draws:
    return Draws(value, value * np.exp(error * LEVELS), "m/s")


def baseline(*speeds: float, error: float = 0.01) -> tuple[BaselineDay, ...]:
    first = START - timedelta(days=4 * len(speeds))
    return tuple(
        BaselineDay(first + timedelta(days=4 * number), speed(one, error).estimate())
        for number, one in enumerate(speeds)
    )


def block(role: Role | None = Role.SWING, **given: object) -> Block:
    made = Block(
        athlete="Noa", role=role, outcome="flying speed (T0)", set_up=SetUp("gates"),
        registered_at=datetime(2026, 3, 1, 9, tzinfo=UTC), start=START, check=START + timedelta(weeks=8),
        baseline=baseline(7.97, 8.0, 8.03), planned=16, day_noise=0.0, scatter=0.01,
        forecasts=forecast_block(predict_potentials({}, None, reachable=0.55), role, weeks=8), source="diagnosis",
        swc=SPEED_SWC, swc_source=SPEED_SWC_SOURCE, chance=0.42,
        levers={Lever.SESSIONS: 0.5, Lever.SCATTER: 0.6, Lever.BASELINE: 0.45}, stop_rule="Anything that hurts.",
        emphasis={Role.PUSH: 0.3, Role.SWING: 0.5}, sealed=True, prospective=True,
    )  # fmt: skip
    return replace(made, **given)  # type: ignore[arg-type]


def timed(gain: float, *, noise: float = 0.0, seed: int = 0, count: int = 16) -> list[tuple[date, Draws]]:
    """Timed days of a block whose speed rises evenly by a share of it."""
    rng = np.random.default_rng(seed)
    days = [START + timedelta(days=round(56 * (number + 1) / count)) for number in range(count)]
    shares = [(day - START).days / 56 for day in days]
    values = [8.0 * (1 + gain) ** share * np.exp(noise * rng.standard_normal()) for share in shares]
    return [(day, speed(value)) for day, value in zip(days, values, strict=True)]


def answer(verdict: Verdict, change: Estimate, **given: object) -> BlockAnswer:
    made = BlockAnswer(
        block="ab12", athlete="Noa", on=START + timedelta(weeks=8), since=START - timedelta(days=12),
        until=START + timedelta(weeks=8), sessions=16, baseline=3, change=change, share=1.0, mdc=0.012, verdict=verdict,
        reason="", reached=0.8, inside=True, scores={Bet.BOTH: 0.4, Bet.NOTHING: 1.1},
    )  # fmt: skip
    return replace(made, **given)  # type: ignore[arg-type]
